//! Character classes for scanning lines: a table for ASCII, rules for the rest.

/// Any other character.
pub(crate) const OTHER: u8 = 0;
/// White space.
pub(crate) const SPACE: u8 = 1;
/// A lowercase letter, or one of a script without case.
pub(crate) const LOWER: u8 = 2;
/// An uppercase letter.
pub(crate) const UPPER: u8 = 3;
/// A digit.
pub(crate) const DIGIT: u8 = 4;
/// A sign that may end a sentence.
pub(crate) const STOP: u8 = 5;
/// A comma or semicolon.
pub(crate) const COMMA: u8 = 6;
/// A quotation mark or apostrophe.
pub(crate) const QUOTE: u8 = 7;
/// A bar, bullet or arrow.
pub(crate) const BAR: u8 = 8;
/// A sign that occurs in addresses.
pub(crate) const SIGN: u8 = 9;
/// The first byte of a character beyond ASCII.
pub(crate) const WIDE: u8 = 10;
/// An opening bracket.
pub(crate) const OPEN: u8 = 11;
/// A closing bracket.
pub(crate) const CLOSE: u8 = 12;
/// A colon.
pub(crate) const COLON: u8 = 13;
/// A slash.
pub(crate) const SLASH: u8 = 14;
/// A hyphen or dash.
pub(crate) const HYPHEN: u8 = 15;

/// The class of each byte.
pub(crate) static CLASS: [u8; 256] = {
    let mut table = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => SPACE,
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            b'.' | b'!' | b'?' => STOP,
            b',' | b';' => COMMA,
            b'"' | b'\'' => QUOTE,
            b'|' | b'*' | b'>' | b'<' | b'~' | b'+' => BAR,
            b'@' | b'#' | b'_' | b'=' | b'&' | b'%' => SIGN,
            b'(' | b'[' | b'{' => OPEN,
            b')' | b']' | b'}' => CLOSE,
            b':' => COLON,
            b'/' | b'\\' => SLASH,
            b'-' => HYPHEN,
            128.. => WIDE,
            _ => OTHER,
        };
        byte += 1;
    }
    table
};

/// Returns the class of a character beyond ASCII, and the character to hash.
pub(crate) fn wide_class(c: char) -> (u8, char) {
    match c {
        // The most frequent letters beyond ASCII first, before marks and the general Unicode tables.
        'а'..='я' | 'ё' | 'і' | 'ї' | 'є' | 'ß'..='ö' | 'ø'..='ÿ' => (LOWER, c),
        '\u{4e00}'..='\u{9fff}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => (LOWER, c),
        'А'..='Я' => (UPPER, char::from_u32(u32::from(c) + 32).unwrap_or(c)),
        '’' | '‘' | '“' | '”' | '«' | '»' | '„' | '‹' | '›' | '「' | '」' | '『' | '』' => {
            (QUOTE, c)
        }
        _ if is_stop(c) => (STOP, c),
        '，' | '、' | '；' | '،' | '؛' => (COMMA, c),
        '：' => (COLON, c),
        '（' | '【' | '《' => (OPEN, c),
        '）' | '】' | '》' => (CLOSE, c),
        '•' | '·' | '→' | '←' | '↑' | '↓' | '▸' | '►' | '▶' | '●' | '■' | '★' | '☆' | '✓' | '×' | '©'
        | '®' | '™' => (BAR, c),
        '–' | '—' | '‑' | '−' => (HYPHEN, c),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{202a}'..='\u{202e}' => (OTHER, c),
        _ if c.is_whitespace() => (SPACE, c),
        _ if c.is_uppercase() => (UPPER, c.to_lowercase().next().unwrap_or(c)),
        _ if c.is_alphabetic() => (LOWER, c),
        _ if c.is_numeric() => (DIGIT, c),
        _ => (OTHER, c),
    }
}

/// Returns whether a script is written without spaces between words.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '\u{0e00}'..='\u{0eff}')
}

/// Returns whether `c` may end a sentence, in any script.
pub(crate) fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '॥' | '؟' | '۔' | '։' | '።' | '។' | '။')
}
