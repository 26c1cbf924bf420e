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
    /// Ends a word.
    Separator,
}

/// Classes of a character before compatibility decomposition.
pub(super) fn class(c: char) -> Class {
    match c {
        '\'' | '`' | '´' | '‘' | '’' | '‛' | 'ʼ' | 'ʻ' | '＇' => Class::Apostrophe,
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0000}'..='\u{e0fff}' => Class::Invisible,
        c if unicode_normalization::char::is_combining_mark(c) => Class::Mark,
        c if c.is_alphanumeric() => Class::Letter,
        _ => Class::Separator,
    }
}

/// Whether an accent on `base` makes no other letter of it: in Latin and Greek script it does not, in Cyrillic
/// (й, ї) and others it may.
pub(super) fn accent_folds(base: char, accent: char) -> bool {
    let latin_or_greek = base.is_ascii()
        || matches!(base, '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{3ff}' | '\u{1e00}'..='\u{1fff}');
    // The stress mark of Russian and Ukrainian dictionaries stands on vowels only and is no letter of its own.
    let stress = accent == '\u{301}' && "аеиоуыэюяієї".contains(base);
    latin_or_greek || stress
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
            // İ becomes i and a dot above, which is an accent like any other.
            '\u{307}' if word.ends_with('i') => {}
            other => word.push(other),
        }
    }
}
