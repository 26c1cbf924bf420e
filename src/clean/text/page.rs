//! The blocks of a page with what can be counted of them.

use crate::clean::text::lexicon::{Lexicon, StockPhrase};
use crate::clean::text::line_stats::LineStats;
use crate::extract::Block;
use std::cell::Cell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// How to learn whether blank lines stand between blocks.
#[derive(Debug, Clone, Copy)]
pub enum Gaps<'a> {
    /// The blocks are lines of this text.
    Lines(&'a str),
    /// The source is no lines: every block stands apart.
    Apart,
}

/// A hasher for keys that are hashes already.
#[derive(Default)]
pub struct IdentityHasher(u64);

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

/// A map from hashes.
pub type PrehashedMap<T> = HashMap<u64, T, BuildHasherDefault<IdentityHasher>>;

/// All that the verdicts rest on.
pub struct TextPage<'a> {
    /// The blocks.
    pub blocks: &'a [Block],
    /// What each looks like.
    pub shapes: Vec<LineStats>,
    /// The hashes of all words, in order; a shape knows which are its own.
    pub words: Vec<u64>,
    /// Blank lines before each block.
    pub blanks: Vec<u8>,
    /// How often each line stands in the page.
    pub repeats: Vec<u16>,
    /// What whole lines are known to be.
    pub phrases: Vec<Option<StockPhrase>>,
    /// The stretch of blocks whose title was looked for last, and that title: the model asks for it and then the judge,
    /// mostly with the same stretch.
    pub title: Cell<Option<(Stretch, Option<usize>)>>,
}

/// The first and last of some blocks in a row.
type Stretch = (usize, usize);

impl<'a> TextPage<'a> {
    /// Counts `blocks`.
    pub fn new(blocks: &'a [Block], gaps: Gaps) -> Self {
        let lexicon = Lexicon::get();
        let bytes: usize = blocks.iter().map(|block| block.text.len()).sum();
        let mut words = Vec::with_capacity(bytes / 5);
        let shapes: Vec<LineStats> =
            blocks.iter().map(|block| LineStats::scan(block.text.as_str(), lexicon, &mut words)).collect();
        let mut seen: PrehashedMap<u16> =
            HashMap::with_capacity_and_hasher(shapes.len(), BuildHasherDefault::default());
        for shape in &shapes {
            let count = seen.entry(shape.hash).or_default();
            *count = count.saturating_add(1);
        }
        let repeats = shapes.iter().map(|shape| seen[&shape.hash]).collect();
        let known = |shape: &LineStats| {
            if (1..=9).contains(&shape.words) { lexicon.phrase(shape.hash) } else { None }
        };
        let phrases = shapes.iter().map(known).collect();
        TextPage {
            blocks,
            phrases,
            blanks: blanks(blocks, gaps),
            shapes,
            words,
            repeats,
            title: Cell::new(None),
        }
    }

    /// How many blocks there are.
    pub fn len(&self) -> usize {
        self.shapes.len()
    }

    /// The text of a block.
    pub fn text(&self, index: usize) -> &'a str {
        self.blocks[index].text.as_str()
    }

    /// The hashes of the words of a block.
    pub fn words(&self, index: usize) -> &[u64] {
        let shape = &self.shapes[index];
        &self.words[shape.words_start as usize..][..shape.words_len as usize]
    }

    /// Whether a blank line stands before the block, or nothing.
    pub fn stands_apart(&self, index: usize) -> bool {
        index >= self.len() || index == 0 || self.blanks[index] > 0
    }
}

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
