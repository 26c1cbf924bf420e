//! `clippings check`: verifies the index against its checksums and its sources.

use clippings::internals::index::IndexInfo;
use clippings::internals::location::IndexLocation;
use clippings::internals::text::path_key::shown;
use clippings::{FilePosition, SourceCheck, check_sources};

use crate::cli::args::{CheckArgs, Common, Format};
use crate::cli::exit_code::{FAILURE, SUCCESS};
use crate::cli::output::escape::{escape_line, single_line};
use crate::cli::output::text::print;
use crate::cli::output::{json, messages};

/// Runs `clippings check`.
pub(crate) fn run(args: &CheckArgs, common: &Common) -> anyhow::Result<u8> {
    let location = common.index_location()?;
    let (problems, notes) = match &location {
        IndexLocation::Folder(dir) => {
            let info = IndexInfo::open(dir)?;
            (info.check()?, info.notes())
        }
        #[cfg(feature = "opensearch")]
        IndexLocation::Cluster(_) => (location.check_cluster()?, Vec::new()),
    };
    // What a damaged index lacks says nothing.
    let sources = match &location {
        IndexLocation::Folder(dir) if problems.is_empty() => check_sources(dir, args.all)?,
        _ => SourceCheck::default(),
    };
    let code = if problems.is_empty() && sources.missing.is_empty() { SUCCESS } else { FAILURE };
    if common.format == Format::Json {
        json::check(location.name(), &problems, &notes, &sources)?;
        return Ok(code);
    }
    if !common.quiet {
        messages::print_notes(&notes);
    }
    for problem in &problems {
        messages::print(problem);
    }
    if !problems.is_empty() {
        messages::print(
            "the index is damaged: run `clippings index --rebuild`; the articles themselves are untouched",
        );
        return Ok(code);
    }
    if !common.quiet {
        let path = location.name().display().to_string();
        print(&format!("the index at {} is intact\n", escape_line(&path)))?;
    }
    // Articles on a cluster are not compared with their sources.
    if matches!(location, IndexLocation::Folder(_)) {
        report_sources(&sources, common.quiet)?;
    }
    Ok(code)
}

/// Reports the texts that the index lacks, and how many articles were compared.
fn report_sources(sources: &SourceCheck, quiet: bool) -> anyhow::Result<()> {
    for line in &sources.missing {
        let (path, words) = (shown(&line.path), single_line(&line.words));
        let place = match (line.page, line.line) {
            (Some(page), _) => format!("{path}:{}", FilePosition::Page(page)),
            (None, line) => format!("{path}:{}", line.unwrap_or(1)),
        };
        messages::print(&format!("{place}: in neither the article nor its cut text: {words}"));
    }
    if !quiet {
        let (compared, articles) = (sources.compared, sources.articles);
        let lost = match sources.missing.len() as u64 {
            0 => "no text is missing".to_owned(),
            lines => format!("{} missing", messages::count_of(lines, "text")),
        };
        let skipped = match sources.skipped {
            0 => String::new(),
            skipped => format!("; {skipped} skipped, since their files are gone or changed"),
        };
        print(&format!("{compared} of {articles} articles compared with their files: {lost}{skipped}\n"))?;
    }
    Ok(())
}
