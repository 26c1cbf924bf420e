//! Drawn queries have the answers of an index in a folder.

use proptest::prelude::*;

use crate::article::Document;
use crate::search::remote::tests::engines::{Engines, document, engines, engines_of, same_answers};
use crate::search::request::Request;

/// Draws clauses over positions.
fn clauses() -> impl Strategy<Value = String> {
    let words = [
        "storm", "ferry", "the", "port", "old", "crew", "new", "Banks", "=left", "hafen", "港口", "F-16",
        "st*",
    ];
    let phrases =
        ["\"old port\"", "\"the … ferry\"", "\"port port\"", "\"ferry port\"~2", "\"the … old … port\""];
    let leaf = prop::sample::select([&words[..], &phrases].concat()).prop_map(str::to_owned);
    leaf.prop_recursive(3, 8, 2, |inner| {
        let operators = prop::sample::select(vec!["w/1", "w/2", "w/5", "+3", "/s", "/p", "OR"]);
        (inner.clone(), operators, inner)
            .prop_map(|(left, operator, right)| format!("({left} {operator} {right})"))
    })
}

/// Draws rules over two words that many drawn articles have: most are ones that the engine can tell exactly.
fn pairs() -> impl Strategy<Value = String> {
    let word = || prop::sample::select(vec!["storm", "ferry", "port", "old", "=port", "\"old port\""]);
    let operator = prop::sample::select(vec!["w/1", "w/2", "w/3", "w/4", "+1", "+2", "+3", "/s", "/p"]);
    (word(), operator, word()).prop_map(|(left, operator, right)| format!("{left} {operator} {right}"))
}

/// Draws articles of few words, so that these repeat, and stand just within a distance and just beyond it.
fn articles() -> impl Strategy<Value = Vec<Document>> {
    let languages = [
        ("en", vec!["storm", "ferry", "the", "port", "old", "crew", "news", "Banks", "F-16", "leaves"]),
        ("en", vec!["storm", "ferry", "port", "old", "a", "b"]),
        ("de", vec!["Hafen", "Häfen", "alte", "der", "storm", "port"]),
        ("zh", vec!["港口", "风暴", "的", "port"]),
    ];
    let text = |(language, words): (&'static str, Vec<&'static str>)| {
        let ends = prop::sample::select(vec![" ", " ", " ", " ", " ", " ", ", ", ". ", ".\n\n"]);
        let parts = prop::collection::vec((prop::sample::select(words), ends), 1..16);
        parts.prop_map(move |parts| {
            let text: String = parts.into_iter().flat_map(|(word, end)| [word, end]).collect();
            (language, text.trim_end().to_owned())
        })
    };
    let texts = prop::collection::vec(prop::sample::select(languages.to_vec()).prop_flat_map(text), 1..20);
    texts.prop_map(|texts| {
        (1..).zip(texts).map(|(number, (language, text))| document(number, language, &text)).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn drawn_queries_have_the_answers_of_an_index_in_a_folder(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "ferry", "storm", "the", "harbour", "Banks", "bank", "crew", "-port", "OR", "AND", "NOT", "(river", "lee)",
                "w/4", "/s", "\"of", "river\"", "hafen", "порт", "st*", "said:river", "title:storm", "港口", "=storm",
            ]),
            1..6,
        )
    ) {
        thread_local! {
            static ENGINES: Engines = engines();
        }
        ENGINES.with(|engines| same_answers(engines, &Request::new(words.join(" "))));
    }

    #[test]
    fn drawn_clauses_have_the_answers_of_an_index_in_a_folder(
        clause in clauses(),
        rest in prop::option::of((prop::sample::select(vec!["AND", "NOT"]), clauses())),
    ) {
        thread_local! {
            static ENGINES: Engines = engines();
        }
        let rest = rest.map(|(operator, clause)| format!(" {operator} {clause}")).unwrap_or_default();
        ENGINES.with(|engines| same_answers(engines, &Request::new(format!("{clause}{rest}"))));
    }

    #[test]
    fn drawn_clauses_match_in_drawn_articles_as_in_a_folder(
        articles in articles(),
        clauses in prop::collection::vec(prop_oneof![pairs(), clauses()], 16),
    ) {
        let engines = engines_of(articles);
        for clause in clauses {
            same_answers(&engines, &Request::new(clause));
        }
    }
}
