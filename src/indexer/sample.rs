//! Samples the files of a run, to learn a compression dictionary and the lines that the pages of a site
//! repeat.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rayon::prelude::*;

use crate::article::{ReadOptions, SourceKey};
use crate::clean::site_lines::{SiteLearner, SiteStats, site_keys};
use crate::clean::user_rules::Origin;
use crate::clean::{CleanOptions, clean_record, site_of};
use crate::corpus::{FileFormat, Markup, Record, read_article_file};
use crate::extract::plain;
use crate::indexer::jobs::{Job, Jobs};
use crate::indexer::plan::PendingFile;

/// Maximum number of files sampled for the compression dictionary.
const MAX_DICTIONARY_FILES: usize = 1000;
/// Maximum number of files sampled for the line statistics of sites.
const MAX_SITE_FILES: usize = 2000;
/// Maximum number of bytes of text sampled for the line statistics of sites.
const MAX_SITE_BYTES: usize = 32 << 20;
/// Number of bytes of text above which a batch of articles is processed.
const BATCH_BYTES: usize = 1 << 20;

/// An article of a sample.
struct Sample {
    key: SourceKey,
    options: Arc<ReadOptions>,
    record: Record,
}

/// Returns texts of articles with about `max_bytes` bytes in total, from evenly spaced files and the
/// beginnings of archive files. Unreadable files are left out, since the run itself reports them.
pub(super) fn sample_texts(files: &[PendingFile], max_bytes: usize) -> Vec<String> {
    let mut texts = Vec::new();
    for_each_sample(&files.iter().collect::<Vec<_>>(), MAX_DICTIONARY_FILES, max_bytes, |sample| {
        let Sample { options, record, .. } = sample;
        let text = match record.markup {
            // The boilerplate of plain texts is stored too; markup is not.
            Markup::Plain | Markup::Markdown => record.text,
            Markup::Html => {
                let options =
                    CleanOptions { keep_everything: options.keep_everything, ..CleanOptions::default() };
                clean_record(&record, &options).article.body.text.as_str().to_owned()
            }
        };
        let size = text.len();
        texts.push(text);
        size
    });
    texts
}

/// Learns the lines that the pages of a site repeat from evenly spaced files. HTML pages are left out, since
/// their elements mark boilerplate.
pub(super) fn learn_site_stats(files: &[PendingFile]) -> SiteStats {
    let mut learner = SiteLearner::default();
    // Neither HTML pages nor texts that alone exceed the sample are opened.
    let is_usable = |file: &&PendingFile| match file.format_hint {
        Some(FileFormat::Html | FileFormat::Mhtml) => false,
        Some(FileFormat::Text) => !file.options.keep_everything && file.size <= MAX_SITE_BYTES as u64,
        _ => !file.options.keep_everything,
    };
    let files: Vec<&PendingFile> = files.iter().filter(is_usable).collect();
    let (mut batch, mut batch_bytes) = (Vec::new(), 0);
    for_each_sample(&files, MAX_SITE_FILES, MAX_SITE_BYTES, |sample| {
        let size = sample.record.text.len();
        batch.push(sample);
        batch_bytes += size;
        if batch_bytes > BATCH_BYTES {
            learner.merge(learn_batch(&std::mem::take(&mut batch)));
            batch_bytes = 0;
        }
        size
    });
    learner.merge(learn_batch(&batch));
    learner.finish()
}

/// Learns from a batch of articles in parallel. Their order does not matter.
fn learn_batch(batch: &[Sample]) -> SiteLearner {
    let learn = |mut learner: SiteLearner, Sample { key, options, record }: &Sample| {
        if record.markup == Markup::Plain && record.parts.is_empty() && !options.keep_everything {
            let source_key = key.encode();
            let origin = Origin { site: site_of(record), source_key: &source_key, ..Origin::default() };
            learner.add(&site_keys(origin), &plain::blocks(&record.text));
        }
        learner
    };
    batch.par_iter().fold(SiteLearner::default, learn).reduce(SiteLearner::default, |mut merged, learner| {
        merged.merge(learner);
        merged
    })
}

/// Calls `visit` with the articles of at most `max_files` evenly spaced files. `visit` returns the number of
/// bytes it used; each file gets an equal share of `max_bytes`.
fn for_each_sample(
    files: &[&PendingFile],
    max_files: usize,
    max_bytes: usize,
    mut visit: impl FnMut(Sample) -> usize,
) {
    let never = AtomicBool::new(false);
    let step = files.len().div_ceil(max_files).max(1);
    let sampled: Vec<&PendingFile> = files.iter().copied().step_by(step).collect();
    let max_file_bytes = max_bytes / sampled.len().max(1);
    for file in sampled {
        let new_file = PendingFile { indexed: None, ..file.clone() };
        let mut remaining = max_file_bytes;
        for job in Jobs::new(vec![new_file], &never, |_| ()) {
            let Some(sample) = sample_of(job) else { continue };
            remaining = remaining.saturating_sub(visit(sample));
            if remaining == 0 {
                break;
            }
        }
    }
}

fn sample_of(job: Job) -> Option<Sample> {
    match job {
        Job::File(file, format, open_file) => {
            let bytes = read_article_file(format, open_file).ok()?.bytes;
            let record = format.parse(bytes).ok()?;
            Some(Sample { key: file.key, options: file.options, record })
        }
        Job::Record(archive, raw) => {
            let (key, options) = (archive.file.key.clone(), Arc::clone(&archive.file.options));
            Some(Sample { key, record: raw.parse(&options.fields).ok()?, options })
        }
        _ => None,
    }
}
