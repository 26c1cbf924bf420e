//! Counts how often two words stand near each other, without building the matches.

/// Counts the pairs of a position in `left` and one in `right` that are at most `words` apart, each the
/// other's nearest before or after; with `ordered`, only those in which the position in `left` comes first.
/// Returns `None` if a position is in both, since a word is not near itself; [`crate::query::spans::finder`]
/// handles that.
pub(crate) fn count_pairs(left: &[u32], right: &[u32], words: u32, ordered: bool) -> Option<usize> {
    if all_far_apart(left, right, words) {
        return Some(0);
    }
    let (mut count, mut left_index, mut right_index) = (0, 0, 0);
    // Start of the current run of each side: the positions after the last one of the other side.
    let (mut left_run, mut right_run) = (0, 0);
    let near = |before: u32, after: u32| after - before <= words;
    // The first position of a run is the next one for all of the previous run; the last position of that run
    // is the previous one for all of this run. So pairs are: the first of a run with each of the previous
    // run, and the last of the previous run with the others of this run.
    let pairs = |run: &[u32], last: Option<&u32>, current: u32| match run {
        [] => usize::from(last.is_some_and(|last| near(*last, current))),
        run => run.iter().rev().take_while(|before| near(**before, current)).count(),
    };
    loop {
        match (left.get(left_index), right.get(right_index)) {
            (Some(a), Some(b)) if a == b => return None,
            (Some(a), b) if b.is_none_or(|b| a < b) => {
                if !ordered {
                    count += pairs(&right[right_run..right_index], right[..right_index].last(), *a);
                }
                right_run = right_index;
                left_index += 1;
            }
            (_, Some(b)) => {
                count += pairs(&left[left_run..left_index], left[..left_index].last(), *b);
                left_run = left_index;
                right_index += 1;
            }
            (_, None) => return Some(count),
        }
    }
}

/// Returns whether no two positions are at most `words` apart. True for most articles that have both words,
/// and cheaper than counting pairs.
fn all_far_apart(left: &[u32], right: &[u32], words: u32) -> bool {
    let (mut left_index, mut right_index) = (0, 0);
    while left_index < left.len() && right_index < right.len() {
        let (a, b) = (left[left_index], right[right_index]);
        if a.abs_diff(b) <= words {
            return false;
        }
        if a < b { left_index += 1 } else { right_index += 1 }
    }
    true
}

#[cfg(test)]
mod tests {
    use crate::query::parser::parse;
    use crate::query::spans::budget::SpanBudget;
    use crate::query::spans::finder::SpanBoundaries;
    use crate::query::spans::pattern::SpanPattern;
    use crate::query::spans::proximity::*;
    use proptest::prelude::*;

    #[test]
    fn pairs_are_counted_once() {
        assert_eq!(count_pairs(&[1, 2, 9], &[4, 5], 3, true), Some(3), "1 4, 2 4, 2 5");
        assert_eq!(count_pairs(&[1, 2, 9], &[4, 5], 4, false), Some(4), "5 9 too");
        assert_eq!(count_pairs(&[1], &[9], 3, false), Some(0));
        assert_eq!(count_pairs(&[1, 4], &[4], 3, false), None);
    }

    fn positions() -> impl Strategy<Value = Vec<u32>> {
        prop::collection::btree_set(0..60u32, 0..14).prop_map(|set| set.into_iter().collect())
    }

    proptest! {
        /// Counts as many matches as the general algorithm finds.
        #[test]
        fn count_agrees_with_find(left in positions(), right in positions(), words in 1..12u32, ordered: bool) {
            let query = format!("a {}/{words} b", if ordered { "pre" } else { "w" });
            let pattern = SpanPattern::from_query(&parse(&query).query);
            let positions = [left, right];
            let matches = pattern.find(0, &positions, SpanBoundaries::default(), &mut SpanBudget::new(1 << 20)).len();
            prop_assert_eq!(pattern.count(0, &positions, SpanBoundaries::default(), &mut SpanBudget::new(1 << 20)), matches);
            if let Some(counted) = count_pairs(&positions[0], &positions[1], words, ordered) {
                prop_assert_eq!(counted, matches);
            }
        }
    }
}
