//! Checks that no text vanishes: `completeness_gate [--each] FILE…`.
//!
//! Cleans every article of the files as the program does, and looks for each text that a reader of the source
//! sees (a line of a record, a text node of a page) in the title, the body, the cut text and the metadata. No
//! line of a record may be missing, and at most 1% of the text nodes of pages. Where a page has a reference
//! text beside it (`NAME.gold.txt`), at most 1% of the leading paragraphs of these may be missing.
//!
//! With `--each`, every missing text is printed.

use clippings::internals::clean::{StoredLetters, missing_texts, visible_texts};
use clippings::internals::corpus::Markup;
use clippings::{CleanedFile, Cleaner};
use std::path::{Path, PathBuf};

/// Number of paragraphs of a reference text that lead it.
const LEADING: usize = 12;
/// Paragraphs of fewer words are labels.
const MIN_WORDS: usize = 4;
/// Share of the texts of pages that may be missing.
const MAX_MISSING: f64 = 0.01;

/// Numbers of texts, and of those that are missing.
#[derive(Default)]
struct Count {
    missing: usize,
    all: usize,
}

impl Count {
    fn report(&self, what: &str, max: f64) -> bool {
        let share = self.missing as f64 / self.all.max(1) as f64;
        let fits = share <= max;
        let verdict = if fits { "ok" } else { "TOO MANY" };
        println!("{what}: {} of {} missing ({:.2}%) {verdict}", self.missing, self.all, share * 100.0);
        fits
    }
}

fn main() -> anyhow::Result<()> {
    let (mut each, mut files) = (false, Vec::new());
    for argument in std::env::args_os().skip(1) {
        if argument == "--each" { each = true } else { files.push(PathBuf::from(argument)) }
    }
    let (mut lines, mut nodes, mut paragraphs) = (Count::default(), Count::default(), Count::default());
    for path in &files {
        Cleaner::default().clean(path, |article| -> anyhow::Result<()> {
            let Ok(CleanedFile { id, record, cleaned, .. }) = article else { return Ok(()) };
            let stored = StoredLetters::of_article(&cleaned.article);
            let count = if record.markup == Markup::Html { &mut nodes } else { &mut lines };
            count.all += visible_texts(&record).len();
            for text in missing_texts(&record, &stored) {
                count.missing += 1;
                if each {
                    let id = id.as_deref().map(|id| format!("#{id}")).unwrap_or_default();
                    println!("{}{id}:{}: [{}] {}", path.display(), text.position, text.words, text.context);
                }
            }
            for paragraph in reference(path) {
                paragraphs.all += 1;
                let words = paragraph.split_whitespace().count();
                if stored.missing_words(&paragraph).len() * 3 > words {
                    paragraphs.missing += 1;
                    if each {
                        println!("{}: paragraph: {paragraph}", path.display());
                    }
                }
            }
            Ok(())
        })?;
    }
    let reports = [
        lines.report("lines of records and texts", 0.0),
        nodes.report("text nodes of pages", MAX_MISSING),
        paragraphs.report("leading paragraphs of pages", MAX_MISSING),
    ];
    anyhow::ensure!(reports.iter().all(|fits| *fits), "text vanishes");
    Ok(())
}

/// Returns the leading paragraphs of the reference text of a page, if it has one.
fn reference(page: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(page.with_extension("gold.txt")).unwrap_or_default();
    let long = |line: &&str| line.split_whitespace().count() >= MIN_WORDS;
    text.lines().take(LEADING).filter(long).map(str::to_owned).collect()
}
