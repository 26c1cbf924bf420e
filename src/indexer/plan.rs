//! What a run has to do: what is there, compared with what the index knows.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::jobs::Todo;
use super::scope::{Scope, is_below};
use crate::corpus::{Found, SourceFile, walk};
use crate::document::{SourceKey, Stamp};
use crate::report::IndexReport;

/// How a file looked when it was read, and how many articles came of it.
pub(super) type Known = HashMap<SourceKey, (Stamp, u64)>;

/// What a run has to do.
#[derive(Default)]
pub(super) struct Plan {
    /// Files to be read.
    pub todo: Vec<Todo>,
    /// Files whose articles are to be removed.
    pub gone: Vec<SourceKey>,
}

impl Plan {
    /// Compares what is in a folder with what the index knows of it, which is taken out of `known`.
    pub fn add(&mut self, scope: &Scope, known: &mut Known, report: &mut IndexReport) {
        let Scope { folder, below, reread } = scope;
        let (found, reading) = (look(scope), scope.reading());
        report.files += found.files.len() as u64;
        for (kind, count) in found.not_read {
            *report.not_read.entry(kind).or_default() += count;
        }
        let mut gone = take_scope(known, folder.id, below);
        for file in found.files {
            let key = SourceKey { folder: folder.id, path: file.relative.clone() };
            let (old, replaces) = gone.remove(&key).unzip();
            if old == Some(stamp(&file)) && !reread {
                report.unchanged += replaces.unwrap_or_default();
                continue;
            }
            let reading = Arc::clone(&reading);
            self.todo.push(Todo { key, file, reading, replaces: replaces.unwrap_or_default() });
        }
        // What lies below a folder that could not be looked at is not gone.
        let unseen = |path: PathBuf| found.failures.iter().any(|failure| path.starts_with(&failure.path));
        gone.retain(|key, _| !unseen(folder.path.join(&key.path)));
        report.removed += gone.values().map(|(_, articles)| articles).sum::<u64>();
        self.gone.extend(gone.into_keys());
        report.failures.extend(found.failures);
    }

    /// How much there is to read.
    pub fn bytes(&self) -> u64 {
        self.todo.iter().map(|todo| todo.file.size).sum()
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.todo.is_empty() && self.gone.is_empty()
    }
}

/// How a file looks.
pub(super) fn stamp(file: &SourceFile) -> Stamp {
    Stamp { size: file.size, modified: file.modified }
}

/// What is in a folder now.
fn look(Scope { folder, below, .. }: &Scope) -> Found {
    let start = if below.is_empty() { folder.path.clone() } else { folder.path.join(below) };
    let mut found = walk(&start);
    for file in &mut found.files {
        file.relative = match (below.is_empty(), file.relative.is_empty()) {
            (true, _) => std::mem::take(&mut file.relative),
            (false, true) => below.clone(),
            (false, false) => format!("{below}/{}", file.relative),
        };
    }
    found
}

/// Takes what the index knows of `folder` below `below` out of `known`.
fn take_scope(known: &mut Known, folder: u32, below: &str) -> Known {
    known.extract_if(|key, _| key.folder == folder && is_below(&key.path, below)).collect()
}
