//! Transcripts without quotation marks: *MR. KIRBY: We know that.*
//!
//! A paragraph that begins with a name and a colon is a turn, and a paragraph without one goes on with it. A
//! text is a transcript only if several people take turns in most of it.

mod labels;
mod names;

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::analysis::Language;
use crate::article::{Quotation, QuotationKind, Speaker};
use crate::quote::spans::paragraphs;
use crate::quote::transcript::labels::{TurnLabel, label_of};
use crate::quote::transcript::names::SpeakerNames;

/// Minimum number of turns of a transcript.
const MIN_TURNS: usize = 3;
/// Number of paragraphs for each of which one must be a turn, if the names are in capitals, and if they are
/// not.
const PARAGRAPHS_PER_TURN: [usize; 2] = [6, 2];
/// Number of words of a turn that may be a sentence.
const MIN_SENTENCE: usize = 3;

/// A paragraph between the first turn and the last.
struct TurnParagraph<'t> {
    range: Range<usize>,
    label: Option<TurnLabel<'t>>,
}

/// Returns what is said in `text`, turn by turn, if it is a transcript.
pub(super) fn turns(text: &str, title: &str, language: Language) -> Vec<Quotation> {
    let mut found: Vec<TurnParagraph<'_>> = Vec::new();
    let mut last = 0;
    for range in paragraphs(text) {
        let label = label_of(text, range.clone());
        if label.is_some() || !found.is_empty() {
            found.push(TurnParagraph { range, label });
            last = if found.last().is_some_and(|paragraph| paragraph.label.is_some()) {
                found.len()
            } else {
                last
            };
        }
    }
    found.truncate(last);
    let labels = || found.iter().filter_map(|paragraph| paragraph.label.as_ref());
    if labels().count() < MIN_TURNS {
        return Vec::new();
    }
    // Where names are in capitals, a headline with a colon names nobody.
    let named = labels().filter(|label| label.part().is_none()).count();
    let in_capitals = labels().filter(|label| label.part().is_none() && label.is_in_capitals()).count();
    let is_in_capitals = 2 * in_capitals > named;
    let may_name =
        |label: &&TurnLabel<'_>| !is_in_capitals || label.is_in_capitals() || label.part().is_some();
    let names = SpeakerNames::new(language, labels().filter(may_name));
    let is_turn = |paragraph: &TurnParagraph<'_>| {
        paragraph.label.as_ref().is_some_and(|label| may_name(&label) && names.party(label).is_some())
    };
    let first = found.iter().position(is_turn).unwrap_or(found.len());
    let end = found.iter().rposition(is_turn).map_or(first, |last| last + 1);
    let found = &found[first..end];
    if !is_transcript(text, found, &names, is_in_capitals) {
        return Vec::new();
    }
    let speakers = names.speakers(text, title);
    let mut turns = Vec::new();
    let (mut speaker, mut goes_on) = (None, false);
    for TurnParagraph { range, label } in found {
        let words = match label {
            Some(label) => {
                let name = names.key(label).and_then(|key| speakers.get(&key).cloned());
                speaker = name.map(|name| Speaker { name, mention: label.range.clone() });
                goes_on = false;
                label.words..range.end
            }
            None if is_remark(&text[range.clone()]) || !ends_sentence(&text[range.clone()]) => continue,
            None => range.clone(),
        };
        let words = trimmed(text, words);
        if !words.is_empty() {
            turns.push(Quotation {
                range: words,
                kind: QuotationKind::Speech,
                is_continued: goes_on,
                speaker: speaker.clone(),
            });
            goes_on = true;
        }
    }
    turns
}

/// Returns the quotations between marks and the turns of a transcript, in order. What a turn quotes belongs
/// to it, unless all of it stands between marks.
pub(super) fn with_turns(marked: Vec<Quotation>, turns: Vec<Quotation>) -> Vec<Quotation> {
    let common = |quotation: &Quotation, turn: &Quotation| {
        quotation.range.end.min(turn.range.end).saturating_sub(quotation.range.start.max(turn.range.start))
    };
    let overlapping = |turn: &Quotation| {
        let first = marked.partition_point(|quotation| quotation.range.end <= turn.range.start);
        let count = marked[first..].partition_point(|quotation| quotation.range.start < turn.range.end);
        first..first + count
    };
    let mut is_quoted = vec![false; marked.len()];
    let mut quotations: Vec<Quotation> = Vec::with_capacity(marked.len() + turns.len());
    for turn in turns {
        let inside = overlapping(&turn);
        let covered: usize = marked[inside.clone()].iter().map(|quotation| common(quotation, &turn)).sum();
        if covered * 5 < turn.range.len() * 4 {
            is_quoted[inside].fill(true);
            quotations.push(turn);
        }
    }
    let outside = marked.into_iter().zip(is_quoted).filter(|(_, is_quoted)| !is_quoted);
    quotations.extend(outside.map(|(quotation, _)| quotation));
    quotations.sort_by_key(|quotation| quotation.range.start);
    quotations
}

/// Returns whether people take turns in most of a text: several, who come back, in sentences.
fn is_transcript(
    text: &str,
    found: &[TurnParagraph<'_>],
    names: &SpeakerNames,
    is_in_capitals: bool,
) -> bool {
    let labels = || found.iter().filter_map(|paragraph| Some((paragraph, paragraph.label.as_ref()?)));
    let (mut turns, mut sentences, mut named, mut asks) = (0, 0, 0, false);
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    for (paragraph, label) in labels() {
        let Some(party) = names.party(label) else { continue };
        let words = &text[label.words..paragraph.range.end];
        turns += 1;
        named += usize::from(names.key(label).is_some());
        sentences +=
            usize::from(ends_sentence(words) && words.split_whitespace().nth(MIN_SENTENCE - 1).is_some());
        asks |= words.contains(['?', '？', '؟']);
        *counts.entry(party).or_default() += 1;
    }
    let returning: usize = counts.values().filter(|count| **count > 1).sum();
    let per_turn = PARAGRAPHS_PER_TURN[usize::from(!is_in_capitals)];
    let (Some(first), Some(last)) = (found.first(), found.last()) else { return false };
    turns >= MIN_TURNS
        && named > 0
        && counts.len() > 1
        && 2 * returning >= turns
        && 5 * sentences >= 3 * turns
        && (asks || names.has_people())
        && turns * per_turn >= found.len()
        && 2 * (last.range.end - first.range.start) >= text.trim().len()
}

/// Returns whether a paragraph is a remark on what happens: *(Applause.)*.
fn is_remark(paragraph: &str) -> bool {
    let paragraph = paragraph.trim();
    paragraph.starts_with(['(', '[']) && paragraph.trim_end_matches('.').ends_with([')', ']'])
}

/// Returns whether a sentence ends, or breaks off, at the end of a paragraph.
fn ends_sentence(paragraph: &str) -> bool {
    let ends = ['.', '!', '?', '…', '”', '"', '’', '»', '“', ')', ']', '—', '–', '-', '。', '！', '？'];
    paragraph.trim_end().ends_with(ends)
}

/// Returns a range of `text` without white space at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let content = &text[range.clone()];
    let start = range.start + (content.len() - content.trim_start().len());
    start..start + content.trim().len()
}

#[cfg(test)]
mod tests;
