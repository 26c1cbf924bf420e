//! Builds only the part of the command line that a run needs. Building all commands with their help takes
//! clap a tenth of the instructions of a search.

use std::ffi::OsString;

use clap::{CommandFactory, Parser, Subcommand};

use crate::cli::args::{Cli, Common, SearchArgs};

/// Returns the parser for `args`: all commands, or only `search` if it is called, because its start-up time
/// matters.
pub(crate) fn command(args: &[OsString]) -> clap::Command {
    match args.get(1).is_some_and(|arg| arg == "search") {
        true => SearchCli::command(),
        false => Cli::command(),
    }
}

/// Returns the version line if `args` ask for nothing else.
pub(crate) fn version(args: &[OsString]) -> Option<&'static str> {
    match args {
        [_, only] if only == "--version" || only == "-V" => {
            Some(concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"), "\n"))
        }
        _ => None,
    }
}

/// [`Cli`] with one command.
#[derive(Parser)]
#[command(name = "clippings", version, max_term_width = 100)]
struct SearchCli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: SearchCommand,
}

#[derive(Subcommand)]
enum SearchCommand {
    Search(SearchArgs),
}

#[cfg(test)]
mod tests {
    use crate::cli::fast_start::*;
    use clap::FromArgMatches;

    fn args(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn the_version_is_the_one_clap_prints() {
        for line in ["clippings --version", "clippings -V"] {
            assert_eq!(version(&args(line)), Some(Cli::command().render_version().as_str()), "{line}");
        }
        for line in ["clippings", "clippings --version search", "clippings search --version"] {
            assert_eq!(version(&args(line)), None, "{line}");
        }
    }

    /// Compares matches, help and errors of the two parsers.
    #[test]
    fn the_search_parser_agrees_with_the_full_parser() {
        for line in [
            "c search --index d -n 5 -- Kursk",
            "c search --quiet --format json --in a --since 2024-01-01 -- a b",
            "c search",
            "c search --help",
            "c search -h",
            "c search --limit x -- a",
            "c search --limt 3",
            "c search --format odd -- a",
        ] {
            let read = |command: clap::Command| match command.try_get_matches_from(args(line)) {
                Ok(matches) => format!("{:?}", Cli::from_arg_matches(&matches).expect("all arguments")),
                Err(error) => error.render().to_string(),
            };
            assert_eq!(read(command(&args(line))), read(Cli::command()), "{line}");
        }
        assert_eq!(command(&args("c search a")).get_subcommands().count(), 1);
        assert!(command(&args("c index a")).get_subcommands().count() > 1);
    }
}
