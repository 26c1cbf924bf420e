//! Weights and similarities of Lucene, which words cannot have: `dam^2`, `"the dam"~2^3`, `dam~0.8`.

use crate::analysis::query_tokens;
use crate::query::lexer::{QueryToken, TokenKind};
use crate::query::parser::Parser;

/// Minimum number of letters of a word that has a weight: `km^2` and `CO^2` are text.
const MIN_WEIGHED: usize = 3;

impl<'q> Parser<'q> {
    /// Returns `word` without a weight or a similarity, which are noted; nothing for the weight of the word,
    /// phrase or group before it.
    pub(crate) fn without_weight(&mut self, word: &'q str, start: usize) -> &'q str {
        if !word.contains(['^', '~']) {
            return word;
        }
        let typed = word;
        let word = self.without_punctuation(word);
        if let Some((weighed, weight)) = word.rsplit_once('^')
            && is_weight(weight)
            && if weighed.is_empty() { self.is_behind_weighed() } else { can_be_weighed(weighed) }
        {
            self.note(start, &format!("^{weight} was ignored: words cannot be weighed"));
            return weighed;
        }
        if let Some((stem, similarity)) = word.rsplit_once('~')
            && similarity.contains('.')
            && is_number(similarity)
            && stem.ends_with(char::is_alphabetic)
        {
            self.note(start, &format!("~{similarity} was read as ~"));
            return &word[..=stem.len()];
        }
        typed
    }

    /// Returns `word` without what stands behind its last letter or digit, wildcards too: no weight has one.
    fn without_punctuation(&self, word: &'q str) -> &'q str {
        let end = query_tokens(self.analyzer, word).last().map_or(word.len(), |last| last.span.end);
        &word[..end]
    }

    /// Returns whether the token before the one that was read can have a weight.
    fn is_behind_weighed(&self) -> bool {
        let token = |back: usize| self.tokens.get(self.index.checked_sub(back)?);
        match token(2) {
            Some(QueryToken { kind: TokenKind::Word(word), .. }) => can_be_weighed(word),
            Some(QueryToken { kind: TokenKind::Phrase { .. } | TokenKind::Close, .. }) => true,
            _ => false,
        }
    }
}

/// Returns whether `word` is so long that a weight behind it is no power, and ends with a letter, a wildcard
/// or a distance (`dam~2`).
fn can_be_weighed(word: &str) -> bool {
    let word = word.rsplit(':').next().unwrap_or(word); // without its field
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let stem = if stem.ends_with('~') { stem } else { word };
    stem.chars().nth(MIN_WEIGHED - 1).is_some()
        && stem.ends_with(|c: char| c.is_alphabetic() || matches!(c, '*' | '~'))
}

/// Returns whether `weight` is a number, or one with a distance behind it (`2~1`).
fn is_weight(weight: &str) -> bool {
    let (number, distance) = weight.split_once('~').unwrap_or((weight, ""));
    is_number(number) && distance.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_number(number: &str) -> bool {
    number.starts_with(|c: char| c.is_ascii_digit()) && number.parse::<f32>().is_ok_and(f32::is_finite)
}

#[cfg(test)]
mod tests {
    use crate::query::parser::tests::read_back;

    #[test]
    fn weights_are_left_out() {
        for (text, understood) in [
            ("dam~2^3 crew", "dam~2 crew"),
            ("\"crew dam\"~2^2", "\"crew dam\"~2"),
            ("dam ^2", "dam"),
            ("dam^2, crew", "dam crew"),
            ("dam^2~1 crew", "dam crew"),
            ("dam^2* crew", "dam crew"),
            ("dam* ^4 crew", "dam* crew"),
            ("(dam OR crew) ^2", "dam OR crew"),
        ] {
            let (actual, notes) = read_back(text);
            assert_eq!(actual, understood, "{text}");
            assert!(notes.contains("was ignored: words cannot be weighed"), "{text}: {notes}");
        }
        for text in ["km^2 area", "title:km^2", "km ^2", "2^10", "10^6 barrels", "x^y"] {
            assert!(!read_back(text).1.contains("weighed"), "{text}");
        }
    }
}
