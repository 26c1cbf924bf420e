//! The words of the text that was cut last, so that the fields that hold them in other forms need not cut it again.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use super::Words;

/// Longer texts are cut anew for every field: a recording takes about three times their memory.
const LONGEST: usize = 4 << 20;

/// A word that was recorded.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Where its folded form ends among all of them; it begins where the one before ends.
    end: u32,
    /// The length of its folded form without a possessive `'s`.
    base: u32,
    start: u32,
    stop: u32,
    position: u32,
}

/// All words of one text.
#[derive(Debug, Clone, Default)]
pub(super) struct Recording {
    source: String,
    folded: String,
    entries: Vec<Entry>,
}

/// A word of a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Recorded<'r> {
    pub text: &'r str,
    pub base: &'r str,
    pub span: Range<usize>,
    pub position: u32,
}

thread_local! {
    static LAST: RefCell<Rc<Recording>> = RefCell::default();
}

/// The words of `text`: those recorded last when it is that text or the beginning of it; `None` when it is too long.
pub(super) fn record(text: &str) -> Option<Rc<Recording>> {
    if text.len() > LONGEST {
        return None;
    }
    LAST.with_borrow_mut(|last| {
        if !last.begins_with(text) {
            match Rc::get_mut(last) {
                Some(own) => own.read(text), // its memory is used again
                None => {
                    let mut own = Recording::default();
                    own.read(text);
                    *last = Rc::new(own);
                }
            }
        }
        Some(Rc::clone(last))
    })
}

impl Recording {
    fn read(&mut self, text: &str) {
        self.source.clear();
        self.source.push_str(text);
        self.folded.clear();
        self.entries.clear();
        let mut words = Words::new(text);
        while words.advance() {
            self.folded.push_str(words.text());
            let span = words.span();
            self.entries.push(Entry {
                end: self.folded.len() as u32,
                base: words.base().len() as u32,
                start: span.start as u32,
                stop: span.end as u32,
                position: words.position(),
            });
        }
    }

    /// Whether `text` is all of it, or the beginning of it up to the end of a word.
    fn begins_with(&self, text: &str) -> bool {
        let last = self.entries.partition_point(|entry| (entry.start as usize) < text.len()).checked_sub(1);
        let whole = last.is_none_or(|last| self.entries[last].stop as usize <= text.len());
        whole && self.source.starts_with(text)
    }

    /// The word of that number that ends before byte `before` of the text.
    pub fn get(&self, number: usize, before: usize) -> Option<Recorded<'_>> {
        let entry = self.entries.get(number).filter(|entry| entry.stop as usize <= before)?;
        let start = number.checked_sub(1).map_or(0, |previous| self.entries[previous].end as usize);
        Some(Recorded {
            text: &self.folded[start..entry.end as usize],
            base: &self.folded[start..start + entry.base as usize],
            span: entry.start as usize..entry.stop as usize,
            position: entry.position,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::words;

    fn all(text: &str) -> Vec<(String, String, Range<usize>, u32)> {
        let recording = record(text).unwrap();
        let word = |number| recording.get(number, text.len());
        (0..)
            .map_while(word)
            .map(|word| (word.text.into(), word.base.into(), word.span, word.position))
            .collect()
    }

    #[test]
    fn recorded_words_are_the_words() {
        let text = "Russia’s 12,000 troops\u{1d}北京大学 were in Kyiv";
        let direct: Vec<_> = words(text)
            .map(|word| (word.text.clone(), word.base().to_owned(), word.span.clone(), word.position))
            .collect();
        assert_eq!(all(text), direct);
        assert_eq!(all("Russia’s 12"), direct[..2], "the beginning is taken from what was recorded");
        assert_eq!(all("Russi"), [("russi".into(), "russi".into(), 0..5, 0)]);
        assert_eq!(all("other"), [("other".into(), "other".into(), 0..5, 0)]);
        assert!(all("").is_empty());
    }

    #[test]
    fn a_recording_in_use_is_not_overwritten() {
        let held = record("one two").unwrap();
        let other = record("three").unwrap();
        assert_eq!(held.get(1, 7).map(|word| word.text.to_owned()).as_deref(), Some("two"));
        assert_eq!(other.get(0, 5).map(|word| word.text.to_owned()).as_deref(), Some("three"));
    }
}
