//! The block that is the title, and the blocks that say it again.

use crate::clean::text::features::clusters;
use crate::clean::text::features::counts::WordCounts;
use crate::clean::text::line_rules::phrase;
use crate::clean::text::line_stats::{EdgeChar, is_function_word};
use crate::clean::text::page::TextPage;
use crate::extract::bylines::imprint;

/// How far above the text a title is looked for, in blocks.
const REACH: usize = 40;

/// The title of the article whose text begins at block `core`: the block above it that looks like a headline and
/// shares its words with the text.
pub fn find(page: &TextPage, core: usize, last: usize) -> Option<usize> {
    if let Some((stretch, title)) = page.title.get()
        && stretch == (core, last)
    {
        return title;
    }
    let title = search(page, core, last);
    page.title.set(Some(((core, last), title)));
    title
}

fn search(page: &TextPage, core: usize, last: usize) -> Option<usize> {
    let body = WordCounts::of(page, core..=last, |_| false);
    let heading = clusters::top_heading(page);
    let above = core.saturating_sub(REACH);
    let imprints: Vec<bool> = (above..core)
        .map(|index| page.shapes[index].words <= 40 && imprint(page.text(index)).is_some())
        .collect();
    let candidates = above..core;
    let scored = candidates.filter_map(|index| {
        Some((score(page, index, core, heading, &imprints[index - above..], &body)?, index))
    });
    scored
        .fold(None, |best: Option<(i32, usize)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        })
        // Of a headline and its exact repeats the first is the title.
        .map(|(_, index)| {
            (0..index).find(|first| page.shapes[*first].hash == page.shapes[index].hash).unwrap_or(index)
        })
}

/// How much a block looks like the title, or `None` when it cannot be.
fn score(
    page: &TextPage,
    index: usize,
    core: usize,
    heading: Option<usize>,
    imprints: &[bool],
    body: &WordCounts,
) -> Option<i32> {
    let shape = &page.shapes[index];
    let text = page.text(index);
    if shape.words > 30 || shape.letters < 4 || shape.first == EdgeChar::Symbol && shape.words < 4 {
        return None;
    }
    if phrase(page, index).is_some() || imprints.first() == Some(&true) {
        return None;
    }
    let (known, content) = overlap(page, index, body);
    if content == 0 {
        return None;
    }
    let share = (100 * known / content) as i32;
    let mut score = share;
    score += match shape.words {
        0..=1 => -60,
        2 => -25,
        3 => 0,
        4..=18 => 40,
        _ => 10,
    };
    score += 12 * known.min(5) as i32;
    score += 15 * (i32::from(page.repeats[index]).min(3) - 1);
    score -= 3 * (core - index).min(REACH) as i32;
    score -= if shape.last == EdgeChar::Stop && !text.ends_with(['?', '!']) { 30 } else { 0 };
    score -= if shape.separators > 0 { 25 } else { 0 };
    score -= if shape.last == EdgeChar::Bracket { 20 } else { 0 };
    let imprint_follows = imprints.iter().skip(1).take(3).any(|imprint| *imprint);
    score += if imprint_follows { 30 } else { 0 };
    score += if heading == Some(index) { 60 } else { 0 };
    score += if page.stands_apart(index) && page.stands_apart(index + 1) { 10 } else { 0 };
    // At the very top nothing else can be meant; further down the text must bear the headline out.
    let least = if core - index <= 2 { 60 } else { 85 };
    (score >= least).then_some(score)
}

/// How many of the words of a block that carry meaning stand in `body`, and how many there are.
fn overlap(page: &TextPage, index: usize, body: &WordCounts) -> (u32, u32) {
    let (mut known, mut content) = (0, 0);
    for word in page.words(index) {
        if !is_function_word(*word) {
            content += 1;
            known += u32::from(body.counts(*word)[0] > 0);
        }
    }
    (known, content)
}

/// Whether a block says the title over again, with little besides (the name of the site, a category, "no comments on").
pub fn repeats(page: &TextPage, index: usize, title: usize) -> bool {
    let (words, title_words) = (page.words(index), page.words(title));
    if page.shapes[index].hash == page.shapes[title].hash {
        return true;
    }
    if title_words.len() < 4 || words.len() < title_words.len() || words.len() > title_words.len() + 9 {
        return false;
    }
    words.windows(title_words.len()).any(|window| window == title_words)
        && page.shapes[index].sentence_ends <= 1
}
