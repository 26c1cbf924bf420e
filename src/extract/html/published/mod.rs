//! The day of publication that a page declares: in JSON-LD, `<meta>` tags, `<time>`, microdata and classes.
//!
//! Pages declare other days in the same ways: of an update, of comments, of stories they link to. An
//! element is taken at its word only if it stands with the headline: no comment, list, or other article is
//! between them.

#[cfg(test)]
mod tests;

use jiff::civil::Date;

use crate::analysis::detect;
use crate::article::NumericDay;
use crate::extract::bylines::{DateLabel, date_label};
use crate::extract::dates::{DateLocale, NoDay, declared_in_text, numeric_day};
use crate::extract::html::attribute::decoded_value;
use crate::extract::html::class_hints::{ADVERTISING, COMMENTS, Hints, NAVIGATION, RELATED};
use crate::extract::html::entities;
use crate::extract::html::tag::Tag;
use crate::extract::html::tokenizer::StartTag;
use crate::extract::html::tree::{ElementTree, Node};

/// Names of `<meta>` tags without signs between words, the more reliable ones first.
static META_NAMES: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/extract/date_meta_names.txt"));

/// The days that JSON-LD declares.
#[derive(Debug, Clone, Default)]
pub(super) struct JsonLdDates {
    /// Of the article.
    pub published: Vec<String>,
    /// Of the page, or of the creation of the article.
    pub others: Vec<String>,
}

/// An element that declares a day.
#[derive(Debug, Default)]
struct DatedElement {
    /// Index of the element, or of its parent if it has no content.
    node: u32,
    /// Whether it calls the day that of publication, or of creation.
    published: bool,
    /// Whether it calls the day that of creation.
    created: bool,
    /// Attributes that may have the day, then the text.
    values: Vec<String>,
}

/// Collects the elements that declare days while a page is parsed.
#[derive(Debug, Default)]
pub(super) struct DateReader {
    elements: Vec<DatedElement>,
    /// The innermost open element that declares a day.
    open: Option<DatedElement>,
    /// Elements that describe an item of their own, and whether it is an article.
    items: Vec<(u32, bool)>,
}

/// Maximum length of the sample of the text whose language is detected, in bytes.
const MAX_SAMPLE_BYTES: usize = 4_000;
/// Maximum number of elements that declare days.
const MAX_ELEMENTS: usize = 500;
/// Maximum length of the text of such an element in bytes.
const MAX_TEXT_BYTES: usize = 150;
/// Attributes that may have the day.
const VALUE_ATTRIBUTES: [&str; 9] = [
    "content",
    "datetime",
    "title",
    "data-datetime",
    "data-published",
    "data-date",
    "data-time",
    "data-timestamp",
    "value",
];
/// Families of class names that mark comments, other stories, navigation and advertisements.
const ELSEWHERE_HINTS: Hints = COMMENTS | RELATED | NAVIGATION | ADVERTISING;

impl DateReader {
    /// Reads the start tag of an element that may declare a day. `before` is the text of the block before
    /// it.
    pub(super) fn start(&mut self, tag: Tag, start: &StartTag<'_>, node: u32, before: &str) {
        if let Some(kind) = decoded_value(start, &["itemtype"]).filter(|_| self.items.len() < MAX_ELEMENTS) {
            self.items.push((node, is_article_type(&kind)));
        }
        let label = element_label(start);
        if tag != Tag::Time && label != Some(DateLabel::Published) || self.elements.len() >= MAX_ELEMENTS {
            return;
        }
        let outer = self.open.as_ref().is_some_and(|open| open.published);
        let label = label.or_else(|| date_label(before));
        if label == Some(DateLabel::Updated) {
            return;
        }
        let value = |name: &&str| decoded_value(start, &[name]);
        let values = VALUE_ATTRIBUTES.iter().filter_map(value).collect();
        let element =
            DatedElement { node, published: outer || label.is_some(), created: says_created(start), values };
        match tag {
            Tag::Meta => self.elements.push(element),
            _ => self.open = Some(DatedElement { values: with_text(element.values), ..element }),
        }
    }

    /// Reads text within the open element.
    pub(super) fn text(&mut self, text: &str) {
        if let Some(value) = self.open.as_mut().and_then(|open| open.values.last_mut())
            && value.len() <= MAX_TEXT_BYTES
        {
            value.extend(text.chars().take(MAX_TEXT_BYTES));
            value.push(' ');
        }
    }

    /// Reads the end of the element `node`.
    pub(super) fn end(&mut self, node: u32) {
        if self.open.as_ref().is_some_and(|open| open.node == node)
            && let Some(mut element) = self.open.take()
        {
            let text = element.values.pop().unwrap_or_default();
            if date_label(&text) == Some(DateLabel::Updated) {
                return;
            }
            if text.len() <= MAX_TEXT_BYTES {
                element.values.push(entities::decode_all(&text));
            }
            self.elements.push(element);
        }
    }

    /// Returns the elements that stand with the headline, those that say so first.
    fn with_headline(
        &self,
        tree: &ElementTree,
        day: &mut dyn FnMut(&str) -> Option<Date>,
    ) -> Vec<&DatedElement> {
        let headline = headline(tree);
        let headline_article = headline.and_then(|node| article_around(tree, node));
        let above: Vec<u32> = headline.map(|node| ancestors(tree, node).collect()).unwrap_or_else(|| vec![0]);
        let mut elements: Vec<(&DatedElement, Option<u32>)> = Vec::new();
        for element in &self.elements {
            let article = article_around(tree, element.node);
            let is_own = match headline_article {
                Some(_) => article.is_none() || article == headline_article,
                None => true,
            };
            if is_own && !self.is_elsewhere(tree, element, &above) {
                elements.push((element, article));
            }
        }
        // Without an article around the headline, several articles are a list.
        let articles = || elements.iter().filter_map(|(_, article)| *article);
        let first_article = articles().next();
        if headline_article.is_none() && articles().any(|article| Some(article) != first_article) {
            elements.retain(|(_, article)| article.is_none());
        }
        let mut days: Vec<(u64, Option<Date>, u16)> = Vec::new();
        for (element, _) in &elements {
            let signature = node_at(tree, element.node).map_or(0, |node| node.signature);
            let signature = signature ^ u64::from(element.created);
            // Depth of the innermost element that holds both this one and the headline.
            let common = ancestors(tree, element.node).find(|node| above.contains(node));
            let depth = common.and_then(|node| node_at(tree, node)).map_or(0, |node| node.depth);
            days.push((signature, element.values.iter().find_map(|value| day(value)), depth));
        }
        // Elements that repeat with other days are a list of comments or of other stories, except the one
        // that is closest to the headline.
        let repeats = |index: usize| {
            let (signature, day, depth) = days[index];
            let is_other = |(other, other_day, other_depth): &(u64, Option<Date>, u16)| {
                *other == signature && *other_day != day && *other_depth >= depth
            };
            days.iter().any(is_other)
        };
        let kept =
            (0..elements.len()).filter(|index| !repeats(*index) || headline_article.is_some() && *index == 0);
        let mut kept: Vec<_> = kept.map(|index| elements[index].0).collect();
        kept.sort_by_key(|element| (!element.published, element.created));
        kept
    }

    /// Returns whether an element is apart from the headline, whose ancestors are `above`: in a comment, a
    /// sidebar, or an item that is no article.
    fn is_elsewhere(&self, tree: &ElementTree, element: &DatedElement, above: &[u32]) -> bool {
        let item = ancestors(tree, element.node)
            .find_map(|node| self.items.iter().find(|(item, _)| *item == node).map(|(_, article)| *article));
        if item == Some(false) {
            return true;
        }
        let between = || ancestors(tree, element.node).take_while(|node| !above.contains(node));
        // Some sites have the details of an article beside it.
        let in_article = element.published && article_around(tree, element.node).is_some();
        between().filter_map(|node| node_at(tree, node)).any(|node| {
            node.tag == Tag::Nav
                || node.tag == Tag::Aside && !in_article
                || node.tag == Tag::Footer && article_around(tree, element.node).is_none()
                || node.hints & ELSEWHERE_HINTS != 0 && node.tag != Tag::Time
        })
    }
}

/// Returns `values` with room for the text.
fn with_text(mut values: Vec<String>) -> Vec<String> {
    values.push(String::new());
    values
}

/// Returns whether microdata calls the day that of creation alone.
fn says_created(start: &StartTag<'_>) -> bool {
    let value = decoded_value(start, &["itemprop", "property"]).unwrap_or_default().to_ascii_lowercase();
    value.contains("datecreated") && !value.contains("datepublished")
}

/// Returns whether an element calls its day that of publication or of an update.
fn element_label(start: &StartTag<'_>) -> Option<DateLabel> {
    let mut updated = false;
    for (name, value) in start.attributes() {
        let is_word_list = ["class", "itemprop", "property", "id", "data-testid"]
            .iter()
            .any(|list| name.eq_ignore_ascii_case(list));
        if name.eq_ignore_ascii_case("pubdate") {
            return Some(DateLabel::Published);
        }
        if !is_word_list {
            continue;
        }
        let value = value.to_ascii_lowercase();
        if value.split_ascii_whitespace().any(names_publication) {
            return Some(DateLabel::Published);
        }
        updated |= value.contains("modif") || value.contains("updat");
        // Microdata of another kind, such as the start of an event.
        updated |= name.eq_ignore_ascii_case("itemprop") && value.contains("date");
    }
    updated.then_some(DateLabel::Updated)
}

/// Returns whether a class or property, in lower case, names the day of publication.
fn names_publication(name: &str) -> bool {
    let name = name.rsplit(':').next().unwrap_or(name);
    let is_update = ["updat", "modif", "unpublish", "publisher", "publishing", "comment"];
    if is_update.iter().any(|part| name.contains(part)) {
        return false;
    }
    matches!(name, "datecreated" | "posted-on" | "posted_on" | "postdate" | "dateposted")
        || [
            "publish",
            "pubdate",
            "pub-date",
            "pub_date",
            "entry-date",
            "post-date",
            "post_date",
            "article-date",
        ]
        .iter()
        .any(|part| name.contains(part))
}

/// Returns whether an item of this type declares the day of the page.
fn is_article_type(kind: &str) -> bool {
    let kind = kind.trim_end_matches('/').rsplit(['/', '#', ':']).next().unwrap_or(kind);
    ["Article", "Posting", "Report", "Page", "Blog", "CreativeWork", "Recipe", "WebSite", "hentry"]
        .iter()
        .any(|part| kind.contains(part))
}

fn node_at(tree: &ElementTree, node: u32) -> Option<&Node> {
    tree.nodes.get(node as usize)
}

/// Returns an element and its ancestors, without the root.
fn ancestors(tree: &ElementTree, node: u32) -> impl Iterator<Item = u32> {
    std::iter::successors(Some(node), |node| node_at(tree, *node).map(|node| node.parent))
        .take_while(|node| *node != 0)
}

fn article_around(tree: &ElementTree, node: u32) -> Option<u32> {
    ancestors(tree, node).find(|node| node_at(tree, *node).is_some_and(|node| node.tag == Tag::Article))
}

/// Returns the heading of the first level that stands in an article or in the main part, or else the first
/// one.
fn headline(tree: &ElementTree) -> Option<u32> {
    let headings = || (1u32..).zip(tree.nodes.iter().skip(1)).filter(|(_, node)| node.tag == Tag::H1);
    let within = |tag: Tag| {
        let is_within =
            |node: u32| ancestors(tree, node).any(|node| node_at(tree, node).is_some_and(|n| n.tag == tag));
        headings().map(|(index, _)| index).find(|index| is_within(*index))
    };
    within(Tag::Article).or_else(|| within(Tag::Main)).or_else(|| headings().map(|(index, _)| index).next())
}

/// Returns whether a name of a `<meta>` tag that is not in [`META_NAMES`] names the day of publication, as
/// those of single sites do.
fn is_similar_name(name: &str) -> bool {
    let (parts, others) = (
        ["publishdate", "publisheddate", "publishtime", "publishedtime", "publishedat", "publishedon"],
        ["pubdate", "pubtime", "datepublished", "dateofpublication", "publicationdate", "publishingdate"],
    );
    let named = parts.iter().chain(&others).any(|part| name.contains(part));
    let apart = ["regdate", "postdate", "datum", "fecha", "date"].iter().any(|end| {
        name.strip_suffix(end)
            .is_some_and(|start| matches!(start, "og" | "article" | "post" | "hdl" | "news" | ""))
    });
    (named || apart)
        && !["modif", "updat", "unpublish", "expir", "revis"].iter().any(|part| name.contains(part))
}

/// Returns whether the `<meta>` tag `start` named `name` is the microdata of a day.
pub(super) fn is_microdata_day(start: &StartTag<'_>, name: &str) -> bool {
    let is_itemprop =
        |(attribute, value): (&str, &str)| attribute.eq_ignore_ascii_case("itemprop") && value == name;
    name.to_ascii_lowercase().contains("date") && start.attributes().any(is_itemprop)
}

/// The declared day of publication, or what was declared instead.
#[derive(Debug, Default)]
pub(super) struct DeclaredDay {
    pub day: Option<Date>,
    /// The numbers of that day, or of the first that may be read in two ways.
    pub numeric_day: Option<NumericDay>,
    /// The first declared day that cannot be one.
    pub impossible: Option<String>,
}

/// Chooses among the days that a page declares. Detects the language of the text where it would decide.
pub(super) fn choose(
    json_ld: &JsonLdDates,
    meta: &[(String, String)],
    elements: &DateReader,
    tree: &ElementTree,
    locale: &DateLocale,
) -> DeclaredDay {
    let mut impossible = None;
    let language = || {
        let mut text = String::new();
        for block in &tree.blocks {
            text.extend([block.text.as_str(), "\n"]);
            if text.len() > MAX_SAMPLE_BYTES {
                break;
            }
        }
        detect(&text).code()
    };
    let (mut numeric, mut open) = (None, None);
    let mut read = |value: &str| match declared_in_text(value, locale, language) {
        Ok(day) => {
            numeric = numeric_day(value); // the day that is chosen is the last one that is read
            Some(day)
        }
        Err(NoDay::Ambiguous) => {
            open = open.or_else(|| numeric_day(value));
            None
        }
        Err(NoDay::Impossible) => {
            impossible.get_or_insert_with(|| value.to_owned());
            None
        }
        Err(_) => None,
    };
    let named: Vec<(String, &str)> = meta
        .iter()
        .filter(|(name, content)| !name.is_empty() && content.chars().any(char::is_numeric))
        .map(|(name, content)| (name.chars().filter(char::is_ascii_alphanumeric).collect(), content.as_str()))
        .collect();
    let known = META_NAMES.lines().flat_map(|name| named.iter().filter(move |(key, _)| key == name));
    let similar = named.iter().filter(|(key, _)| is_similar_name(key));
    let from_meta = known.chain(similar);
    let day = json_ld.published.iter().find_map(|value| read(value));
    let day = day.or_else(|| from_meta.map(|(_, content)| *content).find_map(&mut read));
    let day = day.or_else(|| {
        if elements.elements.is_empty() {
            return None;
        }
        let ordered = elements.with_headline(tree, &mut read);
        ordered.iter().flat_map(|element| &element.values).find_map(|value| read(value))
    });
    let day = day.or_else(|| json_ld.others.iter().find_map(|value| read(value)));
    DeclaredDay {
        day,
        numeric_day: if day.is_some() { numeric } else { open },
        impossible: if day.is_none() { impossible } else { None },
    }
}
