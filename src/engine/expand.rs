//! From what a word can be to the words of the index that are it.

use std::collections::HashMap;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder};
use tantivy::Searcher;
use tantivy::schema::Field;
use tantivy_fst::Automaton;

use crate::analysis::{Languages, stem_prefix};
use crate::query::{Glob, GlobState, Leaf};

/// The most words that one pattern stands for; the most frequent are taken.
pub(super) const MAX_EXPANSION: usize = 1024;

/// The words of an index that a leaf stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Expansion {
    /// The words.
    pub words: Vec<String>,
    /// How many there were, where that was more than [`MAX_EXPANSION`].
    pub capped: Option<usize>,
}

/// The words of `field` that `leaf` stands for.
pub(super) fn expand(
    searcher: &Searcher,
    languages: &Languages,
    field: Field,
    leaf: &Leaf,
) -> tantivy::Result<Expansion> {
    let found = match leaf {
        Leaf::Exact(word) => return Ok(Expansion { words: vec![word.clone()], capped: None }),
        Leaf::Inflected(base) => inflections(searcher, languages, field, base)?,
        Leaf::Glob(_, glob) => matching(searcher, field, &Wild(glob))?,
        Leaf::Fuzzy(fuzzy) => {
            let builder = LevenshteinAutomatonBuilder::new(fuzzy.distance, true);
            let mut found = matching(searcher, field, &Close(builder.build_dfa(&fuzzy.word)))?;
            found.retain(|word, _| fuzzy.matches(word));
            found
        }
    };
    let mut words: Vec<(String, u64)> = found.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let capped = (words.len() > MAX_EXPANSION).then_some(words.len());
    words.truncate(MAX_EXPANSION);
    Ok(Expansion { words: words.into_iter().map(|(word, _)| word).collect(), capped })
}

/// Words of `field` that are inflections of `base`.
fn inflections(
    searcher: &Searcher,
    languages: &Languages,
    field: Field,
    base: &str,
) -> tantivy::Result<HashMap<String, u64>> {
    let stems = languages.stems(base);
    let mut prefixes: Vec<&str> = stems.iter().map(|stem| stem_prefix(stem)).collect();
    prefixes.sort_unstable();
    prefixes.dedup();
    let mut found = HashMap::new();
    for prefix in prefixes {
        found.extend(matching(searcher, field, &Prefix(prefix.as_bytes()))?);
    }
    // A possessive 's is part of the word here and not of its stem.
    found.retain(|word, _| {
        languages.has_stem(word, &stems)
            || word.strip_suffix('s').is_some_and(|base| languages.has_stem(base, &stems))
    });
    Ok(found)
}

/// Words of `field` that `automaton` accepts, with the number of articles that have them.
pub(super) fn matching<A: Automaton>(
    searcher: &Searcher,
    field: Field,
    automaton: &A,
) -> tantivy::Result<HashMap<String, u64>>
where
    A::State: Clone,
{
    let mut found: HashMap<String, u64> = HashMap::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted.terms().search(automaton).into_stream()?;
        while stream.advance() {
            if let Ok(word) = std::str::from_utf8(stream.key()) {
                *found.entry(word.to_owned()).or_default() += u64::from(stream.value().doc_freq);
            }
        }
    }
    Ok(found)
}

/// Words within `distance` letters of `word`.
pub(super) fn close_to(
    searcher: &Searcher,
    field: Field,
    word: &str,
    distance: u8,
) -> tantivy::Result<HashMap<String, u64>> {
    matching(searcher, field, &Close(LevenshteinAutomatonBuilder::new(distance, true).build_dfa(word)))
}

/// Words that begin so.
struct Prefix<'p>(&'p [u8]);

impl Automaton for Prefix<'_> {
    /// How much of the prefix was read; `None` when something else was.
    type State = Option<usize>;

    fn start(&self) -> Self::State {
        Some(0)
    }

    fn is_match(&self, state: &Self::State) -> bool {
        *state == Some(self.0.len())
    }

    fn can_match(&self, state: &Self::State) -> bool {
        state.is_some()
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        match state {
            Some(at) if *at == self.0.len() => Some(*at),
            Some(at) if self.0[*at] == byte => Some(at + 1),
            _ => None,
        }
    }
}

/// Words of a pattern.
struct Wild<'g>(&'g Glob);

impl Automaton for Wild<'_> {
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
struct Close(DFA);

impl Automaton for Close {
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
