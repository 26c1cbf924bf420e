//! Links between the names of sites and the hosts that are one source.
//!
//! The archive itself tells: articles of a newspaper carry its name, and most of them its host. A name is
//! that of a host if more than half of its articles that have a host are there, and at least a third of the
//! articles there carry it. Columns that a syndicate or the heading *Guest Writer* name stand with many
//! hosts, and a site that copies others has many names, so neither is taken for the other.

use rustc_hash::FxHashMap;

use crate::analysis::{AnalyzerVersion, query_tokens};
use crate::search::facets::leading_articles::{contains, is_called, without_article};
use crate::text::url::{host_name, is_ip, is_within, site_domains};

/// No name, or no host.
pub(crate) const UNKNOWN: u32 = u32::MAX;

/// Signs before what is added to the name of a site: *Courier - Opinion*, *Courier (Online)*.
const SEPARATORS: [&str; 5] = [" - ", " – ", " — ", " | ", " ("];

/// Links between names of sites and hosts.
#[derive(Debug, Default)]
pub(crate) struct SourceLinks {
    /// The names that share a beginning.
    groups: Vec<NameGroup>,
    /// Words of each name, and its group.
    names: Vec<(Vec<String>, usize)>,
    /// Hosts of the names that are hosts.
    name_hosts: Vec<Option<String>>,
    /// Most frequent name of the group that each host is linked to.
    name_by_host: Vec<Option<usize>>,
}

/// Names that share a beginning, such as *Courier - News* and *Courier - Opinion*.
#[derive(Debug, Default)]
struct NameGroup {
    /// Words of the beginning.
    words: Vec<String>,
    /// Number of articles by host.
    hosts: FxHashMap<u32, u64>,
    /// The domain whose articles have these names.
    domain: Option<String>,
    /// Most frequent name, and the number of its articles.
    main: Option<(usize, u64)>,
}

/// Words and links of a name.
pub(crate) struct NameLinks<'l> {
    pub words: &'l [String],
    /// The host that it is, if it is one.
    pub host: Option<&'l str>,
    /// The domain whose articles have this name.
    pub linked: Option<&'l str>,
}

impl SourceLinks {
    /// Links the names and hosts of an archive by the number of articles that have both.
    pub(crate) fn new(
        names: &[String],
        hosts: &[String],
        pairs: &FxHashMap<(u32, u32), u64>,
        analyzer: AnalyzerVersion,
    ) -> Self {
        let mut links = SourceLinks {
            name_hosts: names.iter().map(|name| host_name(name)).collect(),
            name_by_host: vec![None; hosts.len()],
            ..SourceLinks::default()
        };
        let mut groups: FxHashMap<Vec<String>, usize> = FxHashMap::default();
        for name in names {
            let words = name_words(analyzer, name);
            let base = base_words(analyzer, name);
            let group = *groups.entry(base.clone()).or_insert_with(|| {
                links.groups.push(NameGroup { words: base, ..NameGroup::default() });
                links.groups.len() - 1
            });
            links.names.push((words, group));
        }
        links.count(hosts, pairs);
        links
    }

    fn count(&mut self, hosts: &[String], pairs: &FxHashMap<(u32, u32), u64>) {
        let mut by_name: FxHashMap<usize, u64> = FxHashMap::default();
        // Articles with a name by domain.
        let mut named: FxHashMap<&str, u64> = FxHashMap::default();
        for ((name, host), count) in pairs.iter().filter(|((name, _), _)| *name != UNKNOWN) {
            let Some((_, group)) = self.names.get(*name as usize) else { continue };
            *by_name.entry(*name as usize).or_default() += count;
            if let Some(text) = hosts.get(*host as usize) {
                *self.groups[*group].hosts.entry(*host).or_default() += count;
                site_domains(text).for_each(|domain| *named.entry(domain).or_default() += count);
            }
        }
        for (name, (_, group)) in self.names.iter().enumerate() {
            let count = by_name.get(&name).copied().unwrap_or_default();
            let main = &mut self.groups[*group].main;
            if main.is_none_or(|(_, most)| count > most) {
                *main = Some((name, count));
            }
        }
        for group in &mut self.groups {
            group.domain = group
                .find_domain(hosts)
                .filter(|(domain, articles)| {
                    named.get(domain).is_some_and(|all| articles.saturating_mul(3) >= *all)
                })
                .map(|(domain, _)| domain.to_owned());
        }
        self.link_longer_names(hosts);
        let mut by_domain: FxHashMap<&str, (u64, usize)> = FxHashMap::default();
        for group in &self.groups {
            let Some((domain, (name, count))) = group.domain.as_deref().zip(group.main) else { continue };
            let best = by_domain.entry(domain).or_insert((count, name));
            if count > best.0 {
                *best = (count, name);
            }
        }
        for (host, text) in hosts.iter().enumerate() {
            let mut linked = site_domains(text).filter_map(|domain| by_domain.get(domain));
            self.name_by_host[host] = linked.next().map(|(_, name)| *name);
        }
    }

    /// Links names that go on after the name of a linked group, such as *Courier Opinion*, to the same domain
    /// if no more of their articles are elsewhere than there.
    fn link_longer_names(&mut self, hosts: &[String]) {
        let linked: FxHashMap<Vec<String>, String> = self
            .groups
            .iter()
            .filter_map(|group| Some((group.words.clone(), group.domain.clone()?)))
            .collect();
        for group in self.groups.iter_mut().filter(|group| group.domain.is_none()) {
            let beginnings = (2..=group.words.len()).rev().map(|length| &group.words[..length]);
            let Some(domain) = beginnings.filter_map(|words| linked.get(words)).next() else { continue };
            let all: u64 = group.hosts.values().sum();
            if group.hosts.is_empty() || group.articles_in(domain, hosts) * 2 > all {
                group.domain = Some(domain.clone());
            }
        }
    }

    /// Returns the number of the name that the articles of a host have most often, if it is linked to one.
    pub(crate) fn name_of_host(&self, host: u32) -> Option<usize> {
        self.name_by_host.get(host as usize).copied().flatten()
    }

    /// Returns what is known of each name.
    pub(crate) fn names(&self) -> impl Iterator<Item = NameLinks<'_>> {
        self.names.iter().zip(&self.name_hosts).map(|((words, group), host)| NameLinks {
            words,
            host: host.as_deref(),
            linked: self.groups.get(*group).and_then(|group| group.domain.as_deref()),
        })
    }

    /// Returns the words and the domain of each group of names that is linked to one.
    pub(crate) fn linked_groups(&self) -> impl Iterator<Item = (&[String], &str)> {
        self.groups.iter().filter_map(|group| Some((group.words.as_slice(), group.domain.as_deref()?)))
    }

    /// Returns whether a name is a host in `domain`, or has its `words` beside others.
    pub(crate) fn is_host(&self, name: usize, domain: &str, words: &[String]) -> bool {
        match self.name_hosts.get(name) {
            Some(Some(host)) => is_within(host, domain),
            // The numbers of an IP address are no words.
            Some(None) => !is_ip(domain) && self.has_words(name, words),
            None => false,
        }
    }

    /// Returns whether a name has these words only if an article before it or them makes no difference.
    pub(crate) fn is_called_by_article(&self, name: usize, words: &[String]) -> bool {
        self.names
            .get(name)
            .is_some_and(|(of_name, _)| is_called(of_name, words) && !contains(of_name, words))
    }

    /// Returns whether a name has these words next to each other, but for an article before either.
    pub(crate) fn has_words(&self, name: usize, words: &[String]) -> bool {
        self.names.get(name).is_some_and(|(of_name, _)| is_called(of_name, words))
    }
}

impl NameGroup {
    /// Returns the longest domain that has nearly all articles of the group that one domain has, and their
    /// number, if they are more than half.
    fn find_domain<'h>(&self, hosts: &'h [String]) -> Option<(&'h str, u64)> {
        let mut articles: FxHashMap<&str, u64> = FxHashMap::default();
        for (host, count) in &self.hosts {
            let Some(host) = hosts.get(*host as usize) else { continue };
            site_domains(host).for_each(|domain| *articles.entry(domain).or_default() += count);
        }
        let most = *articles.values().max()?;
        let nearly_all = |count: u64| count.saturating_mul(10) >= most.saturating_mul(9);
        let all: u64 = self.hosts.values().sum();
        let found = articles.into_iter().filter(|(_, count)| nearly_all(*count) && *count * 2 > all);
        found.max_by_key(|(domain, count)| (domain.matches('.').count(), *count, *domain))
    }

    /// Returns the number of articles that have these names and are in `domain`.
    fn articles_in(&self, domain: &str, hosts: &[String]) -> u64 {
        let is_there = |host: &u32| hosts.get(*host as usize).is_some_and(|host| is_within(host, domain));
        self.hosts.iter().filter(|(host, _)| is_there(host)).map(|(_, count)| count).sum()
    }
}

/// Returns the normalized words of a name of a site or an author.
pub(crate) fn name_words(analyzer: AnalyzerVersion, name: &str) -> Vec<String> {
    query_tokens(analyzer, name).map(|token| token.text).collect()
}

/// Returns the beginning of a name, without what is added to it: *Courier* for *Courier - Opinion*.
pub(crate) fn beginning(name: &str) -> &str {
    let end = SEPARATORS.iter().filter_map(|separator| name.find(separator)).min();
    &name[..end.unwrap_or(name.len())]
}

/// Returns the words of the beginning of a name, without an article: those of *Courier* for *The Courier -
/// Opinion*.
fn base_words(analyzer: AnalyzerVersion, name: &str) -> Vec<String> {
    let base = name_words(analyzer, beginning(name));
    let base = without_article(&base).to_vec();
    if base.is_empty() { vec![name.to_lowercase()] } else { base }
}

#[cfg(test)]
mod tests {
    use crate::search::facets::source_links::*;
    use crate::search::facets::source_lookup::SourceLookup;

    /// Returns which of `names` a clause for `domain` finds, in an archive with these numbers of articles.
    fn names_at(domain: &str, pairs: &[(&str, &str, u64)]) -> Vec<String> {
        let distinct = |texts: Vec<&str>| -> Vec<String> {
            let texts: std::collections::BTreeSet<_> =
                texts.into_iter().filter(|text| !text.is_empty()).collect();
            texts.into_iter().map(str::to_owned).collect()
        };
        let names = distinct(pairs.iter().map(|pair| pair.0).collect());
        let hosts = distinct(pairs.iter().map(|pair| pair.1).collect());
        let number = |all: &[String], text: &str| {
            all.iter()
                .position(|known| known == text)
                .and_then(|index| u32::try_from(index).ok())
                .unwrap_or(UNKNOWN)
        };
        let numbered =
            pairs.iter().map(|(name, host, count)| ((number(&names, name), number(&hosts, host)), *count));
        let links = SourceLinks::new(&names, &hosts, &numbered.collect(), AnalyzerVersion::CURRENT);
        let found = SourceLookup::new(&links, &hosts).find_host(&links, domain, &["-".to_owned()]);
        found.names.into_iter().map(|name| names[name as usize].clone()).collect()
    }

    #[test]
    fn a_name_is_linked_to_the_host_of_most_of_its_articles() {
        let pairs = [
            ("Coast", "coast.com", 5),
            ("Coast", "m.coast.com", 4),
            ("Coast", "copies.com", 1),
            ("Coast", "", 3),
        ];
        assert_eq!(names_at("coast.com", &pairs), ["Coast"]);
        assert_eq!(names_at("m.coast.com", &pairs), [""; 0]);
        assert_eq!(names_at("copies.com", &pairs), [""; 0]);
    }

    #[test]
    fn a_name_at_many_hosts_is_that_of_none() {
        let pairs = [("Digest", "coast.com", 1), ("Digest", "hill.com", 1), ("Digest", "", 7)];
        assert_eq!(names_at("coast.com", &pairs), [""; 0]);
    }

    #[test]
    fn a_host_with_many_names_has_none_of_them() {
        let pairs = [
            ("Coast", "portal.com", 2),
            ("Hill", "portal.com", 2),
            ("Dale", "portal.com", 2),
            ("Moor", "portal.com", 2),
        ];
        assert_eq!(names_at("portal.com", &pairs), [""; 0]);
    }

    #[test]
    fn names_that_go_on_are_linked_too() {
        let pairs = [
            ("Coast Daily", "coast.com", 50),
            ("Coast Daily - News", "", 2),
            ("Coast Daily Opinion", "coast.com", 2),
            ("Coast Daily Opinion", "copies.com", 1),
            ("Coast Daily Review", "review.com", 2),
            ("Coast", "isles.com", 2),
        ];
        let expected = ["Coast Daily", "Coast Daily - News", "Coast Daily Opinion"];
        assert_eq!(names_at("coast.com", &pairs), expected);
    }
}
