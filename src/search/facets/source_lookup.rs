//! Finds names of sites and hosts by domain and by word, without a look at all of them.

use rustc_hash::FxHashMap;

use crate::search::facets::leading_articles::{is_called, without_article};
use crate::search::facets::source_links::SourceLinks;
use crate::text::url::{domains_above, is_ip, site_domains};

/// Names and hosts that a clause on sites finds, by their numbers in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FoundSources {
    pub names: Vec<u32>,
    pub hosts: Vec<u32>,
    /// The domains that the hosts are in, in the order of the alphabet.
    pub domains: Vec<String>,
}

/// The names, groups of names, and hosts by what finds them.
#[derive(Debug, Default)]
pub(crate) struct SourceLookup {
    /// Hosts by the domains that they are in.
    hosts: FxHashMap<String, Vec<u32>>,
    /// Names that are linked to a host, by the domains that it is in.
    linked: FxHashMap<String, Vec<u32>>,
    /// Names that are hosts, by the domains that these are in.
    named: FxHashMap<String, Vec<u32>>,
    /// Names by their words.
    by_word: FxHashMap<String, Vec<u32>>,
    /// Domains of groups of names, each with the words of the group, by these words.
    groups: FxHashMap<String, Vec<u32>>,
    group_domains: Vec<(Vec<String>, String)>,
    /// Domains by their first label.
    called: FxHashMap<String, Vec<String>>,
}

impl SourceLookup {
    /// Indexes the names in `links` and the hosts.
    pub(crate) fn new(links: &SourceLinks, hosts: &[String]) -> Self {
        let mut lookup = SourceLookup::default();
        for (number, host) in (0..).zip(hosts) {
            domains_above(host).for_each(|domain| add(&mut lookup.hosts, domain, number));
            if let Some(domain) = site_domains(host).last().filter(|domain| !is_ip(domain)) {
                let domains = lookup.called.entry(first_label(domain).to_owned()).or_default();
                if domains.last().is_none_or(|last| last != domain) {
                    domains.push(domain.to_owned());
                }
            }
        }
        for (number, name) in (0..).zip(links.names()) {
            let domains = name.linked.into_iter().flat_map(domains_above);
            domains.for_each(|domain| add(&mut lookup.linked, domain, number));
            let domains = name.host.into_iter().flat_map(domains_above);
            domains.for_each(|domain| add(&mut lookup.named, domain, number));
            name.words.iter().for_each(|word| add(&mut lookup.by_word, word, number));
        }
        for (number, (words, domain)) in (0..).zip(links.linked_groups()) {
            words.iter().for_each(|word| add(&mut lookup.groups, word, number));
            lookup.group_domains.push((words.to_owned(), domain.to_owned()));
        }
        lookup
    }

    /// Returns the numbers of the names that have a word.
    pub(crate) fn names_with(&self, word: &str) -> &[u32] {
        self.by_word.get(word).map_or(&[], Vec::as_slice)
    }

    /// Finds what a clause for a host means: the hosts in that domain, the names that are such hosts or have
    /// its words, and the names that are linked to them.
    pub(crate) fn find_host(&self, links: &SourceLinks, domain: &str, words: &[String]) -> FoundSources {
        let mut found = self.find_domains(vec![domain.to_owned()]);
        found.names.extend(self.named.get(domain).into_iter().flatten());
        let candidates = rarest(&self.by_word, words).iter().copied();
        found.names.extend(candidates.filter(|name| links.is_host(*name as usize, domain, words)));
        sort(&mut found.names);
        found
    }

    /// Finds what a clause of words means beyond the names that have these words: the hosts that such a name
    /// is linked to, or that are called so, and all names that are linked to these.
    pub(crate) fn find_words(&self, links: &SourceLinks, words: &[String]) -> FoundSources {
        let base = without_article(words);
        let linked = rarest(&self.groups, base).iter().filter_map(|group| {
            let (of_group, domain) = self.group_domains.get(*group as usize)?;
            is_called(of_group, words).then(|| domain.clone())
        });
        let called = [words.concat(), base.concat()];
        let called = called.iter().flat_map(|label| self.called.get(label)).flatten().cloned();
        let mut found = self.find_domains(linked.chain(called).collect());
        let candidates = rarest(&self.by_word, base).iter().copied();
        found.names.extend(candidates.filter(|name| links.is_called_by_article(*name as usize, words)));
        sort(&mut found.names);
        found
    }

    /// Finds the hosts whose names are like `is_match`, and the names that are linked to them.
    pub(crate) fn find_like(&self, is_match: impl Fn(&str) -> bool, hosts: &[String]) -> FoundSources {
        let domains = hosts.iter().flat_map(|host| site_domains(host).filter(|domain| is_match(domain)));
        self.find_domains(domains.map(str::to_owned).collect())
    }

    fn find_domains(&self, mut domains: Vec<String>) -> FoundSources {
        domains.sort_unstable();
        domains.dedup();
        let of = |numbers: &FxHashMap<String, Vec<u32>>| {
            let found = domains.iter().filter_map(|domain| numbers.get(domain)).flatten();
            let mut found: Vec<u32> = found.copied().collect();
            sort(&mut found);
            found
        };
        FoundSources { names: of(&self.linked), hosts: of(&self.hosts), domains }
    }
}

/// Returns the shortest list of one of `words`; an empty one if a word has none.
fn rarest<'n>(numbers: &'n FxHashMap<String, Vec<u32>>, words: &[String]) -> &'n [u32] {
    let lists = words.iter().map(|word| numbers.get(word).map_or(&[][..], Vec::as_slice));
    lists.min_by_key(|list| list.len()).unwrap_or_default()
}

/// Adds a number, which may be the last one again.
fn add(numbers: &mut FxHashMap<String, Vec<u32>>, key: &str, number: u32) {
    match numbers.get_mut(key) {
        Some(list) if list.last() == Some(&number) => {}
        Some(list) => list.push(number),
        None => {
            numbers.insert(key.to_owned(), vec![number]);
        }
    }
}

fn sort(numbers: &mut Vec<u32>) {
    numbers.sort_unstable();
    numbers.dedup();
}

fn first_label(domain: &str) -> &str {
    domain.split('.').next().unwrap_or(domain)
}
