//! `clippings completions`: prints or installs a shell completion script.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::CommandFactory;
use clap_complete::Shell;
use clippings::internals::error::os_error_message;
use clippings::internals::text::regular_file::read_settings;

use crate::cli::args::{Cli, Common};
use crate::cli::dirs::{config_home, data_home, home, variable};
use crate::cli::exit_code::SUCCESS;
use crate::cli::output::file::write_file;
use crate::cli::output::messages;

/// Last line of an installed script: a file that ends with it may be replaced.
const INSTALLED: &str = "# Written by `clippings completions --install`, which replaces this file.\n";

/// Prints the completion script for `shell`, by default the user's, or installs it.
///
/// # Errors
/// If the shell is not known, or the script cannot be written where the shell looks for it.
pub(crate) fn run(shell: Option<Shell>, is_installed: bool, common: &Common) -> anyhow::Result<u8> {
    let shell = shell
        .or_else(Shell::from_env)
        .context("$SHELL names no shell with completions: name one, such as `bash`")?;
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "clippings", &mut script);
    if !is_installed {
        io::stdout().write_all(&script)?;
        return Ok(SUCCESS);
    }
    let path = place(shell)?;
    let script = String::from_utf8(script)?;
    install(&path, &script)?;
    if !common.quiet {
        messages::print(&format!("wrote {}, which new shells read", path.display()));
        if let Some(step) = missing_step(shell, &path) {
            messages::print(&step);
        }
    }
    Ok(SUCCESS)
}

/// Returns the file in which `shell` looks for the completions of `clippings`.
fn place(shell: Shell) -> anyhow::Result<PathBuf> {
    let place = match shell {
        Shell::Bash => variable("BASH_COMPLETION_USER_DIR")
            .filter(|path| path.is_absolute())
            .or_else(|| Some(data_home()?.join("bash-completion")))
            .map(|folder| folder.join("completions/clippings")),
        Shell::Zsh => data_home().map(|folder| folder.join("zsh/site-functions/_clippings")),
        Shell::Fish => config_home().map(|folder| folder.join("fish/completions/clippings.fish")),
        Shell::PowerShell => bail!(
            "PowerShell has no folder for completions: add `clippings completions powershell | Out-String | \
             Invoke-Expression` to the file $PROFILE"
        ),
        Shell::Elvish => bail!(
            "Elvish has no folder for completions: add `eval (clippings completions elvish | slurp)` to rc.elv"
        ),
        shell => bail!("where {shell} looks for completions is not known: print the script instead"),
    };
    place.context("no folder for completions: HOME is not set")
}

/// Writes `script` to `path`, unless another file is there.
fn install(path: &Path, script: &str) -> anyhow::Result<()> {
    let cannot =
        |error: io::Error| anyhow::anyhow!("cannot write {}: {}", path.display(), os_error_message(&error));
    match read_settings(path) {
        Ok(old) if !old.ends_with(INSTALLED) && old != script => bail!(
            "cannot write {}: the file exists, and `clippings completions --install` has not written it; move it away",
            path.display()
        ),
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(cannot(error)),
        _ => {}
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(cannot)?;
    }
    write_file(path, &format!("{script}{INSTALLED}"))
}

/// Returns what the user must do for `shell` to read the file at `path`, or nothing.
fn missing_step(shell: Shell, path: &Path) -> Option<String> {
    match shell {
        Shell::Bash => Some("bash completes if the package bash-completion is installed".to_owned()),
        Shell::Zsh => {
            let folder = path.parent()?;
            let settings = variable("ZDOTDIR").or_else(home)?.join(".zshrc");
            let names_it = read_settings(&settings).is_ok_and(|text| is_in_fpath(folder, &text));
            let line = format!("fpath=({} $fpath)", folder.display());
            (!names_it).then(|| format!("add `{line}` to {}, before compinit is called", settings.display()))
        }
        _ => None,
    }
}

/// Returns whether a line of `.zshrc` adds `folder` to the folders of functions.
fn is_in_fpath(folder: &Path, settings: &str) -> bool {
    let below_home = home().and_then(|home| Some(folder.strip_prefix(home).ok()?.display().to_string()));
    let lines = settings.lines().map(str::trim).filter(|line| line.starts_with("fpath"));
    lines.into_iter().any(|line| {
        line.contains(&*folder.to_string_lossy())
            || below_home.as_ref().is_some_and(|path| {
                ["~", "$HOME", "${HOME}"].iter().any(|home| line.contains(&format!("{home}/{path}")))
            })
    })
}
