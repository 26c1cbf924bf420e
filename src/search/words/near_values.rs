//! The sites and authors of the archive that are near a value which no article has.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::analysis::{AnalyzerVersion, is_stop_word};
use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::schema::AUTHOR;
use crate::query::Field;
use crate::query::ast::edit_distance;
use crate::search::facets::kinds::CountBy;
use crate::search::facets::leading_articles::without_article;
use crate::search::facets::source_links::{beginning, name_words};
use crate::search::facets::source_table::{text_column, values};
use crate::search::remote::{RemoteField, RemoteQuery};
use crate::search::snapshot::IndexSnapshot;
use crate::text::url::{host_name, site_domains};

/// Maximum length of a value in bytes that is named.
const MAX_BYTES: usize = 80;
/// Minimum length of a word that may be another misspelled.
const MIN_MISSPELLED: usize = 4;
/// Minimum length of the beginning of a word.
const MIN_BEGINNING: usize = 2;

/// Nearness of a value, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    /// Written with so many other letters.
    Misspelled(usize),
    /// Called by the initials of its words.
    Initials,
    /// Has the words, with so many other letters.
    HasWords(usize),
    /// One of its words begins so.
    Begins,
}

impl IndexSnapshot {
    /// Returns the values of `field` that are near `surface`, the nearest first: whole names of sites,
    /// authors and speakers, and hosts. Returns `None` if the index does not have them.
    pub(super) fn near_names(&self, field: Field, surface: &str) -> Result<Option<Vec<String>>, Error> {
        if self.fields.sources.is_none() {
            return Ok(None);
        }
        let typed = TypedValue::new(self.analyzer(), surface);
        let mut near: BTreeSet<(Nearness, Reverse<u64>, String)> = BTreeSet::new();
        match field {
            Field::Site => {
                let table = self.all_sources().map_err(|error| self.error(error))?;
                if table.counts.is_empty() {
                    return Ok(None); // another engine does not tell
                }
                let mut names = vec![0; table.names.len()];
                let mut hosts = vec![0; table.hosts.len()];
                for ((name, host), count) in table.counts.iter().copied() {
                    names.get_mut(name as usize).into_iter().for_each(|total| *total += count);
                    hosts.get_mut(host as usize).into_iter().for_each(|total| *total += count);
                }
                for (name, count) in table.names.iter().zip(names) {
                    let name = beginning(name);
                    let nearness = match host_name(name) {
                        Some(_) => typed.nearness_of_host(name),
                        None => typed.nearness(self.analyzer(), name),
                    };
                    near.extend(nearness.map(|nearness| (nearness, Reverse(count), name.to_owned())));
                }
                for (host, count) in table.hosts.iter().zip(hosts) {
                    let nearest = site_domains(host)
                        .filter_map(|domain| Some((typed.nearness_of_host(domain)?, domain)))
                        .min();
                    near.extend(
                        nearest.map(|(nearness, domain)| (nearness, Reverse(count), domain.to_owned())),
                    );
                }
            }
            Field::Author => {
                for name in self.authors_near(&typed)? {
                    let nearness = typed.nearness(self.analyzer(), &name);
                    near.extend(nearness.map(|nearness| (nearness, Reverse(0), name)));
                }
            }
            Field::Speaker => {
                for (name, count) in self.speakers_near(surface)? {
                    let nearness = typed.nearness(self.analyzer(), &name);
                    near.extend(nearness.map(|nearness| (nearness, Reverse(count), name)));
                }
            }
            _ => return Ok(None),
        }
        let is_short = |name: &String| name.len() <= MAX_BYTES && !name.contains(['"', '\n']);
        let mut named = Vec::new();
        for (_, _, name) in near {
            if is_short(&name) && !named.contains(&name) {
                named.push(name);
            }
        }
        Ok(Some(named))
    }

    /// Returns the names of authors among which those near `typed` are: all, or those with a word like one of
    /// its words, if another engine holds the articles.
    fn authors_near(&self, typed: &TypedValue) -> Result<Vec<String>, Error> {
        let mut names = Vec::new();
        let Some(remote) = &self.remote else {
            for reader in self.searcher.segment_readers() {
                let column = text_column(reader, AUTHOR).map_err(|error| self.error(error))?;
                if let Some(column) = column {
                    names.extend(values(&column).map_err(|error| self.error(error))?);
                }
            }
            return Ok(names);
        };
        let field = RemoteField::Words(SearchTarget::Author);
        let mut queries = Vec::new();
        for letters in &typed.words {
            let word: String = letters.iter().collect();
            queries.push(match max_edits(letters) {
                0 => RemoteQuery::Term(field, word),
                max => RemoteQuery::Fuzzy(field, word, max as u8),
            });
        }
        if let [letters] = typed.words.as_slice() {
            let beginning: String = letters.iter().take(MIN_MISSPELLED - 1).collect();
            queries.push(RemoteQuery::Pattern(field, beginning + "*"));
        }
        let found = remote.index.values(&RemoteQuery::any_of(queries), CountBy::Author)?;
        names.extend(found.into_iter().filter_map(|(name, _)| name));
        Ok(names)
    }
}

/// A value as typed.
struct TypedValue {
    words: Vec<Vec<char>>,
    host: Vec<char>,
    has_host: bool,
}

impl TypedValue {
    fn new(analyzer: AnalyzerVersion, surface: &str) -> Self {
        let host = host_name(surface);
        TypedValue {
            words: letters(analyzer, surface),
            has_host: host.is_some(),
            host: host.unwrap_or_else(|| surface.to_lowercase()).chars().collect(),
        }
    }

    /// Returns how near a name is, if it is near.
    fn nearness(&self, analyzer: AnalyzerVersion, name: &str) -> Option<Nearness> {
        let words = letters(analyzer, name);
        let (typed, whole) = (self.words.concat(), words.concat());
        if self.words.is_empty() || words.is_empty() {
            return None;
        }
        let initials = || words.iter().filter_map(|word| word.first());
        let is_one = self.words.len() == 1;
        if let Some(distance) = misspelled(&typed, &whole) {
            return Some(Nearness::Misspelled(distance));
        }
        if is_one && words.len() > 1 && typed.len() > 1 && initials().eq(&typed) {
            return Some(Nearness::Initials);
        }
        let nearest = |typed: &Vec<char>| {
            let words = words.iter().filter(|word| {
                *word == typed
                    || word.len() >= MIN_MISSPELLED && !is_stop_word(&word.iter().collect::<String>())
            });
            words.filter_map(|word| misspelled(typed, word)).min()
        };
        let distances: Option<Vec<usize>> = self.words.iter().map(nearest).collect();
        if let Some(distances) = distances {
            return Some(Nearness::HasWords(distances.iter().sum()));
        }
        let begins = |word: &Vec<char>| word.starts_with(&typed);
        (is_one && typed.len() >= MIN_BEGINNING && words.iter().any(begins)).then_some(Nearness::Begins)
    }

    /// Returns how near a host is, if it is near: the host, or its first label if no host was typed.
    fn nearness_of_host(&self, host: &str) -> Option<Nearness> {
        let host = if self.has_host { host } else { host.split('.').next().unwrap_or(host) };
        let host: Vec<char> = host.to_lowercase().chars().collect();
        if let Some(distance) = misspelled(&self.host, &host) {
            return Some(Nearness::Misspelled(distance));
        }
        let begins = self.host.len() >= MIN_BEGINNING && host.starts_with(&self.host);
        (!self.has_host && begins).then_some(Nearness::Begins)
    }
}

/// Returns the letters of the words of a name, without an article before it.
fn letters(analyzer: AnalyzerVersion, name: &str) -> Vec<Vec<char>> {
    let words = name_words(analyzer, name);
    without_article(&words).iter().map(|word| word.chars().collect()).collect()
}

/// Returns the maximum number of letters in which a word may be misspelled.
fn max_edits(typed: &[char]) -> usize {
    match typed.len() {
        ..MIN_MISSPELLED => 0,
        MIN_MISSPELLED | 5 => 1,
        _ => 2,
    }
}

/// Returns the edit distance of two words of which one may be meant by the other.
fn misspelled(typed: &[char], word: &[char]) -> Option<usize> {
    if typed == word {
        return Some(0);
    }
    let max = max_edits(typed);
    if max == 0 {
        return None;
    }
    let is_near = typed.len().abs_diff(word.len()) <= max;
    Some(edit_distance(typed, word)).filter(|distance| is_near && *distance <= max)
}

#[cfg(test)]
mod tests {
    use crate::search::words::near_values::*;

    #[test]
    fn a_name_is_near_by_its_letters_initials_or_words() {
        let nearness = |typed: &str, name: &str| {
            let analyzer = AnalyzerVersion::CURRENT;
            TypedValue::new(analyzer, typed).nearness(analyzer, name)
        };
        for (typed, name, expected) in [
            ("New Yrok Times", "The New York Times", Some(Nearness::Misspelled(1))),
            ("nyt", "New York Times", Some(Nearness::Initials)),
            ("NYT", "The New York Times", Some(Nearness::Initials)),
            ("nyt", "Net", None), // too short to be misspelled
            ("tmies", "New York Times", Some(Nearness::HasWords(1))),
            ("Lee Ann", "Ann Lee", Some(Nearness::HasWords(0))),
            ("Leonhart David", "David Leonhardt", Some(Nearness::HasWords(1))),
            ("smith", "Special to the paper with others", None), // with is no name
            ("guard", "The Guardian", Some(Nearness::Begins)),
            ("cnn", "Can", None),
        ] {
            assert_eq!(nearness(typed, name), expected, "{typed}: {name}");
        }
        let host =
            |typed: &str, host: &str| TypedValue::new(AnalyzerVersion::CURRENT, typed).nearness_of_host(host);
        assert_eq!(host("nytimess.com", "nytimes.com"), Some(Nearness::Misspelled(1)));
        assert_eq!(host("nytimess", "nytimes.com"), Some(Nearness::Misspelled(1)));
        assert_eq!(host("nyt", "nytimes.com"), Some(Nearness::Begins));
        assert_eq!((host("nyt", "net.com"), host("nyt.com", "nytimes.com")), (None, None));
    }
}
