//! The members of a JSON object, whose names tell what they are.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::article::{FieldMap, FieldRole};
use crate::corpus::formats::json::lenient_json;
use crate::corpus::formats::json::wanted::{
    ARTICLES, INNER_NAMES, LIST_NAMES, ValueSeed, WRAPPERS, Wanted, WantedNames,
};

/// Beginning of the message about a record whose end is missing.
pub(in crate::corpus::formats) const INCOMPLETE: &str = "incomplete JSON record";

/// Names of texts that other things than articles have too.
const SUMMARIES: [&str; 3] = ["description", "abstract", "summary"];
/// Number of words that a text has at least if nothing else is known of it.
const MIN_WORDS: usize = 12;
/// Number of words that a text has at least beside a title, a day or an address.
const MIN_WORDS_WITH_METADATA: usize = 4;
/// Number of letters that count as a word where words are not set apart.
const LETTERS_PER_WORD: usize = 8;

/// The members of a JSON object, in order. A name may occur several times.
#[derive(Debug, Default)]
pub(in crate::corpus::formats) struct JsonMembers(pub(in crate::corpus::formats) Vec<(String, Value)>);

/// Builds the members of an object in which an article may be.
struct MembersSeed<'f>(WantedNames<'f>);

impl<'de> DeserializeSeed<'de> for MembersSeed<'_> {
    type Value = JsonMembers;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<JsonMembers, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for MembersSeed<'_> {
    type Value = JsonMembers;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JsonMembers, A::Error> {
        let mut members = Vec::new();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            let wanted = Wanted::Wrapper.of_member(self.0, &name);
            let value = map.next_value_seed(ValueSeed { names: self.0, wanted })?;
            if Wanted::Wrapper.keeps_member(wanted, members.len()) {
                members.push((name.into_owned(), value));
            }
        }
        Ok(JsonMembers(members))
    }
}

impl JsonMembers {
    /// Parses `text`, which may be what programs write in place of JSON. Builds the members that an article
    /// may be read from, and keeps the names of the first others.
    ///
    /// # Errors
    /// The reason it is not a JSON object.
    pub(in crate::corpus::formats) fn parse(text: &str, fields: &FieldMap) -> Result<Self, String> {
        let names = WantedNames::new(fields);
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let members = MembersSeed(names).deserialize(&mut deserializer);
        let members = members.and_then(|members| deserializer.end().map(|()| members));
        let error = match members {
            Ok(members) => return Ok(members.unwrapped()),
            Err(error) => error,
        };
        match lenient_json::parse_object(text, names) {
            Some(members) => Ok(JsonMembers(members).unwrapped()),
            None if error.is_data() => Err("not a JSON object".into()),
            None => Err(json_error(&error)),
        }
    }

    /// Parses the object that `text` begins with, which may end anywhere within it.
    pub(in crate::corpus::formats) fn parse_beginning(text: &str, fields: &FieldMap) -> Option<Self> {
        lenient_json::parse_beginning(text, WantedNames::new(fields))
            .map(|members| JsonMembers(members).unwrapped())
    }

    /// Adds the members of the object in which some interfaces keep the fields of an article.
    fn unwrapped(mut self) -> Self {
        let has_text = self.text(FieldRole::Text, &FieldMap::default()).is_some();
        let is_wrapper = |(name, value): &(String, Value)| {
            value.is_object()
                && (WRAPPERS.contains(&name.as_str()) || !has_text && ARTICLES.contains(&name.as_str()))
        };
        if let Some(index) = self.0.iter().position(is_wrapper)
            && let (_, Value::Object(inner)) = self.0.remove(index)
        {
            self.0.extend(inner);
        }
        self
    }

    /// Returns the values called `name`, in order.
    pub(in crate::corpus::formats) fn values(&self, name: &str) -> impl DoubleEndedIterator<Item = &Value> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value)
    }

    /// Returns the text of the field with `role`: the first field that has one. If its name occurs several
    /// times, titles and texts are joined, and of other fields the last counts.
    pub(in crate::corpus::formats) fn text(&self, role: FieldRole, fields: &FieldMap) -> Option<String> {
        field_names(fields, role).find_map(|name| self.text_of(role, name))
    }

    /// Returns the text of the field called `name`, which has `role`.
    pub(in crate::corpus::formats) fn text_of(&self, role: FieldRole, name: &str) -> Option<String> {
        let mut texts = self.values(name).filter_map(|value| field_text(role, value));
        let separator = match role {
            FieldRole::Text => "\n\n",
            FieldRole::Title => " / ",
            _ => return texts.next_back(),
        };
        let mut distinct = vec![texts.next()?];
        for text in texts {
            if !distinct.contains(&text) {
                distinct.push(text);
            }
        }
        Some(if distinct.len() == 1 { distinct.remove(0) } else { distinct.join(separator) })
    }
}

impl JsonMembers {
    /// Returns whether the object is an article: it has a text, and something that articles have beside it.
    /// Settings and messages of programs have texts too, but no title or a single word.
    pub(in crate::corpus::formats) fn is_article(&self) -> bool {
        let fields = FieldMap::default();
        let has = |role| self.text(role, &fields).is_some();
        let Some(text) = self.text(FieldRole::Text, &fields) else { return false };
        // Packages of programs have a description too.
        let own_names = FieldRole::Text.common_names().iter().filter(|name| !SUMMARIES.contains(name));
        let has_own_text = own_names
            .into_iter()
            .any(|name| self.values(name).any(|value| field_text(FieldRole::Text, value).is_some()));
        if !has_own_text {
            return has(FieldRole::Title) && (has(FieldRole::Url) || has(FieldRole::Date));
        }
        let words = text.split_whitespace().count().max(text.len() / LETTERS_PER_WORD / 3);
        let is_described =
            [FieldRole::Id, FieldRole::Date, FieldRole::Url, FieldRole::Author].into_iter().any(has);
        words >= MIN_WORDS || words >= MIN_WORDS_WITH_METADATA && (has(FieldRole::Title) || is_described)
    }

    /// Returns whether the object may be a list of articles with a description of the list.
    pub(in crate::corpus::formats) fn may_hold_articles(&self) -> bool {
        let is_list =
            |value: &Value| value.as_array().is_some_and(|values| values.iter().any(Value::is_object));
        LIST_NAMES.iter().any(|name| self.values(name).any(is_list))
    }
}

/// Returns the names of the fields that may have `role`, best first.
pub(in crate::corpus::formats) fn field_names(
    fields: &FieldMap,
    role: FieldRole,
) -> impl Iterator<Item = &str> {
    let mapped = fields.get(role);
    let common = if mapped.is_some() { &[] } else { role.common_names() };
    mapped.into_iter().chain(common.iter().copied())
}

fn json_error(error: &serde_json::Error) -> String {
    let column = error.column();
    match error.classify() {
        serde_json::error::Category::Eof => format!("{INCOMPLETE}: it ends at column {column}"),
        _ => format!("invalid JSON at column {column}"),
    }
}

/// Returns the text of a field, or `None` if it is blank.
pub(super) fn field_text(role: FieldRole, value: &Value) -> Option<String> {
    let separator = if role == FieldRole::Text { "\n\n" } else { ", " };
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) if role != FieldRole::Text => number.to_string(),
        Value::Array(values) if role == FieldRole::Text && is_styled_text(values) => {
            values.iter().filter_map(styled_part).collect()
        }
        Value::Array(values) => {
            let mut joined = String::new();
            for part in values.iter().filter_map(|value| field_text(role, value)) {
                if !joined.is_empty() {
                    joined.push_str(separator);
                }
                joined.push_str(&part);
            }
            joined
        }
        Value::Object(object) => {
            let inner = INNER_NAMES.iter().find_map(|name| object.get(*name));
            field_text(role, inner?)?
        }
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

/// Names that chat exports give to the styled parts of a line.
const STYLES: [&str; 22] = [
    "plain",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "code",
    "pre",
    "blockquote",
    "link",
    "text_link",
    "mention",
    "mention_name",
    "hashtag",
    "cashtag",
    "bot_command",
    "phone",
    "email",
    "bank_card",
    "custom_emoji",
    "strike",
    "emoji",
];

/// Returns whether a list is one text in parts, some of which have a style: `["It ", {"type": "bold", "text":
/// "stays"}, "."]`.
fn is_styled_text(values: &[Value]) -> bool {
    let is_part = |value: &Value| match value {
        Value::String(_) => true,
        Value::Object(object) => {
            let style = object.get("type").and_then(Value::as_str);
            style.is_some_and(|style| STYLES.contains(&style))
                && object.get("text").is_some_and(Value::is_string)
        }
        _ => false,
    };
    values.iter().any(Value::is_object) && values.iter().all(is_part)
}

fn styled_part(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("text")?.as_str())
}
