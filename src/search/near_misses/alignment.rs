//! Aligns a quote with a text: the longest run of words that both have, and what differs around it.

use std::ops::Range;

use rustc_hash::FxHashMap;

/// Number of words that the text may have more than the quote, on either side of the run.
const MORE_WORDS: usize = 4;
/// Maximum number of runs of equal length that are compared.
const MAX_TIES: usize = 8;

/// How the words of a quote stand in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Alignment {
    /// Number of words of the longest run.
    pub run: usize,
    /// Number of words in all that stand in their places.
    pub matched: usize,
    /// Words of the text that match, as runs.
    pub runs: Vec<Range<usize>>,
    /// Words of the quote, and the words of the text in their place.
    pub differences: Vec<(Range<usize>, Range<usize>)>,
}

/// Aligns `quote` with `text`, around the longest run of words that both have; `None` if they have none.
pub(super) fn align(quote: &[&str], text: &[&str]) -> Option<Alignment> {
    let mut places: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (index, word) in quote.iter().enumerate() {
        places.entry(word).or_default().push(index);
    }
    let (mut lengths, mut last_lengths) = (vec![0usize; quote.len() + 1], vec![0usize; quote.len() + 1]);
    let mut touched: Vec<usize> = Vec::new();
    let (mut longest, mut ties): (usize, Vec<(usize, usize)>) = (0, Vec::new());
    for (end, word) in text.iter().enumerate() {
        let mut now = Vec::new();
        for &index in places.get(word).into_iter().flatten() {
            let length = last_lengths[index] + 1;
            lengths[index + 1] = length;
            now.push(index + 1);
            if length > longest {
                (longest, ties) = (length, Vec::new());
            }
            if length == longest && ties.len() < MAX_TIES {
                ties.push((index + 1 - length, end + 1 - length));
            }
        }
        for index in touched.drain(..) {
            last_lengths[index] = 0;
        }
        std::mem::swap(&mut lengths, &mut last_lengths);
        touched = now;
    }
    let alignments = ties.into_iter().map(|(quote_start, text_start)| {
        around(quote, text, (quote_start..quote_start + longest, text_start..text_start + longest))
    });
    alignments.reduce(|best, other| if other.matched > best.matched { other } else { best })
}

/// Aligns what stands before and after a run.
fn around(quote: &[&str], text: &[&str], (in_quote, in_text): (Range<usize>, Range<usize>)) -> Alignment {
    let start = in_text.start.saturating_sub(in_quote.start + MORE_WORDS);
    let end = text.len().min(in_text.end + quote.len() - in_quote.end + MORE_WORDS);
    let reversed =
        |words: &'_ [&'_ str]| words.iter().rev().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let forward = |words: &'_ [&'_ str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let before = matches_beside(&reversed(&quote[..in_quote.start]), &reversed(&text[start..in_text.start]));
    let after = matches_beside(&forward(&quote[in_quote.end..]), &forward(&text[in_text.end..end]));
    // Words of the quote and of the text that match, in order.
    let before = before.into_iter().rev().map(|(q, t)| (in_quote.start - 1 - q, in_text.start - 1 - t));
    let after = after.into_iter().map(|(q, t)| (in_quote.end + q, in_text.end + t));
    let pairs: Vec<(usize, usize)> =
        before.chain(in_quote.clone().zip(in_text.clone())).chain(after).collect();
    let mut alignment = Alignment { run: in_quote.len(), matched: pairs.len(), ..Alignment::default() };
    let (mut next_in_quote, mut next_in_text) = (0, None);
    for (q, t) in pairs {
        match alignment.runs.last_mut() {
            Some(last) if last.end == t => last.end += 1,
            _ => alignment.runs.push(t..t + 1),
        }
        // Before the first match, as many words of the text as the quote has.
        let from = next_in_text.unwrap_or_else(|| t.saturating_sub(q));
        if next_in_quote < q || next_in_text.is_some() && from < t {
            alignment.differences.push((next_in_quote..q, from..t));
        }
        (next_in_quote, next_in_text) = (q + 1, Some(t + 1));
    }
    if let (Some(from), true) = (next_in_text, next_in_quote < quote.len()) {
        let to = text.len().min(from + quote.len() - next_in_quote);
        alignment.differences.push((next_in_quote..quote.len(), from..to));
    }
    alignment
}

/// Returns the words that match where a quote and a text continue from the same place, each as its index in
/// both: those of the fewest insertions, deletions and replacements. The text may go on.
fn matches_beside(quote: &[String], text: &[String]) -> Vec<(usize, usize)> {
    let width = text.len() + 1;
    let mut costs = vec![0usize; (quote.len() + 1) * width];
    // Costs from here to the end of the quote.
    for q in (0..quote.len()).rev() {
        for t in (0..width).rev() {
            let skip_quote = costs[(q + 1) * width + t] + 1;
            costs[q * width + t] = match text.get(t) {
                None => skip_quote,
                Some(word) => {
                    let next = costs[(q + 1) * width + t + 1] + usize::from(*word != quote[q]);
                    skip_quote.min(next).min(costs[q * width + t + 1] + 1)
                }
            };
        }
    }
    let (mut q, mut t, mut pairs) = (0, 0, Vec::new());
    while q < quote.len() && t < text.len() {
        let cost = costs[q * width + t];
        if quote[q] == text[t] && cost == costs[(q + 1) * width + t + 1] {
            pairs.push((q, t));
            (q, t) = (q + 1, t + 1);
        } else if cost == costs[(q + 1) * width + t + 1] + 1 {
            (q, t) = (q + 1, t + 1);
        } else if cost == costs[(q + 1) * width + t] + 1 {
            q += 1;
        } else {
            t += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::search::near_misses::alignment::*;

    fn words(text: &str) -> Vec<&str> {
        text.split(' ').filter(|word| !word.is_empty()).collect()
    }

    /// Returns the longest run, the number of words, and the differences as `typed → written`.
    fn show(quote: &str, text: &str) -> Option<(usize, usize, String)> {
        let (quote, text) = (words(quote), words(text));
        let alignment = align(&quote, &text)?;
        let difference = |(typed, written): &(Range<usize>, Range<usize>)| {
            format!("{} → {}", quote[typed.clone()].join(" "), text[written.clone()].join(" "))
        };
        let differences: Vec<_> = alignment.differences.iter().map(difference).collect();
        Some((alignment.run, alignment.matched, differences.join(", ")))
    }

    #[test]
    fn what_differs_stands_between_runs() {
        let text = "and so we will fight on the beaches and never surrender at all";
        for (quote, expected) in [
            ("we will fight on the beaches", (6, 6, "")),
            ("we will fight in the beaches", (3, 5, "in → on")),
            ("we will fight on the sandy beaches", (5, 6, "sandy → ")),
            ("we will fight the beaches", (3, 5, " → on")),
            ("we will fight the on beaches", (3, 4, "the →  on")),
            ("you will fight on the beaches", (5, 5, "you → we")),
            ("we will fight on the coast", (5, 5, "coast → beaches")),
        ] {
            let (run, matched, differences) = show(quote, text).expect("a run");
            assert_eq!((run, matched), (expected.0, expected.1), "{quote}: {differences}");
            if !quote.contains("the on") {
                assert_eq!(differences, expected.2, "{quote}");
            }
        }
        assert_eq!(show("nothing here", "at all"), None);
    }

    proptest! {
        #[test]
        fn an_alignment_is_of_equal_words(
            quote in prop::collection::vec("[a-d]", 1..12), text in prop::collection::vec("[a-d]", 0..30),
        ) {
            let quote: Vec<&str> = quote.iter().map(String::as_str).collect();
            let text: Vec<&str> = text.iter().map(String::as_str).collect();
            let run = |length: usize| quote.windows(length).any(|run| text.windows(length).any(|other| other == run));
            match align(&quote, &text) {
                None => prop_assert!(!run(1)),
                Some(found) => {
                    prop_assert!(run(found.run) && (found.run == quote.len() || !run(found.run + 1)));
                    prop_assert!(found.run <= found.matched && found.matched <= quote.len());
                    prop_assert_eq!(found.runs.iter().map(Range::len).sum::<usize>(), found.matched);
                    let typed: usize = found.differences.iter().map(|(typed, _)| typed.len()).sum();
                    prop_assert_eq!(found.matched + typed, quote.len());
                }
            }
        }
    }
}
