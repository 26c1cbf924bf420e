//! Answers from a cluster are those from a folder.

use serde_json::Value;

use crate::common::{Dir, words};
use crate::opensearch::server::TestIndex;

/// The same articles in a folder and on the cluster.
struct Archives {
    dir: Dir,
    index: TestIndex,
}

impl Archives {
    /// Indexes records, a line of JSON each, in both; `None` without a server.
    fn new(records: &str) -> Option<Archives> {
        let archives = Archives { index: TestIndex::new()?, dir: Dir::new() };
        archives.dir.write("news/records.jsonl", records);
        for index in archives.places() {
            archives.dir.run(&format!("index news --no-clean --index {index}")).code(0);
        }
        Some(archives)
    }

    fn places(&self) -> [String; 2] {
        ["in-folder".to_owned(), self.index.address()]
    }

    /// Fails unless a search answers the same in both. Returns the answer.
    fn check(&self, line: &str) -> Value {
        let [folder, cluster] = self.places().map(|index| self.answer(line, &index));
        assert_eq!(cluster, folder, "{line}");
        folder
    }

    fn answer(&self, line: &str, index: &str) -> Value {
        let mut command = self.dir.command();
        command.args(["search", "--format", "json", "--index", index]).args(words(line));
        let run = crate::common::run(&mut command, "");
        let mut answer: Value = serde_json::from_str(&run.stdout).expect("an answer");
        for changing in ["took_ms", "written"] {
            answer.as_object_mut().expect("an object").remove(changing);
        }
        for list in ["hits", "near_misses"] {
            let Some(hits) = answer.get_mut(list).and_then(Value::as_array_mut) else { continue };
            // Those of nearly the same score may change places.
            for field in ["score", "rank"] {
                hits.iter_mut().for_each(|hit| drop(hit[field].take()));
            }
            hits.sort_by_cached_key(|hit| hit["id"].to_string());
        }
        answer
    }
}

#[test]
fn sites_authors_and_speakers_are_found_and_named_alike() {
    let records = r#"
        {"id": "a", "site": "Coast Courier", "url": "https://coast.example/a", "author": "Ann Lee", "text": "The ferry is late."}
        {"id": "b", "site": "Coast Courier", "url": "https://coast.example/b", "author": "André Großert", "text": "The ferry sank."}
        {"id": "c", "url": "https://m.coast.example/c", "text": "The ferry is new."}
        {"id": "d", "site": "The Hill Times", "url": "https://hill.co.uk/d", "text": "“We wait for the tide,” said John Kirby, who owns a ferry."}
        {"id": "e", "site": "Coast Courier - Opinion", "text": "The ferry is old."}
        {"id": "f", "site": "Dale Post", "url": "https://dale.uk/f", "text": "Nobody takes the ferry."}
    "#;
    let Some(archives) = Archives::new(records) else { return };
    let total = |line: &str| archives.check(line)["total"].clone();
    assert_eq!(total("'site:\"Coast Courier\"'"), 4);
    assert_eq!(total("site:coast.example"), 4);
    assert_eq!(total("site:coast"), 4);
    assert_eq!(total("site:m.coast.example"), 1);
    assert_eq!(total("site:hill"), 1);
    assert_eq!(total("site:dale.*"), 1);
    // The end of many hosts is none, nor is a label within one.
    assert_eq!(total("site:uk"), 0);
    assert_eq!(total("ferry -site:co.uk"), 5);
    for unknown in
        ["site:Hll", "site:caost.example", "author:Lea", "'author:\"Andre Grossrt\"'", "speaker:Kerby"]
    {
        archives.check(unknown);
    }
    archives.check("site:coast courier");
    let by_site = archives.check("ferry --by site,author,speaker");
    assert_eq!(by_site["by"]["site"][0]["count"], 3, "{by_site}");
    archives.check("'\"the ferry\" w/3 (said OR is)' --by site");
    // Nothing matches, and every article that may is compared.
    archives.check("'speaker:kirby said:ferry' --by site,speaker");
}

#[test]
fn an_altered_quotation_is_found_among_many_articles_with_its_words() {
    let mut records: String = (0..80)
        .map(|number| {
            format!("{{\"id\": \"{number}\", \"text\": \"The tide shall wait here for nobody.\"}}\n")
        })
        .collect();
    // The cluster ranks the short ones first.
    let source = "“The tide will not wait for nobody here,” said John Kirby. ".to_owned()
        + &"The ferry left the harbor at noon, as it had on most days of that long summer. ".repeat(60);
    records.push_str(&format!("{{\"id\": \"source\", \"text\": \"{source}\"}}\n"));
    let Some(archives) = Archives::new(&records) else { return };
    archives.dir.write("draft.txt", "“The tide shall not wait for nobody here,” said John Kirby.");
    let checked =
        |index: &String| archives.dir.run(&format!("verify draft.txt --format json --index {index}"));
    let [folder, cluster] = archives.places().each_ref().map(checked);
    assert!(folder.stdout.contains("\"verdict\":\"differs\""), "{}", folder.stdout);
    assert!(folder.stdout.contains("\"id\":\"source\""), "{}", folder.stdout);
    assert_eq!(cluster.stdout, folder.stdout);
}
