//! Letters that are one in comparisons outside of the index, as in its table.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::analysis::indic::{fold_nasals, may_be_indic};
use crate::analysis::normalize::{common_letter, digit, mark_folds, push_other_form};
use crate::analysis::version::AnalyzerVersion;

/// Replaces letters of a word in lower case by those that they are one with: ё by е, ك by ک, the digits of
/// any script by ours, ß by ss. Marks of Latin and Greek letters count.
pub(crate) fn unify_letters(word: &mut String) {
    let mut forms = String::new();
    let is_one = |c: char| c.is_ascii() || c < '\u{370}' && !push_other_form(&mut forms, c);
    if word.chars().all(is_one) {
        return;
    }
    let version = AnalyzerVersion::CURRENT;
    let mut unified = String::with_capacity(word.len());
    let mut base = None;
    for c in word.nfd() {
        match c {
            '\u{640}' => {}
            c if is_combining_mark(c) => {
                let folds = |base: char| base >= '\u{400}' && mark_folds(version, base, c);
                if !base.is_some_and(folds) {
                    unified.push(c);
                }
            }
            // Of a formula, CO₂, and no part of the number in 10₆.
            '₀'..='₉' if base.is_some_and(char::is_alphabetic) => {
                unified.extend(char::from_digit(u32::from(c) - u32::from('₀'), 10));
            }
            c if push_other_form(&mut unified, c) => base = unified.chars().next_back(),
            c => {
                let letter = digit(c).unwrap_or_else(|| common_letter(version, c));
                base = Some(letter);
                unified.push(letter);
            }
        }
    }
    *word = unified.nfc().collect();
    if may_be_indic(word) {
        fold_nasals(word);
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::spelling::one_letter::*;

    #[test]
    fn letters_are_one_as_in_the_index() {
        for (a, b, expected) in [
            ("ещё", "еще", true),
            ("за\u{301}мок", "замок", true),
            ("мой", "мои", false),
            ("її", "іі", false),
            ("بنـــاء", "بناء", true),
            ("سَنُعيدُ", "سنعيد", true),
            ("الأسبوع", "الاسبوع", true),
            ("المدرسه", "المدرسة", false),
            ("يک", "یك", true),
            ("١٢٥٠٠", "12500", true),
            ("बाज़ार", "बाजार", true),
            ("हिन्दी", "हिंदी", true),
            ("straße", "strasse", true),
            ("lœss", "loess", true),
            ("schön", "schon", false),
            ("caña", "cana", false),
            ("ποτέ", "πότε", false),
            ("νόμος", "νόμοσ", true),
            ("co₂", "co2", true),
            ("h₁₂o", "h12o", true),
            ("10₆", "106", false),
            ("１２", "12", true),
        ] {
            let unified = |word: &str| {
                let mut word = word.to_owned();
                unify_letters(&mut word);
                word
            };
            assert_eq!(unified(a) == unified(b), expected, "{a} {b}");
        }
    }
}
