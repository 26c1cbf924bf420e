//! Reads XML that need not be well-formed.

use quick_xml::Reader;

/// Sets up a reader that takes what feeds have.
pub(super) fn lenient_reader(xml: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    reader
}

/// Returns the offset in the text up to which `reader` has read.
pub(super) fn offset(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}
