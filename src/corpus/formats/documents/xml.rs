//! Parts of a document in XML.
//!
//! Entities are those of XML and HTML. Those that a document defines are never expanded: they are left out,
//! or stand for themselves in a page.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::corpus::charset::decode_declared;
use crate::corpus::formats::documents::error::{DocumentError, damaged};
use crate::text::decode_references;

/// A piece of a part.
pub(super) enum XmlPiece<'p> {
    /// The start of an element.
    Start(&'p BytesStart<'p>),
    /// The end of an element, with its local name.
    End(&'p str),
    /// Text, without references.
    Text(&'p str),
}

/// How strictly a part is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum XmlRules {
    /// It must be well-formed.
    Strict,
    /// Tags may be missing and `&` may stand for itself, as in a page.
    Lenient,
}

/// Decodes a part, which is in UTF-8 or UTF-16.
pub(super) fn decode(part: Vec<u8>) -> Result<String, DocumentError> {
    Ok(decode_declared(part, None).map_err(damaged)?.text)
}

/// Calls `visit` with the pieces of `xml` in order. An empty element has a start and an end.
///
/// # Errors
/// [`DocumentError::Damaged`] if it is not well-formed, and any error that `visit` returns.
pub(super) fn read_pieces(
    xml: &str,
    rules: XmlRules,
    mut visit: impl FnMut(XmlPiece<'_>) -> Result<(), DocumentError>,
) -> Result<(), DocumentError> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = rules == XmlRules::Strict;
    config.allow_unmatched_ends = rules == XmlRules::Lenient;
    config.allow_dangling_amp = rules == XmlRules::Lenient;
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(tag) => visit(XmlPiece::Start(&tag))?,
            Event::Empty(tag) => {
                visit(XmlPiece::Start(&tag))?;
                visit(XmlPiece::End(tag.local_name().as_ref()))?;
            }
            Event::End(tag) => visit(XmlPiece::End(tag.local_name().as_ref()))?,
            Event::Text(content) => visit(XmlPiece::Text(&content.into_inner()))?,
            Event::CData(content) => visit(XmlPiece::Text(&content.into_inner()))?,
            Event::GeneralRef(reference) => {
                let reference = format!("&{};", reference.into_inner());
                let text = decode_references(&reference);
                // A bare `&` may stand anywhere before a `;`.
                if text != reference || rules == XmlRules::Lenient {
                    visit(XmlPiece::Text(&text))?;
                }
            }
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// Returns the value of the attribute called `name`, in whatever namespace.
pub(in crate::corpus::formats) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let found = attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(decode_references(&found.value).into_owned())
}

/// Appends `text` with one space for any white space, and none behind another.
pub(super) fn push_collapsed(target: &mut String, text: &str) {
    for c in text.chars() {
        if !matches!(c, ' ' | '\t' | '\n' | '\r') {
            target.push(c);
        } else if !target.ends_with([' ', '\t', '\n']) {
            target.push(' ');
        }
    }
}
