//! Reads the subset of YAML that stands in front matter: a name and its values per line or lines.

/// A name in lower case and its values.
pub(super) type Entry = (String, Vec<String>);

/// An entry that is being read.
struct OpenEntry {
    name: String,
    /// Values as they are written.
    values: Vec<String>,
    /// Whether the lines below are the value (`|`, `>`), whatever they look like.
    is_block: bool,
}

/// Reads the lines of front matter. Returns `None` if they are none.
pub(super) fn entries<'t>(lines: impl Iterator<Item = &'t str>) -> Option<Vec<Entry>> {
    let mut entries: Vec<OpenEntry> = Vec::new();
    for line in lines {
        let content = line.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let is_indented = line.starts_with([' ', '\t']);
        let open = entries.last_mut();
        match open {
            Some(open) if is_indented && open.is_block => open.append(content),
            Some(open) if open.is_open() => open.append(content),
            Some(open) if content.starts_with("- ") => open.add_item(&content[2..]),
            None if content.starts_with("- ") => return None,
            Some(open) if is_indented => open.add_line(content),
            _ if is_indented => {}
            _ => entries.extend(OpenEntry::new(content)),
        }
    }
    let read = |entry: OpenEntry| (entry.name, entry.values.iter().flat_map(|value| values(value)).collect());
    (!entries.is_empty()).then(|| entries.into_iter().map(read).collect())
}

impl OpenEntry {
    fn new(line: &str) -> Option<Self> {
        let (name, value) = line.split_once(':')?;
        let value = without_comment(value.trim());
        let is_block = matches!(value.trim_end_matches(['-', '+', '1', '2', '4']), "|" | ">");
        let values = if is_block || value.is_empty() { Vec::new() } else { vec![value.to_owned()] };
        Some(OpenEntry { name: unquote(name).to_lowercase(), values, is_block })
    }

    /// Returns whether a quotation mark or a bracket of the last value is not closed.
    fn is_open(&self) -> bool {
        let Some(value) = self.values.last().filter(|_| !self.is_block) else { return false };
        let is_closed = |sign: char| value.len() > 1 && value.ends_with(sign);
        match value.chars().next() {
            Some(quote @ ('"' | '\'')) => !is_closed(quote),
            Some('[') => !is_closed(']'),
            _ => false,
        }
    }

    /// Appends a line to the last value.
    fn append(&mut self, line: &str) {
        match self.values.last_mut() {
            Some(value) => {
                value.push(' ');
                value.push_str(line);
            }
            None => self.values.push(line.to_owned()),
        }
    }

    /// Adds an item of a list, which may have fields of its own.
    fn add_item(&mut self, item: &str) {
        match name_of(item) {
            Some(Ok(name)) => self.values.push(name.to_owned()),
            Some(Err(())) => {}
            None => self.values.push(item.trim().to_owned()),
        }
    }

    /// Adds an indented line: the rest of a long value, or a field within it.
    fn add_line(&mut self, line: &str) {
        match name_of(line) {
            Some(Ok(name)) if self.values.is_empty() => self.values.push(name.to_owned()),
            Some(_) => {}
            None => self.append(line),
        }
    }
}

/// Returns the value of a field within a value: `Ok` if it is a name, `Err` if it is another. Returns `None`
/// if `line` is no field.
fn name_of(line: &str) -> Option<Result<&str, ()>> {
    let (name, value) = line.split_once(": ").or_else(|| Some((line.strip_suffix(':')?, "")))?;
    let is_field = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if !is_field {
        return None;
    }
    Some(if matches!(name, "name" | "title" | "url" | "href") { Ok(value.trim()) } else { Err(()) })
}

/// Returns a value without the comment after it.
fn without_comment(value: &str) -> &str {
    if value.starts_with(['"', '\'']) {
        return value;
    }
    value
        .find(" #")
        .filter(|start| value[start + 2..].starts_with(' '))
        .map_or(value, |start| value[..start].trim_end())
}

/// Reads a value, or a list of values in brackets. `[[` begins a link to another note.
fn values(text: &str) -> Vec<String> {
    let list = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let values: Vec<String> = match list.filter(|text| !text.starts_with('[')) {
        Some(list) => list.split(',').map(unquote).collect(),
        None => vec![unquote(text)],
    };
    values.into_iter().filter(|value| !value.is_empty()).collect()
}

/// Returns a value without quotes and link brackets.
pub(super) fn unquote(text: &str) -> String {
    let text = text.trim();
    let quoted = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    let text = match (quoted('"'), quoted('\'')) {
        (Some(text), _) => text.replace("\\\"", "\""),
        (None, Some(text)) => text.replace("''", "'"),
        (None, None) => text.to_owned(),
    };
    let linked = text.strip_prefix("[[").and_then(|text| text.strip_suffix("]]"));
    linked.map_or(text.as_str(), |name| name.rsplit('|').next().unwrap_or(name)).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use crate::extract::markdown::yaml::*;

    fn read(text: &str) -> Vec<String> {
        let entries = entries(text.lines()).unwrap_or_default();
        entries.into_iter().map(|(name, values)| format!("{name}={}", values.join("|"))).collect()
    }

    #[test]
    fn values_of_every_form_are_read() {
        for (text, expected) in [
            ("Title: A: b # no\nn: 'it''s'", vec!["title=A: b", "n=it's"]),
            ("title: >-\n  A long\n  title: here\nn: 1", vec!["title=A long title: here", "n=1"]),
            ("title: |\n\n  A\nn: 1", vec!["title=A", "n=1"]),
            ("title: A long\n  title\nn: 1", vec!["title=A long title", "n=1"]),
            ("title: \"A long\n  title\"\nn: 1", vec!["title=A long title", "n=1"]),
            ("author:\n  - name: Ann Lee\n    url: https://a.example\n  - Tom", vec!["author=Ann Lee|Tom"]),
            ("author:\n  name: Ann Lee\n  role: x\n", vec!["author=Ann Lee"]),
            ("author: [Ann Lee,\n  'Tom Ray']\n", vec!["author=Ann Lee|Tom Ray"]),
            ("# comment\n\"title\": x\n", vec!["title=x"]),
            ("tags:\n- a\n- \"[[b|c]]\"\n", vec!["tags=a|c"]),
            ("- a\n", vec![]),
            ("no field\n", vec![]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
