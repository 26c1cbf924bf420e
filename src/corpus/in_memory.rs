//! Reads a file that is in memory.

use std::io;
use std::path::Path;

use crate::article::FieldMap;
use crate::corpus::decompress::{OpenFile, decompress};
use crate::corpus::formats::{RecordEvent, RecordReader};
use crate::corpus::names::format_from_name;
use crate::corpus::record::Record;
use crate::corpus::sniff::{FileFormat, read_article_file};

/// Opens a file of these bytes.
///
/// # Errors
/// The reason it cannot be decompressed.
pub(crate) fn open_bytes(bytes: Vec<u8>) -> io::Result<OpenFile> {
    decompress(io::Cursor::new(bytes))
}

/// Reads the records of a file called `name`, or the reasons there are none.
pub fn read_records(bytes: &[u8], name: &str) -> Vec<Result<Record, String>> {
    let file = match open_bytes(bytes.to_vec()) {
        Ok(file) => file,
        Err(error) => return vec![Err(error.to_string())],
    };
    let format = FileFormat::detect(&file, format_from_name(Path::new(name)));
    if !format.is_archive() {
        let bytes = read_article_file(format, file).map_err(|failure| failure.reason);
        return vec![bytes.and_then(|content| format.parse(content.bytes))];
    }
    let fields = FieldMap::default();
    let mut reader = RecordReader::new(file, format);
    let mut records = Vec::new();
    loop {
        records.push(match reader.next_record() {
            RecordEvent::Record(raw) => raw.parse(&fields),
            RecordEvent::Invalid(_, reason) | RecordEvent::Unsupported(reason) => Err(reason),
            RecordEvent::ReadError(_, error) => Err(error.to_string()),
            RecordEvent::End => return records,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::in_memory::*;

    #[test]
    fn records_of_every_kind_are_read() {
        let texts = |bytes: &[u8], name: &str| {
            let records = read_records(bytes, name).into_iter();
            records.map(|record| record.map(|record| record.text).unwrap_or_default()).collect::<Vec<_>>()
        };
        assert_eq!(texts(b"One.", "a.txt"), ["One."]);
        assert_eq!(texts(b"{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n", "a.jsonl"), ["One.", "Two."]);
        assert_eq!(texts(b"{\"text\": \"One.\"}\nnone\n", "a.jsonl"), ["One.", ""]);
    }
}
