//! Packs the lists of stock phrases in `data/clean/phrases`: `pack_phrases data/clean/phrases.bin`. The
//! program has no lists, only what is packed of them.

use anyhow::Context;
use clippings::internals::clean::training::pack_phrases;

fn main() -> anyhow::Result<()> {
    let target = std::env::args().nth(1).context("a path is needed")?;
    let packed = pack_phrases();
    std::fs::write(&target, &packed)?;
    println!("{target}: {} bytes", packed.len());
    Ok(())
}
