//! What a page of reports says about the run.

/// Drafts and index of a run, and its time.
#[derive(Debug, Default)]
pub(crate) struct RunFacts {
    /// Names of the drafts.
    pub drafts: Vec<String>,
    /// Path of the index.
    pub index: String,
    /// Number of articles in it.
    pub articles: u64,
    /// Day of the run.
    pub day: String,
}
