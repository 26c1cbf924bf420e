//! Lowers clauses on sites, which match the name of a site or its host.

use tantivy::query::{BooleanQuery, Occur as TantivyOccur, Query as TantivyQuery};

use crate::analysis::query_tokens;
use crate::index::SearchTarget;
use crate::query::{Glob, Query};
use crate::search::facets::source_links::FoundSources;
use crate::search::facets::source_table::SourceTable;
use crate::search::plan::planner::Planner;
use crate::search::queries::doc_list::DocListQuery;
use crate::text::url::{host_name, is_within};

/// Maximum number of names and hosts that a note lists.
const MAX_NOTED: usize = 3;

impl Planner<'_> {
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
        let table = self.sources.get(self.searcher, self.analyzer)?;
        let tokens: Vec<String> = query_tokens(self.analyzer, surface).map(|token| token.text).collect();
        let domain = host_name(surface);
        let found = match &domain {
            Some(domain) => table.links.find_host(domain, &tokens, &table.hosts),
            None => table.links.find_words(&tokens, &table.hosts),
        };
        let links = &table.links;
        let beyond = match &domain {
            Some(domain) => beyond(table, &found, |name, host| {
                host.is_some_and(|host| is_within(host, domain)) || links.is_host(name, domain, &tokens)
            }),
            None => beyond(table, &found, |name, _| links.has_words(name, &tokens)),
        };
        if let Some((articles, names)) = beyond {
            let plural = if articles == 1 { "" } else { "s" };
            let clause = quoted(surface);
            let note = format!("site:{clause} was also read as {names} ({articles} article{plural} more)");
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
        let docs = table.docs(self.searcher, &found.names, &found.hosts);
        let listed: Box<dyn TantivyQuery> = Box::new(DocListQuery::new(self.searcher, &docs));
        match domain {
            Some(_) => Ok(listed),
            None if docs.is_empty() => Ok(words),
            None => Ok(either(words, listed)),
        }
    }

    /// Returns what a pattern on sites finds: `words`, or the hosts that it matches as a whole.
    pub(crate) fn lower_site_pattern(
        &mut self,
        query: &Query,
        words: Box<dyn TantivyQuery>,
    ) -> tantivy::Result<Box<dyn TantivyQuery>> {
        let (Query::Pattern(pattern), true) = (query, self.fields.sources.is_some()) else {
            return Ok(words);
        };
        let Some(glob) = Glob::new(&pattern.glob) else { return Ok(words) };
        let table = self.sources.get(self.searcher, self.analyzer)?;
        let found = table.links.find_like(|host| glob.matches(host), &table.hosts);
        let docs = table.docs(self.searcher, &found.names, &found.hosts);
        Ok(either(words, Box::new(DocListQuery::new(self.searcher, &docs))))
    }
}

/// Returns whether a query on `target` is matched by names and hosts of sites alike.
pub(crate) fn is_of_sites(target: SearchTarget) -> bool {
    target == SearchTarget::Site
}

fn either(first: Box<dyn TantivyQuery>, second: Box<dyn TantivyQuery>) -> Box<dyn TantivyQuery> {
    Box::new(BooleanQuery::new(vec![(TantivyOccur::Should, first), (TantivyOccur::Should, second)]))
}

/// Returns the number of articles of `found` that are not literally what was typed, and the names and hosts
/// that brought them in; `None` if there are none. `is_literal` tells by name and host.
fn beyond(
    table: &SourceTable,
    found: &FoundSources,
    is_literal: impl Fn(usize, Option<&String>) -> bool,
) -> Option<(u64, String)> {
    let is_marked = |marks: &[bool], number: u32| marks.get(number as usize).is_some_and(|marked| *marked);
    let mut counts: Vec<(u64, &str)> = Vec::new();
    for ((name, host), count) in &table.pairs {
        let (by_name, by_host) = (is_marked(&found.names, *name), is_marked(&found.hosts, *host));
        let host = table.hosts.get(*host as usize);
        if !by_name && !by_host || is_literal(*name as usize, host) {
            continue;
        }
        let reading = match host.filter(|_| by_host) {
            Some(host) => found.domains.iter().find(|domain| is_within(host, domain)),
            None => table.names.get(*name as usize),
        };
        let Some(reading) = reading else { continue };
        match counts.iter_mut().find(|(_, known)| known == reading) {
            Some((total, _)) => *total += count,
            None => counts.push((*count, reading)),
        }
    }
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
