//! The quotation that a passage shows.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::article::StoredQuotation;

/// Quotations in which a passage matches, with their speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PassageQuote {
    /// Name of the speaker, if it is known and one person says all of it.
    pub speaker: Option<String>,
    /// Whether the passage shows no words of somebody else, or of nobody who is known.
    pub is_alone: bool,
    /// The parts of the quotations, in order: several if an attribution or a paragraph parts one.
    pub spans: Vec<QuoteSpan>,
}

/// Part of a quotation.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct QuoteSpan {
    /// Words without the marks.
    pub text: String,
    /// Place of the first word in the original, in code points, if it is known.
    pub begin: Option<usize>,
    /// Place behind the last word in the original.
    pub end: Option<usize>,
    /// Name of the speaker, if it is known, where those of the parts differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
}

impl QuoteSpan {
    /// Returns the quotation of `text`.
    pub(crate) fn of(quotation: &StoredQuotation, text: &str) -> Self {
        QuoteSpan {
            text: text.get(quotation.range.clone()).unwrap_or_default().to_owned(),
            begin: quotation.original.as_ref().map(|range| range.start),
            end: quotation.original.as_ref().map(|range| range.end),
            speaker: None,
        }
    }
}

impl PassageQuote {
    /// Returns the names of the speakers, in order.
    pub fn speakers(&self) -> Vec<&str> {
        let of_spans = self.spans.iter().filter_map(|span| span.speaker.as_deref());
        let mut speakers: Vec<&str> = self.speaker.as_deref().into_iter().chain(of_spans).collect();
        speakers.dedup();
        speakers
    }

    /// Returns the quotations of `text` at the offsets `matches`, each with all that its speaker says in one
    /// go, for a passage that shows the ranges `shown`. Returns `None` if no quotation is there.
    pub(crate) fn containing(
        text: &str,
        quotations: &[StoredQuotation],
        matches: impl Iterator<Item = usize>,
        shown: &[Range<usize>],
    ) -> Option<Self> {
        let first_behind = |offset| quotations.partition_point(|quotation| quotation.range.end <= offset);
        let is_there = |offset| {
            let index = first_behind(offset);
            quotations.get(index).is_some_and(|quotation| quotation.range.start <= offset).then_some(index)
        };
        let matching: BTreeSet<usize> = matches.filter_map(is_there).collect();
        let (mut parts, mut shown_speakers) = (Vec::new(), Vec::new());
        // What matches comes first where it goes beyond the passage.
        let starts = matching.iter().copied().chain(shown.iter().map(|range| first_behind(range.start)));
        let mut index = starts.min()?;
        while index < quotations.len() {
            let utterance = utterance(quotations, index);
            let is_matching = matching.range(utterance.clone()).next().is_some();
            let speech = || quotations[utterance.clone()].iter().filter(|quotation| quotation.is_speech());
            let first_speaker = speech().find_map(|quotation| quotation.speaker.as_deref());
            for quotation in speech() {
                let speaker = quotation.speaker.as_deref().or(first_speaker);
                let overlaps = |range: &Range<usize>| {
                    quotation.range.start < range.end && range.start < quotation.range.end
                };
                if is_matching {
                    parts.push((quotation, speaker));
                }
                if shown.iter().any(overlaps) {
                    shown_speakers.push(speaker);
                }
            }
            index = utterance.end;
            let is_behind = |range: &Range<usize>| {
                quotations.get(index).is_none_or(|quotation| range.end <= quotation.range.start)
            };
            if matching.range(index..).next().is_none() && shown.iter().all(is_behind) {
                break;
            }
        }
        let (_, speaker) = *parts.first()?;
        let is_one = parts.iter().all(|(_, other)| *other == speaker);
        let spans = parts.iter().map(|(quotation, speaker)| QuoteSpan {
            speaker: speaker.filter(|_| !is_one).map(str::to_owned),
            ..QuoteSpan::of(quotation, text)
        });
        Some(PassageQuote {
            speaker: speaker.filter(|_| is_one).map(str::to_owned),
            is_alone: is_one && shown_speakers.iter().all(|other| *other == speaker),
            spans: spans.collect(),
        })
    }
}

/// Returns the quotations that belong together with that at `index`: each but the first goes on from the one
/// before.
pub(crate) fn utterance(quotations: &[StoredQuotation], index: usize) -> Range<usize> {
    let goes_on = |quotation: &StoredQuotation| quotation.is_continued || !quotation.is_speech();
    let is_first = |index: &usize| !goes_on(&quotations[*index]);
    let start = (0..=index).rev().find(is_first).unwrap_or(0);
    let end = (index + 1..quotations.len()).find(is_first).unwrap_or(quotations.len());
    start..end
}
