//! Parses what programs write in place of JSON.
//!
//! Python writes `NaN` and `Infinity`, JavaScript half a surrogate pair, and exports by hand leave a comma
//! before a bracket or a line break within a string. The text of such a record is whole, so it is read.

use serde_json::{Map, Number, Value};

use crate::article::FieldMap;
use crate::corpus::formats::json::wanted::{Wanted, WantedNames};

/// Depth of nesting above which a value is not parsed.
const MAX_DEPTH: usize = 100;

/// Parses the object `text`, in which a name may occur several times, as far as it is wanted. Returns `None`
/// if it is none.
pub(super) fn parse_object(text: &str, names: WantedNames<'_>) -> Option<Vec<(String, Value)>> {
    parse_whole(text, names, Wanted::Wrapper)
}

/// Returns whether `text` is an object.
pub(super) fn is_object(text: &str) -> bool {
    parse_whole(text, WantedNames::new(&FieldMap::default()), Wanted::Nothing).is_some()
}

fn parse_whole(text: &str, names: WantedNames<'_>, wanted: Wanted) -> Option<Vec<(String, Value)>> {
    let mut parser = LenientParser { text, offset: 0, may_end: false, names };
    let members = parser.object(0, wanted)?;
    // An array that is written with an element per line has a comma after each.
    let tail = parser.text[parser.offset..].trim();
    (tail.is_empty() || tail == ",").then_some(members)
}

/// Returns whether `text` begins with an object, which may end anywhere within it.
pub(super) fn begins_object(text: &str) -> bool {
    let fields = FieldMap::default();
    let names = WantedNames::new(&fields);
    LenientParser { text, offset: 0, may_end: true, names }.object(0, Wanted::Nothing).is_some()
}

/// Parses the object that `text` begins with, which may end anywhere within it.
pub(super) fn parse_beginning(text: &str, names: WantedNames<'_>) -> Option<Vec<(String, Value)>> {
    LenientParser { text, offset: 0, may_end: true, names }.object(0, Wanted::Wrapper)
}

struct LenientParser<'t> {
    text: &'t str,
    offset: usize,
    /// Whether the text may end before the value does.
    may_end: bool,
    names: WantedNames<'t>,
}

impl LenientParser<'_> {
    /// Returns the next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let tail = &self.text[self.offset..];
        let trimmed = tail.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        self.offset += tail.len() - trimmed.len();
        trimmed.bytes().next()
    }

    /// Passes `byte` if it is next.
    fn pass(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.offset += usize::from(is_next);
        is_next
    }

    fn ended(&mut self) -> bool {
        self.peek().is_none() && self.may_end
    }

    fn value(&mut self, depth: usize, wanted: Wanted) -> Option<Value> {
        let value = self.built_value(depth, wanted)?;
        Some(if wanted == Wanted::Nothing { Value::Null } else { value })
    }

    fn built_value(&mut self, depth: usize, wanted: Wanted) -> Option<Value> {
        match self.peek()? {
            b'{' => Some(Value::Object(Map::from_iter(self.object(depth + 1, wanted)?))),
            b'[' => self.array(depth + 1, wanted.of_element()),
            b'"' => self.string().map(Value::String),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize, wanted: Wanted) -> Option<Vec<(String, Value)>> {
        let mut members = Vec::new();
        if depth > MAX_DEPTH || !self.pass(b'{') {
            return None;
        }
        loop {
            if self.pass(b'}') || self.ended() {
                return Some(members);
            }
            if self.peek() != Some(b'"') {
                return None;
            }
            let name = self.string()?;
            if !self.pass(b':') {
                return self.ended().then_some(members);
            }
            let of_member = wanted.of_member(self.names, &name);
            match self.value(depth, of_member) {
                Some(value) if wanted.keeps_member(of_member, members.len()) => members.push((name, value)),
                Some(_) => {}
                None => return self.ended().then_some(members),
            }
            if !self.pass(b',') && self.peek() != Some(b'}') && !self.ended() {
                return None;
            }
        }
    }

    fn array(&mut self, depth: usize, wanted: Wanted) -> Option<Value> {
        let mut values = Vec::new();
        if depth > MAX_DEPTH || !self.pass(b'[') {
            return None;
        }
        loop {
            if self.pass(b']') || self.ended() {
                return Some(Value::Array(values));
            }
            match self.value(depth, wanted) {
                Some(value) if wanted.keeps(&values, &value) => values.push(value),
                Some(_) => {}
                None => return self.ended().then_some(Value::Array(values)),
            }
            if !self.pass(b',') && self.peek() != Some(b']') && !self.ended() {
                return None;
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        self.offset += 1;
        let mut string = String::new();
        loop {
            let tail = &self.text[self.offset..];
            let Some(end) = memchr::memchr2(b'"', b'\\', tail.as_bytes()) else {
                string.push_str(tail);
                self.offset = self.text.len();
                return self.may_end.then_some(string);
            };
            string.push_str(&tail[..end]);
            self.offset += end + 1;
            if tail.as_bytes()[end] == b'"' {
                return Some(string);
            }
            self.escape(&mut string);
        }
    }

    /// Reads the escape sequence after a backslash. What is none stays as it is written.
    fn escape(&mut self, string: &mut String) {
        let Some(escaped) = self.text[self.offset..].chars().next() else { return };
        self.offset += escaped.len_utf8();
        match escaped {
            'n' => string.push('\n'),
            't' => string.push('\t'),
            'r' => string.push('\r'),
            'b' => string.push('\u{8}'),
            'f' => string.push('\u{c}'),
            'u' => match self.code_unit() {
                Some(unit) => string.push(self.character(unit)),
                None => string.push_str("\\u"),
            },
            sign if sign.is_alphanumeric() => string.extend(['\\', sign]),
            sign => string.push(sign),
        }
    }

    /// Returns the character that begins with a code unit of UTF-16. Half a surrogate pair is U+FFFD.
    fn character(&mut self, unit: u16) -> char {
        let start = self.offset;
        if (0xd800..0xdc00).contains(&unit) && self.text[start..].starts_with("\\u") {
            self.offset += 2;
            let pair = self.code_unit().map(|low| char::decode_utf16([unit, low]).next());
            if let Some(Some(Ok(character))) = pair {
                return character;
            }
            self.offset = start;
        }
        char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// Reads four hexadecimal digits.
    fn code_unit(&mut self) -> Option<u16> {
        let digits = self.text.get(self.offset..self.offset + 4)?;
        let is_number = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let unit = u16::from_str_radix(digits, 16).ok().filter(|_| is_number)?;
        self.offset += 4;
        Some(unit)
    }

    /// Reads a number or a constant. A number that no variable holds stays as it is written.
    fn word(&mut self) -> Option<Value> {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_');
        let tail = self.text.as_bytes().get(self.offset..)?;
        let length = tail.iter().take_while(|byte| is_part(byte)).count();
        let word = &self.text[self.offset..self.offset + length];
        let value = match word.trim_start_matches(['+', '-']) {
            "true" | "True" => Value::Bool(true),
            "false" | "False" => Value::Bool(false),
            "null" | "None" | "undefined" | "NaN" | "nan" | "Infinity" | "inf" => Value::Null,
            digits if digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') => {
                let number = serde_json::from_str::<Number>(word);
                number.map_or_else(|_| Value::String(word.to_owned()), Value::Number)
            }
            _ => return None,
        };
        self.offset += length;
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use crate::article::FieldRole;
    use crate::corpus::formats::json::lenient_json::*;
    use crate::corpus::formats::json::wanted::ValueSeed;
    use proptest::prelude::*;
    use serde::de::DeserializeSeed;
    use serde_json::json;

    /// Returns fields with the names of the tests.
    fn fields() -> FieldMap {
        let mut fields = FieldMap::default();
        for (role, name) in [(FieldRole::Text, "a"), (FieldRole::Title, "b"), (FieldRole::Author, "c")] {
            fields.set(role, name.into());
        }
        fields
    }

    fn object(text: &str) -> Option<Value> {
        let members = parse_object(text, WantedNames::new(&fields()))?;
        Some(Value::Object(Map::from_iter(members)))
    }

    #[test]
    fn what_programs_write_is_read() {
        for (text, expected) in [
            (
                r#"{"a": NaN, "b": [Infinity, -Infinity, nan], "c": "x"}"#,
                json!({"a": null, "b": [], "c": "x"}),
            ),
            (r#"{"a": 1e999, "b": -1e-2, "c": 007}"#, json!({"a": "1e999", "b": -0.01, "c": "007"})),
            (r#"{"a": "x\ud83d y \ude00 \ud83d\ude00"}"#, json!({"a": "x\u{fffd} y \u{fffd} 😀"})),
            (r#"{"a": "\ud83d\u0041"}"#, json!({"a": "\u{fffd}A"})),
            (r#"{"a": [1, 2,], "b": {"c": True,},},"#, json!({"a": [1, 2], "b": {"c": true}})),
            ("{\"a\": \"x\ty\u{1}\nz\"}", json!({"a": "x\ty\u{1}\nz"})),
            (r#"{"a": "it\'s \d \u12"}"#, json!({"a": "it's \\d \\u12"})),
            (r#"{"a": undefined}"#, json!({"a": null})),
        ] {
            assert_eq!(object(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_objects() {
        for text in
            ["", "{curly}", "{\"a\"}", "{\"a\": nope}", "{\"a\": 1} x", "{\"a\": \"x", "[1]", "{\"a\" 1}"]
        {
            assert_eq!(object(text), None, "{text}");
        }
        assert_eq!(object(&"{\"a\":".repeat(1000)), None);
    }

    #[test]
    fn the_beginning_of_an_object_is_read() {
        let names = |text: &str| {
            let members = parse_beginning(text, WantedNames::new(&fields()))?;
            Some(members.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>())
        };
        assert_eq!(
            names(r#"{"a": "x", "b": [1, {"c": "y"#),
            Some(vec!["a=\"x\"".into(), r#"b=[1,{"c":"y"}]"#.into()])
        );
        assert_eq!(names(r#"{"a": "x", "b"#), Some(vec!["a=\"x\"".into()]));
        assert_eq!(names("{curly"), None);
    }

    proptest! {
        #[test]
        fn valid_json_is_read_alike(text in "\\{\"[a-c\\\\]{0,3}\": ?(\"(\\\\[nt\"/]|[^\"\\\\\\x00-\\x1f]){0,9}\"|-?[0-9]{1,20}(\\.[0-9]+)?(e[0-9]{1,2})?|\\[(true|null)?\\])\\}") {
            let fields = fields();
            let seed = ValueSeed { names: WantedNames::new(&fields), wanted: Wanted::Wrapper };
            if let Ok(value) = seed.deserialize(&mut serde_json::Deserializer::from_str(&text)) {
                prop_assert_eq!(object(&text), Some(value));
            }
        }

        #[test]
        fn any_text_is_parsed_without_panic(text in "(\\{\"|\"|:|,|\\[|\\]|\\}|\\\\u|d83d|NaN|é|x|1e9| ){0,30}") {
            let fields = fields();
            let names = WantedNames::new(&fields);
            let _ = (parse_object(&text, names), parse_beginning(&text, names));
        }
    }
}
