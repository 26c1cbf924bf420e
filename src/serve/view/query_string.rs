//! Reads and writes the part of an address behind `?`. A key may stand several times.

use form_urlencoded::{Serializer, parse};

/// Pairs of keys and values, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct QueryString(pub Vec<(String, String)>);

impl QueryString {
    /// Reads what stands behind `?`.
    pub(crate) fn read(text: &str) -> Self {
        QueryString(parse(text.as_bytes()).into_owned().collect())
    }

    /// Adds a pair.
    pub(crate) fn push(&mut self, key: &str, value: impl Into<String>) {
        self.0.push((key.to_owned(), value.into()));
    }

    /// Writes the address of `path` with these pairs.
    pub(crate) fn address(&self, path: &str) -> String {
        if self.0.is_empty() {
            return path.to_owned();
        }
        let pairs = self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        format!("{path}?{}", Serializer::new(String::new()).extend_pairs(pairs).finish())
    }
}
