//! The quotations of an article as the index stores them.

use std::ops::Range;

use crate::analysis::{AnalyzerVersion, tokenize_with};
use crate::article::quotation::{Quotation, QuotationKind};

/// A quotation as the index stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredQuotation {
    /// The words in the body, in bytes, without the marks.
    pub range: Range<usize>,
    /// Kind of the words.
    pub kind: QuotationKind,
    /// Whether the speaker goes on from the quotation before.
    pub is_continued: bool,
    /// Name of the speaker, if it is known.
    pub speaker: Option<String>,
    /// The same words in the original, in code points: the text of the record, or the decoded file. `None` if
    /// the original was not there to be read.
    pub original: Option<Range<usize>>,
}

impl StoredQuotation {
    /// Creates the stored form of `quotation`, which stands at `original`.
    pub fn new(quotation: Quotation, original: Option<Range<usize>>) -> Self {
        let Quotation { range, kind, is_continued, speaker } = quotation;
        let speaker = speaker.map(|speaker| speaker.name).filter(|name| !name.trim().is_empty());
        StoredQuotation { range, kind, is_continued, speaker, original }
    }

    /// Returns whether somebody says the words.
    pub fn is_speech(&self) -> bool {
        self.kind == QuotationKind::Speech
    }
}

/// Maximum number of words of a speaker's name that are searched.
const MAX_NAME_WORDS: usize = 16;

/// Returns the words of a speaker's name as they are searched, each once.
pub(crate) fn speaker_words(analyzer: AnalyzerVersion, name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for token in tokenize_with(analyzer, name).take(MAX_NAME_WORDS) {
        if !words.iter().any(|word| word == token.base()) {
            words.push(token.base().to_owned());
        }
    }
    words
}

/// Reads where direct speech begins and ends, in step with the tokens of the body.
#[derive(Debug, Clone)]
pub(crate) struct SpeechCursor<'d> {
    /// Quotations that have not ended yet, in order.
    pending: &'d [StoredQuotation],
    /// Offset at which something begins or ends next.
    next_offset: usize,
    /// Whether the first of `pending` has begun.
    has_begun: bool,
}

/// Beginning or end of direct speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SpeechBoundary<'d> {
    /// The token is the first of this quotation.
    Begin(&'d StoredQuotation),
    /// The token is the first behind a quotation.
    End,
}

impl<'d> SpeechCursor<'d> {
    /// Creates a cursor before the first token. The quotations must be in order.
    pub(crate) fn new(quotations: &'d [StoredQuotation]) -> Self {
        let mut cursor = SpeechCursor { pending: quotations, next_offset: 0, has_begun: false };
        cursor.find_next();
        cursor
    }

    /// Returns whether something begins or ends at a token that begins at the offset `start`.
    #[inline]
    pub(crate) fn is_due(&self, start: usize) -> bool {
        start >= self.next_offset
    }

    /// Returns whether the last token is within direct speech.
    pub(crate) fn is_open(&self) -> bool {
        self.has_begun
    }

    /// Returns the next boundary at the token that begins at the offset `start`. A quotation without a token
    /// is left out.
    pub(crate) fn next_boundary(&mut self, start: usize) -> Option<SpeechBoundary<'d>> {
        while let Some((first, tail)) = self.pending.split_first() {
            if first.range.end <= start || !first.is_speech() {
                self.pending = tail;
                if std::mem::take(&mut self.has_begun) {
                    return Some(SpeechBoundary::End);
                }
            } else if !self.has_begun && first.range.start <= start {
                self.has_begun = true;
                return Some(SpeechBoundary::Begin(first));
            } else {
                break;
            }
        }
        self.find_next();
        None
    }

    fn find_next(&mut self) {
        let next = self.pending.first().map(|quotation| match self.has_begun {
            true => quotation.range.end,
            false => quotation.range.start,
        });
        self.next_offset = next.unwrap_or(usize::MAX);
    }
}

#[cfg(test)]
mod tests {
    use crate::article::stored_quotation::*;

    #[test]
    fn speech_begins_and_ends_at_tokens() {
        let text = "“Yes,” she said. “…” He read “Ulysses” twice. “No";
        let quoted = |words: &str, kind| {
            let start = text.find(words).unwrap_or_default();
            let range = start..start + words.len();
            StoredQuotation { range, kind, is_continued: false, speaker: None, original: None }
        };
        use QuotationKind::{Speech, Term};
        let quotations =
            [quoted("Yes,", Speech), quoted("…", Speech), quoted("Ulysses", Term), quoted("No", Speech)];
        let mut cursor = SpeechCursor::new(&quotations);
        let mut read = String::new();
        for token in crate::analysis::tokenize(text) {
            while cursor.is_due(token.span.start)
                && let Some(boundary) = cursor.next_boundary(token.span.start)
            {
                read.push(if boundary == SpeechBoundary::End { ']' } else { '[' });
            }
            read.push_str(&token.text);
        }
        assert_eq!((read.as_str(), cursor.is_open()), ("[yes]shesaidhereadulyssestwice[no", true));
    }
}
