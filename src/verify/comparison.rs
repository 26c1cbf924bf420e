//! Compares a quotation with the articles that may have it.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use crate::error::Error;
use crate::index::SearchTarget;
use crate::search::queries::word_docs::ArticleAddress;
use crate::verify::archive::{ArticleCache, ComparedArticle};
use crate::verify::candidates::IndexWords;
use crate::verify::differences::{self, QuoteAlignment};
use crate::verify::elsewhere::{MAX_PARTS, MIN_PART, is_next, longest_run};
use crate::verify::pattern::{FoundPassage, QuotePart, QuotePattern};
use crate::verify::report::QuotationVerdict;
use crate::verify::source_text::SourceText;

/// Maximum number of passages that are kept.
const MAX_KEPT: usize = 64;
/// Maximum number of articles that a quotation is compared with word by word.
const MAX_LOOKED_AT: usize = 1024;
/// Number of articles with rare words of a quotation that none has which are looked at first, and at most.
const FIRST_CANDIDATES: usize = 4;
const CANDIDATES: usize = 14;
/// Number of articles with runs of its words that are looked at.
const RUN_CANDIDATES: usize = 10;
/// Number of articles that it is aligned with, each time.
const ALIGNED: usize = 3;
/// Share of a quotation, by the weights of its words, that a passage has which clearly is the same utterance.
const SAME_SHARE: f32 = 0.5;
/// Share of its words that such a passage has, unless it has a long run of them.
const SAME_WORDS: f32 = 0.7;
/// Number of words of a run that such a passage has at least.
const SAME_RUN: usize = 3;
/// Number of words of a long run.
const LONG_RUN: usize = 8;
/// Number of words that such a passage has at least.
const MIN_SAME: usize = 4;
/// Numbers of words of a short quotation.
const MIN_SHORT: usize = 3;
const MAX_SHORT: usize = 6;
/// Share of a quotation from which an alignment is taken for the nearest.
const SURE_SHARE: f32 = 0.75;

/// A passage that was found in an article.
pub(super) struct Witness {
    pub article: Rc<ComparedArticle>,
    pub in_title: bool,
    pub found: FoundPassage,
}

impl Witness {
    /// Returns the text that has the passage.
    pub(super) fn text(&self) -> &SourceText {
        if self.in_title { &self.article.title } else { &self.article.body }
    }

    /// Returns the speaker whom the article names.
    pub(super) fn speaker(&self) -> Option<String> {
        let text = self.text();
        let span = text.words.span(self.found.words.clone());
        if self.in_title { None } else { text.speaker(&span) }
    }

    /// Returns the verdict on a quotation with this passage.
    pub(super) fn verdict(&self) -> QuotationVerdict {
        match (self.found.is_elided(), self.found.is_edited) {
            (true, _) => QuotationVerdict::Elided,
            (false, true) => QuotationVerdict::Edited,
            (false, false) => QuotationVerdict::Verbatim,
        }
    }
}

/// The articles that have a quotation, all with the same verdict: the best of any article.
#[derive(Default)]
pub(super) struct Witnesses {
    /// Passages of the first of them.
    pub first: Vec<Witness>,
    /// All of them.
    pub articles: Vec<ArticleAddress>,
    /// Speakers whom those without a passage in `first` name, if the draft names one.
    pub speakers: Vec<String>,
    /// Number of articles that were not compared since there are many.
    pub not_compared: usize,
    verdict: Option<QuotationVerdict>,
}

impl Witnesses {
    /// Inserts an article, unless another has the quotation with a better verdict. Those with a worse one are
    /// dropped. `asks_speaker` tells whether the draft names the speaker.
    fn insert(&mut self, witness: Witness, asks_speaker: bool) {
        let verdict = witness.verdict();
        match self.verdict {
            Some(best) if verdict > best => return,
            Some(best) if verdict == best => {}
            _ => *self = Witnesses { verdict: Some(verdict), ..Witnesses::default() },
        }
        self.articles.push(witness.article.address);
        if self.first.len() < MAX_KEPT {
            self.first.push(witness);
        } else if asks_speaker {
            self.speakers.extend(witness.speaker());
        }
    }
}

/// A passage that comes near a quotation.
pub(super) struct NearPassage {
    pub article: Rc<ComparedArticle>,
    pub in_title: bool,
    pub alignment: QuoteAlignment,
}

/// A quotation that is compared.
#[derive(Clone, Copy)]
pub(super) struct Quoted<'v> {
    pub archive: &'v ArticleCache,
    pub quote: &'v str,
    pub pattern: &'v QuotePattern,
    /// Whether the draft names the speaker.
    pub has_speaker: bool,
}

impl Quoted<'_> {
    /// Returns the articles that have the words.
    pub(super) fn exact(&self, words: &IndexWords, target: SearchTarget) -> Result<Witnesses, Error> {
        let mut candidates = words.with_all(&self.archive.snapshot)?;
        self.archive.retain(&mut candidates);
        let mut found = Witnesses::default();
        // The index folds what counts here, such as capitals: the first articles may all have other words.
        for address in candidates.iter().take(MAX_LOOKED_AT) {
            let article = self.archive.article(*address, target)?;
            let in_body = self.pattern.find(&article.body).map(|found| (found, false));
            let passage = in_body.or_else(|| Some((self.pattern.find(&article.title)?, true)));
            if let Some((passage, in_title)) = passage {
                found.insert(Witness { article, in_title, found: passage }, self.has_speaker);
            }
        }
        found.not_compared = candidates.len().saturating_sub(MAX_LOOKED_AT);
        Ok(found)
    }

    /// Returns the passages that come nearest, the best first.
    pub(super) fn nearest(
        &self,
        words: &IndexWords,
        target: SearchTarget,
    ) -> Result<Vec<NearPassage>, Error> {
        let snapshot = &self.archive.snapshot;
        let mut weights = vec![0.0; self.pattern.words.len()];
        for word in &words.words {
            weights[word.word] += words.weight(snapshot, word);
        }
        // A rare word that was put in must not outweigh all that the source has.
        weights.iter_mut().for_each(|weight| *weight = 1.0 + *weight / 3.0);
        let mut addresses = words.with_most(snapshot, CANDIDATES)?;
        self.archive.retain(&mut addresses);
        let mut covered: Vec<(f32, Rc<ComparedArticle>, bool)> = Vec::new();
        let mut near: Vec<NearPassage> = Vec::new();
        let mut seen = FxHashSet::default();
        for round in 0..3 {
            let end = match round {
                0 => FIRST_CANDIDATES,
                1 => CANDIDATES,
                _ => {
                    addresses.extend(words.with_runs(snapshot, RUN_CANDIDATES)?);
                    self.archive.retain(&mut addresses);
                    addresses.len()
                }
            };
            for address in addresses.iter().take(end) {
                if !seen.insert(*address) {
                    continue;
                }
                let article = self.archive.article(*address, target)?;
                for (text, in_title) in [(&article.body, false), (&article.title, true)] {
                    let coverage = differences::coverage(self.pattern, &weights, text);
                    covered.push((coverage, Rc::clone(&article), in_title));
                }
            }
            covered.sort_by(|a, b| b.0.total_cmp(&a.0));
            for (coverage, article, in_title) in covered.iter().take(ALIGNED) {
                let is_known = |near: &NearPassage| {
                    near.article.address == article.address && near.in_title == *in_title
                };
                if near.iter().any(is_known) || *coverage == 0.0 {
                    continue;
                }
                let text = if *in_title { &article.title } else { &article.body };
                if let Some(alignment) = differences::align(self.pattern, &weights, text) {
                    near.push(NearPassage { article: Rc::clone(article), in_title: *in_title, alignment });
                }
            }
            near.sort_by(|a, b| {
                let (a, b) = (&a.alignment, &b.alignment);
                b.share.total_cmp(&a.share).then(a.cost.cmp(&b.cost))
            });
            if near.first().is_some_and(|best| best.alignment.share >= SURE_SHARE) {
                break;
            }
        }
        Ok(near)
    }

    /// Returns whether a passage clearly is the same utterance.
    pub(super) fn is_same(&self, alignment: &QuoteAlignment) -> bool {
        let words = self.pattern.words.len() as f32;
        // Brackets and ellipses part a quotation into shorter runs.
        let runs = self.pattern.elements.split(|part| !matches!(part, QuotePart::Word(_)));
        let longest_run = runs.map(<[_]>::len).max().unwrap_or(0);
        let has_run = alignment.run >= SAME_RUN.min(longest_run);
        let has_most = alignment.matched as f32 >= SAME_WORDS * words && has_run;
        // Of a short one, nothing but a mark or one word is another.
        let is_short = (MIN_SHORT..=MAX_SHORT).contains(&self.pattern.words.len());
        let has_all = alignment.matched == self.pattern.words.len();
        let has_all_but_one =
            alignment.matched + 1 == self.pattern.words.len() && alignment.matched >= MIN_SHORT;
        let hunks = alignment.hunks.len();
        if is_short && (has_all && hunks <= 2 || has_all_but_one && hunks <= 1) {
            return true;
        }
        alignment.matched >= MIN_SAME
            && alignment.share >= SAME_SHARE
            && (has_most || alignment.run >= LONG_RUN)
    }

    /// Returns the parts of a quotation that stand elsewhere, each with the articles that have it.
    pub(super) fn elsewhere(&self, nearest: &[NearPassage]) -> Result<Option<Vec<Vec<Witness>>>, Error> {
        let parts = self.pattern.parts();
        if parts.len() > 1 {
            let mut found = Vec::new();
            for part in &parts {
                let part = self.pattern.part(part.clone());
                let is_long = part.plain_words().nth(2).is_some();
                let witnesses = self.find_part(&part, is_long, nearest)?;
                if witnesses.is_empty() {
                    return Ok(None);
                }
                found.push(witnesses);
            }
            return Ok(Some(found));
        }
        let mut found: Vec<Vec<Witness>> = Vec::new();
        let mut start = 0;
        while start < self.pattern.elements.len() {
            if found.len() == MAX_PARTS {
                return Ok(None);
            }
            let last = found.last().and_then(|witnesses| witnesses.first());
            let mut best: Option<(usize, Vec<Witness>)> = None;
            for near in nearest {
                let text = if near.in_title { &near.article.title } else { &near.article.body };
                let Some(run) = longest_run(self.pattern, start, text) else { continue };
                let goes_on = last.is_some_and(|last| {
                    last.article.address == near.article.address && is_next(&last.found.words, &run.words)
                });
                if best.as_ref().is_none_or(|(length, _)| run.length + usize::from(goes_on) > *length) {
                    let found = FoundPassage { words: run.words, ..FoundPassage::default() };
                    let article = Rc::clone(&near.article);
                    best = Some((run.length, vec![Witness { article, in_title: near.in_title, found }]));
                }
            }
            let rest = self.pattern.part(start..self.pattern.elements.len());
            if rest.elements.len() >= MIN_PART
                && best.as_ref().is_none_or(|(length, _)| *length < rest.elements.len())
            {
                let whole = self.find_part(&rest, true, &[])?;
                best = if whole.is_empty() { best } else { Some((rest.elements.len(), whole)) };
            }
            let Some((length, witnesses)) = best.filter(|(length, _)| *length >= MIN_PART) else {
                return Ok(None);
            };
            if let (Some(last), Some(part)) = (last, witnesses.first())
                && last.article.address == part.article.address
                && last.in_title == part.in_title
                && is_next(&last.found.words, &part.found.words)
            {
                return Ok(None);
            }
            found.push(witnesses);
            start += length;
        }
        Ok((found.len() > 1).then_some(found))
    }

    /// Finds a part of the quotation: in the nearest articles, or in any if it is long enough to tell.
    fn find_part(
        &self,
        part: &QuotePattern,
        in_any: bool,
        nearest: &[NearPassage],
    ) -> Result<Vec<Witness>, Error> {
        let in_near = |near: &NearPassage| {
            let text = if near.in_title { &near.article.title } else { &near.article.body };
            let found = part.find(text)?;
            Some(Witness { article: Rc::clone(&near.article), in_title: near.in_title, found })
        };
        let witnesses: Vec<Witness> = nearest.iter().filter_map(in_near).collect();
        if !witnesses.is_empty() || !in_any {
            return Ok(witnesses);
        }
        let words = IndexWords::new(&self.archive.snapshot, self.quote, part, SearchTarget::Article)?;
        let quoted = Quoted { pattern: part, ..*self };
        Ok(quoted.exact(&words, SearchTarget::Article)?.first)
    }
}
