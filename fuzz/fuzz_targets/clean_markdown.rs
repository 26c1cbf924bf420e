//! Reads and cleans arbitrary Markdown: blocks are in source order, and every block has a verdict.

#![no_main]

use clippings::internals::clean::{CleanOptions, clean_record};
use clippings::internals::corpus::{Markup, Record};
use clippings::internals::extract::{BlockKind, markdown};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let note = markdown::read(text);
    let mut end = 0;
    for block in &note.blocks {
        let span = block.text.origin_span();
        // A remark stands within the block before it.
        assert!(end <= span.start || block.kind == BlockKind::Remark);
        assert!(span.end <= text.len());
        assert!(!block.text.as_str().trim().is_empty());
        for (offset, c) in block.text.as_str().char_indices() {
            let origin = block.text.origin(offset..offset + c.len_utf8());
            assert!(span.start <= origin.start && origin.end <= span.end && text.get(origin).is_some());
        }
        end = end.max(span.end);
    }
    for keep_everything in [false, true] {
        let options = CleanOptions { keep_everything, ..CleanOptions::default() };
        let article = clean_record(&Record::new(text.to_owned(), Markup::Markdown), &options).article;
        assert_eq!(article.blocks_with_text().count(), note.blocks.len());
        assert!(article.blocks_with_text().all(|(block, text)| block.line > 0 && !text.is_empty()));
    }
});
