//! What names of classes and ids say for or against an element, by the word lists of Readability.

/// Looks like nothing of an article.
pub const UNLIKELY: u16 = 1;
/// Looks like one all the same.
pub const MAYBE: u16 = 1 << 1;
/// Counts against being an article.
pub const NEGATIVE: u16 = 1 << 2;
/// Counts for it.
pub const POSITIVE: u16 = 1 << 3;
/// Buttons for sharing.
pub const SHARE: u16 = 1 << 4;
/// The line that says who wrote it.
pub const BYLINE: u16 = 1 << 5;

// What else is known of an element.
/// Its role is one of what is no article.
pub const ROLE: u16 = 1 << 8;
/// It is not displayed.
pub const HIDDEN: u16 = 1 << 9;
/// It covers the page until it is closed.
pub const MODAL: u16 = 1 << 10;
/// A link to a place in the same page.
pub const LOCAL: u16 = 1 << 11;

/// Parts of names and what they mean.
const PARTS: [(u16, &[&str]); 5] = [
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
];

/// The parts by their first letter.
struct Parts {
    by_letter: [Vec<(&'static [u8], u16)>; 128],
    /// By the first letter: which second ones there are, a bit each.
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

/// Longer names are a style sheet in disguise; their beginning tells.
const LONGEST: usize = 300;

/// What `name`, the value of a class or id, says.
pub fn marks(name: &str) -> u16 {
    let mut buffer = [0u8; LONGEST];
    let length = name.len().min(LONGEST);
    let lower = &mut buffer[..length];
    lower.copy_from_slice(&name.as_bytes()[..length]);
    lower.make_ascii_lowercase();
    let parts = &*BY_LETTER;
    let mut found = 0;
    for at in 0..length.saturating_sub(1) {
        if parts.seconds[usize::from(lower[at] & 127)] >> (lower[at + 1] & 31) & 1 == 0 {
            continue;
        }
        for (part, mark) in &parts.by_letter[usize::from(lower[at] & 127)] {
            if found & mark == 0 && lower[at..].starts_with(part) {
                found |= mark;
            }
        }
    }
    for word in lower.split(|byte| matches!(byte, b' ' | b'_')) {
        match word {
            b"share" | b"sharedaddy" => found |= SHARE,
            b"hid" => found |= NEGATIVE,
            _ => {}
        }
    }
    found
}

/// How much the marks of one name weigh when an element is scored, in steps of 25 points.
pub fn weight(marks: u16) -> i8 {
    i8::from(marks & POSITIVE != 0) - i8::from(marks & NEGATIVE != 0)
}

/// Roles of what is no article.
pub fn is_unlikely_role(role: &str) -> bool {
    matches!(role, "menu" | "menubar" | "complementary" | "navigation" | "alert" | "alertdialog" | "dialog")
}

#[cfg(test)]
mod tests {
    use crate::extract::html::readability::names::*;

    #[test]
    fn parts_of_names_are_found() {
        assert_eq!(marks("Page-Sidebar"), UNLIKELY | NEGATIVE | POSITIVE);
        assert_eq!(marks("post_share"), POSITIVE | NEGATIVE | SHARE);
        assert_eq!(marks("x hid"), NEGATIVE);
        assert_eq!(marks("großes-Ärgernis"), 0);
        assert_eq!(weight(marks("entry-content")), 1);
        assert_eq!(weight(marks("widget")), -1);
    }
}
