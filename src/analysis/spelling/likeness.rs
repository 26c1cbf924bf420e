//! Tells how alike two spellings of a name are.
//!
//! A name from another script has many spellings: Gaddafi, Gadhafi, Qaddafi; Zelensky, Zelenskiy. Others
//! differ as names of the same sound do (Kavanagh, Kavanaugh), or as a typing error does (Kisylak, Kislyak).
//! A consonant makes another name: McConnell, McDonnell.

use xxhash_rust::xxh3::xxh3_64;

use crate::analysis::spelling::misspelling::{Likeness, is_vowel, misspelling};
use crate::analysis::spelling::syllables::are_syllables;

/// Letters that transliterations use for each other, longer ones first.
const TRANSLITERATIONS: [(&str, &str); 25] = [
    ("dzh", "j"),
    ("tch", "ch"),
    ("aha", "ah"),
    ("ehe", "eh"),
    ("kh", "h"),
    ("gh", "g"),
    ("dh", "d"),
    ("zh", "z"),
    ("tz", "ts"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("aa", "a"),
    ("ae", "ai"),
    ("ei", "ai"),
    ("ey", "ai"),
    ("iy", "i"),
    ("ij", "i"),
    ("yy", "i"),
    ("yi", "i"),
    ("ii", "i"),
    ("x", "ks"),
    ("q", "k"),
    ("y", "i"),
    ("j", "i"),
];

/// Letters of one sound, longer ones first. A c is read by the letter after it.
const SOUNDS: [(&str, &str); 42] = [
    ("tzsch", "c"),
    ("tsch", "c"),
    ("ough", "o"),
    ("augh", "a"),
    ("agh", "a"),
    ("sch", "s"),
    ("tch", "c"),
    ("dzh", "i"),
    ("sh", "s"),
    ("ch", "c"),
    ("kh", "h"),
    ("gh", "g"),
    ("dh", "d"),
    ("bh", "b"),
    ("ck", "k"),
    ("ts", "c"),
    ("tz", "c"),
    ("cz", "c"),
    ("ph", "f"),
    ("th", "t"),
    ("zh", "z"),
    ("dj", "i"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ie", "i"),
    ("ei", "i"),
    ("ey", "i"),
    ("ay", "ai"),
    ("iy", "i"),
    ("ij", "i"),
    ("yy", "i"),
    ("yi", "i"),
    ("yj", "i"),
    ("aa", "a"),
    ("w", "v"),
    ("j", "i"),
    ("y", "i"),
    ("q", "k"),
    ("x", "ks"),
    ("z", "s"),
    ("c", "k"),
];

/// The rules of [`TRANSLITERATIONS`] and of [`SOUNDS`] by the letter they begin with: a bit for each rule.
const TRANSLITERATIONS_BY_LETTER: [u64; LETTERS] = by_letter(&TRANSLITERATIONS);
const SOUNDS_BY_LETTER: [u64; LETTERS] = by_letter(&SOUNDS);

/// Minimum length of words that may differ in several vowels, in bytes.
const MIN_REVOWELLED: usize = 8;

/// Number of letters that a rule may begin with: a to z.
const LETTERS: usize = 26;

/// A normalized word in Latin script, with the hashes of the keys that its other spellings share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SpellingKeys {
    word: String,
    /// Key that transliterations share.
    pub transliteration: u64,
    /// Key that words of one sound share.
    pub sound: u64,
    /// Consonants, which words share that differ in vowels.
    pub consonants: u64,
    /// Letters in alphabetical order, which words share whose letters have changed places.
    pub letters: u64,
}

impl SpellingKeys {
    pub(crate) fn new(word: &str) -> Self {
        let mut key = String::with_capacity(word.len() * 2);
        let mut hash = |write_key: fn(&str, &mut String)| {
            key.clear();
            write_key(word, &mut key);
            xxh3_64(key.as_bytes())
        };
        SpellingKeys {
            word: word.to_owned(),
            transliteration: hash(write_transliteration_key),
            sound: hash(write_sound_key),
            consonants: hash(write_consonants),
            letters: hash(write_sorted),
        }
    }

    /// Returns how alike two different words are; `None` if they are no spellings of one name.
    pub(crate) fn likeness(&self, other: &SpellingKeys) -> Option<Likeness> {
        let (a, b) = (&self.word, &other.word);
        if is_inflection(a, b) || is_inflection(b, a) {
            return None;
        }
        if are_syllables(a, b) {
            return None;
        }
        if self.transliteration == other.transliteration {
            return Some(match without_doubles(a) == without_doubles(b) {
                true => Likeness::Doubled,
                false => Likeness::Transliterated,
            });
        }
        if self.sound == other.sound {
            return Some(Likeness::Homophone);
        }
        misspelling(a, b).or_else(|| are_revowelled(self, other).then_some(Likeness::Revowelled))
    }
}

/// Returns whether two long words have the same consonants and the same ending, and about as many vowels.
fn are_revowelled(a: &SpellingKeys, b: &SpellingKeys) -> bool {
    let (a_word, b_word) = (a.word.as_bytes(), b.word.as_bytes());
    a.consonants == b.consonants
        && a_word.len().min(b_word.len()) >= MIN_REVOWELLED
        && a_word.len().abs_diff(b_word.len()) <= 1
        && a_word.last() == b_word.last()
        && a_word.first() == b_word.first()
}

/// Returns whether `longer` is `word` with the ending of a plural.
fn is_inflection(word: &str, longer: &str) -> bool {
    matches!(longer.strip_prefix(word), Some("s" | "es" | "'s"))
        || word.strip_suffix('y').is_some_and(|stem| longer.strip_prefix(stem) == Some("ies"))
}

/// Writes the key that the transliterations of a name share.
fn write_transliteration_key(word: &str, key: &mut String) {
    // A q stands for the same sound as k or g, and one that begins a name for that of Gaddafi.
    let mut tail = match word.strip_prefix('q') {
        Some(rest) if !rest.starts_with('u') => {
            key.push('g');
            rest
        }
        _ => word,
    };
    if tail.starts_with("ye") {
        tail = &tail[1..];
    }
    write_key(&TRANSLITERATIONS, &TRANSLITERATIONS_BY_LETTER, tail, key);
}

/// Writes the key that names of one sound share.
fn write_sound_key(word: &str, key: &mut String) {
    write_key(&SOUNDS, &SOUNDS_BY_LETTER, word, key);
}

/// Writes a word with the letters of `rules` replaced.
fn write_key(rules: &[(&str, &str)], by_letter: &[u64; LETTERS], word: &str, key: &mut String) {
    let mut tail = word;
    while let Some(c) = tail.chars().next() {
        let mut letter = [0; 4];
        let (length, to) = match rule(rules, by_letter, tail) {
            Some(("c", _)) if tail[1..].starts_with(['e', 'i', 'y']) => (1, "s"),
            Some((from, to)) => (from.len(), *to),
            None => (c.len_utf8(), &*c.encode_utf8(&mut letter)),
        };
        push_key(key, to);
        tail = &tail[length..];
    }
}

/// Returns a key that a Latin name shares with what somebody who has only heard it may type: of the sounds
/// that romanizations begin a name with, k stands for g, kh and q; a mute e at its end is left out.
pub(crate) fn loose_key(word: &str) -> String {
    let first = ["kh", "gh", "ck", "q", "g", "k", "c"].iter().find_map(|from| word.strip_prefix(from));
    let is_soft = word.starts_with(['c', 'g']) && word[1..].starts_with(['e', 'h', 'i', 'y']);
    let mut key = String::with_capacity(word.len());
    match first.filter(|_| !is_soft || word.starts_with("gh")) {
        Some(rest) => write_sound_key(&format!("k{rest}"), &mut key),
        None => write_sound_key(word, &mut key),
    }
    let length = key.len();
    if length > 4 && key.ends_with('e') {
        key.truncate(length - 1);
    }
    key
}

/// Returns the first of `rules` whose letters `tail` begins with.
#[inline]
fn rule<'r>(
    rules: &'r [(&'r str, &'r str)],
    by_letter: &[u64; LETTERS],
    tail: &str,
) -> Option<&'r (&'r str, &'r str)> {
    let letter = tail.as_bytes().first()?.wrapping_sub(b'a');
    let mut left = *by_letter.get(usize::from(letter))?;
    while left > 0 {
        let rule = &rules[left.trailing_zeros() as usize];
        if tail.starts_with(rule.0) {
            return Some(rule);
        }
        left &= left - 1;
    }
    None
}

/// Returns the rules that begin with each letter.
const fn by_letter(rules: &[(&str, &str)]) -> [u64; LETTERS] {
    let mut by_letter = [0; LETTERS];
    let mut index = 0;
    while index < rules.len() {
        by_letter[(rules[index].0.as_bytes()[0] - b'a') as usize] |= 1 << index;
        index += 1;
    }
    by_letter
}

/// Appends letters to a key, but not twice the same consonant or i.
fn push_key(key: &mut String, letters: &str) {
    if let [letter] = letters.as_bytes() {
        let is_repeated = key.as_bytes().last() == Some(letter);
        let letter = char::from(*letter);
        if !is_repeated || is_vowel(letter) && letter != 'i' {
            key.push(letter);
        }
        return;
    }
    if !key.ends_with(letters) || letters.chars().all(|c| is_vowel(c) && c != 'i') {
        key.push_str(letters);
    }
}

/// Writes the letters of a word in alphabetical order.
fn write_sorted(word: &str, out: &mut String) {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    out.extend(letters);
}

/// Writes a word without its vowels after the first letter.
fn write_consonants(word: &str, out: &mut String) {
    let mut first = true;
    for c in word.chars() {
        match (is_vowel(c) || c == 'y', first) {
            (true, true) => out.push('a'),
            (true, false) => {}
            (false, _) => out.push(c),
        }
        first = false;
    }
}

fn without_doubles(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        if is_vowel(c) || c == 'y' || !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::analysis::spelling::likeness::*;

    fn likeness(a: &str, b: &str) -> Option<Likeness> {
        SpellingKeys::new(a).likeness(&SpellingKeys::new(b))
    }

    #[test]
    fn spellings_of_a_name_are_alike() {
        for (a, b, expected) in [
            ("gaddafi", "gadhafi", Likeness::Transliterated),
            ("gadhafi", "qaddafi", Likeness::Transliterated),
            ("zelensky", "zelenskiy", Likeness::Transliterated),
            ("zelenskyy", "zelenskiy", Likeness::Transliterated),
            ("zelenskyy", "zelensky", Likeness::Transliterated),
            ("tertytsky", "tertitsky", Likeness::Transliterated),
            ("alexei", "aleksei", Likeness::Transliterated),
            ("hussein", "hussain", Likeness::Transliterated),
            ("khamenei", "hamenei", Likeness::Transliterated),
            ("qaida", "qaeda", Likeness::Transliterated),
            ("teheran", "tehran", Likeness::Transliterated),
            ("janukovych", "yanukovych", Likeness::Transliterated),
            ("guiliani", "giuliani", Likeness::Swapped),
            ("giuliani", "giulliani", Likeness::Doubled),
            ("mohamed", "mohammed", Likeness::Doubled),
            ("kavanagh", "kavanaugh", Likeness::Homophone),
            ("kiev", "kyiv", Likeness::Homophone),
            ("priebus", "preibus", Likeness::Homophone),
            ("zuckerberg", "zuckerburg", Likeness::Replaced),
            ("kislyak", "kisylak", Likeness::Swapped),
            ("sotomayor", "sotomayer", Likeness::Replaced),
            ("obamacare", "obamcare", Likeness::Shortened),
            ("murkowski", "murkowksi", Likeness::Swapped),
            ("pyongyang", "pyonyang", Likeness::Dropped),
            ("fischer", "fisher", Likeness::Homophone),
            ("hezbollah", "hizballah", Likeness::Revowelled),
            ("khamenei", "khameini", Likeness::Revowelled),
        ] {
            assert_eq!((likeness(a, b), likeness(b, a)), (Some(expected), Some(expected)), "{a} {b}");
        }
    }

    #[test]
    fn what_was_only_heard_has_the_loose_key_of_the_name() {
        for (a, b, expected) in [
            ("khadafy", "gadhafi", true),
            ("khadafy", "qaddafi", true),
            ("poutine", "putin", true),
            ("comy", "comey", true),
            ("george", "korge", false),
            ("clinton", "clifton", false),
        ] {
            assert_eq!(loose_key(a) == loose_key(b), expected, "{a} {b}");
        }
    }

    #[test]
    fn other_names_are_not() {
        for (a, b) in [
            ("mcconnell", "mcdonnell"),
            ("sanders", "wanders"),
            ("schumer", "schemer2"),
            ("iran", "iraq"),
            ("clinton", "clintons"),
            ("caroline", "carolina"),
            ("latinos", "latinas"),
            ("austria", "australia"),
            ("johnson", "johnston"),
            ("london", "lyndon"),
        ] {
            assert_eq!((likeness(a, b), likeness(b, a)), (None, None), "{a} {b}");
        }
    }
}
