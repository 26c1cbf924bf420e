//! Shows long output page by page.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

use clippings::internals::error::os_error_message;

use crate::cli::output::{messages, text};

/// Pager that is started if `$PAGER` is not set.
const DEFAULT_PAGER: &str = "less -R";
/// Exit code of a shell that does not find a command.
const NOT_FOUND: i32 = 127;

/// Prints `text` through `$PAGER`, or else `less -R`, if standard output is a terminal; otherwise as it is.
pub(crate) fn print(text: &str, use_pager: bool) -> io::Result<()> {
    let setting = env::var("PAGER").ok().filter(|pager| !pager.trim().is_empty());
    let pager = setting.as_deref().unwrap_or(DEFAULT_PAGER);
    if use_pager && io::stdout().is_terminal() && pager.trim() != "cat" {
        match page(text, pager) {
            Ok(()) => return Ok(()),
            Err(error) => {
                messages::print(&format!("cannot start the pager {pager}: {}", os_error_message(&error)))
            }
        }
    }
    text::print(text)
}

/// Returns the command that starts `pager`, which the shell reads, as it does for git.
#[cfg(unix)]
fn command_of(pager: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", pager]);
    command
}

/// Returns the command that starts `pager`.
#[cfg(not(unix))]
fn command_of(pager: &str) -> Command {
    let mut words = pager.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or("less"));
    command.args(words);
    command
}

/// Pipes `text` into `pager`, and waits for it.
///
/// # Errors
/// If it cannot be started.
fn page(text: &str, pager: &str) -> io::Result<()> {
    let mut command = command_of(pager);
    command.stdin(Stdio::piped());
    if env::var_os("LESS").is_none() {
        command.env("LESS", "R"); // shows colors, also if `$PAGER` is `less`
    }
    let mut child = command.spawn()?;
    if let Some(mut input) = child.stdin.take() {
        let _ = input.write_all(text.as_bytes()); // the reader may have left before the end
    }
    match child.wait()?.code() {
        Some(NOT_FOUND) => Err(io::Error::new(io::ErrorKind::NotFound, "command not found")),
        _ => Ok(()),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use crate::cli::output::pager::*;

    #[test]
    fn a_pager_that_is_not_there_is_an_error() {
        let error = page("", "no-such-pager").expect_err("no pager of that name");
        assert_eq!(error.to_string(), "command not found");
        assert!(page("", "cat > /dev/null").is_ok());
    }
}
