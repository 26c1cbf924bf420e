//! The report on an article and its copies.

use jiff::civil::Date;

use crate::search::StoryCopy;
use crate::text::FilePosition;

/// The copies of an article, each compared with it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CopyReport {
    /// The article itself.
    pub article: StoryCopy,
    /// Agency that its dateline, byline or credit line names; several with `/` between them.
    pub agency: Option<String>,
    /// Copies by day, the undated last.
    pub copies: Vec<ComparedCopy>,
}

impl CopyReport {
    /// Returns the first day on which the article or a copy was published; `None` if no two of them have
    /// days, so that none is known to be earlier.
    pub fn earliest(&self) -> Option<Date> {
        let articles = self.copies.iter().map(|copy| &copy.copy).chain([&self.article]);
        let days: Vec<Date> = articles.filter_map(|article| article.metadata.published).collect();
        days.iter().min().copied().filter(|_| days.len() > 1)
    }
}

/// A copy of an article, compared with it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ComparedCopy {
    /// The copy.
    pub copy: StoryCopy,
    /// Agency that its dateline, byline or credit line names; several with `/` between them.
    pub agency: Option<String>,
    /// Kind of identity, if nothing differs.
    pub identity: Option<CopyIdentity>,
    /// Whether it has all text of the article, and more. Datelines, bylines and credit lines do not count.
    pub contains: bool,
    /// Whether the article has all of its text, and more.
    pub is_contained: bool,
    /// Paragraphs that the article does not have.
    pub added: Vec<CopyParagraph>,
    /// Paragraphs of the article that the copy does not have.
    pub dropped: Vec<CopyParagraph>,
    /// Paragraphs that the article has in another place.
    pub moved: Vec<CopyParagraph>,
    /// Paragraphs that the article has in other words.
    pub changed: Vec<ChangedParagraph>,
}

/// Identity of two copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CopyIdentity {
    /// Title and text, byte for byte, before cleaning.
    Bytes,
    /// All words of the text.
    Words,
}

/// A paragraph that only one of two copies has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyParagraph {
    /// Position in its file at which it begins.
    pub position: FilePosition,
    /// Text on one line.
    pub text: String,
}

/// A paragraph of a copy that the article has in other words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedParagraph {
    /// Position in the copy at which it begins.
    pub position: FilePosition,
    /// The paragraph and the words that it has no longer, in order.
    pub parts: Vec<DiffPart>,
}

impl ChangedParagraph {
    /// Returns each change: what the article has, and what the copy has instead. Either may be empty.
    pub fn changes(&self) -> Vec<(&str, &str)> {
        let mut changes: Vec<(&str, &str)> = Vec::new();
        let mut is_open = false;
        for part in &self.parts {
            let text = part.text.trim();
            match (part.kind, changes.last_mut().filter(|_| is_open)) {
                (DiffKind::Added, Some((_, now))) if now.is_empty() => *now = text,
                (DiffKind::Added, _) => changes.push(("", text)),
                (DiffKind::Dropped, _) => changes.push((text, "")),
                (DiffKind::Same, _) => {}
            }
            is_open = part.kind == DiffKind::Dropped;
        }
        changes
    }
}

/// Words of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffPart {
    /// The one of the two that has them.
    pub kind: DiffKind,
    /// The words with the marks around them, on one line, and the space behind them.
    pub text: String,
}

/// The text that has a word, of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiffKind {
    /// Both.
    Same,
    /// The article, but not the copy.
    Dropped,
    /// The copy, but not the article.
    Added,
}
