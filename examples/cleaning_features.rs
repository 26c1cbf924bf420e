//! Dumps the features of plain texts for training, in binary.
//!
//! `cleaning_features FILES.txt` reads the names of files from a list, a line each. Per page: the number of blocks and of
//! columns (u32, little endian), then first line, last line and words of each block (u32 each), then the columns, a byte
//! a block.

use clippings::clean::training;
use std::io::{self, Write};

fn main() -> io::Result<()> {
    let list = std::fs::read_to_string(std::env::args().nth(1).unwrap_or_default())?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for path in list.lines() {
        let rows = training::rows(&String::from_utf8_lossy(&std::fs::read(path)?));
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
    out.flush()
}
