//! From our query to tantivy's.

use tantivy::Term as EngineTerm;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur as EngineOccur, PhraseQuery,
    Query as EngineQuery, TermQuery,
};
use tantivy::schema::{Field as EngineField, IndexRecordOption};

use super::schema::{Fields, Part};
use crate::query::{Field, Occur, Query};

/// The engine's query for `query` on `part` of the articles.
pub(super) fn lower(query: &Query, fields: &Fields, part: Part) -> Box<dyn EngineQuery> {
    let (exact, stem) = fields.of(part);
    match query {
        Query::Nothing => Box::new(EmptyQuery),
        Query::All => all(),
        Query::Term(term) => match &term.stem {
            Some(word) => word_query(stem, word),
            None => phrase_query(exact, &term.pieces),
        },
        Query::Phrase(phrase) => phrase_query(exact, &phrase.words),
        Query::Field(Field::Title, query) => lower(query, fields, Part::Title),
        Query::Bool(parts) => {
            let mut clauses: Vec<_> =
                parts.iter().map(|(occur, query)| (occur_of(*occur), lower(query, fields, part))).collect();
            if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                clauses.push((EngineOccur::Must, all())); // every article but those
            }
            Box::new(BooleanQuery::new(clauses))
        }
    }
}

/// A filter: articles under any of `folders`, without a say in the score.
pub(super) fn under(folders: &[String], fields: &Fields) -> Box<dyn EngineQuery> {
    let term = |folder: &String| {
        let term = EngineTerm::from_field_text(fields.under, folder);
        let query: Box<dyn EngineQuery> = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
        (EngineOccur::Should, query)
    };
    Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::new(folders.iter().map(term).collect())), 0.0))
}

fn occur_of(occur: Occur) -> EngineOccur {
    match occur {
        Occur::Must => EngineOccur::Must,
        Occur::Should => EngineOccur::Should,
        Occur::MustNot => EngineOccur::MustNot,
    }
}

fn all() -> Box<dyn EngineQuery> {
    Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))
}

fn word_query(field: EngineField, word: &str) -> Box<dyn EngineQuery> {
    Box::new(TermQuery::new(EngineTerm::from_field_text(field, word), IndexRecordOption::WithFreqs))
}

fn phrase_query(field: EngineField, words: &[String]) -> Box<dyn EngineQuery> {
    match words {
        [] => Box::new(EmptyQuery),
        [word] => word_query(field, word),
        words => {
            let terms = words.iter().map(|word| EngineTerm::from_field_text(field, word)).collect();
            Box::new(PhraseQuery::new(terms))
        }
    }
}
