//! Maps of character codes: which bytes are a code, and which text it stands for.

use rustc_hash::FxHashMap;

use crate::corpus::formats::pdf::built_in::lexer::{ContentLexer, Operand};

/// Number of codes above which a map is not read any further, counted each time that one is mapped.
const MAX_CODES: usize = 200_000;
/// Number of bytes of the text of one code.
const MAX_TEXT_BYTES: usize = 64;

/// A map of the codes of a font to text, or to the numbers of its glyphs.
#[derive(Debug, Default)]
pub(super) struct CodeMap {
    /// Lengths of codes in bytes with their ranges.
    ranges: Vec<(usize, u32, u32)>,
    texts: FxHashMap<u32, String>,
    /// Number of texts that were added, whose codes may be the same.
    added: usize,
    /// Numbers of glyphs by ranges of codes.
    glyphs: Vec<(u32, u32, u32)>,
}

impl CodeMap {
    /// Reads a map as PostScript writes it.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let mut map = CodeMap::default();
        let (mut lexer, mut operands) = (ContentLexer::new(bytes), Vec::new());
        while let Some(operator) = lexer.next_operator(&mut operands) {
            match operator {
                b"endcodespacerange" => map.add_ranges(&operands),
                b"endbfchar" => {
                    for pair in operands.chunks_exact(2) {
                        if let [Operand::Bytes(code), Operand::Bytes(text)] = pair {
                            map.add_text(code_of(code), utf16_text(text));
                        }
                    }
                }
                b"endbfrange" => map.add_text_ranges(&operands),
                b"endcidrange" => {
                    for range in operands.chunks_exact(3) {
                        if let [Operand::Bytes(first), Operand::Bytes(last), Operand::Number(glyph)] = range
                            && map.glyphs.len() < MAX_CODES
                        {
                            map.glyphs.push((code_of(first), code_of(last), *glyph as u32));
                        }
                    }
                }
                b"endcidchar" => {
                    for pair in operands.chunks_exact(2) {
                        if let [Operand::Bytes(code), Operand::Number(glyph)] = pair
                            && map.glyphs.len() < MAX_CODES
                        {
                            map.glyphs.push((code_of(code), code_of(code), *glyph as u32));
                        }
                    }
                }
                _ => {}
            }
        }
        map.glyphs.sort_unstable();
        map
    }

    fn add_ranges(&mut self, operands: &[Operand]) {
        for pair in operands.chunks_exact(2) {
            if let [Operand::Bytes(first), Operand::Bytes(last)] = pair
                && (1..=4).contains(&first.len())
                && self.ranges.len() < 256
            {
                self.ranges.push((first.len(), code_of(first), code_of(last)));
            }
        }
        self.ranges.sort_unstable();
    }

    fn add_text_ranges(&mut self, operands: &[Operand]) {
        for range in operands.chunks_exact(3) {
            let [Operand::Bytes(first), Operand::Bytes(last), texts] = range else { continue };
            let (first, last) = (code_of(first), code_of(last));
            match texts {
                Operand::Bytes(text) => {
                    let mut text: Vec<u8> = text.clone();
                    for code in first..=last.min(first.saturating_add(0xffff)) {
                        self.add_text(code, utf16_text(&text));
                        if !increment(&mut text) || self.added >= MAX_CODES {
                            break;
                        }
                    }
                }
                Operand::Array(texts) => {
                    for (code, text) in (first..=last).zip(texts) {
                        if let Operand::Bytes(text) = text {
                            self.add_text(code, utf16_text(text));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn add_text(&mut self, code: u32, text: String) {
        self.added += 1;
        if self.added <= MAX_CODES && text.len() <= MAX_TEXT_BYTES {
            self.texts.insert(code, text);
        }
    }

    /// Returns the number of entries of its tables.
    pub(super) fn entries(&self) -> usize {
        self.texts.len() + self.glyphs.len()
    }

    /// Returns whether it maps no code to a text.
    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Returns the text of a code.
    pub(super) fn text(&self, code: u32) -> Option<&str> {
        self.texts.get(&code).map(String::as_str)
    }

    /// Returns the number of the glyph of a code.
    pub(super) fn glyph(&self, code: u32) -> u32 {
        let index = self.glyphs.partition_point(|(first, ..)| *first <= code);
        match index.checked_sub(1).and_then(|index| self.glyphs.get(index)) {
            Some((first, last, glyph)) if code <= *last => glyph.saturating_add(code - first),
            _ => code,
        }
    }

    /// Returns the first code of `bytes` with its length, if the map knows such codes.
    pub(super) fn first_code(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        self.ranges.iter().find_map(|(length, first, last)| {
            let code = code_of(bytes.get(..*length)?);
            // Each byte has a range of its own.
            let is_within = (0..*length).all(|index| {
                let byte = |code: u32| code >> (8 * index) & 0xff;
                (byte(*first)..=byte(*last)).contains(&byte(code))
            });
            is_within.then_some((code, *length))
        })
    }
}

fn code_of(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |code, byte| code << 8 | u32::from(*byte))
}

/// Returns the text of these bytes in UTF-16.
fn utf16_text(bytes: &[u8]) -> String {
    let units = match bytes {
        [byte] => vec![u16::from(*byte)],
        bytes => bytes.chunks_exact(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]])).collect(),
    };
    char::decode_utf16(units).flatten().filter(|c| *c != '\0').collect()
}

/// Adds 1 to the last unit of a text in UTF-16. Returns whether there is one.
fn increment(text: &mut [u8]) -> bool {
    match text {
        [.., high, low] => {
            let unit = u16::from_be_bytes([*high, *low]).wrapping_add(1);
            [*high, *low] = unit.to_be_bytes();
            true
        }
        [byte] => {
            *byte = byte.wrapping_add(1);
            true
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::pdf::built_in::cmap::*;

    #[test]
    fn codes_have_texts_and_lengths() {
        let map = CodeMap::parse(
            b"/CIDInit /ProcSet findresource begin 1 begincodespacerange <00> <7f> <8000> <ffff> endcodespacerange\n\
              2 beginbfchar <01> <00660066> <02><D83DDE00> endbfchar\n\
              2 beginbfrange <8001> <8003> <0041> <8010><8011>[<0062><0063>] endbfrange\n\
              1 begincidrange <8100> <81ff> 500 endcidrange",
        );
        assert_eq!((map.text(1), map.text(2)), (Some("ff"), Some("\u{1f600}")));
        assert_eq!((map.text(0x8003), map.text(0x8011), map.text(9)), (Some("C"), Some("c"), None));
        assert_eq!(map.first_code(b"\x01\x80"), Some((1, 1)));
        assert_eq!(map.first_code(b"\x80\x01"), Some((0x8001, 2)));
        assert_eq!(map.first_code(b"\x80"), None);
        assert_eq!((map.glyph(0x8101), map.glyph(7)), (501, 7));
    }

    #[test]
    fn ranges_are_read_in_threes_however_many_there_are() {
        let ranges = (0..6000).map(|code| format!("<{code:04x}> <{code:04x}> <0041> "));
        let map = CodeMap::parse(format!("{}endbfrange", ranges.collect::<String>()).as_bytes());
        assert_eq!((map.texts.len(), map.text(5999)), (6000, Some("A")));
    }

    #[test]
    fn hostile_ranges_end() {
        let map = CodeMap::parse(b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange");
        assert!(map.texts.len() <= 1 << 16);
        let map = CodeMap::parse(&b"<0000> <ffff> <0041> endbfrange\n".repeat(20));
        assert!(map.added <= MAX_CODES + 20, "{}", map.added);
        assert!(CodeMap::parse(b"endbfrange endbfchar <").is_empty());
    }
}
