//! A folder of articles that an index knows, and the options its files are read with.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::text::dates::day_of_time;
use crate::text::path_key;

/// Name of the rules file that is looked for in a folder.
pub(crate) const RULES_FILE: &str = "clippings.rules";

/// A folder of articles that an index knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folder {
    /// Number of the folder, which its articles carry. Never given to another folder.
    pub id: u32,
    /// Absolute path of the folder.
    #[serde(with = "path_key::stored")]
    pub path: PathBuf,
    /// Options its files are read with.
    #[serde(rename = "reading", default)]
    pub options: ReadOptions,
}

/// Machine that indexed a folder of an index that several machines share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderOwner {
    /// Random id of the machine.
    pub id: String,
    /// Name of the machine.
    pub name: String,
    /// Time at which the machine last completed a run, in seconds since 1970.
    pub written: i64,
}

impl FolderOwner {
    /// Returns the local day of the last run of the machine.
    pub fn day(&self) -> Option<Date> {
        day_of_time(self.written)
    }
}

impl Folder {
    /// Returns the path of its rules file: the one the user named, or else `clippings.rules` in the folder.
    pub fn rules_path(&self) -> PathBuf {
        let default_path = || match self.path.exists() && !self.path.is_dir() {
            true => self.path.with_file_name(RULES_FILE),
            false => self.path.join(RULES_FILE),
        };
        self.options.rules.path.clone().unwrap_or_else(default_path)
    }

    /// Returns the path of a file of the folder. `relative_path` is empty if the folder is itself a file.
    pub(crate) fn file_path(&self, relative_path: &str) -> PathBuf {
        if relative_path.is_empty() {
            self.path.clone()
        } else {
            self.path.join(path_key::decode(relative_path))
        }
    }
}

/// Options that the files of a folder are read with. They are remembered, so that a refresh does the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadOptions {
    /// Whether the articles are clean already, so that nothing is cut.
    #[serde(rename = "as_is", default)]
    pub keep_everything: bool,
    /// Fields of JSON records whose names are not the common ones.
    #[serde(default)]
    pub fields: FieldMap,
    /// Globs of the files that are read; all files when empty.
    #[serde(default)]
    pub include: Vec<String>,
    /// Globs of the files that are skipped.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// The user's cleaning rules, as their file was when the folder was last read.
    #[serde(default, skip_serializing_if = "RulesFile::is_none")]
    pub rules: RulesFile,
}

impl ReadOptions {
    /// Returns whether articles read with these options and with `options` are the same. Globs only choose
    /// files.
    pub fn reads_like(&self, options: &ReadOptions) -> bool {
        (self.keep_everything, &self.fields, &self.rules.text)
            == (options.keep_everything, &options.fields, &options.rules.text)
    }
}

/// A file of the user's cleaning rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesFile {
    /// Path of the file if the user named one; else the folder is searched for it.
    #[serde(default)]
    pub path: Option<PathBuf>,
    /// Content of the file.
    #[serde(default)]
    pub text: String,
    /// Lines of the rules that match nothing in the articles of the folder; `None` if the program that read
    /// it did not record them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unmatched: Option<Vec<u32>>,
}

impl RulesFile {
    /// Returns whether there are no rules.
    pub fn is_none(&self) -> bool {
        self.path.is_none() && self.text.is_empty()
    }

    /// Returns the line and the text of each rule that is known to match nothing.
    pub(crate) fn unmatched_rules(&self) -> impl Iterator<Item = (u32, &str)> {
        let lines = (1..).zip(self.text.lines());
        let is_unmatched = |line: u32| self.unmatched.as_ref().is_some_and(|lines| lines.contains(&line));
        lines.filter(move |(line, _)| is_unmatched(*line)).map(|(line, text)| (line, text.trim()))
    }
}

/// Meaning of a field of a JSON record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldRole {
    /// The archive's identifier of the article.
    Id,
    /// The title.
    Title,
    /// The text.
    Text,
    /// The day of publication.
    Date,
    /// The address at which the article was published.
    Url,
    /// The site or paper that published it.
    Site,
    /// The author or authors.
    Author,
}

impl FieldRole {
    /// All roles.
    pub(crate) const ALL: [FieldRole; 7] = [
        FieldRole::Id,
        FieldRole::Title,
        FieldRole::Text,
        FieldRole::Date,
        FieldRole::Url,
        FieldRole::Site,
        FieldRole::Author,
    ];

    /// Returns the common names of such fields; the first that is present and not empty counts.
    pub fn common_names(self) -> &'static [&'static str] {
        match self {
            FieldRole::Id => &["id", "_id"],
            FieldRole::Title => &["title", "headline", "webTitle"],
            FieldRole::Text => &[
                "text",
                "body",
                "content",
                "articleBody",
                "article_body",
                "article_text",
                "full_text",
                "fulltext",
                "maintext",
                "bodyText",
                "content_html",
                "content_text",
                "textContent",
                "selftext",
                "paragraphs",
                "lead_paragraph",
                "description",
                "abstract",
                "summary",
            ],
            FieldRole::Date => &[
                "date",
                "published",
                "published_at",
                "publishedAt",
                "published_date",
                "publish_date",
                "publishDate",
                "publication_date",
                "pub_date",
                "pubDate",
                "pubdate",
                "date_published",
                "datePublished",
                "date_publish",
                "webPublicationDate",
                "publishedTime",
                "published_time",
                "created_at",
                "created_utc",
            ],
            FieldRole::Url => &["url", "link", "web_url", "webUrl"],
            FieldRole::Site => &["source", "site"],
            FieldRole::Author => &["author", "authors", "byline"],
        }
    }
}

impl FromStr for FieldRole {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let is_named = |role: &FieldRole| role.to_string() == name || role.common_names().contains(&name);
        FieldRole::ALL.into_iter().find(is_named).ok_or_else(|| {
            format!("unknown name {name}: expected one of id, title, text, date, url, site, author")
        })
    }
}

impl fmt::Display for FieldRole {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            FieldRole::Id => "id",
            FieldRole::Title => "title",
            FieldRole::Text => "text",
            FieldRole::Date => "date",
            FieldRole::Url => "url",
            FieldRole::Site => "site",
            FieldRole::Author => "author",
        })
    }
}

/// Names of the fields of JSON records, where they are not the common ones.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldMap(BTreeMap<FieldRole, String>);

impl FieldMap {
    /// Reads `role` from `field` and nowhere else.
    pub fn set(&mut self, role: FieldRole, field: String) {
        self.0.insert(role, field);
    }

    /// Returns the field that `role` is read from, if it was set.
    pub fn get(&self, role: FieldRole) -> Option<&str> {
        self.0.get(&role).map(String::as_str)
    }

    /// Returns whether only the common names are used.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
