//! A search program that is nothing but tantivy, to hold ours against: `bare_tantivy INDEX KIND QUERY` opens the index,
//! searches, and prints the number of all hits and ten stored titles. `benches/startup.rs` builds the index and runs it.

use std::error::Error;
use std::io::Write;

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{Index, ReloadPolicy, TantivyDocument, Term};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, kind, query] = args.as_slice() else { return Err("bare_tantivy INDEX KIND QUERY".into()) };
    let index = Index::open_in_dir(folder)?;
    let (title, text) = (index.schema().get_field("title")?, index.schema().get_field("text")?);
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
    let searcher = reader.try_into()?.searcher();
    let query = by_hand(kind, query, text);
    let (best, count) = searcher.search(&query, &(TopDocs::with_limit(10).order_by_score(), Count))?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    writeln!(out, "{count}")?;
    for (_, address) in best {
        let document: TantivyDocument = searcher.doc(address)?;
        let title = document.get_first(title).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        writeln!(out, "{title}")?;
    }
    Ok(out.flush()?)
}

fn by_hand(kind: &str, query: &str, text: Field) -> Box<dyn Query> {
    let words = query.trim_matches('"').split(' ').filter(|word| *word != "OR");
    let terms: Vec<Term> = words.map(|word| Term::from_field_text(text, word)).collect();
    let word = |term: &Term| -> Box<dyn Query> {
        Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs))
    };
    match (kind, terms.as_slice()) {
        (_, [one]) => word(one),
        ("phrase", _) => Box::new(PhraseQuery::new(terms)),
        ("or", _) => Box::new(BooleanQuery::union(terms.iter().map(word).collect())),
        _ => Box::new(BooleanQuery::intersection(terms.iter().map(word).collect())),
    }
}
