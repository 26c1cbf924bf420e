//! `clippings index`.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Duration;

use clippings::Error;
use clippings::engine::IndexPlace;
use clippings::indexer::{Indexer, Options};
use clippings::progress::Progress;
use clippings::report::IndexReport;

use super::args::{Common, Format, IndexArgs};
use super::output::json;
use super::place::{Shown, index_place};
use super::{FAILED, FOUND, STOPPED, messages};

/// Runs `clippings index`.
pub fn run(args: &IndexArgs, common: &Common) -> anyhow::Result<u8> {
    let place = index_place(common.index.as_deref())?;
    let report = {
        let indexer = Indexer::new(place.clone()).options(options(args));
        bring_up_to_date(&indexer, &args.paths, common.quiet)?
    };
    let shown = Shown::here();
    messages::failures(&report.failures, &shown);
    if !common.quiet {
        messages::remarks(&report.remarks, &shown);
    }
    match common.format {
        Format::Json => json::report(&report)?,
        _ if common.quiet => {}
        _ => print!("{}", summary(&report, &place)),
    }
    if report.stopped {
        messages::say("stopped; what was done is in the index, and the next run does the rest");
        return Ok(STOPPED);
    }
    Ok(if report.failures.is_empty() { FOUND } else { FAILED })
}

fn options(args: &IndexArgs) -> Options {
    Options {
        rebuild: args.rebuild,
        prune: args.prune,
        and_known: args.and_known,
        at: args.at.clone(),
        wait: if args.wait { Duration::from_secs(24 * 3600) } else { Duration::ZERO },
        optimize: args.optimize,
        commit_every: Duration::try_from_secs_f64(args.commit_every).unwrap_or(Duration::MAX),
        choices: args.reading.choices(),
    }
}

/// Brings an index in step with `folders`, progress shown on a terminal.
pub fn bring_up_to_date(indexer: &Indexer, folders: &[PathBuf], quiet: bool) -> anyhow::Result<IndexReport> {
    let progress = Bar::new(!quiet, std::io::stderr().is_terminal());
    let indexer = indexer.clone().stop_when(super::interrupt::flag());
    indexer.run(folders, &progress).map_err(|error| match (error, super::config::path()) {
        (error @ Error::NoFolder, Some(path)) => {
            anyhow::anyhow!("{error}, or name folders in {}", path.display())
        }
        (error, _) => error.into(),
    })
}

/// The report in words.
pub fn summary(report: &IndexReport, place: &IndexPlace) -> String {
    let mut text = format!(
        "{} files, {} articles in the index at {}\n",
        report.files,
        report.articles,
        place.path().display()
    );
    text += &format!(
        "{} added, {} updated, {}{} removed, {} unchanged, in {:.2} s\n",
        report.added,
        report.updated,
        if report.moved > 0 { format!("{} moved, ", report.moved) } else { String::new() },
        report.removed,
        report.unchanged,
        report.took.as_secs_f64()
    );
    if report.lines > 0 {
        let share = report.lines_cut as f64 * 100.0 / report.lines as f64;
        text += &format!("{} of {} lines cut ({share:.0}%)", report.lines_cut, report.lines);
        let share = report.text_cut as f64 * 100.0 / report.text.max(1) as f64;
        text += &format!(", {share:.0}% of the text\n");
    }
    for rules in &report.rules {
        text += &format!("{} decided on {} lines\n", rules.path.display(), rules.lines);
    }
    if report.without_article > 0 {
        text += &format!(
            "{} pages have no article on them: indexed under their titles\n",
            report.without_article
        );
    }
    if !report.not_read.is_empty() {
        let kinds: Vec<_> = report.not_read.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        text += &format!("not read: {}\n", kinds.join(", "));
    }
    if !report.failures.is_empty() {
        text += &format!("{} of {} files could not be read whole\n", report.failed_files(), report.files);
    }
    text
}

/// A line on the terminal that says how far the run is.
struct Bar {
    shown: bool,
    /// On a terminal the line is drawn anew; in a log there is one every few seconds.
    terminal: bool,
    state: std::sync::Mutex<State>,
}

#[derive(Default)]
struct State {
    files: u64,
    bytes: u64,
    done: u64,
    done_bytes: u64,
    drawn: Option<std::time::Instant>,
    began: Option<std::time::Instant>,
}

impl Bar {
    fn new(shown: bool, terminal: bool) -> Self {
        Bar { shown, terminal, state: Default::default() }
    }

    fn with(&self, change: impl FnOnce(&mut State) -> Option<String>) {
        if !self.shown {
            return;
        }
        let mut state = self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(line) = change(&mut state) {
            match self.terminal {
                true => eprint!("\r\x1b[K{line}"),
                false if !line.is_empty() => super::messages::say(&line),
                false => {}
            }
        }
    }
}

/// How often the line is drawn.
const REDRAW: Duration = Duration::from_millis(100);
/// How often there is a line in a log.
const LOG: Duration = Duration::from_secs(5);

impl Progress for Bar {
    fn begin(&self, files: u64, bytes: u64) {
        self.with(|state| {
            *state = State { files, bytes, began: Some(std::time::Instant::now()), ..State::default() };
            None
        });
    }

    fn advance(&self, bytes: u64) {
        self.with(|state| {
            state.done += 1;
            state.done_bytes += bytes;
            let (every, last) = match self.terminal {
                true => (REDRAW, state.drawn),
                false => (LOG, state.drawn.or(state.began)),
            };
            if last.is_some_and(|last| last.elapsed() < every) {
                return None;
            }
            state.drawn = Some(std::time::Instant::now());
            let seconds = state.began.map_or(0.0, |began| began.elapsed().as_secs_f64()).max(0.001);
            let speed = state.done_bytes as f64 / seconds;
            let left = state.bytes.saturating_sub(state.done_bytes) as f64 / speed.max(1.0);
            Some(format!(
                "{} of {} files, {:.1} MB/s, {left:.0} s left",
                state.done,
                state.files,
                speed / 1e6
            ))
        });
    }

    fn writing(&self) {
        let shown = |state: &State| state.files > 0 && (self.terminal || state.drawn.is_some());
        self.with(|state| shown(state).then(|| "writing the index".into()));
    }

    fn end(&self) {
        self.with(|state| (state.files > 0).then(String::new));
    }
}
