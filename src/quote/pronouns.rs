//! The person that a pronoun stands for.

use std::ops::Range;

use crate::analysis::is_common_word;
use crate::quote::attribution::{Cue, Head, NounPhrase, noun_phrase, sentence_subject};
use crate::quote::lexicon::WordClass;
use crate::quote::names::FullName;
use crate::quote::speakers::SpeakerFinder;
use crate::quote::tokens::SpeechToken;

/// Number of paragraphs before the one of a pronoun in which its person is looked for.
const MAX_PARAGRAPHS: usize = 4;
/// Number of sentences before the pronoun in which its person is looked for.
const MAX_SENTENCES: usize = 8;
/// Maximum number of tokens of a sentence.
const MAX_TOKENS: usize = 200;

impl SpeakerFinder<'_> {
    /// Returns the person that a pronoun in `paragraph` stands for: who speaks, is the subject or is named
    /// alone in the nearest sentence before it that names anybody who fits.
    pub(super) fn person(
        &mut self,
        paragraph: usize,
        tokens: &[SpeechToken],
        pronoun: &NounPhrase,
        gender: WordClass,
    ) -> Option<FullName> {
        let mut sentences = 0;
        for index in (paragraph.saturating_sub(MAX_PARAGRAPHS)..=paragraph).rev() {
            if sentences >= MAX_SENTENCES {
                break;
            }
            let before = (index < paragraph).then(|| self.tokens(index));
            let tokens = before.as_deref().map_or(tokens, Vec::as_slice);
            let mut end = if index == paragraph { pronoun.tokens.start } else { tokens.len() };
            while end > 0 && sentences < MAX_SENTENCES {
                let from = end.saturating_sub(MAX_TOKENS);
                let start = (from..end).rev().find(|start| tokens[*start].starts_sentence).unwrap_or(from);
                if let Some(name) = self.subject_of_sentence(tokens, start..end, gender) {
                    return Some(name);
                }
                if self.has_unknown_subject(tokens, start..end) {
                    return None;
                }
                if sentences == 1
                    && let Some(name) = self.only_one_named(tokens, start..end, gender)
                {
                    return Some(name);
                }
                sentences += 1;
                end = start;
            }
        }
        let last = self.last.as_ref().filter(|last| last.paragraph + MAX_PARAGRAPHS >= paragraph)?;
        let name = last.speaker.name.clone();
        (last.is_person && last.gender == gender).then_some(FullName { name, gender, is_person: true })
    }

    /// Returns who speaks in a sentence, or is its subject, if a pronoun may stand for them.
    fn subject_of_sentence(
        &mut self,
        tokens: &[SpeechToken],
        range: Range<usize>,
        gender: WordClass,
    ) -> Option<FullName> {
        let mut phrases = self.sentences(tokens).speakers(range.clone());
        phrases.extend(sentence_subject(tokens, range.start, range.end));
        let mut phrases = phrases.into_iter().filter(|phrase| phrase.next <= range.end);
        phrases.find_map(|phrase| self.fitting(tokens, &phrase, gender, true))
    }

    /// Returns whether the subject of a sentence is one word with a capital that may be a surname, of which
    /// the article tells no more: the pronoun may stand for them.
    fn has_unknown_subject(&mut self, tokens: &[SpeechToken], range: Range<usize>) -> bool {
        let Some(phrase) = sentence_subject(tokens, range.start, range.end) else { return false };
        let name = &tokens[phrase.tokens.clone()];
        let [word] = name else { return false };
        let written = &self.text[word.start..word.end];
        let is_name = phrase.head == Head::Name
            && phrase.tokens.start == range.start
            && word.class == WordClass::NONE
            && written.contains(char::is_lowercase)
            && !written.ends_with('s')
            && !is_common_word(&written.to_lowercase());
        is_name
            && !self.names.is_nobody(name)
            && self.names.full_name(tokens, &phrase, Cue::Continues).is_none_or(|name| !name.is_person)
    }

    /// Returns the only person of `gender` that a sentence names.
    fn only_one_named(
        &mut self,
        tokens: &[SpeechToken],
        range: Range<usize>,
        gender: WordClass,
    ) -> Option<FullName> {
        let mut found: Option<FullName> = None;
        let mut position = range.start;
        while position < range.end {
            let phrase =
                if tokens[position].is_capital() { noun_phrase(tokens, position, range.end) } else { None };
            let Some(phrase) = phrase else {
                position += 1;
                continue;
            };
            position = phrase.next.max(position + 1);
            let Some(name) = self.fitting(tokens, &phrase, gender, false) else { continue };
            if found.as_ref().is_some_and(|found| found.name != name.name) {
                return None;
            }
            found = Some(name);
        }
        found
    }

    /// Returns the person that `phrase` names if it may be of `gender`, or is known to be unless `may_be`.
    fn fitting(
        &mut self,
        tokens: &[SpeechToken],
        phrase: &NounPhrase,
        gender: WordClass,
        may_be: bool,
    ) -> Option<FullName> {
        if phrase.head != Head::Name {
            return None;
        }
        let name = self.names.full_name(tokens, phrase, Cue::Continues)?;
        let fits = name.gender == gender || may_be && name.gender == WordClass::NONE;
        (name.is_person && fits).then_some(name)
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::Language;
    use crate::quote::find_quotations_of;
    use crate::quote::tests::assert_speakers;

    #[test]
    fn a_surname_alone_is_who_a_pronoun_stands_for() {
        let text = "“We stay,” Calder said.\n\n“We lost,” said Captain Ida Marl.\n\nCalder said the town was \
                    calm. “Tell us more,” she added. “May we go?”";
        let names = |title| {
            let found = find_quotations_of(text, title, Language::ENGLISH);
            found
                .into_iter()
                .map(|quotation| quotation.speaker.map_or(String::new(), |by| by.name))
                .collect::<Vec<_>>()
        };
        let (ruth, ida) = ("Ruth Calder", "Ida Marl");
        assert_eq!(names("Mayor Ruth Calder spoke on Monday."), [ruth, ida, ruth, ruth]);
        assert_eq!(names(""), ["Calder", ida, "Calder", "Calder"]);
    }

    #[test]
    fn a_pronoun_stands_for_nobody_beyond_an_unknown_subject() {
        assert_speakers(&[
            (
                "“We lost,” said Ida Marl.\n\nKestrin left the hall. “Tell us more,” she added.",
                &["Ida Marl", ""],
            ),
            (
                "“We lost,” said Ida Marl.\n\nPeople left the hall. “Tell us more,” she added.",
                &["Ida Marl", "Ida Marl"],
            ),
        ]);
    }
}
