//! The styles of a document of Word that tell what a paragraph is.

use rustc_hash::FxHashMap;

use crate::corpus::formats::documents::error::DocumentError;
use crate::corpus::formats::documents::xml::{XmlPiece, XmlRules, attribute, read_pieces};

/// Number of styles that a style may be based on in turn.
const MAX_BASES: usize = 16;

/// What a style tells of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordStyle {
    Title,
    Heading,
    /// It is an entry of a table of contents, or hidden.
    Beside,
}

/// The styles by their identifiers. In a translated program these are translated, and the names are not.
#[derive(Debug, Default)]
pub(super) struct WordStyles {
    styles: FxHashMap<String, StyleEntry>,
}

#[derive(Debug, Default)]
struct StyleEntry {
    style: Option<WordStyle>,
    base: Option<String>,
}

impl WordStyles {
    /// Reads the part with the styles.
    ///
    /// # Errors
    /// [`DocumentError::Damaged`] if it is not well-formed.
    pub(super) fn read(xml: &str) -> Result<Self, DocumentError> {
        let mut styles = WordStyles::default();
        let mut open: Option<(String, StyleEntry)> = None;
        read_pieces(xml, XmlRules::Strict, |piece| {
            match piece {
                XmlPiece::Start(tag) if tag.local_name().as_ref() == "style" => {
                    open = attribute(tag, "styleId").map(|id| (id, StyleEntry::default()));
                }
                XmlPiece::Start(tag) => {
                    if let Some((_, entry)) = &mut open {
                        entry.read(tag.local_name().as_ref(), attribute(tag, "val"));
                    }
                }
                XmlPiece::End("style") => styles.styles.extend(open.take()),
                XmlPiece::End(_) | XmlPiece::Text(_) => {}
            }
            Ok(())
        })?;
        Ok(styles)
    }

    /// Returns what the style with this identifier tells.
    pub(super) fn get(&self, id: &str) -> Option<WordStyle> {
        if !self.styles.contains_key(id) {
            return style_of_name(id);
        }
        let mut id = id;
        for _ in 0..MAX_BASES {
            let entry = self.styles.get(id)?;
            if entry.style.is_some() {
                return entry.style;
            }
            id = entry.base.as_deref()?;
        }
        None
    }
}

impl StyleEntry {
    /// Reads a property of the style.
    fn read(&mut self, name: &str, value: Option<String>) {
        let value = value.unwrap_or_default();
        match name {
            "name" => self.style = self.style.or(style_of_name(&value)),
            "basedOn" => self.base = Some(value),
            "vanish" if !matches!(value.as_str(), "0" | "false" | "off") => {
                self.style = Some(WordStyle::Beside)
            }
            "outlineLvl" if value.parse::<u8>().is_ok_and(|level| level < 9) => {
                self.style = self.style.or(Some(WordStyle::Heading));
            }
            _ => {}
        }
    }
}

/// Returns what a style with this name tells.
pub(super) fn style_of_name(name: &str) -> Option<WordStyle> {
    let name = name.trim().to_ascii_lowercase();
    let is_numbered =
        |name: &str| name.trim().bytes().all(|byte| byte.is_ascii_digit()) && !name.trim().is_empty();
    match name.as_str() {
        "title" => Some(WordStyle::Title),
        "heading" => Some(WordStyle::Heading),
        name if name.strip_prefix("heading").is_some_and(is_numbered) => Some(WordStyle::Heading),
        name if name.strip_prefix("toc").is_some_and(is_numbered) => Some(WordStyle::Beside),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::documents::word_styles::*;

    #[test]
    fn styles_are_known_by_names_and_bases() {
        let xml = "<w:styles><w:style w:styleId='Titel'><w:name w:val='Title'/></w:style>\
            <w:style w:styleId='b1'><w:name w:val='heading 1'/></w:style>\
            <w:style w:styleId='Own'><w:name w:val='House'/><w:basedOn w:val='b1'/></w:style>\
            <w:style w:styleId='V1'><w:name w:val='TOC 1'/></w:style>\
            <w:style w:styleId='H'><w:name w:val='x'/><w:rPr><w:vanish/></w:rPr></w:style>\
            <w:style w:styleId='Loop'><w:name w:val='y'/><w:basedOn w:val='Loop'/></w:style></w:styles>";
        let styles = WordStyles::read(xml).expect("it is well-formed");
        for (id, expected) in [
            ("Titel", Some(WordStyle::Title)),
            ("b1", Some(WordStyle::Heading)),
            ("Own", Some(WordStyle::Heading)),
            ("V1", Some(WordStyle::Beside)),
            ("H", Some(WordStyle::Beside)),
            ("Loop", None),
            ("Heading2", Some(WordStyle::Heading)),
            ("Subtitle", None),
        ] {
            assert_eq!(styles.get(id), expected, "{id}");
        }
    }
}
