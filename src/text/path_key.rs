//! Paths as text, also those whose names are not UTF-8.
//!
//! In keys and in JSON of our own, a byte that is not a part of a UTF-8 character is a NUL, which no name
//! has, and two hexadecimal digits. For people and other programs, it is `\xE9`.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use serde::Serializer;

/// Returns the path as a key, with `/` between its parts. Returns `None` if a name cannot be one.
pub(crate) fn encode(path: &Path) -> Option<String> {
    let parts: Option<Vec<Cow<'_, str>>> = path.iter().map(encode_name).collect();
    Some(parts?.join("/"))
}

/// Returns the path of a key.
pub(crate) fn decode(key: &str) -> PathBuf {
    if !key.contains('\0') {
        return PathBuf::from(key);
    }
    let mut bytes = Vec::with_capacity(key.len());
    let mut parts = key.split('\0');
    bytes.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend(part[2..].bytes());
            }
            None => bytes.extend(part.bytes()),
        }
    }
    path_of_bytes(bytes)
}

/// Returns the text of a key for words of its names: bytes that are not UTF-8 are mostly Latin-1.
pub(crate) fn words(key: &str) -> Cow<'_, str> {
    if !key.contains('\0') {
        return Cow::Borrowed(key);
    }
    let mut text = String::with_capacity(key.len());
    for (index, part) in key.split('\0').enumerate() {
        let byte = part.get(..2).filter(|_| index > 0).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte {
            Some(byte) => {
                text.push(char::from(byte));
                text.push_str(&part[2..]);
            }
            None => text.push_str(part),
        }
    }
    Cow::Owned(text)
}

/// Returns the path as it is shown. A byte that is not UTF-8 is shown as `\xE9`.
pub fn shown(path: &Path) -> Cow<'_, str> {
    match path.to_str() {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(escape(path.as_os_str(), |byte| format!("\\x{byte:02X}"))),
    }
}

/// Returns the path that [`shown`] displays as `text`.
pub fn from_shown(text: &str) -> PathBuf {
    let mut bytes = Vec::with_capacity(text.len());
    let mut parts = text.split("\\x");
    bytes.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        let byte = part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte.filter(|byte| *byte >= 0x80) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend(part[2..].bytes());
            }
            None => bytes.extend(format!("\\x{part}").bytes()),
        }
    }
    path_of_bytes(bytes)
}

/// Serializes a path as it is shown.
///
/// # Errors
/// Any error of the serializer.
pub fn serialize_shown<S: Serializer>(path: impl AsRef<Path>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&shown(path.as_ref()))
}

/// Serializes a path as it is shown, if there is one.
///
/// # Errors
/// Any error of the serializer.
pub(crate) fn serialize_shown_option<S: Serializer>(
    path: &Option<PathBuf>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match path {
        Some(path) => serialize_shown(path, serializer),
        None => serializer.serialize_none(),
    }
}

/// Serializes paths as they are shown.
///
/// # Errors
/// Any error of the serializer.
pub(crate) fn serialize_all_shown<S: Serializer>(
    paths: &[PathBuf],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(paths.iter().map(|path| shown(path)))
}

/// Serializes and deserializes a path that is stored.
pub mod stored {
    use std::path::{Path, PathBuf};

    use serde::{Deserialize, Deserializer, Serializer};

    use crate::text::path_key::{decode, encode_name};

    /// Serializes a path.
    ///
    /// # Errors
    /// Any error of the serializer, and if the path cannot be text.
    pub fn serialize<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
        let text = encode_name(path.as_os_str());
        serializer.serialize_str(&text.ok_or_else(|| serde::ser::Error::custom("the path is not Unicode"))?)
    }

    /// Deserializes a path.
    ///
    /// # Errors
    /// Any error of the deserializer.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
        Ok(decode(&String::deserialize(deserializer)?))
    }
}

#[cfg(unix)]
fn encode_name(name: &OsStr) -> Option<Cow<'_, str>> {
    Some(match name.to_str() {
        Some(name) => Cow::Borrowed(name),
        None => Cow::Owned(escape(name, |byte| format!("\0{byte:02x}"))),
    })
}

#[cfg(not(unix))]
fn encode_name(name: &OsStr) -> Option<Cow<'_, str>> {
    name.to_str().map(Cow::Borrowed)
}

/// Returns the text of a name, with other text in place of the bytes that are not UTF-8.
fn escape(name: &OsStr, escaped: impl Fn(u8) -> String) -> String {
    let mut text = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|byte| text.push_str(&escaped(*byte)));
    }
    text
}

#[cfg(unix)]
fn path_of_bytes(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    PathBuf::from(std::ffi::OsString::from_vec(bytes))
}

#[cfg(not(unix))]
fn path_of_bytes(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use crate::text::path_key::*;
    use proptest::prelude::*;

    #[test]
    fn names_that_are_not_utf8_are_kept() {
        let path = path_of_bytes(b"caf\xe9/\xff\x00e9\\xe9.txt".to_vec());
        assert_eq!(shown(&path), "caf\\xE9/\\xFF\0e9\\xe9.txt");
        let path = path_of_bytes(b"a/caf\xe9.txt".to_vec());
        assert_eq!(encode(&path).as_deref(), Some("a/caf\0e9.txt"));
        assert_eq!(words("a/caf\0e9.txt"), "a/café.txt");
        assert_eq!(from_shown("a/caf\\xE9.txt"), path);
        assert_eq!(from_shown("a/\\x41\\xzz"), PathBuf::from("a/\\x41\\xzz"));
    }

    proptest! {
        #[test]
        fn keys_are_reversible(bytes in prop::collection::vec(prop_oneof![Just(b'a'), Just(b'/'), Just(b'\\'), 0x80u8..=0xff, Just(0xc3), Just(0xa9)], 0..20)) {
            let path: PathBuf = path_of_bytes(bytes).iter().filter(|part| *part != OsStr::new("/")).collect();
            let key = encode(&path).unwrap_or_default();
            prop_assert_eq!(decode(&key), path);
        }
    }
}
