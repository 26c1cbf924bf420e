//! Folding: which characters are treated as one.

/// What a character of the text does to the word around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Part of a word.
    Letter,
    /// Between two letters it vanishes (`don't`), elsewhere it separates.
    Apostrophe,
    /// As if it were not there: soft hyphens, zero-width and directional characters.
    Invisible,
    /// An accent or vowel sign on the character before.
    Mark,
    /// A letter of a script that writes no spaces between words.
    Unspaced,
    /// Ends a word.
    Separator,
}

/// Classes of a character before compatibility decomposition.
pub(super) fn class(c: char) -> Class {
    match c {
        // Most of what is written in Latin and Cyrillic script, before the general tables are asked.
        'a'..='z' | 'A'..='Z' | '0'..='9' => Class::Letter,
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{24f}' | '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' => {
            Class::Letter
        }
        '\'' | '`' => Class::Apostrophe,
        '\0'..='\x7f' => Class::Separator,
        _ => class_by_tables(c),
    }
}

fn class_by_tables(c: char) -> Class {
    match c {
        '\'' | '`' | '´' | '‘' | '’' | '‛' | 'ʼ' | 'ʻ' | '＇' | '׳' | '״' => Class::Apostrophe,
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
        | '\u{e0000}'..='\u{e0fff}' => Class::Invisible,
        c if unicode_normalization::char::is_combining_mark(c) => Class::Mark,
        c if is_unspaced(c) => Class::Unspaced,
        c if c.is_alphanumeric() => Class::Letter,
        _ => Class::Separator,
    }
}

/// Whether `c` is one of the signs beyond ASCII that are most met between words and separate them whatever is around
/// them (but for quotation marks inside a word of Hebrew).
pub(super) fn is_sign(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2010}'..='\u{2015}' | '“' | '”' | '„' | '•' | '…' | '«' | '»')
}

/// Whether `c` is a letter of a script that writes no spaces between words: Chinese characters, kana, Thai, Lao, Burmese
/// and Khmer.
pub(super) fn is_unspaced(c: char) -> bool {
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

/// Whether `c` is a letter of Arabic script.
pub(super) fn is_arabic(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{6ff}')
}

/// Whether `c` is a letter of Hebrew, between two of which a double quote is the sign of an abbreviation.
pub fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{5d0}'..='\u{5ea}')
}

/// Whether `c` is typed for the sign of abbreviations between two letters of Hebrew: a double quote, straight or, as
/// programs make of it by themselves, curled.
pub fn is_typed_gershayim(c: char) -> bool {
    matches!(c, '"' | '”' | '“')
}

/// Whether an accent on `base` makes no other letter of it: in Latin and Greek script it does not, in Cyrillic
/// (й, ї) and others it may. The vowel signs of Arabic and Hebrew are mostly left out, and so is the hamza on an alef.
pub(super) fn accent_folds(base: char, accent: char) -> bool {
    let latin_or_greek = base.is_ascii()
        || matches!(base, '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{3ff}' | '\u{1e00}'..='\u{1fff}');
    // The stress mark of Russian and Ukrainian dictionaries stands on vowels only and is no letter of its own.
    let stress = accent == '\u{301}' && "аеиоуыэюяієї".contains(base);
    let vowel_sign = matches!(base, '\u{620}'..='\u{6ff}')
        && matches!(accent, '\u{64b}'..='\u{652}' | '\u{656}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}')
        || base == 'ا' && matches!(accent, '\u{653}'..='\u{655}')
        || matches!(base, '\u{5d0}'..='\u{5f2}') && matches!(accent, '\u{591}'..='\u{5c7}');
    latin_or_greek || stress || vowel_sign
}

/// Appends the folded form of one letter: lower case, and the Latin letters that Unicode does not decompose
/// written as people type them who do not have them.
pub(super) fn push_folded(word: &mut String, c: char) {
    if c.is_ascii() {
        word.push(c.to_ascii_lowercase());
        return;
    }
    for lower in c.to_lowercase() {
        match lower {
            'ß' => word.push_str("ss"),
            'æ' => word.push_str("ae"),
            'œ' => word.push_str("oe"),
            'ø' => word.push('o'),
            'ł' => word.push('l'),
            'đ' | 'ð' => word.push('d'),
            'ħ' => word.push('h'),
            'ŧ' => word.push('t'),
            'ı' => word.push('i'),
            'ς' => word.push('σ'),
            'ٱ' => word.push('ا'),
            'ى' => word.push('ي'),
            // Numbers are looked for in the digits at hand.
            digit @ ('\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}') => {
                word.push((b'0' + (digit as u32 & 0xf) as u8) as char)
            }
            // İ becomes i and a dot above, which is an accent like any other.
            '\u{307}' if word.ends_with('i') => {}
            other => word.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::normalize::*;

    #[test]
    fn the_short_cuts_of_classes_say_what_the_tables_do() {
        for c in '\0'..=char::MAX {
            assert_eq!(class(c), class_by_tables(c), "{c:?}");
        }
    }
}
