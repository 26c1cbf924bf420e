//! How likely each block is to be part of the article.

use super::cue;
use super::lexicon::Lexicon;
use super::page::Page;
use super::shape::Edge;

/// A probability for every block.
pub fn score(page: &Page) -> Vec<f32> {
    let prose: Vec<bool> = (0..page.len()).map(|index| is_prose(page, index)).collect();
    let Some((first, last)) = core(page, &prose) else { return vec![0.3; page.len()] };
    (0..page.len())
        .map(|index| {
            let inside = (first..=last).contains(&index);
            let heads = !prose[index] && prose.get(index + 1) == Some(&true) && page.shapes[index].words > 1;
            match (prose[index], inside) {
                (true, true) => 0.95,
                (true, false) => 0.35,
                (false, true) if heads => 0.75,
                (false, true) => 0.45,
                (false, false) => 0.05,
            }
        })
        .collect()
}

/// Whether a block reads as running text.
pub fn is_prose(page: &Page, index: usize) -> bool {
    let shape = &page.shapes[index];
    let ends = matches!(shape.last, Edge::Stop | Edge::Colon | Edge::Quote);
    (shape.words >= 10 && ends || shape.words >= 25)
        && shape.lower_run >= 3
        && page.repeats[index] == 1
        && Lexicon::get().phrase(shape.hash).is_none()
        && !cue::is_appeal(page, index)
}

/// The densest stretch of running text, by its first and last block.
fn core(page: &Page, prose: &[bool]) -> Option<(usize, usize)> {
    let (mut best, mut range) = (0, None);
    let (mut sum, mut start) = (0, 0);
    for (index, prose) in prose.iter().enumerate() {
        if sum <= 0 {
            (sum, start) = (0, index);
        }
        sum += if *prose { page.shapes[index].words.min(80) as i32 } else { -8 };
        if sum > best {
            (best, range) = (sum, Some((start, index)));
        }
    }
    range
}
