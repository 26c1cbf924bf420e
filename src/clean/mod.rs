//! Boilerplate removal: a verdict for every block, article or boilerplate.
//!
//! Blocks go in, [`BlockLabel`](labels::BlockLabel)s come out, and [`Article`] holds both: the kept text, the
//! cut text, and for every source line the verdict and its reason. Nothing is thrown away.

mod article;
mod clock;
mod completeness;
mod dialogue;
pub(crate) mod html;
mod html_parts;
mod labels;
mod options;
mod parts;
mod quotations;
mod reason;
mod record;
pub(crate) mod site_lines;
pub(crate) mod text;
mod title_words;
pub(crate) mod training;
pub(crate) mod user_rules;

pub use article::{Article, BlockVerdict, LineVerdict};
pub use completeness::{MissingText, StoredLetters, missing_texts, visible_texts};
pub(crate) use dialogue::is_prose;
pub use labels::{Role, Verdict};
pub use options::CleanOptions;
pub(crate) use options::{SourceContext, saved_day};
pub use reason::Reason;
pub use record::clean_record;
pub(crate) use record::{CleanedRecord, site_of};
pub(crate) use text::label_blocks::label_blocks;
pub(crate) use text::page::Gaps;

use crate::extract::plain;
use crate::text::LineIndex;

/// Cleans a plain text: splits it into blocks, labels them, and assembles the article.
///
/// ```
/// use clippings::internals::clean::clean_text;
/// let page = "Skip to content\n\nFerry stays in port\n\nBy Ann Lee, 3 May 2021\n\n\
///     The ferry will stay in port until its engine has been examined, officials said on Monday.\n\n\
///     Passengers are to be carried by bus, which takes three hours longer than the crossing does.\n\n\
///     Leave a comment\n";
/// let article = clean_text(page);
/// assert_eq!(article.metadata.title.as_deref(), Some("Ferry stays in port"));
/// assert_eq!(article.metadata.author.as_deref(), Some("Ann Lee"));
/// assert!(article.body.text.as_str().starts_with("The ferry"));
/// assert!(article.body.text.as_str().ends_with("crossing does."));
/// assert_eq!(article.lines_cut(), 3);
/// ```
pub fn clean_text(source: &str) -> Article {
    clean_text_in(source, &SourceContext::default())
}

/// Cleans a plain text like [`clean_text`], with its origin, the statistics of its site and the rules of the
/// user.
pub(crate) fn clean_text_in(source: &str, context: &SourceContext) -> Article {
    let blocks = plain::blocks(source);
    let page_labels = label_blocks(&blocks, Gaps::Lines(source), context);
    Article::new(source, &LineIndex::new(source), &blocks, &page_labels.labels, page_labels.metadata)
}
