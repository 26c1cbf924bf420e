//! Kinds of queries, which cost differently.

use serde::{Deserialize, Serialize};

use crate::query::{Occur, Query};

/// What a query is, as far as its cost goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One word that few articles have.
    Rare,
    /// One word that one article in a hundred has, or more.
    Common,
    /// Several words, all of which must be there.
    And,
    /// Several words, any of which will do.
    Or,
    /// Words next to each other.
    Phrase,
    /// Words near each other.
    Near,
    /// A pattern with `*` or `?`.
    Wildcard,
    /// A word spelled nearly so.
    Fuzzy,
    /// Anything else: fields, days, exclusions, several kinds at once.
    Other,
}

/// Of so many articles one has a common word.
pub(super) const COMMON: u64 = 100;

impl Kind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Kind; 9] = [
        Kind::Rare,
        Kind::Common,
        Kind::And,
        Kind::Or,
        Kind::Phrase,
        Kind::Near,
        Kind::Wildcard,
        Kind::Fuzzy,
        Kind::Other,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Rare => "rare",
            Kind::Common => "common",
            Kind::And => "and",
            Kind::Or => "or",
            Kind::Phrase => "phrase",
            Kind::Near => "near",
            Kind::Wildcard => "wildcard",
            Kind::Fuzzy => "fuzzy",
            Kind::Other => "other",
        }
    }

    /// The kind of `query`, which `total` of `articles` articles match.
    pub fn of(query: &Query, total: u64, articles: u64) -> Kind {
        match query {
            Query::Term(term) if term.pieces.len() == 1 => match total * COMMON >= articles.max(COMMON) {
                true => Kind::Common,
                false => Kind::Rare,
            },
            Query::Term(_) | Query::Phrase(_) => Kind::Phrase,
            Query::Near(_) => Kind::Near,
            Query::Pattern(_) => Kind::Wildcard,
            Query::Fuzzy(_) => Kind::Fuzzy,
            Query::Bool(parts) => {
                let all = |wanted| parts.iter().all(|(occur, query)| *occur == wanted && is_word(query));
                match (all(Occur::Must), all(Occur::Should)) {
                    (true, _) => Kind::And,
                    (_, true) => Kind::Or,
                    _ => Kind::Other,
                }
            }
            _ => Kind::Other,
        }
    }
}

fn is_word(query: &Query) -> bool {
    matches!(query, Query::Term(_))
}

#[cfg(test)]
mod tests {
    use crate::bench::query_kind::*;
    use crate::query::parse;

    #[test]
    fn queries_are_of_the_kind_they_look_like() {
        for (query, total, kind) in [
            ("ferry", 9, Kind::Rare),
            ("ferry", 10, Kind::Common),
            ("ferry harbour", 9, Kind::And),
            ("ferry OR harbour", 9, Kind::Or),
            ("\"the ferry\"", 9, Kind::Phrase),
            ("F-16", 9, Kind::Phrase),
            ("ferry w/5 harbour", 9, Kind::Near),
            ("ferr*", 9, Kind::Wildcard),
            ("ferry~1", 9, Kind::Fuzzy),
            ("ferry -harbour", 9, Kind::Other),
            ("title:ferry", 9, Kind::Other),
        ] {
            assert_eq!(Kind::of(&parse(query).query, total, 1000), kind, "{query}");
        }
    }
}
