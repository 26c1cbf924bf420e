//! Reads the query as typed, and notes where the shell may have changed it.

use std::ffi::OsString;
use std::io::Read;

use anyhow::Context;
use clippings::query::Note;

/// Maximum length of a query on standard input, in bytes.
const MAX_QUERY_BYTES: u64 = 1 << 20;

/// Query from the command line or from standard input.
pub(crate) struct QueryInput {
    /// Query text.
    pub query: String,
    /// Notes on how the query arrived.
    pub notes: Vec<Note>,
}

impl QueryInput {
    /// Joins the arguments `args` of a search; a single `-` means standard input.
    pub(crate) fn read(args: &[OsString]) -> anyhow::Result<QueryInput> {
        QueryInput::read_for("clippings search -", args)
    }

    /// Joins the arguments `args`; a single `-` means standard input, which notes advise with `piped`.
    pub(crate) fn read_for(piped: &str, args: &[OsString]) -> anyhow::Result<QueryInput> {
        if let [dash] = args
            && dash == "-"
        {
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().take(MAX_QUERY_BYTES + 1).read_to_end(&mut bytes);
            read.context("cannot read the query from standard input")?;
            if bytes.len() as u64 > MAX_QUERY_BYTES {
                anyhow::bail!("the query on standard input is longer than the limit of 1 MB");
            }
            return Ok(QueryInput {
                query: String::from_utf8_lossy(&bytes).trim().to_owned(),
                notes: Vec::new(),
            });
        }
        let words: Vec<String> = args.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let query = words.join(" ");
        let mut notes = unquoted_phrases(&words, piped);
        notes.extend(letters_with_a_dash(&words));
        Ok(QueryInput { notes, query })
    }
}

/// Returns notes on words whose quotes the shell removed.
fn unquoted_phrases(words: &[String], piped: &str) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut position = 0;
    for word in words {
        if is_unquoted_phrase(word) {
            notes.push(Note {
                position,
                reason: format!(
                    "these words were searched for one by one; the shell removes double quotes, so for the exact \
                     phrase write '\"{}\"' or pipe the query to `{piped}`",
                    word.trim()
                ),
            });
        }
        position += word.chars().count() + 1;
    }
    notes
}

/// Returns notes on single letters with a dash, which other programs have as options.
fn letters_with_a_dash(words: &[String]) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut position = 0;
    for word in words {
        if let Some(letter) = word.strip_prefix('-').filter(|letter| letter.len() == 1)
            && letter.bytes().all(|byte| byte.is_ascii_alphabetic())
        {
            let reason = format!("{word} excludes the word {letter}; it is no option here");
            notes.push(Note { position, reason });
        }
        position += word.chars().count() + 1;
    }
    notes
}

/// Returns whether an argument looks like a phrase whose quotes the shell removed: several words, without
/// quotes or operators.
fn is_unquoted_phrase(word: &str) -> bool {
    let mut parts = word.split_whitespace();
    let several_words = parts.clone().count() > 1;
    let is_plain_word = |part: &str| {
        !matches!(part, "OR" | "AND" | "NOT" | "|" | "NEAR" | "AROUND" | "ADJ" | "SAME" | "BUT" | "%")
            && !part.starts_with(['-', '+', '!', '"', '“', '„', '«', '\'', '‘'])
            && !part.contains(['/', '*', '~', '(', '=', '<', '>'])
    };
    several_words && parts.all(is_plain_word) && !word.contains(['"', '“', '”', '«', '»', ':', '|'])
}

#[cfg(test)]
mod tests {
    use crate::cli::query_input::*;

    #[test]
    fn several_words_in_one_argument_are_an_unquoted_phrase() {
        for (word, expected) in [
            ("grave security threat", true),
            ("They're fair game", true),
            ("Kursk", false),
            ("\"grave security threat\"", false),
            ("a OR b", false),
            ("a w/5 b", false),
            ("-a b", false),
            ("a AROUND 5 b", false),
            ("a wc>500", false),
            ("title:a b", false),
        ] {
            assert_eq!(is_unquoted_phrase(word), expected, "{word}");
        }
    }
}
