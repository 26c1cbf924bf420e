//! JSON: articles as objects, one per line, in an array or one after the other.

mod chat_export;
mod json_reader;
mod json_record;
mod json_scan;
mod jsonl;
mod lenient_json;
mod members;
mod wanted;

pub(in crate::corpus::formats) use json_reader::JsonReader;
pub(crate) use json_record::looks_like_jsonl;
pub(in crate::corpus::formats) use json_record::parse;
pub(crate) use json_scan::{has_json_articles, is_list_of_articles};
pub(in crate::corpus::formats) use jsonl::JsonlReader;
