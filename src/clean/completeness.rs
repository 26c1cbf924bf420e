//! The promise that no text vanishes, as a check: every text that a reader sees in the source is in the
//! title, the body, the cut text or the metadata of the article.

use std::borrow::Cow;

use memchr::memmem;

use crate::analysis::superscript_digit;
use crate::article::{Document, Metadata};
use crate::clean::article::Article;
use crate::corpus::{Markup, Record};
use crate::extract::{html, markdown, plain};
use crate::text::{FilePosition, LineIndex};

/// Number of words in a row that are no coincidence.
const MIN_RUN: usize = 3;

/// The letters and digits of all texts stored of an article.
#[derive(Debug, Default)]
pub struct StoredLetters(String);

/// A text of the source that is stored nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingText {
    /// Position in the record's text: a line from 1, or a page.
    pub position: FilePosition,
    /// The words that are missing, joined by spaces.
    pub words: String,
    /// The whole line or text node.
    pub context: String,
}

impl StoredLetters {
    /// Collects the letters of `texts`, which are those that a search finds.
    pub fn new<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut letters = String::with_capacity(1 << 12);
        for text in texts {
            fold(text, &mut letters);
            letters.push(' ');
        }
        StoredLetters(letters)
    }

    /// Collects the letters of an article with these texts.
    pub fn of(metadata: &Metadata, body: &str, cut: &str) -> Self {
        let fields = [&metadata.title, &metadata.author, &metadata.site, &metadata.url];
        let mut letters =
            StoredLetters::new([body, cut].into_iter().chain(fields.into_iter().flat_map(Option::as_deref)));
        // The title of a window has the name of the site before or behind that of the article.
        if let (Some(title), Some(site)) = (&metadata.title, &metadata.site) {
            for text in [site, title, site] {
                fold(text, &mut letters.0);
            }
        }
        letters
    }

    /// Collects the letters of a document.
    pub fn of_document(document: &Document) -> Self {
        StoredLetters::of(&document.metadata, &document.body.text, &document.cut.text)
    }

    /// Collects the letters of an article.
    pub fn of_article(article: &Article) -> Self {
        let title = article.title.as_ref().map_or("", |title| title.as_str());
        let mut letters =
            StoredLetters::of(&article.metadata, article.body.text.as_str(), article.cut.text.as_str());
        fold(title, &mut letters.0);
        letters
    }

    /// Returns the words of `text` that are missing. A word is there if it stands in a row of at least three
    /// words that stand in a stored text, too, or at an end of the text; a text of up to three words is there
    /// as a whole or not at all.
    pub fn missing_words<'t>(&self, text: &'t str) -> Vec<&'t str> {
        if self.contains_text(text) {
            return Vec::new();
        }
        let words: Vec<&str> = text.split(|c: char| !is_letter(c)).filter(|word| !word.is_empty()).collect();
        let (mut missing, mut start) = (Vec::new(), 0);
        while start < words.len() {
            let run = self.run_length(&words[start..]);
            let is_at_end = start == 0 || start + run == words.len();
            if run >= MIN_RUN || run > 0 && is_at_end && words.len() > MIN_RUN {
                start += run;
            } else {
                missing.push(words[start]);
                start += 1;
            }
        }
        missing
    }

    /// Returns the number of leading words that stand in a row in a stored text.
    fn run_length(&self, words: &[&str]) -> usize {
        let mut letters = String::new();
        let is_stored = |word: &&&str| {
            fold(word, &mut letters);
            self.contains(&letters)
        };
        words.iter().take_while(is_stored).count()
    }

    /// Returns whether the letters of `text` stand in a row in a stored text.
    pub(crate) fn contains_text(&self, text: &str) -> bool {
        let mut letters = String::new();
        fold(text, &mut letters);
        self.contains(&letters)
    }

    fn contains(&self, letters: &str) -> bool {
        memmem::find(self.0.as_bytes(), letters.as_bytes()).is_some()
    }
}

/// Returns the texts of `record` that a reader sees and that are not in `stored`.
pub fn missing_texts(record: &Record, stored: &StoredLetters) -> Vec<MissingText> {
    let lines = LineIndex::new(&record.text).with_pages(&record.pages);
    let mut missing = Vec::new();
    let mut check = |offset: usize, text: &str| {
        let words = stored.missing_words(text);
        if !words.is_empty() {
            let (position, context) = (lines.position(offset), text.trim().to_owned());
            missing.push(MissingText { position, words: words.join(" "), context });
        }
    };
    for text in [&record.metadata.title, &record.metadata.author, &record.metadata.site].into_iter().flatten()
    {
        check(0, &plain::read_value(text));
    }
    for (offset, text) in visible_texts(record) {
        check(offset, &text);
    }
    missing
}

/// Returns the pieces of text that a reader of `record` sees, each with its offset: the lines of a plain
/// text, the text nodes of a page, the texts of a Markdown file without its marks.
pub fn visible_texts(record: &Record) -> Vec<(usize, Cow<'_, str>)> {
    let source = record.main_text();
    let mut texts = match record.markup {
        Markup::Plain => {
            let are_escapes = plain::are_escapes(source);
            let read = |line| if are_escapes { plain::decode(line) } else { Cow::Borrowed(line) };
            lines_of(source).map(|(offset, line)| (offset, read(line))).collect()
        }
        Markup::Markdown => markdown::visible_text(source),
        Markup::Html => {
            let pieces = html::visible_text(source).into_iter();
            pieces.map(|range| (range.start, Cow::Owned(html::displayed(&source[range])))).collect()
        }
    };
    let appended = record
        .appended
        .iter()
        .filter_map(|part| Some((part.range.start, Cow::Borrowed(record.text.get(part.range.clone())?))));
    texts.extend(appended);
    texts
}

/// Returns the lines of `text` with their offsets.
fn lines_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        start += line.len();
        (start - line.len(), line)
    })
}

/// Appends the letters and digits of `text` in lower case.
fn fold(text: &str, letters: &mut String) {
    for c in text.chars() {
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                letters.push(c.to_ascii_lowercase());
            }
        } else if is_letter(c) {
            // The number of a note may be stored in superscript.
            letters.extend(superscript_digit(c).unwrap_or(c).to_lowercase());
        }
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use crate::clean::completeness::*;

    #[test]
    fn words_in_other_order_are_missing() {
        let stored =
            StoredLetters::new(["The ferry stays in port until its engine has been examined.", "Ann Lee"]);
        for there in ["the FERRY", "ferry stays in\nport", "en-\ngine has been", "Ann Lee", "", "—", "port!"]
        {
            assert!(stored.missing_words(there).is_empty(), "{there}");
        }
        assert_eq!(stored.missing_words("port stays"), ["port", "stays"]);
        assert_eq!(stored.missing_words("The ferry [4] stays in port until"), ["4"]);
        assert_eq!(stored.missing_words("The bus goes in port"), ["bus", "goes"]);
        assert_eq!(
            stored.missing_words("its port has engine been the in"),
            ["port", "has", "engine", "been", "the"]
        );
    }
}
