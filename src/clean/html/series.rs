//! Keeps series of paragraphs that the forest took for a list of teasers: the products of a test, the
//! restaurants of a guide.
//!
//! Such entries look like cards. What tells them from teasers is their text: long paragraphs that the line
//! model takes for an article, in the element that has most of the page's prose.

use rustc_hash::FxHashMap;

use crate::clean::html::layout::Layout;
use crate::clean::text::gbdt::UNIT;
use crate::extract::html::Page;
use crate::extract::html::class_hints::{COMMENTS, Hints, NAVIGATION, RELATED};
use crate::extract::html::tag::Tag;

/// Minimum number of paragraphs of a series, and of words of one on average.
const MIN_PARAGRAPHS: usize = 4;
const MIN_WORDS: f32 = 36.0;
/// Minimum mean score by the line model, and by the forest, in logits.
const MIN_LINE_SCORE: f32 = 1.5;
const MIN_SCORE: f32 = -2.0;
/// Minimum score of a block between two paragraphs, and the maximum number of such blocks.
const MIN_SCORE_BETWEEN: f32 = -3.5;
const MAX_BETWEEN: usize = 7;
/// Comments, other stories and navigation.
const ELSEWHERE: Hints = COMMENTS | RELATED | NAVIGATION;

/// Keeps the series of paragraphs with the same signature that the line model takes for an article.
pub(super) fn keep_series(
    page: &Page,
    layout: &Layout<'_>,
    line_scores: &[i32],
    scores: &[f32],
    keep: &mut [bool],
) {
    let nodes = &page.tree.nodes;
    let mut series: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (index, context) in page.tree.contexts.iter().enumerate().filter(|(index, _)| layout.prose[*index]) {
        series.entry(nodes[context.container as usize].signature).or_default().push(index);
    }
    for paragraphs in series.into_values() {
        let is_complete = paragraphs.iter().all(|index| keep[*index]);
        if is_complete || !is_article(page, layout, line_scores, scores, &paragraphs) {
            continue;
        }
        let cut: Vec<bool> = paragraphs.iter().map(|index| !keep[*index]).collect();
        for index in &paragraphs {
            keep[*index] = true;
        }
        for (pair, cut) in paragraphs.windows(2).zip(cut.windows(2)) {
            if pair[1] - pair[0] > MAX_BETWEEN + 1 || cut == [false, false] {
                continue;
            }
            for between in pair[0] + 1..pair[1] {
                keep[between] |= scores[between] > MIN_SCORE_BETWEEN && layout.link_share(between) < 0.5;
            }
        }
    }
}

/// Returns whether a series of paragraphs is a part of the article.
fn is_article(
    page: &Page,
    layout: &Layout<'_>,
    line_scores: &[i32],
    scores: &[f32],
    paragraphs: &[usize],
) -> bool {
    let words: f32 = paragraphs.iter().map(|index| layout.stats[*index].words as f32).sum();
    if paragraphs.len() < MIN_PARAGRAPHS || words < MIN_WORDS * paragraphs.len() as f32 {
        return false;
    }
    let mean = |score: &dyn Fn(usize) -> f32| -> f32 {
        paragraphs.iter().map(|index| score(*index) * layout.stats[*index].words as f32).sum::<f32>() / words
    };
    let line_score = |index: usize| (line_scores[index] as f32 / UNIT as f32).clamp(-6.0, 6.0);
    if mean(&line_score) < MIN_LINE_SCORE || mean(&|index| scores[index]) < MIN_SCORE {
        return false;
    }
    let container = |index: usize| page.tree.contexts[index].container;
    let is_in_core = [layout.best, layout.cores[0]]
        .into_iter()
        .any(|core| layout.distance(container(paragraphs[0]), core).1 == 0.0);
    is_in_core && !paragraphs.iter().any(|index| is_elsewhere(page, container(*index)))
}

/// Returns whether an element is in one that is not for articles.
fn is_elsewhere(page: &Page, node: u32) -> bool {
    let mut node = node;
    while node > 0 {
        let element = &page.tree.nodes[node as usize];
        let is_apart = matches!(element.tag, Tag::Nav | Tag::Aside | Tag::Footer | Tag::Form);
        if is_apart || element.hints & ELSEWHERE != 0 {
            return true;
        }
        node = element.parent;
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::clean::html::layout::Layout;
    use crate::clean::html::series::keep_series;
    use crate::clean::text::gbdt::UNIT;
    use crate::extract::html::read;

    /// Returns what of a page with a lead and four cards is kept if the forest kept the lead only.
    fn kept(open: &str, score: i32) -> Vec<bool> {
        let text = "The sole holds on wet grass, and the shaft is high enough for a ditch, a meadow or a lock, \
            although it lets in the cold after an hour. After six weeks, we found no crack in the rubber, \
            and the heel was as even as on the first day.";
        let cards = format!("<div class=card><h2>Marsh King</h2><p>{text}</p></div>").repeat(4);
        let page = read(&format!("<article><h1>Boots</h1><p>{text}</p>{open}{cards}</article>"));
        let layout = Layout::new(&page.tree, page.readability.as_deref());
        let mut keep = vec![false; page.tree.blocks.len()];
        keep[1] = true;
        let line_scores = vec![score * UNIT; keep.len()];
        let scores = vec![-1.0; keep.len()];
        keep_series(&page, &layout, &line_scores, &scores, &mut keep);
        keep
    }

    #[test]
    fn cards_with_long_prose_are_kept_with_their_headings() {
        let keep = kept("<div>", 3);
        assert_eq!(keep, [false, true, false, true, true, true, true, true, true, true]);
    }

    #[test]
    fn teasers_and_comments_stay_cut() {
        for (open, score) in
            [("<div>", 0), ("<aside>", 3), ("<div class=related>", 3), ("<div class=comments>", 3)]
        {
            assert_eq!(kept(open, score).iter().filter(|keep| **keep).count(), 1, "{open}");
        }
    }
}
