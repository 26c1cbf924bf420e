//! Queries as the cluster reads them.

use serde::Serialize;
use serde_json::{Value, json};

use crate::index::schema::{self, unit_marks};
use crate::index::{SearchTarget, TermKind};
use crate::opensearch::documents::push_term;
use crate::opensearch::mapping::{
    ADDED, ARTICLE, AUTHOR, AUTHOR_WORDS, CONTENT, CUT, DAY, FOLDER, HOSTS, IMPOSSIBLE_DAY, KIND, LANGUAGE,
    LEAD, MARKED_START, NAMES, OTHER_STORIES, PATH_WORDS, SITE, SITE_WORDS, SOURCE, SPEAKERS, SPEECH,
    STEM_PREFIX, STEM_START, STORY, TEXT, TITLE, UNDER, VECTOR, signed,
};
use crate::query::DateField;
use crate::search::CountBy;
use crate::search::remote::{RemoteField, RemoteQuery, RemoteSpans};

/// Maximum number of terms that a pattern or a fuzzy word is scored by.
const MAX_SCORED: usize = 64;
/// Maximum number of terms that a fuzzy word finds.
const MAX_FUZZY: usize = 1_024;

/// Maximum number of terms in a clause.
const MAX_TERMS: usize = 50_000;

/// Returns the query for the articles that match `query`.
pub(crate) fn articles(query: &RemoteQuery) -> Value {
    match only_articles_match(query) {
        true => clause(query),
        false => json!({ "bool": { "must": [clause(query)], "filter": [{ "term": { KIND: ARTICLE } }] } }),
    }
}

/// Returns whether no other document than an article can match: those that have terms of texts are articles.
fn only_articles_match(query: &RemoteQuery) -> bool {
    match query {
        RemoteQuery::Nothing
        | RemoteQuery::Spans(..)
        | RemoteQuery::Contents(_)
        | RemoteQuery::InStories(_)
        | RemoteQuery::WithStories(_) => true,
        RemoteQuery::Term(field, _)
        | RemoteQuery::AnyTerm(field, _)
        | RemoteQuery::Phrase(field, _)
        | RemoteQuery::Pattern(field, _)
        | RemoteQuery::Fuzzy(field, ..) => *field != RemoteField::Source,
        RemoteQuery::All | RemoteQuery::Days(..) => false,
        RemoteQuery::AnyOf(queries) => queries.iter().all(only_articles_match),
        RemoteQuery::Unscored(query) | RemoteQuery::Boosted(query, _) | RemoteQuery::Weighted(query, _) => {
            only_articles_match(query)
        }
        RemoteQuery::Bool { must, should, .. } => match must.is_empty() {
            true => !should.is_empty() && should.iter().all(only_articles_match),
            false => must.iter().any(only_articles_match),
        },
    }
}

fn clause(query: &RemoteQuery) -> Value {
    let all = |queries: &[RemoteQuery]| queries.iter().map(clause).collect::<Vec<_>>();
    match query {
        RemoteQuery::All => json!({ "match_all": { "boost": 0 } }),
        RemoteQuery::Nothing => json!({ "match_none": {} }),
        RemoteQuery::Term(field, term) => json!({ "term": { name(*field): as_indexed(*field, term) } }),
        RemoteQuery::AnyTerm(field, terms) => {
            let terms: Vec<String> = terms.iter().map(|term| as_indexed(*field, term)).collect();
            with_any(name(*field), &terms)
        }
        RemoteQuery::Phrase(field, words) => match words.as_slice() {
            [] => json!({ "match_none": {} }),
            [word] => json!({ "term": { name(*field): as_indexed(*field, word) } }),
            words => {
                let words: Vec<String> = words.iter().map(|word| as_indexed(*field, word)).collect();
                json!({ "match_phrase": { name(*field): words.join(" ") } })
            }
        },
        RemoteQuery::Pattern(field, pattern) => expansion(pattern_clause(*field, pattern)),
        RemoteQuery::Fuzzy(field, word, distance) => {
            let options = json!({
                "value": word, "fuzziness": distance, "max_expansions": MAX_FUZZY, "transpositions": true,
            });
            expansion(("fuzzy", name(*field), options))
        }
        RemoteQuery::Spans(target, spans) => {
            let rule = json!({ "intervals": { name(RemoteField::Words(*target)): intervals(spans) } });
            json!({ "bool": { "filter": [rule] } })
        }
        RemoteQuery::Days(column, from, to) => {
            let field = match column {
                DateField::Published => DAY,
                DateField::Added => ADDED,
                DateField::Impossible => IMPOSSIBLE_DAY,
            };
            let mut range = json!({});
            for (bound, day) in [("gte", from), ("lte", to)] {
                if let Some(day) = day {
                    range[bound] = (*day).into();
                }
            }
            let range = match (from, to) {
                (None, None) => json!({ "exists": { "field": field } }),
                _ => json!({ "range": { field: range } }),
            };
            json!({ "bool": { "filter": [range] } })
        }
        RemoteQuery::Contents(contents) => with_any(CONTENT, &signed(contents)),
        RemoteQuery::InStories(None) => json!({ "bool": { "filter": [{ "exists": { "field": STORY } }] } }),
        RemoteQuery::InStories(Some(keys)) => with_any(STORY, &signed(keys)),
        RemoteQuery::WithStories(keys) => with_any(OTHER_STORIES, &signed(keys)),
        RemoteQuery::AnyOf(queries) => {
            json!({ "bool": { "should": all(queries), "minimum_should_match": 1 } })
        }
        RemoteQuery::Unscored(query) => json!({ "bool": { "filter": [clause(query)] } }),
        RemoteQuery::Boosted(required, optional) => {
            json!({ "bool": { "must": [clause(required)], "should": all(optional) } })
        }
        RemoteQuery::Weighted(query, thousandths) => {
            json!({ "bool": { "must": [clause(query)], "boost": f64::from(*thousandths) / 1_000.0 } })
        }
        RemoteQuery::Bool { must, should, must_not } => json!({ "bool": {
            "must": all(must), "should": all(should), "must_not": all(must_not),
            "minimum_should_match": usize::from(must.is_empty() && !should.is_empty()),
        } }),
    }
}

/// Returns a clause for the articles with any of these values in a field.
fn with_any<T: Serialize>(field: &str, values: &[T]) -> Value {
    let any = values.chunks(MAX_TERMS).map(|values| json!({ "terms": { field: values } }));
    json!({ "bool": { "filter": [{ "bool": { "should": any.collect::<Vec<_>>() } }] } })
}

/// Returns the rule for intervals.
fn intervals(spans: &RemoteSpans) -> Value {
    let all = |parts: &[RemoteSpans]| parts.iter().map(intervals).collect::<Vec<_>>();
    let gaps = |max_gaps: &Option<u32>| max_gaps.map_or(-1, i64::from);
    match spans {
        RemoteSpans::Terms(terms) => match terms.as_slice() {
            [(field, term)] => json!({ "match": { "query": as_indexed(*field, term) } }),
            terms => {
                let terms = terms.iter().map(|(field, term)| as_indexed(*field, term));
                let terms: Vec<Value> = terms.map(|term| json!({ "match": { "query": term } })).collect();
                json!({ "any_of": { "intervals": terms } })
            }
        },
        RemoteSpans::Ordered { parts, max_gaps } => {
            json!({ "all_of": { "ordered": true, "max_gaps": gaps(max_gaps), "intervals": all(parts) } })
        }
        RemoteSpans::Window { parts, max_gaps } => {
            json!({ "all_of": { "ordered": false, "max_gaps": gaps(max_gaps), "intervals": all(parts) } })
        }
        RemoteSpans::AnyOf(parts) => json!({ "any_of": { "intervals": all(parts) } }),
        RemoteSpans::Within(spans, unit_mark) => {
            let marks = unit_marks(*unit_mark).map(|mark| json!({ "match": { "query": as_mark(&mark) } }));
            let mut unit = json!({ "all_of": { "ordered": true, "intervals": marks } });
            if *unit_mark == schema::SPEECH {
                let of_one_word = json!({ "match": { "query": as_mark(&schema::SPEECH.to_string()) } });
                unit = json!({ "any_of": { "intervals": [unit, of_one_word] } });
            }
            json!({ "all_of": { "intervals": [intervals(spans)], "filter": { "contained_by": unit } } })
        }
    }
}

/// Returns a query for all terms that a query of terms expands to, scored by some of them.
fn expansion((kind, field, options): (&str, &str, Value)) -> Value {
    let mut scored = options.clone();
    scored["rewrite"] = format!("top_terms_{MAX_SCORED}").into();
    json!({ "bool": {
        "filter": [{ kind: { field: options } }],
        "should": [{ kind: { field: scored } }],
    } })
}

/// Returns the kind, the field and the options of the query for a pattern.
fn pattern_clause(field: RemoteField, pattern: &str) -> (&'static str, &'static str, Value) {
    match pattern.strip_suffix('*') {
        Some(prefix) if !prefix.is_empty() && !prefix.contains(['*', '?', 'ä', 'ö', 'ü']) => {
            ("prefix", name(field), json!({ "value": prefix }))
        }
        _ => ("regexp", name(field), json!({ "value": regular_expression(pattern), "flags": "NONE" })),
    }
}

/// Returns the regular expression for a pattern, which matches neither stems nor terms that tell marks.
pub(super) fn regular_expression(pattern: &str) -> String {
    let other = format!("[^{STEM_START}{MARKED_START}]");
    let mut expression = String::with_capacity(pattern.len() + 8);
    for (index, c) in pattern.chars().enumerate() {
        match (index, c) {
            (0, '*') => expression.push_str(&format!("({other}.*)?")),
            (0, '?') => expression.push_str(&other),
            (_, '*') => expression.push_str(".*"),
            (_, '?') => expression.push('.'),
            (_, 'ä') => expression.push_str("ae?"),
            (_, 'ö') => expression.push_str("oe?"),
            (_, 'ü') => expression.push_str("ue?"),
            (_, c) if c.is_alphanumeric() => expression.push(c),
            (_, c) => expression.extend(['\\', c]),
        }
    }
    expression
}

/// Returns the name of a field of the index.
pub(super) fn name(field: RemoteField) -> &'static str {
    match field {
        RemoteField::Words(target) | RemoteField::Stems(target) | RemoteField::StopStems(target) => {
            match target {
                SearchTarget::Article => TEXT,
                SearchTarget::Title => TITLE,
                SearchTarget::Cut => CUT,
                SearchTarget::Site => SITE_WORDS,
                SearchTarget::Author => AUTHOR_WORDS,
                SearchTarget::Path => PATH_WORDS,
                SearchTarget::Lang => LANGUAGE,
            }
        }
        RemoteField::Lead => LEAD,
        RemoteField::Names => NAMES,
        RemoteField::Speech => SPEECH,
        RemoteField::Value(by) => column(by),
        RemoteField::ImpossibleDay => IMPOSSIBLE_DAY,
        RemoteField::Vector => VECTOR,
        RemoteField::Host => HOSTS,
        RemoteField::Source => SOURCE,
        RemoteField::Ancestors => UNDER,
    }
}

/// Returns the column with the values of a facet.
pub(super) fn column(by: CountBy) -> &'static str {
    match by {
        CountBy::Day | CountBy::Month | CountBy::Week | CountBy::Year => DAY,
        CountBy::Site => SITE,
        CountBy::Language => LANGUAGE,
        CountBy::Folder => FOLDER,
        CountBy::Author => AUTHOR,
        CountBy::Speaker => SPEAKERS,
    }
}

/// Returns a mark of a sentence, a paragraph or direct speech as the index has it.
fn as_mark(mark: &str) -> String {
    let mut text = String::new();
    push_term(&mut text, TermKind::Mark, mark);
    text
}

/// Returns a term as the index has it.
pub(super) fn as_indexed(field: RemoteField, term: &str) -> String {
    let mut text = String::with_capacity(term.len() + STEM_PREFIX.len());
    match field {
        RemoteField::Words(_) => push_term(&mut text, TermKind::Token, term),
        RemoteField::Stems(_) | RemoteField::Lead => push_term(&mut text, TermKind::Stem, term),
        RemoteField::StopStems(_) => push_term(&mut text, TermKind::StopStem, term),
        _ => text.push_str(term),
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::opensearch::query::*;

    #[test]
    fn patterns_are_regular_expressions_of_words() {
        assert_eq!(regular_expression("*bour"), "([^~=].*)?bour");
        assert_eq!(regular_expression("fäh*en"), "fae?h.*en");
        assert_eq!(regular_expression("h.a?"), "h\\.a.");
        assert_eq!(pattern_clause(RemoteField::Speech, "@zel*").0, "prefix");
    }

    #[test]
    fn stems_and_words_are_told_apart() {
        let of = |field| clause(&RemoteQuery::Term(field, "ferri".into()));
        assert_eq!(of(RemoteField::Words(SearchTarget::Article)), json!({ "term": { "text": "ferri" } }));
        assert_eq!(of(RemoteField::Stems(SearchTarget::Title)), json!({ "term": { "title": "~~~ferri" } }));
        assert_eq!(of(RemoteField::Lead), json!({ "term": { "lead": "~~~ferri" } }));
    }

    #[test]
    fn many_terms_are_a_few_clauses() {
        let hosts: Vec<String> = (0..=MAX_TERMS).map(|number| format!("{number}.com")).collect();
        let clause = clause(&RemoteQuery::AnyTerm(RemoteField::Host, hosts));
        let chunks = &clause["bool"]["filter"][0]["bool"]["should"];
        assert_eq!(chunks[0]["terms"][HOSTS].as_array().map(Vec::len), Some(MAX_TERMS));
        assert_eq!(chunks[1], json!({ "terms": { HOSTS: [format!("{MAX_TERMS}.com")] } }));
    }
}
