//! `clippings forget`.

use clippings::Indexer;

use crate::cli::FOUND;
use crate::cli::args::{Common, ForgetArgs, Format};
use crate::cli::dirs::index_dir;
use crate::cli::output::{json, messages};

/// Runs `clippings forget`.
pub fn run(args: &ForgetArgs, common: &Common) -> anyhow::Result<u8> {
    let indexer = Indexer::new(index_dir(common.index.as_deref())?);
    for folder in &args.folders {
        let report = indexer.forget(folder)?;
        match common.format {
            Format::Json => json::report(&report)?,
            _ if common.quiet => {}
            _ => messages::say(&format!(
                "{} of {} removed; the index now has {}",
                messages::articles(report.removed),
                folder.display(),
                report.articles
            )),
        }
    }
    Ok(FOUND)
}
