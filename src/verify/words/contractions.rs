//! Contractions, which say the same as the words that they stand for and are still other words.

use std::ops::Range;

use crate::verify::words::Words;

impl Words {
    /// Returns whether some words are the words `others` of another text but for contractions: *isn't* and
    /// *is not*, *he'd* and *he would*.
    pub(in crate::verify) fn are_contracted(
        &self,
        words: Range<usize>,
        other: &Words,
        others: Range<usize>,
    ) -> bool {
        let num_words = words.len() + others.len();
        let (words, others) = (self.written_out(words), other.written_out(others));
        words.len() + others.len() > num_words
            && words.len() == others.len()
            && words.iter().zip(&others).all(|(word, other)| word == other || stands_for(word, other))
    }

    /// Returns the first word of what a contraction stands for.
    pub(in crate::verify) fn contracted(&self, index: usize) -> Option<String> {
        let mut words = self.written_out(index..index + 1).into_iter();
        let first = words.next()?;
        words.next().map(|_| first)
    }

    fn written_out(&self, words: Range<usize>) -> Vec<String> {
        let mut written = Vec::new();
        for index in words {
            let word = self.text(index);
            match word {
                "won't" => written.extend(["will".to_owned(), "not".to_owned()]),
                "can't" | "cannot" => written.extend(["can".to_owned(), "not".to_owned()]),
                "shan't" => written.extend(["shall".to_owned(), "not".to_owned()]),
                _ => match word.strip_suffix("n't") {
                    Some(verb) => written.extend([verb.to_owned(), "not".to_owned()]),
                    None => match word.split_once('\'') {
                        Some((head, end)) if ENDS.iter().any(|(known, _)| *known == end) => {
                            written.extend([head.to_owned(), format!("'{end}")]);
                        }
                        _ => written.push(word.to_owned()),
                    },
                },
            }
        }
        written
    }
}

/// Returns whether one word is the end of a contraction, and the other a word that it stands for.
fn stands_for(word: &str, other: &str) -> bool {
    let is_short = |end: &str, word: &str| {
        let end = end.strip_prefix('\'');
        end.is_some_and(|end| ENDS.iter().any(|(known, words)| *known == end && words.contains(&word)))
    };
    is_short(word, other) || is_short(other, word)
}

/// Ends of contractions, and the words that they stand for.
const ENDS: &[(&str, &[&str])] = &[
    ("s", &["is", "has", "us"]),
    ("re", &["are"]),
    ("m", &["am"]),
    ("ve", &["have"]),
    ("ll", &["will", "shall"]),
    ("d", &["would", "had"]),
];

#[cfg(test)]
mod tests {
    use crate::verify::words::*;

    #[test]
    fn contractions_stand_for_their_words() {
        for (a, b, expected) in [
            ("isn’t", "is not", true),
            ("we won't", "we will not", true),
            ("he’d", "he would", true),
            ("he’d", "he had", true),
            ("let’s", "let us", true),
            ("cannot", "can’t", true),
            ("he’d", "he will", false),
            ("isn’t", "is", false),
            ("isn’t", "was not", false),
            ("US", "us", false),
        ] {
            let (a, b) = (Words::of(a), Words::of(b));
            assert_eq!(a.are_contracted(0..a.len(), &b, 0..b.len()), expected, "{:?}", (a.buffer, b.buffer));
        }
    }
}
