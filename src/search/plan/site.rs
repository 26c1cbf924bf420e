//! Lowers clauses on sites, which match the name of a site or its host.

use rustc_hash::FxHashMap;
use tantivy::DocAddress;
use tantivy::query::{BooleanQuery, EmptyQuery, Occur as TantivyOccur, Query as TantivyQuery};

use crate::query::{Glob, Pattern};
use crate::search::facets::source_docs::{SourceDocs, SourcePair};
use crate::search::facets::source_links::name_words;
use crate::search::facets::source_lookup::FoundSources;
use crate::search::facets::source_table::SourceTable;
use crate::search::plan::planner::Planner;
use crate::search::queries::doc_list::DocListQuery;
use crate::text::url::{domains_above, host_name, is_within};

/// Maximum number of names and hosts that a note lists.
const MAX_NOTED: usize = 3;
/// Steps of a look-up of one clause.
const CLAUSE_STEPS: u64 = 100;
/// Steps of comparing a host with a pattern.
const HOST_STEPS: u64 = 4;

impl<'s> Planner<'s> {
    /// Returns what the clause `surface` on sites finds: a host the articles there and in its subdomains, and
    /// a name the articles of `words`, which have its words in the name of the site; both with the articles
    /// of the other kind that are of the same source.
    pub(crate) fn lower_site(
        &mut self,
        surface: &str,
        words: Box<dyn TantivyQuery>,
    ) -> tantivy::Result<Box<dyn TantivyQuery>> {
        if self.fields.sources.is_none() {
            return Ok(words);
        }
        let tokens = name_words(self.analyzer, surface);
        let domain = host_name(surface);
        let table = self.all_sources()?;
        let found = table.find(surface, self.analyzer);
        let (held, renumbered) = self.held_sources(table, &found)?;
        let docs = held.docs(self.searcher);
        let pairs = docs.pairs_of(&renumbered.names, &renumbered.hosts);
        let is_within_budget = self.take_sources(docs, &pairs);
        let is_literal = |name: usize, host: Option<&String>| match &domain {
            Some(domain) => {
                host.is_some_and(|host| is_within(host, domain)) || table.links.is_host(name, domain, &tokens)
            }
            None => table.links.has_words(name, &tokens),
        };
        let beyond = match self.remote {
            None => {
                let counted = |index: &usize| {
                    let (pair, articles) = docs.pair(*index);
                    (pair, articles.len() as u64)
                };
                beyond(table, pairs.iter().map(counted), &found, is_literal)
            }
            Some(_) => {
                let is_found = |((name, host), _): &(SourcePair, u64)| {
                    found.names.binary_search(name).is_ok() || found.hosts.binary_search(host).is_ok()
                };
                beyond(table, table.counts.iter().copied().filter(is_found), &found, is_literal)
            }
        };
        let is_told = self.remote.is_some() || is_within_budget;
        if let Some((articles, names)) = beyond.filter(|_| is_told) {
            let plural = if articles == 1 { "" } else { "s" };
            let clause = quoted(surface);
            self.add_note(format!(
                "site:{clause} was also read as {names} ({articles} article{plural} more)"
            ));
        }
        if pairs.is_empty() || !is_within_budget {
            return Ok(if domain.is_some() { Box::new(EmptyQuery) } else { words });
        }
        let listed = self.listed(docs, &pairs);
        Ok(if domain.is_some() { listed } else { either(words, listed) })
    }

    /// Returns the names and hosts of all articles, of those that another engine holds too if it tells them.
    fn all_sources(&self) -> tantivy::Result<&'s SourceTable> {
        match self.remote.map(|remote| remote.sources()).transpose()?.flatten() {
            Some(table) => Ok(table),
            None => self.sources.get(self.searcher, self.analyzer),
        }
    }

    /// Returns the names and hosts of the articles that are here, and those of them that were `found` in
    /// `table`.
    fn held_sources(
        &self,
        table: &SourceTable,
        found: &FoundSources,
    ) -> tantivy::Result<(&'s SourceTable, FoundSources)> {
        let held = self.sources.get(self.searcher, self.analyzer)?;
        Ok((held, if self.remote.is_some() { held.renumbered(table, found) } else { found.clone() }))
    }

    /// Returns what a pattern on sites finds: `words`, or the hosts that it matches as a whole.
    pub(crate) fn lower_site_pattern(
        &mut self,
        pattern: &Pattern,
        words: Box<dyn TantivyQuery>,
    ) -> tantivy::Result<Box<dyn TantivyQuery>> {
        let Some(glob) = Glob::new(&pattern.glob).filter(|_| self.fields.sources.is_some()) else {
            return Ok(words);
        };
        let table = self.all_sources()?;
        if !self.budget.take(table.hosts.len() as u64 * HOST_STEPS) {
            return Ok(words);
        }
        let found = table.lookup().find_like(|host| glob.matches(host), &table.hosts);
        let (held, found) = self.held_sources(table, &found)?;
        let docs = held.docs(self.searcher);
        let pairs = docs.pairs_of(&found.names, &found.hosts);
        if pairs.is_empty() || !self.take_sources(docs, &pairs) {
            return Ok(words);
        }
        Ok(either(words, self.listed(docs, &pairs)))
    }

    /// Takes the steps of reading the articles of `pairs`. Returns whether there were as many.
    fn take_sources(&self, docs: &SourceDocs, pairs: &[usize]) -> bool {
        let articles: usize = pairs.iter().map(|index| docs.pair(*index).1.len()).sum();
        self.budget.take(CLAUSE_STEPS + (pairs.len() + articles) as u64)
    }

    fn listed(&self, docs: &SourceDocs, pairs: &[usize]) -> Box<dyn TantivyQuery> {
        let mut listed: Vec<DocAddress> =
            pairs.iter().flat_map(|index| docs.pair(*index).1).copied().collect();
        listed.sort_unstable();
        Box::new(DocListQuery::new(self.searcher, &listed))
    }
}

fn either(first: Box<dyn TantivyQuery>, second: Box<dyn TantivyQuery>) -> Box<dyn TantivyQuery> {
    Box::new(BooleanQuery::new(vec![(TantivyOccur::Should, first), (TantivyOccur::Should, second)]))
}

/// Returns the number of articles of `found` that are not literally what was typed, and the names and hosts
/// that brought them in; `None` if there are none. `is_literal` tells by name and host.
fn beyond(
    table: &SourceTable,
    pairs: impl Iterator<Item = (SourcePair, u64)>,
    found: &FoundSources,
    is_literal: impl Fn(usize, Option<&String>) -> bool,
) -> Option<(u64, String)> {
    let mut counts: FxHashMap<&str, u64> = FxHashMap::default();
    for ((name, host), articles) in pairs {
        let by_host = found.hosts.binary_search(&host).is_ok();
        let host = table.hosts.get(host as usize);
        if is_literal(name as usize, host) {
            continue;
        }
        let reading = match host.filter(|_| by_host) {
            Some(host) => {
                let is_found = |domain: &&str| {
                    found.domains.binary_search_by(|found| found.as_str().cmp(domain)).is_ok()
                };
                domains_above(host).filter(is_found).last()
            }
            None => table.names.get(name as usize).map(String::as_str),
        };
        let Some(reading) = reading else { continue };
        *counts.entry(reading).or_default() += articles;
    }
    let mut counts: Vec<(u64, &str)> = counts.into_iter().map(|(name, count)| (count, name)).collect();
    counts.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let articles = counts.iter().map(|(count, _)| count).sum();
    let mut names: Vec<String> = counts.iter().take(MAX_NOTED).map(|(_, name)| quoted(name)).collect();
    match counts.len().saturating_sub(MAX_NOTED) {
        0 => {}
        more => names.push(format!("{more} more")),
    }
    (!names.is_empty()).then(|| (articles, names.join(", ")))
}

/// Writes a name in quotes if it has several words.
fn quoted(name: &str) -> String {
    if name.contains(char::is_whitespace) { format!("\"{name}\"") } else { name.to_owned() }
}
