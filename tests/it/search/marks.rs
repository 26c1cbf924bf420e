//! Highlights equal matches: an article matches exactly if the highlighter finds a match in it.

use crate::common::stored::{index_documents, paragraphs};
use clippings::Passage;
use clippings::internals::analysis::{Language, Languages};
use clippings::internals::article::{Document, Metadata, RecordKey, SourceKey, StoredText, StoryKeys};
use clippings::internals::search::snippet::{Highlighter, passages};
use clippings::internals::text::LineIndex;
use clippings::query::{Phrase, Query, Slot, parse};
use clippings::{FilePosition, IndexDir};
use clippings::{Request, Searcher};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// Words and separators for random texts, some of them difficult.
const TEXT: &str = "(Kursk|kursk|troops|troop|Troop’s|fighting|fight|we|will|ne\u{301}e|née|Kyr\u{ad}sk|F‑16|12,000|ﬁght|É|e\u{301}|ї|и\u{306}|й|\u{a0}|—|“|”|’|,|\\.|\\. |! |…|\n|\n\n|朝鲜|\u{200b}|\u{301})";

/// Clauses that match at positions of the text.
const CLAUSE: &str = "(kursk|troop|we|fight|née|F-16|12,000|й|朝鲜|kurs\\*|\\*sk|k\\?rsk|troop\\*|kursk~|\"we will\"|\"troop\"|\"kursk troops\"|\"troop\\* we\"|\"we will fight\"~3|\"we troops\"~2|\"we … fight\"|\"kursk … we will\"|we w/2 fight|troops pre/3 kursk|kursk /s we|kursk /p we|\"we will\" w/4 \\(kurs\\* OR troops\\)|we w/3 will w/3 fight)";

fn texts() -> impl Strategy<Value = String> {
    prop::collection::vec((TEXT, "[ ]{0,1}"), 1..60)
        .prop_map(|parts| parts.into_iter().map(|(word, space)| format!("{word}{space}")).collect::<String>())
}

fn stored(text: &str) -> StoredText {
    paragraphs(text, 0, &LineIndex::new(text))
}

fn show(query: &Query, text: &str) -> Vec<Passage> {
    passages(&stored(text), &Highlighter::for_body(query, &Languages::default()), 9)
}

/// Returns the parts of `query` that are highlighted as one match.
fn highlighted_parts(query: &Query, out: &mut Vec<Query>) {
    match query {
        Query::Bool(parts) => parts.iter().for_each(|(_, query)| highlighted_parts(query, out)),
        Query::Near(near) => {
            [&near.left, &near.right].into_iter().for_each(|query| highlighted_parts(query, out))
        }
        Query::Phrase(phrase) if phrase.slop > 0 => {
            out.extend(phrase.slots().map(|slot| part(std::slice::from_ref(slot))));
        }
        Query::Phrase(phrase) => out.extend(phrase.parts.iter().map(|slots| part(slots))),
        query => out.push(query.clone()),
    }
}

fn part(slots: &[Slot]) -> Query {
    Query::Phrase(Phrase { surface: String::new(), parts: vec![slots.to_vec()], slop: 0 })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every highlight, taken by itself, is a complete match of a part of the query.
    #[test]
    fn highlights_match_the_query(text in texts(), clauses in prop::collection::vec(CLAUSE, 1..3)) {
        let query = parse(&clauses.join(" ")).query;
        let mut parts = Vec::new();
        highlighted_parts(&query, &mut parts);
        for passage in show(&query, &text) {
            for segment in passage.segments.iter().filter(|segment| segment.matched) {
                let is_whole = |part: &Query| {
                    show(part, &segment.text).iter().any(|passage| {
                        passage.segments.len() == 1 && passage.segments[0].text == segment.text
                    })
                };
                prop_assert!(parts.iter().any(is_whole), "{:?} does not match {query} in {text:?}", segment.text);
            }
        }
    }

    /// Segments concatenate to the text: none overlap, and none starts inside a character.
    #[test]
    fn segments_concatenate_to_the_text(text in texts(), clauses in prop::collection::vec(CLAUSE, 1..3)) {
        let single = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let original = single(&stored(&text).text);
        for passage in show(&parse(&clauses.join(" ")).query, &text) {
            let passage_text: String = passage.segments.iter().map(|segment| segment.text.as_str()).collect();
            // The text may have an ellipsis of its own, which looks like ours; the parts between are in the
            // text anyway.
            for part in passage_text.split('…') {
                prop_assert!(original.contains(part.trim()), "{part:?} is not in {original:?}");
            }
            for pair in passage.segments.windows(2) {
                let (before, after) = (pair[0].text.chars().next_back(), pair[1].text.chars().next());
                let splits = after.is_some_and(unicode_normalization::char::is_combining_mark)
                    && before.is_some_and(char::is_alphanumeric);
                prop_assert!(!splits, "{:?} is cut in two in {text:?}", pair);
            }
        }
    }
}

/// The index finds an article for a clause exactly if the snippet highlights the clause in it.
#[test]
fn index_matches_iff_the_snippet_highlights() {
    let mut runner = TestRunner::deterministic();
    let mut sample = |count: usize| -> Vec<String> {
        (0..count).map(|_| texts().new_tree(&mut runner).expect("a text").current()).collect()
    };
    let articles = sample(400);
    let folder = tempfile::tempdir().expect("a folder");
    let searcher = index(&IndexDir::new(folder.path()), &articles);
    for clause in clauses() {
        let query = parse(&clause).query;
        let mut request = Request::new(clause.clone());
        request.limit = 1000;
        request.max_passages = 0;
        request.suggestions = false;
        let hits = searcher.search(&request).expect("an answer").hits.into_iter();
        let mut hits: Vec<usize> =
            hits.filter_map(|hit| hit.path.file_name()?.to_str()?.parse().ok()).collect();
        hits.sort_unstable();
        let marked: Vec<usize> =
            (0..articles.len()).filter(|id| !show(&query, &articles[*id]).is_empty()).collect();
        let differ = |id: &&usize| hits.contains(id) != marked.contains(id);
        let first = hits.iter().chain(&marked).find(differ).map(|id| (*id, &articles[*id]));
        assert_eq!(hits, marked, "{clause}: first in {first:?}");
        assert!(!hits.is_empty(), "{clause} is found nowhere, so nothing was tested");
    }
}

/// Returns the alternatives of [`CLAUSE`].
fn clauses() -> Vec<String> {
    let inner = CLAUSE.trim_start_matches('(').trim_end_matches(')');
    inner.split('|').map(|clause| clause.replace('\\', "")).collect()
}

fn index(index_dir: &IndexDir, articles: &[String]) -> Searcher {
    let document = |(number, text): (usize, &String)| Document {
        key: SourceKey { folder: 1, path: number.to_string() },
        record: RecordKey::default(),
        metadata: Metadata::default(),
        title_position: FilePosition::Line(1),
        content: None,
        stories: StoryKeys::default(),
        body: stored(text),
        cut: StoredText::default(),
        quotations: Vec::new(),
        language: Language::UNKNOWN,
    };
    index_documents(index_dir, "/articles", articles.iter().enumerate().map(document));
    Searcher::open(index_dir).expect("an index")
}
