//! Prints the cleaned article of every file named, one JSON object a line.

use clippings::clean::{Verdict, clean_text};
use serde_json::json;
use std::io::Write;

fn main() {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for path in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let article = clean_text(&String::from_utf8_lossy(&bytes));
        let lines: Vec<_> = article
            .lines
            .iter()
            .enumerate()
            .map(|(index, line)| match line.verdict {
                Verdict::Keep => json!({"line": index + 1, "verdict": "keep"}),
                Verdict::Cut(reason) => {
                    json!({"line": index + 1, "verdict": "cut", "reason": reason.to_string()})
                }
            })
            .collect();
        let row = json!({"path": path, "title": article.metadata.title, "byline": article.metadata.byline,
            "published": article.metadata.published.map(|date| date.to_string()), "text": article.body.text.as_str(), "lines": lines});
        let _ = writeln!(out, "{row}");
    }
}
