//! Command-line interface.

pub(crate) mod args;
pub(crate) mod commands;
pub(crate) mod config;
pub(crate) mod dirs;
pub(crate) mod exit_code;
pub(crate) mod fast_start;
pub(crate) mod folder_args;
mod interrupt;
mod known_indexes;
pub(crate) mod last_results;
pub(crate) mod open;
pub(crate) mod output;
pub(crate) mod parse;
pub(crate) mod place;
mod query_args;
pub(crate) mod query_input;

use std::ffi::OsString;

use crate::cli::args::Command;
use crate::cli::commands::indexing::{check, clean, forget, index, status, watch};
#[cfg(feature = "serve")]
use crate::cli::commands::program::serve;
use crate::cli::commands::program::{bench, completions, help, man, mcp};
use crate::cli::commands::saved;
use crate::cli::commands::search::{copies, explain, like, quotes, search, show, verify};
use crate::cli::output::advice;
use crate::cli::parse::{Invocation, ParseResult};

/// Runs the command line `args` and returns the exit code.
pub(crate) fn run(args: impl Iterator<Item = OsString>) -> anyhow::Result<u8> {
    let Invocation { command, common } = match parse::parse(args.collect())? {
        ParseResult::Run(invocation) => *invocation,
        ParseResult::Exit(code) => return Ok(code),
    };
    common.color.apply();
    if let Some(index) = &common.index {
        advice::name_index(index);
    }
    match command {
        Command::Index(args) => index::run(&args, &common),
        Command::Search(args) => search::run(&args, &common),
        Command::Like(args) => like::run(args, &common),
        Command::Quotes(args) => quotes::run(&args, &common),
        Command::Copies(args) => copies::run(&args, &common),
        Command::Verify(args) => verify::run(&args, &common),
        Command::Saved(args) => saved::run(&args, &common),
        Command::Show(args) => show::run(&args, &common),
        Command::Explain(args) => explain::run(&args, &common),
        Command::Clean(args) => clean::run(&args, &common),
        Command::Status(args) => status::run(&args, &common),
        Command::Check(args) => check::run(&args, &common),
        Command::Watch(args) => watch::run(&args, &common),
        Command::Forget(args) => forget::run(&args, &common),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&args, &common),
        Command::Mcp(args) => mcp::run(&args, &common),
        Command::Bench(args) => bench::run(&args, &common),
        Command::Completions { shell, install } => completions::run(shell, install, &common),
        Command::Man => man::run(),
        Command::Help { topic } => help::run(topic.as_deref()),
    }
}
