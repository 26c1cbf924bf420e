//! This machine, as the folders of an index on a cluster name it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::article::FolderOwner;
use crate::error::Error;
use crate::text::regular_file::read_settings;

/// Name of the file in the state folder with the random id of the machine.
const ID_FILE: &str = "machine";
/// Number of digits of an id.
const ID_DIGITS: usize = 32;
const HOME: &str = if cfg!(windows) { "USERPROFILE" } else { "HOME" };

/// A machine that indexes folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    /// Random number as text.
    id: String,
    /// Name for messages.
    name: String,
}

impl Machine {
    /// Returns this machine, with the id in the user's state folder. An id is made if it has none.
    ///
    /// # Errors
    /// [`Error::Io`] if the file with the id can be neither read nor written.
    pub(super) fn this() -> Result<Self, Error> {
        let no_folder = || io::Error::new(ErrorKind::NotFound, "neither XDG_STATE_HOME nor HOME is set");
        let folder = state_folder(&|name| env::var_os(name));
        let folder = folder.ok_or_else(|| Error::io("read", Path::new(ID_FILE), no_folder()))?;
        Machine::of_state_folder(&folder, &host_name().unwrap_or_else(|| "an unnamed machine".to_owned()))
    }

    /// Returns the machine whose id is in this folder, under this name.
    ///
    /// # Errors
    /// [`Error::Io`] if the file with the id can be neither read nor written.
    pub fn of_state_folder(folder: &Path, name: &str) -> Result<Self, Error> {
        let file = folder.join(ID_FILE);
        let id = match read_id(&file)? {
            Some(id) => id,
            None => {
                create_id(folder, &file).map_err(|error| Error::io("write", &file, error))?;
                let gone = || Error::io("read", &file, ErrorKind::NotFound.into());
                read_id(&file)?.ok_or_else(gone)?
            }
        };
        Ok(Machine { id, name: name.to_owned() })
    }

    /// Returns this machine as the owner of a folder.
    pub(super) fn owner(&self, written: i64) -> FolderOwner {
        FolderOwner { id: self.id.clone(), name: self.name.clone(), written }
    }

    /// Returns whether a folder is this machine's, or nobody's.
    pub(super) fn owns(&self, owners: &BTreeMap<u32, FolderOwner>, folder: u32) -> bool {
        owners.get(&folder).is_none_or(|owner| owner.id == self.id)
    }
}

/// Returns the id of this machine, unless it has none.
pub(super) fn known_id() -> Option<String> {
    read_id(&state_folder(&|name| env::var_os(name))?.join(ID_FILE)).ok().flatten()
}

/// Returns a name of this machine for messages on others.
pub(super) fn host_name() -> Option<String> {
    let host = fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let host = host.or_else(|| env::var("HOSTNAME").or_else(|_| env::var("COMPUTERNAME")).ok());
    host.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// Returns a random number as text.
pub(super) fn random_id() -> String {
    let number = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", number(), number())
}

/// Returns the folder of the state of this program.
fn state_folder(variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let variable = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || Some(variable(HOME)?.join(".local/state"));
    let state = variable("XDG_STATE_HOME").filter(|path| path.is_absolute()).or_else(home);
    state.map(|folder| folder.join("clippings"))
}

/// Reads an id; `None` if there is no such file.
fn read_id(file: &Path) -> Result<Option<String>, Error> {
    let text = match read_settings(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::io("read", file, error)),
    };
    let id = text.trim();
    let is_id = id.len() == ID_DIGITS && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let invalid = || io::Error::new(ErrorKind::InvalidData, "it is not the id of a machine");
    if is_id { Ok(Some(id.to_owned())) } else { Err(Error::io("read", file, invalid())) }
}

/// Makes an id, unless another process is faster. The file is never seen half written.
fn create_id(folder: &Path, file: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let id = random_id();
    let partial = folder.join(format!("{ID_FILE}.{id}"));
    fs::write(&partial, format!("{id}\n"))?;
    match fs::hard_link(&partial, file) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => fs::remove_file(&partial),
        Ok(()) => fs::remove_file(&partial),
        // A file system without links.
        Err(_) => fs::rename(&partial, file),
    }
}

#[cfg(test)]
mod tests {
    use crate::opensearch::machine::*;

    #[test]
    fn a_machine_keeps_its_id() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let state = folder.path().join("state");
        let ids = std::thread::scope(|scope| {
            let read = || Machine::of_state_folder(&state, "desk").map(|machine| machine.id);
            [(); 4].map(|()| scope.spawn(read)).map(|thread| thread.join().map_err(|_| "panicked"))
        });
        let ids: Vec<String> =
            ids.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().collect::<Result<_, _>>()?;
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        assert_eq!(fs::read_dir(&state)?.count(), 1);
        let other = Machine::of_state_folder(&folder.path().join("other"), "desk")?;
        assert_ne!(other.id, ids[0]);
        fs::write(state.join(ID_FILE), "x")?;
        assert!(Machine::of_state_folder(&state, "desk").is_err());
        Ok(())
    }

    #[test]
    fn a_folder_without_owner_is_everybodys() {
        let machine = |id: &str| Machine { id: id.into(), name: id.into() };
        let owners = BTreeMap::from([(1, machine("a").owner(0)), (2, machine("b").owner(0))]);
        let owned: Vec<u32> = (1..=3).filter(|folder| machine("a").owns(&owners, *folder)).collect();
        assert_eq!(owned, [1, 3]);
    }
}
