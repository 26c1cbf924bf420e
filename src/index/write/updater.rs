//! Adding, removing and committing.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{PoisonError, RwLock};

use tantivy::indexer::NoMergePolicy;
use tantivy::{IndexWriter, Term};

use crate::article::{Document, SourceKey};
use crate::error::Error;
use crate::index::error::explain;
use crate::index::file_table::Sources;
use crate::index::meta::Meta;
use crate::index::term_vectors::Rarity;
use crate::index::write::document_fields::{Packed, collect};
use crate::index::write::segment::builder::Collector;
use crate::index::write::session::Held;
use crate::index::{file_table, statistics};

/// What the names of tables of files begin with.
const TABLE: &str = "sources-";
/// What the names of tables of rarities begin with.
const RARITIES: &str = "rarities-";

/// The one who writes an index. Nothing is seen by readers before [`Writer::commit`].
pub struct Writer {
    held: Held,
    /// Whoever adds articles shares it; whoever commits has it alone.
    writer: RwLock<IndexWriter>,
    collector: Collector,
}

/// What is to happen to the articles of a file in one step, which no commit can fall into.
pub struct Change<'d> {
    /// A file whose articles are removed first.
    pub remove: Option<&'d SourceKey>,
    /// Articles that are added.
    pub add: Option<&'d Document>,
}

impl Writer {
    pub(crate) fn new(held: Held) -> Result<Self, Error> {
        let wrong = |error| explain(held.place.path(), error);
        let writer = held.writer().map_err(wrong)?;
        // What is built from nothing is put together once, at the end (`Held::optimize`).
        if held.is_fresh() {
            writer.set_merge_policy(Box::new(NoMergePolicy));
        }
        // What a run left behind that did not come to its end has names that this one would use again.
        writer.garbage_collect_files().wait().map_err(wrong)?;
        let collector = Collector::new(held.index.schema());
        Ok(Writer { held, writer: RwLock::new(writer), collector })
    }

    /// Makes a change, and runs `note` before any commit can come between.
    ///
    /// # Errors
    /// When the engine has failed, for example because the disk is full.
    pub fn change(&self, change: &Change, note: impl FnOnce()) -> Result<(), Error> {
        let wrong = |error| explain(self.held.place.path(), error);
        let fields = &self.held.fields;
        let packed = change.add.map(|document| Ok((document, Packed::of(&self.held.packer, document)?)));
        let packed = packed.transpose()?;
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = change.remove {
            let key = key.encode();
            let term = Term::from_field_text(fields.source, &key);
            self.collector.delete(&writer, term, Some(&key)).map_err(wrong)?;
        }
        if let Some((document, packed)) = packed {
            let collect = |postings: &mut _| collect(fields, postings, document, &packed);
            self.collector.add(&writer, collect).map_err(wrong)?;
        }
        note();
        Ok(())
    }

    /// Removes all articles of a folder, by its number.
    ///
    /// # Errors
    /// When the engine has failed.
    pub fn remove_folder(&self, id: u32) -> Result<(), Error> {
        let key = SourceKey { folder: id, path: String::new() }.encode();
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        let term = Term::from_field_text(self.held.fields.under, &key);
        let deleted = self.collector.delete(&writer, term, None);
        deleted.map_err(|error| explain(self.held.place.path(), error))
    }

    /// Makes everything since the last commit visible at once. `state` is asked what the index knows of itself and of
    /// its files at a moment at which no change is half made.
    ///
    /// # Errors
    /// When it cannot be written; the index is then what it was before.
    pub fn commit<S: Borrow<Sources>>(&self, state: impl FnOnce() -> (Meta, S)) -> Result<(), Error> {
        let wrong = |error| explain(self.held.place.path(), error);
        let mut writer = self.writer.write().unwrap_or_else(PoisonError::into_inner);
        self.collector.flush(&writer).map_err(wrong)?;
        let (mut meta, table) = state();
        meta.dictionaries.clone_from(&self.held.dictionaries);
        let mut commit = writer.prepare_commit().map_err(wrong)?;
        meta.sources = format!("{TABLE}{}", commit.opstamp());
        let write_error = |error| Error::io("write", self.held.place.path(), error);
        file_table::write(&*self.held.directory, &meta.sources, table.borrow()).map_err(write_error)?;
        drop(table); // whoever counts may go on
        commit
            .set_payload(&serde_json::to_string(&meta).map_err(|error| Error::Internal(error.to_string()))?);
        commit.commit().map_err(wrong)?;
        // What was added can be counted now that it is there. Until then the engine's estimate serves.
        let rarity;
        (meta.tokens, meta.languages, rarity) = self.count()?;
        let mut commit = writer.prepare_commit().map_err(wrong)?;
        meta.rarities = format!("{RARITIES}{}", commit.opstamp());
        rarity.write(&*self.held.directory, &meta.rarities).map_err(write_error)?;
        commit.set_payload(&payload(&meta)?);
        commit.commit().map_err(wrong)?;
        self.held.place.publish(&self.held.generation, &self.held.lock)?;
        self.sweep(&[&meta.sources, &meta.rarities]);
        Ok(())
    }

    /// Waits until nothing is being written any more, and gives the index back.
    ///
    /// # Errors
    /// When the last of it could not be written.
    pub fn finish(self) -> Result<Held, Error> {
        let wrong = |error| explain(self.held.place.path(), error);
        let writer = self.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        writer.wait_merging_threads().map_err(wrong)?;
        Ok(self.held)
    }

    fn count(&self) -> Result<(statistics::Tokens, BTreeMap<String, u64>, Rarity), Error> {
        let count = || {
            let searcher = self.held.index.reader()?.searcher();
            let languages = statistics::languages(&searcher, self.held.fields.lang)?;
            Ok((statistics::count(&searcher)?, languages, Rarity::count(&searcher)?))
        };
        count().map_err(|error| explain(self.held.place.path(), error))
    }

    /// Deletes the tables of commits before the last.
    fn sweep(&self, current: &[&str]) {
        let Ok(entries) = std::fs::read_dir(&self.held.generation) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let old = |name: &str| {
                [TABLE, RARITIES].iter().any(|kind| name.starts_with(kind)) && !current.contains(&name)
            };
            if name.to_str().is_some_and(old) {
                let _ = self.held.directory.delete(Path::new(&name)); // the next commit tries again
            }
        }
    }
}

fn payload(meta: &Meta) -> Result<String, Error> {
    serde_json::to_string(meta).map_err(|error| Error::Internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use crate::article::StoredText;
    use crate::index::dir::IndexPlace;
    use crate::index::folder::{Folder, Reading};
    use crate::index::write::updater::*;

    fn document(path: &str, text: &str) -> Document {
        Document::of_text(1, path, StoredText { text: text.to_owned(), ..StoredText::default() })
    }

    fn writer(place: &IndexPlace) -> Result<Writer, Error> {
        Held::open(place, false)?.begin()
    }

    fn commit(writer: Writer) -> Result<u64, Error> {
        let folder = Folder { id: 1, path: "/a".into(), reading: Reading::default() };
        writer.commit(|| (Meta::new(vec![folder]), Sources::new()))?;
        writer.finish()?.articles()
    }

    #[test]
    fn a_change_takes_out_what_was_there_before_it_and_nothing_else() -> Result<(), Error> {
        let folder = tempfile::tempdir().expect("a folder");
        let place = IndexPlace::new(folder.path().join("index"));
        let change = |writer: &Writer, path: &str, remove: bool, text: Option<&str>| {
            let document = text.map(|text| document(path, text));
            let key = SourceKey { folder: 1, path: path.to_owned() };
            writer.change(&Change { remove: remove.then_some(&key), add: document.as_ref() }, || ())
        };
        // Nothing is there to be deleted yet, and the engine looks at deletions late.
        let first = writer(&place)?;
        change(&first, "a.txt", true, Some("The first ferry"))?;
        change(&first, "b.txt", false, Some("Another ferry"))?;
        // What waits in memory is deleted, too, what comes after it is not.
        change(&first, "a.txt", true, Some("The second ferry"))?;
        change(&first, "c.txt", false, Some("A third one"))?;
        change(&first, "c.txt", true, None)?;
        assert_eq!(commit(first)?, 2);
        let second = writer(&place)?;
        change(&second, "b.txt", true, Some("Another boat"))?;
        change(&second, "d.txt", false, Some("One more"))?;
        assert_eq!(commit(second)?, 3);
        let third = writer(&place)?;
        change(&third, "e.txt", false, Some("The last"))?;
        third.remove_folder(1)?;
        change(&third, "f.txt", false, Some("All that is left"))?;
        assert_eq!(commit(third)?, 1);
        Ok(())
    }

    #[test]
    fn segments_that_were_put_together_leave_nothing_behind() -> Result<(), Error> {
        let folder = tempfile::tempdir().expect("a folder");
        let place = IndexPlace::new(folder.path().join("index"));
        for path in ["a.txt", "b.txt", "c.txt"] {
            let writer = writer(&place)?;
            writer.change(&Change { remove: None, add: Some(&document(path, "A ferry")) }, || ())?;
            commit(writer)?;
        }
        let held = Held::open(&place, false)?;
        let stores = || {
            let files = std::fs::read_dir(&held.generation).into_iter().flatten().flatten();
            files.filter(|file| file.path().extension().is_some_and(|kind| kind == "store")).count()
        };
        assert_eq!(stores(), 3);
        held.optimize()?;
        assert_eq!((stores(), held.articles()?), (1, 3));
        Ok(())
    }
}
