//! Declares the options of `clippings verify`.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use clippings::QuotationVerdict;

use crate::cli::args::RESULTS;

/// Hold the quotations of a draft against the articles
///
/// Every quotation is looked up, and the first thing printed is its verdict: verbatim, edited (with a name or
/// a noun in brackets), elided (with an ellipsis), differs, elsewhere (its parts stand in another order or in
/// different articles) or absent. The text of the articles counts, their titles, and what was cut from them.
#[derive(Debug, Args)]
#[command(
    override_usage = "\
clippings verify [OPTIONS] <DRAFT>...
       clippings verify [OPTIONS] --quote <TEXT>",
    after_help = "\
Examples:
  clippings verify draft.txt                       every quotation of a draft
  clippings verify *.md --only differs,absent      only what needs a look
  clippings verify --quote 'we will fight on'      a single quotation
  pbpaste | clippings verify -                     the text on the clipboard
  clippings verify draft.txt --format html > a.html   a report to hand on

Exit codes: 0 all verbatim, edited or elided (or nothing is quoted), 1 something differs, is
elsewhere or absent, or has another speaker, 2 error."
)]
pub(crate) struct VerifyArgs {
    /// Drafts; `-` is standard input
    #[arg(value_name = "DRAFT", required_unless_present = "quote")]
    pub drafts: Vec<PathBuf>,
    /// Verify this quotation
    #[arg(long, value_name = "TEXT", conflicts_with = "drafts")]
    pub quote: Option<String>,
    /// Print only quotations with these verdicts; `speaker` is another speaker
    #[arg(long, value_name = "VERDICTS", value_enum, value_delimiter = ',', help_heading = RESULTS)]
    pub only: Vec<ListedVerdict>,
    /// Let quotations of another speaker pass
    #[arg(long, help_heading = RESULTS)]
    pub ignore_speakers: bool,
    /// Let only verbatim quotations pass
    #[arg(long, help_heading = RESULTS)]
    pub strict: bool,
}

/// A verdict of `--only`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListedVerdict {
    /// That on the words.
    Quotation(QuotationVerdict),
    /// Another speaker, whatever the words.
    Speaker,
}

impl ValueEnum for ListedVerdict {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [ListedVerdict; 7] = {
            let [a, b, c, d, e, f] = QuotationVerdict::ALL;
            [
                ListedVerdict::Quotation(a),
                ListedVerdict::Quotation(b),
                ListedVerdict::Quotation(c),
                ListedVerdict::Quotation(d),
                ListedVerdict::Quotation(e),
                ListedVerdict::Quotation(f),
                ListedVerdict::Speaker,
            ]
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            ListedVerdict::Quotation(verdict) => verdict.name(),
            ListedVerdict::Speaker => "speaker",
        }))
    }
}
