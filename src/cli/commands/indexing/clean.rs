//! `clippings clean`: prints articles without their clutter.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clippings::{CleanedFile, Cleaner};

use crate::cli::args::{CleanArgs, Common, Format};
use crate::cli::exit_code::{FAILURE, SUCCESS};
use crate::cli::output::text::print;
use crate::cli::output::{clean, json, messages};
use crate::cli::place::{existing, places};

/// Runs `clippings clean`.
pub(crate) fn run(args: &CleanArgs, common: &Common) -> anyhow::Result<u8> {
    let cleaner = match &args.rules {
        Some(file) => cleaner(common).with_rules_file(file)?,
        None => cleaner(common),
    };
    if args.diff && common.format != Format::Text {
        anyhow::bail!("--diff prints text and cannot be used with --format");
    }
    let (mut failed, mut printed) = (false, 0);
    let mut unmatched = UnmatchedRules::new();
    for typed in &args.files {
        // A record of an archive file, and a line, may be named as results name them.
        let (path, ids) = existing(&places(typed.as_os_str())).unwrap_or_else(|| (typed.clone(), Vec::new()));
        let path = &path;
        let is_named = |article: &CleanedFile| article.id.as_ref().is_some_and(|id| ids.contains(id));
        let mut is_found = ids.is_empty();
        cleaner.clean(path, |article| -> anyhow::Result<()> {
            match article {
                Ok(article) if !ids.is_empty() && !is_named(&article) => Ok(()),
                Ok(article) => {
                    is_found = true;
                    if printed > 0 && common.format == Format::Text && !args.diff {
                        print("\n")?;
                    }
                    printed += 1;
                    note_unmatched(&mut unmatched, &article);
                    print_article(&article, path, args, common)
                }
                Err(problem) => {
                    let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
                    messages::print(&format!("{}{line}: {}", path.display(), problem.reason));
                    failed = true;
                    Ok(())
                }
            }
        })?;
        if !is_found {
            messages::print(&format!("no article of {} has the id {}", path.display(), ids[0]));
            failed = true;
        }
    }
    if !common.quiet {
        for (path, rules) in unmatched.iter().filter(|(_, rules)| !rules.is_empty()) {
            let rules: Vec<(u32, &str)> = rules.iter().map(|(line, rule)| (*line, rule.as_str())).collect();
            messages::print(&messages::format_unmatched_rules(&path.display().to_string(), &rules));
        }
    }
    Ok(if failed { FAILURE } else { SUCCESS })
}

/// Line and text of the rules that match nothing in the articles so far, by rules file.
type UnmatchedRules = BTreeMap<PathBuf, BTreeSet<(u32, String)>>;

/// Notes the rules that match nothing in an article either.
fn note_unmatched(unmatched: &mut UnmatchedRules, article: &CleanedFile) {
    let Some(path) = &article.rules else { return };
    let of_article: BTreeSet<(u32, String)> = article.unmatched_rules.iter().cloned().collect();
    match unmatched.get_mut(path) {
        Some(rules) => rules.retain(|rule| of_article.contains(rule)),
        None => drop(unmatched.insert(path.clone(), of_article)),
    }
}

/// Returns a cleaner that cleans as the index does, or each file on its own if there is no index.
pub(crate) fn cleaner(common: &Common) -> Cleaner {
    match common.index_dir() {
        Ok(index_dir) => Cleaner::default().with_index(&index_dir),
        Err(_) => Cleaner::default(),
    }
}

/// Prints a cleaned article in the requested form.
fn print_article(
    article: &CleanedFile,
    path: &Path,
    args: &CleanArgs,
    common: &Common,
) -> anyhow::Result<()> {
    let name = match &article.id {
        Some(id) => PathBuf::from(format!("{}#{id}", path.display())),
        None => path.to_owned(),
    };
    if !article.cleaned.is_article && !common.quiet {
        messages::print(&format!("{}: no article found on the page", name.display()));
    }
    if let Some(date) = &article.cleaned.article.metadata.impossible_date
        && !common.quiet
    {
        messages::print(&format!(
            "{}: the declared date {date} cannot be that of its publication",
            name.display()
        ));
    }
    match common.format {
        Format::Json => json::article(path, article)?,
        _ if args.explain => clean::explanation(article)?,
        _ if args.diff => clean::diff(&name, article)?,
        _ => clean::article(&article.cleaned.article)?,
    }
    Ok(())
}
