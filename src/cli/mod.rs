//! The command line: what only the binary knows.

mod args;
mod bar;
mod batch;
mod bench;
mod clean;
mod config;
mod editor;
mod explain;
mod forget;
mod index;
mod interrupt;
mod last;
mod lean;
pub mod messages;
mod output;
mod papers;
mod place;
mod reading;
mod search;
mod show;
mod split;
mod status;
mod typed;
mod watch;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::FromArgMatches;

use args::{Cli, Command, Format};

/// Found, or done.
const FOUND: u8 = 0;
/// Nothing found.
const NOTHING: u8 = 1;
/// Something went wrong.
const FAILED: u8 = 2;

/// Stopped by Ctrl-C, as shells count it.
const STOPPED: u8 = 130;

/// Runs the command line `args`.
pub fn run(args: impl Iterator<Item = OsString>) -> anyhow::Result<ExitCode> {
    let args: Vec<OsString> = args.collect();
    if let Some(version) = lean::version(&args) {
        std::io::stdout().write_all(version.as_bytes())?;
        return Ok(ExitCode::from(FOUND));
    }
    let command = lean::command(&args);
    let split = split::split(&command, args);
    let matches = match command.try_get_matches_from(split.args) {
        Ok(matches) => matches,
        Err(error) => {
            let code = if error.use_stderr() { FAILED } else { FOUND };
            error.print()?;
            return Ok(ExitCode::from(code));
        }
    };
    let mut cli = Cli::from_arg_matches(&matches)?;
    config::apply(&mut cli)?;
    if !matches!(cli.command, Command::Search(_)) && !matches!(cli.common.format, Format::Text | Format::Json)
    {
        anyhow::bail!("this format is for `clippings search` only; use text or json");
    }
    let code = match cli.command {
        Command::Index(args) => index::run(&args, &cli.common)?,
        Command::Status => status::run(&cli.common)?,
        Command::Check => status::check(&cli.common)?,
        Command::Watch(args) => watch::run(&args, &cli.common)?,
        Command::Completions { shell } => papers::completions(shell)?,
        Command::Man => papers::man()?,
        Command::Forget(args) => forget::run(&args, &cli.common)?,
        Command::Search(args) => search::run(&args, &cli.common, &split.unknown)?,
        Command::Show(args) => show::run(&args, &cli.common)?,
        Command::Explain(args) => explain::run(&args, &cli.common, &split.unknown)?,
        Command::Bench(args) => bench::run(&args, &cli.common)?,
        Command::Clean(args) => clean::run(&args, &cli.common)?,
    };
    Ok(ExitCode::from(code))
}
