//! Third pass: takes out of the article what is none of it.

use crate::extract::html::readability::dom::{Dom, Id};
use crate::extract::html::readability::names::SHARE;
use crate::extract::html::readability::score::link_weight;
use crate::extract::html::tag::Tag;

/// Fewer characters than this are hardly an article.
pub const LEAST: u32 = 500;

/// Whose words are all there is in it.
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

/// What elements are judged by.
#[derive(Clone, Copy)]
pub struct How {
    /// Whether names weigh.
    pub weigh: bool,
    /// Whether lists, tables and divisions are looked at one by one.
    pub conditionally: bool,
}

/// Takes out of `article` what is none of it.
pub fn tidy(dom: &mut Dom, article: Id, how: How) {
    for id in elements(dom, article, |dom, id| dom.node(id).marks & SHARE != 0) {
        if dom.chars(id) < LEAST {
            dom.detach(id);
        }
    }
    let data: Vec<Id> = elements(dom, article, |dom, id| dom.is(id, Tag::Table))
        .into_iter()
        .filter(|table| is_data(dom, *table))
        .collect();
    conditionally(dom, article, &data, how, |tag| tag == Tag::Form);
    use Tag::*;
    let junk = |dom: &Dom, id: Id| {
        let node = dom.node(id);
        let named = how.weigh && node.weight < 0 && matches!(node.tag, Some(H1 | H2));
        named || matches!(node.tag, Some(Footer | Aside | Input | Select | Button))
    };
    for id in elements(dom, article, junk) {
        dom.detach(id);
    }
    conditionally(dom, article, &data, how, |tag| matches!(tag, Table | Ul | Div));
}

fn elements(dom: &Dom, root: Id, is: impl Fn(&Dom, Id) -> bool) -> Vec<Id> {
    dom.descendants(root).filter(|id| dom.node(*id).tag.is_some() && is(dom, *id)).collect()
}

/// Characters in `id`.
pub fn count(dom: &Dom, id: Id) -> f32 {
    dom.chars(id) as f32
}

/// Characters in links in `id`.
pub fn links(dom: &Dom, id: Id) -> f32 {
    let links = dom.descendants(id).filter(|id| dom.is(*id, Tag::A));
    links.map(|link| count(dom, link) * link_weight(dom.node(link).marks)).sum()
}

/// Whether a table holds data and is not there for the looks of the page.
fn is_data(dom: &Dom, table: Id) -> bool {
    let has = |tag| dom.descendants(table).any(|id| dom.is(id, tag));
    if has(Tag::Caption) || has(Tag::Th) {
        return true;
    }
    if has(Tag::Table) {
        return false;
    }
    let rows: Vec<Id> = dom.descendants(table).filter(|id| dom.is(*id, Tag::Tr)).collect();
    let cells = |row: &Id| dom.descendants(*row).filter(|id| dom.is(*id, Tag::Td)).count();
    let columns = rows.iter().map(cells).max().unwrap_or(0);
    match (rows.len(), columns) {
        (1, _) | (_, 1) => false,
        (rows, columns) => rows >= 10 || columns > 4 || rows * columns > 10,
    }
}

/// Looks at every element of the tags `which` says, the innermost first, and takes out those that look like none of the
/// article.
fn conditionally(dom: &mut Dom, article: Id, data: &[Id], how: How, which: impl Fn(Tag) -> bool) {
    if !how.conditionally {
        return;
    }
    let looked_at = elements(dom, article, |dom, id| dom.tag(id).is_some_and(&which));
    for id in looked_at.into_iter().rev() {
        if is_junk(dom, id, data, how.weigh) {
            dom.detach(id);
        }
    }
}

/// What is in an element.
#[derive(Default)]
struct Inside {
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

impl Inside {
    fn new(dom: &Dom, root: Id) -> Self {
        use Tag::*;
        let mut inside = Inside { chars: dom.chars(root), ..Inside::default() };
        for id in dom.descendants(root) {
            let node = dom.node(id);
            let Some(tag) = node.tag else {
                inside.commas += dom.text(id).map_or(0, |text| text.commas);
                continue;
            };
            match tag {
                A => inside.linked += count(dom, id) * link_weight(node.marks),
                Ul | Ol => inside.lists += count(dom, id),
                H1 | H2 | H3 | H4 | H5 | H6 => inside.headings += count(dom, id),
                P => inside.paragraphs += 1.0,
                Li => inside.items += 1.0,
                Input => inside.inputs += 1.0,
                Img => inside.images += 1,
                Pre => inside.has_code = true,
                _ => {}
            }
            inside.has_textish |=
                matches!(tag, Blockquote | Dl | Div | Ol | P | Pre | Table | Ul | Span | Li | Td)
                    && dom.chars(id) > 0;
        }
        inside
    }
}

fn is_junk(dom: &Dom, id: Id, data: &[Id], weigh: bool) -> bool {
    let holds_data = |id: Id| data.contains(&id);
    if !data.is_empty()
        && (holds_data(id) || dom.ancestors(id).any(holds_data) || dom.descendants(id).any(holds_data))
    {
        return false;
    }
    let weight = if weigh { f32::from(dom.node(id).weight) * 25.0 } else { 0.0 };
    let inside = Inside::new(dom, id);
    if weight < 0.0 {
        return !inside.has_code;
    }
    if inside.commas >= 10 {
        return false;
    }
    if inside.chars < 20 {
        let text = dom.raw(id, 200).to_lowercase();
        let text = text.trim().trim_end_matches(['…', '.']);
        if PLACEHOLDERS.contains(&text) {
            return true;
        }
    }
    let chars = inside.chars as f32;
    let is_list = matches!(dom.tag(id), Some(Tag::Ul | Tag::Ol)) || inside.lists > 0.9 * chars;
    let junk = looks_like_junk(dom, id, &inside, weight, is_list);
    if junk && is_list {
        // A list of pictures is a gallery.
        let simple = dom.elements(id).all(|child| dom.elements(child).nth(1).is_none());
        return !simple || inside.images as f32 != inside.items;
    }
    junk
}

fn looks_like_junk(dom: &Dom, id: Id, inside: &Inside, weight: f32, is_list: bool) -> bool {
    let in_figure = dom.ancestors(id).any(|above| dom.is(above, Tag::Figure));
    let images = inside.images as f32;
    let chars = inside.chars as f32;
    let linked = if chars > 0.0 { inside.linked / chars } else { 0.0 };
    !in_figure && images > 1.0 && inside.paragraphs / images < 0.5
        || !is_list && inside.items - 100.0 > inside.paragraphs
        || inside.inputs > (inside.paragraphs / 3.0).floor()
        || !is_list
            && !in_figure
            && inside.chars < 25
            && (inside.images == 0 || inside.images > 2)
            && linked > 0.0
            && inside.headings < 0.9 * chars
        || !is_list && weight < 25.0 && linked > 0.2
        || weight >= 25.0 && linked > 0.5
        || inside.images == 0 && !inside.has_textish
}
