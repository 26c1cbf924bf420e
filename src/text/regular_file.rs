//! Opens files that others can replace: articles, rules, settings, lists of queries; and replaces files.
//!
//! A FIFO would wait for a writer, a device may never end. Neither is opened as a file, also not if it took
//! the place of one a moment ago.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Maximum size of a file with rules or settings, in bytes.
const MAX_SETTINGS_BYTES: u64 = 1 << 20;

/// Handling of a path that is a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// The file that it leads to is opened.
    Follow,
    /// An error is returned.
    Refuse,
}

/// Opens a regular file for reading, without waiting for anything.
///
/// # Errors
/// An I/O error if it cannot be opened or is not a regular file.
pub fn open_regular(path: &Path) -> io::Result<File> {
    open_with(path, File::options().read(true), Links::Follow)
}

/// Opens a regular file with `options`, without waiting for anything.
///
/// # Errors
/// An I/O error if it cannot be opened, is not a regular file, or is a link that is to be refused.
pub fn open_with(path: &Path, options: &mut OpenOptions, links: Links) -> io::Result<File> {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        let refuse = if links == Links::Refuse { OFlags::NOFOLLOW } else { OFlags::empty() };
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY | refuse;
        std::os::unix::fs::OpenOptionsExt::custom_flags(options, flags.bits() as i32);
    }
    let file = options.open(path).map_err(|error| match fs::symlink_metadata(path) {
        Ok(metadata) if links == Links::Refuse && metadata.is_symlink() => {
            io::Error::other("it is a link, which is not followed in the folder of an index")
        }
        _ => match fs::metadata(path) {
            // A socket cannot be opened at all.
            Ok(metadata) if !metadata.is_file() && error.kind() != io::ErrorKind::PermissionDenied => {
                refusal(&metadata)
            }
            _ => error,
        },
    })?;
    let metadata = file.metadata()?;
    if metadata.is_file() { Ok(file) } else { Err(refusal(&metadata)) }
}

/// Opens a file that the user named for reading: a regular file, or a descriptor that the program was started
/// with, such as `/dev/stdin`, or `/dev/fd/63` for `<(command)`.
///
/// # Errors
/// An I/O error as for [`open_regular`].
pub fn open_input(path: &Path) -> io::Result<File> {
    if path.starts_with("/dev/fd") || path == Path::new("/dev/stdin") {
        return File::open(path);
    }
    open_regular(path)
}

/// Reads a file with rules or settings.
///
/// # Errors
/// An I/O error if it cannot be read, is not a regular file, is larger than 1 MB or not UTF-8.
pub fn read_settings(path: &Path) -> io::Result<String> {
    read_text(path, MAX_SETTINGS_BYTES)
}

/// Reads a text file of at most `max_bytes`, which are megabytes.
///
/// # Errors
/// An I/O error if it cannot be read, is not a regular file, is larger or not UTF-8.
pub fn read_text(path: &Path, max_bytes: u64) -> io::Result<String> {
    let bytes = read_limited(open_regular(path)?, max_bytes)?;
    let not_text = |_| io::Error::new(io::ErrorKind::InvalidData, "not a text file in UTF-8");
    String::from_utf8(bytes).map_err(not_text)
}

/// Reads `file` to its end, at most `max_bytes`, which are megabytes.
///
/// # Errors
/// An I/O error if it cannot be read, or is larger.
pub fn read_limited(file: impl Read, max_bytes: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(max_bytes + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max_bytes {
        let message = format!("larger than the limit of {} MB", max_bytes >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

/// Writes `content` to `path`: all of it, or nothing. A file that exists is replaced and keeps its
/// permissions; a link stays one, and what is no file, such as `/dev/stdout`, is only written to.
///
/// # Errors
/// An I/O error if it cannot be written; a file that exists is unchanged then.
pub fn replace_file(path: &Path, content: &[u8]) -> io::Result<()> {
    let target = match fs::canonicalize(path) {
        Ok(target) if !target.is_file() => return fs::write(path, content),
        Ok(target) => target,
        Err(error) if error.kind() == io::ErrorKind::NotFound => link_target(path),
        Err(error) => return Err(error),
    };
    let Some(name) = target.file_name() else { return fs::write(path, content) };
    let mut partial = name.to_owned();
    partial.push(format!(".{}.partial", std::process::id()));
    let partial = target.with_file_name(partial);
    let mut file = match File::create_new(&partial) {
        // A process of the same number was killed here.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(&partial)?;
            File::create_new(&partial)?
        }
        created => created?,
    };
    let written = fill(&mut file, content, &target).and_then(|()| fs::rename(&partial, &target));
    if written.is_err() {
        let _ = fs::remove_file(&partial); // the first error counts
    }
    written
}

/// Returns the path that `path` leads to if it is a link to a file that is missing.
fn link_target(path: &Path) -> PathBuf {
    match fs::read_link(path) {
        Ok(target) => path.parent().map_or(target.clone(), |folder| folder.join(target)),
        Err(_) => path.to_owned(),
    }
}

/// Writes `content` to `file`, which takes the permissions of the file in its place.
fn fill(file: &mut File, content: &[u8], target: &Path) -> io::Result<()> {
    if let Ok(metadata) = fs::metadata(target) {
        file.set_permissions(metadata.permissions())?;
    }
    file.write_all(content)?;
    file.sync_all()
}

/// Returns whether others than its owner can read a file.
#[cfg(all(unix, any(feature = "serve", feature = "opensearch")))]
pub(crate) fn is_exposed(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

/// Returns whether others than its owner can read a file, which this system does not tell.
#[cfg(all(not(unix), any(feature = "serve", feature = "opensearch")))]
pub(crate) fn is_exposed(_path: &Path) -> bool {
    false
}

/// Returns the error for a FIFO, a socket or a device.
pub(crate) fn not_regular() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")
}

fn refusal(metadata: &fs::Metadata) -> io::Error {
    match metadata.is_dir() {
        true => io::Error::new(io::ErrorKind::IsADirectory, "is a directory"),
        false => not_regular(),
    }
}

#[cfg(test)]
mod tests {
    use crate::text::regular_file::*;

    fn message<T>(result: io::Result<T>) -> String {
        result.err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn only_regular_files_are_opened() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("a.txt");
        fs::write(&file, "tide").expect("a file");
        assert_eq!(read_settings(&file).ok().as_deref(), Some("tide"));
        assert_eq!(message(open_regular(dir.path())), "is a directory");
        assert!(open_regular(&dir.path().join("none")).is_err_and(|e| e.kind() == io::ErrorKind::NotFound));
    }

    #[cfg(unix)]
    #[test]
    fn fifos_sockets_and_devices_are_refused_at_once() {
        let dir = tempfile::tempdir().expect("a folder");
        let (fifo, socket) = (dir.path().join("fifo"), dir.path().join("socket"));
        let made = std::process::Command::new("mkfifo").arg(&fifo).status();
        assert!(made.is_ok_and(|status| status.success()));
        let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
        let zero = dir.path().join("zero");
        std::os::unix::fs::symlink("/dev/zero", &zero).expect("a link");
        for path in [&fifo, &socket, &zero] {
            assert_eq!(message(open_regular(path)), "not a regular file", "{path:?}");
            assert_eq!(message(read_settings(path)), "not a regular file", "{path:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_one_and_what_a_killed_process_left_is_in_nobodys_way() {
        let dir = tempfile::tempdir().expect("a folder");
        let (link, target) = (dir.path().join("link"), dir.path().join("target"));
        std::os::unix::fs::symlink("target", &link).expect("a link");
        fs::write(dir.path().join(format!("target.{}.partial", std::process::id())), "ti").expect("a file");
        for content in ["tide", "ebb"] {
            replace_file(&link, content.as_bytes()).expect("written");
            assert!(
                fs::read_link(&link).is_ok()
                    && fs::read(&target).is_ok_and(|read| read == content.as_bytes())
            );
        }
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 2);
    }

    #[test]
    fn settings_are_limited_to_text_of_1_mb() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("a.rules");
        fs::write(&file, vec![b'\n'; MAX_SETTINGS_BYTES as usize]).expect("a file");
        assert!(read_settings(&file).is_ok());
        fs::write(&file, vec![b'\n'; MAX_SETTINGS_BYTES as usize + 1]).expect("a file");
        assert_eq!(message(read_settings(&file)), "larger than the limit of 1 MB");
        fs::write(&file, b"cut: \xff").expect("a file");
        assert_eq!(message(read_settings(&file)), "not a text file in UTF-8");
    }
}
