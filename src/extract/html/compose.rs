//! Composes a page as a browser displays it: the content of slots in their shadow roots, and frames in place
//! whose page is in an attribute (`<iframe srcdoc="…">`, `<iframe src="data:text/html,…">`).
//!
//! The result is HTML again, mapped to the source. Only pages with slots or such frames are composed.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::extract::html::attribute::{is_frame_source, is_shadow_root, is_slot, value_of};
use crate::extract::html::entities;
use crate::extract::html::tag::Tag;
use crate::extract::html::tokenizer::{HtmlToken, HtmlTokenizer, StartTag};
use crate::text::{MappedText, data_url};

/// Maximum number of tokens; a larger page is read as it is.
const MAX_TOKENS: usize = 2_000_000;
/// Maximum depth of frames in frames.
const MAX_FRAME_DEPTH: usize = 4;
/// Maximum depth of shadow roots in shadow roots and in the content of their slots.
const MAX_SHADOW_DEPTH: usize = 40;
/// Number of open elements among which the start of an end tag is looked for.
const MAX_END_TAG_DEPTH: usize = 256;

/// Returns the composed page, or `None` if it is too large.
pub(super) fn compose(source: &str) -> Option<MappedText> {
    compose_document(source, 0)
}

fn compose_document(source: &str, frame_depth: usize) -> Option<MappedText> {
    let mut composer = Composer {
        source,
        tokens: tokens(source)?,
        composed: MappedText::new(),
        frame_depth,
        shadow_depth: 0,
        scopes: Vec::new(),
    };
    composer.append(0..composer.tokens.len());
    Some(composer.composed)
}

/// A token and its place in the source.
struct Piece<'a> {
    token: HtmlToken<'a>,
    /// Bytes in the source, with a comment before it.
    span: Range<usize>,
    /// Of a start tag, the index of the end tag that ends the element, or of the one that ends an element
    /// around it.
    end: usize,
    /// Of the start tag of a template, the index of the end of the element around it.
    end_of_host: usize,
}

/// Splits `source` into tokens and matches start and end tags.
fn tokens(source: &str) -> Option<Vec<Piece<'_>>> {
    let mut tokenizer = HtmlTokenizer::new(source);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut hosts: Vec<(usize, Option<usize>)> = Vec::new();
    let mut start = 0;
    while let Some(token) = tokenizer.next() {
        let index = pieces.len();
        if index >= MAX_TOKENS {
            return None;
        }
        match &token {
            HtmlToken::Start(tag) => {
                if Tag::named(tag.name) == Tag::Template {
                    hosts.push((index, open.last().copied()));
                }
                if !Tag::named(tag.name).is_void() {
                    open.push(index);
                }
            }
            HtmlToken::End(name) => {
                let is_start = |open: &usize| match &pieces[*open].token {
                    HtmlToken::Start(tag) => tag.name.eq_ignore_ascii_case(name),
                    _ => false,
                };
                let first = open.len().saturating_sub(MAX_END_TAG_DEPTH);
                if let Some(position) = open[first..].iter().rposition(is_start) {
                    for ended in open.drain(first + position..) {
                        pieces[ended].end = index;
                    }
                }
            }
            HtmlToken::Text(_) | HtmlToken::Raw { .. } => {}
        }
        let span = start..tokenizer.offset();
        start = span.end;
        pieces.push(Piece { token, span, end: usize::MAX, end_of_host: usize::MAX });
    }
    let count = pieces.len();
    pieces.iter_mut().for_each(|piece| piece.end = piece.end.min(count));
    for (template, host) in hosts {
        pieces[template].end_of_host = host.map_or(count, |host| pieces[host].end);
    }
    Some(pieces)
}

/// The children of a host by the name of the slot that displays them; the default slot has an empty name.
type SlotContent<'a> = FxHashMap<&'a str, Vec<Range<usize>>>;

struct Composer<'a> {
    source: &'a str,
    tokens: Vec<Piece<'a>>,
    composed: MappedText,
    frame_depth: usize,
    shadow_depth: usize,
    /// What the slots of the shadow roots around display, outermost first.
    scopes: Vec<SlotContent<'a>>,
}

impl<'a> Composer<'a> {
    /// Appends a range of tokens with its elements balanced: an end tag without a start tag would end an
    /// element around the range.
    fn append(&mut self, range: Range<usize>) {
        let mut open: Vec<&'a str> = Vec::new();
        let mut index = range.start;
        while index < range.end {
            let span = self.tokens[index].span.clone();
            match self.tokens[index].token.clone() {
                HtmlToken::Start(start) => match Tag::named(start.name) {
                    Tag::Template if is_shadow_root(&start) && self.shadow_depth < MAX_SHADOW_DEPTH => {
                        index = self.append_shadow_root(index, range.end);
                        continue;
                    }
                    Tag::Template => {
                        // Its content is not part of this tree.
                        let end = self.tokens[index].end.min(range.end);
                        let span = span.start..self.tokens[end.max(index + 1) - 1].span.end;
                        self.composed.push(&self.source[span.clone()], span.start);
                        open.push(start.name);
                        index = end.max(index + 1);
                        continue;
                    }
                    Tag::Frame if self.append_frame(&start) => {}
                    Tag::Other if is_slot(&start) => {
                        index = self.append_slot(index, &start, range.end);
                        continue;
                    }
                    tag if self.is_left_out(tag) => {}
                    tag => {
                        self.composed.push(&self.source[span.clone()], span.start);
                        if !tag.is_void() {
                            open.push(start.name);
                        }
                    }
                },
                HtmlToken::End(name) => {
                    let first = open.len().saturating_sub(MAX_END_TAG_DEPTH);
                    let position = open[first..].iter().rposition(|open| open.eq_ignore_ascii_case(name));
                    if let Some(position) = position {
                        open.truncate(first + position);
                        self.composed.push(&self.source[span.clone()], span.start);
                    }
                }
                HtmlToken::Raw { element, .. }
                    if Tag::named(element) == Tag::Frame || self.is_left_out(Tag::named(element)) => {}
                HtmlToken::Text(_) | HtmlToken::Raw { .. } => {
                    self.composed.push(&self.source[span.clone()], span.start);
                }
            }
            index += 1;
        }
        // The page itself may leave elements open.
        if self.shadow_depth + self.frame_depth > 0 {
            let offset = self.composed.origin_span().end;
            for name in open.into_iter().rev() {
                self.composed.push_as(&format!("</{name}>"), offset..offset);
            }
        }
    }

    /// Returns whether elements with this tag are left out: those of the head of a frame.
    fn is_left_out(&self, tag: Tag) -> bool {
        use Tag::{Body, Head, Html, Link, Meta, Script, Style, Title};
        self.frame_depth > 0 && matches!(tag, Html | Head | Body | Title | Meta | Link | Script | Style)
    }

    /// Appends the shadow root at `index` with the children of its host in its slots, and after it those that
    /// no slot displays. Returns the index of the end of the host, at most `end`.
    fn append_shadow_root(&mut self, index: usize, end: usize) -> usize {
        let end_of_host = self.tokens[index].end_of_host.min(end);
        let end_of_root = self.tokens[index].end.min(end_of_host);
        let is_closed = end_of_root < end_of_host;
        let children = self.assign(end_of_root + usize::from(is_closed)..end_of_host);
        self.shadow_depth += 1;
        self.scopes.push(children);
        self.append(index + 1..end_of_root);
        let mut unassigned: Vec<Range<usize>> =
            self.scopes.pop().unwrap_or_default().into_values().flatten().collect();
        unassigned.sort_by_key(|range| range.start);
        for range in unassigned {
            self.append(range);
        }
        self.shadow_depth -= 1;
        end_of_host.max(index + 1)
    }

    /// Returns the children of a host, which are the tokens in `range`, by the slot that they are for.
    fn assign(&self, range: Range<usize>) -> SlotContent<'a> {
        let mut children = SlotContent::default();
        let mut index = range.start;
        while index < range.end {
            let piece = &self.tokens[index];
            let (name, next) = match &piece.token {
                HtmlToken::Start(start) if Tag::named(start.name).is_void() => ("", index + 1),
                HtmlToken::Start(start) => {
                    let is_own_end = self.tokens.get(piece.end).is_some_and(|end| {
                        matches!(&end.token, HtmlToken::End(name) if name.eq_ignore_ascii_case(start.name))
                    });
                    let next = piece.end.saturating_add(usize::from(is_own_end)).min(range.end);
                    (value_of(start, "slot").unwrap_or(""), next.max(index + 1))
                }
                HtmlToken::Text(text) if self.source[text.clone()].trim().is_empty() => {
                    index += 1;
                    continue;
                }
                _ => ("", index + 1),
            };
            children.entry(name).or_default().push(index..next);
            index = next;
        }
        children
    }

    /// Appends the content of the slot at `index` if there is any. Returns the index of the next token: after
    /// the slot, or of its fallback content.
    fn append_slot(&mut self, index: usize, start: &StartTag<'a>, end: usize) -> usize {
        let Some(mut scope) = self.scopes.pop() else { return index + 1 };
        let content = scope.remove(value_of(start, "name").unwrap_or(""));
        let Some(content) = content else {
            self.scopes.push(scope);
            return index + 1;
        };
        // The content belongs to the tree around the host, and so do the slots in it.
        let next = self.tokens[index].end.saturating_add(1).min(end).max(index + 1);
        let stands_apart = !matches!(self.tokens.get(next), Some(Piece { token: HtmlToken::Text(_), .. }));
        let last = content.len().saturating_sub(1);
        for (number, range) in content.into_iter().enumerate() {
            self.append(range);
            if number < last || stands_apart {
                self.composed.push_as(" ", self.tokens[index].span.clone());
            }
        }
        self.scopes.push(scope);
        next
    }

    /// Appends the content of a frame if its source is in an attribute. Returns whether it is.
    fn append_frame(&mut self, start: &StartTag<'a>) -> bool {
        let Some((name, html)) = start.attributes().find(is_frame_source) else {
            return false;
        };
        if self.frame_depth >= MAX_FRAME_DEPTH {
            return true;
        }
        let mut html = entities::decode_mapped(html, self.offset(html));
        if !name.eq_ignore_ascii_case("srcdoc") {
            // Base64 leads back to the attribute only.
            let Some(page) = data_url::page_in(html.as_str()) else { return false };
            let span = html.origin_span();
            html = MappedText::new();
            html.push_as(&page, span);
        }
        let Some(content) = compose_document(html.as_str(), self.frame_depth + 1) else { return true };
        let span = self.offset(start.name)..self.offset(start.name) + start.name.len();
        self.composed.push_as("<div", span.clone());
        for (name, value) in start.attributes().filter(|attribute| !is_frame_source(attribute)) {
            let quote = if value.contains('"') { "'" } else { "\"" };
            self.composed.push_as(" ", span.clone());
            self.composed.push(name, self.offset(name));
            self.composed.push_as("=", span.clone());
            self.composed.push_as(quote, span.clone());
            self.composed.push(value, self.offset(value));
            self.composed.push_as(quote, span.clone());
        }
        self.composed.push_as(">", span.clone());
        self.composed.append(&content.through(&html));
        self.composed.push_as("</div>", span);
        true
    }

    /// Returns the offset of `part`, a part of the source, in it.
    fn offset(&self, part: &str) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.source.as_ptr() as usize)
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::html::read;
    use proptest::prelude::*;

    fn texts(page: &str) -> Vec<String> {
        read(page).tree.blocks.iter().map(|block| block.text.as_str().to_owned()).collect()
    }

    #[test]
    fn slots_display_the_children_of_the_host() {
        let page = "<tide-card><template shadowrootmode=open><style>p{}</style><h2><slot name=head>None</slot></h2>\
            <slot></slot><p>Printed by the <b>harbour</b>.</p><slot name=foot><p>No notes.</p></slot></template>\
            <p>Low at three.</p><span slot=head>Tides</span><p slot=other>Left over.</p></tide-card><p>After.</p>";
        assert_eq!(
            texts(page),
            ["Tides", "Low at three.", "Printed by the harbour.", "No notes.", "Left over.", "After."]
        );
    }

    #[test]
    fn slots_in_a_sentence_keep_it_whole() {
        let page =
            "<p>The <x-b><template shadowrootmode='closed'>(<slot></slot>)</template>ferry</x-b> stays.</p>";
        assert_eq!(texts(page), ["The (ferry) stays."]);
    }

    #[test]
    fn a_slot_in_a_slot_displays_the_outer_child() {
        let page = "<x-a><TEMPLATE ShadowRootMode=OPEN><x-b><template shadowroot=open><p>In:</p><slot></slot></template>\
            <slot></slot></x-b></TEMPLATE><p>the child</p></x-a>";
        assert_eq!(texts(page), ["In:", "the child"]);
    }

    #[test]
    fn frames_are_read_in_place() {
        let inner =
            "<html><head><title>x</title><style>p{}</style></head><body><p>R&amp;D at sea</p></div></body>";
        let quoted = inner.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let nested = format!("<p>Outer</p><iframe srcdoc=\"{quoted}\"></iframe>");
        let twice = nested.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let page =
            format!("<div><p>One</p><iframe class=c srcdoc=\"{twice}\">no frames</iframe><p>Two</p></div>");
        assert_eq!(texts(&page), ["One", "Outer", "R&D at sea", "Two"]);
        let offset = read(&page).tree.blocks[2].text.origin_span().start;
        assert!(page[offset..].starts_with("R&amp;"), "{}", &page[offset..]);
    }

    #[test]
    fn frames_with_a_page_in_their_address_are_read_in_place() {
        let page = "<div><p>One</p><iframe src='data:text/html;base64,PHA+VGlkZXM8L3A+'></iframe>\
            <IFRAME SRC=data:text/html,%3Cp%3EGates></IFRAME><iframe src='data:image/gif,x'></iframe><p>Two</p></div>";
        assert_eq!(texts(page), ["One", "Tides", "Gates", "Two"]);
    }

    #[test]
    fn nesting_is_bounded() {
        let mut page = "<p>deep</p>".to_owned();
        for _ in 0..9 {
            page =
                format!("<iframe srcdoc='{}'></iframe>", page.replace('&', "&amp;").replace('\'', "&#39;"));
        }
        assert!(texts(&page).is_empty());
        let shadows = format!("{}x<slot>", "<b><template shadowrootmode=open><slot>".repeat(3000));
        assert_eq!(texts(&shadows), ["x"]);
        assert_eq!(texts(&format!("<x><template shadowroot=open>{}x", "<slot><i>".repeat(9000))), ["x"]);
    }

    proptest! {
        /// Any mixture of tags is composed without losing a word outside of plain templates.
        #[test]
        fn no_word_is_lost(parts in prop::collection::vec("(<template shadowrootmode=open>|</template>|<x-a>|</x-a>|<slot>|<slot name=n>|</slot>|<p slot=n>|<p>|</p>|<div>|</div>| w[a-z]{2,5} )", 0..40)) {
            let page = parts.concat();
            let found = texts(&page).join(" ");
            let slots = page.contains("<slot");
            for word in parts.iter().filter(|part| part.starts_with(' ')) {
                // The fallback content of a slot is replaced.
                prop_assert!(slots || found.contains(word.trim()), "{word} of {page} in {found}");
            }
        }
    }
}
