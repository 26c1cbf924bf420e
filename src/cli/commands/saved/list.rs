//! `clippings saved list`: names the saved searches.

use crate::cli::args::{Common, Format, ListArgs};
use crate::cli::commands::saved::files::{self, chosen, of_named_index};
use crate::cli::exit_code::{NOTHING_FOUND, SUCCESS};
use crate::cli::output::{messages, saved};

/// Runs `clippings saved list`.
pub(super) fn run(args: &ListArgs, common: &Common) -> anyhow::Result<u8> {
    let files = files::find()?;
    anyhow::ensure!(common.format != Format::Csv, "`clippings saved list` prints text and json");
    let (searches, log) = (files.searches()?, files.log()?);
    let listed = of_named_index(chosen(&searches, &args.names)?, common)?;
    saved::print_list(&listed, &log, common.format)?;
    if listed.is_empty() {
        if !common.quiet {
            let of_index = if searches.searches().is_empty() { "" } else { " for this index" };
            messages::print(&format!(
                "no search is saved{of_index}: `clippings saved add NAME QUERY` saves one"
            ));
        }
        return Ok(NOTHING_FOUND);
    }
    Ok(SUCCESS)
}
