//! Scans a text word by word for the matchers of a pattern.

use std::iter::Peekable;
use std::ops::Range;
use std::vec;

use crate::analysis::{AnalyzerVersion, Language, TokenStream};
use crate::article::StoredQuotation;
use crate::query::SpanPattern;
use crate::search::snippet::first_bytes::FirstBytes;
use crate::search::snippet::speech_scan::SpeechScan;
use crate::text::{LineStart, SentenceRules, sentence_starts};

/// Matches of matchers in the words of a text that were read so far.
pub(super) struct Scan<'t> {
    pub tokens: TokenStream<'t>,
    /// Whether the current token is not read yet.
    pending: bool,
    /// Offsets of the sentences to come, and whether each begins a paragraph.
    sentence_starts: Peekable<vec::IntoIter<(usize, bool)>>,
    /// Positions of each matcher.
    pub positions: Vec<Vec<u32>>,
    /// Byte range of each position with a match, in order.
    pub spans: Vec<(u32, Range<usize>)>,
    /// Positions of the first words of sentences.
    pub sentences: Vec<u32>,
    /// Positions of the first words of paragraphs.
    pub paragraphs: Vec<u32>,
    /// Direct speech, if the pattern asks for it.
    pub speech: Option<SpeechScan<'t>>,
    /// Number of positions of all matchers.
    pub num_positions: usize,
    max_steps: u64,
    steps_left: u64,
    /// Whether some matches are left out.
    pub is_truncated: bool,
}

impl<'t> Scan<'t> {
    /// Begins a scan of `text`.
    pub(crate) fn new(
        analyzer: AnalyzerVersion,
        pattern: &SpanPattern,
        (text, language): (&'t str, Language),
        blocks: &[LineStart],
        quotations: &'t [StoredQuotation],
        max_steps: u64,
    ) -> Self {
        let starts = match pattern.needs_boundaries() {
            true => sentences_and_paragraphs(text, blocks, sentence_rules(analyzer, language)),
            false => Vec::new(),
        };
        Scan {
            tokens: TokenStream::in_language(analyzer, text, language),
            pending: false,
            sentence_starts: starts.into_iter().peekable(),
            positions: vec![Vec::new(); pattern.matchers.len()],
            spans: Vec::new(),
            sentences: Vec::new(),
            paragraphs: Vec::new(),
            speech: pattern.needs_speech().then(|| SpeechScan::new(analyzer, pattern, quotations)),
            num_positions: 0,
            max_steps,
            steps_left: max_steps,
            is_truncated: false,
        }
    }

    /// Takes steps of the work on this text. Returns whether there were as many.
    pub(super) fn take_steps(&mut self, steps: u64) -> bool {
        let are_left = steps <= self.steps_left;
        self.steps_left = self.steps_left.saturating_sub(steps);
        are_left
    }

    pub(super) fn steps_left(&self) -> u64 {
        self.steps_left
    }

    pub(super) fn steps_taken(&self) -> u64 {
        self.max_steps - self.steps_left
    }

    /// Advances to the next word that begins before the offset `end`. Returns whether there is one. May pass
    /// over words that begin with none of `first_bytes`, and begin no sentence that is recorded.
    pub(crate) fn next_word(&mut self, end: usize, first_bytes: FirstBytes) -> bool {
        if !self.pending {
            if self.speech.is_none() {
                let next_sentence = self.sentence_starts.peek().map_or(end, |(start, _)| *start);
                self.tokens.skip_words(end.min(next_sentence), |byte| first_bytes.contains(byte));
            }
            self.pending = self.tokens.advance();
        }
        let is_before_end = self.pending && self.tokens.span().start < end;
        self.pending &= !is_before_end;
        is_before_end
    }

    /// Records the sentences and paragraphs that begin at the current word, and the word if it is in direct
    /// speech that is asked for.
    pub(crate) fn record_boundaries(&mut self) {
        let (position, word_start) = (self.tokens.position(), self.tokens.span().start);
        while let Some((_, is_paragraph)) = self.sentence_starts.next_if(|(start, _)| *start <= word_start) {
            self.sentences.push(position);
            self.paragraphs.extend(is_paragraph.then_some(position));
        }
        if let Some(speech) = &mut self.speech
            && speech.read(word_start, position, &mut self.positions)
        {
            self.add_span();
        }
    }

    /// Records the byte range of the current word, which matches. The mark of a note stands at the position
    /// of the word before it.
    pub(crate) fn add_span(&mut self) {
        let (position, span) = (self.tokens.position(), self.tokens.span());
        match self.spans.last_mut() {
            Some((last, range)) if *last == position => range.end = range.end.max(span.end),
            _ => self.spans.push((position, span)),
        }
    }

    /// Returns the position of the first word that is not read yet.
    pub(crate) fn next_position(&self) -> u32 {
        self.tokens.position() + u32::from(!self.pending)
    }

    /// Returns the byte range of the word at a position with a match.
    pub(crate) fn span_of(&self, position: u32) -> Option<&Range<usize>> {
        let index = self.spans.binary_search_by_key(&position, |(position, _)| *position).ok()?;
        self.spans.get(index).map(|(_, span)| span)
    }
}

/// Returns the rules that the sentences of an index follow: before version 9 no language had its own.
fn sentence_rules(analyzer: AnalyzerVersion, language: Language) -> &'static SentenceRules {
    SentenceRules::of(if analyzer < AnalyzerVersion::V9 { "" } else { language.code() })
}

/// Returns the offsets of all sentences, and whether each begins a paragraph.
fn sentences_and_paragraphs(text: &str, blocks: &[LineStart], rules: &SentenceRules) -> Vec<(usize, bool)> {
    let sentences = |block: Range<usize>| {
        let starts = sentence_starts(text, block, rules);
        starts.into_iter().enumerate().map(|(index, start)| (start, index == 0)).collect::<Vec<_>>()
    };
    block_ranges(blocks, text.len()).flat_map(sentences).collect()
}

/// Returns the byte ranges of `blocks`, of which the last ends at `text_len`.
pub(super) fn block_ranges(blocks: &[LineStart], text_len: usize) -> impl Iterator<Item = Range<usize>> {
    let ends = blocks.iter().skip(1).map(|block| block.offset).chain([text_len]);
    blocks.iter().zip(ends).map(|(block, end)| block.offset..end)
}
