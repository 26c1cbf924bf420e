//! Reads the lines with their places that `pdftotext -bbox-layout` prints.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::corpus::formats::documents::attribute;
use crate::corpus::formats::pdf::error::{PdfError, damaged};
use crate::corpus::formats::pdf::page::{PdfLine, PdfPage, PdfText};
use crate::text::decode_references;

/// Reads the output of `pdftotext`.
///
/// # Errors
/// [`PdfError::Damaged`] if it is none.
pub(super) fn read(output: &str) -> Result<PdfText, PdfError> {
    let mut text = PdfText::default();
    let mut reader = Reader::from_str(output);
    reader.config_mut().check_end_names = false;
    let (mut page, mut line) = (PdfPage::default(), PdfLine::default());
    let (mut in_word, mut in_title) = (false, false);
    let mut title = String::new();
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(tag) => match tag.name().as_ref() {
                "page" => page = PdfPage { height: length(&tag, "height"), lines: Vec::new() },
                "line" => {
                    line = PdfLine {
                        text: String::new(),
                        left: length(&tag, "xMin"),
                        right: length(&tag, "xMax"),
                        top: length(&tag, "yMin"),
                        bottom: length(&tag, "yMax"),
                    };
                }
                "word" => {
                    in_word = true;
                    if !line.text.is_empty() {
                        line.text.push(' ');
                    }
                }
                "title" => in_title = true,
                _ => {}
            },
            Event::Empty(tag)
                if tag.name().as_ref() == "meta" && attribute(&tag, "name").as_deref() == Some("Author") =>
            {
                text.about.add_creator(&attribute(&tag, "content").unwrap_or_default());
            }
            Event::End(tag) => match tag.name().as_ref() {
                "word" => in_word = false,
                "line" => page.push(std::mem::take(&mut line)),
                "page" => text.pages.push(std::mem::take(&mut page)),
                "title" => in_title = false,
                _ => {}
            },
            Event::Text(content) if in_word => line.text.push_str(&content.into_inner()),
            Event::Text(content) if in_title => title.push_str(&content.into_inner()),
            Event::GeneralRef(reference) if in_word || in_title => {
                let reference = format!("&{};", reference.into_inner());
                let target = if in_word { &mut line.text } else { &mut title };
                target.push_str(&decode_references(&reference));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if text.pages.is_empty() {
        return Err(damaged("pdftotext finds no pages"));
    }
    text.about.set_title(&title);
    Ok(text)
}

fn length(tag: &BytesStart<'_>, name: &str) -> f32 {
    let value = attribute(tag, name).and_then(|value| value.parse().ok()).unwrap_or(0.0);
    if f32::is_finite(value) { value } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::pdf::bbox::*;

    #[test]
    fn lines_and_their_places_are_read() {
        let output = "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"x.dtd\"><html>\n<head>\n\
            <title>Ferry &amp; port</title>\n<meta name=\"Author\" content=\"Ann Lee\"/>\n</head>\n<body>\n<doc>\n\
            <page width=\"612.0\" height=\"792.0\">\n<flow>\n<block xMin=\"1\" yMin=\"2\" xMax=\"3\" yMax=\"4\">\n\
            <line xMin=\"72.0\" yMin=\"74.3\" xMax=\"129.1\" yMax=\"88.2\">\n\
            <word xMin=\"72.0\" yMin=\"74.3\" xMax=\"97.3\" yMax=\"88.2\">A&lt;B</word>\n\
            <word xMin=\"100.0\" yMin=\"74.3\" xMax=\"129.1\" yMax=\"88.2\">co&#64257;n</word>\n</line>\n</block>\n</flow>\n\
            </page>\n<page width=\"612.0\" height=\"792.0\">\n</page>\n</doc>\n</body>\n</html>\n";
        let text = read(output).expect("the output is whole");
        assert_eq!(text.about.title.as_deref(), Some("Ferry & port"));
        assert_eq!(text.about.creator.as_deref(), Some("Ann Lee"));
        assert_eq!((text.pages.len(), text.pages[1].lines.len()), (2, 0));
        let line = &text.pages[0].lines[0];
        assert_eq!((line.text.as_str(), line.left, line.bottom), ("A<B cofin", 72.0, 88.2));
        assert!(read("<html><head></head><body></body></html>").is_err());
    }
}
