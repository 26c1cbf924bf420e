//! How often two words stand near each other, told by their positions without a list of the places.

/// How many pairs of a position of `left` and one of `right` are up to `words` apart, each the other's nearest before or
/// after; with `ordered` only those with that of `left` first. `None` where a position is in both, since a word is not
/// near itself and [`crate::query::spans::finder`] knows what it is near.
pub(crate) fn count_pairs(left: &[u32], right: &[u32], words: u32, ordered: bool) -> Option<usize> {
    if are_apart(left, right, words) {
        return Some(0);
    }
    let (mut count, mut at, mut other) = (0, 0, 0);
    // Where those of a side begin that come after the last of the other side.
    let (mut begun, mut other_begun) = (0, 0);
    let near = |before: u32, after: u32| after - before <= words;
    // For all of a run of one side the first of the other side after it is the next; for all of that run the last of this
    // one is the one before. Pairs across are therefore the first of a run with each of the run before it, and the last
    // of that with the others of the run.
    let pairs = |run: &[u32], last: Option<&u32>, here: u32| match run {
        [] => usize::from(last.is_some_and(|last| near(*last, here))),
        run => run.iter().rev().take_while(|before| near(**before, here)).count(),
    };
    loop {
        match (left.get(at), right.get(other)) {
            (Some(a), Some(b)) if a == b => return None,
            (Some(a), b) if b.is_none_or(|b| a < b) => {
                if !ordered {
                    count += pairs(&right[other_begun..other], right[..other].last(), *a);
                }
                other_begun = other;
                at += 1;
            }
            (_, Some(b)) => {
                count += pairs(&left[begun..at], left[..at].last(), *b);
                begun = at;
                other += 1;
            }
            (_, None) => return Some(count),
        }
    }
}

/// Whether no two are so near: so it is in most articles that have both words, and it is seen sooner than pairs are counted.
fn are_apart(left: &[u32], right: &[u32], words: u32) -> bool {
    let (mut at, mut other) = (0, 0);
    while at < left.len() && other < right.len() {
        let (a, b) = (left[at], right[other]);
        if a.abs_diff(b) <= words {
            return false;
        }
        if a < b { at += 1 } else { other += 1 }
    }
    true
}

#[cfg(test)]
mod tests {
    use crate::query::parser::parse;
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
        /// As many as the general way finds, whatever stands where.
        #[test]
        fn counted_as_found(left in positions(), right in positions(), words in 1..12u32, ordered: bool) {
            let query = format!("a {}/{words} b", if ordered { "pre" } else { "w" });
            let places = SpanPattern::of(&parse(&query).query);
            let positions = [left, right];
            let found = places.find(0, &positions, SpanBoundaries::default()).len();
            prop_assert_eq!(places.count(0, &positions, SpanBoundaries::default()), found);
            if let Some(counted) = count_pairs(&positions[0], &positions[1], words, ordered) {
                prop_assert_eq!(counted, found);
            }
        }
    }
}
