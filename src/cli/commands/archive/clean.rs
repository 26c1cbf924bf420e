//! `clippings clean`.

use std::path::{Path, PathBuf};

use clippings::{CleanedFile, Cleaner};

use crate::cli::args::{CleanArgs, Common, Format};
use crate::cli::dirs::index_dir;
use crate::cli::output::text::print;
use crate::cli::output::{clean, json, messages};
use crate::cli::{FAILED, FOUND};

/// Runs `clippings clean`.
pub fn run(args: &CleanArgs, common: &Common) -> anyhow::Result<u8> {
    let cleaner = cleaner(args, common)?;
    let (mut failed, mut printed) = (false, 0);
    for path in &args.files {
        cleaner.clean(path, |article| -> anyhow::Result<()> {
            match article {
                Ok(article) => {
                    if printed > 0 && common.format == Format::Text && !args.diff {
                        print("\n")?;
                    }
                    printed += 1;
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

/// Returns a cleaner that cleans as the index does, or each file on its own if there is no index.
fn cleaner(args: &CleanArgs, common: &Common) -> anyhow::Result<Cleaner> {
    let cleaner = match index_dir(common.index.as_deref()) {
        Ok(index_dir) => Cleaner::default().with_index(&index_dir),
        Err(_) => Cleaner::default(),
    };
    Ok(match &args.rules {
        Some(file) => cleaner.with_rules_file(file)?,
        None => cleaner,
    })
}

fn show(article: &CleanedFile, path: &Path, args: &CleanArgs, common: &Common) -> anyhow::Result<()> {
    let name = match &article.id {
        Some(id) => PathBuf::from(format!("{}#{id}", path.display())),
        None => path.to_owned(),
    };
    if !article.cleaned.is_article && !common.quiet {
        messages::say(&format!("{}: no article found on the page", name.display()));
    }
    match common.format {
        Format::Json => json::article(path, article)?,
        _ if args.explain => clean::explained(article)?,
        _ if args.diff => clean::difference(&name, article)?,
        _ => clean::article(&article.cleaned.article)?,
    }
    Ok(())
}
