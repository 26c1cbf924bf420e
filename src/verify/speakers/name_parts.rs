//! The words of a name by which it is compared.

use crate::quote::is_occupation;

/// Returns the words of a name without titles and what follows it.
pub(super) fn name_parts(name: &str) -> Vec<String> {
    let name = name.split(',').next().unwrap_or(name);
    let mut parts: Vec<String> = name
        .split_whitespace()
        .map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()))
        .map(|part| part.trim_end_matches("’s").trim_end_matches("'s").to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    while parts.len() > 1 && SUFFIXES.contains(&parts[parts.len() - 1].as_str()) {
        parts.pop();
    }
    let is_before_name = |part: &str| {
        let lower = part.to_lowercase();
        TITLES.contains(&lower.as_str()) || PARTICLES.contains(&part) || is_occupation(part)
    };
    while parts.len() > 1 && is_before_name(&parts[0]) {
        parts.remove(0);
    }
    if let Some(surname) = parts.last_mut()
        && let Some((article, name)) = surname.split_once('-')
        && matches!(article, "al" | "el" | "Al" | "El")
    {
        *surname = name.to_owned();
    }
    parts
}

/// Words before a surname that are none of its given names.
const PARTICLES: &[&str] = &["von", "van", "der", "den", "de", "del", "la", "di", "da", "zu", "bin", "ibn"];

const SUFFIXES: &[&str] = &["Jr", "Sr", "II", "III", "IV", "MD", "PhD"];
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sen",
    "senator",
    "rep",
    "representative",
    "gov",
    "governor",
    "president",
    "vice",
    "prime",
    "minister",
    "judge",
    "justice",
    "chief",
    "gen",
    "general",
    "col",
    "lt",
    "sgt",
    "capt",
    "prof",
    "professor",
    "secretary",
    "attorney",
    "mayor",
    "speaker",
    "the",
    "sir",
    "dame",
    "lord",
    "lady",
    "rev",
    "pope",
    "king",
    "queen",
    "chancellor",
    "ambassador",
    "congressman",
    "congresswoman",
    "director",
    "chairman",
    "then",
    "former",
    "state",
    "house",
    "senate",
    "majority",
    "minority",
    "leader",
    "whip",
    "herr",
    "frau",
];
