//! Normalization: classes of characters, case folding and accent folding.

use crate::analysis::version::AnalyzerVersion;

/// Role of a character in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CharClass {
    /// Part of a word.
    Letter,
    /// Removed between two letters (`don't`), a separator elsewhere.
    Apostrophe,
    /// Ignored: soft hyphens, zero-width and directional characters.
    Invisible,
    /// An accent or vowel sign on the preceding character.
    Mark,
    /// A letter of a script without spaces between words.
    Unspaced,
    /// Ends a word.
    Separator,
}

/// Returns the class of a character before compatibility decomposition.
pub(super) fn class(c: char) -> CharClass {
    match c {
        // The commonest characters of each script, before the general tables.
        'a'..='z' | 'A'..='Z' | '0'..='9' => CharClass::Letter,
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{24f}' | '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' => {
            CharClass::Letter
        }
        '\'' | '`' => CharClass::Apostrophe,
        '\0'..='\x7f' => CharClass::Separator,
        'ά'..='ώ' | 'ա'..='և' | 'א'..='ת' | '\u{620}'..='\u{63a}' | '\u{641}'..='\u{64a}' => {
            CharClass::Letter
        }
        '\u{671}'..='\u{6d3}' | '\u{904}'..='\u{939}' | 'ა'..='ჺ' | '가'..='힣' => CharClass::Letter,
        'ก'..='ะ' | 'า'..='ำ' | 'เ'..='ๆ' => CharClass::Unspaced,
        'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '一'..='\u{9fff}' => CharClass::Unspaced,
        'Α'..='Ρ' | 'Σ'..='Ϋ' | '\u{1e00}'..='\u{1eff}' | '\u{966}'..='\u{96f}' => CharClass::Letter,
        '\u{300}'..='\u{34e}' | '\u{350}'..='\u{36f}' | '\u{64b}'..='\u{65f}' => CharClass::Mark,
        '\u{900}'..='\u{903}' | '\u{93a}'..='\u{93c}' | '\u{93e}'..='\u{94f}' => CharClass::Mark,
        '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' => CharClass::Mark,
        '\u{a0}' | '«' | '»' | '\u{2010}'..='\u{2017}' | '“'..='‟' | '•' | '…' => {
            CharClass::Separator
        }
        '、'..='〃' | '〈'..='】' | '！'..='＆' | '（'..='／' => CharClass::Separator,
        _ => class_by_tables(c),
    }
}

fn class_by_tables(c: char) -> CharClass {
    match c {
        '\'' | '`' | '´' | '‘' | '’' | '‛' | 'ʼ' | 'ʻ' | '＇' | '׳' | '״' => {
            CharClass::Apostrophe
        }
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{640}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0000}'..='\u{e0fff}' => CharClass::Invisible,
        c if unicode_normalization::char::is_combining_mark(c) => CharClass::Mark,
        c if is_unspaced(c) => CharClass::Unspaced,
        c if c.is_alphanumeric() => CharClass::Letter,
        _ => CharClass::Separator,
    }
}

/// Returns whether `c` is one of the commonest non-ASCII signs that separate words in any context (except
/// quotation marks inside a Hebrew word).
pub(super) fn is_sign(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2010}'..='\u{2015}' | '“' | '”' | '„' | '•' | '…' | '«' | '»')
}

/// Returns whether `c` is a letter of a script without spaces between words: Chinese characters, kana, Thai,
/// Lao, Burmese and Khmer.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' if c.is_alphabetic())
        || matches!(
            c,
            '々' | '〇'
                | '\u{3041}'..='\u{3096}'
                | '\u{309d}'..='\u{309f}'
                | '\u{30a1}'..='\u{30fa}'
                | '\u{30fc}'..='\u{30ff}'
                | '\u{31f0}'..='\u{31ff}'
                | '\u{3400}'..='\u{4dbf}'
                | '\u{4e00}'..='\u{9fff}'
                | '\u{f900}'..='\u{faff}'
                | '\u{ff66}'..='\u{ff9d}'
                | '\u{20000}'..='\u{323af}'
        )
}

/// Returns whether `c` is a letter of Arabic script.
pub(super) fn is_arabic(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{6ff}')
}

/// Returns whether `c` is a Hebrew letter. A double quote between two of them marks an abbreviation.
pub(crate) fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{5d0}'..='\u{5ea}')
}

/// Returns whether `c` is typed for the gershayim, the Hebrew abbreviation mark: a double quote, straight or
/// curly.
pub(crate) fn is_typed_gershayim(c: char) -> bool {
    matches!(c, '"' | '”' | '“')
}

/// Returns whether a version of the analyzer folds away a mark on `base`.
pub(super) fn mark_folds(analyzer: AnalyzerVersion, base: char, mark: char) -> bool {
    accent_folds(base, mark) || analyzer >= AnalyzerVersion::V7 && sign_folds(analyzer, base, mark)
}

/// Returns whether `accent` on `base` is folded away. Accents on Latin and Greek letters are; those on
/// Cyrillic (й, ї) and other letters make another letter. The vowel signs of Arabic and Hebrew, which are
/// mostly left out in writing, are folded, and so is the hamza on an alef.
fn accent_folds(base: char, accent: char) -> bool {
    let latin_or_greek = base.is_ascii()
        || matches!(base, '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{3ff}' | '\u{1e00}'..='\u{1fff}');
    // The stress mark of Russian and Ukrainian dictionaries stands only on vowels and makes no other letter.
    let stress = accent == '\u{301}' && "аеиоуыэюяієї".contains(base);
    let vowel_sign = matches!(base, '\u{620}'..='\u{6ff}')
        && matches!(accent, '\u{64b}'..='\u{652}' | '\u{656}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}')
        || base == 'ا' && matches!(accent, '\u{653}'..='\u{655}')
        || matches!(base, '\u{5d0}'..='\u{5f2}') && matches!(accent, '\u{591}'..='\u{5c7}');
    latin_or_greek || stress || vowel_sign
}

/// Returns whether a mark on `base` is folded away from version 7 on: the hamza of a Persian ezafe or an Urdu
/// izafat, and the nukta of Hindi and Punjabi, which is often left out in writing. From version 8 on so are
/// the dots of ё and the grave accent of Cyrillic vowels.
fn sign_folds(analyzer: AnalyzerVersion, base: char, mark: char) -> bool {
    let v8 = analyzer >= AnalyzerVersion::V8;
    match mark {
        '\u{308}' => v8 && base == 'е',
        '\u{300}' => v8 && "аеиоуыэюяієї".contains(base),
        '\u{654}' => base == 'ه',
        '\u{93c}' => matches!(base, '\u{900}'..='\u{97f}'),
        '\u{a3c}' => matches!(base, '\u{a00}'..='\u{a7f}'),
        _ => false,
    }
}

/// Returns whether `c` is a Cyrillic letter.
pub(super) fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}')
}

/// Returns whether `c`, a letter that does not decompose, is folded to another one that it differs from.
#[inline]
pub(super) fn is_own_letter(c: char) -> bool {
    matches!(c, 'Ø' | 'ø' | 'Ł' | 'ł' | 'Đ' | 'đ' | 'Ð' | 'ð' | 'Ħ' | 'ħ' | 'Ŧ' | 'ŧ' | 'ı')
}

/// Returns whether a mark that is folded away on `base` makes another letter.
#[inline]
pub(super) fn makes_letter(base: char) -> bool {
    base.is_ascii_lowercase() || matches!(base, '\u{c0}'..='\u{24f}')
}

/// Returns the letter that stands for `c` from version 7 on: letters of Persian and Urdu keyboards equal
/// those of Arabic ones, and digits of every script equal ASCII digits. From version 8 on ґ equals г, and
/// the last letter of Urdu that of Arabic.
#[inline]
pub(super) fn common_letter(analyzer: AnalyzerVersion, c: char) -> char {
    match c {
        _ if analyzer < AnalyzerVersion::V7 => c,
        'ґ' | 'Ґ' if analyzer >= AnalyzerVersion::V8 => 'г',
        'ۃ' if analyzer >= AnalyzerVersion::V8 => 'ة',
        '\0'..='\u{5ff}' => c,
        'ی' | 'ى' => 'ي',
        'ک' | 'ڪ' => 'ك',
        'ہ' => 'ه',
        c => ascii_digit(c).unwrap_or(c),
    }
}

/// Appends the letters that stand for `c`, a letter in lower case that every version of the analyzer replaces
/// in any language. Returns whether it is one.
pub(super) fn push_other_form(word: &mut String, c: char) -> bool {
    match c {
        'ß' => word.push_str("ss"),
        'æ' => word.push_str("ae"),
        'œ' => word.push_str("oe"),
        'ς' => word.push('σ'),
        'ٱ' => word.push('ا'),
        _ => return false,
    }
    true
}

/// Appends the folded form of one letter: lower case, with ASCII replacements for the Latin letters that
/// Unicode does not decompose.
pub(super) fn push_folded(word: &mut String, c: char) {
    if c.is_ascii() {
        word.push(c.to_ascii_lowercase());
        return;
    }
    if is_folded(c) {
        word.push(c);
        return;
    }
    push_folded_by_tables(word, c);
}

/// Returns whether `c` is one of the commonest letters that are not ASCII and are folded to themselves.
#[inline]
fn is_folded(c: char) -> bool {
    matches!(
        c,
        '\u{430}'..='\u{45f}'
            | 'α'..='ρ'
            | 'σ'..='ω'
            | '\u{5d0}'..='\u{5ea}'
            | '\u{620}'..='\u{63a}'
            | '\u{641}'..='\u{648}'
            | 'ي'
            | '\u{904}'..='\u{939}'
            | '\u{1100}'..='\u{11ff}'
    )
}

fn push_folded_by_tables(word: &mut String, c: char) {
    for lower in c.to_lowercase() {
        match lower {
            lower if push_other_form(word, lower) => {}
            'ø' => word.push('o'),
            'ł' => word.push('l'),
            'đ' | 'ð' => word.push('d'),
            'ħ' => word.push('h'),
            'ŧ' => word.push('t'),
            'ı' => word.push('i'),
            'ى' => word.push('ي'),
            // Arabic and Persian digits equal ASCII digits.
            digit @ ('\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}') => {
                word.push((b'0' + (digit as u32 & 0xf) as u8) as char)
            }
            // İ lowercases to i and a combining dot above, which is folded like other accents.
            '\u{307}' if word.ends_with('i') => {}
            lower => word.push(lower),
        }
    }
}

/// Digits zero of the scripts whose digits equal ASCII digits; the others follow them.
const ZEROS: [char; 30] = [
    '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}', '\u{ce6}',
    '\u{d66}', '\u{de6}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{1090}', '\u{17e0}', '\u{1810}',
    '\u{1946}', '\u{19d0}', '\u{1a80}', '\u{1a90}', '\u{1b50}', '\u{1bb0}', '\u{1c40}', '\u{1c50}',
    '\u{a8d0}', '\u{a9d0}', '\u{aa50}', '\u{abf0}',
];

/// Returns the ASCII digit of the same value as a digit of any script or width.
pub(super) fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' => char::from_digit(c as u32 & 0xf, 10),
        '\u{ff10}'..='\u{ff19}' => char::from_digit(c as u32 - 0xff10, 10),
        '\0'..='\u{7bf}' => None,
        c => ascii_digit(c),
    }
}

/// Returns whether a number ends between the folded `letter` and `next` or begins there: one of them is a
/// digit, and the other a letter of a script whose numbers and words are written without a space by habit
/// (*2024ء*, *ال20*, *5वीं*).
#[inline]
pub(super) fn parts_number(letter: Option<char>, next: char) -> bool {
    let joins_numbers = |c: char| matches!(c, '\u{5d0}'..='\u{dff}');
    match letter {
        Some('0'..='9') => joins_numbers(next) && digit(next).is_none(),
        Some(letter) if joins_numbers(letter) => digit(next).is_some(),
        _ => false,
    }
}

/// Returns the ASCII digit of the same value as a digit of another script.
fn ascii_digit(c: char) -> Option<char> {
    let zero = ZEROS[..ZEROS.partition_point(|zero| *zero <= c)].last()?;
    char::from_digit((c as u32 - *zero as u32).min(10), 10)
}

#[cfg(test)]
mod tests {
    use crate::analysis::normalize::*;

    #[test]
    fn digits_of_every_script_are_in_order() {
        assert!(ZEROS.is_sorted());
        assert_eq!("०৪๙၇".chars().filter_map(ascii_digit).collect::<String>(), "0497");
        assert!("ऽॐक่٣1ﻙ".chars().filter_map(ascii_digit).next().is_none());
    }

    #[test]
    fn fast_paths_agree_with_the_tables() {
        for c in '\0'..=char::MAX {
            assert_eq!(class(c), class_by_tables(c), "{c:?}");
            let (mut folded, mut by_tables) = (String::new(), String::new());
            push_folded(&mut folded, c);
            push_folded_by_tables(&mut by_tables, c);
            assert!(c.is_ascii() || folded == by_tables, "{c:?}");
        }
    }
}
