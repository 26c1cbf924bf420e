//! Reads the place of an article as results name it: `PATH`, `PATH:LINE`, `PATH:p.PAGE`, `PATH#ID` and
//! `PATH#ID:LINE`, or its rank.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clippings::FilePosition;
use clippings::internals::text::{path_key, split_position};

/// Place of an article, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// Path of the file.
    pub path: PathBuf,
    /// Id of the record, if one is named.
    pub id: Option<String>,
    /// Line or page, if one is named.
    pub position: Option<FilePosition>,
}

/// Returns the rank of a result of the last search, unless a file has the number as its name.
pub(crate) fn rank(typed: &OsStr) -> Option<usize> {
    typed.to_str()?.parse().ok().filter(|_| !Path::new(typed).exists())
}

/// Returns what `typed` may mean, the likeliest first: names of files and ids may have colons and `#`.
pub(crate) fn places(typed: &OsStr) -> Vec<Place> {
    let whole = PathBuf::from(typed);
    let Some(text) = typed.to_str().filter(|text| !text.is_empty() && !whole.exists()) else {
        return vec![Place { path: whole, id: None, position: None }];
    };
    let mut places = vec![split_id(text, None)];
    if let Some((before, position)) = split_position(text).filter(|(before, _)| !before.is_empty()) {
        places.push(split_id(before, Some(position)));
    }
    places
}

/// Returns the file of the first of the `places` whose file exists, with the ids that it may have there.
pub(crate) fn existing(places: &[Place]) -> Option<(PathBuf, Vec<String>)> {
    let path = &places.iter().find(|place| place.path.exists())?.path;
    let ids = places.iter().filter(|place| place.path == *path).filter_map(|place| place.id.clone());
    Some((path.clone(), ids.collect()))
}

/// Splits `text` at the `#` that ends the path of a file, or else at the first.
fn split_id(text: &str, position: Option<FilePosition>) -> Place {
    let splits = || text.match_indices('#').map(|(offset, _)| (&text[..offset], &text[offset + 1..]));
    let split = splits().find(|(path, _)| path_of(path).is_file()).or_else(|| splits().next());
    match split {
        Some((path, id)) if !path_of(text).exists() => {
            Place { path: path_of(path), id: Some(id.to_owned()), position }
        }
        _ => Place { path: path_of(text), id: None, position },
    }
}

/// Returns the path that is typed, or shown in results as it is typed.
fn path_of(text: &str) -> PathBuf {
    let (path, shown) = (PathBuf::from(text), path_key::from_shown(text));
    if path.exists() { path } else { shown }
}

#[cfg(test)]
mod tests {
    use crate::cli::place::*;

    #[test]
    fn a_place_may_have_an_id_and_a_position() {
        let read = |typed: &str| {
            let places = places(OsStr::new(typed));
            let shown = places.iter().map(|place| {
                let id = place.id.as_deref().map(|id| format!(" id {id}")).unwrap_or_default();
                let position = place.position.map(|position| format!(" at {position}")).unwrap_or_default();
                format!("{}{id}{position}", place.path.display())
            });
            shown.collect::<Vec<_>>().join(", ")
        };
        for (typed, expected) in [
            ("no/a.txt", "no/a.txt"),
            ("no/a.txt:12", "no/a.txt:12, no/a.txt at 12"),
            ("no/a.jsonl#b", "no/a.jsonl id b"),
            ("no/a.jsonl#b:3", "no/a.jsonl id b:3, no/a.jsonl id b at 3"),
            ("no/a.jsonl#http://b", "no/a.jsonl id http://b"),
            ("no/a.pdf:p.12", "no/a.pdf:p.12, no/a.pdf at p.12"),
            ("no/a.pdf:p.", "no/a.pdf:p."),
            ("no/a.txt:", "no/a.txt:"),
            (":3", ":3"),
            ("", ""),
        ] {
            assert_eq!(read(typed), expected, "{typed}");
        }
    }
}
