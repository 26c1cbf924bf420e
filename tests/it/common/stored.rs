//! Stored texts built without the cleaner, and indexes of them.

use std::path::PathBuf;

use clippings::IndexDir;
use clippings::internals::article::{Document, Folder, ReadOptions, StoredText};
use clippings::internals::index::{FileTable, IndexSession, Meta, Update};
use clippings::internals::text::{LineIndex, LineMap, MappedText};

/// Returns `text` with one block per paragraph; it starts at `offset` of the source.
pub(crate) fn paragraphs(text: &str, offset: usize, lines: &LineIndex) -> StoredText {
    let (mut mapped, mut blocks, mut end) = (MappedText::new(), Vec::new(), offset);
    let mut position = offset;
    for paragraph in text.split("\n\n") {
        if !paragraph.trim().is_empty() {
            if !mapped.is_empty() {
                mapped.push_as("\n\n", end..position);
            }
            blocks.push((mapped.len(), false));
            mapped.push(paragraph.trim_end(), position);
            end = position + paragraph.trim_end().len();
        }
        position += paragraph.len() + 2;
    }
    StoredText {
        text: mapped.as_str().to_owned(),
        lines: LineMap::new(&mapped, lines, blocks),
        language: clippings::internals::analysis::Language::UNKNOWN,
    }
}

/// Writes an index of `documents`, whose folder, of the number 1, is at `root`.
pub(crate) fn index_documents(
    index_dir: &IndexDir,
    root: impl Into<PathBuf>,
    documents: impl IntoIterator<Item = Document>,
) {
    let updater =
        IndexSession::open(index_dir, false).and_then(IndexSession::into_updater).expect("a new index");
    for document in documents {
        updater.update(&Update { remove: None, add: Some(&document) }, || ()).expect("added");
    }
    let folder = Folder { id: 1, path: root.into(), options: ReadOptions::default() };
    updater.commit(|| (Meta::new(vec![folder]), FileTable::new())).expect("committed");
    drop(updater.finish().expect("an index"));
}
