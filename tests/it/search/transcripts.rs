//! Transcripts without quotation marks: their turns are direct speech.

use serde_json::Value;

use crate::common::Dir;

const BRIEFING: &str = "Harbor briefing\n\n2024-10-18\n\n\
    The following is the briefing by the spokesman, John Kirby.\n\n\
    MR. KIRBY: Good afternoon. The old crane stays where it is.\n\n\
    Q: Who décided that?\n\n\
    MR. KIRBY: The council did, and we welcome it.\n\nNobody will sell it.\n\n\
    Q: And the barges?\n\n\
    MR. KIRBY: They wait for the ice.\n";

#[test]
fn the_turns_of_a_transcript_are_found_by_speaker_and_words() {
    let dir = Dir::with_articles([
        ("briefing", BRIEFING),
        ("other", "Crane\n\nThe council sold the barges and the crane, says John Kirby.\n"),
    ]);
    for (query, total) in [
        ("said:council", 1),
        ("speaker:kirby said:barges", 0),
        ("said:barges", 1),
        ("speaker:\"John Kirby\" said:\"old crane stays\"", 1),
        ("speaker:kirby said:(welcome sell)", 1),
        ("said:spokesman", 0),
    ] {
        assert_eq!(dir.search(query).total(), total, "{query}");
    }
    let run = dir.run("quotes --speaker Kirby --format json");
    let rows: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let chars: Vec<char> = BRIEFING.chars().collect();
    let mut quotes = Vec::new();
    for row in &rows {
        let offset = |key: &str| row[key].as_u64().expect("an offset") as usize;
        let quote: String = chars[offset("begin")..offset("end")].iter().collect();
        assert_eq!((row["quote"].as_str(), row["speaker"].as_str()), (Some(&*quote), Some("John Kirby")));
        quotes.push(quote);
    }
    assert_eq!(
        quotes,
        [
            "Good afternoon. The old crane stays where it is.",
            "The council did, and we welcome it.",
            "Nobody will sell it.",
            "They wait for the ice."
        ]
    );
}

#[test]
fn verify_tells_the_speaker_of_a_turn() {
    let dir = Dir::with_articles([("briefing", BRIEFING)]);
    let rows = dir.verified("“The old crane stays where it is,” said John Kirby.");
    assert_eq!((&rows[0]["verdict"], &rows[0]["speaker"]["verdict"]), (&"verbatim".into(), &"same".into()));
    let rows = dir.verified("“The council did, and we welcome it,” said Ann Lee.");
    assert_eq!((&rows[0]["verdict"], &rows[0]["speaker"]["verdict"]), (&"verbatim".into(), &"other".into()));
    let rows = dir.verified("“The old crane … They wait for the ice,” said John Kirby.");
    assert_eq!(rows[0]["verdict"], "elided");
    let rows = dir.verified("“Who decided that … we welcome it,” said John Kirby.");
    // In the words of two people.
    assert!(
        ["differs", "elsewhere"].contains(&rows[0]["verdict"].as_str().expect("a verdict")),
        "{}",
        rows[0]
    );
    // The draft itself has no turns.
    assert_eq!(dir.verified(BRIEFING).len(), 0);
}
