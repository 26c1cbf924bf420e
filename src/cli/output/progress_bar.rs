//! Progress of an indexing run on standard error: a bar on a terminal, otherwise a line every few seconds.

use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use clippings::{Amount, Progress};

use crate::cli::output::messages;

/// Interval between two draws of the bar.
const REDRAW: Duration = Duration::from_millis(100);
/// Interval between two lines in a log.
const LOG: Duration = Duration::from_secs(5);
/// Minimum and maximum width of the bar in characters; on a narrower terminal there is none.
const BAR: std::ops::RangeInclusive<usize> = 8..=30;
/// Assumed width of a terminal that does not report its own.
const WIDTH: usize = 80;

/// Progress display of a run.
pub struct ProgressBar {
    quiet: bool,
    terminal: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    all: Amount,
    done: Amount,
    began: Option<Instant>,
    /// Time of the last output; in a log, initially the start.
    last_output: Option<Instant>,
    /// Whether anything has been printed about this run.
    visible: bool,
}

impl ProgressBar {
    /// Creates a display, which prints nothing if `quiet`.
    pub fn new(quiet: bool) -> Self {
        ProgressBar { quiet, terminal: std::io::stderr().is_terminal(), state: Mutex::default() }
    }

    fn with(&self, change: impl FnOnce(&mut State) -> Option<String>) {
        if self.quiet {
            return;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(line) = change(&mut state) else { return };
        state.visible = true;
        match self.terminal {
            // Ignore a closed standard error.
            true => drop(write!(std::io::stderr(), "\r\x1b[K{line}")),
            false => messages::print(&line),
        }
    }
}

impl Progress for ProgressBar {
    fn waiting(&self, holder: &str) {
        self.with(|_| Some(format!("waiting for {holder}, which is writing the index")));
    }

    fn begin(&self, all: Amount) {
        self.with(|state| {
            let now = Instant::now();
            let last_output = (!self.terminal).then_some(now);
            *state = State {
                all,
                began: Some(now),
                last_output,
                visible: self.terminal && state.visible,
                ..State::default()
            };
            None
        });
    }

    fn advance(&self, more: Amount) {
        self.with(|state| {
            state.done += more;
            let every = if self.terminal { REDRAW } else { LOG };
            if state.last_output.is_some_and(|last_output| last_output.elapsed() < every) {
                return None;
            }
            state.last_output = Some(Instant::now());
            let took = state.began.map_or(Duration::ZERO, |began| began.elapsed());
            let text = text(&state.all, &state.done, took);
            Some(if self.terminal { drawn(&state.all, &state.done, &text, width()) } else { text })
        });
    }

    fn writing(&self) {
        let shown = |state: &State| state.all.files > 0 && (self.terminal || state.visible);
        self.with(|state| shown(state).then(|| "writing the index".into()));
    }

    fn end(&self) {
        // On a terminal, erase the bar.
        self.with(|state| (self.terminal && state.visible).then(String::new));
    }
}

fn width() -> usize {
    let size = terminal_size::terminal_size_of(std::io::stderr());
    size.map_or(WIDTH, |(width, _)| usize::from(width.0))
}

/// Returns the part of `all` that is done, from 0 to 1.
fn share(all: &Amount, done: &Amount) -> f64 {
    (done.bytes as f64 / all.bytes.max(1) as f64).min(1.0)
}

/// Formats the progress of a run that began `took` ago.
fn text(all: &Amount, done: &Amount, took: Duration) -> String {
    let seconds = took.as_secs_f64().max(0.001);
    let speed = done.bytes as f64 / seconds;
    let left = all.bytes.saturating_sub(done.bytes) as f64 / speed.max(1.0);
    let files = match all.files {
        0 | 1 => String::new(),
        files => format!("{} of {files} files, ", done.files),
    };
    format!(
        "{:.0}%, {files}{}, {:.1} MB/s, {} left",
        (share(all, done) * 100.0).floor(),
        messages::count_articles(done.articles),
        speed / 1e6,
        in_words(left)
    )
}

/// Draws a bar and `text`, cut to `width` characters, because a wrapped line cannot be drawn over.
fn drawn(all: &Amount, done: &Amount, text: &str, width: usize) -> String {
    let width = width.saturating_sub(1);
    let bar_width = width.saturating_sub(text.chars().count() + 3).min(*BAR.end());
    if bar_width < *BAR.start() {
        return text.chars().take(width).collect();
    }
    let full = (share(all, done) * bar_width as f64) as usize;
    format!("[{}{}] {text}", "#".repeat(full), ".".repeat(bar_width - full))
}

/// Formats a number of seconds, as in `2 h 1 min`.
fn in_words(seconds: f64) -> String {
    let seconds = seconds.ceil() as u64;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::output::progress_bar::*;

    const MB: u64 = 1_000_000;

    #[test]
    fn an_archive_file_is_told_of_by_its_bytes_and_articles() {
        let all = Amount { files: 1, articles: 0, bytes: 6_000 * MB };
        let done = Amount { files: 0, articles: 40_000, bytes: 250 * MB };
        let formatted = text(&all, &done, Duration::from_secs(50));
        assert_eq!(formatted, "4%, 40000 articles, 5.0 MB/s, 19 min 10 s left");
    }

    #[test]
    fn many_files_are_counted() {
        let all = Amount { files: 300, articles: 0, bytes: 9 * MB };
        let done = Amount { files: 100, articles: 1, bytes: 3 * MB };
        let formatted = text(&all, &done, Duration::from_secs(3));
        assert_eq!(formatted, "33%, 100 of 300 files, 1 article, 1.0 MB/s, 6 s left");
        assert_eq!(
            text(&Amount::default(), &Amount::default(), Duration::ZERO),
            "0%, 0 articles, 0.0 MB/s, 0 s left"
        );
    }

    #[test]
    fn a_bar_fits_its_terminal() {
        let (all, done) =
            (Amount { bytes: 4, ..Amount::default() }, Amount { bytes: 1, ..Amount::default() });
        assert_eq!(drawn(&all, &done, "25%, so far", 24), "[##.......] 25%, so far");
        assert_eq!(drawn(&all, &done, "25%, so far", 200).chars().count(), 30 + 3 + 11);
        assert_eq!(drawn(&all, &done, "25%, so far", 10), "25%, so f");
        assert_eq!(drawn(&all, &Amount { bytes: 9, ..done }, "x", 14), "[#########] x");
    }

    #[test]
    fn times_are_said_as_people_say_them() {
        assert_eq!([0.0, 59.2, 60.0, 7_300.0].map(in_words), ["0 s", "1 min 0 s", "1 min 0 s", "2 h 1 min"]);
    }
}
