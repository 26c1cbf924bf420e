//! Numbers and bullets before the names of a list.

use std::collections::HashSet;

/// Bullets that are no letter of any name.
const BULLETS: [char; 9] = ['•', '‣', '▪', '◦', '●', '○', '■', '□', '·'];

/// Returns whether the number before each name counts the names: most have one, and no two the same, unlike
/// those of `1. FC Union` and `1. FC Heron`.
pub(super) fn are_numbered<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    let (mut num_names, mut num_numbered, mut numbers) = (0, 0, HashSet::new());
    for name in names.filter(|name| !name.is_empty()) {
        num_names += 1;
        if let Some((number, _)) = split_number(name) {
            num_numbered += 1;
            numbers.insert(number);
        }
    }
    2 * num_numbered > num_names && numbers.len() == num_numbered
}

/// Returns a name without the number before it.
pub(super) fn without_number(name: &str) -> &str {
    split_number(name).map_or(name, |(_, name)| name)
}

/// Splits `1. Olga Tern`, `2) Olga Tern`, `[3] Olga Tern`, `#4 Olga Tern` and `5 – Olga Tern`.
fn split_number(name: &str) -> Option<(u32, &str)> {
    let body = name.trim_start_matches(['(', '[', '#']);
    let tail = body.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = tail.trim_start_matches([' ', '.', ')', ']', ':', '-', '–', '—']);
    let is_marked = name.starts_with('#') || !tail[..tail.len() - rest.len()].trim().is_empty();
    let number = body[..body.len() - tail.len()].parse().ok()?;
    (is_marked && !rest.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit()))
        .then_some((number, rest))
}

/// Returns a name without the bullet before it, and the box that is checked in a list of tasks.
pub(super) fn without_bullet(name: &str) -> &str {
    let rest = name.trim_start_matches(BULLETS).trim_start();
    let rest = match rest.split_once(' ') {
        Some(("-" | "–" | "—" | "*" | "+", rest)) => rest,
        _ => rest,
    };
    ["[ ] ", "[x] ", "[X] "].iter().find_map(|checkbox| rest.strip_prefix(checkbox)).unwrap_or(rest)
}
