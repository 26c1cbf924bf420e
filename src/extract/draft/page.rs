//! Drafts in HTML: the text that a browser shows.

use crate::extract::draft::block_quotes::implied_marks;
use crate::extract::html::tag::Tag;
use crate::extract::html::{self, ElementTree};
use crate::extract::{Block, BlockKind};

/// A block of a page.
struct ShownBlock<'t> {
    block: &'t Block,
    /// The outermost block quotation around it.
    quotation: Option<u32>,
}

/// Returns the texts of a page in order, with a blank line between any two. The title is left out if a
/// heading repeats it, and what is hidden. Elements `q` and block quotations have marks.
pub(super) fn text(source: &str) -> String {
    let source = html::as_displayed(source);
    let tree = html::read(&source).tree;
    let headings = || tree.blocks.iter().filter(|block| block.kind == BlockKind::Heading);
    let is_repeated =
        |title: &Block| headings().any(|block| title.text.as_str().contains(block.text.as_str()));
    let extras = tree.extras.iter().filter(|block| block.kind != BlockKind::Heading || !is_repeated(block));
    let extras = extras.map(|block| ShownBlock { block, quotation: None });
    let mut blocks: Vec<ShownBlock<'_>> = shown_blocks(&tree).into_iter().chain(extras).collect();
    blocks.sort_by_key(|shown| shown.block.text.origin_span().start);
    let mut text = String::new();
    for group in blocks.chunk_by(|one, next| one.quotation.is_some() && one.quotation == next.quotation) {
        let paragraphs: Vec<&str> = group.iter().map(|shown| shown.block.text.as_str()).collect();
        let marks = match group[0].quotation {
            Some(_) => implied_marks(&paragraphs),
            None => Vec::new(),
        };
        for (index, paragraph) in paragraphs.into_iter().enumerate() {
            text.push_str(if text.is_empty() { "" } else { "\n\n" });
            let marks = marks.get(index).copied().unwrap_or_default();
            if marks.opens {
                text.push('“');
                text.push_str(&paragraph.replace('\n', " "));
            } else {
                text.push_str(paragraph);
            }
            text.push_str(if marks.closes { "”" } else { "" });
        }
    }
    text
}

/// Returns the blocks in elements that are not hidden.
fn shown_blocks(tree: &ElementTree) -> Vec<ShownBlock<'_>> {
    let mut hidden = vec![false; tree.nodes.len()];
    let mut quotations: Vec<Option<u32>> = vec![None; tree.nodes.len()];
    for (index, node) in tree.nodes.iter().enumerate().skip(1) {
        let (number, parent) = (index as u32, node.parent as usize);
        hidden[index] = hidden[parent] || node.hidden || tree.unfolded.binary_search(&number).is_ok();
        quotations[index] = quotations[parent].or((node.tag == Tag::Blockquote).then_some(number));
    }
    let containers = tree.contexts.iter().map(|context| context.container as usize);
    let shown = tree.blocks.iter().zip(containers).filter(|(_, container)| !hidden[*container]);
    shown.map(|(block, container)| ShownBlock { block, quotation: quotations[container] }).collect()
}

#[cfg(test)]
mod tests {
    use crate::extract::draft::page::*;

    #[test]
    fn pages_are_read_as_a_browser_shows_them() {
        for (page, expected) in [
            (
                "<p>He said <q>we <b>stay</b></q>, and <Q cite=x> go </Q> too.",
                "He said “we stay”, and “go” too.",
            ),
            ("<p>He said <q>she said <q>no</q> twice</q>.", "He said “she said ‘no’ twice”."),
            ("<p>He said <q>we stay.<p>End", "He said “we stay.¶End"),
            ("<p>a</q> b", "a b"),
            ("<script>x = '<q>'</script><p>a", "a"),
            ("<blockquote>We stay.</blockquote>", "“We stay.”"),
            (
                "<blockquote><p>We stay.<br>All.<p>We wait.</p>— Ann Lee</blockquote>",
                "“We stay. All.¶“We wait.”¶— Ann Lee",
            ),
            ("<blockquote>We stay. <cite>Lee</cite></blockquote>", "“We stay.”¶— Lee"),
            (
                "<blockquote><p>We stay.</p><footer>Ann Lee, mayor</footer></blockquote>",
                "“We stay.”¶— Ann Lee, mayor",
            ),
            ("<blockquote><p>He said: “We stay.”</blockquote><p>b", "He said: “We stay.”¶b"),
            ("<blockquote><p>We stay.</blockquote><blockquote><p>“No.”</blockquote>", "“We stay.”¶“No.”"),
            ("<p>Shown<p hidden>hidden<p>Shown", "Shown¶Shown"),
            ("<div><p>One.<div style='Display: none'><p>hidden<p>too</div><p>Two.</div>", "One.¶Two."),
            (
                "<p>We will <span style=\"display:none\">not <b>ever</b> </span>stay <i hidden>not</i>.",
                "We will stay .",
            ),
            ("<p>We <span hidden>not<p>stay", "We¶stay"),
            (
                "<p>We <del>will <b>not</b></del> <s>go</s><p><strike>We</strike> <ins>I</ins> stay.",
                "We¶I stay.",
            ),
            ("<p>We will <b style='Text-Decoration: line-through red'>not</b> stay.", "We will stay."),
            ("<p>We <del>not<p>stay", "We¶stay"),
            ("<p>We <span aria-hidden=true>all</span><p ARIA-HIDDEN=\"true\">stay", "We all¶stay"),
            (
                "<article><p>Barges wait at the lock from the evening on, he says.<p hidden>The lock keeper closes the gates at nine, and opens them.</article>",
                "Barges wait at the lock from the evening on, he says.",
            ),
            ("<p>a<input hidden><p hidden=until-found>found", "a¶found"),
            ("<template><p>no</template><p>a", "a"),
        ] {
            assert_eq!(text(page).replace("\n\n", "¶"), expected, "{page}");
        }
    }
}
