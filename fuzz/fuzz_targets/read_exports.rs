//! Takes arbitrary text apart as an export of a news database: stories and their parts are all of the text.

#![no_main]

use clippings::internals::clean::{CleanOptions, clean_record};
use clippings::internals::corpus::{NewsDatabase, Record};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = NewsDatabase::detect(text, text.len() % 2 == 0);
    for database in NewsDatabase::ALL {
        let mut end = 0;
        for range in database.split(text) {
            assert_eq!(range.start, end);
            end = range.end;
            check_story(database, &text[range]);
        }
        assert_eq!(end, text.len());
    }
});

/// Asserts that the parts of a story are all of it, and that cleaning loses no block.
fn check_story(database: NewsDatabase, text: &str) {
    let Some(story) = database.parse(text) else { return };
    let parts = story.parts(text);
    let mut end = 0;
    for part in &parts {
        assert!(part.range.start == end && part.range.end > end);
        end = part.range.end;
        assert!(text.get(part.range.clone()).is_some());
    }
    assert_eq!(end, text.len());
    if text.contains('&') {
        return; // an entity has letters that are no text
    }
    let record = Record { text: text.to_owned(), parts, ..Record::default() };
    let article = clean_record(&record, &CleanOptions::default()).article;
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let title = article.title.as_ref().map_or(0, |title| letters(title.as_str()));
    let found = title + letters(article.body.text.as_str()) + letters(article.cut.text.as_str());
    assert_eq!(found, letters(text), "a letter is lost");
}
