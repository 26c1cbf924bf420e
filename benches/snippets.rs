//! Measures snippets for ten hits, as a ratio to tantivy's `SnippetGenerator` in the same run.
//!
//! Tantivy creates a generator for the query and a snippet of each of ten texts, over a field with its
//! English stemmer, so that it highlights inflections as well; for phrases, over a field without. Ours
//! selects whole sentences with their line numbers. The texts are the same, and neither time includes
//! fetching them. See `benches/common` for the data. `cargo bench --bench snippets`.

mod common;

use clippings::internals::bench::{BenchQuery, QueryKind, sample_queries};
use clippings::internals::search::snippet::{Highlighter, passages};
use clippings::internals::search::{IndexSnapshot, SearchParams};
use clippings::query::{Query, parse};
use common::ratio::{Race, head, line, timed};
use common::{Outcome, Pair};
use tantivy::query::{BooleanQuery, Query as EngineQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::TokenStream;
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term};

/// Number of queries of each kind.
const EACH: usize = 25;
const ROUNDS: usize = 5;
/// Number of articles in the tantivy index, from which document frequencies come.
const INDEXED_ARTICLES: u64 = 1000;

/// Query with the texts of its ten best hits.
struct Case {
    bench_query: BenchQuery,
    query: Query,
    hits: Vec<clippings::internals::search::FetchedArticle>,
    tantivy_query: Box<dyn EngineQuery>,
    field: Field,
}

fn main() -> Outcome<()> {
    let pair = Pair::open()?;
    let snapshot = IndexSnapshot::open(&pair.index_dir)?;
    let (tantivy, languages) = (TantivyIndex::build(&snapshot)?, snapshot.meta().languages());
    let mut cases = Vec::new();
    for bench_query in sample_queries(&snapshot, 11, EACH)? {
        let quoted = bench_query.kind == QueryKind::Phrase;
        if !matches!(
            bench_query.kind,
            QueryKind::Rare | QueryKind::Common | QueryKind::And | QueryKind::Or | QueryKind::Phrase
        ) {
            continue;
        }
        let query = parse(&bench_query.query).query;
        let params = SearchParams { limit: 10, fetch_text: true, ..SearchParams::default() };
        let hits = snapshot.search(&query, &params)?.documents;
        let field = if quoted { tantivy.plain } else { tantivy.stemmed };
        let tantivy_query = tantivy.query(&bench_query.query, field)?;
        cases.push(Case { bench_query, query, hits, tantivy_query, field });
    }
    let race = Race::run(
        cases.len(),
        ROUNDS,
        |number| {
            let case = &cases[number];
            let outcome = timed(|| {
                let generator =
                    SnippetGenerator::create(&tantivy.searcher, &*case.tantivy_query, case.field)?;
                Ok(case
                    .hits
                    .iter()
                    .map(|hit| generator.snippet(&hit.text.text).to_html())
                    .collect::<Vec<_>>())
            });
            Ok(outcome?.0)
        },
        |number| {
            let case = &cases[number];
            let outcome = timed(|| {
                let highlighter = Highlighter::for_body(&case.query, &languages);
                Ok(case.hits.iter().map(|hit| passages(&hit.text, &highlighter, 1)).collect::<Vec<_>>())
            });
            Ok(outcome?.0)
        },
    )?;
    println!("{}", head());
    let print = |name: &str, accepts: &dyn Fn(&Case) -> bool| {
        let is_accepted = |number: usize| accepts(&cases[number]);
        if let Some(result) = race.result(is_accepted) {
            println!(
                "{}",
                line(name, (0..cases.len()).filter(|number| is_accepted(*number)).count(), &result)
            );
        }
    };
    for kind in QueryKind::ALL {
        print(kind.name(), &|case| case.bench_query.kind == kind);
    }
    print("quotes, 5+ words", &|case| {
        case.bench_query.kind == QueryKind::Phrase && case.bench_query.query.split(' ').count() >= 5
    });
    print("all", &|_| true);
    let phrases = cases.iter().filter(|case| case.bench_query.kind == QueryKind::Phrase);
    let hits = phrases
        .flat_map(|case| case.hits.iter().map(|hit| (hit, Highlighter::for_body(&case.query, &languages))));
    let (mut highlighted, mut total) = (0, 0);
    for (hit, highlighter) in hits {
        total += 1;
        let has_match = |passage: &clippings::Passage| passage.segments.iter().any(|part| part.matched);
        highlighted += usize::from(passages(&hit.text, &highlighter, 1).iter().any(has_match));
    }
    println!(
        "\nphrases highlighted in our snippets: {highlighted} of {total} hits (the others have them in the title)"
    );
    Ok(())
}

/// Tantivy index of some of the articles, with a stemmed field and a plain one.
struct TantivyIndex {
    searcher: Searcher,
    index: Index,
    stemmed: Field,
    plain: Field,
}

impl TantivyIndex {
    fn build(snapshot: &IndexSnapshot) -> Outcome<TantivyIndex> {
        let mut schema = Schema::builder();
        let field = |tokenizer: &str| {
            let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer);
            TextOptions::default()
                .set_indexing_options(indexing.set_index_option(IndexRecordOption::WithFreqs))
        };
        let stemmed = schema.add_text_field("stemmed", field("en_stem"));
        let plain = schema.add_text_field("plain", field("default"));
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 50_000_000)?;
        for number in 0..snapshot.max_doc().min(INDEXED_ARTICLES) {
            let Some(article) = snapshot.article_by_ordinal(number)? else { continue };
            let mut document = TantivyDocument::default();
            document.add_text(stemmed, &article.text.text);
            document.add_text(plain, &article.text.text);
            writer.add_document(document)?;
        }
        writer.commit()?;
        Ok(TantivyIndex { searcher: index.reader()?.searcher(), index, stemmed, plain })
    }

    /// Builds a query for any of the words of `text`; the generator only needs its terms.
    fn query(&self, text: &str, field: Field) -> Outcome<Box<dyn EngineQuery>> {
        let mut analyzer = self.index.tokenizer_for_field(field)?;
        let plain = text.replace(" OR ", " ");
        let mut tokens = analyzer.token_stream(&plain);
        let mut words: Vec<Box<dyn EngineQuery>> = Vec::new();
        while tokens.advance() {
            let term = Term::from_field_text(field, &tokens.token().text);
            words.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
        }
        Ok(Box::new(BooleanQuery::union(words)))
    }
}
