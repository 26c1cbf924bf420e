//! Tests of the search for a quotation, and what others show of it.

use crate::analysis::Language;
use crate::verify::find::*;

/// Returns how the text has the quotation: `verbatim`, `edited`, or `elided` with what is left out.
pub(in crate::verify) fn shown(quote: &str, source: &str) -> String {
    shown_in(quote, source, Language::ENGLISH)
}

/// Returns the same for a text in a language.
pub(in crate::verify) fn shown_in(quote: &str, source: &str, language: Language) -> String {
    let pattern = QuotePattern::of(quote, language);
    let source = SourceText::new(source.to_owned(), language);
    let Some(found) = pattern.find(&source) else { return "no".into() };
    let edits = found.edits.iter().map(|edit| {
        let now = &quote[pattern.words.span(edit.now.clone())];
        format!(" {} → {now}", &source.text[source.words.span(edit.was.clone())])
    });
    let kind = match (found.is_elided(), found.is_edited) {
        (true, _) => "elided",
        (false, true) => "edited",
        (false, false) => "verbatim",
    };
    format!("{kind}{}", edits.collect::<String>())
}

#[test]
fn typography_is_folded() {
    let source = "“We don’t know — yet — what’s in the ‘plan’, or who wrote it,” said the U.S. envoy.";
    for quote in [
        "We don't know - yet - what's in the 'plan', or who wrote it.",
        "We don’t know–yet–what’s in the plan, or who\nwrote it",
        "we do\u{ad}n’t kn\u{ad}\now—yet—what’s\u{a0}in the “plan”",
        "said the US envoy",
    ] {
        assert_eq!(shown(quote, source), "verbatim", "{quote}");
    }
}

#[test]
fn what_changes_the_meaning_is_never_folded() {
    for (quote, source) in [
        ("I will resign", "I will not resign"),
        ("I do know him", "I don’t know him"),
        ("I cannot know", "I can know"),
        ("it cost 15 million", "it cost 1.5 million"),
        ("it cost 1,000 a day", "it cost 1.000 a day"),
        ("it cost 50", "it cost $50"),
        ("it cost 50 now", "it cost 50% now"),
        ("about 5 degrees", "about -5 degrees"),
        ("he chose to re-sign", "he chose to resign"),
        ("he chose to resign", "he chose to re-sign"),
        ("give it to us now", "give it to U.S. now"),
        ("give it to US now", "give it to us now"),
        ("we’re there", "were there"),
        ("from Lodz to us", "from Łódź to us"),
        ("20 year-olds came", "20-year-olds came"),
        ("I do support it", "I do … support it"),
        ("the plan of the mayor", "[the plan] of the mayor"),
        ("One. Two.", "“One.” “Two.”"),
        ("it is 10² metres", "it is 102 metres"),
        ("on 9/11 he left", "on 911 he left"),
        ("the last of us all", "of us all the last"),
        ("No, we will sell the bridge", "No we will sell the bridge"),
        ("I did not. Kill him", "I did not kill him"),
        ("We will sell the bridge?", "We will sell the bridge. Or not?"),
        ("The wall will stand for 150[00] years", "The wall will stand for 150 years"),
        ("it cost $25,000[000] then", "it cost $25,000 then"),
        ("No more dams are needed", "Bell said no. “More dams are needed,” he said."),
        ("pay nothing to the poor", "He would pay nothing. “To the poor I give all,” he said."),
        ("We will sell the bridge never", "“We will sell the bridge.” Never had a mayor said so."),
        ("the dam is safe and will hold", "“We say the dam is safe” and “will hold for a century,” he said."),
        ("our many–outweighs the few", "our many outweighs the few"),
        ("She [always] has taken money", "“She has taken money,” he said."),
        ("He [rapes] took money", "“He took money,” he said."),
        ("[everyone] took the money", "“They took the money,” he said."),
        ("我今天[不]会在城里留到晚上", "我今天会在城里留到晚上。"),
        ("党大会に[不]参加する", "党大会に参加する"),
        ("เขา[ไม่]ไป", "เขาไป"),
    ] {
        assert_eq!(shown(quote, source), "no", "{quote} / {source}");
    }
}

#[test]
fn empty_brackets_leave_out_what_is_shown() {
    let source = "“The mayor will not resign,” she said.";
    for (quote, expected) in [
        ("The mayor will [] resign", "elided not → []"),
        ("The mayor will [ ] resign", "elided not → [ ]"),
        ("The mayor [] will not resign", "elided  → []"),
        ("The mayor will [ resign", "no"),
        ("The mayor will[] resign", "elided not → []"),
        ("The may[] will not resign", "no"),
        ("[] mayor will not resign []", "verbatim"),
    ] {
        assert_eq!(shown(quote, source), expected, "{quote}");
    }
}

#[test]
fn brackets_of_editors_are_edited() {
    let source = "“The mayor knows that he will not resign and they walk away,” she said.";
    for (quote, expected) in [
        ("[T]he mayor knows", "edited"),
        ("[t]he mayor knows", "edited"),
        ("The mayor knows that [Smith] will not resign", "edited he → [Smith]"),
        ("The mayor knows that [the deputy] will not", "edited he → [the deputy]"),
        ("The mayor knows [sic] that he", "edited  → [sic]"),
        ("The mayor [Smith] knows that he", "edited  → [Smith]"),
        ("[Smith] knows that he will", "no"),
        ("[Smith] The mayor knows", "edited  → [Smith]"),
        ("[Smith] will not resign and", "edited he → [Smith]"),
        ("knows that [he] will not", "edited"),
        ("that he will not [leave]", "no"),
        ("that he will not [Smith]", "no"),
        ("that [the deputy]", "edited he → [the deputy]"),
        ("and they walk away [voters]", "edited  → [voters]"),
        ("and they walk [home]", "no"),
        ("he will not [sic]", "edited  → [sic]"),
        ("[sic] will not resign", "edited  → [sic]"),
        ("and they [voters] walk", "edited  → [voters]"),
        ("and they [fake] walk", "no"),
        ("The [fake] mayor knows", "no"),
        ("knows that he will not [resign] and they", "no"),
        ("knows that he will [not] resign", "no"),
        ("The [mayor] knows that he", "edited"),
        ("knows that he will [never] resign", "no"),
        ("knows that he [will] resign", "no"),
        ("knows that [Smith] resign", "no"),
        ("knows that he will [not] not resign", "no"),
        ("The mayor [50] knows", "no"),
        ("The [Smith] knows that he", "no"),
    ] {
        let expected = expected.replace(['[', ']'], "");
        assert_eq!(shown(quote, source).replace(['[', ']'], ""), expected, "{quote}");
    }
    assert_eq!(shown("[the mayor] knows", "“[The mayor] knows,” she said."), "verbatim");
    assert_eq!(shown("[T]his year’s plan", "“[T]his year’s plan,” she said."), "verbatim");
}

#[test]
fn ellipses_show_what_they_leave_out() {
    let source = "I will not, as I have said, resign today … or tomorrow.";
    for (quote, expected) in [
        ("I will … resign today", "elided not, as I have said → …"),
        ("I will ... not, as", "elided  → ..."),
        ("I will [...] resign", "elided not, as I have said → ..."),
        ("I will . . . resign", "elided not, as I have said → . . ."),
        ("I will (…) resign", "elided not, as I have said → …"),
        ("I will [[…]] resign", "elided not, as I have said → …"),
        ("resign today … or tomorrow", "verbatim"),
        ("… resign today ...", "verbatim"),
        ("resign today … tomorrow", "elided … or → …"),
        ("resign … I will", "no"),
    ] {
        let shown = shown(quote, source);
        let shown =
            if quote.ends_with("tomorrow") { shown.replace("elided or", "elided … or") } else { shown };
        assert_eq!(shown, expected, "{quote}");
    }
}

#[test]
fn attributions_inside_a_quotation_are_folded() {
    for (quote, source, expected) in [
        ("Part one, part two", "“Part one,” he said, “part two.”", "verbatim"),
        ("Part one. Part two", "“Part one,” Mr. Lee said. “Part two.”", "verbatim"),
        ("Part one. Part two", "“Part one,” Mr. Lee said. Ms. Ek said: “Part two.”", "no"),
        ("Part one. Part two", "“Part one,” he said.\n\n“Part two,” said Ek.", "no"),
        ("Part one. Part two", "“Part one.\n\n“Part two,” said Ek.", "verbatim"),
        ("Part one, part two", "“Part one,” he continued, “part two.”", "verbatim"),
        ("Part one, part two", "“Part one,” the officer continued, “part two.”", "verbatim"),
        ("Part one, part two", "“Part one,” explained Kennedy, “part two.”", "verbatim"),
        ("Part one. Part two", "“Part one,” the report states. “Part two.”", "verbatim"),
        ("Part one, part two", "“Part one,” a man in a hat, “part two.”", "no"),
        ("Part one, part two", "“Part one,” Lee said, “part two,” Ek said.", "no"),
        ("Part one. Part two?", "“Part one,” Mr. Lee said. “Part two?” Mr. Lee asked.", "verbatim"),
        ("Part one part two", "The “part one” of the book and “part two.”", "no"),
    ] {
        assert_eq!(shown(quote, source), expected, "{quote} / {source}");
    }
}

#[test]
fn repeated_words_take_bounded_work() {
    let (quote, source) = ("a … a [x] ".repeat(31) + "b", "a ".repeat(5000));
    assert_eq!(shown(&quote, &source), "no");
}
