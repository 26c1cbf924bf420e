//! Evidence from class names and ids for or against an element, by the word lists of Readability.

/// Matches Readability's `unlikelyCandidates`.
pub(crate) const UNLIKELY: u16 = 1;
/// Matches `okMaybeItsACandidate`.
pub(crate) const MAYBE: u16 = 1 << 1;
/// Matches `negative`.
pub(crate) const NEGATIVE: u16 = 1 << 2;
/// Matches `positive`.
pub(crate) const POSITIVE: u16 = 1 << 3;
/// Matches `shareElements`.
pub(crate) const SHARE: u16 = 1 << 4;
/// Matches `byline`.
pub(crate) const BYLINE: u16 = 1 << 5;
/// May name the day of publication.
pub(crate) const DATED: u16 = 1 << 6;

// Bits from other attributes.
/// Has a role that is unlikely in an article.
pub(crate) const ROLE: u16 = 1 << 8;
/// Is hidden.
pub(crate) const HIDDEN: u16 = 1 << 9;
/// Is a modal dialog.
pub(crate) const MODAL: u16 = 1 << 10;
/// Is a link within the page.
pub(crate) const LOCAL: u16 = 1 << 11;

/// Substrings of names, with the bit that they set.
const PARTS: [(u16, &[&str]); 6] = [
    (
        UNLIKELY,
        &[
            "-ad-",
            "ai2html",
            "banner",
            "breadcrumbs",
            "combx",
            "comment",
            "community",
            "cover-wrap",
            "disqus",
            "extra",
            "footer",
            "gdpr",
            "header",
            "legends",
            "menu",
            "related",
            "remark",
            "replies",
            "rss",
            "shoutbox",
            "sidebar",
            "skyscraper",
            "social",
            "sponsor",
            "supplemental",
            "ad-break",
            "agegate",
            "pagination",
            "pager",
            "popup",
            "yom-remote",
        ],
    ),
    (MAYBE, &["and", "article", "body", "column", "content", "layout", "main", "mathjax", "shadow"]),
    (
        NEGATIVE,
        &[
            "-ad-",
            "hidden",
            "banner",
            "combx",
            "comment",
            "com-",
            "contact",
            "footer",
            "gdpr",
            "masthead",
            "media",
            "meta",
            "outbrain",
            "promo",
            "related",
            "scroll",
            "share",
            "shoutbox",
            "sidebar",
            "skyscraper",
            "sponsor",
            "shopping",
            "tags",
            "widget",
        ],
    ),
    (
        POSITIVE,
        &[
            "article", "body", "content", "entry", "hentry", "h-entry", "main", "page", "post", "text",
            "blog", "story",
        ],
    ),
    (BYLINE, &["byline", "author", "dateline", "writtenby", "p-author"]),
    (
        DATED,
        &[
            "publish",
            "pubdate",
            "pub-date",
            "pub_date",
            "entry-date",
            "post-date",
            "post_date",
            "posted",
            "article-date",
        ],
    ),
];

/// The substrings by their first letter.
struct Parts {
    by_letter: [Vec<(&'static [u8], u16)>; 128],
    /// For each first letter, a bit set of the second letters.
    seconds: [u32; 128],
}

static BY_LETTER: std::sync::LazyLock<Parts> = std::sync::LazyLock::new(|| {
    let mut parts = Parts { by_letter: [const { Vec::new() }; 128], seconds: [0; 128] };
    for (mark, list) in PARTS {
        for part in list {
            let [letter, second, ..] = part.as_bytes() else { continue };
            parts.by_letter[usize::from(letter & 127)].push((part.as_bytes(), mark));
            parts.seconds[usize::from(letter & 127)] |= 1 << (second & 31);
        }
    }
    parts
});

/// Number of bytes of a name that are read; a longer one is a list of utility classes.
const MAX_BYTES: usize = 300;

/// Returns the bits that `name`, the value of a class or id, sets.
pub(crate) fn marks(name: &str) -> u16 {
    let mut buffer = [0u8; MAX_BYTES];
    let length = name.len().min(MAX_BYTES);
    let lower = &mut buffer[..length];
    lower.copy_from_slice(&name.as_bytes()[..length]);
    lower.make_ascii_lowercase();
    let parts = &*BY_LETTER;
    let mut marks = 0;
    for start in 0..length.saturating_sub(1) {
        if parts.seconds[usize::from(lower[start] & 127)] >> (lower[start + 1] & 31) & 1 == 0 {
            continue;
        }
        for (part, mark) in &parts.by_letter[usize::from(lower[start] & 127)] {
            if marks & mark == 0 && lower[start..].starts_with(part) {
                marks |= mark;
            }
        }
    }
    for word in lower.split(|byte| matches!(byte, b' ' | b'_')) {
        match word {
            b"share" | b"sharedaddy" => marks |= SHARE,
            b"hid" => marks |= NEGATIVE,
            _ => {}
        }
    }
    marks
}

/// Returns the class weight of one name, in steps of 25 points (`_getClassWeight`).
pub(crate) fn class_weight(marks: u16) -> i8 {
    i8::from(marks & POSITIVE != 0) - i8::from(marks & NEGATIVE != 0)
}

/// Returns whether `role` is in Readability's `UNLIKELY_ROLES`.
pub(crate) fn is_unlikely_role(role: &str) -> bool {
    matches!(role, "menu" | "menubar" | "complementary" | "navigation" | "alert" | "alertdialog" | "dialog")
}

#[cfg(test)]
mod tests {
    use crate::extract::html::readability::names::*;

    #[test]
    fn substrings_of_names_are_found() {
        assert_eq!(marks("Page-Sidebar"), UNLIKELY | NEGATIVE | POSITIVE);
        assert_eq!(marks("post_share"), POSITIVE | NEGATIVE | SHARE);
        assert_eq!(marks("x hid"), NEGATIVE);
        assert_eq!(marks("großes-Ärgernis"), 0);
        assert_eq!(class_weight(marks("entry-content")), 1);
        assert_eq!(class_weight(marks("widget")), -1);
    }
}
