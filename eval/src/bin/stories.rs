//! Prints the stories of articles: groups of copies.
//!
//! Reads JSON lines with `id`, `text` and `date`, and prints a JSON line for each story with the `ids` of its
//! articles, the representative first. With a second file, writes the overlap of every pair that was compared.
//!
//!     stories DOCS.jsonl [PAIRS.tsv] > RUN.jsonl

use std::fs::File;
use std::io::{BufRead, BufReader, Write, stdout};

use anyhow::{Context, Result};
use clippings::internals::analysis::Language;
use clippings::internals::stories::{TextOfStory, stories_of_texts};
use serde_json::{Value, json};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().context("no file of articles given")?;
    let mut articles = Vec::new();
    for line in BufReader::new(File::open(path)?).lines() {
        let article: Value = serde_json::from_str(&line?)?;
        let text = article["text"].as_str().unwrap_or_default().to_owned();
        let day = article["date"].as_str().and_then(day_number);
        let id = article["id"].as_str().unwrap_or_default().to_owned();
        articles.push((day.is_none(), day, id, text));
    }
    articles.sort();
    let texts = articles.iter().map(|(_, day, _, text)| TextOfStory {
        text: text.clone(),
        language: Language::ENGLISH,
        day: *day,
    });
    let (stories, compared) = stories_of_texts(&texts.collect::<Vec<_>>());
    let id = |article: &u32| &articles[*article as usize].2;
    let mut out = stdout().lock();
    for story in &stories {
        writeln!(out, "{}", json!({ "ids": story.iter().map(id).collect::<Vec<_>>() }))?;
    }
    if let Some(path) = arguments.next() {
        let mut pairs = File::create(path)?;
        for (a, b, overlap) in compared {
            writeln!(pairs, "{}\t{}\t{overlap:?}", id(&a), id(&b))?;
        }
    }
    Ok(())
}

/// Returns a day as the number of days since 1970: `2016-10-17…` or `26-FEB-1987 …`.
fn day_number(date: &str) -> Option<i32> {
    const MONTHS: [&str; 12] =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    let parts: Vec<&str> = date.trim().split([' ', 'T']).next()?.split('-').collect();
    let [first, month, last] = parts[..] else { return None };
    let (year, month, day): (i64, i64, i64) = match month.parse() {
        Ok(month) => (first.parse().ok()?, month, last.parse().ok()?),
        Err(_) => {
            let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))? as i64 + 1;
            (last.parse().ok()?, month, first.parse().ok()?)
        }
    };
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted - era * 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    i32::try_from(era * 146_097 + days - 719_468).ok()
}
