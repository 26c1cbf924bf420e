//! Tells syllables of Korean and Chinese names from other spellings of each other.

/// Returns whether one word begins with *j* and the other with *y*, and one has a single syllable: two parts
/// of such names (*Jong*, *Yong*). In longer names the letters stand for each other (*Janukovych*,
/// *Yanukovych*).
pub(super) fn are_syllables(a: &str, b: &str) -> bool {
    let begin = |one: &str, other: &str| one.starts_with('j') && other.starts_with('y');
    (begin(a, b) || begin(b, a)) && syllables(a).min(syllables(b)) <= 1
}

/// Returns the number of groups of vowels in a word behind its first letter, which is one byte.
fn syllables(word: &str) -> usize {
    word.as_bytes()[1..]
        .chunk_by(|a, b| is_vowel(*a) == is_vowel(*b))
        .filter(|group| is_vowel(group[0]))
        .count()
}

fn is_vowel(byte: u8) -> bool {
    b"aeiouy".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_korean_names_are_no_spellings_of_each_other() {
        for (a, b, expected) in [
            ("jong", "yong", true),
            ("yang", "jang", true),
            ("jin", "yin", true),
            ("juri", "yuri", false),
            ("janukovych", "yanukovych", false),
            ("kim", "jim", false),
            ("j", "y", true),
        ] {
            assert_eq!(are_syllables(a, b), expected, "{a} {b}");
        }
    }
}
