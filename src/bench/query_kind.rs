//! Kinds of queries that differ in cost.

use serde::{Deserialize, Serialize};

use crate::query::{Occur, Query};

/// Kind of a query, by the work that it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QueryKind {
    /// One word that occurs in fewer than 1% of the articles.
    Rare,
    /// One word that occurs in at least 1% of the articles.
    Common,
    /// Several words, all required.
    And,
    /// Several words, any of which matches.
    Or,
    /// Words next to each other.
    Phrase,
    /// Words near each other.
    Near,
    /// A pattern with `*` or `?`.
    Wildcard,
    /// A word with an edit distance, such as `ferry~1`.
    Fuzzy,
    /// Anything else: fields, dates, exclusions, combinations of kinds.
    Other,
}

/// A word is common if at least one article in this many has it.
const COMMON_ONE_IN: u64 = 100;

impl QueryKind {
    /// All kinds, in display order.
    pub const ALL: [QueryKind; 9] = [
        QueryKind::Rare,
        QueryKind::Common,
        QueryKind::And,
        QueryKind::Or,
        QueryKind::Phrase,
        QueryKind::Near,
        QueryKind::Wildcard,
        QueryKind::Fuzzy,
        QueryKind::Other,
    ];

    /// Returns the name, as the report prints it.
    pub fn name(self) -> &'static str {
        match self {
            QueryKind::Rare => "rare",
            QueryKind::Common => "common",
            QueryKind::And => "and",
            QueryKind::Or => "or",
            QueryKind::Phrase => "phrase",
            QueryKind::Near => "near",
            QueryKind::Wildcard => "wildcard",
            QueryKind::Fuzzy => "fuzzy",
            QueryKind::Other => "other",
        }
    }

    /// Classifies `query`, which `total` of `articles` articles match.
    pub fn of(query: &Query, total: u64, articles: u64) -> QueryKind {
        match query {
            Query::Term(term) if term.tokens.len() == 1 => match is_common(total, articles) {
                true => QueryKind::Common,
                false => QueryKind::Rare,
            },
            Query::Term(_) | Query::Phrase(_) => QueryKind::Phrase,
            Query::Near(_) => QueryKind::Near,
            Query::Pattern(_) => QueryKind::Wildcard,
            Query::Fuzzy(_) => QueryKind::Fuzzy,
            Query::Bool(clauses) => {
                let only_words =
                    |expected| clauses.iter().all(|(occur, clause)| *occur == expected && is_word(clause));
                match (only_words(Occur::Must), only_words(Occur::Should)) {
                    (true, _) => QueryKind::And,
                    (_, true) => QueryKind::Or,
                    _ => QueryKind::Other,
                }
            }
            _ => QueryKind::Other,
        }
    }
}

/// Returns whether a word that `doc_freq` of `articles` articles have is common.
pub(super) fn is_common(doc_freq: u64, articles: u64) -> bool {
    doc_freq * COMMON_ONE_IN >= articles.max(COMMON_ONE_IN)
}

fn is_word(query: &Query) -> bool {
    matches!(query, Query::Term(_))
}

#[cfg(test)]
mod tests {
    use crate::bench::query_kind::*;
    use crate::query::parse;

    #[test]
    fn queries_are_classified() {
        for (query, total, kind) in [
            ("ferry", 9, QueryKind::Rare),
            ("ferry", 10, QueryKind::Common),
            ("ferry harbour", 9, QueryKind::And),
            ("ferry OR harbour", 9, QueryKind::Or),
            ("\"the ferry\"", 9, QueryKind::Phrase),
            ("F-16", 9, QueryKind::Phrase),
            ("ferry w/5 harbour", 9, QueryKind::Near),
            ("ferr*", 9, QueryKind::Wildcard),
            ("ferry~1", 9, QueryKind::Fuzzy),
            ("ferry -harbour", 9, QueryKind::Other),
            ("title:ferry", 9, QueryKind::Other),
        ] {
            assert_eq!(QueryKind::of(&parse(query).query, total, 1000), kind, "{query}");
        }
    }
}
