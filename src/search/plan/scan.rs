//! Estimates the work of reading the lists of words and phrases, before anything is read.

use tantivy::Term as TantivyTerm;

use crate::analysis::exact_terms;
use crate::index::SearchTarget;
use crate::query::{Query, Slot};
use crate::search::plan::lower::target_of;
use crate::search::plan::planner::Planner;

/// Steps for each document of a list that is read with positions.
const POSITION_STEPS: u64 = 3;
/// Number of articles of which a date is compared in a step.
const DATES_PER_STEP: u64 = 4;
/// Share of the steps below which a query is not looked at: those of some hundred thousand articles.
const FEW_STEPS_SHARE: u64 = 4;
/// Number of steps below which a query is never looked at: those of a few words in a hundred articles.
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
                let words = phrase.parts.iter().flatten().map(|slot| match slot {
                    Slot::Word(word) => {
                        exact_terms(word).iter().map(|term| doc_freq(term)).sum::<u64>() * steps
                    }
                    Slot::Bigram(word) => doc_freq(word),
                    Slot::Glob(_) => 0,
                });
                words.sum()
            }
            Query::Near(near) => {
                self.steps_of(&near.left, target, num_docs) + self.steps_of(&near.right, target, num_docs)
            }
            Query::Field(field, query) => self.steps_of(query, target_of(*field), num_docs),
            Query::Bool(parts) => parts.iter().map(|(_, query)| self.steps_of(query, target, num_docs)).sum(),
        }
    }
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
