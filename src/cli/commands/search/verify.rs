//! `clippings verify`: holds the quotations of drafts against the articles.

use std::io::{self, Read, Write};
use std::path::Path;

use anyhow::Context;
use clippings::internals::error::os_error_message;
use clippings::internals::text::regular_file::open_input;
use clippings::{QuotationReport, QuotationVerdict, SpeakerVerdict, Verifier};

use crate::cli::args::{Common, ListedVerdict, VerifyArgs};
use crate::cli::exit_code::{FAILURE, NOTHING_FOUND, SUCCESS};
use crate::cli::output::messages;
use crate::cli::output::verify::{Draft, Printer, Summary};

/// Maximum size of a draft, in bytes.
const MAX_DRAFT_BYTES: u64 = 64 << 20;

/// Runs `clippings verify`.
pub(crate) fn run(args: &VerifyArgs, common: &Common) -> anyhow::Result<u8> {
    let verifier = Verifier::open(&common.index_dir()?)?;
    if !common.quiet {
        messages::print_notes(&verifier.notes());
    }
    let mut printer = Printer::new(common.format, io::BufWriter::new(io::stdout().lock()))?;
    let mut summary = Summary::default();
    let mut has_failed = false;
    if let Some(quote) = &args.quote {
        let text = without_marks(quote);
        let draft = Draft::new(None, text.to_owned(), true);
        let report = verifier.verify_quotation(text, 0..text.len(), None)?;
        let mut lines = draft.counter();
        print(&mut printer, &mut summary, args, &mut lines, &draft, &report)?;
    }
    for path in &args.drafts {
        let draft = match read_draft(path) {
            Ok(draft) => draft,
            Err(error) => {
                messages::print(&format!("{error:#}"));
                has_failed = true;
                continue;
            }
        };
        let mut lines = draft.counter();
        let quotations = verifier.verify(&draft.text, |report| {
            print(&mut printer, &mut summary, args, &mut lines, &draft, &report)
        })?;
        if quotations == 0 && !common.quiet {
            let name = draft.shown_name();
            match draft.text.trim().is_empty() {
                true => messages::print(&format!("{name}: is empty")),
                false => messages::print(&format!("{name}: has no quotations")),
            }
        }
    }
    printer.finish(&summary)?;
    Ok(match () {
        () if has_failed => FAILURE,
        () if passes(args, &summary) => SUCCESS,
        () => NOTHING_FOUND,
    })
}

/// Prints a report unless its verdict is not wanted.
fn print<W: Write>(
    printer: &mut Printer<W>,
    summary: &mut Summary,
    args: &VerifyArgs,
    lines: &mut crate::cli::output::verify::Counter<'_>,
    draft: &Draft,
    report: &QuotationReport,
) -> anyhow::Result<()> {
    summary.add(report);
    if args.only.is_empty() || args.only.contains(&ListedVerdict(report.verdict)) {
        printer.print(draft, lines, report)?;
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
fn read_draft(path: &Path) -> anyhow::Result<Draft> {
    let name = path.display();
    let is_input = path.as_os_str() == "-";
    let mut bytes = Vec::new();
    match is_input {
        true => io::stdin().lock().take(MAX_DRAFT_BYTES + 1).read_to_end(&mut bytes),
        false => open_input(path).and_then(|file| file.take(MAX_DRAFT_BYTES + 1).read_to_end(&mut bytes)),
    }
    .map_err(|error| anyhow::anyhow!("{name}: {}", os_error_message(&error)))?;
    anyhow::ensure!(
        bytes.len() as u64 <= MAX_DRAFT_BYTES,
        "{name}: is larger than the limit of {}",
        messages::format_size(MAX_DRAFT_BYTES)
    );
    let text = String::from_utf8(bytes).ok().with_context(|| format!("{name}: is not UTF-8 text"))?;
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    Ok(Draft::new(Some(path.to_owned()), text, true))
}

/// Returns a quotation that is typed without the marks around it.
fn without_marks(quote: &str) -> &str {
    let quote = quote.trim();
    let marks = [
        ('“', '”'),
        ('"', '"'),
        ('„', '“'),
        ('«', '»'),
        ('»', '«'),
        ('‘', '’'),
        ('\'', '\''),
        ('“', '"'),
        ('"', '”'),
    ];
    let inner = |(open, close): &(char, char)| {
        let inner = quote.strip_prefix(*open)?.strip_suffix(*close)?;
        (!inner.contains([*open, *close])).then_some(inner)
    };
    marks.iter().find_map(inner).unwrap_or(quote)
}
