//! Aligns a quote with a place of a text that has its words in another order.

use rustc_hash::FxHashMap;

use crate::search::near_misses::alignment::{Alignment, WordPair};
use crate::search::near_misses::quote_words::QuoteWords;

/// Share of the words of a quote that the place must have, in fifths.
const MIN_FIFTHS: usize = 4;

/// Returns the alignment of `quote` with the first place of `text`, as long as the quote, that has the most
/// of its words in any order; `None` if these are too few. Words of the text that are none of the quote may
/// be empty.
pub(super) fn reordered(quote: &QuoteWords<'_>, text: &[&str]) -> Option<Alignment> {
    // How often each word may still match.
    let mut left: FxHashMap<&str, i64> = FxHashMap::default();
    quote.words.iter().for_each(|word| *left.entry(word.word).or_default() += 1);
    let (mut matched, mut best) = (0, (0, 0));
    for (end, word) in text.iter().enumerate() {
        if !word.is_empty()
            && let Some(count) = left.get_mut(word)
        {
            matched += usize::from(*count > 0);
            *count -= 1;
        }
        if let Some(start) = end.checked_sub(quote.len())
            && !text[start].is_empty()
            && let Some(count) = left.get_mut(text[start])
        {
            *count += 1;
            matched -= usize::from(*count > 0);
        }
        if matched > best.0 {
            best = (matched, end + 1);
        }
    }
    let (matched, end) = best;
    if matched * 5 < quote.len() * MIN_FIFTHS {
        return None;
    }
    let start = end.saturating_sub(quote.len());
    let mut is_taken = vec![false; quote.len()];
    let mut pairs: Vec<WordPair> = Vec::new();
    for (offset, word) in text[start..end].iter().enumerate() {
        let same =
            quote.words.iter().enumerate().find(|(index, same)| !is_taken[*index] && same.word == *word);
        if let Some((index, _)) = same {
            is_taken[index] = true;
            pairs.push(WordPair { quote: index, text: start + offset, is_equal: true });
        }
    }
    let (first, last) = (pairs.first()?.text, pairs.last()?.text);
    let mut alignment = Alignment { matched, ..Alignment::default() };
    for pair in &pairs {
        match alignment.runs.last_mut() {
            Some(run) if run.end == pair.text => run.end += 1,
            _ => alignment.runs.push(pair.text..pair.text + 1),
        }
    }
    let are_next = |a: &WordPair, b: &WordPair| a.quote + 1 == b.quote && a.text + 1 == b.text;
    alignment.run = pairs.chunk_by(are_next).map(<[WordPair]>::len).max().unwrap_or(1);
    alignment.differences = vec![(0..quote.len(), first..last + 1)];
    alignment.pairs = pairs;
    Some(alignment)
}

#[cfg(test)]
mod tests {
    use crate::search::near_misses::quote_words::QuoteWord;
    use crate::search::near_misses::reordered::*;

    #[test]
    fn words_in_another_order_are_found_together() {
        let text: Vec<&str> = "the mayor said he only tasted the mashed potatoes before he was pulled away"
            .split(' ')
            .collect();
        for (typed, expected) in [
            ("potatoes mashed the tasted only he", Some((6, 3..9))),
            ("before he was pulled only tasted the mashed potatoes", Some((9, 4..13))),
            ("away mayor potatoes", None),
            ("potatoes mashed the zorble only he", Some((5, 3..9))),
        ] {
            let words = typed.split(' ').map(|word| QuoteWord { word, is_content: true, articles: 5 });
            let found = reordered(&QuoteWords::of(words.collect()), &text);
            let found = found.map(|found| (found.matched, found.differences[0].1.clone()));
            assert_eq!(found, expected, "{typed}");
        }
    }
}
