//! Tells which capitals of a query say something: a word typed with one may be a name.

use crate::analysis::{announces_name, is_stop_word};
use crate::query::ast::{Field, Occur, Query, Term};

/// Minimum number of words that make a sentence or a headline.
const SENTENCE_WORDS: usize = 4;

/// Role of a capital in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Capital {
    /// The word itself is written with a capital.
    Own,
    /// Any word may be written so here: at the start of a sentence, and in a headline.
    ByPosition,
    /// The word is in capitals throughout.
    Throughout,
}

/// Minimum number of letters of a word in capitals throughout that may be a name.
const MIN_ALL_CAPITALS: usize = 3;

impl Term {
    /// Returns the role that the capital of the word has by itself; `None` for a word without one and for a
    /// stop word.
    fn capital(&self) -> Option<Capital> {
        let mut letters = self.surface.chars();
        if !letters.next().is_some_and(char::is_uppercase) || self.is_stop_word() {
            None
        } else if letters.any(char::is_lowercase) {
            Some(Capital::Own)
        } else {
            let count = self.surface.chars().filter(|c| c.is_uppercase()).count();
            (count >= MIN_ALL_CAPITALS).then_some(Capital::Throughout)
        }
    }

    fn is_stop_word(&self) -> bool {
        self.tokens.iter().all(|word| is_stop_word(word))
    }
}

impl Query {
    /// Calls `visit` with each word of an article, title or cut text that is typed with a capital.
    pub(crate) fn visit_capitalized<E>(
        &mut self,
        visit: &mut impl FnMut(&mut Term, Capital) -> Result<(), E>,
    ) -> Result<(), E> {
        match self {
            Query::Term(term) => match term.capital() {
                Some(capital) => visit(term, capital),
                None => Ok(()),
            },
            Query::Bool(parts) => {
                for (by_place, (_, query)) in capitals(parts).into_iter().zip(parts) {
                    match query {
                        Query::Term(term) => match term.capital() {
                            Some(_) if by_place == Capital::ByPosition => visit(term, by_place)?,
                            Some(capital) => visit(term, capital)?,
                            None => {}
                        },
                        query => query.visit_capitalized(visit)?,
                    }
                }
                Ok(())
            }
            Query::Near(near) => {
                near.left.visit_capitalized(visit)?;
                near.right.visit_capitalized(visit)
            }
            Query::Field(Field::Title | Field::Cut | Field::Said, query) => query.visit_capitalized(visit),
            _ => Ok(()),
        }
    }
}

/// Returns the role of a capital in each clause.
fn capitals(parts: &[(Occur, Query)]) -> Vec<Capital> {
    let mut capitals = vec![Capital::Own; parts.len()];
    fn word((occur, query): &(Occur, Query)) -> Option<&Term> {
        match (occur, query) {
            (Occur::Must, Query::Term(term)) => Some(term),
            _ => None,
        }
    }
    // Operators and fields are not pasted.
    let Some(words) = parts.iter().map(word).collect::<Option<Vec<&Term>>>() else { return capitals };
    if !words.iter().any(|term| term.capital().is_some()) {
        return capitals;
    }
    let (stop_words, others): (Vec<&Term>, Vec<&Term>) = words.iter().partition(|term| term.is_stop_word());
    let is_lower = |term: &&Term| term.surface.starts_with(char::is_lowercase);
    let any_lower = others.iter().any(is_lower);
    if any_lower && (!stop_words.is_empty() || words.len() >= SENTENCE_WORDS) {
        capitals[0] = Capital::ByPosition;
    }
    if !any_lower && others.len() >= SENTENCE_WORDS {
        let mut announced = false;
        for (term, capital) in words.iter().zip(&mut capitals) {
            if !announced {
                *capital = Capital::ByPosition;
            }
            announced = announces_name(&term.surface);
        }
    }
    capitals
}

#[cfg(test)]
mod tests {
    use crate::query::capitals::*;
    use crate::query::parser::parse;

    fn capitalized(text: &str) -> String {
        let mut seen = Vec::new();
        let visited = parse(text).query.visit_capitalized(&mut |term, capital| {
            let mark = match capital {
                Capital::Own => "",
                Capital::ByPosition => "?",
                Capital::Throughout => "!",
            };
            seen.push(format!("{}{mark}", term.surface));
            Ok::<_, ()>(())
        });
        assert_eq!(visited, Ok(()));
        seen.join(" ")
    }

    #[test]
    fn capitals_say_something_except_where_any_word_has_one() {
        for (text, expected) in [
            ("Price", "Price"),
            ("price 12", ""),
            // Whoever types in capitals throughout says nothing with them; two letters are an acronym.
            ("PRICE", "PRICE!"),
            ("travel of PRICE", "PRICE!"),
            ("PRICE of oil", "PRICE?"),
            ("US IT Price", "Price"),
            ("Tom Price", "Tom Price"),
            ("Price travel scandal", "Price"),
            ("travel of Price", "Price"),
            ("Banks are failing", "Banks?"),
            ("Banks fail while Congress debates rates", "Banks? Congress"),
            ("Oil Price Falls Below Forty", "Oil? Price? Falls? Forty?"),
            ("Health Secretary Tom Price Resigns", "Health? Secretary? Tom? Price Resigns?"),
            ("Price w/5 (Banks OR waters)", "Price Banks"),
            ("title:Price -Banks author:Waters", "Price Banks"),
            ("Price OR Banks OR Waters OR Holder", "Price Banks Waters Holder"),
            ("\"Tom Price\" Price* Price~1", ""),
        ] {
            assert_eq!(capitalized(text), expected, "{text}");
        }
    }
}
