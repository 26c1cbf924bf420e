//! Counts the articles that have a quotation, and the stories that they tell.

pub(super) use clippings::internals::wire::remarks::counted::in_articles;
use clippings::{QuotationReport, QuotationVerdict};

/// Says in how many articles and stories a quotation is; `None` if it is in one article, or if its parts are
/// in different ones.
pub(super) fn witnesses(report: &QuotationReport) -> Option<String> {
    let is_one = report.total < 2 || report.verdict == QuotationVerdict::Elsewhere;
    (!is_one).then(|| in_articles(report.total, report.stories))
}
