//! The passage of one page of a text.

use crate::article::StoredText;
use crate::search::snippet::highlighter::Highlighter;
use crate::search::snippet::passages::passages;
use crate::search::snippet::render::Passage;
use crate::text::{SentenceRules, sentence_starts};

/// Number of passages among which one on the page is looked for.
const MAX_PASSAGES: usize = 16;

/// Returns the passage on page `page` that shows the most of the query, or else its first sentence; `None` if
/// the page has no text. A sentence that goes on from the page before is shown only if it matches.
pub(crate) fn passage_on_page(stored: &StoredText, page: u32, highlighter: &Highlighter) -> Option<Passage> {
    let range = stored.lines.range_of_page(page, stored.text.len())?;
    stored.text.get(range.clone()).filter(|text| !text.trim().is_empty())?;
    let blocks = stored.lines.blocks().map(|block| block.offset);
    let block = blocks.take_while(|offset| *offset <= range.start).last().unwrap_or(0);
    let starts = sentence_starts(&stored.text, block..range.end, SentenceRules::of(stored.language.code()));
    let before = starts.iter().copied().rfind(|start| *start <= range.start).unwrap_or(range.start);
    let first = starts.into_iter().find(|start| *start >= range.start).unwrap_or(range.start);
    let matches = passages(&stored.part(before..range.end), highlighter, MAX_PASSAGES).into_iter();
    let best = matches.into_iter().find(|passage| passage.position.page() == Some(page));
    Some(best.unwrap_or_else(|| Passage::beginning(&stored.part(first..range.end))))
}
