//! Indexes folders of articles from another program, with progress and failures on standard error.
//!
//! ```console
//! $ cargo run --example embed_index -- /tmp/example-index seeds
//! ```
//!
//! Run it again to bring the index in step with the folders: only new and changed files are read.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

use clippings::{Amount, Error, IndexDir, IndexOptions, IndexReport, Indexer, Progress};

/// Prints the share of files that are done, at every tenth.
#[derive(Default)]
struct PrintProgress {
    files: AtomicU64,
    done: AtomicU64,
}

// Calls may come from any thread, so the counters are atomic.
impl Progress for PrintProgress {
    fn waiting(&self, holder: &str) {
        eprintln!("waiting for {holder}, which is writing the index");
    }

    fn begin(&self, total: Amount) {
        self.files.store(total.files, Ordering::Relaxed);
        eprintln!("reading {} files, {:.1} MB", total.files, total.bytes as f64 / 1e6);
    }

    fn advance(&self, step: Amount) {
        let files = self.files.load(Ordering::Relaxed).max(1);
        let before = self.done.fetch_add(step.files, Ordering::Relaxed);
        let (before, now) = (before * 10 / files, (before + step.files) * 10 / files);
        if now > before {
            eprintln!("{}% of the files read", now * 10);
        }
    }

    fn writing(&self) {
        eprintln!("writing the index");
    }

    fn end(&self) {}
}

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let Some(index) = arguments.next() else {
        eprintln!("usage: embed_index INDEX_FOLDER ARTICLE_FOLDER…");
        return ExitCode::from(2);
    };
    let folders: Vec<PathBuf> = arguments.collect();
    match index_folders(index, &folders) {
        Ok(report) => {
            print_report(&report);
            // The articles that could be read are in the index; a failure is worth a look.
            if report.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        // The index is as it was before the run.
        Err(error) => {
            eprintln!("cannot index: {error}");
            ExitCode::from(2)
        }
    }
}

/// Brings the index in step with `folders`.
fn index_folders(index: PathBuf, folders: &[PathBuf]) -> Result<IndexReport, Error> {
    // Articles are cleaned by default. Set `keep_everything` if yours have no menus, banners or link lists.
    let mut options = IndexOptions::default();
    options.overrides.keep_everything = Some(false);
    Indexer::new(IndexDir::new(index)).options(options).run(folders, &PrintProgress::default())
}

fn print_report(report: &IndexReport) {
    println!(
        "{} articles in the index: {} added, {} updated, {} removed, {} unchanged, in {:.2} s",
        report.articles,
        report.added,
        report.updated,
        report.removed,
        report.unchanged,
        report.took.as_secs_f64()
    );
    for failure in &report.failures {
        let line = failure.line.map(|line| format!(":{line}")).unwrap_or_default();
        eprintln!("{}{line}: {}", failure.path.display(), failure.reason);
    }
}
