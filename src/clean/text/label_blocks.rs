//! The verdicts on a page: the scores of its blocks, held against what is known of pages in general.

use crate::article::Metadata;
use crate::clean::labels::{BlockLabel, Role, Verdict};
use crate::clean::options::SourceContext;
use crate::clean::reason::Reason;
use crate::clean::site_lines;
use crate::clean::site_lines::LineFingerprint;
use crate::clean::text::features::counts::{densest, sums};
use crate::clean::text::gbdt::{LineModel, UNIT, probability};
use crate::clean::text::line_stats::{EdgeChar, LineStats};
use crate::clean::text::page::{Gaps, TextPage};
use crate::clean::text::prose::is_prose;
use crate::clean::text::{line_rules, smoothing, title};
use crate::extract::{Block, bylines};

/// The verdicts on the blocks of one source, and what its text says about the article.
#[derive(Debug, Clone)]
pub struct PageLabels {
    /// One for each block.
    pub labels: Vec<BlockLabel>,
    /// What was known before, and what the text adds.
    pub metadata: Metadata,
    /// What the line model said of each block before anything else was heard.
    pub(crate) scores: Vec<i32>,
}

/// Judges `blocks` with all that is known.
pub fn label_blocks(blocks: &[Block], gaps: Gaps, context: &SourceContext) -> PageLabels {
    label_blocks_with(blocks, gaps, context, LineModel::get())
}

/// Judges `blocks` by a model of one's own, as cross-validation does.
pub(crate) fn label_blocks_with(
    blocks: &[Block],
    gaps: Gaps,
    context: &SourceContext,
    model: &LineModel,
) -> PageLabels {
    let page = TextPage::new(blocks, gaps);
    let mut case = Labeler::new(&page, context, model);
    if page.len() > 0 {
        case.find_title();
        case.read_imprints();
        case.cut_cues();
        case.cut_teasers();
        case.cut_after_end();
        case.keep_captions();
        case.ensure_some_kept();
        case.apply_rules(context);
    }
    PageLabels { labels: case.labels(), metadata: case.metadata, scores: case.first }
}

/// A score that no general rule outweighs.
const SURE: i32 = UNIT * 2;

/// A page under label.
pub(crate) struct Labeler<'p> {
    pub(crate) page: &'p TextPage<'p>,
    /// What speaks for each block; more than 0 keeps it.
    pub(crate) scores: Vec<i32>,
    /// The scores before they were evened out.
    pub(crate) first: Vec<i32>,
    /// On how many pages of the site the line of each block stands, and what that speaks for.
    pub(crate) recurs: Vec<(u32, i32)>,
    /// What rules decided: `Some` wins over the score.
    pub(crate) ruled: Vec<Option<Verdict>>,
    /// The line of the reader's rules file that decided on a block.
    pub(crate) rules: Vec<Option<u32>>,
    pub(crate) roles: Vec<Role>,
    /// The first and last block of the text.
    pub(crate) core: (usize, usize),
    pub(crate) title: Option<usize>,
    pub(crate) metadata: Metadata,
}

impl<'p> Labeler<'p> {
    fn new(page: &'p TextPage<'p>, context: &SourceContext, model: &LineModel) -> Self {
        let mut scores = model.score(page);
        let first = scores.clone();
        let recurs = site_lines::recurrences(
            page.shapes.iter().map(LineFingerprint::of),
            context.site_stats,
            context.origin,
        );
        for (score, (_, evidence)) in scores.iter_mut().zip(&recurs) {
            *score -= evidence;
        }
        smoothing::bias_towards_keep(page, &mut scores);
        let clean = smoothing::relax_if_mostly_kept(page, &mut scores);
        smoothing::ensure_some_kept(page, &mut scores);
        if clean {
            smoothing::smooth(&mut scores)
        } else {
            smoothing::smooth_stretch(&mut scores)
        }
        let weight = |index: usize| {
            let shape = &page.shapes[index];
            let text =
                scores[index] > 0 && (shape.words >= 15 || shape.sentence_ends >= 2) && is_prose(page, index);
            if text { shape.words } else { 0 }
        };
        let weights: Vec<u32> = (0..page.len()).map(weight).collect();
        let core = densest(&weights, 10).unwrap_or((0, page.len().saturating_sub(1)));
        Labeler {
            page,
            ruled: vec![None; scores.len()],
            rules: vec![None; scores.len()],
            roles: vec![Role::Body; scores.len()],
            core,
            title: None,
            metadata: context.known.clone(),
            recurs,
            scores,
            first,
        }
    }

    fn keeps(&self, index: usize) -> bool {
        match self.ruled[index] {
            Some(verdict) => verdict == Verdict::Keep,
            None => self.scores[index] > 0,
        }
    }

    /// Whether the model by itself, without the lenience that follows it, is so sure of a block that no general rule
    /// outweighs it.
    fn is_sure(&self, index: usize) -> bool {
        self.first[index] >= SURE
    }

    pub(crate) fn cut(&mut self, index: usize, reason: Reason) {
        self.ruled[index] = Some(Verdict::Cut(reason));
    }

    /// Finds the title; it is kept, its repeats are cut.
    fn find_title(&mut self) {
        let Some(title) = title::find(self.page, self.core.0, self.core.1) else { return };
        self.title = Some(title);
        for index in 0..self.page.len() {
            let repeats = || title::repeats(self.page, index, title) && !self.is_quoted(index, title);
            if index != title && !self.is_sure(index) && repeats() {
                self.cut(index, Reason::RepeatedTitle);
            }
        }
        self.ruled[title] = Some(Verdict::Keep);
        self.roles[title] = Role::Title;
        if self.metadata.title.is_none() {
            self.metadata.title = Some(self.page.text(title).to_owned());
        }
    }

    /// Whether the title quotes a block: a sentence in the midst of the text, with the stop that titles go without.
    fn is_quoted(&self, index: usize, title: usize) -> bool {
        let inside = self.core.0 < index && index < self.core.1;
        inside
            && self.keeps(index)
            && self.page.shapes[index].sentence_ends > self.page.shapes[title].sentence_ends
    }

    /// Cuts what says by itself that it is no article.
    fn cut_cues(&mut self) {
        let page = self.page;
        let appeals: Vec<bool> = (0..page.len()).map(|index| line_rules::is_appeal(page, index)).collect();
        for index in 0..page.len() {
            if self.ruled[index].is_some() {
                continue;
            }
            if self.is_sure(index) {
                continue;
            }
            if let Some(phrase) = line_rules::phrase(page, index).or_else(|| line_rules::label(page, index)) {
                self.cut(index, phrase.reason);
            } else if line_rules::is_copyright(page, index) {
                self.cut(index, Reason::SiteNotice);
            } else if line_rules::is_player(page, index) {
                self.cut(index, Reason::Navigation);
            } else if bylines::is_post_attribution(page.text(index)) {
                self.cut(index, Reason::Byline);
            } else if appeals[index] {
                self.cut(index, Reason::Appeal);
            } else if line_rules::leans_to_appeal(page, index) {
                let beside = index > 0 && appeals[index - 1] || appeals.get(index + 1) == Some(&true);
                if beside {
                    self.cut(index, Reason::Appeal);
                }
            }
        }
        for index in 0..self.title.unwrap_or(0) {
            if self.ruled[index].is_none() && self.scores[index] < UNIT / 2 {
                self.cut(index, line_rules::reason(page, index).unwrap_or(Reason::BeforeArticle));
            }
        }
    }

    /// Cuts headlines and blurbs of other stories out of a text whose paragraphs stand apart.
    fn cut_teasers(&mut self) {
        let page = self.page;
        let (first, last) = self.core;
        let prose = || (first + 1..=last).filter(|index| is_prose(page, *index));
        let (all, apart) = (prose().count(), prose().filter(|index| page.stands_apart(*index)).count());
        if all < 4 || apart * 10 < all * 8 {
            return;
        }
        for index in first..last {
            let free = self.ruled[index].is_none() && self.ruled[index + 1].is_none();
            let alone = page.stands_apart(index + 2) || !self.keeps(index + 2);
            if free && alone && line_rules::is_teaser(page, index) {
                self.cut(index, Reason::OtherStory);
                self.cut(index + 1, Reason::OtherStory);
            }
        }
    }

    /// Cuts all that follows a line such as "Related articles", when the bulk of the text stands above it.
    fn cut_after_end(&mut self) {
        let page = self.page;
        let weight = |index: usize| {
            if self.keeps(index) && is_prose(page, index) { page.shapes[index].words } else { 0 }
        };
        let mass = sums(&(0..page.len()).map(weight).collect::<Vec<_>>());
        let all = mass[page.len()];
        let ends = |index: &usize| {
            let marked = line_rules::phrase(page, *index).is_some_and(|phrase| phrase.ends_article)
                || line_rules::is_copyright(page, *index);
            marked && mass[*index] * 10 >= all * 6 && mass[*index] > 60
        };
        let Some(end) = (self.core.0..page.len()).find(ends) else { return };
        for index in end..page.len() {
            let reason = line_rules::reason(page, index).unwrap_or(Reason::AfterArticle);
            if !self.is_sure(index) && (self.keeps(index) || self.ruled[index].is_none()) {
                self.cut(index, reason);
            }
        }
    }

    /// Captions belong to the article, and so does a picture's name above its caption.
    fn keep_captions(&mut self) {
        let from = self.title.unwrap_or(self.core.0);
        let mut seen = std::collections::HashSet::new();
        for index in from..=self.core.1 {
            // A credit in brackets is sure; "Photo: so-and-so" at the end of a line is no more than a hint.
            let bracketed = self.page.shapes[index].last == EdgeChar::Bracket;
            let bar = if bracketed { -3 * UNIT } else { -UNIT / 2 };
            if self.ruled[index].is_none()
                && self.scores[index] > bar
                && line_rules::is_caption(self.page, index)
            {
                if !seen.insert(self.page.shapes[index].hash) {
                    continue; // a gallery says it again
                }
                self.ruled[index] = Some(Verdict::Keep);
                self.roles[index] = Role::Caption;
                if index > from && self.ruled[index - 1].is_none() && self.names_picture(index - 1) {
                    self.ruled[index - 1] = Some(Verdict::Keep);
                    self.roles[index - 1] = Role::Caption;
                }
            }
        }
    }

    /// Whether most words of a block stand in the caption below it.
    fn names_picture(&self, index: usize) -> bool {
        let caption = self.page.words(index + 1);
        let words = self.page.words(index);
        let shared = words.iter().filter(|word| caption.contains(word)).count();
        words.len() >= 3 && words.len() <= 40 && shared * 10 >= words.len() * 7
    }

    /// A page with text keeps some of it.
    fn ensure_some_kept(&mut self) {
        let page = self.page;
        if (0..page.len()).any(|index| self.keeps(index) && self.roles[index] != Role::Title) {
            return;
        }
        let most = (0..page.len())
            .filter(|index| self.roles[*index] != Role::Title)
            .max_by_key(|index| page.shapes[*index].words);
        // Of a file that holds little more than one short sentence that sentence is the article.
        let note = page.len() <= 3;
        let is_note = |index: usize, shape: &LineStats| {
            note && self.ruled[index].is_none() && shape.words >= 3 && shape.sentence_ends > 0
        };
        let is_text = |index: usize| {
            let shape = &page.shapes[index];
            shape.words >= 10 || is_note(index, shape)
        };
        if let Some(most) = most.filter(|index| is_text(*index)) {
            self.ruled[most] = Some(Verdict::Keep);
        }
    }

    /// The reader has the last word.
    fn apply_rules(&mut self, context: &SourceContext) {
        let Some(rules) = context.rules.filter(|rules| !rules.is_empty()) else { return };
        for index in 0..self.page.len() {
            if let Some((verdict, line)) = rules.verdict(self.page.text(index), context.origin) {
                self.ruled[index] = Some(verdict);
                self.rules[index] = Some(line);
            }
        }
    }

    fn labels(&self) -> Vec<BlockLabel> {
        (0..self.page.len())
            .map(|index| {
                let verdict = match self.ruled[index] {
                    Some(verdict) => verdict,
                    None if self.scores[index] > 0 => Verdict::Keep,
                    None => Verdict::Cut(self.generic_reason(index)),
                };
                let likely = probability(self.scores[index]);
                let sure = if verdict == Verdict::Keep { likely } else { 1.0 - likely };
                let confidence = if self.ruled[index].is_some() { sure.max(0.9) } else { sure };
                let rule = self.rules[index];
                let confidence = if rule.is_some() { 1.0 } else { confidence };
                BlockLabel { verdict, role: self.roles[index], confidence, rule }
            })
            .collect()
    }

    fn generic_reason(&self, index: usize) -> Reason {
        let place = || match index {
            _ if index < self.core.0 => Reason::BeforeArticle,
            _ if index > self.core.1 => Reason::AfterArticle,
            _ => Reason::Interruption,
        };
        let (pages, evidence) = self.recurs[index];
        if evidence > 0 {
            return Reason::Recurs(pages);
        }
        line_rules::reason(self.page, index).unwrap_or_else(place)
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::site_lines::SiteLearner;
    use crate::clean::text::label_blocks::*;
    use crate::clean::user_rules::{Origin, Rules};
    use crate::clean::{clean_text, clean_text_in};
    use crate::extract::plain;
    use proptest::prelude::*;

    const MOTTO: &str =
        "All the weather that is fit to print, every morning but Sunday, from the hill above the harbour.";
    const STORY: &str = "The ferry will stay in port until its engine has been examined, the harbour authority said on Monday.\n\n\
        Passengers are to be carried by bus, which takes three hours longer than the crossing does.\n\n";

    #[test]
    fn a_line_of_the_site_is_cut_and_counted() {
        let page = |end: &str| format!("{STORY}{MOTTO}\n\n{end}\n");
        let ends = ["One.", "Two or more words.", "Something else.", "And another thing."];
        let mut learner = SiteLearner::default();
        for (index, end) in ends.iter().enumerate() {
            let story = if index == 0 { STORY } else { "" };
            learner.add(&["s".to_owned()], &plain::blocks(&format!("{story}{MOTTO}\n\n{end}\n")));
        }
        let stats = learner.finish();
        let origin = Origin { path: "1.txt", site: "s", source_key: "" };
        let context = SourceContext { origin, site_stats: Some(&stats), ..SourceContext::default() };
        let article = clean_text_in(&page(ends[0]), &context);
        assert_eq!(article.lines[4].verdict, Verdict::Cut(Reason::Recurs(4)));
        assert_eq!(clean_text(&page(ends[0])).lines[4].verdict, Verdict::Keep);
    }

    #[test]
    fn the_readers_rules_win() {
        let rules = Rules::parse("cut: Passengers are*\nkeep: Leave a comment\n").unwrap();
        let context = SourceContext { rules: Some(&rules), ..SourceContext::default() };
        let article = clean_text_in(&format!("{STORY}Leave a comment\n"), &context);
        assert_eq!(article.lines[2].verdict, Verdict::Cut(Reason::Rule(1)));
        assert_eq!(article.lines[4].verdict, Verdict::Keep);
    }

    #[test]
    fn a_page_with_text_is_never_empty() {
        for page in [
            "Six words stand on this page",
            "Home\nMenu\nThe ferry is late again today, says nobody\nContact us\n",
        ] {
            assert!(!clean_text(page).body.is_empty() || clean_text(page).title.is_some(), "{page}");
        }
        assert!(clean_text("").body.is_empty());
    }

    proptest! {
        /// Whatever the text: every kept and cut block is verbatim, in order, and no block is lost.
        #[test]
        fn nothing_is_lost(text in "([A-Z][a-z ,]{0,60}[.]?\n|\n|Subscribe\n|by Ann Lee, 3 May 2021\n|\\PC{0,20}\n){0,25}") {
            let article = clean_text(&text);
            let blocks = plain::blocks(&text).len();
            let title = usize::from(article.title.is_some());
            prop_assert_eq!(article.body.blocks.len() + article.cut.blocks.len() + title, blocks);
            for projection in [&article.body, &article.cut] {
                let mut ends = projection.blocks.iter().skip(1).map(|block| block.offset).collect::<Vec<_>>();
                ends.push(projection.text.len());
                for (block, end) in projection.blocks.iter().zip(ends) {
                    let shown = projection.text.as_str()[block.offset..end].trim_end_matches('\n');
                    let origin = projection.text.origin(block.offset..block.offset + shown.len());
                    prop_assert_eq!(&text[origin], shown);
                }
            }
        }
    }
}
