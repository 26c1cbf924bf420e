//! Which blocks read as the article's running text.

use crate::clean::text::features::looks_like_prose;
use crate::clean::text::line_rules;
use crate::clean::text::page::TextPage;

/// Whether a block reads as running text and nothing in it says that it is not the article's.
pub fn is_prose(page: &TextPage, index: usize) -> bool {
    looks_like_prose(&page.shapes[index])
        && page.repeats[index] == 1
        && line_rules::phrase(page, index).is_none()
        && !line_rules::is_appeal(page, index)
}
