//! Opens files and decompresses them.
//!
//! The first bytes of a file determine its compression. A file that decompresses to hundreds of times its
//! size is a decompression bomb, not an archive, and reading it is an error.

use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use xxhash_rust::xxh3::Xxh3;

use crate::corpus::gzip::GzipReader;
use crate::text::regular_file::{open_input, open_regular};

/// Number of bytes of a file that are read to detect its format.
pub(crate) const HEAD_BYTES: usize = 64 * 1024;
/// Number of decompressed bytes up to which the compression ratio is not checked.
const UNCHECKED_BYTES: u64 = 64 << 20;
/// Compression ratio above which a file is a decompression bomb. No archive of articles reaches it.
const MAX_RATIO: u64 = 400;
/// Maximum size of a Zstandard dictionary, in bytes.
const MAX_DICTIONARY_BYTES: u32 = 16 << 20;
const BUFFER_BYTES: usize = 128 * 1024;
/// Magic number of a Zstandard frame.
const ZSTD_MAGIC: u32 = 0xfd2f_b528;
/// Magic number of a skippable Zstandard frame, without its lowest four bits.
const ZSTD_SKIPPABLE_MAGIC: u32 = 0x184d_2a50;

/// An open file with its decompressed content.
pub(crate) struct OpenFile {
    /// First bytes of the content, at most [`HEAD_BYTES`], which `content` returns again.
    pub head: Vec<u8>,
    /// Decompressed content from the first byte on.
    pub content: Box<dyn BufRead + Send>,
    /// Counter of the bytes read from the file itself.
    pub read_counter: Arc<ReadCounter>,
    /// Whether the file is compressed.
    pub is_compressed: bool,
}

/// Counts and hashes the bytes that are read from a file, before decompression.
#[derive(Default)]
pub(crate) struct ReadCounter {
    bytes: AtomicU64,
    hash: Mutex<Xxh3>,
}

impl ReadCounter {
    /// Returns the fingerprint of the bytes read so far.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.hash.lock().unwrap_or_else(PoisonError::into_inner).digest()
    }

    /// Returns the number of bytes read so far.
    pub(crate) fn count(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    fn record(&self, bytes: &[u8]) {
        self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.hash.lock().unwrap_or_else(PoisonError::into_inner).update(bytes);
    }
}

/// Returns the fingerprint of the file at `path`.
///
/// # Errors
/// An I/O error if it cannot be read.
pub(crate) fn fingerprint(path: &Path) -> io::Result<u64> {
    let mut reader = CountingReader { inner: open_regular(path)?, counter: Arc::default() };
    io::copy(&mut reader, &mut io::sink())?;
    Ok(reader.counter.fingerprint())
}

/// Opens the file at `path`.
///
/// # Errors
/// An I/O error if it cannot be opened or its first bytes cannot be read.
pub(crate) fn open(path: &Path) -> io::Result<OpenFile> {
    decompress(open_regular(path)?)
}

/// Opens the file that the user named as `path`.
///
/// # Errors
/// An I/O error as for [`open`].
pub(crate) fn open_named(path: &Path) -> io::Result<OpenFile> {
    decompress(open_input(path)?)
}

/// Decompresses `source`, if it is compressed.
///
/// # Errors
/// An I/O error if its first bytes cannot be read.
pub(super) fn decompress(source: impl Read + Send + 'static) -> io::Result<OpenFile> {
    let read_counter = Arc::<ReadCounter>::default();
    let counting = CountingReader { inner: source, counter: Arc::clone(&read_counter) };
    let mut reader = BufReader::with_capacity(BUFFER_BYTES, counting);
    let magic = reader.fill_buf()?;
    let (gzip, zstd) = (magic.starts_with(b"\x1f\x8b"), is_zstd(magic));
    let limit = |inner| RatioLimiter { inner, compressed: Arc::clone(&read_counter), decompressed: 0 };
    let mut content: Box<dyn BufRead + Send> = match (gzip, zstd) {
        (true, _) => {
            let decoder: Box<dyn Read + Send> = Box::new(GzipReader::new(reader));
            Box::new(BufReader::with_capacity(BUFFER_BYTES, limit(decoder)))
        }
        (_, true) => {
            let dictionary = read_dictionary(&mut reader)?;
            let decoder: Box<dyn Read + Send> = match dictionary {
                Some(dictionary) => Box::new(zstd::Decoder::with_dictionary(reader, &dictionary)?),
                None => Box::new(zstd::Decoder::with_buffer(reader)?),
            };
            Box::new(BufReader::with_capacity(BUFFER_BYTES, limit(decoder)))
        }
        _ => Box::new(reader),
    };
    let mut head = Vec::new();
    let content: Box<dyn BufRead + Send> =
        match content.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head) {
            Ok(_) => Box::new(io::Cursor::new(head.clone()).chain(content)),
            // What can be read of a damaged file is.
            Err(error) if error.raw_os_error().is_none() && !head.is_empty() => {
                let failing = BufReader::new(FailingReader { error: Some(error) });
                Box::new(io::Cursor::new(head.clone()).chain(failing))
            }
            Err(error) => return Err(error),
        };
    Ok(OpenFile { head, content, read_counter, is_compressed: gzip || zstd })
}

/// Reads the Zstandard dictionary that a compressed web archive may begin with: a frame of its own, which may
/// be compressed itself.
fn read_dictionary(reader: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let Some(([0x5d, 0x2a, 0x4d, 0x18], header)) = reader.fill_buf()?.split_first_chunk() else {
        return Ok(None);
    };
    let length = header.first_chunk().map_or(0, |length| u32::from_le_bytes(*length));
    if length > MAX_DICTIONARY_BYTES {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "damaged: cannot be decompressed"));
    }
    let mut frame = Vec::new();
    reader.take(8 + u64::from(length)).read_to_end(&mut frame)?;
    frame.drain(..frame.len().min(8));
    if !is_zstd(&frame) {
        return Ok(Some(frame));
    }
    let mut dictionary = Vec::new();
    zstd::Decoder::new(&frame[..])?.take(u64::from(MAX_DICTIONARY_BYTES)).read_to_end(&mut dictionary)?;
    Ok(Some(dictionary))
}

/// Returns whether `bytes` begin with a Zstandard frame, or with a skippable frame before it.
fn is_zstd(bytes: &[u8]) -> bool {
    let magic = bytes.first_chunk().map(|first| u32::from_le_bytes(*first));
    magic.is_some_and(|magic| magic == ZSTD_MAGIC || magic & 0xffff_fff0 == ZSTD_SKIPPABLE_MAGIC)
}

/// Passes the bytes that are read through it to a [`ReadCounter`].
struct CountingReader<R> {
    inner: R,
    counter: Arc<ReadCounter>,
}

impl<R: Read> Read for CountingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.counter.record(&buffer[..read]);
        Ok(read)
    }
}

/// Fails with the error of a reader that was read before.
struct FailingReader {
    error: Option<io::Error>,
}

impl Read for FailingReader {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.error.take().map_or(Ok(0), Err)
    }
}

/// Fails once the compression ratio exceeds that of any archive of articles.
struct RatioLimiter {
    inner: Box<dyn Read + Send>,
    compressed: Arc<ReadCounter>,
    decompressed: u64,
}

impl Read for RatioLimiter {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            kind => io::Error::new(kind, format!("damaged or truncated: cannot be decompressed ({error})")),
        })?;
        self.decompressed += read as u64;
        let compressed = self.compressed.count();
        if self.decompressed > UNCHECKED_BYTES && self.decompressed / MAX_RATIO > compressed {
            let message = format!("decompresses to more than {MAX_RATIO} times its size");
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use crate::bench::Rng;
    use crate::corpus::decompress::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default()
    }

    fn content(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
        let mut content = Vec::new();
        let mut file = decompress(io::Cursor::new(bytes)).map_err(|error| error.to_string())?;
        file.content.read_to_end(&mut content).map_err(|error| error.to_string())?;
        assert!(content.starts_with(&file.head));
        Ok(content)
    }

    #[test]
    fn the_content_is_the_same_with_and_without_compression() {
        let text = "The ferry stays in port. ".repeat(10_000).into_bytes();
        assert_eq!(content(text.clone()), Ok(text.clone()));
        assert_eq!(content(gzip(&text)), Ok(text.clone()));
        assert_eq!(content(zstd::encode_all(&text[..], 3).unwrap_or_default()), Ok(text.clone()));
        // Web archives have one gzip member per page.
        let members = [gzip(&text), gzip(b"end")].concat();
        assert_eq!(content(members), Ok([&text[..], b"end"].concat()));
        assert_eq!(content(Vec::new()), Ok(Vec::new()));
    }

    #[test]
    fn a_truncated_file_is_an_error() {
        let mut rng = Rng::new(1);
        let text: Vec<u8> = (0..300_000).map(|_| rng.below(256) as u8).collect();
        for compressed in [gzip(&text), zstd::encode_all(&text[..], 3).unwrap_or_default()] {
            let half = compressed[..compressed.len() / 2].to_vec();
            assert!(content(half).is_err_and(|error| error.contains("truncated")));
        }
    }

    #[test]
    fn a_short_truncated_file_is_read_up_to_its_end() {
        let text: String =
            (0..500).map(|n| format!("Line {n} of the tide table, {}.\n", n * 7919 % 10007)).collect();
        let compressed = gzip(text.as_bytes());
        let mut file =
            decompress(io::Cursor::new(compressed[..compressed.len() / 2].to_vec())).expect("a head");
        let mut read = Vec::new();
        let error = file.content.read_to_end(&mut read).expect_err("it is truncated");
        assert!(error.to_string().contains("truncated"), "{error}");
        assert!(
            read.len() > 1000 && text.as_bytes().starts_with(&read) && read == file.head,
            "{}",
            read.len()
        );
        assert!(decompress(io::Cursor::new(compressed[..12].to_vec())).is_err());
    }

    #[test]
    fn a_dictionary_before_the_records_is_used() {
        let dictionary = b"The ferry stays in port, the harbour authority said. ".repeat(4);
        let text = b"The ferry stays in port, the harbour authority said. It will stay.";
        let mut encoder = zstd::bulk::Compressor::with_dictionary(3, &dictionary).ok();
        let compressed = encoder.as_mut().and_then(|encoder| encoder.compress(text).ok()).unwrap_or_default();
        let compressed_dictionary = zstd::encode_all(&dictionary[..], 3).unwrap_or_default();
        for stored in [&dictionary, &compressed_dictionary] {
            let length = u32::try_from(stored.len()).unwrap_or_default().to_le_bytes();
            let bytes = [b"\x5d\x2a\x4d\x18", &length[..], stored, &compressed, &compressed].concat();
            assert_eq!(content(bytes), Ok(text.repeat(2)));
        }
        assert!(content(compressed).is_err());
        assert!(content(b"\x5d\x2a\x4d\x18\xff\xff\xff\xff".to_vec()).is_err());
        assert!(content(b"\x5d\x2a\x4d\x18\x01".to_vec()).is_err());
    }

    #[test]
    fn a_decompression_bomb_is_an_error() {
        let zeros = io::repeat(b'\n').take(1 << 30);
        let bomb = zstd::encode_all(zeros, 3).unwrap_or_default();
        assert!(content(bomb).is_err_and(|error| error.contains("times its size")));
    }
}
