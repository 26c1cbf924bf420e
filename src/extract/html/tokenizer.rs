//! HTML to tokens: one pass, no tree, no copies.
//!
//! It follows the tokenizer of the HTML standard where that matters for text (attributes, comments, raw-text elements)
//! and differs on purpose where the standard would throw text away: a comment, quote or tag that never ends swallows
//! the rest of the page in a browser, here it ends at the next `>`. Every failed search is remembered, so
//! the time is linear in the length of the input whatever the input is.

use std::ops::Range;

/// A piece of HTML. Ranges are bytes of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HtmlToken<'a> {
    /// Character data, entities not yet decoded.
    Text(Range<usize>),
    /// `<name …>`.
    Start(StartTag<'a>),
    /// `</name>`.
    End(&'a str),
    /// What stands between a raw-text element's tags: a script, a style sheet, a title.
    Raw {
        /// The element's name as written.
        element: &'a str,
        /// Its content.
        content: Range<usize>,
    },
}

/// A start tag; attributes are parsed only when asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartTag<'a> {
    /// The element's name as written.
    pub name: &'a str,
    /// All that stands between the name and the closing `>`.
    attributes: &'a str,
}

impl<'a> StartTag<'a> {
    /// Names and values (quotes taken off, entities not decoded) in the order written.
    pub fn attributes(&self) -> Attributes<'a> {
        Attributes { rest: self.attributes }
    }
}

/// Iterator over the attributes of a start tag.
#[derive(Debug, Clone)]
pub struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/' || c == '\0');
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .bytes()
            .enumerate()
            .position(|(at, byte)| byte.is_ascii_whitespace() || byte == b'/' || (byte == b'=' && at > 0))
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let Some(value) = after.trim_ascii_start().strip_prefix('=') else {
            self.rest = after;
            return Some((name, ""));
        };
        let value = value.trim_ascii_start();
        let (value, after) = match value.as_bytes().first() {
            Some(&quote @ (b'"' | b'\'')) => {
                let inner = &value[1..];
                inner.split_once(quote as char).unwrap_or((inner, ""))
            }
            _ => {
                let end = value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len());
                value.split_at(end)
            }
        };
        self.rest = after;
        Some((name, value))
    }
}

/// Elements whose content is text whatever it looks like.
const RAW: [&str; 8] = ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

/// Iterator over the tokens of a source.
#[derive(Debug)]
pub struct Tokenizer<'a> {
    source: &'a str,
    at: usize,
    /// The raw-text element just opened.
    raw: Option<&'a str>,
    /// By index in [`RAW`]: no further end tag of that element exists.
    no_end_tag: [bool; RAW.len()],
    /// No further `-->` exists.
    no_comment_end: bool,
    /// A tag ran into the end of the input: from here on tags end at their first `>`.
    plain_tags: bool,
}

impl<'a> Tokenizer<'a> {
    /// Tokens of `source`.
    pub fn new(source: &'a str) -> Self {
        Tokenizer {
            source,
            at: 0,
            raw: None,
            no_end_tag: [false; RAW.len()],
            no_comment_end: false,
            plain_tags: false,
        }
    }

    fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or("")
    }

    fn take_raw(&mut self, element: &'a str) -> Option<HtmlToken<'a>> {
        let kind = RAW.iter().position(|raw| raw.eq_ignore_ascii_case(element))?;
        let start = self.at;
        let end = (!self.no_end_tag[kind]).then(|| find_end_tag(self.rest(), element)).flatten();
        let content = match end {
            Some(end) => start..start + end,
            None => {
                self.no_end_tag[kind] = true;
                // A script or style sheet that never ends is no text; a title or text box that never ends is not one.
                let code = matches!(RAW[kind], "script" | "style");
                start..if code { self.source.len() } else { start }
            }
        };
        self.at = content.end;
        (!content.is_empty()).then_some(HtmlToken::Raw { element, content })
    }

    fn take_text(&mut self) -> HtmlToken<'a> {
        let start = self.at;
        let mut from = start;
        loop {
            let Some(found) = memchr::memchr(b'<', &self.source.as_bytes()[from..]) else {
                self.at = self.source.len();
                break;
            };
            let bracket = from + found;
            if bracket > start && opens_markup(&self.source.as_bytes()[bracket..]) {
                self.at = bracket;
                break;
            }
            from = bracket + 1;
        }
        HtmlToken::Text(start..self.at)
    }

    /// Skips a comment, a doctype or a processing instruction.
    fn skip_declaration(&mut self) {
        let rest = self.rest();
        if let Some(body) = rest.strip_prefix("<!--") {
            if let Some(empty) = ["<!-->", "<!--->"].iter().find(|empty| rest.starts_with(**empty)) {
                self.at += empty.len();
                return;
            }
            if !self.no_comment_end {
                if let Some(end) = body.find("-->") {
                    self.at += 4 + end + 3;
                    return;
                }
                self.no_comment_end = true;
            }
        }
        self.at = rest.find('>').map_or(self.source.len(), |end| self.at + end + 1);
    }

    /// Reads the tag at the current place, whose name begins after `opening` bytes.
    fn take_tag(&mut self, opening: usize) -> (&'a str, &'a str) {
        let rest = &self.rest()[opening..];
        let name_end = rest
            .bytes()
            .position(|b| b.is_ascii_whitespace() || b == b'/' || b == b'>')
            .unwrap_or(rest.len());
        let after = &rest[name_end..];
        let tag_end = if self.plain_tags { after.find('>') } else { end_of_tag(after) };
        let tag_end = tag_end.unwrap_or_else(|| {
            self.plain_tags = true;
            after.find('>').unwrap_or(after.len())
        });
        self.at = (self.at + opening + name_end + tag_end + 1).min(self.source.len());
        (&rest[..name_end], &after[..tag_end])
    }
}

impl<'a> Iterator for Tokenizer<'a> {
    type Item = HtmlToken<'a>;

    fn next(&mut self) -> Option<HtmlToken<'a>> {
        if let Some(element) = self.raw.take()
            && let Some(raw) = self.take_raw(element)
        {
            return Some(raw);
        }
        while self.at < self.source.len() {
            let bytes = &self.source.as_bytes()[self.at..];
            if !opens_markup(bytes) {
                return Some(self.take_text());
            }
            match bytes[1] {
                b'/' if bytes[2].is_ascii_alphabetic() => return Some(HtmlToken::End(self.take_tag(2).0)),
                b'!' | b'?' | b'/' => self.skip_declaration(),
                _ => {
                    let (name, attributes) = self.take_tag(1);
                    self.raw = Some(name);
                    return Some(HtmlToken::Start(StartTag { name, attributes }));
                }
            }
        }
        None
    }
}

/// Whether markup begins here and not a `<` that is meant as one.
fn opens_markup(bytes: &[u8]) -> bool {
    match bytes {
        [b'<', b'/', next, ..] => !next.is_ascii_whitespace(),
        [b'<', b'!' | b'?', ..] => true,
        [b'<', next, ..] => next.is_ascii_alphabetic(),
        _ => false,
    }
}

/// Where the `>` stands that ends a tag; one inside a quoted value does not.
fn end_of_tag(attributes: &str) -> Option<usize> {
    let bytes = attributes.as_bytes();
    let mut at = 0;
    let mut expects_value = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => return Some(at),
            b'=' => expects_value = true,
            b'"' | b'\'' if expects_value => {
                at += 1 + memchr::memchr(byte, &bytes[at + 1..])?;
                expects_value = false;
            }
            _ if byte.is_ascii_whitespace() => {}
            _ => expects_value = false,
        }
        at += 1;
    }
    None
}

fn find_end_tag(text: &str, element: &str) -> Option<usize> {
    let opens = |at: &usize| {
        let rest = &text.as_bytes()[*at + 1..];
        let name = rest.strip_prefix(b"/").and_then(|rest| rest.get(..element.len()));
        name.is_some_and(|name| name.eq_ignore_ascii_case(element.as_bytes()))
    };
    memchr::memchr_iter(b'<', text.as_bytes()).find(opens)
}
