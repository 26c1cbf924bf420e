//! Groups of rich text, and what their text is for.

use crate::corpus::formats::documents::document_text::{ParagraphStyle, TextPlace};
use crate::corpus::formats::documents::word_styles::WordStyle;
use crate::text::TextShift;

/// Groups that no reader sees, beside those that begin with `\*`.
const SKIPPED: [&str; 22] = [
    "colortbl",
    "pict",
    "objdata",
    "fldinst",
    "listtable",
    "listoverridetable",
    "listtext",
    "pntext",
    "xe",
    "tc",
    "tcn",
    "rxe",
    "nonesttables",
    "shprslt",
    "sp",
    "atnid",
    "atnauthor",
    "ftnsep",
    "ftnsepc",
    "filetbl",
    "revtbl",
    "nonshppict",
];
/// Groups that begin with `\*` and are read all the same.
const READ: [&str; 5] = ["shpinst", "do", "shppict", "nesttableprops", "shptxt"];

/// What the text of a group is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    /// The document, or a note in it.
    Paragraphs,
    /// The name of a font.
    Fonts,
    /// The name of a style.
    Styles,
    /// The title of the document.
    Title,
    /// The name of who wrote it.
    Author,
    /// Other properties of the document.
    Info,
    /// Nothing.
    Skipped,
}

/// What the first word of a group says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GroupStart {
    /// Its text is for this.
    Destination(Destination),
    /// Its text is here twice, the second time in Unicode.
    Alternatives,
    /// It has paragraphs in this place.
    Paragraphs(TextPlace),
    /// It has the paragraphs of a text box.
    TextBox,
    /// Nothing: the word is one as any other.
    Word,
}

/// The state of a group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub destination: Destination,
    /// Destination around a group that has its text twice.
    pub outer: Destination,
    /// Number of characters behind one in Unicode that stand for it in older programs.
    pub fallback: usize,
    pub font: i32,
    /// Whether text is hidden, or was deleted.
    pub is_beside: bool,
    /// Whether text is struck out.
    pub is_struck: bool,
    /// Place of text against the line.
    pub shift: TextShift,
    /// Whether the group has paragraphs of its own.
    pub has_own_paragraphs: bool,
    pub style: ParagraphStyle,
    /// Whether the paragraph is an entry of a table of contents.
    pub is_contents: bool,
    pub in_table: bool,
}

impl Group {
    pub(super) fn new() -> Self {
        Group {
            destination: Destination::Paragraphs,
            outer: Destination::Paragraphs,
            fallback: 1,
            font: 0,
            is_beside: false,
            is_struck: false,
            shift: TextShift::None,
            has_own_paragraphs: false,
            style: ParagraphStyle::Plain,
            is_contents: false,
            in_table: false,
        }
    }

    /// Returns what `name` says as the first word of the group. With `is_optional`, programs that do not know
    /// it skip the group.
    pub(super) fn start(&self, name: &str, is_optional: bool) -> GroupStart {
        use GroupStart::{Alternatives, Paragraphs, TextBox, Word};
        let is_in_text = self.destination == Destination::Paragraphs;
        let destination = match name {
            "ud" => self.outer,
            _ if self.destination == Destination::Skipped => Destination::Skipped,
            "fonttbl" => Destination::Fonts,
            "stylesheet" => Destination::Styles,
            "info" => Destination::Info,
            "title" if self.destination == Destination::Info => Destination::Title,
            "author" if self.destination == Destination::Info => Destination::Author,
            "upr" => return Alternatives,
            name if SKIPPED.contains(&name) => Destination::Skipped,
            _ if !is_in_text => return Word,
            "footnote" => return Paragraphs(TextPlace::Note),
            "annotation" | "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl"
            | "footerr" | "footerf" => return Paragraphs(TextPlace::Aside),
            "shptxt" | "dptxbxtext" => return TextBox,
            name if is_optional && !READ.contains(&name) => Destination::Skipped,
            _ => return Word,
        };
        GroupStart::Destination(destination)
    }

    /// Gives the paragraph this style.
    pub(super) fn set_style(&mut self, style: Option<WordStyle>) {
        self.is_contents = style == Some(WordStyle::Beside);
        self.style = match style {
            Some(WordStyle::Title) => ParagraphStyle::Title,
            Some(WordStyle::Heading) => ParagraphStyle::Heading,
            Some(WordStyle::Beside) | None => ParagraphStyle::Plain,
        };
    }

    /// Begins paragraphs of its own.
    pub(super) fn own_paragraphs(&mut self) {
        self.has_own_paragraphs = true;
        (self.is_beside, self.is_struck, self.in_table) = (false, false, false);
        self.shift = TextShift::None;
        self.set_style(None);
    }
}
