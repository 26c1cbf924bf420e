//! Identifies files.

use std::fs::Metadata;
use std::time::UNIX_EPOCH;

/// Device and inode number, which identify a file on any path.
pub(super) type FileId = (u64, u64);

/// Returns the identity of a file; `None` where the system has none.
#[cfg(unix)]
pub(super) fn file_id(metadata: &Metadata) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
pub(super) fn file_id(_: &Metadata) -> Option<FileId> {
    None
}

/// Returns whether a file has several names in its file system.
#[cfg(unix)]
pub(super) fn has_other_names(metadata: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(metadata) > 1
}

#[cfg(not(unix))]
pub(super) fn has_other_names(_: &Metadata) -> bool {
    false
}

/// Returns a hash of the inode number and the time of the last change of the file or its metadata, which no
/// program can set.
#[cfg(unix)]
pub(super) fn identity(metadata: &Metadata) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    let parts = [metadata.ino(), metadata.ctime() as u64, metadata.ctime_nsec() as u64];
    Some(xxhash_rust::xxh3::xxh3_64(&parts.map(u64::to_le_bytes).concat()))
}

#[cfg(not(unix))]
pub(super) fn identity(_: &Metadata) -> Option<u64> {
    None
}

/// Returns the time of the last change of a file, in nanoseconds since 1970; 0 if it is unknown.
pub(crate) fn modified_nanos(metadata: &Metadata) -> i64 {
    let Ok(time) = metadata.modified() else { return 0 };
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |nanos| -nanos),
    }
}
