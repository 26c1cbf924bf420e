//! Finds the articles that may have a quotation: the words that the index has are a filter, and the stored
//! texts decide.

use rustc_hash::FxHashMap;

use crate::analysis::{is_function_word_in, is_unspaced, query_tokens};
use crate::error::Error;
use crate::index::SearchTarget;
use crate::search::IndexSnapshot;
use crate::search::queries::word_docs::{ArticleAddress, PlacedWords};
use crate::verify::pattern::{QuotePart, QuotePattern};

/// Number of rare words all of which an article must have.
const RARE_WORDS: usize = 6;
/// Number of words by which articles are ranked that may have a passage like the quotation.
const RANKED_WORDS: usize = 16;
/// Maximum number of articles in the lists of these words.
const MAX_POSTINGS: u64 = 40_000;
/// Maximum number of words of a quotation that are looked up; of a longer one, as many spread over it.
const MAX_LOOKUPS: usize = 160;
/// Number of words of the runs that are looked for.
const RUN_WORDS: usize = 6;
/// Number of articles above which rare words do not suffice as a filter.
const MANY_ARTICLES: usize = 48;
/// Number of articles with a word all of which are looked at.
const LOOKED_AT: u64 = 16;
/// Maximum number of runs of words that altered quotations are looked up by.
const MAX_RUNS: usize = 8;
/// Number of letters of an acronym that is written with stops, at most.
const MAX_ACRONYM: usize = 3;
/// Number of words of the runs by which another engine is asked for altered quotations.
const WINDOW_WORDS: usize = 3;
/// Maximum number of these runs.
const MAX_WINDOWS: usize = 16;

/// A word of a quotation, as the index has it.
#[derive(Debug, Clone)]
pub(super) struct IndexWord {
    pub text: String,
    /// The word of the quotation.
    pub word: usize,
    /// Number of the run of words without ellipses and brackets between them.
    run: usize,
    /// WordPlace in the run.
    place: usize,
    /// Whether every article that has the word has it in this form.
    is_sure: bool,
    /// Number of articles that have it, if that was looked up.
    pub articles: Option<u64>,
}

/// The words of a quotation, as the index has them.
pub(super) struct IndexWords {
    pub words: Vec<IndexWord>,
    target: SearchTarget,
}

impl IndexWords {
    pub(super) fn new(
        snapshot: &IndexSnapshot,
        text: &str,
        pattern: &QuotePattern,
        target: SearchTarget,
    ) -> Result<Self, Error> {
        let mut words = Vec::new();
        let mut run = Vec::new();
        for element in &pattern.elements {
            match element {
                QuotePart::Word(word) => run.push(*word),
                _ => read_run(snapshot, text, pattern, &mut run, &mut words),
            }
        }
        read_run(snapshot, text, pattern, &mut run, &mut words);
        let step = words.len().div_ceil(MAX_LOOKUPS).max(1);
        for word in words.iter_mut().step_by(step) {
            word.articles = Some(snapshot.articles_with_word(&word.text, target)?);
        }
        Ok(IndexWords { words, target })
    }

    /// Returns the words, each once; only those that every article has in this form, if they must be `sure`.
    pub(super) fn texts(&self, sure: bool) -> Vec<&str> {
        let mut texts: Vec<&str> =
            self.words.iter().filter(|word| word.is_sure || !sure).map(|word| word.text.as_str()).collect();
        texts.sort_unstable();
        texts.dedup();
        texts
    }

    /// Returns the longest run of adjacent words that every article has in this form.
    pub(super) fn longest_run(&self) -> Vec<&str> {
        let is_adjacent =
            |a: &IndexWord, b: &IndexWord| a.is_sure && b.is_sure && a.run == b.run && b.place == a.place + 1;
        let runs = self.words.chunk_by(is_adjacent).filter(|run| run.iter().all(|word| word.is_sure));
        let longest = runs.max_by_key(|run| run.len()).unwrap_or_default();
        longest.iter().map(|word| word.text.as_str()).collect()
    }

    /// Returns some of the runs of adjacent words that every article has in this form.
    pub(super) fn windows(&self) -> Vec<Vec<&str>> {
        let is_run = |words: &&[IndexWord]| {
            let pairs = words.windows(2);
            words.iter().all(|word| word.is_sure)
                && pairs
                    .into_iter()
                    .all(|pair| pair[0].run == pair[1].run && pair[1].place == pair[0].place + 1)
        };
        let windows: Vec<&[IndexWord]> = self.words.windows(WINDOW_WORDS).filter(is_run).collect();
        let step = windows.len().div_ceil(MAX_WINDOWS).max(1);
        let chosen = windows.into_iter().step_by(step);
        chosen.map(|window| window.iter().map(|word| word.text.as_str()).collect()).collect()
    }

    /// Returns the sure words whose articles are known, the rarest first, each once.
    fn rarest(&self, limit: usize, also_missing: bool) -> Vec<&IndexWord> {
        let known =
            self.words.iter().filter(|word| word.articles.is_some_and(|count| count > 0 || also_missing));
        let mut known: Vec<&IndexWord> = known.collect();
        known.sort_by(|a, b| a.articles.cmp(&b.articles).then_with(|| a.text.cmp(&b.text)));
        known.dedup_by(|a, b| a.text == b.text);
        known.truncate(limit);
        known
    }

    /// Returns the articles that may have all of the words, oldest first.
    pub(super) fn with_all(&self, snapshot: &IndexSnapshot) -> Result<Vec<ArticleAddress>, Error> {
        let mut rarest = self.rarest(usize::MAX, true);
        rarest.retain(|word| word.is_sure);
        rarest.truncate(RARE_WORDS);
        if rarest.first().is_some_and(|rarest| rarest.articles == Some(0)) {
            return Ok(Vec::new());
        }
        let terms: Vec<&str> = rarest.iter().map(|word| word.text.as_str()).collect();
        let smallest = rarest.first().and_then(|word| word.articles).unwrap_or(u64::MAX);
        if smallest <= MANY_ARTICLES as u64 {
            return snapshot.articles_with_all(&terms, &[], self.target);
        }
        // A short quotation is nothing but one run; of a long one, runs make a better filter than words.
        if !terms.is_empty() && self.words.len() > RUN_WORDS {
            let found = snapshot.articles_with_all(&terms, &[], self.target)?;
            if found.len() <= MANY_ARTICLES {
                return Ok(found);
            }
        }
        let runs = self.runs_around_rarest();
        snapshot.articles_with_all(&terms, &runs, self.target)
    }

    /// Returns the run around the rarest word.
    fn runs_around_rarest(&self) -> Vec<PlacedWords> {
        let rarest = self.words.iter().enumerate().filter(|(_, word)| word.articles.is_some());
        let rarest = rarest.min_by_key(|(_, word)| word.articles).map(|(index, _)| index);
        let Some(rarest) = rarest else { return Vec::new() };
        let start = rarest.saturating_sub(RUN_WORDS / 2);
        let run = self.words[rarest].run;
        let any_sure = self.words.iter().any(|word| word.is_sure);
        let in_run = |word: &&IndexWord| word.run == run && (word.is_sure || !any_sure);
        let words: Vec<&IndexWord> = self.words[start..].iter().take(RUN_WORDS).filter(in_run).collect();
        vec![placed(&words)]
    }

    /// Returns the articles that have most of the words, weighed by their rarity.
    pub(super) fn with_most(
        &self,
        snapshot: &IndexSnapshot,
        limit: usize,
    ) -> Result<Vec<ArticleAddress>, Error> {
        let rarest = self.rarest(RANKED_WORDS, false);
        let weighed: Vec<(&str, f32)> =
            rarest.iter().map(|word| (word.text.as_str(), self.weight(snapshot, word))).collect();
        snapshot.articles_with_most(&weighed, self.target, (limit, MAX_POSTINGS))
    }

    /// Returns the articles that have most parts of the words next to each other, the best first.
    pub(super) fn with_runs(
        &self,
        snapshot: &IndexSnapshot,
        limit: usize,
    ) -> Result<Vec<ArticleAddress>, Error> {
        let length = match self.words.len() {
            0..4 => return Ok(Vec::new()),
            4..8 => 3,
            _ => 4,
        };
        let rarity =
            |run: &[IndexWord]| run.iter().filter_map(|word| word.articles).min().unwrap_or(u64::MAX);
        // The articles with the rarest word have been looked at: it may be what was changed.
        let rarest = self.words.iter().filter(|word| word.articles.is_some_and(|count| count > 0));
        let rarest = rarest.min_by_key(|word| word.articles);
        let rarest = rarest.filter(|word| word.articles.is_some_and(|count| count <= LOOKED_AT));
        let rarest = rarest.map(|word| word.text.as_str());
        let may_stand = |run: &&[IndexWord]| {
            run.iter().all(|word| {
                word.run == run[0].run && word.articles != Some(0) && Some(word.text.as_str()) != rarest
            })
        };
        let step = (self.words.len() / (3 * MAX_RUNS)).max(1);
        let windows = self.words.windows(length).step_by(step);
        let mut chosen: Vec<&[IndexWord]> = windows.filter(may_stand).collect();
        chosen.sort_by_key(|window| rarity(window));
        chosen.truncate(MAX_RUNS);
        let mut postings_left = MAX_POSTINGS;
        chosen.retain(|window| {
            let postings = rarity(window);
            let are_left = postings <= postings_left;
            postings_left = postings_left.saturating_sub(postings);
            are_left
        });
        // A run that few articles have tells more.
        let mut scores: FxHashMap<ArticleAddress, f32> = FxHashMap::default();
        for window in chosen {
            let run = placed(&window.iter().collect::<Vec<_>>());
            let found = snapshot.articles_with_run(&run, self.target)?;
            let score = 1.0 / (found.len() as f32 + 2.0).ln();
            for address in found {
                *scores.entry(address).or_default() += score;
            }
        }
        let mut scored: Vec<(ArticleAddress, f32)> = scores.into_iter().collect();
        scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        Ok(scored.into_iter().map(|(address, _)| address).take(limit).collect())
    }

    /// Returns how much a word tells, by the number of articles that have it.
    pub(super) fn weight(&self, snapshot: &IndexSnapshot, word: &IndexWord) -> f32 {
        let all = snapshot.num_articles().max(1) as f32;
        let articles = word.articles.unwrap_or(0) as f32;
        (1.0 + all / (articles + 0.5)).ln()
    }
}

/// Returns whether a word in lower case, of a sentence in capitals, is no acronym that the articles may have
/// with stops: it is longer than most of them, or a function word.
fn is_common(word: &str) -> bool {
    let is_acronym = matches!(word, "us" | "am" | "it" | "who");
    word.chars().nth(MAX_ACRONYM).is_some() || !is_acronym && is_function_word_in(word, |code| code == "en")
}

/// Returns words with their places.
fn placed(words: &[&IndexWord]) -> PlacedWords {
    let first = words.first().map_or(0, |word| word.place);
    words.iter().map(|word| (word.place - first, word.text.clone())).collect()
}

/// Appends the words of the index that a run of words of a quotation has.
fn read_run(
    snapshot: &IndexSnapshot,
    text: &str,
    pattern: &QuotePattern,
    run: &mut Vec<usize>,
    words: &mut Vec<IndexWord>,
) {
    let Some(number) = run.first().copied() else { return };
    let (mut joined, mut starts) = (String::new(), Vec::with_capacity(run.len()));
    let mut last_end = None;
    for word in run.drain(..) {
        let span = pattern.words.words[word].span.clone();
        if last_end.is_some_and(|end| end != span.start) {
            joined.push(' ');
        }
        last_end = Some(span.end);
        starts.push((joined.len(), word));
        joined.extend(text[span].chars().filter(|c| !matches!(c, '[' | ']')));
    }
    let mut tokens = query_tokens(snapshot.analyzer(), &joined).peekable();
    while let Some(token) = tokens.next() {
        let index = starts.partition_point(|(start, _)| *start <= token.span.start).saturating_sub(1);
        let word = starts[index].1;
        let written = &joined[token.span.clone()];
        // What may be an acronym, or has signs in it, has several forms, and the last letter of a script
        // without spaces depends on what follows.
        let is_acronym = written.chars().any(char::is_uppercase)
            && written.chars().count() < 6
            && written.chars().all(|c| !c.is_lowercase())
            && !(pattern.words.is_shouted(word) && is_common(pattern.words.text(word)));
        let is_last_letter = tokens.peek().is_none() && written.contains(is_unspaced);
        let has_signs = written.contains(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
        // The index parts a word where it has a bracket.
        let is_edited = pattern.words.words[word].is_edited;
        let is_sure = !is_acronym && !is_last_letter && !has_signs && !is_edited;
        words.push(IndexWord {
            text: token.text,
            word,
            run: number,
            place: token.position as usize,
            is_sure,
            articles: None,
        });
    }
}
