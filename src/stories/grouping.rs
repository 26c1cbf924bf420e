//! Forms stories: groups of articles round a representative.
//!
//! Copies are not a transitive relation: a digest has two stories, and a chain of updates ends at another
//! text than it began with. So an article joins a story only if it is a copy of its representative and has
//! something in common with the other copies, unless one is a brief and the other has nearly all of the
//! representative. A copy of a representative that belongs to another story is a guest of this one.

use rustc_hash::{FxHashMap, FxHashSet};

/// Two articles, one of which is a copy of the other; the earlier first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CopyPair {
    pub articles: (u32, u32),
    /// TextComparison, by which copies are preferred.
    pub strength: u32,
}

/// Articles that tell one story in the same words. Articles are numbers in the canonical order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoryGroup {
    /// The article that all others are copies of, in this direction or the other.
    pub representative: u32,
    /// Articles of no other story, sorted.
    pub copies: Vec<u32>,
    /// Copies of the representative that belong to another story, sorted.
    pub guests: Vec<u32>,
}

/// Number of copies of a story that another must have something in common with.
const MAX_COMPARED: usize = 12;

/// Compares two articles.
pub(crate) trait TextComparison {
    /// Returns whether one of two articles, the earlier first, is a copy of the other.
    fn is_copy(&mut self, a: u32, b: u32) -> bool;

    /// Returns whether two copies of one article, the earlier first, share some of its text.
    fn are_related(&mut self, a: u32, b: u32) -> bool;

    /// Returns whether of two copies of `article` one is a brief of it and the other has most of its text: a
    /// brief need not share text with an update, which begins with other words.
    fn are_brief_and_most(&mut self, article: u32, brief: u32, other: u32) -> bool;
}

/// Groups the articles of `pairs`. Stories are in order of their representatives.
pub(crate) fn group(pairs: &[CopyPair], comparison: &mut impl TextComparison) -> Vec<StoryGroup> {
    let mut neighbors: FxHashMap<u32, Vec<(u32, u32)>> = FxHashMap::default();
    for CopyPair { articles: (a, b), strength } in pairs {
        neighbors.entry(*a).or_default().push((*strength, *b));
        neighbors.entry(*b).or_default().push((*strength, *a));
    }
    for neighbors in neighbors.values_mut() {
        neighbors.sort_unstable_by_key(|(strength, article)| (std::cmp::Reverse(*strength), *article));
    }
    // What most articles are copies of is the best representative: an article before a digest of it.
    let mut order: Vec<u32> = neighbors.keys().copied().collect();
    order.sort_unstable_by_key(|article| (std::cmp::Reverse(neighbors[article].len()), *article));
    // A digest of several stories represents none of them while something else does.
    let (mut digests, mut plain) = (Vec::new(), Vec::new());
    for article in order {
        let sample = sample(&neighbors[&article]);
        let mut is_digest = false;
        for (index, copy) in sample.iter().enumerate() {
            is_digest = is_digest || !fits_all((article, *copy), &sample[..index], comparison);
        }
        if is_digest { digests.push(article) } else { plain.push(article) }
    }
    let mut representatives: FxHashMap<u32, u32> = FxHashMap::default();
    let mut stories = Vec::new();
    for article in plain.into_iter().chain(digests) {
        if representatives.contains_key(&article) {
            continue;
        }
        let mut copies: Vec<u32> = Vec::new();
        for (_, copy) in &neighbors[&article] {
            if !representatives.contains_key(copy) && fits_all((article, *copy), &copies, comparison) {
                copies.push(*copy);
            }
        }
        // Of what many articles have, only neighbors in time are paired: copies of copies are compared here.
        let mut seen: FxHashSet<u32> = neighbors[&article].iter().map(|(_, copy)| *copy).collect();
        let mut next = 0;
        while let Some(copy) = copies.get(next).copied() {
            next += 1;
            for (_, other) in &neighbors[&copy] {
                if *other != article
                    && seen.insert(*other)
                    && !representatives.contains_key(other)
                    && comparison.is_copy(article.min(*other), article.max(*other))
                    && fits_all((article, *other), &copies, comparison)
                {
                    copies.push(*other);
                }
            }
        }
        for member in copies.iter().chain([&article]) {
            representatives.insert(*member, article);
        }
        copies.sort_unstable();
        stories.push(StoryGroup { representative: article, copies, guests: Vec::new() });
    }
    for story in &mut stories {
        for (_, article) in &neighbors[&story.representative] {
            if representatives[article] != story.representative
                && fits_all((story.representative, *article), &story.copies, comparison)
            {
                story.guests.push(*article);
            }
        }
        story.guests.sort_unstable();
    }
    stories.retain(|story| !story.copies.is_empty() || !story.guests.is_empty());
    stories.sort_unstable_by_key(|story| story.representative);
    stories
}

/// Returns some of the copies of an article, from the likest to the least.
fn sample(neighbors: &[(u32, u32)]) -> Vec<u32> {
    let step = neighbors.len().div_ceil(MAX_COMPARED).max(1);
    neighbors.iter().step_by(step).map(|(_, article)| *article).collect()
}

/// Returns whether a copy of `article` tells the same story as each of the first of its `others`.
fn fits_all((article, copy): (u32, u32), others: &[u32], comparison: &mut impl TextComparison) -> bool {
    let mut others = others.iter().take(MAX_COMPARED);
    others.all(|other| {
        comparison.are_related(copy.min(*other), copy.max(*other))
            || comparison.are_brief_and_most(article, copy, *other)
            || comparison.are_brief_and_most(article, *other, copy)
    })
}

#[cfg(test)]
mod tests {
    use crate::stories::grouping::*;

    /// The pairs that are copies, and those that have nothing in common.
    struct Known<'k>(&'k [(u32, u32, u32)], &'k [(u32, u32)]);

    /// Strength of a copy that is a brief, and of one that has most of the other.
    const BRIEF: u32 = 10_001;
    const MOST: u32 = 18_000;

    impl Known<'_> {
        fn strength(&self, a: u32, b: u32) -> u32 {
            let pair = self.0.iter().find(|pair| (pair.0, pair.1) == (a.min(b), a.max(b)));
            pair.map_or(0, |pair| pair.2)
        }
    }

    impl TextComparison for Known<'_> {
        fn is_copy(&mut self, a: u32, b: u32) -> bool {
            self.0.iter().any(|(first, second, _)| (*first, *second) == (a, b))
        }

        fn are_related(&mut self, a: u32, b: u32) -> bool {
            !self.1.contains(&(a, b))
        }

        fn are_brief_and_most(&mut self, article: u32, brief: u32, other: u32) -> bool {
            self.strength(article, brief) == BRIEF && self.strength(article, other) == MOST
        }
    }

    fn grouped(known: &[(u32, u32, u32)], unrelated: &[(u32, u32)]) -> Vec<(u32, Vec<u32>, Vec<u32>)> {
        let pair = |(a, b, strength): &(u32, u32, u32)| CopyPair { articles: (*a, *b), strength: *strength };
        let pairs: Vec<CopyPair> = known.iter().filter(|(_, _, strength)| *strength > 0).map(pair).collect();
        let stories = group(&pairs, &mut Known(known, unrelated));
        stories.into_iter().map(|story| (story.representative, story.copies, story.guests)).collect()
    }

    #[test]
    fn copies_gather_round_the_article_that_most_are_copies_of() {
        assert_eq!(grouped(&[(0, 1, 9), (0, 2, 9), (1, 2, 9)], &[]), [(0, vec![1, 2], vec![])]);
        assert_eq!(grouped(&[(0, 1, 9), (1, 2, 9)], &[]), [(1, vec![0, 2], vec![])]);
        assert_eq!(grouped(&[(3, 8, 1), (4, 5, 1)], &[]), [(3, vec![8], vec![]), (4, vec![5], vec![])]);
        assert_eq!(grouped(&[], &[]), []);
    }

    #[test]
    fn a_digest_joins_one_of_its_stories_and_is_a_guest_of_the_other() {
        assert_eq!(grouped(&[(0, 2, 9), (1, 2, 8)], &[(0, 1)]), [(0, vec![2], vec![]), (1, vec![], vec![2])]);
    }

    #[test]
    fn a_brief_and_an_update_with_another_beginning_are_copies_of_one_article() {
        assert_eq!(grouped(&[(0, 1, BRIEF), (0, 2, MOST)], &[(1, 2)]), [(0, vec![1, 2], vec![])]);
        // Two briefs, or two parts that are no briefs, may be two stories of a digest.
        let digest = [(0, vec![2], vec![]), (1, vec![], vec![2])];
        assert_eq!(grouped(&[(0, 2, BRIEF), (1, 2, BRIEF)], &[(0, 1)]), digest);
        assert_eq!(grouped(&[(0, 2, MOST), (1, 2, MOST)], &[(0, 1)]), digest);
    }

    #[test]
    fn a_chain_does_not_join_its_ends() {
        let chain = [(0, 1, 9), (1, 2, 9), (2, 3, 9), (3, 4, 9)];
        let stories = grouped(&chain, &[]);
        assert_eq!(stories, [(1, vec![0, 2], vec![]), (3, vec![4], vec![2])]);
    }

    #[test]
    fn copies_that_were_not_paired_are_found_through_others() {
        // The pairs of strength 0 are copies that only a comparison tells.
        let copies = [(0, 1, 9), (0, 2, 0), (0, 3, 0), (1, 2, 9), (1, 3, 0), (2, 3, 9), (3, 4, 9)];
        assert_eq!(grouped(&copies, &[]), [(1, vec![0, 2, 3], vec![]), (4, vec![], vec![3])]);
    }
}
