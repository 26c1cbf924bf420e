//! Counts the tokens of all articles, and the articles in each language: the collection statistics.
//!
//! tantivy adds up the lengths of articles as they are written and can only estimate them once some are
//! deleted, so that the same articles would have other scores after other histories. So every commit counts
//! them anew, from the field norms of the articles that are not deleted, and stores them in the metadata.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::analysis::{Language, LanguageSet};
use crate::index::doc_languages::DocLanguages;
use crate::index::schema::Fields;

/// Number of tokens of all articles, by field id.
pub(crate) type TokenCounts = BTreeMap<u32, u64>;
/// Number of tokens of the articles in each language, by language code and field id.
pub(crate) type LanguageTokenCounts = BTreeMap<String, TokenCounts>;

/// The statistics of an index that BM25 scores depend on.
pub(crate) struct CollectionStats<'s> {
    pub searcher: &'s Searcher,
    pub token_counts: &'s TokenCounts,
    pub languages: &'s LanguageSizes,
}

impl Bm25StatisticsProvider for CollectionStats<'_> {
    /// Returns as many tokens as there would be if all articles were as long as those in the main language,
    /// so that articles in others do not change which texts of that language count as long.
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        if let Some((tokens, docs)) = self.languages.in_main_language(field) {
            return Ok(tokens * self.total_num_docs()? / docs);
        }
        match self.token_counts.get(&field.field_id()) {
            Some(count) => Ok(*count),
            None => self.searcher.total_num_tokens(field),
        }
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.searcher.total_num_docs()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        Bm25StatisticsProvider::doc_freq(self.searcher, term)
    }
}

/// The size of the articles in some languages.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct CollectionSize {
    pub num_docs: u64,
    /// Number of tokens in a field.
    pub num_tokens: u64,
    /// Number of tokens of the leads.
    pub num_lead_tokens: u64,
}

/// The number of articles in each language, and their tokens, in a form that is read with every query.
#[derive(Debug, Default)]
pub(crate) struct LanguageSizes {
    sizes: Vec<LanguageSize>,
    /// The language of the most articles, and articles of unknown language; empty if there are no others.
    main: LanguageSet,
}

#[derive(Debug)]
struct LanguageSize {
    ordinal: u8,
    num_docs: u64,
    /// Number of tokens by field id.
    num_tokens: Vec<(u32, u64)>,
}

impl LanguageSizes {
    /// Collects the counts of an index; none if it does not tell the tokens of its languages apart.
    pub(crate) fn new(num_docs: &BTreeMap<String, u64>, num_tokens: &LanguageTokenCounts) -> Self {
        let size = |(code, tokens): (&String, &TokenCounts)| {
            Some(LanguageSize {
                ordinal: Language::named(code)?.ordinal(),
                num_docs: num_docs.get(code).copied().unwrap_or_default(),
                num_tokens: tokens.iter().map(|(field, count)| (*field, *count)).collect(),
            })
        };
        let sizes: Vec<LanguageSize> = num_tokens.iter().filter_map(size).collect();
        let unknown = Language::UNKNOWN;
        let known = || sizes.iter().filter(|size| size.ordinal != unknown.ordinal());
        let largest = known().max_by_key(|size| (size.num_docs, Reverse(size.ordinal)));
        let largest = largest.and_then(|size| Language::all().nth(size.ordinal.into()));
        let main = largest.filter(|_| known().count() > 1).into_iter().flat_map(|main| [main, unknown]);
        LanguageSizes { main: main.collect(), sizes }
    }

    /// Returns the number of tokens in `field` of the articles in the main language, and their number; `None`
    /// if the index has only one language.
    pub(crate) fn in_main_language(&self, field: Field) -> Option<(u64, u64)> {
        let size = self.size(self.main, field, field);
        (size.num_tokens > 0).then_some((size.num_tokens, size.num_docs))
    }

    /// Returns whether the index does not tell the tokens of its languages apart.
    pub(crate) fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }

    /// Returns the size of the articles in `languages`, in the fields `text` and `lead`.
    pub(crate) fn size(&self, languages: LanguageSet, text: Field, lead: Field) -> CollectionSize {
        let mut sum = CollectionSize::default();
        for size in self.sizes.iter().filter(|size| languages.has_ordinal(size.ordinal)) {
            sum.num_docs += size.num_docs;
            for (field, count) in &size.num_tokens {
                sum.num_tokens += if *field == text.field_id() { *count } else { 0 };
                sum.num_lead_tokens += if *field == lead.field_id() { *count } else { 0 };
            }
        }
        sum
    }
}

/// Counts the articles in each language that are not deleted, by language code.
pub(crate) fn count_languages(searcher: &Searcher, lang: Field) -> tantivy::Result<BTreeMap<String, u64>> {
    let mut counts = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let inverted_index = segment.inverted_index(lang)?;
        let mut terms = inverted_index.terms().stream()?;
        while terms.advance() {
            let code = String::from_utf8_lossy(terms.key()).into_owned();
            let doc_freq = match segment.alive_bitset() {
                None => terms.value().doc_freq,
                Some(alive) => inverted_index
                    .read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?
                    .doc_freq_given_deletes(alive),
            };
            if doc_freq > 0 {
                *counts.entry(code).or_default() += u64::from(doc_freq);
            }
        }
    }
    Ok(counts)
}

/// Counts the tokens of all articles that are not deleted.
pub(crate) fn count_tokens(searcher: &Searcher) -> tantivy::Result<TokenCounts> {
    let mut counts = TokenCounts::new();
    for (field, _) in searcher.schema().fields().filter(|(_, entry)| entry.has_fieldnorms()) {
        let mut sum = 0;
        for segment in searcher.segment_readers() {
            let Some(fieldnorms) = segment.fieldnorms_readers().get_field(field)? else { continue };
            let mut histogram = [0u64; 256];
            for doc in segment.doc_ids_alive() {
                histogram[usize::from(fieldnorms.fieldnorm_id(doc))] += 1;
            }
            sum += (0..=255u8).zip(histogram).map(|(id, count)| count * fieldnorm(id)).sum::<u64>();
        }
        counts.insert(field.field_id(), sum);
    }
    Ok(counts)
}

/// Counts the tokens of the articles in each language that are not deleted, in the fields that stems are
/// scored with.
pub(crate) fn count_language_tokens(
    searcher: &Searcher,
    fields: &Fields,
) -> tantivy::Result<LanguageTokenCounts> {
    let doc_languages = DocLanguages::new(searcher, fields.lang);
    let mut counts = LanguageTokenCounts::new();
    for field in [fields.exact, fields.lead, fields.title_exact, fields.cut_exact] {
        let mut sums = [0u64; 256];
        for segment in searcher.segment_readers() {
            let Some(fieldnorms) = segment.fieldnorms_readers().get_field(field)? else { continue };
            let Some(languages) = doc_languages.of(segment)? else { continue };
            for doc in segment.doc_ids_alive() {
                sums[usize::from(languages.ordinal(doc))] += fieldnorm(fieldnorms.fieldnorm_id(doc));
            }
        }
        for (language, sum) in Language::all().zip(sums).filter(|(_, sum)| *sum > 0) {
            counts.entry(language.code().to_owned()).or_default().insert(field.field_id(), sum);
        }
    }
    Ok(counts)
}

/// Returns the length in tokens that a fieldnorm id stands for.
fn fieldnorm(id: u8) -> u64 {
    u64::from(FieldNormReader::id_to_fieldnorm(id))
}
