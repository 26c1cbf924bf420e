//! The query for a name of a list.

use unicode_normalization::char::is_combining_mark;

/// Forms of address before a name, in lower case and without a period.
const HONORIFICS: [&str; 22] = [
    "mr",
    "mrs",
    "ms",
    "mx",
    "miss",
    "sir",
    "dr",
    "prof",
    "professor",
    "herr",
    "hr",
    "frau",
    "m",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "sr",
    "sra",
    "srta",
    "signor",
    "signora",
];
/// Words that are operators of queries if they are written in capitals.
const OPERATORS: [&str; 9] = ["AND", "OR", "NOT", "NEAR", "AROUND", "WITHIN", "ADJ", "SAME", "BUT"];

/// Name of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListedName {
    /// Line of the file, from 1.
    pub line: u32,
    /// The name on one line.
    pub name: String,
}

impl ListedName {
    /// Returns a query for the name: exactly these words in this order. A name with the family name first
    /// (`Doe, Jane` or `Doe (Jane)`) is found in both orders. With `inflected`, the words match their
    /// inflections as well.
    pub fn query(&self, inflected: bool) -> String {
        let phrase = |text: &String| if inflected { inflected_phrase(text) } else { exact_phrase(text) };
        word_orders(&self.name).iter().map(phrase).collect::<Vec<_>>().join(" OR ")
    }
}

/// Returns the orders in which the words of a name are written, without what lists add to names.
fn word_orders(name: &str) -> Vec<String> {
    let name = without_honorifics(name, 2);
    if let Some((before, within)) = split_parentheses(name) {
        return match before.contains(' ') {
            true => word_orders(before), // a remark: `Jane Doe (mayor)`
            false => both_orders(before, within),
        };
    }
    let parts: Vec<&str> = name.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    match parts[..] {
        [family, given] => both_orders(family, given),
        _ => vec![name.to_owned()],
    }
}

fn both_orders(family: &str, given: &str) -> Vec<String> {
    let given = without_honorifics(given, 1);
    vec![format!("{given} {family}"), format!("{family} {given}")]
}

/// Splits `Doe (Jane)`, if there are words before and within the parentheses at the end.
fn split_parentheses(name: &str) -> Option<(&str, &str)> {
    let (before, within) = name.strip_suffix(')')?.rsplit_once('(')?;
    let has_letters = |text: &str| text.chars().any(char::is_alphanumeric);
    (has_letters(before) && has_letters(within)).then_some((before.trim(), within.trim()))
}

/// Removes the forms of address before a name if at least `min_words` follow: `Dr. Tern` alone would find
/// every Tern without hers. The `M.` of `M. K. Tern` is an initial.
fn without_honorifics(mut name: &str, min_words: usize) -> &str {
    while let Some((first, rest)) = name.split_once(' ') {
        let word = first.trim_end_matches('.').to_lowercase();
        let next = rest.split(' ').next().unwrap_or_default();
        let is_initial = word == "m" && (!first.ends_with('.') || next.ends_with('.'));
        if is_initial || !HONORIFICS.contains(&word.as_str()) || rest.split(' ').count() < min_words {
            break;
        }
        name = rest;
    }
    name
}

/// Writes a phrase of the words of a name. What would end it, or stand for other letters within it, separates
/// words, as it does in articles.
fn exact_phrase(text: &str) -> String {
    let is_gap = |c: char| c.is_whitespace() || is_quotation_mark(c) || matches!(c, '*' | '?' | '…');
    // Dots would stand for words that are left out.
    let text = text.replace("...", " ");
    let words: Vec<&str> = text.split(is_gap).filter(|word| word.chars().any(|c| c != '.')).collect();
    format!("\"{}\"", words.join(" "))
}

/// Writes words that follow each other in any of their forms.
fn inflected_phrase(text: &str) -> String {
    let is_letter = |c: char| c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\'' | '’' | '-');
    let words = text.split(|c: char| !is_letter(c));
    // A dash before a word would exclude it, and a quote would begin a phrase.
    let words = words.map(|word| word.trim_matches(['\'', '’', '-'])).filter(|word| !word.is_empty());
    let words: Vec<String> = words
        .map(|word| if OPERATORS.contains(&word) { word.to_lowercase() } else { word.to_owned() })
        .collect();
    match &words[..] {
        [] => exact_phrase(text),
        [word] => word.clone(),
        _ => format!("({})", words.join(" pre/1 ")),
    }
}

fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』')
}
