//! Reads and writes the packed stock phrases. Hashing the lists takes longer than cleaning a page.
//!
//! The file has, little endian: the distinct meanings of phrases, each with its reason, its flags and a bit
//! for the [ordinal](Language::ordinal) of each of its languages, and the filled slots of the hash table,
//! each with the number of its meaning, from 1.

use crate::analysis::{Language, LanguageSet};
use crate::clean::reason::Reason;
use crate::clean::text::lexicon::hash_table::HashTable;
use crate::clean::text::lexicon::stock_phrases::{StockPhrase, StockPhrases};

/// The table that `pack_phrases` in `eval` wrote.
static PACKED: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/clean/phrases.bin"));
/// Beginning of the file.
const MAGIC: &[u8] = b"CSP1";
/// Reasons of stock phrases, by the number that stands for each in the file.
const REASONS: [Reason; 9] = [
    Reason::OtherStory,
    Reason::Comments,
    Reason::Appeal,
    Reason::NewsletterForm,
    Reason::Form,
    Reason::Share,
    Reason::Navigation,
    Reason::Advertisement,
    Reason::SiteNotice,
];

impl StockPhrases {
    /// Returns the built-in phrases.
    pub(crate) fn built_in() -> StockPhrases {
        StockPhrases::read(PACKED).unwrap_or_default()
    }

    /// Reads packed phrases; `None` if the file is malformed.
    fn read(table: &[u8]) -> Option<StockPhrases> {
        let mut tail = table.strip_prefix(MAGIC)?;
        let meanings = u16::from_le_bytes(take(&mut tail)?);
        let phrases = (0..meanings).map(|_| read_phrase(&mut tail)).collect::<Option<Vec<_>>>()?;
        let filled = u16::from_le_bytes(take(&mut tail)?);
        let mut indexes = HashTable::new(usize::from(filled));
        for _ in 0..filled {
            let slot = usize::from(u16::from_le_bytes(take(&mut tail)?));
            let tag = u32::from_le_bytes(take(&mut tail)?);
            indexes.fill(slot, tag, u16::from_le_bytes(take(&mut tail)?))?;
        }
        tail.is_empty().then_some(StockPhrases { indexes, phrases })
    }

    /// Packs the phrases.
    pub(crate) fn pack(&self) -> Vec<u8> {
        let (mut meanings, mut slots): (Vec<StockPhrase>, _) = (Vec::new(), Vec::new());
        for (slot, tag, index) in self.indexes.filled() {
            let phrase = self.phrases[usize::from(index) - 1];
            let known = meanings.iter().position(|meaning| *meaning == phrase);
            let meaning = known.unwrap_or_else(|| {
                meanings.push(phrase);
                meanings.len() - 1
            });
            slots.push((slot, tag, meaning + 1));
        }
        let mut packed = [MAGIC, &short(meanings.len())].concat();
        for phrase in &meanings {
            packed.extend(pack_phrase(phrase));
        }
        packed.extend(short(slots.len()));
        for (slot, tag, meaning) in slots {
            packed.extend([&short(slot)[..], &tag.to_le_bytes(), &short(meaning)].concat());
        }
        packed
    }
}

/// Takes the next `N` bytes.
fn take<const N: usize>(tail: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = tail.split_first_chunk::<N>()?;
    *tail = rest;
    Some(*taken)
}

/// Returns a number in two bytes. The numbers of the lists fit.
fn short(number: usize) -> [u8; 2] {
    u16::try_from(number).unwrap_or_default().to_le_bytes()
}

/// Reads the meaning of some phrases.
fn read_phrase(tail: &mut &[u8]) -> Option<StockPhrase> {
    let [reason, flags] = take(tail)?;
    let flag = |bit: u8| flags >> bit & 1 == 1;
    Some(StockPhrase {
        reason: *REASONS.get(usize::from(reason))?,
        ends_article: flag(0),
        is_label: flag(1),
        is_invitation: flag(2),
        is_beginning: flag(3),
        is_of_language: flag(4),
        is_of_purpose: flag(5),
        languages: match u128::from_le_bytes(take(tail)?) {
            u128::MAX => LanguageSet::ALL,
            bits => {
                let has_bit = |ordinal: usize| ordinal < 128 && bits >> ordinal & 1 == 1;
                let languages = Language::all().enumerate().filter(|(ordinal, _)| has_bit(*ordinal));
                languages.map(|(_, language)| language).collect()
            }
        },
    })
}

/// Packs the meaning of some phrases.
fn pack_phrase(phrase: &StockPhrase) -> Vec<u8> {
    let StockPhrase { ends_article, is_label, is_invitation, is_beginning, .. } = *phrase;
    let flags =
        [ends_article, is_label, is_invitation, is_beginning, phrase.is_of_language, phrase.is_of_purpose];
    let flags = flags.iter().rev().fold(0, |flags, flag| flags << 1 | u8::from(*flag));
    let reason = REASONS.iter().position(|reason| *reason == phrase.reason).unwrap_or(REASONS.len());
    let languages = (0..128)
        .rev()
        .fold(0u128, |bits, ordinal| bits << 1 | u128::from(phrase.languages.has_ordinal(ordinal)));
    [&[reason as u8, flags][..], &languages.to_le_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use crate::clean::text::lexicon::packed_phrases::*;

    #[test]
    fn the_packed_file_has_the_phrases_of_the_lists() {
        let built = StockPhrases::build();
        assert!(
            built.pack() == PACKED,
            "write it anew: cargo run -p clippings-eval --bin pack_phrases data/clean/phrases.bin"
        );
        let read = StockPhrases::read(PACKED).expect("well-formed");
        let meaning = |phrases: &StockPhrases, index: u16| phrases.phrases[usize::from(index) - 1];
        for (of_built, of_read) in built.indexes.filled().zip(read.indexes.filled()) {
            assert_eq!((of_built.0, of_built.1), (of_read.0, of_read.1));
            assert_eq!(meaning(&built, of_built.2), meaning(&read, of_read.2));
        }
    }

    #[test]
    fn malformed_files_are_refused() {
        for length in [0, 3, 5, 30, PACKED.len() - 1] {
            assert!(StockPhrases::read(&PACKED[..length]).is_none(), "{length}");
        }
        assert!(StockPhrases::read(&[PACKED, b"\0"].concat()).is_none());
        assert!(StockPhrases::default().get(1).is_none());
    }
}
