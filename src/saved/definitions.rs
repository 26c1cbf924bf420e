//! The file of the saved searches, which people edit, too: it is only added to and cut from, so that their
//! comments stay.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use crate::location::is_address;
use crate::saved::saved_query::SavedQuery;
use crate::text::path_key;
use crate::text::regular_file::{read_text, replace_file};

/// Maximum size of the file, in bytes.
const MAX_BYTES: u64 = 16 << 20;
/// Maximum length of a name, in characters.
pub(super) const MAX_NAME: usize = 200;
/// Line with which a search begins in the file.
const HEADER: &str = "[[search]]";
/// Beginning of a new file.
const PREAMBLE: &str =
    "# Saved searches of clippings: see `clippings saved --help`. Edit them as you like.\n";

/// A saved search.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SavedSearch {
    /// Name, unlike that of any other.
    pub name: String,
    /// List that it came with.
    pub list: Option<String>,
    /// Folder of the index that is searched, or its address on a cluster.
    pub index: PathBuf,
    /// Query with the options that decide what matches.
    pub saved_query: SavedQuery,
}

/// The saved searches in the order of their file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SavedSearches {
    text: String,
    searches: Vec<SavedSearch>,
    /// Lines of each search in the text, as bytes; `None` if it does not begin with a header of its own.
    blocks: Vec<Option<Range<usize>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SearchFile {
    search: Vec<SearchEntry>,
}

/// A search as it stands in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SearchEntry {
    name: Spanned<String>,
    list: Option<Spanned<String>>,
    query: Spanned<String>,
    index: Spanned<String>,
    within: Option<Spanned<Vec<String>>>,
    folders: Option<Spanned<Vec<String>>>,
    filters: Option<Spanned<Vec<String>>>,
    since: Option<Spanned<String>>,
    until: Option<Spanned<String>>,
    any: Option<Spanned<bool>>,
    variants: Option<Spanned<bool>>,
    cut: Option<Spanned<bool>>,
}

impl SavedSearches {
    /// Reads the file at `path`; a file that is missing has no searches.
    ///
    /// # Errors
    /// Why it cannot be read, with the line if it has an error.
    pub fn read(path: &Path) -> io::Result<Self> {
        match read_text(path, MAX_BYTES) {
            Ok(text) => SavedSearches::parse(text).map_err(io::Error::other),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(SavedSearches::default()),
            Err(error) => Err(error),
        }
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// The first error, with its line.
    pub fn parse(text: String) -> Result<Self, String> {
        let line = |start: usize| text[..start.min(text.len())].matches('\n').count() + 1;
        let file: SearchFile = toml::from_str(&text).map_err(|error| {
            let message = error.message().lines().collect::<Vec<_>>().join(" ");
            format!("line {}: {message}", line(error.span().map_or(0, |span| span.start)))
        })?;
        let (mut searches, mut blocks) = (Vec::new(), Vec::new());
        let mut names = HashSet::new();
        let mut end_before = 0;
        for entry in file.search {
            let (spans, first) = (entry.spans(), entry.name.span().start);
            let in_line = |message: String| format!("line {}: {message}", line(first));
            let end = spans.iter().map(|span| span.end).max().unwrap_or(first);
            let start = spans.iter().map(|span| span.start).min().unwrap_or(first);
            blocks.push(block(&text, end_before, start..end));
            end_before = end;
            let search = entry.into_search();
            search.check_names().map_err(in_line)?;
            if !names.insert(search.name.clone()) {
                return Err(in_line(format!("there are two searches named {:?}", search.name)));
            }
            searches.push(search);
        }
        Ok(SavedSearches { text, searches, blocks })
    }

    /// Returns the searches.
    pub fn searches(&self) -> &[SavedSearch] {
        &self.searches
    }

    /// Returns the search of that name.
    pub fn get(&self, name: &str) -> Option<&SavedSearch> {
        self.searches.iter().find(|search| search.name == name)
    }

    /// Returns the searches with that name, or of the list of that name.
    pub fn named<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s SavedSearch> {
        self.searches.iter().filter(move |search| search.name == name || search.list.as_deref() == Some(name))
    }

    /// Adds searches at the end, or in the place of one of the same name.
    ///
    /// # Errors
    /// If one of them is not valid, or one of the file has to be changed by hand.
    pub fn add(&mut self, added: &[SavedSearch]) -> Result<(), String> {
        let mut text = match self.text.is_empty() {
            true => PREAMBLE.to_owned(),
            false => self.text.clone(),
        };
        let mut blocks = String::new();
        let mut expected = self.searches.clone();
        let mut replaced = Vec::new();
        for search in added {
            search.check()?;
            match expected.iter_mut().enumerate().find(|(_, known)| known.name == search.name) {
                Some((index, known)) if index < self.searches.len() => {
                    replaced.push((self.block_of(index)?, search.to_toml()?));
                    *known = search.clone();
                }
                Some(_) => return Err(format!("{:?} is added twice", search.name)),
                None => {
                    let _ = write!(blocks, "\n{}", search.to_toml()?); // writing to a string does not fail
                    expected.push(search.clone());
                }
            }
        }
        replaced.sort_by_key(|(block, _)| std::cmp::Reverse(block.start));
        replaced.into_iter().for_each(|(block, toml)| text.replace_range(block, &toml));
        if !text.ends_with('\n') && !blocks.is_empty() {
            text.push('\n');
        }
        self.accept(text + &blocks, &expected)
    }

    /// Removes the searches of these names.
    ///
    /// # Errors
    /// If one has to be removed by hand.
    pub fn remove(&mut self, names: &[&str]) -> Result<(), String> {
        let is_removed = |search: &SavedSearch| names.contains(&search.name.as_str());
        let mut text = self.text.clone();
        for index in (0..self.searches.len()).rev().filter(|index| is_removed(&self.searches[*index])) {
            let mut block = self.block_of(index)?;
            // The blank line above goes with it.
            if text[..block.start].ends_with("\n\n") {
                block.start -= 1;
            }
            text.replace_range(block, "");
        }
        let expected: Vec<_> = self.searches.iter().filter(|search| !is_removed(search)).cloned().collect();
        self.accept(text, &expected)
    }

    /// Takes `text` if it reads as `expected`.
    fn accept(&mut self, text: String, expected: &[SavedSearch]) -> Result<(), String> {
        let parsed = SavedSearches::parse(text)?;
        if parsed.searches != expected {
            return Err("the file is written in a way that only an editor can change".to_owned());
        }
        *self = parsed;
        Ok(())
    }

    fn block_of(&self, index: usize) -> Result<Range<usize>, String> {
        let block = self.blocks.get(index).cloned().flatten();
        block.ok_or_else(|| {
            format!("{:?} does not begin with a line {HEADER}: change it by hand", self.searches[index].name)
        })
    }

    /// Replaces the file at `path`.
    ///
    /// # Errors
    /// Why it cannot be written; it is unchanged then.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        replace_file(path, self.text.as_bytes())
    }
}

/// Returns the lines of a search whose values are at `values`, with its header, which is behind `after`.
fn block(text: &str, after: usize, values: Range<usize>) -> Option<Range<usize>> {
    let before = text.get(after..values.start)?;
    let is_header = |line: &str| line.split('#').next().is_some_and(|line| line.trim() == HEADER);
    let mut start = after;
    let starts = before.split_inclusive('\n').map(|line| {
        start += line.len();
        (start - line.len(), line)
    });
    let header = starts.filter(|(_, line)| is_header(line)).last()?.0;
    let end = text[values.end..].find('\n').map_or(text.len(), |offset| values.end + offset + 1);
    Some(header..end)
}

impl SearchEntry {
    /// Returns the places of all values.
    fn spans(&self) -> Vec<Range<usize>> {
        fn span<T>(value: &Option<Spanned<T>>) -> Option<Range<usize>> {
            value.as_ref().map(Spanned::span)
        }
        let optional = [
            span(&self.list),
            span(&self.within),
            span(&self.folders),
            span(&self.filters),
            span(&self.since),
            span(&self.until),
            span(&self.any),
            span(&self.variants),
            span(&self.cut),
        ];
        let mut spans = vec![self.name.span(), self.query.span(), self.index.span()];
        spans.extend(optional.into_iter().flatten());
        spans
    }

    fn into_search(self) -> SavedSearch {
        let folders = self.folders.map(Spanned::into_inner).unwrap_or_default();
        SavedSearch {
            name: self.name.into_inner(),
            list: self.list.map(Spanned::into_inner),
            index: path_key::decode(&self.index.into_inner()),
            saved_query: SavedQuery {
                query: self.query.into_inner(),
                within: self.within.map(Spanned::into_inner).unwrap_or_default(),
                filters: self.filters.map(Spanned::into_inner).unwrap_or_default(),
                folders: folders.iter().map(|folder| path_key::decode(folder)).collect(),
                since: self.since.map(Spanned::into_inner),
                until: self.until.map(Spanned::into_inner),
                any: self.any.is_some_and(Spanned::into_inner),
                variants: self.variants.is_some_and(Spanned::into_inner),
                cut: self.cut.is_some_and(Spanned::into_inner),
            },
        }
    }
}

impl SavedSearch {
    /// Creates a search of the index at `index`.
    pub fn new(name: impl Into<String>, index: impl Into<PathBuf>, saved_query: SavedQuery) -> Self {
        SavedSearch { name: name.into(), list: None, index: index.into(), saved_query }
    }

    /// Returns why its name or that of its list cannot be one.
    fn check_names(&self) -> Result<(), String> {
        check_name(&self.name)?;
        self.list.as_deref().map_or(Ok(()), check_name)
    }

    /// Returns why the search is not valid.
    pub(super) fn check(&self) -> Result<(), String> {
        self.check_names()?;
        if self.saved_query.query.trim().is_empty() {
            return Err(format!("the query of {:?} is empty", self.name));
        }
        if !self.index.is_absolute() && !self.index.to_str().is_some_and(is_address) {
            return Err(format!("the index of {:?} is neither an absolute path nor an address", self.name));
        }
        if let Some(folder) = self.saved_query.folders.iter().find(|folder| !folder.is_absolute()) {
            return Err(format!("the folder {} of {:?} is no absolute path", folder.display(), self.name));
        }
        self.saved_query.request().map(drop)
    }

    fn to_toml(&self) -> Result<String, String> {
        let mut toml = format!("{HEADER}\n");
        let SavedQuery { query, within, folders, filters, since, until, any, variants, cut } =
            &self.saved_query;
        let index = path_text(&self.index)?;
        let texts = [
            ("name", Some(&self.name)),
            ("list", self.list.as_ref()),
            ("query", Some(query)),
            ("index", Some(&index)),
            ("since", since.as_ref()),
            ("until", until.as_ref()),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                let _ = writeln!(toml, "{key} = {}", toml_string(text)); // writing to a string does not fail
            }
        }
        for (key, texts) in [("within", within), ("filters", filters)] {
            if !texts.is_empty() {
                let texts: Vec<String> = texts.iter().map(|text| toml_string(text)).collect();
                let _ = writeln!(toml, "{key} = [{}]", texts.join(", ")); // writing to a string does not fail
            }
        }
        if !folders.is_empty() {
            let folders = folders.iter().map(|folder| Ok(toml_string(&path_text(folder)?)));
            let folders = folders.collect::<Result<Vec<_>, String>>()?.join(", ");
            let _ = writeln!(toml, "folders = [{folders}]"); // writing to a string does not fail
        }
        for (key, is_set) in [("any", any), ("variants", variants), ("cut", cut)] {
            if *is_set {
                let _ = writeln!(toml, "{key} = true"); // writing to a string does not fail
            }
        }
        Ok(toml)
    }
}

/// Returns why a name cannot be one.
fn check_name(name: &str) -> Result<(), String> {
    let is_seen = |c: char| {
        !c.is_whitespace() && !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    if !name.chars().any(is_seen)
        || name.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
    {
        return Err(format!("{name:?} is no name: it needs letters, on one line"));
    }
    match name.chars().count() > MAX_NAME {
        true => Err(format!("the name {name:?} is longer than {MAX_NAME} characters")),
        false => Ok(()),
    }
}

/// Returns the text that a path is stored as.
fn path_text(path: &Path) -> Result<String, String> {
    let stored = path_key::stored::serialize(path, serde_json::value::Serializer);
    let text = stored.ok().and_then(|value| value.as_str().map(str::to_owned));
    text.ok_or_else(|| format!("the path {} is not Unicode", path.display()))
}

/// Writes a string of TOML, whose escapes are those of JSON but for DEL.
fn toml_string(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

#[cfg(test)]
mod tests;
