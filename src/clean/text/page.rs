//! The blocks of a page with the statistics of each.

use crate::analysis::{Language, LanguageSet, detect};
use crate::clean::text::consent;
use crate::clean::text::lexicon::Lexicon;
use crate::clean::text::lexicon::stock_phrases::{MAX_PHRASE_WORDS, StockPhrase};
use crate::clean::text::line_stats::LineStats;
use crate::extract::Block;
use crate::text::floor_char_boundary;
use std::cell::{Cell, OnceCell};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Source of the blank lines between blocks.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Gaps<'a> {
    /// The blocks are lines of this text.
    Lines(&'a str),
    /// The source has no lines: every block stands apart.
    Apart,
}

/// Minimum number of words of a block that tells the language of a page.
const MIN_LANGUAGE_WORDS: u32 = 6;
/// Length of the text that tells the language of a page, in bytes.
const LANGUAGE_SAMPLE: usize = 1000;

/// A hasher for keys that are already hashes.
#[derive(Default)]
pub(crate) struct IdentityHasher(u64);

impl Hasher for IdentityHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// A map with hashes as keys.
pub(crate) type PrehashedMap<T> = HashMap<u64, T, BuildHasherDefault<IdentityHasher>>;

/// The input of all labeling: blocks and their statistics.
pub(crate) struct TextPage<'a> {
    /// The blocks.
    pub blocks: &'a [Block],
    /// Statistics of each block.
    pub stats: Vec<LineStats>,
    /// Hashes of all words, in order; the statistics of a block say which are its words.
    pub words: Vec<u64>,
    /// Number of blank lines before each block.
    pub blanks: Vec<u8>,
    /// Number of times each line occurs on the page.
    pub repeats: Vec<u16>,
    /// The stock phrase each line is, if any.
    pub phrases: Vec<Option<&'static StockPhrase>>,
    /// Whether each line of a text is a request for consent; empty for blocks of other sources.
    pub requests: Vec<bool>,
    /// The range of blocks whose title was searched last, and that title: the features and the labeler mostly
    /// ask for the same range.
    pub title: Cell<Option<(BlockRange, Option<usize>)>>,
    /// The language of the page, once it was asked for.
    language: OnceCell<Language>,
}

/// The first and the last of some blocks.
type BlockRange = (usize, usize);

impl<'a> TextPage<'a> {
    /// Counts `blocks`.
    pub(crate) fn new(blocks: &'a [Block], gaps: Gaps) -> Self {
        let lexicon = Lexicon::get();
        let bytes: usize = blocks.iter().map(|block| block.text.len()).sum();
        let mut words = Vec::with_capacity(bytes / 5);
        let stats: Vec<LineStats> =
            blocks.iter().map(|block| lexicon.scan(block.text.as_str(), &mut words)).collect();
        let mut occurrences: PrehashedMap<u16> =
            HashMap::with_capacity_and_hasher(stats.len(), BuildHasherDefault::default());
        for line in &stats {
            let count = occurrences.entry(line.hash).or_default();
            *count = count.saturating_add(1);
        }
        let repeats = stats.iter().map(|line| occurrences[&line.hash]).collect();
        let mut page = TextPage {
            blocks,
            phrases: Vec::new(),
            requests: Vec::new(),
            blanks: blanks(blocks, gaps),
            stats,
            words,
            repeats,
            title: Cell::new(None),
            language: OnceCell::new(),
        };
        let phrase = |line: &LineStats| {
            let may_be = (1..=MAX_PHRASE_WORDS).contains(&(line.words as usize));
            let phrase = if may_be { lexicon.phrase(line.hash) } else { None };
            phrase.filter(|phrase| page.has_language(phrase.languages))
        };
        page.phrases = page.stats.iter().map(phrase).collect();
        if let Gaps::Lines(_) = gaps {
            page.requests = consent::requests(&page.texts(), &page.stats);
        }
        page
    }

    /// Returns whether the language of the page is one of `languages`, or unknown.
    pub(crate) fn has_language(&self, languages: LanguageSet) -> bool {
        languages == LanguageSet::ALL || {
            let language = self.language();
            language == Language::UNKNOWN || languages.has_ordinal(language.ordinal())
        }
    }

    /// Returns whether a line is a request for consent, or a part of one.
    pub(crate) fn is_request(&self, index: usize) -> bool {
        self.requests.get(index) == Some(&true)
    }

    /// Returns whether the page is in a known language other than English.
    pub(crate) fn is_foreign(&self) -> bool {
        ![Language::UNKNOWN, Language::ENGLISH].contains(&self.language())
    }

    fn language(&self) -> Language {
        *self.language.get_or_init(|| self.detect_language())
    }

    /// Detects the language of the longer blocks.
    fn detect_language(&self) -> Language {
        let mut sample = String::new();
        let longer =
            self.blocks.iter().zip(&self.stats).filter(|(_, stats)| stats.words >= MIN_LANGUAGE_WORDS);
        for (block, _) in longer {
            if sample.len() >= LANGUAGE_SAMPLE {
                break;
            }
            let text = block.text.as_str();
            sample.push_str(&text[..floor_char_boundary(text, LANGUAGE_SAMPLE)]);
            sample.push('\n');
        }
        detect(&sample)
    }

    /// Returns the stock phrases among those that the models were trained with.
    pub(crate) fn trained_phrases(&self) -> impl DoubleEndedIterator<Item = Option<&'static StockPhrase>> {
        self.phrases.iter().map(|phrase| phrase.filter(|phrase| phrase.is_of_purpose))
    }

    /// Returns the number of blocks.
    pub(crate) fn len(&self) -> usize {
        self.stats.len()
    }

    /// Returns the text of a block.
    pub(crate) fn text(&self, index: usize) -> &'a str {
        self.blocks[index].text.as_str()
    }

    /// Returns the texts of all blocks.
    pub(crate) fn texts(&self) -> Vec<&'a str> {
        self.blocks.iter().map(|block| block.text.as_str()).collect()
    }

    /// Returns the hashes of the words of a block.
    pub(crate) fn words(&self, index: usize) -> &[u64] {
        let stats = &self.stats[index];
        &self.words[stats.words_start as usize..][..stats.words_len as usize]
    }

    /// Returns whether a blank line, or the edge of the page, is before the block.
    pub(crate) fn stands_apart(&self, index: usize) -> bool {
        index >= self.len() || index == 0 || self.blanks[index] > 0
    }
}

/// Counts the blank lines before each block, at most 255.
fn blanks(blocks: &[Block], gaps: Gaps) -> Vec<u8> {
    let Gaps::Lines(source) = gaps else { return vec![1; blocks.len()] };
    let mut end = 0;
    let count = |block: &Block| {
        let span = block.text.origin_span();
        let between = source.as_bytes().get(end..span.start).unwrap_or(b"");
        let newlines = between.iter().filter(|byte| **byte == b'\n').count();
        let first = end == 0;
        end = span.end;
        (newlines - usize::from(!first && newlines > 0)).min(255) as u8
    };
    blocks.iter().map(count).collect()
}
