//! Passes that keep lines which the model cuts: captions, dialogue, references, entries of lists, and
//! sentences.

use crate::clean::dialogue;
use crate::clean::labels::{Role, Verdict};
use crate::clean::reason::Reason;
use crate::clean::text::gbdt::UNIT;
use crate::clean::text::labeler::Labeler;
use crate::clean::text::line_rules;
use crate::clean::text::line_rules::is_prose;
use crate::clean::text::line_stats::{EdgeChar, LineStats};

/// Minimum number of words of a sentence.
const MIN_SENTENCE_WORDS: u32 = 5;
/// Minimum number of words of a short sentence.
const MIN_SHORT_SENTENCE_WORDS: u32 = 3;
/// Number of blocks below the text that may be short sentences at its end.
const MAX_SENTENCES_BELOW: usize = 3;
/// Minimum number of words of a standfirst without a stop.
const MIN_STANDFIRST_WORDS: u32 = 8;
/// Number of blocks below the title among which the standfirst is.
const MAX_STANDFIRST_BLOCKS: usize = 8;
/// Marks of references, which lead back to the text.
const REFERENCE_MARKS: [char; 2] = ['^', '↑'];
/// Minimum number of references of a list of them.
const MIN_REFERENCES: usize = 5;
/// Maximum number of lines of a reference, on average.
const MAX_LINES_OF_REFERENCE: usize = 4;
/// Number of blocks up to which a text is short.
const MAX_SHORT_TEXT_BLOCKS: usize = 3;
/// Number of blocks up to which a text without any sentence may be a note.
const MAX_NOTE_BLOCKS: usize = 6;
/// Length of a line in bytes below which it may be an entry of a menu.
const MIN_SHORT_TEXT_BYTES: usize = 16;
/// Minimum number of words of an entry of a list.
const MIN_ENTRY_WORDS: u32 = 2;
/// Score of the line model above which an entry of a list is kept.
const MIN_ENTRY_SCORE: i32 = -4 * UNIT;
/// Margin below which a sentence in another language than English is kept: 70%.
const UNSURE: i32 = UNIT * 85 / 100;
/// Margin below which one between the title and the text is: 80%.
const UNSURE_BELOW_TITLE: i32 = UNIT * 139 / 100;
/// Score of the line model above which a line of a short text is kept.
const MIN_SHORT_TEXT_SCORE: i32 = -3 * UNIT;

impl Labeler<'_> {
    /// Keeps captions, and the name of a picture above its caption.
    pub(crate) fn keep_captions(&mut self) {
        let start = self.title.unwrap_or(self.core.0);
        let mut seen = std::collections::HashSet::new();
        for index in start..=self.core.1 {
            // A credit in brackets is certain; "Photo: so-and-so" at the end of a line is only a hint.
            let in_brackets = self.page.stats[index].last == EdgeChar::Bracket;
            let threshold = if in_brackets { -3 * UNIT } else { -UNIT / 2 };
            if self.overrides[index].is_none()
                && self.scores[index] > threshold
                && line_rules::is_caption(self.page, index)
            {
                if !seen.insert(self.page.stats[index].hash) {
                    continue; // A gallery repeats its captions.
                }
                self.overrides[index] = Some(Verdict::Keep);
                self.roles[index] = Role::Caption;
                if index > start && self.overrides[index - 1].is_none() && self.names_picture(index - 1) {
                    self.overrides[index - 1] = Some(Verdict::Keep);
                    self.roles[index - 1] = Role::Caption;
                }
            }
        }
    }

    /// Keeps the lines of a transcript, those of dialogue between two paragraphs of the article, and such a
    /// paragraph itself.
    pub(crate) fn keep_dialogue(&mut self) {
        for index in self.transcript.clone().into_iter().flatten() {
            if !self.is_sure(index) && self.recurrences[index].1 == 0 {
                self.overrides[index] = Some(Verdict::Keep);
            }
        }
        for run in dialogue::runs(&self.page.texts(), |index| self.keeps(index)) {
            let around = [run.start - 1, run.end];
            for index in run {
                let is_undecided = self.recurrences[index].1 == 0 && self.roles[index] == Role::Body;
                if is_undecided && !self.keeps(index) {
                    self.overrides[index] = Some(Verdict::Keep);
                }
            }
            for index in around {
                if self.overrides[index].is_none() && self.model_scores[index] > -UNIT {
                    self.overrides[index] = Some(Verdict::Keep);
                }
            }
        }
    }

    /// Keeps the references below an encyclopedia article or a study: lines that begin with a mark such as
    /// `^`, and what stands between them.
    pub(crate) fn keep_references(&mut self) {
        let is_reference = |index: &usize| self.page.text(*index).starts_with(REFERENCE_MARKS);
        let references: Vec<usize> = (0..self.page.len()).filter(is_reference).collect();
        let (Some(first), Some(last)) = (references.first(), references.last()) else { return };
        let are_together = last - first < references.len() * MAX_LINES_OF_REFERENCE;
        if references.len() < MIN_REFERENCES || !are_together {
            return;
        }
        for index in *first..=*last {
            if self.stock_reasons[index].is_none() && self.roles[index] == Role::Body {
                self.overrides[index] = Some(Verdict::Keep);
            }
        }
    }

    /// Keeps entries of lists below a kept block: lines that begin with a bullet, a dash or a number. Below
    /// a line of the article they are a part of it, above it they may be a menu.
    pub(crate) fn keep_entries(&mut self) {
        for index in 1..self.page.len() {
            let is_undecided = self.overrides[index].is_none() && self.recurrences[index].1 == 0;
            if is_undecided
                && !self.keeps(index)
                && self.keeps(index - 1)
                && self.model_scores[index] > MIN_ENTRY_SCORE
                && self.page.stats[index].words >= MIN_ENTRY_WORDS
                && line_rules::is_entry(self.page.text(index))
                && line_rules::reason(self.page, index).is_none()
            {
                self.overrides[index] = Some(Verdict::Keep);
            }
        }
    }

    /// Returns whether most words of a block are in the caption below it.
    fn names_picture(&self, index: usize) -> bool {
        let caption = self.page.words(index + 1);
        let words = self.page.words(index);
        let shared = words.iter().filter(|word| caption.contains(word)).count();
        words.len() >= 3 && words.len() <= 40 && shared * 10 >= words.len() * 7
    }

    /// Keeps the undecided lines of a text of few lines: nothing around them tells whether they are
    /// boilerplate. The only line of a text is the article, unless a rule recognizes it.
    pub(crate) fn keep_short_text(&mut self) {
        if self.page.len() > MAX_SHORT_TEXT_BLOCKS {
            return;
        }
        if let [verdict @ None] = self.overrides.as_mut_slice() {
            *verdict = Some(Verdict::Keep);
        }
        for index in 0..self.page.len() {
            let is_undecided = self.overrides[index].is_none() && self.recurrences[index].1 == 0;
            if is_undecided
                && !self.keeps(index)
                && self.model_scores[index] > MIN_SHORT_TEXT_SCORE
                && self.page.text(index).len() >= MIN_SHORT_TEXT_BYTES
                && line_rules::reason(self.page, index).is_none()
            {
                self.overrides[index] = Some(Verdict::Keep);
            }
        }
    }

    /// Keeps undecided sentences right below prose of the article: one that is lost is worse than one too
    /// many. In languages whose words the model does not know, they may be above the prose as well, and known
    /// lines of clutter between.
    pub(crate) fn keep_sentences(&mut self) {
        let page = self.page;
        let is_known = |labeler: &Self, index: usize| labeler.stock_reasons[index].is_some();
        for index in 0..page.len() {
            let is_undecided = self.overrides[index].is_none() && self.recurrences[index].1 == 0;
            if !is_undecided
                || self.keeps(index)
                || self.model_scores[index] < MIN_SHORT_TEXT_SCORE
                || !ends_as_sentence(&page.stats[index])
                || page.repeats[index] > 1
                || line_rules::reason_of_sentence(page, index).is_some()
            {
                continue;
            }
            let is_article = |beside: Option<usize>| {
                beside.is_some_and(|beside| self.keeps(beside) && is_prose(page, beside))
            };
            let before = (0..index).rev().find(|other| !is_known(self, *other));
            let after = (index + 1..page.len()).find(|other| !is_known(self, *other));
            // A short sentence may follow another one that is kept.
            let is_kept_sentence = |beside: usize| {
                beside <= self.core.1 + MAX_SENTENCES_BELOW
                    && self.keeps(beside)
                    && self.title != Some(beside)
                    && ends_as_sentence(&page.stats[beside])
            };
            let is_right_below = is_article(index.checked_sub(1)) || index > 0 && is_kept_sentence(index - 1);
            let is_long = is_sentence(&page.stats[index]);
            let is_beside = || (is_article(before) || is_article(after)) && page.is_foreign();
            if is_right_below || is_long && is_beside() {
                self.overrides[index] = Some(Verdict::Keep);
            }
        }
    }

    /// Keeps the sentences of which the labels are unsure, in languages other than English: there the model
    /// does not know the words, and what it cuts so is the article's own as often as not.
    pub(crate) fn keep_unsure_sentences(&mut self) {
        let page = self.page;
        let title = self.title.unwrap_or(0);
        let text = (title + 1..page.len()).find(|index| self.keeps(*index) && is_prose(page, *index));
        for index in 0..page.len() {
            let is_above_text = (title..text.unwrap_or(0)).contains(&index);
            let limit = if is_above_text { UNSURE_BELOW_TITLE } else { UNSURE };
            if self.overrides[index].is_none()
                && !self.keeps(index)
                && self.margins[index] < limit
                && self.recurrences[index].1 == 0
                && is_sentence(&page.stats[index])
                && page.repeats[index] == 1
                && line_rules::reason_of_sentence(page, index).is_none()
                && page.is_foreign()
            {
                self.overrides[index] = Some(Verdict::Keep);
            }
        }
    }

    /// Keeps the standfirst: the undecided line below the title, if a byline or a date is between it and the
    /// first paragraph.
    pub(crate) fn keep_standfirst(&mut self) {
        let page = self.page;
        let Some(title) = self.title else { return };
        let mut standfirst = None;
        let mut has_byline = false;
        for index in title + 1..page.len().min(title + 1 + MAX_STANDFIRST_BLOCKS) {
            match self.overrides[index] {
                Some(Verdict::Cut(Reason::Byline | Reason::DateLine)) => has_byline |= standfirst.is_some(),
                Some(_) => {}
                None if self.keeps(index) && is_prose(page, index) => {
                    if has_byline && let Some(line) = standfirst {
                        self.overrides[line] = Some(Verdict::Keep);
                    }
                    return;
                }
                None if standfirst.is_some() => {}
                None => {
                    let stats = &page.stats[index];
                    let is_text = is_sentence(stats)
                        || stats.words >= MIN_STANDFIRST_WORDS
                            && stats.lower_run >= 3
                            && stats.separators == 0;
                    let is_undecided = self.recurrences[index].1 == 0
                        && page.repeats[index] == 1
                        && self.model_scores[index] >= MIN_SHORT_TEXT_SCORE
                        && line_rules::reason_of_sentence(page, index).is_none();
                    if !is_text || !is_undecided {
                        return;
                    }
                    standfirst = Some(index);
                }
            }
        }
    }

    /// Keeps some text of a page that has text.
    pub(crate) fn ensure_some_kept(&mut self) {
        let page = self.page;
        if (0..page.len()).any(|index| self.keeps(index) && self.roles[index] != Role::Title) {
            return;
        }
        let longest = (0..page.len())
            .filter(|index| self.roles[*index] != Role::Title && !page.is_request(*index))
            .max_by_key(|index| page.stats[*index].words);
        // In a file of little more than one short sentence, that sentence is the article.
        let is_short_page = page.len() <= 3;
        let is_note = |index: usize, stats: &LineStats| {
            is_short_page && self.overrides[index].is_none() && stats.words >= 3 && stats.sentence_ends > 0
        };
        let is_text = |index: usize| {
            let stats = &page.stats[index];
            stats.words >= 10 || is_note(index, stats)
        };
        if let Some(longest) = longest.filter(|index| is_text(*index)) {
            self.overrides[longest] = Some(Verdict::Keep);
        } else if page.len() <= MAX_NOTE_BLOCKS && (0..page.len()).all(|index| self.is_unknown(index)) {
            self.overrides.fill(Some(Verdict::Keep)); // a note of a few words, which is all there is
        }
    }

    /// Returns whether neither a rule nor other pages tell what a line is.
    fn is_unknown(&self, index: usize) -> bool {
        self.overrides[index].is_none()
            && self.recurrences[index].1 == 0
            && line_rules::reason(self.page, index).is_none()
    }
}

/// Returns whether a line is a sentence, or a short one such as "He declined to comment.".
pub(super) fn ends_as_sentence(stats: &LineStats) -> bool {
    let begins =
        matches!(stats.first, EdgeChar::Upper | EdgeChar::Letter | EdgeChar::Quote | EdgeChar::Digit);
    is_sentence(stats)
        || begins
            && stats.last == EdgeChar::Stop
            && stats.words >= MIN_SHORT_SENTENCE_WORDS
            && stats.title_words * 2 <= stats.words + 1
}

/// Returns whether a line is a sentence, judged by its counts alone.
pub(super) fn is_sentence(stats: &LineStats) -> bool {
    let is_running = stats.lower_run >= 3 || stats.first == EdgeChar::Letter;
    stats.words >= MIN_SENTENCE_WORDS && stats.last == EdgeChar::Stop && is_running
}

#[cfg(test)]
mod tests {
    use crate::clean::options::SourceContext;
    use crate::clean::text::gbdt::LineModel;
    use crate::clean::text::label_passes::keep::*;
    use crate::clean::text::page::{Gaps, TextPage};
    use crate::extract::plain;

    const PROSE: &str =
        "The ferry will stay in port until its engine has been examined, the mayor said on Monday.";

    #[test]
    fn references_stay_together() {
        let kept = |marks: usize| {
            let references = "^ Hill, A. (2019)\nFerries of the coast\nRetrieved 3 May 2021\n".repeat(marks);
            let text = format!("{PROSE}\nSee also\nHarbours\n{references}Log in\n");
            let blocks = plain::blocks(&text);
            let page = TextPage::new(&blocks, Gaps::Lines(&text));
            let mut labeler = Labeler::new(&page, &SourceContext::default(), LineModel::get());
            labeler.stock_reasons = vec![None; page.len()];
            labeler.scores = vec![-UNIT; page.len()];
            labeler.keep_references();
            (0..page.len()).filter(|index| labeler.keeps(*index)).collect::<Vec<_>>()
        };
        assert_eq!(kept(MIN_REFERENCES), (3..=15).collect::<Vec<_>>());
        assert!(kept(MIN_REFERENCES - 1).is_empty());
    }

    #[test]
    fn entries_below_a_kept_line_stay() {
        let text = format!("- Home\n- News\n{PROSE}\n- Two locks\n- One weir\n3. Log in\nFerries\n- Buses\n");
        let blocks = plain::blocks(&text);
        let page = TextPage::new(&blocks, Gaps::Lines(&text));
        let mut labeler = Labeler::new(&page, &SourceContext::default(), LineModel::get());
        labeler.overrides = vec![None; page.len()];
        labeler.scores = vec![-UNIT; page.len()];
        labeler.scores[2] = UNIT;
        labeler.model_scores.clone_from(&labeler.scores);
        labeler.keep_entries();
        let kept: Vec<usize> = (0..page.len()).filter(|index| labeler.keeps(*index)).collect();
        assert_eq!(kept, [2, 3, 4]);
    }

    #[test]
    fn an_unsure_sentence_in_another_language_stays() {
        let kept = |text: &str, margin: i32| {
            let blocks = plain::blocks(text);
            let page = TextPage::new(&blocks, Gaps::Lines(text));
            let mut labeler = Labeler::new(&page, &SourceContext::default(), LineModel::get());
            labeler.scores = vec![-1; page.len()];
            labeler.overrides = vec![None; page.len()];
            labeler.margins = vec![margin; page.len()];
            labeler.keep_unsure_sentences();
            labeler.keeps(1)
        };
        let german = "Die Brücke im Hafen\n\nDie alte Drehbrücke bleibt achtzehn Monate lang gesperrt, weil zwei Rollen \
            gerissen sind und keine neuen mehr zu bekommen waren.\n";
        assert!(kept(german, UNSURE - 1) && !kept(german, UNSURE));
        assert!(!kept(&format!("Harbour\n\n{PROSE}\n"), 0));
    }

    #[test]
    fn a_sentence_right_below_prose_stays() {
        let text = format!(
            "{PROSE}\n\nShe declined to say for how long.\n\nFerries and buses\n\nHe asks for your patience.\n"
        );
        let blocks = plain::blocks(&text);
        let page = TextPage::new(&blocks, Gaps::Lines(&text));
        let kept = |score: i32| {
            let mut labeler = Labeler::new(&page, &SourceContext::default(), LineModel::get());
            labeler.stock_reasons = vec![None; page.len()];
            labeler.scores = vec![UNIT, score, score, score];
            labeler.model_scores.clone_from(&labeler.scores);
            labeler.keep_sentences();
            (0..page.len()).map(|index| labeler.keeps(index)).collect::<Vec<_>>()
        };
        assert_eq!(kept(-2 * UNIT), [true, true, false, false]);
        assert_eq!(kept(-4 * UNIT), [true, false, false, false]);
    }
}
