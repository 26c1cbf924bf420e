//! Which blocks read as the article's running text.

use super::cue;
use super::features::looks_like_prose;
use super::page::Page;

/// Whether a block reads as running text and nothing in it says that it is not the article's.
pub fn is_prose(page: &Page, index: usize) -> bool {
    looks_like_prose(&page.shapes[index])
        && page.repeats[index] == 1
        && cue::phrase(page, index).is_none()
        && !cue::is_appeal(page, index)
}
