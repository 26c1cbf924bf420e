//! A search program that uses tantivy alone, as a baseline: `bare_tantivy INDEX KIND QUERY` opens the index,
//! searches, and prints the number of hits and ten stored titles; `bare_tantivy INDEX build FILE.jsonl`
//! builds the index from the fields `title` and `text`. `benches/startup.rs` measures its time,
//! `eval/gate_instructions.py` counts its instructions.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TEXT, Value};
use tantivy::{Index, IndexWriter, ReloadPolicy, TantivyDocument, Term, doc};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, kind, query] = args.as_slice() else { return Err("bare_tantivy INDEX KIND QUERY".into()) };
    if kind == "build" {
        return build(Path::new(folder), Path::new(query));
    }
    let index = Index::open_in_dir(folder)?;
    let (title, text) = (index.schema().get_field("title")?, index.schema().get_field("text")?);
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
    let searcher = reader.try_into()?.searcher();
    let query = build_query(kind, query, text);
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

/// Builds an index as `benches/common/bare_tantivy.rs` does, with one writer thread.
fn build(folder: &Path, archive: &Path) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    let mut schema = Schema::builder();
    let title = schema.add_text_field("title", STORED);
    let text = schema.add_text_field("text", TEXT | STORED);
    let index = Index::create_in_dir(folder, schema.build())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 48 << 20)?;
    for line in BufReader::new(File::open(archive)?).lines() {
        let article: serde_json::Value = serde_json::from_str(&line?)?;
        let field = |name: &str| article[name].as_str().unwrap_or_default();
        writer.add_document(doc!(title => field("title"), text => field("text")))?;
    }
    writer.commit()?;
    Ok(writer.wait_merging_threads()?)
}

/// Builds the query of a kind from the words of its text.
fn build_query(kind: &str, query: &str, text: Field) -> Box<dyn Query> {
    let words = query.trim_matches('"').split(' ').filter(|word| *word != "OR");
    let terms: Vec<Term> = words.map(|word| Term::from_field_text(text, word)).collect();
    let word = |term: &Term| -> Box<dyn Query> {
        Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs))
    };
    match (kind, terms.as_slice()) {
        (_, [term]) => word(term),
        ("phrase", _) => Box::new(PhraseQuery::new(terms)),
        ("or", _) => Box::new(BooleanQuery::union(terms.iter().map(word).collect())),
        _ => Box::new(BooleanQuery::intersection(terms.iter().map(word).collect())),
    }
}
