//! Samples the files of a run, to learn a compression dictionary and the lines that the pages of a site
//! repeat.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::article::{ReadOptions, SourceKey};
use crate::clean::site_lines::{SiteLearner, SiteStats, site_keys};
use crate::clean::user_rules::Origin;
use crate::clean::{CleanOptions, clean_record, site_of};
use crate::corpus::{
    FileFormat, Markup, Record, RecordEvent, RecordReader, open, read_article_file, spread_lines,
};
use crate::error::Error;
use crate::extract::plain;
use crate::index::{ReplacedArticles, WriteSession, dictionary_sample_size, learn_dictionary};
use crate::indexer::jobs::{Job, Jobs};
use crate::indexer::plan::{IndexPlan, PendingFile};

/// Maximum number of files sampled for the compression dictionary.
const MAX_DICTIONARY_FILES: usize = 1000;
/// Number of bytes to read from which the index learns a compression dictionary from a sample of them.
const MIN_DICTIONARY_BYTES: u64 = 1 << 20;
/// Maximum number of files sampled for the line statistics of sites.
const MAX_SITE_FILES: usize = 2000;
/// Maximum number of bytes of text sampled for the line statistics of sites.
const MAX_SITE_BYTES: usize = 32 << 20;
/// Maximum number of PDFs in the sample for the dictionary, if there are no other files.
const MAX_DICTIONARY_PDFS: usize = 8;
/// Maximum number of pages of one site in that sample, where records name their site.
const MAX_SITE_PAGES: usize = 512;
/// Ratio of the bytes read of an archive file that cannot be entered in the middle to the bytes sampled.
const MAX_SKIP_FACTOR: u64 = 4;
/// Assumed compression ratio of texts.
const COMPRESSION_RATIO: u64 = 3;
/// Number of bytes of text above which a batch of articles is processed.
const BATCH_BYTES: usize = 1 << 20;

/// An article of a sample.
struct Sample {
    key: SourceKey,
    options: Arc<ReadOptions>,
    record: Record,
}

/// Returns texts of articles with about `max_bytes` bytes in total, from evenly spaced files and the
/// beginnings of archive files. Unreadable files are left out, since the run itself reports them. Ends early
/// once `stop` is set.
fn sample_texts(files: &[PendingFile], max_bytes: usize, stop: &Arc<AtomicBool>) -> Vec<String> {
    let mut texts = Vec::new();
    // To read a PDF takes longer than to clean it, and the run itself reads it again.
    let is_pdf = |file: &&PendingFile| file.format_hint == Some(FileFormat::Pdf);
    let files = || files.iter().filter(|file| file.filter.is_none());
    let others: Vec<&PendingFile> = files().filter(|file| !is_pdf(file)).collect();
    let (files, max_files) = match others.is_empty() {
        true => (files().collect(), MAX_DICTIONARY_PDFS),
        false => (others, MAX_DICTIONARY_FILES),
    };
    for_each_sample(&files, max_files, max_bytes, stop, |sample| {
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

/// Learns the compression dictionary of the index and the line statistics of sites, unless the index has
/// them, and returns the latter; `None` if `stop` is set before all is learned, which then no later run would
/// learn.
pub(super) fn learn<S: WriteSession>(
    session: &mut S,
    plan: &IndexPlan,
    replaced: Option<&S::Replaced>,
    stop: &Arc<AtomicBool>,
) -> Result<Option<SiteStats>, Error> {
    let needs_dictionary = session.needs_dictionary() && plan.bytes >= MIN_DICTIONARY_BYTES;
    let needs_site_stats = session.is_fresh();
    let max_bytes = dictionary_sample_size(plan.bytes);
    let (dictionary, site_stats) = rayon::join(
        || {
            let texts = needs_dictionary.then(|| sample_texts(&plan.pending, max_bytes, stop))?;
            (!stop.load(Ordering::Relaxed)).then(|| learn_dictionary(&texts)).flatten()
        },
        || needs_site_stats.then(|| learn_site_stats(&plan.pending, stop)),
    );
    if (needs_dictionary || needs_site_stats) && stop.load(Ordering::Relaxed) {
        return Ok(None);
    }
    // What the replaced index has learned serves the articles that are carried over from it. If it is
    // damaged, they do without.
    let replaced = replaced.filter(|_| !plan.unreachable.is_empty());
    let dictionary = dictionary.or_else(|| replaced?.dictionary().ok()?);
    if let Some(dictionary) = dictionary.filter(|_| session.needs_dictionary()) {
        session.set_dictionary(dictionary)?;
    }
    match site_stats {
        Some(mut site_stats) => {
            if let Some(stored) = replaced {
                site_stats.add_missing(stored.site_lines().unwrap_or_default());
            }
            if !site_stats.is_empty() {
                session.set_site_lines(&site_stats)?;
            }
            Ok(Some(site_stats))
        }
        None => session.site_lines().map(Some),
    }
}

/// Learns the lines that the pages of a site repeat from evenly spaced files and all parts of archive
/// files, up to a number of pages of each site. HTML pages are left out, since their elements mark
/// boilerplate.
fn learn_site_stats(files: &[PendingFile], stop: &Arc<AtomicBool>) -> SiteStats {
    learn_from(files, MAX_SITE_BYTES, stop)
}

/// Learns from about `max_bytes` bytes of `files`.
fn learn_from(files: &[PendingFile], max_bytes: usize, stop: &Arc<AtomicBool>) -> SiteStats {
    let mut learner = SiteLearner::default();
    // Neither pages and documents, which tell their parts, nor texts that alone exceed the sample are opened,
    // and no filter runs twice.
    let is_usable = |file: &&PendingFile| match file.format_hint {
        _ if file.filter.is_some() => false,
        Some(FileFormat::Html | FileFormat::Mhtml | FileFormat::Document | FileFormat::Pdf) => false,
        Some(FileFormat::Text) => !file.options.keep_everything && file.size <= max_bytes as u64,
        _ => !file.options.keep_everything,
    };
    let files: Vec<&PendingFile> = files.iter().filter(is_usable).collect();
    let (mut batch, mut batch_bytes) = (Vec::new(), 0);
    let mut site_pages: HashMap<String, usize> = HashMap::new();
    let mut visit = |sample: Sample| {
        let site = site_of(&sample.record);
        let pages = site_pages.entry(site.to_lowercase()).or_default();
        if !site.is_empty() && *pages >= MAX_SITE_PAGES {
            return;
        }
        *pages += 1;
        batch_bytes += sample.record.text.len();
        batch.push(sample);
        if batch_bytes > BATCH_BYTES {
            learner.merge(learn_batch(&std::mem::take(&mut batch)));
            batch_bytes = 0;
        }
    };
    let (files, max_file_bytes) = evenly_spaced(&files, MAX_SITE_FILES, max_bytes);
    for file in files {
        visit_spread(file, max_file_bytes as u64, stop, &mut visit);
    }
    learner.merge(learn_batch(&batch));
    learner.finish()
}

/// Learns from a batch of articles in parallel. Their order does not matter.
fn learn_batch(batch: &[Sample]) -> SiteLearner {
    let learn = |mut learner: SiteLearner, Sample { key, options, record }: &Sample| {
        if record.markup == Markup::Plain && record.parts.is_empty() && !options.keep_everything {
            let source_key = key.encode();
            let origin = Origin { site: &site_of(record), source_key: &source_key, ..Origin::default() };
            learner.add(&site_keys(origin), &plain::blocks(&record.text));
        }
        learner
    };
    batch.par_iter().fold(SiteLearner::default, learn).reduce(SiteLearner::default, |mut merged, learner| {
        merged.merge(learner);
        merged
    })
}

/// Returns at most `max_files` evenly spaced files, and the share of each in `max_bytes`.
fn evenly_spaced<'f>(
    files: &[&'f PendingFile],
    max_files: usize,
    max_bytes: usize,
) -> (Vec<&'f PendingFile>, usize) {
    let step = files.len().div_ceil(max_files).max(1);
    let sampled: Vec<&PendingFile> = files.iter().copied().step_by(step).collect();
    let max_file_bytes = max_bytes / sampled.len().max(1);
    (sampled, max_file_bytes)
}

/// Calls `visit` with articles from all parts of a file, about `max_bytes` bytes of them. JSON lines are
/// read at places that are spread over the file; of other archive files, which cannot be entered in the
/// middle, every second, third or further record is used.
fn visit_spread(file: &PendingFile, max_bytes: u64, stop: &Arc<AtomicBool>, visit: &mut impl FnMut(Sample)) {
    if stop.load(Ordering::Relaxed) {
        return;
    }
    let Ok(open_file) = open(&file.path) else { return };
    let format = FileFormat::detect(&open_file, file.format_hint);
    if !format.is_archive() {
        let new_file = PendingFile { indexed: None, ..file.clone() };
        sample_of(Job::File(new_file, format, open_file), stop).map(visit);
        return;
    }
    // Whether the file is entered in the middle, and the size of its content.
    let (is_spread, content_bytes) = match (format, open_file.is_compressed) {
        (FileFormat::Jsonl, false) => (true, max_bytes),
        (_, true) => (false, file.size.saturating_mul(COMPRESSION_RATIO)),
        _ => (false, file.size),
    };
    let open_file = if is_spread { spread_lines(&file.path, open_file, max_bytes) } else { open_file };
    let max_read = if is_spread { u64::MAX } else { max_bytes.saturating_mul(MAX_SKIP_FACTOR) };
    let step = content_bytes.min(max_read).div_ceil(max_bytes.max(1)).max(1);
    let mut records = RecordReader::new(open_file, format);
    let (mut read, mut used) = (0, 0);
    while read < max_read && (is_spread || used < max_bytes) && !stop.load(Ordering::Relaxed) {
        match records.next_record() {
            RecordEvent::Record(raw) => {
                let size = raw.size() as u64;
                let is_used = raw.number.is_multiple_of(step);
                read += size;
                used += if is_used { size } else { 0 };
                if is_used && let Ok(record) = raw.parse(&file.options.fields) {
                    visit(Sample { key: file.key.clone(), options: Arc::clone(&file.options), record });
                }
            }
            RecordEvent::Invalid(..) | RecordEvent::Unsupported(_) => {}
            RecordEvent::ReadError(..) | RecordEvent::End => return,
        }
    }
}

/// Calls `visit` with the articles of at most `max_files` evenly spaced files. `visit` returns the number of
/// bytes it used; each file gets an equal share of `max_bytes`.
fn for_each_sample(
    files: &[&PendingFile],
    max_files: usize,
    max_bytes: usize,
    stop: &Arc<AtomicBool>,
    mut visit: impl FnMut(Sample) -> usize,
) {
    let (sampled, max_file_bytes) = evenly_spaced(files, max_files, max_bytes);
    for file in sampled {
        let new_file = PendingFile { indexed: None, ..file.clone() };
        let mut remaining = max_file_bytes;
        for job in Jobs::new(vec![new_file], stop, |_| ()) {
            let Some(sample) = sample_of(job, stop) else { continue };
            remaining = remaining.saturating_sub(visit(sample));
            if remaining == 0 {
                break;
            }
        }
    }
}

fn sample_of(job: Job, stop: &Arc<AtomicBool>) -> Option<Sample> {
    match job {
        Job::File(file, format, open_file) => {
            let bytes = read_article_file(format, open_file).ok()?.bytes;
            let record = format.parse_until(bytes, stop).ok()?;
            Some(Sample { key: file.key, options: file.options, record })
        }
        Job::Record(archive, raw) => {
            let (key, options) = (archive.file.key.clone(), Arc::clone(&archive.file.options));
            Some(Sample { key, record: raw.parse(&options.fields).ok()?, options })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::indexer::sample::*;

    /// Returns a file with the records of ten sites, one site after the other.
    fn archive(dir: &std::path::Path, name: &str, encode: impl Fn(&[u8]) -> Vec<u8>) -> PendingFile {
        let record = |number: u32| {
            let site = number / 200;
            let word: String =
                (0..4).map(|digit| char::from(b'a' + (number / 26u32.pow(digit) % 26) as u8)).collect();
            let text = format!("{}\n\nBecome a friend of paper {site} today.\n", word.repeat(150));
            serde_json::json!({"text": text, "source": format!("paper {site}")}).to_string() + "\n"
        };
        let content = encode((0..2000).map(record).collect::<String>().as_bytes());
        let path = dir.join(name);
        std::fs::write(&path, &content).expect("written");
        PendingFile {
            key: SourceKey { folder: 1, path: name.into() },
            path,
            format_hint: Some(FileFormat::Jsonl),
            size: content.len() as u64,
            modified: 0,
            identity: None,
            options: Arc::default(),
            indexed: None,
            filter: None,
            force_read: false,
        }
    }

    #[test]
    fn sites_are_learned_from_all_parts_of_an_archive_file() {
        let dir = tempfile::tempdir().expect("a folder");
        let plain = archive(dir.path(), "plain.jsonl", <[u8]>::to_vec);
        let max_bytes = (plain.size / 4) as usize;
        let no_stop = Arc::default();
        let stats = learn_from(std::slice::from_ref(&plain), max_bytes, &no_stop);
        for site in 0..10 {
            let pages = stats.pages(&format!("paper {site}"));
            assert!((4..200).contains(&pages), "paper {site}: {pages}");
        }
        assert_eq!(learn_from(&[plain], max_bytes, &no_stop), stats, "the sample is the same");
        // A compressed file is read from its beginning.
        let compress = |text: &[u8]| zstd::encode_all(text, 1).unwrap_or_default();
        let compressed = archive(dir.path(), "zstd.jsonl.zst", compress);
        assert_eq!(learn_from(&[compressed], 4 << 20, &no_stop).pages("paper 9"), 200);
    }

    #[test]
    fn no_site_is_learned_from_too_many_pages() {
        let dir = tempfile::tempdir().expect("a folder");
        let record = |number: u32| {
            format!(
                "{{\"text\": \"Story {}.\\n\\nA motto.\", \"source\": \"s\"}}\n",
                "x".repeat(number as usize)
            )
        };
        let content: String = (0..700).map(record).collect();
        let file = archive(dir.path(), "one.jsonl", |_| content.clone().into_bytes());
        assert_eq!(learn_from(&[file], MAX_SITE_BYTES, &Arc::default()).pages("s"), MAX_SITE_PAGES as u32);
    }

    #[test]
    fn a_stopped_sample_ends() {
        let dir = tempfile::tempdir().expect("a folder");
        let files = [archive(dir.path(), "plain.jsonl", <[u8]>::to_vec)];
        let is_sampled = |stop: bool| {
            let stop = Arc::new(AtomicBool::new(stop));
            let stats = learn_from(&files, MAX_SITE_BYTES, &stop);
            (!sample_texts(&files, 1 << 20, &stop).is_empty(), !stats.is_empty())
        };
        assert_eq!((is_sampled(false), is_sampled(true)), ((true, true), (false, false)));
    }
}
