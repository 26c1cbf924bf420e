//! Symbols whose compatibility decomposition is letters or digits, but which are no part of the word beside
//! them: *№*, *½*, *①*, *™*, and digits in superscript.

/// Units whose superscript is an exponent.
const UNITS: &[&str] =
    &["cm", "dm", "ft", "hm", "in", "km", "mi", "mm", "nm", "yd", "μm", "км", "см", "мм", "дм"];

/// A symbol that stands for letters or digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Symbol {
    /// A digit in superscript.
    Superscript,
    /// A word or number by itself.
    Alone,
    /// Neither a word nor a part of one.
    Sign,
}

/// Returns whether a character whose first byte in UTF-8 is `byte` may be a symbol. Few letters are.
#[inline]
pub(crate) fn may_be_symbol(byte: u8) -> bool {
    matches!(byte, 0xc2 | 0xe2 | 0xe3)
}

/// Returns the kind of a symbol.
pub(crate) fn symbol(c: char) -> Option<Symbol> {
    match c {
        c if is_superscript(c) => Some(Symbol::Superscript),
        '¼'..='¾' | '⅐'..='⅟' | '↉' | '№' | '℡' | '①'..='⓿' | '㉐'..='㋿' => {
            Some(Symbol::Alone)
        }
        '™' | '℠' => Some(Symbol::Sign),
        _ => None,
    }
}

/// Returns whether `c` is a digit in superscript.
pub(crate) fn is_superscript(c: char) -> bool {
    superscript_digit(c).is_some()
}

/// Returns the digit of a superscript.
pub(crate) fn superscript_digit(c: char) -> Option<char> {
    Some(match c {
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁰' => '0',
        '⁴'..='⁹' => char::from_digit(c as u32 - 0x2070, 10)?,
        _ => return None,
    })
}

/// Returns whether digits in superscript after the folded `word` are an exponent, or part of a formula.
pub(crate) fn takes_exponent(word: &str) -> bool {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.len() < 3;
    }
    word.chars().count() == 1 || UNITS.contains(&word)
}
