//! Reads the operators of a content stream with their operands.
//!
//! Whatever cannot be read is skipped, as all viewers do.

/// Depth of arrays and dictionaries beyond which they are left out.
const MAX_DEPTH: usize = 16;
/// Number of operands of which an operator gets the last ones. Maps of codes have them in twos and threes.
const MAX_OPERANDS: usize = 6 << 12;
/// Number of elements that the arrays and dictionaries among the operands of an operator have together.
const MAX_ELEMENTS: usize = 1 << 16;

/// An operand of an operator.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operand {
    /// A number.
    Number(f32),
    /// A name without its slash.
    Name(Vec<u8>),
    /// The bytes of a string.
    Bytes(Vec<u8>),
    /// An array.
    Array(Vec<Operand>),
    /// The keys and values of a dictionary, in turn.
    Dictionary(Vec<Operand>),
}

impl Operand {
    /// Returns the number, or 0 if it is none.
    pub(super) fn number(&self) -> f32 {
        if let Operand::Number(number) = self { *number } else { 0.0 }
    }
}

/// Reads a content stream, operator by operator.
pub(super) struct ContentLexer<'s> {
    bytes: &'s [u8],
    position: usize,
    /// Number of elements of arrays and dictionaries since the last operator.
    elements: usize,
}

enum ContentToken<'s> {
    Operand(Operand),
    Keyword(&'s [u8]),
    /// The end of an array or a dictionary.
    Close,
}

impl<'s> ContentLexer<'s> {
    pub(super) fn new(bytes: &'s [u8]) -> Self {
        ContentLexer { bytes, position: 0, elements: 0 }
    }

    /// Reads up to the next operator, and returns it. `operands` gets its operands.
    pub(super) fn next_operator(&mut self, operands: &mut Vec<Operand>) -> Option<&'s [u8]> {
        operands.clear();
        self.elements = 0;
        loop {
            match self.token(0)? {
                ContentToken::Operand(operand) => push(operands, operand),
                ContentToken::Keyword(b"BI") => {
                    self.skip_inline_picture();
                    operands.clear();
                    return Some(b"BI");
                }
                ContentToken::Keyword(b"true" | b"false" | b"null") => push(operands, Operand::Number(0.0)),
                ContentToken::Keyword(keyword) => return Some(keyword),
                ContentToken::Close => {}
            }
        }
    }

    /// Reads the next token that can be read.
    fn token(&mut self, depth: usize) -> Option<ContentToken<'s>> {
        loop {
            let byte = self.skip_blanks()?;
            let start = self.position;
            self.position += 1;
            match byte {
                b'/' => return Some(ContentToken::Operand(Operand::Name(self.name()))),
                b'(' => return Some(ContentToken::Operand(Operand::Bytes(self.literal_string()))),
                b'<' if self.peek() == Some(b'<') => {
                    self.position += 1;
                    return Some(ContentToken::Operand(Operand::Dictionary(self.collection(depth))));
                }
                b'<' => return Some(ContentToken::Operand(Operand::Bytes(self.hexadecimal_string()))),
                b'[' => return Some(ContentToken::Operand(Operand::Array(self.collection(depth)))),
                b']' => return Some(ContentToken::Close),
                b'>' if self.peek() == Some(b'>') => {
                    self.position += 1;
                    return Some(ContentToken::Close);
                }
                b'+' | b'-' | b'.' | b'0'..=b'9' => {
                    let word = self.word(start);
                    return Some(ContentToken::Operand(Operand::Number(number(word))));
                }
                b')' | b'>' | b'{' | b'}' => {}
                _ => return Some(ContentToken::Keyword(self.word(start))),
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.position).copied()
    }

    /// Skips white space and comments, and returns the byte behind them.
    fn skip_blanks(&mut self) -> Option<u8> {
        loop {
            match self.peek()? {
                byte if is_blank(byte) => self.position += 1,
                b'%' => {
                    let line = &self.bytes[self.position..];
                    self.position += memchr::memchr2(b'\n', b'\r', line).unwrap_or(line.len());
                }
                byte => return Some(byte),
            }
        }
    }

    /// Returns the regular characters from `start` on.
    fn word(&mut self, start: usize) -> &'s [u8] {
        let is_end = |byte: &u8| is_blank(*byte) || is_delimiter(*byte);
        let length = self.bytes[self.position..].iter().position(is_end);
        self.position = length.map_or(self.bytes.len(), |length| self.position + length);
        &self.bytes[start..self.position]
    }

    fn name(&mut self) -> Vec<u8> {
        let start = self.position;
        let word = self.word(start);
        if !word.contains(&b'#') {
            return word.to_vec();
        }
        let mut name = Vec::with_capacity(word.len());
        let mut rest = word;
        while let Some((&byte, tail)) = rest.split_first() {
            rest = tail;
            match (byte, tail) {
                (b'#', [high, low, tail @ ..]) if hex_digit(*high).is_some() && hex_digit(*low).is_some() => {
                    name.push(hex_digit(*high).unwrap_or(0) << 4 | hex_digit(*low).unwrap_or(0));
                    rest = tail;
                }
                _ => name.push(byte),
            }
        }
        name
    }

    fn literal_string(&mut self) -> Vec<u8> {
        let (mut string, mut open) = (Vec::new(), 1);
        while let Some(byte) = self.peek() {
            self.position += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.escape(&mut string);
                    continue;
                }
                _ => {}
            }
            string.push(byte);
        }
        string
    }

    /// Reads what follows a backslash.
    fn escape(&mut self, string: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.position += 1;
        match byte {
            b'n' => string.push(b'\n'),
            b'r' => string.push(b'\r'),
            b't' => string.push(b'\t'),
            b'b' => string.push(8),
            b'f' => string.push(12),
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.position += 1;
                }
            }
            b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.position += 1;
                }
                string.push((code & 0xff) as u8);
            }
            byte => string.push(byte),
        }
    }

    fn hexadecimal_string(&mut self) -> Vec<u8> {
        let (mut string, mut high) = (Vec::new(), None);
        while let Some(byte) = self.peek() {
            self.position += 1;
            match (byte, hex_digit(byte), high) {
                (b'>', ..) => break,
                (_, Some(digit), None) => high = Some(digit),
                (_, Some(digit), Some(first)) => {
                    string.push(first << 4 | digit);
                    high = None;
                }
                _ => {}
            }
        }
        string.extend(high.map(|digit| digit << 4));
        string
    }

    /// Reads the elements of an array, or the keys and values of a dictionary.
    fn collection(&mut self, depth: usize) -> Vec<Operand> {
        let mut elements = Vec::new();
        loop {
            // Deeper ones end with the first bracket: what follows is read as if it stood outside.
            let token = if depth < MAX_DEPTH { self.token(depth + 1) } else { None };
            match token {
                Some(ContentToken::Operand(element)) if self.elements < MAX_ELEMENTS => {
                    self.elements += 1;
                    elements.push(element);
                }
                Some(ContentToken::Operand(_)) => {}
                // Many a program forgets the bracket.
                Some(ContentToken::Keyword(b"TJ" | b"ET" | b"BT")) => {
                    self.position -= 2;
                    return elements;
                }
                Some(ContentToken::Keyword(_)) => {}
                Some(ContentToken::Close) | None => return elements,
            }
        }
    }

    /// Skips a picture within the stream. Not every program writes a blank before the end of one.
    fn skip_inline_picture(&mut self) {
        let rest = &self.bytes[self.position..];
        let is_text = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
        let is_end = |end: &usize| {
            let before = end.checked_sub(1).and_then(|before| rest.get(before));
            let behind = &rest[end + 2..];
            behind.first().is_none_or(|byte| is_blank(*byte))
                && (before.is_some_and(|byte| is_blank(*byte)) || behind.iter().take(16).all(is_text))
        };
        let end = memchr::memmem::find_iter(rest, b"EI").find(is_end);
        self.position = end.map_or(self.bytes.len(), |end| self.position + end + 2);
    }
}

fn push(operands: &mut Vec<Operand>, operand: Operand) {
    if operands.len() == MAX_OPERANDS {
        operands.clear();
    }
    operands.push(operand);
}

/// Returns the value of a number, which may have more than one sign or dot.
fn number(word: &[u8]) -> f32 {
    let (mut value, mut scale, mut negative) = (0.0_f64, 0.0_f64, false);
    for byte in word {
        match byte {
            b'-' => negative = true,
            b'.' if scale == 0.0 => scale = 1.0,
            b'0'..=b'9' => {
                value = value * 10.0 + f64::from(byte - b'0');
                scale *= 10.0;
            }
            b'+' => {}
            _ => break,
        }
    }
    let value = if scale > 0.0 { value / scale } else { value };
    let value = if value.is_finite() { value } else { 0.0 };
    (if negative { -value } else { value }) as f32
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b'\0' | 12)
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::pdf::built_in::lexer::*;

    fn read(content: &[u8]) -> Vec<(String, Vec<Operand>)> {
        let (mut lexer, mut operands, mut read) = (ContentLexer::new(content), Vec::new(), Vec::new());
        while let Some(operator) = lexer.next_operator(&mut operands) {
            read.push((String::from_utf8_lossy(operator).into_owned(), operands.clone()));
        }
        read
    }

    #[test]
    fn operators_get_their_operands() {
        let bytes = |text: &[u8]| Operand::Bytes(text.to_vec());
        let read = read(
            b"BT /F#31 12 Tf % a comment\n-.5 --3 Td[(a\\(b\\051)-120<4 142>]TJ(x\\\r\ny)' /Span<</A(b)/C[1]>>BDC ET",
        );
        let operators: Vec<&str> = read.iter().map(|(operator, _)| operator.as_str()).collect();
        assert_eq!(operators, ["BT", "Tf", "Td", "TJ", "'", "BDC", "ET"]);
        assert_eq!(read[1].1, [Operand::Name(b"F1".to_vec()), Operand::Number(12.0)]);
        assert_eq!(read[2].1, [Operand::Number(-0.5), Operand::Number(-3.0)]);
        assert_eq!(read[3].1, [Operand::Array(vec![bytes(b"a(b)"), Operand::Number(-120.0), bytes(b"AB")])]);
        assert_eq!(read[4].1, [bytes(b"xy")]);
    }

    #[test]
    fn inline_pictures_and_garbage_are_skipped() {
        let operators = |content: &[u8]| read(content).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(operators(b"BI /W 1 ID \x00(EI<< EI Q"), ["BI", "Q"]);
        assert_eq!(operators(b"BI /W 1 ID \xd1EI \x02\x03EI Q (a) Tj"), ["BI", "Q", "Tj"]);
        assert_eq!(operators(b"[(a) TJ ) } >> Q"), ["TJ", "Q"]);
        assert_eq!(operators(&b"[".repeat(100_000)), [""; 0]);
        assert_eq!(operators(&b"<<".repeat(100_000)), [""; 0]);
        assert_eq!(operators(b"(never closed"), [""; 0]);
        let arrays = [&b"[0 0 0 0]".repeat(20_000)[..], b"TJ"].concat();
        let elements =
            |operand: &Operand| if let Operand::Array(elements) = operand { elements.len() } else { 0 };
        assert_eq!(read(&arrays)[0].1.iter().map(elements).sum::<usize>(), MAX_ELEMENTS);
    }
}
