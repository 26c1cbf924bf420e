//! Measures building an index, with and without cleaning, as a ratio to bare tantivy in the same run.
//!
//! All are built from the same archive file, with the same number of writer threads and the same memory per
//! thread; reading the file is part of all times. See `benches/common` for the data. `cargo bench --bench
//! indexing`.

mod common;

use std::path::Path;

use clippings::IndexDir;
use common::bare_tantivy::BareTantivy;
use common::data::Archive;
use common::ratio::timed;
use common::{Outcome, index};

const ROUNDS: usize = 3;

fn main() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let archive = Archive::open(folder.path())?;
    println!("{}\n", archive.describe());
    let (mut times, mut sizes) = (Vec::new(), [0; 3]);
    for round in 0..ROUNDS {
        let path = |name: &str| folder.path().join(format!("{name}{round}"));
        let bare = timed(|| BareTantivy::build(&path("bare"), &archive))?.0;
        let plain = timed(|| index(&IndexDir::new(path("plain")), &archive, true))?.0;
        let cleaned = timed(|| index(&IndexDir::new(path("cleaned")), &archive, false))?.0;
        times.push([bare, plain, cleaned].map(|time| time.as_secs_f64()));
        for (size, name) in sizes.iter_mut().zip(["bare", "plain", "cleaned"]) {
            *size = size_of(&path(name))?;
        }
    }
    let median = |value: &dyn Fn(&[f64; 3]) -> f64| {
        let mut values: Vec<f64> = times.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    println!("{:24}{:>10}{:>8}{:>10}{:>14}", "", "seconds", "×", "MB/s", "% of the text");
    for (number, name) in
        ["bare tantivy", "clippings, no cleaning", "clippings, cleaned"].into_iter().enumerate()
    {
        let seconds = median(&|round| round[number]);
        println!(
            "{name:24}{seconds:>10.2}{:>8.2}{:>10.1}{:>14.1}",
            median(&|round| round[number] / round[0]),
            archive.bytes as f64 / 1e6 / seconds,
            100.0 * sizes[number] as f64 / archive.bytes as f64
        );
    }
    Ok(())
}

/// Returns the size of the files below a folder, in bytes.
fn size_of(folder: &Path) -> Outcome<u64> {
    let mut size = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        size += if entry.path().is_dir() { size_of(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(size)
}
