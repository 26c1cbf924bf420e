//! Writes the features of plain texts for training, in binary.
//!
//! `cleaning_features FILES.txt [WORD_WEIGHTS.tsv]` reads a list of file names, one per line. The output has
//! for each page: the numbers of blocks and columns (u32, little endian), then first line, last line and
//! number of words of each block (u32 each), then the columns, one byte per block. Word features use the
//! given table or the built-in one.
//!
//! `cleaning_features FILES.txt --words` writes the words of each block instead, one block per line, and a
//! line `=` after each page.

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
        let rows =
            training::text_features(&source, word_weights.as_deref()).context("the table is invalid")?;
        out.write_all(&(rows.words.len() as u32).to_le_bytes())?;
        out.write_all(&(rows.columns.len() as u32).to_le_bytes())?;
        for ((first, last), words) in rows.lines.iter().zip(&rows.words) {
            for value in [first, last, words] {
                out.write_all(&value.to_le_bytes())?;
            }
        }
        for column in rows.columns {
            out.write_all(&column)?;
        }
    }
    Ok(out.flush()?)
}
