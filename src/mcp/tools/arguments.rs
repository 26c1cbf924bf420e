//! Arguments of a call. Models write numbers as texts and lists of one as that one: what can be meant is
//! read, and all else is told.

use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::mcp::filter::filtered;
use crate::mcp::tools::definitions::arguments_of;
use crate::mcp::tools::tool_error::ToolError;
use crate::query;

/// Maximum length of a value that an error repeats, in characters.
const MAX_SHOWN: usize = 60;

/// Arguments of a call, all of which the tool has.
pub(super) struct Arguments<'a> {
    values: &'a Map<String, Value>,
}

impl<'a> Arguments<'a> {
    /// Takes the arguments of a call of `tool`.
    pub(super) fn new(tool: &str, values: &'a Map<String, Value>) -> Result<Self, ToolError> {
        let known = arguments_of(tool);
        match values.keys().find(|name| !known.contains(&name.as_str())) {
            Some(unknown) => {
                let list = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
                Err(ToolError::new(format!("{tool} has no argument {}: it has {list}.", shown(unknown))))
            }
            None => Ok(Arguments { values }),
        }
    }

    /// Returns all values.
    pub(super) fn values(&self) -> &'a Map<String, Value> {
        self.values
    }

    fn value(&self, name: &str) -> Option<&'a Value> {
        self.values.get(name).filter(|value| !value.is_null())
    }

    /// Returns the text of an argument; `None` if it is empty.
    pub(super) fn text(&self, name: &str) -> Result<Option<&'a str>, ToolError> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.trim()).filter(|text| !text.is_empty())),
            Some(other) => Err(bad(name, other, "a text")),
        }
    }

    /// Returns the texts of an argument.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<&'a str>, ToolError> {
        match self.value(name) {
            None => Ok(Vec::new()),
            Some(Value::String(text)) => Ok(vec![text]),
            Some(Value::Array(items)) => items
                .iter()
                .map(|item| item.as_str().ok_or_else(|| bad(name, item, "a list of texts")))
                .collect(),
            Some(other) => Err(bad(name, other, "a list of texts")),
        }
    }

    /// Returns whether a flag is set.
    pub(super) fn flag(&self, name: &str) -> Result<bool, ToolError> {
        match self.value(name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(Value::String(text)) if text == "true" => Ok(true),
            Some(Value::String(text)) if text == "false" => Ok(false),
            Some(other) => Err(bad(name, other, "true or false")),
        }
    }

    /// Returns a whole number from 1 to `max`.
    pub(super) fn number(&self, name: &str, max: u64) -> Result<Option<u64>, ToolError> {
        let Some(value) = self.value(name) else { return Ok(None) };
        let number = match value {
            Value::String(text) => text.trim().parse().ok(),
            // JSON has one kind of number.
            value => value.as_u64().or_else(|| {
                value.as_f64().filter(|number| number.fract() == 0.0).map(|number| number as u64)
            }),
        };
        match number.filter(|number| (1..=max).contains(number)) {
            Some(number) => Ok(Some(number)),
            None => Err(bad(name, value, &format!("a whole number from 1 to {max}"))),
        }
    }

    /// Returns the index of the name that an argument chooses; 0 if it is not given.
    pub(super) fn choice(&self, name: &str, names: &[&str]) -> Result<usize, ToolError> {
        let Some(text) = self.text(name)? else { return Ok(0) };
        match names.iter().position(|known| *known == text) {
            Some(index) => Ok(index),
            None => Err(bad(name, &text.into(), &names.join(", "))),
        }
    }

    /// Returns the first and the last day of the period that an argument names.
    pub(super) fn days(&self, name: &str) -> Result<(Option<Date>, Option<Date>), ToolError> {
        let Some(text) = self.text(name)? else { return Ok((None, None)) };
        match query::period(text) {
            Some(period) => Ok((Some(period.first), period.end())),
            None => Err(bad(
                name,
                &text.into(),
                "a day, month or year such as 2024-10-18, 2024-10 or 2024; or yesterday, or 7d",
            )),
        }
    }
}

/// Returns the error of a value.
fn bad(name: &str, value: &Value, expected: &str) -> ToolError {
    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    ToolError::new(format!("{name} cannot be “{}”: expected {expected}.", shown(&value)))
}

/// Shortens what the caller sent, for an error.
pub(super) fn shown(text: &str) -> String {
    let text = filtered(text);
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
