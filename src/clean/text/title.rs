//! Finds the block that is the title, and the blocks that repeat it.

use crate::clean::text::features::counts::WordCounts;
use crate::clean::text::lexicon::word_hash::is_function_word;
use crate::clean::text::line_stats::EdgeChar;
use crate::clean::text::page::TextPage;
use crate::extract::bylines::parse_byline;

/// A title is at most this number of blocks above the text.
const MAX_DISTANCE: usize = 40;
/// Number of blocks below the title among which its byline is.
const BLOCKS_TO_BYLINE: usize = 3;
/// Number of words of a headline above a standfirst.
const HEADLINE_WORDS: std::ops::RangeInclusive<u32> = 4..=18;

/// Finds the title of the article whose text is in blocks `first..=last`: the block above it that looks like
/// a headline and shares its words with the text.
pub(crate) fn find(page: &TextPage, first: usize, last: usize) -> Option<usize> {
    if let Some((range, title)) = page.title.get()
        && range == (first, last)
    {
        return title;
    }
    let title = search(page, first, last);
    page.title.set(Some(((first, last), title)));
    title
}

/// Searches the title; [`find`] caches the result.
fn search(page: &TextPage, text_start: usize, last: usize) -> Option<usize> {
    let body = WordCounts::of(page, text_start..=last, |_| false);
    let heading = top_heading(page);
    let above = text_start.saturating_sub(MAX_DISTANCE);
    let bylines: Vec<bool> = (above..text_start)
        .map(|index| page.stats[index].words <= 40 && parse_byline(page.text(index)).is_some())
        .collect();
    let candidates = above..text_start;
    let scored = candidates.filter_map(|index| {
        Some((score(page, index, text_start, heading, &bylines[index - above..], &body)?, index))
    });
    scored
        .fold(None, |best: Option<(i32, usize)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        })
        // Of a headline and its exact repeats, the first is the title.
        .map(|(_, index)| {
            (0..index).find(|first| page.stats[*first].hash == page.stats[index].hash).unwrap_or(index)
        })
}

/// Scores a block as a candidate for the title; `None` if it cannot be one.
fn score(
    page: &TextPage,
    index: usize,
    text_start: usize,
    top_heading: Option<usize>,
    bylines: &[bool],
    body: &WordCounts,
) -> Option<i32> {
    let stats = &page.stats[index];
    let text = page.text(index);
    if stats.words > 30 || stats.letters < 4 || stats.first == EdgeChar::Symbol && stats.words < 4 {
        return None;
    }
    if page.phrases[index].is_some()
        || page.is_request(index)
        || bylines.first() == Some(&true)
        || is_picture_file(text)
        || is_attributed(text)
    {
        return None;
    }
    let (shared, content) = overlap(page, index, body);
    if content == 0 {
        return None;
    }
    let percent = (100 * shared / content) as i32;
    let mut score = percent;
    score += match stats.words {
        0..=1 => -60,
        2 => -25,
        3 => 0,
        4..=18 => 40,
        _ => 10,
    };
    score += 12 * shared.min(5) as i32;
    score += 15 * (i32::from(page.repeats[index]).min(3) - 1);
    score -= 3 * (text_start - index).min(MAX_DISTANCE) as i32;
    score -= if stats.last == EdgeChar::Stop && !text.ends_with(['?', '!']) { 30 } else { 0 };
    score -= if stats.separators > 0 { 25 } else { 0 };
    score -= if stats.last == EdgeChar::Bracket { 20 } else { 0 };
    let byline_follows = bylines.iter().skip(1).take(3).any(|is_byline| *is_byline);
    score += if byline_follows { 30 } else { 0 };
    score += if top_heading == Some(index) { 60 } else { 0 };
    score += if page.stands_apart(index) && page.stands_apart(index + 1) { 10 } else { 0 };
    // A block right above the text is most likely the title; one further up must share more words with the
    // text.
    let threshold = if text_start - index <= 2 { 60 } else { 85 };
    (score >= threshold).then_some(score)
}

/// Returns whether a byline follows a title, or the first block of the page is the same: no heading inside
/// the text has either.
pub(crate) fn is_headed(page: &TextPage, title: usize) -> bool {
    let mut below = page.blocks[title + 1..].iter().take(BLOCKS_TO_BYLINE);
    top_heading(page) == Some(title) || below.any(|block| parse_byline(block.text.as_str()).is_some())
}

/// Returns the headline right above a title that is a sentence, the standfirst.
pub(crate) fn headline_of_sentence(page: &TextPage, title: usize) -> Option<usize> {
    let above = title.checked_sub(1)?;
    let (sentence, headline) = (&page.stats[title], &page.stats[above]);
    let is_sentence = sentence.last == EdgeChar::Stop && !page.text(title).ends_with(['?', '!']);
    let is_headline = HEADLINE_WORDS.contains(&headline.words)
        && !matches!(headline.last, EdgeChar::Stop | EdgeChar::Colon | EdgeChar::Ellipsis)
        && headline.first == EdgeChar::Upper
        && headline.separators == 0
        && page.phrases[above].is_none()
        && page.repeats[above] == 1
        && parse_byline(page.text(above)).is_none()
        && !is_picture_file(page.text(above));
    let is_same_story = || {
        page.words(above).iter().any(|word| {
            !is_function_word(*word) && (title..page.len()).any(|below| page.words(below).contains(word))
        })
    };
    (is_sentence && is_headline && is_same_story()).then_some(above)
}

/// Returns whether a block is a quotation with who says it and the stop that titles lack: *“We stay,” Lee
/// said.*
fn is_attributed(text: &str) -> bool {
    let words = text.strip_prefix(['“', '"', '«', '„']).filter(|_| text.ends_with('.'));
    words.and_then(|words| words.rfind(['”', '"', '»', '“']).map(|close| words.split_at(close))).is_some_and(
        |(words, behind)| {
            words.trim_end().ends_with([',', '!', '?', '…']) && behind.split_whitespace().nth(1).is_some()
                || behind.trim_start_matches(['”', '"', '»', '“']).starts_with(',')
        },
    )
}

/// Returns whether a line ends with the name of a picture file.
fn is_picture_file(text: &str) -> bool {
    let extension = text.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|extension| {
        ["jpg", "jpeg", "png", "gif", "webp"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// Counts the content words of a block that are in `body`, and all its content words.
fn overlap(page: &TextPage, index: usize, body: &WordCounts) -> (u32, u32) {
    let (mut shared, mut content) = (0, 0);
    for word in page.words(index) {
        if !is_function_word(*word) {
            content += 1;
            shared += u32::from(body.counts(*word)[0] > 0);
        }
    }
    (shared, content)
}

/// Returns whether a block repeats the title with few other words (the name of the site, a category, "no
/// comments on").
pub(crate) fn is_repeat(page: &TextPage, index: usize, title: usize) -> bool {
    let (words, title_words) = (page.words(index), page.words(title));
    if page.stats[index].hash == page.stats[title].hash {
        return true;
    }
    if title_words.len() < 4 || words.len() < title_words.len() || words.len() > title_words.len() + 9 {
        return false;
    }
    words.windows(title_words.len()).any(|window| window == title_words)
        && page.stats[index].sentence_ends <= 1
}

/// Finds the heading that the first block of a page, mostly the title of the window, begins with or is a part
/// of.
pub(crate) fn top_heading(page: &TextPage) -> Option<usize> {
    if page.len() < 2 {
        return None;
    }
    let top = page.words(0);
    let repeats_top = |index: &usize| {
        let words = page.words(*index);
        words.len() >= 3
            && words.len() <= top.len() + 3
            && (top.starts_with(words) || top.len() >= 3 && words.starts_with(top))
    };
    // Breadcrumbs and lists of related stories may repeat it: take the one with the most text right below.
    let words_below = |index: usize| -> u32 {
        page.stats[index + 1..].iter().take(12).map(|stats| stats.words.min(60)).sum()
    };
    (1..page.len()).filter(repeats_top).max_by_key(|index| (words_below(*index), std::cmp::Reverse(*index)))
}
