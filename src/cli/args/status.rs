//! Declares the options of the commands that look at an index.

/// Verify the index against its checksums, and a sample of its articles against their files
///
/// Every text that a reader of the file sees must be in the article, its cut text or its metadata.
#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// Compare every article with its file, not just 200
    #[arg(long)]
    pub all: bool,
}

/// Show what the index holds, what could not be read, and which files have changed
#[derive(Debug, clap::Args)]
pub(crate) struct StatusArgs {
    /// List the warnings: prose that was cut, pages without an article, bytes that are no text, and so on
    #[arg(long)]
    pub warnings: bool,
    /// List the sites with the number of articles of each
    #[arg(long)]
    pub sites: bool,
    /// List the authors with the number of articles of each
    #[arg(long)]
    pub authors: bool,
    /// List the languages with the number of articles of each
    #[arg(long)]
    pub languages: bool,
}
