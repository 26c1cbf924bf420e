//! Verifies quotations: looks up candidates, compares them, and reports.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::Language;
use crate::article::{Quotation, StoredText};
use crate::error::Error;
use crate::index::{IndexDir, SearchTarget};
use crate::quote::find_quotations;
use crate::search::queries::word_docs::ArticleAddress;
use crate::search::{FetchedArticle, IndexSnapshot};
use crate::verify::candidates::IndexWords;
use crate::verify::differences::{self, Alignment};
use crate::verify::elsewhere::{MAX_PARTS, MIN_PART, is_next, longest_run};
use crate::verify::pattern::{Edit, FoundPassage, MAX_EDITS, Pattern};
use crate::verify::report::{
    QuotationReport, QuotationVerdict, SourcePassage, SpeakerReport, SpeakerVerdict, WordChange,
};
use crate::verify::source_text::SourceText;
use crate::verify::speakers;
use crate::verify::words::ELLIPSIS;

/// Maximum number of articles that a quotation is compared with word by word.
const MAX_COMPARED: usize = 64;
/// Number of articles with rare words of a quotation that none has which are looked at first, and at most.
const FIRST_CANDIDATES: usize = 4;
const CANDIDATES: usize = 16;
/// Number of articles with runs of its words that are looked at.
const RUN_CANDIDATES: usize = 12;
/// Number of articles that it is aligned with, each time.
const ALIGNED: usize = 3;
/// Maximum number of articles that are kept to compare further quotations with.
const MAX_KEPT: usize = 256;
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
/// Share of a quotation from which an alignment is taken for the nearest.
const SURE_SHARE: f32 = 0.75;

/// Verifies the quotations of drafts against an index.
pub struct Verifier {
    snapshot: IndexSnapshot,
    articles: RefCell<FxHashMap<(ArticleAddress, bool), Rc<ComparedArticle>>>,
}

/// An article that quotations are compared with.
struct ComparedArticle {
    address: ArticleAddress,
    article: FetchedArticle,
    is_cut: bool,
    title: SourceText,
    body: SourceText,
}

/// A passage that was found in an article.
struct Match {
    article: Rc<ComparedArticle>,
    in_title: bool,
    found: FoundPassage,
}

impl Match {
    fn text(&self) -> &SourceText {
        if self.in_title { &self.article.title } else { &self.article.body }
    }

    fn verdict(&self) -> QuotationVerdict {
        match (self.found.is_elided(), self.found.is_edited) {
            (true, _) => QuotationVerdict::Elided,
            (false, true) => QuotationVerdict::Edited,
            (false, false) => QuotationVerdict::Verbatim,
        }
    }
}

impl Verifier {
    /// Opens the index at `dir`.
    ///
    /// # Errors
    /// If there is no index, or it cannot be read.
    pub fn open(dir: &IndexDir) -> Result<Self, Error> {
        Ok(Verifier { snapshot: IndexSnapshot::open(dir)?, articles: RefCell::default() })
    }

    /// Returns notes on the state of the index that concern every answer.
    pub fn notes(&self) -> Vec<String> {
        self.snapshot.notes()
    }

    /// Returns the number of articles in the index.
    pub fn num_articles(&self) -> u64 {
        self.snapshot.num_articles()
    }

    /// Verifies every quotation of `draft`, in order, and passes each report on.
    ///
    /// # Errors
    /// If the index is damaged, or `report` returns an error.
    pub fn verify<E: From<Error>>(
        &self,
        draft: &str,
        mut report: impl FnMut(QuotationReport) -> Result<(), E>,
    ) -> Result<usize, E> {
        let quotations = joined(draft, find_quotations(draft, detect_language(draft)));
        for quotation in &quotations {
            let speaker = quotation.speaker.as_ref().map(|speaker| speaker.name.as_str());
            report(self.verify_quotation(draft, quotation.range.clone(), speaker)?)?;
        }
        Ok(quotations.len())
    }

    /// Verifies the quotation that stands at `range` of `draft`, without its marks.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn verify_quotation(
        &self,
        draft: &str,
        range: Range<usize>,
        speaker: Option<&str>,
    ) -> Result<QuotationReport, Error> {
        let quote = draft.get(range.clone()).unwrap_or_default();
        let pattern = Pattern::of(quote);
        let mut report = QuotationReport {
            range,
            words: pattern.words.len(),
            verdict: QuotationVerdict::Absent,
            total: 0,
            matches: Vec::new(),
            changes: Vec::new(),
            nearest: Vec::new(),
            speaker: SpeakerReport {
                draft: speaker.map(str::to_owned),
                archive: None,
                verdict: SpeakerVerdict::Unknown,
            },
            note: None,
        };
        if pattern.plain_words().next().is_none() {
            report.note = Some("it has no words to look for".into());
            return Ok(report);
        }
        if pattern.edits > MAX_EDITS {
            report.note =
                Some(format!("it has more than {MAX_EDITS} ellipses and brackets and was not compared"));
            return Ok(report);
        }
        let quotation = Quoted { verifier: self, quote, pattern: &pattern };
        let index_words = IndexWords::new(&self.snapshot, quote, &pattern, SearchTarget::Article)?;
        let (mut matches, mut total) = quotation.exact(&index_words, SearchTarget::Article)?;
        let cut_words = match matches.is_empty() {
            true => Some(IndexWords::new(&self.snapshot, quote, &pattern, SearchTarget::Cut)?),
            false => None,
        };
        if let Some(cut_words) = &cut_words {
            (matches, total) = quotation.exact(cut_words, SearchTarget::Cut)?;
        }
        if !matches.is_empty() {
            quotation.report_matches(&mut report, matches, total);
            return Ok(report);
        }
        if pattern.words.len() > differences::MAX_WORDS {
            report.note = Some(format!(
                "no article has it whole; of its {} words, more than {}, no differences were looked for",
                pattern.words.len(),
                differences::MAX_WORDS
            ));
            return Ok(report);
        }
        let nearest = quotation.nearest(&index_words, SearchTarget::Article)?;
        if let Some(parts) = quotation.elsewhere(&nearest)? {
            quotation.report_elsewhere(&mut report, parts);
            return Ok(report);
        }
        let mut best = nearest.into_iter().next();
        if let Some(cut_words) = &cut_words
            && best.as_ref().is_none_or(|best| !quotation.is_same(&best.alignment))
        {
            let in_cut = quotation.nearest(cut_words, SearchTarget::Cut)?.into_iter().next();
            best = in_cut.filter(|near| quotation.is_same(&near.alignment)).or(best);
        }
        if let Some(best) = best {
            quotation.report_nearest(&mut report, &best);
        }
        Ok(report)
    }

    /// Returns an article with its words.
    fn article(&self, address: ArticleAddress, target: SearchTarget) -> Result<Rc<ComparedArticle>, Error> {
        let is_cut = target == SearchTarget::Cut;
        if let Some(known) = self.articles.borrow().get(&(address, is_cut)) {
            return Ok(Rc::clone(known));
        }
        let mut article = self.snapshot.article_with_text(address, target)?;
        let language = article.text.language;
        let body = SourceText::new(std::mem::take(&mut article.text.text), language);
        let title = if is_cut { None } else { article.metadata.title.clone() };
        let title = SourceText::new(title.unwrap_or_default(), language);
        let article = Rc::new(ComparedArticle { address, article, is_cut, title, body });
        let mut articles = self.articles.borrow_mut();
        if articles.len() >= MAX_KEPT {
            articles.clear();
        }
        articles.insert((address, is_cut), Rc::clone(&article));
        Ok(article)
    }
}

/// Joins quotations that go on in the next paragraph.
fn joined(draft: &str, quotations: Vec<Quotation>) -> Vec<Quotation> {
    let mut joined: Vec<Quotation> = Vec::with_capacity(quotations.len());
    for quotation in quotations {
        if let Some(last) = joined.last_mut()
            && quotation.is_continued
            && let Some(between) = draft.get(last.range.end..quotation.range.start)
            && between.trim_start_matches([' ', '\t', '\r']).starts_with('\n')
            && between
                .chars()
                .all(|c| c.is_whitespace() || matches!(c, '“' | '"' | '„' | '«' | '»' | '‘' | '\''))
        {
            last.range.end = quotation.range.end;
            last.speaker = last.speaker.take().or(quotation.speaker);
            continue;
        }
        joined.push(quotation);
    }
    joined
}

/// Returns the language of a draft.
fn detect_language(draft: &str) -> Language {
    crate::analysis::detect(draft)
}

/// A passage that comes near a quotation.
struct Near {
    article: Rc<ComparedArticle>,
    in_title: bool,
    alignment: Alignment,
}

/// A quotation that is compared.
struct Quoted<'v> {
    verifier: &'v Verifier,
    quote: &'v str,
    pattern: &'v Pattern,
}

impl Quoted<'_> {
    /// Returns the passages that have the words, and the number of articles that do.
    fn exact(&self, words: &IndexWords, target: SearchTarget) -> Result<(Vec<Match>, usize), Error> {
        let candidates = words.with_all(&self.verifier.snapshot)?;
        let mut matches = Vec::new();
        for address in candidates.iter().take(MAX_COMPARED) {
            let article = self.verifier.article(*address, target)?;
            let in_body = self.pattern.find(&article.body).map(|found| (found, false));
            let found = in_body.or_else(|| Some((self.pattern.find(&article.title)?, true)));
            matches.extend(found.map(|(found, in_title)| Match { article, in_title, found }));
        }
        // Of more articles the index knows that they have the words.
        let more = if matches.is_empty() { 0 } else { candidates.len().saturating_sub(MAX_COMPARED) };
        let best = matches.iter().map(Match::verdict).min();
        matches.retain(|found| Some(found.verdict()) == best);
        let total = matches.len() + more;
        Ok((matches, total))
    }

    fn report_matches(&self, report: &mut QuotationReport, matches: Vec<Match>, total: usize) {
        report.verdict = matches[0].verdict();
        report.total = total;
        let mut passages: Vec<(SourcePassage, &Match)> = matches
            .iter()
            .take(QuotationReport::MAX_MATCHES)
            .map(|found| (self.passage(&found.article, found.in_title, found.found.words.clone()), found))
            .collect();
        let speakers = passages.iter().filter_map(|(passage, _)| passage.speaker.clone());
        report.speaker = speakers::compare(report.speaker.draft.as_deref(), speakers);
        // The one that names the speaker vouches; the oldest of those.
        let shown = report.speaker.archive.clone();
        passages.sort_by_key(|(passage, _)| passage.speaker.is_none() || passage.speaker != shown);
        if let Some((_, first)) = passages.first() {
            let change =
                |edit: &Edit| self.change(first.text(), edit.was.clone(), edit.now.clone(), &report.range);
            report.changes = first.found.edits.iter().map(change).collect();
        }
        report.matches =
            passages.into_iter().map(|(passage, _)| passage).take(QuotationReport::MAX_MATCHES).collect();
    }

    /// Returns a passage of an article.
    fn passage(&self, article: &ComparedArticle, in_title: bool, words: Range<usize>) -> SourcePassage {
        let text = if in_title { &article.title } else { &article.body };
        let span = text.words.span(words);
        let FetchedArticle { path, id, metadata, title_line, text: stored, .. } = &article.article;
        let StoredText { lines, .. } = stored;
        SourcePassage {
            path: path.clone(),
            id: id.clone(),
            line: if in_title { *title_line } else { lines.line(span.start) },
            published: metadata.published,
            title: metadata.title.clone(),
            source: metadata.source().map(|source| source.into_owned()),
            source_quote: shown(text.text.get(span.clone()).unwrap_or_default()),
            speaker: if in_title { None } else { speakers::speaker_of(text.quotations(), &span) },
            is_cut: article.is_cut,
        }
    }

    /// Returns the change of words of a text to words of the quotation.
    fn change(
        &self,
        text: &SourceText,
        was: Range<usize>,
        now: Range<usize>,
        draft: &Range<usize>,
    ) -> WordChange {
        let was = text.text.get(text.words.span(was)).unwrap_or_default();
        let span = match now.is_empty() {
            false => self.pattern.words.span(now),
            true => {
                // Where words are missing: behind the word before them.
                let end = now.start.checked_sub(1).map_or(0, |last| self.pattern.words.words[last].span.end);
                end..end
            }
        };
        let now = self.quote.get(span.clone()).unwrap_or_default();
        let now = if now.starts_with('.') && now.ends_with('.') { ELLIPSIS } else { now };
        WordChange {
            was: shown(was),
            now: shown(now),
            range: draft.start + span.start..draft.start + span.end,
        }
    }

    /// Returns the passages that come nearest, the best first.
    fn nearest(&self, words: &IndexWords, target: SearchTarget) -> Result<Vec<Near>, Error> {
        let snapshot = &self.verifier.snapshot;
        let mut weights = vec![0.0; self.pattern.words.len()];
        for word in &words.words {
            weights[word.word] += words.weight(snapshot, word);
        }
        // A rare word that was put in must not outweigh all that the source has.
        weights.iter_mut().for_each(|weight| *weight = 1.0 + *weight / 3.0);
        let mut addresses = words.with_most(snapshot, CANDIDATES)?;
        let mut covered: Vec<(f32, Rc<ComparedArticle>, bool)> = Vec::new();
        let mut near: Vec<Near> = Vec::new();
        let mut seen = FxHashSet::default();
        for round in 0..3 {
            let end = match round {
                0 => FIRST_CANDIDATES,
                1 => CANDIDATES,
                _ => {
                    addresses.extend(words.with_runs(snapshot, RUN_CANDIDATES)?);
                    addresses.len()
                }
            };
            for address in addresses.iter().take(end) {
                if !seen.insert(*address) {
                    continue;
                }
                let article = self.verifier.article(*address, target)?;
                for (text, in_title) in [(&article.body, false), (&article.title, true)] {
                    let coverage = differences::coverage(self.pattern, &weights, text);
                    covered.push((coverage, Rc::clone(&article), in_title));
                }
            }
            covered.sort_by(|a, b| b.0.total_cmp(&a.0));
            for (coverage, article, in_title) in covered.iter().take(ALIGNED) {
                let is_known =
                    |near: &Near| near.article.address == article.address && near.in_title == *in_title;
                if near.iter().any(is_known) || *coverage == 0.0 {
                    continue;
                }
                let text = if *in_title { &article.title } else { &article.body };
                if let Some(alignment) = differences::align(self.pattern, &weights, text) {
                    near.push(Near { article: Rc::clone(article), in_title: *in_title, alignment });
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
    fn is_same(&self, alignment: &Alignment) -> bool {
        let words = self.pattern.words.len() as f32;
        let has_most = alignment.matched as f32 >= SAME_WORDS * words && alignment.run >= SAME_RUN;
        alignment.matched >= MIN_SAME
            && alignment.share >= SAME_SHARE
            && (has_most || alignment.run >= LONG_RUN)
    }

    fn report_nearest(&self, report: &mut QuotationReport, near: &Near) {
        let Near { article, in_title, alignment } = near;
        let passage = self.passage(article, *in_title, alignment.words.clone());
        if !self.is_same(alignment) {
            report.nearest.push(passage);
            return;
        }
        report.verdict = QuotationVerdict::Differs;
        report.total = 1;
        let text = if *in_title { &article.title } else { &article.body };
        let hunks = alignment.hunks.iter();
        report.changes =
            hunks.map(|hunk| self.change(text, hunk.was.clone(), hunk.now.clone(), &report.range)).collect();
        report.speaker = speakers::compare(report.speaker.draft.as_deref(), passage.speaker.clone());
        report.matches.push(passage);
    }

    /// Returns the parts of a quotation that stand elsewhere, each with its article.
    fn elsewhere(&self, nearest: &[Near]) -> Result<Option<Vec<Match>>, Error> {
        let parts = self.pattern.parts();
        if parts.len() > 1 {
            let mut found = Vec::new();
            for part in &parts {
                let part = self.pattern.part(part.clone());
                let is_long = part.plain_words().nth(2).is_some();
                let Some(best) = self.find_part(&part, is_long, nearest)? else { return Ok(None) };
                found.push(best);
            }
            return Ok(Some(found));
        }
        let mut found: Vec<Match> = Vec::new();
        let mut start = 0;
        while start < self.pattern.elements.len() {
            if found.len() == MAX_PARTS {
                return Ok(None);
            }
            let mut best: Option<(usize, Match)> = None;
            for near in nearest {
                let text = if near.in_title { &near.article.title } else { &near.article.body };
                let Some(run) = longest_run(self.pattern, start, text) else { continue };
                let goes_on = found.last().is_some_and(|last| {
                    last.article.address == near.article.address && is_next(&last.found.words, &run.words)
                });
                if best.as_ref().is_none_or(|(length, _)| run.length + usize::from(goes_on) > *length) {
                    let found = FoundPassage { words: run.words, ..FoundPassage::default() };
                    let article = Rc::clone(&near.article);
                    best = Some((run.length, Match { article, in_title: near.in_title, found }));
                }
            }
            let rest = self.pattern.part(start..self.pattern.elements.len());
            if rest.elements.len() >= MIN_PART
                && best.as_ref().is_none_or(|(length, _)| *length < rest.elements.len())
                && let Some(whole) = self.find_part(&rest, true, &[])?
            {
                best = Some((rest.elements.len(), whole));
            }
            let Some((length, part)) = best.filter(|(length, _)| *length >= MIN_PART) else {
                return Ok(None);
            };
            if let Some(last) = found.last()
                && last.article.address == part.article.address
                && last.in_title == part.in_title
                && is_next(&last.found.words, &part.found.words)
            {
                return Ok(None);
            }
            found.push(part);
            start += length;
        }
        Ok((found.len() > 1).then_some(found))
    }

    /// Finds a part of the quotation: in the nearest articles, or in any if it is long enough to tell.
    fn find_part(&self, part: &Pattern, in_any: bool, nearest: &[Near]) -> Result<Option<Match>, Error> {
        for near in nearest {
            let text = if near.in_title { &near.article.title } else { &near.article.body };
            if let Some(found) = part.find(text) {
                return Ok(Some(Match { article: Rc::clone(&near.article), in_title: near.in_title, found }));
            }
        }
        if !in_any {
            return Ok(None);
        }
        let words = IndexWords::new(&self.verifier.snapshot, self.quote, part, SearchTarget::Article)?;
        let quoted = Quoted { pattern: part, ..*self };
        Ok(quoted.exact(&words, SearchTarget::Article)?.0.into_iter().next())
    }

    fn report_elsewhere(&self, report: &mut QuotationReport, parts: Vec<Match>) {
        report.verdict = QuotationVerdict::Elsewhere;
        let mut addresses: Vec<ArticleAddress> = parts.iter().map(|part| part.article.address).collect();
        addresses.sort_unstable();
        addresses.dedup();
        report.total = addresses.len();
        let passages =
            parts.iter().map(|part| self.passage(&part.article, part.in_title, part.found.words.clone()));
        report.matches = passages.collect();
        let speakers = report.matches.iter().filter_map(|passage| passage.speaker.clone());
        report.speaker = speakers::compare(report.speaker.draft.as_deref(), speakers.collect::<Vec<_>>());
    }
}

/// Returns `text` on one line, without what is not shown.
fn shown(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}')).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
