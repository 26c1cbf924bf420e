//! Languages of short texts, which the other articles of their source tell where they are unsure.

use std::collections::BTreeMap;
use std::fs;

use clippings::internals::bench::Rng;
use serde_json::{Value, json};

use crate::common::Dir;
use crate::common::thorough::Trials;

const PORTUGUESE: &str =
    "A ponte sobre o rio continua fechada, porque os engenheiros ainda não terminaram a vistoria.";
const ITALIAN: &str =
    "Il ponte sul fiume resta chiuso, perché gli ingegneri non hanno ancora terminato i controlli di ieri.";
const CZECH: &str =
    "Most přes řeku zůstává uzavřen, protože inženýři ještě nedokončili prohlídku, řekl v pondělí starosta.";
const SLOVAK: &str = "Most cez rieku zostáva zatvorený, pretože inžinieri ešte nedokončili prehliadku, povedal v pondelok starosta.";
const GERMAN: &str =
    "Die Brücke über den Fluss bleibt gesperrt, weil die Ingenieure ihre Prüfung noch nicht beendet haben.";
const ENGLISH: &str = "The bridge over the river will stay closed, because the engineers have not yet finished their work on it.";

/// Returns a record of an archive file.
fn record(id: &str, site: &str, text: &str) -> String {
    json!({ "id": id, "source": site, "text": text }).to_string() + "\n"
}

/// Codes of the languages that articles may have here.
const CODES: [&str; 12] = ["pt", "it", "cs", "sk", "es", "de", "en", "ca", "hr", "ro", "sl", "und"];

/// Returns the languages of all articles by their id, or the name of their file.
fn languages(dir: &Dir) -> BTreeMap<String, String> {
    dir.write("queries.txt", CODES.map(|code| format!("lang:{code}\n")).concat());
    let run = dir.run("search --queries queries.txt --format json -n 1000 --quiet");
    let mut languages = BTreeMap::new();
    for (code, line) in CODES.iter().zip(run.stdout.lines()) {
        let answer: Value = serde_json::from_str(line).expect("JSON");
        for hit in answer["hits"].as_array().expect("hits") {
            let path = hit["path"].as_str().unwrap_or_default();
            let id = hit["id"].as_str().unwrap_or_else(|| path.rsplit('/').next().unwrap_or_default());
            languages.insert(id.to_owned(), (*code).to_owned());
        }
    }
    let all = if languages.is_empty() { 0 } else { dir.search("*").total() };
    assert_eq!(languages.len() as u64, all, "{languages:?}");
    languages
}

/// Asserts the languages of these articles.
#[track_caller]
fn assert_languages(dir: &Dir, expected: &str) {
    let all = languages(dir);
    for pair in expected.split(", ") {
        let (id, language) = pair.split_once(' ').expect("an id and a language");
        assert_eq!(all.get(id).map(String::as_str), Some(language), "{id} in {all:?}");
    }
}

#[test]
fn a_short_post_is_in_the_language_of_its_source() {
    let posts = [
        record("a", "Correio", "Barcos parados"),
        record("b", "Correio", PORTUGUESE),
        record("c", "Correio", "Ponte nova"),
        record("d", "Correio", "Neue Häuser am See"),
        record("e", "Corriere", "Ponte nova"),
        record("f", "Corriere", ITALIAN),
        record("g", "Listy", "Zastavené vlaky"),
        record("h", "Listy", CZECH),
        record("i", "Noviny", "Zastavené vlaky"),
        record("j", "Noviny", SLOVAK),
        record("k", "Nobody", "Barcos parados"),
        record("l", "Nobody", "Ponte nova"),
        record("m", "Listy", "Anna Berg, Oslo"),
    ];
    let expected = "a pt, c pt, d de, e it, g cs, i sk, k es, l und, m cs, b pt, f it, h cs, j sk";
    let dir = Dir::new();
    dir.write("news/r.jsonl", posts.concat());
    dir.run("index news").code(0).shows("13 added, 0 updated").hides("could not");
    assert_languages(&dir, expected);
    // The forms of a word are those of the language.
    assert_eq!(dir.search("barco source:Correio").total(), 1);
    assert_eq!(dir.search("vlak lang:cs").total(), 1);
    dir.run("index").code(0).shows("0 added, 0 updated, 0 removed, 13 unchanged");
    dir.run("check").code(0);
    // The other way round, and each in a file of its own.
    let dir = Dir::new();
    dir.write("news/r.jsonl", posts.iter().rev().map(String::as_str).collect::<String>());
    dir.run("index news").code(0);
    assert_languages(&dir, expected);
    let dir = Dir::new();
    for (number, post) in posts.iter().enumerate() {
        dir.write(&format!("news/{number}.jsonl"), post);
        dir.run("index news").code(0);
    }
    assert_languages(&dir, expected);
    dir.run("index --rebuild").code(0);
    assert_languages(&dir, expected);
}

#[test]
fn a_file_is_of_its_folder() {
    let dir = Dir::new();
    for (folder, text) in [("pt", PORTUGUESE), ("it", ITALIAN)] {
        dir.write(&format!("{folder}/{folder}-long.txt"), format!("{text}\n"));
        dir.write(&format!("{folder}/{folder}.txt"), "Ponte nova\n");
        dir.write(&format!("{folder}/posts/{folder}2.txt"), "Ponte nova\n");
    }
    dir.run("index pt it --no-clean").code(0).shows("6 added");
    assert_languages(&dir, "pt.txt pt, it.txt it, pt2.txt und, it2.txt und");
    fs::rename(dir.path("pt/pt-long.txt"), dir.path("pt/posts/pt-long.txt")).expect("moved");
    dir.run("index").code(0);
    assert_languages(&dir, "pt.txt und, it.txt it, pt2.txt pt, it2.txt und");
}

#[test]
fn articles_that_come_and_go_change_the_languages_of_their_source_only() {
    let dir = Dir::new();
    dir.write(
        "news/a.jsonl",
        record("a", "Correio", "Ponte nova") + &record("b", "Correio", "Barcos parados"),
    );
    dir.write("news/c.jsonl", record("c", "Corriere", ITALIAN) + &record("d", "Corriere", "Ponte nova"));
    dir.run("index news").code(0);
    assert_languages(&dir, "a und, b es, d it");
    dir.write("news/e.jsonl", record("e", "Correio", PORTUGUESE));
    dir.run("index").code(0).shows("1 added, 0 updated");
    assert_languages(&dir, "a pt, b pt, d it");
    // A source of two languages: the likelier one, and none for what may be in both.
    dir.write("news/f.jsonl", record("f", "Correio", GERMAN) + &record("g", "Correio", "Anna Berg, Oslo"));
    dir.run("index").code(0);
    assert_languages(&dir, "a pt, b pt, d it, g und");
    // One article in more than ten tells nothing.
    let many: String =
        (0..10).map(|n| record(&format!("p{n}"), "Correio", &format!("{PORTUGUESE} {n}"))).collect();
    dir.write("news/p.jsonl", many);
    dir.run("index").code(0);
    assert_languages(&dir, "a pt, b pt, d it, g pt");
    // Other sources change nothing.
    let texts = [ENGLISH, GERMAN, CZECH, SLOVAK];
    let others = texts.iter().enumerate().map(|(n, text)| record(&format!("o{n}"), "Other", text));
    let others: String = others.collect();
    let before = languages(&dir);
    dir.write("news/o.jsonl", others);
    dir.run("index").code(0);
    let after = languages(&dir);
    assert!(before.iter().all(|(id, language)| after.get(id) == Some(language)), "{before:?}: {after:?}");
    for name in ["e", "f", "p"] {
        fs::remove_file(dir.path(&format!("news/{name}.jsonl"))).expect("removed");
    }
    dir.run("index").code(0).shows("13 removed");
    assert_languages(&dir, "a und, b es, d it");
    dir.run("check").code(0);
}

#[test]
fn languages_do_not_depend_on_the_order_of_indexing() {
    let trials = Trials::new(6, 21);
    let mut rng = trials.rng();
    let long = [PORTUGUESE, ITALIAN, CZECH, SLOVAK, ENGLISH];
    let short = [
        "Ponte nova",
        "Barcos parados",
        "Zastavené vlaky",
        "Anna Berg, Oslo",
        "Neue Häuser am See",
        "2024",
        "",
    ];
    for _ in 0..trials.count {
        let dir = Dir::new();
        let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for _ in 0..6 {
            for _ in 0..1 + rng.below(3) {
                change(&mut files, &mut rng, &long, &short);
            }
            let _ = fs::remove_dir_all(dir.path("news"));
            fs::create_dir_all(dir.path("news")).expect("created");
            for (name, records) in &files {
                dir.write(&format!("news/{name}"), records.concat());
            }
            dir.run("index news --no-clean").code(0);
        }
        let grown = languages(&dir);
        let fresh = Dir::new();
        for (name, records) in &files {
            fresh.write(&format!("news/{name}"), records.concat());
        }
        fresh.run("index news --no-clean").code(0);
        assert_eq!(grown, languages(&fresh), "{files:?}");
        dir.run("check").code(0);
    }
}

/// Writes a file, adds a record to one, or removes one.
fn change(files: &mut BTreeMap<String, Vec<String>>, rng: &mut Rng, long: &[&str], short: &[&str]) {
    let mut below = |limit: usize| rng.below(limit as u64) as usize;
    let number = below(6);
    let is_archive = number < 4;
    let name = match is_archive {
        true => format!("{number}.jsonl"),
        false => ["x/x", "y/y"][below(2)].to_owned() + &format!("{number}.txt"),
    };
    if below(5) == 0 {
        files.remove(&name);
        return;
    }
    let mut text = || match below(2) {
        0 => long[below(long.len())],
        _ => short[below(short.len())],
    };
    if !is_archive {
        files.insert(name, vec![format!("{}\n", text())]);
        return;
    }
    let texts = [text(), text(), text()];
    let records = files.entry(name).or_default();
    for text in texts {
        let (id, site) = (format!("{number}-{}", records.len()), ["", "Correio", "Listy"][below(3)]);
        records.push(record(&id, site, text));
    }
}
