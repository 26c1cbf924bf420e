//! Keeps parts of an article that the forest took for other stories: the article with the title, and the
//! updates of a live blog.

use rustc_hash::FxHashMap;

use crate::clean::clock::begins_with_clock;
use crate::clean::html::corrections::ancestors;
use crate::clean::html::layout::Layout;
use crate::extract::html::Page;
use crate::extract::html::class_hints::{
    ADVERTISING, COMMENTS, Hints, NAVIGATION, NEWSLETTER, NOTICE, RELATED,
};
use crate::extract::html::tag::Tag;

/// Parts of an article that are none of its text.
const APART: Hints = COMMENTS | RELATED | NAVIGATION | NOTICE | ADVERTISING | NEWSLETTER;
/// Minimum number of words of a sentence.
const MIN_SENTENCE_WORDS: u32 = 3;
/// Minimum number of words of the sentences of an article.
const MIN_ARTICLE_WORDS: u32 = 20;
/// Share of the words of an article from which the forest has found it, as a divisor.
const MIN_KEPT_SHARE: u32 = 10;
/// Minimum number of the updates of a live blog that are kept.
const MIN_UPDATES: usize = 2;
/// Maximum number of words of a line with the time of an update.
const MAX_TIME_WORDS: u32 = 8;
/// Number of elements around a heading of which one is the part that it heads.
const MAX_PART_DEPTH: usize = 3;
/// Share of a link in a heading of another page.
const MIN_HEADING_LINK: f32 = 0.8;
/// Share of a link from which a block leads elsewhere.
const MAX_LINK_SHARE: f32 = 0.5;

/// Returns the element of an article that has the title in a heading of the first level.
pub(in crate::clean::html) fn headed_article(page: &Page, title: Option<usize>) -> Option<u32> {
    let node = page.tree.contexts[title?].container;
    let tag = |node: u32| page.tree.nodes[node as usize].tag;
    let has_heading = ancestors(page, node).any(|node| tag(node).heading_level() == Some(1));
    has_heading.then(|| ancestors(page, node).find(|node| tag(*node) == Tag::Article))?
}

/// Returns whether a block is a sentence of its own, and no link.
fn is_sentence(layout: &Layout<'_>, index: usize) -> bool {
    let stats = &layout.stats[index];
    stats.words >= MIN_SENTENCE_WORDS && stats.ends_sentence && layout.link_share(index) < MAX_LINK_SHARE
}

/// Returns whether a block stands in a part of `article` that is none of its text, such as a list of teasers.
fn is_apart(page: &Page, index: usize, article: u32) -> bool {
    let mut inside = ancestors(page, page.tree.contexts[index].container).take_while(|node| *node != article);
    inside.any(|node| {
        let element = &page.tree.nodes[node as usize];
        element.hints & APART != 0
            || element.hidden
            || matches!(element.tag, Tag::Nav | Tag::Aside | Tag::Footer | Tag::Form | Tag::Article)
    })
}

/// Keeps the text of the article that has the title if almost all of its sentences were cut: a table may
/// have drawn the attention away from them. Cuts the teasers in articles beside it.
pub(in crate::clean::html) fn keep_headed_article(
    page: &Page,
    layout: &Layout<'_>,
    title: Option<usize>,
    keep: &mut [bool],
) {
    let Some(article) = headed_article(page, title) else { return };
    let container = |index: usize| page.tree.contexts[index].container;
    let is_inside = |index: usize| ancestors(page, container(index)).any(|node| node == article);
    let is_text = |index: &usize| {
        title != Some(*index)
            && is_sentence(layout, *index)
            && is_inside(*index)
            && !is_apart(page, *index, article)
    };
    let text: Vec<usize> = (0..keep.len()).filter(is_text).collect();
    let words = |is_counted: &dyn Fn(usize) -> bool| -> u32 {
        text.iter().filter(|index| is_counted(**index)).map(|index| layout.stats[*index].words).sum()
    };
    let (all, kept) = (words(&|_| true), words(&|index| keep[index]));
    let (Some(first), Some(last)) = (text.first(), text.last()) else { return };
    if all < MIN_ARTICLE_WORDS {
        return;
    }
    let others = other_articles(page, layout, &is_inside);
    for index in others {
        keep[index] = false;
    }
    if kept * MIN_KEPT_SHARE >= all {
        return;
    }
    let is_of_table = |index: usize| {
        let mut tags = ancestors(page, container(index)).take_while(|node| *node != article);
        tags.any(|node| page.tree.nodes[node as usize].tag == Tag::Table)
    };
    for (index, keep) in keep.iter_mut().enumerate() {
        let is_between = (*first..=*last).contains(&index);
        let is_cell = is_between && is_of_table(index) && !is_apart(page, index, article);
        *keep |= text.contains(&index) || is_cell;
    }
}

/// Returns the blocks of the articles beside the one with the title whose heading leads to another page: they
/// are teasers.
fn other_articles(page: &Page, layout: &Layout<'_>, is_inside: &dyn Fn(usize) -> bool) -> Vec<usize> {
    let nodes = &page.tree.nodes;
    let mut articles: FxHashMap<u32, (bool, Vec<usize>)> = FxHashMap::default();
    for index in (0..page.tree.contexts.len()).filter(|index| !is_inside(*index)) {
        let container = page.tree.contexts[index].container;
        let Some(article) = ancestors(page, container).find(|node| nodes[*node as usize].tag == Tag::Article)
        else {
            continue;
        };
        let is_heading =
            ancestors(page, container).any(|node| nodes[node as usize].tag.heading_level().is_some());
        let (is_teaser, blocks) = articles.entry(article).or_default();
        *is_teaser |= is_heading && layout.link_share(index) >= MIN_HEADING_LINK;
        blocks.push(index);
    }
    articles.into_values().filter(|(is_teaser, _)| *is_teaser).flat_map(|(_, blocks)| blocks).collect()
}

/// Keeps the updates of a live blog beside those that are kept: parts of the same name in one element, each
/// with a heading or a time that is no link.
pub(in crate::clean::html) fn keep_updates(
    page: &Page,
    layout: &Layout<'_>,
    title: Option<usize>,
    keep: &mut [bool],
) {
    let nodes = &page.tree.nodes;
    let is_time = |index: usize| {
        layout.stats[index].words <= MAX_TIME_WORDS
            && begins_with_clock(page.tree.blocks[index].text.as_str())
    };
    let is_head = |index: usize| {
        let node = page.tree.contexts[index].container;
        nodes[node as usize].tag.heading_level().is_some_and(|level| level > 1) || is_time(index)
    };
    // The elements with a head in them, by their place and name, with their blocks.
    let mut parts: FxHashMap<(u32, u64), FxHashMap<u32, Vec<usize>>> = FxHashMap::default();
    let heads = (0..keep.len()).filter(|index| is_head(*index) && layout.link_share(*index) == 0.0);
    for index in heads {
        for node in ancestors(page, page.tree.contexts[index].container).skip(1).take(MAX_PART_DEPTH) {
            let element = &nodes[node as usize];
            parts.entry((element.parent, element.signature)).or_default().entry(node).or_default();
        }
    }
    parts.retain(|_, parts| parts.len() > MIN_UPDATES);
    if parts.is_empty() {
        return;
    }
    for index in 0..keep.len() {
        for node in ancestors(page, page.tree.contexts[index].container) {
            let element = &nodes[node as usize];
            let parts = parts.get_mut(&(element.parent, element.signature));
            if let Some(blocks) = parts.and_then(|parts| parts.get_mut(&node)) {
                blocks.push(index);
            }
        }
    }
    let article = headed_article(page, title);
    for ((parent, _), updates) in parts {
        let is_text = |index: &&usize| is_sentence(layout, **index);
        let is_update = |blocks: &Vec<usize>| {
            blocks.iter().any(|index| is_text(&index)) && blocks.iter().any(|index| is_time(*index))
        };
        let is_kept = |blocks: &&Vec<usize>| blocks.iter().filter(is_text).any(|index| keep[*index]);
        let kept = updates.values().filter(is_kept).count();
        let leads_away = |blocks: &Vec<usize>| {
            let is_link = |index: usize| layout.link_share(index) >= MAX_LINK_SHARE;
            blocks.iter().any(|index| is_link(*index) && layout.stats[*index].words > MIN_SENTENCE_WORDS)
        };
        // Within the article with the title, one update that is kept tells what the others are.
        let is_in_article =
            article.is_some_and(|article| ancestors(page, parent).any(|node| node == article));
        let is_enough = kept >= MIN_UPDATES && kept * 3 >= updates.len() || kept > 0 && is_in_article;
        if !is_enough || !updates.values().all(is_update) || updates.values().any(leads_away) {
            continue;
        }
        for index in updates.into_values().flatten() {
            let is_part = is_sentence(layout, index) || is_head(index) && layout.link_share(index) == 0.0;
            keep[index] |= is_part && !is_apart(page, index, article.unwrap_or_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::html::clean;

    #[test]
    fn the_text_around_a_table_is_kept() {
        let row = |name: &str| format!("<tr><td>{name}</td><td>21</td><td>13</td><td>44</td></tr>");
        let teaser = |title: &str, text: &str| {
            format!("<article><a href=/n><h3>{title}</h3></a><p>{text}</p></article>")
        };
        let page = format!(
            "<title>Table after matchday 21</title><main><article><h1>Table after matchday 21</h1>\
             <p>Sund beat Havn 3-1 on Saturday and went top of the second division on goal difference.</p>\
             <table>{}</table><p>Nordby can overtake both if they win their game in hand.</p>\
             <p>Kick-off is at 18.00.</p></article></main><section><h2>More from News</h2>{}{}{}</section>",
            ["Team", "Sund", "Havn", "Nordby"].map(row).concat(),
            teaser(
                "Rents fall for the first time",
                "Tenants in the old town pay 2 per cent less than a year ago."
            ),
            teaser("Old cinema to reopen", "The owner says that the projector has been repaired at last."),
            teaser("Storm warning", "Gusts of up to 120 km/h are expected, and ferries may be cancelled."),
        );
        let body = clean(&page).article.body;
        for text in ["Sund beat Havn", "Nordby can overtake", "Kick-off"] {
            assert!(body.text.as_str().contains(text), "{}", body.text.as_str());
        }
        assert!(!body.text.as_str().contains("projector"));
    }

    #[test]
    fn short_updates_of_a_live_blog_are_kept() {
        let update = |time: &str, title: &str, text: &str| {
            format!("<div class=lb><time>{time}</time><h3>{title}</h3>{text}<button>Share</button></div>")
        };
        let page = format!(
            "<title>Election live</title><main><article><h1>Election live</h1>\
             <p>Voters choose a harbor master for the first time since 1974.</p>{}{}{}{}</article></main>",
            update(
                "18.40",
                "Queue at the school",
                "<p>About two hundred people are waiting outside the school, some \
                with folding chairs.</p><p>The officer says that everyone who is in the queue at eight may vote.</p>"
            ),
            update(
                "17.15",
                "Candidate votes",
                "<p>The pilot Karin Moe has voted. She came by boat.</p>\
                <p>She told our reporter that she was not nervous.</p>"
            ),
            update(
                "15.02",
                "Ballot box found",
                "<p>A ballot box that had been missing since the morning was found in \
                a locker at the swimming pool.</p><p>It was empty.</p>"
            ),
            update("12.30", "Turnout up", "<p>Turnout at noon was 41 per cent.</p><p>In 1974 it was 35.</p>"),
        );
        let body = clean(&page).article.body;
        for text in ["first time since 1974", "It was empty.", "Turnout up", "In 1974 it was 35."] {
            assert!(body.text.as_str().contains(text), "{text}: {}", body.text.as_str());
        }
    }
}
