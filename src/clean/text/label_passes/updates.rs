//! Keeps the updates of a live blog that was saved as text: parts that begin with their time.

use std::ops::Range;

use crate::clean::clock::{begins_with_clock, has_clock};
use crate::clean::labels::{Role, Verdict};
use crate::clean::reason::Reason;
use crate::clean::text::label_passes::keep::ends_as_sentence;
use crate::clean::text::labeler::Labeler;
use crate::clean::text::lexicon::word_group::WordGroup;
use crate::clean::text::line_rules::is_prose;

/// Minimum number of updates of a live blog.
const MIN_UPDATES: usize = 5;
/// Maximum number of words of prose above the updates.
const MAX_WORDS_ABOVE: u32 = 120;
/// Maximum number of lines of an update.
const MAX_UPDATE_LINES: usize = 30;
/// Maximum number of words of a line with the time of an update and its headline.
const MAX_HEAD_WORDS: u32 = 25;
/// Maximum number of words of a line with a date and a time.
const MAX_TIME_WORDS: u32 = 10;
/// Maximum number of words of a line that tells how long ago an update was.
const MAX_AGO_WORDS: u32 = 4;
/// Maximum number of words of the headline of an update.
const MAX_HEADLINE_WORDS: u32 = 25;
/// Maximum number of updates that have the same line, such as a place or a topic.
const MAX_REPEATS: u16 = 2;

impl Labeler<'_> {
    /// Keeps the updates of a live blog with their times and headlines, if enough of them are kept. A list of
    /// the latest headlines has no sentences, and comments are below an article.
    pub(crate) fn keep_updates(&mut self) {
        let heads: Vec<usize> = (0..self.page.len()).filter(|index| self.is_update_head(*index)).collect();
        let mut rest = &heads[..];
        while let Some(first) = rest.first() {
            let is_next = |pair: &[usize]| pair[1] - pair[0] <= MAX_UPDATE_LINES;
            let length = 1 + rest.windows(2).take_while(|pair| is_next(pair)).count();
            let (run, tail) = rest.split_at(length);
            rest = tail;
            let end = self.page.len().min(run[length - 1] + MAX_UPDATE_LINES);
            let ends = run[1..].iter().copied().chain([end]);
            let updates: Vec<Range<usize>> = run.iter().zip(ends).map(|(start, end)| *start..end).collect();
            if self.are_updates(&updates, *first) {
                let last = updates.len() - 1;
                for (number, update) in updates.into_iter().enumerate() {
                    self.keep_update(update, number == 0, number == last);
                }
            }
        }
    }

    /// Returns whether a line has the time of an update, or begins with it.
    fn is_update_head(&self, index: usize) -> bool {
        let (stats, text) = (&self.page.stats[index], self.page.text(index));
        if stats.digits == 0 || stats.quotes > 0 {
            return false;
        }
        let is_short = stats.words <= MAX_TIME_WORDS;
        let is_ago =
            || stats.words <= MAX_AGO_WORDS && stats.numbers == 1 && stats.count(WordGroup::Time) > 0;
        let is_dated = || is_short && has_clock(text) && !ends_as_sentence(stats);
        stats.words <= MAX_HEAD_WORDS && begins_with_clock(text) || is_dated() || is_ago()
    }

    /// Returns whether parts of a text are the updates of a live blog, of which the first begins at `first`.
    fn are_updates(&self, updates: &[Range<usize>], first: usize) -> bool {
        let page = self.page;
        let is_text = |index: &usize| ends_as_sentence(&page.stats[*index]) && page.repeats[*index] == 1;
        let has_text = |update: &&Range<usize>| (*update).clone().any(|index| is_text(&index));
        let is_kept =
            |update: &&Range<usize>| (*update).clone().any(|index| is_text(&index) && self.keeps(index));
        let is_comment = |index: usize| {
            page.phrases[index].is_some_and(|phrase| phrase.reason == Reason::Comments)
                || self.stock_reasons[index] == Some(Reason::Comments)
        };
        let last = updates.last().map_or(first, |update| update.start);
        let words = |lines: Range<usize>, is_counted: &dyn Fn(usize) -> bool| -> u32 {
            lines.filter(|index| is_counted(*index)).map(|index| page.stats[index].words).sum()
        };
        let words_above = words(0..first, &|index| self.keeps(index) && is_prose(page, index));
        let words_inside = words(first..last + 1, &|index| is_text(&index));
        updates.len() >= MIN_UPDATES
            && updates.iter().filter(has_text).count() * 2 >= updates.len()
            && updates.iter().filter(is_kept).count() * 3 >= updates.len()
            && words_above <= words_inside.min(MAX_WORDS_ABOVE)
            && !(first..last).any(is_comment)
    }

    /// Keeps an update: its time, the line below it, and its sentences. In the last one, whose end nothing
    /// marks, the sentences end with the first line that is none.
    fn keep_update(&mut self, update: Range<usize>, is_first: bool, is_last: bool) {
        let page = self.page;
        let mut is_headline = true;
        for index in update.clone() {
            let stats = &page.stats[index];
            let is_head = index == update.start;
            let is_sentence = ends_as_sentence(stats);
            let is_text = is_sentence
                || is_headline && stats.words <= MAX_HEADLINE_WORDS && page.phrases[index].is_none();
            is_headline = is_head;
            if is_last && !is_head && !is_text {
                return;
            }
            let is_unruled = match self.overrides[index] {
                None => true,
                // The first may be the date of the whole.
                Some(Verdict::Cut(Reason::DateLine)) => is_head && !is_first,
                Some(Verdict::Cut(reason)) => reason == Reason::AfterArticle,
                Some(Verdict::Keep) => false,
            };
            let is_own = is_head || page.repeats[index] <= MAX_REPEATS;
            if is_unruled
                && (is_head || is_text)
                && is_own
                && self.roles[index] == Role::Body
                && self.stock_reasons[index].is_none()
                && self.recurrences[index].1 == 0
                && !self.keeps(index)
            {
                self.overrides[index] = Some(Verdict::Keep);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::clean_text;

    const UPDATES: [(&str, &str, &str); 6] = [
        (
            "18.42 GMT",
            "Power back in the old town",
            "The lights came back on shortly before seven in most streets.",
        ),
        (
            "18.10 GMT",
            "Mayor asks people to stay indoors",
            "“Please stay away from the sea wall,” the mayor said.",
        ),
        ("17.55 GMT", "Gusts of 131 km/h", "The weather station on the pier recorded a gust of 131 km/h."),
        ("17.20 GMT", "No trains", "No train will run before midnight."),
        ("16.48 GMT", "Ferry turns round", "The ferry is back at its berth. All 212 passengers are well."),
        ("16.05 GMT", "First sandbags", "They need shovels."),
    ];

    #[test]
    fn the_updates_of_a_live_blog_are_kept() {
        let updates =
            UPDATES.map(|(time, title, text)| format!("{time}\n{title}\n{text}\nShare\n\n")).concat();
        let page = format!(
            "Home\nNews\nSport\n\nStorm Inga: live\n\nPower cuts and closed roads along the coast as the storm \
             moves inland.\n\n{updates}Most viewed\nAbout us\nContact us\n"
        );
        let article = clean_text(&page);
        for (time, title, text) in UPDATES {
            for line in [time, title, text] {
                assert!(article.body.text.as_str().contains(line), "{line}: {}", article.body.text.as_str());
            }
        }
        for line in ["Share", "Most viewed", "About us"] {
            assert!(!article.body.text.as_str().contains(line), "{line}");
        }
    }

    #[test]
    fn headlines_with_times_and_comments_are_no_updates() {
        let prose = "The harbour board voted on Tuesday to close the old swing bridge for eighteen months, a \
            decision that will send every lorry bound for the grain terminal through the centre of town.\n\n";
        let story = format!("Swing bridge to close\n\n{prose}{}\n\n", prose.replace("harbour", "canal"));
        let latest = UPDATES.map(|(time, title, _)| format!("{time}\n{title}\n")).concat();
        let page = format!("{story}Latest news\n{latest}");
        assert!(!clean_text(&page).body.text.as_str().contains("Ferry turns round"));
        let comments = UPDATES.map(|(_, _, text)| format!("reader\n2 hours ago\n{text}\nReply\n\n")).concat();
        let page = format!("{story}{story}6 comments\n\n{comments}");
        assert!(!clean_text(&page).body.text.as_str().contains("2 hours ago"));
    }
}
