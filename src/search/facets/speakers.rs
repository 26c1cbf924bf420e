//! Counts articles by the speakers who are quoted in them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::error::Error;
use crate::search::facets::count::MatchingDocs;
use crate::search::snapshot::IndexSnapshot;

impl IndexSnapshot {
    /// Counts the documents `docs` by speaker: for each of those who are quoted in them, or for none.
    pub(super) fn count_speakers(
        &self,
        docs: &MatchingDocs,
    ) -> Result<FxHashMap<Option<String>, u64>, Error> {
        self.require_quotations()?;
        let mut counts: FxHashMap<Option<String>, u64> = FxHashMap::default();
        for doc in self.scored(docs) {
            let quotations = self.quotations(&doc)?;
            let speakers = quotations.into_iter().filter(|quotation| quotation.is_speech());
            let names: FxHashSet<String> = speakers.filter_map(|quotation| quotation.speaker).collect();
            if names.is_empty() {
                *counts.entry(None).or_default() += 1;
            }
            names.into_iter().for_each(|name| *counts.entry(Some(name)).or_default() += 1);
        }
        Ok(counts)
    }
}
