//! From a text to the document of it: cleaned, or kept as it is, with what its archive says about it.

use jiff::civil::Date;

use crate::clean::{Article, Gaps, Judgment, Role, Verdict, judge};
use crate::corpus::Record;
use crate::extract::metadata::Metadata;
use crate::extract::{date, plain};
use crate::text::LineIndex;

/// Makes an article of `text`. What is `known` about it wins over what the text says; `as_is` cuts nothing.
pub(super) fn article(text: &str, lines: &LineIndex, known: Metadata, as_is: bool) -> Article {
    let blocks = plain::blocks(text);
    let keep = Judgment { verdict: Verdict::Keep, role: Role::Body, confidence: 1.0 };
    if as_is && known.title.is_some() {
        return Article::new(text, lines, &blocks, &vec![keep; blocks.len()], known);
    }
    let mut judged = judge(&blocks, Gaps::Lines(text), &known);
    if as_is {
        // What the text says about itself is read all the same.
        for judgment in &mut judged.judgments {
            let role = if judgment.verdict == Verdict::Keep { judgment.role } else { Role::Body };
            *judgment = Judgment { role, ..keep };
        }
    }
    Article::new(text, lines, &blocks, &judged.judgments, judged.metadata)
}

/// What a record says about its article.
pub(super) fn metadata(record: &Record) -> Metadata {
    let host = || record.url.as_deref().and_then(host);
    Metadata {
        title: record.title.as_deref().map(|title| title.split_whitespace().collect::<Vec<_>>().join(" ")),
        byline: record.author.clone(),
        site: record.site.clone().or_else(|| host().map(str::to_owned)),
        published: record.date.as_deref().and_then(day),
        ..Metadata::default()
    }
}

/// The day a date field means: `2024-10-18`, `2024-10-18T12:14:00Z`, `20241018`, `18 October 2024`, or seconds or
/// milliseconds since 1970.
fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(number) = text.parse::<i64>() {
        return day_of_number(text.trim_start_matches('-').len(), number);
    }
    let iso = text.get(..10).and_then(|day| day.parse().ok());
    iso.or_else(|| date::find(text).map(|(day, _)| day))
}

fn day_of_number(digits: usize, number: i64) -> Option<Date> {
    let milliseconds = match digits {
        8 if (10_000_000..=99_999_999).contains(&number) => {
            let part = |at: i64, of: i64| i8::try_from(number / at % of).ok();
            return Date::new(i16::try_from(number / 10_000).ok()?, part(100, 100)?, part(1, 100)?).ok();
        }
        9 | 10 => number.checked_mul(1000)?,
        11..=13 => number,
        _ => return None,
    };
    let time = jiff::Timestamp::from_millisecond(milliseconds).ok()?;
    Some(time.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// The host of a web address, without `www.`.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_records() {
        for (text, expected) in [
            ("2024-10-18", "2024-10-18"),
            ("2024-10-18T23:14:00+02:00", "2024-10-18"),
            ("20241018", "2024-10-18"),
            ("1729252800", "2024-10-18"),
            ("1729252800000", "2024-10-18"),
            ("October 18, 2024", "2024-10-18"),
            ("yesterday", ""),
            ("7", ""),
            ("99999999", ""),
            ("", ""),
        ] {
            assert_eq!(day(text).map(|day| day.to_string()).unwrap_or_default(), expected, "{text}");
        }
    }

    #[test]
    fn a_record_knows_better_than_its_text() {
        let record = Record {
            title: Some("Ferry  stays\nin port".into()),
            date: Some("2021-05-03".into()),
            url: Some("https://www.example.org/1".into()),
            ..Record::default()
        };
        let text = "Another headline\n\nBy Ann Lee, 4 May 2022\n\nThe ferry will stay in port for a week.\n";
        for as_is in [false, true] {
            let article = article(text, &LineIndex::new(text), metadata(&record), as_is);
            assert_eq!(article.metadata.title.as_deref(), Some("Ferry stays in port"));
            assert_eq!(article.metadata.published, day("2021-05-03"));
            assert_eq!(article.metadata.site.as_deref(), Some("example.org"));
        }
    }

    #[test]
    fn nothing_is_cut_of_what_is_clean() {
        let text =
            "Menu\n\nFerry stays in port\n\nThe ferry will stay in port for a week.\n\nLeave a comment\n";
        let article = article(text, &LineIndex::new(text), Metadata::default(), true);
        let title = article.title.as_ref().map(|title| title.as_str()).unwrap_or_default();
        assert_eq!((article.lines_cut(), article.cut.is_empty()), (0, true));
        for line in text.lines() {
            assert!(article.body.text.as_str().contains(line) || title == line, "{line}");
        }
    }
}
