//! The formats of an index that this program reads, and what each of them has.
//!
//! An index keeps the format and the analyzer that it was built with. The current format is written and
//! updated in place. An older readable one is opened as it is: the search asks [`IndexFormat`] what the index
//! has, and the next indexing run renews it.

use crate::analysis::{AnalyzerVersion, WITHOUT_TABLES};

/// Version of the index format. Changes with every change of the content of an index, cleaning verdicts
/// included.
const FORMAT: u32 = 22;

/// The versions of the format and the analyzer that an index was built with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexFormat {
    /// Version of the index format.
    pub number: u32,
    /// Version of the analyzer that made the terms. Queries on the index use it too.
    pub analyzer: u32,
}

/// The formats that can be opened, the oldest first.
const READABLE: [IndexFormat; 11] = [
    IndexFormat { number: 12, analyzer: 6 },
    IndexFormat { number: 13, analyzer: 7 },
    IndexFormat { number: 14, analyzer: 7 },
    IndexFormat { number: 15, analyzer: AnalyzerVersion::V8.number() },
    IndexFormat { number: 16, analyzer: AnalyzerVersion::V9.number() },
    IndexFormat { number: 17, analyzer: AnalyzerVersion::V9.number() },
    IndexFormat { number: 18, analyzer: AnalyzerVersion::V9.number() },
    IndexFormat { number: 19, analyzer: AnalyzerVersion::V9.number() },
    IndexFormat { number: 20, analyzer: AnalyzerVersion::V9.number() },
    IndexFormat { number: 21, analyzer: AnalyzerVersion::V9.number() },
    IndexFormat::CURRENT,
];

impl IndexFormat {
    /// The format that this program writes.
    pub const CURRENT: IndexFormat =
        IndexFormat { number: FORMAT, analyzer: AnalyzerVersion::CURRENT.number() };

    /// Returns whether an index of this format is updated in place.
    pub fn is_current(self) -> bool {
        self == IndexFormat::CURRENT
    }

    /// Returns whether an index of this format can be opened.
    pub fn is_readable(self) -> bool {
        READABLE.contains(&self)
    }

    /// Returns whether a later version of this program wrote the index.
    pub fn is_newer(self) -> bool {
        self.number > FORMAT
            || self.analyzer % WITHOUT_TABLES > AnalyzerVersion::CURRENT.number() % WITHOUT_TABLES
    }

    /// Returns whether articles carry the names of people in them.
    pub fn has_names(self) -> bool {
        self.number >= 13
    }

    /// Returns whether each stored article has a checksum.
    pub(crate) fn has_checksums(self) -> bool {
        self.number >= 14
    }

    /// Returns whether sites, hosts and authors of the articles are columns.
    pub(crate) fn has_sources(self) -> bool {
        self.number >= 18
    }

    /// Returns whether the spellings of names are compared at each commit.
    pub(crate) fn has_spellings(self) -> bool {
        self.number >= 18
    }

    /// Returns whether articles carry the day on which their content came into the index.
    pub(crate) fn has_added_days(self) -> bool {
        self.number >= 18
    }

    /// Returns whether articles carry their quotations with the speakers.
    pub(crate) fn has_quotations(self) -> bool {
        self.number >= 19
    }

    /// Returns whether articles carry sketches, by which copies are found.
    pub(crate) fn has_stories(self) -> bool {
        self.number >= 20
    }

    /// Returns what a readable index of this format lacks; `None` if it lacks nothing.
    pub fn missing(self) -> Option<&'static str> {
        match self.number {
            ..=12 => Some("stems of all languages are matched alike, and names in any inflection"),
            13 => Some("articles have no checksums"),
            14 => Some("words are found in fewer of their forms"),
            15 => Some(
                "numbers, acronyms and Turkish names are found in fewer forms, and short texts have no language",
            ),
            16 => Some("pages of today were cleaned less well, and warnings were not kept"),
            17 => Some(
                "sources are not counted, spellings of names are not compared, and the days on which articles were added are not known",
            ),
            18 => Some("quotations and their speakers are not known"),
            19 => Some("copies of articles are not told apart"),
            20 => Some("PDFs were not read"),
            21 => Some(
                "words in Belarusian, Croatian, Hebrew, Hungarian and Romanian are found in fewer of their forms",
            ),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::index::format::*;

    #[test]
    fn every_readable_format_but_the_current_one_lacks_something() {
        for format in READABLE {
            assert!(format.is_readable() && !format.is_newer());
            assert_eq!(format.missing().is_none(), format.is_current(), "{format:?}");
        }
        let newer = IndexFormat { number: FORMAT + 1, ..IndexFormat::CURRENT };
        assert!(newer.is_newer() && !newer.is_readable());
        let unreadable = IndexFormat { number: 11, analyzer: 6 };
        assert!(!unreadable.is_newer() && !unreadable.is_readable());
        let analyzer = (IndexFormat::CURRENT.analyzer + WITHOUT_TABLES) % (2 * WITHOUT_TABLES);
        let with_other_tables = IndexFormat { analyzer, ..IndexFormat::CURRENT };
        assert!(!with_other_tables.is_newer() && !with_other_tables.is_readable());
    }
}
