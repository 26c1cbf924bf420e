//! Prints the quotations of articles with their speakers.
//!
//! Reads JSON lines with `id` and `text` and prints a JSON line for each quotation: `doc`, `begin` and `end` in
//! characters, `speaker`, and the characters `mention_begin` and `mention_end` of the speaker's mention.
//!
//!     quotations DOCS.jsonl [LANGUAGE] > RUN.jsonl

use std::fs::File;
use std::io::{BufRead, BufReader, Write, stdout};

use anyhow::{Context, Result};
use clippings::internals::analysis::Language;
use clippings::internals::quote::find_quotations;
use serde_json::{Value, json};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().context("no file of articles given")?;
    let language = arguments.next().map_or(Some(Language::ENGLISH), |code| Language::named(&code));
    let language = language.context("an unknown language")?;
    let mut out = stdout().lock();
    for line in BufReader::new(File::open(path)?).lines() {
        let article: Value = serde_json::from_str(&line?)?;
        let text = article["text"].as_str().unwrap_or_default();
        let chars = |offset: usize| text[..offset].chars().count();
        for quotation in find_quotations(text, language) {
            let mut row = json!({
                "doc": article["id"], "begin": chars(quotation.range.start), "end": chars(quotation.range.end),
                "speaker": null,
            });
            if let Some(speaker) = quotation.speaker {
                row["speaker"] = json!(speaker.name);
                row["mention_begin"] = json!(chars(speaker.mention.start));
                row["mention_end"] = json!(chars(speaker.mention.end));
            }
            writeln!(out, "{row}")?;
        }
    }
    Ok(())
}
