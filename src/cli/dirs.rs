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

/// Returns the absolute path in `xdg`, else `fallback` in the home folder.
fn base_dir(xdg: &str, fallback: &str) -> Option<PathBuf> {
    variable(xdg).filter(|path| path.is_absolute()).or_else(|| Some(home()?.join(fallback)))
}

/// Returns the folder of the config files of all programs: `$XDG_CONFIG_HOME`, else `~/.config`.
pub(crate) fn config_home() -> Option<PathBuf> {
    base_dir("XDG_CONFIG_HOME", ".config")
}

/// Returns the folder of the data of all programs: `$XDG_DATA_HOME`, else `~/.local/share`.
pub(crate) fn data_home() -> Option<PathBuf> {
    base_dir("XDG_DATA_HOME", ".local/share")
}

/// Returns the folder of the config file: `$XDG_CONFIG_HOME/clippings`, else `~/.config/clippings`.
pub(crate) fn config() -> Option<PathBuf> {
    Some(config_home()?.join("clippings"))
}

/// Returns the folder of the state: `$XDG_STATE_HOME/clippings`, else `~/.local/state/clippings`.
pub(crate) fn state() -> Option<PathBuf> {
    Some(base_dir("XDG_STATE_HOME", ".local/state")?.join("clippings"))
}

/// Returns the folder of the data: `$XDG_DATA_HOME/clippings`, else `~/.local/share/clippings`.
pub(crate) fn data() -> Option<PathBuf> {
    Some(data_home()?.join("clippings"))
}
