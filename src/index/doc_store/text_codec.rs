//! Texts as they are stored: each compressed for itself, with a dictionary learned from the archive.
//!
//! Compressed in blocks of several articles, a text could only be read with its neighbours, and reading them is most of
//! what a quick answer costs. Alone it compresses as well with a dictionary of what all of them share: see
//! `docs/performance.md`. A dictionary is a file beside the segments whose name holds its checksum; the payload of a
//! commit lists those there are, and a text says by number which one it needs.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tantivy::Directory;
use xxhash_rust::xxh3::xxh3_64;
use zstd::bulk::{Compressor, Decompressor};

use crate::analysis::Language;
use crate::article::StoredText;
use crate::text::LineMap;

/// The level of zstd: 1 makes less of a dictionary, and above 3 time grows faster than what it saves.
const LEVEL: i32 = 3;
/// The size of a dictionary, in bytes. Twice of it saves half a point of a text's size and loads in twice the time.
const DICTIONARY: usize = 64 << 10;
/// Texts a dictionary is learned from, in bytes: with more of them it gets hardly better. It takes a second for every six
/// megabytes, so it learns from no more than a part of a small archive.
const SAMPLE: usize = 2 << 20;
const SAMPLED: usize = 48;
/// With less than this it gets worse fast.
const SMALL_SAMPLE: usize = 384 << 10;
/// From less than this nothing is learned.
const SMALLEST_SAMPLE: usize = 256 << 10;
/// What the names of dictionaries begin with.
const NAME: &str = "dictionary-";
/// No text is longer; what says so is damaged.
const LONGEST: usize = 1 << 30;

/// Packs texts, on any number of threads.
#[derive(Default)]
pub(crate) struct TextEncoder {
    /// The number of the dictionary, from 1; 0 for none.
    number: u8,
    dictionary: Vec<u8>,
    idle: Mutex<Vec<Compressor<'static>>>,
}

/// Unpacks texts, on any number of threads.
pub(crate) struct TextDecoder {
    dictionaries: Vec<(String, File)>,
    idle: Mutex<Vec<(u8, Decompressor<'static>)>>,
}

/// From how much text to learn how those of an archive are stored, which is of about `bytes`.
pub fn sample_size(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX).div_euclid(SAMPLED).clamp(SMALL_SAMPLE, SAMPLE)
}

/// What all texts of an archive share.
#[derive(Debug, PartialEq, Eq)]
pub struct Dictionary(pub(crate) Vec<u8>);

/// Learns a dictionary from `samples`; `None` where they are too few, or have nothing in common.
pub fn learn(samples: &[String]) -> Option<Dictionary> {
    let size: usize = samples.iter().map(String::len).sum();
    // A dictionary of more than a small part of what it was learned from knows the sample by heart and nothing else.
    let most = DICTIONARY.min(size / 16);
    if size < SMALLEST_SAMPLE {
        return None;
    }
    let learned = zstd::dict::from_samples(samples, most).ok().filter(|dictionary| !dictionary.is_empty());
    learned.map(Dictionary)
}

/// Writes a dictionary into `directory`; its name.
pub(crate) fn write(directory: &dyn Directory, dictionary: &[u8]) -> io::Result<String> {
    let name = name_of(dictionary);
    directory.atomic_write(Path::new(&name), dictionary)?;
    Ok(name)
}

fn name_of(dictionary: &[u8]) -> String {
    format!("{NAME}{:016x}", xxh3_64(dictionary))
}

impl TextEncoder {
    /// Packs with the last of the dictionaries `names`, which are files in `folder`.
    pub fn open(folder: &Path, names: &[String]) -> io::Result<Self> {
        let Some(last) = names.last() else { return Ok(TextEncoder::default()) };
        let dictionary = read(&mut File::open(folder.join(last))?, last)?;
        Ok(TextEncoder::new(names.len(), dictionary))
    }

    /// Packs with a dictionary that is the `number`th of its index.
    pub fn new(number: usize, dictionary: Vec<u8>) -> Self {
        match u8::try_from(number) {
            Ok(number) => TextEncoder { number, dictionary, idle: Mutex::default() },
            Err(_) => TextEncoder::default(),
        }
    }

    /// `stored`, packed.
    pub fn encode(&self, stored: &StoredText) -> io::Result<Vec<u8>> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let ready = idle().pop();
        let mut compressor =
            ready.map_or_else(|| Compressor::with_dictionary(LEVEL, &self.dictionary), Ok)?;
        let lines = stored.lines.to_bytes(&stored.text);
        let mut content = Vec::with_capacity(4 + lines.len() + stored.text.len());
        content.extend(u32::try_from(lines.len()).map_err(io::Error::other)?.to_le_bytes());
        content.extend(&lines);
        content.extend(stored.text.as_bytes());
        let mut packed = Vec::with_capacity(1 + zstd::zstd_safe::compress_bound(content.len()));
        packed.push(self.number);
        let mut rest = io::Cursor::new(packed);
        rest.set_position(1);
        compressor.compress_to_buffer(&content, &mut rest)?;
        idle().push(compressor);
        Ok(rest.into_inner())
    }
}

impl TextDecoder {
    /// Unpacks with the dictionaries `names`, which are files in `folder`. They are read when they are first needed.
    pub fn open(folder: &Path, names: &[String]) -> io::Result<Self> {
        // Open they stay readable, even when another process replaces the index.
        let open = |name: &String| Ok((name.clone(), File::open(folder.join(name))?));
        let dictionaries = names.iter().map(open).collect::<io::Result<_>>()?;
        Ok(TextDecoder { dictionaries, idle: Mutex::default() })
    }

    /// What [`TextEncoder::pack`] packed.
    ///
    /// # Errors
    /// When it is something else, or a dictionary is damaged.
    pub fn decode(&self, packed: &[u8]) -> io::Result<StoredText> {
        let broken = || io::Error::new(io::ErrorKind::InvalidData, "a text cannot be decompressed");
        let (&number, frame) = packed.split_first().ok_or_else(broken)?;
        let mut decompressor = self.decompressor(number)?;
        let length = Decompressor::upper_bound(frame).filter(|length| *length <= LONGEST);
        let mut content = decompressor.decompress(frame, length.ok_or_else(broken)?)?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push((number, decompressor));
        let (length, rest) = content.split_first_chunk::<4>().ok_or_else(broken)?;
        let length = u32::from_le_bytes(*length) as usize;
        let (lines, text) = rest.split_at_checked(length).ok_or_else(broken)?;
        let lines = LineMap::from_bytes(lines, text).ok_or_else(broken)?;
        content.drain(..4 + length);
        let text = String::from_utf8(content).map_err(|_| broken())?;
        Ok(StoredText { text, lines, language: Language::default() })
    }

    fn decompressor(&self, number: u8) -> io::Result<Decompressor<'static>> {
        // Held while a dictionary is read: its file has one place to read on.
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = idle.iter().position(|(own, _)| *own == number) {
            return Ok(idle.swap_remove(at).1);
        }
        let Some(index) = usize::from(number).checked_sub(1) else { return Decompressor::new() };
        let none = || io::Error::new(io::ErrorKind::InvalidData, "a text needs a dictionary that is missing");
        let (name, file) = self.dictionaries.get(index).ok_or_else(none)?;
        Decompressor::with_dictionary(&read(&mut &*file, name)?)
    }
}

/// Reads the dictionary `name` and holds it against its name.
fn read(mut file: impl Read + Seek, name: &str) -> io::Result<Vec<u8>> {
    let mut dictionary = Vec::with_capacity(DICTIONARY);
    file.rewind()?;
    file.read_to_end(&mut dictionary)?;
    match name_of(&dictionary) == name {
        true => Ok(dictionary),
        false => {
            Err(io::Error::new(io::ErrorKind::InvalidData, format!("{name} does not match its checksum")))
        }
    }
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
    fn what_is_learned_makes_texts_smaller_and_is_needed_to_read_them() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let directory = MmapDirectory::open(folder.path()).map_err(io::Error::other)?;
        let Dictionary(dictionary) = learn(&samples()).expect("something in common");
        assert!(dictionary.len() <= DICTIONARY);
        let name = write(&directory, &dictionary)?;
        let (plain, packer) =
            (TextEncoder::default(), TextEncoder::open(folder.path(), std::slice::from_ref(&name))?);
        let text = stored(&samples()[7]);
        let (alone, packed) = (plain.encode(&text)?, packer.encode(&text)?);
        assert!(packed.len() < alone.len(), "{} {}", packed.len(), alone.len());
        let unpacker = TextDecoder::open(folder.path(), std::slice::from_ref(&name))?;
        assert_eq!((unpacker.decode(&packed)?, unpacker.decode(&alone)?), (text.clone(), text));
        assert!(TextDecoder::open(folder.path(), &[])?.decode(&packed).is_err());
        let mut damaged = dictionary;
        damaged[1000] ^= 1;
        directory.atomic_write(Path::new(&name), &damaged)?;
        assert!(TextDecoder::open(folder.path(), &[name])?.decode(&packed).is_err());
        Ok(())
    }

    #[test]
    fn from_little_nothing_is_learned() {
        assert_eq!((learn(&[]), learn(&samples()[..3])), (None, None));
    }

    proptest! {
        #[test]
        fn texts_come_back(text in "\\PC{0,300}") {
            let text = if text.is_empty() { StoredText::default() } else { stored(&text) };
            let unpacker = TextDecoder::open(Path::new("."), &[])?;
            prop_assert_eq!(unpacker.decode(&TextEncoder::default().encode(&text)?)?, text);
        }

        #[test]
        fn other_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = TextDecoder::open(Path::new("."), &[])?.decode(&bytes);
        }
    }
}
