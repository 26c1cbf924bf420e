//! The table of spellings, a file beside the segments.
//!
//! It is text: a line for each word that has other spellings, in order of the words, so that a search finds
//! one without reading the others.

use std::borrow::Cow;

use crate::index::table_file::{OptionalTableFile, Table};

/// Maximum number of other spellings of a word.
const MAX_SPELLINGS: usize = 8;

/// A spelling of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameSpelling {
    /// The normalized word.
    pub word: String,
    /// As most articles write it.
    pub written: String,
    /// Number of articles with it.
    pub articles: u64,
}

/// The spellings of the names of an index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SpellingTable {
    /// Lines of a word and its other spellings, each after a tab.
    lines: String,
}

impl SpellingTable {
    /// Makes the table of `sets`, each of the spellings of one name.
    pub(super) fn new(sets: impl Iterator<Item = Vec<NameSpelling>>) -> Self {
        let mut lines = Vec::new();
        for mut set in sets {
            set.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.word.cmp(&b.word)));
            for spelling in &set {
                let mut line = spelling.word.clone();
                for other in set.iter().filter(|other| other.word != spelling.word).take(MAX_SPELLINGS) {
                    line.push_str(&format!("\t{}={}={}", other.word, other.written, other.articles));
                }
                line.push('\n');
                lines.push(line);
            }
        }
        lines.sort();
        SpellingTable { lines: lines.concat() }
    }

    /// Returns the other spellings of a normalized word, the most frequent first.
    pub(crate) fn spellings(&self, word: &str) -> Vec<NameSpelling> {
        let bytes = self.lines.as_bytes();
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = memchr::memrchr(b'\n', &bytes[..middle]).map_or(0, |end| end + 1);
            let end = memchr::memchr(b'\n', &bytes[middle..]).map_or(bytes.len(), |length| middle + length);
            let line = self.lines.get(start..end).unwrap_or_default();
            let (key, others) = line.split_once('\t').unwrap_or((line, ""));
            match key.cmp(word) {
                std::cmp::Ordering::Equal => return others.split('\t').filter_map(parse).collect(),
                std::cmp::Ordering::Less => low = end + 1,
                std::cmp::Ordering::Greater => high = start,
            }
        }
        Vec::new()
    }
}

impl Table for SpellingTable {
    const CONTENT: &'static str = "spellings of names";

    fn bytes(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(self.lines.as_bytes())
    }

    fn from_bytes(bytes: Vec<u8>) -> Option<Self> {
        Some(SpellingTable { lines: String::from_utf8(bytes).ok()? })
    }
}

/// Parses a spelling of a line.
fn parse(text: &str) -> Option<NameSpelling> {
    let mut parts = text.split('=');
    let (word, written) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    Some(NameSpelling { word, written, articles: parts.next()?.parse().ok()? })
}

/// The file of the spellings of names of an index.
pub(crate) type SpellingFile = OptionalTableFile<SpellingTable>;

#[cfg(test)]
mod tests {
    use std::io;

    use tantivy::directory::MmapDirectory;

    use crate::index::spellings::table::*;

    fn spelling(word: &str, written: &str, articles: u64) -> NameSpelling {
        NameSpelling { word: word.into(), written: written.into(), articles }
    }

    #[test]
    fn a_word_has_the_other_spellings_of_its_set_the_most_frequent_first() -> io::Result<()> {
        let gaddafi = [
            spelling("gaddafi", "Gaddafi", 33),
            spelling("gadhafi", "Gadhafi", 79),
            spelling("qaddafi", "Qaddafi", 52),
        ];
        let putin = [spelling("putin", "Putin", 9), spelling("путин", "Путин", 3)];
        let table = SpellingTable::new([gaddafi.to_vec(), putin.to_vec()].into_iter());
        let folder = tempfile::tempdir()?;
        let directory = MmapDirectory::open(folder.path()).map_err(io::Error::other)?;
        table.write(&directory, "s")?;
        let file = SpellingFile::open(folder.path(), "s");
        let table = file.get()?.expect("the table was written");
        let written = |word| table.spellings(word).into_iter().map(|other| other.written).collect::<Vec<_>>();
        assert_eq!(written("gaddafi"), ["Gadhafi", "Qaddafi"]);
        assert_eq!(written("gadhafi"), ["Qaddafi", "Gaddafi"]);
        assert_eq!(written("путин"), ["Putin"]);
        assert_eq!(written("putin"), ["Путин"]);
        for absent in ["", "a", "gaddaf", "zz", "яя"] {
            assert_eq!(written(absent), [] as [&str; 0], "{absent}");
        }
        assert!(SpellingFile::open(folder.path(), "").get()?.is_none());
        let mut bytes = std::fs::read(folder.path().join("s"))?;
        bytes[12] ^= 1;
        std::fs::write(folder.path().join("s"), bytes)?;
        assert!(SpellingFile::open(folder.path(), "s").get().is_err());
        assert!(SpellingFile::open(folder.path(), "missing").get().is_err());
        Ok(())
    }
}
