//! Dumps the features of plain texts for training, in binary.
//!
//! `cleaning_features FILES.txt [WORD_WEIGHTS.tsv]` reads the names of files from a list, a line each. Per page: the number of
//! blocks and of columns (u32, little endian), then first line, last line and words of each block (u32 each), then the
//! columns, a byte a block; those of words by the table given, or the one built in.
//!
//! `cleaning_features FILES.txt --words` writes the words of each block instead, a line each, and a line `=` after a page.

use anyhow::Context;
use clippings::internals::clean::training;
use std::io;
use std::io::Write;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let list = arguments.next().context("usage: cleaning_features FILES.txt [WORD_WEIGHTS.tsv | --words]")?;
    let table = arguments.next();
    let word_weights = match table.as_deref() {
        None | Some("--words") => None,
        Some(path) => Some(std::fs::read_to_string(path)?),
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    for path in std::fs::read_to_string(list)?.lines() {
        let bytes = std::fs::read(path).with_context(|| path.to_owned())?;
        let source = String::from_utf8_lossy(&bytes);
        if table.as_deref() == Some("--words") {
            for words in training::block_words(&source) {
                writeln!(out, "{}", words.join(" "))?;
            }
            writeln!(out, "=")?;
            continue;
        }
        let rows = training::text_features(&source, word_weights.as_deref())
            .context("a table that cannot be read")?;
        out.write_all(&(rows.words.len() as u32).to_le_bytes())?;
        out.write_all(&(rows.columns.len() as u32).to_le_bytes())?;
        for ((first, last), words) in rows.lines.iter().zip(&rows.words) {
            for number in [first, last, words] {
                out.write_all(&number.to_le_bytes())?;
            }
        }
        for column in rows.columns {
            out.write_all(&column)?;
        }
    }
    Ok(out.flush()?)
}
