//! The text that a reader of a page sees, read without building blocks: what the blocks are checked against.

mod signatures;

use crate::extract::html::attribute::{hides_element, hides_for_good, strikes_out, value_of};
use crate::extract::html::entities;
use crate::extract::html::tag::Tag;
use crate::extract::html::tokenizer::{HtmlToken, HtmlTokenizer, StartTag, WrittenToken};
use crate::extract::html::visible::signatures::SignatureFinder;
use std::ops::Range;

/// Elements whose text a browser with all its features does not display.
const NOT_DISPLAYED: [&str; 5] = ["template", "video", "audio", "canvas", "object"];
/// Raw-text elements whose text is displayed.
const DISPLAYED_RAW: [&str; 3] = ["title", "textarea", "xmp"];

/// Returns the range of every piece of text on the page, in order: its title, its text boxes, and every text
/// node outside of scripts, style sheets, pictures and templates. Whether the style of an element hides it
/// does not count.
pub(crate) fn visible_text(source: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    // Number of open elements of each name in `NOT_DISPLAYED`.
    let mut open = [0u32; NOT_DISPLAYED.len()];
    // The title of a drawing is a tooltip.
    let mut drawings = 0u32;
    let number = |name: &str| NOT_DISPLAYED.iter().position(|known| known.eq_ignore_ascii_case(name));
    for token in HtmlTokenizer::new(source) {
        let is_displayed = open.iter().all(|count| *count == 0);
        match token {
            HtmlToken::Start(tag) => {
                if let Some(number) = number(tag.name) {
                    open[number] += 1;
                }
                drawings += u32::from(tag.name.eq_ignore_ascii_case("svg"));
            }
            HtmlToken::End(name) => {
                if let Some(number) = number(name) {
                    open[number] = open[number].saturating_sub(1);
                }
                drawings = drawings.saturating_sub(u32::from(name.eq_ignore_ascii_case("svg")));
            }
            HtmlToken::Text(range) if is_displayed => pieces.push(range),
            HtmlToken::Raw { element, content } if is_displayed => {
                let is_tooltip = drawings > 0 && element.eq_ignore_ascii_case("title");
                if !is_tooltip && DISPLAYED_RAW.iter().any(|name| name.eq_ignore_ascii_case(element)) {
                    pieces.push(content);
                }
            }
            HtmlToken::Text(_) | HtmlToken::Raw { .. } => {}
        }
    }
    pieces.retain(|range| !source[range.clone()].trim().is_empty());
    pieces
}

/// Returns a piece of text as it is displayed: character references decoded, white space collapsed.
pub(crate) fn displayed(text: &str) -> String {
    entities::decode_all(text)
}

/// Returns whether an element strikes its words out.
pub(crate) fn is_struck(name: &str) -> bool {
    ["del", "s", "strike"].iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Returns `source` with the marks that a browser puts around `q` elements, and without the text of inline
/// elements that are hidden or struck out; who is cited at the end of a block quotation stands behind a dash.
/// Nothing has the attribute `aria-hidden`, which hides nothing from the eye.
pub(crate) fn as_displayed(source: &str) -> String {
    let mut page = DisplayedPage { text: String::with_capacity(source.len()), ..DisplayedPage::default() };
    let mut signatures = SignatureFinder::default();
    for WrittenToken { token, written, tail } in HtmlTokenizer::written(source) {
        let Some(token) = token else {
            page.text.push_str(written);
            break;
        };
        match signatures.replacement(&token, tail, &mut page.text) {
            Some(paragraph) => {
                page.hidden = None;
                page.text.push_str(paragraph);
            }
            None => page.push(&token, written, source),
        }
    }
    page.text
}

/// A page as it is displayed, up to some token.
#[derive(Debug, Default)]
struct DisplayedPage<'s> {
    text: String,
    /// Number of open elements `q`.
    quotes: usize,
    /// Marks that stand before the next words.
    opening: String,
    /// The open inline element that is hidden, and the number of open elements of its name from there on.
    hidden: Option<(&'s str, usize)>,
}

impl<'s> DisplayedPage<'s> {
    fn push(&mut self, token: &HtmlToken<'s>, written: &str, source: &str) {
        match token {
            HtmlToken::Start(tag) => self.open(tag, written),
            HtmlToken::End(name) => {
                self.close(name);
                self.text.push_str(written);
            }
            HtmlToken::Text(_) if self.hidden.is_some() => {}
            HtmlToken::Text(range)
                if !self.opening.is_empty() && !source[range.clone()].trim().is_empty() =>
            {
                let text = &source[range.clone()];
                let words = text.trim_start();
                self.text.push_str(&text[..text.len() - words.len()]);
                self.text.extend([self.opening.as_str(), words]);
                self.opening.clear();
            }
            HtmlToken::Text(_) | HtmlToken::Raw { .. } => self.text.push_str(written),
        }
    }

    fn open(&mut self, tag: &StartTag<'s>, written: &str) {
        let kind = Tag::named(tag.name);
        match &mut self.hidden {
            Some(_) if kind.is_block() => self.hidden = None,
            Some((name, open)) if name.eq_ignore_ascii_case(tag.name) => *open += 1,
            Some(_) => {}
            None if !kind.is_block() && !kind.is_void() && (is_hidden(tag) || is_struck(tag.name)) => {
                self.hidden = Some((tag.name, 1));
            }
            None if tag.name.eq_ignore_ascii_case("q") => {
                self.opening.push(if self.quotes.is_multiple_of(2) { '“' } else { '‘' });
                self.quotes += 1;
            }
            None => {}
        }
        let aria = value_of(tag, "aria-hidden").map(|_| written.to_ascii_lowercase());
        match aria.and_then(|tag| tag.find("aria-hidden")) {
            Some(offset) => {
                let end = offset + "aria-hidden".len();
                self.text.extend([&written[..offset], "data-hidden", &written[end..]]);
            }
            None => self.text.push_str(written),
        }
    }

    fn close(&mut self, name: &str) {
        match &mut self.hidden {
            Some(_) if Tag::named(name).is_block() => self.hidden = None,
            Some((open_name, open)) if open_name.eq_ignore_ascii_case(name) => {
                *open -= 1;
                self.hidden = self.hidden.filter(|(_, open)| *open > 0);
            }
            Some(_) => {}
            None if name.eq_ignore_ascii_case("q") && self.quotes > 0 => {
                self.quotes -= 1;
                if self.opening.pop().is_none() {
                    let end = self.text.trim_end().len();
                    let space = if end < self.text.len() { " " } else { "" };
                    self.text.truncate(end);
                    self.text.extend([if self.quotes.is_multiple_of(2) { "”" } else { "’" }, space]);
                }
            }
            None => {}
        }
    }
}

/// Returns whether an attribute of the element hides it from the eye, or strikes it out.
fn is_hidden(start: &StartTag<'_>) -> bool {
    value_of(start, "hidden").is_some_and(|value| hides_for_good(start, value))
        || value_of(start, "style").is_some_and(|style| hides_element(style) || strikes_out(style))
}

#[cfg(test)]
mod tests {
    use crate::extract::html::visible::*;

    #[test]
    fn text_is_found_wherever_it_stands() {
        let page = "<title>A &amp; B</title><style>p{}</style><p>One <b>two</b><!-- no --><script>no</script>\
            <svg><title>no</title><text>label</text></svg><textarea>three</textarea><template><p>no</template>four";
        let texts: Vec<String> =
            visible_text(page).into_iter().map(|range| displayed(&page[range])).collect();
        assert_eq!(texts, ["A & B", "One", "two", "label", "three", "four"]);
    }
}
