//! Whatever the Markdown: nothing panics, blocks stand in the order of the source, and each says what became of it.

#![no_main]

use clippings::internals::clean::{CleanOptions, clean_record};
use clippings::internals::corpus::{Markup, Record};
use clippings::internals::extract::markdown;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let note = markdown::read(text);
    let mut end = 0;
    for block in &note.blocks {
        let span = block.text.origin_span();
        assert!(end <= span.start && span.end <= text.len());
        assert!(!block.text.as_str().trim().is_empty());
        for (at, c) in block.text.as_str().char_indices() {
            let origin = block.text.origin(at..at + c.len_utf8());
            assert!(span.start <= origin.start && origin.end <= span.end && text.get(origin).is_some());
        }
        end = span.end;
    }
    for keep_everything in [false, true] {
        let how = CleanOptions { keep_everything, ..CleanOptions::default() };
        let article = clean_record(&Record::new(text.to_owned(), Markup::Markdown), &how).article;
        assert_eq!(article.blocks_with_text().count(), note.blocks.len());
        assert!(article.blocks_with_text().all(|(block, text)| block.line > 0 && !text.is_empty()));
    }
});
