//! Tells people with names that are alike apart by the given names that stand before them: *Ada Pressley* is
//! not *Elvis Presley*.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, Searcher, TERMINATED, Term};

use crate::analysis::given_names;

/// Maximum number of articles with a name that given names are looked for in: those of a rare one.
const MAX_ARTICLES: usize = 64;

/// The given names before a name.
#[derive(Default)]
struct Bearers {
    /// Number of articles with the name.
    articles: usize,
    /// Articles in which a given name stands before it, by segment.
    named: BTreeSet<(usize, DocId)>,
    given_names: BTreeSet<&'static str>,
}

/// Returns those of `pairs`, each of a rare name and a frequent one, that are of other people: nearly all
/// articles with the rare one have a given name before it, and no article has one of these before the
/// frequent one.
pub(super) fn of_other_people<'w>(
    searcher: &Searcher,
    exact: Field,
    pairs: &[(&'w str, &'w str)],
) -> tantivy::Result<BTreeSet<(&'w str, &'w str)>> {
    let rare: BTreeSet<&str> = pairs.iter().map(|(rare, _)| *rare).collect();
    let bearers = bearers(searcher, exact, &rare)?;
    let mut found = BTreeSet::new();
    for (rare, frequent) in pairs {
        let Some(Bearers { articles, named, given_names }) = bearers.get(rare) else { continue };
        if named.len() * 3 <= articles * 2 || *articles > MAX_ARTICLES {
            continue;
        }
        let mut is_shared = false;
        for given_name in given_names {
            is_shared = is_shared || stand_together(searcher, exact, given_name, frequent)?;
        }
        if !is_shared {
            found.insert((*rare, *frequent));
        }
    }
    Ok(found)
}

/// Returns the given names before each of `names`. All are looked for at once, since there are many.
fn bearers<'w>(
    searcher: &Searcher,
    exact: Field,
    names: &BTreeSet<&'w str>,
) -> tantivy::Result<FxHashMap<&'w str, Bearers>> {
    let mut bearers: FxHashMap<&str, Bearers> = FxHashMap::default();
    for (index, segment) in searcher.segment_readers().iter().enumerate() {
        let inverted_index = segment.inverted_index(exact)?;
        // Each article with one of the names, with the places of these.
        let mut places: Vec<(DocId, u32, &str)> = Vec::new();
        for name in names {
            let known = bearers.entry(*name).or_default();
            each_article(&inverted_index, exact, name, |doc, positions| {
                if !segment.is_deleted(doc) && known.articles <= MAX_ARTICLES {
                    known.articles += 1;
                    places.extend(positions.iter().map(|position| (doc, *position, *name)));
                }
            })?;
        }
        places.sort_unstable();
        let mut positions = Vec::new();
        for given_name in given_names() {
            let term = Term::from_field_text(exact, &given_name.to_ascii_lowercase());
            let option = IndexRecordOption::WithFreqsAndPositions;
            let Some(mut postings) = inverted_index.read_postings(&term, option)? else { continue };
            for in_article in places.chunk_by(|a, b| a.0 == b.0) {
                let doc = in_article.first().map_or(TERMINATED, |place| place.0);
                if postings.doc() < doc {
                    postings.seek(doc);
                }
                if postings.doc() == TERMINATED {
                    break;
                }
                if postings.doc() != doc {
                    continue;
                }
                postings.positions(&mut positions);
                for (_, position, name) in in_article {
                    if position.checked_sub(1).is_some_and(|before| positions.binary_search(&before).is_ok())
                        && let Some(known) = bearers.get_mut(name)
                    {
                        known.named.insert((index, doc));
                        known.given_names.insert(given_name);
                    }
                }
            }
        }
    }
    Ok(bearers)
}

/// Calls `read` with each article that has `word`, and its positions.
fn each_article(
    inverted_index: &InvertedIndexReader,
    exact: Field,
    word: &str,
    mut read: impl FnMut(DocId, &[u32]),
) -> tantivy::Result<()> {
    let term = Term::from_field_text(exact, word);
    let option = IndexRecordOption::WithFreqsAndPositions;
    let Some(mut postings) = inverted_index.read_postings(&term, option)? else { return Ok(()) };
    let mut positions = Vec::new();
    while postings.doc() != TERMINATED {
        postings.positions(&mut positions);
        read(postings.doc(), &positions);
        postings.advance();
    }
    Ok(())
}

/// Returns whether an article has `given_name` right before `name`.
fn stand_together(searcher: &Searcher, exact: Field, given_name: &str, name: &str) -> tantivy::Result<bool> {
    let option = IndexRecordOption::WithFreqsAndPositions;
    let terms =
        [given_name.to_ascii_lowercase(), name.to_owned()].map(|word| Term::from_field_text(exact, &word));
    let [first, second] = &terms;
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for segment in searcher.segment_readers() {
        let inverted_index = segment.inverted_index(exact)?;
        let (Some(mut given), Some(mut names)) =
            (inverted_index.read_postings(first, option)?, inverted_index.read_postings(second, option)?)
        else {
            continue;
        };
        while given.doc() != TERMINATED && names.doc() != TERMINATED {
            let (a, b) = (given.doc(), names.doc());
            if a < b {
                given.seek(b);
            } else if b < a {
                names.seek(a);
            } else {
                given.positions(&mut before);
                names.positions(&mut after);
                if before.iter().any(|position| after.binary_search(&(position + 1)).is_ok()) {
                    return Ok(true);
                }
                given.advance();
            }
        }
    }
    Ok(false)
}
