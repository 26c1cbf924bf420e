//! Finds the articles that come closest to a query that none matches.
//!
//! For a quote, these are the articles with the longest run of its words ([`quote`]); for other queries those
//! with enough of its parts ([`parts`]). Function words are parts of quotes only.

mod alignment;
mod nearness;
pub(super) mod part_count;
mod parts;
mod quote;
mod quote_words;
mod reordered;

use crate::analysis::is_function_word_in;
use crate::error::Error;
use crate::query::{Occur, Phrase, Query};
use crate::search::near_misses::part_count::PartCount;
use crate::search::request::Request;
use crate::search::response::NearMiss;
use crate::search::snapshot::IndexSnapshot;

/// Maximum number of near misses.
const MAX_NEAR_MISSES: usize = 3;
/// Minimum number of words of a quote whose closest wording is looked for.
const MIN_QUOTE_WORDS: usize = 3;
/// Words of questions for what somebody says, which alone make no article a near miss.
const REPORTING: [&str; 24] = [
    "say",
    "says",
    "said",
    "saying",
    "tell",
    "tells",
    "told",
    "telling",
    "ask",
    "asks",
    "asked",
    "asking",
    "talk",
    "talks",
    "talked",
    "talking",
    "speak",
    "speaks",
    "spoke",
    "spoken",
    "speaking",
    "mention",
    "mentions",
    "mentioned",
];
/// A language whose function words count has at least one in this many articles.
const MIN_LANGUAGE_SHARE: u64 = 20;

/// Returns the articles that come closest to `query`, which none matches, best first. `partial_matches` has
/// the number of articles that each of `parts` matches, as far as they are known. Takes at most `steps`.
pub(super) fn find(
    snapshot: &IndexSnapshot,
    request: &Request,
    query: &Query,
    (parts, partial_matches): (&[Query], &[PartCount]),
    steps: u64,
) -> Result<Vec<NearMiss>, Error> {
    let limit = request.limit.min(MAX_NEAR_MISSES);
    if limit == 0 || request.offset > 0 {
        return Ok(Vec::new());
    }
    let found = |phrase: &Phrase| {
        let phrase = Query::Phrase(phrase.clone()).to_string();
        partial_matches.iter().any(|part| part.count.query == phrase && part.count.total > 0)
    };
    match longest_quote(query).filter(|phrase| !found(phrase)) {
        Some(phrase) => quote::closest(snapshot, request, phrase, limit, steps),
        None => parts::closest(snapshot, request, query, (parts, partial_matches), limit, steps),
    }
}

/// Returns the longest quote that all articles must have, if it has enough words.
fn longest_quote(query: &Query) -> Option<&Phrase> {
    let phrase = match query {
        Query::Phrase(phrase) => Some(phrase),
        Query::Bool(clauses) => {
            let required = clauses.iter().filter(|(occur, _)| *occur == Occur::Must);
            required.filter_map(|(_, query)| longest_quote(query)).max_by_key(|phrase| phrase.surface.len())
        }
        _ => None,
    };
    phrase.filter(|phrase| phrase.parts.iter().map(Vec::len).sum::<usize>() >= MIN_QUOTE_WORDS)
}

impl IndexSnapshot {
    /// Returns whether a part of a query is a word that is only a function word.
    pub(in crate::search) fn is_function_word_part(&self, part: &Query) -> bool {
        match part {
            Query::Term(term) => term.tokens.iter().all(|token| self.is_function_word(token)),
            _ => false,
        }
    }

    /// Returns whether a part of a query is a word that only says that somebody says something.
    pub(in crate::search) fn is_reporting_part(&self, part: &Query) -> bool {
        match part {
            Query::Term(term) => term.tokens.iter().all(|token| REPORTING.contains(&token.as_str())),
            _ => false,
        }
    }

    /// Returns whether a normalized word is a function word of a language that many articles are in.
    pub(in crate::search) fn is_function_word(&self, word: &str) -> bool {
        let languages = &self.meta().languages;
        let all: u64 = languages.values().sum();
        let is_common =
            |code: &str| languages.get(code).is_some_and(|count| count * MIN_LANGUAGE_SHARE >= all);
        is_function_word_in(word, is_common)
    }
}
