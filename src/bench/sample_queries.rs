//! A fair mix of queries, drawn from an index with a seed.
//!
//! Words come from articles drawn at random, so that a word is asked for as often as it is written; function words are
//! never asked for alone. Several words of one query come from one sentence, so that there is something to find.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::analysis::{Token, is_stop_word, tokenize};
use crate::bench::query_kind::{COMMON, Kind};
use crate::bench::rng::Numbers;
use crate::error::Error;
use crate::search::IndexSnapshot;
use crate::text::sentence_starts;

/// A query with its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What it is.
    pub kind: Kind,
    /// As it is typed.
    pub query: String,
}

/// Draws for one query, until it is given up: an index may have nothing of a kind.
const TRIES: usize = 60;
/// The longest phrase that is asked for, in words.
const LONGEST_PHRASE: u64 = 12;
/// Words that stand so near each other are asked for near each other.
const NEAR: usize = 5;

/// Draws `each` queries of every kind from the index that `reader` reads: fewer where it does not have them.
///
/// # Errors
/// When the index is damaged.
pub fn mix(reader: &IndexSnapshot, seed: u64, each: usize) -> Result<Vec<Question>, Error> {
    let mut questions = Vec::new();
    for kind in Kind::ALL {
        // A seed of its own for each kind: more of one does not change the others.
        let mut draw = Draw { reader, numbers: Numbers::new(seed ^ (kind as u64) << 56) };
        let mut drawn = BTreeSet::new();
        for _ in 0..each * TRIES {
            if drawn.len() == each {
                break;
            }
            let Some(query) = draw.query(kind)? else { continue };
            if drawn.insert(query.clone()) {
                questions.push(Question { kind, query });
            }
        }
    }
    Ok(questions)
}

struct Draw<'r> {
    reader: &'r IndexSnapshot,
    numbers: Numbers,
}

impl Draw<'_> {
    /// A query of that kind; `None` when what was drawn is none.
    fn query(&mut self, kind: Kind) -> Result<Option<String>, Error> {
        let sentence = self.sentence()?;
        let content: Vec<&Token> = sentence.iter().filter(|word| is_content(word)).collect();
        Ok(match kind {
            Kind::Rare | Kind::Common => self.word(&content, kind)?,
            Kind::And => self.several(&content).map(|words| words.join(" ")),
            Kind::Or => self.several(&content).map(|words| words.join(" OR ")),
            Kind::Phrase => self.phrase(&sentence),
            Kind::Near => self.near(&sentence),
            Kind::Wildcard => self.long_word(&content).map(|word| {
                let keep = 3 + self.numbers.below(word.chars().count() as u64 - 4) as usize;
                word.chars().take(keep).chain(['*']).collect()
            }),
            Kind::Fuzzy => self.long_word(&content).map(|word| self.misspelled(&word)),
            Kind::Other => None,
        })
    }

    /// The words of a sentence of an article.
    fn sentence(&mut self) -> Result<Vec<Token>, Error> {
        let number = self.numbers.below(self.reader.max_doc());
        let Some(article) = self.reader.article_by_ordinal(number)? else { return Ok(Vec::new()) };
        let text = article.text.text;
        let starts = sentence_starts(&text, 0..text.len());
        let at = self.numbers.below(starts.len() as u64) as usize;
        let Some(&start) = starts.get(at) else { return Ok(Vec::new()) };
        let end = starts.get(at + 1).copied().unwrap_or(text.len());
        Ok(tokenize(&text[start..end]).collect())
    }

    fn word(&mut self, content: &[&Token], kind: Kind) -> Result<Option<String>, Error> {
        let Some(word) = self.numbers.pick(content) else { return Ok(None) };
        let articles = self.reader.doc_freq(&word.text)?;
        let common = articles * COMMON >= self.reader.num_articles().max(COMMON);
        Ok((common == (kind == Kind::Common)).then(|| word.text.clone()))
    }

    /// Two words of a sentence, or three.
    fn several(&mut self, content: &[&Token]) -> Option<Vec<String>> {
        let mut chosen: Vec<String> = Vec::new();
        for _ in 0..2 + self.numbers.below(2) {
            let word = self.numbers.pick(content)?;
            if !chosen.contains(&word.text) {
                chosen.push(word.text.clone());
            }
        }
        (chosen.len() > 1).then_some(chosen)
    }

    /// Words as they follow each other.
    fn phrase(&mut self, sentence: &[Token]) -> Option<String> {
        let length = 2 + self.numbers.below(LONGEST_PHRASE - 1) as usize;
        let start = self.numbers.below((sentence.len() + 1).saturating_sub(length) as u64) as usize;
        let part = sentence.get(start..start + length)?;
        let texts: Vec<&str> = part.iter().map(|word| word.text.as_str()).collect();
        part.iter().any(is_content).then(|| format!("\"{}\"", texts.join(" ")))
    }

    fn near(&mut self, sentence: &[Token]) -> Option<String> {
        let first = self.numbers.below(sentence.len() as u64) as usize;
        let second = sentence.get(first + 1 + self.numbers.below(NEAR as u64) as usize)?;
        let first = sentence.get(first)?;
        let fit = is_content(first) && is_content(second) && first.text != second.text;
        fit.then(|| format!("{} w/{NEAR} {}", first.text, second.text))
    }

    fn long_word(&mut self, content: &[&Token]) -> Option<String> {
        let word = self.numbers.pick(content)?;
        (word.text.chars().count() >= 6 && word.text.chars().all(char::is_alphabetic))
            .then(|| word.text.clone())
    }

    /// `word` with one letter gone, to be looked for approximately.
    fn misspelled(&mut self, word: &str) -> String {
        let gone = 1 + self.numbers.below(word.chars().count() as u64 - 1) as usize;
        let rest = word.chars().enumerate().filter(|(at, _)| *at != gone).map(|(_, c)| c);
        format!("{}~1", rest.collect::<String>())
    }
}

fn is_content(word: &Token) -> bool {
    word.text.len() > 1 && !is_stop_word(&word.text)
}
