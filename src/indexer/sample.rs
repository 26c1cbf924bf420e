//! Articles read before a run begins: for the index to learn from how its texts are best stored, and which lines come
//! back on the pages of a site.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rayon::prelude::*;

use crate::article::ReadOptions;
use crate::article::SourceKey;
use crate::clean::site_lines::{SiteLearner, SiteStats, site_keys};
use crate::clean::user_rules::Origin;
use crate::clean::{CleanOptions, clean_record, site_of};
use crate::corpus::{FileFormat, Markup, Record, read_article_file};
use crate::extract::plain;
use crate::indexer::jobs::{Job, Jobs};
use crate::indexer::plan::PendingFile;

/// Files that are looked into, at most, to learn how texts are stored.
const FILES: usize = 1000;
/// Files that are looked into, at most, to learn the lines of sites.
const PAGES: usize = 2000;
/// How much of them is read, in bytes.
const PAGES_SIZE: usize = 32 << 20;
/// Pages that are taken apart at once, in bytes.
const AT_ONCE: usize = 1 << 20;

/// An article that was looked into.
struct Sample {
    key: SourceKey,
    reading: Arc<ReadOptions>,
    record: Record,
}

/// Texts of articles in files all over `todo`, of so many bytes in all; the beginnings of archive files. What cannot be
/// read is left out: the run itself reports it.
pub(super) fn sample(todo: &[PendingFile], room: usize) -> Vec<String> {
    let mut texts = Vec::new();
    look_into(&todo.iter().collect::<Vec<_>>(), FILES, room, |sample| {
        let Sample { reading, record, .. } = sample;
        let text = match record.markup {
            // Clutter of text dumps is mostly kept aside and stored too; markup is not.
            Markup::Plain | Markup::Markdown => record.text,
            Markup::Html => {
                let how =
                    CleanOptions { keep_everything: reading.keep_everything, ..CleanOptions::default() };
                clean_record(&record, &how).article.body.text.as_str().to_owned()
            }
        };
        let size = text.len();
        texts.push(text);
        size
    });
    texts
}

/// The lines that come back on pages of one site, learned from files all over `todo`. Pages in HTML say by their
/// elements what is clutter and are left out.
pub(super) fn learn_sites(todo: &[PendingFile]) -> SiteStats {
    let mut learner = SiteLearner::default();
    // Nothing is learned from pages in HTML, and one text that takes all the room is no page: neither is file.
    let teaches = |todo: &&PendingFile| match todo.format_hint {
        Some(FileFormat::Html | FileFormat::Mhtml) => false,
        Some(FileFormat::Text) => !todo.options.keep_everything && todo.size <= PAGES_SIZE as u64,
        _ => !todo.options.keep_everything,
    };
    let todo: Vec<&PendingFile> = todo.iter().filter(teaches).collect();
    let (mut waiting, mut waits) = (Vec::new(), 0);
    look_into(&todo, PAGES, PAGES_SIZE, |sample| {
        let size = sample.record.text.len();
        waiting.push(sample);
        waits += size;
        if waits > AT_ONCE {
            learner.merge(learned(&std::mem::take(&mut waiting)));
            waits = 0;
        }
        size
    });
    learner.merge(learned(&waiting));
    learner.finish()
}

/// What pages teach of their sites. They are taken apart by several threads; the order does not matter.
fn learned(pages: &[Sample]) -> SiteLearner {
    let learn = |mut learner: SiteLearner, Sample { key, reading, record }: &Sample| {
        if record.markup == Markup::Plain && !reading.keep_everything {
            let source_key = key.encode();
            let origin = Origin { site: site_of(record), source_key: &source_key, ..Origin::default() };
            learner.add(&site_keys(origin), &plain::blocks(&record.text));
        }
        learner
    };
    pages.par_iter().fold(SiteLearner::default, learn).reduce(SiteLearner::default, |mut all, one| {
        all.merge(one);
        all
    })
}

/// Shows `each` articles of at most `most` files all over `todo` until it has taken `room` bytes, as it says itself.
fn look_into(todo: &[&PendingFile], most: usize, room: usize, mut each: impl FnMut(Sample) -> usize) {
    let never = AtomicBool::new(false);
    let step = todo.len().div_ceil(most).max(1);
    let files: Vec<&PendingFile> = todo.iter().copied().step_by(step).collect();
    let share = room / files.len().max(1);
    for file in files {
        let fresh = PendingFile { old: None, ..file.clone() };
        let mut room = share;
        for job in Jobs::new(vec![fresh], &never, |_| ()) {
            let Some(sample) = sample_of(job) else { continue };
            room = room.saturating_sub(each(sample));
            if room == 0 {
                break;
            }
        }
    }
}

fn sample_of(job: Job) -> Option<Sample> {
    match job {
        Job::File(todo, format, file) => {
            let record = format.parse(read_article_file(format, file).ok()?.0).ok()?;
            Some(Sample { key: todo.key, reading: todo.options, record })
        }
        Job::Record(archive, raw) => {
            let (key, reading) = (archive.todo.key.clone(), Arc::clone(&archive.todo.options));
            Some(Sample { key, record: raw.parse(&reading.fields).ok()?, reading })
        }
        _ => None,
    }
}
