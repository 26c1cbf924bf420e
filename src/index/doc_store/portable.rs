//! An article as bytes that need no index: for an engine that keeps what it is given.

use xxhash_rust::xxh3::xxh3_64;

use crate::article::{Content, Document, Metadata, RecordKey, SourceKey, StoredText, StoryKeys};
use crate::error::Error;
use crate::index::doc_store::display::DisplayFields;
use crate::index::doc_store::quotations;
use crate::index::doc_store::text_codec::{TextDecoder, TextEncoder};
use crate::index::schema::{day_number, day_of};
use crate::text::leb128::{put_stop_bit, take_stop_bit};

/// Flag of an article with a day of publication.
const PUBLISHED: u64 = 1;
/// Flag of an article whose declared day cannot be one.
const IMPOSSIBLE_DAY: u64 = 2;
/// Flag of an article whose content is known.
const CONTENT: u64 = 4;
/// Flag of a content whose first day is known.
const ADDED: u64 = 8;
/// Length of the checksum in front, in bytes.
const CHECKSUM_LENGTH: usize = 8;

/// Encoder and decoder of articles.
pub(crate) struct ArticleCodec {
    encoder: TextEncoder,
    decoder: TextDecoder,
}

impl ArticleCodec {
    /// Makes a codec.
    ///
    /// # Errors
    /// [`Error::Internal`] if memory is short.
    pub(crate) fn new() -> Result<Self, Error> {
        let decoder =
            TextDecoder::open("".as_ref(), &[]).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(ArticleCodec { encoder: TextEncoder::default(), decoder })
    }

    /// Encodes an article.
    ///
    /// # Errors
    /// [`Error::Internal`] if a text cannot be compressed.
    pub(crate) fn encode(&self, document: &Document) -> Result<Vec<u8>, Error> {
        encode(&self.encoder, document)
    }

    /// Decodes an article; `None` if the bytes are damaged.
    pub(crate) fn decode(&self, bytes: &[u8]) -> Option<Document> {
        decode(&self.decoder, bytes)
    }
}

/// Encodes an article: a checksum, flags and numbers, then the display fields, the body and the text that was
/// cut, each after its length.
///
/// # Errors
/// [`Error::Internal`] if a text cannot be compressed.
fn encode(encoder: &TextEncoder, document: &Document) -> Result<Vec<u8>, Error> {
    let compressed = |text: &StoredText| {
        encoder.encode(text).map_err(|error| Error::Internal(format!("a text cannot be compressed: {error}")))
    };
    let (published, content) = (document.metadata.published.map(day_number), document.content);
    let added = content.and_then(|content| content.added).map(day_number);
    let flag = |is_set: bool, flag| if is_set { flag } else { 0 };
    let flags = flag(published.is_some(), PUBLISHED)
        | flag(document.metadata.impossible_date.is_some(), IMPOSSIBLE_DAY)
        | flag(content.is_some(), CONTENT)
        | flag(added.is_some(), ADDED);
    let mut bytes = vec![0; CHECKSUM_LENGTH];
    put_stop_bit(&mut bytes, flags);
    put_stop_bit(&mut bytes, document.record.number);
    for day in [published, added].into_iter().flatten() {
        put_stop_bit(&mut bytes, zigzag(day));
    }
    bytes.extend(content.map(|content| content.hash.to_le_bytes()).into_iter().flatten());
    let display = DisplayFields::of(document, &quotations::encode(&document.quotations)).encode();
    for part in [display, compressed(&document.body)?, compressed(&document.cut)?] {
        put_stop_bit(&mut bytes, part.len() as u64);
        bytes.extend(part);
    }
    let checksum = xxh3_64(&bytes[CHECKSUM_LENGTH..]);
    bytes[..CHECKSUM_LENGTH].copy_from_slice(&checksum.to_le_bytes());
    Ok(bytes)
}

/// Decodes an article that [`encode`] encoded; `None` if the bytes are damaged, or name a file outside its
/// folder.
fn decode(decoder: &TextDecoder, bytes: &[u8]) -> Option<Document> {
    let (checksum, mut bytes) = bytes.split_first_chunk::<CHECKSUM_LENGTH>()?;
    if xxh3_64(bytes) != u64::from_le_bytes(*checksum) {
        return None;
    }
    let flags = take_stop_bit(&mut bytes)?;
    let number = take_stop_bit(&mut bytes)?;
    let mut day = |flag| -> Option<Option<i64>> {
        if flags & flag == 0 { Some(None) } else { take_stop_bit(&mut bytes).map(|day| Some(unzigzag(day))) }
    };
    let (published, added) = (day(PUBLISHED)?, day(ADDED)?);
    let content = match flags & CONTENT {
        0 => None,
        _ => {
            let (hash, tail) = bytes.split_first_chunk::<8>()?;
            bytes = tail;
            Some(Content { hash: u64::from_le_bytes(*hash), added: added.and_then(day_of) })
        }
    };
    let mut part = || {
        let length = usize::try_from(take_stop_bit(&mut bytes)?).ok()?;
        let (part, tail) = bytes.split_at_checked(length)?;
        bytes = tail;
        Some(part)
    };
    let (display, body, cut) = (DisplayFields::decode(part()?)?, part()?, part()?);
    let text = |encoded| Some(StoredText { language: display.language, ..decoder.decode(encoded).ok()? });
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let key = SourceKey { folder: display.folder, path: display.path.to_owned() };
    if !key.is_in_folder() {
        return None;
    }
    Some(Document {
        key,
        record: RecordKey { number, id: owned(display.id) },
        metadata: Metadata {
            title: owned(display.title),
            author: owned(display.author),
            site: owned(display.site),
            published: published.and_then(day_of),
            impossible_date: (flags & IMPOSSIBLE_DAY > 0).then(String::new),
            url: owned(display.url),
            ..Metadata::default()
        },
        title_position: display.title_position,
        body: text(body)?,
        cut: text(cut)?,
        quotations: quotations::decode(display.quotations)?,
        language: display.language,
        content,
        stories: StoryKeys::default(),
    })
}

/// Maps small numbers of either sign to small ones without.
fn zigzag(number: i64) -> u64 {
    (number << 1 ^ number >> 63) as u64
}

fn unzigzag(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

#[cfg(test)]
mod tests {
    use crate::index::doc_store::portable::*;

    fn document() -> Document {
        let body = StoredText { text: "The ferry stayed in the harbor.".into(), ..StoredText::default() };
        let added = Some(jiff::civil::date(2024, 10, 18));
        Document {
            record: RecordKey { number: 3, id: Some("seven".into()) },
            metadata: Metadata {
                title: Some("Storm".into()),
                published: Some(jiff::civil::date(1914, 7, 28)),
                ..Metadata::default()
            },
            content: Some(Content { hash: u64::MAX, added }),
            cut: StoredText { text: "Log in".into(), ..StoredText::default() },
            ..Document::of_text(1, "deep/x.jsonl", body)
        }
    }

    #[test]
    fn articles_survive_a_round_trip() -> Result<(), Error> {
        let language = crate::analysis::Language::ENGLISH;
        let tagged = |text: StoredText| StoredText { language, ..text };
        let dated = document();
        let dated = Document { body: tagged(dated.body.clone()), cut: tagged(dated.cut.clone()), ..dated };
        let undated = Document { content: None, metadata: Metadata::default(), ..dated.clone() };
        for document in [dated, undated] {
            let codec = ArticleCodec::new()?;
            assert_eq!(codec.decode(&codec.encode(&document)?), Some(document));
        }
        Ok(())
    }

    #[test]
    fn damaged_bytes_are_no_article() -> Result<(), Error> {
        let codec = ArticleCodec::new()?;
        let bytes = codec.encode(&document())?;
        for index in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[index] ^= 4;
            assert_eq!(codec.decode(&damaged), None, "{index}");
            assert_eq!(codec.decode(&bytes[..index]), None, "{index}");
        }
        Ok(())
    }
}
