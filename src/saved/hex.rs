//! Serializes hashes as hexadecimal digits, which are shorter in JSON than decimal ones.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serializer};

use crate::stories::sketch::COMPARED_VALUES;

/// Number of hexadecimal digits of a value of a sketch.
const VALUE_DIGITS: usize = 8;

/// Serializes a hash.
pub(super) fn serialize<S: Serializer>(hash: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&format!("{hash:016x}"))
}

/// Deserializes a hash.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let digits = String::deserialize(deserializer)?;
    let is_digit = |byte: u8| byte.is_ascii_hexdigit();
    let hash = digits.bytes().all(is_digit).then(|| u64::from_str_radix(&digits, 16).ok()).flatten();
    hash.ok_or_else(|| D::Error::custom("a hash has up to 16 hexadecimal digits"))
}

/// Serializes a hash that may be unknown.
pub(super) mod optional {
    use super::*;

    /// Serializes a hash that is known.
    pub(in crate::saved) fn serialize<S: Serializer>(
        hash: &Option<u64>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match hash {
            Some(hash) => super::serialize(hash, serializer),
            None => serializer.serialize_none(),
        }
    }

    /// Deserializes a hash that is known.
    pub(in crate::saved) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<u64>, D::Error> {
        super::deserialize(deserializer).map(Some)
    }
}

/// Serializes the values of a sketch.
pub(super) mod sketch {
    use super::*;

    /// Serializes the values one after the other.
    pub(in crate::saved) fn serialize<S: Serializer>(
        sketch: &[u32],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&sketch.iter().map(|value| format!("{value:08x}")).collect::<String>())
    }

    /// Deserializes the values.
    pub(in crate::saved) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<u32>, D::Error> {
        let digits = String::deserialize(deserializer)?;
        let is_sketch = digits.len().is_multiple_of(VALUE_DIGITS)
            && digits.len() <= COMPARED_VALUES * VALUE_DIGITS
            && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let value = |start| u32::from_str_radix(digits.get(start..start + VALUE_DIGITS)?, 16).ok();
        let values = (0..digits.len()).step_by(VALUE_DIGITS).map(value).collect::<Option<Vec<u32>>>();
        let values = values.filter(|values| is_sketch && values.is_sorted());
        values.ok_or_else(|| D::Error::custom("a sketch has up to 16 sorted values of 8 hexadecimal digits"))
    }
}
