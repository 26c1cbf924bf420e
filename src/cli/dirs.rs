//! Finds the folders of the data, the config file and the state.
//!
//! Folders come from the environment alone. `std::env::home_dir` also asks the user database when `HOME` is
//! unset, and glibc cannot do that in a statically linked program: it crashes for a user without an entry in
//! `/etc/passwd`.

use std::env;
use std::path::PathBuf;

/// Variable with the home folder.
pub(crate) const HOME: &str = if cfg!(windows) { "USERPROFILE" } else { "HOME" };

/// Returns the path in an environment variable, unless it is unset or empty.
pub(crate) fn variable(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Returns the folder in `HOME`.
pub(crate) fn home() -> Option<PathBuf> {
    variable(HOME)
}

/// Returns the folder `clippings` below the absolute path in `xdg`, else below `fallback` in the home folder.
fn program_dir(xdg: &str, fallback: &str) -> Option<PathBuf> {
    let base = variable(xdg).filter(|path| path.is_absolute()).or_else(|| Some(home()?.join(fallback)))?;
    Some(base.join("clippings"))
}

/// Returns the folder of the config file: `$XDG_CONFIG_HOME/clippings`, else `~/.config/clippings`.
pub(crate) fn config() -> Option<PathBuf> {
    program_dir("XDG_CONFIG_HOME", ".config")
}

/// Returns the folder of the state: `$XDG_STATE_HOME/clippings`, else `~/.local/state/clippings`.
pub(crate) fn state() -> Option<PathBuf> {
    program_dir("XDG_STATE_HOME", ".local/state")
}

/// Returns the folder of the data: `$XDG_DATA_HOME/clippings`, else `~/.local/share/clippings`.
pub(crate) fn data() -> Option<PathBuf> {
    program_dir("XDG_DATA_HOME", ".local/share")
}
