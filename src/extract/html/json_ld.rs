//! JSON-LD: the schema.org description of the article.

use crate::article::Metadata;
use crate::extract::bylines::person_name;
use crate::extract::html::declared::{DeclaredText, field, is_article};
use crate::extract::html::entities;
use crate::extract::html::published::JsonLdDates;
use serde_json::{Map, Value};

/// Maximum number of days that one object declares.
const MAX_DATES: usize = 4;
/// Maximum length of a script in bytes; longer ones are data.
const MAX_BYTES: usize = 1 << 20;

/// The description of the article, merged from all scripts of a page; earlier scripts take precedence.
#[derive(Debug, Clone, Default)]
pub(super) struct JsonLdArticle {
    /// Headline, authors joined with commas, and publisher.
    pub metadata: Metadata,
    /// The text of the article.
    pub body: Option<String>,
    /// Days that the scripts declare.
    pub dates: JsonLdDates,
    /// Language, as a BCP 47 tag.
    pub language: Option<String>,
    /// The text of the article, by its place in the source.
    pub declared: DeclaredText,
}

impl JsonLdArticle {
    /// Reads a script that begins at `offset` in the source. Ignores one that is not JSON.
    pub(super) fn read(&mut self, script: &str, offset: usize) {
        if script.len() > MAX_BYTES {
            return;
        }
        let length = script.len();
        let script = without_wrapper(script);
        let value = serde_json::from_str(script).or_else(|_| {
            // Line breaks inside strings are the commonest mistake.
            let plain: String = script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            serde_json::from_str(&plain)
        });
        match value {
            Ok(value) => {
                self.visit(&value);
                self.declared.note(&value, offset..offset + length);
            }
            // A quote within a string, a comma too many: the day can be read all the same.
            Err(_) if script.contains("Article") || script.contains("Posting") => {
                self.dates.others.extend(only_day(script));
            }
            Err(_) => {}
        }
    }

    /// Visits the places where a page describes itself, not its lists of other articles.
    fn visit(&mut self, value: &Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.visit(value)),
            Value::Object(object) => {
                if is_article(object) {
                    self.read_article(object);
                } else if is_page(object) {
                    let names = ["datePublished", "uploadDate", "dateCreated"];
                    let days = names.iter().flat_map(|name| texts(field(object, name)));
                    self.dates.others.extend(days.take(MAX_DATES));
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
            field(object, key).and_then(Value::as_str).map(entities::decode_all).filter(|s| !s.is_empty())
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
        fill(&mut self.language, text("inLanguage"));
        // Another article, such as a related one, has another headline.
        if text("headline").is_none() || text("headline") == self.metadata.title {
            self.dates.published.extend(texts(field(object, "datePublished")).take(MAX_DATES));
            self.dates.others.extend(texts(field(object, "dateCreated")).take(MAX_DATES));
        }
    }
}

/// Returns the day of publication in a script that is not JSON, if it has only one.
fn only_day(script: &str) -> Option<String> {
    let decoded = if script.contains("&quot;") { entities::decode_all(script) } else { script.to_owned() };
    let mut days = decoded.split("\"datePublished\"").skip(1).map(|tail| {
        let value = tail.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        value.split('"').next().filter(|value| value.len() < 100)
    });
    let first = days.next()??;
    days.all(|day| day == Some(first)).then(|| first.to_owned())
}

/// Removes the marks of a comment or of a CDATA section around a script, and the semicolon after it.
fn without_wrapper(script: &str) -> &str {
    const MARKS: [&str; 7] = ["//", "/*", "*/", "<![CDATA[", "]]>", "<!--", "-->"];
    let mut script = script.trim().trim_start_matches('\u{feff}');
    loop {
        let before = script.len();
        for mark in MARKS {
            script = script.strip_prefix(mark).unwrap_or(script).trim_start();
            script = script.strip_suffix(mark).unwrap_or(script).trim_end();
        }
        script = script.trim_end_matches(';').trim_end();
        if script.len() == before {
            return script;
        }
    }
}

/// Returns whether an object describes the page, or what it shows instead of an article.
fn is_page(object: &Map<String, Value>) -> bool {
    const KINDS: [&str; 9] =
        ["Page", "VideoObject", "Recipe", "Review", "Episode", "CreativeWork", "Gallery", "Blog", "Question"];
    let fits =
        |value: &Value| value.as_str().is_some_and(|kind| KINDS.iter().any(|known| kind.ends_with(known)));
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(fits),
        Some(kind) => fits(kind),
        None => false,
    }
}

/// Returns the texts of a value: a string, a number, an object with a value, or a list of these.
fn texts(value: Option<&Value>) -> Box<dyn Iterator<Item = String> + '_> {
    match value {
        Some(Value::String(text)) => Box::new(std::iter::once(entities::decode_all(text))),
        Some(Value::Number(number)) => Box::new(std::iter::once(number.to_string())),
        Some(Value::Object(object)) => texts(object.get("@value").filter(|value| !value.is_object())),
        Some(Value::Array(values)) => {
            Box::new(values.iter().filter(|value| !value.is_array()).flat_map(|value| texts(Some(value))))
        }
        _ => Box::new(std::iter::empty()),
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
        article.read(r#"{"@graph":[{"@type":"ItemList","mainEntity":null},{"@type":["NewsArticle"],"headline":"Tide &amp; wind",
            "author":[{"name":"Ann Lee"},"Bo Dahl"],"datePublished":"2021-05-03T10:00Z","publisher":{"name":"Coast"}}]}"#, 0);
        assert_eq!(article.metadata.title.as_deref(), Some("Tide & wind"));
        assert_eq!(article.metadata.author.as_deref(), Some("Ann Lee, Bo Dahl"));
        assert_eq!(article.metadata.site.as_deref(), Some("Coast"));
        assert_eq!(article.dates.published, ["2021-05-03T10:00Z"]);
    }

    #[test]
    fn a_wrapper_is_removed() {
        for (start, end) in [
            ("//<![CDATA[\n", "\n//]]>"),
            ("/* <![CDATA[ */", "/* ]]> */;"),
            ("<![CDATA[", "]]>"),
            ("<!--\n//<![CDATA[", "//]]>\n//-->"),
            ("\u{feff} ", ";\n"),
        ] {
            let mut article = JsonLdArticle::default();
            article.read(
                &format!("{start}[{{\"@type\":\"NewsArticle\",\"datePublished\":[\"2024-05-02\"]}}]{end}"),
                0,
            );
            assert_eq!(article.dates.published, ["2024-05-02"], "{start}");
        }
    }

    #[test]
    fn the_only_day_of_a_broken_script_is_read() {
        let day = |script: &str| {
            let mut article = JsonLdArticle::default();
            article.read(script, 0);
            article.dates.others.into_iter().next()
        };
        let other = r#"{"@type":"Article","headline":"A "b"","datePublished":"2024-05-02"},{"datePublished":"2023-01-01"}"#;
        for (script, expected) in [
            (r#"{"@type":"NewsArticle","datePublished":"2024-05-02",}"#, Some("2024-05-02")),
            (
                r#"{"@type":"Article","headline":"A "b" c","datePublished" : "2024-05-02"}"#,
                Some("2024-05-02"),
            ),
            (
                "{&quot;@type&quot;:&quot;Article&quot;,&quot;datePublished&quot;:&quot;2024-05-02&quot;}",
                Some("2024-05-02"),
            ),
            (other, None),
            (r#"{"@type":"Event","datePublished":"2024-05-02",}"#, None),
        ] {
            assert_eq!(day(script).as_deref(), expected, "{script}");
        }
    }

    #[test]
    fn the_day_of_another_article_is_not_taken() {
        let mut article = JsonLdArticle::default();
        article.read(
            r#"[{"@type":"NewsArticle","headline":"Tide"},
                {"@type":"NewsArticle","headline":"Wind","datePublished":"2021-05-03"},
                {"@type":"WebPage","datePublished":{"@value":"2024-05-02"}}]"#,
            0,
        );
        assert_eq!(article.dates.published, [""; 0]);
        assert_eq!(article.dates.others, ["2024-05-02"]);
    }

    #[test]
    fn broken_scripts_are_repaired_or_ignored() {
        let mut article = JsonLdArticle::default();
        article.read("{\"@type\":", 0);
        article.read(&"[".repeat(100_000), 0);
        assert_eq!(article.metadata.title, None);
        article.read("{\"@type\":\"BlogPosting\",\"headline\":\"Two\nlines\"}", 0);
        assert_eq!(article.metadata.title.as_deref(), Some("Two lines"));
    }
}
