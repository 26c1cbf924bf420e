//! Names of authors, told from what else stands in their place.

/// Minimum number of digits of a telephone number.
const MIN_TELEPHONE: usize = 7;

/// Phrases that stand where the author does, in lower case and without signs.
const NO_AUTHORS: [&str; 16] = [
    "advertisement",
    "advertising",
    "continue reading",
    "continued",
    "continued below",
    "story continued below",
    "story continues below",
    "story continues below advertisement",
    "article continues below",
    "read more",
    "n a",
    "none",
    "null",
    "undefined",
    "no author",
    "share this",
];

/// Returns whether `name` can be that of an author: it has a letter, or is the number of a telephone, and is
/// none of the phrases that pages put where the author stands.
pub(crate) fn is_author_name(name: &str) -> bool {
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let has_letter = name.chars().any(char::is_alphabetic);
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let folded = words.collect::<Vec<_>>().join(" ").to_lowercase();
    (has_letter || digits >= MIN_TELEPHONE) && !NO_AUTHORS.contains(&folded.as_str())
}

#[cfg(test)]
mod tests {
    use crate::extract::author_names::*;
    use crate::extract::bylines::person_name;

    #[test]
    fn numbers_and_stock_phrases_are_no_authors() {
        for name in ["Continued Below", "ADVERTISEMENT", "Story Continued Below…", "1234", "—", "N/A"] {
            assert_eq!((is_author_name(name), person_name(name)), (false, None), "{name}");
        }
        for name in ["Ann Lee", "Ann, 7", "+49 151 1234567", "李", "Continued Success Desk"] {
            assert!(is_author_name(name), "{name}");
        }
    }
}
