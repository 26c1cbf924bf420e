//! Putting segments together. Every search opens each of them, so that few answer faster than many.

use tantivy::index::SegmentId;
use tantivy::indexer::NoMergePolicy;
use tantivy::{IndexWriter, SegmentMeta};

use super::explain;
use super::writer::Held;
use crate::error::Error;

/// Segments left after a build: merging two into one as well takes as long again and saves a twentieth of an answer.
const FEW: usize = 2;

impl Held {
    /// Makes one segment of all, in which nothing is deleted.
    ///
    /// # Errors
    /// When it cannot be written; the index is then what it was before.
    pub fn optimize(&self) -> Result<(), Error> {
        let segments = self.segments()?;
        if segments.len() < 2 && segments.iter().all(|segment| segment.num_deleted_docs() == 0) {
            return Ok(());
        }
        self.merge(vec![segments.into_iter().map(|segment| segment.id()).collect()])
    }

    /// Makes two segments of about the same size, where there are more.
    ///
    /// # Errors
    /// When they cannot be written; the index is then what it was before.
    pub fn gather(&self) -> Result<(), Error> {
        let segments = self.segments()?;
        if segments.len() <= FEW {
            return Ok(());
        }
        let sizes = segments.into_iter().map(|segment| (segment.id(), segment.num_docs())).collect();
        self.merge(halves(sizes))
    }

    fn segments(&self) -> Result<Vec<SegmentMeta>, Error> {
        self.index.searchable_segment_metas().map_err(|error| explain(self.place.path(), error))
    }

    /// Makes one segment of each group, all groups at once. Nobody may know of the segments any more: their files are
    /// kept as long as somebody does.
    fn merge(&self, groups: Vec<Vec<SegmentId>>) -> Result<(), Error> {
        let wrong = |error| explain(self.place.path(), error);
        let mut writer: IndexWriter = self.index.writer_with_num_threads(1, 15 << 20).map_err(wrong)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let merges: Vec<_> = groups.iter().map(|group| writer.merge(group)).collect();
        for merge in merges {
            merge.wait().map_err(wrong)?;
        }
        writer.garbage_collect_files().wait().map_err(wrong)?;
        writer.wait_merging_threads().map_err(wrong)
    }
}

/// `segments` in two groups of about the same number of articles. One that is alone in its group stays as it is.
fn halves<T>(mut segments: Vec<(T, u32)>) -> Vec<Vec<T>> {
    segments.sort_by_key(|(_, articles)| std::cmp::Reverse(*articles));
    let (mut groups, mut sums) = ([Vec::new(), Vec::new()], [0u64; 2]);
    for (segment, articles) in segments {
        let lighter = usize::from(sums[1] < sums[0]);
        sums[lighter] += u64::from(articles);
        groups[lighter].push(segment);
    }
    groups.into_iter().filter(|group| group.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_of_about_the_same_size() {
        let groups = |sizes: &[u32]| halves(sizes.iter().map(|size| (*size, *size)).collect());
        assert_eq!(groups(&[10, 9, 8, 3]), [vec![10, 3], vec![9, 8]]);
        assert_eq!(groups(&[100, 1, 2, 3]), [vec![3, 2, 1]]);
        assert_eq!(groups(&[5]), Vec::<Vec<u32>>::new());
    }
}
