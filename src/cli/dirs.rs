//! Where the index is, and how paths are shown.

use std::env;
use std::path::{Path, PathBuf};

use clippings::index::IndexPlace;

/// The index named by `--index`, else by `CLIPPINGS_INDEX`, else by the config file, else `./index` where that folder exists, else the one in
/// the user's data folder.
pub fn index_place(named: Option<&Path>) -> anyhow::Result<IndexPlace> {
    let variable = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let here = Path::new("index");
    let path = match named {
        Some(path) => path.to_owned(),
        None => match variable("CLIPPINGS_INDEX").or_else(|| crate::cli::config::index().map(Path::to_owned))
        {
            Some(path) => path,
            None if here.is_dir() => here.to_owned(),
            None => {
                let data = variable("XDG_DATA_HOME").filter(|path| path.is_absolute());
                let data = data.or_else(|| Some(env::home_dir()?.join(".local/share")));
                data.ok_or_else(|| {
                    anyhow::anyhow!("there is no home folder for the index: name one with --index")
                })?
                .join("clippings/index")
            }
        },
    };
    Ok(IndexPlace::new(path))
}

/// Shows paths below the current folder relative to it.
pub struct Shown {
    current: Option<PathBuf>,
}

impl Shown {
    /// Relative to the folder the program runs in.
    pub fn here() -> Self {
        Shown { current: env::current_dir().and_then(|path| path.canonicalize()).ok() }
    }

    /// `path` as it is shown.
    pub fn path<'p>(&self, path: &'p Path) -> &'p Path {
        let below = self.current.as_deref().and_then(|current| path.strip_prefix(current).ok());
        below.filter(|below| !below.as_os_str().is_empty()).unwrap_or(path)
    }

    /// The same in words for people: on one line, whatever the path has in it.
    pub fn name(&self, path: &Path) -> String {
        self.path(path).to_string_lossy().replace('\n', "\\n")
    }
}
