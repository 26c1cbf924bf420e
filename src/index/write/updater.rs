//! Adds, removes and commits articles.
//!
//! A commit takes two of tantivy's. The number of tokens, the languages and the document frequencies of term
//! vectors cover the articles that are not deleted, but tantivy applies deletions only while it commits.
//! Counting before would mean running every pending deletion a second time, over segments that a merge in the
//! background may replace. So the first commit makes the articles visible, and the second adds the counts to
//! the metadata. A reader between the two falls back to tantivy's estimates, and a run that finds the second
//! one missing commits again ([`IndexSession::is_complete`]). See `docs/index-format.md`.

use std::borrow::Borrow;
use std::path::Path;
use std::sync::{PoisonError, RwLock};

use tantivy::indexer::{LogMergePolicy, NoMergePolicy};
use tantivy::{IndexWriter, Term};

use crate::article::{Document, SourceKey};
use crate::error::Error;
use crate::index::file_table;
use crate::index::file_table::FileTable;
use crate::index::meta::Meta;
use crate::index::spellings::sets::compare_names;
use crate::index::spellings::table::SpellingTable;
use crate::index::statistics;
use crate::index::table_file::Table;
use crate::index::term_vectors::DocFreqSketch;
use crate::index::write::document_fields::{EncodedTexts, add_document};
use crate::index::write::known_folders::known_folders;
use crate::index::write::segment::builder::{Moment, SegmentBuilder};
use crate::index::write::segment::delete_order::Side;
use crate::index::write::session::IndexSession;

/// Prefix of the names of file tables.
const FILE_TABLE_PREFIX: &str = "sources-";
/// Prefix of the names of files with document frequencies.
const DOC_FREQS_PREFIX: &str = "rarities-";
/// Prefix of the names of files with the spellings of names.
const SPELLINGS_PREFIX: &str = "spellings-";

/// Updates an index. Readers see nothing of it before [`IndexUpdater::commit`]. Segments are merged only
/// after the last commit, since pending deletions refer to them.
pub struct IndexUpdater {
    session: IndexSession,
    /// Shared by the threads that add articles, locked exclusively for a commit.
    writer: RwLock<IndexWriter>,
    builder: SegmentBuilder,
}

/// A file whose articles are being replaced one by one.
pub struct Replacement {
    key: SourceKey,
    moment: Moment,
}

/// An update of the articles of a file. A commit contains all of it or nothing.
pub struct Update<'d> {
    /// File whose articles are removed first.
    pub remove: Option<&'d SourceKey>,
    /// Article that is added.
    pub add: Option<&'d Document>,
}

impl IndexSession {
    /// Starts to update the index.
    ///
    /// # Errors
    /// If the index cannot be written.
    pub fn into_updater(self) -> Result<IndexUpdater, Error> {
        let writer = self.tantivy_writer().map_err(|error| self.error(error))?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        // Files that an interrupted run left behind have names that this run would use again.
        writer.garbage_collect_files().wait().map_err(|error| self.error(error))?;
        let builder = SegmentBuilder::new(self.index.schema(), self.analyzer());
        Ok(IndexUpdater { session: self, writer: RwLock::new(writer), builder })
    }
}

impl IndexUpdater {
    /// Applies `update`, and calls `on_applied` before any commit can come in between.
    ///
    /// # Errors
    /// If tantivy fails, for example because the disk is full.
    pub fn update(&self, update: &Update, on_applied: impl FnOnce()) -> Result<(), Error> {
        let fields = &self.session.fields;
        let add = update
            .add
            .map(|document| Ok((document, EncodedTexts::of(&self.session.text_encoder, document)?)));
        let add = add.transpose()?;
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = update.remove {
            let moment = self.moment(&writer, Some(&key.encode()))?;
            self.delete(&writer, self.source_term(key), Side::Before, moment)?;
        }
        if let Some((document, texts)) = add {
            let add_terms = |postings: &mut _| add_document(fields, postings, document, &texts);
            self.builder.add(&writer, add_terms).map_err(|error| self.session.error(error))?;
        }
        on_applied();
        Ok(())
    }

    /// Begins to replace the articles of the file `key`, which stay until
    /// [`IndexUpdater::end_replacement`]. Calls `on_applied` before any commit can come in between.
    ///
    /// # Errors
    /// If tantivy fails.
    pub fn begin_replacement(
        &self,
        key: &SourceKey,
        on_applied: impl FnOnce(),
    ) -> Result<Replacement, Error> {
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        let moment = self.moment(&writer, Some(&key.encode()))?;
        on_applied();
        Ok(Replacement { key: key.clone(), moment })
    }

    /// Removes the articles that the file had before `replacement` began; or those that were added since, if
    /// it is `undone`. Calls `on_applied` before any commit can come in between.
    ///
    /// # Errors
    /// If tantivy fails.
    pub fn end_replacement(
        &self,
        replacement: &Replacement,
        undone: bool,
        on_applied: impl FnOnce(),
    ) -> Result<(), Error> {
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        let side = if undone { Side::After } else { Side::Before };
        if undone {
            self.moment(&writer, Some(&replacement.key.encode()))?; // deletions reach segments only
        }
        self.delete(&writer, self.source_term(&replacement.key), side, replacement.moment)?;
        on_applied();
        Ok(())
    }

    /// Removes all articles of the folder with this id.
    ///
    /// # Errors
    /// If tantivy fails.
    pub fn remove_folder(&self, id: u32) -> Result<(), Error> {
        let key = SourceKey { folder: id, path: String::new() }.encode();
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        let term = Term::from_field_text(self.session.fields.ancestors, &key);
        let moment = self.moment(&writer, None)?;
        self.delete(&writer, term, Side::Before, moment)
    }

    /// Returns the session that the updater came from.
    pub(crate) fn session(&self) -> &IndexSession {
        &self.session
    }

    fn source_term(&self, key: &SourceKey) -> Term {
        Term::from_field_text(self.session.fields.source, &key.encode())
    }

    fn moment(&self, writer: &IndexWriter, source: Option<&str>) -> Result<Moment, Error> {
        self.builder.moment(writer, source).map_err(|error| self.session.error(error))
    }

    fn delete(&self, writer: &IndexWriter, term: Term, side: Side, moment: Moment) -> Result<(), Error> {
        self.builder.delete(writer, term, side, moment).map_err(|error| self.session.error(error))
    }

    /// Makes all updates since the last commit visible at once. Calls `state` for the metadata and the file
    /// table of the index at a moment when no update is half applied.
    ///
    /// # Errors
    /// If the index cannot be written; it then stays as it was before.
    pub fn commit<T: Borrow<FileTable>>(&self, state: impl FnOnce() -> (Meta, T)) -> Result<(), Error> {
        self.commit_with(state, false, false)
    }

    /// Commits as [`IndexUpdater::commit`], for the last time, and lets tantivy merge segments. A new
    /// generation is merged otherwise ([`IndexSession::force_merge`]).
    ///
    /// # Errors
    /// As [`IndexUpdater::commit`].
    pub fn commit_and_merge<T: Borrow<FileTable>>(
        &self,
        state: impl FnOnce() -> (Meta, T),
    ) -> Result<(), Error> {
        self.commit_with(state, !self.session.is_fresh(), true)
    }

    fn commit_with<T: Borrow<FileTable>>(
        &self,
        state: impl FnOnce() -> (Meta, T),
        merge: bool,
        is_last: bool,
    ) -> Result<(), Error> {
        let error = |error| self.session.error(error);
        let write_error = |error| Error::io("write", self.session.dir.path(), error);
        let mut writer = self.writer.write().unwrap_or_else(PoisonError::into_inner);
        self.builder.flush(&writer).map_err(error)?;
        let (mut meta, files) = state();
        meta.dictionaries.clone_from(&self.session.dictionaries);
        meta.last_stories = self.session.last_stories();
        meta.analyzer = self.session.analyzer().number();
        let mut commit = writer.prepare_commit().map_err(error)?;
        meta.file_table = format!("{FILE_TABLE_PREFIX}{}", commit.opstamp());
        file_table::write(&*self.session.directory, &meta.file_table, files.borrow()).map_err(write_error)?;
        let known_folders = known_folders(&meta.folders, files.borrow());
        drop(files); // may be a lock that the threads of the run wait for
        commit.set_payload(&meta.payload()?);
        commit.commit().map_err(error)?;
        // Deletions are applied now. Before, a merge would mix articles that they reach with others.
        if merge {
            writer.set_merge_policy(Box::new(LogMergePolicy::default()));
        }
        // Count what is left.
        let (doc_freqs, spellings) = self.count(&mut meta, is_last).map_err(error)?;
        let mut commit = writer.prepare_commit().map_err(error)?;
        meta.doc_freqs = format!("{DOC_FREQS_PREFIX}{}", commit.opstamp());
        doc_freqs.write(&*self.session.directory, &meta.doc_freqs).map_err(write_error)?;
        if let Some(spellings) = spellings {
            meta.spellings = format!("{SPELLINGS_PREFIX}{}", commit.opstamp());
            spellings.write(&*self.session.directory, &meta.spellings).map_err(write_error)?;
        }
        commit.set_payload(&meta.payload()?);
        commit.commit().map_err(error)?;
        self.session.dir.publish(&self.session.generation, &self.session.lock)?;
        self.session.dir.write_folder_list(&known_folders, &self.session.lock)?;
        let prefixes = [FILE_TABLE_PREFIX, DOC_FREQS_PREFIX, SPELLINGS_PREFIX];
        let current = [&meta.file_table[..], &meta.doc_freqs, &meta.spellings];
        remove_stale_tables(&self.session, &prefixes, &current);
        Ok(())
    }

    /// Waits for merges in the background and returns the session.
    ///
    /// # Errors
    /// If a merge fails.
    pub fn finish(self) -> Result<IndexSession, Error> {
        let writer = self.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        writer.wait_merging_threads().map_err(|error| self.session.error(error))?;
        Ok(self.session)
    }

    /// Counts what the articles that are there contain: sets the counts of `meta`, and returns the document
    /// frequencies of term vectors, and in the last commit of a run the spellings of names.
    fn count(
        &self,
        meta: &mut Meta,
        is_last: bool,
    ) -> tantivy::Result<(DocFreqSketch, Option<SpellingTable>)> {
        let searcher = self.session.index.reader()?.searcher();
        meta.token_counts = statistics::count_tokens(&searcher)?;
        meta.languages = statistics::count_languages(&searcher, self.session.fields.lang)?;
        meta.language_tokens = statistics::count_language_tokens(&searcher, &self.session.fields)?;
        let doc_freqs = DocFreqSketch::count(&searcher)?;
        let fields = &self.session.fields;
        let spellings = fields.capitals.filter(|_| is_last).map(|capitals| {
            compare_names(&searcher, (capitals, fields.exact), self.session.analyzer(), &doc_freqs)
        });
        let spellings = spellings.transpose()?;
        Ok((doc_freqs, spellings))
    }
}

/// Deletes the tables of earlier commits whose names begin with one of `prefixes`.
pub(super) fn remove_stale_tables(session: &IndexSession, prefixes: &[&str], current: &[&str]) {
    let Ok(entries) = std::fs::read_dir(&session.generation) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_stale =
            |name: &str| prefixes.iter().any(|prefix| name.starts_with(prefix)) && !current.contains(&name);
        if name.to_str().is_some_and(is_stale) {
            let _ = session.directory.delete(Path::new(&name)); // the next commit tries again
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::{Folder, ReadOptions, StoredText};
    use crate::index::dir::IndexDir;
    use crate::index::write::updater::*;

    fn document(path: &str, text: &str) -> Document {
        Document::of_text(1, path, StoredText { text: text.to_owned(), ..StoredText::default() })
    }

    fn updater(dir: &IndexDir) -> Result<IndexUpdater, Error> {
        IndexSession::open(dir, false)?.into_updater()
    }

    fn commit(updater: IndexUpdater) -> Result<u64, Error> {
        let folder = Folder { id: 1, path: "/a".into(), options: ReadOptions::default() };
        updater.commit_and_merge(|| (Meta::new(vec![folder]), FileTable::new()))?;
        updater.finish()?.num_articles()
    }

    #[test]
    fn an_update_removes_only_what_was_added_before_it() -> Result<(), Error> {
        let folder = tempfile::tempdir().expect("a folder");
        let dir = IndexDir::new(folder.path().join("index"));
        let update = |updater: &IndexUpdater, path: &str, remove: bool, text: Option<&str>| {
            let document = text.map(|text| document(path, text));
            let key = SourceKey { folder: 1, path: path.to_owned() };
            updater.update(&Update { remove: remove.then_some(&key), add: document.as_ref() }, || ())
        };
        // There is nothing to delete yet, and tantivy applies deletions late.
        let first = updater(&dir)?;
        update(&first, "a.txt", true, Some("The first ferry"))?;
        update(&first, "b.txt", false, Some("Another ferry"))?;
        // Articles that are still in memory are deleted too, later ones are not.
        update(&first, "a.txt", true, Some("The second ferry"))?;
        update(&first, "c.txt", false, Some("A third one"))?;
        update(&first, "c.txt", true, None)?;
        assert_eq!(commit(first)?, 2);
        let second = updater(&dir)?;
        update(&second, "b.txt", true, Some("Another boat"))?;
        update(&second, "d.txt", false, Some("One more"))?;
        assert_eq!(commit(second)?, 3);
        let third = updater(&dir)?;
        update(&third, "e.txt", false, Some("The last"))?;
        third.remove_folder(1)?;
        update(&third, "f.txt", false, Some("All that is left"))?;
        assert_eq!(commit(third)?, 1);
        Ok(())
    }

    #[test]
    fn a_replacement_ends_or_is_undone_across_commits() -> Result<(), Error> {
        for (undone, left) in [(false, 2), (true, 3)] {
            let folder = tempfile::tempdir().expect("a folder");
            let dir = IndexDir::new(folder.path().join("index"));
            let key = SourceKey { folder: 1, path: "a.jsonl".into() };
            let add = |updater: &IndexUpdater, text: &str| {
                updater.update(&Update { remove: None, add: Some(&document("a.jsonl", text)) }, || ())
            };
            let first = updater(&dir)?;
            ["one", "two"].iter().try_for_each(|text| add(&first, text))?;
            commit(first)?;
            let second = updater(&dir)?;
            add(&second, "three")?; // still in memory when the replacement begins
            let replacement = second.begin_replacement(&key, || ())?;
            add(&second, "four")?;
            second.commit(|| (Meta::new(Vec::new()), FileTable::new()))?;
            add(&second, "five")?;
            second.end_replacement(&replacement, undone, || ())?;
            assert_eq!(commit(second)?, left);
        }
        Ok(())
    }

    #[test]
    fn nothing_is_merged_before_deletions_are_applied() -> Result<(), Error> {
        let folder = tempfile::tempdir().expect("a folder");
        let dir = IndexDir::new(folder.path().join("index"));
        let key = SourceKey { folder: 1, path: "a.jsonl".into() };
        let add = |updater: &IndexUpdater, path: &str| {
            updater.update(&Update { remove: None, add: Some(&document(path, "A ferry")) }, || ())
        };
        let first = updater(&dir)?;
        ["a.jsonl", "stays.txt"].iter().try_for_each(|path| add(&first, path))?;
        commit(first)?;
        let second = updater(&dir)?;
        let replacement = second.begin_replacement(&key, || ())?;
        for _ in 0..20 {
            add(&second, "a.jsonl")?;
            second.commit(|| (Meta::new(Vec::new()), FileTable::new()))?;
        }
        add(&second, "a.jsonl")?;
        second.end_replacement(&replacement, false, || ())?;
        assert_eq!(commit(second)?, 22);
        Ok(())
    }

    #[test]
    fn merged_segments_leave_no_files_behind() -> Result<(), Error> {
        let folder = tempfile::tempdir().expect("a folder");
        let dir = IndexDir::new(folder.path().join("index"));
        for path in ["a.txt", "b.txt", "c.txt"] {
            let updater = updater(&dir)?;
            updater.update(&Update { remove: None, add: Some(&document(path, "A ferry")) }, || ())?;
            commit(updater)?;
        }
        let session = IndexSession::open(&dir, false)?;
        let num_stores = || {
            let files = std::fs::read_dir(&session.generation).into_iter().flatten().flatten();
            files.filter(|file| file.path().extension().is_some_and(|extension| extension == "store")).count()
        };
        assert_eq!(num_stores(), 3);
        session.force_merge()?;
        assert_eq!((num_stores(), session.num_articles()?), (1, 3));
        Ok(())
    }
}
