//! Every folder of `tests/cleaning` with a `source.html` is a case; `expected.txt` has the form described in
//! `text_cases.rs`. Lines that are only markup count as kept.

use clippings::Verdict;
use clippings::internals::clean::html::{CleanedPage, clean};
use std::fs;
use std::path::Path;

#[test]
fn html_cases_match_expected_output() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cleaning");
    let mut cases: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.join("source.html").exists());
    cases.sort();
    assert!(!cases.is_empty());
    let complaints: Vec<String> = cases.iter().filter_map(|case| check(case).err()).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Cleans one case; the error is a readable diff.
fn check(case: &Path) -> Result<(), String> {
    let read = |name: &str| fs::read_to_string(case.join(name)).map_err(|error| format!("{name}: {error}"));
    let (source, expected) = (read("source.html")?, read("expected.txt")?);
    let cleaned = clean(&source);
    let mut mismatches = Vec::new();
    let is_fact = |line: &&str| line.split_once(": ").is_some_and(|(name, _)| fact(&cleaned, name).is_some());
    let facts: Vec<&str> = expected.lines().take_while(is_fact).collect();
    for line in &facts {
        let (name, value) = line.split_once(": ").unwrap_or_default();
        let got = fact(&cleaned, name).unwrap_or_default();
        if got != value {
            mismatches.push(format!("  {name}: {got}, expected {value}"));
        }
    }
    let rows: Vec<&str> = expected.lines().skip(facts.len()).collect();
    if rows.len() != source.lines().count() {
        mismatches.push(format!("  {} lines of source, {} expected", source.lines().count(), rows.len()));
    }
    for (number, ((line, row), verdict)) in source.lines().zip(&rows).zip(&cleaned.article.lines).enumerate()
    {
        let sign = if verdict.verdict == Verdict::Keep { '+' } else { '-' };
        if !row.starts_with(sign) || row.get(1..).map(str::trim) != Some(line.trim()) {
            mismatches.push(format!("  line {}: {sign}{line}\n      expected {row}", number + 1));
        }
    }
    if mismatches.is_empty() {
        Ok(())
    } else {
        Err(format!("{}\n{}\n", case.display(), mismatches.join("\n")))
    }
}

/// Returns the metadata of the page for a name in `expected.txt`.
fn fact(cleaned: &CleanedPage, name: &str) -> Option<String> {
    let metadata = &cleaned.article.metadata;
    let known = match name {
        "title" => metadata.title.clone(),
        "author" => metadata.author.clone(),
        "published" => metadata.published.map(|date| date.to_string()),
        "site" => metadata.site.clone(),
        "found" => Some(cleaned.is_article.to_string()),
        _ => return None,
    };
    Some(known.unwrap_or_else(|| "none".into()))
}
