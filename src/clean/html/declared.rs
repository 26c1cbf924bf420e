//! Adds the text of the article that a page declares for programs, where its markup has a teaser or nothing.
//!
//! Texts are compared by shingles: three words in a row. What the page displays is not added again.

use rustc_hash::FxHashSet;

use crate::clean::html::word_overlap::{hash_sequence, token_hashes};
use crate::clean::labels::{BlockLabel, Role, Verdict};
use crate::clean::reason::Reason;
use crate::extract::Block;
use crate::extract::html::Page;
use crate::text::{SentenceRules, floor_char_boundary, sentence_starts};

/// Share of the declared text above which the page displays the article.
const DISPLAYED: f32 = 0.8;
/// Share of a block above which it is part of the other text.
const CONTAINED: f32 = 0.85;
/// Share of a block above which it belongs to the same article.
const RELATED: f32 = 0.5;
/// Minimum number of words that are added, and of a description.
const MIN_ADDED_WORDS: usize = 12;
/// Length in bytes of the kept text above which no description stands in for it.
const MAX_EMPTY_BYTES: usize = 300;
/// Length in bytes of the kept text above which the data for scripts is not read.
const MAX_TEASER_BYTES: usize = 2_000;
/// Minimum length of the text in that data, as a multiple of the kept one.
const MIN_HYDRATION_FACTOR: usize = 2;
/// Number of samples of the declared text, and their length in bytes.
const SAMPLES: usize = 12;
const SAMPLE_BYTES: usize = 24;
/// Length of the declared text in bytes below which all of it is compared.
const MIN_SAMPLED_BYTES: usize = 600;
/// Share of the displayed text that is in the declared text, or else in the data for scripts, from which it
/// is the same story.
const MIN_SHARED: f32 = 0.2;
const MIN_SHARED_WITH_SCRIPTS: f32 = 0.5;
/// Confidence in what a page declares.
const CONFIDENCE: f32 = 0.9;

/// Adds the declared text that the kept blocks lack, with its labels, after the last kept block of the same
/// article. Returns the number of words added.
pub(crate) fn add_declared_text(source: &str, page: &mut Page, labels: &mut Vec<BlockLabel>) -> usize {
    let blocks = page.tree.blocks.iter().zip(labels.iter());
    let kept_blocks = blocks.filter(|(_, label)| label.verdict == Verdict::Keep);
    let kept_bytes: usize = kept_blocks.map(|(block, _)| block.text.len()).sum();
    let is_undeclared = page.declared_bytes() == 0;
    // The data for scripts is a guess, and slow to read: it is only for pages with little else.
    let mut declared = match is_undeclared && kept_bytes <= MAX_TEASER_BYTES {
        true => page.hydration_blocks(source),
        false => Vec::new(),
    };
    let hydration_bytes: usize = declared.iter().map(|block| block.text.len()).sum();
    if hydration_bytes < kept_bytes * MIN_HYDRATION_FACTOR {
        declared.clear();
    }
    let has_text = || declared.is_empty() && (page.declares_nothing() || kept_bytes > MAX_EMPTY_BYTES);
    if is_undeclared && has_text() || is_displayed(page, labels) {
        return 0;
    }
    let title = page.metadata.metadata.title.as_deref().unwrap_or("");
    let mut kept: FxHashSet<u64> = shingles(title).into_iter().collect();
    let mut displayed = Vec::new();
    let blocks = page.tree.blocks.iter().zip(labels.iter());
    for (block, label) in blocks.filter(|(_, label)| label.verdict == Verdict::Keep) {
        let words = shingles(block.text.as_str());
        kept.extend(words.iter().copied());
        if label.role != Role::Title {
            displayed.extend(words);
        }
    }
    if !is_undeclared {
        declared = page.declared_blocks(source);
    }
    if declared.is_empty() && kept.len() < MIN_ADDED_WORDS {
        declared = page.declared_description(source);
    }
    let body: Vec<u64> = declared.iter().flat_map(|block| shingles(block.text.as_str())).collect();
    if share(&body, &kept) >= DISPLAYED {
        return 0;
    }
    let body: FxHashSet<u64> = body.into_iter().collect();
    // What is displayed is a part of the declared text, or that is another story.
    let min_shared = if is_undeclared { MIN_SHARED_WITH_SCRIPTS } else { MIN_SHARED };
    if kept_bytes > MAX_EMPTY_BYTES && share(&displayed, &body) < min_shared {
        return 0;
    }
    keep_text_of(&body, page, labels, &mut kept);
    let missing: Vec<Block> = declared.into_iter().flat_map(|block| missing_parts(block, &kept)).collect();
    let words = missing.iter().map(|block| token_hashes(block.text.as_str()).len()).sum();
    if words < MIN_ADDED_WORDS {
        return 0;
    }
    let added: FxHashSet<u64> = missing.iter().flat_map(|block| shingles(block.text.as_str())).collect();
    let position = position(page, labels, &body);
    cut_teasers(page, labels, &added);
    let label = BlockLabel { verdict: Verdict::Keep, role: Role::Body, confidence: CONFIDENCE, rule: None };
    labels.splice(position..position, missing.iter().map(|_| label));
    page.tree.blocks.splice(position..position, missing);
    words
}

/// Returns whether samples of the declared text are in the kept blocks word for word, which spares the
/// comparison of the whole.
fn is_displayed(page: &Page, labels: &[BlockLabel]) -> bool {
    let body = page.metadata.article_body.as_deref().unwrap_or("");
    if body.len() < MIN_SAMPLED_BYTES || body.len() * 10 < page.declared_bytes() * 9 {
        return false;
    }
    let blocks = page.tree.blocks.iter().zip(labels).filter(|(_, label)| label.verdict == Verdict::Keep);
    let kept: String = blocks.flat_map(|(block, _)| [block.text.as_str(), "\n"]).collect();
    let is_found = |sample: usize| {
        let tail = &body[floor_char_boundary(body, body.len() * sample / SAMPLES)..];
        let tail = tail.split_once(' ').map_or(tail, |(_, tail)| tail);
        let text = &tail[..floor_char_boundary(tail, SAMPLE_BYTES)];
        memchr::memmem::find(kept.as_bytes(), text.as_bytes()).is_some()
    };
    (0..SAMPLES).filter(|sample| is_found(*sample)).count() + 1 >= SAMPLES
}

/// Keeps the blocks that were cut and have a part of the declared text that the kept ones lack.
fn keep_text_of(body: &FxHashSet<u64>, page: &Page, labels: &mut [BlockLabel], kept: &mut FxHashSet<u64>) {
    for (block, label) in page.tree.blocks.iter().zip(labels) {
        let words = shingles(block.text.as_str());
        if label.verdict != Verdict::Keep
            && words.len() >= MIN_ADDED_WORDS
            && share(&words, body) >= CONTAINED
            && share(&words, kept) < RELATED
        {
            *label =
                BlockLabel { verdict: Verdict::Keep, role: Role::Body, confidence: CONFIDENCE, ..*label };
            kept.extend(words);
        }
    }
}

/// Returns the parts of a declared block that are not kept: the block, or some of its sentences.
fn missing_parts(block: Block, kept: &FxHashSet<u64>) -> Vec<Block> {
    let text = block.text.as_str();
    let covered = share(&shingles(text), kept);
    if covered == 0.0 {
        return vec![block];
    }
    let mut starts = sentence_starts(text, 0..text.len(), SentenceRules::of(""));
    if starts.len() < 2 {
        return if covered >= CONTAINED { Vec::new() } else { vec![block] };
    }
    starts.push(text.len());
    let mut missing: Vec<std::ops::Range<usize>> = Vec::new();
    for sentence in starts.windows(2).map(|pair| pair[0]..pair[1]) {
        if share(&shingles(&text[sentence.clone()]), kept) >= CONTAINED {
            continue;
        }
        match missing.last_mut() {
            Some(last) if last.end == sentence.start => last.end = sentence.end,
            _ => missing.push(sentence),
        }
    }
    let part = |range| Block { kind: block.kind, text: block.text.slice(range) };
    missing.into_iter().map(part).filter(|block| !block.text.is_empty()).collect()
}

/// Returns the position after the last kept block of the text, or else after the title.
fn position(page: &Page, labels: &[BlockLabel], body: &FxHashSet<u64>) -> usize {
    let is_text = |index: &usize| {
        labels[*index].verdict == Verdict::Keep
            && share(&shingles(page.tree.blocks[*index].text.as_str()), body) >= RELATED
    };
    let is_title = |label: &BlockLabel| label.role == Role::Title && label.verdict == Verdict::Keep;
    let last = (0..labels.len()).rev().find(is_text).or_else(|| labels.iter().position(is_title));
    last.map_or(labels.len(), |last| last + 1)
}

/// Cuts kept blocks that the added text repeats, such as a first sentence that breaks off.
fn cut_teasers(page: &Page, labels: &mut [BlockLabel], added: &FxHashSet<u64>) {
    for (block, label) in page.tree.blocks.iter().zip(labels) {
        if label.verdict == Verdict::Keep && label.role != Role::Title && label.rule.is_none() {
            let words = shingles(block.text.as_str());
            if words.len() >= 3 && share(&words, added) >= CONTAINED {
                label.verdict = Verdict::Cut(Reason::Interruption);
            }
        }
    }
}

/// Returns a hash for each three words in a row, or one for all words if there are fewer.
fn shingles(text: &str) -> Vec<u64> {
    let words = token_hashes(text);
    match words.len() {
        0 => Vec::new(),
        1 | 2 => vec![hash_sequence(&words)],
        _ => words.windows(3).map(hash_sequence).collect(),
    }
}

/// Returns the share of `shingles` that is in `set`; 1 if there are none.
fn share(shingles: &[u64], set: &FxHashSet<u64>) -> f32 {
    let shared = shingles.iter().filter(|shingle| set.contains(shingle)).count();
    if shingles.is_empty() { 1.0 } else { shared as f32 / shingles.len() as f32 }
}

#[cfg(test)]
mod tests {
    use crate::clean::html::{CleanedPage, clean};
    use proptest::prelude::*;

    const PARAGRAPHS: [&str; 4] = [
        "The weir at Nether Lock will be rebuilt in concrete, the canal trust told its members at a meeting on Monday.",
        "Anglers had asked for a ladder, without which salmon cannot pass, and threatened to go to court in the autumn.",
        "“We heard them,” said the engineer, who showed a drawing of eleven basins along the northern bank.",
        "Work begins in May, and boats will be lifted around the lock by a crane until the end of August.",
    ];

    fn page(body: &str, markup: &str) -> CleanedPage {
        let script = serde_json::json!({ "@type": "NewsArticle", "headline": "Weir to be rebuilt", "articleBody": body });
        clean(&format!(
            "<html><head><title>Weir to be rebuilt</title>\n<script type=application/ld+json>{script}</script></head>\n<body>\
             <nav><a href=/>Home</a> <a href=/w>Weather</a></nav><main><h1>Weir to be rebuilt</h1>{markup}</main></body></html>"
        ))
    }

    fn lines(page: &CleanedPage) -> Vec<&str> {
        page.article.body.text.as_str().lines().filter(|line| !line.is_empty()).collect()
    }

    #[test]
    fn data_of_another_story_is_not_added() {
        let displayed: String = PARAGRAPHS.map(|text| format!("<p>{text}</p>")).concat();
        let comment =
            "I was on that canal for thirty years and never saw a salmon, nor did anybody else I know.";
        let other = format!("{comment} {}\n", comment.to_uppercase()).repeat(6);
        assert!(!page(&other, &displayed).article.body.text.as_str().contains("thirty years"));
        let comments = vec![serde_json::json!({ "id": 1, "userName": "joe", "comment": comment }); 12];
        let data = serde_json::json!({ "story": { "title": "Weir to be rebuilt", "comments": comments } });
        let cleaned = page("", &format!("{displayed}<script>window.S={data}</script>"));
        assert!(!cleaned.article.body.text.as_str().contains("thirty years"));
        assert!(cleaned.article.body.text.as_str().contains("Anglers had asked"));
    }

    #[test]
    fn a_page_without_text_has_the_declared_one() {
        let cleaned = page(&PARAGRAPHS.join("\n\n"), "<div id=app></div>");
        assert!(cleaned.is_article);
        assert_eq!(lines(&cleaned), PARAGRAPHS);
        assert_eq!(cleaned.article.title.as_ref().map(|title| title.as_str()), Some("Weir to be rebuilt"));
    }

    #[test]
    fn the_rest_of_a_teaser_is_added_after_it() {
        let whole = format!("<p>{}</p>", PARAGRAPHS[0]);
        let broken_off = format!("<p>{} …</p>", &PARAGRAPHS[0][..70]);
        for teaser in [whole, broken_off] {
            let cleaned = page(&PARAGRAPHS.join("\n"), &teaser);
            assert_eq!(lines(&cleaned), PARAGRAPHS, "{teaser}");
        }
        // Without line breaks the sentences tell what is missing.
        let cleaned = page(&PARAGRAPHS.join(" "), &format!("<p>{}</p>", PARAGRAPHS[0]));
        assert_eq!(lines(&cleaned), [PARAGRAPHS[0], &PARAGRAPHS[1..].join(" ")]);
    }

    #[test]
    fn what_is_displayed_is_not_added() {
        let displayed: String =
            PARAGRAPHS.iter().map(|text| format!("<p>{}</p>", text.replace("Lock", "<b>Lock</b>"))).collect();
        for body in [PARAGRAPHS.join("\n"), PARAGRAPHS.join(" "), PARAGRAPHS[..3].join(" "), String::new()] {
            assert_eq!(lines(&page(&body, &displayed)), PARAGRAPHS);
        }
    }

    #[test]
    fn scripts_without_spaces_are_compared_by_characters() {
        let body = [
            "運河の水門は五月から工事に入り、船は八月末までクレーンで吊り上げられる。",
            "釣り人たちは魚道を求めていた。会員集会で技師が十一の池の図面を示した。",
        ];
        let cleaned = page(&body.join("\n"), &format!("<p>{}</p>", body[0]));
        assert_eq!(lines(&cleaned), body);
    }

    #[test]
    fn a_description_stands_in_for_nothing_only() {
        let page = |markup: &str| {
            let description = PARAGRAPHS[0];
            clean(&format!(
                "<title>Weir</title><script type=application/ld+json>{{\"@type\":\"Article\",\"description\":\"{description}\"}}</script>{markup}"
            ))
        };
        assert!(page("<div id=app></div>").article.body.text.as_str().contains("rebuilt in concrete"));
        let other = page(&format!("<p>{}</p><p>{}</p>", PARAGRAPHS[1], PARAGRAPHS[2]));
        assert!(!other.article.body.text.as_str().contains("rebuilt in concrete"));
    }

    #[test]
    fn the_data_for_scripts_completes_a_teaser() {
        let data = |title: &str| {
            let body: Vec<_> = PARAGRAPHS.iter().cycle().take(8).enumerate().collect();
            let entry = |(number, text): &(usize, &&str)| serde_json::json!({ "type": "text", "content": format!("{text} Lock {number}.") });
            let entries: Vec<_> = body.iter().map(entry).collect();
            serde_json::json!({ "props": { "story": { "title": title, "content": entries } } })
        };
        let page = |data: serde_json::Value| {
            clean(&format!(
                "<title>Weir to be rebuilt</title><main><h1>Weir to be rebuilt</h1><p>{}</p></main>\
                 <script id=__DATA__ type=application/json>{data}</script>",
                PARAGRAPHS[0]
            ))
        };
        let whole = page(data("Weir to be rebuilt"));
        assert!(whole.is_article);
        assert!(whole.article.body.text.as_str().contains(PARAGRAPHS[3]));
        assert_eq!(whole.article.body.text.as_str().matches("rebuilt in concrete").count(), 1);
        let other = page(data("Ferry stays in port"));
        assert_eq!(lines(&other), PARAGRAPHS[..1]);
    }

    const PIECES: [&str; 20] = [
        "<x-a>",
        "</x-a>",
        "<p>",
        "</p>",
        "<template shadowrootmode=open>",
        "</template>",
        "<slot>",
        "</slot>",
        "<slot name=n>",
        "<p slot=n>",
        "<iframe srcdoc='&lt;p&gt;in &amp;amp; out&lt;/p&gt;'>",
        "<iframe srcdoc='",
        "'>",
        "<aside class=quote>",
        "<div hidden>",
        "<h2><button>",
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"",
        "\\u00e9 &lt;p&gt;\\n",
        "\"}</script>",
        " The ferry stays in port until its engine has been examined. ",
    ];

    proptest! {
        /// Text inside text is cleaned in any mixture: every block has a label and a place in the source.
        #[test]
        fn any_mixture_of_markup_is_cleaned(pieces in prop::collection::vec(0..PIECES.len(), 0..60)) {
            let source: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
            let article = clean(&source).article;
            let title = usize::from(article.title.is_some());
            prop_assert_eq!(article.body.blocks.len() + article.cut.blocks.len() + title, article.blocks.len());
            for projection in [&article.body, &article.cut] {
                for block in &projection.blocks {
                    let origin = projection.text.origin(block.offset..(block.offset + 1).min(projection.text.len()));
                    prop_assert!(!origin.is_empty() && origin.end <= source.len(), "{:?} in {}", origin, source);
                }
            }
        }
    }
}
