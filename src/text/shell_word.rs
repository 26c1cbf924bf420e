//! Words and commands for a shell.

use std::borrow::Cow;
use std::path::Path;

use crate::text::path_key;

/// Commands that use an index.
const COMMANDS: [&str; 12] = [
    "index", "search", "quotes", "verify", "status", "check", "watch", "forget", "show", "explain", "bench",
    "serve",
];
/// Beginning of a command in a message, which ends with another backtick.
const PREFIX: &str = "`clippings ";

/// Quotes `word` if a shell would change it or split it.
pub fn shell_word(word: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+,:@%=".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => Cow::Borrowed(word),
        false => Cow::Owned(format!("'{}'", word.replace('\'', r"'\''"))),
    }
}

/// Adds `--index` to the commands in `message` that lack it.
pub fn with_index(message: &str, index: &Path) -> String {
    let option = format!(" --index {}", shell_word(&path_key::shown(index)));
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
    use crate::text::shell_word::*;

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
            ("`clippings serve --new-link`", "`clippings serve --new-link --index 'my idx'`"),
            ("`clippings clean x` needs none", "`clippings clean x` needs none"),
            ("`clippings indexes` is none", "`clippings indexes` is none"),
            ("`clippings index without an end", "`clippings index without an end"),
        ] {
            assert_eq!(with_index(message), completed);
            assert_eq!(with_index(completed), completed);
        }
    }

    #[test]
    fn only_what_a_shell_would_change_is_quoted() {
        for (word, quoted) in [
            ("news/2024", "news/2024"),
            ("архив", "архив"),
            ("my news", "'my news'"),
            ("it's", r"'it'\''s'"),
            ("$HOME", "'$HOME'"),
            ("~/x", "'~/x'"),
            ("", "''"),
        ] {
            assert_eq!(shell_word(word), quoted);
        }
    }
}
