//! Names of months: those of the CLDR in 64 languages, and others in use.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::text::capitalized;
use crate::text::dates::tokens::{DatePart, DateToken};

/// One line per language: its code, then the names of January to December, each with its variants after
/// `/`. `_` stands for a space. The last line has the months of the Persian calendar.
static MONTHS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/extract/months.txt"));

/// Number of languages at the top of the list whose names may be shortened where the language is unknown.
const COMMON_LANGUAGES: usize = 16;
/// Maximum length of a name in bytes.
const MAX_NAME_BYTES: usize = 64;

/// The names of one language.
struct MonthNames {
    code: &'static str,
    months: Vec<Vec<String>>,
}

/// All names, folded.
static LANGUAGES: LazyLock<Vec<MonthNames>> = LazyLock::new(|| {
    let names = |names: &str| names.split('/').map(|name| fold(&name.replace('_', " "))).collect();
    let language = |line: &'static str| {
        let (code, months) = line.split_once(' ').unwrap_or((line, ""));
        MonthNames { code, months: months.split(' ').map(names).collect() }
    };
    MONTHS.lines().map(language).collect()
});

/// Names that mean the same month whatever the language, and abbreviations of the common languages. An
/// ambiguous abbreviation maps to 0.
static ANY_LANGUAGE: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
    let entries = |languages: &'static [MonthNames]| {
        languages.iter().flat_map(|language| {
            let months = (1..).zip(&language.months);
            months.flat_map(|(number, names)| names.iter().map(move |name| (number, name)))
        })
    };
    let (common, others) = gregorian().split_at(COMMON_LANGUAGES.min(gregorian().len()));
    let mut any: HashMap<String, u32> = HashMap::new();
    for (number, name) in entries(common).filter(|(_, name)| name.chars().count() >= 3) {
        for letters in 3..=4 {
            let short: String = name.chars().take(letters).collect();
            let entry = any.entry(short).or_insert(number);
            *entry = if *entry == number { number } else { 0 };
        }
    }
    for (number, name) in entries(others).filter(|(_, name)| is_distinctive(name)) {
        any.entry(name.clone()).or_insert(number);
    }
    let full = entries(common).filter(|(_, name)| name.chars().count() >= 4);
    any.extend(full.map(|(number, name)| (name.clone(), number)));
    any
});

/// Returns the languages without the Persian calendar.
fn gregorian() -> &'static [MonthNames] {
    LANGUAGES.split_last().map_or(&[], |(_, languages)| languages)
}

/// Returns whether a name is long enough not to be another word.
fn is_distinctive(name: &str) -> bool {
    name.chars().count() >= 4 || name.chars().all(|c| matches!(c, '\u{900}'..='\u{dff}'))
}

/// Folds case, accents, and letters that keyboards exchange.
pub(crate) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let letters = word.nfd().filter(|c| !is_ignored(*c)).flat_map(char::to_lowercase);
    // The dot of a Turkish capital is split off by the change of case.
    letters.filter(|c| !is_ignored(*c)).map(same_letter).collect()
}

/// Returns whether `c` is an accent, a vowel point, or invisible.
fn is_ignored(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' | '\u{ad}'
            | '\u{200b}'..='\u{200f}' | '\u{93c}' | '\u{9bc}'
    )
}

/// Maps letters that look alike to one of them.
fn same_letter(c: char) -> char {
    match c {
        'ی' | 'ى' => 'ي',
        'ک' => 'ك',
        'ı' => 'i',
        'ς' => 'σ',
        c => c,
    }
}

/// Returns the number of the month at the start of `tokens`, in any language, and the number of its tokens.
/// Shortened names are those of the common languages.
pub(crate) fn month_in_text(tokens: &[DateToken<'_>]) -> Option<(u32, usize)> {
    let DatePart::Word(word) = tokens.first()?.part else { return None };
    if word.len() < 3 || word.len() > MAX_NAME_BYTES {
        return None;
    }
    let mut name = fold(word);
    if let Some(number) = ANY_LANGUAGE.get(&name) {
        return Some((*number, 1)).filter(|(number, _)| *number > 0);
    }
    // Names of two words: those of the Levant and of Vietnam.
    let DatePart::Word(second) = tokens.get(1).filter(|_| !word.is_ascii())?.part else { return None };
    name.extend([" ", &fold(second)]);
    ANY_LANGUAGE.get(&name).copied().filter(|number| *number > 0).map(|number| (number, 2))
}

/// Returns the number of the month at the start of `tokens` and the number of its tokens. Names of
/// `language`, a language code, take precedence, and may be shortened or inflected.
pub(crate) fn month_at(tokens: &[DateToken<'_>], language: &str) -> Option<(u32, usize)> {
    let words = tokens.iter().take(3).map_while(|token| match token.part {
        DatePart::Word(word) if word.len() <= MAX_NAME_BYTES => Some(fold(word)),
        _ => None,
    });
    let words: Vec<String> = words.collect();
    let first = words.first()?;
    if matches!(first.as_str(), "thang" | "thg")
        && let Some(number) = tokens.get(1).and_then(|token| token.number(1..=2))
    {
        return (1..=12).contains(&number).then_some((number, 2));
    }
    let known = LANGUAGES.iter().find(|names| names.code == language);
    (1..=words.len()).rev().find_map(|count| {
        let name = words[..count].join(" ");
        let of_language = known.and_then(|names| exact(names, &name));
        let of_language = of_language.or_else(|| english(&name)).or_else(|| shortened(known?, &name));
        Some((of_language.or_else(|| month_of_any(&name))?, count))
    })
}

/// Returns the English name of the month that a word of `text` is read as, where it is another month in one
/// of the languages (*listopad*); and the code of that language, with that month's English name and number.
pub(crate) fn other_month(text: &str) -> Option<(String, &'static str, String, u32)> {
    let english_name = |number: u32| {
        let variants = gregorian().first()?.months.get(usize::try_from(number).ok()?.checked_sub(1)?)?;
        variants.first().map(|name| capitalized(name))
    };
    let words = text.split(|c: char| !c.is_alphabetic()).map(fold).filter(|word| is_distinctive(word));
    words.filter(|word| english(word).is_none()).find_map(|word| {
        let number = month_of_any(&word)?;
        let (code, other) = gregorian().iter().find_map(|names| {
            let other = exact(names, &word).filter(|other| *other != number)?;
            Some((names.code, other))
        })?;
        Some((english_name(number)?, code, english_name(other)?, other))
    })
}

/// Returns the number of a month of the Persian calendar.
pub(crate) fn persian_month(word: &str) -> Option<u32> {
    let names = LANGUAGES.last()?;
    exact(names, &fold(word))
}

/// Returns the number of the month whose name begins with `name`, or is its beginning.
fn shortened(names: &MonthNames, name: &str) -> Option<u32> {
    let matching = |test: &dyn Fn(&String) -> bool| {
        let mut months = (1..).zip(&names.months).filter(|(_, variants)| variants.iter().any(test));
        let number = months.next()?.0;
        months.next().is_none().then_some(number)
    };
    matching(&|full| name.chars().count() >= 3 && full.starts_with(name))
        .or_else(|| matching(&|full| full.chars().count() >= 4 && name.starts_with(full.as_str())))
}

fn exact(names: &MonthNames, name: &str) -> Option<u32> {
    let mut months = (1..).zip(&names.months);
    months.find(|(_, variants)| variants.iter().any(|variant| variant == name)).map(|(number, _)| number)
}

/// Returns the number of the month whose English name or abbreviation is `name`: dates of protocols have it
/// on pages of any language.
fn english(name: &str) -> Option<u32> {
    gregorian().first().and_then(|names| exact(names, name))
}

/// Returns the number of the month named `name` in any language.
fn month_of_any(name: &str) -> Option<u32> {
    let common = ANY_LANGUAGE.get(name).copied().filter(|number| *number > 0);
    common.or_else(|| gregorian().iter().find_map(|names| exact(names, name)))
}

#[cfg(test)]
mod tests {
    use crate::text::dates::months::*;
    use crate::text::dates::tokens::tokens;

    #[test]
    fn every_language_has_twelve_months() {
        for names in LANGUAGES.iter() {
            assert_eq!(names.months.len(), 12, "{}", names.code);
            for (number, variants) in (1..).zip(&names.months) {
                for name in variants {
                    assert_eq!(exact(names, name), Some(number), "{} {name}", names.code);
                }
            }
        }
        assert!(LANGUAGES.len() > 60 && LANGUAGES.last().is_some_and(|names| names.code == "jalali"));
    }

    #[test]
    fn names_are_read_in_their_language() {
        for (name, language, expected) in [
            ("listopada", "pl", Some(11)),
            ("listopada", "hr", Some(10)),
            ("listopada", "", Some(11)),
            ("LISTOPADA", "uk", Some(11)),
            ("Mai", "de", Some(5)),
            ("KASIM", "tr", Some(11)),
            ("Kasım", "", Some(11)),
            ("tháng 5", "vi", Some(5)),
            ("Tháng Mười Hai", "vi", Some(12)),
            ("كانون الثاني", "ar", Some(1)),
            ("أيّار", "ar", Some(5)),
            ("एप्रिल", "mr", Some(4)),
            ("ม.ค.", "th", Some(1)),
            ("májusban", "hu", Some(5)),
            ("Sept", "fi", Some(9)),
            ("ju", "en", None),
            ("monday", "en", None),
        ] {
            let found = month_at(&tokens(name), language).map(|(number, _)| number);
            assert_eq!(found, expected, "{name} ({language})");
        }
    }
}
