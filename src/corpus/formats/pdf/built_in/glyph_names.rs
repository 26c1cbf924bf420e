//! Text of glyphs by their names.

use lopdf::{Dictionary, Document, Encoding, Object, dictionary};
use rustc_hash::FxHashMap;

/// Number of names that are kept.
const MAX_NAMES: usize = 20_000;
/// Number of bytes above which a name is none of a glyph.
const MAX_NAME_BYTES: usize = 64;

/// A table of the texts of one-byte codes.
pub(super) type CodeTable = Vec<Option<String>>;

/// The texts of glyphs that were looked up.
#[derive(Debug, Default)]
pub(super) struct GlyphNames {
    known: FxHashMap<Vec<u8>, Option<String>>,
}

impl GlyphNames {
    /// Returns the text of the glyph called `name`.
    pub(super) fn text(&mut self, name: &[u8]) -> Option<String> {
        if name.len() > MAX_NAME_BYTES {
            return None;
        }
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let text = text_of(name);
        if self.known.len() < MAX_NAMES {
            self.known.insert(name.to_vec(), text.clone());
        }
        text
    }
}

/// Returns the text of a name by the rules of Adobe's list: variants behind a dot, parts of ligatures between
/// underscores, and numbers of characters.
fn text_of(name: &[u8]) -> Option<String> {
    let base = name.split(|byte| *byte == b'.').next().filter(|base| !base.is_empty())?;
    let parts = base.split(|byte| *byte == b'_').map(text_of_part);
    let text: String = parts.collect::<Option<Vec<String>>>()?.concat();
    (!text.is_empty()).then_some(text)
}

fn text_of_part(name: &[u8]) -> Option<String> {
    if let Some(c) = listed(name) {
        return Some(c.to_string());
    }
    let name = std::str::from_utf8(name).ok()?;
    let digits = |prefix| name.strip_prefix(prefix).filter(|digits: &&str| digits.len() >= 4);
    let value = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    if let Some(units) = digits("uni").filter(|units| units.is_ascii() && units.len() % 4 == 0) {
        let texts = (0..units.len()).step_by(4).map(|start| value(&units[start..start + 4]));
        return texts.collect();
    }
    digits("u").filter(|digits| digits.len() <= 6).and_then(value).map(String::from)
}

/// Returns the character that Adobe's list has for a name.
fn listed(name: &[u8]) -> Option<char> {
    let difference = vec![Object::Integer(0), Object::Name(name.to_vec())];
    let encoding = dictionary! { "Type" => "Encoding", "Differences" => difference };
    let font = dictionary! { "Type" => "Font", "Encoding" => encoding };
    match font.get_font_encoding(&Document::new()) {
        Ok(Encoding::Differences(differences)) => {
            let unit = differences.map.get(&0)?.utf16_code_unit();
            char::from_u32(unit.into())
        }
        _ => None,
    }
}

/// Returns the table of an encoding with this name.
pub(super) fn named_table(name: &[u8]) -> CodeTable {
    let font: Dictionary = dictionary! { "Type" => "Font", "Encoding" => Object::Name(name.to_vec()) };
    let document = Document::new();
    let encoding = font.get_font_encoding(&document);
    let text = |code: u8| {
        let text = encoding.as_ref().ok()?.bytes_to_string(&[code]).ok()?;
        (!text.is_empty()).then_some(text)
    };
    (0..=u8::MAX).map(text).collect()
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::pdf::built_in::glyph_names::*;

    #[test]
    fn names_of_glyphs_are_read() {
        let mut names = GlyphNames::default();
        for (name, text) in [
            ("A", Some("A")),
            ("eacute", Some("é")),
            ("ffi", Some("ﬃ")),
            ("f_f_i", Some("ffi")),
            ("a.sc", Some("a")),
            ("uni04160041", Some("ЖA")),
            ("u1F600", Some("\u{1f600}")),
            ("g123", None),
            (".notdef", None),
        ] {
            assert_eq!(names.text(name.as_bytes()).as_deref(), text, "{name}");
        }
    }

    #[test]
    fn tables_have_their_codes() {
        let text = |name: &[u8], code: usize| named_table(name)[code].clone().unwrap_or_default();
        assert_eq!(text(b"WinAnsiEncoding", 0x93), "“");
        assert_eq!(text(b"MacRomanEncoding", 0x8e), "é");
        assert_eq!(text(b"StandardEncoding", 0x27), "’");
    }
}
