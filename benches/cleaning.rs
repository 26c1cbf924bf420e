//! Measures cleaning, as a ratio to a baseline in the same run: one pass over the bytes for line breaks and
//! one for words, which every cleaner needs.
//!
//! The pages are the labeled development pages if `CLEANING_DATA` is set (see `eval/README.md`), else those
//! in `tests/cleaning`. MB/s are per core. `cargo bench --bench cleaning`.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clippings::internals::clean::{clean_text, html};
use clippings::internals::extract::html::read;

/// Function that cleans or reads a page.
type CleanFn = fn(&str);

/// Number of times that each page is cleaned; the shortest time counts.
const ROUNDS: usize = 5;

fn main() -> std::io::Result<()> {
    let data = std::env::var_os("CLEANING_DATA").map(PathBuf::from).filter(|data| data.is_dir());
    println!("pages: {}", data.as_deref().unwrap_or(Path::new("tests/cleaning (test fixtures)")).display());
    println!("{:12} {:>6} {:>8} {:>9} {:>8} {:>8}", "", "pages", "MB", "MB/s", "ms/page", "ratio");
    let kinds: [(&str, &str, CleanFn); 3] = [
        ("text", "txt", |page| drop(black_box(clean_text(page)))),
        ("html", "html", |page| drop(black_box(html::clean(page)))),
        ("html, read", "html", |page| drop(black_box(read(page)))),
    ];
    for (name, extension, clean) in kinds {
        let pages = pages(data.as_deref(), extension)?;
        let bytes: usize = pages.iter().map(String::len).sum();
        let baseline = total_of_shortest(&pages, |page| {
            black_box(memchr::memchr_iter(b'\n', page.as_bytes()).count());
            black_box(page.split_ascii_whitespace().count());
        });
        let cleaning = total_of_shortest(&pages, clean);
        let seconds = cleaning.as_secs_f64();
        println!(
            "{name:12} {:>6} {:>8.2} {:>9.1} {:>8.2} {:>8.1}",
            pages.len(),
            bytes as f64 / 1e6,
            bytes as f64 / 1e6 / seconds,
            seconds * 1e3 / pages.len() as f64,
            seconds / baseline.as_secs_f64()
        );
    }
    Ok(())
}

/// Returns the sum over all pages of the shortest time of each.
fn total_of_shortest(pages: &[String], work: impl Fn(&str)) -> Duration {
    let shortest = |page: &String| {
        let once = |_| {
            let start = Instant::now();
            work(page);
            start.elapsed()
        };
        (0..ROUNDS).map(once).min().unwrap_or_default()
    };
    pages.iter().map(shortest).sum()
}

/// Reads the development pages of one kind, or the test fixtures.
fn pages(data: Option<&Path>, extension: &str) -> std::io::Result<Vec<String>> {
    let folder = match (data, extension) {
        (Some(data), "txt") => data.join("text"),
        (Some(data), _) => data.join("html"),
        (None, _) => Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cleaning"),
    };
    let is_page = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_expected = name.ends_with(".gold.txt") || name == "expected.txt";
        path.extension().is_some_and(|end| end == extension) && !is_expected
    };
    let mut paths = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        paths.push(entry?.into_path());
    }
    let text = |path: &PathBuf| Ok(String::from_utf8_lossy(&std::fs::read(path)?).into_owned());
    paths.iter().filter(|path| is_page(path)).map(text).collect()
}
