//! Stored texts, each compressed by itself with a dictionary learned from the articles.
//!
//! In blocks of several articles a text could only be read with its neighbors, and decompressing them takes
//! most of the time of a fast query. With a dictionary of common content a single text compresses as well
//! (`docs/performance.md`). A dictionary is a file beside the segments whose name contains its checksum. The
//! payload of a commit lists the dictionaries, and each text begins with the number of its own.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tantivy::Directory;
use xxhash_rust::xxh3::xxh3_64;
use zstd::bulk::{Compressor, Decompressor};

use crate::analysis::Language;
use crate::article::StoredText;
use crate::text::LineMap;

/// Compression level of zstd. Level 1 gains less from a dictionary; above 3 the time grows faster than the
/// savings.
const LEVEL: i32 = 3;
/// Size of a dictionary in bytes. Twice the size makes texts half a percent smaller and takes twice as long
/// to load.
const DICTIONARY_SIZE: usize = 64 << 10;
/// A dictionary larger than this fraction of its sample overfits.
const MIN_SAMPLE_RATIO: usize = 16;
/// Size of the largest sample in bytes. More text hardly improves a dictionary, and learning takes a second
/// per six megabytes.
const MAX_SAMPLE: usize = 2 << 20;
/// Ratio of the size of the articles to the size of the sample.
const SAMPLE_FRACTION: usize = 48;
/// Minimum size of the sample in bytes, if there is as much text; dictionaries of smaller samples are much
/// worse.
const MIN_SAMPLE: usize = 384 << 10;
/// Size of the smallest sample that a dictionary is learned from, in bytes.
const SMALLEST_SAMPLE: usize = 256 << 10;
/// Prefix of the names of dictionaries.
const NAME_PREFIX: &str = "dictionary-";
/// Largest size of a decompressed text, in bytes; a larger one is damaged.
const MAX_LENGTH: usize = 1 << 30;
/// Length of the length of the encoded line map, in bytes.
const LENGTH_BYTES: usize = 4;

/// Encodes texts on any number of threads.
#[derive(Default)]
pub(crate) struct TextEncoder {
    /// Number of the dictionary, from 1; 0 for none.
    number: u8,
    dictionary: Vec<u8>,
    idle: Mutex<Vec<Compressor<'static>>>,
}

/// Decodes texts on any number of threads.
pub(crate) struct TextDecoder {
    dictionaries: Vec<(String, File)>,
    idle: Mutex<Vec<(u8, Decompressor<'static>)>>,
}

/// Returns the size of the sample to learn a dictionary from, for about `bytes` of articles.
pub(crate) fn dictionary_sample_size(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX).div_euclid(SAMPLE_FRACTION).clamp(MIN_SAMPLE, MAX_SAMPLE)
}

/// A dictionary of the common content of texts.
#[derive(Debug, PartialEq, Eq)]
pub struct Dictionary(pub(crate) Vec<u8>);

/// Learns a dictionary from `samples`; `None` if there are too few, or they have nothing in common.
pub(crate) fn learn_dictionary(samples: &[String]) -> Option<Dictionary> {
    let size: usize = samples.iter().map(String::len).sum();
    let max_size = DICTIONARY_SIZE.min(size / MIN_SAMPLE_RATIO);
    if size < SMALLEST_SAMPLE {
        return None;
    }
    let dictionary = zstd::dict::from_samples(samples, max_size).ok();
    dictionary.filter(|dictionary| !dictionary.is_empty()).map(Dictionary)
}

/// Writes a dictionary into `directory` and returns its name.
pub(crate) fn write(directory: &dyn Directory, dictionary: &[u8]) -> io::Result<String> {
    let name = file_name(dictionary);
    directory.atomic_write(Path::new(&name), dictionary)?;
    Ok(name)
}

fn file_name(dictionary: &[u8]) -> String {
    format!("{NAME_PREFIX}{:016x}", xxh3_64(dictionary))
}

impl TextEncoder {
    /// Opens an encoder with the last of the dictionaries `names`, which are files in `folder`.
    pub(crate) fn open(folder: &Path, names: &[String]) -> io::Result<Self> {
        let Some(last) = names.last() else { return Ok(TextEncoder::default()) };
        let dictionary = read(&mut File::open(folder.join(last))?, last)?;
        Ok(TextEncoder::new(names.len(), dictionary))
    }

    /// Returns an encoder with dictionary number `number` of the index.
    pub(crate) fn new(number: usize, dictionary: Vec<u8>) -> Self {
        match u8::try_from(number) {
            Ok(number) => TextEncoder { number, dictionary, idle: Mutex::default() },
            Err(_) => TextEncoder::default(),
        }
    }

    /// Encodes a text and its line map: the number of the dictionary, then a zstd frame of the length of the
    /// line map, the line map and the text.
    pub(crate) fn encode(&self, stored: &StoredText) -> io::Result<Vec<u8>> {
        let compressor = lock(&self.idle).pop();
        let mut compressor =
            compressor.map_or_else(|| Compressor::with_dictionary(LEVEL, &self.dictionary), Ok)?;
        let lines = stored.lines.to_bytes(&stored.text);
        let mut content = Vec::with_capacity(LENGTH_BYTES + lines.len() + stored.text.len());
        content.extend(u32::try_from(lines.len()).map_err(io::Error::other)?.to_le_bytes());
        content.extend(&lines);
        content.extend(stored.text.as_bytes());
        let mut encoded = Vec::with_capacity(1 + zstd::zstd_safe::compress_bound(content.len()));
        encoded.push(self.number);
        let mut cursor = io::Cursor::new(encoded);
        cursor.set_position(1);
        compressor.compress_to_buffer(&content, &mut cursor)?;
        lock(&self.idle).push(compressor);
        Ok(cursor.into_inner())
    }
}

impl TextDecoder {
    /// Opens a decoder with the dictionaries `names`, which are files in `folder`. Dictionaries are read on
    /// first use.
    pub(crate) fn open(folder: &Path, names: &[String]) -> io::Result<Self> {
        // Kept open so that they survive a replaced index.
        let open = |name: &String| Ok((name.clone(), File::open(folder.join(name))?));
        let dictionaries = names.iter().map(open).collect::<io::Result<_>>()?;
        Ok(TextDecoder { dictionaries, idle: Mutex::default() })
    }

    /// Decodes the bytes that [`TextEncoder::encode`] returned.
    ///
    /// # Errors
    /// If the bytes or the dictionary are damaged.
    pub(crate) fn decode(&self, encoded: &[u8]) -> io::Result<StoredText> {
        let invalid = || invalid_data("a text cannot be decompressed".into());
        let (&number, frame) = encoded.split_first().ok_or_else(invalid)?;
        let mut decompressor = self.decompressor(number)?;
        let length = Decompressor::upper_bound(frame).filter(|length| *length <= MAX_LENGTH);
        let mut content = decompressor.decompress(frame, length.ok_or_else(invalid)?)?;
        lock(&self.idle).push((number, decompressor));
        let (length, tail) = content.split_first_chunk::<LENGTH_BYTES>().ok_or_else(invalid)?;
        let length = u32::from_le_bytes(*length) as usize;
        let (lines, text) = tail.split_at_checked(length).ok_or_else(invalid)?;
        let lines = LineMap::from_bytes(lines, text).ok_or_else(invalid)?;
        content.drain(..LENGTH_BYTES + length);
        let text = String::from_utf8(content).map_err(|_| invalid())?;
        Ok(StoredText { text, lines, language: Language::default() })
    }

    /// Reads the dictionary that the last texts were encoded with; `None` if there is none.
    ///
    /// # Errors
    /// If it cannot be read or is damaged.
    pub(crate) fn last_dictionary(&self) -> io::Result<Option<Dictionary>> {
        let last = self.dictionaries.last();
        last.map(|(name, file)| read(&mut &*file, name).map(Dictionary)).transpose()
    }

    fn decompressor(&self, number: u8) -> io::Result<Decompressor<'static>> {
        // Locked while a dictionary is read, because a file has only one position.
        let mut idle = lock(&self.idle);
        if let Some(index) = idle.iter().position(|(idle_number, _)| *idle_number == number) {
            return Ok(idle.swap_remove(index).1);
        }
        let Some(index) = usize::from(number).checked_sub(1) else { return Decompressor::new() };
        let missing = || invalid_data("a text needs a dictionary that is missing".into());
        let (name, file) = self.dictionaries.get(index).ok_or_else(missing)?;
        Decompressor::with_dictionary(&read(&mut &*file, name)?)
    }
}

/// Reads the dictionary `name` and verifies the checksum in its name.
fn read(mut file: impl Read + Seek, name: &str) -> io::Result<Vec<u8>> {
    let mut dictionary = Vec::with_capacity(DICTIONARY_SIZE);
    file.rewind()?;
    file.read_to_end(&mut dictionary)?;
    match file_name(&dictionary) == name {
        true => Ok(dictionary),
        false => Err(invalid_data(format!("{name} does not match its checksum"))),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn invalid_data(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

#[cfg(test)]
mod tests {
    use crate::index::doc_store::text_codec::*;
    use crate::text::{LineIndex, MappedText};
    use proptest::prelude::*;
    use tantivy::directory::MmapDirectory;

    fn stored(text: &str) -> StoredText {
        let mapped = MappedText::verbatim(text, 0);
        let lines = LineMap::new(&mapped, &LineIndex::new(text), [(0, false)]);
        StoredText { text: text.to_owned(), lines, ..StoredText::default() }
    }

    /// Articles with much in common.
    fn samples() -> Vec<String> {
        let line = |number: usize| {
            format!(
                "The ferry to island {number} was late by {} minutes, said harbour {}.\n",
                number % 50,
                number / 7
            )
        };
        (0..200).map(|article| (0..30).map(|number| line(article * 31 + number)).collect()).collect()
    }

    #[test]
    fn a_dictionary_makes_texts_smaller_and_is_needed_to_decode_them() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let directory = MmapDirectory::open(folder.path()).map_err(io::Error::other)?;
        let Dictionary(dictionary) = learn_dictionary(&samples()).expect("something in common");
        assert!(dictionary.len() <= DICTIONARY_SIZE);
        let name = write(&directory, &dictionary)?;
        let (plain, encoder) =
            (TextEncoder::default(), TextEncoder::open(folder.path(), std::slice::from_ref(&name))?);
        let text = stored(&samples()[7]);
        let (single, encoded) = (plain.encode(&text)?, encoder.encode(&text)?);
        assert!(encoded.len() < single.len(), "{} {}", encoded.len(), single.len());
        let decoder = TextDecoder::open(folder.path(), std::slice::from_ref(&name))?;
        assert_eq!((decoder.decode(&encoded)?, decoder.decode(&single)?), (text.clone(), text));
        assert!(TextDecoder::open(folder.path(), &[])?.decode(&encoded).is_err());
        let mut damaged = dictionary;
        damaged[1000] ^= 1;
        directory.atomic_write(Path::new(&name), &damaged)?;
        assert!(TextDecoder::open(folder.path(), &[name])?.decode(&encoded).is_err());
        Ok(())
    }

    #[test]
    fn a_small_sample_gives_no_dictionary() {
        assert_eq!((learn_dictionary(&[]), learn_dictionary(&samples()[..3])), (None, None));
    }

    proptest! {
        #[test]
        fn texts_survive_a_round_trip(text in "\\PC{0,300}") {
            let text = if text.is_empty() { StoredText::default() } else { stored(&text) };
            let decoder = TextDecoder::open(Path::new("."), &[])?;
            prop_assert_eq!(decoder.decode(&TextEncoder::default().encode(&text)?)?, text);
        }

        #[test]
        fn arbitrary_bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = TextDecoder::open(Path::new("."), &[])?.decode(&bytes);
        }
    }
}
