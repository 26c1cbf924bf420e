//! Says which answers collapse the copies of a story: those for people, and others on request.

use clippings::Request;

use crate::cli::args::SearchArgs;
use crate::cli::output::response::printer::OutputMode;

/// Number of copies that a result of text names.
const MAX_NAMED: usize = 3;

/// Returns the option that asks for an output with no place for `--copies`, if both are given.
fn unfit_for_copies(args: &SearchArgs, mode: OutputMode) -> Option<&'static str> {
    let output = match mode {
        OutputMode::Text if args.queries.is_some() => "--queries",
        OutputMode::Text => return None,
        OutputMode::Json => "--format json",
        OutputMode::Csv => "--format csv",
        OutputMode::Trec => "--format trec",
        OutputMode::Files | OutputMode::NullFiles => "-l",
        OutputMode::Count => "--count",
        OutputMode::Cite => "--cite",
    };
    args.copies.then_some(output)
}

/// Sets what a request does with copies. Text collapses them; what programs read has every article unless
/// they ask for stories.
///
/// # Errors
/// If `--copies` is given for an output that has no place for it.
pub(super) fn set_collapsing(
    request: &mut Request,
    args: &SearchArgs,
    mode: OutputMode,
) -> anyhow::Result<()> {
    let is_text = mode == OutputMode::Text;
    if let Some(output) = unfit_for_copies(args, mode) {
        anyhow::bail!("--copies is for the results of text: use --stories with {output}");
    }
    if args.copies && !args.shows_hits() && !args.first {
        anyhow::bail!(
            "--copies lists copies beneath results, and --by prints none: add -n 10, or count copies once with --stories"
        );
    }
    request.collapse = args.stories || is_text && args.queries.is_none() && !args.no_collapse;
    request.stories = args.stories;
    request.max_copies = match mode {
        OutputMode::Json | OutputMode::Csv => usize::MAX,
        OutputMode::Text if args.copies => usize::MAX,
        OutputMode::Text | OutputMode::Cite => MAX_NAMED,
        OutputMode::Trec | OutputMode::Files | OutputMode::NullFiles | OutputMode::Count => 0,
    };
    request.filter.left_out_copies = request.collapse && request.filter.left_out.is_some();
    Ok(())
}
