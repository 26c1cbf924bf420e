//! Bylines: lines of an article that name its author, its date, or the time it takes to read.

use crate::article::NumericDay;
use crate::extract::author_names::is_author_name;
use crate::extract::dates;
use jiff::civil::Date;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

/// The metadata on a byline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BylineInfo {
    /// The author or authors.
    pub author: Option<String>,
    /// The date on the line.
    pub date: Option<Date>,
    /// The numbers of the date, if day and month may be either way around; then there may be no `date`.
    pub numeric_day: Option<NumericDay>,
    /// Whether the line calls the date that of an update.
    pub updated: bool,
    /// Whether the line calls the date that of publication.
    pub published: bool,
    /// Reading time in minutes.
    pub reading_minutes: Option<u32>,
    /// Number of words of the line that bylines do not have.
    pub other_words: u32,
}

/// Maximum length of a byline, in bytes.
const MAX_BYTES: usize = 240;

/// Words that precede a publication date.
static PUBLISHED: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/extract/byline_published.txt"));
/// Words that precede the date of an update.
static UPDATED: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/extract/byline_updated.txt"));
/// Words that begin a byline.
static BY: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/extract/byline_by.txt"));
/// Words that a byline may contain besides numbers, months and names.
static NEUTRAL: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/extract/byline_neutral.txt"));

/// The word lists, as sets.
struct BylineWords {
    published: HashSet<&'static str>,
    updated: HashSet<&'static str>,
    by: HashSet<&'static str>,
    neutral: HashSet<&'static str>,
}

impl BylineWords {
    /// Returns the label that a word in lower case is.
    fn label(&self, word: &str) -> Option<DateLabel> {
        let published = self.published.contains(word).then_some(DateLabel::Published);
        published.or_else(|| self.updated.contains(word).then_some(DateLabel::Updated))
    }

    fn get() -> &'static BylineWords {
        static WORDS: OnceLock<BylineWords> = OnceLock::new();
        let set = |list: &'static str| list.split_whitespace().collect();
        WORDS.get_or_init(|| BylineWords {
            published: set(PUBLISHED),
            updated: set(UPDATED),
            by: set(BY),
            neutral: set(NEUTRAL),
        })
    }
}

/// The meaning of a date that the words before it give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateLabel {
    /// The date of publication.
    Published,
    /// The date of an update.
    Updated,
}

/// Returns the last label in a short text before a date, such as "Updated" or "Zuletzt aktualisiert".
pub(crate) fn date_label(text: &str) -> Option<DateLabel> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let lists = BylineWords::get();
    // "Date of the last update" says no more by "date".
    let is_date = |word: &str| matches!(word, "date" | "datum" | "fecha" | "data" | "дата" | "tarih");
    let labels = words(text).map(|(_, word)| word.to_lowercase()).filter(|word| !is_date(word));
    let unspaced = || ["更新", "改訂", "수정", "업데이트"].iter().any(|word| text.contains(word));
    let label = labels.filter_map(|word| lists.label(&word)).last();
    label.or_else(|| unspaced().then_some(DateLabel::Updated))
}

/// Reads a line that has only an author, a date and a reading time. Returns `None` for any other line: a
/// date inside a sentence is not that of the article.
///
/// ```
/// use clippings::internals::extract::bylines::parse_byline;
/// let line = parse_byline("by Ann Lee October 18, 2024 12:14 PM 3 min read").unwrap();
/// assert_eq!(line.author.as_deref(), Some("Ann Lee"));
/// assert_eq!(line.reading_minutes, Some(3));
/// assert_eq!(parse_byline("They met on October 18, 2024, and talked."), None);
/// ```
pub fn parse_byline(line: &str) -> Option<BylineInfo> {
    let line = line.trim();
    if line.is_empty()
        || line.len() > MAX_BYTES
        || line.contains(['@', '“', '"'])
        || line.starts_with(['—', '–'])
    {
        return None;
    }
    if !could_be_byline(line) {
        return None;
    }
    let lists = BylineWords::get();
    let mut byline = BylineInfo { reading_minutes: reading_minutes(line), ..BylineInfo::default() };
    let published = published_date(line);
    let open = if published.is_none() { dates::find_open(line) } else { None };
    byline.date = published.as_ref().map(|(date, _)| *date);
    byline.numeric_day = match &published {
        Some((_, span)) => dates::numeric_day(&line[span.clone()]),
        None => open.as_ref().map(|(day, _)| *day),
    };
    let dated = published.map(|(_, span)| span).or(open.map(|(_, span)| span));
    byline.author = author_names(line);
    if dated.is_none() && byline.author.is_none() && byline.reading_minutes.is_none() {
        return None;
    }
    let mut unexpected = 0u32;
    let outside_date =
        |offset: usize| dated.as_ref().is_none_or(|span| offset < span.start || offset >= span.end);
    for (offset, word) in words(line) {
        let folded = word.to_lowercase();
        if lists.published.contains(folded.as_str()) {
            byline.published = true;
        } else if lists.updated.contains(folded.as_str()) {
            byline.updated = true;
        } else if outside_date(offset) && !lists.neutral.contains(folded.as_str()) {
            unexpected += 1;
        }
    }
    let is_labeled = byline.published || byline.updated || byline.author.is_some();
    let most = if is_labeled { 2 } else { 1 };
    let sentence = line.ends_with(['.', '!', '?', '。', '！', '？', '।']) && unexpected > most
        || dated.as_ref().is_some_and(|span| continues_unspaced(&line[span.end..]));
    let fits = match (dated.is_some(), byline.author.is_some()) {
        (true, true) => unexpected <= 14,
        (true, false) => unexpected <= 3 + 3 * u32::from(byline.published || byline.updated),
        (false, true) => unexpected <= 9,
        (false, false) => byline.reading_minutes.is_some() && unexpected <= 3,
    };
    byline.other_words = unexpected;
    (fits && !sentence).then_some(byline)
}

/// Returns whether a sentence in a script without spaces goes on behind a date, as in `1945年8月14日，天皇…`.
fn continues_unspaced(tail: &str) -> bool {
    let tail = tail.strip_prefix(['日', '号', '號']).unwrap_or(tail);
    let is_letter = |c: &char| matches!(c, '\u{3005}' | '\u{3041}'..='\u{30fe}' | '\u{4e00}'..='\u{9fff}');
    let letters = |text: &str| text.chars().take_while(is_letter).count();
    match tail.strip_prefix(['，', '、', ',']) {
        Some(clause) => letters(clause.trim_start()) > 0,
        None => letters(tail) > 1 && !BEHIND_DATE.iter().any(|word| tail.starts_with(word)),
    }
}

/// Words that follow a date without a space and are no sentence.
const BEHIND_DATE: [&str; 20] = [
    "星期", "周", "週", "月曜", "火曜", "水曜", "木曜", "金曜", "土曜", "日曜", "午前", "午後", "上午",
    "下午", "更新", "公開", "掲載", "配信", "発行", "发布",
];

/// Returns the first date on a line; if the line calls it that of an update, the next one if that is called
/// the date of publication.
fn published_date(line: &str) -> Option<(Date, Range<usize>)> {
    let (date, span) = dates::find(line)?;
    if date_label(&line[..span.start]) == Some(DateLabel::Updated)
        && let Some((next, next_span)) = dates::find(&line[span.end..])
        && date_label(&line[span.end..][..next_span.start]) == Some(DateLabel::Published)
    {
        return Some((next, span.start..span.end + next_span.end));
    }
    Some((date, span))
}

/// Returns a person's name from a value that may begin with "By", or `None` if it is an address.
pub(crate) fn person_name(value: &str) -> Option<String> {
    let value = value.trim();
    let name = value.strip_prefix("By ").or_else(|| value.strip_prefix("by ")).unwrap_or(value).trim();
    let fits =
        !name.is_empty() && name.len() <= 200 && !name.contains("://") && !name.starts_with(['@', '/']);
    (fits && is_author_name(name)).then(|| name.to_owned())
}

/// Returns whether a line names the author and day of an embedded post.
pub(crate) fn is_post_attribution(line: &str) -> bool {
    let line = line.trim();
    line.len() <= MAX_BYTES
        && line.starts_with(['—', '–', '-'])
        && line.contains("(@")
        && dates::find(line).is_some()
}

/// Returns whether a line has a digit or begins with "by", as every byline does.
fn could_be_byline(line: &str) -> bool {
    let first = line.split([' ', ':', '\u{a0}']).next().unwrap_or("");
    line.bytes().any(|byte| byte.is_ascii_digit())
        || !line.is_ascii() && line.chars().any(|c| c == '年' || c >= '\u{660}' && dates::is_digit(c))
        || first.len() <= 16 && BylineWords::get().by.contains(first.to_lowercase().as_str())
}

/// Returns the words of a line with their offsets.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’')
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - line.as_ptr() as usize, word))
}

/// Reads the names after "by", up to the date or anything else on the line.
pub(crate) fn author_names(line: &str) -> Option<String> {
    let (first, tail) = line.split_once(char::is_whitespace)?;
    let key = first.trim_end_matches(':').to_lowercase();
    if !BylineWords::get().by.contains(key.as_str()) {
        return None;
    }
    let tail = tail.trim_start_matches([':', ' ']);
    let tail = tail.strip_prefix("by ").or_else(|| tail.strip_prefix("By ")).unwrap_or(tail);
    if !tail.starts_with(|c: char| c.is_uppercase() || !c.is_lowercase() && c.is_alphabetic())
        && !tail.starts_with("the ")
    {
        return None;
    }
    let end = [
        dates::find(tail).map(|(_, span)| span.start),
        tail.find(['|', '·', '•', '/', '(']),
        tail.find(" - "),
        tail.find(" – "),
        tail.find(" — "),
    ]
    .into_iter()
    .flatten()
    .chain(tail.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(offset, _)| offset).take(1))
    .min()
    .unwrap_or(tail.len());
    let name = trim_labels(tail[..end].trim_matches(|c: char| c.is_whitespace() || ",.;:–—-".contains(c)));
    let words: Vec<&str> = name.split_whitespace().collect();
    let capitals = words.iter().filter(|word| !word.starts_with(char::is_lowercase)).count();
    let fits = !words.is_empty() && words.len() <= 12 && capitals * 2 >= words.len();
    (fits && is_author_name(name)).then(|| name.to_owned())
}

/// Trims "Published on", weekdays and the like from the end of a name.
fn trim_labels(mut name: &str) -> &str {
    let lists = BylineWords::get();
    while let Some((head, last)) = name.rsplit_once([' ', ',']) {
        let last = last.trim_matches([',', ':', '.']).to_lowercase();
        if !(last.is_empty()
            || [&lists.published, &lists.updated, &lists.neutral]
                .iter()
                .any(|list| list.contains(last.as_str())))
        {
            break;
        }
        name = head.trim_end_matches([',', ' ', ':', '|']);
    }
    name
}

/// Returns the minutes in "3 min read", "Lesezeit: 4 Minuten", "5 minutos de lectura", "Reading time: 7
/// minutes".
fn reading_minutes(line: &str) -> Option<u32> {
    let folded = line.to_lowercase();
    const READ: [&str; 10] = [
        "read",
        "lesezeit",
        "lesedauer",
        "lecture",
        "lectura",
        "leitura",
        "lettura",
        "чтени",
        "читанн",
        "leestijd",
    ];
    if !READ.iter().any(|read| folded.contains(read)) {
        return None;
    }
    let minutes = folded
        .find(" min")
        .or_else(|| folded.find("-min"))
        .or_else(|| folded.find(" мин"))
        .or_else(|| folded.find(" хв"));
    let before = &folded[..minutes?];
    let start = before
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |last| last + before[last..].chars().next().map_or(1, char::len_utf8));
    before[start..].parse().ok().filter(|minutes| (1..=300).contains(minutes))
}

/// Returns the name of the site in a dateline such as `(Example.com) –`, or of the agency in `KYIV (Reuters)
/// -`.
pub(crate) fn dateline(paragraph: &str) -> Option<&str> {
    let open = paragraph.find('(').filter(|open| *open <= 40)?;
    let close = open + paragraph[open..].find(')').filter(|close| *close <= 40)?;
    let after = paragraph[close + 1..].trim_start();
    let location = paragraph[..open].trim();
    let is_location = !location.chars().any(char::is_lowercase) || location.split_whitespace().count() <= 4;
    let name = paragraph[open + 1..close].trim();
    let is_name = name.starts_with(char::is_uppercase) || name.contains('.');
    (after.starts_with(['-', '–', '—']) && is_location && is_name && !name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use crate::extract::bylines::*;
    use proptest::prelude::*;

    #[test]
    fn reads_bylines() {
        let line =
            parse_byline("by The Harbour Courier news desk October 18, 2024 12:14 PM 3 min read").unwrap();
        assert_eq!(line.author.as_deref(), Some("The Harbour Courier news desk"));
        assert_eq!(line.date.unwrap().to_string(), "2024-10-18");
        assert_eq!(line.reading_minutes, Some(3));
        let line = parse_byline("Oct 19, 2024 17:12 207").unwrap();
        assert_eq!((line.date.unwrap().to_string().as_str(), line.author), ("2024-10-19", None));
        let line = parse_byline("By Ann Lee and Tom Ray | Updated 3 May 2021").unwrap();
        assert_eq!((line.author.as_deref(), line.updated), (Some("Ann Lee and Tom Ray"), true));
        assert_eq!(parse_byline("Von Jana Weiß, 4. März 2020").unwrap().author.as_deref(), Some("Jana Weiß"));
        assert_eq!(parse_byline("Reading time: 7 minutes").unwrap().reading_minutes, Some(7));
        assert!(parse_byline("Published on 2 June 2019").unwrap().published);
        for line in
            ["2024年10月18日 09:30 港湾新聞デジタル", "2024年10月18日更新", "2024年10月18日星期五 第3版"]
        {
            assert!(parse_byline(line).is_some(), "{line}");
        }
        let line = parse_byline("Updated 9 June 2024 | Published 2 May 2024").unwrap();
        assert_eq!(line.date.unwrap().to_string(), "2024-05-02");
    }

    #[test]
    fn rejects_sentences_and_posts() {
        for line in [
            "On October 27, 2024, officials of the ministry made their first official statement on the matter.",
            "— Nobody (@nobody) October 18, 2024",
            "By the time they arrived the house was empty.",
            "by and large",
            "The storm of 3 May 2021 took the roof off the old town hall",
            "Contact",
            "He resigned on 3 May 2021.",
            "1951年3月4日，旧桥被洪水冲走，居民搬到山上。",
            "1951年3月4日，旧桥被冲走",
            "橋は1951年3月4日に洪水で流された",
        ] {
            assert_eq!(parse_byline(line), None, "{line}");
        }
    }

    #[test]
    fn reads_datelines() {
        assert_eq!(dateline("(Example.com) – The council met."), Some("Example.com"));
        assert_eq!(dateline("NEW YORK (Agency) - The council met."), Some("Agency"));
        assert_eq!(dateline("He (Tom) met her."), None);
    }

    proptest! {
        #[test]
        fn any_line_is_read_without_panic(line in "\\PC{0,80}") {
            let _ = (parse_byline(&line), dateline(&line), reading_minutes(&line));
        }
    }
}
