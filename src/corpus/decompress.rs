//! Opening a file, packed or not.
//!
//! What a file is packed with is told by its first bytes. A file that unpacks to hundreds of times its size is a trap
//! and not an archive: reading it ends with an error.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use flate2::bufread::MultiGzDecoder;
use xxhash_rust::xxh3::Xxh3;

/// How much of a file is looked at to tell its format, in bytes.
pub const HEAD: usize = 64 * 1024;
/// Below this many unpacked bytes the rate of packing is nobody's concern.
const HARMLESS: u64 = 64 << 20;
/// No archive of articles packs better than this; traps do.
const HIGHEST_RATE: u64 = 400;
/// No dictionary is larger than this, in bytes.
const LONGEST_DICTIONARY: u32 = 16 << 20;
const BUFFER: usize = 128 * 1024;

/// A file that is open, what it is packed with taken off.
pub struct OpenFile {
    /// The beginning of the content, at most `HEAD` bytes, which `content` gives again.
    pub head: Vec<u8>,
    /// The content from the first byte on.
    pub content: Box<dyn BufRead + Send>,
    /// What has been read of the file itself.
    pub raw: Arc<ReadCounter>,
}

/// The bytes of a file as they were read, packed or not.
#[derive(Default)]
pub struct ReadCounter {
    bytes: AtomicU64,
    hash: Mutex<Xxh3>,
}

impl ReadCounter {
    /// The fingerprint of what has been read.
    pub fn fingerprint(&self) -> u64 {
        self.hash.lock().unwrap_or_else(PoisonError::into_inner).digest()
    }

    /// How many bytes have been read.
    pub fn count(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    fn take(&self, bytes: &[u8]) {
        self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.hash.lock().unwrap_or_else(PoisonError::into_inner).update(bytes);
    }
}

/// The fingerprint of the file at `path`.
///
/// # Errors
/// When it cannot be read.
pub fn fingerprint(path: &Path) -> io::Result<u64> {
    let mut counted = Counted { inner: File::open(path)?, raw: Arc::default() };
    io::copy(&mut counted, &mut io::sink())?;
    Ok(counted.raw.fingerprint())
}

/// Opens the file at `path`.
///
/// # Errors
/// When it cannot be opened or its beginning cannot be read.
pub fn open(path: &Path) -> io::Result<OpenFile> {
    unpack(File::open(path)?)
}

/// Takes what `source` is packed with off.
///
/// # Errors
/// When its beginning cannot be read.
pub fn unpack(source: impl Read + Send + 'static) -> io::Result<OpenFile> {
    let raw = Arc::<ReadCounter>::default();
    let counted = Counted { inner: source, raw: Arc::clone(&raw) };
    let mut reader = BufReader::with_capacity(BUFFER, counted);
    let magic = reader.fill_buf()?;
    let (gzip, zstd) = (magic.starts_with(b"\x1f\x8b"), is_zstd(magic));
    let guard = |inner| Guarded { inner, packed: Arc::clone(&raw), unpacked: 0 };
    let mut content: Box<dyn BufRead + Send> = match (gzip, zstd) {
        (true, _) => {
            let unpacked: Box<dyn Read + Send> = Box::new(MultiGzDecoder::new(reader));
            Box::new(BufReader::with_capacity(BUFFER, guard(unpacked)))
        }
        (_, true) => {
            let dictionary = dictionary(&mut reader)?;
            let unpacked: Box<dyn Read + Send> = match dictionary {
                Some(dictionary) => Box::new(zstd::Decoder::with_dictionary(reader, &dictionary)?),
                None => Box::new(zstd::Decoder::with_buffer(reader)?),
            };
            Box::new(BufReader::with_capacity(BUFFER, guard(unpacked)))
        }
        _ => Box::new(reader),
    };
    let mut head = Vec::new();
    content.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    let content = Box::new(io::Cursor::new(head.clone()).chain(content));
    Ok(OpenFile { head, content, raw })
}

/// What every record of a web archive was packed with, where the file begins with it: a frame of its own, which may be
/// packed itself.
fn dictionary(reader: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let Some(([0x5d, 0x2a, 0x4d, 0x18], rest)) = reader.fill_buf()?.split_first_chunk() else {
        return Ok(None);
    };
    let length = rest.first_chunk().map_or(0, |length| u32::from_le_bytes(*length));
    if length > LONGEST_DICTIONARY {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "damaged: cannot be decompressed"));
    }
    let mut frame = Vec::new();
    reader.take(8 + u64::from(length)).read_to_end(&mut frame)?;
    frame.drain(..frame.len().min(8));
    if !is_zstd(&frame) {
        return Ok(Some(frame));
    }
    let mut unpacked = Vec::new();
    zstd::Decoder::new(&frame[..])?.take(u64::from(LONGEST_DICTIONARY)).read_to_end(&mut unpacked)?;
    Ok(Some(unpacked))
}

/// A frame of data, or one to be skipped before it.
fn is_zstd(bytes: &[u8]) -> bool {
    let magic = bytes.first_chunk().map(|first| u32::from_le_bytes(*first));
    magic.is_some_and(|magic| magic == 0xfd2f_b528 || magic & 0xffff_fff0 == 0x184d_2a50)
}

/// Counts and fingerprints the bytes that are read through it.
struct Counted<R> {
    inner: R,
    raw: Arc<ReadCounter>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.raw.take(&buffer[..read]);
        Ok(read)
    }
}

/// Ends a file that unpacks to far more than any archive of articles does.
struct Guarded {
    inner: Box<dyn Read + Send>,
    packed: Arc<ReadCounter>,
    unpacked: u64,
}

impl Read for Guarded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            kind => io::Error::new(kind, format!("damaged or truncated: cannot be decompressed ({error})")),
        })?;
        self.unpacked += read as u64;
        let packed = self.packed.count();
        if self.unpacked > HARMLESS && self.unpacked / HIGHEST_RATE > packed {
            let trap = format!("decompresses to more than {HIGHEST_RATE} times its size");
            return Err(io::Error::new(io::ErrorKind::InvalidData, trap));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::decompress::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default()
    }

    fn content(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
        let mut content = Vec::new();
        let mut opened = unpack(io::Cursor::new(bytes)).map_err(|error| error.to_string())?;
        opened.content.read_to_end(&mut content).map_err(|error| error.to_string())?;
        assert!(content.starts_with(&opened.head));
        Ok(content)
    }

    #[test]
    fn packed_or_not_the_content_is_the_same() {
        let text = "The ferry stays in port. ".repeat(10_000).into_bytes();
        assert_eq!(content(text.clone()), Ok(text.clone()));
        assert_eq!(content(gzip(&text)), Ok(text.clone()));
        assert_eq!(content(zstd::encode_all(&text[..], 3).unwrap_or_default()), Ok(text.clone()));
        // Archives of pages have a member a page.
        let members = [gzip(&text), gzip(b"end")].concat();
        assert_eq!(content(members), Ok([&text[..], b"end"].concat()));
        assert_eq!(content(Vec::new()), Ok(Vec::new()));
    }

    #[test]
    fn what_is_cut_short_says_so() {
        let mut noise = 1u32;
        let text: Vec<u8> = std::iter::repeat_with(|| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (noise >> 24) as u8
        })
        .take(300_000)
        .collect();
        for packed in [gzip(&text), zstd::encode_all(&text[..], 3).unwrap_or_default()] {
            let half = packed[..packed.len() / 2].to_vec();
            assert!(content(half).is_err_and(|error| error.contains("truncated")));
        }
    }

    #[test]
    fn a_dictionary_before_the_records_is_used() {
        let dictionary = b"The ferry stays in port, the harbour authority said. ".repeat(4);
        let text = b"The ferry stays in port, the harbour authority said. It will stay.";
        let mut encoder = zstd::bulk::Compressor::with_dictionary(3, &dictionary).ok();
        let packed = encoder.as_mut().and_then(|encoder| encoder.compress(text).ok()).unwrap_or_default();
        let whole = zstd::encode_all(&dictionary[..], 3).unwrap_or_default();
        for stored in [&dictionary, &whole] {
            let length = u32::try_from(stored.len()).unwrap_or_default().to_le_bytes();
            let file = [b"\x5d\x2a\x4d\x18", &length[..], stored, &packed, &packed].concat();
            assert_eq!(content(file), Ok(text.repeat(2)));
        }
        assert!(content(packed).is_err());
        assert!(content(b"\x5d\x2a\x4d\x18\xff\xff\xff\xff".to_vec()).is_err());
        assert!(content(b"\x5d\x2a\x4d\x18\x01".to_vec()).is_err());
    }

    #[test]
    fn a_trap_ends() {
        let zeros = io::repeat(b'\n').take(1 << 30);
        let bomb = zstd::encode_all(zeros, 3).unwrap_or_default();
        assert!(content(bomb).is_err_and(|error| error.contains("times its size")));
    }
}
