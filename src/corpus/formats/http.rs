//! HTTP responses as web archives store them: a status line, header lines and an encoded body.

use std::io::{self, Read};

use crate::corpus::charset::looks_binary;
use crate::corpus::gzip::GzipReader;
use crate::corpus::limits::MAX_RECORD_BYTES;

/// Number of bytes above which decompressing a body fails.
const MAX_BODY_BYTES: u64 = MAX_RECORD_BYTES as u64;

/// The header lines of a WARC record or an HTTP response.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Headers(Vec<(String, String)>);

impl Headers {
    /// Parses and adds a line. A line that begins with white space continues the previous one; a line without
    /// a colon is ignored.
    pub(crate) fn push(&mut self, line: &[u8]) {
        let text = String::from_utf8_lossy(line);
        if text.starts_with([' ', '\t']) {
            if let Some((_, value)) = self.0.last_mut() {
                value.push(' ');
                value.push_str(text.trim());
            }
        } else if let Some((name, value)) = text.split_once(':') {
            self.0.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }

    /// Returns the first value of `name`, which is in lower case, that is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let values = self.0.iter().filter(|(header, _)| header == name);
        values.map(|(_, value)| value.as_str()).find(|value| !value.is_empty())
    }

    /// Returns the content type without parameters, such as `text/html`.
    pub(crate) fn content_type(&self) -> Option<String> {
        let value = self.get("content-type")?;
        let essence = value.split([';', ',', ' ']).next()?.trim().to_ascii_lowercase();
        (!essence.is_empty()).then_some(essence)
    }
}

/// A response of a web server.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct HttpResponse<'b> {
    /// Status code, such as 200 or 404.
    pub status: u16,
    /// Header lines.
    pub headers: Headers,
    body: &'b [u8],
}

impl<'b> HttpResponse<'b> {
    /// Parses a response. Returns `None` if `bytes` do not begin with a status line.
    pub(crate) fn parse(bytes: &'b [u8]) -> Option<Self> {
        let mut tail = bytes.strip_prefix(b"HTTP/").map(|_| bytes)?;
        let mut next_line = || {
            let end = memchr::memchr(b'\n', tail).unwrap_or(tail.len());
            let line = &tail[..end];
            tail = tail.get(end + 1..).unwrap_or_default();
            line.strip_suffix(b"\r").unwrap_or(line)
        };
        let status = next_line().split(|byte| *byte == b' ').nth(1)?;
        let status = std::str::from_utf8(status).ok()?.parse().ok()?;
        let mut headers = Headers::default();
        loop {
            match next_line() {
                [] => return Some(HttpResponse { status, headers, body: tail }),
                header => headers.push(header),
            }
        }
    }

    /// Returns the decoded body. Of a compressed body that is truncated or damaged, returns what was read
    /// before the damage.
    ///
    /// # Errors
    /// An I/O error if nothing can be read, or if the body is too long.
    pub(crate) fn body(&self) -> io::Result<HttpBody> {
        let chunked = self.headers.get("transfer-encoding").is_some_and(|value| value.contains("chunked"));
        // Some archives keep this header but store the body without chunks.
        let joined = if chunked { dechunk(self.body) } else { None };
        let body = joined.as_deref().unwrap_or(self.body);
        let encoding = self.headers.get("content-encoding").unwrap_or("").trim().to_ascii_lowercase();
        match encoding.as_str() {
            "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => {
                read_limited(GzipReader::new(body))?.or_error()
            }
            "deflate" => inflate(body),
            "zstd" if body.starts_with(b"\x28\xb5\x2f\xfd") => {
                read_limited(zstd::stream::read::Decoder::new(body)?)?.or_error()
            }
            // Brotli has no magic number, and some archives store the body decompressed.
            "br" => match read_limited(brotli_decompressor::Decompressor::new(body, 4096))? {
                part if part.error.is_some() && !looks_binary(body) => Ok(HttpBody::stored(body)),
                part => part.or_error(),
            },
            // Compressed twice, or without a word about it.
            _ if body.starts_with(b"\x1f\x8b") => {
                let outer = read_limited(GzipReader::new(body))?.or_error()?;
                if outer.bytes.starts_with(b"\x1f\x8b") {
                    return read_limited(GzipReader::new(&outer.bytes[..]))?.or_error();
                }
                Ok(outer)
            }
            _ => Ok(HttpBody::stored(body)),
        }
    }
}

/// The decoded body of a response.
#[derive(Debug)]
pub(crate) struct HttpBody {
    /// Bytes up to the end or the damage.
    pub bytes: Vec<u8>,
    /// The damage after which nothing could be read.
    pub error: Option<io::Error>,
}

impl HttpBody {
    /// Returns a body that is not compressed.
    fn stored(bytes: &[u8]) -> Self {
        HttpBody { bytes: bytes.to_vec(), error: None }
    }

    /// Returns the error of a body of which nothing could be read.
    fn or_error(self) -> io::Result<Self> {
        match self.error {
            Some(error) if self.bytes.is_empty() => Err(error),
            error => Ok(HttpBody { error, ..self }),
        }
    }
}

/// Decompresses a deflate body with or without the zlib wrapper that the standard requires: servers send
/// both.
fn inflate(body: &[u8]) -> io::Result<HttpBody> {
    let zlib = read_limited(flate2::read::ZlibDecoder::new(body))?;
    if zlib.error.is_none() {
        return Ok(zlib);
    }
    let raw = read_limited(flate2::read::DeflateDecoder::new(body))?;
    match () {
        () if raw.error.is_none() => Ok(raw),
        () if !looks_binary(body) => Ok(HttpBody::stored(body)),
        () if zlib.bytes.is_empty() => raw.or_error(),
        () => zlib.or_error(),
    }
}

/// Reads all bytes up to an error.
///
/// # Errors
/// An I/O error if there are too many.
fn read_limited(decoder: impl Read) -> io::Result<HttpBody> {
    let mut bytes = Vec::new();
    let error = decoder.take(MAX_BODY_BYTES + 1).read_to_end(&mut bytes).err();
    if bytes.len() as u64 > MAX_BODY_BYTES {
        let message = format!("decompresses to more than {} MB", MAX_BODY_BYTES >> 20);
        return Err(io::Error::new(io::ErrorKind::InvalidData, message));
    }
    Ok(HttpBody { bytes, error })
}

/// Joins the chunks of a body. Returns `None` if it is not chunked, and the available part if it is
/// truncated.
fn dechunk(mut tail: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::with_capacity(tail.len());
    loop {
        let Some(end) = memchr::memchr(b'\n', tail) else {
            return (!body.is_empty()).then_some(body);
        };
        let line = tail[..end].split(|byte| *byte == b';').next()?.trim_ascii();
        let length = usize::from_str_radix(std::str::from_utf8(line).ok()?, 16).ok();
        let Some(length) = length else { return (!body.is_empty()).then_some(body) };
        tail = &tail[end + 1..];
        let chunk = &tail[..length.min(tail.len())];
        body.extend_from_slice(chunk);
        tail = &tail[chunk.len()..];
        tail = tail.strip_prefix(b"\r\n").or(tail.strip_prefix(b"\n")).unwrap_or(tail);
        if length == 0 || tail.is_empty() {
            return Some(body);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::http::*;
    use proptest::prelude::*;
    use std::io::Write;

    fn body(head: &str, body: &[u8]) -> Result<String, String> {
        let bytes = [format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes(), body].concat();
        let response = HttpResponse::parse(&bytes).ok_or("no response")?;
        response
            .body()
            .map(|body| String::from_utf8_lossy(&body.bytes).into_owned())
            .map_err(|error| error.to_string())
    }

    fn compress<W: Write>(mut encoder: W, finish: impl FnOnce(W) -> io::Result<Vec<u8>>) -> Vec<u8> {
        encoder.write_all(b"Ferry stays").and_then(|()| finish(encoder)).unwrap_or_default()
    }

    #[test]
    fn bodies_in_every_encoding_are_decoded() {
        use flate2::{Compression, write};
        let level = Compression::fast();
        let gzip = compress(write::GzEncoder::new(Vec::new(), level), write::GzEncoder::finish);
        let zlib = compress(write::ZlibEncoder::new(Vec::new(), level), write::ZlibEncoder::finish);
        let raw = compress(write::DeflateEncoder::new(Vec::new(), level), write::DeflateEncoder::finish);
        let zstd = zstd::encode_all(&b"Ferry stays"[..], 3).unwrap_or_default();
        // Output of a brotli encoder: one uncompressed block and the empty last one.
        let brotli = [&[0x0b, 0x05, 0x80][..], b"Ferry stays", &[0x03]].concat();
        for (encoding, bytes) in [
            ("identity", gzip.clone()),
            ("gzip", gzip),
            ("deflate", zlib),
            ("deflate", raw),
            ("zstd", zstd),
            ("br", brotli),
            ("", b"Ferry stays".to_vec()),
        ] {
            assert_eq!(
                body(&format!("Content-Encoding: {encoding}"), &bytes),
                Ok("Ferry stays".into()),
                "{encoding}"
            );
            assert_eq!(
                body(&format!("Content-Encoding: {encoding}"), b"Ferry stays"),
                Ok("Ferry stays".into()),
                "{encoding}, stored decompressed"
            );
        }
    }

    #[test]
    fn a_truncated_body_is_read_up_to_its_end() {
        use flate2::{Compression, write};
        let text: String =
            (0..4000).map(|n| format!("Line {n} of the tide table, {}.\n", n * 7919 % 10007)).collect();
        macro_rules! encode {
            ($encoder:ident) => {{
                let mut encoder = write::$encoder::new(Vec::new(), Compression::default());
                encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish()).unwrap_or_default()
            }};
        }
        let gzip = encode!(GzEncoder);
        let (zlib, raw) = (encode!(ZlibEncoder), encode!(DeflateEncoder));
        for (encoding, bytes) in
            [("gzip", gzip.clone()), ("deflate", zlib), ("deflate", raw), ("x-gzip", gzip)]
        {
            let truncated = &bytes[..bytes.len() * 2 / 3];
            let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\n\r\n");
            let response = [head.as_bytes(), truncated].concat();
            let body = HttpResponse::parse(&response).and_then(|response| response.body().ok());
            let (read, error) = body.map(|body| (body.bytes, body.error)).unwrap_or_default();
            assert!(text.as_bytes().starts_with(&read), "{encoding}");
            assert!(read.len() > text.len() / 3, "{encoding}: {}", read.len());
            assert!(error.is_some(), "{encoding}");
        }
        // Nothing but a header: nothing to read.
        assert!(body("Content-Encoding: gzip", b"\x1f\x8b\x08\0\0\0\0\0\0\x03").is_err());
    }

    #[test]
    fn chunks_are_joined() {
        let chunked = |bytes: &[u8]| body("Transfer-Encoding: chunked", bytes);
        assert_eq!(chunked(b"6\r\nFerry \r\n5;x=y\r\nstays\r\n0\r\n\r\n"), Ok("Ferry stays".into()));
        assert_eq!(chunked(b"6\r\nFerry \r\n5\r\nst"), Ok("Ferry st".into()));
        assert_eq!(chunked(b"Ferry stays\r\nin port"), Ok("Ferry stays\r\nin port".into()));
    }

    #[test]
    fn an_oversized_body_is_an_error() {
        let zeros = io::repeat(0).take(MAX_BODY_BYTES + 2);
        let bomb = zstd::encode_all(zeros, 3).unwrap_or_default();
        assert!(body("Content-Encoding: zstd", &bomb).is_err_and(|error| error.contains("16 MB")));
    }

    #[test]
    fn header_lines_fold_and_names_ignore_case() {
        let response =
            HttpResponse::parse(b"HTTP/1.0 404 Not WalkResult\nCONTENT-type: Text/HTML;\n charset=x\n\nbody");
        let response = response.map(|response| {
            (
                response.status,
                response.headers.content_type(),
                response.headers.get("content-type").map(str::to_owned),
            )
        });
        assert_eq!(response, Some((404, Some("text/html".into()), Some("Text/HTML; charset=x".into()))));
        assert_eq!(HttpResponse::parse(b"GET / HTTP/1.1\r\n\r\n"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_parsed_without_panic(head in "(HTTP/1.1 200 OK\r?\n)?([a-zA-Z-]{0,12}:? ?(chunked|gzip|br|deflate)?\r?\n){0,4}\r?\n?", tail in prop::collection::vec(any::<u8>(), 0..60)) {
            let bytes = [head.into_bytes(), tail].concat();
            let _ = HttpResponse::parse(&bytes).map(|response| response.body());
        }
    }
}
