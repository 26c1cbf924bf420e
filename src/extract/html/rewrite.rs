//! The page once more, small and well-formed, for the extractor crate.
//!
//! What an extractor needs of a page is a quarter of it: no scripts, no styles, few attributes, every element closed,
//! nothing nested deeper than the tree is. Each piece of text is preceded by a character of a private use plane that
//! says which piece it is, so what the extractor kept is read off its answer without any comparing of texts.

use super::element::Tag;
use super::tokenizer::StartTag;

/// The most that is rewritten, in bytes; a page that has more to say is judged without the extractor.
pub const MAX_BYTES: usize = 3 << 20;
/// The most elements that are rewritten.
const MAX_ELEMENTS: usize = 40_000;
/// First character of each plane for private use, and how many are used of it.
const PLANES: [u32; 2] = [0xF_0000, 0x10_0000];
const PLANE: usize = 65_000;

/// Writes the page while it is read.
#[derive(Debug, Default)]
pub struct Rewriter {
    html: String,
    elements: usize,
}

impl Rewriter {
    /// An element begins.
    pub fn start(&mut self, tag: Tag, start: &StartTag<'_>) {
        let Some(name) = name(tag) else { return };
        self.elements += 1;
        if self.is_full() {
            return;
        }
        self.html.push('<');
        self.html.push_str(name);
        for (name, value) in start.attributes() {
            let known =
                ["class", "id", "role", "itemprop", "rel", "aria-hidden", "aria-modal", "hidden", "style"];
            if name.eq_ignore_ascii_case("href") {
                // Links within the page count for less.
                self.html.push_str(if value.starts_with('#') { " href=\"#\"" } else { " href=\"h\"" });
            } else if let Some(name) = known.iter().find(|known| known.eq_ignore_ascii_case(name)) {
                self.attribute(name, value);
            }
        }
        self.html.push('>');
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let end = value.char_indices().nth(300).map_or(value.len(), |(at, _)| at);
        self.html.push(' ');
        self.html.push_str(name);
        self.html.push_str("=\"");
        self.html.extend(value[..end].chars().filter(|c| !matches!(c, '"' | '\0')));
        self.html.push('"');
    }

    /// An element ends.
    pub fn end(&mut self, tag: Tag) {
        if let Some(name) = name(tag)
            && !self.is_full()
        {
            self.html.push_str("</");
            self.html.push_str(name);
            self.html.push('>');
        }
    }

    /// An element without content.
    pub fn void(&mut self, tag: Tag) {
        if self.is_full() {
            return;
        }
        match tag {
            Tag::Br => self.html.push_str("<br>"),
            Tag::Img => self.html.push_str("<img src=\"i.png\">"),
            Tag::Input => self.html.push_str("<input>"),
            _ => {}
        }
    }

    /// A piece of text as it stands in the source; `piece` is its number, `None` where it is blank.
    pub fn text(&mut self, text: &str, piece: Option<usize>) {
        if self.is_full() {
            return;
        }
        // The mark must not make white space count: it stands after it, and blank text has none.
        let word = text.trim_start();
        self.html.push_str(&text[..text.len() - word.len()]);
        if let Some(mark) = piece.and_then(mark).filter(|_| !is_blank(word)) {
            self.html.push(mark);
        }
        let mut rest = word;
        while let Some(at) = rest.find('<') {
            self.html.push_str(&rest[..at]);
            self.html.push_str("&lt;");
            rest = &rest[at + 1..];
        }
        self.html.push_str(rest);
    }

    fn is_full(&self) -> bool {
        self.html.len() > MAX_BYTES || self.elements > MAX_ELEMENTS
    }

    /// The page under `title`, unless it was too long.
    pub fn finish(self, title: &str) -> Option<String> {
        if self.is_full() {
            return None;
        }
        let title = html_escape::encode_text(title);
        Some(format!("<html><head><title>{title}</title></head><body>{}</body></html>", self.html))
    }
}

/// Whether there is nothing but white space, written out or as references.
fn is_blank(text: &str) -> bool {
    text.split("&nbsp;").flat_map(|part| part.split("&#160;")).all(|part| part.trim().is_empty())
}

/// The character that marks piece number `piece`.
fn mark(piece: usize) -> Option<char> {
    let plane = PLANES.get(piece / PLANE)?;
    char::from_u32(plane + (piece % PLANE) as u32)
}

/// The number of the piece that `c` marks.
pub fn piece(c: char) -> Option<usize> {
    let code = c as u32;
    PLANES.iter().enumerate().find_map(|(index, plane)| {
        let at = code.checked_sub(*plane)? as usize;
        (at < PLANE).then_some(index * PLANE + at)
    })
}

/// The name to write an element by; `None` for those that are left out.
fn name(tag: Tag) -> Option<&'static str> {
    use Tag::*;
    Some(match tag {
        A => "a",
        Article => "article",
        Aside => "aside",
        Blockquote => "blockquote",
        Button => "button",
        Caption => "caption",
        Code => "code",
        Dd => "dd",
        Details => "details",
        Dialog => "dialog",
        Div | OtherBlock => "div",
        Dl => "dl",
        Dt => "dt",
        Em => "em",
        Figcaption => "figcaption",
        Figure => "figure",
        Footer => "footer",
        Form => "form",
        H1 => "h1",
        H2 => "h2",
        H3 => "h3",
        H4 => "h4",
        H5 => "h5",
        H6 => "h6",
        Header => "header",
        Label => "label",
        Li => "li",
        Main => "main",
        Nav => "nav",
        Noscript => "noscript",
        Ol => "ol",
        Option => "option",
        P => "p",
        Pre => "pre",
        Q => "q",
        Section => "section",
        Select => "select",
        Small => "small",
        Span | Other => "span",
        Strong => "strong",
        Summary => "summary",
        Sup => "sup",
        Table => "table",
        Tbody => "tbody",
        Td => "td",
        Th => "th",
        Time => "time",
        Tr => "tr",
        Ul => "ul",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_lead_back_to_their_piece() {
        for number in [0, 1, PLANE - 1, PLANE, 2 * PLANE - 1] {
            assert_eq!(mark(number).and_then(piece), Some(number));
        }
        assert_eq!(mark(2 * PLANE), None);
        assert_eq!(piece('x'), None);
    }
}
