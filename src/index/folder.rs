//! The folders of an index, and how their files are read.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::clean::user_rules::RULES_FILE;
use crate::corpus::{FieldMap, Globs};

/// A folder of articles that an index knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folder {
    /// Its number, by which its articles name it. Never used again for another folder.
    pub id: u32,
    /// Where it is, as an absolute path.
    pub path: PathBuf,
    /// How its files are read.
    #[serde(default)]
    pub reading: Reading,
}

/// How the files of a folder are read. What was chosen once is kept, so that a refresh does the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The articles are clean already: nothing is cut.
    #[serde(default)]
    pub as_is: bool,
    /// The fields of records, where their names are not common ones.
    #[serde(default)]
    pub fields: FieldMap,
    /// Patterns of the files that are read; all when there is none.
    #[serde(default)]
    pub include: Vec<String>,
    /// Patterns of files that are not read.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// The reader's rules about what to keep and to cut, as their file was when the folder was read last.
    #[serde(default, skip_serializing_if = "RulesFile::is_none")]
    pub rules: RulesFile,
}

/// A file of rules about what to keep and to cut.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesFile {
    /// Where it is, when it was named; else it is looked for in the folder.
    #[serde(default)]
    pub path: Option<PathBuf>,
    /// What is in it.
    #[serde(default)]
    pub text: String,
}

impl RulesFile {
    /// Whether there is none.
    pub fn is_none(&self) -> bool {
        self.path.is_none() && self.text.is_empty()
    }
}

impl Folder {
    /// Where its rules are about what to keep and to cut: the file that was named, or one of the usual name in the
    /// folder.
    pub fn rules_place(&self) -> PathBuf {
        let usual = || match self.path.is_file() {
            true => self.path.with_file_name(RULES_FILE),
            false => self.path.join(RULES_FILE),
        };
        self.reading.rules.path.clone().unwrap_or_else(usual)
    }
}

impl Reading {
    /// Whether articles read in the one way are as they would be read in the other.
    pub fn reads_like(&self, other: &Reading) -> bool {
        (self.as_is, &self.fields, &self.rules.text) == (other.as_is, &other.fields, &other.rules.text)
    }

    /// Which files are read. Patterns are tried when they are chosen, so that they are good ones here.
    pub fn globs(&self) -> Globs {
        Globs::new(&self.include, &self.exclude).unwrap_or_default()
    }
}
