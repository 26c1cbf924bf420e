//! A segment that was collected, written as the engine writes one.
//!
//! The words of all threads are put together here: their lists of one word are read side by side, article by article.

use tantivy::SegmentMeta;
use tantivy::fieldnorm::FieldNormReaders;
use tantivy::index::SegmentComponent;
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::schema::{Field, IndexRecordOption, Schema};

use super::list::Reading;
use super::open::Open;
use super::postings::Postings;

/// Where a row of words has none of a part.
const NONE: u32 = u32::MAX;

/// Writes the files of a segment: what is open of it, and the words that were collected in `parts`.
pub(super) fn write(open: Open, parts: &[Postings], schema: &Schema) -> tantivy::Result<SegmentMeta> {
    let articles = open.articles;
    let segment = open.close()?;
    let lengths = FieldNormReaders::open(segment.open_read(SegmentComponent::FieldNorms)?)?;
    let mut index = InvertedIndexSerializer::open(&segment)?;
    let rows = rows(parts);
    for (field, entry) in schema.fields() {
        let Some(option) = entry.field_type().index_record_option() else { continue };
        if parts.iter().all(|part| part.lists(field).is_empty()) {
            continue;
        }
        let tokens = parts.iter().map(|part| part.lists(field).words()).sum();
        let mut into = index.new_field(field, tokens, lengths.get_field(field)?)?;
        write_field(&mut into, parts, &rows, field, option)?;
        into.close()?;
    }
    index.close()?;
    let segment = segment.with_max_doc(articles);
    segment.meta().untrack_temp_docstore();
    Ok(segment.meta().clone())
}

/// The numbers that every word has in each part, one row after the other in the order of the words.
fn rows(parts: &[Postings]) -> Vec<u32> {
    let sorted: Vec<Vec<u32>> = std::thread::scope(|scope| {
        let sorting: Vec<_> = parts.iter().map(|part| scope.spawn(|| part.vocabulary().sorted())).collect();
        sorting.into_iter().map(|part| part.join().unwrap_or_default()).collect()
    });
    if let [sorted] = &*sorted {
        return sorted.clone();
    }
    let mut next = vec![0; parts.len()];
    let mut rows = Vec::with_capacity(parts.len() * sorted.iter().map(Vec::len).max().unwrap_or_default());
    let word = |part: usize, next: &[usize]| {
        sorted[part].get(next[part]).map(|number| parts[part].vocabulary().word(*number))
    };
    while let Some(first) = (0..parts.len()).filter_map(|part| word(part, &next)).min() {
        for part in 0..parts.len() {
            if word(part, &next) == Some(first) {
                rows.push(sorted[part][next[part]]);
                next[part] += 1;
            } else {
                rows.push(NONE);
            }
        }
    }
    rows
}

fn write_field(
    into: &mut FieldSerializer,
    parts: &[Postings],
    rows: &[u32],
    field: Field,
    option: IndexRecordOption,
) -> tantivy::Result<()> {
    let mut readings: Vec<Reading> = parts.iter().map(|part| Reading::new(option, part.articles())).collect();
    for row in rows.chunks(parts.len()) {
        let (mut articles, mut word) = (0, None);
        for ((part, reading), number) in parts.iter().zip(&mut readings).zip(row) {
            let list = (*number != NONE).then(|| part.lists(field).of(*number)).flatten();
            reading.begin(list);
            if let Some(list) = list {
                articles += list.articles();
                word = Some(part.vocabulary().word(*number));
            }
        }
        let Some(word) = word else { continue };
        let counted = option.has_freq();
        into.new_term(word.as_bytes(), if counted { articles } else { 0 }, counted)?;
        while let Some(first) =
            readings.iter_mut().filter(|reading| !reading.ended).min_by_key(|one| one.article)
        {
            into.write_doc(first.article, first.times, &first.steps);
            first.advance();
        }
        into.close_term()?;
    }
    Ok(())
}
