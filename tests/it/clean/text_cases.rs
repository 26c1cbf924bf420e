//! Every folder of `tests/cleaning` is a case: `source.txt` is a saved page, `expected.txt` the expected
//! result.
//!
//! `expected.txt` begins with `title:`, `author:`, `published:` or `site:` lines (`none` if unknown; only
//! those given are checked), then has one line for every line of the source: `+` kept, `-` cut, then the
//! line.

use clippings::internals::clean::clean_text;
use clippings::{Article, Verdict};
use std::fs;
use std::path::Path;

#[test]
fn text_cases_match_expected_output() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cleaning");
    let mut cases: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.join("source.txt").exists());
    cases.sort();
    assert!(!cases.is_empty());
    let complaints: Vec<String> = cases.iter().filter_map(|case| check(case).err()).collect();
    assert!(
        complaints.is_empty(),
        "{} of {} cases differ\n\n{}",
        complaints.len(),
        cases.len(),
        complaints.join("\n")
    );
}

/// Cleans one case; the error is a readable diff.
fn check(case: &Path) -> Result<(), String> {
    let read = |name: &str| {
        fs::read_to_string(case.join(name)).map_err(|error| format!("{}: {name}: {error}", case.display()))
    };
    let (source, expected) = (read("source.txt")?, read("expected.txt")?);
    let article = clean_text(&source);
    let is_fact = |line: &&str| line.split_once(": ").is_some_and(|(name, _)| fact(&article, name).is_some());
    let facts: Vec<&str> = expected.lines().take_while(is_fact).collect();
    let mut mismatches = Vec::new();
    for line in &facts {
        let (name, value) = line.split_once(": ").unwrap_or_default();
        let got = fact(&article, name).unwrap_or_default();
        if got != value {
            mismatches.push(format!("  {name}: {got}\n      expected {value}"));
        }
    }
    let rows: Vec<&str> = expected.lines().skip(facts.len()).collect();
    if rows.len() != source.lines().count() {
        mismatches.push(format!(
            "  {} lines in source.txt, {} in expected.txt",
            source.lines().count(),
            rows.len()
        ));
    }
    for (number, ((line, row), verdict)) in source.lines().zip(&rows).zip(&article.lines).enumerate() {
        let (sign, why) = match verdict.verdict {
            Verdict::Keep => ('+', "kept".to_owned()),
            Verdict::Cut(reason) => ('-', format!("cut, {reason}")),
        };
        if row.get(1..).map(str::trim) != Some(line.trim()) {
            mismatches.push(format!(
                "  line {}: source.txt and expected.txt hold different text\n      {line}\n      {row}",
                number + 1
            ));
        } else if !row.starts_with(sign) && !line.trim().is_empty() {
            mismatches.push(format!(
                "  line {}: {why} ({:.2}), expected {}\n      {line}",
                number + 1,
                verdict.confidence,
                &row[..1]
            ));
        }
    }
    if mismatches.is_empty() {
        Ok(())
    } else {
        Err(format!("{}\n{}\n", case.display(), mismatches.join("\n")))
    }
}

/// Returns the metadata of the article for a name in `expected.txt`.
fn fact(article: &Article, name: &str) -> Option<String> {
    let known = match name {
        "title" => article.metadata.title.clone(),
        "author" => article.metadata.author.clone(),
        "published" => article.metadata.published.map(|date| date.to_string()),
        "site" => article.metadata.site.clone(),
        "minutes" => article.metadata.reading_minutes.map(|minutes| minutes.to_string()),
        _ => return None,
    };
    Some(known.unwrap_or_else(|| "none".to_owned()))
}
