//! Tells typing errors in names from other names.

/// Minimum length of the shorter of two words of which one lacks a consonant, in letters.
const MIN_DROPPED: usize = 8;

/// Likeness of two spellings, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// Transliterations of one name: Gadhafi, Qaddafi.
    Transliterated,
    /// Alike but for a doubled consonant: Giuliani, Giulliani.
    Doubled,
    /// Of one sound: Kavanagh, Kavanaugh.
    Homophone,
    /// The order of two letters apart: Kislyak, Kisylak.
    Swapped,
    /// A vowel apart, which one lacks: Obamacare, Obamcare.
    Shortened,
    /// A vowel apart: Lewandowski, Lewindowski.
    Replaced,
    /// A consonant apart, which one of two long words lacks: Pyongyang, Pyonyang.
    Dropped,
    /// Of the same consonants, doubled or not, with several other vowels: Hezbollah, Hizballah.
    Revowelled,
}

/// Returns the likeness of two words that are one vowel apart, or the order of two neighboring letters, or if
/// they are long a consonant that one lacks.
/// Vowels of the ending do not count: they are grammar.
pub(super) fn misspelling(a: &str, b: &str) -> Option<Likeness> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let end = end.min(a.len().min(b.len()) - start);
    let (a_rest, b_rest) = (&a[start..a.len() - end], &b[start..b.len() - end]);
    let is_ending = end == 0 || end == 1 && a.last() == Some(&'s');
    let are_vowels = |x: char, y: char| match (x, y) {
        ('y', other) | (other, 'y') => matches!(other, 'e' | 'i'),
        (x, y) => is_vowel(x) && is_vowel(y),
    };
    match (a_rest, b_rest) {
        ([x], [y]) if are_vowels(*x, *y) && !is_ending => Some(Likeness::Replaced),
        ([x], []) | ([], [x]) if is_vowel(*x) && start > 0 && !is_ending => Some(Likeness::Shortened),
        ([x], []) | ([], [x]) if !is_vowel(*x) && start > 0 && end > 0 => {
            (a.len().min(b.len()) >= MIN_DROPPED).then_some(Likeness::Dropped)
        }
        ([x, y], [z, w]) if x == w && y == z && start > 0 => Some(Likeness::Swapped),
        _ => None,
    }
}

/// Returns whether two words are a vowel within them apart, which one may lack.
pub(crate) fn are_a_vowel_apart(a: &str, b: &str) -> bool {
    matches!(misspelling(a, b), Some(Likeness::Shortened | Likeness::Replaced))
}

pub(super) fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use crate::analysis::spelling::misspelling::*;

    #[test]
    fn a_letter_makes_a_typing_error_or_another_name() {
        for (a, b, expected) in [
            ("zelensky", "zelenksy", Some(Likeness::Swapped)),
            ("bernardino", "bernadino", Some(Likeness::Dropped)),
            ("johnston", "johnson", None),
            ("lewandowski", "lewindowski", Some(Likeness::Replaced)),
            ("mcconnell", "mcdonnell", None),
            ("carolina", "caroline", None),
        ] {
            assert_eq!((misspelling(a, b), misspelling(b, a)), (expected, expected), "{a} {b}");
        }
    }
}
