//! Quotes in the forms that people type and paste: each finds its article only, and the quote is marked as
//! one match.

use crate::common::{Answer, Dir};
use unicode_normalization::UnicodeNormalization;

/// File names and quotes as the articles have them: numbers with commas, titles, paragraph ends, all kinds of
/// dashes and hyphens, invisible characters, decomposed accents.
const QUOTES: [(&str, &str); 13] = [
    ("num", "At least 12,000 people and $1,250,500 were lost in the flood"),
    ("tit", "Harbour master’s “quiet war” with the ferry line ends"),
    ("par", "who had come early? The boats, he added, were all at sea"),
    ("bre", "late — that is, far too late — the dyke was closed"),
    ("end", "a ten–year plan for the south–west, and won’t be changed"),
    ("hyp", "the newly-built, half-empty co-op on the sea-front"),
    ("bro", "a well‑known, long‑distance swimmer from the island"),
    ("shy", "the neigh\u{ad}bour\u{ad}hood watch met in the li\u{ad}brary"),
    ("nfd", "José Müller’s café in Łódź and Åse’s cre\u{300}me bru\u{302}le\u{301}e"),
    ("nbs", "a\u{a0}fair\u{a0}price, no\u{202f}more, for\u{2009}the\u{2007}catch"),
    ("ukr", "Ї́жак і йод: “об’єднаний загін” повернувся"),
    ("heb", "דובר צה\"ל אמר כי ד\"ר כהן נפגש עם מנכ\"ל החברה"),
    ("gim", "דובר צה״ל מסר כי יו״ר הוועדה התפטר"),
];

fn archive() -> Dir {
    let dir = Dir::new();
    let around = "The morning was grey, and nobody on the quay had much to say about it.";
    let after = "Later the rain came, as it does there, and the street was empty by noon.";
    for (name, text) in QUOTES {
        let text = text.replace(['\u{a0}'], "\u{a0}");
        let text = match name {
            "tit" => format!("{text}\n\n{around}\n\n{after}\n"),
            // The first sentence ends one paragraph, the rest begins the next.
            "par" => {
                format!(
                    "At the pier\n\n{around} So said the mayor, {}\n\n{after}\n",
                    text.replace("? ", "?\n\n")
                )
            }
            _ => format!("At the pier\n\n{around} It was said: {text}. Nobody laughed.\n\n{after}\n"),
        };
        dir.write(&format!("a/{name}.txt"), text);
    }
    // The same words, but never adjacent.
    dir.write(
        "a/not.txt",
        "At sea\n\nAt least 12 people and 000 boats, 250 fair swimmers and a price for no more.\n",
    );
    dir.run("index --no-clean a").code(0);
    dir
}

/// Returns a quote in the forms of the evaluation quotes, and a few more.
fn retyped(quote: &str) -> Vec<String> {
    let straight = quote.replace(['’', '‘'], "'").replace(['“', '”'], "");
    let signs = [',', '.', ';', ':', '!', '?', '—', '–'];
    let bare = straight.replace(signs, " ");
    let words: Vec<&str> = straight.split_whitespace().collect();
    let (first, last) = (words[..3].join(" "), words[words.len() - 3..].join(" "));
    let mut ways = vec![
        format!("\"{straight}\""),
        format!("“{}”", quote.replace(['“', '”'], "").replace('\'', "’")),
        format!("“{quote}”"), // with its own quotes inside
        format!("“{straight}\""),
        format!("„{straight}“"),
        format!("«{straight},»"),
        format!("\"{}\"", straight.to_lowercase()),
        format!("\"{}\"", straight.to_uppercase()),
        format!("\"{}\"", straight.nfd().collect::<String>()),
        format!("\"{}\"", straight.nfc().collect::<String>()),
        format!("\"{}\"", straight.replace(' ', "  ")),
        format!("\"{}\"", straight.replace(' ', "\u{a0}")),
        format!("\"{}\"", straight.replace(' ', "\n")),
        format!("\"{}\"", straight.replace('\u{ad}', "")),
        format!("\"{bare}\""),
        format!("\"{}\"", straight.replace(['‑', '–'], "-").replace('—', "--")),
        format!("\"{}\"", straight.replace('-', "\u{2011}")),
    ];
    ways.extend(["…", "...", "[…]", "[...]"].map(|left_out| format!("\"{first} {left_out} {last}\"")));
    ways
}

/// Returns the words as the tokenizer yields them, joined by spaces.
fn bare(text: &str) -> String {
    clippings::internals::analysis::tokenize(text).map(|word| word.text).collect::<Vec<_>>().join(" ")
}

#[test]
fn retyped_quotes_find_and_mark_the_words() {
    let dir = archive();
    let mut cases = Vec::new();
    for (name, quote) in QUOTES {
        cases.extend(retyped(quote).into_iter().map(|query| (name, quote, query)));
    }
    // A query file has one query per line, so another test covers quotes with line breaks.
    let lines: String = cases.iter().map(|(_, _, query)| format!("{}\n", query.replace('\n', " "))).collect();
    let run = dir.input(&["search", "--queries", "-", "--format", "json"], &lines);
    let answers: Vec<Answer> =
        run.stdout.lines().map(|line| Answer(serde_json::from_str(line).expect("JSON"))).collect();
    assert_eq!(answers.len(), cases.len(), "{}", run.stderr);
    let mut mismatches = Vec::new();
    for ((name, quote, query), answer) in cases.iter().zip(&answers) {
        let marked = if answer.hits().is_empty() { Vec::new() } else { answer.marks(0) };
        let elided = query.contains('…') || query.contains("...");
        let expected = if elided { bare(&query.replace("...", " ")) } else { bare(quote) };
        let expected_marks = if elided { 2 } else { 1 };
        if answer.files() != [*name] || bare(&marked.join(" ")) != expected || marked.len() != expected_marks
        {
            mismatches.push(format!("{query} found {:?}, marked {marked:?}", answer.files()));
        }
    }
    assert!(mismatches.is_empty(), "{} of {}:\n{}", mismatches.len(), cases.len(), mismatches.join("\n"));
}

#[test]
fn quotes_may_contain_line_breaks() {
    let dir = archive();
    for (name, quote) in QUOTES {
        let answer = dir.search(&format!("“{}”", quote.replace(['“', '”'], "").replace(' ', "\r\n  ")));
        assert_eq!(answer.files(), [name], "{}", answer.0);
    }
}

#[test]
fn hebrew_abbreviations_are_words() {
    let dir = archive();
    for (query, total) in [
        ("צה\"ל", 2),
        ("צה״ל", 2),
        ("צה”ל", 2),
        ("“דובר צה”ל אמר”", 1),
        ("צהל", 2),
        ("=צה\"ל", 2),
        ("-צה\"ל דובר", 0),
        ("\"דובר צה\"ל\"", 2),
        ("\"דובר צה\"ל אמר\"", 1),
        ("“דובר צה\"ל אמר”", 1),
        ("\"צה\"ל אמר\" \"מנכ\"ל החברה\"", 1),
        ("\"צה\"ל … מנכ\"ל החברה\"", 1),
        ("\"צה\"ל אמר\" OR \"יו\"ר הוועדה\"", 2),
        ("צה\"ל w/3 כהן", 0),
        ("צה\"ל w/5 כהן", 1),
        ("\"צה\" ל\"", 0),
    ] {
        let answer = dir.search(query);
        assert_eq!(answer.total(), total, "{query}: {}", answer.0);
        assert_eq!(dir.search(answer.understood()).understood(), answer.understood(), "{query}");
    }
}

#[test]
fn acronyms_without_their_dots_are_found() {
    let dir = Dir::new();
    dir.write(
        "a/dots.txt",
        "The mayor trusts U.S. institutions, the F.B.I. first of all, she said on Monday.\n",
    );
    dir.run("index --no-clean a").code(0);
    for query in
        ["\"trusts U S  institutions\"", "\"U.S. institutions, the F.B.I.\"", "U S mayor", "trusts F B I"]
    {
        let answer = dir.search(query);
        assert_eq!(answer.total(), 1, "{query}: {}", answer.0);
    }
    assert_eq!(dir.search("\"trusts U S  institutions\"").marks(0), ["trusts U.S. institutions"]);
}
