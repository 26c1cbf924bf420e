//! The reason a block was cut: a fixed name for programs, and words for the user.

use std::fmt;

/// The reason a block was cut. Displays as words for the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The name of the author, with or without a date.
    Byline,
    /// A date, a clock time, a reading time, a count of views or comments.
    DateLine,
    /// A repetition of the title.
    RepeatedTitle,
    /// An appeal to become a member or to donate.
    Appeal,
    /// A newsletter offer or a request for an address.
    NewsletterForm,
    /// A request to subscribe or to log in before reading on.
    Subscription,
    /// Menus, buttons, links to other pages.
    Navigation,
    /// A form: its labels, buttons and messages.
    Form,
    /// Share buttons and names of social networks.
    Share,
    /// The headline or the teaser of another story.
    OtherStory,
    /// Reader comments and the comment box.
    Comments,
    /// Copyright, terms, statements of the site about itself.
    SiteNotice,
    /// Advertising.
    Advertisement,
    /// Boilerplate before the article begins.
    BeforeArticle,
    /// Boilerplate after the article ends.
    AfterArticle,
    /// Boilerplate inside the article.
    Interruption,
    /// The same line recurs on this number of other pages of the site.
    Recurs(u32),
    /// The title of the window, where it differs from that of the article.
    PageTitle,
    /// The description of a picture, or text in a drawing.
    Picture,
    /// A second title or text of the record.
    OtherField,
    /// Metadata above the text, meant for programs.
    FrontMatter,
    /// A comment or a note within the text.
    Remark,
    /// The message that is answered.
    QuotedMessage,
    /// A signature, or a notice below every message.
    Signature,
    /// A running head, a foot or the number of a page.
    RunningHead,
    /// A user rule; the number is its line in the rules file.
    Rule(u32),
}

impl Reason {
    /// Returns a short fixed name, for programs.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Byline => "byline",
            Reason::DateLine => "date",
            Reason::RepeatedTitle => "repeated-title",
            Reason::Appeal => "appeal",
            Reason::NewsletterForm => "newsletter",
            Reason::Subscription => "subscription",
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
            Reason::PageTitle => "page-title",
            Reason::Picture => "picture",
            Reason::OtherField => "other-field",
            Reason::FrontMatter => "front-matter",
            Reason::Remark => "remark",
            Reason::QuotedMessage => "quoted-message",
            Reason::Signature => "signature",
            Reason::RunningHead => "running-head",
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
            Reason::Subscription => "request to subscribe or log in",
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
            Reason::PageTitle => "title of the window",
            Reason::Picture => "text of a picture",
            Reason::OtherField => "another field of the record",
            Reason::FrontMatter => "known of the article, no text",
            Reason::Remark => "comment or note within the text",
            Reason::QuotedMessage => "message that is answered",
            Reason::Signature => "signature or notice of the sender",
            Reason::RunningHead => "running head or number of a page",
            Reason::Recurs(pages) => return write!(f, "recurs on {pages} pages of this site"),
            Reason::Rule(line) => return write!(f, "cut by line {line} of the rules file"),
        })
    }
}
