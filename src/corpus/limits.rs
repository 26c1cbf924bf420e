//! How much an article may be. What is more is no article, and would cost more memory than there may be.

use crate::corpus::markup::Markup;

/// Lines with something on them that a plain text may have. A thick book has a tenth of it.
const MOST_LINES: usize = 200_000;
/// Tags that a page may have. The longest of live blogs have a tenth of it.
const MOST_TAGS: usize = 400_000;

/// Says why `text` is more than an article; nothing when it may be one.
pub fn too_much(text: &str, markup: Markup) -> Option<String> {
    let (most, pieces) = match markup {
        Markup::Plain | Markup::Markdown => (MOST_LINES, "lines"),
        Markup::Html => (MOST_TAGS, "tags"),
    };
    if text.len() <= most {
        return None; // each is a byte at least: nearly all there is need not be counted
    }
    let count = match markup {
        Markup::Plain | Markup::Markdown => filled_lines(text.as_bytes()),
        Markup::Html => memchr::memchr_iter(b'<', text.as_bytes()).count(),
    };
    (count > most).then(|| format!("{count} {pieces} exceed the limit of {most}"))
}

fn filled_lines(text: &[u8]) -> usize {
    let mut end = 0;
    let filled = |at: usize| {
        let line = &text[std::mem::replace(&mut end, at + 1)..at];
        !line.trim_ascii().is_empty()
    };
    memchr::memchr_iter(b'\n', text).map(filled).filter(|filled| *filled).count()
}

#[cfg(test)]
mod tests {
    use crate::corpus::limits::*;

    #[test]
    fn what_is_more_than_an_article_is_said_to_be() {
        assert_eq!(too_much(&"a\n\n \r\n".repeat(MOST_LINES), Markup::Plain), None);
        assert!(
            too_much(&"a\n".repeat(MOST_LINES + 1), Markup::Plain)
                .is_some_and(|why| why.contains("200001 lines"))
        );
        assert_eq!(too_much(&"<p>".repeat(MOST_TAGS), Markup::Html), None);
        assert!(too_much(&"<p>".repeat(MOST_TAGS + 1), Markup::Html).is_some());
    }
}
