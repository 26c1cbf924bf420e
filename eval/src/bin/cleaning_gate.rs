//! Scores cleaning on labeled pages: `cleaning_gate [DATA] [--floors FILE] [--text-models DIR]
//! [--html-models DIR]`.
//!
//! DATA (default: the variable `CLEANING_DATA`) is a folder with `split.json` and, by set and page, `html/`
//! with reference texts, `text/` and `text-light/` with line labels (see `eval/README.md`). The figures are
//! F1 over sequences of four words, averaged over pages, and the share of lost sentences, computed as by the
//! scorer of the reference figures.
//!
//! `--each` prints the figures of every page, `--sentences` its sentences that are lost (`-`) or too many (`+`).
//!
//! With `--floors`, a figure below its floor is a failure (exit 1). Without data, the gate is skipped with a
//! message (exit 0). With `--text-models` or `--html-models`, every page is cleaned by the model that was
//! trained without its site: a cross-validation of the whole program.

use anyhow::{Context, bail};
use clippings::internals::clean::{clean_text, html, training};
use clippings::{Article, Verdict};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const SETS: [&str; 4] = ["scrapinghub", "readability", "wcxb", "modern"];
const MODES: [&str; 3] = ["text", "text-light", "html"];

fn main() -> anyhow::Result<()> {
    let options = Options::read()?;
    let Some(data) = options.data.as_deref().filter(|data| data.join("split.json").is_file()) else {
        println!(
            "cleaning gate skipped: no labeled pages (CLEANING_DATA names their folder, see eval/README.md)"
        );
        return Ok(());
    };
    let split: BTreeMap<String, String> = serde_json::from_slice(&read(&data.join("split.json"))?)?;
    let dev: Vec<&str> =
        split.iter().filter(|(_, split)| *split == &options.split).map(|(key, _)| key.as_str()).collect();
    let models = Models::read(&options)?;
    let mut figures = BTreeMap::new();
    println!("{:24} {:>5} {:>5} {:>5} {:>6} {:>6} {:>5}", "", "F1", "P", "R", "lost", "junk", "empty");
    for mode in options.modes.iter().map(String::as_str) {
        let (mut time, mut bytes) = (Duration::ZERO, 0);
        for set in SETS {
            let mut pages = Vec::new();
            let of_set = |key: &&&str| key.split('/').next() == Some(set);
            for key in dev.iter().filter(of_set).filter(|key| source_path(data, mode, key).is_file()) {
                let page = clean_page(data, mode, key, &models)?;
                time += page.time;
                bytes += page.bytes;
                if options.each {
                    println!("{mode} {key} {}", page.score);
                }
                if options.sentences {
                    page.score.lost.iter().for_each(|sentence| println!("- {mode} {key} {sentence}"));
                    page.score.junk.iter().for_each(|sentence| println!("+ {mode} {key} {sentence}"));
                }
                pages.push(page.score);
            }
            if pages.is_empty() {
                continue;
            }
            let figures_of_set = Figures::of(&pages);
            println!("{:24} {figures_of_set}", format!("{mode} {set}"));
            figures.insert(format!("{mode}.{set}.f1"), figures_of_set.f1);
            figures.insert(format!("{mode}.{set}.lost"), figures_of_set.lost);
        }
        let seconds = time.as_secs_f64();
        println!(
            "{mode}: {:.1} MB/s, {:.2} ms a page",
            bytes as f64 / 1e6 / seconds,
            seconds * 1e3 / dev.len() as f64
        );
    }
    match &options.floors {
        Some(floors) => compare(floors, &figures),
        None => Ok(()),
    }
}

struct Options {
    data: Option<PathBuf>,
    floors: Option<PathBuf>,
    text_models: Option<PathBuf>,
    html_models: Option<PathBuf>,
    split: String,
    modes: Vec<String>,
    /// Whether to print the score of every page.
    each: bool,
    /// Whether to print the sentences of every page that are lost, after `-`, and that are too many, after
    /// `+`.
    sentences: bool,
}

impl Options {
    fn read() -> anyhow::Result<Self> {
        let mut options = Options {
            data: std::env::var_os("CLEANING_DATA").map(PathBuf::from),
            floors: None,
            text_models: None,
            html_models: None,
            split: "dev".to_owned(),
            modes: MODES.map(str::to_owned).to_vec(),
            each: false,
            sentences: false,
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().with_context(|| format!("{argument} needs a value"));
            match argument.as_str() {
                "--floors" => options.floors = Some(value()?.into()),
                "--text-models" => options.text_models = Some(value()?.into()),
                "--html-models" => options.html_models = Some(value()?.into()),
                "--split" => options.split = value()?,
                "--modes" => options.modes = value()?.split(',').map(str::to_owned).collect(),
                "--each" => options.each = true,
                "--sentences" => options.sentences = true,
                _ if argument.starts_with('-') => bail!("unknown option {argument}"),
                _ => options.data = Some(argument.into()),
            }
        }
        Ok(options)
    }
}

/// Models of a cross-validation, by fold, and the fold of each page.
#[derive(Default)]
struct Models {
    text: Vec<training::ModelFiles>,
    html: Vec<String>,
    folds: HashMap<String, usize>,
}

impl Models {
    fn read(options: &Options) -> anyhow::Result<Self> {
        let mut models = Models::default();
        let Some(text) = &options.text_models else { return Ok(models) };
        models.folds = serde_json::from_slice(&read(&text.join("folds.json"))?)?;
        for fold in 0..models.folds.values().max().map_or(0, |last| last + 1) {
            models.text.push(
                training::ModelFiles::read_fold(fold, text)
                    .with_context(|| format!("fold {fold} in {}", text.display()))?,
            );
            if let Some(html) = &options.html_models {
                models.html.push(text_of(&html.join(format!("fold{fold}.txt")))?);
            }
        }
        Ok(models)
    }

    fn clean_text(&self, key: &str, source: &str) -> anyhow::Result<Article> {
        let Some(fold) = self.folds.get(key) else { return Ok(clean_text(source)) };
        training::clean_text_with(source, &self.text[*fold]).context("a model file is invalid")
    }

    fn clean_html(&self, key: &str, source: &str) -> anyhow::Result<html::CleanedPage> {
        let Some((fold, table)) = self.folds.get(key).and_then(|fold| Some((fold, self.html.get(*fold)?)))
        else {
            return Ok(html::clean(source));
        };
        training::clean_html_with(source, &self.text[*fold], table).context("a model file is invalid")
    }
}

/// Result of cleaning one page.
struct ScoredPage {
    score: Score,
    time: Duration,
    bytes: usize,
}

fn clean_page(data: &Path, mode: &str, key: &str, models: &Models) -> anyhow::Result<ScoredPage> {
    let gold = text_of(&data.join("html").join(format!("{key}.gold.txt")))?;
    let source = text_of(&source_path(data, mode, key))?;
    let start = Instant::now();
    let body = if mode == "html" {
        let cleaned = models.clean_html(key, &source)?;
        cleaned.article.body.text.as_str().to_owned()
    } else {
        let article = models.clean_text(key, &source)?;
        let labels = text_of(&data.join(mode).join(format!("{key}.labels.tsv")))?;
        let is_title = |line: &str| line.split('\t').nth(1).is_some_and(|label| label.trim() == "T");
        let lines = source.split('\n').zip(labels.lines()).zip(&article.lines);
        let kept = lines.filter(|((_, label), line)| line.verdict == Verdict::Keep && !is_title(label));
        kept.map(|((line, _), _)| line).collect::<Vec<_>>().join("\n")
    };
    let time = start.elapsed();
    Ok(ScoredPage { score: Score::of(&gold, &body), time, bytes: source.len() })
}

fn source_path(data: &Path, mode: &str, key: &str) -> PathBuf {
    let extension = if mode == "html" { "html" } else { "txt" };
    data.join(mode).join(format!("{key}.{extension}"))
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| path.display().to_string())
}

fn text_of(path: &Path) -> anyhow::Result<String> {
    Ok(String::from_utf8_lossy(&read(path)?).into_owned())
}

/// Score of one page.
struct Score {
    /// Shares of the sequences of four words that are found, extra, and missing.
    shares: [f64; 3],
    /// The sentences that are missing, and the number of all.
    lost: Vec<String>,
    sentences: usize,
    /// The sentences that are too many, and the number of all that are kept.
    junk: Vec<String>,
    predicted: usize,
    empty: bool,
}

impl Score {
    fn of(gold: &str, body: &str) -> Score {
        let (gold_lower, body_lower) = (gold.to_lowercase(), body.to_lowercase());
        let (gold_words, body_words) = (words(&gold_lower), words(&body_lower));
        let (gold_trigrams, body_trigrams) = (trigrams(&gold_words), trigrams(&body_words));
        let (lost, sentences) = missing(gold, &body_trigrams);
        let (junk, predicted) = missing(body, &gold_trigrams);
        Score { shares: shares(gold, body), lost, sentences, junk, predicted, empty: body_words.is_empty() }
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [found, extra, missing] = self.shares;
        write!(
            f,
            "{found:.3} too-many {extra:.3} missing {missing:.3} lost {}/{} junk {}/{}",
            self.lost.len(),
            self.sentences,
            self.junk.len(),
            self.predicted
        )
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect()
}

fn shares(gold: &str, body: &str) -> [f64; 3] {
    let count = |text| {
        let mut counts: HashMap<Vec<&str>, i64> = HashMap::new();
        let words = words(text);
        if words.len() < 4 && !words.is_empty() {
            counts.insert(words, 1);
        } else {
            words.windows(4).for_each(|window| *counts.entry(window.to_vec()).or_default() += 1);
        }
        counts
    };
    let (gold, body) = (count(gold), count(body));
    let found: i64 = gold.iter().map(|(window, count)| *count.min(body.get(window).unwrap_or(&0))).sum();
    let (extra, missing) = (body.values().sum::<i64>() - found, gold.values().sum::<i64>() - found);
    let total = (found + extra + missing).max(1) as f64;
    [found as f64 / total, extra as f64 / total, missing as f64 / total]
}

fn trigrams<'w>(words: &[&'w str]) -> HashSet<[&'w str; 3]> {
    words.windows(3).map(|trigram| [trigram[0], trigram[1], trigram[2]]).collect()
}

/// Returns the sentences of `text` with at least four words that have most trigrams not in `known`, and the
/// number of all.
fn missing(text: &str, known: &HashSet<[&str; 3]>) -> (Vec<String>, usize) {
    let (mut lost, mut total) = (Vec::new(), 0);
    for sentence in sentences(text) {
        let lower = sentence.to_lowercase();
        let words = words(&lower);
        if words.len() < 4 {
            continue;
        }
        let trigrams = trigrams(&words);
        total += 1;
        if trigrams.iter().filter(|trigram| known.contains(*trigram)).count() * 2 < trigrams.len() {
            lost.push(sentence.trim().to_owned());
        }
    }
    (lost, total)
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| {
        let mut sentences = Vec::new();
        let (mut start, mut last) = (0, ' ');
        for (offset, c) in line.char_indices() {
            if c.is_whitespace() && ".!?。！？…\"”’".contains(last) {
                sentences.push(&line[start..offset]);
                start = offset;
            }
            last = c;
        }
        sentences.push(&line[start..]);
        sentences
    })
}

/// Figures of one set.
struct Figures {
    f1: f64,
    precision: f64,
    recall: f64,
    lost: f64,
    junk: f64,
    empty: usize,
}

impl Figures {
    fn of(pages: &[Score]) -> Figures {
        // As in the reference scorer, a page without output has no precision, and one without reference no
        // recall.
        let mean = |error: usize| {
            let ratios: Vec<f64> = pages
                .iter()
                .map(|page| (page.shares[0], page.shares[error]))
                .filter(|(found, error)| found + error > 0.0)
                .map(|(found, error)| found / (found + error))
                .collect();
            ratios.iter().sum::<f64>() / ratios.len().max(1) as f64
        };
        let (precision, recall) = (mean(1), mean(2));
        let sum = |count: fn(&Score) -> usize| pages.iter().map(count).sum::<usize>() as f64;
        Figures {
            f1: 2.0 * precision * recall / (precision + recall).max(1e-9),
            precision,
            recall,
            lost: sum(|page| page.lost.len()) / sum(|page| page.sentences).max(1.0),
            junk: sum(|page| page.junk.len()) / sum(|page| page.predicted).max(1.0),
            empty: pages.iter().filter(|page| page.empty).count(),
        }
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Figures { f1, precision, recall, lost, junk, empty } = self;
        write!(f, "{f1:.3} {precision:.3} {recall:.3} {:5.1}% {:5.1}% {empty:5}", lost * 100.0, junk * 100.0)
    }
}

/// Compares the figures with the floors: F1 must not be lower, the share of lost sentences not higher.
fn compare(floors: &Path, figures: &BTreeMap<String, f64>) -> anyhow::Result<()> {
    let floors: BTreeMap<String, Value> = serde_json::from_slice(&read(floors)?)?;
    let mut failures = Vec::new();
    for (name, floor) in floors.iter().filter_map(|(name, floor)| Some((name, floor.as_f64()?))) {
        let Some(figure) = figures.get(name) else { bail!("{name} was not measured") };
        // Floors have three decimal places: half of the last one is no drop.
        let drop = if name.ends_with(".lost") { figure - floor } else { floor - figure };
        if drop > 0.0005 {
            failures.push(format!("{name}: {figure:.4}, floor {floor}"));
        }
    }
    if failures.is_empty() {
        println!("cleaning gate passed: {} floors", floors.len());
        return Ok(());
    }
    bail!("cleaning gate failed:\n  {}", failures.join("\n  "))
}
