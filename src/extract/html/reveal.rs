//! Parts of the article that are hidden until they are unfolded: the panels of accordions and tabs, and the
//! text after "read more".
//!
//! They are read as if they were displayed. Menus, dialogs and requests for consent stay hidden.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::extract::html::class_hints::Hints;
use crate::extract::html::readability::LightDom;
use crate::extract::html::tag::Tag;
use crate::extract::html::tree::ElementTree;

/// A hidden element.
#[derive(Debug, Clone, Copy)]
pub(super) struct HiddenElement {
    /// Index in the tree.
    pub node: u32,
    /// Its node in the copy for Readability.
    pub dom_node: Option<u32>,
    /// Whether it is hidden itself, and not only in a hidden element.
    pub is_own: bool,
}

/// Families of class names.
mod family {
    use crate::extract::html::class_hints::{self, Hints};
    pub(super) use crate::extract::html::class_hints::{NEWSLETTER, NOTICE, PANEL, RELATED};

    pub(super) const CONTENT: Hints = class_hints::TEXT | class_hints::STORY;
    /// Comments, sharing, navigation, advertising, and overlays.
    pub(super) const NO_ARTICLE: Hints = class_hints::COMMENTS
        | class_hints::SHARING
        | class_hints::NAVIGATION
        | class_hints::ADVERTISING
        | class_hints::OVERLAY;
    /// Names of text, or of more of it.
    pub(super) const TEXT: Hints = CONTENT | RELATED | PANEL;
}

/// Number of elements around a hidden one whose names are considered.
const MAX_ANCESTORS: usize = 6;
/// Maximum length in bytes of the link that unfolds a text.
const MAX_LINK_BYTES: usize = 40;
/// Minimum length of a sentence in bytes.
const MIN_SENTENCE_BYTES: usize = 40;
/// Minimum length in bytes of the text below a heading if it has no sentence.
const MIN_LIST_BYTES: usize = 80;

/// Reads the hidden elements that belong to the article as displayed.
pub(super) fn reveal(tree: &mut ElementTree, dom: &mut LightDom<'_>, hidden: &[HiddenElement]) {
    let blocks = blocks_in(tree, hidden);
    if blocks.is_empty() {
        return;
    }
    let displayed: FxHashSet<&str> = (0..tree.blocks.len())
        .filter(|index| !is_hidden(tree, *index))
        .map(|index| tree.blocks[index].text.as_str())
        .collect();
    let is_copy = |blocks: &[usize]| {
        let copies = blocks.iter().filter(|index| displayed.contains(tree.blocks[**index].text.as_str()));
        copies.count() * 2 > blocks.len()
    };
    let copies: FxHashSet<u32> =
        blocks.iter().filter(|(_, blocks)| is_copy(blocks)).map(|(node, _)| *node).collect();
    for element in hidden {
        let node = element.node as usize;
        let stays = tree.nodes[tree.nodes[node].parent as usize].hidden
            || element.is_own
                && !blocks.get(&element.node).is_some_and(|blocks| {
                    !copies.contains(&element.node) && belongs_to_article(tree, element.node, blocks)
                });
        if !stays {
            tree.nodes[node].hidden = false;
            if element.is_own {
                tree.unfolded.push(element.node);
            }
            if let Some(dom_node) = element.dom_node {
                dom.reveal(dom_node);
            }
        }
    }
}

/// Returns the blocks in each element that is hidden itself.
fn blocks_in(tree: &ElementTree, hidden: &[HiddenElement]) -> FxHashMap<u32, Vec<usize>> {
    let mut blocks: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    let hiding: FxHashSet<u32> =
        hidden.iter().filter(|element| element.is_own).map(|element| element.node).collect();
    if hiding.is_empty() {
        return blocks;
    }
    for index in (0..tree.blocks.len()).filter(|index| is_hidden(tree, *index)) {
        for node in ancestors(tree, tree.contexts[index].container).filter(|node| hiding.contains(node)) {
            blocks.entry(node).or_default().push(index);
        }
    }
    blocks
}

fn is_hidden(tree: &ElementTree, block: usize) -> bool {
    tree.nodes[tree.contexts[block].container as usize].hidden
}

/// Returns `node` and the elements around it, without the root.
fn ancestors(tree: &ElementTree, node: u32) -> impl Iterator<Item = u32> + '_ {
    std::iter::successors((node > 0).then_some(node), |node| {
        let parent = tree.nodes[*node as usize].parent;
        (parent > 0).then_some(parent)
    })
}

/// Returns whether the hidden element `node` with these blocks is a part of the article.
fn belongs_to_article(tree: &ElementTree, node: u32, blocks: &[usize]) -> bool {
    let (mut bytes, mut linked, mut has_sentence) = (0, 0, false);
    for index in blocks {
        let text = tree.blocks[*index].text.as_str();
        bytes += text.len();
        linked += tree.contexts[*index].link_bytes as usize;
        has_sentence |= text.len() >= MIN_SENTENCE_BYTES && ends_sentence(text);
    }
    if linked * 4 > bytes || is_named_otherwise(tree, node, linked * 10 > bytes) {
        return false;
    }
    match beside(tree, node, blocks) {
        Some(Neighbor::Toggle) => has_sentence || bytes >= MIN_LIST_BYTES,
        Some(Neighbor::Prose) => has_sentence,
        None => {
            let is_panel = ancestors(tree, node).take(2).any(|node| hints(tree, node) & family::PANEL != 0);
            has_sentence && is_panel && is_in_article(tree, node)
        }
    }
}

fn hints(tree: &ElementTree, node: u32) -> Hints {
    tree.nodes[node as usize].hints
}

/// Returns whether the elements at and around `node` say that it is something else.
fn is_named_otherwise(tree: &ElementTree, node: u32, has_links: bool) -> bool {
    use Tag::{Article, Aside, Button, Dialog, Footer, Form, Main, Nav, Noscript, Select};
    let names = hints(tree, node);
    let is_content = names & family::CONTENT != 0;
    if names & family::NOTICE != 0
        || !is_content && names & family::NEWSLETTER != 0
        || has_links && names & family::RELATED != 0
    {
        return true;
    }
    for (distance, node) in ancestors(tree, node).enumerate() {
        match tree.nodes[node as usize].tag {
            Nav | Footer | Dialog | Aside | Button | Select | Noscript => return true,
            Form if distance < 3 => return true,
            _ if (1..4).contains(&distance) && hints(tree, node) & family::NEWSLETTER != 0 => return true,
            Article | Main => return hints(tree, node) & family::NO_ARTICLE & !names != 0 && distance == 0,
            _ if distance < MAX_ANCESTORS && hints(tree, node) & family::NO_ARTICLE != 0 => return true,
            _ => {}
        }
    }
    false
}

/// The displayed text before a hidden element.
enum Neighbor {
    /// A heading or a button.
    Toggle,
    /// A paragraph.
    Prose,
}

/// Returns the displayed text before a hidden element, if it is beside it: in the same element.
fn beside(tree: &ElementTree, node: u32, blocks: &[usize]) -> Option<Neighbor> {
    // Wrappers with nothing else in them do not count.
    let mut outermost = node;
    let mut parent = tree.nodes[node as usize].parent;
    while parent > 0 && tree.nodes[parent as usize].children == 1 {
        (outermost, parent) = (parent, tree.nodes[parent as usize].parent);
    }
    // The link that unfolds it may stand between.
    let is_link = |index: &usize| {
        let text = tree.blocks[*index].text.as_str();
        text.len() <= MAX_LINK_BYTES && tree.contexts[*index].link_bytes as usize >= text.len()
    };
    let mut displayed = (0..*blocks.first()?).rev().filter(|index| !is_hidden(tree, *index)).peekable();
    displayed.next_if(is_link);
    let previous = displayed.next()?;
    let container = tree.contexts[previous].container;
    let is_below = |levels: usize| {
        parent == container || ancestors(tree, container).skip(1).take(levels).any(|node| node == parent)
    };
    let text = tree.blocks[previous].text.as_str();
    let is_toggle = ancestors(tree, container).take(3).any(|node| {
        let tag = tree.nodes[node as usize].tag;
        tag.heading_level().is_some() || matches!(tag, Tag::Button | Tag::Summary | Tag::Dt)
    });
    if is_toggle && parent > 0 && is_below(3) && text.split_whitespace().nth(1).is_some() {
        return Some(Neighbor::Toggle);
    }
    let is_prose = text.len() >= MIN_SENTENCE_BYTES && tree.contexts[previous].link_bytes == 0;
    let is_sibling = || {
        let signature = tree.nodes[outermost as usize].signature;
        let is_same = |other: u32| tree.nodes[other as usize].signature == signature;
        let is_named = || ancestors(tree, node).take(2).any(|node| hints(tree, node) & family::TEXT != 0);
        is_in_article(tree, node)
            && is_below(2)
            && (is_named() || ancestors(tree, container).take(2).any(is_same))
    };
    (is_prose && parent > 0 && (is_below(1) || is_sibling())).then_some(Neighbor::Prose)
}

fn is_in_article(tree: &ElementTree, node: u32) -> bool {
    ancestors(tree, node).any(|node| matches!(tree.nodes[node as usize].tag, Tag::Article | Tag::Main))
}

fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’»)]›“」』".contains(c));
    end.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟', '۔', '։', '።'])
}

#[cfg(test)]
mod tests {
    use crate::extract::html::read;

    const TEXT: &str =
        "The lock keeper closes the gates at nine, and opens them again before the first barge.";

    /// Returns whether the paragraph in `page` that has [`TEXT`] last is read as displayed.
    fn is_displayed(page: &str) -> bool {
        let tree = read(&page.replace("TEXT", TEXT)).tree;
        let index =
            tree.blocks.iter().rposition(|block| block.text.as_str().contains("lock keeper")).unwrap();
        !tree.nodes[tree.contexts[index].container as usize].hidden
    }

    #[test]
    fn parts_of_the_article_are_read() {
        for page in [
            "<main><div><h3><button aria-expanded=false>When does it close?</button></h3><div hidden><p>TEXT</div></div>",
            "<main><div><button>When does it close?</button><div style='display: none'><p>TEXT</div></div>",
            "<article><p>Barges wait at the lock from the evening on, says the keeper.</p><div class=more hidden><p>TEXT</div>",
            "<div class=post><p>Barges wait at the lock from the evening on.</p><p style='display:none'>TEXT</p></div>",
            "<article><div role=tabpanel><p>Barges wait at the lock from the evening on.</p></div><div role=tabpanel hidden><p>TEXT</div>",
            "<article><div><p>Barges wait at the lock from the evening on.</p></div><div><div hidden><p>TEXT</div></div>",
            "<main><div class=preview><p>Barges wait at the lock from the evening on.</p></div><div class=full-text hidden><p>TEXT</div>",
            "<dl><dt>When does it close?</dt><dd aria-hidden=true>TEXT</dd></dl>",
            "<article><div class=tab-panel role=tabpanel hidden><p>TEXT</div></article>",
            "<article><p>Barges wait at the lock from the evening on.</p><a href='#'>Read more</a><div class=more hidden><p>TEXT</div>",
            "<div><p hidden=until-found>TEXT</p></div>",
            "<div><template id=B:0></template></div><div hidden id=S:0><p>TEXT</p></div>",
        ] {
            assert!(is_displayed(page), "{page}");
        }
    }

    #[test]
    fn menus_dialogs_and_copies_stay_hidden() {
        for page in [
            "<nav><h3>The menu here</h3><div hidden><p>TEXT</div></nav>",
            "<article><p>Barges wait at the lock from the evening on, says the keeper.</p><div class=cookie-consent hidden><p>TEXT</div>",
            "<article><p>Barges wait at the lock from the evening on, says the keeper.</p><div role=dialog hidden><p>TEXT</div>",
            "<article><p>Barges wait at the lock from the evening on, says the keeper.</p><div hidden><p><a href=/x>TEXT</a></div>",
            "<article><p>Barges wait at the lock.</p></article><div hidden><p>TEXT</div>",
            "<article><p>TEXT</p><div class=mobile hidden><p>TEXT</p></div></article>",
            "<article><div class=newsletter-box><p>Barges wait at the lock from the evening on.</p><div class=content hidden><p>TEXT</div></div>",
            "<div><div hidden id=S:x><p>TEXT</p></div></div>",
            "<article><p>Barges wait at the lock from the evening on.</p><form hidden><p>TEXT</p></form></article>",
        ] {
            assert!(!is_displayed(page), "{page}");
        }
    }
}
