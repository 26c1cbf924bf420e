//! The report on a quotation.

mod in_words;

use std::ops::Range;
use std::path::PathBuf;

use jiff::civil::Date;

use crate::article::QuotationKind;
use crate::text::FilePosition;

pub use in_words::ChangeInWords;

/// Relation of a quotation to the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuotationVerdict {
    /// The words stand in an article, in the same order, next to each other.
    Verbatim,
    /// The same, but for what it has in brackets.
    Edited,
    /// The parts around an ellipsis stand in an article, in the same order, with words between them.
    Elided,
    /// A passage of an article has most of its words.
    Differs,
    /// The parts stand in another order, far apart, or in different articles.
    Elsewhere,
    /// No article has it.
    Absent,
}

impl QuotationVerdict {
    /// All verdicts, in the order of [`QuotationVerdict`].
    pub const ALL: [QuotationVerdict; 6] = [
        QuotationVerdict::Verbatim,
        QuotationVerdict::Edited,
        QuotationVerdict::Elided,
        QuotationVerdict::Differs,
        QuotationVerdict::Elsewhere,
        QuotationVerdict::Absent,
    ];

    /// Returns the name of the verdict: `verbatim`, `edited`, `elided`, `differs`, `elsewhere` or `absent`.
    pub fn name(self) -> &'static str {
        match self {
            QuotationVerdict::Verbatim => "verbatim",
            QuotationVerdict::Edited => "edited",
            QuotationVerdict::Elided => "elided",
            QuotationVerdict::Differs => "differs",
            QuotationVerdict::Elsewhere => "elsewhere",
            QuotationVerdict::Absent => "absent",
        }
    }

    /// Returns whether all words of the quotation outside of brackets stand in an article, in order.
    pub fn is_supported(self) -> bool {
        self <= QuotationVerdict::Elided
    }
}

/// Whether the draft and the archive name the same speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpeakerVerdict {
    /// An article names the speaker of the draft.
    Same,
    /// All articles that name a speaker name another one.
    Other,
    /// The draft or the articles do not tell.
    Unknown,
}

impl SpeakerVerdict {
    /// Returns the name of the verdict: `same`, `other` or `unknown`.
    pub fn name(self) -> &'static str {
        match self {
            SpeakerVerdict::Same => "same",
            SpeakerVerdict::Other => "other",
            SpeakerVerdict::Unknown => "unknown",
        }
    }
}

/// The speakers of a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeakerReport {
    /// Speaker in the draft, if it tells.
    pub draft: Option<String>,
    /// Speaker in the archive, if it tells: the same one, or else the first of others.
    pub archive: Option<String>,
    /// Whether they are the same.
    pub verdict: SpeakerVerdict,
}

/// Words that a quotation has in place of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordChange {
    /// The words of the source; empty if the draft has put words in.
    pub was: String,
    /// The words of the draft; empty if it has left words out.
    pub now: String,
    /// Place of these in the draft, in bytes.
    pub range: Range<usize>,
}

/// A passage of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct SourcePassage {
    /// Path of the source file.
    pub path: PathBuf,
    /// Id of the record, if the source file contains several.
    pub id: Option<String>,
    /// Position in the source file at which the passage begins.
    pub position: FilePosition,
    /// Day of publication.
    pub published: Option<Date>,
    /// Title of the article.
    pub title: Option<String>,
    /// Name of the site, or its host.
    pub source: Option<String>,
    /// The passage, from the first of the words to the last, on one line.
    pub source_quote: String,
    /// Speaker, if the article tells.
    pub speaker: Option<String>,
    /// Whether it stands in the text that was cut from the article.
    pub is_cut: bool,
}

/// Report on a quotation of a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotationReport {
    /// Place of the quotation in the draft, in bytes, inside its marks.
    pub range: Range<usize>,
    /// Whether somebody says it, or it is a title or a term of the draft.
    pub kind: QuotationKind,
    /// Whether it is written like a title, or a single word.
    pub is_title_or_word: bool,
    /// Number of words of the quotation.
    pub words: usize,
    /// Relation to the archive.
    pub verdict: QuotationVerdict,
    /// Number of articles with such a passage.
    pub total: usize,
    /// Number of stories among these articles: copies of each other are one witness.
    pub stories: usize,
    /// The passages, at most [`QuotationReport::MAX_MATCHES`], the best first; of a quotation that differs
    /// those with the words of the nearest, of one that is absent none.
    pub matches: Vec<SourcePassage>,
    /// What the draft has otherwise than the first of `matches`, or the omitted words and what is put in.
    pub changes: Vec<WordChange>,
    /// Nearest passages to a quotation that is absent.
    pub nearest: Vec<SourcePassage>,
    /// Speakers in the draft and the archive.
    pub speaker: SpeakerReport,
    /// Note on the verdict.
    pub note: Option<String>,
}

impl QuotationReport {
    /// Maximum number of passages in a report.
    pub const MAX_MATCHES: usize = 20;

    /// Returns whether it is a title or a single word held at a distance that no article has, which is no
    /// error of the draft.
    pub fn is_absent_term(&self) -> bool {
        self.kind == QuotationKind::Term && self.is_title_or_word && self.verdict == QuotationVerdict::Absent
    }
}
