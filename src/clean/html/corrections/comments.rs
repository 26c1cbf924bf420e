//! Cuts the comments of readers below an article.

use rustc_hash::FxHashMap;

use crate::clean::html::corrections::ancestors;
use crate::clean::html::layout::Layout;
use crate::extract::html::Page;
use crate::extract::html::class_hints::{COMMENTS, MAIN_TEXT, TEXT};

/// Minimum number of words of an article above its comments.
const MIN_WORDS_ABOVE_COMMENTS: u32 = 40;

/// Cuts what stands in elements named after comments, where enough of an article is kept above them.
pub(in crate::clean::html) fn cut_comments(
    page: &Page,
    layout: &Layout<'_>,
    title: Option<usize>,
    keep: &mut [bool],
) {
    let hints = |node: u32| page.tree.nodes[node as usize].hints;
    let is_named = |node: &u32| hints(*node) & COMMENTS != 0 && hints(*node) & (MAIN_TEXT | TEXT) == 0;
    let container = |index: usize| page.tree.contexts[index].container;
    let kept: Vec<usize> = (0..keep.len()).filter(|index| keep[*index] && title != Some(*index)).collect();
    let mut named: FxHashMap<u32, NamedPart> = FxHashMap::default();
    let mut words_above = 0;
    for index in &kept {
        let words = layout.stats[*index].words;
        let parent = page.tree.nodes[container(*index) as usize].parent;
        for element in ancestors(page, container(*index)).filter(is_named) {
            let part =
                named.entry(element).or_insert_with(|| NamedPart { words_above, ..NamedPart::default() });
            part.words += words;
            part.words_direct += if parent == element { words } else { 0 };
            *part.words_by_parent.entry(parent).or_default() += words;
        }
        words_above += words;
    }
    let is_comments = |element: u32| named.get(&element).is_some_and(NamedPart::is_comments);
    let mut words_above = 0;
    for index in kept {
        if !ancestors(page, container(index)).any(is_comments) {
            words_above += layout.stats[index].words;
        } else if words_above >= MIN_WORDS_ABOVE_COMMENTS {
            keep[index] = false;
        }
    }
}

/// Text that is kept in an element which is named after comments.
#[derive(Default)]
struct NamedPart {
    /// Words above the element.
    words_above: u32,
    /// Words in it.
    words: u32,
    /// Words of the paragraphs in the element itself.
    words_direct: u32,
    /// Words of the paragraphs in each element inside.
    words_by_parent: FxHashMap<u32, u32>,
}

impl NamedPart {
    /// Returns whether the element has comments. An opinion may be named like them, and so may a page that is
    /// open to them (`has-comments`), but each comment stands in an element of its own.
    fn is_comments(&self) -> bool {
        let most = self.words_by_parent.values().max().copied().unwrap_or_default();
        let is_article = most * 2 > self.words && self.words > self.words_above;
        self.words_direct * 2 < self.words && !is_article
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::html::clean;

    #[test]
    fn an_article_that_is_named_like_comments_stays() {
        let text =
            "The lock keeper said that the gates would be painted in the spring, when the paint is dry.";
        let above = format!("<p>{text} {text} {text}</p>");
        for name in ["kommentar", "commentary", "entry-content comments-on", "article-body tone-comment"] {
            let body =
                format!("<div class='{name}'>{}</div>", format!("<p>{text} So it goes.</p>").repeat(5));
            let page = format!("<title>Gates</title><article><h1>Gates</h1>{above}{body}</article>");
            assert_eq!(clean(&page).article.body.text.as_str().matches("So it goes.").count(), 5, "{name}");
        }
        let comment = format!("<li class=comment><div><p>{text} So it goes.</p></div></li>").repeat(5);
        let page = format!(
            "<title>Gates</title><article><h1>Gates</h1>{above}</article><ol class=comments>{comment}</ol>"
        );
        assert!(!clean(&page).article.body.text.as_str().contains("So it goes."));
    }

    #[test]
    fn an_article_in_a_part_that_is_open_to_comments_stays() {
        let text =
            "The lock keeper said that the gates would be painted in the spring, when the paint is dry.";
        let above = format!("<p>{text} {text} {text}</p>");
        let comment = "<li><div><p>I have painted gates for thirty years, and nobody ever asked me for the paint.</p></div></li>";
        let comments = format!("<ol class=comments>{}</ol>", comment.repeat(3));
        for name in ["layout has-comments", "disqus-enabled", "article-with-discussion"] {
            let body = format!("<div class=css-1>{}</div>", format!("<p>{text} So it goes.</p>").repeat(5));
            let page = format!(
                "<title>Gates</title><main><h1>Gates</h1>{above}<div class='{name}'>{body}{comments}</div></main>"
            );
            let body = clean(&page).article.body;
            assert_eq!(body.text.as_str().matches("So it goes.").count(), 5, "{name}");
            assert!(!body.text.as_str().contains("thirty years"), "{name}");
        }
    }
}
