//! Verifies quotations: looks up candidates, compares them, and reports.

use std::ops::Range;
use std::path::PathBuf;

use crate::analysis::{Language, detect};
use crate::article::{Quotation, QuotationKind};
use crate::error::Error;
use crate::index::{IndexDir, SearchTarget};
use crate::quote::{is_mark, is_title, unclosed_marks};
use crate::search::IndexSnapshot;
use crate::verify::archive::ArticleCache;
use crate::verify::candidates::IndexWords;
use crate::verify::comparison::Quoted;
use crate::verify::differences;
use crate::verify::pattern::{MAX_EDITS, QuotePattern};
use crate::verify::report::{QuotationReport, QuotationVerdict, SpeakerReport, SpeakerVerdict};
use crate::verify::source_text::SourceText;
use crate::verify::speakers;

/// Note on the second part of a quotation.
const APART: &str = "the parts are not next to each other in the archive";

/// Verifies the quotations of drafts against an index.
pub struct Verifier {
    archive: ArticleCache,
    /// Files whose articles are left out.
    left_out: Vec<PathBuf>,
}

impl Verifier {
    /// Opens the index at `dir`.
    ///
    /// # Errors
    /// If there is no index, or it cannot be read.
    pub fn open(dir: &IndexDir) -> Result<Self, Error> {
        Ok(Verifier::of(IndexSnapshot::open(dir)?))
    }

    /// Verifies against the articles of `snapshot`.
    pub(crate) fn of(snapshot: IndexSnapshot) -> Self {
        Verifier { archive: ArticleCache::new(snapshot), left_out: Vec::new() }
    }

    /// Returns a verifier with the articles that may have `quote`, if another engine holds them all.
    fn of_candidates(&self, quote: &str, pattern: &QuotePattern) -> Result<Option<Verifier>, Error> {
        let snapshot = &self.archive.snapshot;
        let words = IndexWords::new(snapshot, quote, pattern, SearchTarget::Article)?;
        let (texts, sure, run) = (words.texts(false), words.texts(true), words.longest_run());
        let candidates = snapshot.with_quoting_articles(&texts, &sure, &run, &words.windows())?;
        let Some(candidates) = candidates else { return Ok(None) };
        let mut verifier = Verifier::of(candidates);
        verifier.leave_out(&self.left_out)?;
        Ok(Some(verifier))
    }

    /// Returns notes on the state of the index that concern every answer.
    pub fn notes(&self) -> Vec<String> {
        self.archive.snapshot.notes()
    }

    /// Returns the number of articles in the index.
    pub fn num_articles(&self) -> u64 {
        self.archive.snapshot.num_articles()
    }

    /// Leaves out the articles of the files at `paths`, and no others: a draft that lies in a folder of the
    /// index is no witness for itself. Returns the number of these articles.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn leave_out(&mut self, paths: &[PathBuf]) -> Result<usize, Error> {
        self.archive.left_out.clear();
        self.left_out = paths.to_vec();
        let mut elsewhere = 0;
        for path in paths {
            self.archive.left_out.extend(self.archive.snapshot.articles_of_file(path)?);
            elsewhere += self.archive.snapshot.count_remote_file(path)?.unwrap_or_default() as usize;
        }
        Ok(self.archive.left_out.len() + elsewhere)
    }

    /// Returns the offsets of the marks in `draft` that open a quotation which nothing closes: what follows
    /// them is not verified.
    pub fn unclosed_marks(&self, draft: &str) -> Vec<usize> {
        unclosed_marks(draft)
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
        let language = detect(draft);
        let quotations = joined(draft, speakers::quotations_of_draft(draft));
        let text = SourceText::new(draft.to_owned(), language);
        let mut before: Option<(&Quotation, QuotationVerdict)> = None;
        for quotation in &quotations {
            let speaker = quotation.speaker.as_ref().map(|speaker| speaker.name.as_str());
            let mut verified = self.verify_in(language, draft, quotation.range.clone(), speaker)?;
            let verdict = verified.verdict;
            if let Some((first, first_verdict)) = before
                && first_verdict.is_supported()
                && verdict.is_supported()
                && text.is_split(first, quotation)
                && !self.has_both(language, draft, [first, quotation])?
            {
                // Parts of a sentence are quoted as one; sentences may stand apart.
                if text.goes_on(first, quotation) {
                    verified.verdict = QuotationVerdict::Elsewhere;
                }
                verified.note = Some(APART.into());
            }
            before = Some((quotation, verdict));
            report(QuotationReport { kind: quotation.kind, ..verified })?;
        }
        Ok(quotations.len())
    }

    /// Returns whether an article has two parts of a quotation next to each other, or may have them, since
    /// not all were compared.
    fn has_both(
        &self,
        language: Language,
        draft: &str,
        [first, second]: [&Quotation; 2],
    ) -> Result<bool, Error> {
        let part = |quotation: &Quotation| draft.get(quotation.range.clone()).unwrap_or_default();
        let quote = format!("{} {}", part(first), part(second));
        let mut pattern = QuotePattern::of(&quote, language);
        pattern.words.fold_joint(part(first).len());
        if pattern.edits > MAX_EDITS {
            return Ok(true);
        }
        if let Some(candidates) = self.of_candidates(&quote, &pattern)? {
            return candidates.has_both(language, draft, [first, second]);
        }
        let quotation =
            Quoted { archive: &self.archive, quote: &quote, pattern: &pattern, has_speaker: false };
        for target in [SearchTarget::Article, SearchTarget::Cut] {
            let words = IndexWords::new(&self.archive.snapshot, &quote, &pattern, target)?;
            let found = quotation.exact(&words, target)?;
            if !found.first.is_empty() || found.not_compared > 0 {
                return Ok(true);
            }
        }
        Ok(false)
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
        self.verify_in(detect(draft), draft, range, speaker)
    }

    /// Verifies a quotation of a draft in `language`.
    fn verify_in(
        &self,
        language: Language,
        draft: &str,
        range: Range<usize>,
        speaker: Option<&str>,
    ) -> Result<QuotationReport, Error> {
        let quote = draft.get(range.clone()).unwrap_or_default();
        let pattern = QuotePattern::in_draft(draft, range.clone(), language);
        if pattern.edits <= MAX_EDITS
            && pattern.plain_words().next().is_some()
            && let Some(candidates) = self.of_candidates(quote, &pattern)?
        {
            return candidates.verify_in(language, draft, range, speaker);
        }
        let mut report = QuotationReport {
            range,
            kind: QuotationKind::Speech,
            is_title_or_word: pattern.words.len() == 1 || is_title(quote),
            words: pattern.words.len(),
            verdict: QuotationVerdict::Absent,
            total: 0,
            stories: 0,
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
        let has_speaker = speaker.is_some();
        let quotation = Quoted { archive: &self.archive, quote, pattern: &pattern, has_speaker };
        let index_words = IndexWords::new(&self.archive.snapshot, quote, &pattern, SearchTarget::Article)?;
        let mut found = quotation.exact(&index_words, SearchTarget::Article)?;
        let cut_words = match found.first.is_empty() {
            true => Some(IndexWords::new(&self.archive.snapshot, quote, &pattern, SearchTarget::Cut)?),
            false => None,
        };
        if let Some(cut_words) = &cut_words {
            let not_compared = found.not_compared;
            found = quotation.exact(cut_words, SearchTarget::Cut)?;
            found.not_compared += not_compared;
        }
        report.note = not_compared(found.not_compared);
        if !found.first.is_empty() {
            quotation.report_matches(&mut report, &found);
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
            self.add_witnesses(&mut report, best.article.body.language, has_speaker)?;
        }
        Ok(report)
    }

    /// Counts the articles that have the words from which a quotation differs, as of a verbatim one: the
    /// passage that vouches for them is the oldest, and copies are one witness. `language` is that of the
    /// article that has them.
    fn add_witnesses(
        &self,
        report: &mut QuotationReport,
        language: Language,
        has_speaker: bool,
    ) -> Result<(), Error> {
        let [passage] = &report.matches[..] else { return Ok(()) };
        let (quote, is_cut) = (passage.source_quote.clone(), passage.is_cut);
        let pattern = QuotePattern::of(&quote, language);
        if pattern.edits > 0 || pattern.plain_words().next().is_none() {
            return Ok(());
        }
        let target = if is_cut { SearchTarget::Cut } else { SearchTarget::Article };
        let quotation = Quoted { archive: &self.archive, quote: &quote, pattern: &pattern, has_speaker };
        let words = IndexWords::new(&self.archive.snapshot, &quote, &pattern, target)?;
        let found = quotation.exact(&words, target)?;
        let mut of_source = report.clone();
        quotation.report_matches(&mut of_source, &found);
        if of_source.verdict == QuotationVerdict::Verbatim {
            let QuotationReport { total, stories, matches, speaker, .. } = of_source;
            *report = QuotationReport { total, stories, matches, speaker, ..report.clone() };
        }
        Ok(())
    }
}

/// Returns the note on articles that were not compared.
fn not_compared(rest: usize) -> Option<String> {
    match rest {
        0 => None,
        1 => Some("1 more article may have it and was not compared".into()),
        rest => Some(format!("{rest} more articles may have it and were not compared")),
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
            && between.chars().all(|c| c.is_whitespace() || is_mark(c))
        {
            last.range.end = quotation.range.end;
            last.speaker = last.speaker.take().or(quotation.speaker);
            continue;
        }
        joined.push(quotation);
    }
    joined
}
