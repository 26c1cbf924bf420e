//! The HTML tokenizer: one pass, without copies.
//!
//! Follows the tokenizer of the HTML standard where that matters for text (attributes, comments, raw-text
//! elements), and deviates where the standard discards text: an unclosed comment, quote or tag swallows the
//! rest of the page in a browser, but ends at the next `>` here. Failed searches are cached, so the time is
//! linear in the length of any input.

use std::ops::Range;

/// A token of HTML. Ranges are in bytes of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum HtmlToken<'a> {
    /// Character data, entities not yet decoded.
    Text(Range<usize>),
    /// `<name …>`.
    Start(StartTag<'a>),
    /// `</name>`.
    End(&'a str),
    /// Content of a raw-text element: a script, a style sheet, a title.
    Raw {
        /// Name of the element, as written.
        element: &'a str,
        /// Byte range of the content.
        content: Range<usize>,
    },
}

/// A start tag. Its attributes are parsed lazily.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StartTag<'a> {
    /// Name of the element, as written.
    pub name: &'a str,
    /// Text between the name and the closing `>`.
    attributes: &'a str,
}

/// A token, and how it is written.
#[derive(Debug)]
pub(super) struct WrittenToken<'a> {
    /// The token; `None` at the end of the source.
    pub token: Option<HtmlToken<'a>>,
    /// The source from the last token up to the end of this one, comments included.
    pub written: &'a str,
    /// The source behind it.
    pub tail: &'a str,
}

impl<'a> StartTag<'a> {
    /// Returns the names and values, unquoted but not decoded, in order.
    pub(super) fn attributes(&self) -> TagAttributes<'a> {
        TagAttributes { tail: self.attributes }
    }
}

/// Iterator over the attributes of a start tag.
#[derive(Debug, Clone)]
pub(super) struct TagAttributes<'a> {
    tail: &'a str,
}

impl<'a> Iterator for TagAttributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let tail = self.tail.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/' || c == '\0');
        if tail.is_empty() {
            return None;
        }
        let end = tail
            .bytes()
            .enumerate()
            .position(|(index, byte)| {
                byte.is_ascii_whitespace() || byte == b'/' || (byte == b'=' && index > 0)
            })
            .unwrap_or(tail.len());
        let (name, after) = tail.split_at(end);
        let Some(value) = after.trim_ascii_start().strip_prefix('=') else {
            self.tail = after;
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
        self.tail = after;
        Some((name, value))
    }
}

/// Raw-text elements: their content is text even if it looks like markup.
const RAW: [&str; 8] = ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

/// Iterator over the tokens of a source.
#[derive(Debug)]
pub(super) struct HtmlTokenizer<'a> {
    source: &'a str,
    offset: usize,
    /// The raw-text element just opened.
    raw: Option<&'a str>,
    /// For each element in [`RAW`], whether no further end tag of it exists.
    no_end_tag: [bool; RAW.len()],
    /// Whether no further `-->` exists.
    no_comment_end: bool,
    /// Whether a tag was not closed: from here on tags end at their first `>`.
    plain_tags: bool,
}

impl<'a> HtmlTokenizer<'a> {
    /// Returns the offset after the last token.
    pub(super) fn offset(&self) -> usize {
        self.offset
    }

    /// Returns every token of `source` with its text, and at last what is behind all of them.
    pub(super) fn written(source: &'a str) -> impl Iterator<Item = WrittenToken<'a>> {
        let mut tokens = HtmlTokenizer::new(source);
        let mut has_ended = false;
        std::iter::from_fn(move || {
            let start = tokens.offset();
            let token = (!has_ended).then(|| tokens.next())?;
            has_ended = token.is_none();
            let (written, tail) = source[start..].split_at(tokens.offset() - start);
            Some(WrittenToken { token, written, tail })
        })
    }

    /// Creates a tokenizer of `source`.
    pub(super) fn new(source: &'a str) -> Self {
        HtmlTokenizer {
            source,
            offset: 0,
            raw: None,
            no_end_tag: [false; RAW.len()],
            no_comment_end: false,
            plain_tags: false,
        }
    }

    /// Returns the source after the last token.
    pub(super) fn tail(&self) -> &'a str {
        self.source.get(self.offset..).unwrap_or("")
    }

    fn take_raw(&mut self, element: &'a str) -> Option<HtmlToken<'a>> {
        let kind = RAW.iter().position(|raw| raw.eq_ignore_ascii_case(element))?;
        let start = self.offset;
        let end = (!self.no_end_tag[kind]).then(|| find_end_tag(self.tail(), element)).flatten();
        let content = match end {
            Some(end) => start..start + end,
            None => {
                self.no_end_tag[kind] = true;
                // An unclosed script or style sheet is not text; an unclosed title or text box is.
                let code = matches!(RAW[kind], "script" | "style");
                start..if code { self.source.len() } else { start }
            }
        };
        self.offset = content.end;
        (!content.is_empty()).then_some(HtmlToken::Raw { element, content })
    }

    fn take_text(&mut self) -> HtmlToken<'a> {
        let start = self.offset;
        let mut from = start;
        loop {
            let Some(distance) = memchr::memchr(b'<', &self.source.as_bytes()[from..]) else {
                self.offset = self.source.len();
                break;
            };
            let bracket = from + distance;
            if bracket > start && opens_markup(&self.source.as_bytes()[bracket..]) {
                self.offset = bracket;
                break;
            }
            from = bracket + 1;
        }
        HtmlToken::Text(start..self.offset)
    }

    /// Skips a comment, a doctype or a processing instruction.
    fn skip_declaration(&mut self) {
        let tail = self.tail();
        if let Some(body) = tail.strip_prefix("<!--") {
            if let Some(empty) = ["<!-->", "<!--->"].iter().find(|empty| tail.starts_with(**empty)) {
                self.offset += empty.len();
                return;
            }
            if !self.no_comment_end {
                if let Some(end) = body.find("-->") {
                    self.offset += 4 + end + 3;
                    return;
                }
                self.no_comment_end = true;
            }
        }
        self.offset = tail.find('>').map_or(self.source.len(), |end| self.offset + end + 1);
    }

    /// Reads the tag at the current offset, whose name begins after `opening` bytes. Returns its name and its
    /// attributes.
    fn take_tag(&mut self, opening: usize) -> (&'a str, &'a str) {
        let tail = &self.tail()[opening..];
        let name_end = tail
            .bytes()
            .position(|b| b.is_ascii_whitespace() || b == b'/' || b == b'>')
            .unwrap_or(tail.len());
        let after = &tail[name_end..];
        let tag_end = if self.plain_tags { after.find('>') } else { end_of_tag(after) };
        let tag_end = tag_end.unwrap_or_else(|| {
            self.plain_tags = true;
            after.find('>').unwrap_or(after.len())
        });
        self.offset = (self.offset + opening + name_end + tag_end + 1).min(self.source.len());
        (&tail[..name_end], &after[..tag_end])
    }
}

impl<'a> Iterator for HtmlTokenizer<'a> {
    type Item = HtmlToken<'a>;

    fn next(&mut self) -> Option<HtmlToken<'a>> {
        if let Some(element) = self.raw.take()
            && let Some(raw) = self.take_raw(element)
        {
            return Some(raw);
        }
        while self.offset < self.source.len() {
            let bytes = &self.source.as_bytes()[self.offset..];
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

/// Returns whether `bytes` begin with markup, rather than a literal `<`.
fn opens_markup(bytes: &[u8]) -> bool {
    match bytes {
        [b'<', b'/', next, ..] => !next.is_ascii_whitespace(),
        [b'<', b'!' | b'?', ..] => true,
        [b'<', next, ..] => next.is_ascii_alphabetic(),
        _ => false,
    }
}

/// Returns the offset of the `>` that ends a tag, outside of quoted values.
fn end_of_tag(attributes: &str) -> Option<usize> {
    let bytes = attributes.as_bytes();
    let mut offset = 0;
    let mut expects_value = false;
    while let Some(&byte) = bytes.get(offset) {
        match byte {
            b'>' => return Some(offset),
            b'=' => expects_value = true,
            b'"' | b'\'' if expects_value => {
                offset += 1 + memchr::memchr(byte, &bytes[offset + 1..])?;
                expects_value = false;
            }
            _ if byte.is_ascii_whitespace() => {}
            _ => expects_value = false,
        }
        offset += 1;
    }
    None
}

fn find_end_tag(text: &str, element: &str) -> Option<usize> {
    let is_end_tag = |start: &usize| {
        let tail = &text.as_bytes()[*start + 1..];
        let name = tail.strip_prefix(b"/").and_then(|tail| tail.get(..element.len()));
        name.is_some_and(|name| name.eq_ignore_ascii_case(element.as_bytes()))
    };
    memchr::memchr_iter(b'<', text.as_bytes()).find(is_end_tag)
}
