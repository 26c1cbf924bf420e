//! Statistics of lines that recur on the pages of a site.
//!
//! Three of four lines of boilerplate recur on another page of their site; almost no line of an article
//! does. The statistics are learned when an index is first built and then frozen, so that a verdict depends
//! only on the bytes of a file and on these statistics.

use crate::clean::text::gbdt::UNIT;
use crate::clean::text::line_scanner::Scanner;
use crate::clean::text::line_stats::LineStats;
use crate::clean::text::page::PrehashedMap;
use crate::clean::user_rules::Origin;
use crate::extract::Block;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// Lines of fewer letters are ignored: digits and signs recur anywhere.
const MIN_LETTERS: u32 = 2;
/// A page with more than this share (in tenths) of its long lines from earlier pages is a copy of one of
/// them.
const COPY_TENTHS: usize = 5;
/// Lines of at least this number of words are text rather than labels.
const LONG_LINE_WORDS: u32 = 10;

/// Line frequencies on the pages of each site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteStats {
    sites: BTreeMap<String, SiteLines>,
}

/// The lines of one site that occur on two pages or more.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct SiteLines {
    /// Number of pages that were learned from.
    pages: u32,
    /// Hashes of the lines, sorted.
    lines: Vec<u64>,
    /// Number of pages with each line.
    counts: Vec<u32>,
}

/// Page counts of a recurring line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recurrence {
    /// Number of pages with the line.
    pub pages: u32,
    /// Number of pages of the site that were learned from.
    pub site_pages: u32,
}

/// The key and the features of a line for a lookup in [`SiteStats`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct LineFingerprint {
    /// Hash of the line.
    pub hash: u64,
    /// Number of words.
    pub words: u32,
    /// Whether the line has digits, which the hash ignores.
    pub digits: bool,
}

impl LineFingerprint {
    /// Returns the fingerprint of a scanned line.
    pub(crate) fn of(stats: &LineStats) -> Self {
        LineFingerprint { hash: stats.hash, words: stats.words, digits: stats.digits > 0 }
    }

    /// Returns the evidence against the line, in [`UNIT`]s of a logit: three of four lines of boilerplate
    /// recur on other pages of their site, one of twenty-five lines of articles does.
    fn evidence(self, recurrence: Recurrence) -> i32 {
        // A line on few of many pages is not part of the site's template, but many articles never share a
        // sentence by chance.
        let is_template = recurrence.pages * TEMPLATE_PAGES >= recurrence.site_pages
            || recurrence.pages >= MANY_PAGES && self.words >= LABEL_WORDS;
        // Sentences may differ in their numbers alone.
        let is_variant = self.digits && self.words >= LONG_LINE_WORDS;
        if !is_template || is_variant {
            return 0;
        }
        match recurrence.pages {
            0 | 1 => 0,
            2 | 3 if self.words < LABEL_WORDS => 0,
            _ if self.words < LABEL_WORDS => UNIT * 3 / 2,
            2 => UNIT * 3 / 2,
            3 => 3 * UNIT,
            _ => 6 * UNIT,
        }
    }
}

/// Lines of fewer words also recur in articles, as subheadings do.
const LABEL_WORDS: u32 = 5;
/// Number of pages on which no line recurs that is not boilerplate, whatever the number of pages of the
/// site. Of the lines of five words or more on eight pages of a site of news-dev, none is a sentence of an
/// article.
const MANY_PAGES: u32 = 8;
/// A line of the site's template is on at least one of this number of its pages.
const TEMPLATE_PAGES: u32 = 10;

/// Returns for each line of a page the number of pages it recurs on and the evidence against it, in
/// [`UNIT`]s of a logit; zeros where the statistics say nothing.
pub(crate) fn recurrences(
    lines: impl Iterator<Item = LineFingerprint>,
    stats: Option<&SiteStats>,
    origin: Origin,
) -> Vec<(u32, i32)> {
    let Some(stats) = stats.filter(|stats| !stats.is_empty()) else {
        return lines.map(|_| (0, 0)).collect();
    };
    let sites = site_keys(origin);
    let (mut long_words, mut recurring_words) = (0, 0);
    let strongest = |line: LineFingerprint| {
        let recurrences = sites.iter().filter_map(|site| stats.recurrence(site, line.hash));
        let evidence = recurrences.map(|recurrence| (line.evidence(recurrence), recurrence.pages)).max();
        let (evidence, pages) = evidence.filter(|(evidence, _)| *evidence > 0).unwrap_or_default();
        let words = if line.words >= LONG_LINE_WORDS { line.words } else { 0 };
        long_words += words;
        recurring_words += if evidence > 0 { words } else { 0 };
        (pages, evidence)
    };
    let recurrences: Vec<(u32, i32)> = lines.map(strongest).collect();
    // A page that mostly recurs elsewhere is a copy, or was put together from others. Channels repeat their
    // posts of one line.
    let is_copy = recurring_words * 2 > long_words || recurrences.len() == 1;
    if is_copy { recurrences.iter().map(|_| (0, 0)).collect() } else { recurrences }
}

/// Returns the keys of a page's site: its host if known; else its folder, and the folder with the common
/// prefix of its file names.
pub(crate) fn site_keys(origin: Origin) -> Vec<String> {
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
    /// Adds the sites of `older` statistics that these lack.
    pub(crate) fn add_missing(&mut self, older: SiteStats) {
        for (site, lines) in older.sites {
            self.sites.entry(site).or_insert(lines);
        }
    }

    /// Returns the page counts of the line with this hash on `site`; `None` if it is on fewer than two
    /// pages.
    pub fn recurrence(&self, site: &str, line: u64) -> Option<Recurrence> {
        let site = self.sites.get(site)?;
        let index = site.lines.binary_search(&line).ok()?;
        Some(Recurrence { pages: *site.counts.get(index)?, site_pages: site.pages })
    }

    /// Returns the number of pages of `site` that were learned from.
    pub fn pages(&self, site: &str) -> u32 {
        self.sites.get(site).map_or(0, |site| site.pages)
    }

    /// Returns the number of sites.
    pub fn len(&self) -> usize {
        self.sites.len()
    }

    /// Returns whether no site was learned.
    pub fn is_empty(&self) -> bool {
        self.sites.is_empty()
    }
}

/// Learns `SiteStats` from the pages of a corpus, in any order.
///
/// ```
/// use clippings::internals::clean::site_lines::SiteLearner;
/// use clippings::internals::extract::plain;
/// let mut learner = SiteLearner::default();
/// for page in ["Become a friend\nThe ferry is late.", "Become a friend\nThe bus is early."] {
///     learner.add(&["courier.example".to_owned()], &plain::blocks(page));
/// }
/// let stats = learner.finish();
/// assert_eq!(stats.pages("courier.example"), 2);
/// ```
#[derive(Debug, Default)]
pub struct SiteLearner {
    sites: HashMap<String, SitePages>,
}

/// The pages of one site.
#[derive(Debug, Default)]
struct SitePages {
    /// For each page its distinct lines, sorted: hash, and whether the line is long.
    pages: Vec<Vec<(u64, bool)>>,
}

impl SiteLearner {
    /// Adds the lines of one page, which belongs to all of `sites`.
    pub fn add(&mut self, sites: &[String], blocks: &[Block]) {
        let mut words = Vec::new();
        let mut lines: Vec<(u64, bool)> = blocks
            .iter()
            .map(|block| {
                words.clear();
                // No word groups are needed here, so no lexicon.
                Scanner::new(None, &mut words).run(block.text.as_str())
            })
            .filter(|stats| stats.letters >= MIN_LETTERS)
            .map(|stats| (stats.hash, stats.words >= LONG_LINE_WORDS))
            .collect();
        lines.sort_unstable();
        lines.dedup();
        for site in sites {
            self.sites.entry(site.clone()).or_default().pages.push(lines.clone());
        }
    }

    /// Adds the pages of another learner, as when several threads read a corpus.
    pub fn merge(&mut self, other: SiteLearner) {
        for (site, pages) in other.sites {
            self.sites.entry(site).or_default().pages.extend(pages.pages);
        }
    }

    /// Returns the statistics. Copies of one article count as one page.
    pub fn finish(self) -> SiteStats {
        let counted = self.sites.into_iter().map(|(name, pages)| (name, pages.count()));
        SiteStats { sites: counted.filter(|(_, site)| !site.lines.is_empty()).collect() }
    }
}

impl SitePages {
    /// Counts the pages on which each line occurs, leaving out copies.
    fn count(mut self) -> SiteLines {
        // Sort, so that the order of learning does not matter.
        self.pages.sort_unstable();
        let mut counts: PrehashedMap<u32> = PrehashedMap::default();
        let mut long_seen: PrehashedMap<()> = PrehashedMap::default();
        let mut pages = 0;
        for page in &self.pages {
            let long = || page.iter().filter(|(_, long)| *long).map(|(hash, _)| *hash);
            let seen = long().filter(|hash| long_seen.contains_key(hash)).count();
            if seen >= 3 && seen * 10 > long().count() * COPY_TENTHS {
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
    use crate::clean::text::line_scanner::hash_line;
    use crate::extract::plain;

    fn learned(pages: &[&str]) -> SiteStats {
        let mut learner = SiteLearner::default();
        pages.iter().for_each(|page| learner.add(&["s".to_owned()], &plain::blocks(page)));
        learner.finish()
    }

    #[test]
    fn lines_on_two_pages_recur() {
        let stats = learned(&["Our motto\nOne tale", "Our  Motto!\nAnother tale", "A third\nA third"]);
        assert_eq!(
            stats.recurrence("s", hash_line("our motto")),
            Some(Recurrence { pages: 2, site_pages: 3 })
        );
        assert_eq!(stats.recurrence("s", hash_line("a third")), None);
        assert_eq!(stats.recurrence("t", hash_line("our motto")), None);
    }

    #[test]
    fn copies_of_an_article_are_no_evidence() {
        let wind = |name: &str| {
            format!("The wind from the {name} took off the roof of the school and nobody saw it.\n")
        };
        let story: String = ["north", "south", "east", "west"].map(wind).concat();
        let stats = learned(&[&story, &format!("{story}Another end.\n")]);
        assert!(stats.is_empty());
    }

    #[test]
    fn evidence_grows_with_pages_and_is_weaker_for_labels() {
        let evidence = |pages, site_pages, words, digits| {
            LineFingerprint { hash: 0, words, digits }.evidence(Recurrence { pages, site_pages })
        };
        let of_20 = |pages, words| evidence(pages, 20, words, false);
        assert!(of_20(4, 12) > of_20(3, 12) && of_20(3, 12) > of_20(2, 12) && of_20(1, 12) == 0);
        assert!(of_20(3, 2) == 0 && of_20(4, 2) > 0 && of_20(4, 2) < of_20(4, 12));
        assert_eq!((evidence(4, 200, 12, false), evidence(4, 20, 12, true)), (0, 0));
        assert!(evidence(8, 200, 5, false) > 0 && evidence(8, 200, 4, false) == 0);
    }

    #[test]
    fn a_site_is_a_host_or_a_folder_and_prefix() {
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
