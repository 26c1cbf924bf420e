//! Cleans a saved record of any markup, and merges the metadata of its archive.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::analysis::detect;
use crate::article::{DayOrder, Metadata};
use crate::clean::article::Article;
use crate::clean::html;
use crate::clean::html_parts::clean_html_parts;
use crate::clean::labels::{BlockLabel, Role, Verdict};
use crate::clean::options::{CleanOptions, SourceContext};
use crate::clean::parts;
use crate::clean::reason::Reason;
use crate::clean::text::label_blocks::{PageLabels, label_blocks};
use crate::clean::text::page::Gaps;
use crate::clean::text::server_messages::is_server_message;
use crate::clean::user_rules::Origin;
use crate::corpus::{Markup, Record};
use crate::extract::author_names::is_author_name;
use crate::extract::dates::{DateLocale, NoDay, declared_in_text, numeric_day};
use crate::extract::markdown::MarkdownFile;
use crate::extract::{Block, BlockKind, markdown, plain};
use crate::text::LineIndex;
use crate::text::url::host_of_address;

/// A cleaned record.
#[derive(Debug)]
#[non_exhaustive]
pub struct CleanedRecord {
    /// The article.
    pub article: Article,
    /// Whether the record holds an article at all. A page of links, an error page or a captcha does not.
    pub is_article: bool,
}

/// Cleans a saved article of any markup. Metadata of the archive overrides that of the text.
///
/// ```
/// use clippings::internals::clean::{CleanOptions, clean_record};
/// use clippings::internals::corpus::{Markup, Record};
/// let page = "<title>Ferry stays in port</title><p>It stays there <b>for a week</b>.</p>";
/// let record = Record::new(page.to_owned(), Markup::Html);
/// let options = CleanOptions { keep_everything: true, ..CleanOptions::default() };
/// let article = clean_record(&record, &options).article;
/// assert_eq!(article.metadata.title.as_deref(), Some("Ferry stays in port"));
/// assert_eq!(article.body.text.as_str(), "It stays there for a week.");
/// ```
pub fn clean_record(record: &Record, options: &CleanOptions) -> CleanedRecord {
    let mut cleaned = clean_by_markup(record, options);
    if !record.appended.is_empty() {
        parts::add_appended(&mut cleaned.article, record);
    }
    settle_day(&mut cleaned.article, options);
    let metadata = &mut cleaned.article.metadata;
    if metadata.author.is_none() {
        metadata.author = record.creator.clone().filter(|name| is_author_name(name));
    }
    if metadata.published.is_some() {
        metadata.impossible_date = None;
    }
    reject_later_day(metadata, options.saved);
    cleaned
}

/// Reads the numbers of the day of publication in the order of the source, or else, if the day is not known,
/// in that of the language. English has both.
fn settle_day(article: &mut Article, options: &CleanOptions) {
    let Metadata { published, numeric_day, .. } = &mut article.metadata;
    // The numbers of a time may look like those of a day.
    *numeric_day = numeric_day.filter(|day| published.is_none_or(|published| day.is_read_as(published)));
    let Some(day) = numeric_day.filter(|day| day.is_open()) else { return };
    if let Some(in_order) = day.in_order(options.day_order) {
        *published = Some(in_order);
    } else if published.is_none() {
        let order = match article.language(options.source_languages).language.code() {
            "en" => DayOrder::Unknown,
            code => DateLocale::default().or_language(code).order(),
        };
        article.metadata.published = day.in_order(order);
    }
}

/// Number of days by which the printed day of an article may be ahead of the day it was saved: magazines and
/// journals date their issues ahead, and archivers change the times of files.
const MAX_DAYS_AHEAD: i32 = 180;

/// Removes a day of publication that is later than `saved` allows.
fn reject_later_day(metadata: &mut Metadata, saved: Option<Date>) {
    let last = saved.and_then(|day| day.checked_add(jiff::Span::new().days(MAX_DAYS_AHEAD)).ok());
    if let Some(published) = metadata.published
        && last.is_some_and(|last| published > last)
    {
        metadata.published = None;
        metadata.impossible_date = Some(published.to_string());
    }
}

fn clean_by_markup(record: &Record, options: &CleanOptions) -> CleanedRecord {
    let (text, lines) = (record.main_text(), LineIndex::new(&record.text));
    let mut known = record_metadata(record);
    reject_later_day(&mut known, options.saved);
    let site = site_of(record);
    let context = SourceContext {
        known,
        names_site: record.metadata.site.is_some(),
        origin: Origin { path: options.path, site: &site, source_key: options.source_key },
        site_stats: options.site_stats,
        rules: options.rules,
    };
    match record.markup {
        Markup::Plain if !record.parts.is_empty() => {
            let article = parts::clean_parts(record, &lines, &context, options.keep_everything);
            CleanedRecord { article, is_article: true }
        }
        Markup::Plain => {
            let blocks = plain::blocks(text);
            let article = clean_lines(text, &lines, &blocks, 0, &context, options.keep_everything);
            CleanedRecord { article, is_article: options.keep_everything || !is_server_message(&blocks) }
        }
        Markup::Markdown => {
            let MarkdownFile { metadata: about, blocks, front_matter_blocks: front } = markdown::read(text);
            let url = about.url.clone();
            let host = url.as_deref().and_then(host_of_address).unwrap_or_default();
            let site = if context.origin.site.is_empty() { &host } else { context.origin.site };
            let mut known = context.known.or(about);
            known.site = known.site.or_else(|| (!site.is_empty()).then(|| site.to_owned()));
            let context = SourceContext { known, origin: Origin { site, ..context.origin }, ..context };
            let article = clean_lines(text, &lines, &blocks, front, &context, options.keep_everything);
            CleanedRecord {
                article,
                is_article: options.keep_everything || !is_server_message(&blocks[front..]),
            }
        }
        Markup::Html if !record.parts.is_empty() && !options.keep_everything => {
            let article = clean_html_parts(record, text, &lines, &context);
            CleanedRecord { article, is_article: true }
        }
        Markup::Html => clean_html(text, &lines, &context, options.keep_everything),
    }
}

/// Returns the host of the article's address, or else the archive's name for the site; empty if neither is
/// known.
pub(crate) fn site_of(record: &Record) -> Cow<'_, str> {
    let host = record.metadata.url.as_deref().and_then(host_of_address).map(Cow::Owned);
    host.or(record.metadata.site.as_deref().map(Cow::Borrowed)).unwrap_or_default()
}

/// Cleans an HTML page, or keeps all of it.
fn clean_html(
    text: &str,
    lines: &LineIndex,
    context: &SourceContext,
    keep_everything: bool,
) -> CleanedRecord {
    if keep_everything {
        let mut page = crate::extract::html::read(text);
        let mut labels = vec![KEEP; page.tree.blocks.len()];
        html::add_declared_text(text, &mut page, &mut labels);
        labels.fill(KEEP);
        let metadata = context.complete(std::mem::take(&mut page.metadata.metadata));
        let (blocks, labels) = html::extras::with_extras(&mut page, labels, &metadata);
        let article = Article::new(text, lines, &blocks, &labels, metadata);
        CleanedRecord { article, is_article: true }
    } else {
        let html::CleanedPage { article, is_article, .. } = html::clean_in(text, context);
        CleanedRecord { article, is_article }
    }
}

/// Label of a block that is kept without a verdict of the models.
const KEEP: BlockLabel = BlockLabel { verdict: Verdict::Keep, role: Role::Body, confidence: 1.0, rule: None };
/// Front matter is metadata, not text.
const FRONT_MATTER: BlockLabel = BlockLabel { verdict: Verdict::Cut(Reason::FrontMatter), ..KEEP };

/// A remark is not in the text.
const REMARK: BlockLabel = BlockLabel { verdict: Verdict::Cut(Reason::Remark), ..KEEP };

/// Cleans an article of plain lines whose first `front` blocks are front matter.
fn clean_lines(
    text: &str,
    lines: &LineIndex,
    blocks: &[Block],
    front: usize,
    context: &SourceContext,
    keep_everything: bool,
) -> Article {
    let mut labels = vec![FRONT_MATTER; front];
    if keep_everything && context.known.title.is_some() {
        labels.resize(blocks.len(), KEEP);
        return Article::new(text, lines, blocks, &labels, context.known.clone());
    }
    let mut page_labels = label_notes(&blocks[front..], text, context);
    if keep_everything {
        // Even so, label the blocks: the text may tell title, author and date.
        for label in &mut page_labels.labels {
            let role = if label.verdict == Verdict::Keep { label.role } else { Role::Body };
            *label = BlockLabel { role, ..KEEP };
        }
    }
    labels.append(&mut page_labels.labels);
    Article::new(text, lines, blocks, &labels, page_labels.metadata)
}

/// Labels blocks with remarks between them, which are cut.
fn label_notes(blocks: &[Block], text: &str, context: &SourceContext) -> PageLabels {
    let is_remark = |block: &Block| block.kind == BlockKind::Remark;
    if !blocks.iter().any(is_remark) {
        return label_blocks(blocks, Gaps::Lines(text), context);
    }
    let sentences: Vec<Block> = blocks.iter().filter(|block| !is_remark(block)).cloned().collect();
    let mut labels = label_blocks(&sentences, Gaps::Lines(text), context);
    let mut of_sentences = labels.labels.into_iter();
    let label = |block: &Block| if is_remark(block) { Some(REMARK) } else { of_sentences.next() };
    labels.labels = blocks.iter().filter_map(label).collect();
    labels
}

/// Returns the metadata that a record states.
fn record_metadata(record: &Record) -> Metadata {
    let Metadata { title, author, site, url, .. } = record.metadata.clone();
    let host = record.metadata.url.as_deref().and_then(host_of_address);
    let locale = DateLocale::new([], host.as_deref());
    let read = |date: &str| declared_in_text(date, &locale, || detect(&record.text).code());
    let day = record.date.as_deref().map(read);
    let is_impossible = day == Some(Err(NoDay::Impossible));
    let has_numbers = matches!(day, Some(Ok(_) | Err(NoDay::Ambiguous)));
    Metadata {
        title: title.map(|title| parts::title_text(&plain::read_value(&title), 0).as_str().to_owned()),
        author: author
            .map(|author| plain::read_value(&author).into_owned())
            .filter(|name| is_author_name(name)),
        site: site.map(|site| plain::read_value(&site).into_owned()).or(host),
        published: day.and_then(Result::ok),
        numeric_day: record.date.as_deref().filter(|_| has_numbers).and_then(numeric_day),
        impossible_date: record.date.clone().filter(|_| is_impossible),
        url,
        ..Metadata::default()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::clean::record::*;

    fn options(keep_everything: bool) -> CleanOptions<'static> {
        CleanOptions { keep_everything, ..CleanOptions::default() }
    }

    #[test]
    fn a_day_after_the_file_was_saved_is_unknown() {
        let record =
            |date: &str| Record { date: Some(date.into()), text: "It is so.".into(), ..Record::default() };
        for (day, known) in
            [("2024-05-02", true), ("2024-10-01", true), ("2025-05-02", false), ("9999-12-31", false)]
        {
            let options = CleanOptions { saved: Some(date(2024, 5, 2)), ..options(false) };
            let Metadata { published, impossible_date, .. } =
                clean_record(&record(day), &options).article.metadata;
            assert_eq!((published.is_some(), impossible_date.is_none()), (known, known), "{day}");
        }
    }

    #[test]
    fn character_references_in_metadata_are_decoded() {
        let value = |value: &str| Some(value.to_owned());
        let metadata = Metadata {
            title: value("R&amp;D: it&#8217;s &amp;quot;so&amp;quot;"),
            author: value("Ann &amp; Ben Lee"),
            ..Metadata::default()
        };
        let record = Record { metadata, text: "The ferry stays.".into(), ..Record::default() };
        let Metadata { title, author, .. } = clean_record(&record, &options(false)).article.metadata;
        assert_eq!((title, author), (value("R&D: it’s \"so\""), value("Ann & Ben Lee")));
    }

    #[test]
    fn metadata_of_the_record_overrides_the_text() {
        let record = Record {
            metadata: Metadata {
                title: Some("Ferry  stays\nin port".into()),
                url: Some("https://www.example.org/1".into()),
                ..Metadata::default()
            },
            date: Some("2021-05-03".into()),
            ..Record::default()
        };
        let text = "Another headline\n\nBy Ann Lee, 4 May 2022\n\nThe ferry will stay in port for a week.\n";
        for keep_everything in [false, true] {
            let record = Record { text: text.into(), ..record.clone() };
            let article = clean_record(&record, &options(keep_everything)).article;
            assert_eq!(article.metadata.title.as_deref(), Some("Ferry stays in port"));
            assert_eq!(article.metadata.published, Some(date(2021, 5, 3)));
            assert_eq!(article.metadata.site.as_deref(), Some("example.org"));
        }
    }

    #[test]
    fn metadata_of_the_record_overrides_the_page() {
        let text = "<title>Ferry</title><nav><a href=/>Home</a></nav><article><h1>Ferry stays in port</h1>\
            <p>The ferry will stay in port until its engine has been examined, the harbour authority said on Monday.</p>\
            <p>Passengers are to be carried by bus, which takes three hours longer than the crossing does.</p></article>";
        let page = Record::new(text.into(), Markup::Html);
        let clean =
            |record: &Record, keep_everything| clean_record(record, &options(keep_everything)).article;
        assert!(!clean(&page, false).body.text.as_str().contains("Home"));
        assert!(clean(&page, true).body.text.as_str().contains("Home"));
        let metadata = Metadata { title: Some("Known".into()), ..Metadata::default() };
        let known = Record { date: Some("2021-05-03".into()), metadata, ..page };
        for article in [clean(&known, false), clean(&known, true)] {
            assert_eq!(article.metadata.title.as_deref(), Some("Known"));
            assert_eq!(article.metadata.published, Some(date(2021, 5, 3)));
        }
    }

    /// Returns title, body and cut text of the document of `record`.
    fn stored(record: &Record) -> (String, String, String) {
        let article = clean_record(record, &options(false)).article;
        let lines = LineIndex::new(&record.text);
        let key = crate::article::SourceKey { folder: 1, path: "a".into() };
        let language = article.language(&[]).language;
        let document =
            article.to_document(language, key, crate::article::RecordKey::default(), &record.text, &lines);
        (document.metadata.title.unwrap_or_default(), document.body.text, document.cut.text)
    }

    const LEAD: &str = "Three cows walked into the savings bank at Oxmere on Sunday.";
    const STORY: &str = "The clerk, who had been counting coins, told the police that a gate had been left open by somebody.\n\n\
        Two of the cows belong to a farmer of Oxmere, the mayor said in the evening, and the third is a stranger.\n\n\
        The bank will stay closed until the carpet has been cleaned, which is to be done on Tuesday morning.\n";

    #[test]
    fn a_lead_below_another_title_stays_in_the_body() {
        let metadata = Metadata { title: Some("Cattle visit bank".into()), ..Metadata::default() };
        let text = format!("{LEAD}\n\n{STORY}");
        let (title, body, _) = stored(&Record { text, metadata, ..Record::default() });
        assert_eq!(title, "Cattle visit bank");
        assert!(body.starts_with(LEAD), "{body}");
        let text = format!("---\ntitle: Cattle visit bank\n---\n\n{LEAD}\n\n{STORY}");
        let (_, body, _) = stored(&Record::new(text, Markup::Markdown));
        assert!(body.starts_with(LEAD), "{body}");
        let paragraphs = STORY.replace("\n\n", "</p><p>");
        let text = format!(
            "<title>Cattle visit bank - Coast News</title><article><p>{LEAD}</p><p>{paragraphs}</article>"
        );
        let (_, body, _) = stored(&Record::new(text, Markup::Html));
        assert!(body.starts_with(LEAD), "{body}");
    }

    #[test]
    fn a_heading_that_is_not_the_title_begins_the_body() {
        let heading = "Cows at Oxmere take their savings to the bank";
        let paragraphs = STORY.replace("\n\n", "</p><p>");
        let page = |heading: &str| {
            let text = format!(
                "<title>Cows at Oxmere bank</title><article><h1>{heading}</h1><p>{LEAD}</p><p>{paragraphs}</article>"
            );
            Record::new(text, Markup::Html)
        };
        let note = format!("---\ntitle: Notes on cattle\n---\n# {heading}\n\n{LEAD}\n\n{STORY}");
        for record in [page(heading), Record::new(note, Markup::Markdown)] {
            let (title, body, _) = stored(&record);
            assert!(title != heading && body.starts_with(&format!("{heading}\n\n{LEAD}")), "{body}");
        }
        let (title, body, _) = stored(&page("Cows at Oxmere bank"));
        assert_eq!(title, "Cows at Oxmere bank");
        assert!(body.starts_with(LEAD), "{body}");
    }

    #[test]
    fn keep_everything_cuts_nothing() {
        let text =
            "Menu\n\nFerry stays in port\n\nThe ferry will stay in port for a week.\n\nLeave a comment\n";
        let article = clean_record(&Record::new(text.into(), Markup::Plain), &options(true)).article;
        let title = article.title.as_ref().map(|title| title.as_str()).unwrap_or_default();
        assert_eq!((article.lines_cut(), article.cut.is_empty()), (0, true));
        for line in text.lines() {
            assert!(article.body.text.as_str().contains(line) || title == line, "{line}");
        }
    }
}
