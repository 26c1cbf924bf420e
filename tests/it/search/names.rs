//! Words that are typed with a capital and that the archive knows as names.

use std::collections::BTreeSet;

use crate::common::Dir;

/// Articles about people whose names are inflections of words, and about those words.
const ARTICLES: [(&str, &str); 17] = [
    (
        "manning1",
        "The court heard Bradley Manning on Friday. Later Manning's lawyer spoke, and the Mannings left early.",
    ),
    (
        "manning2",
        "A letter from Sen. Ann Manning said that the harbor was closed, and she repeated it on Monday.",
    ),
    ("man1", "The men of the village were tired, and one man went home early that day, manned with a lamp."),
    (
        "man2",
        "They were manning the gates when the storm came, and nobody left the house before the morning.",
    ),
    (
        "price1",
        "The office of Gov. Price said that nothing had been decided, and that Price would speak soon.",
    ),
    (
        "price2",
        "The secretary, Tom Price, resigned on Friday after the report about his flights was published.",
    ),
    ("price3", "The price of bread went up again, said the baker, who had priced his cakes a year before."),
    (
        "oil1",
        "Oil is priced in dollars, and the pricing of gas follows it closely, said the trader on Friday.",
    ),
    (
        "health1",
        "The Health Department said that health was healthy, and the Justice Department had said it before.",
    ),
    (
        "harris1",
        "The senator, Ann Harris, said on Monday that she would vote against the bill, and left the room.",
    ),
    ("harris2", "A spokesman for Sen. Harris did not answer when he was asked about the meeting on Tuesday."),
    ("harris3", "The book by J. Harris was sold in many shops in the town, and the owner was happy with it."),
    (
        "harris4",
        "At the end of the week it was said that Harris would not come, and that nobody knew the reason.",
    ),
    (
        "harry1",
        "The wedding of Prince Harry was watched by many people, who had tilled their fields before it.",
    ),
    (
        "tilling1",
        "The owner of the farm, Ann Tilling, said that the Tillings had lived there for a hundred years.",
    ),
    (
        "tilling2",
        "The report was written by John Tilling, who lives in a small house at the end of the village.",
    ),
    (
        "tilling3",
        "He had asked Mr. Tilling for the key of the church, but he was told that it had been lost.",
    ),
];

fn archive(articles: &[(&str, &str)]) -> Dir {
    let dir = Dir::new();
    for (name, text) in articles {
        dir.write(
            &format!("news/{name}.jsonl"),
            format!("{}\n", serde_json::json!({ "id": name, "text": text })),
        );
    }
    dir.run("index news --no-clean").code(0);
    dir
}

fn found(dir: &Dir, query: &str) -> String {
    let answer = dir.search(query);
    let ids = answer.hits().iter().map(|hit| hit["id"].as_str().unwrap_or_default().to_owned());
    ids.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_name_is_no_inflection_of_another_word() {
    let dir = archive(&ARTICLES);
    for (query, expected) in [
        ("Manning", "man2 manning1 manning2"),
        ("Manning's", "man2 manning1 manning2"),
        ("manning", "man1 man2 manning1 manning2"),
        ("MANNING", "man2 manning1 manning2"),
        ("Mannings", "man2 manning1 manning2"),
        ("Man", "man1 man2 manning1 manning2"),
        // In capitals and in the plural a word is a name if many articles have it as one.
        ("Harris", "harris1 harris2 harris3 harris4"),
        ("Harris's", "harris1 harris2 harris3 harris4"),
        ("HARRIS", "harris1 harris2 harris3 harris4"),
        ("harris", "harris1 harris2 harris3 harris4 harry1"),
        ("Tillings", "tilling1 tilling2 tilling3"),
        ("tillings", "harry1 tilling1 tilling2 tilling3"),
        ("Price", "price1 price2 price3"),
        ("price", "oil1 price1 price2 price3"),
        ("Priced", "oil1 price1 price2 price3"),
        ("Pric*", "oil1 price1 price2 price3"),
        ("Health", "health1"),
        ("Healthy", "health1"),
        // Inside other queries the reading is the same.
        ("said Price", "price1 price3"),
        ("Friday Price", "price2"),
        ("Friday w/20 Price", "price2"),
        ("Friday w/20 price", "oil1 price2"),
        ("Manning OR Price", "man2 manning1 manning2 price1 price2 price3"),
        ("Friday -Price", "manning1 oil1"),
        ("Friday -price", "manning1"),
        ("\"Tom Price\"", "price2"),
        // A capital by position says nothing: at the start of a sentence, and in a headline.
        ("Price of bread", "price3"),
        ("Price of gas follows", "oil1"),
        ("Gas Price Follows Dollars", "oil1"),
        ("Dollars of Price", ""),
    ] {
        let answer = dir.search(query);
        let found = if answer.total() == 0 { String::new() } else { found(&dir, query) };
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn the_answer_says_that_a_word_is_read_as_a_name() {
    let dir = archive(&ARTICLES);
    let note = "Manning read as a name: 3 articles; as a word: 4 (type manning)";
    let answer = dir.search("Manning");
    assert_eq!(answer.0["notes"][0]["reason"], note);
    dir.run("search Manning").code(0).says(&format!("note: {note}"));
    let run = dir.run("explain Manning");
    run.shows("articles with Manning as a name")
        .shows("name Manning")
        .shows(note)
        .shows("forms       manning: manning");
    dir.run("explain manning").shows("articles with manning in any inflection").hides("name");
    for query in ["manning", "Bradley", "\"Ann Manning\"", "Health"] {
        assert_eq!(dir.search(query).notes(), 0, "{query}");
    }
}

#[test]
fn only_the_name_is_highlighted() {
    let text = "The bank of the lake was empty. A banker, Don Banks, and Ann Banks met there. Banks’ bank was banking.";
    let dir = archive(&[("a", text), ("b", text)]);
    let marks = dir.search("Banks").marks(0);
    assert!(!marks.is_empty() && marks.iter().all(|mark| mark == "Banks"), "{marks:?}");
    assert_eq!(dir.search("lake w/3 Banks").total(), 0);
    assert_eq!(dir.search("lake w/3 bank").total(), 2);
}

#[test]
fn the_reading_follows_the_articles_that_are_there() {
    let dir = archive(&ARTICLES);
    let german = "Die Männer des Dorfes waren müde, und der Preis, den Price nannte, war der Regierung am Freitag zu hoch.";
    dir.write("news/de.jsonl", format!("{}\n", serde_json::json!({ "id": "de", "text": german })));
    dir.run("index").code(0);
    assert_eq!(found(&dir, "Price"), "de price1 price2 price3");
    std::fs::remove_file(dir.path("news/price1.jsonl")).expect("removed");
    dir.run("index").code(0);
    assert_eq!(found(&dir, "Price"), "de oil1 price2 price3", "one article is too little evidence");
    let text = ARTICLES[4].1;
    dir.write("news/price9.jsonl", format!("{}\n", serde_json::json!({ "id": "price9", "text": text })));
    dir.run("index").code(0);
    assert_eq!(found(&dir, "Price"), "de price2 price3 price9");
}

/// A filter that accepts every article forces the general query.
#[test]
fn names_rank_alike_on_the_fast_path() {
    let dir = Dir::new();
    for number in 0..40 {
        let filler = "The harbor was quiet on that day, and the bank was closed. ".repeat(1 + number % 5);
        let name = "The banker Don Banks met his lawyer. Banks’s boat, said Ann Banks, was late. "
            .repeat(number % 3);
        let title = if number % 4 == 0 { "Banks leaves town" } else { "Notice" };
        let record = serde_json::json!({ "id": number.to_string(), "title": title, "text": filler + &name });
        dir.write(&format!("news/{number:02}.jsonl"), format!("{record}\n"));
    }
    dir.run("index news --no-clean").code(0);
    for query in ["Banks", "Banks harbor", "Banks OR lawyer", "the Banks boat", "quiet -Banks"] {
        let ranking = |option: &str| {
            let run = dir.run(&format!("search {option} --format json -n 50 -- '{query}'"));
            let answer: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
            let hits = answer["hits"].as_array().expect("hits").iter();
            hits.map(|hit| (hit["id"].to_string(), hit["score"].as_f64().unwrap_or(-1.0))).collect::<Vec<_>>()
        };
        let (fast, general) = (ranking(""), ranking("--folder news"));
        assert!(fast.len() > 5 && fast.len() < 40, "{query}: {}", fast.len());
        for ((id, score), (other, other_score)) in fast.iter().zip(&general) {
            assert!(
                id == other && (score - other_score).abs() < 1e-5,
                "{query}: {id} {score}, {other} {other_score}"
            );
        }
    }
}

#[test]
fn articles_in_other_languages_do_not_change_the_reading() {
    let dir = archive(&ARTICLES);
    let (price, manning) = (found(&dir, "Price"), found(&dir, "Manning"));
    for number in 0..90 {
        let text = format!(
            "Der Minister Price nannte am Montag den Preis der {number}. Ausgabe, und Manning war nicht mehr zu sprechen."
        );
        let record = serde_json::json!({ "id": format!("z{number}"), "text": text });
        dir.write(&format!("foreign/{number}.jsonl"), format!("{record}\n"));
    }
    dir.run("index foreign --no-clean").code(0);
    for (word, alone) in [("Price", price), ("Manning", manning)] {
        let run = dir.run(&format!("search {word} --folder news --format json -n 100"));
        assert!(run.stdout.contains(&format!("{word} read as a name")), "{}", run.stdout);
        let answer: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert_eq!(answer["total"], alone.split(' ').count(), "{word}: {alone}");
        assert!(dir.search(word).total() > 90);
    }
}

#[test]
fn a_name_with_an_umlaut_is_found_in_both_spellings() {
    let dir = archive(&[
        (
            "a",
            "The senator, Ann Döring, said on Monday that she would vote against the bill, and left the room.",
        ),
        ("b", "A spokesman for Sen. Döring did not answer when he was asked about the meeting on Tuesday."),
        ("c", "The book by J. Döring was sold in many shops in the town, and the owner was happy with it."),
        ("d", "The office of Gov. Doering said that nothing had been decided, and that he would speak soon."),
        ("e", "The horns of the beetle were dored with gold leaf, and the dores of the church were closed."),
    ]);
    for query in ["Döring", "Döring w/50 (said OR book OR spokesman)"] {
        assert_eq!(found(&dir, query), "a b c d", "{query}");
    }
}
