//! The reader's own rules about what to keep and to cut, as a run finds them.

use crate::clean::user_rules::rules_path;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::article::{Folder, RulesFile};
use crate::clean::user_rules::Rules;
use crate::error::{Error, os_error_message};
use crate::indexer::scope::Scope;

/// The rules of folders, by the number of the folder.
pub(super) type RulesByFolder = HashMap<u32, Rules>;

/// Reads the rules of the folders of a run. A folder whose rules have changed since it was read last is read again, all
/// of it.
pub(super) fn refresh(folders: &mut [Folder], scopes: &mut Vec<Scope>) -> Result<(), Error> {
    for scope in scopes.iter_mut() {
        let rules = read(&scope.folder)?;
        let known = &scope.folder.options.rules;
        if rules == *known {
            continue;
        }
        if rules.text != known.text {
            scope.reread = true;
            scope.below.clear();
        }
        scope.folder.options.rules = rules;
        for folder in folders.iter_mut().filter(|folder| folder.id == scope.folder.id) {
            folder.options.rules = scope.folder.options.rules.clone();
        }
    }
    let copy = scopes.clone();
    let mut at = 0;
    scopes.retain(|scope| {
        at += 1;
        let same = |other: &Scope| other.folder.id == scope.folder.id && other.below.is_empty();
        scope.below.is_empty() && !copy[..at - 1].iter().any(same) || !copy.iter().any(same)
    });
    Ok(())
}

/// The rules of `folders`, ready to be asked. They were read before, so that they are good ones here.
pub(super) fn parsed(folders: &[Folder]) -> RulesByFolder {
    let rules = |folder: &Folder| Some((folder.id, Rules::parse(&folder.options.rules.text).ok()?));
    folders.iter().filter_map(rules).filter(|(_, rules)| !rules.is_empty()).collect()
}

fn read(folder: &Folder) -> Result<RulesFile, Error> {
    let known = &folder.options.rules;
    let path = rules_path(folder);
    let wrong = |problem: String| Error::Rules { path: path.clone(), problem };
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        // With its folder away its rules are away too, and stay what they were.
        Err(_) if !folder.path.exists() => return Ok(known.clone()),
        Err(error) if error.kind() == io::ErrorKind::NotFound && known.path.is_none() => String::new(),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(wrong("not a text file".into()));
        }
        Err(error) => return Err(wrong(os_error_message(&error))),
    };
    Rules::parse(&text).map_err(|error| wrong(error.to_string()))?;
    Ok(RulesFile { path: known.path.clone(), text })
}

/// The absolute path of a rules file that was named, whether it is there or not.
pub(super) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
