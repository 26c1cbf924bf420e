//! The text that a reader of a page sees, read without building blocks: what the blocks are checked against.

mod signatures;

use crate::extract::html::attribute::{hides_element, hides_for_good, strikes_out, value_of};
use crate::extract::html::entities;
use crate::extract::html::tag::Tag;
use crate::extract::html::tokenizer::{HtmlToken, HtmlTokenizer, StartTag};
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
    let source = &signatures::with_dashes(source);
    let mut displayed = String::with_capacity(source.len());
    let (mut quotes, mut opening) = (0usize, String::new());
    // The open inline element that is hidden, and the number of open elements of its name from there on.
    let mut hidden: Option<(&str, usize)> = None;
    let mut tokens = HtmlTokenizer::new(source);
    loop {
        let start = tokens.offset();
        let token = tokens.next();
        let written = &source[start..tokens.offset()];
        let Some(token) = token else {
            displayed.push_str(written);
            return displayed;
        };
        match &token {
            HtmlToken::Start(tag) => {
                let kind = Tag::named(tag.name);
                match &mut hidden {
                    Some(_) if kind.is_block() => hidden = None,
                    Some((name, open)) if name.eq_ignore_ascii_case(tag.name) => *open += 1,
                    Some(_) => {}
                    None if !kind.is_block()
                        && !kind.is_void()
                        && (is_hidden(tag) || is_struck(tag.name)) =>
                    {
                        hidden = Some((tag.name, 1))
                    }
                    None if tag.name.eq_ignore_ascii_case("q") => {
                        opening.push(if quotes % 2 == 0 { '“' } else { '‘' });
                        quotes += 1;
                    }
                    None => {}
                }
                let aria = value_of(tag, "aria-hidden").map(|_| written.to_ascii_lowercase());
                match aria.and_then(|tag| tag.find("aria-hidden")) {
                    Some(offset) => {
                        let end = offset + "aria-hidden".len();
                        displayed.extend([&written[..offset], "data-hidden", &written[end..]]);
                    }
                    None => displayed.push_str(written),
                }
            }
            HtmlToken::End(name) => {
                match &mut hidden {
                    Some(_) if Tag::named(name).is_block() => hidden = None,
                    Some((open_name, open)) if open_name.eq_ignore_ascii_case(name) => {
                        *open -= 1;
                        hidden = hidden.filter(|(_, open)| *open > 0);
                    }
                    Some(_) => {}
                    None if name.eq_ignore_ascii_case("q") && quotes > 0 => {
                        quotes -= 1;
                        if opening.pop().is_none() {
                            let end = displayed.trim_end().len();
                            let space = if end < displayed.len() { " " } else { "" };
                            displayed.truncate(end);
                            displayed.extend([if quotes % 2 == 0 { "”" } else { "’" }, space]);
                        }
                    }
                    None => {}
                }
                displayed.push_str(written);
            }
            HtmlToken::Text(_) if hidden.is_some() => {}
            HtmlToken::Text(range) if !opening.is_empty() && !source[range.clone()].trim().is_empty() => {
                let text = &source[range.clone()];
                let words = text.trim_start();
                displayed.push_str(&text[..text.len() - words.len()]);
                displayed.extend([opening.as_str(), words]);
                opening.clear();
            }
            HtmlToken::Text(_) | HtmlToken::Raw { .. } => displayed.push_str(written),
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
