//! Whose words a block quotation has: `<blockquote>… <cite>Ann Lee</cite></blockquote>`.

use crate::analysis::is_given_name;
use crate::extract::html::tag::Tag;
use crate::extract::html::tokenizer::{HtmlToken, HtmlTokenizer};
use crate::text::floor_char_boundary;

/// Maximum length of a signature with its tags, in bytes.
const MAX_SIGNATURE: usize = 400;
/// Dashes before a signature.
const DASHES: [char; 3] = ['—', '–', '―'];

/// Finds the elements `cite` and `footer` that end a block quotation and say whose words it has. A title at
/// the end of a sentence is none.
#[derive(Debug, Default)]
pub(super) struct SignatureFinder<'s> {
    /// Number of open block quotations.
    quotations: usize,
    /// Name of the open signature.
    open: Option<&'s str>,
}

impl<'s> SignatureFinder<'s> {
    /// Returns what stands in place of a tag: a paragraph with a dash for a signature. `displayed` is the
    /// text before it, which loses a dash at its end.
    pub(super) fn replacement(
        &mut self,
        token: &HtmlToken<'s>,
        tail: &'s str,
        displayed: &mut String,
    ) -> Option<&'static str> {
        let is_quotation = |name: &str| name.eq_ignore_ascii_case("blockquote");
        match token {
            HtmlToken::Start(tag) if is_quotation(tag.name) => self.quotations += 1,
            HtmlToken::End(name) if is_quotation(name) => {
                self.quotations = self.quotations.saturating_sub(1);
                self.open = None;
            }
            HtmlToken::Start(tag) if self.quotations > 0 && self.open.is_none() && is_signature(tag.name) => {
                let words = signature(tail, tag.name)?;
                if !ends_paragraph(displayed) && !is_glued(displayed, words) && !is_name(words) {
                    return None;
                }
                self.open = Some(tag.name);
                displayed.truncate(displayed.trim_end().trim_end_matches(DASHES).trim_end().len());
                let has_dash = words.trim_start().starts_with(DASHES);
                return Some(if has_dash { "<p>" } else { "<p>— " });
            }
            HtmlToken::End(name) if self.open.is_some_and(|open| open.eq_ignore_ascii_case(name)) => {
                self.open = None;
                return Some("</p>");
            }
            _ => {}
        }
        None
    }
}

fn is_signature(name: &str) -> bool {
    name.eq_ignore_ascii_case("cite") || name.eq_ignore_ascii_case("footer")
}

/// Returns the content of the element called `name` at the end of whose start tag `source` begins, if it ends
/// the block quotation.
fn signature<'s>(source: &'s str, name: &str) -> Option<&'s str> {
    let source = &source[..floor_char_boundary(source, 2 * MAX_SIGNATURE)];
    let mut end = None;
    let mut tokens = HtmlTokenizer::new(source);
    loop {
        let start = tokens.offset();
        let token = tokens.next().filter(|_| start <= MAX_SIGNATURE)?;
        match token {
            HtmlToken::End(closed) if closed.eq_ignore_ascii_case("blockquote") => {
                return end.map(|end| &source[..end]);
            }
            HtmlToken::End(closed) if closed.eq_ignore_ascii_case(name) => end = Some(start),
            HtmlToken::Start(tag) if Tag::named(tag.name).is_block() => return None,
            HtmlToken::Text(range) if end.is_some() && !source[range.clone()].trim().is_empty() => {
                return None;
            }
            _ => {}
        }
    }
}

/// Returns whether a signature follows the last word of `text` without a space: it stands on a line of its
/// own for the reader.
fn is_glued(text: &str, words: &str) -> bool {
    let start = text.len().saturating_sub(MAX_SIGNATURE);
    let mut text = &text[floor_char_boundary(text, start)..];
    while let Some((before, _)) = text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        text = before;
    }
    text.ends_with(char::is_alphanumeric) && words.starts_with(|c: char| c.is_alphanumeric() || c == '<')
}

/// Returns whether the words of an element, which may have elements, are the name of a person: a common given
/// name and one or two others.
fn is_name(words: &str) -> bool {
    let mut names = words.split_whitespace();
    let is_given = |name: &str| is_given_name(&name.to_lowercase());
    let is_part = |name: &str| {
        name.starts_with(char::is_uppercase) && name.chars().all(|c| c.is_alphabetic() || ".-’'".contains(c))
    };
    (2..=3).contains(&names.clone().count())
        && names.clone().next().is_some_and(is_given)
        && names.all(is_part)
}

/// Returns whether a block or a sentence ends at the end of `text`, or a dash is there.
fn ends_paragraph(text: &str) -> bool {
    let start = text.len().saturating_sub(MAX_SIGNATURE);
    let mut text = text[floor_char_boundary(text, start)..].trim_end();
    while let Some((before, tag)) = text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        let name = tag.trim_start_matches('/');
        let name = &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()];
        if Tag::named(name).is_block() || name.eq_ignore_ascii_case("br") {
            return true;
        }
        text = before.trim_end();
    }
    text.ends_with(['.', '!', '?', '…', '—', '–', '―', '”', '"', '’', '»', '“'])
}

#[cfg(test)]
mod tests {
    use crate::extract::html::visible::as_displayed;

    #[test]
    fn a_signature_is_a_paragraph_with_a_dash() {
        for (source, expected) in [
            (
                "<blockquote>We stay. <cite>Ann Lee</cite></blockquote>",
                "<blockquote>We stay.<p>— Ann Lee</p></blockquote>",
            ),
            (
                "<blockquote><p>We stay.</p><footer>— Ann <b>Lee</b></footer>\n</blockquote>",
                "<blockquote><p>We stay.</p><p>— Ann <b>Lee</b></p>\n</blockquote>",
            ),
            (
                "<blockquote><p>We stay. — <cite>Ann</cite></p></blockquote>",
                "<blockquote><p>We stay.<p>— Ann</p></p></blockquote>",
            ),
            (
                "<blockquote>We saw <cite>Hamlet</cite></blockquote>",
                "<blockquote>We saw <cite>Hamlet</cite></blockquote>",
            ),
            (
                "<blockquote>Yes. <cite>Hamlet</cite> is long.</blockquote>",
                "<blockquote>Yes. <cite>Hamlet</cite> is long.</blockquote>",
            ),
            (
                "<blockquote>We stay. <del>No</del> <cite>Ann</cite></blockquote>",
                "<blockquote>We stay. <del></del><p>— Ann</p></blockquote>",
            ),
            (
                "<blockquote>We stay in this county<cite>Orla Quill</cite></blockquote>",
                "<blockquote>We stay in this county<p>— Orla Quill</p></blockquote>",
            ),
            (
                "<blockquote><p>We <b>stay</b><cite>Orla Quill</cite></p></blockquote>",
                "<blockquote><p>We <b>stay</b><p>— Orla Quill</p></p></blockquote>",
            ),
            (
                "<blockquote><p>We stay here <cite>Ann Lee</cite></p></blockquote>",
                "<blockquote><p>We stay here<p>— Ann Lee</p></p></blockquote>",
            ),
            (
                "<blockquote>We saw <cite>Annie Get Your Gun</cite></blockquote>",
                "<blockquote>We saw <cite>Annie Get Your Gun</cite></blockquote>",
            ),
            ("<p>Yes. <cite>Ann</cite></p>", "<p>Yes. <cite>Ann</cite></p>"),
        ] {
            assert_eq!(as_displayed(source), expected, "{source}");
        }
    }
}
