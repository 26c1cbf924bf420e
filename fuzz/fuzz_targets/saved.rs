//! Any bytes are a log of what was reported, or an error; any text is a file of saved searches, or an error, and
//! a search can be added to it and removed, or the file is left alone.
#![no_main]

use std::path::Path;

use clippings::internals::saved::{ReportedLog, SavedQuery, SavedSearch, SavedSearches};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = ReportedLog::parse(Path::new("reported.jsonl"), bytes);
    let Ok(text) = String::from_utf8(bytes.to_vec()) else { return };
    let Ok(mut searches) = SavedSearches::parse(text) else { return };
    let before = searches.searches().to_vec();
    let added = SavedSearch::new("a name that no file has", "/index", SavedQuery::new("query"));
    if searches.add(&[added.clone()]).is_ok() {
        assert_eq!(searches.searches().last(), Some(&added));
        if searches.remove(&[&added.name]).is_err() {
            return;
        }
    }
    assert_eq!(searches.searches(), before);
});
