//! `clippings show`: prints or opens an article.

use clippings::internals::wire::PathDisplay;
use clippings::{SearchTarget, Searcher};

use crate::cli::args::{Common, Format, ShowArgs};
use crate::cli::commands::search::located::{LocatedArticle, not_found, with_shown_path};
use crate::cli::exit_code::SUCCESS;
use crate::cli::last_results::LastResults;
use crate::cli::open;
use crate::cli::output::response::cite::citation;
use crate::cli::output::{json, messages, pager, text};

/// Runs `clippings show`.
pub(crate) fn run(args: &ShowArgs, common: &Common) -> anyhow::Result<u8> {
    if args.cite && common.format != Format::Text {
        anyhow::bail!("--cite prints text to paste and cannot be used with --format");
    }
    let last = LastResults::read();
    let LocatedArticle { location, index, by_rank } =
        LocatedArticle::find(&args.rank_or_path, last.as_ref(), common)?;
    if args.open {
        open::open(&location, &index)?;
        return Ok(SUCCESS);
    }
    let mark = args.mark.clone().or_else(|| last.as_ref().map(|last| last.query.clone()));
    let cut = args.cut || by_rank && last.is_some_and(|last| last.cut);
    let target = if cut { SearchTarget::Cut } else { SearchTarget::Article };
    let searcher = Searcher::open(&index)?;
    if !common.quiet {
        messages::print_notes(&searcher.notes());
    }
    let query = searcher.parse(&mark.unwrap_or_default()).query;
    let display = PathDisplay::relative_to_current_dir();
    let relative = |error| with_shown_path(error, &display);
    let (path, id) = (&location.path, location.id.as_deref());
    if args.cite {
        let hit = searcher.hit(path, id, &query, target).map_err(relative)?;
        let Some(hit) = hit else { anyhow::bail!(not_found(&searcher, &location, &display)?) };
        text::print(&citation(&hit, &display))?;
        return Ok(SUCCESS);
    }
    let article = searcher.article(path, id, &query, target).map_err(relative)?;
    let Some(article) = article else { anyhow::bail!(not_found(&searcher, &location, &display)?) };
    match common.format {
        Format::Json => json::full_article(&article, &display)?,
        _ => pager::print(&text::full_article(&article, &display), args.pager && !args.no_pager)?,
    }
    Ok(SUCCESS)
}
