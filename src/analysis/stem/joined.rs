//! Stems of languages that join words: Arabic, Hebrew and Persian.
//!
//! Prepositions, *and* and the article are written as one word with the noun after them, and so are
//! possessives and the plural (وبالكتاب, *and with the book*; ובבתיהם, *and in their houses*). A word of the
//! lexicon is read as it stands. Another is read as the commonest word of the lexicon that prefixes and an
//! ending make it from, each of which costs what it is rarer than the bare word. A word that cannot be read
//! so loses particles at its start; before version 9 it stayed as it was. `eval/lexicons.py` makes the
//! lexicons.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use crate::analysis::language::{Language, Script};
use crate::analysis::stem::lexicon::{LexiconEntry, StemLexicon};
use crate::analysis::version::AnalyzerVersion;

/// The affixes and the lexicon of a language.
#[derive(Debug)]
pub(super) struct JoinedWords {
    lexicon: StemLexicon,
    /// Prefixes with their costs.
    prefixes: Vec<(&'static str, i32)>,
    endings: Vec<Ending>,
    /// Words that take no prefix.
    alone: Vec<&'static str>,
    /// Letters that are another one at the end of a word.
    finals: HashMap<char, char>,
    /// Forms with their stems, from version 10 on, sorted.
    forms: Vec<(&'static str, &'static str)>,
    /// Names that are read as they stand, with and without prefixes.
    names: Vec<&'static str>,
    /// What an unknown word loses at its start, again and again.
    particles: Vec<&'static str>,
    /// A letter that is written twice after a prefix. No bare word begins with it.
    doubled: Option<char>,
}

/// An ending, and what stands in its place in the word without it.
#[derive(Debug)]
struct Ending {
    letters: &'static str,
    replacement: &'static str,
    cost: i32,
}

/// Score of one class of frequency.
const CLASS_SCORE: i32 = 4;
/// Least class of frequency of a word of two letters after a prefix.
const MIN_CLASS_OF_TWO: u8 = 9;
/// Minimum number of letters after a prefix and before an ending.
const MIN_LETTERS: usize = 2;
/// Minimum number of letters of a listed form after a prefix.
const MIN_LISTED_LETTERS: usize = 4;
/// Minimum number of letters of an unknown word without particles.
const MIN_UNKNOWN_LETTERS: usize = 4;

static ARABIC: LazyLock<Option<JoinedWords>> = LazyLock::new(|| {
    let affixes = include_str!("../../../data/analysis/lexicons/ar.txt");
    JoinedWords::new(affixes, include_bytes!("../../../data/analysis/lexicons/ar.bin"))
});
static PERSIAN: LazyLock<Option<JoinedWords>> = LazyLock::new(|| {
    let affixes = include_str!("../../../data/analysis/lexicons/fa.txt");
    JoinedWords::new(affixes, include_bytes!("../../../data/analysis/lexicons/fa.bin"))
});
static HEBREW: LazyLock<Option<JoinedWords>> = LazyLock::new(|| {
    let affixes = include_str!("../../../data/analysis/lexicons/he.txt");
    JoinedWords::new(affixes, include_bytes!("../../../data/analysis/lexicons/he.bin"))
});

impl JoinedWords {
    /// Returns the lexicon that a version of the analyzer has for words in `script` in a text of `language`.
    pub(super) fn of(
        analyzer: AnalyzerVersion,
        language: Language,
        script: Script,
    ) -> Option<&'static JoinedWords> {
        match (script, language.code()) {
            _ if analyzer < AnalyzerVersion::V8 || !cfg!(feature = "inflections") => None,
            (Script::Arabic, "ur") | (Script::Hebrew, "yi") => None,
            (Script::Arabic, "fa") => PERSIAN.as_ref(),
            (Script::Arabic, _) => ARABIC.as_ref(),
            (Script::Hebrew, _) => HEBREW.as_ref(),
            _ => None,
        }
    }

    /// Reads the affixes and the packed lexicon of a language.
    fn new(affixes: &'static str, lexicon: &'static [u8]) -> Option<JoinedWords> {
        let mut words = JoinedWords {
            lexicon: StemLexicon::new(lexicon)?,
            prefixes: Vec::new(),
            endings: Vec::new(),
            alone: Vec::new(),
            finals: HashMap::new(),
            forms: Vec::new(),
            names: Vec::new(),
            particles: Vec::new(),
            doubled: None,
        };
        for line in affixes.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<_> = line.split_ascii_whitespace().collect();
            match fields.as_slice() {
                ["prefix", prefix, cost] => words.prefixes.push((prefix, cost.parse().ok()?)),
                ["ending", letters, replacement, cost] => words.endings.push(Ending {
                    letters,
                    replacement: replacement.trim_matches('-'),
                    cost: cost.parse().ok()?,
                }),
                ["alone", alone @ ..] => words.alone.extend_from_slice(alone),
                ["forms", stem, forms @ ..] => words.forms.extend(forms.iter().map(|form| (*form, *stem))),
                ["name", names @ ..] => words.names.extend_from_slice(names),
                ["particle", particles @ ..] => words.particles.extend_from_slice(particles),
                ["final", letter, last] => {
                    words.finals.insert(letter.parse().ok()?, last.parse().ok()?);
                }
                ["double", letter] => words.doubled = Some(letter.parse().ok()?),
                [] => {}
                _ => return None,
            }
        }
        words.alone.sort_unstable();
        words.names.sort_unstable();
        words.forms.sort_unstable();
        Some(words)
    }

    /// Returns the stem of a normalized word, as a version of the analyzer reads it.
    pub(super) fn stem<'w>(&self, analyzer: AnalyzerVersion, word: &'w str) -> Cow<'w, str> {
        if analyzer < AnalyzerVersion::V9 {
            return self.known_stem(analyzer, word).unwrap_or(Cow::Borrowed(word));
        }
        let is_name = |word: &&str| self.names.binary_search(word).is_ok();
        let prefixed = || self.prefixes.iter().filter_map(|(prefix, _)| word.strip_prefix(prefix));
        // Few words begin as a name does.
        let name = Some(word).filter(is_name).or_else(|| prefixed().find(is_name));
        name.map(Cow::Borrowed)
            .or_else(|| self.known_stem(analyzer, word))
            .unwrap_or_else(|| Cow::Borrowed(self.without_particles(word)))
    }

    /// Strips particles from the start of an unknown word, as long as a word is left. All forms of a name
    /// lose the same ones, even those that are part of it.
    fn without_particles<'w>(&self, word: &'w str) -> &'w str {
        let mut rest = word;
        let shorter = |rest: &'w str| {
            let mut tails = self.particles.iter().filter_map(|particle| rest.strip_prefix(particle));
            tails.find(|tail| has_letters(tail, MIN_UNKNOWN_LETTERS))
        };
        while let Some(tail) = shorter(rest) {
            rest = tail;
        }
        rest
    }

    /// Returns the stem of a word of the lexicon, or of one that affixes make of such a word.
    fn known_stem<'w>(&self, analyzer: AnalyzerVersion, word: &'w str) -> Option<Cow<'w, str>> {
        let listed = |form: &str| {
            let index = self.forms.binary_search_by_key(&form, |(form, _)| *form).ok()?;
            let (_, stem) = self.forms.get(index).filter(|_| analyzer >= AnalyzerVersion::V10)?;
            Some(Cow::Borrowed(*stem))
        };
        if let Some(stem) = listed(word) {
            return Some(stem);
        }
        if let Some(entry) = self.lexicon.get(word) {
            return Some(Cow::Owned(entry.stem(word)));
        }
        let prefixed = self.prefixes.iter().filter_map(|(prefix, _)| word.strip_prefix(prefix));
        let is_long = |rest: &&str| has_letters(rest, MIN_LISTED_LETTERS);
        if let Some(stem) = prefixed.filter(is_long).find_map(listed) {
            return Some(stem);
        }
        let mut best = Reading::default();
        self.read_endings(word, 0, &mut best);
        for (prefix, cost) in &self.prefixes {
            let Some(rest) = word.strip_prefix(prefix).filter(|rest| has_letters(rest, MIN_LETTERS)) else {
                continue;
            };
            match self.doubled.filter(|letter| rest.starts_with(*letter)) {
                None => self.read(rest, *cost, &mut best),
                // The first of the two letters is left out, or belongs to the word.
                Some(letter) if rest.chars().nth(1) == Some(letter) && has_letters(rest, 4) => {
                    self.read(&rest[letter.len_utf8()..], *cost, &mut best);
                    self.read(rest, *cost, &mut best);
                }
                Some(_) => {}
            }
        }
        best.stem.map(Cow::Owned)
    }

    /// Reads what follows a prefix of a word, as a word of the lexicon or with an ending.
    fn read(&self, rest: &str, cost: i32, best: &mut Reading) {
        let Some(entry) = self.lexicon.get(rest) else { return self.read_endings(rest, cost, best) };
        let is_common = entry.class >= MIN_CLASS_OF_TWO || has_letters(rest, MIN_LETTERS + 1);
        if is_common && self.alone.binary_search(&rest).is_err() {
            best.offer(entry, rest, cost);
        }
    }

    /// Reads a word as one of the lexicon with an ending.
    fn read_endings(&self, word: &str, cost: i32, best: &mut Reading) {
        // After a prefix, two letters before an ending may be of any word.
        let min_letters = if cost > 0 { MIN_LETTERS + 1 } else { MIN_LETTERS };
        let mut base = String::with_capacity(word.len() + 2);
        for ending in &self.endings {
            let Some(start) = word.strip_suffix(ending.letters) else { continue };
            base.clear();
            base.push_str(start);
            if ending.replacement.is_empty()
                && let Some(last) = start.chars().next_back()
                && let Some(last_form) = self.finals.get(&last)
            {
                base.pop();
                base.push(*last_form);
            }
            base.push_str(ending.replacement);
            if has_letters(start, MIN_LETTERS)
                && has_letters(&base, min_letters)
                && let Some(entry) = self.lexicon.get(&base)
            {
                best.offer(entry, &base, cost + ending.cost);
            }
        }
    }
}

/// The best reading of a word so far.
#[derive(Debug, Default)]
struct Reading {
    score: i32,
    stem: Option<String>,
}

impl Reading {
    /// Takes the reading as a word of the lexicon, with affixes of this cost, if it is better.
    fn offer(&mut self, entry: LexiconEntry<'_>, word: &str, cost: i32) {
        let score = i32::from(entry.class) * CLASS_SCORE - cost;
        if entry.class > 0 && (self.stem.is_none() || score > self.score) {
            *self = Reading { score, stem: Some(entry.stem(word)) };
        }
    }
}

/// Returns whether `word` has at least so many letters.
fn has_letters(word: &str, count: usize) -> bool {
    count == 0 || word.chars().nth(count - 1).is_some()
}

#[cfg(test)]
mod tests {
    use crate::analysis::stem::joined::*;
    use crate::analysis::tokenizer::tokenize;

    fn stems(code: &str, words: &str) -> Vec<String> {
        let language = Language::named(code).unwrap_or_default();
        let stem = |word: &str| {
            let words = JoinedWords::of(AnalyzerVersion::CURRENT, language, Script::of(word));
            words.map_or_else(
                || word.to_owned(),
                |words| words.stem(AnalyzerVersion::CURRENT, word).into_owned(),
            )
        };
        words.split(' ').map(|word| stem(&tokenize(word).next().unwrap().text)).collect()
    }

    #[track_caller]
    fn assert_forms(code: &str, forms: &[&str]) {
        for forms in forms {
            let stems = stems(code, forms);
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{forms}: {stems:?}");
        }
    }

    #[track_caller]
    fn assert_others(code: &str, words: &str) {
        let stems = stems(code, words);
        let distinct: std::collections::BTreeSet<_> = stems.iter().collect();
        assert_eq!(distinct.len(), stems.len(), "{words}: {stems:?}");
    }

    #[test]
    fn lexicons_are_whole() {
        for (code, script) in [("ar", Script::Arabic), ("fa", Script::Arabic), ("he", Script::Hebrew)] {
            let language = Language::named(code).unwrap_or_default();
            assert!(JoinedWords::of(AnalyzerVersion::CURRENT, language, script).is_some(), "{code}");
            assert!(JoinedWords::of(AnalyzerVersion::V7, language, script).is_none(), "{code}");
        }
    }

    #[test]
    fn arabic_forms_have_one_stem() {
        assert_forms(
            "ar",
            &[
                "كتاب الكتاب وكتاب والكتاب بالكتاب للكتاب كتابه كتابها كتابهم وبالكتاب",
                "حكومة الحكومة وحكومة للحكومة بالحكومة حكومته حكومتها حكومات الحكومات",
                "طائرة طائرات الطائرات والطائرات",
                "لبنان ولبنان بلبنان للبنان",
                "مهندس المهندسين مهندسون والمهندسين",
                "وزير الوزراء وزراء والوزير",
                "رجل الرجال رجال والرجل",
            ],
        );
    }

    #[test]
    fn arabic_names_are_found_with_particles() {
        assert_forms(
            "ar",
            &[
                "بايدن وبايدن لبايدن ولبايدن ببايدن",
                "زيلينسكي وزيلينسكي لزيلينسكي ولزيلينسكي",
                "دونيتسك ودونيتسك بدونيتسك وبدونيتسك لدونيتسك",
                "لافروف ولافروف للافروف",
                "بوريل وبوريل لبوريل ولبوريل",
                "السنوار والسنوار للسنوار بالسنوار وللسنوار",
                "كيري وكيري لكيري",
            ],
        );
        assert_others("ar", "بايدن زيلينسكي دونيتسك لافروف بوريل كيري كير");
        assert_forms("he", &["זלנסקי וזלנסקי"]);
    }

    #[test]
    fn letters_of_an_arabic_word_are_no_affixes() {
        assert_others("ar", "وزير زير ولد لد بلد كلب لب فرنسا رنسا ألمانيا مانيا");
    }

    #[test]
    fn hebrew_forms_have_one_stem() {
        assert_forms(
            "he",
            &[
                "ספר הספר בספר ובספר ספרים הספרים שהספר כשהספר",
                "ממשלה הממשלה והממשלה בממשלה ממשלות הממשלות ממשלת",
                "מלחמה המלחמה במלחמה מלחמות מלחמת",
                "ירושלים בירושלים לירושלים מירושלים וירושלים",
                "ועדה הוועדה ועדת",
                "אישה האישה נשים הנשים לנשים",
                "עיר העיר בעיר ערים הערים",
                "מורה המורה מורים המורים",
                "בניין הבניין בניינים הבניינים",
                "לילה הלילה לילות",
            ],
        );
    }

    #[test]
    fn letters_of_a_hebrew_word_are_no_affixes() {
        assert_others(
            "he",
            "שערי ערי שמורים מורה איש אישה ילד ילדה משרד שרד בנק נק הודו ודו כלב לב שלום לום",
        );
    }

    #[test]
    fn persian_forms_have_one_stem() {
        assert_forms(
            "fa",
            &[
                "کتاب کتابها کتاب‌های کتابی کتابهایی کتابش",
                "خانه خانه‌ها خانه‌های خانهٔ",
                "دانشجو دانشجویان دانشجوی",
                "کشور کشورهای کشورها كشور",
            ],
        );
        assert_others("fa", "تهران تهر ایران ایر مردان");
    }

    proptest::proptest! {
        #[test]
        fn every_word_has_a_stem(
            arabic in "[ابتةتجحخدرسشعفقكلمنهويىءئؤ]{1,30}", hebrew in "[א-ת]{1,30}"
        ) {
            for code in ["ar", "fa", "he"] {
                for word in [&arabic, &hebrew] {
                    proptest::prop_assert!(!stems(code, word).concat().is_empty());
                }
            }
        }
    }
}
