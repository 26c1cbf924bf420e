//! Programs that open originals, and the files that they open.

use std::env;
use std::path::Path;
use std::process::Command;

use clippings::internals::error::os_error_message;

/// Returns whether the extension of `path` is one of `extensions`, in capitals or not.
pub(super) fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().unwrap_or_default();
    extensions.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Returns the program and the arguments in the first of these environment variables that is set; `None` if
/// it is blank.
pub(super) fn program_in(variables: &[&str]) -> Option<(String, Vec<String>)> {
    let setting = variables.iter().filter_map(env::var_os).find(|value| !value.is_empty())?;
    let setting = setting.to_string_lossy();
    let mut words = setting.split_whitespace().map(str::to_owned);
    Some((words.next()?, words.collect()))
}

/// Runs a program that is a `kind`, and waits for it.
pub(super) fn run(kind: &str, program: &str, command: &mut Command) -> anyhow::Result<()> {
    let status = command.status().map_err(|error| cannot_start(kind, program, &error))?;
    anyhow::ensure!(status.success(), "the {kind} {program} failed");
    Ok(())
}

/// Says that a program that is a `kind` cannot be started.
pub(super) fn cannot_start(kind: &str, program: &str, error: &std::io::Error) -> anyhow::Error {
    anyhow::anyhow!("cannot start the {kind} {program}: {}", os_error_message(error))
}
