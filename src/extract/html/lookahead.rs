//! The element that a start tag is read as, by its attributes and the markup after it.

use crate::extract::html::attribute::{Display, display, is_quote, is_shadow_root, value_of};
use crate::extract::html::builder::Builder;
use crate::extract::html::tag::Tag;
use crate::extract::html::tokenizer::StartTag;

/// Number of wrappers that may stand before the element that is looked for.
const MAX_WRAPPERS: usize = 4;
/// Maximum length of the start tag of a wrapper in bytes.
const MAX_TAG_BYTES: usize = 500;
/// Last words of the names of custom elements that are blocks.
const BLOCK_COMPONENTS: [&str; 17] = [
    "article",
    "block",
    "body",
    "caption",
    "card",
    "column",
    "container",
    "content",
    "header",
    "heading",
    "item",
    "panel",
    "paragraph",
    "quote",
    "row",
    "section",
    "wrapper",
];
/// Elements that only wrap others.
const WRAPPERS: [&str; 5] = ["div", "span", "figure", "section", "p"];

impl Builder<'_, '_> {
    /// Returns the element that a start tag is read as: not always what it is called.
    pub(super) fn read_as(&self, tag: Tag, start: &StartTag<'_>, tail: &str) -> Tag {
        match tag {
            // A browser displays a shadow root in place.
            Tag::Template if is_shadow_root(start) => Tag::Other,
            // A heading that unfolds the text below it.
            Tag::Button if self.is_in_heading() || precedes(tail, is_heading_tag) => Tag::Other,
            Tag::Code | Tag::Em | Tag::Label | Tag::Other | Tag::Small | Tag::Span | Tag::Strong => {
                displayed_as(start).filter(|_| !is_drop_cap(tail)).unwrap_or(tag)
            }
            Tag::Aside if is_quote(start) || precedes(tail, is_quote_tag) => Tag::Blockquote,
            _ => tag,
        }
    }

    pub(super) fn is_in_heading(&self) -> bool {
        use Tag::{Dt, H1, H2, H3, H4, H5, H6, Summary};
        [H1, H2, H3, H4, H5, H6, Dt, Summary].iter().any(|tag| self.open[*tag as usize] > 0)
    }
}

/// Returns whether `tail` is one letter in an element, and the rest of its word after it.
fn is_drop_cap(tail: &str) -> bool {
    let mut letters = tail.chars();
    if !letters.next().is_some_and(char::is_alphabetic) {
        return false;
    }
    let end = letters.as_str().strip_prefix("</").and_then(|end| end.split_once('>'));
    end.is_some_and(|(_, word)| word.starts_with(char::is_lowercase))
}

/// Returns what an inline element is displayed as, if its style or its name says so.
fn displayed_as(start: &StartTag<'_>) -> Option<Tag> {
    let style = value_of(start, "style").and_then(display);
    match style {
        Some(Display::Superscript) => Some(Tag::Sup),
        Some(Display::Block) => Some(Tag::Div),
        None => is_block_component(start.name).then_some(Tag::Div),
    }
}

/// Returns whether the name of a custom element says that it is a block.
fn is_block_component(name: &str) -> bool {
    let Some((_, last)) = name.rsplit_once('-') else { return false };
    BLOCK_COMPONENTS.iter().any(|component| component.eq_ignore_ascii_case(last))
}

/// Returns whether the first element in `tail`, before any text, is one that `is_wanted` names.
fn precedes(tail: &str, is_wanted: impl Fn(&str) -> bool) -> bool {
    let mut tail = tail;
    for _ in 0..=MAX_WRAPPERS {
        let Some(tag) = tail.trim_ascii_start().strip_prefix('<') else { return false };
        let length = tag.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = &tag[..length];
        if is_wanted(name) {
            return true;
        }
        if !WRAPPERS.iter().any(|wrapper| wrapper.eq_ignore_ascii_case(name)) {
            return false;
        }
        let head = &tag.as_bytes()[..tag.len().min(MAX_TAG_BYTES)];
        let Some(end) = memchr::memchr(b'>', head) else { return false };
        tail = &tag[end + 1..];
    }
    false
}

/// Returns whether `name` is that of a heading.
fn is_heading_tag(name: &str) -> bool {
    matches!(name.as_bytes(), [b'h' | b'H', b'1'..=b'6'])
}

/// Returns whether `name` is that of a quotation.
fn is_quote_tag(name: &str) -> bool {
    name.eq_ignore_ascii_case("blockquote") || name.eq_ignore_ascii_case("q")
}

#[cfg(test)]
mod tests {
    use crate::extract::html::lookahead::*;

    #[test]
    fn a_large_first_letter_is_part_of_its_word() {
        assert!(is_drop_cap("T</span>he ferry"));
        for tail in ["T</span> he", "The</span>", "T</span>HE", "T", "1</b>st", ""] {
            assert!(!is_drop_cap(tail), "{tail}");
        }
    }

    #[test]
    fn wrappers_are_skipped_and_text_is_not() {
        assert!(precedes(" <DIV class=a>\n<span><H3 id=x>Who?", is_heading_tag));
        assert!(precedes("<figure><blockquote>", is_quote_tag));
        for tail in ["Menu<h3>", "<div>More <h3>", "<ul><h3>", "", "<", "<div", "</div><h3>", "<hr><h1>"] {
            assert!(!precedes(tail, is_heading_tag), "{tail}");
        }
    }
}
