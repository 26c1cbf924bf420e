//! Bare tantivy: one text field with positions, its own tokenizer, the text stored with lz4 in blocks of 16 KB, the title
//! stored; queries built by hand, the ten best and the exact number of all.

use std::path::Path;

use clippings::internals::bench::{BenchQuery, QueryKind};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, FuzzyTermQuery, PhraseQuery, Query, RegexQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TEXT, Value};
use tantivy::{DocAddress, Index, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term, doc};

use super::Outcome;
use super::data::Archive;

/// Memory for one writing thread, as much as ours has.
const MEMORY: usize = 48 << 20;

pub struct Floor {
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

impl Floor {
    /// Builds it in `folder`, with as many writing threads as ours.
    pub fn build(folder: &Path, archive: &Archive) -> Outcome<()> {
        std::fs::create_dir_all(folder)?;
        let (schema, title, text) = schema();
        let index = Index::create_in_dir(folder, schema)?;
        let threads = std::thread::available_parallelism()?.get().min(4);
        let mut writer: IndexWriter = index.writer_with_num_threads(threads, MEMORY * threads)?;
        archive.each(|own_title, own_text| {
            writer.add_document(doc!(title => own_title, text => own_text))?;
            Ok(())
        })?;
        writer.commit()?;
        writer.wait_merging_threads()?;
        Ok(())
    }

    /// Opens what [`Floor::build`] built.
    pub fn open(folder: &Path) -> Outcome<Floor> {
        let index = Index::open_in_dir(folder)?;
        let (_, title, text) = schema();
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Floor { searcher: reader.searcher(), title, text })
    }

    /// The query by hand; `None` where bare tantivy has nothing like it, or has no such word because it cuts words
    /// otherwise (`don't` into two): it would have nothing to do.
    pub fn query(&self, question: &BenchQuery) -> Option<Box<dyn Query>> {
        let text = question.query.trim_matches('"');
        let term = |word: &str| Term::from_field_text(self.text, word);
        let word = |word: &str| -> Box<dyn Query> {
            Box::new(TermQuery::new(term(word), IndexRecordOption::WithFreqs))
        };
        let words: Vec<&str> =
            text.split(' ').filter(|word| *word != "OR" && !word.starts_with("w/")).collect();
        let terms = || words.iter().map(|word| term(word)).collect::<Vec<_>>();
        let knows = |word: &&str| self.searcher.doc_freq(&term(word)).is_ok_and(|articles| articles > 0);
        if !matches!(question.kind, QueryKind::Wildcard | QueryKind::Fuzzy) && !words.iter().all(knows) {
            return None;
        }
        Some(match question.kind {
            QueryKind::Rare | QueryKind::Common => word(text),
            QueryKind::And => {
                Box::new(BooleanQuery::intersection(words.iter().map(|one| word(one)).collect()))
            }
            QueryKind::Or => Box::new(BooleanQuery::union(words.iter().map(|one| word(one)).collect())),
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

    /// The number of all that match, and the ten best.
    pub fn best(&self, query: &dyn Query) -> Outcome<(usize, Vec<(f32, DocAddress)>)> {
        let (best, count) =
            self.searcher.search(query, &(TopDocs::with_limit(10).order_by_score(), Count))?;
        Ok((count, best))
    }

    /// The number of all that match, and the titles of the ten best.
    pub fn answer(&self, query: &dyn Query) -> Outcome<(usize, Vec<String>)> {
        let (count, best) = self.best(query)?;
        let title = |(_, address): (f32, DocAddress)| {
            let document: TantivyDocument = self.searcher.doc(address)?;
            Ok(document.get_first(self.title).and_then(|value| value.as_str()).unwrap_or_default().to_owned())
        };
        Ok((count, best.into_iter().map(title).collect::<Outcome<_>>()?))
    }
}
