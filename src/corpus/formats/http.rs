//! Answers of web servers, as web archives keep them: a status line, header lines, a body in some packing.

use std::io::{self, Read};

/// No body is unpacked to more than this, in bytes.
const MAX_RECORD_BYTES: u64 = crate::corpus::formats::records::MAX_RECORD_BYTES as u64;

/// Header lines of any protocol that has them: a name, a colon, a value.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// Takes in a line; what is none is passed over. One that begins with white space continues the one before.
    pub fn push(&mut self, line: &[u8]) {
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

    /// The value of the first header called `name` (in small letters), empty ones passed over.
    pub fn get(&self, name: &str) -> Option<&str> {
        let values = self.0.iter().filter(|(known, _)| known == name);
        values.map(|(_, value)| value.as_str()).find(|value| !value.is_empty())
    }

    /// The kind of content, as `text/html`.
    pub fn content_type(&self) -> Option<String> {
        let value = self.get("content-type")?;
        let kind = value.split([';', ',', ' ']).next()?.trim().to_ascii_lowercase();
        (!kind.is_empty()).then_some(kind)
    }
}

/// The answer of a web server.
#[derive(Debug, PartialEq, Eq)]
pub struct HttpResponse<'b> {
    /// Its status, as 200 or 404.
    pub status: u16,
    /// Its header lines.
    pub headers: Headers,
    body: &'b [u8],
}

impl<'b> HttpResponse<'b> {
    /// Reads an answer; `None` when `bytes` are none.
    pub fn read(bytes: &'b [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(b"HTTP/").map(|_| bytes)?;
        let mut line = || {
            let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let line = &rest[..end];
            rest = rest.get(end + 1..).unwrap_or_default();
            line.strip_suffix(b"\r").unwrap_or(line)
        };
        let status = line().split(|byte| *byte == b' ').nth(1)?;
        let status = std::str::from_utf8(status).ok()?.parse().ok()?;
        let mut headers = Headers::default();
        loop {
            match line() {
                [] => return Some(HttpResponse { status, headers, body: rest }),
                header => headers.push(header),
            }
        }
    }

    /// The body, what it is packed with taken off.
    ///
    /// # Errors
    /// When it is damaged or too long.
    pub fn body(&self) -> io::Result<Vec<u8>> {
        let chunked = self.headers.get("transfer-encoding").is_some_and(|value| value.contains("chunked"));
        // Some archives keep the header and store the body without it.
        let joined = if chunked { dechunk(self.body) } else { None };
        let body = joined.as_deref().unwrap_or(self.body);
        let packing = self.headers.get("content-encoding").unwrap_or("").trim().to_ascii_lowercase();
        match packing.as_str() {
            "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => {
                take(flate2::read::MultiGzDecoder::new(body))
            }
            "deflate" => inflate(body),
            "zstd" if body.starts_with(b"\x28\xb5\x2f\xfd") => take(zstd::stream::read::Decoder::new(body)?),
            // Nothing in it says that it is packed so, and some archives store it unpacked.
            "br" => take(brotli_decompressor::Decompressor::new(body, 4096)).or_else(|error| {
                if crate::corpus::charset::looks_binary(body) { Err(error) } else { Ok(body.to_vec()) }
            }),
            _ => Ok(body.to_vec()),
        }
    }
}

/// With or without the wrapping that the standard asks for: servers do both.
fn inflate(body: &[u8]) -> io::Result<Vec<u8>> {
    let plain = || if crate::corpus::charset::looks_binary(body) { None } else { Some(body.to_vec()) };
    take(flate2::read::ZlibDecoder::new(body))
        .or_else(|_| take(flate2::read::DeflateDecoder::new(body)))
        .or_else(|error| plain().ok_or(error))
}

fn take(unpacked: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    unpacked.take(MAX_RECORD_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_RECORD_BYTES {
        let long = format!("decompresses to more than {} MB", MAX_RECORD_BYTES >> 20);
        return Err(io::Error::new(io::ErrorKind::InvalidData, long));
    }
    Ok(bytes)
}

/// Puts the chunks of a body together; `None` when it does not consist of chunks. One that is cut short gives what is
/// there.
fn dechunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::with_capacity(rest.len());
    loop {
        let Some(end) = memchr::memchr(b'\n', rest) else {
            return (!body.is_empty()).then_some(body);
        };
        let line = rest[..end].split(|byte| *byte == b';').next()?.trim_ascii();
        let length = usize::from_str_radix(std::str::from_utf8(line).ok()?, 16).ok();
        let Some(length) = length else { return (!body.is_empty()).then_some(body) };
        rest = &rest[end + 1..];
        let chunk = &rest[..length.min(rest.len())];
        body.extend_from_slice(chunk);
        rest = &rest[chunk.len()..];
        rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
        if length == 0 || rest.is_empty() {
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
        let answer = HttpResponse::read(&bytes).ok_or("no answer")?;
        answer
            .body()
            .map(|body| String::from_utf8_lossy(&body).into_owned())
            .map_err(|error| error.to_string())
    }

    fn written<W: Write>(mut encoder: W, finish: impl FnOnce(W) -> io::Result<Vec<u8>>) -> Vec<u8> {
        encoder.write_all(b"Ferry stays").and_then(|()| finish(encoder)).unwrap_or_default()
    }

    #[test]
    fn bodies_in_every_packing() {
        use flate2::{Compression, write};
        let level = Compression::fast();
        let gzip = written(write::GzEncoder::new(Vec::new(), level), write::GzEncoder::finish);
        let zlib = written(write::ZlibEncoder::new(Vec::new(), level), write::ZlibEncoder::finish);
        let raw = written(write::DeflateEncoder::new(Vec::new(), level), write::DeflateEncoder::finish);
        let zstd = zstd::encode_all(&b"Ferry stays"[..], 3).unwrap_or_default();
        // What a brotli encoder makes of it: one block that is not compressed, then the last, empty one.
        let brotli = [&[0x0b, 0x05, 0x80][..], b"Ferry stays", &[0x03]].concat();
        for (packing, bytes) in [
            ("gzip", gzip),
            ("deflate", zlib),
            ("deflate", raw),
            ("zstd", zstd),
            ("br", brotli),
            ("", b"Ferry stays".to_vec()),
        ] {
            assert_eq!(
                body(&format!("Content-Encoding: {packing}"), &bytes),
                Ok("Ferry stays".into()),
                "{packing}"
            );
            assert_eq!(
                body(&format!("Content-Encoding: {packing}"), b"Ferry stays"),
                Ok("Ferry stays".into()),
                "{packing}, unpacked already"
            );
        }
    }

    #[test]
    fn chunks_are_put_together() {
        let chunked = |bytes: &[u8]| body("Transfer-Encoding: chunked", bytes);
        assert_eq!(chunked(b"6\r\nFerry \r\n5;x=y\r\nstays\r\n0\r\n\r\n"), Ok("Ferry stays".into()));
        assert_eq!(chunked(b"6\r\nFerry \r\n5\r\nst"), Ok("Ferry st".into()));
        assert_eq!(chunked(b"Ferry stays\r\nin port"), Ok("Ferry stays\r\nin port".into()));
    }

    #[test]
    fn a_body_that_never_ends_is_refused() {
        let zeros = io::repeat(0).take(MAX_RECORD_BYTES + 2);
        let bomb = zstd::encode_all(zeros, 3).unwrap_or_default();
        assert!(body("Content-Encoding: zstd", &bomb).is_err_and(|error| error.contains("16 MB")));
    }

    #[test]
    fn headers_fold_and_names_have_no_case() {
        let answer =
            HttpResponse::read(b"HTTP/1.0 404 Not WalkResult\nCONTENT-type: Text/HTML;\n charset=x\n\nbody");
        let answer = answer.map(|answer| {
            (
                answer.status,
                answer.headers.content_type(),
                answer.headers.get("content-type").map(str::to_owned),
            )
        });
        assert_eq!(answer, Some((404, Some("text/html".into()), Some("Text/HTML; charset=x".into()))));
        assert_eq!(HttpResponse::read(b"GET / HTTP/1.1\r\n\r\n"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(head in "(HTTP/1.1 200 OK\r?\n)?([a-zA-Z-]{0,12}:? ?(chunked|gzip|br|deflate)?\r?\n){0,4}\r?\n?", tail in prop::collection::vec(any::<u8>(), 0..60)) {
            let bytes = [head.into_bytes(), tail].concat();
            let _ = HttpResponse::read(&bytes).map(|answer| answer.body());
        }
    }
}
