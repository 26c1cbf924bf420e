//! `clippings help`: prints the help of the program or of a command, the cheat sheet, or the licenses.

use clap::CommandFactory;
use clippings::query::CHEAT_SHEET;

use crate::cli::args::Cli;
use crate::cli::exit_code::SUCCESS;
use crate::cli::output::text::print;

/// Licenses of the program and of the data that is built in.
const LICENSES: &str = concat!(
    "Clippings is licensed under MIT or Apache-2.0, at your option. Data of others that is built in:\n\n\
     ENGLISH WORDS (data/extract/english_words.txt)\n\n",
    include_str!("../../../../data/extract/english_words.license.txt"),
    "\n",
    include_str!("../../../../data/analysis/inflections/NOTICE"),
    "\nLETTERS OF LANGUAGES (data/analysis/exemplar_letters.txt)\n\n",
    include_str!("../../../../data/analysis/exemplar_letters.license.txt"),
    "\nTRADITIONAL AND SIMPLIFIED CHARACTERS (data/analysis/han)\n\n",
    include_str!("../../../../data/analysis/han/LICENSE.txt"),
    "\nLEXICONS (data/analysis/lexicons)\n\n",
    include_str!("../../../../data/analysis/lexicons/LICENSE.txt"),
    "\nTRIGRAMS (data/analysis/trigrams)\n\n",
    include_str!("../../../../data/analysis/trigrams/LICENSE.txt"),
);

/// Prints the help of the program or of a command, the cheat sheet, or the licenses.
pub(crate) fn run(topic: Option<&str>) -> anyhow::Result<u8> {
    let mut program = Cli::command();
    program.build();
    match topic {
        Some("query") => print(CHEAT_SHEET)?,
        Some("licenses" | "licences") => print(LICENSES)?,
        Some(name) => match program.find_subcommand_mut(name) {
            Some(command) => command.print_long_help()?,
            None => anyhow::bail!("there is no command {name}: `clippings help` lists them all"),
        },
        None => program.print_long_help()?,
    }
    Ok(SUCCESS)
}
