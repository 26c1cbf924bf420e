//! The display fields of an article, stored as one value.

use crate::analysis::Language;
use crate::article::Document;
use crate::text::FilePosition;
use crate::text::leb128::{put_stop_bit, take_stop_bit};

/// The fields that results show besides the text, borrowed from the stored bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DisplayFields<'b> {
    /// Id of the folder of the source file.
    pub folder: u32,
    /// Path of the source file below that folder.
    pub path: &'b str,
    pub id: Option<&'b str>,
    pub title: Option<&'b str>,
    pub title_position: FilePosition,
    pub url: Option<&'b str>,
    pub author: Option<&'b str>,
    pub site: Option<&'b str>,
    pub language: Language,
    /// Encoded quotations; empty if there are none.
    pub quotations: &'b [u8],
}

impl<'b> DisplayFields<'b> {
    /// Returns the display fields of `document`, with its encoded quotations.
    pub(crate) fn of(document: &'b Document, quotations: &'b [u8]) -> Self {
        let metadata = &document.metadata;
        DisplayFields {
            folder: document.key.folder,
            path: &document.key.path,
            id: document.record.id.as_deref(),
            title: metadata.title.as_deref().filter(|title| !title.is_empty()),
            title_position: document.title_position,
            url: metadata.url.as_deref(),
            author: metadata.author.as_deref(),
            site: metadata.site.as_deref(),
            language: document.language,
            quotations,
        }
    }

    /// Encodes the fields: first the texts, each after its length plus one (0 if it is missing), then the
    /// numbers, then the quotations.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(128);
        let language = Some(self.language.code());
        for text in [Some(self.path), self.id, self.title, self.url, self.author, self.site, language] {
            put_stop_bit(&mut bytes, text.map_or(0, |text| text.len() as u64 + 1));
            bytes.extend(text.unwrap_or_default().as_bytes());
        }
        put_stop_bit(&mut bytes, self.folder.into());
        put_stop_bit(&mut bytes, self.title_position.to_bits().into());
        bytes.extend(self.quotations);
        bytes
    }

    /// Decodes the bytes that [`DisplayFields::encode`] returned; `None` if they are damaged.
    pub(crate) fn decode(mut bytes: &'b [u8]) -> Option<Self> {
        let mut text = || -> Option<Option<&'b str>> {
            let Some(length) = take_stop_bit(&mut bytes)?.checked_sub(1) else { return Some(None) };
            let (text, tail) = bytes.split_at_checked(usize::try_from(length).ok()?)?;
            bytes = tail;
            Some(Some(std::str::from_utf8(text).ok()?))
        };
        let [path, id, title] = [text()?, text()?, text()?];
        let [url, author, site, language] = [text()?, text()?, text()?, text()?];
        Some(DisplayFields {
            path: path?,
            id,
            title,
            url,
            author,
            site,
            language: language.and_then(Language::named).unwrap_or_default(),
            folder: u32::try_from(take_stop_bit(&mut bytes)?).ok()?,
            title_position: FilePosition::from_bits(u32::try_from(take_stop_bit(&mut bytes)?).ok()?),
            quotations: bytes,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::index::doc_store::display::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn fields_survive_a_round_trip(
            path in "\\PC{0,300}",
            title in prop::option::of("\\PC{0,20}"),
            folder: u32,
            title_bits: u32,
            quotations: Vec<u8>,
        ) {
            let (id, url) = (Some("7"), None);
            let title = title.as_deref();
            let language = Language::ENGLISH;
            let title_position = FilePosition::from_bits(title_bits);
            let fields =
                DisplayFields { folder, path: &path, id, title, title_position, url, author: title, site: id, language, quotations: &quotations };
            let bytes = fields.encode();
            prop_assert_eq!(DisplayFields::decode(&bytes), Some(fields));
        }

        #[test]
        fn arbitrary_bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = DisplayFields::decode(&bytes);
        }
    }
}
