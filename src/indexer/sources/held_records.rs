//! Records of an archive file that wait for the rest of it, which tells the languages of their sources.
//!
//! Otherwise the whole file would have to be read again for a short text in it.

use crate::article::{Content, RecordKey};
use crate::corpus::Record;

/// Maximum size of the records that wait, in bytes of the file.
const MAX_BYTES: u64 = 16 << 20;

/// A record that waits.
pub(in crate::indexer) struct HeldRecord {
    pub record: Record,
    pub key: RecordKey,
    /// Line of the record, if the file has lines.
    pub line: Option<u64>,
    /// Size of the record in the file.
    pub bytes: u64,
    /// Content of the record, and whether it is new to the index.
    pub content: (Content, bool),
}

/// The records of an archive file that wait.
#[derive(Default)]
pub(in crate::indexer) struct HeldRecords {
    records: Vec<HeldRecord>,
    bytes: u64,
    is_full: bool,
}

impl HeldRecords {
    /// Returns whether there is room for a record of this size. Once there is none, no record is held.
    pub(in crate::indexer) fn has_room(&mut self, bytes: u64) -> bool {
        self.bytes += bytes;
        self.is_full |= self.bytes > MAX_BYTES;
        !self.is_full
    }

    /// Holds a record.
    pub(in crate::indexer) fn push(&mut self, record: HeldRecord) {
        self.records.push(record);
    }

    /// Takes the records. The second value says whether there was room for all.
    pub(in crate::indexer) fn take(&mut self) -> (Vec<HeldRecord>, bool) {
        (std::mem::take(&mut self.records), !self.is_full)
    }
}
