//! Lines that come back on other pages of the same site.
//!
//! Three of four lines of clutter stand on another page of their site as well; of the lines of articles next to none
//! do. The store is learned when an index is first built and frozen with it: a verdict depends on the bytes of a file
//! and on this store, on nothing else.

use crate::clean::text::gbdt::UNIT;
use crate::clean::text::line_scanner::Scanner;
use crate::clean::text::line_stats::LineStats;
use crate::clean::text::page::PrehashedMap;
use crate::clean::user_rules::Origin;
use crate::extract::Block;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// Lines of fewer letters say too little: digits and signs recur anywhere.
const SHORTEST: u32 = 2;
/// A page that has this share (of ten) of its long lines from pages before it is a copy of one of them.
const COPY: usize = 5;
/// Lines with as many words are text rather than labels.
const LONG: u32 = 10;

/// How often lines stand on the pages of each site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteStats {
    sites: BTreeMap<String, SiteLines>,
}

/// The lines of one site that stand on two pages or more.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct SiteLines {
    pages: u32,
    /// The hashes of the lines, in order.
    lines: Vec<u64>,
    /// On how many pages each stands.
    counts: Vec<u32>,
}

/// How often a line comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recurrence {
    /// SitePages with the line.
    pub pages: u32,
    /// SitePages of the site that were learned from.
    pub of: u32,
}

/// A line as the store is asked for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LineFingerprint {
    pub hash: u64,
    pub words: u32,
    /// Whether there are digits in it, which the hash does not tell apart.
    pub digits: bool,
}

impl LineFingerprint {
    pub fn of(shape: &LineStats) -> Self {
        LineFingerprint { hash: shape.hash, words: shape.words, digits: shape.digits > 0 }
    }

    /// How much it speaks against an article, in units of the score, that the line comes back so often: three of four
    /// lines of clutter come back on other pages of their site, one of twenty-five of articles.
    fn evidence(self, found: Recurrence) -> i32 {
        // What stands on few of many pages is no part of what is around all of them.
        let common = found.pages * COMMON >= found.of;
        // Numbers tell sentences apart that are alike in all else.
        let other = self.digits && self.words >= LONG;
        if !common || other {
            return 0;
        }
        match found.pages {
            0 | 1 => 0,
            2 | 3 if self.words < LABEL => 0,
            _ if self.words < LABEL => UNIT * 3 / 2,
            2 => UNIT * 3 / 2,
            3 => 3 * UNIT,
            _ => 6 * UNIT,
        }
    }
}

/// Labels of fewer words come back in articles too, as subheadings do.
const LABEL: u32 = 5;
/// What belongs to a site stands on one of so many of its pages.
const COMMON: u32 = 10;

/// What the store says of the lines of a page: how often each comes back and what that speaks for, in units of the
/// score; 0 where it says nothing.
pub(crate) fn recurrences(
    lines: impl Iterator<Item = LineFingerprint>,
    stats: Option<&SiteStats>,
    origin: Origin,
) -> Vec<(u32, i32)> {
    let Some(stats) = stats.filter(|stats| !stats.is_empty()) else {
        return lines.map(|_| (0, 0)).collect();
    };
    let sites = site_keys(origin);
    let (mut text, mut back) = (0, 0);
    let most = |line: LineFingerprint| {
        let found = sites.iter().filter_map(|site| stats.recurrence(site, line.hash));
        let evidence = found.map(|found| (line.evidence(found), found.pages)).max();
        let (evidence, pages) = evidence.filter(|(evidence, _)| *evidence > 0).unwrap_or_default();
        let long = if line.words >= LONG { line.words } else { 0 };
        text += long;
        back += if evidence > 0 { long } else { 0 };
        (pages, evidence)
    };
    let found: Vec<(u32, i32)> = lines.map(most).collect();
    // A page whose text stands on other pages for the most part is a copy, or was put together out of others.
    if back * 2 > text { found.iter().map(|_| (0, 0)).collect() } else { found }
}

/// What stands for the site of a page: its host where that is known; else its folder, and in that the files whose
/// names begin alike.
pub fn site_keys(origin: Origin) -> Vec<String> {
    if !origin.site.is_empty() {
        return vec![origin.site.to_lowercase()];
    }
    let path = if origin.source_key.is_empty() { origin.path } else { origin.source_key };
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
    /// How often the line with this hash comes back on pages of `site`: `None` when it stands on fewer than two.
    pub fn recurrence(&self, site: &str, line: u64) -> Option<Recurrence> {
        let site = self.sites.get(site)?;
        let at = site.lines.binary_search(&line).ok()?;
        Some(Recurrence { pages: *site.counts.get(at)?, of: site.pages })
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
/// use clippings::clean::site_lines::SiteLearner;
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
    sites: HashMap<String, SitePages>,
}

#[derive(Debug, Default)]
struct SitePages {
    /// The distinct lines of each page, sorted, and which of them are long.
    pages: Vec<Vec<(u64, bool)>>,
}

impl SiteLearner {
    /// Learns the lines of one page, which belongs to all of `sites`.
    pub fn add(&mut self, sites: &[String], blocks: &[Block]) {
        let mut words = Vec::new();
        let mut lines: Vec<(u64, bool)> = blocks
            .iter()
            .map(|block| {
                words.clear();
                // What its words are for is not asked.
                Scanner::new(None, &mut words).run(block.text.as_str())
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

impl SitePages {
    fn count(mut self) -> SiteLines {
        // In one order, whatever the order of learning.
        self.pages.sort_unstable();
        let mut counts: PrehashedMap<u32> = PrehashedMap::default();
        let mut long_seen: PrehashedMap<()> = PrehashedMap::default();
        let mut pages = 0;
        for page in &self.pages {
            let long = || page.iter().filter(|(_, long)| *long).map(|(hash, _)| *hash);
            let known = long().filter(|hash| long_seen.contains_key(hash)).count();
            if known >= 3 && known * 10 > long().count() * COPY {
                continue;
            }
            long_seen.extend(long().map(|hash| (hash, ())));
            pages += 1;
            for (hash, _) in page {
                *counts.entry(*hash).or_default() += 1;
            }
        }
        let mut lines: Vec<(u64, u32)> = counts.into_iter().filter(|(_, count)| *count > 1).collect();
        lines.sort_unstable();
        SiteLines {
            pages,
            lines: lines.iter().map(|line| line.0).collect(),
            counts: lines.iter().map(|line| line.1).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::site_lines::*;
    use crate::clean::text::line_stats::line_hash;
    use crate::extract::plain;

    fn learned(pages: &[&str]) -> SiteStats {
        let mut learner = SiteLearner::default();
        pages.iter().for_each(|page| learner.add(&["s".to_owned()], &plain::blocks(page)));
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
        assert!(stats.is_empty());
    }

    #[test]
    fn the_more_pages_the_more_evidence_and_labels_need_most() {
        let of = |pages, of, words, digits| {
            LineFingerprint { hash: 0, words, digits }.evidence(Recurrence { pages, of })
        };
        let found = |pages, words| of(pages, 20, words, false);
        assert!(found(4, 12) > found(3, 12) && found(3, 12) > found(2, 12) && found(1, 12) == 0);
        assert!(found(3, 2) == 0 && found(4, 2) > 0 && found(4, 2) < found(4, 12));
        assert_eq!((of(4, 200, 12, false), of(4, 20, 12, true)), (0, 0));
    }

    #[test]
    fn a_site_is_a_host_or_a_folder_with_a_prefix() {
        let sites = |path, site| site_keys(Origin { path, site, source_key: "" });
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
