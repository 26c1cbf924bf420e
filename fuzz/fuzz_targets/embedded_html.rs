//! Reads pages with text inside text: shadow roots with slots, frames in attributes, and declared bodies. Each
//! byte of the input is a piece of markup, so that elements are nested in all ways.

#![no_main]

use clippings::internals::clean::html::clean;
use libfuzzer_sys::fuzz_target;

const PIECES: [&str; 32] = [
    "<x-a>", "</x-a>", "<div>", "</div>", "<p>", "</p>", "<template shadowrootmode=open>", "</template>",
    "<template shadowroot='closed'>", "<template>", "<slot>", "</slot>", "<slot name=n>", "<p slot=n>",
    "<span slot=\"n\">", "</span>", "<iframe srcdoc=\"&lt;p&gt;in &amp;amp; out&lt;/p&gt;\">", "</iframe>",
    "<iframe srcdoc='", "'>", "<aside class=quote>", "</aside>", "<div hidden>", "<h2><button>", "</button></h2>",
    "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"", "\\u00e9 &lt;p&gt;", "\"}</script>",
    " The ferry stays in port until its engine has been examined. ", "\n\n", "\\n", "&quot;",
];

fuzz_target!(|bytes: &[u8]| {
    let source: String = bytes.iter().map(|byte| PIECES[usize::from(*byte) % PIECES.len()]).collect();
    let article = clean(&source).article;
    let title = usize::from(article.title.is_some());
    assert_eq!(article.body.blocks.len() + article.cut.blocks.len() + title, article.blocks.len());
    for projection in [&article.body, &article.cut] {
        for block in &projection.blocks {
            let origin = projection.text.origin(block.offset..(block.offset + 1).min(projection.text.len()));
            assert!(!origin.is_empty() && origin.end <= source.len(), "{origin:?} in {source}");
        }
    }
    assert_eq!(article, clean(&source).article, "cleaning is deterministic");
});
