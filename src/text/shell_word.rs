//! Quotes words for a shell.

use std::borrow::Cow;

/// Quotes `word` if a shell would change it or split it.
pub fn shell_word(word: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+,:@%=".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => Cow::Borrowed(word),
        false => Cow::Owned(format!("'{}'", word.replace('\'', r"'\''"))),
    }
}

#[cfg(test)]
mod tests {
    use crate::text::shell_word::*;

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
