//! The files in the folder of an index: their names, and opening them without following links.
//!
//! The folder may come from elsewhere, in an archive or a repository. A link in it must not lead a write out
//! of it, nor a name in one of its tables.

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use tantivy::Directory;

use crate::error::Error;
use crate::index::dir::checksummed::COMMIT_FILE;
use crate::text::regular_file::{Links, open_with};

/// Name of tantivy's list of the files that it may delete.
const MANAGED_FILE: &str = ".managed.json";
/// Names of files of a generation that have no number or identifier.
const FILE_NAMES: [&str; 5] =
    [COMMIT_FILE, MANAGED_FILE, ".tantivy-writer.lock", ".tantivy-meta.lock", "sites"];
/// Prefixes of the names of files of a generation that end with a number or a hash.
const PREFIXES: [&str; 7] =
    ["sources-", "rarities-", "spellings-", "stories-", "linked-", "overlaps-", "dictionary-"];
/// Length that a file beside the generations is read to, in bytes.
const MAX_ROOT_FILE: u64 = 16 << 20;
/// Number of hexadecimal digits in the identifier of a segment.
const SEGMENT_ID_LENGTH: usize = 32;

/// Returns whether `name` is that of a file of a generation.
pub(crate) fn is_index_file(name: &str) -> bool {
    let is_numbered = |prefix: &&str| name.strip_prefix(prefix).is_some_and(is_hex);
    FILE_NAMES.contains(&name) || PREFIXES.iter().any(is_numbered) || is_segment_file(name)
}

/// Returns whether `name` is that of a file of a segment: its identifier, and an extension.
fn is_segment_file(name: &str) -> bool {
    let (id, extension) = name.split_once('.').unwrap_or((name, ""));
    id.len() == SEGMENT_ID_LENGTH
        && is_hex(id)
        && !extension.is_empty()
        && extension.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
}

fn is_hex(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Verifies that `generation` may be written: it has no links, and its list of files names only files of a
/// generation.
///
/// # Errors
/// [`Error::Damaged`] for the index at `root` if it may not, [`Error::Io`] if it cannot be read.
pub(crate) fn verify_generation(root: &Path, generation: &Path) -> Result<(), Error> {
    let damaged = |detail: String| Error::Damaged { path: root.to_owned(), detail };
    let entries = fs::read_dir(generation).map_err(|error| Error::io("read", generation, error))?;
    for entry in entries {
        let entry = entry.map_err(|error| Error::io("read", generation, error))?;
        if !entry.file_type().map_err(|error| Error::io("read", generation, error))?.is_file() {
            return Err(damaged(format!("{} is no file", entry.file_name().display())));
        }
    }
    let path = generation.join(MANAGED_FILE);
    let list = match fs::read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        read => read.map_err(|error| Error::io("read", &path, error))?,
    };
    let names: Vec<String> =
        serde_json::from_slice(&list).map_err(|_| damaged(".managed.json cannot be read".into()))?;
    match names.iter().find(|name| !is_index_file(name)) {
        Some(name) => Err(damaged(format!(".managed.json names {name}, which is no file of an index"))),
        None => Ok(()),
    }
}

/// Returns the names of the files of segments in `generation` that its list of files lacks. Every file is
/// listed before it is written, so the list is damaged then.
///
/// # Errors
/// If the list or the folder cannot be read now.
pub(crate) fn unlisted_files(generation: &Path) -> io::Result<Vec<String>> {
    let list = read_file_list(generation)?;
    let listed: HashSet<String> = serde_json::from_slice(&list).unwrap_or_default();
    let mut unlisted = Vec::new();
    for entry in fs::read_dir(generation)? {
        let name = entry?.file_name().into_string().ok();
        unlisted.extend(name.filter(|name| is_segment_file(name) && !listed.contains(name)));
    }
    Ok(unlisted)
}

/// Reads the list of files in `generation`; an empty one if there is none.
fn read_file_list(generation: &Path) -> io::Result<Vec<u8>> {
    match fs::read(generation.join(MANAGED_FILE)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        list => list,
    }
}

/// Adds the files of segments that the list of files in `generation` lacks, so that tantivy deletes them when
/// it no longer needs them.
///
/// # Errors
/// If the list cannot be read or written.
pub(crate) fn mend_file_list(generation: &Path, directory: &dyn Directory) -> io::Result<()> {
    let unlisted = unlisted_files(generation)?;
    if unlisted.is_empty() {
        return Ok(());
    }
    let list = read_file_list(generation)?;
    let mut names: BTreeSet<String> = serde_json::from_slice(&list).unwrap_or_default();
    names.extend(unlisted);
    directory.atomic_write(Path::new(MANAGED_FILE), &serde_json::to_vec(&names)?)
}

/// Returns options that open a file for reading and writing.
pub(super) fn write_options() -> OpenOptions {
    let mut options = File::options();
    options.read(true).write(true);
    options
}

/// Opens a regular file, not through a link.
pub(super) fn open_file(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    open_with(path, options, Links::Refuse)
}

/// Reads a file beside the generations of the index at `root`; `None` if there is none.
///
/// # Errors
/// [`Error::Io`] if it cannot be read.
pub(super) fn read_root_file(root: &Path, name: &str) -> Result<Option<Vec<u8>>, Error> {
    let path = root.join(name);
    let mut content = Vec::new();
    let read = open_file(&path, File::options().read(true))
        .and_then(|file| file.take(MAX_ROOT_FILE).read_to_end(&mut content));
    match read.map_err(|error| (error.kind(), error)) {
        Ok(_) => Ok(Some(content)),
        Err((io::ErrorKind::NotFound | io::ErrorKind::NotADirectory, _)) => Ok(None),
        Err((_, error)) => Err(Error::io("read", &path, error)),
    }
}

/// Replaces a file beside the generations of the index at `root`, atomically.
pub(super) fn write_root_file(root: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    let new = root.join(format!(".{name}.new"));
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = open_file(&new, write_options().create_new(true))?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&new, root.join(name))?;
    File::open(root)?.sync_all()
}

/// Creates a folder and its missing ancestors, readable by their owner only.
pub(super) fn create_private(path: &Path) -> io::Result<()> {
    private_folder_builder().recursive(true).create(path)
}

/// Creates a folder that must not exist yet, readable by its owner only.
pub(super) fn create_new_private(path: &Path) -> io::Result<()> {
    private_folder_builder().create(path)
}

fn private_folder_builder() -> fs::DirBuilder {
    #[allow(unused_mut)] // where there are no modes
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

#[cfg(test)]
mod tests {
    use crate::index::dir::entries::*;

    #[test]
    fn only_names_that_an_index_gives_its_files_are_accepted() {
        let id = "0123456789abcdef0123456789abcdef";
        for name in ["meta.json", "sources-12", "rarities-0", &format!("{id}.store"), &format!("{id}.7.del")]
        {
            assert!(is_index_file(name), "{name}");
        }
        for name in
            ["", "..", "notes.txt", "../meta.json", "sources-", "sources-1/x", id, &format!("{id}./x")]
        {
            assert!(!is_index_file(name), "{name}");
        }
    }

    #[test]
    fn a_generation_with_a_link_or_a_strange_name_is_refused() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let generation = folder.path().join("generation-000001");
        fs::create_dir(&generation)?;
        fs::write(generation.join("meta.json"), "{}")?;
        let verify = || verify_generation(folder.path(), &generation);
        assert!(verify().is_ok());
        fs::write(generation.join(".managed.json"), r#"["../../notes.txt"]"#)?;
        assert!(matches!(verify(), Err(Error::Damaged { .. })));
        fs::remove_file(generation.join(".managed.json"))?;
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/etc/passwd", generation.join("sites"))?;
            assert!(matches!(verify(), Err(Error::Damaged { .. })));
        }
        Ok(())
    }
}
