//! Building an index, as a ratio to bare tantivy in the same run: the articles as they are, and cleaned.
//!
//! Each is built anew from the same archive file, with the same number of writing threads and the same memory for each;
//! reading the file is in both times. See `benches/common` for the data. `cargo bench --bench indexing`.

mod common;

use std::path::Path;

use clippings::IndexDir;
use common::data::Archive;
use common::floor::Floor;
use common::ratio::timed;
use common::{Outcome, index};

const ROUNDS: usize = 3;

fn main() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let archive = Archive::open(folder.path())?;
    println!("{}\n", archive.describe());
    let (mut times, mut sizes) = (Vec::new(), [0; 3]);
    for round in 0..ROUNDS {
        let at = |name: &str| folder.path().join(format!("{name}{round}"));
        let floor = timed(|| Floor::build(&at("floor"), &archive))?.0;
        let plain = timed(|| index(&IndexDir::new(at("plain")), &archive, true))?.0;
        let cleaned = timed(|| index(&IndexDir::new(at("cleaned")), &archive, false))?.0;
        times.push([floor, plain, cleaned].map(|time| time.as_secs_f64()));
        for (size, name) in sizes.iter_mut().zip(["floor", "plain", "cleaned"]) {
            *size = size_of(&at(name))?;
        }
    }
    let middle = |of: &dyn Fn(&[f64; 3]) -> f64| {
        let mut values: Vec<f64> = times.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    println!("{:24}{:>10}{:>8}{:>10}{:>14}", "", "seconds", "×", "MB/s", "% of the text");
    for (number, name) in ["floor", "ours, articles as is", "ours, cleaned"].into_iter().enumerate() {
        let seconds = middle(&|round| round[number]);
        println!(
            "{name:24}{seconds:>10.2}{:>8.2}{:>10.1}{:>14.1}",
            middle(&|round| round[number] / round[0]),
            archive.bytes as f64 / 1e6 / seconds,
            100.0 * sizes[number] as f64 / archive.bytes as f64
        );
    }
    Ok(())
}

/// How many bytes lie below a folder.
fn size_of(folder: &Path) -> Outcome<u64> {
    let mut size = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        size += if entry.path().is_dir() { size_of(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(size)
}
