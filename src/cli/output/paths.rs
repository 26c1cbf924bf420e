//! Prints paths only, or the number of articles only.

use std::io::{self, Write};

use crate::cli::dirs::PathDisplay;
use crate::cli::output::{Answer, safe};

/// Writes the path of every result, one per line; a file with several articles is listed once. With many queries, the
/// identifier and a tab come first.
pub fn files(out: &mut dyn Write, answer: &Answer<'_>, display: &PathDisplay) -> io::Result<()> {
    let mut written = std::collections::HashSet::new();
    for hit in &answer.response.hits {
        if written.insert(&hit.path) {
            writeln!(out, "{}{}", before(answer), safe(&display.name(&hit.path)))?;
        }
    }
    Ok(())
}

/// Writes the number of articles found.
pub fn count(out: &mut dyn Write, answer: &Answer<'_>) -> io::Result<()> {
    writeln!(out, "{}{}", before(answer), answer.response.total)
}

fn before(answer: &Answer<'_>) -> String {
    answer.qid.map_or(String::new(), |qid| format!("{}\t", safe(qid)))
}
