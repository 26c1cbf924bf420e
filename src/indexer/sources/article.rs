//! An article as one of its source.

use crate::analysis::{DetectedLanguage, Language};
use crate::article::{DayOrder, Metadata, NumericDay};
use crate::clean::site_of;
use crate::corpus::Record;
use crate::index::{DayOrders, FileLanguages, LanguagesBySource};

/// The source of an article: its site, or else the folder of its file.
#[derive(Debug, Clone)]
pub(in crate::indexer) struct ArticleSource {
    pub name: String,
    is_folder: bool,
}

impl ArticleSource {
    /// Returns the source of the article of `record`, in the file with this encoded key.
    pub(in crate::indexer) fn of(record: &Record, source_key: &str) -> Self {
        let site = site_of(record);
        match site.is_empty() {
            true => ArticleSource { name: folder_of(source_key).to_owned(), is_folder: true },
            false => ArticleSource { name: site.to_lowercase(), is_folder: false },
        }
    }

    /// Returns its name among the languages of the file.
    pub(super) fn name_in_file(&self) -> &str {
        if self.is_folder { "" } else { &self.name }
    }

    /// Returns its languages as the other articles of an archive file tell.
    pub(in crate::indexer) fn languages_in(&self, file: &LanguagesBySource) -> Vec<Language> {
        file.languages(self.name_in_file())
    }
}

/// Returns the folder of the file with this encoded key.
pub(super) fn folder_of(source_key: &str) -> &str {
    let end = source_key.rfind('/').or_else(|| source_key.find(':'));
    end.map_or("", |end| &source_key[..=end])
}

/// Facts that an article tells about its source, and that the source told about it.
#[derive(Debug, Clone)]
pub(in crate::indexer) struct SourceArticle {
    pub source: ArticleSource,
    /// Day of the article, if it is written in numbers.
    pub day: Option<SourceDay>,
    pub language: DetectedLanguage,
    /// Languages of the source with which it was read.
    pub languages: Vec<Language>,
}

/// The day of publication of an article, in numbers.
#[derive(Debug, Clone, Copy)]
pub(in crate::indexer) struct SourceDay {
    day: NumericDay,
    /// Order in which the source told to read it.
    read: DayOrder,
    /// Order in which it was read.
    found: DayOrder,
}

impl SourceDay {
    /// Returns the day of an article with this metadata, which was read in the order `read`, if it is in
    /// numbers.
    pub(in crate::indexer) fn of(about: &Metadata, read: DayOrder) -> Option<Self> {
        let day = about.numeric_day?;
        let found = about.published.map_or(DayOrder::Unknown, |published| day.order_of(published));
        Some(SourceDay { day, read, found })
    }
}

impl SourceArticle {
    /// Adds what it tells to that of the other articles of its file.
    pub(in crate::indexer) fn add_to(&self, day_orders: &mut DayOrders, languages: &mut LanguagesBySource) {
        if let Some(SourceDay { day, read, found }) = self.day {
            day_orders.add(&self.source.name, day, read, found);
        }
        languages.add(self.source.name_in_file(), self.language, &self.languages);
    }

    /// Returns the order of day and month in a file of this article alone.
    pub(in crate::indexer) fn day_orders(&self) -> DayOrders {
        let mut orders = DayOrders::default();
        if let Some(SourceDay { day, read, found }) = self.day {
            orders.add(&self.source.name, day, read, found);
        }
        orders
    }

    /// Returns the languages of a file of this article alone.
    pub(in crate::indexer) fn file_languages(&self) -> FileLanguages {
        FileLanguages::of_article(self.source.name_in_file(), self.language, &self.languages)
    }
}

#[cfg(test)]
mod tests {
    use crate::indexer::sources::article::*;

    #[test]
    fn a_file_beside_its_folder_is_of_the_folder() {
        for (key, folder) in [
            ("1:a/b/c.txt", "1:a/b/"),
            ("1:c.txt", "1:"),
            ("12:", "12:"),
            ("1:a:b.txt", "1:"),
            ("1:a/b:c.txt", "1:a/"),
        ] {
            assert_eq!(folder_of(key), folder, "{key}");
        }
    }
}
