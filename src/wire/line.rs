//! Writes forms as lines of JSON.

use std::io::{self, Write};

use serde::Serialize;

use crate::wire::escape::is_terminal_control;

/// Serializes `value` to one line, with its end. Control characters and separators of lines are escaped,
/// which JSON allows in strings, the only place they occur.
///
/// # Errors
/// If `value` cannot be serialized.
pub fn to_line(value: &impl Serialize) -> serde_json::Result<String> {
    let mut text = serde_json::to_string(value)?;
    if !text.contains(is_terminal_control) {
        text.push('\n');
        return Ok(text);
    }
    let mut line = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if is_terminal_control(c) {
            line.push_str(&format!("\\u{:04x}", c as u32)); // all of them lie in the basic plane
        } else {
            line.push(c);
        }
    }
    line.push('\n');
    Ok(line)
}

/// Writes the line of [`to_line`].
///
/// # Errors
/// If `value` cannot be serialized, or `out` not written.
pub fn write_line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    out.write_all(to_line(value)?.as_bytes())
}
