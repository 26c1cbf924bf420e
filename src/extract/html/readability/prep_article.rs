//! Cleans the article: removes elements that do not belong to it (`_prepArticle`, `_cleanConditionally`).

use crate::extract::html::readability::dom::{Dom, NodeId};
use crate::extract::html::readability::link_density::{char_count, link_weight};
use crate::extract::html::readability::names::SHARE;
use crate::extract::html::tag::Tag;

/// Minimum length of an article in characters (`DEFAULT_CHAR_THRESHOLD`).
pub(super) const CHAR_THRESHOLD: u32 = 500;

/// Texts of advertisements and loading placeholders.
const PLACEHOLDERS: [&str; 15] = [
    "ad",
    "advertising",
    "advertisement",
    "pub",
    "publicité",
    "werb",
    "werbung",
    "广告",
    "реклама",
    "anuncio",
    "loading",
    "正在加载",
    "загрузка",
    "chargement",
    "cargando",
];

/// Filters in use (`FLAG_WEIGHT_CLASSES`, `FLAG_CLEAN_CONDITIONALLY`).
#[derive(Clone, Copy)]
pub(super) struct CleanFlags {
    /// Whether class names count.
    pub weigh_classes: bool,
    /// Whether to clean lists, tables and divisions conditionally.
    pub clean_conditionally: bool,
}

/// Removes from `article` the elements that do not belong to it.
pub(super) fn prep_article(dom: &mut Dom, article: NodeId, flags: CleanFlags) {
    for id in elements(dom, article, |dom, id| dom.node(id).marks & SHARE != 0) {
        if dom.chars(id) < CHAR_THRESHOLD {
            dom.detach(id);
        }
    }
    let data: Vec<NodeId> = elements(dom, article, |dom, id| dom.is(id, Tag::Table))
        .into_iter()
        .filter(|table| is_data_table(dom, *table))
        .collect();
    clean_conditionally(dom, article, &data, flags, |tag| tag == Tag::Form);
    use Tag::*;
    let junk = |dom: &Dom, id: NodeId| {
        let node = dom.node(id);
        let named = flags.weigh_classes && node.weight < 0 && matches!(node.tag, Some(H1 | H2));
        named || matches!(node.tag, Some(Footer | Aside | Input | Select | Button))
    };
    for id in elements(dom, article, junk) {
        dom.detach(id);
    }
    clean_conditionally(dom, article, &data, flags, |tag| matches!(tag, Table | Ul | Div));
}

fn elements(dom: &Dom, root: NodeId, predicate: impl Fn(&Dom, NodeId) -> bool) -> Vec<NodeId> {
    dom.descendants(root).filter(|id| dom.node(*id).tag.is_some() && predicate(dom, *id)).collect()
}

/// Returns whether a table holds data, rather than the layout of the page (`_markDataTables`).
fn is_data_table(dom: &Dom, table: NodeId) -> bool {
    let has = |tag| dom.descendants(table).any(|id| dom.is(id, tag));
    if has(Tag::Caption) || has(Tag::Th) {
        return true;
    }
    if has(Tag::Table) {
        return false;
    }
    let rows: Vec<NodeId> = dom.descendants(table).filter(|id| dom.is(*id, Tag::Tr)).collect();
    let cells = |row: &NodeId| dom.descendants(*row).filter(|id| dom.is(*id, Tag::Td)).count();
    let columns = rows.iter().map(cells).max().unwrap_or(0);
    match (rows.len(), columns) {
        (1, _) | (_, 1) => false,
        (rows, columns) => rows >= 10 || columns > 4 || rows * columns > 10,
    }
}

/// Removes the elements with tags in `which` that do not look like a part of the article, the innermost
/// first.
fn clean_conditionally(
    dom: &mut Dom,
    article: NodeId,
    data: &[NodeId],
    flags: CleanFlags,
    which: impl Fn(Tag) -> bool,
) {
    if !flags.clean_conditionally {
        return;
    }
    let candidates = elements(dom, article, |dom, id| dom.tag(id).is_some_and(&which));
    for id in candidates.into_iter().rev() {
        if is_junk(dom, id, data, flags.weigh_classes) {
            dom.detach(id);
        }
    }
}

/// Counts over the descendants of an element.
#[derive(Default)]
struct ElementCounts {
    chars: u32,
    commas: u32,
    linked: f32,
    lists: f32,
    headings: f32,
    paragraphs: f32,
    items: f32,
    inputs: f32,
    images: u32,
    has_code: bool,
    has_textish: bool,
}

impl ElementCounts {
    fn new(dom: &Dom, root: NodeId) -> Self {
        use Tag::*;
        let mut counts = ElementCounts { chars: dom.chars(root), ..ElementCounts::default() };
        for id in dom.descendants(root) {
            let node = dom.node(id);
            let Some(tag) = node.tag else {
                counts.commas += dom.text(id).map_or(0, |text| text.commas);
                continue;
            };
            match tag {
                A => counts.linked += char_count(dom, id) * link_weight(node.marks),
                Ul | Ol => counts.lists += char_count(dom, id),
                H1 | H2 | H3 | H4 | H5 | H6 => counts.headings += char_count(dom, id),
                P => counts.paragraphs += 1.0,
                Li => counts.items += 1.0,
                Input => counts.inputs += 1.0,
                Img => counts.images += 1,
                Pre => counts.has_code = true,
                _ => {}
            }
            counts.has_textish |=
                matches!(tag, Blockquote | Dl | Div | Ol | P | Pre | Table | Ul | Span | Li | Td)
                    && dom.chars(id) > 0;
        }
        counts
    }
}

fn is_junk(dom: &Dom, id: NodeId, data: &[NodeId], weigh_classes: bool) -> bool {
    let holds_data = |id: NodeId| data.contains(&id);
    if !data.is_empty()
        && (holds_data(id) || dom.ancestors(id).any(holds_data) || dom.descendants(id).any(holds_data))
    {
        return false;
    }
    let weight = if weigh_classes { f32::from(dom.node(id).weight) * 25.0 } else { 0.0 };
    let counts = ElementCounts::new(dom, id);
    if weight < 0.0 {
        return !counts.has_code;
    }
    if counts.commas >= 10 {
        return false;
    }
    if counts.chars < 20 {
        let text = dom.raw(id, 200).to_lowercase();
        let text = text.trim().trim_end_matches(['…', '.']);
        if PLACEHOLDERS.contains(&text) {
            return true;
        }
    }
    let chars = counts.chars as f32;
    let is_list = matches!(dom.tag(id), Some(Tag::Ul | Tag::Ol)) || counts.lists > 0.9 * chars;
    let junk = looks_like_junk(dom, id, &counts, weight, is_list);
    if junk && is_list {
        // A list of images is a gallery.
        let simple = dom.elements(id).all(|child| dom.elements(child).nth(1).is_none());
        return !simple || counts.images as f32 != counts.items;
    }
    junk
}

fn looks_like_junk(dom: &Dom, id: NodeId, counts: &ElementCounts, weight: f32, is_list: bool) -> bool {
    let in_figure = dom.ancestors(id).any(|ancestor| dom.is(ancestor, Tag::Figure));
    let images = counts.images as f32;
    let chars = counts.chars as f32;
    let linked = if chars > 0.0 { counts.linked / chars } else { 0.0 };
    !in_figure && images > 1.0 && counts.paragraphs / images < 0.5
        || !is_list && counts.items - 100.0 > counts.paragraphs
        || counts.inputs > (counts.paragraphs / 3.0).floor()
        || !is_list
            && !in_figure
            && counts.chars < 25
            && (counts.images == 0 || counts.images > 2)
            && linked > 0.0
            && counts.headings < 0.9 * chars
        || !is_list && weight < 25.0 && linked > 0.2
        || weight >= 25.0 && linked > 0.5
        || counts.images == 0 && !counts.has_textish
}
