use proptest::prelude::*;

use crate::analysis::Language;
use crate::article::QuotationKind;
use crate::quote::find_quotations;
use crate::quote::steps::steps_of;

fn words(text: &str) -> Vec<&str> {
    words_in(text, Language::ENGLISH)
}

fn words_in(text: &str, language: Language) -> Vec<&str> {
    find_quotations(text, language).into_iter().map(|quotation| &text[quotation.range]).collect()
}

/// Returns the speakers of the quotations; an empty name where none is told.
fn speakers(text: &str) -> Vec<String> {
    let quotations = find_quotations(text, Language::ENGLISH).into_iter();
    quotations.map(|quotation| quotation.speaker.map_or(String::new(), |speaker| speaker.name)).collect()
}

#[track_caller]
pub(super) fn assert_speakers(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(speakers(text), *expected, "{text}");
    }
}

#[test]
fn marks_of_all_kinds_are_paired() {
    let cases: [(&str, &[&str]); 24] = [
        ("He said, \"We won.\" She left.", &["We won."]),
        ("He said, “We won.” She left.", &["We won."]),
        ("Er sagte: „Wir haben gewonnen.“ Dann ging sie.", &["Wir haben gewonnen."]),
        ("Er sagte: „Wir haben gewonnen.” Dann ging sie.", &["Wir haben gewonnen."]),
        ("Il a dit : « Nous avons gagné. » Puis rien.", &["Nous avons gagné."]),
        ("Er sagte: »Wir haben gewonnen.« Dann ging sie.", &["Wir haben gewonnen."]),
        ("Han sade: ”Vi vann.” Sedan gick hon.", &["Vi vann."]),
        ("She called it ‹a small thing› and left.", &["a small thing"]),
        ("‘We won,’ she said. ‘It’s over.’", &["We won,", "It’s over."]),
        ("'We won,' she said. 'It's over.'", &["We won,", "It's over."]),
        ("彼は「勝った」と言った。『白鯨』も読んだ。", &["勝った", "白鯨"]),
        ("\"We won.” “It’s over.\"", &["We won.", "It’s over."]),
        ("''We won,'' he said. ``It's over,'' she said.", &["We won,", "It's over,"]),
        ("“He said ‘never’ to me,” she said.", &["He said ‘never’ to me,"]),
        ("‘He said “never” to me,’ she said.", &["He said “never” to me,"]),
        ("“He said “never” to me,” she said.", &["He said “never” to me,"]),
        ("The word(\"never\")and \"ever\".", &["never", "ever"]),
        ("«Газета «Правда» закрыта», — сказал он.", &["Газета «Правда» закрыта"]),
        ("waxed about\"joint operations\" for hours", &["joint operations"]),
        ("“ We won, ” she said.", &["We won,"]),
        ("Er sagte: ,,Wir haben gewonnen.'' Dann ging sie.", &["Wir haben gewonnen."]),
        ("Eins,,zwei ,, drei'' und ,,,vier''.", &[]),
        ("Nobody said a word.", &[]),
        ("\"\" and “” are empty.", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(words(text), expected, "{text}");
    }
}

#[test]
fn apostrophes_feet_and_inches_are_no_marks() {
    let cases: [(&str, &[&str]); 9] = [
        ("The '90s were the boys' best years, weren't they?", &[]),
        ("Rock ’n’ roll and the voters’ choice.", &[]),
        ("A 6'2\" man and a 12\" pizza.", &[]),
        ("\"He is 6'2\" tall,\" she said.", &["He is 6'2\" tall,"]),
        ("\"I want a 12\" pizza,\" he said.", &["I want a 12\" pizza,"]),
        ("‘The voters’ choice stands,’ he said.", &["The voters’ choice stands,"]),
        ("Give 'em the 'real deal' now.", &["real deal"]),
        ("<a href=\"x.html\" class=\"y\">She said \"no\"</a>", &["no"]),
        ("It lies 40°26'46\" north.", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(words(text), expected, "{text}");
    }
}

#[test]
fn an_unclosed_mark_ends_with_its_paragraph() {
    assert_eq!(words("“We won, she said.\n\nNobody “knew” it."), ["knew"]);
    assert_eq!(words("We won,” she said. “It is over.”"), ["It is over."]);
    assert_eq!(words("\"We won, she said. \"It is over.\"\n\nNo more."), ["It is over."]);
}

#[test]
fn a_quotation_runs_over_paragraphs() {
    let text = "Jane Roe said: “We won.\n\n“It is over.\n\n“Go home.”\n\n“Who?” John Doe asked.";
    let quotations = find_quotations(text, Language::ENGLISH);
    let found: Vec<_> =
        quotations.iter().map(|quotation| (&text[quotation.range.clone()], quotation.is_continued)).collect();
    let expected = [("We won.", false), ("It is over.", true), ("Go home.", true), ("Who?", false)];
    assert_eq!(found, expected);
    assert_eq!(speakers(text), ["Jane Roe", "Jane Roe", "Jane Roe", "John Doe"]);
}

#[test]
fn a_wrapped_line_goes_on() {
    let text = "Title\n\nA witness said: “Nobody here has seen anything like it since the\nGreat War ended. \
                We are tired.”\n\nThe end.";
    assert_eq!(
        words(text),
        ["Nobody here has seen anything like it since the\nGreat War ended. We are tired."]
    );
}

#[test]
fn dashes_open_direct_speech_in_the_languages_that_have_them() {
    let russian = Language::named("ru").unwrap_or_default();
    let text = "— Мы победим, — сказал он. — Завтра.";
    assert_eq!(words_in(text, russian), ["Мы победим", "Завтра."]);
    assert!(words("— Item one is here").is_empty());
}

#[test]
fn a_verb_of_speech_names_the_speaker() {
    assert_speakers(&[
        ("“We won,” said Jane Roe.", &["Jane Roe"]),
        ("“We won,” Jane Roe said Monday.", &["Jane Roe"]),
        ("Jane Roe said: “We won.”", &["Jane Roe"]),
        ("Jane Roe told reporters on Monday, “We won.”", &["Jane Roe"]),
        ("“We won,” said Sen. Jane Roe, D-Mont., a critic of the plan.", &["Jane Roe"]),
        ("“We won,” Sen. Jane Roe (D-Mont.) told the Herald.", &["Jane Roe"]),
        ("“We won,” Jane Roe, who has led the group since 2009, said.", &["Jane Roe"]),
        ("“We won,” Doe's campaign manager, Jane Roe, said in a statement.", &["Jane Roe"]),
        ("“We won,” said the mayor's spokeswoman, Jane Roe.", &["Jane Roe"]),
        ("“We won,” Secretary of State Jane Roe said.", &["Jane Roe"]),
        ("“We won,” said Bill de Blasio.", &["Bill de Blasio"]),
        ("The plan was “a disgrace,” according to Jane Roe.", &["Jane Roe"]),
        ("According to Jane Roe, the plan was “a disgrace for us all.”", &["Jane Roe"]),
        ("Jane Roe said the plan was “a disgrace for us all.”", &["Jane Roe"]),
        ("Jane Roe left the room, calling the plan “a disgrace.”", &["Jane Roe"]),
        ("“We won,” Jane Roe retorted.", &["Jane Roe"]),
        ("“We won,” the White House said.", &["White House"]),
        ("“We won,” a spokesman for the campaign said.", &["a spokesman for the campaign"]),
        ("ROE: “We won.”", &["ROE"]),
        ("“We won.” — Jane Roe", &["Jane Roe"]),
        ("GENEVA (AFP) — Jane Roe left the room, calling it “a disgrace.”", &["Jane Roe"]),
        ("The polls were wrong - Jane Roe: “We won.”", &["Jane Roe"]),
        ("“We won,” said Jan Roe.", &["Jan Roe"]),
        ("Rep. John Doe (R., Ala.), a critic, said “we won a lot of it.”", &["John Doe"]),
        ("Rep. John Doe, D-N.Y., who, like Roe, is a critic, said “we won a lot of it.”", &["John Doe"]),
        ("Mr. Doe messaged Ms. Roe: “We won.”", &["Doe"]),
        ("House of Representatives Speaker Jane Roe told reporters: “We won.”", &["Jane Roe"]),
        ("“We won,” said University of Ohio law professor Jane Roe.", &["Jane Roe"]),
        ("The Department of Defense said there would be “no changes at all.”", &["Department of Defense"]),
        (
            "As the Centers for Disease Control and Prevention explained, “masks help a lot.”",
            &["Centers for Disease Control and Prevention"],
        ),
        ("A Department of Justice spokesman said, “We won.”", &["A Department of Justice spokesman"]),
        ("“We won,” said a U.S. official who was there.", &["a U.S. official"]),
    ]);
}

#[test]
fn labels_headlines_and_remnants_are_nobody() {
    let texts = [
        "Note: “We won.”",
        "Correction: “We won.”",
        "SEE ALSO: “We won.”",
        "FILE PHOTO: “We won.”",
        "Roe lost. Hide Caption: “We won.”",
        "VOTERS PRAISE ROE: “We won.”",
        "Reprising a line, she added that they “have won it all.”",
        "The question put by Sen. Roe showed some senators who had “lost it all.”",
        "Rep. Doe votes for Roe MORE said: “We won.”",
        "One question deserves more attention: “Have we won?”",
    ];
    for text in texts {
        assert!(!speakers(text).iter().any(|speaker| speaker.len() > 3), "{text}: {:?}", speakers(text));
    }
    assert_speakers(&[
        ("Jane Miller Jane Mary MillerSenate votes on said “we have won it all.”", &[""]),
        ("AMY ROE: “We won.”", &["AMY ROE"]),
        ("16 German: “We won,” said Jane Roe.", &["Jane Roe"]),
    ]);
}

#[test]
fn a_speaker_goes_on() {
    assert_speakers(&[
        ("“We won,” said Jane Roe. “It is over.”", &["Jane Roe", "Jane Roe"]),
        ("“We,” Jane Roe said, “have won.”", &["Jane Roe", "Jane Roe"]),
        ("Jane Roe had this to say:\n\n“We won.”", &["Jane Roe"]),
        ("“We won,” said Jane Roe.\n\n“It is over for good.”", &["Jane Roe", "Jane Roe"]),
        ("“We won,” said Jane Roe, adding, “It is over.”", &["Jane Roe", "Jane Roe"]),
        ("“We won.”\n\n- Jane Roe.", &["Jane Roe"]),
        ("“We have won the vote again”\n\n— Jane Roe", &["Jane Roe"]),
        ("“We won.\n\n“We go on.”\n\n— Roe", &["Roe", "Roe"]),
        ("“We won.”\n\n— Roe\n\n“We lost.”\n\n— Reporting by Doe", &["Roe", ""]),
    ]);
    let text = "“We won,” said Jane Roe. “It is over.”";
    let is_continued: Vec<_> =
        find_quotations(text, Language::ENGLISH).iter().map(|quotation| quotation.is_continued).collect();
    assert_eq!(is_continued, [false, true]);
}

#[test]
fn names_are_given_in_their_fullest_form() {
    assert_speakers(&[
        ("Jane Roe came late.\n\n“We won,” Roe said.", &["Jane Roe"]),
        ("Jane Roe came late.\n\n“We won,” Ms. Roe said.", &["Jane Roe"]),
        ("Jane Roe and Mary Roe came late.\n\n“We won,” Roe said.", &["Roe"]),
        ("Martin Luther King came late.\n\n“We won,” King said.", &["Martin Luther King"]),
        ("Yoon Suk Yeol came late.\n\n“We won,” Yoon said.", &["Yoon Suk Yeol"]),
        ("Li Keqiang met Li Peng.\n\n“We won,” Li said.", &["Li"]),
        ("Yoon Suk Yeol met Mary Yoon.\n\n“We won,” Yoon said.", &["Mary Yoon"]),
        ("Bill de Blasio came late.\n\n“We won,” de Blasio said.", &["Bill de Blasio"]),
        ("Donald Trump Jr. met Donald Trump.\n\n“We won,” Trump Jr. said.", &["Donald Trump Jr"]),
        ("James B. Comey came late.\n\n“We won,” Comey said.", &["James B. Comey"]),
        ("Jane Roe, a senator from Ohio, voted no.\n\n“It is wrong,” the senator said.", &["Jane Roe"]),
        (
            "Sen. Jane Roe voted no, as did Sen. John Doe.\n\n“It is wrong,” the senator said.",
            &["the senator"],
        ),
        ("Jane Roe's response was: “We won.”", &["Jane Roe"]),
        ("Lawyers for Jane Roe said she was “innocent of all charges.”", &["Lawyers for Jane Roe"]),
    ]);
}

#[test]
fn pronouns_stand_for_who_spoke_last() {
    assert_speakers(&[
        ("“We won,” said Jane Roe.\n\n“It is over,” she added.", &["Jane Roe", "Jane Roe"]),
        (
            "John Doe said nothing was lost. Mary Major, a banker, disagreed.\n\n“It is over,” he said.",
            &["John Doe"],
        ),
        ("Jane Roe met the press.\n\n“It is over,” he said.", &[""]),
        ("“We won,” they said.", &[""]),
        ("“We won,” said John Doe. He was interrupted. “You lost it all!”", &["John Doe", ""]),
    ]);
}

#[test]
fn titles_and_names_have_no_speaker() {
    for text in [
        "Jane Roe spoke on ABC’s “Good Morning America” on Monday.",
        "William “Bill” Smith left early.",
        "She starred in the film “The Last Harbor” in May.",
        "Jane Roe wrote about a show called “Brokers” on Monday.",
        "The “clawback” plan failed.",
        "The ship “Road Runner” sank, Jane Roe said.",
    ] {
        let quotations = find_quotations(text, Language::ENGLISH);
        assert_eq!(quotations.len(), 1, "{text}");
        assert_eq!(quotations[0].kind, QuotationKind::Term, "{text}");
        assert_eq!(quotations[0].speaker, None, "{text}");
    }
}

/// Pieces of which texts are made that look like articles gone wrong.
fn pieces() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\"",
        "“",
        "”",
        "„",
        "«",
        "»",
        "‹",
        "›",
        "‘",
        "’",
        "'",
        "''",
        "``",
        "‚",
        "「",
        "」",
        "『",
        "』",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        ". ",
        ", ",
        ": ",
        "? ",
        "(",
        ")",
        "— ",
        " – ",
        "-",
        "=",
        "6'2\"",
        "said",
        "says",
        "told",
        "according to",
        "he",
        "She",
        "who",
        "Jane Roe",
        "Mr. Doe",
        "the",
        "Sen.",
        "D-Mont.",
        "said that",
        "called",
        "adding",
        "a spokesman",
        "of Ohio",
        "Monday",
        "ß",
        "İ",
        "\u{301}",
        "\u{a0}",
        "\u{2028}",
        "😀",
        "сказал",
        "\u{0}",
        "é's",
        "’s",
        "s’ ",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

fn assert_sound(text: &str, language: Language) {
    let mut end = 0;
    for quotation in find_quotations(text, language) {
        let range = quotation.range;
        assert!(
            range.start >= end && range.start < range.end && range.end <= text.len(),
            "{range:?} in {text:?}"
        );
        assert!(!text[range.clone()].contains("\n\n"), "{range:?} in {text:?}");
        end = range.end;
        if let Some(speaker) = quotation.speaker {
            assert!(!text[speaker.mention.clone()].is_empty() && !speaker.name.is_empty());
            assert!(speaker.name.split(' ').count() <= 16, "{speaker:?}");
            assert_eq!(quotation.kind, QuotationKind::Speech);
        }
    }
}

proptest! {
    #[test]
    fn any_text_has_sound_quotations(text in pieces(), other in any::<String>()) {
        for code in ["en", "ru", "und"] {
            let language = Language::named(code).unwrap_or_default();
            assert_sound(&text, language);
            assert_sound(&other, language);
        }
    }
}

#[test]
fn the_time_grows_with_the_length() {
    let units = [
        "\"",
        "“",
        "”",
        "'",
        "‘",
        "’",
        "«",
        "「",
        "''",
        "\"a ",
        "“a ",
        "‘b ",
        " \"a\"b",
        "'b 'b x\"y ",
        "\n\"a",
        "\n\n“a",
        "“a,” he said. ",
        "“a,” Zed said.\n\n",
        "said ",
        "Zed said \"a\" ",
        "\"a\" \"b\" ",
        ", said, ",
        "— A, — b",
        "12\" ",
        "'12\" ",
        "“a”\n",
    ];
    for unit in units {
        for code in ["en", "ru"] {
            let language = Language::named(code).unwrap_or_default();
            let steps = |count: usize| {
                let text = format!("\"a ‘b „{}", unit.repeat(count));
                steps_of(|| drop(find_quotations(&text, language)))
            };
            let (few, many) = (steps(1000), steps(4000));
            assert!(many <= 5 * few + 2000, "{unit:?} in {code}: {few} steps, then {many}");
        }
    }
}
