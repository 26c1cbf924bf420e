//! Lowers the tree of a query to what another engine is asked.

use std::path::Path;

use tantivy::TantivyError;

use crate::analysis::{exact_terms, is_marked_term};
use crate::index::SearchTarget;
use crate::index::schema::day_number;
use crate::query::{
    DateField, Dates, Glob, Occur, Pattern, Phrase, Query, QueryPart, QuoteClause, SpanPattern, Term,
    with_quotes_joined,
};
use crate::search::facets::kinds::CountBy;
use crate::search::facets::source_lookup::FoundSources;
use crate::search::facets::source_table::SourceTable;
use crate::search::fast_path::bag_of_words::BagTerm;
use crate::search::plan::{Planner, target_of};
use crate::search::queries::stemmed_term::StemmedTermQuery;
use crate::search::remote::candidates::candidates;
use crate::search::remote::counts::RemoteStats;
use crate::search::remote::spans::spans;
use crate::search::remote::{RemoteField, RemoteQuery};
use crate::search::request::Filter;
use crate::text::url::host_name;

/// Lowers queries for another engine.
pub(super) struct RemotePlanner<'s> {
    pub planner: Planner<'s>,
    /// Statistics of all articles.
    pub stats: &'s RemoteStats<'s>,
    /// Whether the articles that match are those that the engine finds; otherwise they are among those.
    pub is_exact: bool,
    /// Failure of the engine to tell the names of sites.
    pub failure: Option<TantivyError>,
}

impl<'s> RemotePlanner<'s> {
    /// Lowers `query` on `target`.
    pub(super) fn lower(&mut self, query: &Query, target: SearchTarget) -> RemoteQuery {
        let words = RemoteField::Words(target);
        match query {
            Query::Nothing => RemoteQuery::Nothing,
            Query::All => RemoteQuery::All,
            Query::Term(Term { surface, .. }) | Query::Phrase(Phrase { surface, .. })
                if target == SearchTarget::Lang =>
            {
                let languages = self.planner.languages_in(surface).into_iter();
                let codes = languages.map(|known| RemoteQuery::Term(words, known.code().to_owned()));
                unscored(RemoteQuery::any_of(codes.collect()))
            }
            Query::Term(term) if has_stems(target) && term.is_inflected_compound() => {
                self.lower_spans(query, target)
            }
            Query::Term(term) if target == SearchTarget::Path => self.lower_path(&term.surface, &term.tokens),
            Query::Term(Term { surface, tokens, .. }) if target == SearchTarget::Site => {
                self.lower_site(surface, RemoteQuery::Phrase(words, tokens.clone()))
            }
            Query::Phrase(phrase) if target == SearchTarget::Site => {
                let words = self.lower_phrase(query, phrase, target);
                self.lower_site(&phrase.surface, words)
            }
            Query::Pattern(pattern) if target == SearchTarget::Site => self.lower_site_pattern(pattern),
            Query::Term(term) => self.lower_term(term, target),
            Query::Phrase(phrase) => self.lower_phrase(query, phrase, target),
            Query::Pattern(Pattern { glob, .. }) => RemoteQuery::Pattern(words, glob.clone()),
            Query::Fuzzy(fuzzy) => RemoteQuery::Fuzzy(words, fuzzy.word.clone(), fuzzy.distance),
            Query::Near(_) => self.lower_spans(query, target),
            Query::Field(field, value) => match QuoteClause::of_field(*field, value) {
                Some(clause) => self.lower_quote(clause),
                None => self.lower(value, target_of(*field)),
            },
            Query::Dates(dates) => lower_dates(dates),
            Query::Bool(parts) => self.lower_parts(parts, target),
        }
    }

    fn lower_parts(&mut self, parts: &[(Occur, Query)], target: SearchTarget) -> RemoteQuery {
        let [mut must, mut should, mut must_not] = [Vec::new(), Vec::new(), Vec::new()];
        for (occur, part) in with_quotes_joined(parts) {
            let was_exact = std::mem::replace(&mut self.is_exact, true);
            let lowered = match part {
                QueryPart::Quote(clause) => self.lower_quote(clause),
                QueryPart::Other(query) => self.lower(query, target),
            };
            match occur {
                Occur::Must => must.push(lowered),
                Occur::Should => should.push(lowered),
                Occur::MustNot if self.is_exact => must_not.push(lowered),
                Occur::MustNot => {} // some of what the engine finds does not match, and must stay
            }
            self.is_exact &= was_exact;
        }
        if must.is_empty() && should.is_empty() {
            must.push(RemoteQuery::All);
        }
        RemoteQuery::Bool { must, should, must_not }
    }

    fn lower_path(&self, typed: &str, tokens: &[String]) -> RemoteQuery {
        let keys = self.planner.keys_of_typed(typed).into_iter();
        let keys = keys.map(|key| RemoteQuery::Term(RemoteField::Ancestors, key));
        let words = |words| RemoteQuery::Phrase(RemoteField::Words(SearchTarget::Path), words);
        let mut choices: Vec<RemoteQuery> = keys.collect();
        if choices.is_empty() {
            let below = self.planner.words_below_folders(tokens).into_iter();
            choices.extend(below.map(|(below, root)| {
                RemoteQuery::all_of(vec![words(below), RemoteQuery::Term(RemoteField::Ancestors, root)])
            }));
        }
        choices.push(words(tokens.to_vec()));
        unscored(RemoteQuery::any_of(choices))
    }

    /// Returns what the clause `surface` on sites finds: as in an index in a folder, a host, or articles with
    /// its `words` in the name of the site, and those of the same source.
    fn lower_site(&mut self, surface: &str, words: RemoteQuery) -> RemoteQuery {
        let domain = host_name(surface);
        let Some(table) = self.sources() else {
            let host = domain.map(|domain| RemoteQuery::Term(RemoteField::Host, domain));
            return RemoteQuery::any_of([words].into_iter().chain(host).collect());
        };
        let listed = listed(table, &table.find(surface, self.planner.analyzer));
        if domain.is_some() { listed } else { RemoteQuery::any_of(vec![words, listed]) }
    }

    fn lower_site_pattern(&mut self, pattern: &Pattern) -> RemoteQuery {
        let words = RemoteQuery::Pattern(RemoteField::Words(SearchTarget::Site), pattern.glob.clone());
        let Some((glob, table)) = Glob::new(&pattern.glob).zip(self.sources()) else { return words };
        let found = table.lookup().find_like(|host| glob.matches(host), &table.hosts);
        RemoteQuery::any_of(vec![words, listed(table, &found)])
    }

    /// Returns the names and hosts of the sites of all articles, if the engine tells them.
    fn sources(&mut self) -> Option<&'s SourceTable> {
        match self.stats.counts.sources() {
            Ok(table) => table,
            Err(error) => {
                self.failure = Some(error);
                None
            }
        }
    }

    fn lower_term(&self, term: &Term, target: SearchTarget) -> RemoteQuery {
        match self.planner.bag_term(term, target) {
            Some(BagTerm::Scored(query)) => self.lower_stems(&query),
            Some(BagTerm::Filter(term)) => unscored(self.term(&term)),
            None => RemoteQuery::Phrase(RemoteField::Words(target), term.tokens.clone()),
        }
    }

    fn lower_stems(&self, query: &StemmedTermQuery) -> RemoteQuery {
        let weights = self
            .planner
            .remote
            .and_then(|remote| remote.weights(self.planner.searcher, query, self.stats).ok());
        let weighted = |term: &tantivy::Term, weight: Option<u32>| match weight {
            Some(thousandths) => RemoteQuery::Weighted(Box::new(self.term(term)), thousandths),
            None => self.term(term),
        };
        let terms = |terms: &[tantivy::Term], weights: Option<&[u32]>| {
            let weight = |index: usize| weights.and_then(|weights| weights.get(index).copied());
            terms.iter().enumerate().map(|(index, term)| weighted(term, weight(index))).collect::<Vec<_>>()
        };
        let unweighted = query.unweighted.iter().map(|term| unscored(self.term(term)));
        let stems = terms(&query.stems, weights.as_ref().map(|weights| &weights.stems[..]));
        let stems = RemoteQuery::any_of(stems.into_iter().chain(unweighted).collect());
        let exact =
            query.exact.iter().map(|term| weighted(term, weights.as_ref().and_then(|weights| weights.exact)));
        let lead = terms(&query.lead, weights.as_ref().map(|weights| &weights.lead[..]));
        let optional: Vec<_> = exact.chain(lead).collect();
        if optional.is_empty() { stems } else { RemoteQuery::Boosted(Box::new(stems), optional) }
    }

    fn term(&self, term: &tantivy::Term) -> RemoteQuery {
        RemoteQuery::of_term(self.planner.fields, term)
    }

    fn lower_phrase(&mut self, query: &Query, phrase: &Phrase, target: SearchTarget) -> RemoteQuery {
        let field = RemoteField::Words(target);
        match phrase.adjacent_words().as_deref() {
            Some([word]) if is_marked_term(word.as_bytes()) => {
                let terms = exact_terms(word).into_iter().map(|term| RemoteQuery::Term(field, term));
                RemoteQuery::any_of(terms.collect())
            }
            Some(words) if !words.iter().any(|word| is_marked_term(word.as_bytes())) => {
                RemoteQuery::Phrase(field, words.to_vec())
            }
            _ => self.lower_spans(query, target),
        }
    }

    fn lower_spans(&mut self, query: &Query, target: SearchTarget) -> RemoteQuery {
        match SpanPattern::single_clause(query) {
            Some(pattern) => self.lower_pattern(&pattern, target),
            None => RemoteQuery::Nothing,
        }
    }

    fn lower_quote(&mut self, clause: QuoteClause<'_>) -> RemoteQuery {
        self.lower_pattern(&SpanPattern::quote_clause(clause), SearchTarget::Article)
    }

    fn lower_pattern(&mut self, pattern: &SpanPattern, target: SearchTarget) -> RemoteQuery {
        let has_intervals = self.stats.counts.index.has_intervals();
        let words = candidates(pattern, target, self.planner.languages, has_intervals);
        let lowered = has_intervals
            .then(|| spans(pattern, target, self.planner.languages, self.stats.counts))
            .flatten();
        self.is_exact &= lowered.as_ref().is_some_and(|lowered| lowered.is_exact);
        match lowered {
            Some(lowered) => RemoteQuery::all_of(vec![words, RemoteQuery::Spans(target, lowered.spans)]),
            None => words,
        }
    }

    /// Adds the restrictions of `filter`; `source_keys` has the keys of a path.
    pub(super) fn filtered(
        &mut self,
        query: RemoteQuery,
        filter: &Filter,
        source_keys: impl Fn(&Path) -> Vec<String>,
    ) -> RemoteQuery {
        let mut must = vec![query];
        let mut must_not = Vec::new();
        for drill_down in &filter.drill_downs {
            let field = RemoteField::Value(drill_down.by);
            let values = drill_down.values.iter().flat_map(|value| match drill_down.by {
                CountBy::Folder => source_keys(Path::new(value)),
                CountBy::Site => match self.sources() {
                    Some(table) => table.all_shown_as(value).cloned().collect(),
                    None => vec![value.clone()],
                },
                _ => vec![value.clone()],
            });
            let lowered = RemoteQuery::any_term(field, values);
            if drill_down.is_excluded { must_not.push(lowered) } else { must.push(lowered) }
        }
        if !filter.folders.is_empty() {
            let keys = filter.folders.iter().flat_map(|folder| source_keys(folder));
            must.push(RemoteQuery::any_term(RemoteField::Ancestors, keys));
        }
        if filter.since.is_some() || filter.until.is_some() {
            let [from, to] = [filter.since, filter.until].map(|day| day.map(day_number));
            must.push(RemoteQuery::Days(DateField::Published, from, to));
        }
        if let Some(path) = &filter.left_out {
            match filter.left_out_id {
                None => {
                    let keys = source_keys(path).into_iter();
                    must_not.push(RemoteQuery::any_term(RemoteField::Source, keys));
                }
                Some(_) => self.is_exact = false, // records are told apart here
            }
        }
        match must_not.is_empty() {
            true => RemoteQuery::all_of(must),
            false => RemoteQuery::Bool { must, should: Vec::new(), must_not },
        }
    }
}

fn lower_dates(dates: &Dates) -> RemoteQuery {
    if dates.field == DateField::Impossible {
        return unscored(RemoteQuery::Term(RemoteField::ImpossibleDay, true.to_string()));
    }
    let [from, to] = [dates.from, dates.to].map(|day| day.map(day_number));
    let days = RemoteQuery::Days(dates.field, from, to);
    let is_undated = dates.field == DateField::Published && from.is_none() && to.is_none();
    match is_undated {
        true => RemoteQuery::Bool { must: vec![RemoteQuery::All], should: Vec::new(), must_not: vec![days] },
        false => days,
    }
}

/// Returns a query for the articles with these names and hosts.
fn listed(table: &SourceTable, found: &FoundSources) -> RemoteQuery {
    let names = found.names.iter().filter_map(|name| table.names.get(*name as usize)).cloned();
    let hosts = RemoteQuery::any_term(RemoteField::Host, found.domains.iter().cloned());
    let names = RemoteQuery::any_term(RemoteField::Value(CountBy::Site), names);
    let mut listed = vec![hosts, names];
    listed.retain(|query| *query != RemoteQuery::Nothing);
    RemoteQuery::any_of(listed)
}

fn has_stems(target: SearchTarget) -> bool {
    matches!(target, SearchTarget::Article | SearchTarget::Title | SearchTarget::Cut)
}

fn unscored(query: RemoteQuery) -> RemoteQuery {
    RemoteQuery::Unscored(Box::new(query))
}
