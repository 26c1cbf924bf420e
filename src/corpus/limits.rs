//! Limits on the size of an article. Anything larger is not an article, and would need too much memory.

use crate::corpus::markup::Markup;

/// Number of bytes above which a record of an archive file is skipped.
pub(crate) const MAX_RECORD_BYTES: usize = 16 << 20;
/// Number of lines that are not blank above which a text is rejected. A thick book has a tenth of it.
const MAX_LINES: usize = 200_000;
/// Number of tags above which a page is rejected. The longest live blogs have a tenth of it.
const MAX_TAGS: usize = 400_000;

/// Returns the reason `text` is too large for an article, or `None` if it is not.
pub(crate) fn oversize_reason(text: &str, markup: Markup) -> Option<String> {
    let (limit, unit) = match markup {
        Markup::Plain | Markup::Markdown => (MAX_LINES, "lines"),
        Markup::Html => (MAX_TAGS, "tags"),
    };
    if text.len() <= limit {
        return None; // Each takes at least a byte, so that most texts need no counting.
    }
    let count = match markup {
        Markup::Plain | Markup::Markdown => count_filled_lines(text.as_bytes()),
        Markup::Html => memchr::memchr_iter(b'<', text.as_bytes()).count(),
    };
    (count > limit).then(|| format!("{count} {unit} exceed the limit of {limit}"))
}

fn count_filled_lines(text: &[u8]) -> usize {
    let mut line_start = 0;
    let is_filled = |line_end: usize| {
        let line = &text[std::mem::replace(&mut line_start, line_end + 1)..line_end];
        !line.trim_ascii().is_empty()
    };
    memchr::memchr_iter(b'\n', text).map(is_filled).filter(|filled| *filled).count()
}

#[cfg(test)]
mod tests {
    use crate::corpus::limits::*;

    #[test]
    fn a_text_beyond_the_limit_is_oversized() {
        assert_eq!(oversize_reason(&"a\n\n \r\n".repeat(MAX_LINES), Markup::Plain), None);
        assert!(
            oversize_reason(&"a\n".repeat(MAX_LINES + 1), Markup::Plain)
                .is_some_and(|reason| reason.contains("200001 lines"))
        );
        assert_eq!(oversize_reason(&"<p>".repeat(MAX_TAGS), Markup::Html), None);
        assert!(oversize_reason(&"<p>".repeat(MAX_TAGS + 1), Markup::Html).is_some());
    }
}
