//! Exports of chats: each message is a record with its day, its sender and its chat.

mod chat_page;
mod message;

pub(crate) use chat_page::ChatPageReader;
pub(in crate::corpus) use chat_page::is_chat_page;
pub(crate) use message::ChatMessage;
