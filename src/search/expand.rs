//! From what a word can be to the words of the index that are it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder};
use rustc_hash::FxHashMap;
use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader};
use tantivy_fst::Automaton;

use crate::analysis::Languages;
use crate::query::{Glob, GlobState, TermMatcher};

/// The most words that one pattern stands for; the most frequent are taken.
pub(crate) const MAX_EXPANSION: usize = 1024;

/// Where a word is in the segments that have it.
type TermInfosBySegment = Vec<(SegmentId, TermInfo)>;

/// The words of an index that a leaf stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Expansion {
    /// The words.
    pub words: Vec<String>,
    /// How many there were, where that was more than [`MAX_EXPANSION`].
    pub capped: Option<usize>,
    /// Where each word is in each segment that has it; of inflections nothing is said.
    pub entries: Vec<TermInfosBySegment>,
}

/// InflectionCache that were looked up before. The words of an open index do not change, and to find those of a short stem
/// takes longer than many a search.
#[derive(Default)]
pub(crate) struct InflectionCache(Mutex<FxHashMap<(Field, String), Arc<Expansion>>>);

/// So many words are remembered.
const REMEMBERED: usize = 4096;

impl InflectionCache {
    fn of(
        &self,
        field: Field,
        base: &str,
        find: impl FnOnce() -> tantivy::Result<Expansion>,
    ) -> tantivy::Result<Arc<Expansion>> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (field, base.to_owned());
        if let Some(found) = known().get(&key) {
            return Ok(Arc::clone(found));
        }
        let found = Arc::new(find()?);
        let mut known = known();
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(key, Arc::clone(&found));
        Ok(found)
    }
}

/// The words of `field` that `leaf` stands for.
pub(crate) fn expand(
    searcher: &Searcher,
    languages: &Languages,
    known: &InflectionCache,
    field: Field,
    leaf: &TermMatcher,
) -> tantivy::Result<Arc<Expansion>> {
    Ok(Arc::new(match leaf {
        TermMatcher::Exact(word) => Expansion { words: vec![word.clone()], ..Expansion::default() },
        TermMatcher::Inflected(base) => {
            let find = || Ok(most_frequent(inflections(searcher, languages, field, base)?));
            return known.of(field, base, find);
        }
        TermMatcher::Glob(_, glob) => {
            let mut found = TermCollector::default();
            for segment in searcher.segment_readers() {
                match glob.literal_prefix() {
                    Some(beginning) => found.beginning(segment, field, beginning)?,
                    None => found.matching(segment, field, &GlobAutomaton(glob))?,
                }
            }
            found.most_frequent()
        }
        TermMatcher::Fuzzy(fuzzy) => {
            let builder = LevenshteinAutomatonBuilder::new(fuzzy.distance, true);
            let close = LevenshteinAutomaton(builder.build_dfa(&fuzzy.word));
            let mut found = TermCollector::default();
            for segment in searcher.segment_readers() {
                found.matching(segment, field, &close)?;
            }
            found.words.retain(|(word, ..)| fuzzy.matches(word));
            found.most_frequent()
        }
    }))
}

/// Words as they were found in the dictionaries of segments.
#[derive(Default)]
struct TermCollector {
    /// The words of each segment in order, with where they are.
    words: Vec<(String, SegmentId, TermInfo)>,
    segments: usize,
}

impl TermCollector {
    /// Adds the words of `segment` that `automaton` accepts.
    fn matching<A: Automaton>(
        &mut self,
        segment: &SegmentReader,
        field: Field,
        automaton: &A,
    ) -> tantivy::Result<()>
    where
        A::State: Clone,
    {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted.terms().search(automaton).into_stream()?;
        self.segments += 1;
        while stream.advance() {
            self.add(segment, stream.key(), stream.value());
        }
        Ok(())
    }

    /// Adds those that begin with `beginning`.
    fn beginning(&mut self, segment: &SegmentReader, field: Field, beginning: &[u8]) -> tantivy::Result<()> {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted.terms().range().ge(beginning).into_stream()?;
        self.segments += 1;
        while stream.advance() && stream.key().starts_with(beginning) {
            self.add(segment, stream.key(), stream.value());
        }
        Ok(())
    }

    fn add(&mut self, segment: &SegmentReader, word: &[u8], entry: &TermInfo) {
        if let Ok(word) = std::str::from_utf8(word) {
            self.words.push((word.to_owned(), segment.segment_id(), entry.clone()));
        }
    }

    fn most_frequent(mut self) -> Expansion {
        if self.segments > 1 {
            self.words.sort_by(|a, b| a.0.cmp(&b.0));
        }
        let mut words: Vec<(u64, String, TermInfosBySegment)> = Vec::with_capacity(self.words.len());
        for (word, segment, entry) in self.words {
            let articles = u64::from(entry.doc_freq);
            match words.last_mut().filter(|(_, last, _)| *last == word) {
                Some((sum, _, entries)) => {
                    *sum += articles;
                    entries.push((segment, entry));
                }
                None => words.push((articles, word, vec![(segment, entry)])),
            }
        }
        words.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let capped = (words.len() > MAX_EXPANSION).then_some(words.len());
        words.truncate(MAX_EXPANSION);
        let (words, entries) = words.into_iter().map(|(_, word, entries)| (word, entries)).unzip();
        Expansion { words, capped, entries }
    }
}

fn most_frequent(found: HashMap<String, u64>) -> Expansion {
    let mut words: Vec<(String, u64)> = found.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let capped = (words.len() > MAX_EXPANSION).then_some(words.len());
    words.truncate(MAX_EXPANSION);
    Expansion { words: words.into_iter().map(|(word, _)| word).collect(), capped, entries: Vec::new() }
}

/// Words of `field` that are inflections of `base`.
fn inflections(
    searcher: &Searcher,
    languages: &Languages,
    field: Field,
    base: &str,
) -> tantivy::Result<HashMap<String, u64>> {
    let stems = languages.stems(base);
    let mut prefixes: Vec<&str> = stems.iter().map(|stem| languages.prefix_of(stem)).collect();
    prefixes.sort_unstable();
    prefixes.dedup();
    let mut found = HashMap::new();
    for prefix in prefixes {
        found.extend(beginning(searcher, field, prefix)?);
    }
    // A possessive 's is part of the word here and not of its stem.
    found.retain(|word, _| {
        languages.has_stem(word, &stems)
            || word.strip_suffix('s').is_some_and(|base| languages.has_stem(base, &stems))
    });
    Ok(found)
}

/// Words of `field` that begin with `prefix`, with the number of articles that have them.
fn beginning(searcher: &Searcher, field: Field, prefix: &str) -> tantivy::Result<FxHashMap<String, u64>> {
    let mut found: FxHashMap<String, u64> = FxHashMap::default();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted.terms().range().ge(prefix).into_stream()?;
        while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
            if let Ok(word) = std::str::from_utf8(stream.key()) {
                *found.entry(word.to_owned()).or_default() += u64::from(stream.value().doc_freq);
            }
        }
    }
    Ok(found)
}

/// Words within `distance` letters of `word`.
pub(crate) fn close_to(
    searcher: &Searcher,
    field: Field,
    word: &str,
    distance: u8,
) -> tantivy::Result<HashMap<String, u64>> {
    let close = LevenshteinAutomaton(LevenshteinAutomatonBuilder::new(distance, true).build_dfa(word));
    let mut found = TermCollector::default();
    for segment in searcher.segment_readers() {
        found.matching(segment, field, &close)?;
    }
    let mut words: HashMap<String, u64> = HashMap::new();
    for (word, _, entry) in found.words {
        *words.entry(word).or_default() += u64::from(entry.doc_freq);
    }
    Ok(words)
}

/// Words of a pattern.
struct GlobAutomaton<'g>(&'g Glob);

impl Automaton for GlobAutomaton<'_> {
    type State = GlobState;

    fn start(&self) -> GlobState {
        self.0.start()
    }

    fn is_match(&self, state: &GlobState) -> bool {
        self.0.is_match(*state)
    }

    fn can_match(&self, state: &GlobState) -> bool {
        self.0.can_match(*state)
    }

    fn accept(&self, state: &GlobState, byte: u8) -> GlobState {
        self.0.step(*state, byte)
    }
}

/// Words a few letters away.
struct LevenshteinAutomaton(DFA);

impl Automaton for LevenshteinAutomaton {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != levenshtein_automata::SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}
