//! Finds what of a message is not its own text: the messages it answers, signatures, notices.

use std::ops::Range;

use crate::corpus::formats::mail::newsletter_words::is_newsletter_notice;
use crate::corpus::formats::mail::quoted_words::{
    is_attribution, is_disclaimer, is_forward_mark, is_header_line, is_original_mark, is_sender_line,
    is_sent_from,
};
use crate::corpus::record::{RecordPart, RecordPartKind};

/// Number of lines over which the line before a quotation may be broken.
const MAX_ATTRIBUTION_LINES: usize = 3;
/// Number of lines in which the headers of a message that is quoted whole stand.
const HEADER_LINES: usize = 8;
/// Minimum number of signs of a line that is a rule.
const MIN_RULE: usize = 20;

/// A line of a message, or a line of a page as it is displayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MailLine {
    /// Range in the text.
    pub range: Range<usize>,
    /// The line as it is displayed.
    pub text: String,
    /// Kind, as far as signs or elements tell.
    pub kind: RecordPartKind,
}

/// Returns the lines of a plain text.
pub(super) fn plain_lines(text: &str) -> Vec<MailLine> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let range = start..start + line.len();
        start = range.end;
        let is_quoted = line.trim_start().starts_with('>');
        let kind = if is_quoted { RecordPartKind::Quoted } else { RecordPartKind::Body };
        MailLine { range, text: line.trim_end().to_owned(), kind }
    });
    lines.collect()
}

/// Returns the parts of a message, in order, which cover all of its `lines`. What a message that `is_forward`
/// hands on is its text.
pub(super) fn parts(lines: &[MailLine], is_forward: bool) -> Vec<RecordPart> {
    let mut kinds = vec![RecordPartKind::Body; lines.len()];
    let mut forwarded = is_forward;
    let mut index = 0;
    while index < lines.len() {
        let line = &lines[index];
        forwarded |= is_forward_mark(&line.text);
        if !forwarded && (is_original_mark(&line.text) || begins_quoted_message(lines, index)) {
            kinds[index..].fill(RecordPartKind::Quoted);
            mark_rule_above(lines, index, &mut kinds);
            break;
        }
        if line.kind == RecordPartKind::Quoted && !forwarded {
            kinds[index] = RecordPartKind::Quoted;
            mark_attribution(lines, index, &mut kinds);
        } else if matches!(line.kind, RecordPartKind::Signature | RecordPartKind::NewsletterNotice) {
            kinds[index] = line.kind;
        } else if begins_signature(lines, index) {
            let end = signature_end(lines, index, forwarded);
            kinds[index..end].fill(RecordPartKind::Signature);
            index = end;
            continue;
        }
        index += 1;
    }
    let mut parts: Vec<RecordPart> = Vec::new();
    for (line, kind) in lines.iter().zip(kinds) {
        match parts.last_mut() {
            Some(last) if last.kind == kind => last.range.end = line.range.end,
            _ => parts.push(RecordPart { range: line.range.clone(), kind }),
        }
    }
    parts
}

/// Marks the lines of a newsletter that are about itself.
pub(super) fn mark_notices(lines: &mut [MailLine]) {
    for line in lines.iter_mut().filter(|line| line.kind == RecordPartKind::Body) {
        if is_newsletter_notice(&line.text) {
            line.kind = RecordPartKind::NewsletterNotice;
        }
    }
}

/// Returns whether the headers of a message that is quoted whole begin on this line.
fn begins_quoted_message(lines: &[MailLine], index: usize) -> bool {
    if !is_sender_line(&lines[index].text) {
        return false;
    }
    let following = lines[index + 1..].iter().take(HEADER_LINES);
    following.filter(|line| is_header_line(&line.text)).count() >= 2
}

/// Marks the rule above a message that is quoted whole.
fn mark_rule_above(lines: &[MailLine], index: usize, kinds: &mut [RecordPartKind]) {
    let above = (0..index).rev().find(|above| !lines[*above].text.trim().is_empty());
    if let Some(above) = above.filter(|above| is_rule(&lines[*above].text)) {
        kinds[above..index].fill(RecordPartKind::Quoted);
    }
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= MIN_RULE && line.bytes().all(|byte| matches!(byte, b'_' | b'-'))
}

/// Marks the line before a quotation, which may be broken.
fn mark_attribution(lines: &[MailLine], index: usize, kinds: &mut [RecordPartKind]) {
    let mut end = index;
    let is_open = |line: usize| kinds[line] == RecordPartKind::Body && lines[line].text.trim().is_empty();
    while end > 0 && is_open(end - 1) {
        end -= 1;
    }
    if end == 0 || kinds[end - 1] != RecordPartKind::Body {
        return;
    }
    let (mut text, mut begin) = (String::new(), None);
    for start in (end.saturating_sub(MAX_ATTRIBUTION_LINES)..end).rev() {
        if lines[start].text.trim().is_empty() || kinds[start] != RecordPartKind::Body {
            break;
        }
        text = format!("{} {text}", lines[start].text.trim());
        let is_dated = text.chars().filter(char::is_ascii_digit).count() >= 4;
        if is_attribution(&text) && (begin.is_none() || is_dated) {
            begin = Some(start);
        }
        // The day stands on the first of the lines.
        if begin.is_some() && is_dated {
            break;
        }
    }
    if let Some(begin) = begin {
        kinds[begin..index].fill(RecordPartKind::Quoted);
    }
}

fn begins_signature(lines: &[MailLine], index: usize) -> bool {
    let text = lines[index].text.trim_end();
    let is_list_footer = || {
        is_rule(text)
            && lines[index + 1..].iter().take(2).any(|line| line.text.to_lowercase().contains("mailing list"))
    };
    text == "--" || is_list_footer() || is_sent_from(text) || is_disclaimer(text)
}

/// Returns the index of the line behind a signature: the end, or where something else is quoted. The line of
/// a program stands alone.
fn signature_end(lines: &[MailLine], start: usize, forwarded: bool) -> usize {
    if is_sent_from(&lines[start].text) {
        return start + 1;
    }
    let ends = |index: &usize| {
        let line = &lines[*index];
        line.kind == RecordPartKind::Quoted && !forwarded
            || is_original_mark(&line.text)
            || is_forward_mark(&line.text)
            || is_attribution(&line.text)
            || begins_quoted_message(lines, *index)
    };
    (start + 1..lines.len()).find(ends).unwrap_or(lines.len())
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::mail::quoted::*;
    use RecordPartKind::{Body, Quoted, Signature};

    fn kinds(text: &str, is_forward: bool) -> Vec<(RecordPartKind, &str)> {
        let parts = parts(&plain_lines(text), is_forward);
        assert_eq!(parts.iter().map(|part| part.range.len()).sum::<usize>(), text.len());
        parts.iter().map(|part| (part.kind, text[part.range.clone()].trim())).collect()
    }

    #[test]
    fn quotations_are_told_from_answers() {
        assert_eq!(
            kinds(
                "Yes.\n\nOn 3 May 2021, Ann Lee\n<ann@coast.example> wrote:\n\n> Does it stay?\n> And:\nIt does.\n",
                false
            ),
            [
                (Body, "Yes."),
                (Quoted, "On 3 May 2021, Ann Lee\n<ann@coast.example> wrote:\n\n> Does it stay?\n> And:"),
                (Body, "It does."),
            ]
        );
        let outlook = "Ja.\n\n________________________________\nVon: Ann\nGesendet: Montag\nAn: Tom\nBetreff: Fähre\n\nBleibt sie?\n";
        assert_eq!(kinds(outlook, false)[1].0, Quoted);
        assert_eq!(kinds(outlook, true).len(), 1);
        assert_eq!(kinds("Yes.\n-----Original Message-----\nFrom: Ann\n", false)[1].0, Quoted);
        assert_eq!(
            kinds("Look.\n---------- Forwarded message ---------\nFrom: Ann\nDate: x\nTo: y\n> z\n", false)
                .len(),
            1
        );
    }

    #[test]
    fn signatures_and_notices_are_found() {
        assert_eq!(
            kinds("It stays.\n-- \nAnn Lee\nHarbour\n", false)[1],
            (Signature, "-- \nAnn Lee\nHarbour")
        );
        let answer = "It stays.\nSent from my iPhone\n\nOn 3 May 2021, Ann wrote:\n> x\n";
        let kinds_of_answer: Vec<_> = kinds(answer, false).iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds_of_answer, [Body, Signature, Body, Quoted]);
        assert_eq!(
            kinds("It stays.\n\nThis e-mail and any files are secret.\nDelete it.\n", false)[1].0,
            Signature
        );
        let footer = "It stays.\n_______________________________________________\nFerry mailing list\n";
        assert_eq!(kinds(footer, false)[1].0, Signature);
        assert_eq!(kinds("A line\n--more\n- item\n", false).len(), 1);
    }
}
