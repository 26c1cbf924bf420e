//! Scores of single blocks, evened out over the page.

use super::model::UNIT;
use super::page::Page;

/// What it costs to change between article and clutter from one block to the next.
const CHANGE: i32 = UNIT / 2;
/// What a page gains that holds little else than an article.
const GENTLE: i32 = UNIT * 6 / 10;
/// How much of its words, in hundredths, a page must seem to keep for that.
const CLEAN: u64 = 70;

/// What every block gains: a sentence that is lost is worse than one that is too many.
const LENIENT: i32 = UNIT / 2;

/// Moves the bar between article and clutter to where as little as possible of articles is lost at no cost to what
/// is right on the whole.
pub fn be_lenient(scores: &mut [i32]) {
    scores.iter_mut().for_each(|score| *score += LENIENT);
}

/// Where a page has been cleaned before there is little left to cut, and a mistake costs more than it gains: there a
/// block needs less to stay.
pub fn be_gentle(page: &Page, scores: &mut [i32]) {
    let words = |keep: bool| -> u64 {
        let chosen = page.shapes.iter().zip(scores.iter()).filter(|(_, score)| (**score > 0) == keep);
        chosen.map(|(shape, _)| u64::from(shape.words)).sum()
    };
    let (kept, cut) = (words(true), words(false));
    if kept * 100 >= (kept + cut) * CLEAN {
        scores.iter_mut().for_each(|score| *score += GENTLE);
    }
}

/// Where nothing would be kept of a page that has text, the bar is lowered until its likeliest blocks pass.
pub fn never_empty(page: &Page, scores: &mut [i32]) {
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
