//! Shows the progress of an indexing run on standard error: a bar on a terminal, otherwise a line every few
//! seconds.

use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use clippings::{Amount, Progress};

use crate::cli::output::messages;

/// Interval between two draws of the bar.
const REDRAW_INTERVAL: Duration = Duration::from_millis(100);
/// Interval between two lines in a log.
const LOG_INTERVAL: Duration = Duration::from_secs(5);
/// Minimum and maximum width of the bar in characters; on a narrower terminal there is none.
const BAR_WIDTH: std::ops::RangeInclusive<usize> = 8..=30;
/// Assumed width of a terminal that does not report its own.
const DEFAULT_WIDTH: usize = 80;

/// Progress display of a run.
pub(crate) struct ProgressBar {
    quiet: bool,
    terminal: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    total: Amount,
    done: Amount,
    started: Option<Instant>,
    /// Time of the last output; in a log, initially the start.
    last_output: Option<Instant>,
    /// Whether anything has been printed about this run.
    visible: bool,
}

impl ProgressBar {
    /// Creates a display, which prints nothing if `quiet`.
    pub(crate) fn new(quiet: bool) -> Self {
        ProgressBar { quiet, terminal: std::io::stderr().is_terminal(), state: Mutex::default() }
    }

    /// Changes the state, and prints the line that `change` returns. Does nothing if `quiet`.
    fn update(&self, change: impl FnOnce(&mut State) -> Option<String>) {
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
        self.update(|_| Some(format!("waiting for {holder}, which is writing the index")));
    }

    fn begin(&self, total: Amount) {
        self.update(|state| {
            let now = Instant::now();
            let last_output = (!self.terminal).then_some(now);
            *state = State {
                total,
                started: Some(now),
                last_output,
                visible: self.terminal && state.visible,
                ..State::default()
            };
            None
        });
    }

    fn advance(&self, amount: Amount) {
        self.update(|state| {
            state.done += amount;
            let interval = if self.terminal { REDRAW_INTERVAL } else { LOG_INTERVAL };
            if state.last_output.is_some_and(|last_output| last_output.elapsed() < interval) {
                return None;
            }
            state.last_output = Some(Instant::now());
            let took = state.started.map_or(Duration::ZERO, |started| started.elapsed());
            let text = format_progress(&state.total, &state.done, took);
            Some(if self.terminal {
                render_bar(&state.total, &state.done, &text, terminal_width())
            } else {
                text
            })
        });
    }

    fn writing(&self) {
        let is_shown = |state: &State| state.total.files > 0 && (self.terminal || state.visible);
        self.update(|state| is_shown(state).then(|| "writing the index".into()));
    }

    fn end(&self) {
        // On a terminal, erase the bar.
        self.update(|state| (self.terminal && state.visible).then(String::new));
    }
}

/// Returns the width of the terminal.
fn terminal_width() -> usize {
    let size = terminal_size::terminal_size_of(std::io::stderr());
    size.map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0))
}

/// Returns the part of `total` that is done, from 0 to 1.
fn done_ratio(total: &Amount, done: &Amount) -> f64 {
    (done.bytes as f64 / total.bytes.max(1) as f64).min(1.0)
}

/// Formats the progress of a run that started `took` ago.
fn format_progress(total: &Amount, done: &Amount, took: Duration) -> String {
    let seconds = took.as_secs_f64().max(0.001);
    let speed = done.bytes as f64 / seconds;
    let remaining = total.bytes.saturating_sub(done.bytes) as f64 / speed.max(1.0);
    let files = match total.files {
        0 | 1 => String::new(),
        files => format!("{} of {files} files, ", done.files),
    };
    format!(
        "{:.0}%, {files}{}, {:.1} MB/s, {} left",
        (done_ratio(total, done) * 100.0).floor(),
        messages::count_articles(done.articles),
        speed / 1e6,
        format_duration(remaining)
    )
}

/// Draws a bar and `text`, cut to `width` characters, because a wrapped line cannot be drawn over.
fn render_bar(total: &Amount, done: &Amount, text: &str, width: usize) -> String {
    let width = width.saturating_sub(1);
    let bar_width = width.saturating_sub(text.chars().count() + 3).min(*BAR_WIDTH.end());
    if bar_width < *BAR_WIDTH.start() {
        return text.chars().take(width).collect();
    }
    let filled = (done_ratio(total, done) * bar_width as f64) as usize;
    format!("[{}{}] {text}", "#".repeat(filled), ".".repeat(bar_width - filled))
}

/// Formats a number of seconds, as in `2 h 1 min`.
fn format_duration(seconds: f64) -> String {
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
    fn a_single_file_is_reported_by_bytes_and_articles() {
        let total = Amount { files: 1, articles: 0, bytes: 6_000 * MB };
        let done = Amount { files: 0, articles: 40_000, bytes: 250 * MB };
        let formatted = format_progress(&total, &done, Duration::from_secs(50));
        assert_eq!(formatted, "4%, 40000 articles, 5.0 MB/s, 19 min 10 s left");
    }

    #[test]
    fn many_files_are_counted() {
        let total = Amount { files: 300, articles: 0, bytes: 9 * MB };
        let done = Amount { files: 100, articles: 1, bytes: 3 * MB };
        let formatted = format_progress(&total, &done, Duration::from_secs(3));
        assert_eq!(formatted, "33%, 100 of 300 files, 1 article, 1.0 MB/s, 6 s left");
        assert_eq!(
            format_progress(&Amount::default(), &Amount::default(), Duration::ZERO),
            "0%, 0 articles, 0.0 MB/s, 0 s left"
        );
    }

    #[test]
    fn a_bar_fits_its_terminal() {
        let (total, done) =
            (Amount { bytes: 4, ..Amount::default() }, Amount { bytes: 1, ..Amount::default() });
        assert_eq!(render_bar(&total, &done, "25%, so far", 24), "[##.......] 25%, so far");
        assert_eq!(render_bar(&total, &done, "25%, so far", 200).chars().count(), 30 + 3 + 11);
        assert_eq!(render_bar(&total, &done, "25%, so far", 10), "25%, so f");
        assert_eq!(render_bar(&total, &Amount { bytes: 9, ..done }, "x", 14), "[#########] x");
    }

    #[test]
    fn durations_have_at_most_two_units() {
        assert_eq!(
            [0.0, 59.2, 60.0, 7_300.0].map(format_duration),
            ["0 s", "1 min 0 s", "1 min 0 s", "2 h 1 min"]
        );
    }
}
