//! A bare tantivy index: one text field with positions and the default tokenizer, text and title stored with
//! lz4 in blocks of 16 KB. Queries are built directly; results are the ten best hits and the exact number of
//! hits.

use std::path::Path;

use clippings::internals::bench::{BenchQuery, QueryKind};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, FuzzyTermQuery, PhraseQuery, Query, RegexQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TEXT, Value};
use tantivy::{DocAddress, Index, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term, doc};

use super::Outcome;
use super::data::Archive;

/// Memory per writer thread, as much as our indexer has.
const MEMORY_PER_THREAD: usize = 48 << 20;

/// A bare tantivy index.
pub(crate) struct BareTantivy {
    pub searcher: Searcher,
    title: Field,
    pub text: Field,
}

fn schema() -> (Schema, Field, Field) {
    let mut schema = Schema::builder();
    let title = schema.add_text_field("title", STORED);
    let text = schema.add_text_field("text", TEXT | STORED);
    (schema.build(), title, text)
}

impl BareTantivy {
    /// Builds an index in `folder`, with as many writer threads as our indexer has.
    pub(crate) fn build(folder: &Path, archive: &Archive) -> Outcome<()> {
        std::fs::create_dir_all(folder)?;
        let (schema, title, text) = schema();
        let index = Index::create_in_dir(folder, schema)?;
        let threads = std::thread::available_parallelism()?.get().min(4);
        let mut writer: IndexWriter = index.writer_with_num_threads(threads, MEMORY_PER_THREAD * threads)?;
        archive.each(|article_title, article_text| {
            writer.add_document(doc!(title => article_title, text => article_text))?;
            Ok(())
        })?;
        writer.commit()?;
        writer.wait_merging_threads()?;
        Ok(())
    }

    /// Opens an index that [`BareTantivy::build`] built.
    pub(crate) fn open(folder: &Path) -> Outcome<BareTantivy> {
        let index = Index::open_in_dir(folder)?;
        let (_, title, text) = schema();
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(BareTantivy { searcher: reader.searcher(), title, text })
    }

    /// Builds the equivalent query; `None` if there is none, or if the index lacks one of the words because
    /// tantivy's tokenizer splits it (`don't`), which would leave nothing to measure.
    pub(crate) fn query(&self, bench_query: &BenchQuery) -> Option<Box<dyn Query>> {
        let text = bench_query.query.trim_matches('"');
        let term = |word: &str| Term::from_field_text(self.text, word);
        let word = |word: &str| -> Box<dyn Query> {
            Box::new(TermQuery::new(term(word), IndexRecordOption::WithFreqs))
        };
        let words: Vec<&str> =
            text.split(' ').filter(|word| *word != "OR" && !word.starts_with("w/")).collect();
        let terms = || words.iter().map(|word| term(word)).collect::<Vec<_>>();
        let is_indexed = |word: &&str| self.searcher.doc_freq(&term(word)).is_ok_and(|articles| articles > 0);
        if !matches!(bench_query.kind, QueryKind::Wildcard | QueryKind::Fuzzy)
            && !words.iter().all(is_indexed)
        {
            return None;
        }
        Some(match bench_query.kind {
            QueryKind::Rare | QueryKind::Common => word(text),
            QueryKind::And => {
                Box::new(BooleanQuery::intersection(words.iter().map(|text| word(text)).collect()))
            }
            QueryKind::Or => Box::new(BooleanQuery::union(words.iter().map(|text| word(text)).collect())),
            QueryKind::Phrase => Box::new(PhraseQuery::new(terms())),
            QueryKind::Near => {
                let mut phrase = PhraseQuery::new(terms());
                phrase.set_slop(5);
                Box::new(phrase)
            }
            QueryKind::Wildcard => {
                Box::new(RegexQuery::from_pattern(&text.replace('*', ".*"), self.text).ok()?)
            }
            QueryKind::Fuzzy => Box::new(FuzzyTermQuery::new(term(text.split('~').next()?), 1, true)),
            QueryKind::Other => return None,
        })
    }

    /// Returns the number of hits and the ten best.
    pub(crate) fn search(&self, query: &dyn Query) -> Outcome<(usize, Vec<(f32, DocAddress)>)> {
        let (best, count) =
            self.searcher.search(query, &(TopDocs::with_limit(10).order_by_score(), Count))?;
        Ok((count, best))
    }

    /// Returns the number of hits and the titles of the ten best.
    pub(crate) fn answer(&self, query: &dyn Query) -> Outcome<(usize, Vec<String>)> {
        let (count, best) = self.search(query)?;
        let title = |(_, address): (f32, DocAddress)| {
            let document: TantivyDocument = self.searcher.doc(address)?;
            Ok(document.get_first(self.title).and_then(|value| value.as_str()).unwrap_or_default().to_owned())
        };
        Ok((count, best.into_iter().map(title).collect::<Outcome<_>>()?))
    }
}
