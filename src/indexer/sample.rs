//! Texts read before a run begins, for the index to learn from how its texts are best stored.

use std::sync::atomic::AtomicBool;

use super::jobs::{Job, Jobs};
use super::plan::Todo;
use super::work::{read_whole, record_of_file};
use crate::corpus::Record;
use crate::engine::SAMPLE;

/// Files that are looked into, at most.
const FILES: usize = 1000;

/// Texts of articles in files all over `todo`, as much as there is to learn from; the beginnings of archive files.
/// What cannot be read is left out: the run itself reports it.
pub(super) fn sample(todo: &[Todo]) -> Vec<String> {
    let never = AtomicBool::new(false);
    let step = todo.len().div_ceil(FILES).max(1);
    let files: Vec<&Todo> = todo.iter().step_by(step).collect();
    let share = SAMPLE / files.len().max(1);
    let mut texts = Vec::new();
    for file in files {
        let fresh = Todo { old: None, ..file.clone() };
        let mut room = share;
        for job in Jobs::new(vec![fresh], &never, |_| ()) {
            let Some(text) = text_of(job) else { continue };
            room = room.saturating_sub(text.len());
            texts.push(text);
            if room == 0 {
                break;
            }
        }
    }
    texts
}

fn text_of(job: Job) -> Option<String> {
    match job {
        Job::File(_, markup, opened) => {
            let bytes = read_whole(opened).ok()?;
            Some(record_of_file(bytes, markup).ok()?.text)
        }
        Job::Record(archive, raw) => Some(Record::parse(raw.bytes, &archive.todo.reading.fields).ok()?.text),
        Job::Unreadable(..) | Job::Touched(_) | Job::Broken(..) | Job::End(_) => None,
    }
}
