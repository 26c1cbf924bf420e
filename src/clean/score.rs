//! How likely each block is to be part of the article.

use super::features::looks_like_prose;
use super::model::Model;
use super::page::Page;
use super::{cue, features};

/// For every block how much speaks for an article, in [`super::model::UNIT`]s of a logit; 0 is even.
pub fn score(page: &Page, model: &Model) -> Vec<i32> {
    model.sums(&features::columns(page, model.wording()))
}

/// Whether a block reads as running text and nothing in it says that it is not the article's.
pub fn is_prose(page: &Page, index: usize) -> bool {
    looks_like_prose(&page.shapes[index])
        && page.repeats[index] == 1
        && cue::phrase(page, index).is_none()
        && !cue::is_appeal(page, index)
}
