//! A quoted phrase: words, words with wildcards, and ellipses for words left out.

use std::ops::Range;

use crate::analysis::{AnalyzerVersion, exact_query_tokens, query_tokens};
use crate::query::ast::{Phrase, Slot};
use crate::query::parser::slots::{join_slots, pass_over_gaps};
use crate::query::parser::wildcards;
use crate::query::punctuation::straighten;

/// Reads the phrase `surface`. Returns it with a note if it was read differently from how it was typed, or
/// `None` if it has no letter or digit.
pub(crate) fn read(analyzer: AnalyzerVersion, surface: &str, slop: u32) -> Option<(Phrase, Option<String>)> {
    let surface = straighten(surface);
    let mut note = None;
    let mut parts: Vec<(Vec<Slot>, String)> = Vec::new();
    for part in split_at_ellipses(&surface) {
        let (slots, lone) = read_part(analyzer, part);
        if lone {
            note = Some("a lone asterisk is ignored in a phrase; use … or \"a b\"~3".to_owned());
        }
        if !slots.is_empty() {
            let text = surface_of(analyzer, part, &slots);
            parts.push((slots, text));
        }
    }
    if parts.is_empty() {
        return None;
    }
    if slop > 0 && parts.len() > 1 {
        note = Some(format!("~{slop} was ignored: the ellipsis already says where words may be left out"));
    }
    let slop = if parts.len() > 1 { 0 } else { slop };
    let surface = parts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" … ");
    let mut parts: Vec<_> = parts.into_iter().map(|(slots, _)| slots).collect();
    pass_over_gaps(analyzer, &mut parts);
    Some((Phrase { surface, parts, slop }, note))
}

/// Brackets around words for an omission.
const BRACKETS: [char; 10] = ['(', '（', '[', '［', '〔', '【', '<', '＜', '〈', '《'];
/// Words that say in brackets that something was left out, in Chinese, Japanese and Korean.
const OMISSIONS: [&str; 11] =
    ["略", "中略", "前略", "後略", "后略", "下略", "省略", "以下略", "중략", "생략", "전략"];

/// Splits `text` at `…`, `...`, `[…]`, `（略）` and the like.
fn split_at_ellipses(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut begin = 0;
    let mut offset = 0;
    while let Some(distance) = text[offset..].find(|c| matches!(c, '…' | '.') || BRACKETS.contains(&c)) {
        let start = offset + distance;
        let tail = &text[start..];
        if tail.starts_with(BRACKETS) {
            let inner = tail.trim_start_matches(|c| BRACKETS.contains(&c));
            offset = start + tail.len() - inner.len();
            if let Some(length) = omission(inner) {
                parts.push(&text[begin..start]);
                offset += length;
                begin = offset;
            }
            continue;
        }
        let length = tail.len() - tail.trim_start_matches(['…', '.']).len();
        let dots = &tail[..length];
        offset = start + length;
        if dots.contains('…') || dots.len() >= 3 {
            parts.push(&text[begin..start]);
            begin = offset;
        }
    }
    parts.push(&text[begin..]);
    parts
}

/// Returns the length of the words for an omission that `text` begins with, before a closing bracket.
fn omission(text: &str) -> Option<usize> {
    let is_closer = |c| matches!(c, ')' | '）' | ']' | '］' | '〕' | '】' | '>' | '＞' | '〉' | '》');
    let length = text.find(is_closer)?;
    OMISSIONS.contains(&text[..length].trim()).then_some(length)
}

/// Reads the words of a part. Returns whether it had an asterisk by itself, too.
fn read_part(analyzer: AnalyzerVersion, part: &str) -> (Vec<Slot>, bool) {
    let mut slots = Vec::new();
    let mut lone = false;
    // Words are read together, as in an article: what stands beside a word may change its tokens.
    let mut words = 0..0;
    let read_words = |words: Range<usize>, slots: &mut Vec<Slot>| {
        slots.extend(exact_query_tokens(analyzer, &part[words]).into_iter().map(Slot::Word));
    };
    for chunk in part.split_whitespace() {
        let bare = wildcards::trim(analyzer, chunk);
        let start = chunk.as_ptr() as usize - part.as_ptr() as usize;
        if wildcards::is_pattern(analyzer, bare) {
            read_words(words, &mut slots);
            slots.extend(wildcards::slots(analyzer, bare));
            words = start + chunk.len()..start + chunk.len();
        } else {
            lone |= bare == "*";
            words.end = start + chunk.len();
        }
    }
    read_words(words, &mut slots);
    (slots, lone)
}

/// Returns a text that parses to `slots` again: `part` as typed without its surroundings, or the normalized
/// words, or else `part` itself, since spaces and signs may tell how words are cut. Of a part with a pattern
/// the words come first: they are what is matched.
fn surface_of(analyzer: AnalyzerVersion, part: &str, slots: &[Slot]) -> String {
    let reads_back =
        |text: &String| split_at_ellipses(text).len() == 1 && read_part(analyzer, text).0 == slots;
    let joined = join_slots(slots);
    let surfaces = match slots.iter().any(|slot| matches!(slot, Slot::Glob(_))) {
        // A wildcard at either end is no punctuation.
        true => [joined, wildcards::trim(analyzer, &normalize_spaces(analyzer, part)).to_owned()],
        false => [normalize_spaces(analyzer, without_surroundings(analyzer, part)), joined],
    };
    surfaces.into_iter().find(reads_back).unwrap_or_else(|| part.trim().to_owned())
}

/// Returns `part` from its first word to its last.
fn without_surroundings(analyzer: AnalyzerVersion, part: &str) -> &str {
    let mut spans = query_tokens(analyzer, part).map(|word| word.span);
    let first = spans.next().unwrap_or(0..0);
    let end = spans.last().map_or(first.end, |last| last.end);
    // A parenthesis that closes one within is part of a name: *Coast Courier (Online)*.
    let within = &part[first.start..end];
    let is_open = within.matches('(').count() > within.matches(')').count();
    &part[first.start..end + usize::from(is_open && part[end..].starts_with(')'))]
}

/// Returns `part` with single spaces and without asterisks that stand alone.
fn normalize_spaces(analyzer: AnalyzerVersion, part: &str) -> String {
    let chunks = part.split_whitespace().filter(|chunk| wildcards::trim(analyzer, chunk) != "*");
    chunks.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::query::parser::phrase::*;

    fn shape(surface: &str) -> Vec<usize> {
        read(AnalyzerVersion::CURRENT, surface, 0)
            .map_or(Vec::new(), |(phrase, _)| phrase.parts.iter().map(Vec::len).collect())
    }

    #[test]
    fn every_kind_of_ellipsis_splits_a_phrase() {
        for surface in
            ["a b … c", "a b ... c", "a b […] c", "a b [...] c", "a b... c", "… a b (…) c …", "a b . . … c"]
        {
            assert_eq!(shape(surface), [2, 1], "{surface}");
        }
        for surface in ["魚市場（略）開く", "魚市場［中略］開く", "魚市場 (略) 開く", "시장이 (중략) 열린다"]
        {
            assert_eq!(shape(surface).len(), 2, "{surface}");
        }
        assert_eq!(shape("魚市場（計略）開く").len(), 1);
        assert_eq!(shape("aa. bb.. cc"), [3]);
        assert_eq!(shape("…"), [0; 0]);
    }

    #[test]
    fn a_surface_has_the_words_of_its_phrase() {
        for (surface, understood) in [
            // Together the numbers would be one, and the letters a word of two.
            ("*a 5~124", "*a 5~124"),
            ("*a 5  124", "*a 5  124"),
            ("4  124", "4  124"),
            ("派 派a*", "派 派a*"),
            ("*派派派 a", "*派派派 a"),
            ("（* *派派派 * a，", "*派派派 a"),
            // Squared letters are cut as they are typed.
            ("派🈐a*", "派🈐a*"),
            ("派㍯派", "派㍯派"),
            // Without the asterisks behind it the other would be a wildcard.
            ("派*🉀**", "派*🉀**"),
            ("Troop*  in (Kursk)", "troop* in kursk"),
        ] {
            let phrase = |surface| read(AnalyzerVersion::CURRENT, surface, 0).map(|(phrase, _)| phrase);
            let (typed, read_back) = (phrase(surface), phrase(understood));
            assert_eq!(typed.as_ref().map(|phrase| &*phrase.surface), Some(understood), "{surface}");
            assert_eq!(typed, read_back, "{surface}");
        }
    }

    #[test]
    fn wildcards_in_a_phrase() {
        let read = |surface| read(AnalyzerVersion::CURRENT, surface, 0);
        let slots = read("troop* to Russia?").map(|(phrase, _)| phrase.parts);
        let word = |text: &str| Slot::Word(text.into());
        assert_eq!(slots, Some(vec![vec![Slot::Glob("troop*".into()), word("to"), word("russia")]]));
        assert!(read("a * b").is_some_and(|(phrase, note)| phrase.surface == "a b" && note.is_some()));
    }
}
