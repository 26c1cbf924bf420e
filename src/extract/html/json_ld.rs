//! The article that JSON-LD describes.

use crate::article::Metadata;
use crate::extract::html::entities;
use crate::extract::html::metadata::{date, person};
use serde_json::{Map, Value};

/// Longer scripts are data, not a description.
const LONGEST: usize = 1 << 20;

/// What is said of the article, joined over all scripts of a page; the first to say something wins.
#[derive(Debug, Clone, Default)]
pub struct JsonLdArticle {
    /// Headline, authors joined with commas, publisher, and day of publication.
    pub metadata: Metadata,
    /// The text of the article.
    pub body: Option<String>,
}

impl JsonLdArticle {
    /// Reads one script; one that is not JSON says nothing.
    pub fn read(&mut self, script: &str) {
        if script.len() > LONGEST {
            return;
        }
        let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->").trim_end_matches(';');
        let value = serde_json::from_str(script).or_else(|_| {
            // Line breaks within strings are the usual mistake.
            let plain: String = script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            serde_json::from_str(&plain)
        });
        if let Ok(value) = value {
            self.visit(&value);
        }
    }

    /// Looks where a page describes itself; lists of other articles are elsewhere.
    fn visit(&mut self, value: &Value) {
        match value {
            Value::Array(all) => all.iter().for_each(|value| self.visit(value)),
            Value::Object(object) => {
                if is_article(object) {
                    self.take(object);
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

    fn take(&mut self, object: &Map<String, Value>) {
        let text = |key: &str| {
            object.get(key).and_then(Value::as_str).map(entities::decode_all).filter(|s| !s.is_empty())
        };
        let first = |known: &mut Option<String>, new: Option<String>| *known = known.take().or(new);
        first(&mut self.metadata.title, text("headline"));
        first(&mut self.body, text("articleBody"));
        first(
            &mut self.metadata.site,
            object.get("publisher").and_then(|publisher| names(publisher).into_iter().next()),
        );
        let authors = object.get("author").map(names).unwrap_or_default();
        first(&mut self.metadata.author, (!authors.is_empty()).then(|| authors.join(", ")));
        self.metadata.published = self.metadata.published.or_else(|| date(&text("datePublished")?));
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

/// The names of persons or organisations, given as strings, objects or a list of either.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => person(&entities::decode_all(name)).into_iter().collect(),
        Value::Object(object) => object.get("name").map(names).unwrap_or_default(),
        Value::Array(all) => all.iter().take(20).flat_map(names).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::html::json_ld::*;

    #[test]
    fn the_article_is_found_in_a_graph() {
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
    fn broken_scripts_say_nothing_or_are_mended() {
        let mut article = JsonLdArticle::default();
        article.read("{\"@type\":");
        article.read(&"[".repeat(100_000));
        assert_eq!(article.metadata.title, None);
        article.read("{\"@type\":\"BlogPosting\",\"headline\":\"Two\nlines\"}");
        assert_eq!(article.metadata.title.as_deref(), Some("Two lines"));
    }
}
