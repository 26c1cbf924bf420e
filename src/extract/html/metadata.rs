//! The metadata that a page declares: `<title>`, `<meta>`, `<link>`, `<time>`, JSON-LD.

use crate::article::Metadata;
use crate::extract::bylines::person_name;
use crate::extract::dates::DateLocale;
use crate::extract::html::attribute::{MAX_VALUE_BYTES, decoded_value, value_of};
use crate::extract::html::declared::DeclaredText;
use crate::extract::html::entities;
use crate::extract::html::json_ld::JsonLdArticle;
use crate::extract::html::published::{self, DateReader};
use crate::extract::html::tag::Tag;
use crate::extract::html::tokenizer::StartTag;
use crate::extract::html::tree::ElementTree;
use crate::text::url;

/// Metadata that a page declares about its article. `None` where it declares nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageMetadata {
    /// Metadata of the article: the title without the name of the site, the authors joined with commas, the
    /// name of the site or its host, the day of publication, and the canonical address of the page.
    pub metadata: Metadata,
    /// Content of `<title>`.
    pub page_title: Option<String>,
    /// The language, as a BCP 47 tag.
    pub language: Option<String>,
    /// One sentence or two about the article.
    pub description: Option<String>,
    /// Text of the article as declared for search engines, possibly truncated.
    pub article_body: Option<String>,
    /// Whether a script has metadata in JSON-LD.
    pub has_json_ld: bool,
}

/// Maximum number of `<meta>` tags.
const MAX_META_TAGS: usize = 500;
/// Signs between a title and the name of a site.
const SEPARATORS: [&str; 7] = [" | ", " – ", " — ", " - ", " · ", " :: ", " » "];
/// Share of their words from which two titles are of the same story.
const MIN_SHARED_WORDS: f32 = 0.3;

/// Collects metadata while the page is parsed.
#[derive(Debug, Default)]
pub(super) struct PageReader {
    page_title: Option<String>,
    /// Names, in lower case, and contents of `<meta>` tags.
    meta: Vec<(String, String)>,
    canonical: Option<String>,
    language: Option<String>,
    /// Elements that declare days.
    pub(super) dates: DateReader,
    json_ld: JsonLdArticle,
    has_json_ld: bool,
}

impl PageReader {
    /// Reads a start tag that may have metadata.
    pub(super) fn start(&mut self, tag: Tag, start: &StartTag<'_>, source: &str) {
        match tag {
            Tag::Meta => {
                self.meta(start);
                self.article_body(start, source);
            }
            Tag::Link => self.link(start),
            Tag::Html => {
                let language = decoded_value(start, &["lang", "xml:lang"]);
                self.language = self.language.take().or(language);
            }
            _ => {}
        }
    }

    fn meta(&mut self, start: &StartTag<'_>) {
        if self.meta.len() >= MAX_META_TAGS {
            return;
        }
        let name = decoded_value(start, &["property", "name", "itemprop", "http-equiv"]);
        // The day of microdata is that of the item around the tag.
        let name = name.filter(|name| !published::is_microdata_day(start, name));
        if let (Some(name), Some(content)) = (name, decoded_value(start, &["content", "value"])) {
            self.meta.push((name.to_ascii_lowercase(), content));
        }
    }

    /// Reads the text of the article in microdata or RDFa.
    fn article_body(&mut self, start: &StartTag<'_>, source: &str) {
        let is_body = |name: &str| {
            let is_named = |value: &str| value.rsplit([':', '/']).next() == Some("articleBody");
            value_of(start, name).is_some_and(is_named)
        };
        if !is_body("itemprop") && !is_body("property") {
            return;
        }
        if let Some(content) = value_of(start, "content") {
            let offset = (content.as_ptr() as usize).saturating_sub(source.as_ptr() as usize);
            self.json_ld.declared.note_attribute(content, offset..offset + content.len());
        }
    }

    fn link(&mut self, start: &StartTag<'_>) {
        let rel = decoded_value(start, &["rel"]);
        if self.canonical.is_none() && rel.is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) {
            self.canonical = decoded_value(start, &["href"]).filter(|address| address.contains("://"));
        }
    }

    /// Reads the content of `<title>`.
    pub(super) fn title(&mut self, text: &str) {
        if self.page_title.is_none() && text.len() <= MAX_VALUE_BYTES {
            self.page_title = Some(entities::decode_all(text)).filter(|title| !title.is_empty());
        }
    }

    /// Reads the content of a JSON-LD script at `offset` in the source.
    pub(super) fn json_ld(&mut self, text: &str, offset: usize) {
        self.has_json_ld = true;
        self.json_ld.read(text, offset);
    }

    /// Returns the text of the article that scripts declare.
    pub(super) fn take_declared(&mut self) -> DeclaredText {
        std::mem::take(&mut self.json_ld.declared)
    }

    /// Returns the content of the first `<meta>` tag with one of `names`; earlier names take precedence.
    fn named(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            self.meta
                .iter()
                .find(|(key, content)| key == name && !content.is_empty())
                .map(|(_, content)| content.clone())
        })
    }

    /// Returns the heading of the first level that the page also has as the title of the window or for
    /// networks, in place of a title that only JSON-LD has and that says something else, or that has the name
    /// of the site after it.
    fn displayed_title(&self, title: Option<&str>, tree: &ElementTree) -> Option<String> {
        let titles = [self.page_title.clone(), self.named(&["og:title"])];
        let level = |index: usize| tree.nodes[tree.contexts[index].container as usize].tag.heading_level();
        let headings = (0..tree.blocks.len()).filter(|index| level(*index) == Some(1));
        let mut headings = headings.map(|index| tree.blocks[index].text.as_str().trim());
        let heading = headings.find(|heading| {
            heading.contains(char::is_whitespace)
                && titles.iter().flatten().any(|title| is_title_of_window(title, heading))
        })?;
        let is_replaced = title.is_none_or(|title| {
            is_title_of_window(title, heading) || shared_words(title, heading) < MIN_SHARED_WORDS
        });
        is_replaced.then(|| heading.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Combines the sources, the more reliable ones first. `tree` has the elements of the page.
    pub(super) fn finish(self, tree: &ElementTree) -> PageMetadata {
        let canonical =
            self.canonical.clone().or_else(|| self.named(&["og:url"])).filter(|url| url.contains("://"));
        let site = self
            .named(&["og:site_name", "application-name", "dc.publisher", "citation_journal_title"])
            .or_else(|| self.json_ld.metadata.site.clone())
            .or_else(|| canonical.as_deref().and_then(url::host_of_address));
        let title = self
            .json_ld
            .metadata
            .title
            .clone()
            .or_else(|| {
                self.named(&["og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title"])
            })
            .or_else(|| self.page_title.clone())
            .map(|title| without_site(&title, site.as_deref()));
        let title = self.displayed_title(title.as_deref(), tree).or(title);
        let author = self.json_ld.metadata.author.clone().or_else(|| {
            let names = [
                "author",
                "article:author",
                "dc.creator",
                "dcterms.creator",
                "parsely-author",
                "sailthru.author",
                "byl",
            ];
            names.iter().filter_map(|name| self.named(&[name])).find_map(|name| person_name(&name))
        });
        let tags = [self.language.clone(), self.named(&["og:locale"]), self.named(&["content-language"])];
        let tags = tags.iter().flatten().map(String::as_str).chain(self.json_ld.language.as_deref());
        let host = canonical.as_deref().and_then(url::host_of_address);
        let locale = DateLocale::new(tags, host.as_deref());
        let declared = published::choose(&self.json_ld.dates, &self.meta, &self.dates, tree, &locale);
        let metadata = Metadata {
            title: title.filter(|title| !title.is_empty()),
            author,
            site,
            published: declared.day,
            numeric_day: declared.numeric_day,
            impossible_date: declared.impossible,
            reading_minutes: None,
            url: canonical,
        };
        PageMetadata {
            metadata,
            language: self.language.clone().or_else(|| self.named(&["content-language", "og:locale"])),
            description: self.named(&[
                "og:description",
                "description",
                "twitter:description",
                "dc.description",
            ]),
            article_body: self.json_ld.body,
            has_json_ld: self.has_json_ld,
            page_title: self.page_title,
        }
    }
}

/// Returns whether a title is a heading, alone or before a separator and a name.
fn is_title_of_window(title: &str, heading: &str) -> bool {
    let is_heading = |text: &str| text.split_whitespace().eq(heading.split_whitespace());
    let is_head = |separator: &&str| title.rsplit_once(*separator).is_some_and(|(head, _)| is_heading(head));
    is_heading(title) || SEPARATORS.iter().any(is_head)
}

/// Returns the share of the words of the longer text that the other one has, too.
fn shared_words(text: &str, other: &str) -> f32 {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (words, others) = (words(text), words(other));
    let shared = words.iter().filter(|word| others.contains(word)).count();
    shared as f32 / words.len().max(others.len()).max(1) as f32
}

/// Removes " | Site" from the end of `title` if that is, or looks like, the name of the site.
fn without_site(title: &str, site: Option<&str>) -> String {
    let folded = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    for separator in SEPARATORS {
        let Some((head, tail)) = title.rsplit_once(separator) else { continue };
        let (tail_folded, site_folded) = (folded(tail), folded(site.unwrap_or("")));
        let is_site = !tail_folded.is_empty()
            && !site_folded.is_empty()
            && (site_folded.contains(&tail_folded) || tail_folded.contains(&site_folded));
        let looks_like_site = separator == " | " && tail.split_whitespace().count() <= 4;
        if (is_site || looks_like_site) && head.split_whitespace().count() >= 2 {
            return without_site(head.trim(), site);
        }
    }
    title.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use crate::extract::html::metadata::*;
    use crate::extract::html::read;

    #[test]
    fn declared_metadata_is_read() {
        let about = read(
            "<html lang=de><head><title>Hafen gesperrt | Nordblick</title>\
             <meta property='og:site_name' content='Nordblick'><meta name=author content='By Ann Lee'>\
             <meta property=article:published_time content='2021-05-03T23:10:00+02:00'>\
             <link rel=canonical href='https://www.nordblick.example/hafen'>",
        )
        .metadata;
        assert_eq!(about.metadata.title.as_deref(), Some("Hafen gesperrt"));
        assert_eq!(about.metadata.author.as_deref(), Some("Ann Lee"));
        assert_eq!(about.metadata.site.as_deref(), Some("Nordblick"));
        assert_eq!(about.metadata.published, Some(jiff::civil::date(2021, 5, 3)));
        assert_eq!(about.language.as_deref(), Some("de"));
        assert_eq!(about.metadata.url.as_deref(), Some("https://www.nordblick.example/hafen"));
    }

    #[test]
    fn only_the_site_is_removed_from_a_title() {
        assert_eq!(without_site("Rain - and more rain", Some("Coast News")), "Rain - and more rain");
        assert_eq!(
            without_site("More rain to come - Coast News", Some("coast-news.example")),
            "More rain to come"
        );
    }

    #[test]
    fn the_displayed_title_precedes_another_one_in_json_ld() {
        let title = |script: &str, window: &str, heading: &str| {
            let page = format!(
                "<title>{window}</title><script type=application/ld+json>{script}</script><h1>{heading}</h1>"
            );
            read(&page).metadata.metadata.title.unwrap_or_default()
        };
        let article = |headline: &str| format!("{{\"@type\":\"NewsArticle\",\"headline\":\"{headline}\"}}");
        let description = article("gate that keeps water back");
        assert_eq!(title(&description, "Canal lock - Almanac", "Canal lock"), "Canal lock");
        let two = format!("[{},{}]", article("Library to close"), article("Weir to be rebuilt"));
        assert_eq!(title(&two, "Weir to be rebuilt", "Weir to be rebuilt"), "Weir to be rebuilt");
        let other_words = article("Weir at Nether Lock is to be rebuilt in concrete");
        assert_eq!(
            title(&other_words, "Weir to be rebuilt", "Weir to be rebuilt"),
            "Weir at Nether Lock is to be rebuilt in concrete"
        );
        assert_eq!(
            title("{}", "Weir to be rebuilt - Canal Post", "Weir to be rebuilt"),
            "Weir to be rebuilt"
        );
    }

    #[test]
    fn an_address_is_not_an_author() {
        assert_eq!(person_name("https://social.example/ann"), None);
        assert_eq!(person_name("by Ann Lee"), Some("Ann Lee".into()));
    }
}
