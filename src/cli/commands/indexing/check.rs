//! `clippings check`: verifies the index against its checksums.

use clippings::internals::index::IndexInfo;

use crate::cli::args::{Common, Format};
use crate::cli::exit_code::{FAILURE, SUCCESS};
use crate::cli::output::text::print;
use crate::cli::output::{json, messages};

/// Runs `clippings check`.
pub(crate) fn run(common: &Common) -> anyhow::Result<u8> {
    let index_dir = common.index_dir()?;
    let info = IndexInfo::open(&index_dir)?;
    let problems = info.check()?;
    if common.format == Format::Json {
        json::check(index_dir.path(), &problems, &info.notes())?;
        return Ok(if problems.is_empty() { SUCCESS } else { FAILURE });
    }
    if !common.quiet {
        messages::print_notes(&info.notes());
    }
    for problem in &problems {
        messages::print(problem);
    }
    if problems.is_empty() {
        if !common.quiet {
            print(&format!("the index at {} is intact\n", index_dir.path().display()))?;
        }
        return Ok(SUCCESS);
    }
    messages::print(
        "the index is damaged: run `clippings index --rebuild`; the articles themselves are untouched",
    );
    Ok(FAILURE)
}
