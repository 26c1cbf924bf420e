//! Attributions within which the voice may change: *“…?” Tamm asked Orwin. “…”*

use std::ops::Range;

use crate::article::Quotation;
use crate::verify::source_text::SourceText;
use crate::verify::source_text::clause_words::{ADDRESSES, SUBJECTS};

impl SourceText {
    /// Returns whether the voice may change within an attribution of the first of two quotations, so that the
    /// second one may be the answer of somebody else: *“…?” Tamm asked Orwin.*
    pub(super) fn may_change_voice(&self, first: &Quotation, gap: &Range<usize>) -> bool {
        self.is_english()
            && (self.is_asked(first, gap)
                || self.is_cut_short(first, gap)
                || gap.clone().any(|index| self.words.text(index) == "who" && self.is_addressed(index, gap)))
    }

    /// Returns whether the clause says who is asked, or that the press asks.
    fn is_asked(&self, first: &Quotation, gap: &Range<usize>) -> bool {
        let text = |index: usize| self.words.text(index);
        let is_passive = |verb: usize| verb > gap.start && PASSIVE.contains(&text(verb - 1));
        let mut verbs = gap.clone().filter(|index| ADDRESSES.contains(&text(*index)));
        if verbs.clone().any(is_passive) {
            return true;
        }
        if !self.text[first.range.clone()].trim_end().ends_with('?') {
            return false;
        }
        // Lee told reporters, Lee said to a reporter.
        let is_told = |index: usize| {
            let from = index.saturating_sub(MAX_TO_PRESS).max(gap.start);
            (from..index).any(|before| TELLS.contains(&text(before)))
        };
        let has_object = |verb: usize| {
            let object = verb + 1;
            verb > gap.start
                && object < gap.end
                && (OBJECTS.contains(&text(object)) || self.is_capital(object) && !is_time(text(object)))
        };
        verbs.any(has_object) || gap.clone().any(|index| PRESS.contains(&text(index)) && !is_told(index))
    }

    /// Returns whether the clause says that somebody else takes the word: *before the judge cut him off*.
    fn is_cut_short(&self, first: &Quotation, gap: &Range<usize>) -> bool {
        let text = |index: usize| self.words.text(index);
        let speaker = first.speaker.as_ref().map(|speaker| speaker.name.to_lowercase()).unwrap_or_default();
        let is_speaker = |word: &str| SUBJECTS.contains(&word) || speaker.split(' ').any(|name| name == word);
        gap.clone().any(|index| {
            let Some(next) = Some(index + 1).filter(|next| *next < gap.end) else { return false };
            let mut rest = next..gap.end;
            match text(index) {
                "to" => text(next) == "which",
                "until" | "before" => !is_speaker(text(next)) && rest.any(|word| TAKES.contains(&text(word))),
                "when" | "as" => !is_speaker(text(next)) && rest.any(|word| CUTS.contains(&text(word))),
                _ => false,
            }
        })
    }
}

/// Returns whether a word is a day or a month.
fn is_time(word: &str) -> bool {
    word.ends_with("day") || TIMES.contains(&word)
}

/// Words with which an object that is spoken to begins.
const OBJECTS: &[&str] = &["the", "a", "an", "his", "her", "their", "him", "them", "me", "us", "one"];

/// Number of words before the press in an attribution that tell whether it is spoken to.
const MAX_TO_PRESS: usize = 3;

/// Words with which it is.
const TELLS: &[&str] = &["told", "tells", "telling", "to", "with"];

/// Auxiliaries of a passive.
const PASSIVE: &[&str] = &["was", "were", "is", "are", "been"];

/// People who ask for others to answer.
const PRESS: &[&str] = &[
    "reporter",
    "reporters",
    "journalist",
    "journalists",
    "interviewer",
    "interviewers",
    "moderator",
    "moderators",
];

/// Verbs by which somebody else takes the word.
const TAKES: &[&str] = &[
    "cut",
    "took",
    "interjected",
    "jumped",
    "stepped",
    "chimed",
    "spoke",
    "broke",
    "silenced",
    "stopped",
    "seized",
    "grabbed",
    "objected",
    "intervened",
];

/// Those that have no other meaning.
const CUTS: &[&str] = &["cut", "interjected", "chimed", "silenced", "intervened", "objected"];

/// Months, as far as the end of the word does not tell.
const TIMES: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

#[cfg(test)]
mod tests {
    use crate::verify::source_text::clauses::tests::joined;

    #[test]
    fn an_attribution_within_which_the_voice_may_change_is_shown() {
        for (mark, attribution) in [
            ('?', "Tamm asked Orwin."),
            ('?', "the judge asked Orwin."),
            ('?', "a reporter asked."),
            ('?', "reporters shouted."),
            ('?', "Hollis was asked."),
            ('?', "Tamm asked the witness, who hesitated."),
            (',', "Tamm said, to which Orwin had an answer."),
            (',', "Tamm said until Orwin took the microphone."),
            (',', "Tamm said before Orwin cut in."),
            (',', "Tamm said before the judge cut him off."),
            (',', "Tamm told Orwin, who shook his head."),
        ] {
            let left_out = attribution.trim_end_matches('.');
            assert_eq!(joined(mark, attribution), format!("elided {left_out} → "), "{attribution}");
        }
    }
}
