//! Tests of transcripts.

use crate::analysis::Language;
use crate::quote::{find_marked_quotations, find_quotations};

/// Returns the quotations of `text`, each with its speaker: `Kirby: We know that.`; a `+` is before those
/// that go on.
fn said_in(text: &str, code: &str) -> Vec<String> {
    let language = Language::named(code).expect("a language");
    let quotations = find_quotations(text, language).into_iter();
    let shown = quotations.map(|quotation| {
        let name = quotation.speaker.map_or_else(|| "-".to_owned(), |speaker| speaker.name);
        let goes_on = if quotation.is_continued { "+" } else { "" };
        format!("{goes_on}{name}: {}", &text[quotation.range])
    });
    shown.collect()
}

fn said(text: &str) -> Vec<String> {
    said_in(text, "en")
}

#[test]
fn turns_are_direct_speech_of_those_who_are_named() {
    let text = "The briefing of John Kirby\n\n\
        MR. KIRBY: Good afternoon. We have nothing new.\n\n\
        Q (off mic): Why did the harbor close?\n\n\
        MR. KIRBY: Because of the ice.\n\nIt will be open in May.\n\n(Laughter.)\n\n\
        Q (Jane Roe): Are you sure?\n\n\
        UNIDENTIFIED MALE: He is.\n\n\
        Q: Really?\n\n\
        MR. KIRBY: I said, “We will see.” That is all.\n";
    assert_eq!(
        said(text),
        [
            "John Kirby: Good afternoon. We have nothing new.",
            "-: Why did the harbor close?",
            "John Kirby: Because of the ice.",
            "+John Kirby: It will be open in May.",
            "Jane Roe: Are you sure?",
            "-: He is.",
            "Jane Roe: Really?",
            "John Kirby: I said, “We will see.” That is all.",
        ]
    );
    let language = Language::named("en").expect("a language");
    assert_eq!(find_marked_quotations(text, "", language).len(), 1);
}

#[test]
fn interviews_in_title_case_are_transcripts_too() {
    let text = "Jane Roe: What did you see?\nBo Ek: Nothing but snow.\nRoe: And then?\nEk: More of it.\n";
    assert_eq!(
        said(text),
        [
            "Jane Roe: What did you see?",
            "Bo Ek: Nothing but snow.",
            "Jane Roe: And then?",
            "Bo Ek: More of it."
        ]
    );
    let text = "Frage: Warum ist der Hafen zu?\n\nPräsident Weber: Wegen des Eises.\n\nFrage: Wie lange noch?\n\n\
        Weber: Bis zum Mai. Das sagte Jan Weber auch schon.\n";
    assert_eq!(
        said_in(text, "de"),
        [
            "-: Warum ist der Hafen zu?",
            "Jan Weber: Wegen des Eises.",
            "-: Wie lange noch?",
            "Jan Weber: Bis zum Mai. Das sagte Jan Weber auch schon.",
        ]
    );
}

#[test]
fn a_headline_with_a_colon_is_no_turn() {
    let text = "Gov Kirby: Ek Is Late\n\nEK: Are we late?\n\nKIRBY: No. We are not.\n\nEK: I am glad.\n";
    assert_eq!(said(text), ["Ek: Are we late?", "Kirby: No. We are not.", "Ek: I am glad."]);
}

#[test]
fn turns_between_marks_stay_as_they_are() {
    let text = "KIRBY: “We know that.”\n\nROE: “Do you?”\n\nKIRBY: “We do.”\n";
    let words = said(text);
    assert_eq!(words.len(), 3);
    assert!(words[0].ends_with(": We know that."), "{words:?}");
}

#[test]
fn lists_with_colons_are_no_transcripts() {
    for text in [
        "When: Friday at noon.\n\nWhere: The old harbor.\n\nWhen: Sunday at noon.\n\nWhere: The new harbor.\n",
        "Q: How do I renew it?\n\nA: You call us.\n\nQ: How long does it take?\n\nA: A week.\n",
        "Smith: 12 of 15, 140 yards\n\nJones: 5 of 9, 70 yards\n\nSmith: two touchdowns\n\nJones: one\n",
        "Paris: Rain.\n\nRome: Sun and wind.\n\nOslo: Snow and ice.\n\nMadrid: Sun all day.\n",
        "Jane Roe: He came late.\n\nBo Ek: She did not.\n",
        "The council met on Monday, and nobody knew why.\n\nThe mayor was late, as he often is in winter.\n\n\
         It took hours, and the hall was cold.\n\nROE: Why?\n\nEK: I slept.\n\nROE: So.\n",
    ] {
        assert_eq!(said(text), [""; 0], "{text}");
    }
}
