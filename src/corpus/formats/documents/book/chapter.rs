//! The text of a chapter, which is a page of XHTML.

use quick_xml::events::BytesStart;

use crate::corpus::formats::documents::document_text::{DocumentText, ParagraphStyle, TextPlace};
use crate::corpus::formats::documents::error::{DocumentError, check_length};
use crate::corpus::formats::documents::xml::{XmlPiece, XmlRules, attribute, push_collapsed, read_pieces};
use crate::corpus::markup::Markup;
use crate::corpus::record::Record;

/// Elements whose content is no text.
const SKIPPED: [&str; 4] = ["head", "script", "style", "template"];
/// Elements without content, whose ends pages leave out.
const VOID: [&str; 8] = ["br", "hr", "img", "wbr", "col", "link", "meta", "input"];
/// Elements within a paragraph. All others are blocks.
const INLINE: [&str; 32] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "mark", "q", "ruby", "rb", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "u", "var",
];
/// Kinds of footnotes and endnotes.
const NOTES: [&str; 5] = ["footnote", "footnotes", "endnote", "endnotes", "rearnote"];

/// Reads the page of a chapter.
///
/// # Errors
/// The reason it cannot be read.
pub(super) fn read(bytes: Vec<u8>) -> Result<DocumentText, String> {
    let page = Record::from_bytes(bytes, Markup::Html, None)?.text;
    let mut text = DocumentText::default();
    let mut reader = ChapterReader::new(&mut text);
    reader.read(&page).map_err(|error| error.to_string())?;
    Ok(text)
}

/// The state of reading a page.
struct ChapterReader<'t> {
    text: &'t mut DocumentText,
    paragraph: String,
    style: ParagraphStyle,
    /// Number of open elements.
    depth: usize,
    /// Depth of the outermost element that is skipped.
    skipped: Option<usize>,
    /// Depth of the outermost element whose white space is as it is written.
    preformatted: Option<usize>,
    /// Places of text, with the depths of their elements.
    places: Vec<(usize, TextPlace)>,
}

impl<'t> ChapterReader<'t> {
    fn new(text: &'t mut DocumentText) -> Self {
        ChapterReader {
            text,
            paragraph: String::new(),
            style: ParagraphStyle::Plain,
            depth: 0,
            skipped: None,
            preformatted: None,
            places: Vec::new(),
        }
    }

    fn read(&mut self, page: &str) -> Result<(), DocumentError> {
        read_pieces(page, XmlRules::Lenient, |piece| match piece {
            XmlPiece::Start(tag) => self.start(tag),
            XmlPiece::End(name) => self.end(name),
            XmlPiece::Text(text) => self.content(text),
        })?;
        self.end_paragraph()?;
        self.text.end_rows();
        Ok(())
    }

    fn place(&self) -> TextPlace {
        self.places.last().map_or(TextPlace::Text, |(_, place)| *place)
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), DocumentError> {
        let name = tag.local_name().as_ref().to_ascii_lowercase();
        let name = name.as_str();
        if !VOID.contains(&name) {
            self.depth += 1;
        }
        if self.skipped.is_some() {
            return Ok(());
        }
        if SKIPPED.contains(&name) {
            self.skipped = Some(self.depth);
            return Ok(());
        }
        if name == "br" {
            self.paragraph.push('\n');
            return Ok(());
        }
        if let Some(description) = attribute(tag, "alt").filter(|_| name == "img") {
            self.text.push(TextPlace::Aside, ParagraphStyle::Plain, &description)?;
        }
        if let Some(place) = place_of(name, tag).filter(|_| !VOID.contains(&name)) {
            self.end_paragraph()?;
            // What stands within something beside the text does, too.
            let place = if self.place() == TextPlace::Aside { TextPlace::Aside } else { place };
            self.places.push((self.depth, place));
        }
        if !is_block(name) {
            return Ok(());
        }
        self.end_paragraph()?;
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.style = ParagraphStyle::Heading,
            "pre" => {
                self.preformatted.get_or_insert(self.depth);
            }
            "tr" if self.place() == TextPlace::Text => self.text.begin_row(),
            "td" | "th" if self.place() == TextPlace::Text => self.text.begin_cell(),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), DocumentError> {
        let name = name.to_ascii_lowercase();
        let name = name.as_str();
        if VOID.contains(&name) {
            return Ok(());
        }
        let depth = self.depth;
        self.depth = self.depth.saturating_sub(1);
        if let Some(skipped) = self.skipped {
            if skipped >= depth {
                self.skipped = None;
            }
            return Ok(());
        }
        let ends_place = self.places.last().is_some_and(|(start, _)| *start >= depth);
        if ends_place || is_block(name) {
            self.end_paragraph()?;
            if name == "tr" && self.place() == TextPlace::Text {
                self.text.end_row();
            }
            self.style = ParagraphStyle::Plain;
        }
        if ends_place {
            self.places.pop();
        }
        if self.preformatted.is_some_and(|start| start >= depth) {
            self.preformatted = None;
        }
        Ok(())
    }

    fn content(&mut self, text: &str) -> Result<(), DocumentError> {
        if self.skipped.is_some() {
            return Ok(());
        }
        if self.preformatted.is_some() {
            self.paragraph.push_str(text);
        } else {
            push_collapsed(&mut self.paragraph, text);
        }
        check_length(self.paragraph.len())
    }

    fn end_paragraph(&mut self) -> Result<(), DocumentError> {
        if self.paragraph.is_empty() {
            return Ok(());
        }
        let paragraph = std::mem::take(&mut self.paragraph);
        self.text.push(self.place(), self.style, &paragraph)
    }
}

fn is_block(name: &str) -> bool {
    !INLINE.contains(&name) && !matches!(name, "img" | "wbr" | "rt" | "rp" | "rtc")
}

/// Returns the place of text in an element, if it is another one than that around it.
fn place_of(name: &str, tag: &BytesStart<'_>) -> Option<TextPlace> {
    let is_hidden = || {
        let style = attribute(tag, "style").unwrap_or_default();
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
        attribute(tag, "hidden").is_some() || style.to_ascii_lowercase().contains("display:none")
    };
    if matches!(name, "nav" | "rt" | "rp") || is_hidden() {
        return Some(TextPlace::Aside);
    }
    let kind = attribute(tag, "type").filter(|_| !matches!(name, "a" | "ol" | "ul" | "li"))?;
    match kind.split_whitespace().next()? {
        "pagebreak" => Some(TextPlace::Aside),
        kind if NOTES.contains(&kind) => Some(TextPlace::Note),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::documents::book::chapter::*;

    fn paragraphs(body: &str) -> String {
        let page = format!("<html><head><title>x</title></head><body>{body}</body></html>");
        let text = read(page.into_bytes()).expect("a page");
        text.paragraphs().collect::<Vec<_>>().join("¶")
    }

    #[test]
    fn blocks_are_paragraphs() {
        for (body, expected) in [
            ("<p>One <b>wo</b>rd</p><p>Two&nbsp;&amp; &#8230;</p>", "One word¶Two\u{a0}& …"),
            ("<div>a<br/>b<br>c</div>", "a\nb\nc"),
            ("<p>a\n  b</p><pre>a\nb</pre>", "a b¶a\nb"),
            ("<ul><li>a</li><li>b</li></ul><blockquote><p>c</p></blockquote>", "a¶b¶c"),
            ("<table><tr><td>a</td><td><p>b</p></td></tr><tr><th>c</th></tr></table>", "a\tb¶c"),
            ("<p>a<sup>1</sup></p><aside epub:type='footnote'><p>note</p></aside><p>b</p>", "a1¶b¶note"),
            ("<p>a <span style='Display: none'>no</span> b</p><nav>menu</nav>", "a¶b"),
            ("<p>a<p>b</div>c", "a¶b¶c"),
            ("<p>R&D, a & b &amp; c&</p><p>d & e; f</p>", "R&D, a & b & c&¶d & e; f"),
            ("<script>if (a) b;</script><p hidden=''>no</p><p>a</p>", "a"),
        ] {
            assert_eq!(paragraphs(body), expected, "{body}");
        }
    }

    #[test]
    fn headings_at_the_beginning_are_titles() {
        let title = |page: &str| {
            let text = read(page.as_bytes().to_vec()).ok()?;
            text.paragraphs().nth(text.title()?).map(str::to_owned)
        };
        assert_eq!(title("<h2>The  ferry</h2><p>It stays.</p>").as_deref(), Some("The ferry"));
        assert_eq!(title("<p>It stays.</p>"), None);
        assert_eq!(title(&format!("<p>{}</p><h2>Later</h2>", "It stays. ".repeat(40))), None);
    }
}
