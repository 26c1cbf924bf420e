//! Parts of a document in XML.

use quick_xml::events::BytesStart;

use crate::corpus::decode_declared;
use crate::extract::draft::error::DraftError;
use crate::extract::draft::package::damaged;

/// Decodes a part, which is in UTF-8 or UTF-16.
pub(super) fn decode(part: Vec<u8>) -> Result<String, DraftError> {
    Ok(decode_declared(part, None).map_err(damaged)?.text)
}

/// Returns the value of the attribute called `name`, in whatever namespace.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let found = attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.value.into_owned())
}
