//! Where the running server of an index is found: a file with its address, beside one that it keeps locked.
//!
//! The lock tells that the address is still that of the server. The token is sent to nobody else.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::location::IndexLocation;
use crate::serve::access::private_file;
use crate::text::path_key;
use crate::text::regular_file::{open_regular, read_settings};

/// Address of a running server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ServerAddress {
    /// Port, with the address to connect to.
    Port(std::net::SocketAddr),
    /// Socket.
    Socket(#[serde(with = "path_key::stored")] PathBuf),
}

/// Address of this server, stored while it runs.
#[derive(Debug)]
pub(crate) struct StoredAddress {
    path: PathBuf,
    /// Locked until the server ends.
    _lock: File,
}

impl Drop for StoredAddress {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Stores the address of this server; nothing if another one serves the same index.
///
/// # Errors
/// If the state folder cannot be written.
pub(crate) fn store(
    state_dir: &Path,
    index: &IndexLocation,
    address: &ServerAddress,
) -> io::Result<Option<StoredAddress>> {
    let (path, lock_path) = paths(state_dir, index);
    let lock = private_file::open(&lock_path)?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    private_file::replace(&path, &serde_json::to_string(address)?)?;
    Ok(Some(StoredAddress { path, _lock: lock }))
}

/// Returns the address of the running server of an index.
pub(crate) fn find(state_dir: &Path, index: &IndexLocation) -> Option<ServerAddress> {
    let (path, lock_path) = paths(state_dir, index);
    let lock = open_regular(&lock_path).ok()?;
    if !matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)) {
        return None;
    }
    serde_json::from_str(&read_settings(&path).ok()?).ok()
}

/// Returns the paths of the file with the address and of the one that is locked.
fn paths(state_dir: &Path, index: &IndexLocation) -> (PathBuf, PathBuf) {
    // The index need not be there yet.
    let index = fs::canonicalize(index.name()).unwrap_or_else(|_| index.absolute());
    let name = index.into_os_string();
    let key = format!("{:016x}", xxh3_64(name.as_encoded_bytes()));
    let folder = state_dir.join("serve");
    (folder.join(format!("{key}.address")), folder.join(format!("{key}.lock")))
}

#[cfg(test)]
mod tests {
    use crate::index::IndexDir;
    use crate::serve::access::running::*;

    #[test]
    fn an_address_is_found_while_the_server_runs() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let (state, index) = (folder.path().join("state"), IndexDir::new(folder.path().join("index")).into());
        assert_eq!(find(&state, &index), None);
        let address = ServerAddress::Port(([127, 0, 0, 1], 7272).into());
        let stored = store(&state, &index, &address)?.expect("no other server");
        assert_eq!(find(&state, &index), Some(address.clone()));
        assert!(store(&state, &index, &address)?.is_none());
        assert_eq!(find(&state, &IndexDir::new(folder.path().join("other")).into()), None);
        drop(stored);
        assert_eq!(find(&state, &index), None);
        // A server that was killed leaves its address.
        fs::write(paths(&state, &index).0, serde_json::to_string(&address)?)?;
        assert_eq!(find(&state, &index), None);
        Ok(())
    }
}
