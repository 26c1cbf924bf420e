//! `clippings verify`: holds the quotations of drafts against the articles.

use std::io::{self, Read, Write};
use std::path::Path;

use anyhow::Context;
use clippings::internals::error::os_error_message;
use clippings::internals::extract::draft::{DraftText, read_draft};
use clippings::internals::text::{dates::today, regular_file::open_input};
use clippings::internals::wire::draft::{Draft, without_marks};
use clippings::{Error, QuotationReport, QuotationVerdict, SpeakerVerdict};

use crate::cli::args::{Common, ListedVerdict, VerifyArgs};
use crate::cli::commands::search::located::paths_of;
use crate::cli::exit_code::{FAILURE, NOTHING_FOUND, SUCCESS};
use crate::cli::output::messages;
use crate::cli::output::verify::{ReportPrinter, RunFacts, Summary, place_of, shown_name};

/// Number of bytes of a file that are read, more than a draft may have.
const MAX_READ_BYTES: u64 = 128 << 20;
/// Number of marks that nothing closes that are noted one by one.
const MAX_UNCLOSED_MARKS: usize = 10;

/// Runs `clippings verify`.
pub(crate) fn run(args: &VerifyArgs, common: &Common) -> anyhow::Result<u8> {
    let location = common.index_location()?;
    let mut verifier = location.verifier().map_err(|error| match error {
        // Other commands advise to search a folder at once.
        Error::NoIndex { path } => {
            anyhow::anyhow!("no index at {}: run `clippings index FOLDER` first", path.display())
        }
        error => error.into(),
    })?;
    if !common.quiet {
        messages::print_notes(&verifier.notes());
    }
    let mut printer = ReportPrinter::new(common.format, io::BufWriter::new(io::stdout().lock()))?;
    let mut summary = Summary::default();
    let mut drafts = Vec::new();
    let mut has_failed = false;
    if let Some(quote) = &args.quote {
        let draft = Draft { path: None, text: DraftText::of_text(without_marks(quote)) };
        let text = draft.text.readable();
        let report = verifier.verify_quotation(text, 0..text.len(), None)?;
        print(&mut printer, &mut summary, args, &draft, &report)?;
    }
    for path in &args.drafts {
        let draft = match open_draft(path) {
            Ok(draft) => draft,
            Err(error) => {
                messages::print(&format!("{error:#}"));
                has_failed = true;
                continue;
            }
        };
        drafts.push(shown_name(&draft));
        let files = if path.as_os_str() == "-" { Vec::new() } else { paths_of(path)? };
        if verifier.leave_out(&files)? > 0 && !common.quiet {
            let name = shown_name(&draft);
            messages::print(&format!("{name}: is in the index itself; its own text vouches for nothing"));
        }
        let marks = verifier.unclosed_marks(draft.text.readable());
        summary.add_unclosed_marks(marks.len());
        if !common.quiet {
            note_unclosed_marks(&draft, &marks);
        }
        let quotations = verifier.verify(draft.text.readable(), |report| {
            print(&mut printer, &mut summary, args, &draft, &report)
        })?;
        if quotations == 0 && !common.quiet {
            let name = shown_name(&draft);
            match draft.text.text().trim().is_empty() {
                true => messages::print(&format!("{name}: is empty")),
                false => messages::print(&format!("{name}: has no quotations")),
            }
        }
    }
    let facts = RunFacts {
        drafts,
        index: location.name().display().to_string(),
        articles: verifier.num_articles(),
        day: today().to_string(),
    };
    printer.finish(&summary, &facts)?;
    Ok(match () {
        () if has_failed => FAILURE,
        () if passes(args, &summary) => SUCCESS,
        () => NOTHING_FOUND,
    })
}

/// Notes the marks of a draft that nothing closes.
fn note_unclosed_marks(draft: &Draft, marks: &[usize]) {
    for mark in marks.iter().take(MAX_UNCLOSED_MARKS) {
        let place = place_of(draft, *mark);
        messages::print(&format!("{place}: a quotation mark is never closed; not checked"));
    }
    let more = marks.len().saturating_sub(MAX_UNCLOSED_MARKS) as u64;
    if more > 0 {
        let marks = messages::count_of(more, "more mark");
        messages::print(&format!("{}: {marks} not closed", shown_name(draft)));
    }
}

/// Prints a report unless it is not wanted.
fn print<W: Write>(
    printer: &mut ReportPrinter<W>,
    summary: &mut Summary,
    args: &VerifyArgs,
    draft: &Draft,
    report: &QuotationReport,
) -> anyhow::Result<()> {
    summary.add(report);
    let is_listed = |only: &ListedVerdict| match only {
        ListedVerdict::Quotation(verdict) => report.verdict == *verdict,
        ListedVerdict::Speaker => report.speaker.verdict == SpeakerVerdict::Other,
    };
    if args.only.is_empty() || args.only.iter().any(is_listed) {
        printer.print(draft, report)?;
    }
    Ok(())
}

/// Returns whether all quotations pass.
fn passes(args: &VerifyArgs, summary: &Summary) -> bool {
    let fails = |verdict: QuotationVerdict| {
        !verdict.is_supported() || args.strict && verdict != QuotationVerdict::Verbatim
    };
    QuotationVerdict::ALL.into_iter().all(|verdict| !fails(verdict) || summary.count(verdict) == 0)
        && (args.ignore_speakers || summary.speakers(SpeakerVerdict::Other) == 0)
}

/// Reads a draft.
fn open_draft(path: &Path) -> anyhow::Result<Draft> {
    let name = path.display();
    let is_input = path.as_os_str() == "-";
    let mut bytes = Vec::new();
    match is_input {
        true => io::stdin().lock().take(MAX_READ_BYTES).read_to_end(&mut bytes),
        false => open_input(path).and_then(|file| file.take(MAX_READ_BYTES).read_to_end(&mut bytes)),
    }
    .map_err(|error| anyhow::anyhow!("{name}: {}", os_error_message(&error)))?;
    let file_name = if is_input { "".into() } else { path.to_string_lossy() };
    let text = read_draft(bytes, &file_name).with_context(|| name.to_string())?;
    Ok(Draft { path: Some(path.to_owned()), text })
}
