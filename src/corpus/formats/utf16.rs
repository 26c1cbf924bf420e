//! Decodes UTF-16 while it is read, for files that are read piece by piece.

use std::io::{BufRead, BufReader};

use encoding_rs::Encoding;
use encoding_rs_io::DecodeReaderBytesBuilder;

use crate::corpus::decompress::OpenFile;
use crate::corpus::encoding_hints::detect_utf16;

/// Returns the content of a file: as UTF-8, with the name of its encoding, if it is UTF-16.
pub(super) fn decode_utf16(file: OpenFile) -> (Box<dyn BufRead + Send>, Option<&'static str>) {
    match detect_utf16(&file.head) {
        Some(encoding) => {
            let decoder = DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(file.content);
            (Box::new(BufReader::new(decoder)), Some(Encoding::name(encoding)))
        }
        None => (file.content, None),
    }
}
