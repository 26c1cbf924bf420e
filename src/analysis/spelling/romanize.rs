//! Romanizes normalized words of Cyrillic and Greek script, so that they can be compared with Latin ones.

/// Letters of Cyrillic script, normalized.
#[rustfmt::skip]
const CYRILLIC: [(char, &str); 48] = [
    ('а', "a"), ('б', "b"), ('в', "v"), ('г', "g"), ('ґ', "g"), ('д', "d"), ('е', "e"), ('ё', "e"), ('є', "ie"),
    ('ж', "zh"), ('з', "z"), ('и', "i"), ('і', "i"), ('ї', "i"), ('й', "i"), ('к', "k"), ('л', "l"), ('м', "m"),
    ('н', "n"), ('о', "o"), ('п', "p"), ('р', "r"), ('с', "s"), ('т', "t"), ('у', "u"), ('ў', "u"), ('ф', "f"),
    ('х', "kh"), ('ц', "ts"), ('ч', "ch"), ('ш', "sh"), ('щ', "shch"), ('ъ', ""), ('ы', "y"), ('ь', ""),
    ('э', "e"), ('ю', "iu"), ('я', "ia"), ('ј', "j"), ('љ', "lj"), ('њ', "nj"), ('ћ', "c"), ('ђ', "dj"),
    ('џ', "dz"), ('ѓ', "gj"), ('ќ', "kj"), ('ѕ', "dz"), ('’', ""),
];

/// Letters of the South Slavic languages whose Latin spelling has one letter for each of Cyrillic.
const SOUTH_SLAVIC: [char; 6] = ['ј', 'љ', 'њ', 'ћ', 'ђ', 'џ'];

/// Pairs of Greek letters that are one sound, and letters, normalized.
#[rustfmt::skip]
const GREEK: [(&str, &str); 35] = [
    ("ου", "u"), ("αι", "e"), ("ει", "i"), ("οι", "i"), ("αυ", "av"), ("ευ", "ev"), ("μπ", "b"), ("ντ", "d"),
    ("γκ", "g"), ("γγ", "ng"), ("α", "a"), ("β", "v"), ("γ", "g"), ("δ", "d"), ("ε", "e"), ("ζ", "z"),
    ("η", "i"), ("θ", "th"), ("ι", "i"), ("κ", "k"), ("λ", "l"), ("μ", "m"), ("ν", "n"), ("ξ", "x"), ("ο", "o"),
    ("π", "p"), ("ρ", "r"), ("σ", "s"), ("ς", "s"), ("τ", "t"), ("υ", "y"), ("φ", "f"), ("χ", "ch"),
    ("ψ", "ps"), ("ω", "o"),
];

/// Returns whether a word is in Latin script.
pub(crate) fn is_latin(word: &str) -> bool {
    word.is_ascii() || word.chars().all(|c| c < '\u{250}' || matches!(c, '\u{1e00}'..='\u{1eff}'))
}

/// Returns a word of Cyrillic or Greek script in Latin letters; `None` for other words.
pub(crate) fn romanize(word: &str) -> Option<String> {
    let first = word.chars().next()?;
    match first {
        '\u{400}'..='\u{4ff}' => romanize_cyrillic(word),
        '\u{370}'..='\u{3ff}' => romanize_greek(word),
        _ => None,
    }
}

fn romanize_cyrillic(word: &str) -> Option<String> {
    // A case of a name in -ия (*России*): its two vowels are not the one i that a name in Latin letters ends
    // in.
    for ending in ["ии", "ії"] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| !stem.is_empty()) {
            return Some(romanize_cyrillic(stem)? + "i'i");
        }
    }
    let is_south_slavic = word.contains(SOUTH_SLAVIC);
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        out.push_str(match c {
            'ч' if is_south_slavic => "c",
            'ш' if is_south_slavic => "s",
            'ж' if is_south_slavic => "z",
            'ц' if is_south_slavic => "c",
            'х' if is_south_slavic => "h",
            _ => CYRILLIC.iter().find(|(letter, _)| *letter == c)?.1,
        });
    }
    Some(out)
}

fn romanize_greek(word: &str) -> Option<String> {
    let mut out = String::with_capacity(word.len());
    let mut tail = word;
    while !tail.is_empty() {
        let (letters, latin) = GREEK.iter().find(|(letters, _)| tail.starts_with(letters))?;
        out.push_str(latin);
        tail = &tail[letters.len()..];
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use crate::analysis::spelling::likeness::SpellingKeys;
    use crate::analysis::spelling::romanize::*;

    #[test]
    fn a_name_has_one_key_in_all_scripts() {
        for (word, latin) in [
            ("путин", "putin"),
            ("путін", "putin"),
            ("зеленський", "zelensky"),
            ("зеленский", "zelenskiy"),
            ("київ", "kyiv"),
            ("харків", "kharkiv"),
            ("вучић", "vucic"),
            ("ельцин", "yeltsin"),
            ("навальный", "navalny"),
            ("алексей", "alexei"),
            ("порошенко", "poroshenko"),
            ("τσιπρασ", "tsipras"),
            ("μητσοτακησ", "mitsotakis"),
            ("борисов", "borissov"),
        ] {
            let key = romanize(word).map(|word| SpellingKeys::new(&word).transliteration);
            assert_eq!(key, Some(SpellingKeys::new(latin).transliteration), "{word}");
        }
        let key = |word: &str| SpellingKeys::new(word).transliteration;
        for case in ["россии", "росії"] {
            assert_ne!(romanize(case).map(|case| key(&case)), Some(key("rossi")), "{case}");
        }
        assert_eq!(romanize("putin"), None);
        assert!(is_latin("putin") && !is_latin("путин"));
    }
}
