//! The title of a PDF.

use crate::corpus::formats::pdf::page::middle_height;
use crate::corpus::formats::pdf::paragraphs::PdfParagraph;

/// Height of a title, as a part of that of the text.
const MIN_SIZE: f32 = 1.25;
/// Height of a title that ends as no sentence does.
const MIN_SIZE_OF_NO_SENTENCE: f32 = 1.12;
/// Number of bytes that a title may have.
const MAX_TITLE_BYTES: usize = 220;
/// Number of letters that a title has at least.
const MIN_LETTERS: usize = 4;
/// Number of paragraphs among which the title is.
const MAX_PARAGRAPHS: usize = 12;

/// Returns the position of the paragraph that is the title: the one that the file says it is, or else the one
/// in the largest letters at the beginning of the first page.
pub(super) fn title_paragraph(paragraphs: &[PdfParagraph], stated: Option<&str>) -> Option<usize> {
    let first = paragraphs.first()?.pieces.first()?.0;
    let is_first = |paragraph: &PdfParagraph| paragraph.pieces.iter().all(|(page, _)| *page == first);
    let beginning = || paragraphs.iter().enumerate().take(MAX_PARAGRAPHS).filter(|(_, text)| is_first(text));
    let is_stated = |paragraph: &PdfParagraph| {
        let text = paragraph_text(paragraph);
        letters(&text).next().is_some() && stated.is_some_and(|title| letters(title).eq(letters(&text)))
    };
    if let Some((index, _)) = beginning().find(|(_, paragraph)| is_stated(paragraph)) {
        return Some(index);
    }
    let (index, largest) = beginning()
        .filter(|(_, paragraph)| is_title_like(&paragraph_text(paragraph)))
        .reduce(|best, next| if next.1.height > 1.05 * best.1.height { next } else { best })?;
    let min_size = match paragraph_text(largest).ends_with(['.', ':', ';', ',', '-']) {
        true => MIN_SIZE,
        false => MIN_SIZE_OF_NO_SENTENCE,
    };
    (largest.height >= min_size * text_height(paragraphs)).then_some(index)
}

/// Returns the text of a paragraph, in which a line break stands behind each hyphen that may be none.
pub(super) fn paragraph_text(paragraph: &PdfParagraph) -> String {
    paragraph.pieces.iter().map(|(_, text)| text.as_str()).collect()
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

fn is_title_like(text: &str) -> bool {
    text.len() <= MAX_TITLE_BYTES && text.chars().filter(|c| c.is_alphabetic()).count() >= MIN_LETTERS
}

/// Returns the height of the lines that have most of the text.
fn text_height(paragraphs: &[PdfParagraph]) -> f32 {
    let bytes = |paragraph: &PdfParagraph| paragraph.pieces.iter().map(|(_, text)| text.len()).sum();
    middle_height(paragraphs.iter().map(|paragraph| (paragraph.height, bytes(paragraph))).collect())
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::pdf::title::*;

    fn paragraph(page: usize, text: &str, height: f32) -> PdfParagraph {
        PdfParagraph { pieces: vec![(page, text.to_owned())], height }
    }

    #[test]
    fn the_title_is_stated_or_large() {
        let body = "The ferry stays in port for a week, the mayor said on Monday.";
        let paragraphs = [
            paragraph(0, "COAST", 12.0),
            paragraph(0, "Ferry stays in port", 20.0),
            paragraph(0, body, 10.0),
            paragraph(1, "A chapter of its own", 30.0),
        ];
        assert_eq!(title_paragraph(&paragraphs, None), Some(1));
        assert_eq!(title_paragraph(&paragraphs, Some("Another title")), Some(1));
        assert_eq!(title_paragraph(&paragraphs, Some("Coast!")), Some(0));
        assert_eq!(title_paragraph(&paragraphs[2..3], None), None);
        let barely_larger =
            |text| title_paragraph(&[paragraph(0, text, 12.0), paragraph(0, body, 10.0)], None);
        assert_eq!(
            (barely_larger("Ferry stays in port"), barely_larger("The ferry, however,")),
            (Some(0), None)
        );
        assert_eq!(title_paragraph(&[], None), None);
        let rule = [paragraph(0, "***", 10.0), paragraph(0, body, 10.0)];
        assert_eq!(title_paragraph(&rule, Some("---")), None);
    }
}
