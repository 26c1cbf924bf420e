//! Counts the articles whose quotations or words match outside the scope of a request for quotations, which
//! has none within.

use std::sync::Arc;

use crate::error::Error;
use crate::index::SearchTarget;
use crate::query::{Field, Occur, Parsed, Query};
use crate::search::queries::work_budget::{EXTRA_STEPS, WorkBudget};
use crate::search::quotes::request::QuotesRequest;
use crate::search::request::{Filter, SearchParams};
use crate::search::response::MatchesElsewhere;
use crate::search::searcher::Searcher;

impl Searcher {
    /// Counts the articles with quotations that match outside the sites and the filter of `request`, and
    /// those with its words in the text that was cut.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn count_quotes_elsewhere(&self, request: &QuotesRequest) -> Result<MatchesElsewhere, Error> {
        let mut elsewhere = MatchesElsewhere::default();
        let everywhere = QuotesRequest { sites: Vec::new(), filter: Filter::default(), ..request.clone() };
        if request.filter.has_scope() || !request.sites.is_empty() {
            let mut query = self.read_quotes(&everywhere, SearchTarget::Article)?;
            if !query.has_quote_clause() {
                let any_speech = Query::Field(Field::Said, Box::new(Query::All));
                query = Query::from_clauses(vec![(Occur::Must, query), (Occur::Must, any_speech)]);
            }
            elsewhere.outside_filter = self.count(&query, &SearchParams::default())?;
        }
        let spoken = self.read_quotes(request, SearchTarget::Cut)?.without_speech();
        elsewhere.in_cut_text = self.count_in_cut_text(&spoken, &request.filter)?;
        Ok(elsewhere)
    }

    /// Counts the articles with the words of `query`, which asks for nothing on direct speech any more, in
    /// the text that was cut; none if it has no words.
    pub(in crate::search) fn count_in_cut_text(
        &self,
        query: &Query,
        filter: &Filter,
    ) -> Result<usize, Error> {
        if query
            .atomic_subqueries()
            .iter()
            .all(|part| matches!(part, Query::Field(..) | Query::Dates(_) | Query::All | Query::Nothing))
        {
            return Ok(0);
        }
        let target = SearchTarget::Cut;
        self.count(query, &SearchParams { target, filter: filter.clone(), ..SearchParams::default() })
    }

    fn read_quotes(&self, request: &QuotesRequest, target: SearchTarget) -> Result<Query, Error> {
        let typed = match request.query.trim() {
            "" => Query::Nothing,
            typed => {
                let Parsed { query, .. } = self.read(typed, target)?;
                query
            }
        };
        Ok(request.query_of(typed, self.analyzer(), &mut Vec::new()))
    }

    fn count(&self, query: &Query, params: &SearchParams) -> Result<usize, Error> {
        let budget = Arc::new(WorkBudget::new(EXTRA_STEPS));
        Ok(self.snapshot().search_within(query, params, &budget)?.total)
    }
}
