//! Cuts other stories beside the one whose whole text the page declares for programs.

use rustc_hash::FxHashMap;

use crate::clean::clock::begins_with_clock;
use crate::clean::html::corrections::ancestors;
use crate::clean::html::evidence::DeclaredEvidence;
use crate::clean::html::layout::Layout;
use crate::extract::html::Page;
use crate::extract::html::tag::Tag;

/// Share of the declared text from which all of it is displayed.
const MIN_DISPLAYED: f32 = 0.9;
/// Share of the text beside the title from which the declared text is the whole of it.
const MIN_DECLARED: f32 = 0.7;
/// Share of a link in a heading of another page.
const MIN_HEADING_LINK: f32 = 0.8;
/// Minimum number of words of a headline; a chapter has fewer.
const MIN_HEADLINE_WORDS: u32 = 5;
/// Maximum number of words of a line with the time of an update.
const MAX_TIME_WORDS: u32 = 8;

/// An `<article>` of the page.
#[derive(Default)]
struct StoryElement {
    /// Blocks in it, those of articles inside included.
    blocks: Vec<usize>,
    /// First heading in it.
    heading: Option<usize>,
    /// Whether it has the title or a part of the declared text.
    is_own: bool,
    /// Whether it begins an update of a live blog.
    has_time: bool,
}

/// Cuts the articles that have no part of the declared text, if that is displayed as a whole and they are
/// stories of their own: their headline is a link, or it has the level of the title, or they are like the
/// article with the title. Chapters and updates stay.
pub(in crate::clean::html) fn cut_other_stories(
    page: &Page,
    layout: &Layout<'_>,
    title: Option<usize>,
    keep: &mut [bool],
) {
    if page.declared_bytes() == 0 {
        return;
    }
    let nodes = &page.tree.nodes;
    let container = |index: usize| page.tree.contexts[index].container;
    let level = |index: usize| {
        ancestors(page, container(index)).find_map(|node| nodes[node as usize].tag.heading_level())
    };
    let mut articles: FxHashMap<u32, StoryElement> = FxHashMap::default();
    for index in 0..keep.len() {
        let is_article = |node: &u32| nodes[*node as usize].tag == Tag::Article;
        for node in ancestors(page, container(index)).filter(is_article) {
            let article = articles.entry(node).or_default();
            article.blocks.push(index);
            if article.heading.is_none() && level(index).is_some() {
                article.heading = Some(index);
            }
            article.has_time |= layout.stats[index].words <= MAX_TIME_WORDS
                && begins_with_clock(page.tree.blocks[index].text.as_str());
        }
    }
    if articles.len() < 2 {
        return;
    }
    let evidence = DeclaredEvidence::new(layout, page);
    if !evidence.has_body || evidence.displayed < MIN_DISPLAYED {
        return;
    }
    for article in articles.values_mut() {
        article.is_own =
            article.blocks.iter().any(|index| evidence.is_part(layout, *index) || title == Some(*index));
    }
    // The innermost article with the title, and how much of its text is declared.
    let is_own = |node: &u32| articles.get(node).is_some_and(|article| article.is_own);
    let main = title.and_then(|title| ancestors(page, container(title)).find(is_own));
    if let Some(article) = main.and_then(|main| articles.get(&main)) {
        let words = |is_counted: &dyn Fn(usize) -> bool| -> u32 {
            let text = article.blocks.iter().filter(|index| keep[**index] && layout.prose[**index]);
            text.filter(|index| is_counted(**index)).map(|index| layout.stats[*index].words).sum()
        };
        let (all, declared) = (words(&|_| true), words(&|index| evidence.is_part(layout, index)));
        if (declared as f32) < all as f32 * MIN_DECLARED {
            return;
        }
    }
    let place = |node: u32| (nodes[node as usize].parent, nodes[node as usize].signature);
    let is_other = |node: u32, article: &StoryElement| {
        let Some(heading) = article.heading.filter(|_| !article.is_own) else { return false };
        let is_headline = || layout.stats[heading].words >= MIN_HEADLINE_WORDS;
        let is_like_main = |main: u32| place(node) == place(main) || title.and_then(level) == level(heading);
        layout.link_share(heading) >= MIN_HEADING_LINK || is_headline() && main.is_some_and(is_like_main)
    };
    let others: Vec<&StoryElement> = articles
        .iter()
        .filter(|(node, article)| is_other(**node, article))
        .map(|(_, article)| article)
        .collect();
    if others.iter().filter(|article| article.has_time).count() * 2 >= others.len() {
        return; // a live blog, or nothing
    }
    for index in others.into_iter().flat_map(|article| &article.blocks) {
        keep[*index] = false;
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::html::clean;

    const OWN: [&str; 3] = [
        "The harbour board voted on Tuesday to close the old swing bridge for eighteen months, a decision that \
         will send every lorry bound for the grain terminal through the centre of town.",
        "Engineers who inspected the bearings in March found cracks in two of the four rollers, and said that the \
         bridge could seize in an open position during the first hard frost.",
        "A ferry for pedestrians will run every twenty minutes from six in the morning until ten at night.",
    ];
    const OTHER: &str = "Tenants in the old town pay two per cent less than a year ago, the chamber of landlords said \
        on Monday, and flats near the canal have become cheaper still.";

    /// Returns the kept text of a page with its own story and, in two articles, `other`.
    fn body(own: &str, other: &str) -> String {
        let script = serde_json::json!({ "@type": "NewsArticle", "articleBody": OWN.join("\n") });
        let paragraphs = OWN.map(|text| format!("<p>{text}</p>")).concat();
        let own = own.replace("TEXT", &paragraphs);
        clean(&format!(
            "<title>Swing bridge to close in May</title><script type=application/ld+json>{script}</script>\
             <main>{own}{other}{other}</main>"
        ))
        .article
        .body
        .text
        .as_str()
        .to_owned()
    }

    #[test]
    fn other_stories_are_cut() {
        let own = "<article class=story><h2>Swing bridge to close in May</h2>TEXT</article>";
        let headline = "Rents fall in the old town for the first time";
        for other in [
            format!("<article class=story><h3>{headline}</h3><p>{OTHER}</p></article>"),
            format!("<article class=card><h2>{headline}</h2><p>{OTHER}</p></article>"),
            format!("<article class=card><h4><a href=/r>{headline}</a></h4><p>{OTHER}</p></article>"),
        ] {
            let body = body(own, &other);
            assert!(body.contains("A ferry for pedestrians") && !body.contains("Tenants"), "{other}: {body}");
        }
    }

    #[test]
    fn chapters_and_updates_stay() {
        let own = "<article class=story><h1>Swing bridge to close in May</h1>TEXT</article>";
        for other in [
            format!("<article class=story><h2>The rents</h2><p>{OTHER}</p></article>"),
            format!(
                "<article class=part><h2>How the rents fell in the old town</h2><p>{OTHER}</p></article>"
            ),
            format!(
                "<article class=story><time>18.40</time><h2>How the rents fell in town</h2><p>{OTHER}</p></article>"
            ),
        ] {
            assert!(body(own, &other).contains("Tenants"), "{other}");
        }
    }
}
