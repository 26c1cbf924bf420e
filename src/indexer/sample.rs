//! Texts read before a run begins, for the index to learn from how its texts are best stored.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::jobs::{Job, Jobs};
use super::plan::Todo;
use super::work::read_whole;
use crate::clean::clean_record;
use crate::corpus::Markup;
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
    let (record, reading) = match job {
        Job::File(todo, format, opened) => {
            (format.read(read_whole(format, opened).ok()?.0).ok()?, todo.reading)
        }
        Job::Record(archive, raw) => {
            (raw.read(&archive.todo.reading.fields).ok()?, Arc::clone(&archive.todo.reading))
        }
        _ => return None,
    };
    Some(match record.markup {
        // Clutter of text dumps is mostly kept aside and stored too; markup is not.
        Markup::Plain => record.text,
        Markup::Html => clean_record(&record, reading.as_is).article.body.text.as_str().to_owned(),
    })
}
