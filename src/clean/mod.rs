//! A verdict for every block: part of the article, or clutter of the site around it.
//!
//! The blocks go in, [`Judgment`]s come out, and one projection turns both into an [`Article`]: what was kept, what
//! was cut, and for every line of the original which of the two and why. Nothing is thrown away.

mod article;
pub mod html;

pub use article::{Article, LineVerdict, Projection};

use std::fmt;

/// What is to become of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It belongs to the article.
    Keep,
    /// It does not, for this reason.
    Cut(Reason),
}

/// Why a block was cut. Displays as words for the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The name of the author, with or without a date.
    Byline,
    /// A date, a clock time, a reading time, a count of views or comments.
    DateLine,
    /// The title again.
    RepeatedTitle,
    /// Asks the reader to subscribe, to become a member or to give.
    Appeal,
    /// Menus, buttons, links to elsewhere.
    Navigation,
    /// A form: its labels, buttons and messages.
    Form,
    /// The headline or the first words of another story.
    OtherStory,
    /// Comments of readers, and the box for them.
    Comments,
    /// Copyright, terms, what the site says about itself.
    SiteNotice,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::Byline => "byline",
            Reason::DateLine => "date or reading time",
            Reason::RepeatedTitle => "the title again",
            Reason::Appeal => "appeal to subscribe, join or give",
            Reason::Navigation => "navigation",
            Reason::Form => "form",
            Reason::OtherStory => "headline or teaser of another story",
            Reason::Comments => "comment box or comments",
            Reason::SiteNotice => "copyright or notice of the site",
        })
    }
}

/// What a kept block is in the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// Text of the article, subheadings included.
    #[default]
    Body,
    /// The title.
    Title,
    /// The caption of a picture.
    Caption,
}

/// The verdict on one block and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgment {
    /// Keep or cut.
    pub verdict: Verdict,
    /// What the block is in the article; of no meaning where it is cut.
    pub role: Role,
    /// From 0.5 (a coin toss) to 1 (certain).
    pub confidence: f32,
}
