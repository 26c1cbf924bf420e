//! Why a block was cut, in words and as a fixed name.

use std::fmt;

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
    /// Asks the reader to become a member or to give.
    Appeal,
    /// Offers a newsletter or asks for an address.
    NewsletterForm,
    /// Menus, buttons, links to elsewhere.
    Navigation,
    /// A form: its labels, buttons and messages.
    Form,
    /// Buttons for sharing, and the names of networks.
    Share,
    /// The headline or the first words of another story.
    OtherStory,
    /// Comments of readers, and the box for them.
    Comments,
    /// Copyright, terms, what the site says about itself.
    SiteNotice,
    /// Advertising.
    Advertisement,
    /// Stands before the article begins and is no part of it.
    BeforeArticle,
    /// Stands after the end of the article.
    AfterArticle,
    /// Breaks into the article and is no part of it.
    Interruption,
    /// The same line stands on this many other pages of the site.
    Recurs(u32),
    /// Says something about the article above its text, for programs.
    FrontMatter,
    /// A rule of the reader's says so; the number is the line of the rules file.
    Rule(u32),
}

impl Reason {
    /// A short fixed name, for programs.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Byline => "byline",
            Reason::DateLine => "date",
            Reason::RepeatedTitle => "repeated-title",
            Reason::Appeal => "appeal",
            Reason::NewsletterForm => "newsletter",
            Reason::Navigation => "navigation",
            Reason::Form => "form",
            Reason::Share => "share",
            Reason::OtherStory => "other-story",
            Reason::Comments => "comments",
            Reason::SiteNotice => "site-notice",
            Reason::Advertisement => "advertisement",
            Reason::BeforeArticle => "before-article",
            Reason::AfterArticle => "after-article",
            Reason::Interruption => "interruption",
            Reason::Recurs(_) => "recurs",
            Reason::FrontMatter => "front-matter",
            Reason::Rule(_) => "rule",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::Byline => "byline",
            Reason::DateLine => "date or reading time",
            Reason::RepeatedTitle => "the title again",
            Reason::Appeal => "appeal to join or give",
            Reason::NewsletterForm => "newsletter form",
            Reason::Navigation => "navigation",
            Reason::Form => "form",
            Reason::Share => "buttons for sharing",
            Reason::OtherStory => "headline or teaser of another story",
            Reason::Comments => "comment box or comments",
            Reason::SiteNotice => "copyright or notice of the site",
            Reason::Advertisement => "advertisement",
            Reason::BeforeArticle => "before the article begins",
            Reason::AfterArticle => "after the end of the article",
            Reason::Interruption => "no part of the running text",
            Reason::FrontMatter => "known of the article, no text",
            Reason::Recurs(pages) => return write!(f, "recurs on {pages} pages of this site"),
            Reason::Rule(line) => return write!(f, "cut by line {line} of the rules file"),
        })
    }
}
