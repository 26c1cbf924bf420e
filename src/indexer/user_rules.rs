//! Loads the user's rules about text to keep and to cut.

use std::collections::HashMap;
use std::io;

use crate::article::{Folder, RulesFile};
use crate::clean::user_rules::Rules;
use crate::error::{Error, os_error_message};
use crate::indexer::scope::Scope;
use crate::report::{RulesReport, UnmatchedRule};
use crate::text::regular_file::read_settings;

/// The rules of folders, by folder id.
pub(super) type RulesByFolder = HashMap<u32, Rules>;

/// Reads the rules of the folders of a run. A folder whose rules have changed is read again completely.
/// Removes the scopes whose rules cannot be read or have an error, and returns them with the error. A run
/// that `reads_all` files tells which rules match something, even if the index did not know.
pub(super) fn reload(
    folders: &mut [Folder],
    scopes: &mut Vec<Scope>,
    reads_all: bool,
) -> Vec<(Scope, Error)> {
    let mut failed = Vec::new();
    for mut scope in std::mem::take(scopes) {
        let rules = match read(&scope.folder) {
            Ok(RulesFile { path, text, unmatched: None }) if reads_all => {
                RulesFile { unmatched: Some(lines_of_rules(&text)), path, text }
            }
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
    let rules = |folder: &Folder| {
        let RulesFile { text, unmatched, .. } = &folder.options.rules;
        let rules = Rules::parse(text).ok().filter(|rules| !rules.is_empty())?;
        if let Some(lines) = unmatched {
            rules.mark_matched_except(lines);
        }
        Some((folder.id, rules))
    };
    folders.iter().filter_map(rules).collect()
}

/// Records with each folder the rules that still match nothing.
pub(super) fn record_unmatched(folders: &mut [Folder], rules: &RulesByFolder) {
    for folder in folders {
        if let (Some(unmatched), Some(rules)) = (&mut folder.options.rules.unmatched, rules.get(&folder.id)) {
            *unmatched = rules.unmatched().map(|(line, _)| line).collect();
        }
    }
}

/// Returns the reports on the rules of `folders` that match nothing.
pub(super) fn unmatched(folders: &[Folder]) -> impl Iterator<Item = RulesReport> + '_ {
    let reports = folders.iter().map(|folder| report(folder, 0));
    reports.filter(|report| !report.unmatched.is_empty())
}

/// Returns the report on the rules of a folder, which decided this number of lines.
pub(super) fn report(folder: &Folder, lines: u64) -> RulesReport {
    let rule = |(line, rule): (u32, &str)| UnmatchedRule { line, rule: rule.to_owned() };
    let unmatched = folder.options.rules.unmatched_rules().map(rule).collect();
    RulesReport { path: folder.rules_path(), lines, unmatched }
}

/// Returns the lines of the rules in `text`.
fn lines_of_rules(text: &str) -> Vec<u32> {
    Rules::parse(text).map(|rules| rules.unmatched().map(|(line, _)| line).collect()).unwrap_or_default()
}

fn read(folder: &Folder) -> Result<RulesFile, Error> {
    let stored = &folder.options.rules;
    let path = folder.rules_path();
    let rules_error = |problem: String| Error::Rules { path: path.clone(), problem };
    let text = match read_settings(&path) {
        Ok(text) => text,
        // A missing folder keeps the rules it was read with.
        Err(_) if !folder.path.exists() => return Ok(stored.clone()),
        Err(error) if error.kind() == io::ErrorKind::NotFound && stored.path.is_none() => String::new(),
        Err(error) => return Err(rules_error(os_error_message(&error))),
    };
    Rules::parse(&text).map_err(|error| rules_error(error.to_string()))?;
    // With other rules the folder is read again, and all of them are on trial.
    let unmatched = if text == stored.text { stored.unmatched.clone() } else { Some(lines_of_rules(&text)) };
    Ok(RulesFile { path: stored.path.clone(), text, unmatched })
}
