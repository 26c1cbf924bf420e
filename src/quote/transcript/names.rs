//! Whom the labels of turns name.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::{Language, is_common_word, is_function_word_of};
use crate::quote::frames;
use crate::quote::given_names::{is_given_name, title_case};
use crate::quote::lexicon::{SpeechLexicon, WordClass, lexicon};
use crate::quote::name_words::plain_name;
use crate::quote::names::Names;
use crate::quote::transcript::labels::{TurnLabel, TurnPart};

/// Length of the part of a text in which names are looked for, in bytes.
const SEARCHED: usize = 200_000;
/// Those who speak in a transcript without a name.
const ROLES: [&str; 6] = ["announcer", "interpreter", "interviewer", "narrator", "operator", "translator"];

/// The names of those who speak.
pub(super) struct SpeakerNames {
    language: Language,
    lexicon: Option<&'static SpeechLexicon>,
    /// Names without titles, in capitals, each with how it is written without titles.
    written: FxHashMap<String, String>,
    /// The only longer name that ends with a word, in capitals, by that word; `None` if there are several.
    longer: FxHashMap<String, Option<String>>,
    /// Who asks, and who answers, if a label names them: the offset of the first such label, and the key of
    /// the name; `None` if there are several.
    questioner: Option<(usize, Option<String>)>,
    respondent: Option<(usize, Option<String>)>,
    /// Whether a label has a title or a given name.
    has_people: bool,
}

impl SpeakerNames {
    pub(super) fn new<'t>(language: Language, labels: impl Iterator<Item = &'t TurnLabel<'t>>) -> Self {
        let mut names = SpeakerNames {
            language,
            lexicon: lexicon(language),
            written: FxHashMap::default(),
            longer: FxHashMap::default(),
            questioner: None,
            respondent: None,
            has_people: false,
        };
        for label in labels {
            match label.part() {
                Some(part) => {
                    if let Some(name) = names.name_behind(label) {
                        let key = names.insert(name);
                        let holder = match part {
                            TurnPart::Question => &mut names.questioner,
                            TurnPart::Answer => &mut names.respondent,
                        };
                        let (_, known) = holder.get_or_insert_with(|| (label.range.start, Some(key.clone())));
                        *known = known.take().filter(|known| *known == key);
                    }
                }
                None if names.may_speak(label.name) => {
                    names.insert(label.name);
                }
                None => {}
            }
        }
        names
    }

    /// Returns whether a label has a title or a given name.
    pub(super) fn has_people(&self) -> bool {
        self.has_people
    }

    /// Returns what stands for who speaks, with a name or without; `None` if nobody seems to.
    pub(super) fn party(&self, label: &TurnLabel<'_>) -> Option<String> {
        self.key(label).or_else(|| label.part().map(|_| label.name.to_uppercase()))
    }

    /// Returns the key of the name of who speaks.
    pub(super) fn key(&self, label: &TurnLabel<'_>) -> Option<String> {
        let key_of = |name: &str| self.untitled(name).to_uppercase();
        let of_part = |holder: &Option<(usize, Option<String>)>| {
            let named = self.name_behind(label).map(key_of);
            named.or_else(|| holder.clone().filter(|(start, _)| *start < label.range.start)?.1)
        };
        match label.part() {
            Some(TurnPart::Question) => of_part(&self.questioner),
            Some(TurnPart::Answer) => of_part(&self.respondent),
            None => {
                let key = key_of(label.name);
                let longer = self.longer.get(&key).cloned().flatten();
                longer.or(Some(key)).filter(|key| self.written.contains_key(key))
            }
        }
    }

    /// Returns the name in parentheses behind a label, which *(off mic)* is not.
    fn name_behind<'t>(&self, label: &TurnLabel<'t>) -> Option<&'t str> {
        let mut words = label.aside?.split_whitespace();
        let is_name =
            words.clone().nth(1).is_some() && words.all(|word| word.starts_with(char::is_uppercase));
        label.aside.filter(|aside| is_name && self.may_speak(aside))
    }

    /// Returns the fullest name that a text or its title has of each speaker, by key.
    pub(super) fn speakers(&self, text: &str, title: &str) -> FxHashMap<String, String> {
        let text = &text[..crate::text::floor_char_boundary(text, SEARCHED)];
        let words: FxHashSet<&str> = self.written.keys().flat_map(|key| key.split(' ')).collect();
        // Words of the text as they are written within sentences.
        let mut cased: FxHashMap<String, &str> = FxHashMap::default();
        for word in text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '’' | '\''))) {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            if word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase) {
                let upper = word.to_uppercase();
                if words.contains(upper.as_str()) {
                    cased.entry(upper).or_insert(word);
                }
            }
        }
        let mut full_names = self.lexicon.map(|lexicon| Names::new(text, title, lexicon));
        let mut speakers = FxHashMap::default();
        for (key, written) in &self.written {
            let name =
                if written.contains(char::is_lowercase) { written.clone() } else { recased(key, &cased) };
            let name = match key.contains(' ') {
                true => name,
                false => {
                    let in_text = cased.get(key).copied();
                    let full =
                        in_text.zip(full_names.as_mut()).and_then(|(word, names)| names.of_surname(word));
                    full.map_or(name, |(full, _)| plain_name(full))
                }
            };
            speakers.insert(key.clone(), name);
        }
        if self.lexicon.is_none() {
            frames::complete_names(text, title, self.language.code(), speakers.values_mut());
        }
        speakers
    }

    fn insert(&mut self, name: &str) -> String {
        let untitled = self.untitled(name);
        let is_given = untitled.split(' ').any(|word| is_given_name(&title_case(word)));
        self.has_people |= untitled.len() < name.len() || is_given;
        let key = untitled.to_uppercase();
        if let Some((_, last)) = key.rsplit_once(' ') {
            let longer = self.longer.entry(last.to_owned()).or_insert_with(|| Some(key.clone()));
            *longer = longer.take().filter(|longer| *longer == key);
        }
        self.written.entry(key.clone()).or_insert_with(|| untitled.to_owned());
        key
    }

    /// Returns a name without the titles before it.
    fn untitled<'n>(&self, name: &'n str) -> &'n str {
        let mut rest = name;
        while let Some((first, tail)) = rest.split_once(' ') {
            if !self.is_title(first) {
                break;
            }
            rest = tail.trim_start();
        }
        rest
    }

    fn is_title(&self, word: &str) -> bool {
        let word = word.trim_end_matches('.').to_lowercase();
        match self.lexicon {
            Some(lexicon) => lexicon.class(&word).is(WordClass::TITLE),
            None => frames::is_title(&word, self.language.code()),
        }
    }

    /// Returns whether a label names somebody, rather than something.
    fn may_speak(&self, name: &str) -> bool {
        let mut words = name.split_whitespace().map(|word| word.trim_end_matches('.'));
        if let Some(lexicon) = self.lexicon
            && words.clone().any(|word| lexicon.is_label(word))
        {
            return false;
        }
        words.any(|word| {
            let lower = word.to_lowercase();
            let is_common = match self.lexicon {
                Some(_) => is_common_word(&lower),
                None => is_function_word_of(&lower, self.language.code()),
            };
            !is_common
                || self.is_title(word)
                || is_given_name(&title_case(word))
                || ROLES.binary_search(&lower.as_str()).is_ok()
        })
    }
}

/// Returns a name in capitals as the text writes its words elsewhere.
fn recased(key: &str, cased: &FxHashMap<String, &str>) -> String {
    let of_word = |word: &str| match cased.get(word.trim_end_matches('.')) {
        Some(cased) => (*cased).to_owned(),
        None => word.split_inclusive('-').map(title_case).collect(),
    };
    key.split(' ').map(of_word).collect::<Vec<_>>().join(" ")
}
