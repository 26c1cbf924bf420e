//! `clippings show`: prints or opens an article.

use clippings::SearchTarget;
use clippings::internals::wire::PathDisplay;

use crate::cli::args::{Common, Format, ShowArgs};
use crate::cli::commands::search::located::{LocatedArticle, not_found, with_shown_path};
use crate::cli::exit_code::SUCCESS;
use crate::cli::last_results::{LastResults, ResultLocation};
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
    let searcher = index.searcher()?;
    if !common.quiet {
        messages::print_notes(&searcher.notes());
    }
    let query = searcher.parse(&mark.unwrap_or_default()).query;
    let display = PathDisplay::relative_to_current_dir();
    let relative = |error| with_shown_path(error, &display);
    let (path, id) = (&location.path, location.id.as_deref());
    let pages = searcher.pages(path, id, target).unwrap_or_default();
    let page = typed_page(&location, &pages);
    let missing_page = page.and_then(|page| missing_page(&display.place(path, id), page, &pages));
    if args.cite {
        let hit = match page {
            Some(page) => searcher.hit_on_page(path, id, page, &query, target),
            None => searcher.hit(path, id, &query, target),
        };
        let Some(hit) = hit.map_err(relative)? else {
            anyhow::bail!(missing_page.map_or_else(|| not_found(&searcher, &location, &display), Ok)?)
        };
        text::print(&citation(&hit, &display))?;
        return Ok(SUCCESS);
    }
    let article = searcher.article(path, id, &query, target).map_err(relative)?;
    let Some(article) = article else { anyhow::bail!(not_found(&searcher, &location, &display)?) };
    if let Some(missing_page) = missing_page.filter(|_| !common.quiet) {
        messages::print(&missing_page);
    }
    match common.format {
        Format::Json => json::full_article(&article, &display)?,
        _ => pager::print(&text::full_article(&article, &display), args.pager && !args.no_pager)?,
    }
    Ok(SUCCESS)
}

/// Returns the page that is typed, with `p.` before its number or without, of an article with these `pages`.
fn typed_page(location: &ResultLocation, pages: &[u32]) -> Option<u32> {
    let number = location.line.filter(|_| !pages.is_empty());
    location.page.or(number).filter(|_| location.rank == 0)
}

/// Says that the article called `name` has no text on `page`, but on these `pages`; `None` if it has.
fn missing_page(name: &str, page: u32, pages: &[u32]) -> Option<String> {
    if pages.contains(&page) {
        return None;
    }
    let runs = pages.chunk_by(|page, next| page + 1 == *next);
    let runs: Vec<String> = runs
        .filter_map(|run| match run {
            [page] => Some(page.to_string()),
            run => Some(format!("{} to {}", run.first()?, run.last()?)),
        })
        .collect();
    Some(match (&runs[..], pages) {
        ([], _) => format!("{name} has no page {page}: it has lines"),
        (_, [only]) => format!("{name} has no text on page {page}, only on page {only}"),
        _ => format!("{name} has no text on page {page}, only on pages {}", runs.join(", ")),
    })
}

#[cfg(test)]
mod tests {
    use crate::cli::commands::search::show::*;

    #[test]
    fn the_pages_with_text_are_said() {
        let message = |pages: &[u32]| missing_page("a.pdf", 9, pages).unwrap_or_default();
        assert_eq!(message(&[1, 9]), "");
        assert_eq!(message(&[2]), "a.pdf has no text on page 9, only on page 2");
        assert_eq!(
            message(&[1, 2, 3, 5, 7, 8]),
            "a.pdf has no text on page 9, only on pages 1 to 3, 5, 7 to 8"
        );
        assert_eq!(message(&[]), "a.pdf has no page 9: it has lines");
    }
}
