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
}

impl Term {
    /// Returns whether the word begins with a capital, is not in capitals throughout, and is no stop word.
    pub(crate) fn is_capitalized(&self) -> bool {
        let mut letters = self.surface.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.any(char::is_lowercase)
            && !self.is_stop_word()
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
            Query::Term(term) if term.is_capitalized() => visit(term, Capital::Own),
            Query::Bool(parts) => {
                for (capital, (_, query)) in capitals(parts).into_iter().zip(parts) {
                    match query {
                        Query::Term(term) if term.is_capitalized() => visit(term, capital)?,
                        query => query.visit_capitalized(visit)?,
                    }
                }
                Ok(())
            }
            Query::Near(near) => {
                near.left.visit_capitalized(visit)?;
                near.right.visit_capitalized(visit)
            }
            Query::Field(Field::Title | Field::Cut, query) => query.visit_capitalized(visit),
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
    if !words.iter().any(|term| term.is_capitalized()) {
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
            seen.push(format!("{}{}", term.surface, if capital == Capital::Own { "" } else { "?" }));
            Ok::<_, ()>(())
        });
        assert_eq!(visited, Ok(()));
        seen.join(" ")
    }

    #[test]
    fn capitals_say_something_except_where_any_word_has_one() {
        for (text, expected) in [
            ("Price", "Price"),
            ("price PRICE 12", ""),
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
