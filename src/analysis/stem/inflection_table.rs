//! A table of inflections: which ending of a word is cut and what is appended, so that the forms of a word
//! have one stem.
//!
//! The longest ending of a word decides; a word that the endings get wrong is itself an ending, with
//! [`WORD_START`] before it. Tables are fitted on word lists by `eval/inflections.py`, after the method of
//! ripple-down rules (Juršič, Mozetič, Erjavec, Lavrač: LemmaGen, 2010), and packed by `pack_inflections`:
//!
//! ```text
//! u32  length of the changes in bytes      each: u8 bytes to cut, u8 length, text to append
//! u32  length of the irregular stems       each: u8 length, text; sorted
//! …    automaton: bytes of an ending in reverse order, to the number of its change
//! ```

use std::borrow::Cow;
use std::fmt;

use fst::raw::{Fst, Output};

/// Stands before the first byte of a whole word.
const WORD_START: u8 = b'^';
/// Number of bytes to cut that marks a function word, which joins nothing.
pub const FUNCTION_WORD: u8 = u8::MAX;
/// Minimum number of letters that an ending leaves.
const MIN_LETTERS: usize = 3;
/// Maximum number of times that a word is changed: a form of a derived word leads to the base of that word.
const MAX_CHANGES: usize = 2;

/// The inflections of a language.
pub struct InflectionTable {
    changes: Vec<FormChange>,
    /// Stems of which a form begins with another letter, sorted.
    irregular: Vec<&'static str>,
    endings: Fst<&'static [u8]>,
}

impl fmt::Debug for InflectionTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InflectionTable").field("endings", &self.endings.len()).finish_non_exhaustive()
    }
}

/// Rule that makes the stem of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FormChange {
    /// Cut so many bytes and append the text.
    Ending(usize, &'static str),
    /// Nothing, and no other word becomes this one.
    FunctionWord,
}

impl InflectionTable {
    /// Reads a table. Returns `None` if it is damaged.
    pub fn read(bytes: &'static [u8]) -> Option<InflectionTable> {
        let (mut changes, rest) = section(bytes)?;
        let (mut irregular, endings) = section(rest)?;
        let mut table =
            InflectionTable { changes: Vec::new(), irregular: Vec::new(), endings: Fst::new(endings).ok()? };
        while let Some((&cut, rest)) = changes.split_first() {
            let append = take_text(rest, &mut changes)?;
            table.changes.push(match cut {
                FUNCTION_WORD => FormChange::FunctionWord,
                cut => FormChange::Ending(usize::from(cut), append),
            });
        }
        while !irregular.is_empty() {
            table.irregular.push(take_text(irregular, &mut irregular)?);
        }
        Some(table)
    }

    /// Returns the stem of a normalized word.
    pub fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        let mut stem = Cow::Borrowed(word);
        for _ in 0..MAX_CHANGES {
            match self.change(&stem) {
                Some(FormChange::Ending(0, "")) | None => return stem,
                // No form joins a function word, which is unchanged itself.
                Some(FormChange::FunctionWord) => return Cow::Borrowed(word),
                Some(FormChange::Ending(cut, append)) => {
                    let kept = &stem[..stem.len() - cut];
                    stem = match (&stem, append) {
                        (Cow::Borrowed(form), "") => Cow::Borrowed(&form[..kept.len()]),
                        _ => Cow::Owned([kept, append].concat()),
                    };
                }
            }
        }
        match self.change(&stem) {
            Some(FormChange::FunctionWord) => Cow::Borrowed(word),
            _ => stem,
        }
    }

    /// Returns a prefix of all words with this stem.
    pub(crate) fn prefix<'s>(&self, stem: &'s str) -> &'s str {
        match self.irregular.binary_search(&stem) {
            Ok(_) => "",
            Err(_) => &stem[..stem.chars().next().map_or(0, char::len_utf8)],
        }
    }

    /// Returns what is changed in `word`: what its longest ending says that leaves enough of it.
    fn change(&self, word: &str) -> Option<FormChange> {
        let mut node = self.endings.root();
        let mut output = Output::zero();
        let mut found: [Option<Output>; 32] = [None; 32];
        let mut length = 0;
        let bytes = word.bytes().rev().chain([WORD_START]);
        for (depth, byte) in bytes.enumerate() {
            let Some(index) = node.find_input(byte) else { break };
            let transition = node.transition(index);
            output = output.cat(transition.out);
            node = self.endings.node(transition.addr);
            if node.is_final() {
                let end = output.cat(node.final_output());
                if depth == word.len() {
                    return self.numbered(end);
                }
                if let Some(place) = found.get_mut(length) {
                    *place = Some(end);
                    length += 1;
                }
            }
        }
        let endings = found[..length].iter().rev().flatten();
        endings.filter_map(|end| self.numbered(*end)).find(|change| leaves_enough(word, *change))
    }

    fn numbered(&self, output: Output) -> Option<FormChange> {
        self.changes.get(usize::try_from(output.value()).ok()?).copied()
    }
}

/// Returns whether an ending may be changed so: a letter of the word stays, and a stem of three.
fn leaves_enough(word: &str, change: FormChange) -> bool {
    let FormChange::Ending(cut, append) = change else { return false };
    if cut == 0 && append.is_empty() {
        return true;
    }
    let kept = word.len().checked_sub(cut).and_then(|end| word.get(..end));
    kept.is_some_and(|kept| {
        !kept.is_empty() && kept.chars().chain(append.chars()).nth(MIN_LETTERS - 1).is_some()
    })
}

/// Splits off a section that begins with its length.
fn section(bytes: &'static [u8]) -> Option<(&'static [u8], &'static [u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)
}

/// Takes a text that begins with its length off the front of `bytes`, and puts the rest in `rest`.
fn take_text(bytes: &'static [u8], rest: &mut &'static [u8]) -> Option<&'static str> {
    let (&length, bytes) = bytes.split_first()?;
    let (text, after) = bytes.split_at_checked(usize::from(length))?;
    *rest = after;
    std::str::from_utf8(text).ok()
}
