//! Finds what stands in the source of a note but not in its sentences: comments, notes and markers.
//!
//! A remark in the middle of a sentence breaks every quote across it. It is taken out before the text is
//! parsed, and becomes a block of its own behind that of the sentence.

use std::ops::Range;

use crate::analysis::takes_exponent;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Byte that stands for a removed one while the text is parsed. It has no meaning in Markdown.
pub(super) const REMOVED: char = '\u{1}';

/// Maximum length of a note within a sentence, in bytes.
const MAX_NOTE_BYTES: usize = 4000;
/// Maximum length of the name of a block, in bytes.
const MAX_ID_BYTES: usize = 64;
/// Maximum length of the address of a note, in bytes.
const MAX_ADDRESS_BYTES: usize = 500;

/// A range of the source that is not in the sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Remark {
    /// Range in the source with its marks.
    pub range: Range<usize>,
    /// Range of its words; empty for a marker.
    pub words: Range<usize>,
}

/// Returns the remarks of `source` in order.
pub(super) fn find(source: &str, options: Options) -> Vec<Remark> {
    const SIGNS: [&str; 6] = ["%%", "<!--", "==", "[!", "^", "[["];
    let has = |sign: &&str| memchr::memmem::find(source.as_bytes(), sign.as_bytes()).is_some();
    if !SIGNS.iter().any(has) {
        return Vec::new();
    }
    let code = code_ranges(source, options);
    let mut remarks = Vec::new();
    let (mut offset, mut line_start, mut next_code) = (0, 0, 0);
    // An opening mark without a closing one is not searched for again.
    let mut unclosed = Unclosed::default();
    while let Some(byte) = source.as_bytes().get(offset) {
        let start = offset;
        offset += 1;
        match byte {
            b'\n' => line_start = offset,
            b'%' | b'<' | b'^' | b'=' | b'[' => {
                while code.get(next_code).is_some_and(|code: &Range<usize>| code.end <= start) {
                    next_code += 1;
                }
                let is_code = code.get(next_code).is_some_and(|code| code.contains(&start));
                if is_code {
                    continue;
                }
                if let Some((remark, second)) = remark_at(source, line_start, start, &mut unclosed) {
                    // A line may begin within the remark.
                    let newline = memchr::memrchr(b'\n', &source.as_bytes()[remark.range.clone()]);
                    line_start = newline.map_or(line_start, |newline| start + newline + 1);
                    offset = remark.range.end;
                    remarks.push(remark);
                    remarks.extend(second);
                }
            }
            _ => {}
        }
    }
    remarks.sort_by_key(|remark| remark.range.start);
    // The marks of a highlight may lie within a comment.
    let mut end = 0;
    remarks.retain(|remark| {
        let apart = remark.range.start >= end;
        end = end.max(remark.range.end);
        apart
    });
    remarks
}

/// Returns `source` with [`REMOVED`] for every byte of the remarks.
pub(super) fn remove(source: &str, remarks: &[Remark]) -> String {
    let mut removed = String::with_capacity(source.len());
    let mut end = 0;
    for remark in remarks {
        removed.push_str(&source[end..remark.range.start]);
        removed.extend(std::iter::repeat_n(REMOVED, remark.range.len()));
        end = remark.range.end;
    }
    removed.push_str(&source[end..]);
    removed
}

/// Opening marks after which no closing one follows.
#[derive(Default)]
struct Unclosed {
    comment: bool,
    html: bool,
}

/// Returns the ranges of code, in which signs have no meaning.
fn code_ranges(source: &str, options: Options) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = None;
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        match event {
            Event::Code(_) => ranges.push(range),
            Event::Start(Tag::CodeBlock(_)) => start = Some(range.start),
            Event::End(TagEnd::CodeBlock) => ranges.push(start.take().unwrap_or(range.start)..range.end),
            _ => {}
        }
    }
    ranges
}

/// Returns the remark that begins at `start`, or the two marks of a highlight.
fn remark_at(
    source: &str,
    line_start: usize,
    start: usize,
    unclosed: &mut Unclosed,
) -> Option<(Remark, Option<Remark>)> {
    let tail = &source[start..];
    let before = &source[line_start..start];
    let single = |remark: Option<Remark>| remark.map(|remark| (remark, None));
    match tail.as_bytes() {
        // A backslash takes the meaning from a sign.
        _ if before.ends_with('\\') => None,
        [b'%', b'%', ..] => single(comment(source, start, before, unclosed)),
        [b'<', b'!', b'-', b'-', ..] => single(html_comment(source, start, unclosed)),
        [b'^', b'[', ..] => single(inline_note(source, start)),
        [b'^', ..] if before.ends_with(' ') => single(block_id(source, start)),
        [b'^', b'1'..=b'9', ..] => single(superscript(source, start, before)),
        [b'[', b'[', ..] => single(linked_number(source, start)),
        [b'=', b'=', ..] => highlight(source, start),
        [b'[', b'^', ..] => single(reference(source, start, before)),
        [b'[', b'!', ..] => single(callout(source, start, before)),
        _ => None,
    }
}

fn enclosed(range: Range<usize>, marks: usize) -> Remark {
    Remark { words: range.start + marks..range.end - marks, range }
}

/// Returns an Obsidian comment: `%%…%%` within a paragraph, or over several if it begins a line.
fn comment(source: &str, start: usize, before: &str, unclosed: &mut Unclosed) -> Option<Remark> {
    // `100%%` is no comment.
    if unclosed.comment || before.ends_with(|c: char| c.is_ascii_digit() || c == '%') {
        return None;
    }
    let tail = &source[start + 2..];
    let Some(length) = tail.find("%%") else {
        unclosed.comment = true;
        return None;
    };
    let may_span = before.trim_matches(['>', ' ', '\t']).is_empty();
    let is_one = may_span || !has_blank_line(&tail[..length]);
    is_one.then(|| enclosed(start..start + length + 4, 2))
}

fn html_comment(source: &str, start: usize, unclosed: &mut Unclosed) -> Option<Remark> {
    if unclosed.html {
        return None;
    }
    let Some(length) = source[start + 4..].find("-->") else {
        unclosed.html = true;
        return None;
    };
    let words = start + 4..start + 4 + length;
    Some(Remark { range: start..words.end + 3, words })
}

/// Returns a footnote that is written where it belongs: `^[the note]`.
fn inline_note(source: &str, start: usize) -> Option<Remark> {
    let mut depth = 0;
    for (offset, byte) in source.as_bytes()[start..].iter().enumerate().skip(1) {
        match byte {
            b'[' => depth += 1,
            b']' if depth == 1 => {
                let words = start + 2..start + offset;
                return Some(Remark { range: start..words.end + 1, words });
            }
            b']' => depth -= 1,
            b'\n' if source.as_bytes().get(start + offset + 1) == Some(&b'\n') => return None,
            _ if offset > MAX_NOTE_BYTES => return None,
            _ => {}
        }
    }
    None
}

/// Returns the reference to a footnote, which may be defined in another place or not at all: `[^1]`.
fn reference(source: &str, start: usize, before: &str) -> Option<Remark> {
    let tail = &source.as_bytes()[start + 2..];
    let length =
        tail.iter().take(MAX_ID_BYTES).position(|byte| matches!(byte, b']' | b'[' | b' ' | b'\n'))?;
    let end = start + 2 + length + 1;
    let is_name = length > 0 && tail[length] == b']';
    let is_definition = before.trim().is_empty() && source.as_bytes().get(end) == Some(&b':');
    (is_name && !is_definition).then_some(Remark { range: start..end, words: start..start })
}

/// Returns the number of a note in superscript, as Pandoc writes it: `pelicans^3^`.
fn superscript(source: &str, start: usize, before: &str) -> Option<Remark> {
    let tail = &source.as_bytes()[start + 1..];
    let length = tail.iter().take(4).position(|byte| !byte.is_ascii_digit())?;
    let word: String = before.chars().rev().take_while(|c| c.is_alphanumeric()).take(MAX_ID_BYTES).collect();
    let word = word.chars().rev().flat_map(char::to_lowercase).collect::<String>();
    let is_note = tail[length] == b'^' && !word.is_empty() && !takes_exponent(&word);
    is_note.then_some(Remark { range: start..start + length + 2, words: start..start })
}

/// Returns the number of a note with the address of the note, as web clippers write it: `[[4]](#note-4)`.
fn linked_number(source: &str, start: usize) -> Option<Remark> {
    let tail = &source[start + 2..];
    let digits = tail.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let address = tail[digits..].strip_prefix("]](").filter(|_| (1..4).contains(&digits))?;
    let length = address.bytes().take(MAX_ADDRESS_BYTES).position(|byte| matches!(byte, b')' | b'\n'))?;
    let end = source.len() - address.len() + length;
    (source.as_bytes()[end] == b')').then_some(Remark { range: start..end + 1, words: start..start })
}

/// Returns the name of a block, which ends a line: `^37066d`.
fn block_id(source: &str, start: usize) -> Option<Remark> {
    let tail = &source.as_bytes()[start + 1..];
    let length = tail.iter().take(MAX_ID_BYTES).position(|byte| *byte == b'\n').unwrap_or(tail.len());
    let line = source.get(start + 1..start + 1 + length).filter(|line| line.len() < MAX_ID_BYTES)?.trim_end();
    let is_name = !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_name.then(|| Remark { range: start..start + 1 + line.len(), words: start + 1..start + 1 + line.len() })
}

/// Returns the two marks of a highlight: `==so==`.
fn highlight(source: &str, start: usize) -> Option<(Remark, Option<Remark>)> {
    let line = source[start + 2..].split('\n').next()?;
    let length = line.find("==")?;
    let text = &line[..length];
    let is_one = !text.is_empty() && !text.starts_with([' ', '=']) && !text.ends_with([' ', '=']);
    let mark = |start: usize| Remark { range: start..start + 2, words: start..start };
    (is_one && !line[length + 2..].starts_with('=')).then(|| (mark(start), Some(mark(start + 2 + length))))
}

/// Returns the kind of a callout, which begins a quote: `> [!note]- Title`.
fn callout(source: &str, start: usize, before: &str) -> Option<Remark> {
    let is_first = before.contains('>') && before.bytes().all(|byte| matches!(byte, b'>' | b' '));
    if !is_first {
        return None;
    }
    let line = source[start + 2..].split('\n').next()?;
    let words = start + 2..start + 2 + line.find(']')?;
    let end = words.end + 1;
    let fold = usize::from(source[end..].starts_with(['+', '-']));
    (!words.is_empty()).then_some(Remark { range: start..end + fold, words })
}

/// Returns whether a blank line is within `text`.
fn has_blank_line(text: &str) -> bool {
    let lines: Vec<&str> = text.split('\n').collect();
    lines.len() > 2 && lines[1..lines.len() - 1].iter().any(|line| line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use crate::extract::markdown::remarks::*;

    /// Returns the source without its remarks, and the words of these.
    fn read(source: &str) -> (String, Vec<&str>) {
        let remarks = find(source, Options::empty());
        let text = remove(source, &remarks).replace(REMOVED, "");
        let words = remarks.into_iter().map(|remark| source[remark.words].trim());
        (text, words.filter(|words| !words.is_empty()).collect())
    }

    #[test]
    fn remarks_are_taken_out() {
        for (source, text, words) in [
            ("a %%check this%% b", "a  b", vec!["check this"]),
            ("%%\na\n\nb\n%%\nc", "\nc", vec!["a\n\nb"]),
            ("a <!-- b > c --> d", "a  d", vec!["b > c"]),
            ("a^[see [the] minutes] b", "a b", vec!["see [the] minutes"]),
            ("the ==old== p==el==ican", "the old pelican", vec![]),
            ("> [!note]- Title\n> text", ">  Title\n> text", vec!["note"]),
            ("warned[^2] that[^note]\n\n[^2]: A letter.", "warned that\n\n[^2]: A letter.", vec![]),
            ("pelicans^3^ of 5 m^2^ left[[4]](#n-4) here", "pelicans of 5 m^2^ left here", vec![]),
            ("a line. ^37066d\nb", "a line. \nb", vec!["37066d"]),
            ("a %%x ==y== z%% b", "a  b", vec!["x ==y== z"]),
        ] {
            assert_eq!(read(source), (text.to_owned(), words), "{source}");
        }
    }

    #[test]
    fn other_signs_stay() {
        for source in [
            "100%% of 50%% is",
            "a %%b",
            "`%%a%%`",
            "```\n%%a%% ==b==\n```",
            "a == b == c",
            "====",
            "a <!-- b",
            "x^[1",
            "a [^b c] d",
            "[^",
            "2 ^ 3",
            "a [!x] b",
            "\\%%a%%",
            "a %%b\n\nc%% d",
        ] {
            assert_eq!(read(source), (source.to_owned(), vec![]), "{source}");
        }
    }

    #[test]
    fn unclosed_remarks_take_linear_time() {
        for signs in ["%%", " %%a", "<!--", "^[", "==a", "==", "> [!", " ^a", "^[a]", "%%a%%"] {
            assert!(find(&signs.repeat(10_000), Options::empty()).len() <= 20_000, "{signs}");
        }
    }
}
