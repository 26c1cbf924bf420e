//! Estimates the work of reading the lists of words and phrases, before anything is read.

use tantivy::Term as TantivyTerm;

use crate::analysis::exact_terms;
use crate::index::SearchTarget;
use crate::query::{Field, Occur, Query, Slot};
use crate::search::plan::lower::target_of;
use crate::search::plan::planner::Planner;

/// Steps for each document of a list that is read with positions.
const POSITION_STEPS: u64 = 3;
/// Maximum number of steps in a list that is not the shortest of an intersection, for each document of that.
const SEEK_STEPS: u64 = 4;
/// Number of articles of which a date is compared in a step.
const DATES_PER_STEP: u64 = 4;
/// Share of the steps below which the work of a query is not estimated: those of some hundred thousand
/// articles.
const FEW_STEPS_SHARE: u64 = 4;
/// Number of steps below which the work of a query is not estimated: those of a few words in a hundred
/// articles.
const FEW_STEPS: u64 = 1_000;

impl Planner<'_> {
    /// Returns about as many steps as the words and phrases of `query` take; 0 if they are few.
    pub(crate) fn scan_steps(&self, query: &Query, target: SearchTarget) -> u64 {
        let num_docs = self.searcher.num_docs();
        let max_steps = count_words(query).saturating_mul(num_docs).saturating_mul(POSITION_STEPS);
        let few_steps = (self.budget.scan_steps() / FEW_STEPS_SHARE).max(FEW_STEPS);
        if max_steps <= few_steps { 0 } else { self.steps_of(query, target, num_docs) }
    }

    fn steps_of(&self, query: &Query, target: SearchTarget, num_docs: u64) -> u64 {
        let doc_freq = |word: &str| {
            let term = TantivyTerm::from_field_text(self.fields.of(target).0, word);
            self.searcher.doc_freq(&term).unwrap_or_default()
        };
        match query {
            Query::Nothing | Query::All | Query::Pattern(_) | Query::Fuzzy(_) => 0,
            Query::Dates(_) => num_docs / DATES_PER_STEP,
            Query::Term(term) => {
                let steps = if term.tokens.len() > 1 { POSITION_STEPS } else { 1 };
                term.tokens.iter().map(|word| doc_freq(word) * steps).sum()
            }
            Query::Phrase(phrase) => {
                // The positions of clauses that are more than adjacent words are counted as they are read.
                let is_plain = phrase.slop == 0 && phrase.parts.len() == 1;
                let steps = if is_plain { POSITION_STEPS } else { 1 };
                let doc_freqs = phrase.parts.iter().flatten().filter_map(|slot| match slot {
                    Slot::Word(word) => Some(exact_terms(word).iter().map(|term| doc_freq(term)).sum()),
                    Slot::Bigram(word) => Some(doc_freq(word)),
                    Slot::Glob(_) => None,
                });
                intersection_steps(&doc_freqs.collect::<Vec<_>>(), steps)
            }
            Query::Near(near) => {
                // Once to find the articles that have all words, once to find those of the clause.
                let times = |operand: &Query| if matches!(operand, Query::Near(_)) { 1 } else { 2 };
                let operands = [&near.left, &near.right];
                operands.map(|part| times(part) * self.steps_of(part, target, num_docs)).iter().sum()
            }
            // Speakers are compared as clauses over positions are.
            Query::Field(Field::Speaker, _) => 0,
            Query::Field(field, query) => self.steps_of(query, target_of(*field), num_docs),
            Query::Bool(parts) => {
                let mut required_words = Vec::new();
                let mut steps = 0;
                for (occur, part) in parts {
                    match part {
                        Query::Term(term) if *occur == Occur::Must && term.tokens.len() == 1 => {
                            required_words.extend(term.tokens.first().map(|word| doc_freq(word)));
                        }
                        part => steps += self.steps_of(part, target, num_docs),
                    }
                }
                steps + intersection_steps(&required_words, 1)
            }
        }
    }
}

/// Returns about as many steps as intersecting lists of so many documents takes, with `steps` for each
/// document: that in the shortest list is sought in the others.
fn intersection_steps(doc_freqs: &[u64], steps: u64) -> u64 {
    let seek_steps = doc_freqs.iter().min().map_or(0, |shortest| shortest.saturating_mul(SEEK_STEPS));
    doc_freqs.iter().map(|doc_freq| (doc_freq * steps).min(seek_steps)).sum()
}

/// Returns the number of words and dates of a query.
fn count_words(query: &Query) -> u64 {
    match query {
        Query::Nothing | Query::All | Query::Pattern(_) | Query::Fuzzy(_) => 0,
        Query::Dates(_) => 1,
        Query::Term(term) => term.tokens.len() as u64,
        Query::Phrase(phrase) => phrase.parts.iter().map(Vec::len).sum::<usize>() as u64,
        Query::Near(near) => count_words(&near.left) + count_words(&near.right),
        Query::Field(_, query) => count_words(query),
        Query::Bool(parts) => parts.iter().map(|(_, query)| count_words(query)).sum(),
    }
}
