//! Applies the rules of the user to the blocks of a page.

use crate::clean::html::corrections::ancestors;
use crate::clean::labels::{BlockLabel, Verdict};
use crate::clean::user_rules::{Origin, RuledBlock, Rules};
use crate::extract::html::Page;

/// Applies the rules of the user, which override all other verdicts. Returns whether one keeps a block.
pub(in crate::clean) fn apply_rules(
    rules: &Rules,
    origin: Origin,
    page: &Page,
    labels: &mut [BlockLabel],
) -> bool {
    if rules.is_empty() {
        return false;
    }
    let block = |index: usize| RuledBlock {
        section_end: section_end(page, index),
        ..RuledBlock::new(&page.tree.blocks[index], false)
    };
    let blocks: Vec<RuledBlock> = (0..page.tree.blocks.len()).map(block).collect();
    let mut is_kept = false;
    for (verdict, label) in rules.verdicts(&blocks, origin).into_iter().zip(labels) {
        if let Some((verdict, line)) = verdict {
            *label = BlockLabel { verdict, rule: Some(line), confidence: 1.0, ..*label };
            is_kept |= verdict == Verdict::Keep;
        }
    }
    is_kept
}

/// Returns the end of the section that a heading begins: the next heading of its level or one above, or the
/// end of the element that has both the heading and something below it.
fn section_end(page: &Page, heading: usize) -> Option<usize> {
    let tree = &page.tree;
    // Text that only the data of the page has stands in no element.
    let container = |index: usize| tree.contexts.get(index).map(|context| context.container);
    let level_of = |index: usize| {
        let nodes = ancestors(page, container(index)?);
        nodes.into_iter().find_map(|node| tree.nodes[node as usize].tag.heading_level())
    };
    if tree.contexts.len() != tree.blocks.len() {
        return None;
    }
    let level = level_of(heading)?;
    let is_in = |index: usize, outer: u32| {
        container(index).is_some_and(|node| ancestors(page, node).any(|node| node == outer))
    };
    let around = ancestors(page, container(heading)?).find(|outer| is_in(heading + 1, *outer));
    let ends = |index: &usize| {
        around.is_some_and(|outer| !is_in(*index, outer))
            || level_of(*index).is_some_and(|other| other <= level)
    };
    Some((heading + 1..tree.blocks.len()).find(ends).unwrap_or(tree.blocks.len()))
}

#[cfg(test)]
mod tests {
    use crate::clean::html::clean_in;
    use crate::clean::options::SourceContext;
    use crate::clean::user_rules::Rules;

    #[test]
    fn a_section_ends_with_its_element_or_at_a_heading_of_its_level() {
        let text = |number: usize| {
            format!(
                "<p>The lock keeper closes gate {number} at nine, and opens it before the first barge.</p>"
            )
        };
        let page = format!(
            "<title>Lock closed</title><article><h1>Lock closed</h1>{}<aside><h3>The briefing</h3><p>It comes at \
             seven.</p></aside>{}<h2>The paint</h2><h3>Its price</h3>{}<h2>The weir</h2>{}</article>",
            text(1),
            text(2),
            text(3),
            text(4),
        );
        let kept = |rules: &str| {
            let rules = Rules::parse(rules).unwrap();
            let context = SourceContext { rules: Some(&rules), ..SourceContext::default() };
            let body = clean_in(&page, &context).article.body;
            (1..5).filter(|number| body.text.as_str().contains(&format!("gate {number}"))).collect::<Vec<_>>()
        };
        assert_eq!(kept("cut under: The briefing"), [1, 2, 3, 4]);
        assert_eq!(kept("cut under: The paint"), [1, 2, 4]);
    }
}
