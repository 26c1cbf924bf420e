//! Whole articles.

use std::path::Path;

use serde::Serialize;

use crate::article::FolderOwner;
use crate::search::FullArticle;
use crate::text::path_key;
use crate::wire::passage::PassageJson;
use crate::wire::path_display::PathDisplay;

/// A whole article with the matches of a query.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = Article))]
pub struct FullArticleJson<'a> {
    /// Path of the source file.
    #[serde(serialize_with = "path_key::serialize_shown")]
    #[cfg_attr(feature = "serve", schema(value_type = String))]
    path: &'a Path,
    /// Id of the record, if the source file contains several.
    id: Option<&'a str>,
    /// Title with its position.
    title: Option<PassageJson<'a>>,
    /// Day of publication.
    #[cfg_attr(feature = "serve", schema(format = Date))]
    published: Option<String>,
    /// First day on which the index had the content.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "serve", schema(format = Date))]
    added: Option<String>,
    /// Machine that has the file, if it is another one: the article is as that machine indexed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    indexed_by: Option<&'a str>,
    /// Day of the last run of that machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "serve", schema(format = Date))]
    indexed_on: Option<String>,
    /// Paragraphs, each with its position.
    paragraphs: Vec<PassageJson<'a>>,
}

impl<'a> FullArticleJson<'a> {
    /// Converts an article.
    pub fn of(article: &'a FullArticle, display: &PathDisplay) -> Self {
        FullArticleJson {
            path: display.path(&article.path),
            id: article.id.as_deref(),
            title: article.heading.as_ref().map(PassageJson::of),
            published: article.metadata.published.map(|day| day.to_string()),
            added: article.added.map(|day| day.to_string()),
            indexed_by: article.indexed_by.as_ref().map(|owner| owner.name.as_str()),
            indexed_on: article.indexed_by.as_ref().and_then(FolderOwner::day).map(|day| day.to_string()),
            paragraphs: article.paragraphs.iter().map(PassageJson::of).collect(),
        }
    }
}
