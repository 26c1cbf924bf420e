//! The articles of each name of a site and each host.

use tantivy::{DocAddress, DocId};

/// A name and a host by their numbers.
pub(crate) type SourcePair = (u32, u32);

/// The articles by name and host.
#[derive(Debug, Default)]
pub(crate) struct SourceDocs {
    /// Names and hosts that stand together in order, each with the offset of its first article.
    pairs: Vec<(SourcePair, usize)>,
    /// Pairs in the order of the hosts.
    by_host: Vec<(u32, usize)>,
    /// Articles of one pair after those of another.
    docs: Vec<DocAddress>,
}

impl SourceDocs {
    /// Sorts `articles` by their sources.
    pub(crate) fn new(articles: impl Iterator<Item = (SourcePair, DocAddress)>) -> Self {
        let mut articles: Vec<(SourcePair, u32, DocId)> =
            articles.map(|(pair, doc)| (pair, doc.segment_ord, doc.doc_id)).collect();
        articles.sort_unstable();
        let mut pairs: Vec<(SourcePair, usize)> = Vec::new();
        for (offset, (pair, ..)) in articles.iter().enumerate() {
            if pairs.last().is_none_or(|(last, _)| last != pair) {
                pairs.push((*pair, offset));
            }
        }
        let mut by_host: Vec<(u32, usize)> =
            pairs.iter().enumerate().map(|(index, ((_, host), _))| (*host, index)).collect();
        by_host.sort_unstable();
        let docs = articles.into_iter().map(|(_, segment, doc)| DocAddress::new(segment, doc)).collect();
        SourceDocs { pairs, by_host, docs }
    }

    /// Returns the pairs that have one of the names or one of the hosts, in order.
    pub(crate) fn pairs_of(&self, names: &[u32], hosts: &[u32]) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for name in names {
            let start = self.pairs.partition_point(|((known, _), _)| known < name);
            found.extend((start..self.pairs.len()).take_while(|index| self.pairs[*index].0.0 == *name));
        }
        for host in hosts {
            let start = self.by_host.partition_point(|(known, _)| known < host);
            let same = self.by_host[start..].iter().take_while(|(known, _)| known == host);
            found.extend(same.map(|(_, index)| *index));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns the name and the host of a pair, and its articles.
    pub(crate) fn pair(&self, index: usize) -> (SourcePair, &[DocAddress]) {
        let (pair, start) = self.pairs[index];
        let end = self.pairs.get(index + 1).map_or(self.docs.len(), |(_, next)| *next);
        (pair, &self.docs[start..end])
    }
}

#[cfg(test)]
mod tests {
    use crate::search::facets::source_docs::*;

    #[test]
    fn pairs_are_found_by_name_and_by_host() {
        let doc = |doc| DocAddress::new(0, doc);
        let articles = [((1, 2), doc(0)), ((0, 2), doc(1)), ((1, 2), doc(2)), ((1, 3), doc(3))];
        let docs = SourceDocs::new(articles.into_iter());
        let found = |names: &[u32], hosts: &[u32]| -> Vec<u32> {
            let pairs = docs.pairs_of(names, hosts);
            pairs.iter().flat_map(|index| docs.pair(*index).1).map(|doc| doc.doc_id).collect()
        };
        assert_eq!(found(&[1], &[]), [0, 2, 3]);
        assert_eq!(found(&[], &[2]), [1, 0, 2]);
        assert_eq!(found(&[0], &[3]), [1, 3]);
        assert_eq!(found(&[7], &[8]), [0; 0]);
    }
}
