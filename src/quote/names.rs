//! The fullest form of a name in an article, and whether it is a woman's or a man's.

use std::ops::Range;

use memchr::memmem;
use rustc_hash::FxHashMap;

use crate::quote::attribution::{Cue, NounPhrase};
use crate::quote::lexicon::{SpeechLexicon, WordClass, is_occupation};
use crate::quote::name_words::{given_name_before, plain_name};
use crate::quote::spans::is_mark;
use crate::quote::steps::step;
use crate::quote::tokens::SpeechToken;
use crate::text::floor_char_boundary;

/// Length of the part of an article that is searched for full names, in bytes.
const SEARCHED: usize = 200_000;
/// Maximum number of occurrences of a surname that are looked at.
pub(super) const MAX_OCCURRENCES: usize = 100;
/// Maximum number of surnames of an article that are looked up.
const MAX_SURNAMES: usize = 200;
/// Maximum number of titles of an article whose holders are looked up.
pub(super) const SEARCHED_ROLES: usize = 50;
/// Length of the part of a title that is searched for full names, in bytes.
const MAX_TITLE: usize = 1000;
/// Length of a word of a title that is in lower case in a sentence and has a capital in a headline, in bytes.
const LONG_WORD: usize = 4;
/// Maximum number of words of a name.
const MAX_WORDS: usize = 12;
/// Maximum number of words of a name that is none of an organization.
pub(super) const MAX_NAME: usize = 5;

/// A name as the article tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FullName {
    /// The fullest form.
    pub(super) name: String,
    /// [`WordClass::WOMAN`], [`WordClass::MAN`], or neither.
    pub(super) gender: WordClass,
    /// Whether it may be the name of a person.
    pub(super) is_person: bool,
}

/// The names of an article that were looked up.
pub(super) struct Names<'a> {
    pub(super) text: &'a str,
    pub(super) searched: &'a str,
    /// The title of the article.
    title: &'a str,
    pub(super) lexicon: &'a SpeechLexicon,
    /// Holders of the titles that were looked up.
    pub(super) roles: FxHashMap<String, Option<FullName>>,
    known: FxHashMap<&'a str, Option<(&'a str, WordClass)>>,
    /// Whether the words that were looked up have a capital within a sentence.
    capitals: FxHashMap<&'a str, bool>,
}

impl<'a> Names<'a> {
    pub(super) fn new(text: &'a str, title: &'a str, lexicon: &'a SpeechLexicon) -> Self {
        Self {
            text,
            searched: &text[..floor_char_boundary(text, SEARCHED)],
            title: &title[..floor_char_boundary(title, MAX_TITLE)],
            lexicon,
            roles: FxHashMap::default(),
            known: FxHashMap::default(),
            capitals: FxHashMap::default(),
        }
    }

    /// Returns the fullest form of a name in `tokens`; `None` if it is too long for a name. A word that
    /// begins a sentence is a name if it is the subject of a verb of speech, or has a capital elsewhere, too.
    pub(super) fn full_name(
        &mut self,
        tokens: &[SpeechToken],
        phrase: &NounPhrase,
        cue: Cue,
    ) -> Option<FullName> {
        let name = &tokens[phrase.tokens.clone()];
        if name.len() > MAX_WORDS || self.is_nobody(name) || cue == Cue::Label && !self.is_label(name) {
            return None;
        }
        if let Some(named) = self.behind_occupation(tokens, phrase) {
            return self.full_name(tokens, &named, cue);
        }
        let is_subject = cue != Cue::Continues;
        let before = phrase.tokens.start.checked_sub(1).map(|before| &tokens[before]);
        let is_titled = before.is_some_and(|before| before.is(WordClass::TITLE));
        let title = before.filter(|_| is_titled).and_then(|before| {
            [WordClass::WOMAN, WordClass::MAN].into_iter().find(|gender| before.is(*gender))
        });
        let range = phrase.range(tokens);
        let has_article = before.is_some_and(|before| before.is(WordClass::DETERMINER));
        let is_organization = !is_titled
            && (has_article
                || name.iter().any(|token| token.is(WordClass::ORGANIZATION))
                || self.is_acronym(&range));
        let parts: Vec<&str> = self.text[range.clone()].split_ascii_whitespace().collect();
        let (mut words, is_glued) = self.without_repeats(&parts);
        let is_cut = is_glued || words.len() < parts.len();
        let is_organization = is_organization && !is_cut;
        if is_cut && words.len() > 1 {
            let titles = words
                .iter()
                .take_while(|word| self.lexicon.class(word.trim_end_matches('.')).is(WordClass::TITLE))
                .count();
            words.drain(..titles.min(words.len() - 1));
        }
        if words.len() > MAX_NAME && !is_organization {
            words = self.end_of_name(&words)?;
        }
        let written = words.join(" ");
        if is_organization {
            return Some(FullName { name: written, gender: WordClass::NONE, is_person: false });
        }
        let is_short = match name {
            [_] => true,
            [_, last] if last.is(WordClass::SUFFIX) => true,
            [particles @ .., _] => particles.iter().all(|word| word.is(WordClass::PARTICLE)),
            [] => false,
        };
        if is_short || is_cut && (is_glued || words.len() == 1) {
            let surname = match name {
                [_, .., last] if is_short && !last.is(WordClass::SUFFIX) => &self.text[last.start..last.end],
                _ if is_short => &self.text[range.clone()],
                _ => words.last().copied().unwrap_or_default(),
            };
            let found = self.of_surname(surname);
            if let Some((full, gender)) = found {
                let gender = title.unwrap_or(gender);
                return Some(FullName { name: plain_name(full), gender, is_person: true });
            }
        }
        if let [word] = name
            && (word.is(WordClass::TITLE | WordClass::PLACE | WordClass::TIME)
                || word.starts_sentence && !self.is_name(&self.text[range.clone()]))
        {
            let is_common = word.starts_sentence && self.is_common(&self.text[range.clone()]);
            let tells = !word.starts_sentence || written.ends_with('s') || is_subject && !is_common;
            return tells.then_some(FullName { name: written, gender: WordClass::NONE, is_person: false });
        }
        let first = &self.text[name[0].start..name[0].end];
        let gender = title.unwrap_or_else(|| self.lexicon.gender(first));
        let is_person = words.len() <= 4;
        Some(FullName { name: written, gender, is_person })
    }

    /// Returns the name in a phrase that begins with an occupation, which has a capital since a sentence
    /// begins there, or stands before a full name: *Nurse Ute Brandt*.
    fn behind_occupation(&mut self, tokens: &[SpeechToken], phrase: &NounPhrase) -> Option<NounPhrase> {
        let [noun, next, rest @ ..] = &tokens[phrase.tokens.clone()] else { return None };
        let word = &self.text[noun.start..noun.end];
        if !next.is_capital() || next.is(WordClass::ORGANIZATION) || !is_occupation(word) {
            return None;
        }
        let is_full = !rest.is_empty() && next.is(WordClass::WOMAN | WordClass::MAN);
        let is_noun = is_full || noun.starts_sentence && !self.is_name(word);
        let tokens = phrase.tokens.start + 1..phrase.tokens.end;
        is_noun.then(|| NounPhrase { tokens, ..phrase.clone() })
    }

    /// Returns the fullest form of a name of `words`.
    pub(super) fn of_words(&mut self, words: &str) -> FullName {
        let full = if words.contains(' ') { None } else { self.known.get(words).copied().flatten() };
        let (name, gender) = full.unwrap_or_else(|| {
            let first = words.split(' ').next().unwrap_or(words);
            (words, self.lexicon.gender(first))
        });
        FullName { name: plain_name(name), gender, is_person: true }
    }

    fn is_acronym(&self, range: &Range<usize>) -> bool {
        let word = &self.text[range.clone()];
        word.len() <= 6 && word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase())
    }

    /// Returns whether a word is written with a capital within a sentence, too.
    pub(super) fn is_name(&mut self, word: &'a str) -> bool {
        if self.lexicon.gender(word).is(WordClass::WOMAN | WordClass::MAN) || word.starts_with('@') {
            return true;
        }
        if let Some(known) = self.capitals.get(word) {
            return *known;
        }
        if self.capitals.len() >= MAX_SURNAMES {
            return false;
        }
        step();
        let text = self.searched;
        let mut found = memmem::find_iter(text.as_bytes(), word.as_bytes()).take(MAX_OCCURRENCES);
        let is_name = found.any(|start| {
            let head = text[..start].strip_suffix(' ').unwrap_or_default();
            // Behind a comma, and `“…,” Roe said`.
            head.ends_with(char::is_lowercase) || head.trim_end_matches(is_mark).ends_with(',')
        });
        self.capitals.insert(word, is_name);
        is_name
    }

    /// Returns the full name of which `word` is the surname in the article, if only one fits or one is by far
    /// the commonest, and the gender of its given name.
    pub(super) fn of_surname(&mut self, word: &'a str) -> Option<(&'a str, WordClass)> {
        if let Some(known) = self.known.get(word) {
            return *known;
        }
        if self.known.len() >= MAX_SURNAMES {
            return None;
        }
        step();
        let found = self.search(word).or_else(|| self.search_title(word));
        self.known.insert(word, found);
        found
    }

    fn search(&self, word: &str) -> Option<(&'a str, WordClass)> {
        let text = self.searched;
        let mut candidates: Vec<(&str, &'a str, usize)> = Vec::new();
        for start in memmem::find_iter(text.as_bytes(), word.as_bytes()).take(MAX_OCCURRENCES) {
            let end = start + word.len();
            if text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '-')
                || text[..start].ends_with(|c: char| c.is_alphanumeric())
            {
                continue;
            }
            let Some((first, given)) = given_name_before(text, start, self.lexicon) else { continue };
            let name = &text[first..end];
            if text[first..start].contains(word) {
                continue;
            }
            let is_same =
                |known: &str, full: &str| known == given || full.ends_with(name) || name.ends_with(full);
            match candidates.iter_mut().find(|(known, full, _)| is_same(known, full)) {
                Some((known, full, count)) => {
                    *count += 1;
                    if *known == given && name.len() > full.len() {
                        *full = name;
                    }
                }
                None => candidates.push((given, &text[first..end], 1)),
            }
        }
        if candidates.iter().any(|(given, ..)| !self.lexicon.gender(given).is(WordClass::NONE)) {
            let is_given = |given: &str| self.lexicon.gender(given).is(WordClass::WOMAN | WordClass::MAN);
            if candidates.iter().any(|(given, ..)| is_given(given)) {
                candidates.retain(|(given, ..)| is_given(given));
            }
        }
        let total: usize = candidates.iter().map(|(.., count)| count).sum();
        let Some((given, full, count)) = candidates.into_iter().max_by_key(|(.., count)| *count) else {
            return self.before_given_names(word);
        };
        (count * 3 >= total * 2).then(|| (full, self.lexicon.gender(given)))
    }

    /// Returns the full name of which `word` is the surname in the title, if that has only one, and the
    /// gender of its given name. A headline has capitals on other words, too: there the given name must be
    /// known.
    fn search_title(&self, word: &str) -> Option<(&'a str, WordClass)> {
        let title = self.title;
        let joins = WordClass::PREPOSITION | WordClass::CONJUNCTION | WordClass::FUNCTION;
        let is_sentence = |word: &str| {
            word.len() >= LONG_WORD
                && word.starts_with(char::is_lowercase)
                && !self.lexicon.class(word).is(joins)
        };
        let is_sentence = title.split(' ').any(is_sentence);
        let mut full: Option<(&'a str, WordClass)> = None;
        for start in memmem::find_iter(title.as_bytes(), word.as_bytes()) {
            let end = start + word.len();
            if title[end..].starts_with(|c: char| c.is_alphanumeric() || c == '-') {
                continue;
            }
            let Some((first, given)) = given_name_before(title, start, self.lexicon) else { continue };
            let gender = self.lexicon.gender(given);
            let name = &title[first..end];
            match full {
                Some((known, _)) if known == name => {}
                Some(_) => return None,
                None if gender.is(WordClass::WOMAN | WordClass::MAN) || is_sentence && first > 0 => {
                    full = Some((name, gender));
                }
                None => {}
            }
        }
        full
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::Language;
    use crate::article::QuotationKind;
    use crate::quote::find_quotations_of;

    #[test]
    fn a_full_name_may_stand_in_the_title_only() {
        let text = "“We stay,” Calder said.";
        for (title, text, name) in [
            ("Mayor Ruth Calder spoke on Monday.", text, "Ruth Calder"),
            ("Ruth Calder Vows to Stay", text, "Ruth Calder"),
            ("Town Fights Calder With Lawsuit", text, "Calder"),
            ("Angry Calder refuses to leave", text, "Calder"),
            ("The mayor, Orwin Calder, stays there", text, "Orwin Calder"),
            ("Ruth Calder and Ann Calder stay there", text, "Calder"),
            ("Ruth Calder stays there", "“We stay,” said Ann Calder. “No,” Calder added.", "Ann Calder"),
            ("", text, "Calder"),
            ("", "We met Ruth “Ruthie” Calder. “We stay,” Calder said.", "Ruth Calder"),
            ("", "We met Ruth (Ruthie) Calder. “We stay,” Calder said.", "Ruth Calder"),
            ("", "We met Ruth\u{a0}Calder. “We stay,” Calder said.", "Ruth Calder"),
            (
                "",
                "The council of the harbor met on Monday with Mayor Ruth\nCalder in the chair.\n\n“We stay,” Calder said.",
                "Ruth Calder",
            ),
            ("", "Ruth\nCalder met us. “We stay,” Calder said.", "Calder"),
        ] {
            let found = find_quotations_of(text, title, Language::ENGLISH);
            let spoken = found.iter().filter(|quotation| quotation.kind == QuotationKind::Speech);
            let names: Vec<&str> = spoken
                .map(|quotation| quotation.speaker.as_ref().map_or("", |by| by.name.as_str()))
                .collect();
            assert!(!names.is_empty() && names.iter().all(|found| *found == name), "{title}: {names:?}");
        }
    }
}
