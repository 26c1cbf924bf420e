//! Hints from class names, ids and roles about a part of a page.
//!
//! Sites name the parts of their pages with common words: `comments`, `related-posts`, `entry-content`. Names
//! are split into words (`relatedPosts` and `related_posts` alike), and every word in the lists sets the bit
//! of its family.

/// Number of word families.
pub(crate) const FAMILIES: usize = 29;
/// Number of hints: the families, and what attributes say outright.
pub(crate) const HINT_COUNT: usize = FAMILIES + 2;

/// Families of words, by their lines in the list: comments, other stories, sharing, navigation, notices of
/// the site, advertisements, newsletters, authors, overlays, text, stories, panels, and requests for consent.
pub(crate) const COMMENTS: Hints = 1;
pub(crate) const RELATED: Hints = 1 << 1;
pub(crate) const SHARING: Hints = 1 << 2;
pub(crate) const NAVIGATION: Hints = 1 << 3;
pub(crate) const NOTICE: Hints = 1 << 4;
pub(crate) const ADVERTISING: Hints = 1 << 7;
pub(crate) const NEWSLETTER: Hints = 1 << 8;
pub(crate) const AUTHOR: Hints = 1 << 9;
pub(crate) const OVERLAY: Hints = 1 << 13;
pub(crate) const TEXT: Hints = 1 << 14;
pub(crate) const STORY: Hints = 1 << 15;
pub(crate) const PANEL: Hints = 1 << 26;
pub(crate) const CONSENT: Hints = 1 << 28;
/// An attribute says that the element has the text of the article, or the main part of the page.
pub(crate) const MAIN_TEXT: Hints = 1 << 29;
/// An attribute says that the element is a dialog over the page.
pub(crate) const DIALOG: Hints = 1 << 30;

/// A set of hints, one bit each.
pub(crate) type Hints = u32;

/// Words of the families, one line per family. A word that ends in `*` is a prefix.
static WORDS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/extract/class_words.txt"));

/// Returns the families of all words in `name`.
pub(crate) fn hints(name: &str) -> Hints {
    let mut families = 0;
    // A name may list hundreds of utility classes; its first words matter most.
    let mut buffer = [0u8; 20];
    let (mut length, mut before) = (0, b' ');
    for byte in name.bytes().take(400).chain([b' ']) {
        let splits =
            !byte.is_ascii_alphanumeric() || (byte.is_ascii_uppercase() && before.is_ascii_lowercase());
        if splits && length > 0 {
            families |= families_of(&buffer[..length]);
            length = 0;
        }
        if byte.is_ascii_alphanumeric() && length < buffer.len() {
            buffer[length] = byte.to_ascii_lowercase();
            length += 1;
        }
        before = byte;
    }
    families
}

/// Returns what a role says of an element.
pub(crate) fn role_hints(role: &str) -> Hints {
    match role {
        "main" | "article" => MAIN_TEXT,
        "dialog" | "alertdialog" => DIALOG,
        _ => 0,
    }
}

/// Returns what a property of microdata or RDFa says of an element.
pub(crate) fn text_hints(property: &str) -> Hints {
    if property.contains("articleBody") { MAIN_TEXT } else { 0 }
}

/// The words by first letter.
struct ClassWords {
    by_letter: [Vec<(&'static [u8], bool, Hints)>; 26],
}

static CLASS_WORDS: std::sync::LazyLock<ClassWords> = std::sync::LazyLock::new(|| {
    let mut lexicon = ClassWords { by_letter: Default::default() };
    for (family, words) in WORDS.lines().enumerate() {
        for word in words.split(' ') {
            let is_prefix = word.ends_with('*');
            let stem = word.trim_end_matches('*').as_bytes();
            if let Some(letter) =
                stem.first().and_then(|b| lexicon.by_letter.get_mut(usize::from(b.wrapping_sub(b'a'))))
            {
                letter.push((stem, is_prefix, 1 << family));
            }
        }
    }
    lexicon
});

fn families_of(word: &[u8]) -> Hints {
    let Some(entries) = CLASS_WORDS.by_letter.get(usize::from(word[0].wrapping_sub(b'a'))) else { return 0 };
    entries
        .iter()
        .filter(|(stem, is_prefix, _)| if *is_prefix { word.starts_with(stem) } else { word == *stem })
        .fold(0, |set, (_, _, bit)| set | bit)
}

#[cfg(test)]
mod tests {
    use crate::extract::html::class_hints::*;

    #[test]
    fn words_are_found_in_joined_names() {
        for name in ["comments-area", "post_comments", "articleComments", "COMMENT"] {
            assert_ne!(hints(name) & COMMENTS, 0, "{name}");
        }
        assert_eq!(WORDS.lines().count(), FAMILIES);
        assert_eq!(hints("commune"), 0);
        assert_eq!(hints(""), 0);
        assert_ne!(hints("entry-content") & TEXT, 0);
    }
}
