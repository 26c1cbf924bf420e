//! Front matter: metadata at the start of a file, in YAML between two lines of hyphens, in TOML between two
//! lines of plus signs, in JSON, or in the title block of Pandoc.

use crate::analysis::detect;
use crate::article::Metadata;
use crate::extract::dates::{DateLocale, NoDay, declared_in_text, numeric_day};
use crate::extract::markdown::yaml::{self, Entry};
use crate::text::url::host_of_address;

/// Maximum number of lines of front matter.
const MAX_LINES: usize = 400;
/// Maximum length of front matter in TOML, in bytes.
const MAX_TOML_BYTES: usize = 64 << 10;

/// Reads the front matter of `text`. Returns its metadata and the offset of the text after it, or `None` if
/// there is none.
pub(super) fn read(text: &str) -> Option<(Metadata, usize)> {
    let mut end = 0;
    let mut lines = text.split_inclusive('\n').map(|line| {
        end += line.len();
        (line.trim_start_matches('\u{feff}').trim_end(), end)
    });
    let (fence, start) = lines.find(|(line, _)| !line.is_empty())?;
    if fence.starts_with(['%', '{']) {
        let (entries, end) = if fence.starts_with('%') { title_block(text) } else { json_entries(text) }?;
        return Some((metadata(&entries, &text[end..]), end));
    }
    let is_end = |line: &str| match fence {
        "+++" => line == "+++",
        _ => matches!(line, "---" | "..."),
    };
    if !matches!(fence, "---" | "+++") {
        return None;
    }
    let mut content_end = start;
    let mut end = None;
    for (line, line_end) in lines.take(MAX_LINES) {
        if is_end(line) {
            end = Some(line_end);
            break;
        }
        content_end = line_end;
    }
    let (content, end) = (&text[start..content_end], end?);
    let entries = if fence == "+++" { toml_entries(content) } else { yaml_entries(content) };
    entries.map(|entries| (metadata(&entries, &text[end..]), end))
}

/// Reads the title block of Pandoc: up to three lines after a percent sign, with title, authors and day.
fn title_block(text: &str) -> Option<(Vec<Entry>, usize)> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut end = 0;
    for line in text.split_inclusive('\n').take(MAX_LINES) {
        let content = line.trim_start_matches('\u{feff}');
        if let Some(value) = content.strip_prefix("% ").or((content.trim_end() == "%").then_some("")) {
            let name = *["title", "author", "date"].get(entries.len())?;
            let values: Vec<&str> = if name == "author" { value.split(';').collect() } else { vec![value] };
            let values = values.into_iter().map(|value| value.trim().to_owned());
            entries.push((name.to_owned(), values.filter(|value| !value.is_empty()).collect()));
        } else if let (Some((_, values)), true) = (entries.last_mut(), content.starts_with("  ")) {
            match values.last_mut() {
                Some(value) => value.extend([" ", content.trim()]),
                None => values.push(content.trim().to_owned()),
            }
        } else if content.trim().is_empty() && entries.is_empty() {
        } else {
            break;
        }
        end += line.len();
    }
    (!entries.is_empty()).then_some((entries, end))
}

/// Reads an object of JSON above the text, as Hugo has it.
fn json_entries(text: &str) -> Option<(Vec<Entry>, usize)> {
    fn texts(value: &serde_json::Value) -> Vec<String> {
        match value {
            serde_json::Value::String(text) => vec![text.trim().to_owned()],
            serde_json::Value::Array(values) => {
                values.iter().filter(|value| !value.is_array()).flat_map(texts).collect()
            }
            serde_json::Value::Object(object) => {
                object.get("name").and_then(|name| name.as_str()).map(str::to_owned).into_iter().collect()
            }
            serde_json::Value::Number(number) => vec![number.to_string()],
            serde_json::Value::Null | serde_json::Value::Bool(_) => Vec::new(),
        }
    }
    let start = text.find('{')?;
    let mut objects = serde_json::Deserializer::from_str(&text[start..])
        .into_iter::<serde_json::Map<String, serde_json::Value>>();
    let object = objects.next()?.ok()?;
    let end = start + objects.byte_offset();
    let line_end = text[end..].find('\n').map_or(text.len(), |length| end + length + 1);
    let is_front = text[end..line_end].trim().is_empty()
        && ["title", "date"].iter().any(|name| object.contains_key(*name));
    let entries = object.iter().map(|(name, value)| (name.to_lowercase(), texts(value))).collect();
    is_front.then_some((entries, line_end))
}

fn yaml_entries(content: &str) -> Option<Vec<Entry>> {
    yaml::entries(content.lines())
}

/// Reads TOML. A file that is not quite TOML is read line by line.
fn toml_entries(content: &str) -> Option<Vec<Entry>> {
    let table = if content.len() <= MAX_TOML_BYTES { content.parse::<toml::Table>().ok() } else { None };
    let Some(table) = table else {
        let lines: Vec<String> = content.lines().map(|line| line.replacen('=', ":", 1)).collect();
        return yaml::entries(lines.iter().map(String::as_str));
    };
    let mut entries = Vec::new();
    add_table(&table, &mut entries);
    // Generators of sites keep fields of their own in tables.
    for value in table.values() {
        if let toml::Value::Table(inner) = value {
            add_table(inner, &mut entries);
        }
    }
    (!entries.is_empty()).then_some(entries)
}

fn add_table(table: &toml::Table, entries: &mut Vec<Entry>) {
    fn texts(value: &toml::Value) -> Vec<String> {
        match value {
            toml::Value::String(text) => vec![text.trim().to_owned()],
            toml::Value::Array(values) => values.iter().flat_map(texts).collect(),
            toml::Value::Table(table) => table.get("name").map(texts).unwrap_or_default(),
            toml::Value::Datetime(time) => vec![time.to_string()],
            toml::Value::Integer(number) => vec![number.to_string()],
            toml::Value::Float(_) | toml::Value::Boolean(_) => Vec::new(),
        }
    }
    entries.extend(table.iter().map(|(name, value)| (name.to_lowercase(), texts(value))));
}

/// Names of the day of publication, the more reliable ones first.
const DAY_NAMES: [&str; 13] = [
    "published",
    "date_published",
    "date-published",
    "datepublished",
    "published_at",
    "published_date",
    "publish_date",
    "publishdate",
    "publication_date",
    "pubdate",
    "pub_date",
    "pub-date",
    "date",
];

/// Returns the metadata of the entries above `text`.
fn metadata(entries: &[(String, Vec<String>)], text: &str) -> Metadata {
    let value = |names: &[&str]| {
        let entry = |name: &&str| entries.iter().find(|(key, values)| key == name && !values.is_empty());
        names.iter().find_map(entry).map(|(_, values)| values.join(", "))
    };
    let url = value(&["url", "source", "link", "canonical", "source_url", "original"]);
    let url = url.filter(|url| url.starts_with("http://") || url.starts_with("https://"));
    let language = value(&["lang", "language", "locale"]);
    let host = url.as_deref().and_then(host_of_address);
    let locale = DateLocale::new(language.as_deref(), host.as_deref());
    let (mut impossible_date, mut numbers) = (None, None);
    let published = DAY_NAMES.iter().filter_map(|name| value(&[name])).find_map(|day| {
        let read = declared_in_text(&day, &locale, || detect(text).code());
        match read {
            Ok(_) => numbers = numeric_day(&day),
            Err(NoDay::Ambiguous) => numbers = numbers.or_else(|| numeric_day(&day)),
            Err(NoDay::Impossible) => drop(impossible_date.get_or_insert(day)),
            Err(NoDay::NotADate) => {}
        }
        read.ok()
    });
    Metadata {
        title: value(&["title"]),
        author: value(&["author", "authors", "byline", "by"]),
        site: value(&["site", "site_name", "publication", "publisher", "website"])
            .or_else(|| value(&["source"]).filter(|source| !source.contains("://"))),
        published,
        numeric_day: numbers,
        impossible_date: impossible_date.filter(|_| published.is_none()),
        url,
        reading_minutes: None,
    }
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
    fn toml_is_read() {
        let text = "\n+++\r\ntitle = \"It's over\"\r\ndate = 2024-03-04T10:00:00Z\r\nauthors = [\"Ann Lee\", 'Tom Ray']\r\n\r\n\
            [extra]\r\nurl = \"https://a.example/x\"\r\n+++\r\nText\r\n";
        let (about, end) = read(text).expect("front matter");
        assert_eq!(
            (about.title.as_deref(), about.author.as_deref()),
            (Some("It's over"), Some("Ann Lee, Tom Ray"))
        );
        assert_eq!(
            (about.published, about.url.as_deref()),
            (Some(jiff::civil::date(2024, 3, 4)), Some("https://a.example/x"))
        );
        assert_eq!(&text[end..], "Text\r\n");
        let (about, _) = read("+++\ntitle = It's over\n+++\n").expect("front matter");
        assert_eq!(about.title.as_deref(), Some("It's over"));
        assert!(read("+++\nText\n+++\n").is_none() && read("+++\ntitle = 'x'\n").is_none());
    }

    #[test]
    fn json_and_the_title_block_of_pandoc_are_read() {
        for text in [
            "{\n  \"title\": \"It's over\",\n  \"author\": [\"Ann Lee\", {\"name\": \"Tom Ray\"}],\n  \"date\": \"2024-03-04\"\n}\nText\n",
            "% It's\n  over\n% Ann Lee; Tom Ray\n% March 4, 2024\nText\n",
        ] {
            let (about, end) = read(text).expect("front matter");
            assert_eq!(about.title.as_deref(), Some("It's over"));
            assert_eq!(about.author.as_deref(), Some("Ann Lee, Tom Ray"));
            assert_eq!(about.published, Some(jiff::civil::date(2024, 3, 4)));
            assert_eq!(&text[end..], "Text\n");
        }
        for text in
            ["{\"a\": 1}\nText", "{title}\nText", "{\"title\": 1} so\n", "%% a %%\nText", "%a\nText", "{"]
        {
            assert!(read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn days_are_read_in_the_language_of_the_article() {
        for (front, expected) in [
            ("lang: de\ndate: 2. Mai 2024", Some("2024-05-02")),
            ("lang: en-GB\ndate: 02/05/2024", Some("2024-05-02")),
            ("date: 02/05/2024", Some("2024-05-02")),
            ("publishDate: Thu, 02 May 2024 09:00:00 -0400", Some("2024-05-02")),
            ("published: 0001-01-01\ndate: 2024-05-02", Some("2024-05-02")),
            ("published: 0001-01-01", None),
        ] {
            let text =
                format!("---\n{front}\n---\nLe conseil du port a décidé de fermer la halle pour deux ans.\n");
            let (about, _) = read(&text).expect("it");
            assert_eq!(about.published.map(|day| day.to_string()).as_deref(), expected, "{front}");
            assert_eq!(about.impossible_date.is_some(), expected.is_none(), "{front}");
        }
    }

    #[test]
    fn a_horizontal_rule_is_not_front_matter() {
        for text in [
            "",
            "---",
            "---\n\nText: so it goes.\n",
            "+++\n---\na: b\n---\n",
            "Text\n---\na: b\n---\n",
            "---\nTwo lines.\n---\n",
            "---\n- a\n---\n",
        ] {
            assert_eq!(read(text).map(|(_, end)| end), None, "{text}");
        }
    }
}
