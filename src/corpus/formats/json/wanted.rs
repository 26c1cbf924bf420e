//! Builds only those values of a JSON object that an article may be read from.
//!
//! A list of numbers takes twenty times its size once it is built, and most records are mostly fields that
//! nobody asks for.

use std::fmt;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::article::{FieldMap, FieldRole};
use crate::corpus::formats::other_fields;

/// Names of fields whose values are lists of articles.
pub(super) const LIST_NAMES: [&str; 12] = [
    "articles",
    "results",
    "docs",
    "documents",
    "items",
    "entries",
    "hits",
    "posts",
    "stories",
    "records",
    "data",
    "news",
];
/// Names of objects that hold the fields of an article beside its address or number.
pub(super) const WRAPPERS: [&str; 2] = ["fields", "_source"];
/// Names of objects that are the article of a record without a text.
pub(super) const ARTICLES: [&str; 5] = ["article", "document", "doc", "attributes", "data"];
/// Names within the value of a field. Database exports wrap ids and dates in an object, authors may be
/// objects with a name, and the interfaces of publishing systems wrap titles and texts.
pub(super) const INNER_NAMES: [&str; 10] =
    ["$oid", "$date", "$numberLong", "name", "rendered", "main", "original", "text", "value", "#text"];
/// Number of fields that the message about a missing text field lists.
pub(super) const MAX_LISTED_FIELDS: usize = 8;

/// Names of the members that are built.
#[derive(Clone, Copy)]
pub(super) struct WantedNames<'f> {
    fields: &'f FieldMap,
}

/// Common names of the fields of articles.
static COMMON: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let names = FieldRole::ALL.into_iter().flat_map(FieldRole::common_names).copied();
    names.chain(INNER_NAMES).chain(["type"]).collect()
});

impl<'f> WantedNames<'f> {
    pub(super) fn new(fields: &'f FieldMap) -> Self {
        WantedNames { fields }
    }

    /// Returns which values of members called `name` are built.
    pub(super) fn of(self, name: &str) -> Wanted {
        let is_mapped = || FieldRole::ALL.into_iter().any(|role| self.fields.get(role) == Some(name));
        if COMMON.contains(name) || other_fields::may_be_text(name) || is_mapped() {
            Wanted::Value
        } else if WRAPPERS.contains(&name) || ARTICLES.contains(&name) {
            Wanted::Wrapper
        } else if LIST_NAMES.contains(&name) {
            Wanted::ListOfObjects
        } else {
            Wanted::Nothing
        }
    }
}

/// Part of a value that is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All in which a text may be.
    Value,
    /// The same of an object, and the names of its other members. Of a list, as below.
    Wrapper,
    /// Whether it is a list, and whether there is an object in it.
    ListOfObjects,
    Nothing,
}

impl Wanted {
    /// Returns how much of an element of the list is built.
    pub(super) fn of_element(self) -> Wanted {
        if self == Wanted::Wrapper { Wanted::ListOfObjects } else { self }
    }

    /// Returns how much of a member of the object is built.
    pub(super) fn of_member(self, names: WantedNames<'_>, name: &str) -> Wanted {
        match self {
            Wanted::Value | Wanted::Wrapper => names.of(name),
            Wanted::ListOfObjects | Wanted::Nothing => Wanted::Nothing,
        }
    }

    /// Returns whether a member is kept of which so much is wanted, beside `others`.
    pub(super) fn keeps_member(self, wanted: Wanted, others: usize) -> bool {
        wanted != Wanted::Nothing || self == Wanted::Wrapper && others < MAX_LISTED_FIELDS
    }

    /// Returns whether an element of a list is kept. An empty one has no text; one object tells that there
    /// are any.
    pub(super) fn keeps(self, values: &[Value], value: &Value) -> bool {
        match value {
            Value::Null | Value::Bool(_) => false,
            Value::String(text) => !text.is_empty() && self == Wanted::Value,
            Value::Number(_) => self == Wanted::Value,
            Value::Array(elements) => !elements.is_empty(),
            Value::Object(members) if members.is_empty() || self != Wanted::Value => {
                !values.iter().any(Value::is_object)
            }
            Value::Object(_) => true,
        }
    }
}

/// Builds a value as far as it is wanted.
#[derive(Clone, Copy)]
pub(super) struct ValueSeed<'f> {
    pub names: WantedNames<'f>,
    pub wanted: Wanted,
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match self.wanted {
            Wanted::Nothing => deserializer.deserialize_ignored_any(IgnoredAny).map(|_| Value::Null),
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        let wanted = self.wanted.of_element();
        while let Some(value) = list.next_element_seed(ValueSeed { wanted, ..self })? {
            if wanted.keeps(&values, &value) {
                values.push(value);
            }
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = map.next_key_seed(NameSeed(self))? {
            let wanted =
                name.as_ref().map_or(Wanted::Nothing, |name| self.wanted.of_member(self.names, name));
            let value = map.next_value_seed(ValueSeed { wanted, ..self })?;
            if let Some(name) = name
                && self.wanted.keeps_member(wanted, members.len())
            {
                members.insert(name, value);
            }
        }
        Ok(Value::Object(members))
    }
}

/// Reads the name of a member of the value, unless it is not wanted.
struct NameSeed<'f>(ValueSeed<'f>);

impl<'de> DeserializeSeed<'de> for NameSeed<'_> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for NameSeed<'_> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        let ValueSeed { names, wanted } = self.0;
        let is_kept = wanted.keeps_member(wanted.of_member(names, name), 0);
        Ok(is_kept.then(|| name.to_owned()))
    }
}
