//! `clippings forget`: removes folders from the index.

use clippings::IndexOptions;

use crate::cli::args::{Common, ForgetArgs, Format};
use crate::cli::exit_code::SUCCESS;
use crate::cli::output::{json, messages};

/// Runs `clippings forget`.
pub(crate) fn run(args: &ForgetArgs, common: &Common) -> anyhow::Result<u8> {
    let mut options = IndexOptions::default();
    options.take_over = args.take_over;
    let indexer = common.index_location()?.indexer()?.options(options);
    for folder in &args.folders {
        let report = indexer.forget(folder)?;
        match common.format {
            Format::Json => json::report(&report)?,
            _ if common.quiet => {}
            _ => messages::print(&format!(
                "{} of {} removed; the index now has {}",
                messages::count_articles(report.removed),
                folder.display(),
                report.articles
            )),
        }
    }
    Ok(SUCCESS)
}
