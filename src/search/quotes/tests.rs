//! Searches of quotations whose speakers are given.

use proptest::prelude::*;

use crate::analysis::Language;
use crate::article::{
    Document, Folder, Metadata, QuotationKind, ReadOptions, RecordKey, StoredQuotation, StoredText,
};
use crate::index::{FileTable, IndexDir, IndexSession, Meta, Update};
use crate::search::{QuotesRequest, Request, Searcher};
use crate::text::{LineIndex, LineMap, MappedText};

/// Returns a document of `text`, in which direct speech stands in brackets behind the name of its speaker and
/// a colon: `[Ann Lee: the dam holds]`. It goes on after `+`, and with a `~` it is a term.
fn document(number: u64, text: &str, language: Language) -> Document {
    let (mut body, mut quotations) = (String::new(), Vec::new());
    for piece in text.split('[') {
        let Some((quoted, after)) = piece.split_once(']') else {
            body.push_str(piece);
            continue;
        };
        let (name, words) = quoted.split_once(": ").unwrap_or(("", quoted));
        let start = body.len() + 1;
        body.push_str(&format!("“{words}”{after}"));
        let trimmed = name.trim_start_matches(['+', '~']);
        quotations.push(StoredQuotation {
            range: start + 2..start + 2 + words.len(),
            kind: if name.starts_with('~') { QuotationKind::Term } else { QuotationKind::Speech },
            is_continued: name.starts_with('+'),
            speaker: Some(trimmed.to_owned()).filter(|name| !name.is_empty()),
            original: Some(start..start + words.chars().count()),
        });
    }
    let mapped = MappedText::verbatim(&body, 0);
    let lines = LineMap::new(&mapped, &LineIndex::new(&body), [(0, false)]);
    let metadata = Metadata {
        title: Some(format!("Title {number} with words")),
        published: Some(jiff::civil::date(2024, 1, 1 + (number % 28) as i8)),
        site: Some("Coast Courier".into()),
        ..Metadata::default()
    };
    Document {
        record: RecordKey { number, id: Some(number.to_string()) },
        metadata,
        language,
        quotations,
        ..Document::of_text(1, "wire.jsonl", StoredText { text: body, lines, language })
    }
}

/// Writes an index of `documents`, with a commit after each of `commits` of them.
fn index(dir: &IndexDir, documents: &[Document], commits: &[usize]) {
    let updater = IndexSession::open(dir, false).and_then(IndexSession::into_updater).expect("an index");
    let folder = Folder { id: 1, path: "/a".into(), options: ReadOptions::default() };
    let meta = || (Meta::new(vec![folder.clone()]), FileTable::new());
    for (count, document) in documents.iter().enumerate() {
        updater.update(&Update { remove: None, add: Some(document) }, || ()).expect("an update");
        if commits.contains(&count) {
            updater.commit(meta).expect("a commit");
        }
    }
    updater.commit(meta).expect("a commit");
}

struct QuotedArchive {
    searcher: Searcher,
    _folder: tempfile::TempDir,
}

fn archive(documents: &[Document], commits: &[usize]) -> QuotedArchive {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = IndexDir::new(folder.path().join("index"));
    index(&dir, documents, commits);
    QuotedArchive { searcher: Searcher::open(&dir).expect("an index"), _folder: folder }
}

fn english(texts: &[&str]) -> QuotedArchive {
    let numbered = (1..).zip(texts);
    let documents: Vec<Document> =
        numbered.map(|(number, text)| document(number, text, Language::ENGLISH)).collect();
    archive(&documents, &[])
}

impl QuotedArchive {
    /// Returns the ids of the articles that match, sorted.
    fn ids(&self, query: &str) -> Vec<String> {
        let response = self.searcher.search(&Request::new(query)).expect("an answer");
        let mut ids: Vec<String> = response.hits.into_iter().filter_map(|hit| hit.id).collect();
        ids.sort();
        ids
    }

    /// Returns the quotations of a request: article, speaker and words, with marks around the matches.
    fn quotes(&self, query: &str, speakers: &[&str]) -> Vec<String> {
        let mut request = QuotesRequest { query: query.to_owned(), ..QuotesRequest::default() };
        request.speakers = speakers.iter().map(|name| (*name).to_owned()).collect();
        let quotations = self.searcher.quotations(&request).expect("quotations");
        let show = |hit: crate::search::QuotationHit| {
            let marked = hit.segments.iter().map(|segment| match segment.matched {
                true => format!("*{}*", segment.text),
                false => segment.text.clone(),
            });
            let speaker = hit.speaker.as_deref().unwrap_or("?");
            let words = if hit.segments.is_empty() { hit.quote.clone() } else { marked.collect::<String>() };
            format!("{} {speaker}: {words}", hit.id.as_deref().unwrap_or_default())
        };
        quotations.map(|hit| show(hit.expect("a quotation"))).collect()
    }
}

const TEXTS: [&str; 5] = [
    "The dam broke. [Ann Lee: The dam will hold], Lee said. [+Ann Lee: for a year]. More.",
    "[Bo Ek: No dam holds], said Ek of [~: The Dam]. [Ann Lee: We asked for boats].",
    "Nobody is quoted on the dam of Ann Lee, nor on boats.",
    "[: The dams were old], somebody said. [José Álvarez: Nuclear power is not].",
    "[Vladimir Putin: Nuclear arms], he said. [Bo Ek: I saw it]",
];

#[test]
fn said_finds_words_in_direct_speech() {
    let archive = english(&TEXTS);
    for (query, ids) in [
        ("said:dam", &["1", "2", "4"][..]),
        ("said:\"the dam\"", &["1"]),
        ("said:\"hold for a year\"", &["1"]),
        ("said:broke", &[]),
        ("said:title", &[]),
        ("said:(dam year)", &["1"]),
        ("said:(dam boats)", &[]),
        ("dam -said:dam", &["3"]),
        ("said:(dam -hold)", &["4"]),
        ("said:(boat OR power)", &["2", "4"]),
        ("said:boa*", &["2"]),
        ("said:nuclaer~", &["4", "5"]),
        ("said:(nuclear pre/2 arms)", &["5"]),
        ("said:it", &["5"]),
        ("said:*", &["1", "2", "4", "5"]),
        ("-said:*", &["3"]),
        ("speaker:lee", &["1", "2"]),
        ("speaker:\"Ann Lee\"", &["1", "2"]),
        ("speaker:\"Bo Lee\"", &[]),
        ("speaker:alvarez", &["4"]),
        ("speaker:Álvarez said:power", &["4"]),
        ("speaker:putin said:nuclear", &["5"]),
        ("speaker:ek said:nuclear", &[]),
        ("speaker:ek nuclear", &["5"]),
        ("speaker:lee said:dam", &["1"]),
        ("said:dam speaker:ek", &["2"]),
        ("speaker:l*", &["1", "2"]),
        ("speaker:puttin~1", &["5"]),
        ("speaker:(ek OR putin) said:nuclear", &["5"]),
        ("dam -speaker:lee", &["3", "4"]),
        ("speaker:lee OR said:arms", &["1", "2", "5"]),
        ("said:old title:4", &["4"]),
        ("said:old site:courier", &["4"]),
    ] {
        assert_eq!(archive.ids(query), ids, "{query}");
    }
}

#[test]
fn hits_show_the_quotation_and_its_speaker() {
    let archive = english(&TEXTS);
    let quote = |query: &str| {
        let response = archive.searcher.search(&Request::new(query)).expect("an answer");
        let passage = response.hits[0].passage();
        let marked = passage.segments.iter().filter(|segment| segment.matched);
        let marked: Vec<&str> = marked.map(|segment| segment.text.as_str()).collect();
        let quote = passage.quote.clone().map(|quote| {
            let spans = quote.spans.iter().map(|span| span.text.clone());
            (quote.speaker.unwrap_or_default(), spans.collect::<Vec<_>>().join("|"))
        });
        (marked.join("|"), quote.unwrap_or_default())
    };
    let lee = || ("Ann Lee".to_owned(), "The dam will hold|for a year".to_owned());
    assert_eq!(quote("speaker:lee said:year"), ("year".into(), lee()));
    assert_eq!(quote("said:\"hold for\""), ("hold|for".into(), lee()));
    assert_eq!(
        quote("speaker:putin"),
        ("Nuclear arms".into(), ("Vladimir Putin".into(), "Nuclear arms".into()))
    );
    assert_eq!(quote("said:old").1, (String::new(), "The dams were old".into()));
    assert_eq!(quote("nuclear arms").1, Default::default());
}

#[test]
fn a_speaker_stands_behind_nobody_elses_words() {
    let archive = english(&[
        "[Ann Lee: The dam will hold], Lee said. Much later [Bo Ek: No dam holds], said Ek.",
        "[Ann Lee: We asked], Lee said, and [Bo Ek: they came], said Ek of [~: The Boats].",
        "[Ann Lee: It rose], Lee said of [~: The River], and [+: it fell].",
        "[Ann Lee: The wind], Lee said, while somebody heard [: the rain].",
    ]);
    for (query, speakers, parts, is_alone) in [
        ("speaker:lee OR speaker:ek", "Ann Lee|Bo Ek", "The dam will hold|No dam holds", false),
        ("said:hold -speaker:none", "Ann Lee", "The dam will hold", true),
        ("said:will said:no", "Ann Lee|Bo Ek", "The dam will hold|No dam holds", false),
        ("speaker:ek said:came", "Bo Ek", "they came", false),
        ("said:rose", "Ann Lee", "It rose|it fell", true),
        ("said:wind", "Ann Lee", "The wind", false),
        ("said:rain", "", "the rain", false),
    ] {
        let response = archive.searcher.search(&Request::new(query)).expect("an answer");
        let mut hits = response.hits.into_iter();
        let mut hit = hits.next().expect("a hit");
        if query.contains("OR") {
            hit = hits.chain([hit]).find(|hit| hit.id.as_deref() == Some("1")).expect("the first article");
        }
        let quote = hit.passage().quote.clone().expect("a quotation");
        let texts: Vec<&str> = quote.spans.iter().map(|span| span.text.as_str()).collect();
        let shown = (quote.speakers().join("|"), texts.join("|"), quote.is_alone);
        assert_eq!(shown, (speakers.to_owned(), parts.to_owned(), is_alone), "{query}");
        assert_eq!(quote.speaker.is_none(), speakers.is_empty() || speakers.contains('|'), "{query}");
    }
}

#[test]
fn quotations_are_listed_newest_first() {
    let archive = english(&TEXTS);
    assert_eq!(
        archive.quotes("dam", &[]),
        ["4 ?: The *dams* were old", "2 Bo Ek: No *dam* holds", "1 Ann Lee: The *dam* will hold"]
    );
    assert_eq!(
        archive.quotes("", &["lee"]),
        ["2 Ann Lee: *We asked for boats*", "1 Ann Lee: *The dam will hold*", "1 Ann Lee: *for a year*"]
    );
    assert_eq!(archive.quotes("nuclear title:4", &[]), ["4 José Álvarez: *Nuclear* power is not"]);
    assert_eq!(archive.quotes("nuclear", &["Vladimir Putin", "Ek"]), ["5 Vladimir Putin: *Nuclear* arms"]);
    let all = archive.quotes("", &[]);
    assert_eq!(all.len(), 9);
    assert!(all.contains(&"2 ?: The Dam".to_owned()), "{all:?}");
    let stored = archive.searcher.stored_quotations("/a/wire.jsonl".as_ref(), Some("5")).expect("an article");
    assert_eq!(stored.map(|quotations| quotations.len()), Some(2));
}

#[test]
fn speakers_are_counted_as_their_quotations_are_listed() {
    let archive = english(&TEXTS);
    for (query, expected) in [
        ("", &["? 1", "Ann Lee 3", "Bo Ek 2", "José Álvarez 1", "Vladimir Putin 1"][..]),
        ("title:1", &["Ann Lee 2"]),
        ("dam", &["? 1", "Ann Lee 1", "Bo Ek 1"]),
    ] {
        let request = QuotesRequest { query: query.to_owned(), ..QuotesRequest::default() };
        let counts = archive.searcher.quotations(&request).expect("quotations").count_speakers();
        let counts = counts.expect("numbers").into_iter();
        let mut counts: Vec<String> =
            counts.map(|(name, count)| format!("{} {count}", name.as_deref().unwrap_or("?"))).collect();
        counts.sort();
        assert_eq!(counts, expected, "{query}");
    }
}

#[test]
fn articles_with_quotations_are_counted_without_the_filter() {
    let archive = english(&TEXTS);
    for (query, sites, expected) in
        [("", &[][..], 4), ("dam", &[], 3), ("title:3", &["courier"], 0), ("speaker:lee", &["gazette"], 2)]
    {
        let mut request = QuotesRequest { query: query.to_owned(), ..QuotesRequest::default() };
        request.sites = sites.iter().map(|site: &&str| (*site).to_owned()).collect();
        request.filter.until = Some(jiff::civil::date(1990, 1, 1));
        let elsewhere = archive.searcher.count_quotes_elsewhere(&request).expect("numbers");
        assert_eq!((elsewhere.outside_filter, elsewhere.in_cut_text), (expected, 0), "{query}");
    }
}

#[test]
fn unknown_speakers_are_answered_with_the_nearest() {
    let archive = english(&TEXTS);
    for (query, near) in [
        ("speaker:\"Wladimir Puttin\"", "speaker:\"Vladimir Putin\" (1 article)"),
        ("speaker:alvares", "speaker:\"José Álvarez\" (1 article)"),
        ("speaker:vlad", "speaker:\"Vladimir Putin\" (1 article)"),
        ("speaker:\"Lee Ek\"", ""),
    ] {
        let notes = archive.searcher.search(&Request::new(query)).expect("an answer").notes;
        let notes: Vec<String> = notes.into_iter().map(|note| note.reason).collect();
        assert!(
            notes.iter().any(|note| note.contains("no article has speaker:") && note.contains(near)),
            "{notes:?}"
        );
    }
}

const WORDS: [&str; 8] = ["dam", "dams", "the", "Hold", "boat", "Boats", "nicht", "war"];

fn texts() -> impl Strategy<Value = Vec<String>> {
    let words = || prop::collection::vec(prop::sample::select(WORDS.to_vec()), 1..5);
    let speaker = prop::sample::select(vec!["Ann Lee: ", "Bo Ek: ", "+Bo Ek: ", ": ", "~: ", "Bo Lee: "]);
    let piece = (words(), speaker, words())
        .prop_map(|(plain, speaker, said)| format!("{} [{speaker}{}]. ", plain.join(" "), said.join(" ")));
    prop::collection::vec(prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat()), 1..7)
}

const QUERIES: [&str; 9] = [
    "said:dam",
    "said:\"the dam\"",
    "said:(dam boat)",
    "speaker:lee said:dam",
    "speaker:ek",
    "dam -said:dam",
    "said:(dam w/3 boat)",
    "speaker:\"Bo Lee\" said:b*",
    "said:(hold -dam)",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// The order of articles and the commits between them change no answer.
    #[test]
    fn any_history_gives_the_same_answers(texts in texts(), commits in prop::collection::vec(0..6usize, 0..3)) {
        let numbered = (1..).zip(&texts);
        let mut documents: Vec<Document> =
            numbered.map(|(number, text)| document(number, text, Language::ENGLISH)).collect();
        let first = archive(&documents, &[]);
        documents.reverse();
        let other = archive(&documents, &commits);
        for query in QUERIES {
            prop_assert_eq!(first.ids(query), other.ids(query), "{}", query);
            prop_assert_eq!(first.quotes(query, &[]), other.quotes(query, &[]), "{}", query);
            // What the postings find is what the texts show.
            if !query.contains('-') {
                let quotes = first.quotes(query, &[]);
                let mut shown: Vec<String> =
                    quotes.iter().filter_map(|quote| Some(quote.split_once(' ')?.0.to_owned())).collect();
                shown.sort();
                shown.dedup();
                prop_assert_eq!(first.ids(query), shown, "{}", query);
            }
        }
    }

    /// Articles in other languages change no answer on those that were there.
    #[test]
    fn articles_in_other_languages_change_no_answer(english_texts in texts(), others in texts()) {
        let numbered = |first: u64, texts: &[String], code: &str| -> Vec<Document> {
            let language = Language::named(code).unwrap_or(Language::ENGLISH);
            (first..).zip(texts).map(|(number, text)| document(number, text, language)).collect()
        };
        let mut documents = numbered(1, &english_texts, "en");
        let alone = archive(&documents, &[]);
        documents.extend(numbered(100, &others, "de"));
        let mixed = archive(&documents, &[english_texts.len()]);
        for query in QUERIES {
            let mut ids = mixed.ids(query);
            ids.retain(|id| id.len() < 3);
            prop_assert_eq!(alone.ids(query), ids, "{}", query);
        }
    }
}
