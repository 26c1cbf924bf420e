//! Reads the config file: folder of the index, default folders and default options.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use clippings::internals::error::os_error_message;
use clippings::internals::text::regular_file::read_settings;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::cli::args::{Cli, Command};
use crate::cli::dirs;
use crate::cli::folder_args::{ConfiguredFilters, ReadingArgs, parse_field_mapping, timeout, validate_glob};
use clippings::internals::location::is_address;

/// Contents of the config file. Command-line options override them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Config {
    /// Folder of the index.
    index: Option<PathBuf>,
    /// Folders that `index` and `watch` update if none is given.
    folders: Vec<PathBuf>,
    /// Whether the articles are clean already.
    no_clean: bool,
    /// Fields of records by their meaning: `text = "story"`.
    map: std::collections::BTreeMap<String, String>,
    /// Globs of files to read.
    include: Vec<String>,
    /// Globs of files to skip.
    exclude: Vec<String>,
    /// Commands that read files of other formats, by extension.
    filters: std::collections::BTreeMap<String, String>,
    /// Seconds after which such a command is killed.
    #[serde(deserialize_with = "filter_timeout")]
    filter_timeout: Option<Duration>,
    /// Numbers of parts of an index on a cluster, and of copies of each.
    shards: Option<u32>,
    replicas: Option<u32>,
    /// Maximum number of results.
    #[serde(deserialize_with = "limit")]
    limit: Option<usize>,
    /// Maximum number of passages per article.
    #[serde(deserialize_with = "snippets")]
    snippets: Option<usize>,
    /// Whether the copies of a result are named beneath it.
    collapse: Option<bool>,
    /// Whether `show` pages.
    pager: bool,
    /// Options of `serve`.
    serve: ServeConfig,
}

/// Options of `serve` in the config file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[cfg_attr(
    not(feature = "serve"),
    allow(dead_code, reason = "a program without `serve` reads the same file")
)]
struct ServeConfig {
    /// Port to listen on.
    port: Option<u16>,
    /// Whether the page is opened in the browser.
    open: Option<bool>,
    /// Address of a line of a file for an editor: `vscode://file/{path}:{line}`.
    link: Option<String>,
}

/// Deserializes `limit`.
fn limit<'de, D: Deserializer<'de>>(value: D) -> Result<Option<usize>, D::Error> {
    whole_number("limit", value)
}

/// Deserializes `snippets`.
fn snippets<'de, D: Deserializer<'de>>(value: D) -> Result<Option<usize>, D::Error> {
    whole_number("snippets", value)
}

/// Deserializes `filter-timeout`.
fn filter_timeout<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Duration>, D::Error> {
    let duration = timeout(f64::deserialize(value).ok()).map(Some);
    duration.map_err(|problem| D::Error::custom(format!("filter-timeout: {problem}")))
}

/// Deserializes the option `key`, a whole number.
fn whole_number<'de, D: Deserializer<'de>>(key: &str, value: D) -> Result<Option<usize>, D::Error> {
    let number = usize::deserialize(value).map(Some);
    number.map_err(|_| D::Error::custom(format!("{key}: expected a whole number such as 10")))
}

/// Returns the path of the config file: `$XDG_CONFIG_HOME/clippings/config.toml`, else in `~/.config`.
pub(crate) fn path() -> Option<PathBuf> {
    dirs::config().map(|folder| folder.join("config.toml"))
}

/// Applies the config file to options that were not given.
///
/// # Errors
/// If the file cannot be read or has an error.
pub(crate) fn apply(cli: &mut Cli) -> anyhow::Result<()> {
    let Some(path) = path() else { return Ok(()) };
    let context = || format!("config file {}", path.display());
    let text = match read_settings(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => anyhow::bail!("{}: {}", context(), os_error_message(&error)),
    };
    let config = parse(&text).with_context(context)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let index = config.index.as_deref().map(|index| match index.to_str().is_some_and(is_address) {
        true => Ok(index.to_owned()),
        false => resolve(folder, index),
    });
    let index = index.transpose();
    cli.common.configured_index = index.with_context(context)?;
    cli.common.configured_filters = ConfiguredFilters {
        commands: config.filters.clone(),
        timeout: config.filter_timeout,
        config_file: path.clone(),
    };
    let folders = || -> anyhow::Result<Vec<_>> {
        let paths = config.folders.iter().map(|path| resolve(folder, path)).collect::<Result<_, _>>();
        paths.with_context(context)
    };
    if let Command::Index(args) = &mut cli.command {
        args.layout.configured_shards = config.shards.filter(|shards| *shards > 0);
        args.layout.configured_replicas = config.replicas;
    }
    match &mut cli.command {
        Command::Index(args) if args.paths.is_empty() && args.moved_to.is_none() => {
            args.paths = folders()?;
            args.include_known = true;
            // They are those of the folders in the file.
            if !args.paths.is_empty() {
                config.set_defaults(&mut args.reading)?;
            }
        }
        Command::Watch(args) if args.paths.is_empty() => args.paths = folders()?,
        Command::Search(args) | Command::Like(args) => {
            args.limit = args.limit.or(config.limit.filter(|_| !args.files && args.shows_hits()));
            args.snippets = args.snippets.or(config.snippets);
            args.no_collapse |= config.collapse == Some(false) && !args.copies && !args.stories;
        }
        Command::Show(args) => args.pager |= config.pager,
        #[cfg(feature = "serve")]
        Command::Serve(args) => {
            let ServeConfig { port, open, link } = config.serve;
            args.port = args.port.or(port.filter(|_| args.socket.is_none()));
            args.no_open |= open == Some(false);
            args.link = link;
            args.no_collapse = config.collapse == Some(false);
        }
        _ => {}
    }
    Ok(())
}

/// Parses the config file. Errors name the line.
fn parse(text: &str) -> anyhow::Result<Config> {
    toml::from_str(text).map_err(|error| {
        let line =
            error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        let message = error.message().lines().collect::<Vec<_>>().join(" ");
        anyhow::anyhow!("line {line}: {message}")
    })
}

impl Config {
    /// Sets the options that were not given on the command line.
    fn set_defaults(&self, reading: &mut ReadingArgs) -> anyhow::Result<()> {
        reading.no_clean |= self.no_clean && !reading.clean;
        if reading.fields.is_empty() {
            let fields = self.map.iter().map(|(role, field)| parse_field_mapping(&format!("{role}={field}")));
            reading.fields = fields.collect::<Result<_, _>>().map_err(anyhow::Error::msg)?;
        }
        if reading.include.is_empty() && reading.exclude.is_empty() {
            let patterns =
                |list: &[String]| list.iter().map(|pattern| validate_glob(pattern)).collect::<Result<_, _>>();
            reading.include = patterns(&self.include).map_err(anyhow::Error::msg)?;
            reading.exclude = patterns(&self.exclude).map_err(anyhow::Error::msg)?;
        }
        Ok(())
    }
}

/// Resolves a path of the config file: `~` is the home folder, and relative paths begin in `base`, the folder
/// of the file.
///
/// # Errors
/// If the path begins with `~` and `HOME` is unset.
fn resolve(base: &Path, path: &Path) -> anyhow::Result<PathBuf> {
    match path.strip_prefix("~") {
        Ok(relative) => match dirs::home() {
            Some(home) => Ok(home.join(relative)),
            None => anyhow::bail!("{} is not set, so `~` has no meaning in {}", dirs::HOME, path.display()),
        },
        Err(_) => Ok(base.join(path)),
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::config::*;

    #[test]
    fn errors_name_the_line() {
        assert!(
            parse("limit = 5\n").is_ok_and(|config| config.limit == Some(5) && config.snippets.is_none())
        );
        assert!(parse("").is_ok_and(|config| config.folders.is_empty()));
        for (text, what) in [
            ("limit = 5\nfoldres = [\"a\"]\n", "line 2: unknown field `foldres`"),
            ("index = \"a\"\nlimit = \"many\"\n", "line 2: limit: expected a whole number such as 10"),
            ("snippets = -1\n", "line 1: snippets: expected a whole number such as 10"),
            ("[serve]\nprot = 80\n", "line 2: unknown field `prot`"),
            ("folders = [\n\n", "line"),
        ] {
            let error = parse(text).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(error.contains(what) && !error.contains('\n'), "{text}: {error}");
        }
    }

    #[test]
    fn paths_are_relative_to_home_or_the_config_file() {
        let resolve = |path: &str| resolve(Path::new("/c"), Path::new(path)).ok();
        assert_eq!(resolve("~/news"), dirs::home().map(|home| home.join("news")));
        assert_eq!(resolve("news"), Some(PathBuf::from("/c/news")));
        assert_eq!(resolve("/news"), Some(PathBuf::from("/news")));
    }
}
