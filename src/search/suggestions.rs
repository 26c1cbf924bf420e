//! Suggestions for queries that match few articles: other spellings, the number of articles that each part of
//! the query matches, and articles that come close to it.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::analysis::bigram_letters;
use crate::error::Error;
use crate::index::SearchTarget;
use crate::query::{Field, Note, Occur, Query, Term};
use crate::search::expand::spelling::{MAX_SPELLINGS, Spelling};
use crate::search::near_misses;
use crate::search::near_misses::part_count::PartCount;
use crate::search::queries::work_budget::{EXTRA_STEPS, WorkBudget};
use crate::search::request::Request;
use crate::search::response::{PartialMatch, Response, SearchResults, SpellingSuggestion};
use crate::search::snapshot::IndexSnapshot;
use crate::search::words::as_written::exact_phrase;
use crate::search::words::similar::have_one_stem;
use crate::search::words::spellings::{OtherSpellings, SpellingSearch};

/// Number of matching articles below which suggestions are added.
const FEW_MATCHES: usize = 5;
/// Maximum number of words of a query whose spellings are listed unasked where many articles match.
const MAX_UNASKED_WORDS: usize = 3;
/// Maximum number of words, and of parts of a query, that are looked up one by one.
const MAX_LOOKUPS: usize = 12;
/// Maximum number of words of a query that are replaced by their spellings.
const MAX_EXPANDED_WORDS: usize = 256;

/// Adds suggestions to `response`. The spellings of names are in a table, so those of a short query are
/// always added. What costs a search through the term dictionary is added only if few articles match or if
/// the request asks for it.
pub(super) fn add_suggestions(
    snapshot: &IndexSnapshot,
    request: &Request,
    response: &mut Response,
) -> Result<(), Error> {
    let is_unasked = request.suggestions
        && request.target == SearchTarget::Article
        && request.offset == 0
        && !request.expand_spellings;
    let few = is_unasked && response.total < FEW_MATCHES;
    if request.list_spellings || is_unasked {
        let words = words_to_check(&response.query, response.total);
        let thorough = request.list_spellings || few;
        if thorough || words.len() <= MAX_UNASKED_WORDS {
            response.notes.extend(snapshot.damaged_spellings().map(|reason| Note { position: 0, reason }));
            let extent = if thorough { SpellingSearch::Similar } else { SpellingSearch::Table };
            response.also_spelled = suggest_spellings(snapshot, &words, extent)?;
        }
    }
    if response.total == 0 && request.suggestions {
        relax(snapshot, request, response)?;
    }
    Ok(())
}

/// Adds the number of articles that each part of the query matches, and the articles that come closest to it.
fn relax(snapshot: &IndexSnapshot, request: &Request, response: &mut Response) -> Result<(), Error> {
    // Parts are counted by articles.
    let shown = &Request { count_by: Vec::new(), first: false, ..request.clone() };
    let request = &Request { collapse: false, stories: false, ..shown.clone() };
    let mut parts = distinct_parts(snapshot, response.query.subqueries(), request.target)?;
    // Together with a search that took all its steps, those of its parts must not take as long again.
    let steps = if response.total_is_lower_bound { EXTRA_STEPS / 3 } else { EXTRA_STEPS };
    let mut counts = count_parts(snapshot, &parts, request, steps)?;
    let is_function_word = |part: &Query| snapshot.is_function_word_part(part);
    let are_all = parts.iter().all(is_function_word);
    let known = parts.iter().zip(&counts).filter(|(_, count)| !count.is_lower_bound);
    let counted = known.filter(|(part, _)| are_all || !is_function_word(part));
    response.partial_matches = counted.map(|(_, count)| count.count.clone()).collect();
    // The part is the same words, said or not.
    let is_of_speech =
        matches!(response.query, Query::Field(Field::Said, _)) && !response.total_is_lower_bound;
    if is_of_speech && !response.partial_matches.is_empty() {
        let whole = PartialMatch { query: response.query.to_string(), total: 0 };
        response.partial_matches.insert(0, whole);
    }
    if request.limit == 0 {
        return Ok(()); // nobody looks at hits
    }
    // If no part matches, continue with the parts of the parts.
    while !counts.iter().any(|part| part.count.total > 0) && !parts.is_empty() {
        let inner = parts.iter().flat_map(Query::subqueries).collect();
        parts = distinct_parts(snapshot, inner, request.target)?;
        counts = count_parts(snapshot, &parts, request, steps)?;
    }
    response.near_misses = near_misses::find(snapshot, shown, &response.query, (&parts, &counts), steps)?;
    let has_all =
        response.near_misses.first().is_some_and(|best| best.run == 0 && best.matched == best.words);
    if has_all && let Some(reason) = missing_function_words(snapshot, request, &response.query, steps)? {
        response.notes.push(Note { position: 0, reason });
    }
    Ok(())
}

/// Returns a note that names the function words of a query, if articles match all of it but these.
fn missing_function_words(
    snapshot: &IndexSnapshot,
    request: &Request,
    query: &Query,
    steps: u64,
) -> Result<Option<String>, Error> {
    let Query::Bool(clauses) = query else { return Ok(None) };
    let is_required_function_word =
        |(occur, part): &(Occur, Query)| *occur == Occur::Must && snapshot.is_function_word_part(part);
    let (missing, others): (Vec<_>, Vec<_>) = clauses.iter().cloned().partition(is_required_function_word);
    if missing.is_empty() || others.is_empty() {
        return Ok(None);
    }
    let others = Query::Bool(others);
    let found = count_parts(snapshot, std::slice::from_ref(&others), request, steps)?;
    let missing: Vec<Query> = missing.into_iter().map(|(_, word)| word).collect();
    let missing = distinct_parts(snapshot, missing, request.target)?;
    let missing: Vec<String> = missing.iter().map(Query::to_string).collect();
    let found = found.first().map_or(0, |part| part.count.total);
    Ok((found > 0).then(|| {
        let articles = if found == 1 { "1 article has" } else { &format!("{found} articles have") };
        format!("{articles} all words but some of these: {}; search for {others}", missing.join(", "))
    }))
}

/// Returns the number of articles that each of `parts` matches; of many parts, of the first.
fn count_parts(
    snapshot: &IndexSnapshot,
    parts: &[Query],
    request: &Request,
    steps: u64,
) -> Result<Vec<PartCount>, Error> {
    let count_only = Request { limit: 0, offset: 0, ..request.clone() };
    let mut counts = Vec::new();
    for part in parts.iter().take(MAX_LOOKUPS) {
        let budget = Arc::new(WorkBudget::new(steps / MAX_LOOKUPS as u64));
        let SearchResults { total, is_truncated, .. } =
            snapshot.search_within(part, &count_only.params(), &budget)?;
        let count = PartialMatch { query: part.to_string(), total };
        counts.push(PartCount { count, is_lower_bound: is_truncated });
    }
    Ok(counts)
}

fn suggest_spellings(
    snapshot: &IndexSnapshot,
    words: &[Term],
    extent: SpellingSearch,
) -> Result<Vec<SpellingSuggestion>, Error> {
    let mut suggestions = Vec::new();
    for term in words.iter().take(MAX_LOOKUPS) {
        let OtherSpellings { spellings, similar } = snapshot.other_spellings(term, extent)?;
        let mut counted = count_spellings(snapshot, term, spellings, false)?;
        counted.sort_by_key(|spelling| Reverse(spelling.articles));
        suggestions.extend(counted);
        let is_possessive = |word: &str| word.ends_with("'s") || word.ends_with("’s");
        let mut counted = count_spellings(snapshot, term, similar, true)?;
        counted.retain(|spelling| !is_possessive(&spelling.spelled));
        suggestions.extend(counted);
    }
    Ok(suggestions)
}

/// Returns other spellings of the word that `term` is, each with the number of its articles.
fn count_spellings(
    snapshot: &IndexSnapshot,
    term: &Term,
    spellings: Vec<Spelling>,
    similar: bool,
) -> Result<Vec<SpellingSuggestion>, Error> {
    let typed = term.base.as_ref().or(term.tokens.first());
    let mut counted = Vec::new();
    for Spelling { word, written, doc_freq } in spellings.into_iter().take(MAX_SPELLINGS) {
        let spelled = written.map_or_else(|| snapshot.as_written(&word), Ok)?;
        let articles = match typed.is_some_and(|typed| have_one_stem(typed, &word)) {
            // A search for it finds the articles with the typed word, too.
            true => snapshot.count_articles(&exact_phrase(&[&word]))?,
            // Other forms of the word are found as well, and articles that have been deleted are not.
            false => snapshot.count_articles_with(&spelled)?,
        };
        let articles = articles.unwrap_or(doc_freq);
        if articles > 0 {
            counted.push(SpellingSuggestion { word: term.surface.clone(), spelled, articles, similar });
        }
    }
    Ok(counted)
}

/// Returns `query` with every word replaced by a choice of its spellings in the index; of many words the
/// first, with a note.
pub(super) fn expand_spellings(
    snapshot: &IndexSnapshot,
    query: Query,
    notes: &mut Vec<Note>,
) -> Result<Query, Error> {
    notes.extend(snapshot.damaged_spellings().map(|reason| Note { position: 0, reason }));
    let mut spellings_by_word: HashMap<String, Vec<String>> = HashMap::new();
    for term in query.spelled_words() {
        if spellings_by_word.contains_key(&term.surface) {
            continue;
        }
        if spellings_by_word.len() == MAX_EXPANDED_WORDS {
            let reason =
                format!("other spellings were searched for the first {MAX_EXPANDED_WORDS} words only");
            notes.push(Note { position: 0, reason });
            break;
        }
        let other = snapshot.other_spellings(term, SpellingSearch::AllWords)?;
        let spellings = other.spellings.into_iter().map(|spelling| spelling.word);
        spellings_by_word.insert(term.surface.clone(), spellings.collect());
    }
    Ok(query.with_spellings(&|term: &Term| spellings_by_word.get(&term.surface).cloned().unwrap_or_default()))
}

/// Returns the words that may be misspelled: those outside quotes, and if nothing matches those inside quotes
/// as well.
fn words_to_check(query: &Query, total: usize) -> Vec<Term> {
    let outside_quotes = query.spelled_words().into_iter().cloned();
    let inside_quotes = if total == 0 { query.atomic_subqueries() } else { Vec::new() };
    let mut words: Vec<Term> = Vec::new();
    for term in outside_quotes.chain(inside_quotes.iter().flat_map(Query::spelled_words).cloned()) {
        // Of a script without spaces, the pairs of letters of a word are no words.
        let is_pair = bigram_letters(&term.surface).is_some();
        let is_known =
            |word: &Term| word.tokens == term.tokens || is_pair && word.surface.contains(&term.surface);
        if !words.iter().any(is_known) {
            words.push(term);
        }
    }
    words
}

/// Returns each of `parts` once. The words of a phrase become words that are found in their inflections.
fn distinct_parts(
    snapshot: &IndexSnapshot,
    mut parts: Vec<Query>,
    target: SearchTarget,
) -> Result<Vec<Query>, Error> {
    let mut seen = HashSet::new();
    parts.retain(|part| seen.insert(part.to_string()));
    for part in &mut parts {
        snapshot.find_unjoined(part, target)?;
    }
    Ok(parts)
}
