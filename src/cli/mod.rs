//! Command-line interface.

pub(crate) mod args;
pub(crate) mod commands;
pub(crate) mod config;
pub(crate) mod dirs;
pub(crate) mod editor;
pub(crate) mod fast_start;
pub(crate) mod folder_args;
pub(crate) mod interrupt;
pub(crate) mod last_results;
pub(crate) mod output;
pub(crate) mod query_args;
pub(crate) mod query_input;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::FromArgMatches;

use commands::{archive, program, search};

use crate::cli::args::{Cli, Command, Format};

/// Exit code: found, or done.
const FOUND: u8 = 0;
/// Exit code: nothing found.
const NOTHING: u8 = 1;
/// Exit code: error.
const FAILED: u8 = 2;

/// Exit code: stopped by Ctrl-C, as in shells.
const STOPPED: u8 = 130;

/// Runs the command line `args`.
pub fn run(args: impl Iterator<Item = OsString>) -> anyhow::Result<ExitCode> {
    let args: Vec<OsString> = args.collect();
    if let Some(version) = fast_start::version(&args) {
        std::io::stdout().write_all(version.as_bytes())?;
        return Ok(ExitCode::from(FOUND));
    }
    let command = fast_start::command(&args);
    let split = query_args::split(&command, args);
    let matches = match command.try_get_matches_from(split.args) {
        Ok(matches) => matches,
        Err(error) => {
            let code = if error.use_stderr() { FAILED } else { FOUND };
            error.print()?;
            return Ok(ExitCode::from(code));
        }
    };
    let mut cli = Cli::from_arg_matches(&matches)?;
    if let Command::Help { topic } = &cli.command {
        return Ok(ExitCode::from(program::help::run(topic.as_deref())?));
    }
    config::apply(&mut cli)?;
    if !matches!(cli.command, Command::Search(_)) && !matches!(cli.common.format, Format::Text | Format::Json)
    {
        anyhow::bail!("this format is for `clippings search` only; use text or json");
    }
    let code = match cli.command {
        Command::Index(args) => archive::index::run(&args, &cli.common)?,
        Command::Status => archive::status::run(&cli.common)?,
        Command::Check => archive::status::check(&cli.common)?,
        Command::Watch(args) => archive::watch::run(&args, &cli.common)?,
        Command::Completions { shell } => program::man::completions(shell)?,
        Command::Man => program::man::man()?,
        Command::Help { topic } => program::help::run(topic.as_deref())?,
        Command::Forget(args) => archive::forget::run(&args, &cli.common)?,
        Command::Search(args) => search::search::run(&args, &cli.common, &split.unknown)?,
        Command::Show(args) => search::show::run(&args, &cli.common)?,
        Command::Explain(args) => search::explain::run(&args, &cli.common, &split.unknown)?,
        Command::Bench(args) => program::bench::run(&args, &cli.common)?,
        Command::Clean(args) => archive::clean::run(&args, &cli.common)?,
    };
    Ok(ExitCode::from(code))
}
