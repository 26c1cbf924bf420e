//! Hyphens at the ends of lines: *interna-⏎tional* is one word, *well-⏎known* keeps its hyphen.
//!
//! What else the text has decides first: *international*, or *well-known* within a line. In English a list of
//! words decides then: two whole words that make no third are a compound. Other languages hyphenate far more
//! often than they make compounds, which a few rules know.

use std::cell::OnceCell;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::analysis::{Language, detect};
use crate::text::floor_char_boundary;

/// English words, without inflections of other words of the list, written by `eval/english_words.py`.
static ENGLISH: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let list = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/extract/english_words.txt"));
    list.split_ascii_whitespace().collect()
});

/// Endings of English inflections, with those that the word may have instead.
const SUFFIXES: [(&str, &[&str]); 15] = [
    ("ies", &["y"]),
    ("ied", &["y"]),
    ("ier", &["y"]),
    ("iest", &["y"]),
    ("ily", &["y"]),
    ("ings", &["", "e"]),
    ("es", &["", "e"]),
    ("s", &[""]),
    ("ed", &["", "e"]),
    ("ing", &["", "e"]),
    ("ly", &[""]),
    ("ers", &["", "e"]),
    ("er", &["", "e"]),
    ("est", &["", "e"]),
    ("ness", &[""]),
];

/// English words that are endings of others.
const ENDINGS: [&str; 12] =
    ["able", "ally", "hood", "less", "like", "man", "men", "ment", "ness", "ship", "ward", "wards"];

/// Second words of compounds with a name (*London-based*), besides participles.
const AFTER_NAMES: [&str; 12] =
    ["area", "born", "built", "funded", "led", "made", "owned", "run", "sized", "style", "style", "wide"];

/// Words after a hyphen that stands for the end of another word: *pre- and post-war*.
const CONJUNCTIONS: [&str; 16] = [
    "and", "or", "und", "oder", "sowie", "bzw", "et", "ou", "och", "og", "eller", "и", "или", "та", "або",
    "чи",
];

/// First and second halves of words with a hyphen, in other languages; an empty half stands for any.
const COMPOUNDS: [(&str, &str); 40] = [
    ("peut", "être"),
    ("au", "delà"),
    ("c’est", "à"),
    ("", "même"),
    ("", "mêmes"),
    ("celui", "ci"),
    ("celle", "ci"),
    ("ceux", "ci"),
    ("celles", "ci"),
    ("celui", "là"),
    ("celle", "là"),
    ("ceux", "là"),
    ("ci", "dessus"),
    ("ci", "dessous"),
    ("vice", "président"),
    ("est", "ce"),
    ("кто", "то"),
    ("что", "то"),
    ("где", "то"),
    ("как", "то"),
    ("когда", "то"),
    ("какой", "то"),
    ("какая", "то"),
    ("какие", "то"),
    ("почему", "то"),
    ("куда", "то"),
    ("", "нибудь"),
    ("", "либо"),
    ("из", "за"),
    ("из", "под"),
    ("по", "прежнему"),
    ("по", "моему"),
    ("по", "русски"),
    ("во", "первых"),
    ("во", "вторых"),
    ("все", "таки"),
    ("всё", "таки"),
    ("будь", "який"),
    ("", "небудь"),
    ("по", "перше"),
];

/// Beginning of a text by which its language is told, in bytes.
const SAMPLE_BYTES: usize = 20_000;

/// Reading of the two halves of a word around a line break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Break {
    /// As one word.
    Word,
    /// As one word with a hyphen.
    Compound,
    /// As two words.
    Apart,
}

/// The hyphens at the ends of the lines of a text.
pub(super) struct Hyphens<'t> {
    text: &'t str,
    words: OnceCell<FxHashSet<&'t str>>,
    is_english: OnceCell<bool>,
}

/// Returns the length in bytes of the hyphen at the end of `line`, after a letter or digit.
pub(super) fn hyphen(line: &str) -> Option<usize> {
    // Few lines end with one of these bytes, the last of each hyphen in UTF-8.
    if !matches!(line.as_bytes().last(), Some(b'-' | 0xad | 0xac | 0x90)) {
        return None;
    }
    let mut letters = line.chars().rev();
    let last = letters.next().filter(|c| matches!(c, '-' | '\u{ad}' | '¬' | '\u{2010}'))?;
    letters.next().is_some_and(char::is_alphanumeric).then_some(last.len_utf8())
}

impl<'t> Hyphens<'t> {
    /// Creates a reader of the hyphens of `text`.
    pub(super) fn new(text: &'t str) -> Self {
        Hyphens { text, words: OnceCell::new(), is_english: OnceCell::new() }
    }

    /// Decides how to read the end of `line` without its hyphen and the beginning of `next`.
    pub(super) fn read(&self, line: &str, hyphen: &str, next: &str) -> Break {
        let first = &line[line.trim_end_matches(is_word).len()..];
        let second = &next[..next.len() - next.trim_start_matches(is_word).len()];
        let Some(initial) = second.chars().next() else { return Break::Apart };
        if matches!(hyphen, "\u{ad}" | "¬") {
            return Break::Word;
        }
        let in_capitals = |word: &str| word.chars().count() > 1 && !word.contains(char::is_lowercase);
        let is_acronym = in_capitals(first);
        if first.ends_with(char::is_numeric)
            || initial.is_numeric()
            || first.chars().nth(1).is_none()
            || is_acronym && !in_capitals(second)
            || !is_acronym && initial.is_uppercase()
        {
            return Break::Compound;
        }
        let joined = format!("{first}{second}");
        if self.has(&joined) {
            return Break::Word;
        }
        if self.has(&format!("{first}-{second}")) {
            return Break::Compound;
        }
        let (left, right) = (first.to_lowercase(), second.to_lowercase());
        if CONJUNCTIONS.contains(&right.as_str()) && !is_english_word(&joined.to_lowercase()) {
            return Break::Apart;
        }
        let is_pair = |(first, second): &(&str, &str)| {
            (first.is_empty() || *first == left) && (second.is_empty() || *second == right)
        };
        let is_compound = COMPOUNDS.iter().any(is_pair)
            || self.is_english() && is_english_compound(first, &left, &right, &joined.to_lowercase());
        if is_compound { Break::Compound } else { Break::Word }
    }

    /// Returns whether the text has `word` within a line.
    fn has(&self, word: &str) -> bool {
        let words = self.words.get_or_init(|| {
            let compounds = self.text.split(|c: char| !is_word(c) && c != '-');
            let words = compounds.clone().flat_map(|compound| compound.split('-'));
            words.chain(compounds.filter(|compound| compound.contains('-'))).collect()
        });
        words.contains(word) || words.contains(word.to_lowercase().as_str())
    }

    fn is_english(&self) -> bool {
        *self.is_english.get_or_init(|| {
            let language = detect(&self.text[..floor_char_boundary(self.text, SAMPLE_BYTES)]);
            language == Language::ENGLISH || language == Language::UNKNOWN
        })
    }
}

/// Returns whether two halves of an English word make a compound: both are words, and together they are none.
fn is_english_compound(first: &str, left: &str, right: &str, joined: &str) -> bool {
    if is_english_word(joined) || ENDINGS.contains(&right) || !is_english_word(right) {
        return false;
    }
    if first.starts_with(char::is_uppercase) {
        return right.ends_with("ed") || right.ends_with("ing") || AFTER_NAMES.contains(&right);
    }
    is_english_word(left)
        || matches!(
            left,
            "anti" | "co" | "ex" | "mid" | "multi" | "non" | "post" | "pre" | "pro" | "re" | "semi"
        )
}

/// Returns whether the list has `word`, in lower case, or a word that it is an inflection of.
fn is_english_word(word: &str) -> bool {
    if word.len() < 3 {
        return matches!(
            word,
            "an" | "as"
                | "at"
                | "be"
                | "by"
                | "do"
                | "go"
                | "he"
                | "if"
                | "in"
                | "is"
                | "it"
                | "me"
                | "my"
                | "no"
                | "of"
                | "on"
                | "or"
                | "so"
                | "to"
                | "up"
                | "us"
                | "we"
        );
    }
    ENGLISH.contains(word)
        || SUFFIXES.iter().any(|(suffix, endings)| {
            let Some(base) = word.strip_suffix(suffix).filter(|base| base.len() >= 3) else { return false };
            let doubled = || {
                let mut letters = base.chars().rev();
                let (last, before) = (letters.next(), letters.next());
                last == before && base.len() > 3 && ENGLISH.contains(&base[..base.len() - 1])
            };
            endings.iter().any(|ending| ENGLISH.contains(format!("{base}{ending}").as_str()))
                || base.is_ascii() && doubled()
        })
}

/// Returns whether `c` is part of a word, as hyphens see it.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '’') || unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use crate::extract::plain::hyphens::*;

    fn read(text: &str) -> Break {
        let (line, next) = text.split_once('\n').unwrap_or_default();
        let (line, hyphen) = line.split_at(line.len() - hyphen(line).expect("a hyphen"));
        Hyphens::new(text).read(line, hyphen, next)
    }

    #[test]
    fn english_words_and_compounds_are_told_apart() {
        for word in
            "interna-tional cli-mate sto-ry suc-cess engi-neers deci-sion co-operative ex-pected for-mer car-bon \
             per-son news-paper comfort-able Wash-ington East-mere har-bour open-ing under-stand some-thing \
             re-turned dis-appeared INTERNA-TIONAL work-ers run-ning un-derstandable prof-itability"
                .split_whitespace()
        {
            assert_eq!(read(&format!("she saw the {}", word.replace('-', "-\n"))), Break::Word, "{word}");
        }
        for word in
            "well-known planet-warming long-running award-winning 21-year mid-1990s COVID-19 UN-backed Anglo-Saxon \
             London-based e-mail anti-government self-defense high-level two-thirds fish-market state-of"
                .split_whitespace()
        {
            assert_eq!(read(&format!("she saw the {}", word.replace('-', "-\n"))), Break::Compound, "{word}");
        }
        assert_eq!(read("the pre-\nand post-war years"), Break::Apart);
    }

    #[test]
    fn the_rest_of_the_text_decides_first() {
        assert_eq!(read("a north-\nsouth road, the northsouth one"), Break::Word);
        assert_eq!(read("a wob-\nblefish, a wob-blefish"), Break::Compound);
    }

    #[test]
    fn other_languages_hyphenate_words() {
        let texts = [
            (
                "Die Regierung hat am Dienstag mit den Mitgliedern der Regie-\nrungskommission gesprochen.",
                Break::Word,
            ),
            (
                "Die Regierung hat am Dienstag über die Vor-\nund Nachteile gesprochen und nichts gesagt.",
                Break::Apart,
            ),
            ("Le gouverne-\nment a voté mardi la loi sur le port et sur les bateaux.", Break::Word),
            ("Le ministre a dit que le port fermerait peut-\nêtre mardi et que la loi.", Break::Compound),
            ("Комиссия решила во вторник закрыть рынок, сказал пред-\nседатель комиссии.", Break::Word),
            ("Комиссия решила, что кто-\nто закрыл рынок, сказал председатель.", Break::Compound),
            ("La comisión decidió el martes que el merca-\ndo cierre durante dos años.", Break::Word),
        ];
        for (text, expected) in texts {
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(read("inter\u{ad}\nnational"), Break::Word);
        assert_eq!(read("inter¬\nnational"), Break::Word);
    }
}
