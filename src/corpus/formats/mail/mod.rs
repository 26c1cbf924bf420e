//! Mail: files of one message, and mailboxes with many.

mod body;
mod headers;
mod html_lines;
mod message;
mod newsletter_words;
mod part_filter;
mod quoted;
mod quoted_words;
mod reader;
mod sniff;

pub(crate) use message::MailMessage;
pub(crate) use reader::MailReader;
pub(in crate::corpus) use sniff::{looks_like_mail, looks_like_mailbox};

#[cfg(test)]
mod tests;
