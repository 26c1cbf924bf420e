//! Numbers above and below the line, as plain text writes them.

use std::borrow::Cow;

/// Place of text against the line of the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum TextShift {
    /// On the line.
    #[default]
    None,
    /// In superscript.
    Raised,
    /// In subscript.
    Lowered,
}

impl TextShift {
    /// Returns where the text of an HTML element with this name stands, if it is off the line.
    pub(crate) fn of_element(name: &str) -> Option<TextShift> {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if is("sup") { Some(TextShift::Raised) } else { is("sub").then_some(TextShift::Lowered) }
    }

    /// Returns how `text`, which stands behind `before`, is written without markup, so that a number above or
    /// below the line is no part of the number before it: *10⁶*, *10₆*. Anything else stays as it is, and so
    /// does *CO2*.
    pub(crate) fn written<'t>(self, before: &str, text: &'t str) -> Cow<'t, str> {
        let is_number = text.bytes().any(|byte| byte.is_ascii_digit())
            && text.trim().chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '−' | '–'));
        match self {
            TextShift::Raised if is_number => text.chars().map(raised).collect(),
            TextShift::Lowered if is_number && before.ends_with(|c: char| c.is_ascii_digit()) => {
                text.chars().map(lowered).collect()
            }
            _ => Cow::Borrowed(text),
        }
    }
}

/// Returns a digit or a minus in superscript, and any other character as it is.
pub(crate) fn raised(c: char) -> char {
    match c {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '-' | '−' | '–' => '⁻',
        '0' | '4'..='9' => of_digit('⁰', c),
        c => c,
    }
}

/// Returns a digit or a minus in subscript, and any other character as it is.
fn lowered(c: char) -> char {
    match c {
        '-' | '−' | '–' => '₋',
        '0'..='9' => of_digit('₀', c),
        c => c,
    }
}

/// Returns the character as many behind `zero` as the ASCII digit `digit` says.
fn of_digit(zero: char, digit: char) -> char {
    char::from_u32(u32::from(zero) + digit.to_digit(10).unwrap_or(0)).unwrap_or(digit)
}

#[cfg(test)]
mod tests {
    use crate::text::TextShift::{self, Lowered, None, Raised};

    #[test]
    fn numbers_off_the_line_are_no_part_of_the_number_before() {
        for (shift, before, text, expected) in [
            (Raised, "10", "6", "⁶"),
            (Raised, "10", "−12", "⁻¹²"),
            (Raised, "the 1", "st", "st"),
            (Lowered, "10", "6", "₆"),
            (Lowered, "CO", "2", "2"),
            (Lowered, "10", "a", "a"),
            (None, "10", "6", "6"),
            (Raised, "a", "-", "-"),
        ] {
            assert_eq!(TextShift::written(shift, before, text), expected, "{before} {text}");
        }
    }
}
