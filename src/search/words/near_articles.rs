//! Finds the article that was meant by a path or an id that the index does not have.

use std::cmp::Reverse;
use std::path::{Path, PathBuf};

use tantivy::DocId;

use crate::article::SourceKey;
use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::error::catch_engine_panic;
use crate::query::ast::edit_distance;
use crate::search::searcher::Searcher;
use crate::search::snapshot::IndexSnapshot;

/// Maximum number of articles whose ids are read.
const MAX_READ_IDS: u64 = 100_000;
/// Maximum number of letters of the name of a file that is compared letter by letter.
const MAX_LETTERS: usize = 64;

/// Nearness of the name of a file, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum NameNearness {
    Same,
    /// The same but for what follows the last dot.
    OtherExtension,
    /// Written with so many other letters.
    Misspelled(usize),
}

impl Searcher {
    /// Returns the path of an article, and its id, that may be meant by `path`, which the index does not
    /// have: that of a file whose name is nearest, or of the only record with this name as its id.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub fn near_article(&self, path: &Path) -> Result<Option<(PathBuf, Option<String>)>, Error> {
        let snapshot = self.snapshot();
        let Some(name) = path.file_name().map(|name| name.to_string_lossy()) else { return Ok(None) };
        catch_engine_panic(&snapshot.path, || {
            if let Some(near) = snapshot.near_path(path, &name)? {
                return Ok(Some((near, None)));
            }
            snapshot.only_record(&name)
        })
    }
}

impl IndexSnapshot {
    /// Returns the path of the file whose name is nearest to `name`; of several, the one that has most of the
    /// beginning of `path`.
    fn near_path(&self, path: &Path, name: &str) -> Result<Option<PathBuf>, Error> {
        let typed = name.to_lowercase();
        let mut nearest = None;
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(self.fields.source).map_err(|error| self.error(error))?;
            let stream = index.terms().stream();
            let mut keys = stream.map_err(|error| Error::reading_index(&self.path, &error))?;
            while keys.advance() {
                let key = str::from_utf8(keys.key()).ok().and_then(SourceKey::decode);
                let Some(near) = key.and_then(|key| self.source_path(&key)) else { continue };
                let Some(name) = near.file_name() else { continue };
                let Some(nearness) = nearness(&typed, &name.to_string_lossy().to_lowercase()) else {
                    continue;
                };
                let shared = near.components().zip(path.components()).take_while(|(a, b)| a == b).count();
                let key = (nearness, Reverse(shared), near);
                if nearest.as_ref().is_none_or(|nearest| key < *nearest) {
                    nearest = Some(key);
                }
            }
        }
        // The articles of the file may be deleted.
        let Some((_, _, near)) = nearest else { return Ok(None) };
        Ok((!matches!(self.find(&near, None), Ok(None))).then_some(near))
    }

    fn source_path(&self, key: &SourceKey) -> Option<PathBuf> {
        let folder = self.meta.folders.iter().find(|folder| folder.id == key.folder)?;
        Some(folder.file_path(&key.path))
    }

    /// Returns the place of the only record that has this id, unless there are too many articles to look.
    fn only_record(&self, id: &str) -> Result<Option<(PathBuf, Option<String>)>, Error> {
        if self.num_articles() > MAX_READ_IDS {
            return Ok(None);
        }
        let readers = self.searcher.segment_readers().iter();
        let docs: Vec<Vec<DocId>> = readers.map(|reader| reader.doc_ids_alive().collect()).collect();
        let mut only = None;
        for doc in self.scored(&docs) {
            let article = self.fetch(&doc, SearchTarget::Article, false)?;
            if article.id.as_deref() == Some(id) && only.replace((article.path, article.id)).is_some() {
                return Ok(None);
            }
        }
        Ok(only)
    }
}

/// Returns how near two names in small letters are, if they are.
fn nearness(typed: &str, name: &str) -> Option<NameNearness> {
    if name == typed {
        return Some(NameNearness::Same);
    }
    let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    if stem(name) == stem(typed) {
        return Some(NameNearness::OtherExtension);
    }
    let (a, b): (Vec<char>, Vec<char>) = (typed.chars().collect(), name.chars().collect());
    if a.len().max(b.len()) > MAX_LETTERS || a.len().abs_diff(b.len()) > 2 {
        return None;
    }
    // The extension is no part of what may be misspelled: `a.txt` is not near `b.txt`.
    let letters = stem(typed).chars().count();
    let distance = edit_distance(&a, &b);
    (distance <= 2 && distance * 4 <= letters).then_some(NameNearness::Misspelled(distance))
}

#[cfg(test)]
mod tests {
    use crate::search::words::near_articles::*;

    #[test]
    fn names_are_near_by_their_letters() {
        for (typed, name, expected) in [
            ("ferry.txt", "ferry.txt", Some(NameNearness::Same)),
            ("ferry", "ferry.txt", Some(NameNearness::OtherExtension)),
            ("ferry.html", "ferry.txt", Some(NameNearness::OtherExtension)),
            ("fery.txt", "ferry.txt", Some(NameNearness::Misspelled(1))),
            ("a.txt", "b.txt", None),
            ("one.txt", "two.txt", None),
            ("harbour.txt", "ferry.txt", None),
        ] {
            assert_eq!(nearness(typed, name), expected, "{typed} {name}");
        }
    }
}
