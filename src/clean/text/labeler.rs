//! The state of a page being labeled: scores, overrides, roles, title and metadata.

use std::ops::Range;

use crate::article::Metadata;
use crate::clean::dialogue;
use crate::clean::labels::{BlockLabel, Role, Verdict};
use crate::clean::options::SourceContext;
use crate::clean::reason::Reason;
use crate::clean::site_lines;
use crate::clean::site_lines::LineFingerprint;
use crate::clean::text::features::counts::{EMPTY_ROW_COST, densest};
use crate::clean::text::gbdt::{LineModel, UNIT, probability};
use crate::clean::text::line_rules::is_prose;
use crate::clean::text::line_stats::EdgeChar;
use crate::clean::text::page::TextPage;
use crate::clean::text::{line_rules, smoothing, stock_lines, title};
use crate::clean::user_rules::RuledBlock;

/// A score that no general rule overrides.
const SURE: i32 = UNIT * 2;
/// Score against a request for consent.
const SURE_REQUEST: i32 = UNIT * 6;

/// Minimum number of words of a paragraph, if it has one sentence and the page has longer ones.
const PARAGRAPH_WORDS: u32 = 15;
/// Maximum number of blocks of a short page.
const MAX_SHORT_PAGE: usize = 40;

/// A page being labeled.
pub(crate) struct Labeler<'p> {
    /// The page.
    pub(crate) page: &'p TextPage<'p>,
    /// Score of each block; more than 0 keeps it.
    pub(crate) scores: Vec<i32>,
    /// Scores of the line model before smoothing.
    pub(crate) model_scores: Vec<i32>,
    /// Loss of the labels of the page if this block gets the other one.
    pub(crate) margins: Vec<i32>,
    /// For each block, the number of pages of the site on which its line recurs, and the evidence against it.
    pub(crate) recurrences: Vec<(u32, i32)>,
    /// Verdict of a rule for each block, which overrides the score.
    pub(crate) overrides: Vec<Option<Verdict>>,
    /// Line in the rules file for each block that a user rule decided.
    pub(crate) rule_lines: Vec<Option<u32>>,
    /// Reason to cut each block that the lists of the languages give.
    pub(crate) stock_reasons: Vec<Option<Reason>>,
    /// Role of each block.
    pub(crate) roles: Vec<Role>,
    /// The blocks of a transcript, if the page is one.
    pub(crate) transcript: Option<Range<usize>>,
    /// First and last block of the text.
    pub(crate) core: (usize, usize),
    /// The block that is the title.
    pub(crate) title: Option<usize>,
    /// Metadata known so far.
    pub(crate) metadata: Metadata,
}

impl<'p> Labeler<'p> {
    /// Scores the blocks with the model and the site statistics, smooths the scores, and finds the core of
    /// the text.
    pub(crate) fn new(page: &'p TextPage<'p>, context: &SourceContext, model: &LineModel) -> Self {
        let mut scores = model.score(page);
        for index in (0..page.len()).filter(|index| page.is_request(*index)) {
            scores[index] = scores[index].min(-SURE_REQUEST);
        }
        let model_scores = scores.clone();
        let recurrences = site_lines::recurrences(
            page.stats.iter().map(LineFingerprint::of),
            context.site_stats,
            context.origin,
        );
        for (score, (_, evidence)) in scores.iter_mut().zip(&recurrences) {
            *score -= evidence;
        }
        smoothing::bias_towards_keep(page, &mut scores);
        let mostly_kept = smoothing::relax_if_mostly_kept(page, &mut scores);
        smoothing::ensure_some_kept(page, &mut scores);
        let margins =
            if mostly_kept { smoothing::smooth(&mut scores) } else { smoothing::smooth_stretch(&mut scores) };
        let core_of = |min_words: u32| {
            let weight = |index: usize| {
                let stats = &page.stats[index];
                let is_long = stats.words >= min_words || stats.sentence_ends >= 2;
                if scores[index] > 0 && is_long && is_prose(page, index) { stats.words } else { 0 }
            };
            densest(&(0..page.len()).map(weight).collect::<Vec<u32>>(), EMPTY_ROW_COST)
        };
        let by_paragraphs = core_of(PARAGRAPH_WORDS);
        let core = if by_paragraphs.is_some() && page.len() > MAX_SHORT_PAGE {
            by_paragraphs
        } else {
            // Where words are longer, paragraphs have fewer of them. The language is only detected if that
            // makes a difference.
            let by_lines = core_of(0);
            let differs = by_paragraphs.is_some() && by_lines != by_paragraphs;
            if differs && !page.is_foreign() { by_paragraphs } else { by_lines }
        };
        let core = core.unwrap_or((0, page.len().saturating_sub(1)));
        let mut stock_reasons = stock_lines::reasons(page);
        for index in (0..page.len()).filter(|index| page.is_request(*index)) {
            stock_reasons[index] = Some(Reason::SiteNotice);
        }
        Labeler {
            page,
            overrides: vec![None; scores.len()],
            rule_lines: vec![None; scores.len()],
            stock_reasons,
            roles: vec![Role::Body; scores.len()],
            transcript: dialogue::transcript(&page.texts()),
            core,
            title: None,
            metadata: context.known.clone(),
            recurrences,
            scores,
            model_scores,
            margins,
        }
    }

    /// Returns whether a block is kept so far.
    pub(crate) fn keeps(&self, index: usize) -> bool {
        match self.overrides[index] {
            Some(verdict) => verdict == Verdict::Keep,
            None => self.scores[index] > 0,
        }
    }

    /// Returns whether the model itself, before any bias, is so sure of a block that no general rule
    /// overrides it.
    pub(crate) fn is_sure(&self, index: usize) -> bool {
        self.model_scores[index] >= SURE
    }

    /// Overrides the score of a block and cuts it.
    pub(crate) fn cut(&mut self, index: usize, reason: Reason) {
        self.overrides[index] = Some(Verdict::Cut(reason));
    }

    /// Finds and keeps the title, and cuts its repeats.
    pub(crate) fn find_title(&mut self) {
        let Some(title) = title::find(self.page, self.core.0, self.core.1) else { return };
        let title = self.title_above_prose(title).unwrap_or(title);
        let title = title::headline_of_sentence(self.page, title).unwrap_or(title);
        if self.transcript.as_ref().is_some_and(|lines| lines.contains(&title)) {
            return;
        }
        self.title = Some(title);
        for index in 0..self.page.len() {
            let is_repeat = || title::is_repeat(self.page, index, title) && !self.is_quoted(index, title);
            if index != title && !self.is_sure(index) && is_repeat() {
                self.cut(index, Reason::RepeatedTitle);
            }
        }
        self.overrides[title] = Some(Verdict::Keep);
        self.roles[title] = Role::Title;
        if self.metadata.title.is_none() {
            self.metadata.title = Some(self.page.text(title).to_owned());
        }
    }

    /// Returns the title above the first prose of a page, if the one that was found stands below it like the
    /// heading of a part.
    fn title_above_prose(&self, found: usize) -> Option<usize> {
        let is_article = |index: &usize| {
            let stats = &self.page.stats[*index];
            is_prose(self.page, *index)
                && stats.last == EdgeChar::Stop
                && self.model_scores[*index] > -UNIT
                && self.recurrences[*index].1 == 0
                && line_rules::reason_of_sentence(self.page, *index).is_none()
        };
        let prose = (0..found).find(is_article)?;
        if title::is_headed(self.page, found) {
            return None;
        }
        title::find(self.page, prose, self.core.1)
    }

    /// Returns whether the title quotes a block: a sentence inside the text, with the stop that titles lack.
    fn is_quoted(&self, index: usize, title: usize) -> bool {
        let is_inside = self.core.0 < index && index < self.core.1;
        is_inside
            && self.keeps(index)
            && self.page.stats[index].sentence_ends > self.page.stats[title].sentence_ends
    }

    /// Applies the rules of the user, which override all other verdicts.
    pub(crate) fn apply_rules(&mut self, context: &SourceContext) {
        let Some(rules) = context.rules.filter(|rules| !rules.is_empty()) else { return };
        let blocks = self.page.blocks.iter().zip(&self.page.blanks);
        let ruled: Vec<RuledBlock> =
            blocks.map(|(block, blanks)| RuledBlock::new(block, *blanks > 0)).collect();
        for (index, verdict) in rules.verdicts(&ruled, context.origin).into_iter().enumerate() {
            if let Some((verdict, line)) = verdict {
                self.overrides[index] = Some(verdict);
                self.rule_lines[index] = Some(line);
            }
        }
    }

    /// Returns the final labels.
    pub(crate) fn labels(&self) -> Vec<BlockLabel> {
        (0..self.page.len())
            .map(|index| {
                let verdict = match self.overrides[index] {
                    Some(verdict) => verdict,
                    None if self.scores[index] > 0 => Verdict::Keep,
                    None => Verdict::Cut(self.fallback_reason(index)),
                };
                // A rule about the words of a line is certain, and so is the line that ends an article. What
                // stands above it is as sure as the scores are.
                let by_place = verdict == Verdict::Cut(Reason::BeforeArticle);
                let confidence = match self.overrides[index] {
                    Some(_) => {
                        let keep = probability(self.scores[index]);
                        let certainty = if verdict == Verdict::Keep { keep } else { 1.0 - keep };
                        certainty.max(if by_place { 0.5 } else { 0.9 })
                    }
                    None => probability(self.margins[index]),
                };
                let rule = self.rule_lines[index];
                let confidence = if rule.is_some() { 1.0 } else { confidence };
                BlockLabel { verdict, role: self.roles[index], confidence, rule }
            })
            .collect()
    }

    /// Returns the reason for cutting a block that no rule cut.
    fn fallback_reason(&self, index: usize) -> Reason {
        let by_position = || match index {
            _ if index < self.core.0 => Reason::BeforeArticle,
            _ if index > self.core.1 => Reason::AfterArticle,
            _ => Reason::Interruption,
        };
        let (pages, evidence) = self.recurrences[index];
        if evidence > 0 {
            return Reason::Recurs(pages);
        }
        line_rules::reason(self.page, index).unwrap_or_else(by_position)
    }
}
