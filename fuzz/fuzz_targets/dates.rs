//! Reads arbitrary text as a declared date: in any language, a day is a day of the years of newspapers.

#![no_main]

use clippings::internals::extract::dates::{declared_day, find};
use clippings::internals::extract::html::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (tag, value) = text.split_once(' ').unwrap_or(("", &text));
    for tag in [tag, "en", "de", "fa", "th", "zh", ""] {
        if let Some(day) = declared_day(value, tag) {
            assert!((1600..=2200).contains(&day.year()), "{value:?}: {day}");
        }
    }
    if let Some((_, range)) = find(&text) {
        assert!(!text[range].is_empty());
    }
    let page = format!("<html lang={tag}><meta name=date content=\"{value}\"><time>{value}</time>");
    let _ = read(&page);
});
