//! Finds the pairs of articles that may be copies: those whose sketches have values in common.
//!
//! A value that many articles have says little, and comparing all of them with each other would take long; so
//! each is paired only with those that come next in the canonical order, in which articles of one time are
//! neighbors. So a pair depends on the two articles and on those between them, and an article that comes or
//! goes concerns its neighbors only.

use std::ops::Range;

use crate::stories::Day;
use crate::stories::shared_values::{SharedValues, Sketches, article_of};

/// Largest number of days between two articles that need only a few values in common.
const WINDOW: Day = 10;
/// Number of articles with a value up to which each is paired with each.
const MAX_RARE: usize = 8;
/// Number of articles that one is paired with if more have the value: those of about the same day, and any.
const MAX_NEIGHBORS: usize = 24;
const MAX_DISTANT_NEIGHBORS: usize = 2;
/// Number of values that a pair must have in common.
const MIN_SHARED: u32 = 2;

/// Returns the pairs of articles that may be copies, sorted, the earlier of each first.
pub(crate) fn candidates(sketches: &dyn Sketches, shared: &SharedValues) -> Vec<(u32, u32)> {
    let mut pairs: Vec<u64> = Vec::new();
    for list in shared.lists() {
        for (rank, entry) in list.iter().enumerate() {
            let article = article_of(*entry);
            let later = list.iter().skip(rank + 1).take(MAX_NEIGHBORS);
            for (distance, other) in (1..).zip(later) {
                if are_paired(list.len(), distance, || is_near(sketches, (article, article_of(*other)))) {
                    pairs.push(u64::from(article) << 32 | u64::from(article_of(*other)));
                }
            }
        }
    }
    pairs.sort_unstable();
    let counted = pairs.chunk_by(|a, b| a == b).map(|equal| (equal[0], equal.len() as u32));
    let split = |(pair, shared): (u64, u32)| (((pair >> 32) as u32, pair as u32), shared);
    counted
        .map(split)
        .filter(|(pair, shared)| is_enough(sketches, *pair, *shared))
        .map(|(pair, _)| pair)
        .collect()
}

/// Returns the articles that one with these values may be a copy of, or they of it, sorted.
pub(crate) fn candidates_of(
    article: u32,
    values: &[u32],
    sketches: &dyn Sketches,
    shared: &SharedValues,
) -> Vec<u32> {
    let mut others = Vec::new();
    for value in values {
        let list = shared.list(*value);
        let Ok(rank) = list.binary_search_by_key(&article, |entry| article_of(*entry)) else { continue };
        let nearby = neighborhood(list.len(), rank);
        for (other_rank, entry) in nearby.clone().zip(&list[nearby]) {
            let (other, distance) = (article_of(*entry), rank.abs_diff(other_rank));
            if distance > 0 && are_paired(list.len(), distance, || is_near(sketches, (article, other))) {
                others.push(other);
            }
        }
    }
    others.sort_unstable();
    let counted = others.chunk_by(|a, b| a == b).map(|equal| (equal[0], equal.len() as u32));
    counted
        .filter(|(other, shared)| is_enough(sketches, (article, *other), *shared))
        .map(|(other, _)| other)
        .collect()
}

/// Returns the articles whose pairs may be others than before, if those that are `changed` have come or gone:
/// these, and those near them in the lists of their values, sorted.
pub(crate) fn concerned(shared: &SharedValues, changed: impl Fn(u32) -> bool) -> Vec<u32> {
    let mut concerned = Vec::new();
    for list in shared.lists() {
        let ranks = (0..list.len()).filter(|rank| changed(article_of(list[*rank])));
        // The others that an article is paired with, and all those that it stands between.
        let nearby = ranks.flat_map(|rank| &list[neighborhood(list.len(), rank)]);
        concerned.extend(nearby.map(|entry| article_of(*entry)));
    }
    concerned.sort_unstable();
    concerned.dedup();
    concerned
}

/// Returns the ranks in a list of the articles that the one at `rank` may be paired with, and its own.
fn neighborhood(list_len: usize, rank: usize) -> Range<usize> {
    rank.saturating_sub(MAX_NEIGHBORS)..(rank + MAX_NEIGHBORS + 1).min(list_len)
}

/// Returns whether two articles are paired by a value that `list_len` articles have, of which they are this
/// distance apart.
fn are_paired(list_len: usize, distance: usize, is_near: impl Fn() -> bool) -> bool {
    list_len <= MAX_RARE || distance <= MAX_DISTANT_NEIGHBORS || distance <= MAX_NEIGHBORS && is_near()
}

/// Returns whether two articles that are paired by `shared` of their values may be copies.
fn is_enough(sketches: &dyn Sketches, (a, b): (u32, u32), shared: u32) -> bool {
    let fewer = sketches.num_values(a).min(sketches.num_values(b));
    shared >= MIN_SHARED.min(fewer) && (2 * shared >= fewer || is_near(sketches, (a, b)))
}

/// Returns whether articles of these days may be versions of one story. Undated ones may.
fn is_near(sketches: &dyn Sketches, (a, b): (u32, u32)) -> bool {
    let days = sketches.day(a).zip(sketches.day(b));
    days.is_none_or(|(a, b)| a.abs_diff(b) <= WINDOW as u32)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use crate::stories::candidates::*;
    use crate::stories::shared_values::AllSketches;

    /// Articles with their days and values.
    struct Articles(Vec<(Option<Day>, Vec<u32>)>);

    impl AllSketches for Articles {
        fn len(&self) -> u32 {
            self.0.len() as u32
        }

        fn for_each(&self, visit: &mut dyn FnMut(u32, u32)) {
            for (article, (_, values)) in (0..).zip(&self.0) {
                values.iter().for_each(|value| visit(article, *value));
            }
        }
    }

    impl Sketches for Articles {
        fn num_values(&self, article: u32) -> u32 {
            self.0[article as usize].1.len() as u32
        }

        fn day(&self, article: u32) -> Option<Day> {
            self.0[article as usize].0
        }
    }

    fn pairs(articles: &Articles) -> Vec<(u32, u32)> {
        candidates(articles, &SharedValues::of(articles))
    }

    fn hash(number: u32) -> u32 {
        number.wrapping_mul(2_654_435_761)
    }

    fn article(day: Option<Day>, values: impl Iterator<Item = u32>) -> (Option<Day>, Vec<u32>) {
        (day, values.map(hash).collect())
    }

    #[test]
    fn articles_of_one_time_need_two_values_in_common() {
        let articles = Articles(vec![
            article(Some(1), 0..30),
            article(Some(3), (28..30).chain(100..128)),
            article(Some(4), (27..28).chain(200..229)),
            article(None, (0..2).chain(300..328)),
        ]);
        assert_eq!(pairs(&articles), [(0, 1), (0, 3)]);
    }

    #[test]
    fn articles_of_other_times_need_half_of_their_values_in_common() {
        let articles = Articles(vec![
            article(Some(1), 0..30),
            article(Some(100), 15..45),
            article(Some(200), (0..14).chain(50..66)),
        ]);
        assert_eq!(pairs(&articles), [(0, 1)]);
    }

    #[test]
    fn a_value_that_many_articles_have_does_not_pair_all_of_them() {
        let many =
            (0..400).map(|number| article(Some(1), (0..2).chain(1_000 + number * 30..1_028 + number * 30)));
        let pairs = pairs(&Articles(many.collect()));
        assert!(pairs.len() <= 400 * MAX_NEIGHBORS, "{}", pairs.len());
        assert!((0..399).all(|number| pairs.binary_search(&(number, number + 1)).is_ok()));
    }

    #[test]
    fn no_articles_have_no_pairs() {
        assert_eq!(pairs(&Articles(Vec::new())), []);
    }

    proptest! {
        #[test]
        fn the_candidates_of_an_article_are_its_pairs(
            articles in prop::collection::vec((prop::option::of(0..40), prop::collection::btree_set(0..9u32, 0..6)), 0..60),
        ) {
            let mut articles: Vec<_> =
                articles.into_iter().map(|(day, values)| article(day, values.into_iter())).collect();
            articles.sort_by_key(|(day, _)| (day.is_none(), *day));
            let articles = Articles(articles);
            let (pairs, shared) = (pairs(&articles), SharedValues::of(&articles));
            for (number, (_, values)) in (0..).zip(&articles.0) {
                let earlier = pairs.iter().filter(|(_, b)| *b == number).map(|(a, _)| *a);
                let later = pairs.iter().filter(|(a, _)| *a == number).map(|(_, b)| *b);
                let expected: Vec<u32> = earlier.chain(later).collect();
                prop_assert_eq!(candidates_of(number, values, &articles, &shared), expected);
            }
        }

        #[test]
        fn only_the_pairs_of_concerned_articles_change(
            articles in prop::collection::vec(
                (prop::option::of(0..40), prop::collection::btree_set(0..9u32, 0..6), 0..20u32),
                0..90,
            ),
        ) {
            // The third number tells whether an article comes, goes or stays.
            let (came, gone) = (|fate: u32| fate == 0, |fate: u32| fate == 1);
            let mut articles = articles;
            articles.sort_by_key(|(day, ..)| (day.is_none(), *day));
            let with = |left_out: &dyn Fn(u32) -> bool| {
                let kept = (0..articles.len() as u32).filter(|number| !left_out(articles[*number as usize].2));
                let numbers: Vec<u32> = kept.collect();
                let sketches = numbers.iter().map(|number| {
                    let (day, values, _) = &articles[*number as usize];
                    article(*day, values.iter().copied())
                });
                (Articles(sketches.collect()), numbers)
            };
            let found = |(sketches, numbers): &(Articles, Vec<u32>), changed: &dyn Fn(u32) -> bool| {
                let number = |article: u32| numbers[article as usize];
                let changed = |article: u32| changed(articles[number(article) as usize].2);
                let concerned = concerned(&SharedValues::of(sketches), changed).into_iter().map(number);
                let pairs = pairs(sketches).into_iter().map(|(a, b)| (number(a), number(b)));
                (pairs.collect::<Vec<_>>(), concerned.collect::<BTreeSet<_>>())
            };
            let (before, mut concerned) = found(&with(&came), &gone);
            let (after, of_new) = found(&with(&gone), &came);
            concerned.extend(of_new);
            let only = |a: &[(u32, u32)], b: &[(u32, u32)]| {
                a.iter().filter(|pair| !b.contains(pair)).copied().collect::<Vec<_>>()
            };
            for (a, b) in [only(&before, &after), only(&after, &before)].concat() {
                prop_assert!(concerned.contains(&a) && concerned.contains(&b), "{a} {b}");
            }
        }
    }
}
