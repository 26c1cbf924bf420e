//! Measures how latency grows, in indexes of samples of the articles.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;
use clippings::internals::bench::{BenchPlan, SampleTimes, measure, sample_queries};
use clippings::internals::search::IndexSnapshot;
use clippings::{IndexDir, IndexOptions, Indexer, NoProgress, Response};
use serde_json::json;
use tempfile::TempDir;

/// Divisors of the number of articles that samples have, the smallest sample first.
const DIVISORS: [u64; 2] = [100, 10];
/// Number of articles that a sample has at least: fewer have no queries to draw.
const MIN_ARTICLES: u64 = 10;

/// Measures samples of the index in `index_dir`, each with queries that are drawn from it if those of `plan`
/// were. The articles are indexed as the index has them, in a temporary folder.
pub(super) fn measure_samples(
    index_dir: &IndexDir,
    plan: &BenchPlan,
    per_kind: usize,
    stop: &Arc<AtomicBool>,
    print: &(dyn Fn(&str, &Response) + Sync),
) -> anyhow::Result<Vec<SampleTimes>> {
    let snapshot = IndexSnapshot::open(index_dir)?;
    let divisors = DIVISORS.into_iter().filter(|divisor| snapshot.num_articles() / divisor >= MIN_ARTICLES);
    let mut samples = Vec::new();
    for divisor in divisors {
        let folder = temporary_folder()?;
        let sample_dir = IndexDir::new(folder.path().join("index"));
        write_sample(&snapshot, divisor, &folder, stop)?;
        let mut options = IndexOptions::default();
        options.overrides.keep_everything = Some(true);
        let indexer = Indexer::new(sample_dir.clone()).options(options).stop_when(Arc::clone(stop));
        indexer.run(&[folder.path().join("articles")], &NoProgress)?;
        ensure_running(stop)?;
        let mut sample_plan = BenchPlan { cold: 0, threads: 1, ..plan.clone() };
        if let Some(seed) = plan.seed {
            sample_plan.queries = sample_queries(&IndexSnapshot::open(&sample_dir)?, seed, per_kind)?;
        }
        samples.push(SampleTimes::of(&measure(&sample_dir, &sample_plan, print)?));
    }
    Ok(samples)
}

/// Writes every `divisor`th article as a record.
fn write_sample(
    snapshot: &IndexSnapshot,
    divisor: u64,
    folder: &TempDir,
    stop: &AtomicBool,
) -> anyhow::Result<()> {
    let articles = folder.path().join("articles");
    let written = std::fs::create_dir(&articles).and_then(|()| File::create(articles.join("sample.jsonl")));
    let mut file = BufWriter::new(written.with_context(|| cannot_write(folder))?);
    each_article(snapshot, divisor, stop, |title, text| {
        writeln!(file, "{}", json!({ "title": title, "text": text })).with_context(|| cannot_write(folder))
    })?;
    file.flush().with_context(|| cannot_write(folder))
}

/// Calls `each` with the title and the text of every `divisor`th article.
pub(super) fn each_article(
    snapshot: &IndexSnapshot,
    divisor: u64,
    stop: &AtomicBool,
    mut each: impl FnMut(&str, &str) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    for ordinal in (0..snapshot.max_doc()).step_by(usize::try_from(divisor)?) {
        ensure_running(stop)?;
        let Some(article) = snapshot.article_by_ordinal(ordinal)? else { continue };
        each(article.metadata.title.as_deref().unwrap_or_default(), &article.text.text)?;
    }
    Ok(())
}

/// Returns an error once the user has interrupted the program.
pub(super) fn ensure_running(stop: &AtomicBool) -> anyhow::Result<()> {
    if stop.load(Ordering::Relaxed) { anyhow::bail!("interrupted") } else { Ok(()) }
}

/// Creates a folder that is deleted in the end.
pub(super) fn temporary_folder() -> anyhow::Result<TempDir> {
    let cannot_create = || format!("cannot create a folder in {}", std::env::temp_dir().display());
    tempfile::Builder::new().prefix("clippings-bench-").tempdir().with_context(cannot_create)
}

/// Returns the message for a sample that cannot be written.
pub(super) fn cannot_write(folder: &TempDir) -> String {
    format!("cannot write articles to {}; TMPDIR names another folder", folder.path().display())
}
