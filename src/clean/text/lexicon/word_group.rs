//! Groups of words with one purpose.

/// Number of word groups.
pub(crate) const WORD_GROUPS: usize = 16;

/// A group of words with one purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum WordGroup {
    /// Function words, which running text cannot do without.
    Function = 0,
    /// Newsletters and subscriptions.
    Subscribe,
    /// Accounts and logging in.
    Account,
    /// Sharing and social networks.
    Share,
    /// Reader comments.
    Comment,
    /// Pointers to other pages.
    More,
    /// Copyright, privacy, terms, cookies.
    Legal,
    /// Members, gifts, support.
    Appeal,
    /// Advertising and shops.
    Shop,
    /// Sections of a site.
    Menu,
    /// Dates, times, durations.
    Time,
    /// Authors.
    Author,
    /// Pictures and their sources.
    Picture,
    /// Fields and buttons of forms.
    Form,
    /// Words that address the reader.
    You,
    /// Words in which the publisher speaks of itself.
    We,
}

impl WordGroup {
    /// Returns the bit of the group in a set of groups.
    pub(crate) const fn bit(self) -> u16 {
        1 << self as u8
    }
}
