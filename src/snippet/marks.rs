//! Where a query matches in a text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use crate::analysis::{Words, stem};
use crate::query::{Field, Occur, Query};

/// What of a query can be marked in a text: its words and phrases, each a clause of its own.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    needles: Vec<Needle>,
    /// Exact words looked for, by their number in the needles.
    exact: HashMap<String, u32>,
    /// Stems looked for.
    stems: HashMap<String, u32>,
    /// First bytes of the stems: inflection never changes the first letter, so other words need no stemming.
    stem_heads: Vec<u8>,
}

/// A clause: these words, next to each other.
#[derive(Debug, Clone)]
struct Needle {
    words: Vec<u32>,
}

/// A piece of a text in which a clause matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub span: Range<usize>,
    pub clause: usize,
}

/// A word of the text that some clause looks for.
struct Seen {
    position: u32,
    word: u32,
    span: Range<usize>,
}

impl Marks {
    /// What of `query` can match in the body of an article, or in its title.
    pub fn new(query: &Query, in_title: bool) -> Self {
        let mut marks = Marks::default();
        marks.add(query, in_title);
        marks
    }

    /// How many clauses there are.
    pub fn clauses(&self) -> usize {
        self.needles.len()
    }

    fn add(&mut self, query: &Query, in_title: bool) {
        match query {
            Query::Nothing | Query::All => {}
            Query::Term(term) => {
                let words = match &term.stem {
                    Some(stem) => vec![self.stem(stem)],
                    None => term.pieces.iter().map(|piece| self.exact(piece)).collect(),
                };
                self.needles.push(Needle { words });
            }
            Query::Phrase(phrase) => {
                let words = phrase.words.iter().map(|word| self.exact(word)).collect();
                self.needles.push(Needle { words });
            }
            Query::Field(Field::Title, query) if in_title => self.add(query, in_title),
            Query::Field(..) => {}
            Query::Bool(parts) => {
                for (_, query) in parts.iter().filter(|(occur, _)| *occur != Occur::MustNot) {
                    self.add(query, in_title);
                }
            }
        }
    }

    fn exact(&mut self, word: &str) -> u32 {
        let next = (self.exact.len() + self.stems.len()) as u32;
        *self.exact.entry(word.to_owned()).or_insert(next)
    }

    fn stem(&mut self, stem: &str) -> u32 {
        let next = (self.exact.len() + self.stems.len()) as u32;
        self.stem_heads.extend(stem.bytes().next());
        *self.stems.entry(stem.to_owned()).or_insert(next)
    }

    /// All places in `text` where a clause matches, in order, the longer first where two begin together.
    pub(super) fn find(&self, text: &str) -> Vec<Mark> {
        let seen = self.read(text);
        let mut marks = Vec::new();
        for (clause, needle) in self.needles.iter().enumerate() {
            let Some((first, rest)) = needle.words.split_first() else { continue };
            for (at, start) in seen.iter().enumerate().filter(|(_, seen)| seen.word == *first) {
                if let Some(end) =
                    follow(&seen[at..], start.position, rest).or(rest.is_empty().then_some(start.span.end))
                {
                    marks.push(Mark { span: start.span.start..end, clause });
                }
            }
        }
        marks.sort_by_key(|mark| (mark.span.start, usize::MAX - mark.span.end, mark.clause));
        marks
    }

    fn read(&self, text: &str) -> Vec<Seen> {
        let mut seen = Vec::new();
        let mut words = Words::new(text);
        while words.advance() {
            let (position, span) = (words.position(), words.span());
            if let Some(&word) = self.exact.get(words.text()) {
                seen.push(Seen { position, word, span: span.clone() });
            }
            let base = words.base();
            if base.bytes().next().is_some_and(|head| self.stem_heads.contains(&head)) {
                let stem: Cow<'_, str> = stem(base);
                if let Some(&word) = self.stems.get(stem.as_ref()) {
                    seen.push(Seen { position, word, span });
                }
            }
        }
        seen
    }
}

/// Where the last of `words` ends when they follow one by one after `position`; `seen` begins at that position.
fn follow(seen: &[Seen], position: u32, words: &[u32]) -> Option<usize> {
    let mut rest = seen.iter();
    let mut end = None;
    for (step, word) in words.iter().enumerate() {
        let wanted = position + step as u32 + 1;
        let next = rest.by_ref().take_while(|seen| seen.position <= wanted);
        end = Some(next.into_iter().find(|seen| seen.position == wanted && seen.word == *word)?.span.end);
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    fn found<'t>(query: &str, text: &'t str) -> Vec<&'t str> {
        Marks::new(&parse(query).query, false).find(text).into_iter().map(|mark| &text[mark.span]).collect()
    }

    #[test]
    fn words_in_any_inflection_phrases_in_theirs() {
        let text = "Troops saw a troop; the troop's troops trooped.";
        assert_eq!(found("troop", text), ["Troops", "troop", "troop's", "troops", "trooped"]);
        assert_eq!(found("\"troop\"", text), ["troop"]);
    }

    #[test]
    fn only_the_whole_phrase_is_marked() {
        let text = "we will. “We\u{a0}will—fight” on, we fight, they will fight";
        assert_eq!(found("\"we will fight\"", text), ["We\u{a0}will—fight"]);
        assert_eq!(found("\"a a b\"", "a a a b a b"), ["a a b"]);
    }

    #[test]
    fn a_number_is_marked_whole() {
        assert_eq!(found("12,000", "12 and 000, then 12,000 or 12 000"), ["12,000", "12 000"]);
    }

    #[test]
    fn what_is_excluded_is_not_marked() {
        assert_eq!(found("a -b title:c", "a b c"), ["a"]);
    }
}
