//! A quotation as a pattern of words, ellipses and brackets, and where a text has it.

use std::ops::Range;

use crate::analysis::{Language, is_unspaced};
use crate::verify::brackets::BracketKind;
use crate::verify::source_text::{begins_with_negation, ends_with_negation};
use crate::verify::words::Words;

/// Maximum number of words that an ellipsis stands for.
pub(super) const MAX_OMITTED: usize = 60;
/// Maximum number of ellipses and brackets of a quotation that is compared.
pub(super) const MAX_EDITS: usize = 64;

/// Articles of other languages. The German *die* is an English verb, too.
const ARTICLES: &[&str] = &[
    "der", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "le", "la", "les", "l'",
    "une", "du", "el", "los", "las", "una", "il", "lo", "gli", "os", "uma",
];

/// A part of a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum QuotePart {
    /// A word.
    Word(usize),
    /// An ellipsis.
    Gap(usize),
    /// Words in brackets, and what they are.
    Bracket(Range<usize>, BracketKind),
}

/// A quotation.
pub(super) struct QuotePattern {
    pub words: Words,
    pub elements: Vec<QuotePart>,
    /// Number of ellipses and brackets.
    pub edits: usize,
    /// Whether the draft has a negation right before the quotation, and right behind it.
    pub has_negation_before: bool,
    pub has_negation_behind: bool,
}

/// A passage of a text that has the words of a pattern.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FoundPassage {
    /// The words of the text.
    pub words: Range<usize>,
    /// Ellipses with the words that they stand for, and brackets with the words that they replace.
    pub edits: Vec<Edit>,
    /// Whether it is verbatim but for these.
    pub is_edited: bool,
}

/// Words that a quotation has in place of words of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// Words of the quotation.
    pub now: Range<usize>,
    /// Words of the text.
    pub was: Range<usize>,
    /// Whether it is an ellipsis.
    pub is_omission: bool,
}

impl QuotePattern {
    /// Reads the quotation `text` of a draft in `language`.
    pub(super) fn of(text: &str, language: Language) -> Self {
        let words = Words::of(text);
        let mut elements = Vec::new();
        let mut index = 0;
        while index < words.len() {
            let bracket = words.words[index].bracket;
            if words.is_ellipsis(index) {
                elements.push(QuotePart::Gap(index));
                index += 1;
            } else if bracket > 0 {
                let start = index;
                while index < words.len()
                    && words.words[index].bracket == bracket
                    && !words.is_ellipsis(index)
                {
                    index += 1;
                }
                let mut inside: Vec<(&str, bool)> = (start..index)
                    .map(|word| {
                        let written = &text[words.words[word].span.clone()];
                        (words.text(word), written.starts_with(char::is_uppercase))
                    })
                    .collect();
                if let [(article, _), (_, has_capital), ..] = inside[..]
                    && (ARTICLES.contains(&article) || article == "die" && has_capital)
                {
                    inside[0].0 = "the";
                }
                // In a script without spaces or capitals, nothing tells a name from a negation.
                let is_caseless = |c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
                let is_unreadable = |word: &str| word.contains(is_unspaced) || word.contains(is_caseless);
                let is_unclear = inside.iter().any(|(word, _)| is_unreadable(word))
                    || bounds_letters(text, &words, start..index);
                let kind = match is_unclear {
                    true => BracketKind::Change,
                    false => BracketKind::of(&inside, language),
                };
                // One name stands for one word.
                let is_second = matches!(
                    elements.last(),
                    Some(QuotePart::Bracket(_, before)) if *before != BracketKind::Remark
                );
                let kind = match is_second && kind != BracketKind::Remark {
                    true => BracketKind::Change,
                    false => kind,
                };
                elements.push(QuotePart::Bracket(start..index, kind));
            } else {
                elements.push(QuotePart::Word(index));
                index += 1;
            }
        }
        // An ellipsis at either end leaves nothing out.
        while matches!(elements.last(), Some(QuotePart::Gap(_))) {
            elements.pop();
        }
        let first = elements.iter().position(|element| !matches!(element, QuotePart::Gap(_)));
        elements.drain(..first.unwrap_or(elements.len()));
        elements.dedup_by(|a, b| matches!((a, b), (QuotePart::Gap(_), QuotePart::Gap(_))));
        let edits = elements.iter().filter(|element| !matches!(element, QuotePart::Word(_))).count();
        QuotePattern { words, elements, edits, has_negation_before: false, has_negation_behind: false }
    }

    /// Reads the quotation at `range` of `draft`.
    pub(super) fn in_draft(draft: &str, range: Range<usize>, language: Language) -> Self {
        let mut pattern = QuotePattern::of(draft.get(range.clone()).unwrap_or_default(), language);
        pattern.has_negation_before = ends_with_negation(draft.get(..range.start).unwrap_or_default());
        pattern.has_negation_behind = begins_with_negation(draft.get(range.end..).unwrap_or_default());
        pattern
    }

    /// Returns a pattern of a part of the elements.
    pub(super) fn part(&self, elements: Range<usize>) -> QuotePattern {
        let elements = self.elements[elements].to_vec();
        let edits = elements.iter().filter(|element| !matches!(element, QuotePart::Word(_))).count();
        QuotePattern { words: self.words.clone(), elements, edits, ..*self }
    }

    /// Returns the parts between ellipses, as ranges of elements.
    pub(super) fn parts(&self) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut start = 0;
        for (index, element) in self.elements.iter().enumerate() {
            if matches!(element, QuotePart::Gap(_)) {
                parts.push(start..index);
                start = index + 1;
            }
        }
        parts.push(start..self.elements.len());
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// Returns the words outside of brackets.
    pub(super) fn plain_words(&self) -> impl Iterator<Item = usize> {
        self.elements.iter().filter_map(|element| match element {
            QuotePart::Word(word) => Some(*word),
            _ => None,
        })
    }
}

impl FoundPassage {
    /// Returns whether an ellipsis leaves out words.
    pub(super) fn is_elided(&self) -> bool {
        self.edits.iter().any(|edit| edit.is_omission)
    }

    /// Returns the number of words left out and whether it is edited: less is better.
    pub(super) fn rank(&self) -> (usize, usize) {
        let omitted = self.edits.iter().filter(|edit| edit.is_omission).map(|edit| edit.was.len() + 1);
        (omitted.sum(), usize::from(self.is_edited))
    }
}

/// Returns whether words in brackets are a part of a word: *can[’t]*, *[dis-]agree*.
fn bounds_letters(text: &str, words: &Words, inside: Range<usize>) -> bool {
    let span = words.span(inside);
    let (head, tail) = (&text[..span.start], &text[span.end..]);
    let is_letter = char::is_alphanumeric;
    tail.starts_with(['-', '‐', '‑'])
        || head.ends_with(['’', '\'', '-', '‐', '‑'])
        || head.strip_suffix('[').is_some_and(|head| head.ends_with(is_letter))
        || tail.strip_prefix(']').is_some_and(|tail| tail.starts_with(is_letter))
}
