//! `clippings saved`: saves searches, and lists what is new to them.

mod beside;
mod edit;
mod exec;
mod feed;
mod files;
mod import;
mod list;
pub(crate) mod run;

use crate::cli::args::{Common, SavedArgs, SavedCommand};

/// Runs `clippings saved`.
pub(crate) fn run(args: &SavedArgs, common: &Common) -> anyhow::Result<u8> {
    match &args.command {
        SavedCommand::Add(args) => edit::add(args, common),
        SavedCommand::Import(args) => import::run(args, common),
        SavedCommand::List(args) => list::run(args, common),
        SavedCommand::Remove(args) => edit::remove(args, common),
        SavedCommand::Run(args) => run::run(args, common),
    }
}
