//! A web page as a crawler captured it.

use crate::corpus::encoding_hints::{decode_head, parameter_value};
use crate::corpus::formats::http::{HttpBody, HttpResponse};
use crate::corpus::markup::{Markup, looks_like_page};
use crate::corpus::record::Record;

/// Number of bytes of a plain-text body that are checked for an HTML page.
const PAGE_CHECK_BYTES: usize = 4096;

/// A page as a crawler captured it, not decoded yet.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Capture {
    pub(super) url: Option<String>,
    /// Content type of the block, as the archive states it.
    pub(super) content_type: String,
    pub(super) block: Vec<u8>,
}

impl Capture {
    /// Returns the number of bytes, before decompression.
    pub(crate) fn size(&self) -> usize {
        self.block.len()
    }

    /// Decompresses and decodes the page.
    ///
    /// # Errors
    /// The reason it is not an article, with its URL.
    pub(crate) fn read(self) -> Result<Record, String> {
        let url = self.url.clone();
        self.into_record().map_err(|reason| match url {
            Some(url) => format!("{url}: {reason}"),
            None => reason,
        })
    }

    fn into_record(self) -> Result<Record, String> {
        let (body, content_type, charset) = if self.content_type == "application/http" {
            let response = HttpResponse::parse(&self.block).ok_or("not a response of a web server")?;
            let body =
                response.body().map_err(|error| format!("damaged: cannot be decompressed ({error})"))?;
            let content_type = response.headers.get("content-type");
            let charset = content_type.and_then(|value| parameter_value(value.as_bytes(), b"charset"));
            (body, response.headers.content_type().unwrap_or_default(), charset.map(<[u8]>::to_vec))
        } else {
            (HttpBody { bytes: self.block, error: None }, self.content_type, None)
        };
        let HttpBody { bytes, error } = body;
        let head = &bytes[..bytes.len().min(PAGE_CHECK_BYTES)];
        let html = content_type != "text/plain" || looks_like_page(&decode_head(head));
        let markup = if html { Markup::Html } else { Markup::Plain };
        let mut record = Record::from_bytes(bytes, markup, charset.as_deref())?;
        record.damage = error.map(|error| {
            let url = self.url.as_deref().map(|url| format!("{url}: ")).unwrap_or_default();
            format!("{url}damaged: cannot be decompressed ({error}); the readable part was indexed")
        });
        record.id.clone_from(&self.url);
        record.metadata.url = self.url.or(record.metadata.url);
        Ok(record)
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::capture::*;

    #[test]
    fn the_charset_of_the_response_header_is_used() {
        let body = encoding_rs::KOI8_R.encode("<p>Паром</p>").0.into_owned();
        let head = b"HTTP/1.1 200 X\r\nContent-Type: text/html; charset=koi8-r\r\n\r\n";
        let block = [&head[..], &body].concat();
        let capture = Capture { url: None, content_type: "application/http".into(), block };
        let record = capture.read().unwrap_or_default();
        assert_eq!((record.text.as_str(), record.encoding), ("<p>Паром</p>", Some("KOI8-R")));
    }
}
