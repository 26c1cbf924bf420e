//! The file of the saved searches, which people edit, too: it is only added to and cut from, so that their
//! comments stay.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::index::SearchTarget;
use crate::query::period;
use crate::search::{MatchMode, Request};
use crate::text::path_key;
use crate::text::regular_file::{read_text, replace_file};

/// Maximum size of the file, in bytes.
const MAX_BYTES: u64 = 16 << 20;
/// Maximum length of a name, in characters.
const MAX_NAME: usize = 100;
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
    /// Folder of the index that is searched.
    pub index: PathBuf,
    /// Query with the options that decide what matches.
    pub saved_query: SavedQuery,
}

/// The query of a saved search with the options that decide what matches.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SavedQuery {
    /// Query as typed.
    pub query: String,
    /// Folders that the articles must be in; all folders if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "stored_paths")]
    pub folders: Vec<PathBuf>,
    /// First day of publication, as typed: `7d` are the last seven days at each run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Last day of publication, as typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Whether articles with any of the words match.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub any: bool,
    /// Whether other spellings of names match.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub variants: bool,
    /// Whether the text that was cut is searched.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
}

/// Serializes paths that are stored.
mod stored_paths {
    use std::path::PathBuf;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::text::path_key::stored;

    #[derive(Serialize, Deserialize)]
    struct Stored(#[serde(with = "stored")] PathBuf);

    pub(super) fn serialize<S: Serializer>(paths: &[PathBuf], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(paths.iter().cloned().map(Stored))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PathBuf>, D::Error> {
        Ok(Vec::<Stored>::deserialize(deserializer)?.into_iter().map(|Stored(path)| path).collect())
    }
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
    folders: Option<Spanned<Vec<String>>>,
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
            search.check().map_err(in_line)?;
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
            span(&self.folders),
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

    /// Returns why the search is not valid.
    fn check(&self) -> Result<(), String> {
        check_name(&self.name)?;
        self.list.as_deref().map_or(Ok(()), check_name)?;
        if self.saved_query.query.trim().is_empty() {
            return Err(format!("the query of {:?} is empty", self.name));
        }
        if !self.index.is_absolute() {
            return Err(format!("the index of {:?} is no absolute path", self.name));
        }
        self.saved_query.request().map(drop)
    }

    fn to_toml(&self) -> Result<String, String> {
        let mut toml = format!("{HEADER}\n");
        let SavedQuery { query, folders, since, until, any, variants, cut } = &self.saved_query;
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
    if name.trim().is_empty() || name.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
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

impl SavedQuery {
    /// Creates a query without options.
    pub fn new(query: impl Into<String>) -> Self {
        SavedQuery { query: query.into(), ..SavedQuery::default() }
    }

    /// Returns the request of the query, as of today.
    ///
    /// # Errors
    /// If a day cannot be read.
    pub fn request(&self) -> Result<Request, String> {
        let read = |text: &Option<String>| match text.as_deref() {
            None => Ok(None),
            Some(text) => period(text).map(Some).ok_or_else(|| format!("{text:?} is no day, month or year")),
        };
        let no_day = || "no day is that early".to_owned();
        let mut request = Request::new(self.query.clone());
        request.filter.folders.clone_from(&self.folders);
        request.filter.since = read(&self.since)?.map(|period| period.first);
        request.filter.until =
            read(&self.until)?.map(|period| period.end().ok_or_else(no_day)).transpose()?;
        request.target = if self.cut { SearchTarget::Cut } else { SearchTarget::Article };
        request.match_mode = if self.any { MatchMode::Any } else { MatchMode::All };
        request.expand_spellings = self.variants;
        request.suggestions = false;
        Ok(request)
    }
}

#[cfg(test)]
mod tests {
    use crate::saved::definitions::*;
    use proptest::prelude::*;

    fn search(name: &str, query: &str) -> SavedSearch {
        SavedSearch::new(name, "/idx", SavedQuery::new(query))
    }

    const FILE: &str = "# Mine.\n\n[[search]] # the river\nname = \"ferry\" # two words\nquery = '''\n[[search]]\nferry'''\n\
                        index = \"/idx\"\n\n# Of the paper.\n[[search]]\nname = \"tide\"\nquery = \"tide\"\nindex = \"/idx\"\n";

    #[test]
    fn searches_are_added_and_removed_and_comments_stay() {
        let mut searches = SavedSearches::parse(FILE.to_owned()).expect("valid");
        assert_eq!(
            searches.get("ferry").map(|search| search.saved_query.query.as_str()),
            Some("[[search]]\nferry")
        );
        let mut other = search("harbor \"2\"", "harbor\\ “x”\u{7f}");
        other.saved_query.folders = vec![PathBuf::from("/news/a b")];
        other.saved_query.since = Some("7d".to_owned());
        other.saved_query.any = true;
        let edited = search("tide", "tide OR ebb");
        searches.add(&[other.clone(), edited.clone()]).expect("valid");
        assert!(searches.text.starts_with(&FILE[..FILE.len() / 2]), "{}", searches.text);
        assert_eq!((searches.get("tide"), searches.get("harbor \"2\"")), (Some(&edited), Some(&other)));
        searches.remove(&["ferry", "harbor \"2\""]).expect("valid");
        assert_eq!(searches.searches(), [edited]);
        assert!(searches.text.starts_with("# Mine.\n") && searches.text.contains("# Of the paper.\n"));
        searches.remove(&["tide"]).expect("valid");
        assert_eq!(searches.text.trim(), "# Mine.\n\n\n# Of the paper.".replace("\n\n\n", "\n\n"));
    }

    #[test]
    fn errors_name_the_line() {
        for (text, error) in [
            ("[[search]]\nname = \"a\"\nquery = \"b\"\n", "line 1: missing field `index`"),
            (
                "[[search]]\nname = \"a\"\nquery = \"b\"\nindex = \"/i\"\nqurey = 1\n",
                "line 5: unknown field `qurey`",
            ),
            (
                "\n[[search]]\nname = \"a\"\nquery = \" \"\nindex = \"/i\"\n",
                "line 3: the query of \"a\" is empty",
            ),
            ("[[search]]\nname = \"a\\nb\"\nquery = \"b\"\nindex = \"/i\"\n", "line 2: \"a\\nb\" is no name"),
            (
                "[[search]]\nname = \"a\"\nquery = \"b\"\nindex = \"i\"\n",
                "line 2: the index of \"a\" is no absolute path",
            ),
            (
                "[[search]]\nname = \"a\"\nquery = \"b\"\nindex = \"/i\"\nsince = \"soon\"\n",
                "line 2: \"soon\" is no day",
            ),
            (&format!("{FILE}{FILE}"), "line 18: there are two searches named \"ferry\""),
        ] {
            let found = SavedSearches::parse(text.to_owned()).expect_err(text);
            assert!(found.starts_with(error), "{found} | {error}");
        }
        let mut searches = SavedSearches::default();
        assert!(
            searches
                .add(&[search(&"x".repeat(101), "a")])
                .is_err_and(|error| error.contains("longer than 100"))
        );
        assert!(searches.add(&[search("a", "a"), search("a", "b")]).is_err());
    }

    #[test]
    fn what_only_an_editor_can_change_is_left_alone() {
        let text = "search = [{ name = \"a\", query = \"b\", index = \"/i\" }]\n";
        let mut searches = SavedSearches::parse(text.to_owned()).expect("valid");
        let before = searches.clone();
        assert!(searches.remove(&["a"]).is_err_and(|error| error.contains("by hand")));
        assert!(searches.add(&[search("b", "c")]).is_err());
        assert_eq!(searches, before);
    }

    proptest! {
        #[test]
        fn a_search_is_read_as_it_was_written(name in "\\PC{1,40}", query in ".{1,60}", list in prop::option::of("[a-z]{1,5}")) {
            let mut saved = search(&name, &query);
            saved.list = list;
            prop_assume!(saved.check().is_ok());
            let mut searches = SavedSearches::default();
            searches.add(&[search("first", "a"), saved.clone(), search("last", "b")]).expect("valid");
            prop_assert_eq!(searches.get(&name), Some(&saved));
            searches.remove(&[&name]).expect("valid");
            prop_assert_eq!(searches.searches().len(), 2);
        }
    }
}
