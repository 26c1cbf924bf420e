//! Shows long output page by page.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

use crate::cli::output::messages;

/// Pager that is started if `$PAGER` is not set.
const DEFAULT_PAGER: &str = "less -R";

/// Prints `text` through `$PAGER`, or else `less -R`, if standard output is a terminal; otherwise as it is.
pub(crate) fn print(text: &str, use_pager: bool) -> io::Result<()> {
    let setting = env::var("PAGER").ok().filter(|pager| !pager.trim().is_empty());
    let pager = setting.as_deref().unwrap_or(DEFAULT_PAGER);
    if use_pager && io::stdout().is_terminal() && pager.trim() != "cat" {
        match page(text, pager) {
            Ok(()) => return Ok(()),
            Err(error) => messages::print(&format!("cannot start the pager {pager}: {error}")),
        }
    }
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Pipes `text` into `pager`, and waits for it.
///
/// # Errors
/// If it cannot be started.
fn page(text: &str, pager: &str) -> io::Result<()> {
    let mut words = pager.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or("less"));
    command.args(words).stdin(Stdio::piped());
    if env::var_os("LESS").is_none() {
        command.env("LESS", "R"); // shows colors, also if `$PAGER` is `less`
    }
    let mut child = command.spawn()?;
    if let Some(mut input) = child.stdin.take() {
        let _ = input.write_all(text.as_bytes()); // the reader may have left before the end
    }
    child.wait()?;
    Ok(())
}
