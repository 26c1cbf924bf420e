//! `clippings saved list`: names the saved searches.

use crate::cli::args::{Common, Format};
use crate::cli::commands::saved::files;
use crate::cli::exit_code::{NOTHING_FOUND, SUCCESS};
use crate::cli::output::{messages, saved};

/// Runs `clippings saved list`.
pub(super) fn run(common: &Common) -> anyhow::Result<u8> {
    let files = files::find()?;
    anyhow::ensure!(common.format != Format::Csv, "`clippings saved list` prints text and json");
    let (searches, log) = (files.searches()?, files.log()?);
    saved::print_list(searches.searches(), &log, common.format)?;
    if searches.searches().is_empty() {
        if !common.quiet {
            messages::print("no search is saved: `clippings saved add NAME QUERY` saves one");
        }
        return Ok(NOTHING_FOUND);
    }
    Ok(SUCCESS)
}
