//! Where quotations begin and end: told by what stands beside the marks, within a paragraph.

use std::ops::Range;

use crate::article::{Quotation, QuotationKind};
use crate::quote::dialogue::{dialogue, opens_dialogue};
use crate::quote::marks::{Family, starts};
use crate::quote::pairs::{Pairing, trimmed};
use crate::quote::paragraphs::paragraphs;

/// Words between marks, before anything is known of what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    /// The words, in bytes of the text.
    pub range: Range<usize>,
    /// The words and their marks.
    pub outer: Range<usize>,
    /// The paragraph that they stand in.
    pub paragraph: Range<usize>,
    /// Whether the quotation before ran to the end of its paragraph, and this one opens the next.
    pub runs_on: bool,
}

/// A mark that nothing in its paragraph closes.
struct Unclosed {
    family: Family,
    span: Span,
    /// Number of quotations that begin before it.
    keep: usize,
}

/// Returns the outermost quotations of `text` in order. A mark that nothing closes opens a quotation up to the
/// end of its paragraph if the next one opens with such a mark again, and none otherwise.
pub(super) fn find_spans(text: &str, has_dialogue: bool) -> Vec<Span> {
    let mut spans = Vec::new();
    if starts(text).next().is_none() && !has_dialogue {
        return spans;
    }
    let mut pairing = Pairing::default();
    let mut pending: Option<Unclosed> = None;
    for paragraph in paragraphs(text) {
        let content = &text[paragraph.clone()];
        pairing.pair(content);
        let opening = pairing.opening();
        let mut runs_on = false;
        if let Some(unclosed) = pending.take() {
            runs_on = opening == Some(unclosed.family);
            settle(&mut spans, unclosed, runs_on);
        }
        for pair in pairing.pairs() {
            let range = trimmed(content, pair.open.end..pair.close.start);
            spans.push(Span {
                range: paragraph.start + range.start..paragraph.start + range.end,
                outer: paragraph.start + pair.open.start..paragraph.start + pair.close.end,
                paragraph: paragraph.clone(),
                runs_on: runs_on && pairing.is_first(&pair.open),
            });
        }
        if has_dialogue && opens_dialogue(content) {
            let lines = dialogue(content);
            if !lines.is_empty() {
                // What is quoted within what is said belongs to it.
                let parts = spans.partition_point(|span| span.outer.start < paragraph.start);
                spans.truncate(parts);
                spans.extend(lines.into_iter().map(|range| {
                    let range = paragraph.start + range.start..paragraph.start + range.end;
                    Span { outer: range.clone(), range, paragraph: paragraph.clone(), runs_on: false }
                }));
                continue;
            }
        }
        pending = pairing.unclosed().map(|open| {
            let range = trimmed(content, open.end..content.len());
            let start = paragraph.start + open.start;
            let first = spans.partition_point(|span| span.outer.start < start);
            let span = Span {
                range: paragraph.start + range.start..paragraph.start + range.end,
                outer: start..paragraph.end,
                paragraph: paragraph.clone(),
                runs_on: runs_on && pairing.is_first(open),
            };
            Unclosed { family: open.family, span, keep: first }
        });
    }
    if let Some(unclosed) = pending {
        settle(&mut spans, unclosed, false);
    }
    spans.retain(|span| !span.range.is_empty());
    spans
}

/// Adds the quotation that a mark opens which nothing closes, if it goes on in the next paragraph or comes
/// from the one before. What it contains is no quotation then.
fn settle(spans: &mut Vec<Span>, unclosed: Unclosed, goes_on: bool) {
    if goes_on || unclosed.span.runs_on {
        spans.truncate(unclosed.keep);
        spans.push(unclosed.span);
    }
}

/// Returns a quotation of which nothing is known but its words.
pub(super) fn speech(span: Span) -> Quotation {
    Quotation { range: span.range, kind: QuotationKind::Speech, is_continued: span.runs_on, speaker: None }
}
