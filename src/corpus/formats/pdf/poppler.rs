//! Reads PDFs with `pdftotext` of Poppler.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use crate::corpus::converter::{Converter, ConverterError, ConverterInput, ConverterLimits, find_program};
use crate::corpus::formats::memory_budget::MemoryBudget;
use crate::corpus::formats::pdf::error::{PdfError, damaged};
use crate::corpus::formats::pdf::page::PdfText;
use crate::corpus::formats::pdf::time_limit::MAX_TIME;
use crate::corpus::formats::pdf::{bbox, built_in};

/// Name of the program.
const PROGRAM: &str = "pdftotext";
/// Arguments: lines with their places, of the file on the standard input.
const ARGUMENTS: [&str; 5] = ["-q", "-enc", "UTF-8", "-bbox-layout", "-"];
/// Output: the standard one.
const OUTPUT: &str = "-";
/// Limits on a run of the program. A file that it cannot read in time has the rest of its time without it.
const LIMITS: ConverterLimits =
    ConverterLimits { time: Duration::from_secs(40), output_bytes: 96 << 20, memory_bytes: 1 << 30 };
/// Number of bytes of output that a file of this size has at most in most cases.
const OUTPUT_PER_BYTE: usize = 12;
/// Memory that all files together may take while their lines are read.
static MEMORY: MemoryBudget = MemoryBudget::new(192 << 20);

/// The program.
pub(super) struct Poppler {
    path: PathBuf,
}

impl Poppler {
    /// Returns the program, if it is installed.
    pub(super) fn get() -> Option<&'static Poppler> {
        static POPPLER: LazyLock<Option<Poppler>> = LazyLock::new(|| {
            let path = find_program(OsStr::new(PROGRAM), std::env::var_os("PATH").as_deref())?;
            Some(Poppler { path })
        });
        POPPLER.as_ref()
    }

    /// Reads the text of a file. One for which the program fails, or takes too much, is read without it.
    ///
    /// # Errors
    /// [`PdfError`] if nothing can be read.
    pub(super) fn read(&self, bytes: Vec<u8>, stop: &Arc<AtomicBool>) -> Result<PdfText, PdfError> {
        let _memory = MEMORY.take(bytes.len().saturating_mul(OUTPUT_PER_BYTE));
        let start = Instant::now();
        let args: Vec<OsString> = ARGUMENTS.iter().chain([&OUTPUT]).map(OsString::from).collect();
        let converter = Converter::new(self.path.clone(), args);
        let input = ConverterInput::Bytes(bytes.clone());
        let read = match converter.run(input, LIMITS, stop) {
            Ok(output) => bbox::read(&String::from_utf8_lossy(&output)),
            Err(ConverterError::Stopped) => return Err(PdfError::Stopped),
            Err(ConverterError::TimedOut { .. }) => Err(PdfError::TooSlow),
            Err(error) => Err(damaged(error)),
        };
        read.or_else(|error| {
            let left = MAX_TIME.saturating_sub(start.elapsed());
            built_in::read(&bytes, left, stop).map_err(|of_built_in| match of_built_in {
                PdfError::Encrypted | PdfError::TooLarge | PdfError::Stopped => of_built_in,
                _ => error,
            })
        })
    }
}

/// Returns what reads PDFs here, in words for a report.
pub(crate) fn pdf_reader() -> String {
    match Poppler::get() {
        Some(poppler) => format!("with {}", poppler.path.display()),
        None => "without pdftotext; install poppler-utils for better text".into(),
    }
}
