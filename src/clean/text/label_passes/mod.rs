//! Passes over a labeled page that override the scores by general rules.

mod keep;
mod pictures;
mod updates;

use crate::clean::reason::Reason;
use crate::clean::text::features::counts::running_sums;
use crate::clean::text::gbdt::UNIT;
use crate::clean::text::label_passes::keep::is_sentence;
use crate::clean::text::labeler::Labeler;
use crate::clean::text::lexicon::stock_phrases::StockPhrase;
use crate::clean::text::line_rules::is_prose;
use crate::clean::text::{line_rules, stock_lines};
use crate::extract::bylines;

impl Labeler<'_> {
    /// Cuts lines that the list of a language knows, except possible headings that the model is sure of.
    pub(crate) fn cut_stock_lines(&mut self) {
        for index in 0..self.page.len() {
            let Some(reason) = self.stock_reasons[index] else { continue };
            let is_heading = self.page.phrases[index].is_some()
                && !matches!(reason, Reason::Advertisement | Reason::OtherStory)
                && self.is_sure(index);
            if self.overrides[index].is_some() || is_heading {
                continue;
            }
            self.cut(index, reason);
            for below in index + 1..=index + stock_lines::headlines_below(self.page, index) {
                if self.overrides[below].is_none() && !self.is_sure(below) {
                    self.cut(below, Reason::OtherStory);
                }
            }
        }
    }

    /// Cuts blocks whose own words mark them as boilerplate.
    pub(crate) fn cut_by_content(&mut self) {
        let page = self.page;
        let appeals: Vec<bool> = (0..page.len()).map(|index| line_rules::is_appeal(page, index)).collect();
        let mut is_below_notice = false;
        for index in 0..page.len() {
            if self.overrides[index].is_some() {
                continue;
            }
            is_below_notice &= !self.is_sure(index) && line_rules::continues_notice(page, index);
            // A player that has not begun is nothing else, whatever is around it; "2:1 / 3:0" are results.
            let is_at_start = page.text(index).trim_start().starts_with("0:00");
            if self.is_sure(index) && !(is_at_start && line_rules::is_player(page, index)) {
                continue;
            }
            let phrase = page.phrases[index].map(|phrase| phrase.reason);
            if let Some(reason) = phrase.or_else(|| line_rules::leading_label(page, index)) {
                self.cut(index, reason);
            } else if line_rules::is_rights_notice(page, index)
                || is_below_notice && line_rules::continues_notice(page, index)
            {
                self.cut(index, Reason::SiteNotice);
                is_below_notice = true;
            } else if line_rules::is_player(page, index) {
                self.cut(index, Reason::Navigation);
            } else if bylines::is_post_attribution(page.text(index)) {
                self.cut(index, Reason::Byline);
            } else if appeals[index] {
                self.cut(index, Reason::Appeal);
            } else if line_rules::has_appeal_words(page, index) {
                let is_beside_appeal =
                    index > 0 && appeals[index - 1] || appeals.get(index + 1) == Some(&true);
                if is_beside_appeal {
                    self.cut(index, Reason::Appeal);
                }
            }
        }
        for index in 0..self.title.unwrap_or(0) {
            // A sentence above the title may be the article's own: its score decides.
            if self.overrides[index].is_none()
                && self.scores[index] < UNIT / 2
                && !is_sentence(&page.stats[index])
            {
                self.cut(index, line_rules::reason(page, index).unwrap_or(Reason::BeforeArticle));
            }
        }
    }

    /// Cuts headlines and teasers of other stories from a text whose paragraphs stand apart.
    pub(crate) fn cut_teasers(&mut self) {
        let page = self.page;
        let (first, last) = self.core;
        let prose = || (first + 1..=last).filter(|index| is_prose(page, *index));
        let (total, apart) = (prose().count(), prose().filter(|index| page.stands_apart(*index)).count());
        if total < 4 || apart * 10 < total * 8 {
            return;
        }
        for index in first..last {
            let is_undecided = self.overrides[index].is_none() && self.overrides[index + 1].is_none();
            let is_last = page.stands_apart(index + 2) || !self.keeps(index + 2);
            if is_undecided && is_last && line_rules::is_teaser(page, index) {
                self.cut(index, Reason::OtherStory);
                self.cut(index + 1, Reason::OtherStory);
            }
        }
    }

    /// Cuts everything after a line such as "Related articles", if most of the text is above it.
    pub(crate) fn cut_after_end(&mut self) {
        let page = self.page;
        let weight = |index: usize| {
            if self.keeps(index) && is_prose(page, index) { page.stats[index].words } else { 0 }
        };
        let words_before = running_sums(&(0..page.len()).map(weight).collect::<Vec<_>>());
        let total = words_before[page.len()];
        let ends = |index: &usize| {
            // A single headline, and not all that follows, may be below "Read also".
            let ends_article = |phrase: &StockPhrase| {
                let is_label = phrase.is_label && (page.is_foreign() || !phrase.is_of_purpose);
                let is_between = phrase.is_of_language && is_label && words_before[*index] < total;
                phrase.ends_article && !is_between
            };
            let is_marker =
                page.phrases[*index].is_some_and(ends_article) || line_rules::is_final_notice(page, *index);
            is_marker && words_before[*index] * 10 >= total * 6 && words_before[*index] > 60
        };
        let Some(end) = (self.core.0..page.len()).find(ends) else { return };
        for index in end..page.len() {
            let reason = line_rules::reason(page, index).unwrap_or(Reason::AfterArticle);
            if !self.is_sure(index) && (self.keeps(index) || self.overrides[index].is_none()) {
                self.cut(index, reason);
            }
        }
    }
}
