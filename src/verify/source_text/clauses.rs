//! What stands between two quotations: one clause that says who speaks, or something else.

use std::ops::Range;

use crate::analysis::Language;
use crate::quote::is_verb_of_speech;
use crate::verify::brackets::is_negation;
use crate::verify::source_text::SourceText;
use crate::verify::source_text::clause_words::{
    ADDRESSES, ADVERBS, ANOTHER_CLAUSE, BEFORE_NOUNS, BEFORE_PARTICIPLES, BEHIND_PARTICIPLES, CONJUNCTIONS,
    CONTRASTS, DETAILS, DOUBTS, FACTS, FALSE, INTERRUPTIONS, MODALS, NOUNS, RECITALS, REFUSALS, RELATIVES,
    SUBJECTS, TEXTS,
};

/// Number of words between a preposition or an article and its noun.
const MAX_BEFORE_NOUN: usize = 3;
/// Number of words behind a verb of speech among which a negation denies it.
const MAX_DENIED: usize = 2;
/// Number of words behind a negation of a relative clause among which a verb of speech is denied.
const MAX_DENIED_IN_RELATIVE: usize = 3;
/// Number of words between a verb and the *who* behind whom it speaks to.
const MAX_ADDRESSEE: usize = 6;

impl SourceText {
    /// Returns whether words between two quotations may be one clause that says who speaks, and nothing that
    /// denies it or tells of another speaker.
    pub(super) fn has_one_clause(&self, gap: Range<usize>) -> bool {
        let text = |index: usize| self.words.text(index);
        let verbs: Vec<usize> = gap.clone().filter(|index| self.is_verb(*index, &gap)).collect();
        // *continued and said* are two verbs of one clause, *said … told* are not.
        let is_joined = |pair: &[usize]| match pair {
            [first, second] => {
                (first + 1..*second).all(|index| ADVERBS.contains(&text(index)))
                    || self.is_attached(*second, &gap)
            }
            _ => true,
        };
        let main: Vec<usize> = verbs.iter().copied().filter(|verb| !self.is_attached(*verb, &gap)).collect();
        !CONJUNCTIONS.contains(&text(gap.start))
            && verbs.windows(2).all(is_joined)
            && !gap.clone().any(|index| self.denies(index, &main, &gap))
    }

    pub(super) fn is_english(&self) -> bool {
        matches!(self.language, Language::ENGLISH | Language::UNKNOWN)
    }

    /// Returns whether a word of `gap` is a finite verb of speech, or a participle of one.
    fn is_verb(&self, index: usize, gap: &Range<usize>) -> bool {
        let text = |index: usize| self.words.text(index);
        let before = |count: usize| index.saturating_sub(count).max(gap.start)..index;
        let is_noun = before(1).any(|index| BEFORE_NOUNS.contains(&text(index)))
            || self.is_english()
                && NOUNS.contains(&text(index))
                && before(MAX_BEFORE_NOUN).any(|index| BEFORE_NOUNS.contains(&text(index)));
        !is_noun && !text(index).ends_with("ing") && is_verb_of_speech(text(index), self.language)
    }

    /// Returns whether a verb of speech belongs to a part of an English clause that tells of the speaker or
    /// of the words: *who told the court so*, *when asked about it*, *in a message posted to his followers*.
    fn is_attached(&self, verb: usize, gap: &Range<usize>) -> bool {
        if !self.is_english() || verb == gap.start {
            return false;
        }
        let text = |index: usize| self.words.text(index);
        let before = verb - 1;
        let next = if verb + 1 < gap.end { text(verb + 1) } else { "" };
        // “A,” said Lee when asked by Bell, “B”
        if next == "by" && (text(before) == "as" || self.ends_with_comma(gap)) {
            return false;
        }
        let is_participle = text(verb).ends_with("ed")
            && BEHIND_PARTICIPLES.contains(&next)
            && !self.is_capital(before)
            && !SUBJECTS.contains(&text(before));
        let is_of_what = before > gap.start && SUBJECTS.contains(&text(before)) && text(before - 1) == "what";
        BEFORE_PARTICIPLES.contains(&text(before))
            || is_participle
            || is_of_what
            || self.relative_of(verb, gap).is_some_and(|who| !self.is_addressed(who, gap))
    }

    /// Returns the relative pronoun of the clause that a word stands in.
    fn relative_of(&self, index: usize, gap: &Range<usize>) -> Option<usize> {
        let relative =
            (gap.start..index).rev().find(|before| RELATIVES.contains(&self.words.text(*before)))?;
        let span = self.words.span(relative..index + 1);
        (!self.text[span].contains(',')).then_some(relative)
    }

    /// Returns whether the relative pronoun at `who` stands for whom the clause before it speaks to: *told
    /// Orwin, who nodded*.
    pub(super) fn is_addressed(&self, who: usize, gap: &Range<usize>) -> bool {
        let first = who.saturating_sub(MAX_ADDRESSEE).max(gap.start);
        (first..who.saturating_sub(1)).any(|index| ADDRESSES.contains(&self.words.text(index)))
    }

    pub(super) fn is_capital(&self, index: usize) -> bool {
        self.text[self.words.words[index].span.clone()].starts_with(char::is_uppercase)
    }

    /// Returns whether a word of `gap`, whose main verbs of speech are `verbs`, says that nobody said it,
    /// that it may not be so, or that what follows are the words of somebody else.
    fn denies(&self, index: usize, verbs: &[usize], gap: &Range<usize>) -> bool {
        let word = self.words.text(index);
        if DOUBTS.contains(&word) || CONTRASTS.contains(&word) || RECITALS.contains(&word) {
            return true;
        }
        if word == "citing" && !self.cites_facts(index, gap) || INTERRUPTIONS.contains(&word) {
            return true;
        }
        let next = if index + 1 < gap.end { self.words.text(index + 1) } else { "" };
        if ANOTHER_CLAUSE.contains(&(word, next)) {
            return true;
        }
        if !self.is_english() {
            return is_negation(word) || REFUSALS.contains(&word);
        }
        if self.relative_of(index, gap).is_some() {
            return self.denies_in_relative(index, gap);
        }
        let is_before = verbs.first().is_none_or(|verb| index < *verb);
        if REFUSALS.contains(&word) || MODALS.contains(&word) && is_before {
            return true;
        }
        is_negation(word) && !self.is_of_noun(index, gap) && self.denies_verb(index, verbs)
    }

    /// Returns whether a word of a relative clause denies what is said, and does not only tell of the
    /// speaker: *who never said it*, *which is false*, but *who declined to give his age*.
    fn denies_in_relative(&self, index: usize, gap: &Range<usize>) -> bool {
        let text = |index: usize| self.words.text(index);
        let behind = index + 1..(index + 1 + MAX_DENIED_IN_RELATIVE).min(gap.end);
        if REFUSALS.contains(&text(index)) {
            let is_of_details =
                behind.len() > 1 && text(behind.start) == "to" && (DETAILS.contains(&text(behind.start + 1)));
            return !is_of_details;
        }
        FALSE.contains(&text(index))
            || is_negation(text(index))
                && behind
                    .clone()
                    .any(|index| is_verb_of_speech(text(index), self.language) || text(index) == "say")
    }

    /// Returns whether the last word of `gap` has a comma behind it.
    fn ends_with_comma(&self, gap: &Range<usize>) -> bool {
        let (Some(last), Some(next)) = (self.words.words.get(gap.end - 1), self.words.words.get(gap.end))
        else {
            return false;
        };
        self.text[last.span.end..next.span.start].contains(',')
    }

    /// Returns whether a negation stands before the verbs of speech, or right behind one.
    fn denies_verb(&self, index: usize, verbs: &[usize]) -> bool {
        verbs.first().is_none_or(|verb| index < *verb)
            || verbs.iter().any(|verb| {
                let is_near = *verb < index && index <= verb + MAX_DENIED;
                is_near && !self.text[self.words.span(*verb..index + 1)].contains(',')
            })
    }

    /// Returns whether a negation is a part of a name or of a noun: *an anti-war group*, *Doctors Without
    /// Borders*, *one of the few*, *in no uncertain terms*.
    fn is_of_noun(&self, index: usize, gap: &Range<usize>) -> bool {
        let text = |index: usize| self.words.text(index);
        let is_compound = self.words.words.get(index + 1).is_some_and(|next| {
            let between = &self.text[self.words.words[index].span.end..next.span.start];
            between.starts_with(['-', '‐', '‑'])
        });
        let before = index.checked_sub(1).filter(|before| *before >= gap.start);
        let is_counted =
            text(index) == "few" && before.is_some_and(|before| ["the", "a"].contains(&text(before)));
        let is_idiom = before.is_some_and(|before| text(before) == "in") || text(index) == "without";
        is_compound || is_counted || is_idiom || before.is_some() && self.is_capital(index)
    }

    /// Returns whether *citing* has facts as its object, and not somebody or words of somebody: *citing state
    /// law*, but not *citing police*.
    fn cites_facts(&self, citing: usize, gap: &Range<usize>) -> bool {
        let mut object = citing + 1..gap.end;
        object.any(|index| FACTS.contains(&self.words.text(index)))
            && !(citing + 1..gap.end).any(|index| TEXTS.contains(&self.words.text(index)))
            && !self.is_capital(gap.end - 1)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use crate::verify::find::tests::shown;

    /// Returns how “Part one” and “Part two”, with this attribution between them, have both as one quotation.
    pub(in crate::verify::source_text) fn joined(mark: char, attribution: &str) -> String {
        let end = if mark == '?' { '?' } else { '.' };
        shown(&format!("Part one{end} Part two"), &format!("“Part one{mark}” {attribution} “Part two.”"))
    }

    #[test]
    fn what_an_attribution_tells_of_the_speaker_is_folded() {
        for attribution in [
            "the chief said, citing state law.",
            "he said, citing the town’s strategic plan, which was new.",
            "Mr. Romney said in a statement, pointing to what he said was a plan.",
            "said Lee, who declined to give his age.",
            "Lee said in his closing remarks.",
            "Lee wrote in a message posted to Twitter.",
            "Lee posted to Twitter.",
            "Lee said when asked about the bridge.",
            "said Lee, a fighter of anti-Semitism.",
            "said Lee, who runs a non-profit.",
            "said an official of the non-profit.",
            "a non-profit official said.",
            "said Lee, one of the few left.",
            "said Lee, who left no heirs.",
            "said Ann Lee of Doctors Without Borders.",
            "said Lee in a letter first reported by the Courier.",
            "said Lee, who warned of floods.",
            "said a clerk who asked not to be named.",
            "said Lee, who did not vote.",
            "Lee said in a speech never published.",
        ] {
            assert_eq!(joined(',', attribution), "verbatim", "{attribution}");
        }
        for attribution in [
            "Lee asked.",
            "asked Ann Lee.",
            "Lee asked on Monday.",
            "Lee asked Monday.",
            "Lee told reporters.",
        ] {
            assert_eq!(joined('?', attribution), "verbatim", "{attribution}");
        }
    }

    #[test]
    fn what_denies_or_doubts_is_not_folded() {
        for attribution in [
            "Tamm was told by Orwin.",
            "Tamm could have said.",
            "Tamm should say.",
            "Tamm pretended to say.",
            "Tamm said, a lie that cost him his seat.",
            "nobody said.",
            "Lee never said.",
            "Lee told no one.",
            "Lee did not say.",
            "said no official.",
            "said Lee, and Orwin added.",
            "said Bell, citing Orwin.",
            "said Bell, citing police.",
            "said Bell, citing a former minister.",
            "said Bell, citing the owner of the quay.",
            "said Lee, who never said it.",
            "said Lee, who denies having said so.",
            "said Lee, which is false.",
            "said Lee, according to Bell, who denies it.",
            "said Lee, as reported by Bell.",
            "Lee said, only to have Bell quip,",
            "Lee said, only for Bell to retort,",
            "Lee said when asked by Bell,",
            "Lee said, while without it,",
        ] {
            assert_eq!(joined(',', attribution), "no", "{attribution}");
        }
    }
}
