//! Finds the words that two texts have in common, in order.
//!
//! Runs of words that stand once in both texts are anchors (as in patience diff); between two anchors, the
//! longest common subsequence is found. The work is bounded, so that no pair of texts takes long: where it is
//! used up, words are not paired.

use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHasher};

/// Lengths of the runs that anchors are looked for with.
const RUNS: [usize; 3] = [5, 2, 1];
/// Maximum product of the numbers of words of two passages of which the longest common subsequence is found.
const MAX_CELLS: usize = 250_000;
/// Number of times that each word may be looked at.
const MAX_LOOKS: usize = 16;
/// Number of words of a run that may be there by chance between two changes.
const CHANCE_RUN: usize = 3;

/// A word of one text and the same word of another.
pub(crate) type CommonWord = (usize, usize);

/// Passages of two texts that are still to be compared.
struct OpenPassages {
    a: Range<usize>,
    b: Range<usize>,
    /// Index of the length of runs in [`RUNS`].
    run: usize,
}

/// Returns the words that two texts have in common, in the order of both, without those that may be there by
/// chance between changes. Each word is given as its hash.
pub(crate) fn common_words(a: &[u64], b: &[u64]) -> Vec<CommonWord> {
    without_chance_pairs(aligned_words(a, b), a.len(), b.len())
}

/// Returns all words that two texts have in common, in the order of both. Each word is given as its hash.
pub(crate) fn aligned_words(a: &[u64], b: &[u64]) -> Vec<CommonWord> {
    let mut pairs = Vec::new();
    let mut looks = (a.len() + b.len()).saturating_mul(MAX_LOOKS);
    let mut open = vec![OpenPassages { a: 0..a.len(), b: 0..b.len(), run: 0 }];
    while let Some(passages) = open.pop() {
        let OpenPassages { a: in_a, b: in_b, mut run } = trimmed(a, b, passages, &mut pairs);
        if in_a.is_empty() || in_b.is_empty() {
            continue;
        }
        let is_small = in_a.len().saturating_mul(in_b.len()) <= MAX_CELLS;
        let mut anchors = Vec::new();
        while anchors.is_empty() && run < RUNS.len() && (run == 0 || !is_small) {
            let cost = in_a.len() + in_b.len();
            let Some(rest) = looks.checked_sub(cost) else { break };
            looks = rest;
            anchors = unique_runs(&a[in_a.clone()], &b[in_b.clone()], RUNS[run]);
            run += usize::from(anchors.is_empty());
        }
        if anchors.is_empty() {
            if is_small {
                let common = longest_common(&a[in_a.clone()], &b[in_b.clone()]);
                pairs.extend(common.into_iter().map(|(i, j)| (in_a.start + i, in_b.start + j)));
            }
            continue;
        }
        let (mut start_a, mut start_b) = (in_a.start, in_b.start);
        for (i, j) in anchors {
            let (i, j) = (in_a.start + i, in_b.start + j);
            open.push(OpenPassages { a: start_a..i, b: start_b..j, run });
            (start_a, start_b) = (i, j);
        }
        open.push(OpenPassages { a: start_a..in_a.end, b: start_b..in_b.end, run });
    }
    pairs.sort_unstable();
    pairs
}

/// Pairs the words with which both passages begin and end. Returns what is left.
fn trimmed(a: &[u64], b: &[u64], passages: OpenPassages, pairs: &mut Vec<CommonWord>) -> OpenPassages {
    let OpenPassages { a: mut in_a, b: mut in_b, run } = passages;
    while !in_a.is_empty() && !in_b.is_empty() && a[in_a.start] == b[in_b.start] {
        pairs.push((in_a.start, in_b.start));
        (in_a.start, in_b.start) = (in_a.start + 1, in_b.start + 1);
    }
    while !in_a.is_empty() && !in_b.is_empty() && a[in_a.end - 1] == b[in_b.end - 1] {
        (in_a.end, in_b.end) = (in_a.end - 1, in_b.end - 1);
        pairs.push((in_a.end, in_b.end));
    }
    OpenPassages { a: in_a, b: in_b, run }
}

/// Returns the runs of `length` words that stand once in `a` and once in `b`, each by its first word: as many
/// as are in the same order in both.
fn unique_runs(a: &[u64], b: &[u64], length: usize) -> Vec<CommonWord> {
    let places = |words: &[u64]| {
        let mut places: FxHashMap<u64, Option<usize>> = FxHashMap::default();
        for (place, run) in words.windows(length).enumerate() {
            places.entry(run_hash(run)).and_modify(|place| *place = None).or_insert(Some(place));
        }
        places
    };
    let (in_a, in_b) = (places(a), places(b));
    let mut both: Vec<CommonWord> =
        in_a.iter().filter_map(|(run, place)| Some(((*place)?, (*in_b.get(run)?)?))).collect();
    both.retain(|(i, j)| a[*i..i + length] == b[*j..j + length]);
    both.sort_unstable();
    longest_increasing(&both)
}

/// Returns the hash of a run of words.
pub(crate) fn run_hash(words: &[u64]) -> u64 {
    let mut hasher = FxHasher::default();
    words.iter().for_each(|word| hasher.write_u64(*word));
    hasher.finish()
}

/// Returns the most pairs, which are sorted by their first places, whose second places ascend.
fn longest_increasing(pairs: &[CommonWord]) -> Vec<CommonWord> {
    // The last pair of the best sequence of each length, and the pair before each pair.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; pairs.len()];
    for (index, (_, place)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *place);
        before[index] = length.checked_sub(1).map(|last| ends[last]);
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let last = ends.last().copied();
    let mut chosen: Vec<CommonWord> =
        std::iter::successors(last, |index| before[*index]).map(|index| pairs[index]).collect();
    chosen.reverse();
    chosen
}

/// Returns a longest common subsequence of two short passages.
fn longest_common(a: &[u64], b: &[u64]) -> Vec<CommonWord> {
    let width = b.len() + 1;
    // Lengths from here to the end.
    let mut lengths = vec![0u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            lengths[i * width + j] = match a[i] == b[j] {
                true => lengths[(i + 1) * width + j + 1] + 1,
                false => lengths[(i + 1) * width + j].max(lengths[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Leaves out short runs between two changes that are longer: a text that was written anew has some words of
/// the other by chance.
fn without_chance_pairs(pairs: Vec<CommonWord>, len_a: usize, len_b: usize) -> Vec<CommonWord> {
    let runs: Vec<&[CommonWord]> = pairs.chunk_by(|x, y| x.0 + 1 == y.0 && x.1 + 1 == y.1).collect();
    let mut kept: Vec<CommonWord> = Vec::with_capacity(pairs.len());
    for (index, run) in runs.iter().enumerate() {
        let ([first, ..], [.., last]) = (run, run) else { continue };
        // What was left out before counts as changed.
        let (end_a, end_b) = kept.last().map_or((0, 0), |(i, j)| (i + 1, j + 1));
        let (next_a, next_b) = runs.get(index + 1).map_or((len_a, len_b), |next| next[0]);
        let before = (first.0 - end_a).min(first.1 - end_b);
        let behind = (next_a - last.0 - 1).min(next_b - last.1 - 1);
        if run.len() > CHANCE_RUN || run.len() > before.min(behind) {
            kept.extend_from_slice(run);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use crate::stories::differences::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<u64> {
        text.split(' ').map(|word| run_hash(&word.bytes().map(u64::from).collect::<Vec<_>>())).collect()
    }

    /// Returns the words of `b` that are in common.
    fn common(a: &str, b: &str) -> String {
        let pairs = common_words(&words(a), &words(b));
        let all: Vec<&str> = b.split(' ').collect();
        pairs.iter().map(|(_, j)| all[*j]).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn common_words_are_in_the_order_of_both_texts() {
        for (a, b, expected) in [
            ("the ferry left at noon", "the ferry left at noon", "the ferry left at noon"),
            ("the old ferry left at noon", "the ferry left late at noon", "the ferry left at noon"),
            ("a b c d e f", "x a b c d e f y", "a b c d e f"),
            ("a b c", "d e f", ""),
            // Words by chance between changes.
            ("he was in the old house by four", "they met us in london where nobody spoke", ""),
        ] {
            assert_eq!(common(a, b), expected, "{a} | {b}");
        }
    }

    #[test]
    fn long_texts_are_compared_by_their_anchors() {
        let text: Vec<u64> = (0..50_000).collect();
        let other: Vec<u64> = (0..50_000).filter(|word| word % 100 != 7).collect();
        assert_eq!(common_words(&text, &other).len(), other.len());
        // Without anchors, nothing is paired rather than all compared with all.
        let same = vec![1; 10_000];
        let mixed: Vec<u64> = (0..10_000).map(|word| word % 2 + 1).collect();
        assert!(common_words(&same, &mixed).len() < 10);
    }

    #[test]
    fn passages_in_another_order_are_compared_with_bounded_work() {
        let text: Vec<u64> = (0..20_000).collect();
        let turned: Vec<u64> = text.chunks(10).rev().flatten().copied().collect();
        let pairs = common_words(&text, &turned);
        assert!(!pairs.is_empty() && pairs.iter().all(|(i, j)| text[*i] == turned[*j]), "{}", pairs.len());
    }

    proptest! {
        #[test]
        fn pairs_ascend_and_are_the_same_words(
            a in prop::collection::vec(0u64..9, 0..60),
            b in prop::collection::vec(0u64..9, 0..60),
        ) {
            let pairs = common_words(&a, &b);
            prop_assert!(pairs.iter().all(|(i, j)| a[*i] == b[*j]));
            prop_assert!(pairs.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1));
            prop_assert_eq!(common_words(&a, &a).len(), a.len());
        }
    }
}
