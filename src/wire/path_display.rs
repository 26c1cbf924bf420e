//! Formats paths for output.

use std::env;
use std::path::{Path, PathBuf};

use crate::text::{FilePosition, path_key};
use crate::wire::escape::single_line;

/// Shows paths: those below the current folder relative to it, or all of them whole.
#[derive(Debug, Clone, Default)]
pub struct PathDisplay {
    current: Option<PathBuf>,
}

impl PathDisplay {
    /// Creates a display of whole paths.
    pub fn absolute() -> Self {
        PathDisplay::default()
    }

    /// Creates a display relative to the current folder; in the root, of whole paths.
    pub fn relative_to_current_dir() -> Self {
        let current = env::current_dir().and_then(|path| path.canonicalize()).ok();
        PathDisplay { current: current.filter(|path| path.parent().is_some()) }
    }

    /// Returns `path` as shown.
    pub fn path<'p>(&self, path: &'p Path) -> &'p Path {
        let relative = self.current.as_deref().and_then(|current| path.strip_prefix(current).ok());
        relative.filter(|relative| !relative.as_os_str().is_empty()).unwrap_or(path)
    }

    /// Formats `path` for a message, on one line.
    pub fn name(&self, path: &Path) -> String {
        path_key::shown(self.path(path)).replace('\n', "\\n")
    }

    /// Formats a position in an article: `news/a.txt:5`, `news.jsonl#4711:5`, `news/a.pdf:p.5`.
    pub fn position(&self, path: &Path, id: Option<&str>, position: FilePosition) -> String {
        format!("{}:{position}", self.place(path, id))
    }

    /// Formats the place of an article, on one line: its path, with `#` and the id of a record.
    pub fn place(&self, path: &Path, id: Option<&str>) -> String {
        let id = id.map(|id| format!("#{}", single_line(id))).unwrap_or_default();
        format!("{}{id}", self.name(path))
    }
}
