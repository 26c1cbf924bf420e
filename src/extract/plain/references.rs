//! Character references in plain text: `R&amp;D`, `&#8217;`, `&quot;`, left by a program that took the text
//! from a page.

use std::borrow::Cow;
use std::iter::Peekable;
use std::ops::Range;

use crate::extract::html::entities;
use crate::text::MappedText;

/// Number of times that a text may have been escaped.
const MAX_LEVELS: usize = 3;
/// Number of references up to which a text about markup may name them.
const MAX_NAMED: usize = 12;

/// Returns whether references in `text` stand for characters. A text about markup that has few names them.
pub(crate) fn are_escapes(text: &str) -> bool {
    let mut number = 0;
    for start in memchr::memchr_iter(b'&', text.as_bytes()) {
        number += usize::from(reference(&text[start..]).is_some());
        if number > MAX_NAMED {
            return true;
        }
    }
    number > 0 && !["HTML", "XML", "entity", "entities", "</", "`"].iter().any(|name| text.contains(name))
}

/// Returns a piece of a text whose references stand for characters as it is read.
pub(crate) fn decode(piece: &str) -> Cow<'_, str> {
    if !piece.contains('&') {
        return Cow::Borrowed(piece);
    }
    let mut decoded = MappedText::verbatim(piece, 0);
    decode_block(&mut decoded);
    Cow::Owned(decoded.as_str().to_owned())
}

/// Returns a value of a record with its references decoded.
pub(crate) fn read_value(value: &str) -> Cow<'_, str> {
    if are_escapes(value) { decode(value) } else { Cow::Borrowed(value) }
}

/// Decodes the references in the text of a block.
pub(super) fn decode_block(block: &mut MappedText) {
    if !block.as_str().contains('&') {
        return;
    }
    let text = block.as_str();
    let mut decoded = MappedText::new();
    let mut kept = 0;
    let mut pieces = block.piece_starts().peekable();
    for start in memchr::memchr_iter(b'&', text.as_bytes()) {
        let Some((replacement, length)) = reference(&text[start..]).filter(|_| start >= kept) else {
            continue;
        };
        append(&mut decoded, block, kept..start, &mut pieces);
        decoded.push_as(&replacement, block.origin(start..start + length));
        kept = start + length;
    }
    append(&mut decoded, block, kept..text.len(), &mut pieces);
    drop(pieces);
    *block = decoded;
}

/// Appends a range of `block` with its origins, piece by piece. `pieces` are the offsets of the pieces from
/// there on.
fn append(
    decoded: &mut MappedText,
    block: &MappedText,
    range: Range<usize>,
    pieces: &mut Peekable<impl Iterator<Item = usize>>,
) {
    let mut start = range.start;
    while start < range.end {
        let end = match pieces.next_if(|piece| *piece < range.end) {
            Some(piece) if piece <= start => continue,
            piece => piece.unwrap_or(range.end),
        };
        decoded.push_as(&block.as_str()[start..end], block.origin(start..end));
        start = end;
    }
}

/// Decodes the reference at the start of `text`, which may be escaped itself. Returns its replacement and its
/// length.
fn reference(text: &str) -> Option<(String, usize)> {
    let (mut replacement, mut length) = entities::decode(text)?;
    for _ in 1..MAX_LEVELS {
        if replacement != "&" {
            break;
        }
        // The longest reference ends within this.
        let tail = &text[length..];
        let end = tail.bytes().take(40).position(|byte| byte == b';').map_or(0, |end| end + 1);
        let escaped = format!("&{}", &tail[..end]);
        let Some((inner, inner_length)) = entities::decode(&escaped) else { break };
        length += inner_length - 1;
        replacement = inner;
    }
    if replacement == "\u{a0}" {
        replacement = " ".to_owned();
    }
    Some((replacement, length))
}

#[cfg(test)]
mod tests {
    use crate::extract::plain::blocks;

    fn read(text: &str) -> String {
        blocks(text).iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("¶")
    }

    #[test]
    fn references_are_read_as_characters() {
        for (text, expected) in [
            ("R&amp;D at AT&amp;T: it&#8217;s &quot;so&quot;", "R&D at AT&T: it’s \"so\""),
            ("He said &amp;quot;no&amp;quot; &amp;amp;mdash; twice", "He said \"no\" — twice"),
            ("caf&eacute;&nbsp;bar, 5 &lt; 10", "café bar, 5 < 10"),
            ("AT&T and B&B; R&D", "AT&T and B&B; R&D"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_text_about_markup_keeps_them() {
        for text in ["In HTML, write &lt; for a sign", "Type `&nbsp;` for a space", "<b>x</b> &amp; y"] {
            assert_eq!(read(text), text);
        }
    }

    #[test]
    fn characters_lead_to_their_reference() {
        let text = "One.\nR&amp;D is\nhere: it&#8217;s so";
        let blocks = blocks(text);
        assert_eq!(blocks[1].text.as_str(), "R&D is");
        assert_eq!(&text[blocks[1].text.origin(1..2)], "&amp;");
        assert_eq!(&text[blocks[1].text.origin(2..3)], "D");
        assert_eq!(&text[blocks[2].text.origin(6..8)], "it");
    }
}
