//! `clippings man`: prints the manual page.

use std::io::{self, Write};

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::cli::args::Cli;
use crate::cli::exit_code::SUCCESS;

/// Prints the manual page: the program, then a section for each command.
pub(crate) fn run() -> anyhow::Result<u8> {
    let mut program = Cli::command();
    program.build();
    let mut text = Vec::new();
    let man = Man::new(program.clone());
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        text.extend(section(command)?.as_bytes());
    }
    text.extend(examples(&man, ".SH")?.as_bytes());
    man.render_version_section(&mut text)?;
    io::stdout().write_all(&text)?;
    Ok(SUCCESS)
}

/// Preamble of every rendered part, which defines the apostrophe.
const PREAMBLE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";

/// Renders the section of a command, its parts one level below. Global options are listed once, above.
fn section(command: &Command) -> anyhow::Result<String> {
    let local = command.clone().mut_args(|arg| {
        let is_hidden = arg.is_hide_set() || arg.is_global_set() || arg.get_id() == "help";
        arg.hide(is_hidden)
    });
    let man = Man::new(local);
    let mut parts = Vec::new();
    man.render_synopsis_section(&mut parts)?;
    man.render_description_section(&mut parts)?;
    if command.get_arguments().any(|arg| !arg.is_global_set() && arg.get_id() != "help") {
        man.render_options_section(&mut parts)?;
    }
    let parts = String::from_utf8(parts)?.replace(PREAMBLE, "").replace(".SH ", ".SS ");
    let name = command.get_name().to_uppercase();
    Ok(format!(".SH \"CLIPPINGS {name}\"\n{parts}{}", examples(&man, ".SS")?))
}

/// Renders the text after the help, with its line breaks, or nothing if there is none.
fn examples(man: &Man, heading: &str) -> anyhow::Result<String> {
    let mut text = Vec::new();
    man.render_extra_section(&mut text)?;
    let text = String::from_utf8(text)?;
    let Some((_, lines)) = text.split_once(".SH EXTRA\n") else { return Ok(String::new()) };
    Ok(format!("{heading} EXAMPLES\n.nf\n{lines}.fi\n"))
}
