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

/// Names the speakers of `quotations` of an article in the language with this code. Returns `false` if no
/// table of words has it.
pub(super) fn attribute(text: &str, title: &str, code: &str, quotations: &mut Vec<Quotation>) -> bool {
    let Some(grammar) = Grammar::of(code) else { return false };
    if quotations.is_empty() {
        return true;
    }
    asides::part(text, grammar, quotations);
    let mut names = NameTable::default();
    names.read(text, grammar);
    names.read_title(title, grammar);
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

/// Returns whether a word in lower case is a title in the language with this code.
pub(super) fn is_title(word: &str, code: &str) -> bool {
    Grammar::of(code).is_some_and(|grammar| grammar.is_title(word))
}

/// Replaces each of `names` by its fullest form in a text or its title.
pub(super) fn complete_names<'n>(
    text: &str,
    title: &str,
    code: &str,
    names: impl Iterator<Item = &'n mut String>,
) {
    let Some(grammar) = Grammar::of(code) else { return };
    let mut table = NameTable::default();
    table.read(text, grammar);
    table.read_title(title, grammar);
    names.for_each(|name| *name = table.fullest(name).to_owned());
}

/// Languages of whose words the roles are known.
pub(crate) const LANGUAGES_WITH_ROLES: [&str; 9] = ["cs", "de", "es", "fr", "it", "pl", "pt", "ru", "uk"];

/// Part that a word has in a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WordRole {
    /// An article, or another word that begins a noun phrase.
    Determiner,
    /// Another word of noun phrases: a preposition, a title, a pronoun.
    NounPhrase,
    /// A word that joins noun phrases, or clauses.
    Coordinate,
    /// A finite verb, or a participle of speech.
    Verb,
    /// A negation, an adverb, or a word that begins a clause.
    Clause,
}

/// Returns whether the roles of words are known of the language with this code.
pub(crate) fn has_word_roles(code: &str) -> bool {
    Grammar::of(code).is_some()
}

/// Returns the part that a word in lower case has in a clause of the language with this code, if it is one of
/// its words of grammar or verbs of speech.
pub(crate) fn word_role(word: &str, code: &str) -> Option<WordRole> {
    let classes = Grammar::of(code)?.classes(word);
    let roles = [
        (Classes::NEGATION, WordRole::Clause),
        (Classes::ARTICLE, WordRole::Determiner),
        (Classes::OF.or(Classes::PREPOSITION).or(Classes::PARTICLE), WordRole::NounPhrase),
        (Classes::HE.or(Classes::SHE).or(Classes::OTHER_PRONOUN), WordRole::NounPhrase),
        (Classes::COORDINATE, WordRole::Coordinate),
        (Classes::ADVERB.or(Classes::SUBORDINATE), WordRole::Clause),
        (Classes::FINITE.or(Classes::REPORTED).or(Classes::SPEECH), WordRole::Verb),
        (Classes::PARTICIPLE, WordRole::Verb),
        (Classes::TITLE, WordRole::NounPhrase),
    ];
    roles.into_iter().find(|(class, _)| classes.has(*class)).map(|(_, role)| role)
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
