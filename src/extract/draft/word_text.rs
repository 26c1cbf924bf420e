//! The text in a part of a document of Word.
//!
//! What is deleted with changes tracked is left out, and what is inserted is read. A text box is read once,
//! after the paragraph that it is anchored in, although the file has it twice for older programs. Elements
//! are known by their local names. Entities other than those of XML itself are left out, never expanded.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::extract::draft::error::{DraftError, MAX_TEXT_BYTES};
use crate::extract::draft::package::damaged;
use crate::extract::draft::xml::attribute;

/// Elements whose content is not part of the text: deleted, moved away, codes of fields, copies for older
/// programs, readings above a line.
const SKIPPED: [&str; 8] =
    ["del", "moveFrom", "delText", "instrText", "delInstrText", "Fallback", "rt", "fldData"];

/// Appends the paragraphs of `xml` to `text`, with a blank line before each.
///
/// # Errors
/// [`DraftError::Damaged`] if it is not well-formed, and [`DraftError::TooLarge`].
pub(super) fn append(xml: &str, text: &mut String) -> Result<(), DraftError> {
    let mut reader = Reader::from_str(xml);
    let mut state = TextReader::new(text);
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(tag) => state.start(&tag),
            Event::Empty(tag) => {
                state.start(&tag);
                state.end(tag.local_name().into_inner());
            }
            Event::End(tag) => state.end(tag.local_name().into_inner()),
            Event::Text(content) => state.content(&content.into_inner()),
            Event::CData(content) => state.content(&content.into_inner()),
            Event::GeneralRef(reference) => {
                let mut buffer = [0; 4];
                let c = match reference.resolve_char_ref() {
                    Ok(Some(c)) => &*c.encode_utf8(&mut buffer),
                    _ => quick_xml::escape::resolve_xml_entity(&reference.into_inner()).unwrap_or(""),
                };
                state.content(c);
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
        if state.text.len() > MAX_TEXT_BYTES {
            return Err(DraftError::TooLarge { megabytes: MAX_TEXT_BYTES >> 20 });
        }
    }
    state.end_paragraph();
    Ok(())
}

/// A paragraph that is being read.
#[derive(Default)]
struct OpenParagraph {
    text: String,
    /// Text of the open run.
    run: String,
    is_hidden: bool,
    /// Whether the paragraph goes on in the next one, since the mark between them is deleted.
    goes_on: bool,
}

/// The state of reading a part.
struct TextReader<'t> {
    text: &'t mut String,
    paragraph: OpenParagraph,
    /// Paragraphs around the open text boxes.
    anchors: Vec<OpenParagraph>,
    /// Paragraphs of text boxes, for after the paragraph that they are anchored in.
    boxes: Vec<String>,
    /// Number of open elements from the outermost one that is skipped.
    skipped: usize,
    /// Number of open elements of properties.
    properties: usize,
    /// Number of those that are of a paragraph.
    paragraph_properties: usize,
    in_text: bool,
}

impl<'t> TextReader<'t> {
    fn new(text: &'t mut String) -> Self {
        TextReader {
            text,
            paragraph: OpenParagraph::default(),
            anchors: Vec::new(),
            boxes: Vec::new(),
            skipped: 0,
            properties: 0,
            paragraph_properties: 0,
            in_text: false,
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        let name = tag.local_name();
        let name = name.as_ref();
        if self.skipped > 0 {
            self.skipped += 1;
        } else if name.ends_with("Pr") {
            self.properties += 1;
            self.paragraph_properties += usize::from(name == "pPr");
        } else if self.properties > 0 {
            self.property(name, tag);
        } else if SKIPPED.contains(&name) || is_separator(name, tag) {
            self.skipped = 1;
        } else {
            self.element(name, tag);
        }
    }

    /// Reads an element within properties.
    fn property(&mut self, name: &str, tag: &BytesStart<'_>) {
        match name {
            "del" | "moveFrom" if self.paragraph_properties > 0 => self.paragraph.goes_on = true,
            "vanish" if self.paragraph_properties == 0 => {
                let value = attribute(tag, "val");
                self.paragraph.is_hidden = !matches!(value.as_deref(), Some("0" | "false" | "off"));
            }
            _ => {}
        }
    }

    fn element(&mut self, name: &str, tag: &BytesStart<'_>) {
        match name {
            "t" => self.in_text = true,
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
            "r" => self.paragraph.is_hidden = false,
            "txbxContent" => self.anchors.push(std::mem::take(&mut self.paragraph)),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "t" => self.in_text = false,
            "r" => self.end_run(),
            "p" if self.properties == 0 && !std::mem::take(&mut self.paragraph.goes_on) => {
                self.end_paragraph();
            }
            "txbxContent" => {
                self.end_paragraph();
                self.paragraph = self.anchors.pop().unwrap_or_default();
            }
            _ if name.ends_with("Pr") => {
                self.properties = self.properties.saturating_sub(1);
                self.paragraph_properties -= usize::from(name == "pPr" && self.paragraph_properties > 0);
            }
            _ => {}
        }
    }

    fn content(&mut self, text: &str) {
        if self.in_text && self.skipped == 0 {
            self.paragraph.run.extend(text.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
        }
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.paragraph.run);
        if !self.paragraph.is_hidden {
            self.paragraph.text.push_str(&run);
        }
    }

    fn end_paragraph(&mut self) {
        self.end_run();
        let text = std::mem::take(&mut self.paragraph).text;
        if !self.anchors.is_empty() {
            return self.boxes.push(text);
        }
        for paragraph in [text].into_iter().chain(self.boxes.drain(..)) {
            let paragraph = paragraph.trim();
            if !paragraph.is_empty() {
                self.text.push_str(if self.text.is_empty() { "" } else { "\n\n" });
                self.text.push_str(paragraph);
            }
        }
    }
}

/// Returns whether an element is the line between the text and the notes.
fn is_separator(name: &str, tag: &BytesStart<'_>) -> bool {
    matches!(name, "footnote" | "endnote") && attribute(tag, "type").is_some_and(|kind| kind != "normal")
}

#[cfg(test)]
mod tests {
    use crate::extract::draft::word_text::*;

    fn read(body: &str) -> Result<String, DraftError> {
        let mut text = String::new();
        append(&format!("<w:document><w:body>{body}</w:body></w:document>"), &mut text)?;
        Ok(text.replace("\n\n", "¶"))
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
            (paragraph("<w:r><w:instrText>HYPERLINK \"x\"</w:instrText></w:r><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink>"), "link"),
            ("<w:tbl><w:tr><w:tc><w:tcPr/><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>".into(), "a¶b"),
            (paragraph("<w:r><w:t>one\ntwo</w:t><w:br w:type=\"page\"/><w:sym w:char=\"F0E0\"/><w:sym w:char=\"201C\"/></w:r>"), "one two¶“"),
            ("<w:footnote w:type=\"separator\"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote>".into(), ""),
        ] {
            assert_eq!(read(&body).as_deref(), Ok(expected), "{body}");
        }
    }

    #[test]
    fn entities_are_never_expanded() {
        let bomb = "<!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>\
            <w:document><w:p><w:r><w:t>x&b;&lt;y</w:t></w:r></w:p></w:document>";
        let mut text = String::new();
        assert_eq!((append(bomb, &mut text), text.as_str()), (Ok(()), "x<y"));
    }

    #[test]
    fn broken_xml_is_damage() {
        assert!(matches!(read("<w:p><w:r></w:p>"), Err(DraftError::Damaged { .. })));
        assert_eq!(read(&"<w:txbxContent><w:p>".repeat(50_000)).map_err(|_| ()), Err(()));
    }
}
