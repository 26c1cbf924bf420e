//! Packs a table of inflections: `pack_inflections LANGUAGE.tsv LANGUAGE.bin`. A line of the source has an
//! ending (`^` before a whole word), the number of bytes to cut, the text to append, and `function` for a
//! function word, separated by tabs. `eval/inflections.py` writes it; `InflectionTable` says what is packed.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use clippings::internals::analysis::{FUNCTION_WORD, InflectionTable};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (source, target) = arguments.next().zip(arguments.next()).context("two paths are needed")?;
    let mut numbers: BTreeMap<(u8, String), u64> = BTreeMap::new();
    let (mut changes, mut endings, mut words) = (Vec::new(), BTreeMap::new(), Vec::new());
    for line in std::fs::read_to_string(&source)?.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [ending, cut, append, kind] = cells[..] else { anyhow::bail!("not a line of a table: {line}") };
        let cut = if kind == "function" { FUNCTION_WORD } else { cut.parse()? };
        let next = numbers.len() as u64;
        let number = *numbers.entry((cut, append.to_owned())).or_insert_with(|| {
            changes.push(cut);
            push_text(&mut changes, append);
            next
        });
        endings.insert(ending.bytes().rev().collect::<Vec<u8>>(), number);
        words.extend(ending.strip_prefix('^').map(str::to_owned));
    }
    let mut automaton = fst::MapBuilder::memory();
    automaton.extend_iter(endings.iter().map(|(ending, number)| (ending, *number)))?;
    let automaton = automaton.into_inner()?;

    // A first table has no irregular stems; it finds them.
    let first = packed(&changes, &[], &automaton);
    let table = InflectionTable::read(first.leak()).context("the table cannot be read")?;
    let mut irregular = BTreeSet::new();
    for word in &words {
        let stem = table.stem(word);
        if word.chars().next() != stem.chars().next() {
            irregular.insert(stem.into_owned());
        }
    }
    let mut stems = Vec::new();
    irregular.iter().for_each(|stem| push_text(&mut stems, stem));
    std::fs::write(&target, packed(&changes, &stems, &automaton))?;
    println!(
        "{target}: {} endings, {} changes, {} irregular, {} bytes",
        endings.len(),
        numbers.len(),
        irregular.len(),
        automaton.len() + changes.len() + stems.len() + 8
    );
    Ok(())
}

fn push_text(bytes: &mut Vec<u8>, text: &str) {
    bytes.push(u8::try_from(text.len()).expect("a short text"));
    bytes.extend_from_slice(text.as_bytes());
}

fn packed(changes: &[u8], stems: &[u8], automaton: &[u8]) -> Vec<u8> {
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).expect("a small table").to_le_bytes();
    [&length(changes), changes, &length(stems), stems, automaton].concat()
}
