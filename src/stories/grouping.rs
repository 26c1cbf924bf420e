//! Forms stories: groups of articles round a representative.
//!
//! Copies are not a transitive relation: a digest has two stories, and a chain of updates ends at another
//! text than it began with. So an article joins a story only if it is a copy of its representative and has
//! something in common with the other copies. A copy of a representative that belongs to another story is a
//! guest of this one.

use rustc_hash::FxHashMap;

/// Two articles, one of which is a copy of the other; the earlier first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CopyPair {
    pub articles: (u32, u32),
    /// Likeness, by which copies are preferred.
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

/// Groups the articles of `pairs`. `are_related` tells whether two copies of one article share some of its
/// text. Stories are in order of their representatives.
///
/// # Errors
/// Those of `are_related`.
pub(crate) fn group<E>(
    pairs: &[CopyPair],
    mut are_related: impl FnMut(u32, u32) -> Result<bool, E>,
) -> Result<Vec<StoryGroup>, E> {
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
            is_digest = is_digest || !is_related_to_all(*copy, &sample[..index], &mut are_related)?;
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
            if !representatives.contains_key(copy) && is_related_to_all(*copy, &copies, &mut are_related)? {
                copies.push(*copy);
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
                && is_related_to_all(*article, &story.copies, &mut are_related)?
            {
                story.guests.push(*article);
            }
        }
        story.guests.sort_unstable();
    }
    stories.retain(|story| !story.copies.is_empty() || !story.guests.is_empty());
    stories.sort_unstable_by_key(|story| story.representative);
    Ok(stories)
}

/// Returns some of the copies of an article, from the likest to the least.
fn sample(neighbors: &[(u32, u32)]) -> Vec<u32> {
    let step = neighbors.len().div_ceil(MAX_COMPARED).max(1);
    neighbors.iter().step_by(step).map(|(_, article)| *article).collect()
}

/// Returns whether `article` is related to each of the first of `others`.
fn is_related_to_all<E>(
    article: u32,
    others: &[u32],
    are_related: &mut impl FnMut(u32, u32) -> Result<bool, E>,
) -> Result<bool, E> {
    for other in others.iter().take(MAX_COMPARED) {
        if !are_related(article.min(*other), article.max(*other))? {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use crate::stories::grouping::*;

    fn grouped(pairs: &[(u32, u32, u32)], unrelated: &[(u32, u32)]) -> Vec<(u32, Vec<u32>, Vec<u32>)> {
        let pair = |(a, b, strength): &(u32, u32, u32)| CopyPair { articles: (*a, *b), strength: *strength };
        let pairs: Vec<CopyPair> = pairs.iter().map(pair).collect();
        let stories = group(&pairs, |a, b| Ok::<_, Infallible>(!unrelated.contains(&(a, b))));
        let stories = stories.unwrap_or_else(|never| match never {});
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
    fn a_chain_does_not_join_its_ends() {
        let chain = [(0, 1, 9), (1, 2, 9), (2, 3, 9), (3, 4, 9)];
        let stories = grouped(&chain, &[]);
        assert_eq!(stories, [(1, vec![0, 2], vec![]), (3, vec![4], vec![2])]);
    }
}
