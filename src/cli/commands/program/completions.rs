//! `clippings completions`: prints a shell completion script.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::args::Cli;
use crate::cli::exit_code::SUCCESS;

/// Prints the completion script for `shell`.
pub(crate) fn run(shell: Shell) -> anyhow::Result<u8> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "clippings", &mut text);
    io::stdout().write_all(&text)?;
    Ok(SUCCESS)
}
