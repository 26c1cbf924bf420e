//! The `result.json` of a chat program: lists of messages, each with the name of its chat above it.

use serde::Deserialize;
use serde_json::Value;

use crate::article::FieldRole;
use crate::corpus::formats::chats::ChatMessage;
use crate::corpus::formats::json::members::field_text;

/// Name of the list of messages.
const MESSAGES: &[u8] = b"\"messages\"";
/// Number of places with this name that are looked at.
const MAX_PLACES: usize = 8;

/// An element of the list of messages.
#[derive(Deserialize)]
struct JsonMessage {
    r#type: String,
    date: String,
    #[serde(default)]
    id: Value,
    #[serde(default)]
    from: Value,
    #[serde(default)]
    text: Value,
}

/// An element of a chat.
pub(super) enum ChatEntry {
    /// A message with a text.
    Message(ChatMessage),
    /// A picture, a voice or another message without one.
    WithoutText,
    /// A note of the program, such as that somebody joined.
    Note,
}

/// Reads an object of the list of messages of `chat`. Returns `None` if it is something else.
pub(super) fn chat_entry(object: &[u8], chat: Option<&str>) -> Option<ChatEntry> {
    let entry: JsonMessage = serde_json::from_slice(object).ok()?;
    match entry.r#type.as_str() {
        "service" => return Some(ChatEntry::Note),
        "message" => {}
        _ => return None,
    }
    let Some(text) = field_text(FieldRole::Text, &entry.text) else { return Some(ChatEntry::WithoutText) };
    Some(ChatEntry::Message(ChatMessage {
        chat: chat.map(str::to_owned),
        sender: field_text(FieldRole::Author, &entry.from),
        id: field_text(FieldRole::Id, &entry.id),
        date: Some(entry.date),
        text,
        ..ChatMessage::default()
    }))
}

/// Returns whether `json`, the beginning of an object, has a list of messages in it.
pub(super) fn has_messages(json: &[u8]) -> bool {
    let places = memchr::memmem::find_iter(json, MESSAGES).take(MAX_PLACES);
    places.map(|start| &json[start + MESSAGES.len()..]).any(|tail| {
        let mut signs = tail.iter().enumerate().filter(|(_, byte)| !byte.is_ascii_whitespace());
        let mut next = || signs.next().map(|(offset, byte)| (offset, *byte));
        let (Some((_, b':')), Some((_, b'[')), Some((start, b'{'))) = (next(), next(), next()) else {
            return false;
        };
        let first = serde_json::Deserializer::from_slice(&tail[start..]).into_iter::<JsonMessage>().next();
        first.is_some_and(|entry| {
            entry.is_ok_and(|entry| matches!(entry.r#type.as_str(), "message" | "service"))
        })
    })
}
