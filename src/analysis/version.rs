//! Versions of the analyzer.

/// A version of the analyzer that this program has. An index keeps the version it was built with, and queries
/// on it use that one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnalyzerVersion {
    /// Version 6.
    V6,
    /// Version 7.
    V7,
    /// Version 8.
    V8,
    /// Version 9.
    V9,
    /// Version 10.
    V10,
}

/// Added to the numbers of versions whose stems come from tables of inflections, in a program without them.
pub(crate) const WITHOUT_TABLES: u32 = 100;

impl AnalyzerVersion {
    /// The version that new indexes are built with. Add one with every change of the tokens.
    pub const CURRENT: AnalyzerVersion = AnalyzerVersion::V10;

    /// Returns the version with this number, or `None` if this program does not have it.
    pub fn numbered(number: u32) -> Option<AnalyzerVersion> {
        use AnalyzerVersion::*;
        [V6, V7, V8, V9, V10].into_iter().find(|version| version.number() == number)
    }

    /// Returns whether stems carry the tags of their languages.
    pub(crate) fn tags_stems(self) -> bool {
        self >= AnalyzerVersion::V7
    }

    /// Returns the number that an index stores.
    pub const fn number(self) -> u32 {
        let without_tables = if cfg!(feature = "inflections") { 0 } else { WITHOUT_TABLES };
        match self {
            AnalyzerVersion::V6 => 6,
            AnalyzerVersion::V7 => 7,
            AnalyzerVersion::V8 => 8 + without_tables,
            AnalyzerVersion::V9 => 9 + without_tables,
            AnalyzerVersion::V10 => 10 + without_tables,
        }
    }
}

impl Default for AnalyzerVersion {
    fn default() -> Self {
        AnalyzerVersion::CURRENT
    }
}
