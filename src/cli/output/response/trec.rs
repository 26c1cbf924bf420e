//! Prints results for evaluation, one line per result, in the format of `trec_eval`.

use std::fmt::Write as _;
use std::io::{self, Write};

use clippings::internals::text::path_key;
use clippings::internals::wire::PathDisplay;

use crate::cli::output::escape::is_terminal_control;
use crate::cli::output::response::query_response::QueryResponse;

/// Writes `qid Q0 id rank score clippings` for every result. The id is that of the record, or the path, with
/// white space percent-encoded.
pub(super) fn write(
    out: &mut dyn Write,
    query_response: &QueryResponse<'_>,
    display: &PathDisplay,
) -> io::Result<()> {
    let qid = percent_encode(query_response.qid.unwrap_or("1"));
    for hit in &query_response.response.hits {
        let path = || path_key::shown(display.path(&hit.path)).into_owned();
        let id = percent_encode(&hit.id.clone().unwrap_or_else(path));
        writeln!(out, "{qid} Q0 {id} {} {} clippings", hit.rank, hit.score)?;
    }
    Ok(())
}

/// Percent-encodes white space and control characters in `text`.
fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || is_terminal_control(c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(encoded, "%{byte:02X}"); // writing to a string does not fail
            }
        } else {
            encoded.push(c);
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use crate::cli::output::response::trec::*;

    #[test]
    fn an_identifier_is_one_word() {
        assert_eq!(percent_encode("my file.txt"), "my%20file.txt");
        assert_eq!(percent_encode("a\u{a0}ї"), "a%C2%A0ї");
    }
}
