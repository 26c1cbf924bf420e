//! Dialogue: runs of short lines of direct speech, which belong to the text around them.
//!
//! A line of speech is in quotation marks, begins with a dash, or with the name of its speaker. Alone, "No."
//! or "Comments?" would be taken for a button.

use std::ops::Range;

use rustc_hash::FxHashMap;

/// Maximum length of a line of speech in bytes; a longer one is judged by itself.
const MAX_SPEECH_BYTES: usize = 240;
/// Maximum length of a line between two lines of speech.
const MAX_NARRATION_BYTES: usize = 120;
/// Maximum number of lines in a row between two lines of speech.
const MAX_NARRATIONS: usize = 2;
/// Minimum length of a paragraph of the text around.
const MIN_PROSE_BYTES: usize = 60;
/// Maximum length of a single line of speech between two paragraphs.
const MAX_SINGLE_BYTES: usize = 60;
/// Maximum length of a line after the name of its speaker.
const MAX_NAMED_BYTES: usize = 100;
/// Maximum length of the name of a speaker.
const MAX_NAME_BYTES: usize = 32;
/// Minimum number of turns in a transcript.
const MIN_TURNS: usize = 4;
/// First byte of a full-width colon.
const FULL_WIDTH: u8 = "：".as_bytes()[0];

/// The form of a line of speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Speech<'t> {
    /// In quotation marks.
    Quoted,
    /// After a long dash.
    Dash,
    /// After a hyphen, as items of lists are too.
    Hyphen,
    /// After the name of the speaker, or `Q` and `A`.
    Named(&'t str),
}

/// Returns the runs of dialogue among the lines `texts` that stand between two paragraphs, one of which
/// `is_kept`.
pub(super) fn runs(texts: &[&str], is_kept: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut index = 0;
    while index < texts.len() {
        let Some(first) = speech(texts[index]) else {
            index += 1;
            continue;
        };
        let (start, mut end, mut narrations) = (index, index + 1, 0);
        let mut lines = vec![first];
        index += 1;
        while let Some(text) = texts.get(index) {
            if let Some(speech) = speech(text) {
                lines.push(speech);
                (end, narrations) = (index + 1, 0);
            } else if narrations < MAX_NARRATIONS && is_narration(text) {
                narrations += 1;
            } else {
                break;
            }
            index += 1;
        }
        index = end;
        let before = start.checked_sub(1);
        let is_prose = |index: usize| texts.get(index).is_some_and(|text| is_prose(text));
        let is_inside = before.is_some_and(is_prose) && is_prose(end);
        let is_in_text = is_inside && (before.is_some_and(&is_kept) || is_kept(end));
        if is_in_text && is_dialogue(&lines, &texts[start..end], || speakers(texts)) {
            runs.push(start..end);
        }
    }
    runs
}

/// Returns the lines of a transcript: a text of which at least half the lines are turns, and in which two
/// speakers take at least two each. Closing sentences such as "Thank you." belong to it.
pub(super) fn transcript(texts: &[&str]) -> Option<Range<usize>> {
    let is_turn = |index: &usize| split_name(texts[*index].trim()).is_some();
    let turns: Vec<usize> = (0..texts.len()).filter(is_turn).collect();
    let (first, last) = (*turns.first()?, *turns.last()?);
    if turns.len() < MIN_TURNS || turns.len() * 2 < texts.len() {
        return None;
    }
    let take_turns = speakers(&texts[first..=last]).values().filter(|lines| **lines > 1).count() > 1;
    let closing = texts[last + 1..].iter().take(MAX_NARRATIONS).take_while(|text| is_narration(text)).count();
    take_turns.then_some(first..last + 1 + closing)
}

/// Returns whether lines of these forms are a dialogue. `speakers` counts the names on the page.
fn is_dialogue<'t>(
    lines: &[Speech<'t>],
    texts: &[&str],
    speakers: impl Fn() -> FxHashMap<&'t str, usize>,
) -> bool {
    let count = |is: fn(&Speech<'_>) -> bool| lines.iter().filter(|line| is(line)).count();
    let marked = count(|line| matches!(line, Speech::Quoted | Speech::Dash));
    if marked > 0 {
        return lines.len() > 1 || texts.iter().all(|text| text.len() <= MAX_SINGLE_BYTES);
    }
    if count(|line| matches!(line, Speech::Hyphen)) >= 3 {
        return true;
    }
    let names: Vec<&str> = lines
        .iter()
        .filter_map(|line| if let Speech::Named(name) = line { Some(*name) } else { None })
        .collect();
    if names.is_empty() || texts.iter().any(|text| text.len() > MAX_NAMED_BYTES) {
        return false;
    }
    // One of `Q` and `A` is enough; other speakers take turns.
    let is_initial = |name: &&str| name.chars().count() == 1;
    let speakers = speakers();
    let speaks_again = |name: &&str| speakers.get(name).is_some_and(|lines| *lines > 1);
    names.iter().all(is_initial) || speakers.len() > 1 && names.iter().any(speaks_again)
}

/// Returns the names before a colon at the beginning of `texts`, with the number of lines of each.
fn speakers<'t>(texts: &[&'t str]) -> FxHashMap<&'t str, usize> {
    let mut speakers = FxHashMap::default();
    for (name, _) in texts.iter().filter_map(|text| split_name(text.trim())) {
        *speakers.entry(name).or_default() += 1;
    }
    speakers
}

/// Returns the form of a line of speech.
fn speech(text: &str) -> Option<Speech<'_>> {
    let text = text.trim();
    let first = text.chars().next().filter(|_| text.len() <= MAX_SPEECH_BYTES)?;
    let tail = &text[first.len_utf8()..];
    match first {
        '「' | '『' | '｢' | '〈' | '《' => {
            tail.contains(['」', '』', '｣', '〉', '》']).then_some(Speech::Quoted)
        }
        '“' | '”' | '„' | '‟' | '"' | '＂' | '«' | '»' | '‹' | '›' => {
            let is_closed = tail.contains(['“', '”', '‟', '"', '＂', '«', '»', '‹', '›', '‘', '’']);
            (is_closed && ends_sentence(text)).then_some(Speech::Quoted)
        }
        '‘' | '’' | '\'' | '‚' => {
            let closes = |(offset, c): (usize, char)| {
                matches!(c, '‘' | '’' | '\'')
                    && !tail[offset + c.len_utf8()..].starts_with(|c: char| c.is_alphanumeric())
            };
            (tail.char_indices().any(closes) && ends_sentence(text)).then_some(Speech::Quoted)
        }
        '—' | '–' | '―' | '‒' | '⸺' => begins_speech(tail, text).then_some(Speech::Dash),
        '-' => (tail.starts_with(' ') && begins_speech(tail, text)).then_some(Speech::Hyphen),
        _ => named(text),
    }
}

/// Returns whether a sentence follows a dash.
fn begins_speech(tail: &str, text: &str) -> bool {
    let first = tail.trim_start().chars().next();
    first.is_some_and(|c| c.is_alphabetic() || "¿¡“«„\"‘'…".contains(c)) && ends_sentence(text)
}

/// Returns the form of a line that begins with the name of its speaker: `Q: …`, `HALE: …`, `R. …`.
fn named(text: &str) -> Option<Speech<'_>> {
    let (name, tail) = split_name(text)?;
    let first = tail.trim_start().chars().next()?;
    (ends_sentence(text) || is_caseless(first)).then_some(Speech::Named(name))
}

/// Splits a line into the name of its speaker and what follows the colon.
fn split_name(text: &str) -> Option<(&str, &str)> {
    let head = &text.as_bytes()[..text.len().min(MAX_NAME_BYTES + 1)];
    // Most lines have no colon at their beginning.
    let colon = memchr::memchr2(b':', FULL_WIDTH, head).and_then(|_| {
        let mut start = text.char_indices().take_while(|(offset, _)| *offset <= MAX_NAME_BYTES);
        start.find(|(_, c)| matches!(c, ':' | '：'))
    });
    let (end, mark) = colon.or_else(|| initial_with_stop(text))?;
    let (name, tail) = (&text[..end], &text[end + mark.len_utf8()..]);
    let begins_name = |c: char| c.is_uppercase() || is_caseless(c);
    let is_in_name =
        |c: char| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '’' | '\'' | '*' | '(' | ')');
    let is_name = name.split_whitespace().count() <= 3
        && !name.is_empty()
        && name.split_whitespace().all(|word| word.starts_with(begins_name))
        && name.chars().all(is_in_name);
    let speaks = tail.starts_with(char::is_whitespace) || mark == '：' || tail.starts_with(is_caseless);
    (is_name && speaks).then_some((name, tail))
}

/// Returns the stop of a line that begins with one letter and a stop: `P. ¿…?`.
fn initial_with_stop(text: &str) -> Option<(usize, char)> {
    let mut chars = text.char_indices();
    let (_, letter) = chars.next()?;
    let stop = chars.next().filter(|(_, c)| *c == '.')?;
    (letter.is_uppercase() && chars.next()?.1.is_whitespace()).then_some(stop)
}

/// Returns whether a letter has no case.
fn is_caseless(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

/// Returns whether a line may stand between two lines of speech: "She wrote that down."
fn is_narration(text: &str) -> bool {
    let begins = |c: char| c.is_uppercase() || is_caseless(c);
    text.len() <= MAX_NARRATION_BYTES && text.starts_with(begins) && text.contains(' ') && ends_sentence(text)
        || text.len() <= MAX_NARRATION_BYTES && text.starts_with(is_caseless) && ends_sentence(text)
}

/// Returns whether a text is long enough for a paragraph and ends as a sentence does.
pub(crate) fn is_prose(text: &str) -> bool {
    text.len() >= MIN_PROSE_BYTES && ends_sentence(text)
}

/// Returns whether the text ends with the end of a sentence, or with a word that breaks off before a closing
/// mark.
fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(|c: char| c.is_whitespace() || "\"'“”‘’»«›‹)]」』".contains(c));
    end.ends_with(['.', '!', '?', '…', '—', '。', '！', '？', '।', '؟', '۔', '։', '።', ':'])
}

#[cfg(test)]
mod tests {
    use crate::clean::clean_text;
    use crate::clean::dialogue::*;

    const BEFORE: &str =
        "The inquiry into the sinking of the barge resumed on Wednesday, with the lock keeper as a witness.";
    const AFTER: &str =
        "A verdict is not expected before the end of June, and the owners have said that they will appeal.";

    #[test]
    fn a_transcript_is_kept_whole() {
        let text = "Council meeting, 27 November 2026\n\nQ: Did you know about the contract?\n\nA: No.\n\n\
            Q: Who signed it?\n\nA: The mayor signed it on Thursday, I think.\n\nQ: And the money?\n\nA: Gone.\n\n\
            Thank you.\n";
        let article = clean_text(text);
        for line in ["Q: Did you know", "A: No.", "Q: Who signed it?", "A: Gone.", "Thank you."] {
            assert!(article.body.text.as_str().contains(line), "{line}: {}", article.body.text.as_str());
        }
    }

    #[test]
    fn a_form_and_a_list_are_no_transcripts() {
        for lines in [
            vec!["Phone: 12", "Email: x", "Address: Mill Street", "Opening hours: all day", "Fax: 13"],
            vec!["Hale: Yes.", "The inquiry went on.", "It was long.", "It rained.", "Nobody came."],
            vec!["Q: Why?", "Q: How?", "Q: Who?", "Q: When?"],
        ] {
            assert_eq!(transcript(&lines), None, "{lines:?}");
        }
    }

    fn is_kept(lines: &[&str]) -> bool {
        let texts = [&[BEFORE], lines, &[AFTER]].concat();
        runs(&texts, |_| true).as_slice() == std::slice::from_ref(&(1..texts.len() - 1))
    }

    #[test]
    fn speech_has_many_forms() {
        for lines in [
            &["“Alone?”", "“No.”"][..],
            &["\"Alone?\"", "She nodded to him.", "\"Yes,\" she said."],
            &["‘It wasn’t you?’", "‘No.’"],
            &["„Allein?“", "„Nein.“"],
            &["« Seule ? »", "« Non. »"],
            &["»Allein?«", "›Nein.‹"],
            &["— Seule ?", "— Non."],
            &["—¿Sola?", "—No."],
            &["– Одна?", "– Нет."],
            &["「一人で？」", "「いいえ」"],
            &["- Alone?", "- No.", "- Why?"],
            &["Q: Alone?", "A: No."],
            &["Q. Alone?", "A. No."],
            &["П: Сама?", "В: Ні."],
            &["HALE: Alone?", "ORR: No.", "HALE: Why?"],
            &["Mr. Hale: Alone?", "Ms. Orr: No.", "Mr. Hale: Why?"],
            &["記者：一人で？", "管理人：いいえ。", "記者：なぜ？"],
            &["“No.”"],
            &["— Non."],
            &["Q: Alone?"],
        ] {
            assert!(is_kept(lines), "{lines:?}");
        }
    }

    #[test]
    fn other_short_lines_are_no_dialogue() {
        for lines in [
            &["Share", "Tweet"][..],
            &["- Weather", "- Sport", "- News"],
            &["“Mayor wins vote”"],
            &["Tags: barge, lock"],
            &["Author: A. Lee.", "Photo: B. Dahl."],
            &["Read more.", "Yes.", "No."],
            &["— Weather", "— Sport"],
            &["12:30: No."],
            &["Above: The lock.", "Above: The weir."],
        ] {
            assert!(!is_kept(lines), "{lines:?}");
        }
        // Not inside the text.
        assert!(runs(&["“No.”", BEFORE, "Menu", "“Yes.”", "“No.”", "Menu", AFTER], |_| true).is_empty());
        assert!(runs(&[BEFORE, "“No.”", AFTER], |_| false).is_empty());
    }

    #[test]
    fn short_answers_stay_in_the_article() {
        let text = [BEFORE, "“Alone?”", "“Yes.”", "She looked up.", "“No.”", AFTER].join("\n\n");
        let article = clean_text(&format!("Barge inquiry resumes\n\n{text}\n"));
        for line in text.lines().filter(|line| !line.is_empty()) {
            assert!(article.body.text.as_str().contains(line), "{line}");
        }
    }
}
