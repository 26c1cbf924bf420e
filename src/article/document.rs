//! What an engine stores: an article, ready to be written.

use jiff::civil::Date;

use crate::analysis::{Language, detect};
use crate::clean::{Article, Projection};
use crate::text::{LineIndex, LineMap};

use crate::article::source_key::{RecordKey, SourceKey};

/// A stored text with the lines it came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredText {
    /// The text.
    pub text: String,
    /// The way back to the lines of the original.
    pub lines: LineMap,
    /// The language it is written in.
    pub language: Language,
}

/// An article as an engine stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The file it came from.
    pub key: SourceKey,
    /// Which of the articles in that file it is.
    pub record: RecordKey,
    /// Its title.
    pub title: Option<String>,
    /// The line of the original on which the title stands.
    pub title_line: u32,
    /// The cleaned article without its title.
    pub body: StoredText,
    /// All that was cut.
    pub cut: StoredText,
    /// The day it was published.
    pub published: Option<Date>,
    /// The author or authors.
    pub author: Option<String>,
    /// The name or host of the site.
    pub site: Option<String>,
    /// The address at which it was published.
    pub url: Option<String>,
    /// The language it is written in.
    pub language: Language,
}

impl Document {
    /// Makes a document of a cleaned article. `lines` are those of the original.
    pub fn new(key: SourceKey, record: RecordKey, article: &Article, lines: &LineIndex) -> Self {
        let title_line = article.title.as_ref().map_or(1, |title| lines.line(title.origin_span().start));
        let language = detect(article.body.text.as_str());
        Document {
            key,
            record,
            title: article.metadata.title.clone(),
            title_line,
            body: StoredText::new(&article.body, lines, language),
            cut: StoredText::new(&article.cut, lines, language),
            published: article.metadata.published,
            author: article.metadata.byline.clone(),
            site: article.metadata.site.clone(),
            url: article.metadata.url.clone(),
            language,
        }
    }
}

impl StoredText {
    fn new(projection: &Projection, lines: &LineIndex, language: Language) -> Self {
        let blocks = projection.blocks.iter().map(|block| (block.offset, block.after_gap));
        StoredText {
            text: projection.text.as_str().to_owned(),
            lines: LineMap::new(&projection.text, lines, blocks),
            language,
        }
    }
}

#[cfg(test)]
impl Document {
    /// An English article of which nothing is known but its text and the file it came from.
    pub fn of_text(folder: u32, path: &str, body: StoredText) -> Self {
        Document {
            key: SourceKey { folder, path: path.to_owned() },
            record: RecordKey::default(),
            title: None,
            title_line: 1,
            body,
            cut: StoredText::default(),
            published: None,
            author: None,
            site: None,
            url: None,
            language: Language::ENGLISH,
        }
    }
}
