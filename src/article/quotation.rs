//! The quotations of an article.

use std::ops::Range;

/// A quotation: words between quotation marks, or behind the dash of a dialogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// The words in the text, in bytes, without the marks.
    pub range: Range<usize>,
    /// Kind of the words.
    pub kind: QuotationKind,
    /// Whether the speaker goes on from the quotation before: behind an attribution (*“Part one,” X said.
    /// “Part two.”*), or in a paragraph that begins with a mark where the last one has not ended with one.
    pub is_continued: bool,
    /// Speaker of the words; `None` if nothing tells, or if two readings disagree.
    pub speaker: Option<Speaker>,
}

/// Kind of the words of a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotationKind {
    /// Words that somebody says or writes.
    Speech,
    /// A title, a name, or a word held at a distance (*a “fact”*), which nobody says.
    Term,
}

/// The speaker of a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// The fullest name that the article has of the speaker, or the words by which it is named (*a
    /// spokesman*).
    pub name: String,
    /// The name or pronoun by which the quotation is attributed in the text, in bytes.
    pub mention: Range<usize>,
}
