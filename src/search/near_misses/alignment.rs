//! Aligns a quote with a text: the longest run of words that both have, and what differs around it.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::search::near_misses::quote_words::{QuoteWord, QuoteWords, are_near};

/// Number of words that the text may have more than the quote, on either side of the run.
const MORE_WORDS: usize = 4;
/// Maximum number of runs around which the rest is compared.
const MAX_RUNS: usize = 8;
/// Cost of a word of the text that the quote does not have.
const ADDED: usize = 64;
/// Cost of a word of the quote that the text does not have, or has another word for.
const MISSING: usize = 2 * ADDED + 1;
/// Cost of a word of the quote that the text has in another form.
const CHANGED: usize = ADDED / 2;

/// A word of the quote with the one of the text in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WordPair {
    pub quote: usize,
    pub text: usize,
    /// Whether they are equal, and not only nearly so.
    pub is_equal: bool,
}

/// Alignment of the words of a quote with a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Alignment {
    /// Number of words of the longest run with a word that is no function word.
    pub run: usize,
    /// Number of words in all that stand in their places.
    pub matched: usize,
    /// Number of words in whose places there are inflections or near spellings of them.
    pub near: usize,
    /// Words of the quote and of the text that match or nearly match.
    pub pairs: Vec<WordPair>,
    /// Words of the text that match, as runs.
    pub runs: Vec<Range<usize>>,
    /// Words of the quote, and the words of the text in their place.
    pub differences: Vec<(Range<usize>, Range<usize>)>,
}

impl Alignment {
    /// Returns a number by which alignments are ranked: it weighs the run and the words in all alike.
    pub(super) fn score(&self) -> (usize, usize) {
        (2 * (self.matched + self.run) + self.near, self.matched)
    }
}

/// A run of words, as its start in the quote and in the text.
struct CommonRun {
    quote: usize,
    text: usize,
    length: usize,
    /// Number of its words that are no function words.
    content: usize,
}

/// Aligns `quote` with `text`, around a long run of words that both have; `None` if no word but function
/// words is in both. Words of the text that are none of the quote may be empty.
pub(super) fn align(quote: &QuoteWords<'_>, text: &[&str]) -> Option<Alignment> {
    let runs = longest_runs(quote, text);
    runs.iter()
        .map(|run| around(quote, text, run))
        .reduce(|best, other| if other.score() > best.score() { other } else { best })
}

/// Returns the longest runs that have a word that is no function word.
fn longest_runs(quote: &QuoteWords<'_>, text: &[&str]) -> Vec<CommonRun> {
    let mut places: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut content = vec![0];
    for (index, word) in quote.words.iter().enumerate() {
        places.entry(word.word).or_default().push(index);
        content.push(content[index] + usize::from(word.is_content));
    }
    let (mut lengths, mut last_lengths) = (vec![0usize; quote.len() + 1], vec![0usize; quote.len() + 1]);
    let mut touched: Vec<usize> = Vec::new();
    let mut runs: Vec<CommonRun> = Vec::new();
    for (end, word) in text.iter().enumerate() {
        if word.is_empty() && touched.is_empty() {
            continue; // no run goes on and none begins
        }
        let mut now = Vec::new();
        let near = if places.contains_key(word) { None } else { quote.nearly(word) };
        for index in places.get(word).into_iter().flatten().copied().chain(near) {
            let length = last_lengths[index] + 1;
            lengths[index + 1] = length;
            now.push(index + 1);
            let start = index + 1 - length;
            let content = content[index + 1] - content[start];
            if content > 0 {
                keep(&mut runs, CommonRun { quote: start, text: end + 1 - length, length, content });
            }
        }
        for index in touched.drain(..) {
            last_lengths[index] = 0;
        }
        std::mem::swap(&mut lengths, &mut last_lengths);
        touched = now;
    }
    runs
}

/// Adds a run, which may be a longer part of the same one, if it is among the longest.
fn keep(runs: &mut Vec<CommonRun>, run: CommonRun) {
    let weight = |run: &CommonRun| run.length + run.content;
    if let Some(same) = runs.iter_mut().find(|other| (other.quote, other.text) == (run.quote, run.text)) {
        *same = run;
    } else if runs.len() < MAX_RUNS {
        runs.push(run);
    } else if let Some(shortest) = runs.iter_mut().min_by_key(|run| weight(run))
        && weight(&run) > weight(shortest)
    {
        *shortest = run;
    }
}

/// Aligns what stands before and after a run.
fn around(quote: &QuoteWords<'_>, text: &[&str], run: &CommonRun) -> Alignment {
    let (in_quote, in_text) = (run.quote..run.quote + run.length, run.text..run.text + run.length);
    let start = in_text.start.saturating_sub(in_quote.start + MORE_WORDS);
    let end = text.len().min(in_text.end + quote.len() - in_quote.end + MORE_WORDS);
    let before = matches_beside(
        &quote.words[..in_quote.start].iter().rev().collect::<Vec<_>>(),
        &text[start..in_text.start].iter().rev().copied().collect::<Vec<_>>(),
    );
    let after =
        matches_beside(&quote.words[in_quote.end..].iter().collect::<Vec<_>>(), &text[in_text.end..end]);
    let pair = |(quote_index, text_index): (usize, usize)| WordPair {
        quote: quote_index,
        text: text_index,
        is_equal: quote.words[quote_index].word == text[text_index],
    };
    // Words of the quote and of the text that match, in order.
    let before = before.into_iter().rev().map(|(q, t)| (in_quote.start - 1 - q, in_text.start - 1 - t));
    let after = after.into_iter().map(|(q, t)| (in_quote.end + q, in_text.end + t));
    let pairs = before.chain(in_quote.clone().zip(in_text.clone())).chain(after).map(pair);
    of_pairs(quote, text, pairs.collect())
}

/// Returns the alignment of words that match or nearly match.
fn of_pairs(quote: &QuoteWords<'_>, text: &[&str], pairs: Vec<WordPair>) -> Alignment {
    let matched = pairs.iter().filter(|pair| pair.is_equal).count();
    let mut alignment = Alignment {
        matched,
        near: pairs.len() - matched,
        run: longest_run(quote, &pairs),
        ..Alignment::default()
    };
    let (mut next_in_quote, mut next_in_text) = (0, None);
    for pair in pairs.iter().filter(|pair| pair.is_equal) {
        let (q, t) = (pair.quote, pair.text);
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
    if next_in_quote < quote.len() {
        let first_near = pairs.first().map_or(0, |pair| pair.text.saturating_sub(pair.quote));
        let from = next_in_text.unwrap_or(first_near);
        // A word that is nearly the same ends what stands in the place of others.
        let last_near = pairs.last().filter(|pair| pair.quote + 1 == quote.len()).map(|pair| pair.text + 1);
        let to = last_near.unwrap_or(from + quote.len() - next_in_quote);
        alignment.differences.push((next_in_quote..quote.len(), from..text.len().min(to)));
    }
    alignment.pairs = pairs;
    alignment
}

/// Returns the number of words of the longest run with a word that is no function word; 1 if all matching
/// words of the text are near ones.
fn longest_run(quote: &QuoteWords<'_>, pairs: &[WordPair]) -> usize {
    let are_next = |a: &WordPair, b: &WordPair| {
        a.is_equal && b.is_equal && a.quote + 1 == b.quote && a.text + 1 == b.text
    };
    let has_content =
        |run: &&[WordPair]| run.iter().any(|pair| pair.is_equal && quote.words[pair.quote].is_content);
    pairs.chunk_by(are_next).filter(has_content).map(<[WordPair]>::len).max().unwrap_or(1)
}

/// Returns the words that match or nearly match where a quote and a text continue from the same place, each
/// as its index in both: those of the lowest cost. The text may go on.
fn matches_beside(quote: &[&QuoteWord<'_>], text: &[&str]) -> Vec<(usize, usize)> {
    let width = text.len() + 1;
    let mut costs = vec![0usize; (quote.len() + 1) * width];
    let pair_costs: Vec<usize> =
        quote.iter().flat_map(|typed| text.iter().map(|word| pair_cost(typed, word))).collect();
    // Costs from here to the end of the quote.
    for q in (0..quote.len()).rev() {
        for t in (0..width).rev() {
            let skip_quote = costs[(q + 1) * width + t] + MISSING;
            costs[q * width + t] = match t < text.len() {
                false => skip_quote,
                true => {
                    let next = costs[(q + 1) * width + t + 1] + pair_costs[q * text.len() + t];
                    skip_quote.min(next).min(costs[q * width + t + 1] + ADDED)
                }
            };
        }
    }
    let (mut q, mut t, mut pairs) = (0, 0, Vec::new());
    while q < quote.len() && t < text.len() {
        let cost = costs[q * width + t];
        let pair_cost = pair_costs[q * text.len() + t];
        if cost == costs[(q + 1) * width + t + 1] + pair_cost {
            if pair_cost < MISSING {
                pairs.push((q, t));
            }
            (q, t) = (q + 1, t + 1);
        } else if cost == costs[(q + 1) * width + t] + MISSING {
            q += 1;
        } else {
            t += 1;
        }
    }
    pairs
}

/// Returns what a word of a text costs in the place of one of a quote.
fn pair_cost(typed: &QuoteWord<'_>, word: &str) -> usize {
    match typed.word == word {
        true => 0,
        false if typed.is_content && are_near(typed.word, word) => CHANGED,
        false => MISSING,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::search::near_misses::alignment::*;

    fn words(text: &str) -> Vec<&str> {
        text.split(' ').filter(|word| !word.is_empty()).collect()
    }

    fn content<'q>(words: &[&'q str]) -> QuoteWords<'q> {
        let word =
            |word: &&'q str| QuoteWord { word, is_content: !["in", "the"].contains(word), articles: 1 };
        QuoteWords::of(words.iter().map(word).collect())
    }

    /// Returns the longest run, the number of words, and the differences as `typed → written`.
    fn show(quote: &str, text: &str) -> Option<(usize, usize, String)> {
        let (quote, text) = (words(quote), words(text));
        let alignment = align(&content(&quote), &text)?;
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
            ("we will fight the on beaches", (3, 5, "the → ,  → the")),
            ("we will fighting on the beaches", (3, 5, "fighting → fight")),
            ("we will fight on the beach", (5, 5, "beach → beaches")),
            ("we will fight on all the beaches", (4, 6, "all → ")),
            ("you will fight on the beaches", (5, 5, "you → we")),
            ("we will fight on the coast", (5, 5, "coast → beaches")),
        ] {
            let (run, matched, differences) = show(quote, text).expect("a run");
            assert_eq!((run, matched), (expected.0, expected.1), "{quote}: {differences}");
            assert_eq!(differences, expected.2, "{quote}");
        }
        assert_eq!(show("nothing here", "at all"), None);
        assert_eq!(show("in the hills", "in the town"), None);
    }

    #[test]
    fn words_are_aligned_the_nearest_way() {
        let text = "he could stand in the middle of the avenue in new york and shoot somebody at noon";
        let (run, matched, differences) =
            show("stand in the middle of the avenue and shoot someone", text).expect("a run");
        assert_eq!((run, matched, &*differences), (7, 9, " → in new york, someone → somebody"));
    }

    #[test]
    fn more_words_weigh_as_much_as_a_longer_run() {
        let alignment = |run, matched| Alignment { run, matched, ..Alignment::default() };
        assert!(alignment(5, 10).score() > alignment(7, 8).score());
        assert!(alignment(9, 10).score() > alignment(5, 11).score());
        assert!(Alignment { near: 1, ..alignment(3, 3) }.score() > alignment(3, 3).score());
    }

    proptest! {
        #[test]
        fn an_alignment_is_of_equal_words(
            quote in prop::collection::vec("[a-d]", 1..12), text in prop::collection::vec("[a-d]", 0..30),
        ) {
            let quote: Vec<&str> = quote.iter().map(String::as_str).collect();
            let text: Vec<&str> = text.iter().map(String::as_str).collect();
            let run = |length: usize| quote.windows(length).any(|run| text.windows(length).any(|other| other == run));
            match align(&content(&quote), &text) {
                None => prop_assert!(!run(1)),
                Some(found) => {
                    prop_assert!(run(found.run));
                    prop_assert!(found.run <= found.matched && found.matched <= quote.len());
                    prop_assert_eq!(found.runs.iter().map(Range::len).sum::<usize>(), found.matched);
                    let typed: usize = found.differences.iter().map(|(typed, _)| typed.len()).sum();
                    prop_assert_eq!(found.matched + typed, quote.len());
                }
            }
        }
    }
}
