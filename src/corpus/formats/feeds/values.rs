//! Values in a feed: texts that may be escaped once or twice.

use quick_xml::events::BytesRef;

use crate::corpus::formats::other_fields::without_markup;
use crate::corpus::markup::{Markup, has_tags};
use crate::text::{decode_reference, decode_references, single_line};

/// Returns what a reference stands for. One of an unknown name stands for itself, even if the feed declares
/// it.
pub(super) fn reference(reference: &BytesRef<'_>) -> String {
    let name: &str = reference;
    decode_reference(name).unwrap_or_else(|| format!("&{name};"))
}

/// Returns a value that is one line of plain text, such as a title.
pub(super) fn plain_value(value: &str) -> Option<String> {
    let value = decode_references(value);
    let value =
        if has_tags(&value) { without_markup(&value) } else { decode_references(&value).into_owned() };
    let value = single_line(&value);
    Some(value).filter(|value| !value.is_empty())
}

/// Returns a text with its markup. One that was escaped twice still has no tags after it was read once.
pub(super) fn text_value(value: String, is_plain: bool) -> (String, Markup) {
    if is_plain {
        return (value, Markup::Plain);
    }
    if has_tags(&value) {
        return (value, Markup::Html);
    }
    let decoded = decode_references(&value);
    let markup = if has_tags(&decoded) { Markup::Html } else { Markup::Plain };
    (decoded.into_owned(), markup)
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::feeds::values::*;

    #[test]
    fn texts_may_be_escaped_twice() {
        let read = |value: &str| text_value(value.to_owned(), false);
        assert_eq!(read("<p>It stays &amp; waits.</p>").1, Markup::Html);
        assert_eq!(read("&lt;p&gt;It stays.&lt;/p&gt;"), ("<p>It stays.</p>".into(), Markup::Html));
        assert_eq!(read("R&amp;D, 1 < 2"), ("R&D, 1 < 2".into(), Markup::Plain));
        assert_eq!(text_value("<p> is a tag".into(), true).1, Markup::Plain);
        assert_eq!(
            plain_value(" Ferry <b>stays</b>\n in &amp;amp; out ").as_deref(),
            Some("Ferry stays in & out")
        );
        assert_eq!(
            plain_value("&lt;i&gt;Nets&lt;/i&gt; under 3 &lt; 4<br>and ropes").as_deref(),
            Some("Nets under 3 < 4 and ropes")
        );
    }
}
