//! Readers for the file formats that saved articles come in.

mod capture;
mod exports;
pub(crate) mod http;
mod json_reader;
mod json_record;
mod json_scan;
mod jsonl;
mod lenient_json;
pub(crate) mod line_reader;
pub(crate) mod mhtml;
mod other_fields;
mod raw_record;
mod record_reader;
pub(crate) mod warc;

pub use exports::NewsDatabase;
pub(crate) use json_record::looks_like_jsonl;
pub(crate) use json_scan::{has_json_articles, is_list_of_articles};
pub(crate) use raw_record::{RawRecord, RecordEvent};
pub(crate) use record_reader::RecordReader;
