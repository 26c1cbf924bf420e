//! Decides whether a text has enough of a quote to be shown where nothing has all of it.

use crate::search::near_misses::alignment::Alignment;
use crate::search::near_misses::quote_words::QuoteWords;

/// A word is rare if at most one in this many articles has it.
const RARE: u64 = 50;
/// A word is rare in an index of few articles if at most so many have it.
const RARE_ARTICLES: u64 = 20;
/// Number of words of a quote nearly all of which are rare together.
const LONG_QUOTE: usize = 6;
/// Number of words of a run that needs no content words if the quote has none.
const FUNCTION_RUN: usize = 4;

/// Returns whether an alignment has enough of the quote: half of its words, half of those that tell
/// something, and something rare among these.
pub(super) fn is_near(quote: &QuoteWords<'_>, alignment: &Alignment, num_articles: u64) -> bool {
    if (alignment.matched + alignment.near) * 2 < quote.len() {
        return false;
    }
    // Of a day or a score, a part is another one.
    let is_number = |word: &str| word.chars().all(char::is_numeric);
    if alignment.matched < quote.len() && quote.words.iter().all(|word| is_number(word.word)) {
        return false;
    }
    if !quote.has_content {
        return alignment.run >= FUNCTION_RUN;
    }
    let weight = |articles: u64| (1.0 + num_articles as f64 / articles.max(1) as f64).ln();
    let (mut content, mut matched, mut known, mut weighed) = (0, 0, 0.0, 0.0);
    let mut is_rare = false;
    for (index, word) in quote.words.iter().enumerate().filter(|(_, word)| word.is_content) {
        let is_matched = alignment.pairs.iter().any(|pair| pair.quote == index);
        content += 1;
        matched += usize::from(is_matched);
        if word.articles > 0 {
            known += weight(word.articles);
            weighed += if is_matched { weight(word.articles) } else { 0.0 };
        } else {
            is_rare |= is_matched;
        }
    }
    // Several words are as rare together, and nearly all of the words of a long quote.
    is_rare |= quote.len() >= LONG_QUOTE && (alignment.matched + alignment.near) * 5 >= quote.len() * 4;
    is_rare |= weighed >= weight((num_articles / RARE).max(RARE_ARTICLES));
    is_rare && (matched * 3 >= content * 2 || matched * 2 >= content && weighed * 2.0 >= known)
}

#[cfg(test)]
mod tests {
    use crate::search::near_misses::alignment::align;
    use crate::search::near_misses::nearness::*;
    use crate::search::near_misses::quote_words::QuoteWord;

    #[test]
    fn content_words_decide() {
        let text: Vec<&str> =
            "such a nasty woman and the press nevertheless she says 03 15".split(' ').collect();
        let articles = |word: &str| match word {
            "such" | "a" | "she" => None,
            "press" => Some(2000),
            "nevertheless" => Some(600),
            "zorble" => Some(0),
            _ => Some(30),
        };
        for (quote, expected) in [
            ("such a nasty lady", true),
            ("such a nasty women", true),
            ("such a nasty zorble", true),
            ("a zorble press", false),
            ("a covfefe press", false),
            ("nevertheless she persisted", false),
            ("such a lady", false),
            ("2023 03 15", false),
        ] {
            let words = quote.split(' ').map(|word| QuoteWord {
                word,
                is_content: articles(word).is_some(),
                articles: articles(word).unwrap_or(0),
            });
            let quote_words = QuoteWords::of(words.collect());
            let alignment = align(&quote_words, &text);
            assert_eq!(
                alignment.is_some_and(|found| is_near(&quote_words, &found, 10_000)),
                expected,
                "{quote}"
            );
        }
    }
}
