//! The text that a reader of a page sees, read without building blocks: what the blocks are checked against.

use crate::extract::html::entities;
use crate::extract::html::tokenizer::{HtmlToken, HtmlTokenizer};
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
