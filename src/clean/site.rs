//! Lines that come back on other pages of the same site.
//!
//! Three of four lines of clutter stand on another page of their site as well; of the lines of articles next to none
//! do. The store is learned when an index is first built and frozen with it: a verdict depends on the bytes of a file
//! and on this store, on nothing else.

use super::judge::Context;
use super::lexicon::Lexicon;
use super::model::UNIT;
use super::rules::Origin;
use super::shape::Shape;
use crate::extract::Block;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Lines of fewer letters say too little: digits and signs recur anywhere.
const SHORTEST: u32 = 2;
/// A page that has this share (of ten) of its long lines from pages before it is a copy of one of them.
const COPY: usize = 5;
/// Lines with as many words are text rather than labels.
const LONG: u32 = 10;

/// How often lines stand on the pages of each site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteStats {
    sites: BTreeMap<String, Site>,
}

/// The lines of one site that stand on two pages or more.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Site {
    pages: u32,
    /// The hashes of the lines, in order.
    lines: Vec<u64>,
    /// On how many pages each stands.
    counts: Vec<u32>,
}

/// How often a line comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recurring {
    /// Pages with the line.
    pub pages: u32,
    /// Pages of the site that were learned from.
    pub of: u32,
    /// Words of the line.
    pub words: u32,
}

/// Labels of fewer words come back in articles too, as subheadings do.
const LABEL: u32 = 5;

impl Recurring {
    /// How much it speaks against an article, in units of the score: three of four lines of clutter come back on other
    /// pages of their site, one of twenty-five of articles.
    pub fn evidence(self) -> i32 {
        if self.words < LABEL {
            let common = self.pages >= 4 && self.pages * 10 >= self.of;
            return if common { UNIT * 3 / 2 } else { 0 };
        }
        match self.pages {
            0 | 1 => 0,
            2 => UNIT * 3 / 2,
            3 => 3 * UNIT,
            _ => 5 * UNIT,
        }
    }
}

/// How often each line, given by its hash and its number of words, comes back on the site of a page.
pub(super) fn recurrences(
    lines: impl Iterator<Item = (u64, u32)>,
    context: &Context,
) -> Vec<Option<Recurring>> {
    let Some(stats) = context.stats.filter(|stats| !stats.is_empty()) else {
        return lines.map(|_| None).collect();
    };
    let sites = sites_of(context.origin);
    let most = |(line, words): (u64, u32)| {
        let found = sites.iter().filter_map(|site| stats.recurrence(site, line, words));
        found.max_by_key(|found| found.pages)
    };
    lines.map(most).collect()
}

/// What stands for the site of a page: its host where that is known; else its folder, and in that the files whose
/// names begin alike.
pub fn sites_of(origin: Origin) -> Vec<String> {
    if !origin.site.is_empty() {
        return vec![origin.site.to_lowercase()];
    }
    let path = if origin.below.is_empty() { origin.path } else { origin.below };
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut sites = vec![format!("{folder}/")];
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let prefix = stem.split(|c: char| c.is_ascii_digit() || matches!(c, '_' | '-' | ' ' | '#')).next();
    sites.extend(
        prefix
            .filter(|prefix| prefix.len() >= 3 && *prefix != stem)
            .map(|prefix| format!("{folder}/{prefix}")),
    );
    sites
}

impl SiteStats {
    /// How often the line with this hash and so many words comes back on pages of `site`: `None` when it stands on
    /// fewer than two.
    pub fn recurrence(&self, site: &str, line: u64, words: u32) -> Option<Recurring> {
        let site = self.sites.get(site)?;
        let at = site.lines.binary_search(&line).ok()?;
        Some(Recurring { pages: *site.counts.get(at)?, of: site.pages, words })
    }

    /// How many pages of `site` were learned from.
    pub fn pages(&self, site: &str) -> u32 {
        self.sites.get(site).map_or(0, |site| site.pages)
    }

    /// How many sites there are.
    pub fn len(&self) -> usize {
        self.sites.len()
    }

    /// Whether nothing was learned.
    pub fn is_empty(&self) -> bool {
        self.sites.is_empty()
    }
}

/// Learns a [`SiteStats`] from the pages of a corpus, in any order.
///
/// ```
/// use clippings::clean::site::SiteLearner;
/// use clippings::extract::plain;
/// let mut learner = SiteLearner::default();
/// for page in ["Become a friend of ours\nThe ferry is late.", "Become a friend of ours\nThe bus is early."] {
///     learner.add(&["courier.example".to_owned()], &plain::blocks(page));
/// }
/// let stats = learner.finish();
/// assert_eq!(stats.pages("courier.example"), 2);
/// ```
#[derive(Debug, Default)]
pub struct SiteLearner {
    sites: HashMap<String, Pages>,
}

#[derive(Debug, Default)]
struct Pages {
    /// The distinct lines of each page, sorted, and which of them are long.
    pages: Vec<Vec<(u64, bool)>>,
}

impl SiteLearner {
    /// Learns the lines of one page, which belongs to all of `sites`.
    pub fn add(&mut self, sites: &[String], blocks: &[Block]) {
        let lexicon = Lexicon::get();
        let mut words = Vec::new();
        let mut lines: Vec<(u64, bool)> = blocks
            .iter()
            .map(|block| {
                words.clear();
                Shape::scan(block.text.as_str(), lexicon, &mut words)
            })
            .filter(|shape| shape.letters >= SHORTEST)
            .map(|shape| (shape.hash, shape.words >= LONG))
            .collect();
        lines.sort_unstable();
        lines.dedup();
        for site in sites {
            self.sites.entry(site.clone()).or_default().pages.push(lines.clone());
        }
    }

    /// Takes in what another learner has seen, as when a corpus is read by several threads.
    pub fn merge(&mut self, other: SiteLearner) {
        for (site, pages) in other.sites {
            self.sites.entry(site).or_default().pages.extend(pages.pages);
        }
    }

    /// What was learned. Copies of one article count as one page.
    pub fn finish(self) -> SiteStats {
        let counted = self.sites.into_iter().map(|(name, pages)| (name, pages.count()));
        SiteStats { sites: counted.filter(|(_, site)| !site.lines.is_empty()).collect() }
    }
}

impl Pages {
    fn count(mut self) -> Site {
        // In one order, whatever the order of learning.
        self.pages.sort_unstable();
        let mut counts: HashMap<u64, u32> = HashMap::new();
        let mut long_seen: HashSet<u64> = HashSet::new();
        let mut pages = 0;
        for page in &self.pages {
            let long = || page.iter().filter(|(_, long)| *long).map(|(hash, _)| *hash);
            let known = long().filter(|hash| long_seen.contains(hash)).count();
            if known >= 3 && known * 10 > long().count() * COPY {
                continue;
            }
            long_seen.extend(long());
            pages += 1;
            for (hash, _) in page {
                *counts.entry(*hash).or_default() += 1;
            }
        }
        let mut lines: Vec<(u64, u32)> = counts.into_iter().filter(|(_, count)| *count > 1).collect();
        lines.sort_unstable();
        Site {
            pages,
            lines: lines.iter().map(|line| line.0).collect(),
            counts: lines.iter().map(|line| line.1).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::shape::line_hash;
    use super::*;
    use crate::extract::plain;

    fn learned(pages: &[&str]) -> SiteStats {
        let mut learner = SiteLearner::default();
        pages.iter().for_each(|page| learner.add(&["s".to_owned()], &plain::blocks(page)));
        learner.finish()
    }

    #[test]
    fn lines_on_two_pages_are_known() {
        let stats = learned(&["Our motto\nOne tale", "Our  Motto!\nAnother tale", "A third\nA third"]);
        let found = Recurring { pages: 2, of: 3, words: 2 };
        assert_eq!(stats.recurrence("s", line_hash("our motto"), 2), Some(found));
        assert_eq!(stats.recurrence("s", line_hash("a third"), 2), None);
        assert_eq!(stats.recurrence("t", line_hash("our motto"), 2), None);
    }

    #[test]
    fn a_copy_of_an_article_proves_nothing() {
        let wind = |name: &str| {
            format!("The wind from the {name} took off the roof of the school and nobody saw it.\n")
        };
        let story: String = ["north", "south", "east", "west"].map(wind).concat();
        let stats = learned(&[&story, &format!("{story}Another end.\n")]);
        assert!(stats.is_empty());
    }

    #[test]
    fn the_more_pages_the_more_evidence_and_labels_need_most() {
        let found = |pages, words| Recurring { pages, of: 20, words }.evidence();
        assert!(found(4, 12) > found(3, 12) && found(3, 12) > found(2, 12) && found(1, 12) == 0);
        assert!(found(3, 2) == 0 && found(4, 2) > 0 && found(4, 2) < found(4, 12));
        assert_eq!(Recurring { pages: 4, of: 200, words: 2 }.evidence(), 0);
    }

    #[test]
    fn a_site_is_a_host_or_a_folder_with_a_prefix() {
        let sites = |path, site| sites_of(Origin { path, site, below: "" });
        assert_eq!(sites("a/b.txt", "Courier.example"), ["courier.example"]);
        assert_eq!(sites("a/courier-2024-10-18.txt", ""), ["a/", "a/courier"]);
        assert_eq!(sites("1.txt", ""), ["/"]);
    }

    #[test]
    fn the_order_of_learning_does_not_matter() {
        let pages = ["a b\nc d", "c d\ne f", "e f\na b"];
        let mut backwards = pages;
        backwards.reverse();
        assert_eq!(learned(&pages), learned(&backwards));
    }
}
