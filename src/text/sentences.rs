//! The sentence around a place in a text.
//!
//! A stop ends a sentence when white space follows and then something that can begin one; abbreviations, initials
//! and decimals do not end one, nor does a question inside a quote that goes on in lower case. Only the
//! neighbourhood is looked at, so a text of any size costs the same.

use std::ops::Range;

/// How far from the place a sentence is followed to each side, in bytes.
pub const REACH: usize = 600;

/// The sentence of `text` around the bytes `span`, inside `block`. When a sentence is longer than `REACH` bytes to a side
/// it is cut there between two words.
pub fn sentence_around(text: &str, block: Range<usize>, span: Range<usize>) -> Range<usize> {
    start_of(text, block.start, span.start)..end_of(text, block.end, span.end)
}

/// Where the sentences of `block` begin in `text`, in order; the first is where its text begins.
pub fn sentence_starts(text: &str, block: Range<usize>) -> Vec<usize> {
    let slice = &text[block.clone()];
    let first = block.start + (slice.len() - slice.trim_start().len());
    let mut starts = vec![first];
    let mut at = first;
    while let Some(end) = next_end(&text.as_bytes()[..block.end], at) {
        let Some(c) = text[end..].chars().next() else { break };
        let after = end + c.len_utf8();
        at = after;
        let full_width = is_full_width_stop(c);
        let start = if full_width { after + closers(&text[after..block.end]) } else { after };
        if start < block.end && (full_width || c.is_whitespace() && begins(text, block.start, start)) {
            starts.push(start);
        }
    }
    starts.dedup();
    starts
}

/// The next place from `at` on where a sentence may end: a character that is not ASCII, or white space unless it comes
/// after a letter, a digit or a comma, as most does.
fn next_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    let kind = |at: usize| KINDS[usize::from(bytes[at])];
    let ends = |at: usize| match kind(at) {
        OTHER => true,
        SPACE => at == 0 || kind(at - 1) != WITHIN,
        _ => false,
    };
    while at < bytes.len() {
        at = pass(bytes, at);
        let block = at..bytes.len().min(at + BLOCK);
        at = block.end;
        if let Some(end) = block.into_iter().find(|at| ends(*at)) {
            return Some(end);
        }
    }
    None
}

/// So many bytes are looked at at once.
const BLOCK: usize = 32;

/// Passes over blocks of bytes in which no sentence ends, as [`next_end`] sees it: in a way simple enough for the compiler
/// to look at all bytes of a block at once.
fn pass(bytes: &[u8], mut at: usize) -> usize {
    let block = |at: usize| bytes.get(at.wrapping_sub(1)..)?.first_chunk::<{ BLOCK + 1 }>();
    while let Some(block) = block(at) {
        let mut ends = 0;
        for index in 0..BLOCK {
            let (before, byte) = (block[index], block[index + 1]);
            let letter = u8::from((before | 0x20).wrapping_sub(b'a') < 26);
            let within = letter | u8::from(before.wrapping_sub(b'0') < 10) | u8::from(before == b',');
            ends |= u8::from(byte >= 0x80) | u8::from(byte <= b' ') & !within;
        }
        if ends != 0 {
            break;
        }
        at += BLOCK;
    }
    at
}

/// White space of ASCII.
const SPACE: u8 = 1;
/// What is no end of a sentence when white space follows.
const WITHIN: u8 = 2;
/// A byte of a character that is not ASCII.
const OTHER: u8 = 3;
/// The kind of every byte; 0 for what is none of these.
const KINDS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'\t'..=b'\r' | 0x1c..=b' ' => SPACE,
            b',' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => WITHIN,
            0x80.. => OTHER,
            _ => 0,
        };
        byte += 1;
    }
    table
};

fn start_of(text: &str, block: usize, at: usize) -> usize {
    let floor = floor_char(text, at.saturating_sub(REACH).max(block));
    let before = &text[floor..at];
    // Candidates are the places after white space, or after a stop of a script without spaces, the last first.
    for (offset, c) in before.char_indices().rev() {
        let after = floor + offset + c.len_utf8();
        if (c.is_whitespace() && begins(text, block, after)) || is_full_width_stop(c) {
            let inner = text[after..at].trim_start();
            return at - inner.len();
        }
    }
    if floor == block {
        return at - text[block..at].trim_start().len();
    }
    before.find(char::is_whitespace).map_or(floor, |space| at - before[space..].trim_start().len())
}

fn end_of(text: &str, block: usize, at: usize) -> usize {
    let ceiling = floor_char(text, at.saturating_add(REACH).min(block));
    for (offset, c) in text[at..ceiling].char_indices() {
        let after = at + offset + c.len_utf8();
        if is_full_width_stop(c) {
            return after + closers(&text[after..block]);
        }
        if c.is_whitespace() && begins(text, at.saturating_sub(REACH), after) {
            return at + text[at..after].trim_end().len();
        }
    }
    if ceiling == block {
        return at + text[at..block].trim_end().len();
    }
    text[at..ceiling]
        .rfind(char::is_whitespace)
        .map_or(ceiling, |space| at + text[at..at + space].trim_end().len())
}

/// Whether a sentence begins at `at`, before which there is white space. Nothing before `floor` is looked at.
fn begins(text: &str, floor: usize, at: usize) -> bool {
    let floor = floor_char(text, floor.max(at.saturating_sub(64)));
    let mut next = text[at..].chars().take(8).skip_while(|c| is_opener(*c));
    let Some(first) = next.next() else { return false };
    if first.is_whitespace() || first.is_lowercase() {
        return false;
    }
    let gap = &text[floor..at];
    let before = gap.trim_end();
    if gap.len() - before.len() > 1 && gap[before.len()..].matches('\n').count() > 1 {
        return true;
    }
    let bare = before.trim_end_matches(is_closer);
    match bare.chars().next_back() {
        Some('!' | '?' | '…' | '。' | '！' | '？') => true,
        Some('.') => !is_abbreviation(bare, first),
        _ => false,
    }
}

/// Abbreviations that stand before names.
const BEFORE_NAMES: [&str; 36] = [
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "sgt", "capt", "maj", "adm", "cmdr", "sen", "rep",
    "gov", "rev", "hon", "st", "mt", "ft", "pres", "supt", "det", "insp", "amb", "sec", "messrs", "mme",
    "mlle", "hr", "fr", "vs", "jr", "sr", "bros",
];
/// Abbreviations that end no sentence when a number follows.
const BEFORE_NUMBERS: [&str; 22] = [
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "no", "nos", "nr",
    "vol", "pp", "fig", "art", "ca", "approx", "para",
];
/// No abbreviation that is known is longer, in bytes.
const LONGEST_ABBREVIATION: usize = "messrs".len();

/// Whether the stop at the end of `before` is that of an abbreviation or an initial; `next` follows it.
fn is_abbreviation(before: &str, next: char) -> bool {
    let stem = &before[..before.len() - 1];
    if stem.ends_with('.') {
        return false; // an ellipsis
    }
    let word = stem
        .rsplit(|c: char| c.is_whitespace() || is_opener(c) || c == '-' || c == '—')
        .next()
        .unwrap_or(stem);
    // J. Smith, U.S., e.g.: one letter after each stop.
    let is_letter = |part: &str| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    };
    if word.split('.').all(is_letter) {
        return true;
    }
    if word.len() > LONGEST_ABBREVIATION {
        return false;
    }
    let is_one_of = |list: &[&str]| list.iter().any(|known| word.eq_ignore_ascii_case(known));
    is_one_of(&BEFORE_NAMES) || (next.is_numeric() && is_one_of(&BEFORE_NUMBERS))
}

fn is_opener(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '„' | '‚' | '«' | '‹' | '(' | '[' | '{' | '—' | '–' | '-')
}

fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '“' | '»' | '›' | ')' | ']' | '}' | '」' | '』')
}

fn is_full_width_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？')
}

/// Length of the closing quotes and brackets at the start of `text`.
fn closers(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_closer).len()
}

/// The last character boundary at or before `at`.
fn floor_char(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::text::sentences::*;
    use proptest::prelude::*;

    fn around<'t>(text: &'t str, word: &str) -> &'t str {
        let at = text.find(word).unwrap_or(0);
        &text[sentence_around(text, 0..text.len(), at..at + word.len())]
    }

    #[test]
    fn stops_end_sentences() {
        let text = "One here. Two there! “Is it three?” Four asked. 5 came.";
        assert_eq!(around(text, "Two"), "Two there!");
        assert_eq!(around(text, "three"), "“Is it three?”");
        assert_eq!(around(text, "Four"), "Four asked.");
        assert_eq!(around(text, "came"), "5 came.");
    }

    #[test]
    fn abbreviations_initials_and_decimals_do_not() {
        for text in [
            "On Oct. 18 Gen. Patrick J. Ryder of the U.S. Department said 2.5 million vs. Mr. Kim rose.",
            "“Is it so?” he asked, and “No!” they cried.",
            "He waited... and waited… then left.",
        ] {
            assert_eq!(around(text, "he"), text);
            assert_eq!(around(text, text.split_whitespace().last().unwrap_or_default()), text);
        }
    }

    #[test]
    fn no_abbreviation_is_longer_than_the_longest() {
        let mut known = BEFORE_NAMES.iter().chain(&BEFORE_NUMBERS);
        assert!(known.all(|word| word.len() <= LONGEST_ABBREVIATION));
    }

    #[test]
    fn a_quote_belongs_to_its_sentence() {
        let text = "It ended. “We will fight.” He left.";
        assert_eq!(around(text, "fight"), "“We will fight.”");
    }

    #[test]
    fn scripts_without_spaces() {
        assert_eq!(around("朝鲜派兵。俄罗斯否认！韩国回应。", "否认"), "俄罗斯否认！");
    }

    #[test]
    fn wrapped_lines_are_one_sentence_and_paragraphs_two() {
        assert_eq!(around("The Kursk\nRegion is held. So", "held"), "The Kursk\nRegion is held.");
        assert_eq!(around("A heading\n\nThe text is here.", "text"), "The text is here.");
    }

    #[test]
    fn a_text_without_stops_is_cut_between_words() {
        let text = "word ".repeat(1000);
        let range = sentence_around(&text, 0..text.len(), 2500..2504);
        assert!(
            range.len() < 2 * REACH + 20
                && text[range.clone()].starts_with("word")
                && text[range].ends_with("word")
        );
    }

    #[test]
    fn starts_are_where_sentences_begin() {
        let text = "One here. Two, says Dr. Kim! “Three?” Four.";
        let starts: Vec<_> =
            sentence_starts(text, 0..text.len()).into_iter().map(|at| &text[at..at + 3]).collect();
        assert_eq!(starts, ["One", "Two", "“", "Fou"]);
        assert_eq!(sentence_starts("朝鲜派兵。俄罗斯否认！", 0..33), [0, 15]);
    }

    proptest! {
        /// What is passed over quickly is what begins no sentence.
        #[test]
        fn sentences_begin_where_any_place_says_so(text in "([A-Zaé“\"’, .!?…\n\u{a0}\t。0]|[a-z]{1,9} ){1,60}") {
            let first = text.len() - text.trim_start().len();
            let mut plain = vec![first];
            for (at, c) in text.char_indices() {
                let after = at + c.len_utf8();
                let at = if is_full_width_stop(c) { after + closers(&text[after..]) } else { after };
                let begun = is_full_width_stop(c) || c.is_whitespace() && begins(&text, 0, at);
                if after > first && at < text.len() && begun {
                    plain.push(at);
                }
            }
            plain.dedup();
            prop_assert_eq!(sentence_starts(&text, 0..text.len()), plain);
        }

        #[test]
        fn a_sentence_holds_its_place(text in "[A-Za-zé“”\"' .!?…\n。0-9]{1,80}", at in 0usize..80, len in 0usize..10) {
            let start = floor_char(&text, at);
            let end = floor_char(&text, start + len).max(start);
            let range = sentence_around(&text, 0..text.len(), start..end);
            prop_assert!(range.start <= start && range.end >= end);
            prop_assert!(text.get(range).is_some());
        }
    }
}
