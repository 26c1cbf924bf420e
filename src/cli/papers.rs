//! `clippings completions` and `clippings man`.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;

use super::FOUND;
use super::args::Cli;

/// Prints what makes `shell` complete the commands and options.
pub fn completions(shell: Shell) -> anyhow::Result<u8> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "clippings", &mut text);
    io::stdout().write_all(&text)?;
    Ok(FOUND)
}

/// Prints the page of the manual, all commands on it.
pub fn man() -> anyhow::Result<u8> {
    let mut command = Cli::command();
    command.build();
    let mut text = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut text)?;
    for subcommand in command.get_subcommands() {
        let man = clap_mangen::Man::new(subcommand.clone());
        man.render_synopsis_section(&mut text)?;
        man.render_description_section(&mut text)?;
        man.render_options_section(&mut text)?;
    }
    io::stdout().write_all(&text)?;
    Ok(FOUND)
}
