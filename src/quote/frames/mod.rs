//! Speakers by the frames of attributions: *„…“, sagte X*; *X sagte: „…“*; *laut X*.
//!
//! A sentence is read as words and quotations in a row. A table of words for each language says what its
//! words do, and the few frames are the same in all of them: a verb of speech and the noun phrase that is its
//! subject, behind the quotation or before it, or a phrase that names a source. What follows none of them,
//! or two that disagree, has no speaker. English is read by `attribution`, which relies on its word order.

mod asides;
mod before;
mod behind;
mod denials;
mod grammar;
mod names;
mod paragraph;
mod phrase;
mod sentence;
mod sources;
mod subject;
mod tokens;

use std::ops::Range;

use crate::article::{Quotation, QuotationKind};
use crate::quote::frames::grammar::{Classes, Grammar};
use crate::quote::frames::names::NameTable;
use crate::quote::frames::paragraph::ParagraphReader;

/// Names the speakers of `quotations` of `text` in the language with this code. Returns `false` if no table
/// of words has it.
pub(super) fn attribute(text: &str, code: &str, quotations: &mut Vec<Quotation>) -> bool {
    let Some(grammar) = Grammar::of(code) else { return false };
    if quotations.is_empty() {
        return true;
    }
    asides::part(text, grammar, quotations);
    let mut names = NameTable::default();
    names.read(text, grammar);
    let mut reader = ParagraphReader::new(text, code, grammar, &names);
    let mut start = 0;
    for paragraph in paragraphs(text) {
        let end =
            start + quotations[start..].partition_point(|quotation| quotation.range.start < paragraph.end);
        reader.read(paragraph, &mut quotations[start..end]);
        start = end;
    }
    for quotation in quotations.iter_mut().filter(|quotation| quotation.kind == QuotationKind::Term) {
        quotation.speaker = None;
    }
    asides::carry(text, quotations);
    true
}

/// Returns whether the language with this code has a table of words.
pub(super) fn has_table(code: &str) -> bool {
    Grammar::of(code).is_some()
}

/// Returns whether a word in lower case is a verb of speech in the language with this code, or stands for
/// one.
pub(super) fn is_verb_of_speech(word: &str, code: &str) -> bool {
    Grammar::of(code).is_some_and(|grammar| {
        let classes = grammar.classes(word);
        classes.has(Classes::SPEECH) || classes.has(Classes::SO)
    })
}

/// Returns the lines of `text` that are not blank.
fn paragraphs(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end;
        range
    })
}

#[cfg(test)]
mod tests;
