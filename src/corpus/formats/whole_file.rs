//! Files whose records are found only when the whole is read and decoded.

use std::io::Read;

use crate::corpus::charset::{Decoded, decode_declared};
use crate::corpus::decompress::OpenFile;
use crate::corpus::formats::raw_record::RecordEvent;

/// Reads a file of at most `max_bytes`, as [`read_whole`] does, without decoding it.
pub(super) fn read_bytes(
    file: OpenFile,
    max_bytes: u64,
    damage: &mut Option<std::io::Error>,
) -> Result<Vec<u8>, Box<RecordEvent>> {
    let mut bytes = Vec::new();
    let result = file.content.take(max_bytes + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > max_bytes {
        let reason = format!("larger than the limit of {} MB", max_bytes >> 20);
        return Err(RecordEvent::Invalid(None, reason).into());
    }
    if let Err(error) = result {
        if error.raw_os_error().is_some() {
            return Err(RecordEvent::ReadError(None, error).into());
        }
        *damage = Some(error);
    }
    Ok(bytes)
}

/// Reads and decodes a file of at most `max_bytes`. What can be read of a damaged file is, and `damage` gets
/// the error to report after its records. Returns the event to report instead of them if the file is larger,
/// cannot be read, or is no text.
pub(super) fn read_whole(
    file: OpenFile,
    max_bytes: u64,
    damage: &mut Option<std::io::Error>,
) -> Result<Decoded, Box<RecordEvent>> {
    let bytes = read_bytes(file, max_bytes, damage)?;
    decode_declared(bytes, None).map_err(|error| RecordEvent::Invalid(None, error.to_string()).into())
}
