//! Boilerplate removal for HTML pages.
//!
//! A forest of decision trees scores every block by its text, its elements and their class names, its
//! neighbors, the line model, and what Readability would keep of the page. Blocks map back to the source, so
//! everything afterwards works as for plain text.

mod block_stats;
mod bylines;
mod consent;
mod context;
mod corrections;
mod declared;
mod evidence;
pub(super) mod extras;
mod features;
pub(super) mod forest;
mod layout;
mod reasons;
mod ruled;
mod series;
mod word_overlap;

use crate::article::Metadata;
use crate::clean::article::Article;
pub(super) use crate::clean::html::declared::add_declared_text;
use crate::clean::html::layout::{Layout, MAX_TITLE_WORDS};
pub(super) use crate::clean::html::ruled::apply_rules;
use crate::clean::labels::{BlockLabel, Role, Verdict};
use crate::clean::options::SourceContext;
use crate::clean::reason::Reason;
use crate::clean::text::gbdt::{LineModel, UNIT};
use crate::clean::text::label_blocks::{PageLabels, label_blocks_with};
use crate::clean::text::page::Gaps;
use crate::clean::user_rules::Origin;
use crate::extract::BlockKind;
use crate::extract::html::{Page, read};
use crate::text::LineIndex;
use crate::text::url::host_of_address;

/// Weight of Readability's verdict beside the forest's score.
const EXTRACTOR_WEIGHT: f32 = 1.0;
/// Weight of Readability's verdict on a page with JSON-LD: such pages are newer than those it was made for.
const EXTRACTOR_WEIGHT_WITH_JSON_LD: f32 = 0.5;
/// Bonus for every block: a lost sentence is worse than a surplus one, and F1 does not suffer.
const KEEP_BONUS: f32 = 0.3;
/// Fewer words of prose are not an article.
const MIN_ARTICLE_WORDS: u32 = 25;
/// Fewer words of prose are none below the heading of an `<article>`.
const MIN_NOTE_WORDS: u32 = 10;

/// This many words of prose are an article, whatever is around them.
const CERTAIN_ARTICLE_WORDS: u32 = 250;
/// Fewer words than this are rarely a whole article.
const PARTIAL_ARTICLE_WORDS: u32 = 150;
/// Minimum words of a sentence; shorter text is a label.
const SENTENCE_WORDS: u32 = 6;
/// Maximum words of a real link; a longer one was not closed.
const MAX_LINK_WORDS: u32 = 20;

/// A cleaned page.
#[derive(Debug)]
pub struct CleanedPage {
    /// The article, or the text that comes nearest to one.
    pub article: Article,
    /// Metadata from the markup of the page.
    pub page_metadata: crate::extract::html::PageMetadata,
    /// Whether the page holds an article. A page of links, an error page or a paywall does not.
    pub is_article: bool,
}

/// Cleans an HTML page.
///
/// ```
/// use clippings::internals::clean::html::clean;
/// let page = "<html><body><nav><a href=/>Home</a> <a href=/w>World</a></nav>
/// <article><h1>Ferry stays in port</h1>
/// <p>The ferry will stay in port until its engine has been examined, officials said on Monday.</p>
/// <p>Passengers are to be carried by bus, which takes three hours longer than the crossing.</p></article>
/// <footer><p>Copyright 2021 Coast News</p></footer></body></html>";
/// let cleaned = clean(page);
/// assert!(cleaned.is_article);
/// assert!(cleaned.article.body.text.as_str().starts_with("The ferry"));
/// assert!(cleaned.article.body.text.as_str().ends_with("longer than the crossing."));
/// ```
pub fn clean(source: &str) -> CleanedPage {
    clean_in(source, &SourceContext::default())
}

/// Cleans an HTML page like [`clean`], with its origin and the rules of the user.
pub(crate) fn clean_in(source: &str, context: &SourceContext) -> CleanedPage {
    clean_with_models(source, context, PageModels { text: LineModel::get(), html: forest::built_in() })
}

/// The models that label a page.
#[derive(Clone, Copy)]
pub(crate) struct PageModels<'m> {
    /// The line model.
    pub text: &'m LineModel,
    /// The forest over blocks.
    pub html: &'m forest::Forest,
}

/// Cleans a page with other models than the built-in ones, as cross-validation does.
pub(crate) fn clean_with_models(source: &str, context: &SourceContext, models: PageModels) -> CleanedPage {
    let mut page = read(source);
    let (mut labels, mut is_article, page_metadata) = label_page(&page, models);
    is_article |= add_declared_text(source, &mut page, &mut labels) >= MIN_ARTICLE_WORDS as usize;
    if let Some(rules) = context.rules {
        let host = page.metadata.metadata.url.as_deref().and_then(host_of_address).unwrap_or_default();
        let site = if context.origin.site.is_empty() { &host } else { context.origin.site };
        is_article |= apply_rules(rules, Origin { site, ..context.origin }, &page, &mut labels);
    }
    let metadata = context.complete(page_metadata);
    let (blocks, labels) = extras::with_extras(&mut page, labels, &metadata);
    let article = Article::new(source, &LineIndex::new(source), &blocks, &labels, metadata);
    CleanedPage { article, page_metadata: page.metadata, is_article }
}

/// Labels every block of `page`, and returns whether it holds an article, and the metadata of markup and
/// text.
pub(super) fn label_page(page: &Page, models: PageModels) -> (Vec<BlockLabel>, bool, Metadata) {
    let known = page.metadata.metadata.clone();
    if page.tree.blocks.is_empty() {
        return (Vec::new(), false, known);
    }
    // The line model reads the words: it gives reasons, and metadata where the markup has none.
    let context = SourceContext { known, ..SourceContext::default() };
    let text_labels = label_blocks_with(&page.tree.blocks, Gaps::Apart, &context, models.text);
    let layout = Layout::new(&page.tree, page.readability.as_deref());
    let title_shares = title_shares(page, &layout);
    let scores = scores(page, &layout, &text_labels, &title_shares, models);
    let by_line_model = || {
        text_labels
            .labels
            .iter()
            .position(|label| label.role == Role::Title && label.verdict == Verdict::Keep)
            .filter(|index| page.tree.blocks[*index].kind != BlockKind::Quote)
    };
    let title = title_block(page, &layout, &title_shares)
        .or_else(|| layout.only_heading(&title_shares).filter(|index| scores[*index] <= 0.0))
        .or_else(by_line_model);
    let (mut keep, is_article) = choose(page, &layout, &text_labels, &scores, title);
    let author = bylines::cut_bylines(page, &layout, &text_labels, title, &text_labels.metadata, &mut keep);
    // Where nothing is kept, a line that only looks like a title is none.
    let is_title = |title: &usize| title_shares[*title] > 0.4 || keep.contains(&true);
    let title = title.filter(is_title);
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
                let by_words = text_labels.stock_reasons[index];
                let reason = by_words.or_else(|| reasons::cut_reason(page, &layout, index, title));
                Verdict::Cut(reason.unwrap_or(match text_labels.labels[index].verdict {
                    Verdict::Cut(reason) => reason,
                    Verdict::Keep => Reason::Interruption,
                }))
            };
            BlockLabel { verdict, role, confidence: confidence(scores[index]), rule: None }
        })
        .collect();
    (labels, is_article, Metadata { author, ..text_labels.metadata })
}

/// Returns the score of each block: the forest's, the extractor's and the bonus.
fn scores(
    page: &Page,
    layout: &Layout<'_>,
    text_labels: &PageLabels,
    title_shares: &[f32],
    models: PageModels,
) -> Vec<f32> {
    let weight = if page.metadata.has_json_ld { EXTRACTOR_WEIGHT_WITH_JSON_LD } else { EXTRACTOR_WEIGHT };
    features::feature_rows(layout, page, &text_labels.scores, title_shares)
        .iter()
        .zip(&layout.kept)
        .map(|(row, kept)| models.html.score(row) + weight * (2.0 * kept - 1.0) + KEEP_BONUS)
        .collect()
}

/// Chooses the blocks to keep, and returns whether they are an article.
fn choose(
    page: &Page,
    layout: &Layout<'_>,
    text_labels: &PageLabels,
    scores: &[f32],
    title: Option<usize>,
) -> (Vec<bool>, bool) {
    let mut keep: Vec<bool> = scores.iter().map(|score| *score > 0.0).collect();
    cut_leading_links(layout, &mut keep);
    cut_hidden(layout, &mut keep);
    ensure_some_kept(layout, &mut keep);
    series::keep_series(page, layout, &text_labels.scores, scores, &mut keep);
    corrections::keep_headed_article(page, layout, title, &mut keep);
    corrections::keep_updates(page, layout, title, &mut keep);
    corrections::cut_other_stories(page, layout, title, &mut keep);
    corrections::keep_unfolded(page, &mut keep);
    corrections::keep_dialogue(page, &mut keep);
    corrections::cut_comments(page, layout, title, &mut keep);
    corrections::cut_repeated_quotes(page, layout, &mut keep);
    corrections::cut_stock_lines(page, layout, text_labels, title, &mut keep);
    let restored = restore_by_line_model(layout, text_labels, &mut keep);
    if consent::cut_consent(page, layout, title, &mut keep) {
        return (keep, false);
    }
    let words = |index: usize| if keep[index] && layout.prose[index] { layout.stats[index].words } else { 0 };
    let min_words =
        if corrections::headed_article(page, title).is_some() { MIN_NOTE_WORDS } else { MIN_ARTICLE_WORDS };
    let is_article = restored || (0..keep.len()).map(words).sum::<u32>() >= min_words;
    if is_article {
        return (keep, is_article);
    }
    // Without prose the elements say little: require the line model to agree, or the extractor, if the page
    // itself declares the block an article.
    for (index, keep) in keep.iter_mut().enumerate() {
        let is_declared = layout.kept[index] > 0.5 && layout.is_declared_article(index);
        let is_kept = is_declared || *keep && text_labels.labels[index].verdict == Verdict::Keep;
        *keep = is_kept && text_labels.stock_reasons[index].is_none();
    }
    for (index, keep) in keep.iter_mut().enumerate() {
        *keep &= layout.link_share(index) < 0.5 || layout.stats[index].words > MAX_LINK_WORDS;
        // A site notice is no article where nothing else indicates one.
        *keep &= reasons::cut_reason(page, layout, index, title) != Some(Reason::SiteNotice);
    }
    (keep, is_article)
}

/// Cuts blocks of links before any prose: they lead elsewhere, or back to the front page.
fn cut_leading_links(layout: &Layout<'_>, keep: &mut [bool]) {
    for (index, keep) in keep.iter_mut().enumerate() {
        if layout.prose[index] {
            return;
        }
        *keep &= layout.link_share(index) <= 0.9 || layout.stats[index].words > MAX_LINK_WORDS;
    }
}

/// Keeps the blocks that the line model keeps if the forest cut most of them: the elements are misleading.
/// Hidden text counts as well: pages that are sent in pieces carry their article in hidden elements, from
/// where a script moves it to its place. Returns whether it did so.
fn restore_by_line_model(layout: &Layout<'_>, text_labels: &PageLabels, keep: &mut [bool]) -> bool {
    let is_hidden = |index: usize| layout.tree.nodes[layout.tree.contexts[index].container as usize].hidden;
    let is_text =
        |index: usize| layout.prose[index] || is_hidden(index) && layout.stats[index].words >= SENTENCE_WORDS;
    let is_article_text = |index: &usize| {
        text_labels.scores[*index] > UNIT
            && text_labels.labels[*index].verdict == Verdict::Keep
            && is_text(*index)
    };
    let words = |index: usize| layout.stats[index].words;
    let article_words: u32 = (0..keep.len()).filter(is_article_text).map(words).sum();
    let kept_words: u32 =
        (0..keep.len()).filter(|index| keep[*index] && layout.prose[*index]).map(words).sum();
    let is_misled = article_words >= CERTAIN_ARTICLE_WORDS
        && kept_words < PARTIAL_ARTICLE_WORDS
        && kept_words * 3 < article_words;
    if is_misled {
        for (index, keep) in keep.iter_mut().enumerate() {
            *keep |= is_article_text(&index);
        }
    }
    is_misled
}

/// Cuts hidden blocks that the extractor left out, if enough visible prose remains.
fn cut_hidden(layout: &Layout<'_>, keep: &mut [bool]) {
    let is_hidden = |index: usize| {
        layout.kept[index] < 0.5 && layout.tree.nodes[layout.tree.contexts[index].container as usize].hidden
    };
    let visible_words: u32 = (0..keep.len())
        .filter(|index| keep[*index] && !is_hidden(*index) && layout.prose[*index])
        .map(|index| layout.stats[index].words)
        .sum();
    if visible_words >= MIN_ARTICLE_WORDS {
        for (index, keep) in keep.iter_mut().enumerate() {
            *keep &= !is_hidden(index);
        }
    }
}

/// If no prose was kept but there is some, keeps what the extractor kept, or else the prose of the best
/// element.
fn ensure_some_kept(layout: &Layout<'_>, keep: &mut [bool]) {
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
        let block_context = &layout.tree.contexts[index];
        *keep = layout.prose[index] && layout.distance(block_context.container, layout.best).1 == 0.0;
    }
}

/// Returns for each block the share of it that is in the title.
fn title_shares(page: &Page, layout: &Layout<'_>) -> Vec<f32> {
    let titles: Vec<Vec<u64>> = [&page.metadata.metadata.title, &page.metadata.page_title]
        .into_iter()
        .flatten()
        .map(|title| word_overlap::word_hashes(title))
        .collect();
    let blocks = page.tree.blocks.iter().zip(&layout.stats);
    blocks
        .map(|(block, stats)| match stats.words {
            0..=MAX_TITLE_WORDS => word_overlap::overlap(block.text.as_str(), &titles),
            _ => 0.0,
        })
        .collect()
}

/// Finds the block that is the title: a heading that matches the title in the page's metadata.
fn title_block(page: &Page, layout: &Layout<'_>, title_shares: &[f32]) -> Option<usize> {
    let mut best = (0.6f32, None);
    for (index, block_context) in page.tree.contexts.iter().enumerate() {
        let level = page.tree.nodes[block_context.container as usize].tag.heading_level();
        if layout.stats[index].words > MAX_TITLE_WORDS
            || page.tree.nodes[block_context.container as usize].hidden
        {
            continue;
        }
        let overlap = title_shares[index];
        let heading = match level {
            Some(1) => 0.5,
            Some(_) => 0.15,
            None => -0.1,
        };
        // A linked title leads to the article from another page.
        let link_share = layout.link_share(index);
        let score = overlap + heading - 0.3 * link_share;
        if overlap > 0.4 && score > best.0 {
            best = (score, Some(index));
        }
    }
    best.1
}

/// Turns a score into a probability of at least one half, rounded so that it is the same on every machine.
fn confidence(score: f32) -> f32 {
    let probability = 1.0 / (1.0 + (-score.abs()).exp());
    (probability * 100.0).round() / 100.0
}

/// Returns size and features of every block for the training script, with `text` as the line model.
pub(crate) fn block_features(page: &Page, text: &LineModel) -> Vec<(f32, Vec<f32>)> {
    if page.tree.blocks.is_empty() {
        return Vec::new();
    }
    let layout = Layout::new(&page.tree, page.readability.as_deref());
    let context = SourceContext { known: page.metadata.metadata.clone(), ..SourceContext::default() };
    let text_labels = label_blocks_with(&page.tree.blocks, Gaps::Apart, &context, text);
    let rows = features::feature_rows(&layout, page, &text_labels.scores, &title_shares(page, &layout));
    layout.stats.iter().map(|stats| stats.size as f32).zip(rows).collect()
}

#[cfg(test)]
mod tests {
    use crate::clean::clean_text;
    use crate::clean::html::*;

    #[test]
    fn the_heading_of_a_live_blog_is_its_title() {
        let page = "<title>Storm live</title><nav><a href=/>Home</a></nav><main>\
            <h1>Storm live: bridges shut as wind hits 150 km/h</h1>\
            <p>The last ferry left the harbour at nine, an hour before the bridges were shut.</p>\
            <p>Trains stand still on the whole coast, and the schools stay closed on Monday.</p></main>";
        let cleaned = clean(page);
        assert!(cleaned.article.title.is_some_and(|title| title.as_str().ends_with("150 km/h")));
    }

    #[test]
    fn an_article_in_hidden_elements_is_found() {
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
