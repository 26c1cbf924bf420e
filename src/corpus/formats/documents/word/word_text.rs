//! The text in a part of a document of Word.
//!
//! What is struck out or deleted with changes tracked stands beside the text, and what is inserted is read.
//! A text box is read once, after the paragraph that it is anchored in, although the file has it twice for
//! older programs. Elements are known by their local names.

use quick_xml::events::BytesStart;

use crate::corpus::formats::documents::document_text::{DocumentText, ParagraphStyle, TextPlace};
use crate::corpus::formats::documents::error::{DocumentError, check_length};
use crate::corpus::formats::documents::word_styles::{WordStyle, WordStyles};
use crate::corpus::formats::documents::xml::{XmlPiece, XmlRules, attribute, read_pieces};
use crate::text::TextShift;

/// Elements whose content is not text: codes of fields, copies for older programs.
const SKIPPED: [&str; 4] = ["instrText", "delInstrText", "Fallback", "fldData"];
/// Elements with the properties before a tracked change.
const FORMER: [&str; 2] = ["rPrChange", "pPrChange"];
/// Elements whose text stands beside the text: deleted, moved away, readings above a line.
const BESIDE: [&str; 3] = ["del", "moveFrom", "rt"];

/// Adds the paragraphs of the part `xml` to `text`. With another place than [`TextPlace::Text`], all of them
/// stand there.
///
/// # Errors
/// [`DocumentError::Damaged`] if it is not well-formed, and [`DocumentError::TooLarge`].
pub(super) fn append(
    xml: &str,
    place: TextPlace,
    styles: &WordStyles,
    text: &mut DocumentText,
) -> Result<(), DocumentError> {
    let mut reader = WordTextReader::new(text, place, styles);
    read_pieces(xml, XmlRules::Strict, |piece| {
        match piece {
            XmlPiece::Start(tag) => reader.start(tag)?,
            XmlPiece::End(name) => reader.end(name)?,
            XmlPiece::Text(content) => reader.content(content),
        }
        check_length(reader.paragraph.text.len() + reader.paragraph.beside.len())
    })?;
    reader.end_paragraph()?;
    text.end_rows();
    Ok(())
}

/// A paragraph that is being read.
#[derive(Default)]
struct OpenWordParagraph {
    text: String,
    /// Text that is hidden, struck out or was deleted.
    beside: String,
    /// Text of the open run.
    run: String,
    is_hidden: bool,
    /// Place of the open run against the line.
    shift: TextShift,
    style: Option<WordStyle>,
    /// Whether the paragraph goes on in the next one, since the mark between them is deleted.
    goes_on: bool,
}

/// The state of reading a part.
struct WordTextReader<'t> {
    text: &'t mut DocumentText,
    place: TextPlace,
    styles: &'t WordStyles,
    paragraph: OpenWordParagraph,
    /// Paragraphs around the open text boxes.
    anchors: Vec<OpenWordParagraph>,
    /// Paragraphs of text boxes, for after the paragraph that they are anchored in.
    boxes: Vec<OpenWordParagraph>,
    /// Number of open elements from the outermost one that is skipped.
    skipped: usize,
    /// Number of open elements of properties.
    properties: usize,
    /// Number of those that are of a paragraph.
    paragraph_properties: usize,
    /// Number of open elements whose text stands beside the text.
    beside: usize,
    in_text: bool,
}

impl<'t> WordTextReader<'t> {
    fn new(text: &'t mut DocumentText, place: TextPlace, styles: &'t WordStyles) -> Self {
        WordTextReader {
            text,
            place,
            styles,
            paragraph: OpenWordParagraph::default(),
            anchors: Vec::new(),
            boxes: Vec::new(),
            skipped: 0,
            properties: 0,
            paragraph_properties: 0,
            beside: 0,
            in_text: false,
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), DocumentError> {
        let name = tag.local_name();
        let name = name.as_ref();
        if self.skipped > 0 {
            self.skipped += 1;
        } else if FORMER.contains(&name) {
            self.skipped = 1;
        } else if name == "docPr" {
            // The properties of a picture, which have no content.
            for name in ["title", "descr"] {
                if let Some(description) = attribute(tag, name) {
                    self.text.push(TextPlace::Aside, ParagraphStyle::Plain, &description)?;
                }
            }
            self.properties += 1;
        } else if name.ends_with("Pr") {
            self.properties += 1;
            self.paragraph_properties += usize::from(name == "pPr");
        } else if self.properties > 0 {
            self.property(name, tag);
        } else if SKIPPED.contains(&name) || is_separator(name, tag) {
            self.skipped = 1;
        } else {
            self.element(name, tag)?;
        }
        Ok(())
    }

    /// Reads an element within properties.
    fn property(&mut self, name: &str, tag: &BytesStart<'_>) {
        match name {
            "del" | "moveFrom" if self.paragraph_properties > 0 => self.paragraph.goes_on = true,
            "pStyle" if self.paragraph_properties > 0 => {
                self.paragraph.style = attribute(tag, "val").and_then(|id| self.styles.get(&id));
            }
            "outlineLvl" if self.paragraph_properties > 0 => {
                let level = attribute(tag, "val").and_then(|level| level.parse::<u8>().ok());
                if level.is_some_and(|level| level < 9) {
                    self.paragraph.style.get_or_insert(WordStyle::Heading);
                }
            }
            "vanish" | "strike" | "dstrike" if self.paragraph_properties == 0 => {
                let value = attribute(tag, "val");
                self.paragraph.is_hidden |= !matches!(value.as_deref(), Some("0" | "false" | "off"));
            }
            "vertAlign" if self.paragraph_properties == 0 => {
                self.paragraph.shift = match attribute(tag, "val").as_deref() {
                    Some("superscript") => TextShift::Raised,
                    Some("subscript") => TextShift::Lowered,
                    _ => TextShift::None,
                };
            }
            _ => {}
        }
    }

    fn element(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<(), DocumentError> {
        match name {
            "t" | "delText" => self.in_text = true,
            "tab" | "ptab" => self.paragraph.run.push('\t'),
            "br" if matches!(attribute(tag, "type").as_deref(), Some("page" | "column")) => {
                self.paragraph.run.push_str("\n\n");
            }
            "br" | "cr" => self.paragraph.run.push('\n'),
            "noBreakHyphen" => self.paragraph.run.push('\u{2011}'),
            "softHyphen" => self.paragraph.run.push('\u{ad}'),
            "sym" => {
                let code = attribute(tag, "char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                // Symbol fonts have their signs where Unicode has no characters.
                let c = code.and_then(char::from_u32).filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c));
                self.paragraph.run.extend(c.filter(|c| !c.is_control()));
            }
            "r" => (self.paragraph.is_hidden, self.paragraph.shift) = (false, TextShift::None),
            "txbxContent" => self.anchors.push(std::mem::take(&mut self.paragraph)),
            "tr" if self.has_tables() => self.text.begin_row(),
            "tc" if self.has_tables() => self.text.begin_cell(),
            name if BESIDE.contains(&name) => {
                self.end_run();
                self.beside += 1;
            }
            _ => {}
        }
        Ok(())
    }

    /// Returns whether rows are lines here. Those of a text box are not, since it is read later.
    fn has_tables(&self) -> bool {
        self.place == TextPlace::Text && self.anchors.is_empty()
    }

    fn end(&mut self, name: &str) -> Result<(), DocumentError> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        match name {
            "t" | "delText" => self.in_text = false,
            "r" => self.end_run(),
            "p" if self.properties == 0 && !std::mem::take(&mut self.paragraph.goes_on) => {
                self.end_paragraph()?;
            }
            "txbxContent" => {
                self.end_paragraph()?;
                self.paragraph = self.anchors.pop().unwrap_or_default();
            }
            "tr" if self.has_tables() => self.text.end_row(),
            _ if name.ends_with("Pr") => {
                self.properties = self.properties.saturating_sub(1);
                self.paragraph_properties -= usize::from(name == "pPr" && self.paragraph_properties > 0);
            }
            name if self.properties == 0 && BESIDE.contains(&name) => {
                self.end_run();
                self.beside = self.beside.saturating_sub(1);
            }
            _ => {}
        }
        Ok(())
    }

    fn content(&mut self, text: &str) {
        if self.in_text && self.skipped == 0 {
            self.paragraph.run.extend(text.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
        }
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.paragraph.run);
        let is_beside = self.paragraph.is_hidden || self.beside > 0;
        let text = if is_beside { &mut self.paragraph.beside } else { &mut self.paragraph.text };
        let run = self.paragraph.shift.written(text, &run);
        text.push_str(&run);
    }

    fn end_paragraph(&mut self) -> Result<(), DocumentError> {
        self.end_run();
        let paragraph = std::mem::take(&mut self.paragraph);
        if !self.anchors.is_empty() {
            self.boxes.push(paragraph);
            return Ok(());
        }
        let boxes = std::mem::take(&mut self.boxes);
        for OpenWordParagraph { text, beside, style, .. } in [paragraph].into_iter().chain(boxes) {
            let (place, style) = match style {
                Some(WordStyle::Beside) if self.place == TextPlace::Text => {
                    (TextPlace::Aside, ParagraphStyle::Plain)
                }
                Some(WordStyle::Title) => (self.place, ParagraphStyle::Title),
                Some(WordStyle::Heading) => (self.place, ParagraphStyle::Heading),
                Some(WordStyle::Beside) | None => (self.place, ParagraphStyle::Plain),
            };
            self.text.push(place, style, &text)?;
            self.text.push(TextPlace::Aside, ParagraphStyle::Plain, &beside)?;
        }
        Ok(())
    }
}

/// Returns whether an element is the line between the text and the notes.
fn is_separator(name: &str, tag: &BytesStart<'_>) -> bool {
    matches!(name, "footnote" | "endnote") && attribute(tag, "type").is_some_and(|kind| kind != "normal")
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::documents::word::word_text::*;

    fn read(body: &str) -> Result<String, DocumentError> {
        read_xml(&format!("<w:document><w:body>{body}</w:body></w:document>"))
    }

    fn read_xml(xml: &str) -> Result<String, DocumentError> {
        let mut text = DocumentText::default();
        append(xml, TextPlace::Text, &WordStyles::default(), &mut text)?;
        Ok(text.paragraphs().collect::<Vec<_>>().join("¶"))
    }

    #[test]
    fn the_text_is_as_printed() {
        let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
        let paragraph = |content: &str| format!("<w:p>{content}</w:p>");
        for (body, expected) in [
            (paragraph(&(run("“We ") + &run("stay,” &amp; so&#8230;"))) + &paragraph("") + &paragraph(&run("B")), "“We stay,” & so…¶B"),
            (paragraph("<w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>"), "a\tb\nc"),
            (paragraph("<w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r>"), "a"),
            (paragraph("<w:r><w:t>re</w:t><w:noBreakHyphen/><w:t>elect</w:t><w:softHyphen/><w:t>ed</w:t></w:r>"), "re\u{2011}elect\u{ad}ed"),
            (paragraph(&format!("{}<w:del>{}<w:r><w:delText>not </w:delText></w:r></w:del><w:ins>{}</w:ins>", run("will "), run("never "), run("go"))), "will go"),
            (paragraph(&format!("<w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo>", run("x"), run("y"))), "y"),
            (
                paragraph(&format!("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}", run("“We stay, "))) + &paragraph(&run("and wait.”")),
                "“We stay, and wait.”",
            ),
            (
                paragraph(&format!(
                    "{}<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>{}",
                    run("Before "), paragraph(&run("in the box")), paragraph(&run("in the box")), run("and after")
                )),
                "Before and after¶in the box",
            ),
            (paragraph("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>shown</w:t></w:r>"), "shown"),
            (
                paragraph("<w:r><w:rPr><w:strike/></w:rPr><w:t>struck</w:t></w:r><w:r><w:rPr><w:dstrike w:val=\"true\"/><w:vanish w:val=\"0\"/></w:rPr><w:t>twice</w:t></w:r><w:r><w:rPr><w:strike w:val=\"0\"/><w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange></w:rPr><w:t>stays</w:t></w:r>"),
                "stays",
            ),
            (paragraph("<w:r><w:instrText>HYPERLINK \"x\"</w:instrText></w:r><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink>"), "link"),
            ("<w:tbl><w:tr><w:tc><w:tcPr/><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>".into(), "a\tb"),
            (paragraph("<w:r><w:t>one\ntwo</w:t><w:br w:type=\"page\"/><w:sym w:char=\"F0E0\"/><w:sym w:char=\"201C\"/></w:r>"), "one two¶“"),
            (
                paragraph(&(run("10") + "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>6</w:t></w:r>" + &run(" km, the 1") + "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>st</w:t></w:r>" + &run(", 5") + "<w:r><w:rPr><w:vertAlign w:val=\"subscript\"/></w:rPr><w:t>6</w:t></w:r>")),
                "10⁶ km, the 1st, 5₆",
            ),
            ("<w:footnote w:type=\"separator\"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote>".into(), ""),
        ] {
            assert_eq!(read(&body).as_deref(), Ok(expected), "{body}");
        }
    }

    #[test]
    fn entities_are_never_expanded() {
        let bomb = "<!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>\
            <w:document><w:p><w:r><w:t>x&b;&lt;y</w:t></w:r></w:p></w:document>";
        assert_eq!(read_xml(bomb).as_deref(), Ok("x<y"));
    }

    #[test]
    fn broken_xml_is_damage() {
        assert!(matches!(read("<w:p><w:r></w:p>"), Err(DocumentError::Damaged { .. })));
        assert_eq!(read(&"<w:txbxContent><w:p>".repeat(50_000)).map_err(|_| ()), Err(()));
    }
}
