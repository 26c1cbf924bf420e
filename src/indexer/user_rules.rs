//! Loads the user's rules about text to keep and to cut.

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;

use crate::article::{Folder, RulesFile};
use crate::clean::user_rules::{Rules, rules_path};
use crate::error::{Error, os_error_message};
use crate::indexer::scope::Scope;
use crate::report::Failure;
use crate::text::regular_file::read_settings;

/// The rules of folders, by folder id.
pub(super) type RulesByFolder = HashMap<u32, Rules>;

/// A part of the run that is left out, because the rules of its folder cannot be read or parsed.
pub(super) struct FailedScope {
    pub scope: Scope,
    /// Path of the rules file.
    path: PathBuf,
    /// Description of the problem, with its line.
    problem: String,
}

impl FailedScope {
    /// Returns the error that ends a run.
    pub(super) fn into_error(self) -> Error {
        Error::Rules { path: self.path, problem: self.problem }
    }

    /// Returns the failure for the report.
    pub(super) fn into_failure(self) -> Failure {
        Failure::new(self.path, format!("{}; its folder was left as it is in the index", self.problem))
    }
}

/// Reads the rules of the folders of a run. A folder whose rules have changed is read again completely. One
/// whose rules cannot be read or parsed is taken out of the run and keeps the options that it has in `known`.
pub(super) fn reload(folders: &mut [Folder], scopes: &mut Vec<Scope>, known: &[Folder]) -> Vec<FailedScope> {
    let mut failed = Vec::new();
    for scope in std::mem::take(scopes) {
        match read(&scope.folder) {
            Ok(rules) => scopes.push(with_rules(scope, rules, folders)),
            Err((path, problem)) => {
                let options = known.iter().find(|folder| folder.id == scope.folder.id);
                let options = options.map(|folder| folder.options.clone()).unwrap_or_default();
                for folder in folders.iter_mut().filter(|folder| folder.id == scope.folder.id) {
                    folder.options = options.clone();
                }
                failed.push(FailedScope { scope, path, problem });
            }
        }
    }
    let copy = scopes.clone();
    let mut count = 0;
    scopes.retain(|scope| {
        count += 1;
        let is_whole_folder =
            |candidate: &Scope| candidate.folder.id == scope.folder.id && candidate.subpath.is_empty();
        scope.subpath.is_empty() && !copy[..count - 1].iter().any(is_whole_folder)
            || !copy.iter().any(is_whole_folder)
    });
    failed
}

/// Returns the scope of a folder that has `rules` now.
fn with_rules(mut scope: Scope, rules: RulesFile, folders: &mut [Folder]) -> Scope {
    let stored = &scope.folder.options.rules;
    if rules == *stored {
        return scope;
    }
    if rules.text != stored.text {
        scope.force_read = true;
        scope.subpath.clear();
    }
    scope.folder.options.rules = rules;
    for folder in folders.iter_mut().filter(|folder| folder.id == scope.folder.id) {
        folder.options.rules = scope.folder.options.rules.clone();
    }
    scope
}

/// Parses the rules of `folders`, which [`reload`] has validated.
pub(super) fn parse_all(folders: &[Folder]) -> RulesByFolder {
    let rules = |folder: &Folder| Some((folder.id, Rules::parse(&folder.options.rules.text).ok()?));
    folders.iter().filter_map(rules).filter(|(_, rules)| !rules.is_empty()).collect()
}

/// Reads the rules of a folder, or returns the path of their file and the problem.
fn read(folder: &Folder) -> Result<RulesFile, (PathBuf, String)> {
    let stored = &folder.options.rules;
    let path = rules_path(folder);
    let rules_error = |problem: String| (path.clone(), problem);
    let text = match read_settings(&path) {
        Ok(text) => text,
        // A missing folder keeps the rules it was read with.
        Err(_) if !folder.path.exists() => return Ok(stored.clone()),
        Err(error) if error.kind() == io::ErrorKind::NotFound && stored.path.is_none() => String::new(),
        Err(error) => return Err(rules_error(os_error_message(&error))),
    };
    Rules::parse(&text).map_err(|error| rules_error(error.to_string()))?;
    Ok(RulesFile { path: stored.path.clone(), text })
}
