//! What answers say in words.

pub mod counted;

use std::fmt::Write as _;

use crate::search::{NearMiss, SpellingSuggestion, WordDifference};
use crate::wire::remarks::counted::count_articles;

/// Maximum number of differences from a quote that are shown.
const MAX_DIFFERENCES: usize = 5;

/// Says what a near miss has of a quote: `closest wording: 12 of 13 words: weak → strong`, and what it has
/// beside its words: `12 of 12 words, with “very” added`.
pub fn closeness(near_miss: &NearMiss) -> String {
    if near_miss.run == 0 {
        return String::new();
    }
    let shown = near_miss.differences.iter().take(MAX_DIFFERENCES);
    let (added, changed): (Vec<&WordDifference>, Vec<_>) = shown.partition(|other| other.typed.is_empty());
    let written = |words: &str| if words.is_empty() { "(nothing)".to_owned() } else { shortened(words) };
    let change =
        |other: &&WordDifference| format!("{} → {}", shortened(&other.typed), written(&other.written));
    let changed: Vec<String> = changed.iter().map(change).collect();
    let added: Vec<String> = added.iter().map(|other| format!("“{}”", shortened(&other.written))).collect();
    let mut closeness = format!("closest wording: {} of {} words", near_miss.matched, near_miss.words);
    if !changed.is_empty() {
        let _ = write!(closeness, ": {}", changed.join("; ")); // writing to a string does not fail
    }
    if !added.is_empty() {
        let separator = if changed.is_empty() { "," } else { ";" };
        let _ = write!(closeness, "{separator} with {} added", added.join(", "));
    }
    if near_miss.differences.len() > MAX_DIFFERENCES {
        closeness.push_str("; …");
    }
    closeness
}

/// Shortens many words that differ.
fn shortened(words: &str) -> String {
    let words: Vec<&str> = words.split(' ').collect();
    match words.len() {
        ..=8 => words.join(" "),
        _ => format!("{} … {}", words[..3].join(" "), words[words.len() - 3..].join(" ")),
    }
}

/// Renders the other spellings of a word: `Gadhafi is also spelled: Qaddafi (52 articles), Gaddafi (33)`.
pub fn also_spelled(spellings: &[SpellingSuggestion]) -> String {
    let Some(first) = spellings.first() else { return String::new() };
    let lead = match first.similar {
        true => format!("{}: similar words in the index", first.word),
        false => format!("{} is also spelled", first.word),
    };
    let mut text = format!("{lead}: {} ({})", first.spelled, count_articles(first.articles));
    for spelling in &spellings[1..] {
        let _ = write!(text, ", {} ({})", spelling.spelled, spelling.articles); // does not fail
    }
    text
}
