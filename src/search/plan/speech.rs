//! Lowers clauses on direct speech.

use tantivy::Term as TantivyTerm;
use tantivy::query::{EmptyQuery, Query as TantivyQuery};

use crate::index::SearchTarget;
use crate::index::schema::{SPEAKER_MARK, SPEECH};
use crate::query::{Fuzzy, Glob, QuoteClause, SpanPattern, TermMatcher};
use crate::search::plan::planner::Planner;

/// Note on an index without quotations.
const NO_QUOTATIONS: &str = "the index was written before quotations were kept: said: and speaker: find nothing until `clippings index` \
     renews it";

impl Planner<'_> {
    /// Lowers a clause on direct speech.
    pub(super) fn lower_quote(&mut self, clause: QuoteClause<'_>) -> tantivy::Result<Box<dyn TantivyQuery>> {
        if !self.fields.has_quotations {
            self.add_note(NO_QUOTATIONS.to_owned());
            return Ok(Box::new(EmptyQuery));
        }
        self.lower_pattern(SpanPattern::quote_clause(clause), SearchTarget::Article)
    }

    /// Returns the terms of a matcher of direct speech or of its speakers; `None` for another matcher.
    pub(super) fn speech_terms(
        &mut self,
        matcher: &TermMatcher,
    ) -> tantivy::Result<Option<Vec<TantivyTerm>>> {
        let field = self.fields.boundaries;
        let speaker = match matcher {
            TermMatcher::Speech => {
                return Ok(Some(vec![TantivyTerm::from_field_text(field, &SPEECH.to_string())]));
            }
            TermMatcher::Speaker(speaker) => &**speaker,
            _ => return Ok(None),
        };
        let marked = |word: &str| format!("{SPEAKER_MARK}{word}");
        let words = match speaker {
            TermMatcher::Exact(word) => vec![marked(word)],
            TermMatcher::Glob(pattern, _) => match Glob::new(&marked(pattern)) {
                Some(glob) => {
                    self.expand_limited(&TermMatcher::Glob(pattern.clone(), glob), field)?.words.clone()
                }
                None => Vec::new(),
            },
            TermMatcher::Fuzzy(fuzzy) => {
                let fuzzy = TermMatcher::Fuzzy(Fuzzy { word: marked(&fuzzy.word), ..*fuzzy });
                self.expand_limited(&fuzzy, field)?.words.clone()
            }
            _ => Vec::new(),
        };
        let words = words.iter().filter(|word| word.starts_with(SPEAKER_MARK));
        Ok(Some(words.map(|word| TantivyTerm::from_field_text(field, word)).collect()))
    }
}
