//! The lines of a message in HTML, as far as telling its own text from others needs them.

use crate::corpus::formats::mail::quoted::MailLine;
use crate::corpus::record::RecordPartKind;
use crate::text::{decode_references, single_line};

/// Names in tags with which mail programs mark what is quoted and what is a signature, each with whether the
/// element is around it. Otherwise all that follows is quoted.
const MARKS: [(&str, bool, RecordPartKind); 11] = [
    ("gmail_signature", true, RecordPartKind::Signature),
    ("moz-signature", true, RecordPartKind::Signature),
    ("gmail_quote", true, RecordPartKind::Quoted),
    ("protonmail_quote", true, RecordPartKind::Quoted),
    ("yahoo_quoted", true, RecordPartKind::Quoted),
    ("moz-cite-prefix", true, RecordPartKind::Quoted),
    ("type=\"cite\"", true, RecordPartKind::Quoted),
    ("type=cite", true, RecordPartKind::Quoted),
    ("divrplyfwdmsg", false, RecordPartKind::Quoted),
    ("appendonsend", false, RecordPartKind::Quoted),
    ("outlookmessageheader", false, RecordPartKind::Quoted),
];
/// Elements that do not end a line.
const INLINE: [&str; 18] = [
    "a", "b", "i", "u", "em", "strong", "span", "small", "sup", "sub", "mark", "q", "cite", "code", "font",
    "s", "img", "o:p",
];

/// An element around what is quoted or signed.
struct OpenMark {
    /// Name of the element.
    name: String,
    /// Number of elements of this name that are open, itself included.
    depth: usize,
    kind: RecordPartKind,
}

/// Offsets behind the last ends in a page. Without them, each tag or comment that never ends would be looked
/// for in all of the page.
struct LastEnds {
    tag: usize,
    comment: usize,
}

impl LastEnds {
    fn of(html: &str) -> Self {
        LastEnds {
            tag: memchr::memrchr(b'>', html.as_bytes()).map_or(0, |last| last + 1),
            comment: html.rfind("-->").map_or(0, |last| last + 3),
        }
    }
}

/// Returns the lines of `html`. They cover all of it.
pub(super) fn html_lines(html: &str) -> Vec<MailLine> {
    let mut lines = Vec::new();
    let (mut start, mut offset, mut text) = (0, 0, String::new());
    let (mut mark, mut rest): (Option<OpenMark>, RecordPartKind) = (None, RecordPartKind::Body);
    let last = LastEnds::of(html);
    while let Some(length) = memchr::memchr(b'<', &html.as_bytes()[offset..]) {
        let tag_start = offset + length;
        text.push_str(&html[offset..tag_start]);
        let Some((name, is_end, tag_end)) = tag(html, tag_start, &last) else {
            text.push('<');
            offset = tag_start + 1;
            continue;
        };
        offset = tag_end;
        let content = &html[tag_start..tag_end];
        if matches!(name.as_str(), "style" | "script" | "title" | "!--") && !is_end {
            offset = end_of_hidden(html, &name, tag_end, &last);
            continue;
        }
        if INLINE.contains(&name.as_str()) {
            continue;
        }
        let kind = mark.as_ref().map_or(rest, |open| open.kind);
        push_line(&mut lines, &mut start, tag_start, &mut text, kind);
        match &mut mark {
            Some(open) if open.name == name && !is_end => open.depth += 1,
            Some(open) if open.name == name => {
                open.depth -= 1;
                if open.depth == 0 {
                    push_line(&mut lines, &mut start, tag_end, &mut text, kind);
                    mark = None;
                }
            }
            Some(_) => {}
            None if !is_end => match mark_in(content) {
                Some((true, kind)) => mark = Some(OpenMark { name, depth: 1, kind }),
                Some((false, kind)) => rest = kind,
                None => {}
            },
            None => {}
        }
    }
    text.push_str(&html[offset..]);
    let kind = mark.map_or(rest, |open| open.kind);
    push_line(&mut lines, &mut start, html.len(), &mut text, kind);
    lines
}

/// Ends a line at `end`.
fn push_line(
    lines: &mut Vec<MailLine>,
    start: &mut usize,
    end: usize,
    text: &mut String,
    kind: RecordPartKind,
) {
    let displayed = single_line(&decode_references(text));
    text.clear();
    if *start < end {
        lines.push(MailLine { range: *start..end, text: displayed, kind });
        *start = end;
    }
}

/// Returns the name of the tag at `start` in lower case, whether it is an end tag, and its end.
fn tag(html: &str, start: usize, last: &LastEnds) -> Option<(String, bool, usize)> {
    let tail = &html[start + 1..];
    if tail.starts_with("!--") {
        return Some(("!--".into(), false, start + 4));
    }
    let (tail, is_end) = tail.strip_prefix('/').map_or((tail, false), |tail| (tail, true));
    if !tail.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!') {
        return None;
    }
    let end = memchr::memchr(b'>', html.as_bytes().get(start..last.tag)?)? + start + 1;
    let name = tail.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()?;
    Some((name.to_ascii_lowercase(), is_end, end))
}

/// Returns the end of an element or comment whose content is not displayed.
fn end_of_hidden(html: &str, name: &str, tag_end: usize, last: &LastEnds) -> usize {
    if name == "!--" {
        let content = html.get(tag_end..last.comment).unwrap_or_default();
        return content.find("-->").map_or(tag_end, |length| tag_end + length + 3);
    }
    let tail = html.as_bytes().get(tag_end..).unwrap_or_default();
    let is_end = |length: &usize| {
        let after = &tail[*length + 1..];
        after.first() == Some(&b'/')
            && after.get(1..=name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    let end = memchr::memchr_iter(b'<', tail).find(is_end).map(|length| tag_end + length);
    end.unwrap_or(html.len())
}

/// Returns the mark in a start tag: whether the element is around what it marks, and the kind of that.
fn mark_in(tag: &str) -> Option<(bool, RecordPartKind)> {
    let tag = tag.to_ascii_lowercase();
    let mark = MARKS.iter().find(|(name, ..)| tag.contains(name))?;
    Some((mark.1, mark.2))
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::mail::html_lines::*;
    use proptest::prelude::*;

    fn described(html: &str) -> Vec<(String, bool)> {
        let lines = html_lines(html).into_iter().filter(|line| !line.text.is_empty());
        lines.map(|line| (line.text, line.kind == RecordPartKind::Quoted)).collect()
    }

    #[test]
    fn marks_of_mail_programs_are_known() {
        let line = |text: &str, is_quoted| (text.to_owned(), is_quoted);
        assert_eq!(
            described(
                "<style>p{}</style><div>It <b>sta</b>ys &amp; waits.</div><div class=\"gmail_quote\"><div>Ann \
                 wrote:</div><blockquote>Does it?</blockquote></div>Yes.<!-- <p>no -->"
            ),
            [
                line("It stays & waits.", false),
                line("Ann wrote:", true),
                line("Does it?", true),
                line("Yes.", false)
            ]
        );
        assert_eq!(
            described("<p>One<br>Two<div id=\"divRplyFwdMsg\">From: Ann</div><p>Three"),
            [line("One", false), line("Two", false), line("From: Ann", true), line("Three", true)]
        );
    }

    #[test]
    fn tags_and_comments_without_end_are_text() {
        let line = |text: &str| (text.to_owned(), false);
        assert_eq!(described("<p>1 <a<br>2 <b"), [line("1"), line("2 <b")]);
        assert_eq!(described("<!-- x -->1<!-- 2<br>3"), [line("1 2"), line("3")]);
        assert_eq!(described("<!-->x-->1"), [line("1")]);
        // A search to the end for each of them would never be done.
        for piece in ["<a", "<p", "<!--", "</p", "<"] {
            assert_eq!(html_lines(&piece.repeat(1 << 20)).len(), 1, "{piece}");
        }
    }

    proptest! {
        #[test]
        fn the_lines_of_any_page_cover_it(
            html in "(<div class=gmail_quote>|<blockquote type=cite>|</blockquote>|</div>|<style>|</style>|<!--|-->|<br>|<|>|é|x|\n){0,40}"
        ) {
            let lines = html_lines(&html);
            let mut end = 0;
            for line in &lines {
                prop_assert_eq!(line.range.start, end);
                prop_assert!(html.is_char_boundary(line.range.end));
                end = line.range.end;
            }
            prop_assert_eq!(end, html.len());
        }
    }
}
