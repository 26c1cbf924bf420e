//! Reads what a converter prints as an article.

use crate::corpus::decompress::HEAD_BYTES;
use crate::corpus::encoding_hints::{decode_head, is_blank};
use crate::corpus::markup::{Markup, looks_like_html};
use crate::corpus::record::{PageStart, Record};

/// Begins a page in plain text.
const FORM_FEED: char = '\x0c';

/// Decodes the output of a converter: a page in HTML, or plain text whose form feeds begin its pages.
///
/// # Errors
/// The reason it is no article; `None` if it is blank.
pub(super) fn record_of_output(output: Vec<u8>) -> Result<Record, Option<String>> {
    if is_blank(&output) {
        return Err(None);
    }
    let head = decode_head(output.get(..HEAD_BYTES).unwrap_or(&output));
    let markup = if looks_like_html(&head) { Markup::Html } else { Markup::Plain };
    drop(head);
    let mut record = Record::from_bytes(output, markup, None)?;
    if markup == Markup::Plain && record.text.contains(FORM_FEED) {
        record.pages = page_starts(&record.text);
        record.text = record.text.replace(FORM_FEED, "\n"); // as many bytes
    }
    Ok(record)
}

/// Returns the beginnings of the pages of a text. A form feed at its end begins none.
fn page_starts(text: &str) -> Vec<PageStart> {
    let end = text.trim_end().len();
    let begins = text.match_indices(FORM_FEED).map(|(offset, _)| offset + 1).filter(|offset| *offset < end);
    (1..).zip(std::iter::once(0).chain(begins)).map(|(page, offset)| PageStart { offset, page }).collect()
}

#[cfg(test)]
mod tests {
    use crate::corpus::converter::output::*;

    #[test]
    fn form_feeds_begin_pages() {
        let record = record_of_output(b"One.\n\x0cTwo\ntoo.\n\x0c\x0cFour.\n\x0c\n".to_vec()).unwrap();
        let pages: Vec<_> =
            record.pages.iter().map(|start| (start.page, &record.text[start.offset..])).collect();
        let begins_with = |page: usize, text: &str| pages[page].1.starts_with(text);
        assert_eq!(pages.iter().map(|(page, _)| *page).collect::<Vec<_>>(), [1, 2, 3, 4]);
        assert!(begins_with(0, "One.") && begins_with(1, "Two\n") && begins_with(3, "Four."));
        assert!(!record.text.contains('\x0c'));
        assert!(record_of_output(b"One.\nTwo.\n".to_vec()).unwrap().pages.is_empty());
        assert_eq!(record_of_output(b"One.\n\x0c".to_vec()).unwrap().pages.len(), 1);
    }

    #[test]
    fn what_is_no_text_is_no_article() {
        assert_eq!(record_of_output(b" \n\x0c\n".to_vec()), Err(None));
        assert!(matches!(record_of_output(b"\0\x01\0\0\x02".to_vec()), Err(Some(_))));
    }
}
