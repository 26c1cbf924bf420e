//! Corrections of the verdicts of the forest by general rules.

mod comments;
mod other_stories;
mod parts;

use crate::clean::dialogue;
pub(super) use crate::clean::html::corrections::comments::cut_comments;
pub(super) use crate::clean::html::corrections::other_stories::cut_other_stories;
pub(super) use crate::clean::html::corrections::parts::{headed_article, keep_headed_article, keep_updates};
use crate::clean::html::layout::Layout;
use crate::clean::text::label_blocks::PageLabels;
use crate::extract::BlockKind;
use crate::extract::html::Page;
use crate::extract::html::tag::Tag;

/// Minimum number of words of a quotation that is compared with the text.
const MIN_QUOTE_WORDS: u32 = 6;
/// Maximum number of quotations that are compared: no article has as many pull quotes.
const MAX_QUOTES: usize = 200;

/// Number of elements between a toggle and its text.
const MAX_TOGGLE_ANCESTORS: usize = 3;
/// Minimum number of questions of a list of questions.
const MIN_QUESTIONS: usize = 3;
/// Maximum length of the heading of an unfolded part.
const MAX_TOGGLE_BYTES: usize = 200;
/// Minimum share of a link in the headline of another story.
const MIN_LINK_SHARE: f32 = 0.8;
/// Minimum length of text for readers without scripts.
const MIN_NOSCRIPT_BYTES: usize = 60;

/// Cuts quotations that are set apart from the text, where they are repeated in it word for word.
pub(super) fn cut_repeated_quotes(page: &Page, layout: &Layout<'_>, keep: &mut [bool]) {
    let blocks = &page.tree.blocks;
    let is_quote = |index: usize| blocks[index].kind == BlockKind::Quote;
    let is_compared = |index: &usize| is_quote(*index) && layout.stats[*index].words >= MIN_QUOTE_WORDS;
    let quotes: Vec<usize> =
        (0..keep.len()).filter(|index| keep[*index]).filter(is_compared).take(MAX_QUOTES).collect();
    if quotes.is_empty() {
        return;
    }
    let others = (0..keep.len()).filter(|index| keep[*index] && !is_quote(*index));
    let text: String = others.flat_map(|index| [blocks[index].text.as_str(), "\n"]).collect();
    let text = text.to_lowercase();
    for index in quotes {
        let quote = blocks[index].text.as_str().to_lowercase();
        let quote = quote.trim_matches(|c: char| !c.is_alphanumeric());
        keep[index] = memchr::memmem::find(text.as_bytes(), quote.as_bytes()).is_none();
    }
}

/// Keeps the headings of unfolded parts that are kept, the questions of a list of questions, and text for
/// readers without scripts inside the article.
pub(super) fn keep_unfolded(page: &Page, keep: &mut [bool]) {
    let tree = &page.tree;
    let container = |index: usize| tree.contexts[index].container;
    let mut questions = Vec::new();
    for index in 1..keep.len() {
        if keep[index - 1] || !keep[index] {
            continue;
        }
        let text = tree.blocks[index - 1].text.as_str().trim();
        let is_toggle = ancestors(page, container(index - 1)).take(MAX_TOGGLE_ANCESTORS).any(|node| {
            let tag = tree.nodes[node as usize].tag;
            tag.heading_level().is_some() || matches!(tag, Tag::Button | Tag::Summary | Tag::Dt | Tag::Label)
        });
        if !is_toggle || text.len() > MAX_TOGGLE_BYTES {
            continue;
        }
        let is_question = text.ends_with(['?', '？', '؟']);
        let is_first = |node: u32| {
            tree.unfolded.binary_search(&node).is_ok() && !is_in(page, container(index - 1), node)
        };
        let begins_part = ancestors(page, container(index)).any(is_first);
        if begins_part && (is_question || text.contains(char::is_whitespace)) {
            keep[index - 1] = true;
        }
        if is_question {
            questions.push(index - 1);
        }
    }
    if questions.len() >= MIN_QUESTIONS {
        questions.into_iter().for_each(|question| keep[question] = true);
    }
    for index in 1..keep.len().saturating_sub(1) {
        let is_without_scripts =
            || ancestors(page, container(index)).any(|node| tree.nodes[node as usize].tag == Tag::Noscript);
        if !keep[index] && keep[index - 1] && keep[index + 1] && is_without_scripts() {
            let text = tree.blocks[index].text.as_str();
            keep[index] = text.len() >= MIN_NOSCRIPT_BYTES && !text.to_lowercase().contains("javascript");
        }
    }
}

/// Returns `node` and the elements around it, without the root.
pub(super) fn ancestors(page: &Page, node: u32) -> impl Iterator<Item = u32> + '_ {
    std::iter::successors((node > 0).then_some(node), |node| {
        let parent = page.tree.nodes[*node as usize].parent;
        (parent > 0).then_some(parent)
    })
}

fn is_in(page: &Page, node: u32, outer: u32) -> bool {
    ancestors(page, node).any(|node| node == outer)
}

/// Cuts the lines that the lists of the languages know, and the links to other stories below one.
pub(super) fn cut_stock_lines(
    page: &Page,
    layout: &Layout<'_>,
    labels: &PageLabels,
    title: Option<usize>,
    keep: &mut [bool],
) {
    for index in 0..keep.len() {
        if labels.stock_reasons[index].is_none() || title == Some(index) {
            continue;
        }
        keep[index] = false;
        let headlines = labels.headlines_after[index];
        for (below, keep) in keep.iter_mut().enumerate().skip(index + 1).take(headlines) {
            let node = page.tree.contexts[below].container;
            // A heading of the first levels may be the article's own.
            let level = page.tree.nodes[node as usize].tag.heading_level();
            if title == Some(below)
                || layout.link_share(below) < MIN_LINK_SHARE
                || level.is_some_and(|level| level < 3)
            {
                break;
            }
            *keep = false;
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
    fn the_questions_of_unfolded_answers_are_kept() {
        let answer = "The lock keeper said that the gates would be painted in the spring, when the paint is dry and the water is low.";
        let part = |button: &str| {
            format!(
                "<div class=faq-item>{button}<div class=faq-answer hidden><p>{answer} It is {} bytes.</p></div></div>",
                button.len()
            )
        };
        let parts = [
            "<button class=faq-question>When is it painted?</button>",
            "<h3 class=card-header><button class=btn>The price of paint</button></h3>",
        ];
        let page = format!(
            "<title>Gates</title><article><h1>Gates</h1><p>{answer}</p>{}</article><button>Send the form</button>",
            parts.map(part).concat()
        );
        let article = clean(&page).article;
        for question in ["When is it painted?", "The price of paint"] {
            assert!(article.body.text.as_str().contains(question), "{}", article.body.text.as_str());
        }
        assert!(article.cut.text.as_str().contains("Send the form"));
    }

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
