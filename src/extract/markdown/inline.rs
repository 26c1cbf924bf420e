//! One block of Markdown without the signs of its markup.
//!
//! In one pass over its bytes it is noted what goes and what comes in its place; everything else stays and leads back to
//! where it stands.

use std::ops::Range;

use crate::extract::{Block, BlockKind};
use crate::text::MappedText;

/// How far the end of an address, a tag or a piece of code is looked for, in bytes.
const FAR: usize = 2048;

/// Elements that are taken out; anything else between angle brackets is text.
const TAGS: [&str; 38] = [
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "center",
    "cite",
    "code",
    "del",
    "div",
    "em",
    "figcaption",
    "figure",
    "font",
    "h2",
    "h3",
    "hr",
    "i",
    "iframe",
    "img",
    "ins",
    "li",
    "mark",
    "ol",
    "p",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "td",
    "th",
    "tr",
    "u",
    "ul",
];
/// Those that stand between words.
const BREAKS: [&str; 9] = ["br", "p", "div", "li", "td", "th", "tr", "hr", "blockquote"];

/// The block that stands at `span` of `text`; `None` where there are only signs.
pub(super) fn block(text: &str, span: Range<usize>) -> Option<Block> {
    let line = &text[span.clone()];
    if is_ornament(line) {
        return None;
    }
    let (kind, start) = beginning(line);
    let mut inline = Inline::of(&line[start..]);
    inline.read();
    if kind == BlockKind::Heading {
        let kept = inline.text.trim_end().trim_end_matches('#').trim_end().len();
        inline.take(kept..inline.text.len(), "");
    }
    let text = inline.kept(span.start + start);
    (!text.as_str().trim().is_empty()).then_some(Block { kind, text })
}

/// Whether a line has nothing to read: a rule, an underline, a fence, the line under the head of a table, an address that
/// is used elsewhere.
fn is_ornament(line: &str) -> bool {
    let only = |signs: &str| line.chars().all(|c| signs.contains(c) || c == ' ');
    let rule = ["-", "*", "_", "="].iter().any(|sign| only(sign)) && line.len() >= 3;
    let fence = line.starts_with("```") || line.starts_with("~~~");
    let address = line.starts_with('[')
        && !line.starts_with("[^")
        && line
            .split_once("]: ")
            .is_some_and(|(_, rest)| !rest.trim().contains(' ') && rest.contains(['/', '#']));
    rule || fence || only("|:-") && line.contains('|') && line.contains("--") || address
}

/// What a block is by its beginning, and where its text begins.
fn beginning(line: &str) -> (BlockKind, usize) {
    let (mut kind, mut rest) = (BlockKind::Paragraph, line);
    loop {
        let after = |signs: &str| rest.strip_prefix(signs).filter(|rest| rest.starts_with(' '));
        let hashes = &rest[..rest.len() - rest.trim_start_matches('#').len()];
        (kind, rest) = if let Some(quoted) = rest.strip_prefix('>') {
            (BlockKind::Quote, quoted)
        } else if !hashes.is_empty() && hashes.len() <= 6 && after(hashes).is_some() {
            return (BlockKind::Heading, line.len() - rest[hashes.len()..].trim_start().len());
        } else if let Some(item) = ["-", "*", "+", "[ ]", "[x]"].iter().find_map(|signs| after(signs)) {
            (BlockKind::ListItem, item)
        } else {
            return (kind, line.len() - rest.len());
        };
        rest = rest.trim_start();
    }
}

/// A line of emphasis signs that may begin or end something.
struct Sign {
    at: Range<usize>,
    opens: bool,
    closes: bool,
}

struct Inline<'t> {
    text: &'t str,
    /// What goes, with what comes in its place.
    edits: Vec<(Range<usize>, String)>,
    /// The brackets that belong together, by the opening one.
    brackets: Vec<(usize, usize)>,
    signs: Vec<Sign>,
}

impl<'t> Inline<'t> {
    fn of(text: &'t str) -> Self {
        Inline { text, edits: Vec::new(), brackets: brackets(text), signs: Vec::new() }
    }

    fn take(&mut self, range: Range<usize>, put: &str) {
        self.edits.push((range, put.to_owned()));
    }

    fn read(&mut self) {
        let (mut at, mut links) = (0, Vec::new());
        while let Some(&byte) = self.text.as_bytes().get(at) {
            at = match byte {
                b'\\' => self.escape(at),
                b'!' | b'[' => self.opening(at, &mut links),
                b']' => match links.pop_if(|(close, _)| *close == at) {
                    Some((_, end)) => {
                        self.take(at..end, "");
                        end
                    }
                    None => at + 1,
                },
                b'<' => self.tag(at),
                b'&' => self.entity(at),
                b'`' => self.code(at),
                b'*' | b'_' | b'~' | b'=' => self.sign(at),
                _ => at + 1,
            };
        }
        self.pair_signs();
    }

    fn escape(&mut self, at: usize) -> usize {
        match self.text.as_bytes().get(at + 1) {
            Some(next) if next.is_ascii_punctuation() => {
                self.take(at..at + 1, "");
                at + 2
            }
            _ => at + 1,
        }
    }

    /// A picture goes; of a link the text stays. Brackets that are neither stay.
    fn opening(&mut self, at: usize, links: &mut Vec<(usize, usize)>) -> usize {
        let picture = self.text[at..].starts_with("![");
        let open = at + usize::from(picture);
        let rest = &self.text[open..];
        if rest.starts_with("[[")
            && let Some(length) = near(rest, "]]")
        {
            let name = &rest[2..length];
            let shown = if picture { 0 } else { name.len() - name.rfind('|').map_or(0, |bar| bar + 1) };
            self.take(at..open + length - shown, "");
            self.take(open + length..open + length + 2, "");
            return open + length + 2;
        }
        if rest.starts_with("[^")
            && let Some(length) = near(rest, "]").filter(|length| !rest[..*length].contains(' '))
        {
            let end = open + length + 1;
            let end = end + usize::from(at == 0 && self.text[end..].starts_with(':'));
            self.take(at..end, "");
            return end;
        }
        let Some((close, end)) = rest.starts_with('[').then(|| self.link(open)).flatten() else {
            return at + 1;
        };
        if picture {
            self.take(at..end, "");
            return end;
        }
        self.take(at..at + 1, "");
        links.push((close, end));
        at + 1
    }

    /// The bracket that closes the text of the link that opens at `open`, and where its address ends.
    fn link(&self, open: usize) -> Option<(usize, usize)> {
        let close = self.closing(open)?;
        match self.text.as_bytes().get(close + 1)? {
            b'(' => Some((close, close + 1 + address(&self.text[close + 1..])?)),
            b'[' => Some((close, self.closing(close + 1)? + 1)),
            _ => None,
        }
    }

    fn closing(&self, open: usize) -> Option<usize> {
        let at = self.brackets.binary_search_by_key(&open, |(open, _)| *open).ok()?;
        Some(self.brackets[at].1)
    }

    /// An address between angle brackets stays without them, an element goes, and what stands in it stays.
    fn tag(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        if rest.starts_with("<!--")
            && let Some(length) = near(rest, "-->")
        {
            self.take(at..at + length + 3, "");
            return at + length + 3;
        }
        let Some(length) = near(rest, ">") else { return at + 1 };
        let inner = &rest[1..length];
        if ["http:", "https:", "mailto:"].iter().any(|scheme| inner.starts_with(scheme))
            && !inner.contains(' ')
        {
            self.take(at..at + 1, "");
            self.take(at + length..at + length + 1, "");
            return at + length + 1;
        }
        let name = inner
            .trim_start_matches('/')
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        let name = name.to_ascii_lowercase();
        if inner.contains('<') || !TAGS.contains(&name.as_str()) {
            return at + 1;
        }
        self.take(at..at + length + 1, if BREAKS.contains(&name.as_str()) { " " } else { "" });
        at + length + 1
    }

    fn entity(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let named = |length: &usize| {
            rest[1..*length].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
        };
        let Some(length) = rest.bytes().take(32).position(|byte| byte == b';').filter(named) else {
            return at + 1;
        };
        let entity = &rest[..=length];
        let meant = html_escape::decode_html_entities(entity);
        if meant != entity {
            self.take(at..at + entity.len(), &meant);
        }
        at + entity.len()
    }

    /// What stands between backticks is text as it is.
    fn code(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let ticks = rest.len() - rest.trim_start_matches('`').len();
        let Some(length) = near(&rest[ticks..], &rest[..ticks]) else { return at + ticks };
        let close = at + ticks + length;
        self.take(at..at + ticks, "");
        self.take(close..close + ticks, "");
        close + ticks
    }

    fn sign(&mut self, at: usize) -> usize {
        let sign = self.text.as_bytes()[at];
        let length = self.text.as_bytes()[at..].iter().take_while(|byte| **byte == sign).count();
        let end = at + length;
        let (before, after) = (self.text[..at].chars().next_back(), self.text[end..].chars().next());
        let is = |c: Option<char>, what: fn(char) -> bool| c.is_some_and(what);
        let touches = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        // Times and underlined names: 5*3, file_name.
        let inside = match sign {
            b'_' => is(before, char::is_alphanumeric) && is(after, char::is_alphanumeric),
            _ => is(before, char::is_numeric) && is(after, char::is_numeric),
        };
        let known = if matches!(sign, b'*' | b'_') { length <= 3 } else { length == 2 };
        if known && !inside {
            self.signs.push(Sign { at: at..end, opens: touches(after), closes: touches(before) });
        }
        end
    }

    /// Signs go where one that opens has one that closes.
    fn pair_signs(&mut self) {
        let signs = std::mem::take(&mut self.signs);
        let mut open: Vec<&Sign> = Vec::new();
        for sign in &signs {
            let same = |other: &&Sign| self.text[other.at.clone()] == self.text[sign.at.clone()];
            // Deeper than this nobody writes.
            let from = open.len().saturating_sub(8);
            let opened = if sign.closes { open[from..].iter().rposition(same) } else { None };
            if let Some(place) = opened {
                let opening = open[from + place].at.clone();
                open.truncate(from + place);
                self.take(opening, "");
                self.take(sign.at.clone(), "");
            } else if sign.opens {
                open.push(sign);
            }
        }
    }

    /// What is left, `offset` being where the text stands in the original.
    fn kept(mut self, offset: usize) -> MappedText {
        self.edits.sort_by_key(|(range, _)| (range.start, range.end));
        let (mut kept, mut at) = (MappedText::new(), 0);
        let end = self.text.len();
        for (range, put) in self.edits.into_iter().chain([(end..end, String::new())]) {
            if range.start < at {
                continue;
            }
            let mut slice = &self.text[at..range.start];
            if kept.is_empty() {
                slice = slice.trim_start();
            }
            kept.push(slice, offset + range.start - slice.len());
            if !kept.is_empty() {
                kept.push_as(&put, offset + range.start..offset + range.end);
            }
            at = range.end;
        }
        kept.trim_end();
        kept
    }
}

/// The brackets of `text` that belong together, by the opening one.
fn brackets(text: &str) -> Vec<(usize, usize)> {
    let (mut open, mut pairs) = (Vec::new(), Vec::new());
    let bytes = text.as_bytes();
    for at in memchr::memchr2_iter(b'[', b']', bytes) {
        if at > 0 && bytes[at - 1] == b'\\' {
            continue;
        }
        match bytes[at] {
            b'[' => open.push(at),
            _ => pairs.extend(open.pop().map(|open| (open, at))),
        }
    }
    pairs.sort_unstable();
    pairs
}

/// How long the address in parentheses is that `text` begins with, its title included.
fn address(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate().take(FAR) {
        match byte {
            b'"' => quoted = !quoted,
            b'(' if !quoted => depth += 1,
            b')' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'\n' => return None,
            _ => {}
        }
    }
    None
}

/// Where `end` stands in the next bytes of `text`.
fn near(text: &str, end: &str) -> Option<usize> {
    memchr::memmem::find(&text.as_bytes()[..text.len().min(FAR)], end.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> String {
        block(text, 0..text.len()).map(|block| block.text.as_str().to_owned()).unwrap_or_default()
    }

    #[test]
    fn what_is_read_stays_and_the_signs_go() {
        for (text, shown) in [
            ("The [minister of transport](https://a.example/m) went.", "The minister of transport went."),
            ("A [name](https://a.example/x_(y) \"A (title)\") and [*more*][1].", "A name and more."),
            ("[![Photo](p.jpg)](https://a.example) By Ann", "By Ann"),
            ("![A caption](p.jpg)", ""),
            ("![[photo.png]]", ""),
            ("See [[People/Ann|Ann Smith]] and [[Ben]].", "See Ann Smith and Ben."),
            ("“We [sic] won,” he said.[^1]", "“We [sic] won,” he said."),
            ("[^1]: The minister.", "The minister."),
            (
                "**Bold**, *it*, ***both***, __b__, _i_, ~~gone~~, ==marked==.",
                "Bold, it, both, b, i, gone, marked.",
            ),
            (
                "5*3*2 is file_name_x, * alone, 2 * 3 * 4, ** too",
                "5*3*2 is file_name_x, * alone, 2 * 3 * 4, ** too",
            ),
            ("A \\*star\\* and \\[brackets\\](x)", "A *star* and [brackets](x)"),
            ("`code *as* is` & AT&amp;T &copy; & so", "code *as* is & AT&T © & so"),
            ("one<br>two <b class=x>three</b> <x y> 1 < 2 > 1 <!-- no -->", "one two three <x y> 1 < 2 > 1"),
            ("<https://a.example/b>", "https://a.example/b"),
            ("## What next ##", "What next"),
            ("> > - [ ] quoted", "quoted"),
            ("#hashtag stays", "#hashtag stays"),
            ("- item", "item"),
            ("-5 degrees", "-5 degrees"),
            ("1. first", "1. first"),
            ("[open (unclosed](", "[open (unclosed]("),
        ] {
            assert_eq!(kept(text), shown, "{text}");
        }
    }

    #[test]
    fn ornaments_are_no_text() {
        for text in ["---", "* * *", "====", "```rust", "|---|:-:|", "[1]: https://a.example", "***"] {
            assert_eq!(kept(text), "", "{text}");
        }
        for text in ["[1]: and so on", "--", "- -", "| a | b |"] {
            assert_ne!(kept(text), "", "{text}");
        }
    }

    #[test]
    fn what_never_ends_takes_no_time() {
        for signs in ["[", "![", "](", "[](", "<a ", "`", "*a", "_", "**a *", "&amp", "[[", "[^"] {
            assert!(kept(&signs.repeat(200_000)).len() <= 1_000_000);
        }
    }
}
