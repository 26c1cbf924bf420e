//! A quotation that matches.

use std::path::PathBuf;
use std::sync::Arc;

use crate::article::{Metadata, QuotationKind};
use crate::search::snippet::PassageSegment;
use crate::text::FilePosition;

/// A quotation of an article.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct QuotationHit {
    /// Path of the source file.
    pub path: Arc<PathBuf>,
    /// Id of the record, if the source file contains several.
    pub id: Option<Arc<str>>,
    /// Title, author, site, day and address of the article.
    pub metadata: Arc<Metadata>,
    /// Position of the first word in the source file.
    pub position: FilePosition,
    /// Words of the quotation, without the marks.
    pub quote: String,
    /// The same with white space collapsed, and the matches of the query marked; empty if all quotations of
    /// some articles are asked for.
    pub segments: Vec<PassageSegment>,
    /// Kind of the words.
    pub kind: QuotationKind,
    /// Name of the speaker, if it is known.
    pub speaker: Option<String>,
    /// Place of the first word in the text of the record or in the decoded file, in code points, if it is
    /// known.
    pub begin: Option<usize>,
    /// Place behind the last word.
    pub end: Option<usize>,
    /// Number of other articles of the story that have it and match, if copies are listed once.
    pub copies: usize,
}
