//! Cleans arbitrary text: nothing is lost or added, and every line has a verdict.

#![no_main]

use clippings::internals::clean::clean_text;
use clippings::internals::extract::plain;
use clippings::{Article, Verdict};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let article = clean_text(text);
    let blocks = plain::blocks(text);
    let title = usize::from(article.title.is_some());
    assert_eq!(article.body.blocks.len() + article.cut.blocks.len() + title, blocks.len());
    assert_eq!(article.lines.len(), text.lines().count().max(1));
    for line in &article.lines {
        assert!((0.5..=1.0).contains(&line.confidence));
        assert!(!line.blank || line.verdict == Verdict::Keep);
    }
    assert_verbatim(text, &article);
    assert_eq!(article, clean_text(text), "cleaning is deterministic");
});

/// Asserts that every block equals the source text at its origin.
fn assert_verbatim(text: &str, article: &Article) {
    for projection in [&article.body, &article.cut] {
        let starts = projection.blocks.iter().map(|block| block.offset);
        let ends = projection.blocks.iter().skip(1).map(|block| block.offset).chain([projection.text.len()]);
        for (start, end) in starts.zip(ends) {
            let block_text = projection.text.as_str()[start..end].trim_end_matches('\n');
            assert_eq!(&text[projection.text.origin(start..start + block_text.len())], block_text);
        }
    }
}
