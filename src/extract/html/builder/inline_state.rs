//! What the tree builder knows of the inline markup around the text.

/// State of inline markup.
#[derive(Debug, Default)]
pub(in crate::extract::html) struct InlineState {
    /// Number of open elements in superscript.
    pub superscripts: u32,
    /// Number of open links when the innermost superscript was opened.
    pub outer_links: u32,
    /// Whether the innermost link leads to a place on the page.
    pub is_local_link: bool,
    /// Ruby readings of the current block.
    pub readings: String,
    /// Length of the block at the last end of ruby text.
    pub ruby_end: usize,
    /// Whether an inline element has ended since the last text.
    pub has_ended: bool,
    /// Whether another one has begun after it.
    pub has_begun: bool,
}
