//! Loads the user's rules about text to keep and to cut.

use std::collections::HashMap;
use std::io;

use crate::article::{Folder, RulesFile};
use crate::clean::user_rules::{Rules, rules_path};
use crate::error::{Error, os_error_message};
use crate::indexer::scope::Scope;
use crate::text::regular_file::read_settings;

/// The rules of folders, by folder id.
pub(super) type RulesByFolder = HashMap<u32, Rules>;

/// Reads the rules of the folders of a run. A folder whose rules have changed is read again completely.
/// Removes the scopes whose rules cannot be read or have an error, and returns them with the error.
pub(super) fn reload(folders: &mut [Folder], scopes: &mut Vec<Scope>) -> Vec<(Scope, Error)> {
    let mut failed = Vec::new();
    for mut scope in std::mem::take(scopes) {
        let rules = match read(&scope.folder) {
            Ok(rules) => rules,
            Err(error) => {
                failed.push((scope, error));
                continue;
            }
        };
        let stored = &scope.folder.options.rules;
        if rules == *stored {
            scopes.push(scope);
            continue;
        }
        if rules.text != stored.text {
            scope.force_read = true;
            scope.subpath.clear();
        }
        scope.folder.options.rules = rules;
        for folder in folders.iter_mut().filter(|folder| folder.id == scope.folder.id) {
            folder.options.rules = scope.folder.options.rules.clone();
        }
        scopes.push(scope);
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

/// Parses the rules of `folders`, which [`reload`] has validated.
pub(super) fn parse_all(folders: &[Folder]) -> RulesByFolder {
    let rules = |folder: &Folder| Some((folder.id, Rules::parse(&folder.options.rules.text).ok()?));
    folders.iter().filter_map(rules).filter(|(_, rules)| !rules.is_empty()).collect()
}

fn read(folder: &Folder) -> Result<RulesFile, Error> {
    let stored = &folder.options.rules;
    let path = rules_path(folder);
    let rules_error = |problem: String| Error::Rules { path: path.clone(), problem };
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
