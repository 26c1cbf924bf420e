//! Counts the articles that have a quotation, and the stories that they tell.

use clippings::{QuotationReport, QuotationVerdict};

use crate::cli::output::messages::{count_articles, count_stories};

/// Says in how many articles and stories a quotation is; `None` if it is in one article, or if its parts are
/// in different ones.
pub(super) fn witnesses(report: &QuotationReport) -> Option<String> {
    let is_one = report.total < 2 || report.verdict == QuotationVerdict::Elsewhere;
    (!is_one).then(|| in_articles(report.total, report.stories))
}

/// Counts articles and, if there are copies among them, stories: copies of an article are one witness.
pub(super) fn in_articles(total: usize, stories: usize) -> String {
    let articles = count_articles(total as u64);
    match stories {
        1 if total > 1 => format!("in {articles}, copies of each other"),
        stories if stories < total => format!("in {articles}, {}", count_stories(stories as u64)),
        _ => format!("in {articles}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::output::verify::witnesses::*;

    #[test]
    fn copies_are_no_other_witnesses() {
        for (total, stories, expected) in [
            (1, 1, "in 1 article"),
            (2, 2, "in 2 articles"),
            (2, 1, "in 2 articles, copies of each other"),
            (4, 4, "in 4 articles"),
            (14, 2, "in 14 articles, 2 stories"),
        ] {
            assert_eq!(in_articles(total, stories), expected);
        }
    }
}
