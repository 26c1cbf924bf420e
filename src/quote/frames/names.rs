//! The names of people in an article.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::quote::frames::grammar::{Classes, Grammar};
use crate::quote::given_names::{PersonGender, gender_of, is_given_name};
use crate::quote::lexicon::comes_first;

/// The full names of an article by their last word.
#[derive(Debug, Default)]
pub(super) struct NameTable {
    /// For each last word the full names that end with it, in the order of their first mention.
    full: FxHashMap<String, Vec<String>>,
    /// The full names that begin with a surname, by that.
    by_first: FxHashMap<String, Vec<String>>,
    /// Words with capitals within sentences.
    within: FxHashSet<String>,
}

/// Returns what the given name of a name tells.
pub(super) fn gender(name: &str) -> PersonGender {
    gender_of(first_word(name))
}

/// Returns the first word of a name, of a compound its first part.
fn first_word(name: &str) -> &str {
    name.split([' ', '-']).next().unwrap_or(name)
}

/// Number of full names with the same last word that are told apart.
const MAX_NAMES: usize = 8;
/// Number of words of the longest name.
const MAX_WORDS: usize = 4;

/// Returns the name in words with capitals, without the place of the office before it: *мэр Норильска Дмитрий
/// Карасёв*.
fn without_place<'n, 'w>(words: &'n [&'w str], has_title: bool, grammar: &Grammar) -> &'n [&'w str] {
    let is_placed = has_title && grammar.has_bare_nouns;
    if is_placed { &words[place_length(words)..] } else { words }
}

/// Returns the number of words before a name of two words or more behind a title that name a place: a noun,
/// or an adjective and a noun.
pub(super) fn place_length(words: &[&str]) -> usize {
    let is_patronymic = |word: &&str| ["вич", "вна", "ична"].iter().any(|end| word.ends_with(end));
    let is_adjective = |word: &str| ADJECTIVES.iter().any(|end| word.ends_with(end));
    match words {
        words if words.len() < 2 || words.iter().any(is_patronymic) => 0,
        [first, surname] => usize::from(is_place_of(first, surname)),
        [first, second, _, _, ..] if is_adjective(first) || is_adjective(second) => 2,
        [first, ..] => usize::from(is_genitive(first)),
        _ => 0,
    }
}

/// Endings of adjectives in the genitive.
const ADJECTIVES: &[&str] =
    &["ой", "ей", "ого", "его", "ої", "ьої", "ych", "ich", "iej", "nej", "wej", "kej"];

/// Returns whether a word may be a place in the genitive, or is one in capitals: *Норильска*, *США*.
fn is_genitive(word: &str) -> bool {
    let ends = ['а', 'я', 'ы', 'и', 'ї', 'y', 'i', 'a', 'u', 'ů'];
    let is_in_capitals = word.chars().nth(1).is_some() && !word.contains(char::is_lowercase);
    word.ends_with(ends) || ADJECTIVES.iter().any(|end| word.ends_with(end)) || is_in_capitals
}

/// Returns whether a word before a surname is a place: no woman's given name, since the surname is a man's.
fn is_place_of(word: &str, surname: &str) -> bool {
    let of_men = ["ов", "ев", "ёв", "єв", "ин", "ын", "ін", "ский", "цкий", "ський", "цький"];
    word.ends_with('ы')
        || word.contains("-на-")
        || word.ends_with(['а', 'я'])
            && of_men.iter().any(|end| surname.ends_with(end))
            && !MEN_LIKE_WOMEN.split_ascii_whitespace().any(|name| name == word)
}

/// Given names of men that end like those of women.
const MEN_LIKE_WOMEN: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/quote/men_like_women.txt"));

impl NameTable {
    /// Reads the names of `text`: runs of words with capitals, without the titles before them.
    pub(super) fn read(&mut self, text: &str, grammar: &Grammar) {
        let mut run: Vec<&str> = Vec::new();
        let mut end = 0;
        // Whether the word before is a title, and whether the run follows one.
        let (mut is_behind_title, mut has_title) = (false, false);
        for word in text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '’' | '\'' | '.'))) {
            let offset = word.as_ptr() as usize - text.as_ptr() as usize;
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let before = text[..offset].trim_end();
            let is_within = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | ')' | '('));
            if is_within
                && bare.starts_with(char::is_uppercase)
                && text[..offset].trim_end_matches(' ').len() == before.len()
            {
                self.within.insert(bare.to_owned());
            }
            let adjoins = !run.is_empty() && text[end..offset] == *" ";
            if !adjoins && !bare.is_empty() {
                self.add(without_place(&run, has_title, grammar));
                run.clear();
            }
            if bare.is_empty() {
                continue;
            }
            let follows_title =
                std::mem::replace(&mut is_behind_title, grammar.is_title(&bare.to_lowercase()));
            if run.is_empty() {
                has_title = follows_title;
            }
            end = offset + word.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
            let is_initial = bare.chars().nth(1).is_none() && word.ends_with('.');
            if is_initial {
                end = offset + word.len();
            }
            let lower = bare.to_lowercase();
            let classes = grammar.classes(&lower);
            let function = Classes::CONNECTIVE.or(Classes::ARTICLE);
            let is_capital = bare.starts_with(char::is_uppercase);
            // Gerhard Richter, Олена Інженер: a title behind a given name is a surname.
            let is_surname = match run.first() {
                Some(first) => grammar.has_bare_nouns || grammar.is_given_name(&first.to_lowercase()),
                None => false,
            };
            if is_capital && grammar.is_title(&lower) && !is_surname {
                self.add(without_place(&run, has_title, grammar));
                run.clear();
            } else if is_capital && !classes.has(function)
                || classes.has(Classes::PARTICLE) && !run.is_empty()
            {
                run.push(bare);
            } else {
                self.add(without_place(&run, has_title, grammar));
                run.clear();
            }
        }
        self.add(without_place(&run, has_title, grammar));
    }

    /// Reads the full names in the title of the article of those whom the text names by one word only. A name
    /// begins with a known given name, or does not begin the title where other nouns have no capitals.
    pub(super) fn read_title(&mut self, title: &str, grammar: &Grammar) {
        let mut of_title = NameTable::default();
        of_title.read(title, grammar);
        for (last, names) in of_title.full {
            let [name] = &names[..] else { continue };
            let known = self.full.contains_key(&last);
            let starts = name.match_indices(' ').map(|(space, _)| space + 1);
            let mut starts =
                std::iter::once(0).chain(starts).take_while(|start| name[*start..].contains(' '));
            let given = starts.find(|start| is_given_name(first_word(&name[*start..])));
            let is_within = !grammar.has_capital_nouns && !title.trim_start().starts_with(name.as_str());
            if let Some(start) = given.or(is_within.then_some(0))
                && !known
            {
                self.full.insert(last, vec![name[start..].to_owned()]);
            }
        }
    }

    fn add(&mut self, words: &[&str]) {
        // Північної Гавані Орися Деркачук: no name begins with an adjective.
        let words = match place_length(words) {
            2 => &words[2..],
            _ => words,
        };
        let is_capital = |word: &&str| word.starts_with(char::is_uppercase);
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
        if words.len() < 2 || words.len() > MAX_WORDS + 1 || !is_capital(first) || !is_capital(last) {
            return;
        }
        let name = words.join(" ");
        if comes_first(first) {
            let known = self.by_first.entry((*first).to_owned()).or_default();
            if known.len() < MAX_NAMES && !known.contains(&name) {
                known.push(name.clone());
            }
        }
        let known = self.full.entry((*last).to_owned()).or_default();
        if known.len() < MAX_NAMES && !known.contains(&name) {
            known.push(name);
        }
    }

    /// Returns the fullest form of a name: if it is one word, the only full name of the article that ends
    /// with it, or begins with it if it is a surname that comes first.
    pub(super) fn fullest<'n>(&'n self, name: &'n str) -> &'n str {
        if name.contains(' ') {
            return self.without_occupation(name);
        }
        let Some(full) = self.full.get(name) else {
            return match self.by_first.get(name).map(Vec::as_slice) {
                Some([only]) => only,
                _ => name,
            };
        };
        let mut names = full.iter().map(|name| self.without_occupation(name));
        let first = names.next().unwrap_or(name);
        if names.all(|other| other == first) { first } else { name }
    }

    /// Returns a full name without a noun before it with which the article has it, too, and which is no given
    /// name: *Reeder Jan Gruber*.
    fn without_occupation<'n>(&'n self, name: &'n str) -> &'n str {
        let last = name.rsplit(' ').next().unwrap_or(name);
        let full = self.full.get(last).map(Vec::as_slice).unwrap_or_default();
        let is_end = |known: &&String| {
            let noun = name.strip_suffix(known.as_str()).map(str::trim_end).unwrap_or_default();
            !noun.is_empty()
                && noun.split(' ').all(|word| !is_given_name(word))
                && is_given_name(first_word(known))
        };
        full.iter().find(is_end).map_or(name, String::as_str)
    }

    /// Returns whether the article has a full name that ends with this word.
    pub(super) fn is_surname(&self, word: &str) -> bool {
        self.full.contains_key(word)
    }

    /// Returns whether the article has this word with a capital where no sentence begins, or at the end of a
    /// full name.
    pub(super) fn has(&self, word: &str) -> bool {
        self.within.contains(word) || self.full.contains_key(word)
    }
}
