//! Limits a large expansion language by language, so that articles in one do not change which words are
//! searched for in another.

use std::cmp::Reverse;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, TantivyError};

use crate::analysis::{Language, LanguageSet};
use crate::index::doc_languages::DocLanguages;
use crate::search::expand::{Expansion, MAX_EXPANSION};

/// Keeps the [`MAX_EXPANSION`] words of `expansion` that are the most frequent in each language, for the
/// articles in that language. `expansion` must have the dictionary entries of its words in `field`.
pub(crate) fn limit_by_language(
    searcher: &Searcher,
    doc_languages: &DocLanguages,
    field: Field,
    expansion: &Expansion,
) -> tantivy::Result<Expansion> {
    // By ordinal: the words of the language with their numbers of articles.
    let mut by_language: Vec<Vec<(u64, usize)>> = Language::all().map(|_| Vec::new()).collect();
    let mut segments = Vec::with_capacity(searcher.segment_readers().len());
    for segment in searcher.segment_readers() {
        let inverted_index = segment.inverted_index(field)?;
        segments.push((segment, inverted_index, doc_languages.of(segment)?.unwrap_or_default()));
    }
    for (word, term_infos) in expansion.term_infos.iter().enumerate() {
        for (id, term_info) in term_infos {
            let segment = segments.iter().find(|(segment, ..)| segment.segment_id() == *id);
            let (segment, inverted_index, languages) = segment
                .ok_or_else(|| TantivyError::InternalError(format!("segment {id} is not searched")))?;
            let mut blocks =
                inverted_index.read_block_postings_from_terminfo(term_info, IndexRecordOption::Basic)?;
            while !blocks.docs().is_empty() {
                for doc in blocks.docs().iter().filter(|doc| !segment.is_deleted(**doc)) {
                    let Some(words) = by_language.get_mut(usize::from(languages.ordinal(*doc))) else {
                        continue;
                    };
                    match words.last_mut().filter(|(_, last)| *last == word) {
                        Some((count, _)) => *count += 1,
                        None => words.push((1, word)),
                    }
                }
                blocks.advance();
            }
        }
    }
    let mut languages = vec![LanguageSet::default(); expansion.words.len()];
    for (language, mut words) in Language::all().zip(by_language) {
        words.sort_by_key(|(count, word)| (Reverse(*count), &expansion.words[*word]));
        for (_, word) in words.iter().take(MAX_EXPANSION) {
            languages[*word].insert(language);
        }
    }
    let kept =
        expansion.words.iter().zip(languages).filter(|(_, languages)| *languages != LanguageSet::default());
    let (words, languages) = kept.map(|(word, languages)| (word.clone(), languages)).unzip();
    Ok(Expansion { words, languages, ..Expansion::default() })
}
