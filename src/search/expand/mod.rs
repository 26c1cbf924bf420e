//! Expands a matcher to the words of the term dictionary that it matches.

pub(crate) mod by_language;
pub(crate) mod inflections;
pub(crate) mod spelling;
pub(crate) mod vocabulary;
pub(crate) mod word_cache;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder};
use rustc_hash::FxHashMap;
use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader};
use tantivy_fst::Automaton;

use crate::analysis::{LanguageSet, Languages, Unjoined, is_marked_term};
use crate::index::schema::Fields;
use crate::query::{Glob, GlobState, TermMatcher};
use crate::search::expand::inflections::inflections;
use crate::search::queries::work_budget::WorkBudget;

/// Maximum number of words whose positions are read; the most frequent are kept.
pub(crate) const MAX_EXPANSION: usize = 1024;

/// Steps of a word that a pattern matches.
const WORD_STEPS: u64 = 8;
/// Steps of searching all words for a pattern, for the square root of the number of articles: an archive of
/// four times as many has about twice as many words.
const STEPS_PER_ROOT: u64 = 200;
/// Steps of building the automaton of a fuzzy word.
const DFA_STEPS: u64 = 20_000;

/// Maximum number of words whose inflections are cached.
const MAX_CACHED: usize = 4096;

/// Dictionary entries of a word, one for each segment that contains it.
type TermInfosBySegment = Vec<(SegmentId, TermInfo)>;

/// Words of an index that a matcher expands to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Expansion {
    /// Words, the most frequent first.
    pub words: Vec<String>,
    /// Languages in whose articles each word counts; empty for words that count in all.
    pub languages: Vec<LanguageSet>,
    /// Dictionary entries of each word; empty for inflections.
    pub term_infos: Vec<TermInfosBySegment>,
}

impl Expansion {
    /// Adds a word that counts in articles in `languages`.
    fn with_word(mut self, word: &str, languages: LanguageSet) -> Self {
        match self.words.iter().position(|known| known == word) {
            _ if languages.is_empty() => {}
            Some(index) => self.languages[index] = self.languages[index].union(languages),
            None => {
                self.words.push(word.to_owned());
                self.languages.push(languages);
            }
        }
        self
    }
}

/// Cache of inflections. The words of an open index do not change, and finding those of a short stem takes
/// longer than many a search.
#[derive(Default)]
pub(crate) struct InflectionCache(Mutex<FxHashMap<InflectionKey, Arc<Expansion>>>);

/// Field, word, whether it is read as a name or noun, and the languages that it is no word of.
type InflectionKey = (Field, String, bool, Unjoined);

impl InflectionCache {
    fn get_or_insert(
        &self,
        key: InflectionKey,
        find: impl FnOnce() -> tantivy::Result<Expansion>,
    ) -> tantivy::Result<Arc<Expansion>> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(expansion) = lock().get(&key) {
            return Ok(Arc::clone(expansion));
        }
        let expansion = Arc::new(find()?);
        let mut cache = lock();
        if cache.len() >= MAX_CACHED {
            cache.clear();
        }
        cache.insert(key, Arc::clone(&expansion));
        Ok(expansion)
    }
}

/// Expands `matcher` to the words of `field`, as far as `budget` allows.
pub(crate) fn expand(
    searcher: &Searcher,
    languages: &Languages,
    inflection_cache: &InflectionCache,
    (fields, field): (&Fields, Field),
    matcher: &TermMatcher,
    budget: &WorkBudget,
) -> tantivy::Result<Arc<Expansion>> {
    let inflected = || -> tantivy::Result<Expansion> {
        let stems = matcher.stems(languages);
        let (words, languages) = inflections(searcher, stems, field, fields.stems_of(field))?;
        Ok(Expansion { words, languages, term_infos: Vec::new() })
    };
    Ok(Arc::new(match matcher {
        // The terms of direct speech are in another field.
        TermMatcher::Speaker(_) | TermMatcher::Speech => Expansion::default(),
        TermMatcher::Exact(_) | TermMatcher::Bigram(_) => {
            Expansion { words: matcher.forms(), ..Expansion::default() }
        }
        TermMatcher::Inflected(base, unjoined) => {
            let find = || Ok(inflected()?.with_word(base, unjoined.as_typed));
            return inflection_cache.get_or_insert((field, base.clone(), false, *unjoined), find);
        }
        TermMatcher::Name(base, _) | TermMatcher::Noun(base) => {
            let key = (field, base.clone(), true, matcher.unjoined());
            with_forms(matcher.forms(), &*inflection_cache.get_or_insert(key, inflected)?)
        }
        TermMatcher::Glob(..) | TermMatcher::Fuzzy(_) if budget.is_spent() => {
            budget.exceed();
            Expansion::default()
        }
        TermMatcher::Glob(_, glob) => {
            if glob.literal_prefix().is_none() && !budget.take(dictionary_steps(searcher)) {
                return Ok(Arc::default());
            }
            let mut collector = TermCollector::new(budget);
            for segment in searcher.segment_readers() {
                match glob.literal_prefix() {
                    Some(prefix) => collector.add_with_prefix(segment, field, prefix)?,
                    None => collector.add_accepted(segment, field, &GlobAutomaton(glob))?,
                }
            }
            collector.merge()
        }
        TermMatcher::Fuzzy(fuzzy) => {
            if !budget.take(DFA_STEPS + dictionary_steps(searcher)) {
                return Ok(Arc::default());
            }
            let automaton = LevenshteinAutomaton::new(&fuzzy.word, fuzzy.distance);
            let mut collector = TermCollector::new(budget);
            for segment in searcher.segment_readers() {
                collector.add_accepted(segment, field, &automaton)?;
            }
            collector.words.retain(|(word, ..)| fuzzy.matches(word));
            collector.merge()
        }
    }))
}

/// Collector of words from the term dictionaries of segments.
struct TermCollector<'b> {
    budget: &'b WorkBudget,
    /// Words with their dictionary entries, sorted within each segment.
    words: Vec<(String, SegmentId, TermInfo)>,
    /// Number of dictionaries read.
    segments: usize,
    /// Number of words that the budget suffices for.
    max_words: usize,
}

impl<'b> TermCollector<'b> {
    fn new(budget: &'b WorkBudget) -> Self {
        let max_words = usize::try_from(budget.steps() / WORD_STEPS).unwrap_or(usize::MAX);
        TermCollector { budget, words: Vec::new(), segments: 0, max_words }
    }

    /// Adds the words of `segment` that `automaton` accepts.
    fn add_accepted<A: Automaton>(
        &mut self,
        segment: &SegmentReader,
        field: Field,
        automaton: &A,
    ) -> tantivy::Result<()>
    where
        A::State: Clone,
    {
        let inverted_index = segment.inverted_index(field)?;
        let mut stream = inverted_index.terms().search(automaton).into_stream()?;
        self.segments += 1;
        while stream.advance() && self.add(segment, stream.key(), stream.value()) {}
        Ok(())
    }

    /// Adds the words of `segment` that begin with `prefix`.
    fn add_with_prefix(
        &mut self,
        segment: &SegmentReader,
        field: Field,
        prefix: &[u8],
    ) -> tantivy::Result<()> {
        let inverted_index = segment.inverted_index(field)?;
        let mut stream = inverted_index.terms().range().ge(prefix).into_stream()?;
        self.segments += 1;
        while stream.advance() && stream.key().starts_with(prefix) {
            if !self.add(segment, stream.key(), stream.value()) {
                break;
            }
        }
        Ok(())
    }

    /// Adds a word of a segment. Returns whether the budget may suffice for all words so far.
    fn add(&mut self, segment: &SegmentReader, word: &[u8], term_info: &TermInfo) -> bool {
        if let Ok(word) = std::str::from_utf8(word)
            && !is_marked_term(word.as_bytes())
        {
            self.words.push((word.to_owned(), segment.segment_id(), term_info.clone()));
        }
        // A word may be in every segment.
        self.words.len() <= self.max_words.saturating_mul(self.segments)
    }

    /// Merges the words of all segments. Returns none if the budget does not suffice for all: which are found
    /// first depends on the segments.
    fn merge(mut self) -> Expansion {
        if self.segments > 1 {
            self.words.sort_by(|a, b| a.0.cmp(&b.0));
        }
        let mut words: Vec<(u64, String, TermInfosBySegment)> = Vec::with_capacity(self.words.len());
        for (word, segment, term_info) in self.words {
            let doc_freq = u64::from(term_info.doc_freq);
            match words.last_mut().filter(|(_, last, _)| *last == word) {
                Some((sum, _, term_infos)) => {
                    *sum += doc_freq;
                    term_infos.push((segment, term_info));
                }
                None => words.push((doc_freq, word, vec![(segment, term_info)])),
            }
        }
        if !self.budget.take(words.len() as u64 * WORD_STEPS) {
            return Expansion::default();
        }
        words.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let (words, term_infos) = words.into_iter().map(|(_, word, term_infos)| (word, term_infos)).unzip();
        Expansion { words, term_infos, languages: Vec::new() }
    }
}

/// Returns about as many steps as searching all words of an archive takes. Estimated from the number of its
/// articles: how many words the dictionaries hold in all depends on the number of segments.
pub(crate) fn dictionary_steps(searcher: &Searcher) -> u64 {
    STEPS_PER_ROOT * searcher.num_docs().isqrt()
}

/// Returns the English `forms` of a name or noun, and its inflections in other languages.
fn with_forms(forms: Vec<String>, inflected: &Expansion) -> Expansion {
    let inflected = inflected.words.iter().zip(&inflected.languages);
    let inflected: Vec<_> = inflected.filter(|(word, _)| !forms.contains(word)).collect();
    let words = forms.iter().map(|form| (form, &LanguageSet::ALL)).chain(inflected);
    let (words, languages) = words.map(|(word, languages)| (word.clone(), *languages)).unzip();
    Expansion { words, languages, term_infos: Vec::new() }
}

/// Returns the words of `field` within an edit distance of `word`, with their document frequencies.
pub(crate) fn terms_within_distance(
    searcher: &Searcher,
    field: Field,
    word: &str,
    distance: u8,
) -> tantivy::Result<HashMap<String, u64>> {
    let automaton = LevenshteinAutomaton::new(word, distance);
    let budget = WorkBudget::default();
    let mut collector = TermCollector::new(&budget);
    for segment in searcher.segment_readers() {
        collector.add_accepted(segment, field, &automaton)?;
    }
    let mut doc_freqs: HashMap<String, u64> = HashMap::new();
    for (word, _, term_info) in collector.words {
        *doc_freqs.entry(word).or_default() += u64::from(term_info.doc_freq);
    }
    Ok(doc_freqs)
}

/// Returns the words of `field` that begin with `prefix`, with their document frequencies.
pub(crate) fn terms_with_prefix(
    searcher: &Searcher,
    field: Field,
    prefix: &str,
) -> tantivy::Result<HashMap<String, u64>> {
    let budget = WorkBudget::default();
    let mut collector = TermCollector::new(&budget);
    for segment in searcher.segment_readers() {
        collector.add_with_prefix(segment, field, prefix.as_bytes())?;
    }
    let mut doc_freqs: HashMap<String, u64> = HashMap::new();
    for (word, _, term_info) in collector.words {
        *doc_freqs.entry(word).or_default() += u64::from(term_info.doc_freq);
    }
    Ok(doc_freqs)
}

/// Automaton that accepts the words a glob matches.
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

/// Automaton that accepts the words within an edit distance.
struct LevenshteinAutomaton(DFA);

impl LevenshteinAutomaton {
    fn new(word: &str, distance: u8) -> Self {
        /// Builders by distance. Making one takes longer than using it.
        static BUILDERS: [LazyLock<LevenshteinAutomatonBuilder>; 3] = [
            LazyLock::new(|| LevenshteinAutomatonBuilder::new(0, true)),
            LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true)),
            LazyLock::new(|| LevenshteinAutomatonBuilder::new(2, true)),
        ];
        let builder = &BUILDERS[usize::from(distance).min(BUILDERS.len() - 1)];
        LevenshteinAutomaton(builder.build_dfa(word))
    }
}

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
