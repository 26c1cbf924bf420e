//! Queries as another engine is asked them: of terms that are made here, without a type of any engine.

use tantivy::Term;
use tantivy::schema::Field;

use crate::index::SearchTarget;
use crate::index::schema::Fields;
use crate::query::DateField;
use crate::search::facets::kinds::CountBy;

/// The terms of an article that a query can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum RemoteField {
    /// Tokens of a part of the article, with positions; codes for [`SearchTarget::Lang`].
    Words(SearchTarget),
    /// Tagged stems of the tokens of a part, at their positions.
    Stems(SearchTarget),
    /// Tagged stems by which clauses over positions find words of a part, beside its stems: those of stop
    /// words, and of words without a last *s*.
    StopStems(SearchTarget),
    /// Stems of the title and of the first words of the body.
    Lead,
    /// Words that the body has as names of people.
    Names,
    /// Marks of direct speech and of its speakers.
    Speech,
    /// Value of a facet.
    Value(CountBy),
    /// Whether the declared day of publication cannot be one.
    ImpossibleDay,
    /// Hashes in the term vector.
    Vector,
    /// Host of the address, and the domains above it.
    Host,
    /// Key of the source file.
    Source,
    /// Keys of the source file and of all folders above it.
    Ancestors,
}

/// A query for articles.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum RemoteQuery {
    /// All articles.
    All,
    /// No article.
    Nothing,
    /// Articles with a term.
    Term(RemoteField, String),
    /// Articles with any of these terms, without a score, in one clause.
    AnyTerm(RemoteField, Vec<String>),
    /// Articles with tokens at consecutive positions.
    Phrase(RemoteField, Vec<String>),
    /// Articles with a term that a pattern of `*` and `?` matches.
    Pattern(RemoteField, String),
    /// Articles with a term within an edit distance.
    Fuzzy(RemoteField, String, u8),
    /// Articles with an interval of positions in a part, without a score.
    Spans(SearchTarget, RemoteSpans),
    /// Articles with a day in a range, both ends included, in days since 1970; with any day if it is open.
    Days(DateField, Option<i64>, Option<i64>),
    /// Articles whose content, as it was read, has one of these hashes.
    Contents(Vec<u64>),
    /// Articles that belong to any of these stories, or to any at all.
    InStories(Option<Vec<u64>>),
    /// Articles that contain any of these stories beside their own.
    WithStories(Vec<u64>),
    /// Articles that match any of the queries, which all score.
    AnyOf(Vec<RemoteQuery>),
    /// Articles that match a query without a score.
    Unscored(Box<RemoteQuery>),
    /// Articles that match the first query; further ones add to the score.
    Boosted(Box<RemoteQuery>, Vec<RemoteQuery>),
    /// Articles that match a query, with so many thousandths of its score.
    Weighted(Box<RemoteQuery>, u32),
    /// Articles that match all of `must` and none of `must_not`, and any of `should` if there is no `must`.
    Bool { must: Vec<RemoteQuery>, should: Vec<RemoteQuery>, must_not: Vec<RemoteQuery> },
}

/// Positions in a part of an article, as another engine is asked for them. It finds minimal intervals.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum RemoteSpans {
    /// Positions of any of these terms.
    Terms(Vec<(RemoteField, String)>),
    /// Intervals of all `parts`, one behind the other, with at most `max_gaps` positions between them.
    Ordered {
        parts: Vec<RemoteSpans>,
        max_gaps: Option<u32>,
    },
    /// Intervals of all `parts` in any order, which may overlap, with at most `max_gaps` other positions.
    Window {
        parts: Vec<RemoteSpans>,
        max_gaps: Option<u32>,
    },
    AnyOf(Vec<RemoteSpans>),
    /// Intervals in one sentence, paragraph or quotation of direct speech, which the term of its boundary
    /// tells.
    Within(Box<RemoteSpans>, char),
}

impl RemoteQuery {
    /// Returns a query for articles that match all of `queries`.
    pub(crate) fn all_of(mut queries: Vec<RemoteQuery>) -> Self {
        match queries.len() {
            0 => RemoteQuery::All,
            1 => queries.swap_remove(0),
            _ => RemoteQuery::Bool { must: queries, should: Vec::new(), must_not: Vec::new() },
        }
    }

    /// Returns a query for articles that match any of `queries`.
    pub(crate) fn any_of(mut queries: Vec<RemoteQuery>) -> Self {
        match queries.len() {
            0 => RemoteQuery::Nothing,
            1 => queries.swap_remove(0),
            _ => RemoteQuery::AnyOf(queries),
        }
    }

    /// Returns a query for articles with any of `terms`, without a score.
    pub(super) fn any_term(field: RemoteField, terms: impl Iterator<Item = String>) -> Self {
        let terms: Vec<String> = terms.collect();
        if terms.is_empty() { RemoteQuery::Nothing } else { RemoteQuery::AnyTerm(field, terms) }
    }

    /// Returns the query for a term of the index in memory; nothing for a field that no query names.
    pub(crate) fn of_term(fields: &Fields, term: &Term) -> Self {
        match (RemoteField::of(fields, term.field()), term.value().as_str()) {
            (Some(field), Some(text)) => RemoteQuery::Term(field, text.to_owned()),
            _ => RemoteQuery::Nothing,
        }
    }
}

impl RemoteSpans {
    /// Returns the length of the shortest interval that there may be.
    pub(super) fn min_length(&self) -> u32 {
        match self {
            RemoteSpans::Terms(_) => 1,
            RemoteSpans::Ordered { parts, .. } => parts.iter().map(RemoteSpans::min_length).sum(),
            RemoteSpans::Window { parts, .. } => {
                parts.iter().map(RemoteSpans::min_length).max().unwrap_or_default()
            }
            RemoteSpans::AnyOf(parts) => parts.iter().map(RemoteSpans::min_length).min().unwrap_or_default(),
            RemoteSpans::Within(spans, _) => spans.min_length(),
        }
    }

    /// Returns the number of terms.
    pub(super) fn num_terms(&self) -> usize {
        match self {
            RemoteSpans::Terms(terms) => terms.len(),
            RemoteSpans::Ordered { parts, .. }
            | RemoteSpans::Window { parts, .. }
            | RemoteSpans::AnyOf(parts) => parts.iter().map(RemoteSpans::num_terms).sum(),
            RemoteSpans::Within(spans, _) => spans.num_terms(),
        }
    }
}

impl RemoteField {
    /// Returns the terms that are in `field` of the index in memory.
    pub(super) fn of(fields: &Fields, field: Field) -> Option<Self> {
        let targets = [
            SearchTarget::Article,
            SearchTarget::Title,
            SearchTarget::Cut,
            SearchTarget::Site,
            SearchTarget::Author,
            SearchTarget::Path,
            SearchTarget::Lang,
        ];
        for target in targets {
            let (words, stems) = fields.of(target);
            if field == words {
                return Some(RemoteField::Words(target));
            }
            if Some(field) == stems {
                return Some(RemoteField::Stems(target));
            }
        }
        match field {
            field if field == fields.lead => Some(RemoteField::Lead),
            field if field == fields.boundaries => Some(RemoteField::Speech),
            field if field == fields.source => Some(RemoteField::Source),
            field if field == fields.ancestors => Some(RemoteField::Ancestors),
            field if Some(field) == fields.names => Some(RemoteField::Names),
            _ => None,
        }
    }
}
