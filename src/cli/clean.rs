//! `clippings clean`.

use std::path::{Path, PathBuf};

use clippings::cleaner::{CleanedFile, Cleaner};

use super::args::{CleanArgs, Common, Format};
use super::output::human::print;
use super::output::{cleaned, json};
use super::place::index_place;
use super::{FAILED, FOUND, messages};

/// Runs `clippings clean`.
pub fn run(args: &CleanArgs, common: &Common) -> anyhow::Result<u8> {
    let cleaner = cleaner(args, common)?;
    let (mut failed, mut shown) = (false, 0);
    for path in &args.files {
        cleaner.clean(path, |article| -> anyhow::Result<()> {
            match article {
                Ok(article) => {
                    if shown > 0 && common.format == Format::Text && !args.diff {
                        print("\n")?;
                    }
                    shown += 1;
                    show(&article, path, args, common)
                }
                Err(problem) => {
                    let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
                    messages::say(&format!("{}{line}: {}", path.display(), problem.reason));
                    failed = true;
                    Ok(())
                }
            }
        })?;
    }
    Ok(if failed { FAILED } else { FOUND })
}

/// A cleaner that does as the index does; without one it cleans every file by itself.
fn cleaner(args: &CleanArgs, common: &Common) -> anyhow::Result<Cleaner> {
    let cleaner = match index_place(common.index.as_deref()) {
        Ok(place) => Cleaner::default().like(&place),
        Err(_) => Cleaner::default(),
    };
    Ok(match &args.rules {
        Some(file) => cleaner.by_rules(file)?,
        None => cleaner,
    })
}

fn show(article: &CleanedFile, path: &Path, args: &CleanArgs, common: &Common) -> anyhow::Result<()> {
    let name = match &article.id {
        Some(id) => PathBuf::from(format!("{}#{id}", path.display())),
        None => path.to_owned(),
    };
    if !article.cleaned.found && !common.quiet {
        messages::say(&format!("{}: no article found on the page", name.display()));
    }
    match common.format {
        Format::Json => json::article(path, article)?,
        _ if args.explain => cleaned::explained(article)?,
        _ if args.diff => cleaned::difference(&name, article)?,
        _ => cleaned::article(&article.cleaned.article)?,
    }
    Ok(())
}
