//! Which blocks of an HTML page are the article.
//!
//! A small forest of decision trees judges every block by its text, by the elements around it and their names, by its
//! neighbours, and by what Readability's way would keep of the page. The blocks keep their way back to the source, so
//! everything after is the same as for plain text.

mod block_stats;
mod context;
mod features;
pub(super) mod forest;
mod layout;
mod reasons;
mod word_overlap;

use crate::article::Metadata;
use crate::clean::article::Article;
use crate::clean::html::layout::Layout;
use crate::clean::labels::{BlockLabel, Role, Verdict};
use crate::clean::options::SourceContext;
use crate::clean::reason::Reason;
use crate::clean::text::gbdt::UNIT;
use crate::clean::text::label_blocks::{PageLabels, label_blocks_with};
use crate::clean::user_rules::{Origin, Rules};
use crate::extract::BlockKind;
use crate::extract::html::{Page, read};
use crate::text::LineIndex;
use crate::text::url::host;

/// How much Readability's opinion counts beside the forest's, in the forest's units.
const EXTRACTOR_WEIGHT: f32 = 1.0;
/// What every block is given besides: a sentence lost is worse than one too many, and F1 is no lower for it.
const LENIENCE: f32 = 0.3;
/// Fewer words of running text than this make no article.
const FEWEST_WORDS: u32 = 25;

/// So many words of running text are an article, whatever stands around them.
const MUCH: u32 = 250;
/// So few are hardly all of one.
const LITTLE: u32 = 150;
/// So many words are a sentence rather than a label.
const SENTENCE: u32 = 6;
/// More words than this are not there to be clicked on: a link was not closed.
const LONGEST_LINK: u32 = 20;

/// A cleaned page.
#[derive(Debug)]
pub struct CleanedPage {
    /// The article, or what came nearest to one.
    pub article: Article,
    /// What the page says about itself, all of it.
    pub page_metadata: crate::extract::html::PageMetadata,
    /// Whether there is an article on the page. A page of links, an error page or a page that asks for a subscription
    /// has none.
    pub is_article: bool,
}

/// Cleans an HTML page.
///
/// ```
/// use clippings::clean::html::clean;
/// let page = "<html><body><nav><a href=/>Home</a> <a href=/w>World</a></nav><article><h1>Ferry stays in port</h1>
/// <p>The ferry will stay in port until its engine has been examined, the harbour authority said on Monday.</p>
/// <p>Passengers are to be carried by bus, which takes three hours longer than the crossing does.</p></article>
/// <footer><p>Copyright 2021 Coast News</p></footer></body></html>";
/// let cleaned = clean(page);
/// assert!(cleaned.is_article);
/// assert!(cleaned.article.body.text.as_str().starts_with("The ferry"));
/// assert!(cleaned.article.body.text.as_str().ends_with("crossing does."));
/// ```
pub fn clean(source: &str) -> CleanedPage {
    clean_in(source, &SourceContext::default())
}

/// Cleans an HTML page with what is known of it besides: where it comes from, the reader's rules.
pub fn clean_in(source: &str, context: &SourceContext) -> CleanedPage {
    clean_with_models(
        source,
        context,
        PageModels { text: crate::clean::text::gbdt::LineModel::get(), html: forest::forest() },
    )
}

/// What a page is judged by.
#[derive(Clone, Copy)]
pub(crate) struct PageModels<'m> {
    /// The line model.
    pub text: &'m crate::clean::text::gbdt::LineModel,
    /// The forest over blocks.
    pub html: &'m forest::Forest,
}

/// Cleans a page by models of one's own, as cross-validation does.
pub(crate) fn clean_with_models(source: &str, context: &SourceContext, models: PageModels) -> CleanedPage {
    let page = read(source);
    let (mut labels, is_article, metadata) = judge(&page, models);
    if let Some(rules) = context.rules {
        let host = page.about.metadata.url.as_deref().and_then(host).unwrap_or_default();
        let site = if context.origin.site.is_empty() { host } else { context.origin.site };
        obey(rules, Origin { site, ..context.origin }, &page, &mut labels);
    }
    let article = Article::new(source, &LineIndex::new(source), &page.tree.blocks, &labels, metadata);
    CleanedPage { article, page_metadata: page.about, is_article }
}

/// The reader has the last word.
fn obey(rules: &Rules, origin: Origin, page: &Page, labels: &mut [BlockLabel]) {
    for (block, label) in page.tree.blocks.iter().zip(labels) {
        if let Some((verdict, line)) = rules.verdict(block.text.as_str(), origin) {
            *label = BlockLabel { verdict, rule: Some(line), confidence: 1.0, ..*label };
        }
    }
}

/// A label for every block of `page`, whether there is an article among them, and what markup and text say about it.
fn judge(page: &Page, models: PageModels) -> (Vec<BlockLabel>, bool, Metadata) {
    let known = page.about.metadata.clone();
    if page.tree.blocks.is_empty() {
        return (Vec::new(), false, known);
    }
    // The line model reads the words: it gives reasons, and metadata where the markup has none.
    let context = SourceContext { known, ..SourceContext::default() };
    let read =
        label_blocks_with(&page.tree.blocks, crate::clean::text::page::Gaps::Apart, &context, models.text);
    let layout = Layout::new(&page.tree, page.kept.as_deref());
    let title_share = title_share(page, &layout);
    let scores = scores(page, &layout, &read, &title_share, models);
    let by_words = || {
        read.labels.iter().position(|judged| judged.role == Role::Title && judged.verdict == Verdict::Keep)
    };
    let title = title_block(page, &layout, &title_share).or_else(by_words);
    let (keep, is_article) = choose(page, &layout, &read, &scores, title);
    let labels = (0..keep.len())
        .map(|index| {
            let role = match page.tree.blocks[index].kind {
                _ if title == Some(index) => Role::Title,
                BlockKind::Caption => Role::Caption,
                _ => Role::Body,
            };
            let verdict = if keep[index] || role == Role::Title {
                Verdict::Keep
            } else {
                let place = reasons::reason(page, &layout, index, title);
                Verdict::Cut(place.unwrap_or(match read.labels[index].verdict {
                    Verdict::Cut(reason) => reason,
                    Verdict::Keep => Reason::Interruption,
                }))
            };
            BlockLabel { verdict, role, confidence: confidence(scores[index]), rule: None }
        })
        .collect();
    (labels, is_article, read.metadata)
}

/// What speaks for each block: the forest's word and the extractor's.
fn scores(
    page: &Page,
    layout: &Layout<'_>,
    read: &PageLabels,
    title_share: &[f32],
    models: PageModels,
) -> Vec<f32> {
    features::rows(layout, page, &read.scores, title_share)
        .iter()
        .zip(&layout.kept)
        .map(|(row, kept)| models.html.score(row) + EXTRACTOR_WEIGHT * (2.0 * kept - 1.0) + LENIENCE)
        .collect()
}

/// Which blocks are kept, and whether there is an article among them.
fn choose(
    page: &Page,
    layout: &Layout<'_>,
    read: &PageLabels,
    scores: &[f32],
    title: Option<usize>,
) -> (Vec<bool>, bool) {
    let mut keep: Vec<bool> = scores.iter().map(|score| *score > 0.0).collect();
    cut_leading_links(layout, &mut keep);
    cut_undisplayed(layout, &mut keep);
    rescue(layout, &mut keep);
    let restored = restore(layout, read, &mut keep);
    let words = |index: usize| if keep[index] && layout.prose[index] { layout.stats[index].words } else { 0 };
    let is_article = restored || (0..keep.len()).map(words).sum::<u32>() >= FEWEST_WORDS;
    if is_article {
        return (keep, is_article);
    }
    // Without running text to go by the elements say little; the line model must agree, or else the extractor, where
    // the page itself says that the block is of an article.
    for (index, keep) in keep.iter_mut().enumerate() {
        let declared = layout.kept[index] > 0.5 && layout.is_declared_article(index);
        *keep = declared || *keep && read.labels[index].verdict == Verdict::Keep;
    }
    for (index, keep) in keep.iter_mut().enumerate() {
        *keep &= layout.linked(index) < 0.5 || layout.stats[index].words > LONGEST_LINK;
        // A notice of the site is no article where nothing else speaks for one.
        *keep &= reasons::reason(page, layout, index, title) != Some(Reason::SiteNotice);
    }
    (keep, is_article)
}

/// Cuts what is all link and stands before any running text: it leads elsewhere, or back to the front page.
fn cut_leading_links(layout: &Layout<'_>, keep: &mut [bool]) {
    for (index, keep) in keep.iter_mut().enumerate() {
        if layout.prose[index] {
            return;
        }
        *keep &= layout.linked(index) <= 0.9 || layout.stats[index].words > LONGEST_LINK;
    }
}

/// Where most of the text that reads like an article was cut, the elements have misled: the line model's word counts.
/// So it does of text that is not displayed: pages that are sent in pieces carry their article in hidden elements, from
/// where a script takes it to its place. Says whether that was so.
fn restore(layout: &Layout<'_>, read: &PageLabels, keep: &mut [bool]) -> bool {
    let hidden = |index: usize| layout.tree.nodes[layout.tree.places[index].container as usize].hidden;
    let is_text =
        |index: usize| layout.prose[index] || hidden(index) && layout.stats[index].words >= SENTENCE;
    let reads = |index: &usize| {
        read.scores[*index] > UNIT && read.labels[*index].verdict == Verdict::Keep && is_text(*index)
    };
    let words = |index: usize| layout.stats[index].words;
    let all: u32 = (0..keep.len()).filter(reads).map(words).sum();
    let kept: u32 = (0..keep.len()).filter(|index| keep[*index] && layout.prose[*index]).map(words).sum();
    let misled = all >= MUCH && kept < LITTLE && kept * 3 < all;
    if misled {
        for (index, keep) in keep.iter_mut().enumerate() {
            *keep |= reads(&index);
        }
    }
    misled
}

/// Cuts what is not displayed and the extractor left out, where something is left that is displayed.
fn cut_undisplayed(layout: &Layout<'_>, keep: &mut [bool]) {
    let hidden = |index: usize| {
        layout.kept[index] < 0.5 && layout.tree.nodes[layout.tree.places[index].container as usize].hidden
    };
    let shown: u32 = (0..keep.len())
        .filter(|index| keep[*index] && !hidden(*index) && layout.prose[*index])
        .map(|index| layout.stats[index].words)
        .sum();
    if shown >= FEWEST_WORDS {
        for (index, keep) in keep.iter_mut().enumerate() {
            *keep &= !hidden(index);
        }
    }
}

/// Where nothing at all was kept but there is prose, keeps what the extractor kept, else the prose of the best element.
fn rescue(layout: &Layout<'_>, keep: &mut [bool]) {
    if keep.iter().enumerate().any(|(index, keep)| *keep && layout.prose[index]) {
        return;
    }
    for (index, keep) in keep.iter_mut().enumerate() {
        *keep |= layout.prose[index] && layout.kept[index] > 0.5;
    }
    if keep.iter().any(|keep| *keep) {
        return;
    }
    for (index, keep) in keep.iter_mut().enumerate() {
        let place = &layout.tree.places[index];
        *keep = layout.prose[index] && layout.distance(place.container, layout.best).1 == 0.0;
    }
}

/// By block: how much of it is the title.
fn title_share(page: &Page, layout: &Layout<'_>) -> Vec<f32> {
    let titles: Vec<Vec<u64>> = [&page.about.metadata.title, &page.about.page_title]
        .into_iter()
        .flatten()
        .map(|title| word_overlap::words(title))
        .collect();
    let blocks = page.tree.blocks.iter().zip(&layout.stats);
    blocks
        .map(|(block, stats)| match stats.words {
            0..=40 => word_overlap::overlap(block.text.as_str(), &titles),
            _ => 0.0,
        })
        .collect()
}

/// The block that is the title: a heading that says what the page's own metadata says.
fn title_block(page: &Page, layout: &Layout<'_>, title_share: &[f32]) -> Option<usize> {
    let mut best = (0.6f32, None);
    for (index, place) in page.tree.places.iter().enumerate() {
        let level = page.tree.nodes[place.container as usize].tag.heading_level();
        if layout.stats[index].words > 40 || page.tree.nodes[place.container as usize].hidden {
            continue;
        }
        let overlap = title_share[index];
        let heading = match level {
            Some(1) => 0.5,
            Some(_) => 0.15,
            None => -0.1,
        };
        // A title that is linked leads to the article from elsewhere.
        let linked = layout.linked(index);
        let score = overlap + heading - 0.3 * linked;
        if overlap > 0.4 && score > best.0 {
            best = (score, Some(index));
        }
    }
    best.1
}

/// A score as a probability, from one half to one, rounded so that it is the same on every machine.
fn confidence(score: f32) -> f32 {
    let probability = 1.0 / (1.0 + (-score.abs()).exp());
    (probability * 100.0).round() / 100.0
}

/// What the training script needs of a page: for every block its size and its features, the line model being `text`.
pub(crate) fn block_features(
    page: &Page,
    text: &crate::clean::text::gbdt::LineModel,
) -> Vec<(f32, Vec<f32>)> {
    if page.tree.blocks.is_empty() {
        return Vec::new();
    }
    let layout = Layout::new(&page.tree, page.kept.as_deref());
    let context = SourceContext { known: page.about.metadata.clone(), ..SourceContext::default() };
    let read = label_blocks_with(&page.tree.blocks, crate::clean::text::page::Gaps::Apart, &context, text);
    let rows = features::rows(&layout, page, &read.scores, &title_share(page, &layout));
    layout.stats.iter().map(|stats| stats.size as f32).zip(rows).collect()
}

#[cfg(test)]
mod tests {
    use crate::clean::clean_text;
    use crate::clean::html::*;

    #[test]
    fn an_article_that_a_script_would_take_to_its_place_is_found() {
        let article = clean_text(include_str!("../../../seeds/003_f7d78eb1bd6ee391.txt"));
        let paragraphs: String =
            article.body.text.as_str().lines().map(|line| format!("<p>{line}</p>\n")).collect();
        let page = format!(
            "<html><body><nav><a href=/>Home</a> <a href=/w>World</a></nav><main><p>Loading</p></main>\n\
             <footer>All rights reserved</footer><div hidden id=\"S:0\">{paragraphs}</div></body></html>"
        );
        let cleaned = clean(&page);
        assert!(cleaned.is_article);
        assert!(
            cleaned.article.body.text.as_str().contains("The first batch of 2,600 North Korean soldiers")
        );
    }
}
