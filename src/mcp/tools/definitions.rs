//! What a client is told of the tools.

use serde_json::{Map, Value, json};

/// Names of the arguments of a tool.
pub(super) fn arguments_of(tool: &str) -> &'static [&'static str] {
    match tool {
        "search" => &["query", "since", "until", "site", "lang", "folder", "cut", "sort", "limit", "cursor"],
        "read" => &["article", "around_line", "mark", "lines", "cursor"],
        "check_quote" => &["quotes"],
        _ => &[],
    }
}

/// Returns the definitions of all tools.
pub(in crate::mcp) fn definitions() -> Value {
    json!([
        tool(
            "search",
            "Search the archive",
            "Finds saved news articles by their words. Returns title, site, day, path:line and the sentence that \
             matches; copies of a story are one result. All words must match; \"…\" is an exact phrase, OR, -word, \
             word*, a w/5 b, title:, author:, speaker:NAME and said:\"…\" work.",
            json!({
                "query": text("Words or query; * for all"),
                "since": text("First day: 2024-10-18, 2024-10, 2024 or 7d"),
                "until": text("Last day"),
                "site": text("Name or host"),
                "lang": text("Language, such as de"),
                "folder": text("Path of a folder"),
                "cut": {"type": "boolean", "description": "Search what was cut as clutter instead"},
                "sort": {"type": "string", "enum": ["relevance", "newest", "oldest"]},
                "limit": {"type": "integer", "minimum": 1, "maximum": 20, "default": 5},
                "cursor": text("From the previous answer, alone: the next results"),
            }),
            None,
        ),
        tool(
            "read",
            "Read an article",
            "Reads an article of the archive, with the line numbers of its file, or its pages.",
            json!({
                "article": text("path, path:line or path#id:line from search"),
                "around_line": {"type": "integer", "minimum": 1},
                "mark": text("Open at these words or this quotation"),
                "lines": {"type": "integer", "minimum": 1, "maximum": 120, "default": 40},
                "cursor": text("From the previous answer, alone: the lines that follow"),
            }),
            None,
        ),
        tool(
            "check_quote",
            "Check quotations",
            "Compares quotations with the archive, word by word: verbatim, edited, elided, differs, elsewhere or \
             absent, with path:line, the passage as it stands and its speaker. Use it before you quote.",
            json!({
                "quotes": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 20},
            }),
            Some("quotes"),
        ),
        tool(
            "overview",
            "What the archive holds",
            "Tells the folders of the archive, its number of articles, their days and languages, and how old the \
             index is.",
            json!({}),
            None,
        ),
    ])
}

fn text(description: &str) -> Value {
    json!({"type": "string", "description": description})
}

fn tool(name: &str, title: &str, description: &str, properties: Value, required: Option<&str>) -> Value {
    let mut schema = Map::from_iter([
        ("type".to_owned(), "object".into()),
        ("properties".to_owned(), properties),
        ("additionalProperties".to_owned(), false.into()),
    ]);
    if let Some(required) = required {
        schema.insert("required".to_owned(), json!([required]));
    }
    json!({
        "name": name,
        "title": title,
        "description": description,
        "inputSchema": schema,
        "annotations": {"readOnlyHint": true, "idempotentHint": true, "openWorldHint": false},
    })
}

#[cfg(test)]
mod tests {
    use crate::mcp::tools::definitions::*;

    #[test]
    fn definitions_are_short_and_name_all_arguments() {
        let definitions = definitions();
        for tool in definitions.as_array().expect("a list") {
            let name = tool["name"].as_str().expect("a name");
            let properties = tool["inputSchema"]["properties"].as_object().expect("properties");
            let mut named: Vec<&str> = arguments_of(name).to_vec();
            named.sort_unstable();
            assert!(properties.keys().eq(named.iter()), "{name}");
        }
        let length = definitions.to_string().len();
        assert!(length < 3700, "{length} bytes");
    }
}
