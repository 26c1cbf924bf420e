//! Finds direct speech in a text that is scanned word by word, and the speakers that matchers match.

use crate::analysis::AnalyzerVersion;
use crate::article::{SpeechBoundary, SpeechCursor, StoredQuotation, speaker_words};
use crate::query::{SpanPattern, SpeechPositions, TermMatcher};

/// Direct speech in the words of a text that were read so far.
pub(super) struct SpeechScan<'t> {
    analyzer: AnalyzerVersion,
    cursor: SpeechCursor<'t>,
    /// Matchers of speakers' names and of the beginnings of speech, with their indexes.
    matchers: Vec<(usize, TermMatcher)>,
    /// Names of speakers, each with the matchers that match it.
    speakers: Vec<(&'t str, Vec<usize>)>,
    begins: Vec<u32>,
    goes_on: Vec<u32>,
    ends: Vec<u32>,
}

impl<'t> SpeechScan<'t> {
    /// Begins a scan of a text with these quotations for `pattern`.
    pub(super) fn new(
        analyzer: AnalyzerVersion,
        pattern: &SpanPattern,
        quotations: &'t [StoredQuotation],
    ) -> Self {
        let is_of_speech =
            |matcher: &TermMatcher| matches!(matcher, TermMatcher::Speaker(_) | TermMatcher::Speech);
        let matchers = pattern.matchers.iter().cloned().enumerate();
        SpeechScan {
            analyzer,
            cursor: SpeechCursor::new(quotations),
            matchers: matchers.filter(|(_, matcher)| is_of_speech(matcher)).collect(),
            speakers: Vec::new(),
            begins: Vec::new(),
            goes_on: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Reads the word that begins at the offset `start`, at this position. Adds the positions of matchers to
    /// `positions`. Returns whether the word is in direct speech.
    pub(super) fn read(&mut self, start: usize, position: u32, positions: &mut [Vec<u32>]) -> bool {
        if self.cursor.is_due(start) {
            while let Some(boundary) = self.cursor.next_boundary(start) {
                match boundary {
                    SpeechBoundary::Begin(quotation) => self.begin(quotation, position, positions),
                    SpeechBoundary::End => self.ends.push(position),
                }
            }
        }
        self.cursor.is_open()
    }

    fn begin(&mut self, quotation: &'t StoredQuotation, position: u32, positions: &mut [Vec<u32>]) {
        let starts = if quotation.is_continued { &mut self.goes_on } else { &mut self.begins };
        starts.push(position);
        let name = quotation.speaker.as_deref().unwrap_or_default();
        let known = self.speakers.iter().position(|(known, _)| *known == name);
        let index = known.unwrap_or_else(|| {
            let words = speaker_words(self.analyzer, name);
            let matches = |matcher: &TermMatcher| match matcher {
                TermMatcher::Speaker(word_matcher) => {
                    words.iter().any(|word| word_matcher.matches_name_word(word))
                }
                _ => true,
            };
            let matching = self.matchers.iter().filter(|(_, matcher)| matches(matcher));
            self.speakers.push((name, matching.map(|(index, _)| *index).collect()));
            self.speakers.len() - 1
        });
        for matcher in &self.speakers[index].1 {
            positions[*matcher].push(position);
        }
    }

    /// Ends what has not ended before the end of the text, `position`.
    pub(super) fn finish(&mut self, position: u32) {
        if self.cursor.is_open() && self.ends.last() != Some(&position) {
            self.ends.push(position);
        }
    }

    /// Returns the positions of direct speech.
    pub(super) fn positions(&self) -> SpeechPositions<'_> {
        SpeechPositions { begins: &self.begins, goes_on: &self.goes_on, ends: &self.ends }
    }
}
