//! Direct speech, its speakers, and lists of quotations.

use std::fs;

use clippings::internals::analysis::Language;
use clippings::internals::article::{
    Document, Metadata, QuotationKind, RecordKey, SourceKey, StoredQuotation, StoredText, StoryKeys,
};
use clippings::internals::text::LineIndex;
use clippings::{FilePosition, IndexDir};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::common::Dir;
use crate::common::stored::{index_documents, paragraphs};

/// Articles with their sources and days. The speaker of each quotation stands behind it in parentheses.
const ARTICLES: [(&str, &str, &str); 3] = [
    (
        "Courier",
        "2024-10-18",
        "The dam broke.\n\n“We will wait for the river” (John Kirby), an engineer said. “It is high.” (John Kirby)",
    ),
    ("Gazette", "2024-09-01", "“No river is that high” (Ann Lee), they heard."),
    ("Courier", "2023-01-02", "“Rivers rise” (?), somebody said of the dam."),
];

/// Indexes [`ARTICLES`] as records of an archive file, with the speakers that are given.
fn archive() -> Dir {
    let dir = Dir::new();
    let documents = (1..).zip(ARTICLES).map(|(number, (site, day, text))| {
        let (mut plain, mut quotations) = (String::new(), Vec::new());
        for piece in text.split('“') {
            let Some((quote, after)) = piece.split_once('”') else {
                plain.push_str(piece);
                continue;
            };
            let (speaker, after) = after.trim_start_matches(" (").split_once(')').expect("a speaker");
            let start = plain.len() + '“'.len_utf8();
            plain.push_str(&format!("“{quote}”{after}"));
            let begin = plain[..start].chars().count();
            quotations.push(StoredQuotation {
                range: start..start + quote.len(),
                kind: QuotationKind::Speech,
                is_continued: after.is_empty(),
                speaker: Some(speaker.to_owned()).filter(|name| name != "?"),
                original: Some(begin..begin + quote.chars().count()),
            });
        }
        let language = Language::ENGLISH;
        Document {
            key: SourceKey { folder: 1, path: "wire.jsonl".into() },
            record: RecordKey { number, id: Some(number.to_string()) },
            metadata: Metadata {
                title: Some(format!("Story {number}")),
                site: Some(site.into()),
                published: day.parse().ok(),
                ..Metadata::default()
            },
            title_position: FilePosition::Line(1),
            body: StoredText { language, ..paragraphs(&plain, 0, &LineIndex::new(&plain)) },
            cut: StoredText::default(),
            quotations,
            language,
            content: None,
            stories: StoryKeys::default(),
        }
    });
    let root = dir.path("").canonicalize().expect("a folder");
    index_documents(&IndexDir::new(dir.path("idx")), root, documents);
    dir
}

fn lines(stdout: &str) -> Vec<Value> {
    stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn results_show_the_speaker_behind_the_quotation() {
    let dir = archive();
    dir.run("search said:river")
        .code(0)
        .shows("“We will wait for the **river**”, an engineer said. — John Kirby\n");
    dir.run("search speaker:kirby said:high").code(0).shows("“It is **high**.” — John Kirby\n");
    dir.run("search speaker:kirby")
        .code(0)
        .shows("“**We will wait for the river**”, an engineer said. — John Kirby\n");
    dir.run("search said:rise").code(0).shows("“Rivers **rise**”, somebody said of the dam.\n").hides("—");
    dir.run("search river").code(0).hides("—");
    dir.run("search said:river --cite").shows("an engineer said. — John Kirby\n").hides("**");
    dir.run("search said:broke").code(1).says("nothing found");
    dir.run("search speaker:kirbi")
        .code(1)
        .says("no article has speaker:kirbi; the nearest: speaker:\"John Kirby\" (1 article)");
}

#[test]
fn json_and_csv_have_speakers() {
    let dir = archive();
    let answer = dir.search("said:wait");
    let hit = &answer.hits()[0];
    let spans = json!([
        {"text": "We will wait for the river", "begin": 17, "end": 43},
        {"text": "It is high.", "begin": 65, "end": 76}
    ]);
    assert_eq!((&hit["speaker"], &hit["quote"]), (&json!("John Kirby"), &spans));
    let answer = dir.search("said:rise");
    let hit = &answer.hits()[0];
    assert_eq!((&hit["speaker"], &hit["quote"][0]["text"]), (&Value::Null, &json!("Rivers rise")));
    assert_eq!(dir.search("rise").hits()[0].get("speaker"), None);
    let run = dir.run("search said:wait --format csv");
    run.shows(",author,url,speaker\r\n").shows(",,\"John Kirby\"\r\n");
    dir.run("search wait --format csv").hides("speaker");
}

#[test]
fn quotations_are_listed_with_speaker_place_and_day() {
    let dir = archive();
    let run = dir.run("quotes river");
    run.code(0).says("3 quotations in 3 articles for: said:river");
    assert_eq!(
        run.stdout,
        "1. “We will wait for the **river**” — John Kirby\n   Courier · 2024-10-18 · wire.jsonl#1:3\n\n\
         2. “No **river** is that high” — Ann Lee\n   Gazette · 2024-09-01 · wire.jsonl#2:1\n\n\
         3. “**Rivers** rise”\n   Courier · 2023-01-02 · wire.jsonl#3:1\n"
    );
    dir.run("quotes --sort oldest -n 1")
        .shows("1. “Rivers rise”\n")
        .says("1 of the quotations in 3 articles shown; -n");
    dir.run("quotes --sort oldest -n 2").says("the first 2 of the quotations in 3 articles shown; -n");
    dir.run("quotes --speaker kirby --since 2024-10")
        .says("2 quotations in 1 article for: speaker:\"kirby\"");
    dir.run("quotes --speaker kirby --speaker lee").says("3 quotations");
    dir.run("quotes river --site gazette").says("1 quotation in 1 article");
    dir.run("quotes river --until 2022").code(1).says("no quotation found for: said:river");
    let first = &lines(&dir.run("quotes wait --format json").stdout)[0];
    let expected = json!({
        "path": "wire.jsonl", "id": "1", "begin": 17, "end": 43, "line": 3, "page": null, "quote": "We will wait for the river",
        "speaker": "John Kirby", "kind": "speech", "published": "2024-10-18", "source": "Courier", "title": "Story 1"
    });
    assert_eq!(first, &expected);
    assert_eq!(lines(&dir.run("quotes --format json").stdout).len(), 4);
    let csv = dir.run("quotes rise --format csv --bom").stdout;
    let header = "\u{feff}speaker,quote,published,source,path,id,line,page,begin,end,kind,title\r\n";
    let row = ",\"Rivers rise\",2023-01-02,\"Courier\",\"wire.jsonl\",\"3\",1,,1,12,speech,\"Story 3\"\r\n";
    assert_eq!(csv, format!("{header}{row}"));
    for format in ["trec", "html"] {
        dir.run(&format!("quotes --format {format}")).code(2).says("[possible values: text, json, csv]");
    }
    dir.run("--format trec quotes").code(2).says("text, json");
}

#[test]
fn speakers_are_counted() {
    let dir = archive();
    dir.run("quotes --by speaker").code(0).shows("John Kirby 2\nAnn Lee 1\nunknown 1\n");
    dir.run("search --by speaker").code(0).shows("Ann Lee 1\nJohn Kirby 1\nunknown 1\n");
    let counts = &lines(&dir.run("quotes high --by speaker --format json").stdout)[0];
    let by = json!([{"value": "Ann Lee", "count": 1}, {"value": "John Kirby", "count": 1}]);
    assert_eq!(counts, &json!({"total": 2, "by": {"speaker": by}}));
    dir.run("quotes --by speaker --format csv").shows("by,value,count\r\n\"speaker\",\"John Kirby\",2\r\n");
}

#[test]
fn rows_of_speakers_are_limited() {
    let dir = archive();
    let run = dir.run("quotes --by speaker -n 2");
    run.code(0).says("4 quotations in 3 articles; 2 of 3 speakers shown, -n shows more");
    assert_eq!(run.stdout, "John Kirby 2\nAnn Lee 1\n");
    dir.run("quotes --by speaker -n 3").hides("unknown 2").says("4 quotations in 3 articles\n");
    dir.run("search said:high --by speaker").says("`clippings quotes --by speaker` counts");
    assert!(!dir.run("search high --by speaker").stderr.contains("clippings quotes"));
}

#[test]
fn quotations_of_copies_are_listed_once() {
    let story = "Ferry line gets a second ship\n\n2024-05-02\n\nThe ferry line between Esbjerg and Harwich gets a \
                 second ship in the spring, its owners have told the council of the port. “The channel has to be \
                 dredged before the summer,” said Mara Lind, who has run the line since 2011. The council will vote \
                 on the costs of 14 million crowns at its meeting in Ribe, after the unions have spoken.";
    let longer =
        story.replace("-05-02", "-05-01") + " “Nobody has asked the sailors,” said Bo Ek, who leads them.";
    let other =
        "A letter\n\n2024-05-09\n\n“The channel has to be dredged before the summer,” said Mara Lind.";
    let dir = Dir::with_articles([
        ("a", story),
        ("b", &story.replace("-05-02", "-05-03").replace("The channel", "the channel")),
        ("c", &longer),
        ("d", other),
    ]);
    let copies = |line: &str| -> Vec<(String, Option<u64>)> {
        let rows = lines(&dir.run(line).stdout);
        let row = |row: Value| (row["path"].as_str().unwrap_or_default().to_owned(), row["copies"].as_u64());
        rows.into_iter().map(row).collect()
    };
    let paths = |rows: &[(&str, Option<u64>)]| -> Vec<(String, Option<u64>)> {
        rows.iter().map(|(name, copies)| (format!("news/{name}.txt"), *copies)).collect()
    };
    let all = paths(&[("d", None), ("b", None), ("a", None), ("c", None), ("c", None)]);
    assert_eq!(copies("quotes --format json"), all);
    let once = paths(&[("d", Some(0)), ("b", Some(2)), ("c", Some(0))]);
    assert_eq!(copies("quotes --stories --format json"), once);
    assert_eq!(copies("quotes channel --stories --format json"), once[..2]);
    dir.run("quotes --stories").says("3 quotations in 4 articles").shows("news/b.txt:5; also in 2 copies\n");
    dir.run("quotes --stories --format csv").shows("kind,title,copies\r\n").shows(",2\r\n");
    for query in ["quotes", "quotes channel"] {
        dir.run(&format!("{query} --by speaker --format csv")).shows("\"Mara Lind\",4\r\n");
        dir.run(&format!("{query} --by speaker --stories --format csv")).shows("\"Mara Lind\",2\r\n");
    }
}

#[test]
fn what_leaves_nothing_is_named() {
    let dir = archive();
    dir.run("quotes river --speaker kirby --until 2022")
        .code(1)
        .says("no quotation found for: speaker:\"kirby\" said:river, published until 2022-12-31")
        .says("1 article with quotations found outside the given dates");
    dir.run("quotes high --site courier --since 2025 --folder .")
        .says("published from 2025-01-01 on, in .")
        .says("2 articles with quotations found outside the given folder, site and dates");
    let run = dir.run("quotes storm --until 2022");
    assert!(!run.stderr.contains("outside"), "{}", run.stderr);
    for (option, value) in [("--speaker", ""), ("--speaker", " – "), ("--site", "")] {
        dir.args(&["quotes", option, value]).fails(&format!("{option} takes a name"));
    }
}

#[test]
fn speakers_are_asked_for_as_people_write_them() {
    let dir = archive();
    dir.run("search speaker:kirby,lee").code(0).says("2 of 3 articles for: speaker:(kirby OR lee)");
    dir.run("quotes --speaker kirby,lee").says("3 quotations");
    dir.args(&["quotes", "--speaker", "Sen. John Kirby"])
        .code(0)
        .says("Sen. was left out")
        .says("2 quotations in 1 article for: speaker:\"John Kirby\"");
    dir.run("search speaker:john kirby said:wait").says("for the speaker write speaker:\"john kirby\"");
    dir.run("quotes speaker:john kirby wait").says("for the speaker write speaker:\"john kirby\"");
    assert!(!dir.run("search speaker:kirby dam").stderr.contains("write speaker:"));
    dir.run("search said: river").says("said: has nothing after it");
    assert!(!dir.run("search they said: river").stderr.contains("has nothing after it"));
    dir.run("search river --speaker kirby").fails("did you mean speaker:NAME in the query?");
}

#[test]
fn words_that_nobody_says_are_counted() {
    let dir = Dir::new();
    let page = "<html><head><title>The dam</title></head><body><article><p>The dam broke, and the crew left.</p>\
                <p>“We stay,” Ann Lee said.</p></article><footer>Subscribe to the newsletter now.</footer></body></html>";
    dir.write("a/dam.html", page);
    dir.write(
        "a/tide.txt",
        "Tide\n\nThe tide rose. It fell. “We stay,” Ann Lee said. “We left,” Bo Ek said.\n",
    );
    dir.run("index a").code(0);
    dir.run("search said:crew").code(1).says("articles with each part: said:crew 0, crew 1");
    let cut = "its words are in text cut from 1 article: `clippings search --cut` shows it";
    dir.run("search said:newsletter").code(1).says(cut);
    dir.run("quotes newsletter --speaker lee").code(1).says(cut);
    assert!(!dir.run("search said:crew").stderr.contains("--cut"));
    assert!(!dir.run("quotes --speaker storm").stderr.contains("--cut"));
    dir.run("search said:left").shows("“We **left**,” Bo Ek said. — Bo Ek\n");
    dir.run("search said:stay said:left").shows("Ann Lee said. … “We **left**,” Bo Ek said.\n").hides(" — ");
}

#[test]
fn queries_on_direct_speech_are_explained() {
    let dir = archive();
    dir.run("explain 'speaker:\"Ann Lee\" said:(river w/3 high)'")
        .shows("in which Ann Lee says (river")
        .shows("quotation\n");
    assert_eq!(dir.search("said:(river site:x)").understood(), "said:river");
    let answer = dir.search("speaker:lee said:wait");
    assert_eq!(
        answer.0["alone"],
        json!([{"query": "speaker:lee", "total": 1}, {"query": "said:wait", "total": 1}])
    );
}

#[test]
fn an_index_of_an_earlier_version_has_no_quotations() {
    let dir = Dir::new();
    let frozen = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/frozen/format-18/index");
    crate::common::copy_folder(frozen.as_ref(), &dir.path("idx"));
    dir.run("search said:ferry").code(1).says("written before quotations were kept");
    dir.run("search 'ferry -said:storm'").code(0).says("written before quotations were kept");
    dir.run("quotes").code(2).says("quotations");
    dir.run("search ferry --by speaker").code(2);
    dir.run("search ferry").code(0).says("quotations and their speakers are not known");
}

/// Returns the records of an archive file, and the file.
fn jsonl(texts: &[String]) -> String {
    let record =
        |(id, text)| json!({"id": format!("r{id}"), "title": "Story", "text": text}).to_string() + "\n";
    (0..texts.len()).zip(texts).map(record).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Each quotation stands in the text of its record where the list says.
    #[test]
    fn offsets_are_those_of_the_text(
        texts in prop::collection::vec("(“(we|они|wait &amp;|für|🙂| |…|\r\n)+”|\"(no|wars|é| )+\",? |said Ann\\. |\n|\n\n|  |\t|the dam|&lt;){1,14}", 1..5),
        no_clean in any::<bool>(),
    ) {
        let dir = Dir::new();
        dir.write("news/wire.jsonl", jsonl(&texts));
        dir.run(if no_clean { "index news --no-clean" } else { "index news" });
        for quotation in lines(&dir.run("quotes --format json").stdout) {
            let id = quotation["id"].as_str().expect("an id");
            let text: Vec<char> = texts[id[1..].parse::<usize>().expect("a number")].chars().collect();
            let place = |key: &str| quotation[key].as_u64().expect("a place") as usize;
            let original: String = text[place("begin")..place("end")].iter().collect();
            let decoded = original.replace("&lt;", "<").replace("&amp;", "&");
            let quote = quotation["quote"].as_str().expect("text");
            // Where lines wrap, white space may be otherwise.
            if no_clean && !original.contains('\n') {
                prop_assert_eq!(quote, decoded, "{:?}", texts);
            } else {
                let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                prop_assert_eq!(words(quote), words(&decoded), "{:?}", texts);
            }
        }
    }
}

#[test]
fn offsets_of_files_are_those_of_the_decoded_file() {
    let dir = Dir::new();
    let page = "<html><head><title>Dam</title></head><body><p>It rained für days, and “the r&iacute;ver &amp; the <b>dam</b> rose”, \
        the mayor of the town said on Monday in a long speech about the weather of the year.</p></body></html>";
    dir.write("news/page.html", page);
    dir.write("news/note.txt", "\u{feff}Über the dam\r\n\r\nThe mayor, who had come early, said: “It was for a week, and no longer than that, I hope.”\r\n");
    dir.run("index news").code(0);
    let quotations = lines(&dir.run("quotes --format json").stdout);
    assert_eq!(quotations.len(), 2, "{quotations:?}");
    for quotation in quotations {
        let file = fs::read_to_string(dir.path(quotation["path"].as_str().expect("a path"))).expect("a file");
        let decoded: Vec<char> = file.trim_start_matches('\u{feff}').chars().collect();
        let place = |key: &str| quotation[key].as_u64().expect("a place") as usize;
        let original: String = decoded[place("begin")..place("end")].iter().collect();
        let plain =
            original.replace("&iacute;", "í").replace("&amp;", "&").replace("<b>", "").replace("</b>", "");
        assert_eq!(quotation["quote"], json!(plain));
    }
}
