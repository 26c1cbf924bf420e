//! Smoothing: turns the scores of single blocks into a plausible sequence of article and boilerplate.

use crate::clean::text::gbdt::UNIT;
use crate::clean::text::line_stats::EdgeChar;
use crate::clean::text::page::TextPage;

/// Cost of a change between article and boilerplate, on a page with little boilerplate.
const CHANGE_COST: i32 = UNIT / 2;
/// Bonus for every block of a page that is mostly article.
const MOSTLY_KEPT_BONUS: i32 = UNIT * 8 / 10;
/// Percentage of its words that such a page keeps.
const MOSTLY_KEPT_PERCENT: u64 = 65;

/// Bonus for every block: a lost sentence is worse than a surplus one.
const KEEP_BONUS: i32 = UNIT * 3 / 10;
/// Additional bonus for a block that ends a sentence, as little boilerplate does.
const SENTENCE_BONUS: i32 = UNIT * 7 / 10;
/// Minimum words of such a block; shorter ones are mostly labels.
const MIN_SENTENCE_WORDS: u32 = 5;

/// Cost of each edge of a gap in the article.
const GAP_EDGE_COST: i32 = UNIT / 4;
/// Cost of each block in a gap: an article goes on after a form or a banner, rarely after a page of
/// boilerplate.
const GAP_BLOCK_COST: i32 = UNIT / 5;
/// Cost of returning to the article after its end, which bounds the cost of a gap.
const RETURN_COST: i32 = UNIT * 6;

/// Shifts all scores towards keeping, as far as that costs no precision on the whole.
pub(crate) fn bias_towards_keep(page: &TextPage, scores: &mut [i32]) {
    for (stats, score) in page.stats.iter().zip(scores) {
        let ends_sentence = stats.words >= MIN_SENTENCE_WORDS && stats.last == EdgeChar::Stop;
        *score += KEEP_BONUS + if ends_sentence { SENTENCE_BONUS } else { 0 };
    }
}

/// Shifts all scores of a page that is mostly article: it was cleaned before, little is left to cut, and a
/// mistake costs more than it gains. Returns whether this is such a page.
pub(crate) fn relax_if_mostly_kept(page: &TextPage, scores: &mut [i32]) -> bool {
    let words = |keep: bool| -> u64 {
        let chosen = page.stats.iter().zip(scores.iter()).filter(|(_, score)| (**score > 0) == keep);
        chosen.map(|(stats, _)| u64::from(stats.words)).sum()
    };
    let (kept, cut) = (words(true), words(false));
    let mostly_kept = kept * 100 >= (kept + cut) * MOSTLY_KEPT_PERCENT;
    if mostly_kept {
        scores.iter_mut().for_each(|score| *score += MOSTLY_KEPT_BONUS);
    }
    mostly_kept
}

/// Lowers the threshold of a page that has text but would keep none, until its best blocks pass.
pub(crate) fn ensure_some_kept(page: &TextPage, scores: &mut [i32]) {
    let is_text = |index: usize| page.stats[index].words >= 6 && page.phrases[index].is_none();
    let passes = |index: usize, scores: &[i32]| scores[index] > 0 && is_text(index);
    if (0..page.len()).any(|index| passes(index, scores)) {
        return;
    }
    let best = (0..page.len()).filter(|index| is_text(*index)).map(|index| scores[index]).max();
    let Some(best) = best else { return };
    let threshold = best - UNIT;
    scores.iter_mut().for_each(|score| *score -= threshold);
}

/// A score that no sequence reaches.
const IMPOSSIBLE: i64 = i64::MIN / 4;

/// Returns for each block how much worse the best sequence is that decides otherwise about it, for the costs
/// of [`smooth`].
fn margins(scores: &[i32]) -> Vec<i32> {
    let change = i64::from(CHANGE_COST);
    // Scores of the best sequences up to a block and from it on that cut it and that keep it.
    let step = |(cut, keep): (i64, i64), score: &i32| {
        (cut.max(keep - change), keep.max(cut - change) + i64::from(*score))
    };
    let before = running(scores.iter(), (0, 0), step);
    let mut after = running(scores.iter().rev(), (0, 0), step);
    after.reverse();
    let both = before.iter().zip(&after).zip(scores);
    let margins = both.map(|((before, after), score)| {
        to_margin(before.1 + after.1 - i64::from(*score) - before.0 - after.0)
    });
    margins.collect()
}

/// Returns for each block how much worse the best sequence is that decides otherwise about it, for the costs
/// of [`smooth_stretch`].
fn stretch_margins(scores: &[i32]) -> Vec<i32> {
    let (edge, in_gap, to_return) =
        (i64::from(GAP_EDGE_COST), i64::from(GAP_BLOCK_COST), i64::from(RETURN_COST));
    // Scores of the best sequences up to a block that are before the article there, inside, in a gap and
    // after it; then of those from a block on.
    let forward = |[before, inside, gap, after]: [i64; 4], score: &i32| {
        let to_inside = before.max(inside).max(gap - edge).max(after - to_return);
        [before, to_inside + i64::from(*score), gap.max(inside - edge) - in_gap, after.max(inside)]
    };
    let backward = |[before, inside, gap, after]: [i64; 4], score: &i32| {
        let score = i64::from(*score);
        [
            before.max(inside),
            inside.max(gap - edge).max(after) + score,
            gap.max(inside - edge) - in_gap,
            after.max(inside - to_return),
        ]
    };
    let first = [0, IMPOSSIBLE, IMPOSSIBLE, IMPOSSIBLE];
    let up_to = running(scores.iter(), first, forward);
    let mut from = running(scores.iter().rev(), [0, 0, IMPOSSIBLE, 0], backward);
    from.reverse();
    let margin = |((up_to, from), score): ((&[i64; 4], &[i64; 4]), &i32)| {
        let keep = up_to[1] + from[1] - i64::from(*score);
        let cut = (up_to[0] + from[0]).max(up_to[2] + from[2] + in_gap).max(up_to[3] + from[3]);
        to_margin(keep - cut)
    };
    up_to.iter().zip(&from).zip(scores).map(margin).collect()
}

/// Returns the states after each score, one step after the other.
fn running<'s, S: Copy>(
    scores: impl Iterator<Item = &'s i32>,
    first: S,
    step: impl Fn(S, &i32) -> S,
) -> Vec<S> {
    let states = scores.scan(first, |state, score| {
        *state = step(*state, score);
        Some(*state)
    });
    states.collect()
}

fn to_margin(difference: i64) -> i32 {
    difference.unsigned_abs().min(i32::MAX as u64) as i32
}

/// Finds the best sequence of keep and cut when changes are rare (Viterbi). A block that the sequence
/// overrules gets the smallest score of the other sign. Returns the [`margins`].
pub(crate) fn smooth(scores: &mut [i32]) -> Vec<i32> {
    let margins = margins(scores);
    // Difference between the best sequences that end in keep and in cut, which is all that is needed.
    let mut advantage = 0i64;
    // For cut and for keep, whether its best predecessor is the same state.
    let mut stays: Vec<(bool, bool)> = Vec::with_capacity(scores.len());
    for score in scores.iter() {
        let change = i64::from(CHANGE_COST);
        stays.push((advantage <= change, advantage >= -change));
        advantage = advantage.clamp(-change, change) + i64::from(*score);
    }
    let mut keep = advantage > 0;
    for (score, (cut_stays, keep_stays)) in scores.iter_mut().zip(stays).rev() {
        *score = if keep { (*score).max(1) } else { (*score).min(0) };
        keep = if keep { keep_stays } else { !cut_stays };
    }
    margins
}

/// A state of the sequence at one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ArticleState {
    Before,
    Inside,
    /// Between two parts of the article.
    Gap,
    After,
}

/// The best predecessor of each state at one block.
struct Backpointers {
    inside: ArticleState,
    gap: ArticleState,
    after: ArticleState,
}

/// Finds the best sequence for a page of much boilerplate, like [`smooth`], if the article is one stretch
/// with small gaps: its start and end cost nothing, a gap costs more the longer it is. Returns the
/// [`stretch_margins`].
pub(crate) fn smooth_stretch(scores: &mut [i32]) -> Vec<i32> {
    let margins = stretch_margins(scores);
    use ArticleState::{After, Before, Gap, Inside};
    let impossible = i64::MIN / 2;
    // Scores of the best sequences that end inside, in a gap and after the article; one that has not begun
    // scores 0.
    let (mut inside, mut gap, mut after) = (impossible, impossible, impossible);
    let mut steps = Vec::with_capacity(scores.len());
    let better = |a: (i64, ArticleState), b: (i64, ArticleState)| if b.0 > a.0 { b } else { a };
    for score in scores.iter() {
        let begins = better((inside, Inside), (0, Before));
        let returns = better((gap - i64::from(GAP_EDGE_COST), Gap), (after - i64::from(RETURN_COST), After));
        let to_inside = better(begins, returns);
        let to_gap = better((gap, Gap), (inside - i64::from(GAP_EDGE_COST), Inside));
        let to_after = better((after, After), (inside, Inside));
        steps.push(Backpointers { inside: to_inside.1, gap: to_gap.1, after: to_after.1 });
        (inside, gap, after) =
            (to_inside.0 + i64::from(*score), to_gap.0 - i64::from(GAP_BLOCK_COST), to_after.0);
    }
    // The end of the article costs less than a gap at the end.
    let mut state = better(better((0, Before), (after, After)), (inside, Inside)).1;
    for (score, step) in scores.iter_mut().zip(steps).rev() {
        *score = if state == Inside { (*score).max(1) } else { (*score).min(0) };
        state = match state {
            Before => Before,
            Inside => step.inside,
            Gap => step.gap,
            After => step.after,
        };
    }
    margins
}

#[cfg(test)]
mod tests {
    use crate::clean::text::page::Gaps;
    use crate::clean::text::smoothing::*;
    use crate::extract::plain;
    use proptest::prelude::*;

    #[test]
    fn sentences_get_a_larger_bonus_than_labels() {
        let text = "The bridge was opened on Monday.\n\nBridges and ferries of the north\n\nRead more.\n";
        let blocks = plain::blocks(text);
        let mut scores = [-UNIT / 2; 3];
        bias_towards_keep(&TextPage::new(&blocks, Gaps::Lines(text)), &mut scores);
        assert_eq!(scores.map(|score| score > 0), [true, false, false]);
    }

    #[test]
    fn a_weak_score_is_overruled_by_its_neighbors() {
        let mut scores = [UNIT, UNIT, -UNIT / 4, UNIT, UNIT];
        smooth(&mut scores);
        assert!(scores.iter().all(|score| *score > 0));
    }

    #[test]
    fn a_strong_score_is_not_overruled() {
        let mut scores = [UNIT, UNIT, -2 * UNIT, UNIT, UNIT];
        smooth(&mut scores);
        assert_eq!(scores.map(|score| score > 0), [true, true, false, true, true]);
    }

    #[test]
    fn the_edges_of_the_page_cost_nothing() {
        let mut scores = [-1, 2 * UNIT];
        smooth(&mut scores);
        assert!(scores[1] > 0);
        smooth(&mut []);
    }

    /// Returns the best score of a sequence for the costs of [`smooth_stretch`] among all that decide so.
    fn best_stretch(scores: &[i32], decides: impl Fn(&[bool]) -> bool) -> i64 {
        let score_of = |keep: &[bool]| {
            let (Some(first), Some(last)) = (keep.iter().position(|k| *k), keep.iter().rposition(|k| *k))
            else {
                return 0;
            };
            let mut total = 0i64;
            let mut gap = 0i64;
            for index in first..=last {
                if keep[index] {
                    let cost = 2 * i64::from(GAP_EDGE_COST) + gap * i64::from(GAP_BLOCK_COST);
                    total -= if gap > 0 { cost.min(i64::from(RETURN_COST)) } else { 0 };
                    total += i64::from(scores[index]);
                    gap = 0;
                } else {
                    gap += 1;
                }
            }
            total
        };
        let all = (0..1u32 << scores.len())
            .map(|bits| (0..scores.len()).map(|index| bits >> index & 1 == 1).collect::<Vec<bool>>());
        all.filter(|keep| decides(keep)).map(|keep| score_of(&keep)).max().unwrap()
    }

    proptest! {
        #[test]
        fn a_margin_is_the_loss_of_the_other_decision(
            scores in proptest::collection::vec(-5 * UNIT..5 * UNIT, 1..9),
        ) {
            let best = best_stretch(&scores, |_| true);
            let mut smoothed = scores.clone();
            let margins = smooth_stretch(&mut smoothed);
            for (index, margin) in margins.iter().enumerate() {
                let is_kept = smoothed[index] > 0;
                let other = best_stretch(&scores, |keep| keep[index] != is_kept);
                prop_assert_eq!(i64::from(*margin), best - other);
            }
        }
    }

    #[test]
    fn margins_have_the_cost_of_a_change() {
        let margins = smooth(&mut [UNIT, -UNIT / 4, UNIT]);
        assert_eq!(margins, [UNIT + UNIT / 4, 2 * CHANGE_COST - UNIT / 4, UNIT + UNIT / 4]);
    }

    /// Returns which blocks of a page with these scores, in logits, are kept.
    fn kept_blocks(units: &[i32]) -> Vec<bool> {
        let mut scores: Vec<i32> = units.iter().map(|score| score * UNIT).collect();
        smooth_stretch(&mut scores);
        scores.iter().map(|score| *score > 0).collect()
    }

    #[test]
    fn small_gaps_are_kept_apart() {
        assert_eq!(kept_blocks(&[-3, 3, 3, -2, 3, 3, -3]), [false, true, true, false, true, true, false]);
        assert_eq!(kept_blocks(&[-3, 3, 0, 3]), [false, true, true, true]);
    }

    #[test]
    fn text_after_long_boilerplate_is_another_story() {
        let page = |teaser: i32| [&[4; 8][..], &[-2; 20], &[teaser; 2]].concat();
        assert_eq!(kept_blocks(&page(1)), [&[true; 8][..], &[false; 22]].concat());
        // A high score still wins: the cost of a gap is bounded.
        assert_eq!(kept_blocks(&page(5)), [&[true; 8][..], &[false; 20], &[true; 2]].concat());
    }

    #[test]
    fn of_two_stretches_the_better_is_kept() {
        assert_eq!(
            kept_blocks(&[&[1; 3][..], &[-2; 30], &[4; 6]].concat()),
            [&[false; 33][..], &[true; 6]].concat()
        );
        assert_eq!(kept_blocks(&[-1, -1]), [false, false]);
        assert!(kept_blocks(&[]).is_empty());
    }
}
