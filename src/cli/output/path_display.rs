//! Formats paths for output.

use std::env;
use std::path::{Path, PathBuf};

use clippings::internals::text::path_key;

use crate::cli::output::escape::single_line;

/// Shows paths below the current folder relative to it.
pub(crate) struct PathDisplay {
    current: Option<PathBuf>,
}

impl PathDisplay {
    /// Creates a display relative to the current folder.
    pub(crate) fn relative_to_current_dir() -> Self {
        PathDisplay { current: env::current_dir().and_then(|path| path.canonicalize()).ok() }
    }

    /// Returns `path` as shown.
    pub(crate) fn path<'p>(&self, path: &'p Path) -> &'p Path {
        let relative = self.current.as_deref().and_then(|current| path.strip_prefix(current).ok());
        relative.filter(|relative| !relative.as_os_str().is_empty()).unwrap_or(path)
    }

    /// Formats `path` for a message, on one line.
    pub(crate) fn name(&self, path: &Path) -> String {
        path_key::shown(self.path(path)).replace('\n', "\\n")
    }

    /// Formats the place of an article, on one line: its path, with `#` and the id of a record.
    pub(crate) fn place(&self, path: &Path, id: Option<&str>) -> String {
        let id = id.map(|id| format!("#{}", single_line(id))).unwrap_or_default();
        format!("{}{id}", self.name(path))
    }
}
