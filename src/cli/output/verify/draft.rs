//! Names drafts, and places in them, in messages.

use clippings::internals::wire::draft::Draft;

/// Returns the name that messages have for a draft.
pub(crate) fn shown_name(draft: &Draft) -> String {
    match &draft.path {
        Some(path) if path.as_os_str() == "-" => "the text on standard input".into(),
        Some(path) => path.display().to_string(),
        None => "the quotation".into(),
    }
}

/// Returns the place at `offset` of the text to read of a draft, for a message: `draft.txt:3`, `draft.docx
/// ¶12`.
pub(crate) fn place_of(draft: &Draft, offset: usize) -> String {
    let name = draft.path.as_deref().map_or_else(String::new, |path| path.display().to_string());
    match (draft.text.line(offset), draft.text.paragraph(offset)) {
        (Some(line), _) => format!("{name}:{line}"),
        (None, Some(paragraph)) => format!("{name} ¶{paragraph}"),
        (None, None) => name,
    }
}
