//! Chooses the copies that are named where there is no room for all: those of other outlets first.

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::DocAddress;

use crate::error::Error;
use crate::search::collapse::outlet_columns::OutletColumns;
use crate::search::snapshot::IndexSnapshot;
use crate::search::top_docs::ScoredDoc;

/// Outlet of an article.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Outlet {
    /// Name of a site, or a host.
    Source(String),
    /// Folder, where the source is unknown.
    Folder(String),
}

impl IndexSnapshot {
    /// Returns the copies of `doc` as they are named: in their order, but of each other outlet the first one
    /// before all others, and articles with the text of another one of their outlet last.
    pub(in crate::search) fn other_outlets_first(
        &self,
        doc: &ScoredDoc,
        copies: Vec<ScoredDoc>,
    ) -> Result<Vec<ScoredDoc>, Error> {
        if copies.is_empty() {
            return Ok(copies);
        }
        let all = [doc].into_iter().chain(&copies).map(|doc| self.outlet_and_text(doc.address));
        let all = all.collect::<tantivy::Result<Vec<_>>>().map_err(|error| self.error(error))?;
        let order = naming_order(&all);
        Ok(order.into_iter().filter_map(|index| copies.get(index).copied()).collect())
    }

    /// Returns the outlet of an article, and the hash of its words.
    fn outlet_and_text(
        &self,
        DocAddress { segment_ord, doc_id }: DocAddress,
    ) -> tantivy::Result<(Outlet, u64)> {
        let segment = segment_ord as usize;
        let columns = self.outlet_columns.get_or_init(|| {
            self.searcher.segment_readers().iter().map(|_| OutletColumns::default()).collect()
        });
        let columns = columns[segment].get(self.searcher.segment_reader(segment_ord))?;
        let (source, text_hash) = (columns.source(doc_id), columns.text_hash(doc_id));
        let outlet = Outlet::of(source, || self.fast_fields[segment].source_key(doc_id));
        Ok((outlet, text_hash))
    }
}

impl Outlet {
    /// Returns the outlet of an article with this source, and this key of its file.
    pub(super) fn of(source: Option<String>, key: impl FnOnce() -> String) -> Self {
        source.map(Outlet::Source).unwrap_or_else(|| {
            let mut folder = key();
            let end = folder.rfind('/').or_else(|| folder.find(':'));
            folder.truncate(end.unwrap_or_default());
            Outlet::Folder(folder)
        })
    }
}

/// Returns the order in which copies are named, by their indexes. The first of `all` is the article that
/// they are copies of.
pub(super) fn naming_order<O: std::hash::Hash + Eq>(all: &[(O, u64)]) -> Vec<usize> {
    let mut texts: FxHashMap<&O, FxHashSet<u64>> = FxHashMap::default();
    let (mut others, mut more, mut identical) = (Vec::new(), Vec::new(), Vec::new());
    for (number, (outlet, text_hash)) in all.iter().enumerate() {
        let is_new = !texts.contains_key(outlet);
        let has_other_words = texts.entry(outlet).or_default().insert(*text_hash);
        match number.checked_sub(1) {
            Some(copy) if is_new => others.push(copy),
            Some(copy) if has_other_words => more.push(copy),
            Some(copy) => identical.push(copy),
            None => {}
        }
    }
    [others, more, identical].concat()
}

#[cfg(test)]
mod tests {
    use crate::search::collapse::outlets::*;

    #[test]
    fn other_outlets_are_named_first_and_identical_articles_of_one_last() {
        let all = [("Wire", 1), ("Wire", 2), ("Wire", 1), ("CNN", 1), ("CNN", 1), ("Fox", 3), ("CNN", 4)];
        assert_eq!(naming_order(&all), [2, 4, 0, 5, 1, 3]);
        assert!(naming_order(&all[..1]).is_empty());
        assert_eq!(naming_order(&[("Wire", 1), ("Wire", 1)]), [0]);
    }
}
