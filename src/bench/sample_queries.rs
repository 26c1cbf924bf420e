//! Draws a representative set of queries from an index.
//!
//! Words come from articles drawn at random, so that each is drawn as often as it occurs; stop words are
//! never drawn alone. The words of one query come from one sentence, so that the query has results.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::analysis::{Token, is_stop_word, query_tokens};
use crate::bench::query_kind::{QueryKind, is_common};
use crate::bench::rng::Rng;
use crate::error::Error;
use crate::search::IndexSnapshot;
use crate::text::{SentenceRules, sentence_starts};

/// A query and its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BenchQuery {
    /// Kind of the query.
    pub kind: QueryKind,
    /// Text of the query.
    pub query: String,
}

/// Draws per query before giving up, since an index may have no query of a kind.
const MAX_DRAWS: usize = 60;
/// Length of the longest phrase, in words.
const MAX_PHRASE_WORDS: u64 = 12;
/// Distance of a proximity query, in words.
const MAX_DISTANCE: usize = 5;

/// Draws `per_kind` queries of every kind from an index, or fewer if the index does not have them.
///
/// # Errors
/// When the index is damaged.
pub fn sample_queries(
    snapshot: &IndexSnapshot,
    seed: u64,
    per_kind: usize,
) -> Result<Vec<BenchQuery>, Error> {
    let mut queries = Vec::new();
    for kind in QueryKind::ALL {
        // Each kind has its own seed: drawing more of one kind does not change the others.
        let mut sampler = Sampler { snapshot, rng: Rng::new(seed ^ (kind as u64) << 56) };
        let mut drawn = BTreeSet::new();
        for _ in 0..per_kind * MAX_DRAWS {
            if drawn.len() == per_kind {
                break;
            }
            let Some(query) = sampler.query(kind)? else { continue };
            if drawn.insert(query.clone()) {
                queries.push(BenchQuery { kind, query });
            }
        }
    }
    Ok(queries)
}

/// Draws queries of one kind.
struct Sampler<'i> {
    snapshot: &'i IndexSnapshot,
    rng: Rng,
}

impl Sampler<'_> {
    /// Draws a sentence and makes a query of the given kind from it; `None` if the sentence yields none.
    fn query(&mut self, kind: QueryKind) -> Result<Option<String>, Error> {
        let sentence = self.sentence()?;
        let content: Vec<&Token> = sentence.iter().filter(|word| is_content(word)).collect();
        Ok(match kind {
            QueryKind::Rare | QueryKind::Common => self.word(&content, kind)?,
            QueryKind::And => self.several(&content).map(|words| words.join(" ")),
            QueryKind::Or => self.several(&content).map(|words| words.join(" OR ")),
            QueryKind::Phrase => self.phrase(&sentence),
            QueryKind::Near => self.near(&sentence),
            QueryKind::Wildcard => self.long_word(&content).map(|word| {
                let prefix = 3 + self.rng.below(word.chars().count() as u64 - 4) as usize;
                word.chars().take(prefix).chain(['*']).collect()
            }),
            QueryKind::Fuzzy => self.long_word(&content).map(|word| self.misspelled(&word)),
            QueryKind::Other => None,
        })
    }

    /// Draws an article and returns the words of one of its sentences.
    fn sentence(&mut self) -> Result<Vec<Token>, Error> {
        let ordinal = self.rng.below(self.snapshot.max_doc());
        let Some(article) = self.snapshot.article_by_ordinal(ordinal)? else { return Ok(Vec::new()) };
        let rules = SentenceRules::of(article.text.language.code());
        let text = article.text.text;
        let starts = sentence_starts(&text, 0..text.len(), rules);
        let index = self.rng.below(starts.len() as u64) as usize;
        let Some(&start) = starts.get(index) else { return Ok(Vec::new()) };
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        Ok(query_tokens(self.snapshot.analyzer(), &text[start..end]).collect())
    }

    /// Draws a word; `None` if it is not as rare or common as `kind` requires.
    fn word(&mut self, content: &[&Token], kind: QueryKind) -> Result<Option<String>, Error> {
        let Some(word) = self.rng.pick(content) else { return Ok(None) };
        let common = is_common(self.snapshot.doc_freq(&word.text)?, self.snapshot.num_articles());
        Ok((common == (kind == QueryKind::Common)).then(|| word.text.clone()))
    }

    /// Draws two or three different words of a sentence.
    fn several(&mut self, content: &[&Token]) -> Option<Vec<String>> {
        let mut chosen: Vec<String> = Vec::new();
        for _ in 0..2 + self.rng.below(2) {
            let word = self.rng.pick(content)?;
            if !chosen.contains(&word.text) {
                chosen.push(word.text.clone());
            }
        }
        (chosen.len() > 1).then_some(chosen)
    }

    /// Draws consecutive words of a sentence.
    fn phrase(&mut self, sentence: &[Token]) -> Option<String> {
        let length = 2 + self.rng.below(MAX_PHRASE_WORDS - 1) as usize;
        let start = self.rng.below((sentence.len() + 1).saturating_sub(length) as u64) as usize;
        let words = sentence.get(start..start + length)?;
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        words.iter().any(is_content).then(|| format!("\"{}\"", texts.join(" ")))
    }

    /// Draws two words that are near each other.
    fn near(&mut self, sentence: &[Token]) -> Option<String> {
        let first = self.rng.below(sentence.len() as u64) as usize;
        let second = sentence.get(first + 1 + self.rng.below(MAX_DISTANCE as u64) as usize)?;
        let first = sentence.get(first)?;
        let usable = is_content(first) && is_content(second) && first.text != second.text;
        usable.then(|| format!("{} w/{MAX_DISTANCE} {}", first.text, second.text))
    }

    /// Draws a word of at least six letters.
    fn long_word(&mut self, content: &[&Token]) -> Option<String> {
        let word = self.rng.pick(content)?;
        (word.text.chars().count() >= 6 && word.text.chars().all(char::is_alphabetic))
            .then(|| word.text.clone())
    }

    /// Removes a letter of `word`, not the first, and adds the edit distance that finds the word.
    fn misspelled(&mut self, word: &str) -> String {
        let removed = 1 + self.rng.below(word.chars().count() as u64 - 1) as usize;
        let letters = word.chars().enumerate().filter(|(index, _)| *index != removed).map(|(_, c)| c);
        format!("{}~1", letters.collect::<String>())
    }
}

/// Returns whether a word is worth searching for: longer than one byte and not a stop word.
fn is_content(word: &Token) -> bool {
    word.text.len() > 1 && !is_stop_word(&word.text)
}
