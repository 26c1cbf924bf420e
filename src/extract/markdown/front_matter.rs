//! What stands above a note between two lines of hyphens: a name and a value a line, as YAML has them.
//!
//! Not all of YAML, whose authors are programs that save pages: a value is on its line, or is a list below it.

use crate::article::Metadata;
use crate::extract::dates;

/// Lines that are looked through for the end.
const MOST: usize = 200;

/// What it says, and where the text after it begins; `None` where there is nothing of the kind.
pub(super) fn matter(text: &str) -> Option<(Metadata, usize)> {
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').map(|line| {
        at += line.len();
        (line.trim_start_matches('\u{feff}').trim_end(), at)
    });
    lines.next().filter(|(line, _)| *line == "---")?;
    let mut entries: Vec<(String, Vec<String>)> = Vec::new();
    for (line, end) in lines.take(MOST) {
        if matches!(line, "---" | "...") {
            return (!entries.is_empty()).then(|| (metadata(&entries), end));
        }
        let item = line.trim_start();
        if let Some(item) = item.strip_prefix("- ") {
            entries.last_mut()?.1.push(plain(item));
        } else if item.len() == line.len()
            && let Some((name, value)) = line.split_once(':')
        {
            entries.push((name.trim().to_lowercase(), values(value.trim())));
        }
    }
    None
}

fn metadata(entries: &[(String, Vec<String>)]) -> Metadata {
    let all = |names: &[&str]| {
        let of = |name: &&str| entries.iter().find(|(own, values)| own == name && !values.is_empty());
        names.iter().find_map(of).map(|(_, values)| values.join(", "))
    };
    let url = all(&["url", "source", "link", "canonical", "source_url", "original"]);
    let day = all(&["published", "date_published", "publish_date", "publication_date", "pubdate", "date"]);
    Metadata {
        title: all(&["title"]),
        author: all(&["author", "authors", "byline", "by"]),
        site: all(&["site", "site_name", "publication", "publisher", "website"]),
        published: day
            .and_then(|day| day.get(..10).and_then(|day| day.parse().ok()).or(Some(dates::find(&day)?.0))),
        url: url.filter(|url| url.starts_with("http://") || url.starts_with("https://")),
        reading_minutes: None,
    }
}

/// A value on its line: one, or a list in brackets. `[[` is how a note names another.
fn values(text: &str) -> Vec<String> {
    let list = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let values: Vec<String> = match list.filter(|text| !text.starts_with('[')) {
        Some(list) => list.split(',').map(plain).collect(),
        None => vec![plain(text)],
    };
    values.into_iter().filter(|value| !value.is_empty()).collect()
}

/// A value without the signs around it.
fn plain(text: &str) -> String {
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
    fn what_clippers_write() {
        let text = "---\r\ntitle: 'It''s over: the tunnel'\r\nauthor: [Ann Smith, \"Ben Lee\"]\r\nsource: https://a.example/x?y=1\r\n\
            site: Daily\r\ntags:\r\n  - clippings\r\ndate: March 4, 2024\r\n---\r\nText\r\n";
        let (about, end) = matter(text).expect("front matter");
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
    fn the_day_a_page_was_saved_is_not_that_of_its_publication() {
        let (about, _) =
            matter("\u{feff}---\ncreated: 2024-03-05\nauthor:\n- \"[[People/Ann|Ann Smith]]\"\n---\n")
                .expect("it");
        assert_eq!((about.published, about.author.as_deref()), (None, Some("Ann Smith")));
        let (about, _) =
            matter("---\npublished: 2024-03-04T10:00:00Z\ndate: 2020-01-01\nurl: none\n---\n").expect("it");
        assert_eq!((about.published, about.url), (Some(jiff::civil::date(2024, 3, 4)), None));
    }

    #[test]
    fn a_line_is_no_front_matter() {
        for text in [
            "",
            "---",
            "---\n\nText: so it goes.\n",
            "Text\n---\na: b\n---\n",
            "---\nTwo lines.\n---\n",
            "---\n- a\n---\n",
        ] {
            assert_eq!(matter(text).map(|(_, end)| end), None, "{text}");
        }
    }
}
