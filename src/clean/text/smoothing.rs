//! Scores of single blocks, evened out over the page.

use crate::clean::text::gbdt::UNIT;
use crate::clean::text::line_stats::EdgeChar;
use crate::clean::text::page::TextPage;

/// What it costs to change between article and clutter from one block to the next, on a page that has little clutter.
const CHANGE: i32 = UNIT / 2;
/// What a page gains that holds little else than an article.
const GENTLE: i32 = UNIT * 8 / 10;
/// How much of its words, in hundredths, a page must seem to keep for that.
const CLEAN: u64 = 65;

/// What every block gains: a sentence that is lost is worse than one that is too many.
const LENIENT: i32 = UNIT * 3 / 10;
/// What a block gains besides that ends with a stop: little clutter does.
const SENTENCE: i32 = UNIT * 7 / 10;
/// Words of such a block at least; what is shorter is mostly a label.
const SENTENCE_WORDS: u32 = 5;

/// What each of its two edges costs a gap in the article.
const EDGE: i32 = UNIT / 4;
/// What each block of a gap costs besides: an article goes on after a form or a banner, hardly after a page of clutter.
const STRETCH: i32 = UNIT / 5;
/// What it costs to come back to the article after whatever was between: no gap costs more.
const RETURN: i32 = UNIT * 6;

/// Moves the bar between article and clutter to where as little as possible of articles is lost at no cost to what
/// is right on the whole.
pub fn bias_towards_keep(page: &TextPage, scores: &mut [i32]) {
    for (shape, score) in page.shapes.iter().zip(scores) {
        let sentence = shape.words >= SENTENCE_WORDS && shape.last == EdgeChar::Stop;
        *score += LENIENT + if sentence { SENTENCE } else { 0 };
    }
}

/// Where a page has been cleaned before there is little left to cut, and a mistake costs more than it gains: there a
/// block needs less to stay. Says whether this is such a page.
pub fn relax_if_mostly_kept(page: &TextPage, scores: &mut [i32]) -> bool {
    let words = |keep: bool| -> u64 {
        let chosen = page.shapes.iter().zip(scores.iter()).filter(|(_, score)| (**score > 0) == keep);
        chosen.map(|(shape, _)| u64::from(shape.words)).sum()
    };
    let (kept, cut) = (words(true), words(false));
    let clean = kept * 100 >= (kept + cut) * CLEAN;
    if clean {
        scores.iter_mut().for_each(|score| *score += GENTLE);
    }
    clean
}

/// Where nothing would be kept of a page that has text, the bar is lowered until its likeliest blocks pass.
pub fn ensure_some_kept(page: &TextPage, scores: &mut [i32]) {
    let is_text = |index: usize| page.shapes[index].words >= 6 && page.phrases[index].is_none();
    let passes = |index: usize, scores: &[i32]| scores[index] > 0 && is_text(index);
    if (0..page.len()).any(|index| passes(index, scores)) {
        return;
    }
    let best = (0..page.len()).filter(|index| is_text(*index)).map(|index| scores[index]).max();
    let Some(best) = best else { return };
    let bar = best - UNIT;
    scores.iter_mut().for_each(|score| *score -= bar);
}

/// The likeliest course through the page when changes are rare (Viterbi). A block that goes with its neighbours
/// against its own score gets the smallest score of the other sign.
pub fn smooth(scores: &mut [i32]) {
    // The advantage of keeping over cutting along the best course up to each block, which is all that is needed.
    let mut advantage = 0i64;
    let mut stays: Vec<(bool, bool)> = Vec::with_capacity(scores.len()); // whether (cut, keep) came from the same
    for score in scores.iter() {
        let change = i64::from(CHANGE);
        stays.push((advantage <= change, advantage >= -change));
        advantage = advantage.clamp(-change, change) + i64::from(*score);
    }
    let mut keep = advantage > 0;
    for (score, (cut_stays, keep_stays)) in scores.iter_mut().zip(stays).rev() {
        *score = if keep { (*score).max(1) } else { (*score).min(0) };
        keep = if keep { keep_stays } else { !cut_stays };
    }
}

/// Where a course through the page stands at a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ArticleState {
    Before,
    Inside,
    /// Between two parts of the article.
    Gap,
    After,
}

/// From where the best course comes to each place at one block.
struct Backpointers {
    inside: ArticleState,
    gap: ArticleState,
    after: ArticleState,
}

/// The likeliest course through a page of much clutter, as [`smooth`] finds it, when the article is one stretch with
/// small gaps: where it begins and ends costs nothing, a gap the more the longer it is.
pub fn smooth_stretch(scores: &mut [i32]) {
    use ArticleState::{After, Before, Gap, Inside};
    let never = i64::MIN / 2;
    // The sums of the best courses that end inside, in a gap and after; one that has not begun has none.
    let (mut inside, mut gap, mut after) = (never, never, never);
    let mut steps = Vec::with_capacity(scores.len());
    let better = |a: (i64, ArticleState), b: (i64, ArticleState)| if b.0 > a.0 { b } else { a };
    for score in scores.iter() {
        let begins = better((inside, Inside), (0, Before));
        let returns = better((gap - i64::from(EDGE), Gap), (after - i64::from(RETURN), After));
        let to_inside = better(begins, returns);
        let to_gap = better((gap, Gap), (inside - i64::from(EDGE), Inside));
        let to_after = better((after, After), (inside, Inside));
        steps.push(Backpointers { inside: to_inside.1, gap: to_gap.1, after: to_after.1 });
        (inside, gap, after) = (to_inside.0 + i64::from(*score), to_gap.0 - i64::from(STRETCH), to_after.0);
    }
    // A gap at the end is dearer than the end.
    let mut place = better(better((0, Before), (after, After)), (inside, Inside)).1;
    for (score, step) in scores.iter_mut().zip(steps).rev() {
        *score = if place == Inside { (*score).max(1) } else { (*score).min(0) };
        place = match place {
            Before => Before,
            Inside => step.inside,
            Gap => step.gap,
            After => step.after,
        };
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::text::page::Gaps;
    use crate::clean::text::smoothing::*;
    use crate::extract::plain;

    #[test]
    fn a_sentence_gains_more_than_a_label() {
        let text = "The bridge was opened on Monday.\n\nBridges and ferries of the north\n\nRead more.\n";
        let blocks = plain::blocks(text);
        let mut scores = [-UNIT / 2; 3];
        bias_towards_keep(&TextPage::new(&blocks, Gaps::Lines(text)), &mut scores);
        assert_eq!(scores.map(|score| score > 0), [true, false, false]);
    }

    #[test]
    fn a_weak_dissenter_goes_with_its_neighbours() {
        let mut scores = [UNIT, UNIT, -UNIT / 4, UNIT, UNIT];
        smooth(&mut scores);
        assert!(scores.iter().all(|score| *score > 0));
    }

    #[test]
    fn a_strong_one_does_not() {
        let mut scores = [UNIT, UNIT, -2 * UNIT, UNIT, UNIT];
        smooth(&mut scores);
        assert_eq!(scores.map(|score| score > 0), [true, true, false, true, true]);
    }

    #[test]
    fn edges_are_no_change() {
        let mut scores = [-1, 2 * UNIT];
        smooth(&mut scores);
        assert!(scores[1] > 0);
        smooth(&mut []);
    }

    /// Which blocks are kept of a page of so many units of a logit.
    fn kept(units: &[i32]) -> Vec<bool> {
        let mut scores: Vec<i32> = units.iter().map(|score| score * UNIT).collect();
        smooth_stretch(&mut scores);
        scores.iter().map(|score| *score > 0).collect()
    }

    #[test]
    fn an_article_has_small_gaps() {
        assert_eq!(kept(&[-3, 3, 3, -2, 3, 3, -3]), [false, true, true, false, true, true, false]);
        assert_eq!(kept(&[-3, 3, 0, 3]), [false, true, true, true]);
    }

    #[test]
    fn what_follows_a_stretch_of_clutter_is_another_story() {
        let page = |teaser: i32| [&[4; 8][..], &[-2; 20], &[teaser; 2]].concat();
        assert_eq!(kept(&page(1)), [&[true; 8][..], &[false; 22]].concat());
        // Unless much speaks for it: no gap is too long.
        assert_eq!(kept(&page(5)), [&[true; 8][..], &[false; 20], &[true; 2]].concat());
    }

    #[test]
    fn of_two_stretches_the_likelier_is_kept() {
        assert_eq!(
            kept(&[&[1; 3][..], &[-2; 30], &[4; 6]].concat()),
            [&[false; 33][..], &[true; 6]].concat()
        );
        assert_eq!(kept(&[-1, -1]), [false, false]);
        assert!(kept(&[]).is_empty());
    }
}
