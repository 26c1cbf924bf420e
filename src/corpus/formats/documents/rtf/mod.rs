//! Rich text.

mod code_page;
mod group;
mod paragraphs;
mod tokens;

use rustc_hash::FxHashMap;

use crate::corpus::formats::documents::about::About;
use crate::corpus::formats::documents::document_text::{DocumentText, ParagraphStyle};
use crate::corpus::formats::documents::error::{DocumentError, check_length, damaged};
use crate::corpus::formats::documents::rtf::code_page::CodePage;
use crate::corpus::formats::documents::rtf::group::{Destination, Group, GroupStart};
use crate::corpus::formats::documents::rtf::paragraphs::RtfParagraphs;
use crate::corpus::formats::documents::rtf::tokens::{RtfToken, RtfTokens};
use crate::corpus::formats::documents::word_styles::{WordStyle, style_of_name};
use crate::text::TextShift;

/// Depth of groups above which a document is damaged.
const MAX_DEPTH: usize = 2000;
/// Maximum number of characters that stand for one in Unicode.
const MAX_FALLBACK: usize = 16;

/// Returns whether `head` is the beginning of rich text.
pub(super) fn is_rtf(head: &[u8]) -> bool {
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    start.starts_with(b"{\\rtf")
}

/// Reads a document.
///
/// # Errors
/// A [`DocumentError`] if it is damaged or too large.
pub(super) fn read(bytes: &[u8]) -> Result<DocumentText, DocumentError> {
    let start = memchr::memchr(b'{', bytes).unwrap_or(bytes.len());
    let mut tokens = RtfTokens::new(&bytes[start..]);
    let mut reader = RtfReader::new();
    while !reader.is_complete
        && let Some(token) = tokens.next()
    {
        match token {
            RtfToken::Word("bin", Some(count)) => tokens.skip_bytes(usize::try_from(count).unwrap_or(0)),
            token => reader.read(token)?,
        }
    }
    reader.finish()
}

struct RtfReader {
    paragraphs: RtfParagraphs,
    group: Group,
    groups: Vec<Group>,
    about: About,
    /// Text of other destinations.
    other: String,
    /// Bytes that are not decoded yet.
    pending: Vec<u8>,
    /// First half of a surrogate pair.
    high_surrogate: Option<u16>,
    /// Number of characters that still stand for one in Unicode.
    ignored: usize,
    code_page: CodePage,
    /// Character sets of the fonts.
    fonts: FxHashMap<i32, i32>,
    default_font: i32,
    styles: FxHashMap<i32, WordStyle>,
    /// Number of the style or font that is being read.
    number: i32,
    /// Whether the last token began a group, but for `\*`.
    begins_group: bool,
    /// Whether the last token was `\*`.
    is_optional: bool,
    is_complete: bool,
    has_invalid_bytes: bool,
}

impl RtfReader {
    fn new() -> Self {
        RtfReader {
            paragraphs: RtfParagraphs::new(),
            group: Group::new(),
            groups: Vec::new(),
            about: About::default(),
            other: String::new(),
            pending: Vec::new(),
            high_surrogate: None,
            ignored: 0,
            code_page: CodePage::WINDOWS_1252,
            fonts: FxHashMap::default(),
            default_font: 0,
            styles: FxHashMap::default(),
            number: 0,
            begins_group: false,
            is_optional: false,
            is_complete: false,
            has_invalid_bytes: false,
        }
    }

    fn read(&mut self, token: RtfToken<'_>) -> Result<(), DocumentError> {
        let begins_group = std::mem::take(&mut self.begins_group);
        let is_optional = std::mem::take(&mut self.is_optional);
        match token {
            RtfToken::GroupStart => {
                self.flush();
                self.ignored = 0;
                if self.groups.len() >= MAX_DEPTH {
                    return Err(damaged("its groups are nested too deeply"));
                }
                self.groups.push(self.group);
                self.group.has_own_paragraphs = false;
                self.begins_group = true;
                Ok(())
            }
            RtfToken::GroupEnd => self.end_group(),
            RtfToken::Symbol(b'*') if begins_group => {
                (self.begins_group, self.is_optional) = (true, true);
                Ok(())
            }
            RtfToken::Word(name, number) => {
                if begins_group && self.begin_group(name, is_optional) {
                    return Ok(());
                }
                self.word(name, number)
            }
            RtfToken::Symbol(symbol) => self.symbol(symbol),
            RtfToken::Byte(byte) => self.byte(byte),
        }
    }

    /// Begins a group with its first word. Returns whether the word says what the group is for.
    fn begin_group(&mut self, name: &str, is_optional: bool) -> bool {
        match self.group.start(name, is_optional) {
            GroupStart::Word => return false,
            GroupStart::Destination(destination) => {
                self.group.destination = destination;
                self.other.clear();
            }
            GroupStart::Alternatives => {
                self.group.outer = self.group.destination;
                self.group.destination = Destination::Skipped;
            }
            GroupStart::Paragraphs(place) => {
                self.group.own_paragraphs();
                self.paragraphs.open(place);
            }
            GroupStart::TextBox => {
                self.group.own_paragraphs();
                self.paragraphs.open_box();
            }
        }
        true
    }

    fn end_group(&mut self) -> Result<(), DocumentError> {
        self.flush();
        self.ignored = 0;
        match self.group.destination {
            Destination::Title => self.about.set_title(&std::mem::take(&mut self.other)),
            Destination::Author => self.about.add_creator(&std::mem::take(&mut self.other)),
            Destination::Styles => self.add_style(),
            Destination::Fonts | Destination::Info => self.other.clear(),
            Destination::Paragraphs | Destination::Skipped => {}
        }
        if self.group.has_own_paragraphs {
            self.paragraphs.close(&self.group)?;
        }
        if let Some(group) = self.groups.pop() {
            self.group = group;
        }
        self.is_complete = self.groups.is_empty();
        Ok(())
    }

    /// Adds the style whose name was read.
    fn add_style(&mut self) {
        let names = std::mem::take(&mut self.other);
        // Other names stand behind a comma.
        if let Some(style) = names.split([',', ';']).find_map(style_of_name) {
            self.styles.insert(self.number, style);
        }
    }

    fn word(&mut self, name: &str, number: Option<i32>) -> Result<(), DocumentError> {
        self.ignored = 0;
        let (value, destination) = (number.unwrap_or(0), self.group.destination);
        match name {
            "u" => return self.unicode(value),
            "uc" => self.group.fallback = usize::try_from(value).unwrap_or(1).min(MAX_FALLBACK),
            "ansicpg" => self.code_page = CodePage(u32::try_from(value).unwrap_or(0)),
            "mac" => self.code_page = CodePage(10000),
            "pc" => self.code_page = CodePage(437),
            "pca" => self.code_page = CodePage(850),
            "deff" => (self.default_font, self.group.font) = (value, value),
            "f" if destination == Destination::Fonts => self.number = value,
            "f" => {
                self.flush();
                self.group.font = value;
            }
            "fcharset" if destination == Destination::Fonts => drop(self.fonts.insert(self.number, value)),
            "s" if destination == Destination::Styles => self.number = value,
            // Styles of characters and tables have numbers of their own.
            "cs" | "ts" | "ds" if destination == Destination::Styles => self.number = -1,
            _ if destination == Destination::Paragraphs => return self.text_word(name, number),
            _ => {}
        }
        Ok(())
    }

    /// Reads a control word in the text.
    fn text_word(&mut self, name: &str, number: Option<i32>) -> Result<(), DocumentError> {
        let signs = match name {
            "line" | "softline" => "\n",
            "tab" => "\t",
            "emdash" => "—",
            "endash" => "–",
            "lquote" => "‘",
            "rquote" => "’",
            "ldblquote" => "“",
            "rdblquote" => "”",
            "bullet" => "•",
            "enspace" | "emspace" | "qmspace" => " ",
            _ => "",
        };
        if !signs.is_empty() {
            return self.push(signs);
        }
        self.flush();
        match name {
            "s" => self.group.set_style(number.and_then(|number| self.styles.get(&number).copied())),
            "outlinelevel"
                if self.group.style == ParagraphStyle::Plain
                    && number.is_some_and(|level| (0..9).contains(&level)) =>
            {
                self.group.style = ParagraphStyle::Heading;
            }
            "pard" => {
                self.group.set_style(None);
                self.group.in_table = false;
            }
            "intbl" => self.group.in_table = true,
            "v" | "deleted" => self.group.is_beside = number != Some(0),
            "super" | "up" if number != Some(0) => self.group.shift = TextShift::Raised,
            "sub" | "dn" if number != Some(0) => self.group.shift = TextShift::Lowered,
            "super" | "sub" | "up" | "dn" | "nosupersub" => self.group.shift = TextShift::None,
            "strike" | "striked" => self.group.is_struck = number != Some(0),
            "plain" => {
                (self.group.is_beside, self.group.is_struck) = (false, false);
                self.group.shift = TextShift::None;
                self.group.font = self.default_font;
            }
            "par" | "sect" | "page" | "column" => self.paragraphs.end_paragraph(&self.group)?,
            "cell" | "nestcell" => self.paragraphs.end_cell(&self.group)?,
            "row" => self.paragraphs.end_row(&self.group)?,
            _ => {}
        }
        Ok(())
    }

    fn symbol(&mut self, symbol: u8) -> Result<(), DocumentError> {
        if self.ignored > 0 {
            self.ignored -= 1;
            return Ok(());
        }
        match symbol {
            b'~' => self.push("\u{a0}"),
            b'_' => self.push("\u{2011}"),
            b'-' => self.push("\u{ad}"),
            b'\\' | b'{' | b'}' => self.byte(symbol),
            b'\r' | b'\n' if self.group.destination == Destination::Paragraphs => {
                self.flush();
                self.paragraphs.end_paragraph(&self.group)
            }
            b'\t' => self.push("\t"),
            _ => Ok(()),
        }
    }

    fn byte(&mut self, byte: u8) -> Result<(), DocumentError> {
        if self.ignored > 0 {
            self.ignored -= 1;
            return Ok(());
        }
        if self.group.destination != Destination::Skipped {
            self.pending.push(byte);
        }
        check_length(self.pending.len())
    }

    /// Reads a character in Unicode, which is in UTF-16 and may be negative.
    fn unicode(&mut self, number: i32) -> Result<(), DocumentError> {
        self.ignored = self.group.fallback;
        let unit = number.rem_euclid(0x1_0000) as u16;
        let units = [self.high_surrogate.take(), Some(unit)];
        if (0xd800..0xdc00).contains(&unit) {
            self.high_surrogate = Some(unit);
            return Ok(());
        }
        let text: String = char::decode_utf16(units.into_iter().flatten()).flatten().collect();
        self.push(&text)
    }

    /// Returns the code page of the font, and that of the document if the font has none.
    fn font_code_page(&self) -> CodePage {
        let charset = self.fonts.get(&self.group.font).copied().unwrap_or(1);
        // Programs that write no other charset write this one for any.
        let is_any = || self.fonts.values().all(|charset| matches!(charset, 0..=2));
        let page = CodePage::of_charset(charset).filter(|_| charset != 0 || !is_any());
        page.unwrap_or(self.code_page)
    }

    /// Returns the string that text is added to.
    fn target(&mut self) -> &mut String {
        match self.group.destination {
            Destination::Paragraphs => self.paragraphs.target(self.group.is_beside || self.group.is_struck),
            _ => &mut self.other,
        }
    }

    /// Decodes the bytes of the text so far.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        let code_page = self.font_code_page();
        if self.group.shift == TextShift::None {
            self.has_invalid_bytes |= code_page.decode(&bytes, self.target());
            return;
        }
        let mut text = String::new();
        self.has_invalid_bytes |= code_page.decode(&bytes, &mut text);
        let shift = self.group.shift;
        let target = self.target();
        let text = shift.written(target, &text);
        target.push_str(&text);
    }

    /// Adds decoded text.
    fn push(&mut self, text: &str) -> Result<(), DocumentError> {
        self.flush();
        if self.group.destination == Destination::Skipped {
            return Ok(());
        }
        let target = self.target();
        target.push_str(text);
        check_length(target.len())
    }

    /// Returns the document at the end of the file.
    fn finish(mut self) -> Result<DocumentText, DocumentError> {
        self.flush();
        let mut text = self.paragraphs.finish(&self.group)?;
        text.about = self.about;
        text.is_cut_off = !self.is_complete;
        text.has_invalid_bytes = self.has_invalid_bytes;
        Ok(text)
    }
}
