//! Decompresses gzip files.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

/// Number of zeros after a member that are read to find another one.
const MAX_PADDING: u64 = 256 << 20;

/// Decompresses the members of a gzip file one after the other. Zeros after a member, with which tapes and
/// some programs fill a block, are not damage.
pub(crate) struct GzipReader<R> {
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> GzipReader<R> {
    /// Returns a reader of the content of `source`.
    pub(crate) fn new(source: R) -> Self {
        GzipReader { member: Some(GzDecoder::new(source)) }
    }
}

impl<R: BufRead> Read for GzipReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let read = member.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let source = self.member.take().map(GzDecoder::into_inner);
            self.member = match source {
                Some(mut source) => skip_padding(&mut source)?.then(|| GzDecoder::new(source)),
                None => None,
            };
        }
        Ok(0)
    }
}

/// Skips zeros. Returns whether anything follows.
fn skip_padding(source: &mut impl BufRead) -> io::Result<bool> {
    let mut skipped = 0;
    while skipped < MAX_PADDING {
        let bytes = source.fill_buf()?;
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        if zeros < bytes.len() {
            source.consume(zeros);
            return Ok(true);
        }
        if zeros == 0 {
            return Ok(false);
        }
        source.consume(zeros);
        skipped += zeros as u64;
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use crate::corpus::gzip::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default()
    }

    fn content(bytes: &[u8]) -> (String, bool) {
        let mut text = Vec::new();
        let read = GzipReader::new(io::BufReader::with_capacity(7, bytes)).read_to_end(&mut text);
        (String::from_utf8_lossy(&text).into_owned(), read.is_ok())
    }

    #[test]
    fn zeros_after_a_member_are_no_damage() {
        let (low, high) = (gzip(b"low tide, "), gzip(b"high tide"));
        let both = || ("low tide, high tide".to_owned(), true);
        assert_eq!(content(&[&low[..], &high].concat()), both());
        for zeros in [1, 9, 10, 511, 5000] {
            let padding = vec![0; zeros];
            assert_eq!(content(&[&low[..], &high, &padding].concat()), both());
            assert_eq!(content(&[&low[..], &padding, &high].concat()), both());
        }
    }

    #[test]
    fn anything_else_after_a_member_is_damage() {
        let low = gzip(b"low tide");
        let damaged = || ("low tide".to_owned(), false);
        assert_eq!(content(&[&low[..], b"x"].concat()), damaged());
        assert_eq!(content(&[&low[..], b"\0\0x\0"].concat()), damaged());
        assert_eq!(content(&[&low[..], &gzip(b"high")[..9]].concat()), damaged());
        assert!(!content(&low[..low.len() - 1]).1);
        assert_eq!(content(&gzip(b"")), (String::new(), true));
    }
}
