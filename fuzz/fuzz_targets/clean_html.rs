//! Cleans arbitrary bytes as a page: no block is lost, and every block maps to the source.

#![no_main]

use clippings::internals::clean::html::clean;
use clippings::internals::extract::html::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = String::from_utf8_lossy(bytes);
    let article = clean(&source).article;
    let page = read(&source);
    let title = usize::from(article.title.is_some());
    assert_eq!(article.body.blocks.len() + article.cut.blocks.len() + title, article.blocks.len());
    assert!(article.blocks.len() >= page.tree.blocks.len());
    for projection in [&article.body, &article.cut] {
        for block in &projection.blocks {
            let origin = projection.text.origin(block.offset..(block.offset + 1).min(projection.text.len()));
            assert!(!origin.is_empty() && origin.end <= source.len());
        }
    }
    assert_eq!(article, clean(&source).article, "cleaning is deterministic");
});
