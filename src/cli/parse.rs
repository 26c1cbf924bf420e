//! Parses the command line, and adds the defaults of the config file.

use std::ffi::OsString;
use std::io::{self, Write};

use clap::FromArgMatches;
use clap::error::{ContextKind, ContextValue};
use clippings::internals::query::edit_distance;

use crate::cli::args::{Cli, Command, Common, Format};
use crate::cli::exit_code::{FAILURE, SUCCESS};
use crate::cli::query_args::UnknownOption;
use crate::cli::{config, fast_start, query_args};

/// Command line of a run: a command and its options.
pub(crate) struct Invocation {
    /// Command with its own options.
    pub command: Command,
    /// Options of every command.
    pub common: Common,
}

/// Outcome of parsing.
pub(crate) enum ParseResult {
    /// The program is to run a command.
    Run(Box<Invocation>),
    /// The help, the version or a usage error has been printed; the program ends with this exit code.
    Exit(u8),
}

/// Parses the command line `args`.
///
/// # Errors
/// If the config file has an error, or the command does not print the format.
pub(crate) fn parse(args: Vec<OsString>) -> anyhow::Result<ParseResult> {
    if let Some(version) = fast_start::version(&args) {
        io::stdout().write_all(version.as_bytes())?;
        return Ok(ParseResult::Exit(SUCCESS));
    }
    let mut parser = fast_start::command(&args);
    let split = query_args::split(&parser, args);
    if let Some(UnknownOption { typed, meant, may_be_word }) = split.unknown_option {
        match meant {
            Some(meant) if !may_be_word => anyhow::bail!("there is no option {typed}: did you mean {meant}?"),
            Some(meant) => anyhow::bail!(
                "there is no option {typed}: did you mean {meant}? Words to search for may follow `--`"
            ),
            None => anyhow::bail!("there is no option {typed}: words to search for may follow `--`"),
        }
    }
    let mut cli = match parser.try_get_matches_from_mut(&split.args) {
        Ok(matches) => Cli::from_arg_matches(&matches)?,
        Err(mut error) => {
            suggest_command(&mut error, &parser, &split.args);
            let code = if error.use_stderr() { FAILURE } else { SUCCESS };
            error.print()?;
            return Ok(ParseResult::Exit(code));
        }
    };
    // The help is there even if the config file has an error.
    if !matches!(cli.command, Command::Help { .. }) {
        config::apply(&mut cli)?;
        check_format(&cli)?;
    }
    let Cli { command, common } = cli;
    Ok(ParseResult::Run(Box::new(Invocation { command, common })))
}

/// Suggests the command that differs the least from a mistyped one, if clap suggests none, as for the short
/// ones of `clippings saved`.
fn suggest_command(error: &mut clap::Error, parser: &clap::Command, args: &[OsString]) {
    let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidSubcommand) else { return };
    let parent = args.iter().skip(1).take_while(|arg| *arg != typed.as_str());
    let parent = parent.fold(parser, |command, arg| command.find_subcommand(arg).unwrap_or(command));
    let letters = |text: &str| text.chars().collect::<Vec<char>>();
    let names = parent.get_subcommands().map(clap::Command::get_name);
    let nearest = names.map(|name| (edit_distance(&letters(typed), &letters(name)), name)).min();
    if let Some((1, name)) = nearest
        && error.get(ContextKind::SuggestedSubcommand).is_none()
    {
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(vec![name.to_owned()]));
    }
}

/// Rejects the formats that only `clippings search` prints.
fn check_format(Cli { command, common }: &Cli) -> anyhow::Result<()> {
    if matches!(command, Command::Verify(_)) {
        return Ok(()); // has its own
    }
    let name = match command {
        Command::Quotes(_) => Some("quotes"),
        Command::Copies(_) => Some("copies"),
        Command::Saved(_) => Some("saved"),
        _ => None,
    };
    if let Some(name) = name
        && !matches!(common.format, Format::Text | Format::Json | Format::Csv)
    {
        anyhow::bail!("`clippings {name}` prints text, json and csv: use one of these formats");
    }
    if common.format == Format::Html {
        anyhow::bail!("this format is for `clippings verify` only");
    }
    let prints_csv = name.is_some() && common.format == Format::Csv;
    if !matches!(command, Command::Search(_) | Command::Like(_))
        && !prints_csv
        && !matches!(common.format, Format::Text | Format::Json)
    {
        anyhow::bail!("this format is for `clippings search` only; use text or json");
    }
    Ok(())
}
