//! Fonts: the text and the width of each code in a string.

use encoding_rs::Encoding as TextEncoding;
use lopdf::{Dictionary, Document, Object};
use rustc_hash::FxHashMap;

use crate::corpus::formats::pdf::built_in::cmap::CodeMap;
use crate::corpus::formats::pdf::built_in::glyph_names::{CodeTable, GlyphNames, named_table};
use crate::corpus::formats::pdf::built_in::lexer::{ContentLexer, Operand};
use crate::corpus::formats::pdf::built_in::objects::{dictionary, get, name, number, stream_bytes};
use crate::corpus::formats::pdf::built_in::widths::StandardFont;

/// Maximum size of a map of codes or the readable part of a font, in bytes.
const MAX_MAP_BYTES: usize = 4 << 20;
/// Number of widths of a font.
const MAX_WIDTHS: usize = 100_000;

/// A font.
#[derive(Debug)]
pub(super) struct Font {
    codes: Codes,
    /// Texts of codes that the file states.
    stated: CodeMap,
    widths: FxHashMap<u32, f32>,
    default_width: f32,
    /// Family of a font without widths.
    standard: Option<StandardFont>,
    /// Whether lines run from top to bottom.
    pub is_vertical: bool,
}

/// The codes of a font.
#[derive(Debug)]
enum Codes {
    /// One byte each.
    Simple(CodeTable),
    /// Two bytes each, whose text is unknown.
    Glyphs,
    /// As a map in the file has them.
    Mapped(CodeMap),
    /// The bytes of a text in this encoding.
    Text(&'static TextEncoding),
    /// The units of a text in UTF-16.
    Utf16,
}

/// A glyph of a string.
pub(super) struct Glyph<'f> {
    /// The text; `None` if it is unknown.
    pub text: Option<std::borrow::Cow<'f, str>>,
    /// The width as a part of the size.
    pub width: f32,
    /// Whether the code is that of a space, in one byte.
    pub is_space: bool,
}

impl Font {
    /// Reads a font.
    pub(super) fn load(document: &Document, font: &Dictionary, names: &mut GlyphNames) -> Self {
        let stated =
            get(document, font, b"ToUnicode").and_then(|map| stream_bytes(document, map, MAX_MAP_BYTES));
        let stated = stated.map(|bytes| CodeMap::parse(&bytes)).unwrap_or_default();
        let descendants = get(document, font, b"DescendantFonts").and_then(|fonts| fonts.as_array().ok());
        match descendants.and_then(|fonts| dictionary(document, fonts.first()?)) {
            Some(descendant) => Font::composite(document, font, descendant, stated),
            None => Font::simple(document, font, names, stated),
        }
    }

    fn simple(document: &Document, font: &Dictionary, names: &mut GlyphNames, stated: CodeMap) -> Self {
        let kind = get(document, font, b"Subtype").and_then(name).unwrap_or_default();
        let matrix = get(document, font, b"FontMatrix").and_then(|matrix| matrix.as_array().ok());
        let scale = match matrix.and_then(|matrix| number(document, matrix.first()?)) {
            Some(scale) if kind == b"Type3" => scale.abs(),
            _ => 0.001,
        };
        let first =
            get(document, font, b"FirstChar").and_then(|first| number(document, first)).unwrap_or(0.0);
        let widths = get(document, font, b"Widths").and_then(|widths| widths.as_array().ok());
        let descriptor = get(document, font, b"FontDescriptor").and_then(|font| dictionary(document, font));
        let missing = descriptor.and_then(|font| number(document, get(document, font, b"MissingWidth")?));
        let base_font = get(document, font, b"BaseFont").and_then(name).unwrap_or_default();
        Font {
            codes: Codes::Simple(simple_table(document, font, descriptor, names)),
            stated,
            widths: widths.map_or_else(FxHashMap::default, |widths| {
                let widths = widths.iter().take(256).enumerate();
                widths
                    .filter_map(|(index, width)| {
                        Some(((first as u32).saturating_add(index as u32), number(document, width)? * scale))
                    })
                    .collect()
            }),
            default_width: missing.unwrap_or(0.0) * scale,
            standard: widths.is_none().then(|| StandardFont::of(base_font)),
            is_vertical: false,
        }
    }

    fn composite(document: &Document, font: &Dictionary, descendant: &Dictionary, stated: CodeMap) -> Self {
        let encoding = get(document, font, b"Encoding");
        let (codes, is_vertical) = match encoding {
            Some(map @ Object::Stream(_)) => {
                let bytes = stream_bytes(document, map, MAX_MAP_BYTES).unwrap_or_default();
                (Codes::Mapped(CodeMap::parse(&bytes)), false)
            }
            encoding => {
                let encoding = encoding.and_then(name).unwrap_or_default();
                (named_codes(encoding), encoding.ends_with(b"-V") || encoding == b"V")
            }
        };
        let default_width = get(document, descendant, b"DW").and_then(|width| number(document, width));
        let widths = get(document, descendant, b"W").and_then(|widths| widths.as_array().ok());
        Font {
            codes,
            stated,
            widths: widths.map(|widths| composite_widths(document, widths)).unwrap_or_default(),
            default_width: default_width.unwrap_or(1000.0) / 1000.0,
            standard: None,
            is_vertical,
        }
    }

    /// Returns the number of entries of its tables.
    pub(super) fn entries(&self) -> usize {
        let codes = match &self.codes {
            Codes::Simple(table) => table.len(),
            Codes::Mapped(map) => map.entries(),
            Codes::Glyphs | Codes::Text(_) | Codes::Utf16 => 0,
        };
        codes + self.stated.entries() + self.widths.len()
    }

    /// Calls `visit` with each glyph of a string.
    pub(super) fn for_each_glyph(&self, string: &[u8], mut visit: impl FnMut(Glyph<'_>)) {
        let mut rest = string;
        while !rest.is_empty() {
            let (code, length) = self.first_code(rest);
            let (bytes, tail) = rest.split_at(length.clamp(1, rest.len()));
            rest = tail;
            let text = match self.stated.text(code) {
                Some(text) => Some(text.into()),
                None => self.text_of(code, bytes),
            };
            visit(Glyph { text, width: self.width(code), is_space: bytes == b" " });
        }
    }

    fn first_code(&self, bytes: &[u8]) -> (u32, usize) {
        let one = (u32::from(bytes[0]), 1);
        let two = || match bytes {
            [high, low, ..] => (u32::from(u16::from_be_bytes([*high, *low])), 2),
            _ => one,
        };
        match &self.codes {
            Codes::Simple(_) => one,
            Codes::Glyphs if !self.stated.is_empty() => {
                self.stated.first_code(bytes).filter(|(_, length)| *length > 1).unwrap_or_else(two)
            }
            Codes::Glyphs | Codes::Utf16 => two(),
            Codes::Mapped(map) => map.first_code(bytes).unwrap_or_else(two),
            Codes::Text(encoding) => match encoding.decode_without_bom_handling(&bytes[..1]) {
                (_, false) => one,
                _ => two(),
            },
        }
    }

    fn text_of(&self, code: u32, bytes: &[u8]) -> Option<std::borrow::Cow<'_, str>> {
        match &self.codes {
            Codes::Simple(table) => table.get(code as usize)?.as_deref().map(Into::into),
            Codes::Glyphs | Codes::Mapped(_) => None,
            Codes::Text(encoding) => {
                let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
                (!has_errors).then(|| text.into_owned().into())
            }
            Codes::Utf16 => char::from_u32(code).map(|c| c.to_string().into()),
        }
    }

    fn width(&self, code: u32) -> f32 {
        if let Some(standard) = self.standard {
            return standard.width(code as u8);
        }
        let glyph = if let Codes::Mapped(map) = &self.codes { map.glyph(code) } else { code };
        self.widths.get(&glyph).copied().unwrap_or(self.default_width)
    }
}

/// Returns the codes of an encoding that viewers know by its name.
fn named_codes(encoding: &[u8]) -> Codes {
    let has = |part: &[u8]| memchr::memmem::find(encoding, part).is_some();
    match () {
        () if has(b"UCS2") || has(b"UTF16") => Codes::Utf16,
        () if encoding.starts_with(b"GB") => Codes::Text(encoding_rs::GBK),
        () if has(b"RKSJ") => Codes::Text(encoding_rs::SHIFT_JIS),
        () if has(b"B5") || encoding.starts_with(b"HKscs") => Codes::Text(encoding_rs::BIG5),
        () if encoding.starts_with(b"KSC") => Codes::Text(encoding_rs::EUC_KR),
        () if encoding.starts_with(b"EUC-") => Codes::Text(encoding_rs::EUC_JP),
        () => Codes::Glyphs,
    }
}

/// Returns the widths of a composite font: a first code with a list, or a first and last code with a width.
fn composite_widths(document: &Document, array: &[Object]) -> FxHashMap<u32, f32> {
    let mut widths = FxHashMap::default();
    let mut stated = 0; // also those that are stated again
    let mut rest = array.iter();
    while let (Some(first), Some(second)) = (rest.next(), rest.next()) {
        let Some(first) = number(document, first) else { continue };
        let first = first.max(0.0) as u32;
        if let Ok(list) = document.dereference(second).and_then(|(_, list)| list.as_array()) {
            stated += list.len();
            for (code, width) in (first..=u32::MAX).zip(list) {
                widths.insert(code, number(document, width).unwrap_or(0.0) / 1000.0);
            }
        } else if let (Some(last), Some(width)) = (number(document, second), rest.next()) {
            let width = number(document, width).unwrap_or(0.0) / 1000.0;
            let last = (last.max(0.0) as u32).min(first.saturating_add(0xffff));
            stated += (first..=last).count();
            widths.extend((first..=last).map(|code| (code, width)));
        }
        if stated > MAX_WIDTHS {
            break;
        }
    }
    widths
}

/// Returns the texts of the codes of a simple font.
fn simple_table(
    document: &Document,
    font: &Dictionary,
    descriptor: Option<&Dictionary>,
    names: &mut GlyphNames,
) -> CodeTable {
    let encoding = get(document, font, b"Encoding");
    let differences = encoding.and_then(|encoding| encoding.as_dict().ok());
    let base = match (encoding.and_then(name), differences) {
        (Some(base), _) => Some(base),
        (None, Some(differences)) => get(document, differences, b"BaseEncoding").and_then(name),
        (None, None) => None,
    };
    let mut table = match base.unwrap_or_default() {
        known @ (b"WinAnsiEncoding" | b"MacRomanEncoding" | b"MacExpertEncoding") => named_table(known),
        _ => {
            let mut table = named_table(b"StandardEncoding");
            let program = descriptor.and_then(|font| get(document, font, b"FontFile"));
            let program = program.and_then(|program| stream_bytes(document, program, MAX_MAP_BYTES));
            if let Some(program) = program {
                for (code, name) in built_in_names(&program) {
                    table[usize::from(code)] = names.text(&name);
                }
            }
            table
        }
    };
    let differences = differences.and_then(|encoding| get(document, encoding, b"Differences"));
    let mut code = 0_usize;
    for difference in differences.and_then(|array| array.as_array().ok()).into_iter().flatten() {
        match difference {
            Object::Name(name) => {
                if let Some(text) = table.get_mut(code) {
                    *text = names.text(name);
                }
                code = code.saturating_add(1);
            }
            other => code = number(document, other).map_or(code, |code| code.max(0.0) as usize),
        }
    }
    table
}

/// Returns the codes with the names of their glyphs in the readable part of a Type 1 font.
fn built_in_names(program: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let Some(start) = memchr::memmem::find(program, b"/Encoding") else { return Vec::new() };
    let end = memchr::memmem::find(&program[start..], b"eexec").map_or(program.len(), |end| start + end);
    let (mut lexer, mut operands, mut names) =
        (ContentLexer::new(&program[start..end]), Vec::new(), Vec::new());
    while let Some(operator) = lexer.next_operator(&mut operands) {
        match (operator, &operands[..]) {
            (b"put", [.., Operand::Number(code), Operand::Name(name)]) if (0.0..256.0).contains(code) => {
                names.push((*code as u8, name.clone()));
            }
            (b"def", _) if !names.is_empty() => break,
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::pdf::built_in::font::*;
    use lopdf::dictionary;

    fn text(font: &Font, string: &[u8]) -> (String, f32) {
        let (mut text, mut width) = (String::new(), 0.0);
        font.for_each_glyph(string, |glyph| {
            text.push_str(glyph.text.as_deref().unwrap_or("?"));
            width += glyph.width;
        });
        (text, width)
    }

    #[test]
    fn simple_fonts_have_tables() {
        let document = Document::new();
        let differences =
            vec![Object::Integer(1), "fi".into(), "uni0416".into(), Object::Integer(65), "odd".into()];
        let font = dictionary! {
            "Type" => "Font",
            "Encoding" => dictionary! { "BaseEncoding" => "WinAnsiEncoding", "Differences" => differences },
            "FirstChar" => 1,
            "Widths" => vec![500.into(), 250.into()],
        };
        let font = Font::load(&document, &font, &mut GlyphNames::default());
        assert_eq!(text(&font, b"\x01\x02\x93A"), ("ﬁЖ“?".into(), 0.75));
        let font = dictionary! { "Type" => "Font", "BaseFont" => "Courier" };
        let font = Font::load(&document, &font, &mut GlyphNames::default());
        assert_eq!(text(&font, b"ab"), ("ab".into(), 1.2));
    }

    #[test]
    fn widths_that_are_stated_again_are_counted() {
        let mut widths: Vec<Object> = [0, 65535, 500, 0, 65535, 500].map(Object::from).to_vec();
        widths.extend([Object::from(70_000), vec![Object::from(250)].into()]);
        assert_eq!(composite_widths(&Document::new(), &widths).len(), 65536);
    }

    #[test]
    fn composite_fonts_have_codes_of_two_bytes() {
        let document = Document::new();
        let widths = vec![1.into(), vec![Object::Integer(500)].into(), 5.into(), 9.into(), 250.into()];
        let load = |encoding: &str| {
            let descendant = dictionary! { "W" => widths.clone(), "DW" => 1000 };
            let font = dictionary! {
                "Type" => "Font", "Encoding" => encoding, "DescendantFonts" => vec![descendant.into()],
            };
            Font::load(&document, &font, &mut GlyphNames::default())
        };
        assert_eq!(text(&load("Identity-H"), b"\0\x01\0\x07\0\x20"), ("???".into(), 1.75));
        assert_eq!(
            text(
                &load("UniJIS-UTF16-H"),
                "港".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>().as_slice()
            )
            .0,
            "港"
        );
        assert_eq!(text(&load("90ms-RKSJ-H"), b"a\x8d\x60").0, "a港");
    }

    #[test]
    fn codes_as_large_as_their_type_have_widths() {
        let document = Document::new();
        let font = dictionary! { "FirstChar" => 1_i64 << 40, "Widths" => vec![500.into(), 250.into()] };
        let font = Font::load(&document, &font, &mut GlyphNames::default());
        assert_eq!(text(&font, b"a"), ("a".into(), 0.0));
        let widths = [Object::Integer(1 << 40), vec![Object::Integer(500); 2].into()];
        assert_eq!(composite_widths(&document, &widths).len(), 1);
    }

    #[test]
    fn a_font_program_names_its_glyphs() {
        let program = b"%!PS-AdobeFont /Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\n\
            dup 12 /fi put\ndup 65 /Aacute put\nreadonly def\ncurrentfile eexec \x80\x00";
        assert_eq!(built_in_names(program), [(12, b"fi".to_vec()), (65, b"Aacute".to_vec())]);
    }
}
