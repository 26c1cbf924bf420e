//! Reads arbitrary bytes as a mailbox, a message and a feed, to their end, and cleans what is read.

#![no_main]

use clippings::internals::clean::{CleanOptions, clean_record};
use clippings::internals::corpus::read_records;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for name in ["a.mbox", "a.eml", "Inbox", "a.rss", "a.xml"] {
        for record in read_records(bytes, name).into_iter().flatten() {
            let mut end = 0;
            for part in &record.parts {
                assert!(part.range.start >= end && record.text.get(part.range.clone()).is_some());
                end = part.range.end;
            }
            let _ = clean_record(&record, &CleanOptions::default());
        }
    }
});
