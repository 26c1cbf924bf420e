//! Packs a lexicon of `eval/lexicons.py`: `pack_lexicon < words.tsv > lexicon.bin`. The form of the bytes is
//! described in `src/analysis/stem/lexicon.rs`.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, BufRead, Write};

use anyhow::{Context, ensure};

fn main() -> anyhow::Result<()> {
    let mut words: BTreeMap<Vec<u8>, (u64, String)> = BTreeMap::new();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let mut fields = line.split('\t');
        let mut field = || fields.next().with_context(|| format!("fields are missing: {line}"));
        let (word, class, stem) = (field()?, field()?.parse::<u64>()?, field()?);
        ensure!(class < 16, "no such class: {line}");
        let recipe = recipe(word, stem);
        *counts.entry(recipe.clone()).or_default() += 1;
        let key = word.chars().map(|c| (c as u32 & 0xff) as u8).collect();
        ensure!(words.insert(key, (class, recipe)).is_none(), "another word has these bytes: {line}");
    }
    // The commonest recipes have the smallest numbers.
    let mut recipes: Vec<_> = counts.into_iter().collect();
    recipes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let numbers: HashMap<&str, u64> = recipes.iter().map(|(recipe, _)| recipe.as_str()).zip(0..).collect();
    let mut out = io::stdout().lock();
    out.write_all(&u16::try_from(recipes.len())?.to_le_bytes())?;
    for (recipe, _) in &recipes {
        writeln!(out, "{recipe}")?;
    }
    let mut map = fst::MapBuilder::new(&mut out)?;
    for (key, (class, recipe)) in &words {
        map.insert(key, numbers.get(recipe.as_str()).context("a recipe has no number")? * 16 + class)?;
    }
    map.finish()?;
    eprintln!("{} words, {} recipes", words.len(), recipes.len());
    Ok(())
}

/// A step of a recipe.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    Keep,
    Skip,
    Add(char),
}

/// Returns the recipe that makes `stem` from `word` with the fewest changes.
fn recipe(word: &str, stem: &str) -> String {
    let (word, stem): (Vec<char>, Vec<char>) = (word.chars().collect(), stem.chars().collect());
    // The least number of changes from each pair of positions on.
    let mut changes = vec![vec![0; stem.len() + 1]; word.len() + 1];
    for i in (0..=word.len()).rev() {
        for j in (0..=stem.len()).rev() {
            changes[i][j] = match (word.get(i), stem.get(j)) {
                (None, None) => 0,
                (None, Some(_)) => 1 + changes[i][j + 1],
                (Some(_), None) => 1 + changes[i + 1][j],
                (Some(a), Some(b)) if a == b => changes[i + 1][j + 1],
                (Some(_), Some(_)) => 1 + changes[i + 1][j].min(changes[i][j + 1]),
            };
        }
    }
    let (mut i, mut j, mut runs) = (0, 0, Vec::<(Step, usize)>::new());
    while i < word.len() || j < stem.len() {
        let step = match (word.get(i), stem.get(j)) {
            (Some(a), Some(b)) if a == b => Step::Keep,
            (Some(_), Some(_)) if changes[i + 1][j] <= changes[i][j + 1] => Step::Skip,
            (Some(_), None) => Step::Skip,
            (_, Some(b)) => Step::Add(*b),
            (None, None) => break,
        };
        i += usize::from(!matches!(step, Step::Add(_)));
        j += usize::from(step != Step::Skip);
        match runs.last_mut() {
            Some((last, count)) if *last == step && !matches!(step, Step::Add(_)) => *count += 1,
            _ => runs.push((step, 1)),
        }
    }
    // The longest run that is kept has no number, so that the recipe suits words of any length.
    let kept = |index: &usize| if runs[*index].0 == Step::Keep { runs[*index].1 } else { 0 };
    let longest = (0..runs.len()).max_by_key(kept);
    let mut text = String::new();
    for (index, (step, count)) in runs.iter().enumerate() {
        match step {
            Step::Keep if Some(index) == longest => text.push('*'),
            Step::Keep => text.push_str(&digits(*count, "")),
            Step::Skip => text.push_str(&digits(*count, "-")),
            Step::Add(letter) => text.push(*letter),
        }
    }
    text
}

/// Returns a number as the sum of digits, with a sign before each.
fn digits(number: usize, sign: &str) -> String {
    let nines = format!("{sign}9").repeat(number / 9);
    if number.is_multiple_of(9) { nines } else { format!("{nines}{sign}{}", number % 9) }
}
