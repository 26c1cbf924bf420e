//! Folders of the index, the config file and the state, and how paths are shown.
//!
//! Folders come from the environment alone. `std::env::home_dir` also asks the user database when `HOME` is unset, and
//! glibc cannot do that in a statically linked program: it crashes for a user without an entry in `/etc/passwd`.

use std::env;
use std::path::{Path, PathBuf};

use clippings::IndexDir;

/// Variable with the home folder.
pub const HOME: &str = if cfg!(windows) { "USERPROFILE" } else { "HOME" };

/// Returns the path in an environment variable, unless it is unset or empty.
fn variable(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Returns the folder in `HOME`.
pub fn home() -> Option<PathBuf> {
    variable(HOME)
}

/// Returns our folder below the absolute path in `xdg`, else below `fallback` in the home folder.
fn ours(xdg: &str, fallback: &str) -> Option<PathBuf> {
    let base = variable(xdg).filter(|path| path.is_absolute()).or_else(|| Some(home()?.join(fallback)))?;
    Some(base.join("clippings"))
}

/// Returns the folder of the config file: `$XDG_CONFIG_HOME/clippings`, else `~/.config/clippings`.
pub fn config() -> Option<PathBuf> {
    ours("XDG_CONFIG_HOME", ".config")
}

/// Returns the folder of the state: `$XDG_STATE_HOME/clippings`, else `~/.local/state/clippings`.
pub fn state() -> Option<PathBuf> {
    ours("XDG_STATE_HOME", ".local/state")
}

/// Returns the folder of the data: `$XDG_DATA_HOME/clippings`, else `~/.local/share/clippings`.
fn data() -> Option<PathBuf> {
    ours("XDG_DATA_HOME", ".local/share")
}

/// Returns the index named by `--index`, else by `CLIPPINGS_INDEX`, else by the config file, else `./index` if that
/// folder exists, else the one in the user's data folder.
///
/// # Errors
/// If none of them is named and `HOME` is unset.
pub fn index_dir(named: Option<&Path>) -> anyhow::Result<IndexDir> {
    let here = Path::new("index");
    let path = match named {
        Some(path) => path.to_owned(),
        None => match variable("CLIPPINGS_INDEX").or_else(|| crate::cli::config::index().map(Path::to_owned))
        {
            Some(path) => path,
            None if here.is_dir() => here.to_owned(),
            None => data()
                .ok_or_else(|| {
                    anyhow::anyhow!(
                        "{HOME} is not set, so there is no folder for the index: name one with --index"
                    )
                })?
                .join("index"),
        },
    };
    Ok(IndexDir::new(path))
}

/// Shows paths below the current folder relative to it.
pub struct PathDisplay {
    current: Option<PathBuf>,
}

impl PathDisplay {
    /// Creates a display relative to the current folder.
    pub fn here() -> Self {
        PathDisplay { current: env::current_dir().and_then(|path| path.canonicalize()).ok() }
    }

    /// Returns `path` as shown.
    pub fn path<'p>(&self, path: &'p Path) -> &'p Path {
        let below = self.current.as_deref().and_then(|current| path.strip_prefix(current).ok());
        below.filter(|below| !below.as_os_str().is_empty()).unwrap_or(path)
    }

    /// Formats `path` for a message, on one line.
    pub fn name(&self, path: &Path) -> String {
        self.path(path).to_string_lossy().replace('\n', "\\n")
    }
}
