//! Lines that come back on other pages of the same site.
//!
//! Three of four lines of clutter stand on another page of their site as well; of the lines of articles next to none
//! do. The store is learned when an index is first built and frozen with it: a verdict depends on the bytes of a file
//! and on this store, on nothing else.

use super::lexicon::Lexicon;
use super::model::UNIT;
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

/// What the store knows of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recurrence {
    /// Pages with the line.
    pub pages: u32,
    /// Pages of the site that were learned from.
    pub of: u32,
}

impl SiteStats {
    /// On how many pages of `site` the line with this hash stands: `None` when on fewer than two.
    pub fn recurrence(&self, site: &str, line: u64) -> Option<Recurrence> {
        let site = self.sites.get(site)?;
        let at = site.lines.binary_search(&line).ok()?;
        Some(Recurrence { pages: site.counts[at], of: site.pages })
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

/// How much a line that stands on so many pages speaks against an article, in units of the score: three of four lines of
/// clutter recur, one of twenty-five of articles.
pub fn evidence(pages: u32) -> i32 {
    match pages {
        0 | 1 => 0,
        2 => UNIT * 3 / 2,
        3 => 3 * UNIT,
        _ => 5 * UNIT,
    }
}

/// Learns a [`SiteStats`] from the pages of a corpus, in any order.
///
/// ```
/// use clippings::clean::site::SiteLearner;
/// use clippings::extract::plain;
/// let mut learner = SiteLearner::default();
/// for page in ["Become a friend of ours\nThe ferry is late.", "Become a friend of ours\nThe bus is early."] {
///     learner.add("courier.example", &plain::blocks(page));
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
    /// Learns the lines of one page of `site`.
    pub fn add(&mut self, site: &str, blocks: &[Block]) {
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
        self.sites.entry(site.to_owned()).or_default().pages.push(lines);
    }

    /// Takes in what another learner has seen, as when a corpus is read by several threads.
    pub fn merge(&mut self, other: SiteLearner) {
        for (site, pages) in other.sites {
            self.sites.entry(site).or_default().pages.extend(pages.pages);
        }
    }

    /// What was learned. Copies of one article count as one page.
    pub fn finish(self) -> SiteStats {
        SiteStats { sites: self.sites.into_iter().map(|(name, pages)| (name, pages.count())).collect() }
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
        pages.iter().for_each(|page| learner.add("s", &plain::blocks(page)));
        learner.finish()
    }

    #[test]
    fn lines_on_two_pages_are_known() {
        let stats = learned(&["Our motto\nOne tale", "Our  Motto!\nAnother tale", "A third\nA third"]);
        assert_eq!(stats.recurrence("s", line_hash("our motto")), Some(Recurrence { pages: 2, of: 3 }));
        assert_eq!(stats.recurrence("s", line_hash("a third")), None);
        assert_eq!(stats.recurrence("t", line_hash("our motto")), None);
    }

    #[test]
    fn a_copy_of_an_article_proves_nothing() {
        let wind = |name: &str| {
            format!("The wind from the {name} took off the roof of the school and nobody saw it.\n")
        };
        let story: String = ["north", "south", "east", "west"].map(wind).concat();
        let stats = learned(&[&story, &format!("{story}Another end.\n")]);
        assert_eq!(stats.pages("s"), 1);
    }

    #[test]
    fn the_order_of_learning_does_not_matter() {
        let pages = ["a b\nc d", "c d\ne f", "e f\na b"];
        let mut backwards = pages;
        backwards.reverse();
        assert_eq!(learned(&pages), learned(&backwards));
    }
}
