//! JSON-LD: the schema.org description of the article.

use crate::article::Metadata;
use crate::extract::bylines::person_name;
use crate::extract::dates::iso_date;
use crate::extract::html::entities;
use serde_json::{Map, Value};

/// Maximum length of a script in bytes; longer ones are data.
const MAX_BYTES: usize = 1 << 20;

/// The description of the article, merged from all scripts of a page; earlier scripts take precedence.
#[derive(Debug, Clone, Default)]
pub(super) struct JsonLdArticle {
    /// Headline, authors joined with commas, publisher, and day of publication.
    pub metadata: Metadata,
    /// The text of the article.
    pub body: Option<String>,
}

impl JsonLdArticle {
    /// Reads a script. Ignores one that is not JSON.
    pub(super) fn read(&mut self, script: &str) {
        if script.len() > MAX_BYTES {
            return;
        }
        let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->").trim_end_matches(';');
        let value = serde_json::from_str(script).or_else(|_| {
            // Line breaks inside strings are the commonest mistake.
            let plain: String = script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            serde_json::from_str(&plain)
        });
        if let Ok(value) = value {
            self.visit(&value);
        }
    }

    /// Visits the places where a page describes itself, not its lists of other articles.
    fn visit(&mut self, value: &Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.visit(value)),
            Value::Object(object) => {
                if is_article(object) {
                    self.read_article(object);
                }
                for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    if let Some(value) = object.get(key) {
                        self.visit(value);
                    }
                }
            }
            _ => {}
        }
    }

    fn read_article(&mut self, object: &Map<String, Value>) {
        let text = |key: &str| {
            object.get(key).and_then(Value::as_str).map(entities::decode_all).filter(|s| !s.is_empty())
        };
        let fill = |known: &mut Option<String>, new: Option<String>| *known = known.take().or(new);
        fill(&mut self.metadata.title, text("headline"));
        fill(&mut self.body, text("articleBody"));
        fill(
            &mut self.metadata.site,
            object.get("publisher").and_then(|publisher| names(publisher).into_iter().next()),
        );
        let authors = object.get("author").map(names).unwrap_or_default();
        fill(&mut self.metadata.author, (!authors.is_empty()).then(|| authors.join(", ")));
        self.metadata.published = self.metadata.published.or_else(|| iso_date(&text("datePublished")?));
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    let fits = |value: &Value| {
        value
            .as_str()
            .is_some_and(|kind| kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report")
    };
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(fits),
        Some(kind) => fits(kind),
        None => false,
    }
}

/// Returns the names of persons or organizations, given as strings, objects or a list of either.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => person_name(&entities::decode_all(name)).into_iter().collect(),
        Value::Object(object) => object.get("name").map(names).unwrap_or_default(),
        Value::Array(values) => values.iter().take(20).flat_map(names).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::html::json_ld::*;

    #[test]
    fn finds_the_article_in_a_graph() {
        let mut article = JsonLdArticle::default();
        article.read(
            r#"{"@graph":[{"@type":"ItemList","mainEntity":null},{"@type":["NewsArticle"],"headline":"Tide &amp; wind",
            "author":[{"name":"Ann Lee"},"Bo Dahl"],"datePublished":"2021-05-03T10:00Z","publisher":{"name":"Coast"}}]}"#,
        );
        assert_eq!(article.metadata.title.as_deref(), Some("Tide & wind"));
        assert_eq!(article.metadata.author.as_deref(), Some("Ann Lee, Bo Dahl"));
        assert_eq!(article.metadata.site.as_deref(), Some("Coast"));
        assert_eq!(article.metadata.published, Some(jiff::civil::date(2021, 5, 3)));
    }

    #[test]
    fn broken_scripts_are_repaired_or_ignored() {
        let mut article = JsonLdArticle::default();
        article.read("{\"@type\":");
        article.read(&"[".repeat(100_000));
        assert_eq!(article.metadata.title, None);
        article.read("{\"@type\":\"BlogPosting\",\"headline\":\"Two\nlines\"}");
        assert_eq!(article.metadata.title.as_deref(), Some("Two lines"));
    }
}
