//! OpenDocument texts, in an archive or as one file of XML.

use quick_xml::events::BytesStart;
use rustc_hash::FxHashMap;

use crate::corpus::formats::documents::about;
use crate::corpus::formats::documents::document_text::{DocumentText, ParagraphStyle, TextPlace};
use crate::corpus::formats::documents::error::{DocumentError, check_length, damaged};
use crate::corpus::formats::documents::package::Package;
use crate::corpus::formats::documents::xml::{
    XmlPiece, XmlRules, attribute, decode, push_collapsed, read_pieces,
};
use crate::text::TextShift;

/// Elements whose content is no text: pictures, numbers of notes, names and days of who wrote a comment.
const SKIPPED: [&str; 10] = [
    "office:binary-data",
    "text:note-citation",
    "dc:creator",
    "dc:date",
    "meta:date-string",
    "meta:creator-initials",
    "math:annotation",
    "office:scripts",
    "office:forms",
    "office:change-info",
];
/// Elements whose paragraphs stand beside the text.
const BESIDE: [&str; 11] = [
    "office:annotation",
    "text:tracked-changes",
    "text:table-of-content",
    "style:header",
    "style:header-left",
    "style:header-first",
    "style:footer",
    "style:footer-left",
    "style:footer-first",
    "svg:title",
    "svg:desc",
];
/// Maximum number of spaces that one element stands for.
const MAX_SPACES: usize = 100;
/// Number of styles that a style may be based on in turn.
const MAX_BASES: usize = 16;

/// Returns whether `head` is the beginning of a document in one file.
pub(super) fn is_flat(head: &[u8]) -> bool {
    let start = &head[..head.len().min(1024)];
    let has = |text: &str| memchr::memmem::find(start, text.as_bytes()).is_some();
    has("<office:document") && head.trim_ascii_start().first() != Some(&b'{')
}

/// Reads a document.
///
/// # Errors
/// A [`DocumentError`] if it is encrypted, damaged, too large or of another kind.
pub(super) fn read(package: &mut Package) -> Result<DocumentText, DocumentError> {
    let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
    if memchr::memmem::find(&manifest, b"encryption-data").is_some() {
        return Err(DocumentError::Encrypted);
    }
    let content = package.part("content.xml")?.ok_or_else(|| damaged("content.xml is missing"))?;
    let mut text = DocumentText::default();
    let mut reader = OpenTextReader::new(&mut text);
    // Styles that the text names stand in the other part, and so do headers and footers.
    let styles = package.part("styles.xml")?.map(decode).transpose()?;
    if let Some(styles) = &styles {
        reader.read_styles_only = true;
        reader.read(styles)?;
        reader.read_styles_only = false;
    }
    reader.read(&decode(content)?)?;
    if !reader.has_text_body {
        return Err(damaged("content.xml has no text"));
    }
    if let Some(styles) = &styles {
        reader.read(styles)?;
    }
    if let Ok(Some(part)) = package.part("meta.xml")
        && let Ok(about) = decode(part).and_then(|xml| about::read(&xml, false))
    {
        text.about = about;
    }
    Ok(text)
}

/// Reads a document that is one file.
///
/// # Errors
/// A [`DocumentError`] as for [`read`].
pub(super) fn read_flat(bytes: Vec<u8>) -> Result<DocumentText, DocumentError> {
    let xml = decode(bytes)?;
    let mut text = DocumentText::default();
    let mut reader = OpenTextReader::new(&mut text);
    reader.read(&xml)?;
    if !reader.has_text_body {
        return Err(damaged("it is neither an archive nor an OpenDocument text"));
    }
    if let Some((start, end)) = xml.find("<office:meta").zip(xml.find("</office:meta>"))
        && let Some(meta) = xml.get(start..end + "</office:meta>".len())
        && let Ok(about) = about::read(meta, false)
    {
        text.about = about;
    }
    Ok(text)
}

/// A style of the document.
#[derive(Debug, Default, Clone)]
struct OpenStyle {
    base: Option<String>,
    is_hidden: bool,
    shift: Option<TextShift>,
}

/// A paragraph that is being read.
#[derive(Default)]
struct OpenTextParagraph {
    style: ParagraphStyle,
    text: String,
    /// Text that is hidden or struck out.
    beside: String,
    /// Number of open elements from the outermost that is hidden.
    hidden: usize,
    /// Places of the open elements against the line, the outermost first.
    shifts: Vec<TextShift>,
    /// Paragraphs of text boxes in this one.
    boxes: Vec<(ParagraphStyle, String)>,
}

/// The state of reading a part.
struct OpenTextReader<'t> {
    text: &'t mut DocumentText,
    styles: FxHashMap<String, OpenStyle>,
    /// Name of the style that is being read.
    open_style: Option<String>,
    /// Whether only styles are read.
    read_styles_only: bool,
    /// Whether a text was found.
    has_text_body: bool,
    /// Number of open elements.
    depth: usize,
    /// Depth of the outermost element that is skipped.
    skipped: Option<usize>,
    /// Places of text, with the depths of their elements.
    places: Vec<(usize, TextPlace)>,
    /// Open paragraphs, each within the one before.
    paragraphs: Vec<OpenTextParagraph>,
}

impl<'t> OpenTextReader<'t> {
    fn new(text: &'t mut DocumentText) -> Self {
        OpenTextReader {
            text,
            styles: FxHashMap::default(),
            open_style: None,
            read_styles_only: false,
            has_text_body: false,
            depth: 0,
            skipped: None,
            places: Vec::new(),
            paragraphs: Vec::new(),
        }
    }

    fn read(&mut self, xml: &str) -> Result<(), DocumentError> {
        // Ends have local names only: the element of each is on this list.
        let mut names: Vec<OpenElement> = Vec::new();
        read_pieces(xml, XmlRules::Strict, |piece| match piece {
            XmlPiece::Start(tag) => {
                self.depth += 1;
                names.push(if self.skipped.is_some() { OpenElement::Other } else { self.start(tag)? });
                Ok(())
            }
            XmlPiece::End(_) => {
                let element = names.pop().unwrap_or(OpenElement::Other);
                self.end(element)?;
                self.depth = self.depth.saturating_sub(1);
                Ok(())
            }
            XmlPiece::Text(text) => self.content(text),
        })?;
        self.text.end_rows();
        Ok(())
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<OpenElement, DocumentError> {
        let name = tag.name();
        let name = name.as_ref();
        match name {
            "style:style" => self.begin_style(tag),
            "style:text-properties" => {
                let is_struck = ["text-line-through-style", "text-line-through-type"]
                    .iter()
                    .any(|name| attribute(tag, name).is_some_and(|value| value != "none"));
                let is_hidden = is_struck || attribute(tag, "display").is_some_and(|value| value == "none");
                if let Some(style) = self.open_style.as_ref().and_then(|name| self.styles.get_mut(name)) {
                    style.is_hidden |= is_hidden;
                    style.shift = attribute(tag, "text-position").map(|position| shift(&position));
                }
            }
            _ if self.read_styles_only => {}
            name if SKIPPED.contains(&name) => self.skipped = Some(self.depth),
            "office:text" => {
                self.has_text_body = true;
                self.places.push((self.depth, TextPlace::Text));
            }
            name if BESIDE.contains(&name) => {
                self.places.push((self.depth, TextPlace::Aside));
                if name.starts_with("svg:") {
                    self.paragraphs.push(OpenTextParagraph::default());
                    return Ok(OpenElement::Paragraph);
                }
            }
            "text:note-body" => self.places.push((self.depth, TextPlace::Note)),
            "text:section" if attribute(tag, "display").is_some_and(|value| value == "none") => {
                self.places.push((self.depth, TextPlace::Aside));
            }
            _ if self.places.is_empty() => {}
            "text:p" | "text:h" => {
                let style_name = attribute(tag, "style-name").unwrap_or_default();
                let style = match name {
                    "text:h" => ParagraphStyle::Heading,
                    _ if self.is_based_on(&style_name, "Title") => ParagraphStyle::Title,
                    _ => ParagraphStyle::Plain,
                };
                let hidden = usize::from(self.is_hidden(&style_name));
                self.paragraphs.push(OpenTextParagraph { style, hidden, ..OpenTextParagraph::default() });
                return Ok(OpenElement::Paragraph);
            }
            "text:span" | "text:ruby-text" => {
                let is_hidden = name == "text:ruby-text"
                    || attribute(tag, "style-name").is_some_and(|style| self.is_hidden(&style));
                if let Some(paragraph) = self.paragraphs.last_mut().filter(|_| is_hidden) {
                    paragraph.hidden += 1;
                    return Ok(OpenElement::Hidden);
                }
                let shift = attribute(tag, "style-name").and_then(|style| self.shift(&style));
                if let Some((paragraph, shift)) = self.paragraphs.last_mut().zip(shift) {
                    paragraph.shifts.push(shift);
                    return Ok(OpenElement::Shifted);
                }
            }
            "text:s" => {
                let count = attribute(tag, "c").and_then(|count| count.parse().ok()).unwrap_or(1);
                self.push(&" ".repeat(count.min(MAX_SPACES)));
            }
            "text:tab" => self.push("\t"),
            "text:line-break" => self.push("\n"),
            "text:soft-page-break" => {}
            "table:table-row" if self.has_tables() => {
                self.text.begin_row();
                return Ok(OpenElement::Row);
            }
            "table:table-cell" if self.has_tables() => self.text.begin_cell(),
            _ => {}
        }
        Ok(OpenElement::Other)
    }

    /// Begins a style. Those with the same name of another family are for other elements.
    fn begin_style(&mut self, tag: &BytesStart<'_>) {
        let family = attribute(tag, "family");
        let is_of_text = family.is_none_or(|family| matches!(family.as_str(), "paragraph" | "text"));
        self.open_style = attribute(tag, "name").filter(|_| is_of_text);
        if let Some(name) = &self.open_style {
            let base = attribute(tag, "parent-style-name");
            self.styles.insert(name.clone(), OpenStyle { base, ..OpenStyle::default() });
        }
    }

    fn is_based_on(&self, name: &str, base: &str) -> bool {
        let style = self.styles.get(name);
        name == base || style.and_then(|style| style.base.as_deref()) == Some(base)
    }

    fn is_hidden(&self, name: &str) -> bool {
        self.styles.get(name).is_some_and(|style| style.is_hidden)
    }

    /// Returns where the style says that text stands against the line.
    fn shift(&self, name: &str) -> Option<TextShift> {
        let mut style = self.styles.get(name);
        for _ in 0..MAX_BASES {
            let known = style?;
            if known.shift.is_some() {
                return known.shift;
            }
            style = self.styles.get(known.base.as_deref()?);
        }
        None
    }

    fn place(&self) -> TextPlace {
        self.places.last().map_or(TextPlace::Text, |(_, place)| *place)
    }

    /// Returns whether rows are lines here. Those of a text box are not, since it is read later.
    fn has_tables(&self) -> bool {
        self.place() == TextPlace::Text && self.paragraphs.is_empty()
    }

    fn end(&mut self, element: OpenElement) -> Result<(), DocumentError> {
        if self.skipped.is_some() {
            if self.skipped == Some(self.depth) {
                self.skipped = None;
            }
            return Ok(());
        }
        match element {
            OpenElement::Paragraph => self.end_paragraph()?,
            OpenElement::Hidden => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.hidden = paragraph.hidden.saturating_sub(1);
                }
            }
            OpenElement::Shifted => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.shifts.pop();
                }
            }
            OpenElement::Row => self.text.end_row(),
            OpenElement::Other => {}
        }
        if self.places.last().is_some_and(|(depth, _)| *depth == self.depth) {
            self.places.pop();
        }
        Ok(())
    }

    fn end_paragraph(&mut self) -> Result<(), DocumentError> {
        let Some(paragraph) = self.paragraphs.pop() else { return Ok(()) };
        let place = self.place();
        self.text.push(TextPlace::Aside, ParagraphStyle::Plain, &paragraph.beside)?;
        let anchor = (paragraph.style, paragraph.text);
        match self.paragraphs.last_mut().filter(|_| place == TextPlace::Text) {
            // A text box stands after the paragraph that it is anchored in.
            Some(around) => around.boxes.extend([anchor].into_iter().chain(paragraph.boxes)),
            None => {
                for (style, text) in [anchor].into_iter().chain(paragraph.boxes) {
                    self.text.push(place, style, &text)?;
                }
            }
        }
        Ok(())
    }

    /// Adds text in which white space is as it is written.
    fn push(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            let target = if paragraph.hidden > 0 { &mut paragraph.beside } else { &mut paragraph.text };
            target.push_str(text);
        }
    }

    fn content(&mut self, text: &str) -> Result<(), DocumentError> {
        if self.skipped.is_some() || self.read_styles_only {
            return Ok(());
        }
        let Some(paragraph) = self.paragraphs.last_mut() else { return Ok(()) };
        let target = if paragraph.hidden > 0 { &mut paragraph.beside } else { &mut paragraph.text };
        let shift = paragraph.shifts.last().copied().unwrap_or_default();
        let text = shift.written(target, text);
        push_collapsed(target, &text);
        check_length(target.len())
    }
}

/// Returns where text stands that a style moves by `position`: *super 58%*, *sub 58%*, *33% 58%*, *-8% 58%*.
fn shift(position: &str) -> TextShift {
    let rise = position.split_whitespace().next().unwrap_or_default();
    match rise {
        "super" => TextShift::Raised,
        "sub" => TextShift::Lowered,
        rise => match rise.trim_end_matches('%').parse::<f32>() {
            Ok(rise) if rise > 0.0 => TextShift::Raised,
            Ok(rise) if rise < 0.0 => TextShift::Lowered,
            _ => TextShift::None,
        },
    }
}

/// An open element, as far as its end matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OpenElement {
    Paragraph,
    Hidden,
    Shifted,
    Row,
    Other,
}
