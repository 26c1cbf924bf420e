//! Snippets for ten hits, as a ratio to tantivy's SnippetGenerator in the same run.
//!
//! The floor makes a generator for the query and a snippet of each of ten texts, over a field with tantivy's English
//! stemmer, so that it marks inflections as ours does; for quotes over a field without. Ours chooses whole sentences with
//! the lines they came from. The texts are the same, and fetching them is in neither time. See `benches/common` for the
//! data. `cargo bench --bench snippets`.

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

/// Queries of each kind.
const EACH: usize = 25;
const ROUNDS: usize = 5;
/// Articles that the floor counts words in, for how rare they are.
const COUNTED: u64 = 1000;

/// A query with the texts of its ten best hits.
struct Case {
    question: BenchQuery,
    query: Query,
    hits: Vec<clippings::internals::search::FetchedArticle>,
    floor: Box<dyn EngineQuery>,
    field: Field,
}

fn main() -> Outcome<()> {
    let pair = Pair::open()?;
    let reader = IndexSnapshot::open(&pair.place)?;
    let (stemmed, languages) = (Stemmed::over(&reader)?, reader.meta().languages());
    let mut cases = Vec::new();
    for question in sample_queries(&reader, 11, EACH)? {
        let quoted = question.kind == QueryKind::Phrase;
        if !matches!(
            question.kind,
            QueryKind::Rare | QueryKind::Common | QueryKind::And | QueryKind::Or | QueryKind::Phrase
        ) {
            continue;
        }
        let query = parse(&question.query).query;
        let wanted = SearchParams { limit: 10, fetch_text: true, ..SearchParams::default() };
        let hits = reader.search(&query, &wanted)?.documents;
        let field = if quoted { stemmed.plain } else { stemmed.stemmed };
        let floor = stemmed.query(&question.query, field)?;
        cases.push(Case { question, query, hits, floor, field });
    }
    let race = Race::run(
        cases.len(),
        ROUNDS,
        |number| {
            let case = &cases[number];
            let made = timed(|| {
                let generator = SnippetGenerator::create(&stemmed.searcher, &*case.floor, case.field)?;
                Ok(case
                    .hits
                    .iter()
                    .map(|hit| generator.snippet(&hit.text.text).to_html())
                    .collect::<Vec<_>>())
            });
            Ok(made?.0)
        },
        |number| {
            let case = &cases[number];
            let made = timed(|| {
                let marks = Highlighter::for_body(&case.query, &languages);
                Ok(case.hits.iter().map(|hit| passages(&hit.text, &marks, 1)).collect::<Vec<_>>())
            });
            Ok(made?.0)
        },
    )?;
    println!("{}", head());
    let show = |name: &str, wanted: &dyn Fn(&Case) -> bool| {
        let of = |number: usize| wanted(&cases[number]);
        if let Some(result) = race.result(of) {
            println!("{}", line(name, (0..cases.len()).filter(|number| of(*number)).count(), &result));
        }
    };
    for kind in QueryKind::ALL {
        show(kind.name(), &|case| case.question.kind == kind);
    }
    show("quotes, 5+ words", &|case| {
        case.question.kind == QueryKind::Phrase && case.question.query.split(' ').count() >= 5
    });
    show("all", &|_| true);
    let phrases = cases.iter().filter(|case| case.question.kind == QueryKind::Phrase);
    let hits = phrases
        .flat_map(|case| case.hits.iter().map(|hit| (hit, Highlighter::for_body(&case.query, &languages))));
    let (mut shown, mut all) = (0, 0);
    for (hit, marks) in hits {
        all += 1;
        let marked = |passage: &clippings::Passage| passage.segments.iter().any(|part| part.matched);
        shown += usize::from(passages(&hit.text, &marks, 1).iter().any(marked));
    }
    println!("\nphrases shown and marked in ours: {shown} of {all} hits (the others have them in the title)");
    Ok(())
}

/// The floor: one field stemmed and one not, over some of the articles.
struct Stemmed {
    searcher: Searcher,
    index: Index,
    stemmed: Field,
    plain: Field,
}

impl Stemmed {
    fn over(reader: &IndexSnapshot) -> Outcome<Stemmed> {
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
        for number in 0..reader.max_doc().min(COUNTED) {
            let Some(article) = reader.article_by_ordinal(number)? else { continue };
            let mut document = TantivyDocument::default();
            document.add_text(stemmed, &article.text.text);
            document.add_text(plain, &article.text.text);
            writer.add_document(document)?;
        }
        writer.commit()?;
        Ok(Stemmed { searcher: index.reader()?.searcher(), index, stemmed, plain })
    }

    /// Any of the words of `text`, which is all the generator asks of a query.
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
