//! Readers for the file formats that saved articles come in.

mod capture;
mod chats;
mod documents;
mod exports;
pub(in crate::corpus) mod feeds;
pub(crate) mod http;
mod json;
pub(crate) mod line_reader;
pub(in crate::corpus) mod mail;
mod memory_budget;

pub(crate) mod mhtml;
mod other_fields;
mod pdf;
mod raw_record;
mod record_reader;
mod utf16;
pub(crate) mod warc;
mod whole_file;

pub(in crate::corpus) use chats::is_chat_page;
#[cfg(test)]
pub(crate) use documents::zip;
pub(crate) use documents::{DocumentError, may_be_document, read_document};
pub(in crate::corpus) use documents::{is_book, is_compound_file, is_document, read_record};
pub use exports::NewsDatabase;
pub(crate) use json::{has_json_articles, is_list_of_articles, looks_like_jsonl};
pub(in crate::corpus) use pdf::is_pdf;
pub(crate) use pdf::{PdfError, pdf_reader, read_pdf};
pub(crate) use raw_record::{RawRecord, RecordEvent};
pub(crate) use record_reader::RecordReader;
