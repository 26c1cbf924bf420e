//! Completes the commands that messages advise to run: the index that was named is named in them too.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use clippings::internals::text::path_key::shown;
use clippings::internals::text::shell_word::shell_word;

/// Commands that use an index.
const COMMANDS: [&str; 11] =
    ["index", "search", "quotes", "verify", "status", "check", "watch", "forget", "show", "explain", "bench"];
/// Beginning of a command in a message, which ends with another backtick.
const PREFIX: &str = "`clippings ";

/// The index that the next command must name.
static NAMED_INDEX: OnceLock<PathBuf> = OnceLock::new();

/// Sets the index that every command must name.
pub(crate) fn name_index(index: &Path) {
    let _ = NAMED_INDEX.set(index.to_owned()); // the first one stays
}

/// Adds the index to the commands in `message`.
pub(crate) fn complete(message: &str) -> Cow<'_, str> {
    match NAMED_INDEX.get() {
        Some(index) if message.contains(PREFIX) => Cow::Owned(with_index(message, index)),
        _ => Cow::Borrowed(message),
    }
}

/// Adds `--index` to the commands in `message` that lack it.
fn with_index(message: &str, index: &Path) -> String {
    let option = format!(" --index {}", shell_word(&shown(index)));
    let (mut completed, mut tail) = (String::with_capacity(message.len() + option.len()), message);
    while let Some((before, after)) = tail.split_once(PREFIX) {
        let command = after.split('`').next().unwrap_or_default();
        completed.push_str(before);
        completed.push_str(PREFIX);
        completed.push_str(command);
        let name = command.split(' ').next().unwrap_or_default();
        if command.len() < after.len() && COMMANDS.contains(&name) && !command.contains(" --index ") {
            completed.push_str(&option);
        }
        tail = &after[command.len()..];
    }
    completed + tail
}

#[cfg(test)]
mod tests {
    use crate::cli::output::advice::*;

    #[test]
    fn commands_that_use_an_index_name_it() {
        let with_index = |message| with_index(message, Path::new("my idx"));
        for (message, completed) in [
            (
                "run `clippings index --rebuild`; or not",
                "run `clippings index --rebuild --index 'my idx'`; or not",
            ),
            (
                "`clippings index` or `clippings check`",
                "`clippings index --index 'my idx'` or `clippings check --index 'my idx'`",
            ),
            ("`clippings verify a.txt`", "`clippings verify a.txt --index 'my idx'`"),
            ("`clippings clean x` needs none", "`clippings clean x` needs none"),
            ("`clippings indexes` is none", "`clippings indexes` is none"),
            ("`clippings index without an end", "`clippings index without an end"),
        ] {
            assert_eq!(with_index(message), completed);
            assert_eq!(with_index(completed), completed);
        }
    }
}
