//! What is shown of an article beside its text, as it is stored: one value for all of it.

use crate::analysis::Language;
use crate::article::Document;

/// What is shown of an article, read where it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DisplayFields<'b> {
    /// The number of the folder of its source.
    pub folder: u32,
    /// Where below that folder its source is.
    pub path: &'b str,
    pub id: Option<&'b str>,
    pub title: Option<&'b str>,
    pub title_line: u32,
    pub url: Option<&'b str>,
    pub author: Option<&'b str>,
    pub site: Option<&'b str>,
    pub language: Language,
}

impl<'b> DisplayFields<'b> {
    /// What is shown of `document`.
    pub fn of(document: &'b Document) -> Self {
        DisplayFields {
            folder: document.key.folder,
            path: &document.key.path,
            id: document.record.id.as_deref(),
            title: document.metadata.title.as_deref().filter(|title| !title.is_empty()),
            title_line: document.title_line,
            url: document.metadata.url.as_deref(),
            author: document.metadata.author.as_deref(),
            site: document.metadata.site.as_deref(),
            language: document.language,
        }
    }

    /// As it is stored: the texts, each after its length and one, then the numbers.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(128);
        let language = Some(self.language.code());
        for text in [Some(self.path), self.id, self.title, self.url, self.author, self.site, language] {
            put(&mut bytes, text.map_or(0, |text| text.len() + 1));
            bytes.extend(text.unwrap_or_default().as_bytes());
        }
        put(&mut bytes, self.folder as usize);
        put(&mut bytes, self.title_line as usize);
        bytes
    }

    /// Reads what [`DisplayFields::encode`] wrote.
    pub fn decode(mut bytes: &'b [u8]) -> Option<Self> {
        let mut text = || -> Option<Option<&'b str>> {
            let Some(length) = take(&mut bytes)?.checked_sub(1) else { return Some(None) };
            let (text, rest) = bytes.split_at_checked(length)?;
            bytes = rest;
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
            folder: u32::try_from(take(&mut bytes)?).ok()?,
            title_line: u32::try_from(take(&mut bytes)?).ok()?,
        })
    }
}

/// Appends a number: seven bits a byte, lowest first, the last byte marked.
pub(crate) fn put(bytes: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        bytes.push(number as u8 & 0x7f);
        number >>= 7;
    }
    bytes.push(number as u8 | 0x80);
}

/// Takes a number off the front of `bytes`.
pub(crate) fn take(bytes: &mut &[u8]) -> Option<usize> {
    let mut value = 0usize;
    for shift in (0..63).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 != 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::index::doc_store::display::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_shown_comes_back(path in "\\PC{0,300}", title in prop::option::of("\\PC{0,20}"), folder: u32, title_line: u32) {
            let (id, url) = (Some("7"), None);
            let title = title.as_deref();
            let language = Language::ENGLISH;
            let shown = DisplayFields { folder, path: &path, id, title, title_line, url, author: title, site: id, language };
            let bytes = shown.encode();
            prop_assert_eq!(DisplayFields::decode(&bytes), Some(shown));
        }

        #[test]
        fn other_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = DisplayFields::decode(&bytes);
        }
    }
}
