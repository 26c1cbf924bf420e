//! Declares the options of `clippings explain`.

use std::ffi::OsString;

use clap::Args;

/// Show how a query is understood, without searching
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  clippings explain troops w/5 Kursk -Putin      in words, in canonical form, and as a tree
  clippings explain --format json '“a … b”'      the same for programs
  pbpaste | clippings explain -                  read the query from standard input

Exit codes: 0 understood, 1 the query has no words.")]
pub(crate) struct ExplainArgs {
    /// Query; `-` reads it from standard input
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<OsString>,
}
