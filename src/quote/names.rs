//! The fullest form of a name in an article, and whether it is a woman's or a man's.

use std::ops::Range;

use memchr::memmem;
use rustc_hash::FxHashMap;

use crate::quote::attribution::{Cue, NounPhrase};
use crate::quote::glued::glued_name;
use crate::quote::lexicon::{SpeechLexicon, WordClass};
use crate::quote::steps::step;
use crate::quote::tokens::SpeechToken;

/// Length of the part of an article that is searched for full names, in bytes.
const SEARCHED: usize = 200_000;
/// Maximum number of occurrences of a surname that are looked at.
pub(super) const MAX_OCCURRENCES: usize = 100;
/// Maximum number of surnames of an article that are looked up.
const MAX_SURNAMES: usize = 200;
/// Maximum number of titles of an article whose holders are looked up.
pub(super) const SEARCHED_ROLES: usize = 50;
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
    pub(super) lexicon: &'a SpeechLexicon,
    /// Holders of the titles that were looked up.
    pub(super) roles: FxHashMap<String, Option<FullName>>,
    known: FxHashMap<&'a str, Option<(&'a str, WordClass)>>,
    /// Whether the words that were looked up have a capital within a sentence.
    capitals: FxHashMap<&'a str, bool>,
}

impl<'a> Names<'a> {
    pub(super) fn new(text: &'a str, lexicon: &'a SpeechLexicon) -> Self {
        let mut end = text.len().min(SEARCHED);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Self {
            text,
            searched: &text[..end],
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
            [first, last] => first.is(WordClass::PARTICLE) || last.is(WordClass::SUFFIX),
            _ => false,
        };
        if is_short || is_cut && (is_glued || words.len() == 1) {
            let surname = match name {
                [_, last] if is_short && !last.is(WordClass::SUFFIX) => &self.text[last.start..last.end],
                _ if is_short => &self.text[range.clone()],
                _ => words.last().copied().unwrap_or_default(),
            };
            let found = self.of_surname(surname);
            if let Some((full, gender)) = found {
                let gender = title.unwrap_or(gender);
                let name = full.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
                return Some(FullName { name, gender, is_person: true });
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

    /// Returns the fullest form of a name of `words`.
    pub(super) fn of_words(&mut self, words: &str) -> FullName {
        let full = if words.contains(' ') { None } else { self.known.get(words).copied().flatten() };
        let (name, gender) = full.unwrap_or_else(|| {
            let first = words.split(' ').next().unwrap_or(words);
            (words, self.lexicon.gender(first))
        });
        FullName {
            name: name.split_ascii_whitespace().collect::<Vec<_>>().join(" "),
            gender,
            is_person: true,
        }
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
            let head = text[..start].strip_suffix(' ');
            head.is_some_and(|head| head.ends_with(|c: char| c.is_lowercase() || c == ','))
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
        let found = self.search(word);
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
            let Some((first, given)) = self.given_name(start) else { continue };
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

    /// Returns the start of the name before the surname at `start`, and the given name.
    fn given_name(&self, start: usize) -> Option<(usize, &'a str)> {
        let (mut first, mut word) = self.word_before(self.without_particles(start))?;
        let is_given = |word: &str| self.lexicon.gender(word).is(WordClass::WOMAN | WordClass::MAN);
        for _ in 0..2 {
            // `Martin Luther King`
            let joins = |before: &str| is_given(before) || word.len() <= 2 && !is_given(word);
            let before = self.word_before(first).filter(|(_, before)| joins(before));
            let Some((earlier, before)) = before else { break };
            (first, word) = (earlier, before);
        }
        let other = WordClass::DETERMINER
            | WordClass::PREPOSITION
            | WordClass::CONJUNCTION
            | WordClass::FUNCTION
            | WordClass::TITLE
            | WordClass::TIME
            | WordClass::ADVERB
            | WordClass::BE
            | WordClass::SAYS
            | WordClass::CALLS
            | WordClass::SAYING
            | WordClass::WHO
            | WordClass::HE
            | WordClass::SHE
            | WordClass::THEY
            | WordClass::FIRST_PERSON
            | WordClass::ORGANIZATION
            | WordClass::PLACE;
        (is_given(word) || !self.lexicon.class(word).is(other)).then_some((first, word))
    }

    /// Returns the start of the particles before a surname at `start`: *Bill de Blasio*.
    fn without_particles(&self, start: usize) -> usize {
        let mut first = start;
        for _ in 0..2 {
            let Some(head) = self.searched[..first].strip_suffix(' ') else { break };
            let word = head.rfind(' ').map_or(head, |space| &head[space + 1..]);
            let is_particle = word.starts_with(char::is_lowercase);
            if !is_particle || !self.lexicon.class(word).is(WordClass::PARTICLE) {
                break;
            }
            first -= word.len() + 1;
        }
        first
    }

    /// Returns the capitalized word or initial before `start`, with one space between.
    fn word_before(&self, start: usize) -> Option<(usize, &'a str)> {
        let head = self.searched[..start].strip_suffix(' ')?;
        let word_start = head
            .rfind(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '.' | '’' | '\''))
            .map_or(0, |position| position + head[position..].chars().next().map_or(1, char::len_utf8));
        let word = &head[word_start..];
        let name = word.strip_suffix('.').unwrap_or(word);
        if !word.starts_with(char::is_uppercase) || name.is_empty() {
            return None;
        }
        let is_initial = name.chars().count() == 1 || name.contains('.');
        let fits = word.len() == name.len() || is_initial;
        let is_possessive =
            word.ends_with("'s") || word.ends_with("’s") || word.ends_with('\'') || word.ends_with('’');
        let is_acronym = name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_name = fits && !is_possessive && !is_acronym && glued_name(word).is_none();
        is_name.then_some((word_start, name))
    }
}
