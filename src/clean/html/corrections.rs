//! Corrections of the verdicts of the forest by general rules.

use crate::clean::dialogue;
use crate::clean::html::layout::Layout;
use crate::extract::BlockKind;
use crate::extract::html::Page;

/// Minimum number of words of a quotation that is compared with the text.
const MIN_QUOTE_WORDS: u32 = 6;

/// Cuts quotations that are set apart from the text, where they are repeated in it word for word.
pub(super) fn cut_repeated_quotes(page: &Page, layout: &Layout<'_>, keep: &mut [bool]) {
    let blocks = &page.tree.blocks;
    let is_quote = |index: usize| blocks[index].kind == BlockKind::Quote;
    for index in 0..keep.len() {
        if !keep[index] || !is_quote(index) || layout.stats[index].words < MIN_QUOTE_WORDS {
            continue;
        }
        let quote = blocks[index].text.as_str().to_lowercase();
        let quote = quote.trim_matches(|c: char| !c.is_alphanumeric());
        let is_repeated = |other: usize| {
            keep[other] && !is_quote(other) && {
                let text = blocks[other].text.as_str();
                text.len() > quote.len() && text.to_lowercase().contains(quote)
            }
        };
        if (0..keep.len()).any(is_repeated) {
            keep[index] = false;
        }
    }
}

/// Keeps the lines of dialogue between two paragraphs of the article.
pub(super) fn keep_dialogue(page: &Page, keep: &mut [bool]) {
    let texts: Vec<&str> = page.tree.blocks.iter().map(|block| block.text.as_str()).collect();
    for run in dialogue::runs(&texts, |index| keep[index]) {
        for index in run {
            keep[index] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::html::clean;

    #[test]
    fn a_pull_quote_is_kept_once() {
        let text = "The lock keeper said that the gates would be painted in the spring, and that the paint had been bought.";
        let page = |quote: &str| {
            let paragraphs = format!("<p>{text} The weir is next.</p>").repeat(2);
            clean(&format!(
                "<article><h1>Gates</h1>{paragraphs}<aside class=quote><p>“{quote}”</p></aside><p>{text}</p></article>"
            ))
        };
        let repeated = page("the gates would be painted in the spring").article;
        assert!(repeated.cut.text.as_str().contains("“the gates would be painted in the spring”"));
        let other = page("the gates have not been painted for ten years").article;
        assert!(other.body.text.as_str().contains("for ten years"));
    }
}
