//! Front matter: metadata in YAML between two lines of hyphens at the start of a file.
//!
//! Reads the subset of YAML that web clippers write: one name and value per line, or a list below the name.

use crate::article::Metadata;
use crate::extract::dates;

/// Maximum number of lines of front matter.
const MAX_LINES: usize = 200;

/// Reads the front matter of `text`. Returns its metadata and the offset of the text after it, or `None` if
/// there is none.
pub(super) fn read(text: &str) -> Option<(Metadata, usize)> {
    let mut end = 0;
    let mut lines = text.split_inclusive('\n').map(|line| {
        end += line.len();
        (line.trim_start_matches('\u{feff}').trim_end(), end)
    });
    lines.next().filter(|(line, _)| *line == "---")?;
    let mut entries: Vec<(String, Vec<String>)> = Vec::new();
    for (line, end) in lines.take(MAX_LINES) {
        if matches!(line, "---" | "...") {
            return (!entries.is_empty()).then(|| (metadata(&entries), end));
        }
        let item = line.trim_start();
        if let Some(item) = item.strip_prefix("- ") {
            entries.last_mut()?.1.push(unquote(item));
        } else if item.len() == line.len()
            && let Some((name, value)) = line.split_once(':')
        {
            entries.push((name.trim().to_lowercase(), values(value.trim())));
        }
    }
    None
}

fn metadata(entries: &[(String, Vec<String>)]) -> Metadata {
    let value = |names: &[&str]| {
        let entry = |name: &&str| entries.iter().find(|(key, values)| key == name && !values.is_empty());
        names.iter().find_map(entry).map(|(_, values)| values.join(", "))
    };
    let url = value(&["url", "source", "link", "canonical", "source_url", "original"]);
    let day = value(&["published", "date_published", "publish_date", "publication_date", "pubdate", "date"]);
    Metadata {
        title: value(&["title"]),
        author: value(&["author", "authors", "byline", "by"]),
        site: value(&["site", "site_name", "publication", "publisher", "website"]),
        published: day
            .and_then(|day| day.get(..10).and_then(|day| day.parse().ok()).or(Some(dates::find(&day)?.0))),
        url: url.filter(|url| url.starts_with("http://") || url.starts_with("https://")),
        reading_minutes: None,
    }
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
fn unquote(text: &str) -> String {
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
    use crate::extract::markdown::front_matter::*;

    #[test]
    fn reads_what_web_clippers_write() {
        let text = "---\r\ntitle: 'It''s over: the tunnel'\r\nauthor: [Ann Smith, \"Ben Lee\"]\r\nsource: https://a.example/x?y=1\r\n\
            site: Daily\r\ntags:\r\n  - clippings\r\ndate: March 4, 2024\r\n---\r\nText\r\n";
        let (about, end) = read(text).expect("front matter");
        assert_eq!(about.title.as_deref(), Some("It's over: the tunnel"));
        assert_eq!(about.author.as_deref(), Some("Ann Smith, Ben Lee"));
        assert_eq!(
            (about.url.as_deref(), about.site.as_deref()),
            (Some("https://a.example/x?y=1"), Some("Daily"))
        );
        assert_eq!(about.published, Some(jiff::civil::date(2024, 3, 4)));
        assert_eq!(&text[end..], "Text\r\n");
    }

    #[test]
    fn the_day_of_saving_is_not_the_day_of_publication() {
        let (about, _) =
            read("\u{feff}---\ncreated: 2024-03-05\nauthor:\n- \"[[People/Ann|Ann Smith]]\"\n---\n")
                .expect("it");
        assert_eq!((about.published, about.author.as_deref()), (None, Some("Ann Smith")));
        let (about, _) =
            read("---\npublished: 2024-03-04T10:00:00Z\ndate: 2020-01-01\nurl: none\n---\n").expect("it");
        assert_eq!((about.published, about.url), (Some(jiff::civil::date(2024, 3, 4)), None));
    }

    #[test]
    fn a_horizontal_rule_is_not_front_matter() {
        for text in [
            "",
            "---",
            "---\n\nText: so it goes.\n",
            "Text\n---\na: b\n---\n",
            "---\nTwo lines.\n---\n",
            "---\n- a\n---\n",
        ] {
            assert_eq!(read(text).map(|(_, end)| end), None, "{text}");
        }
    }
}
