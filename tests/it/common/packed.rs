//! Compressed files.

use std::io::{Read, copy};

/// Compresses `bytes` as gzip.
pub(crate) fn gzip(bytes: impl Read) -> Vec<u8> {
    let mut encoder = flate2::read::GzEncoder::new(bytes, flate2::Compression::fast());
    let mut compressed = Vec::new();
    encoder.read_to_end(&mut compressed).expect("packed");
    compressed
}

/// Compresses `bytes` with zstd and a checksum.
pub(crate) fn zst(mut bytes: impl Read) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 3).expect("a packer");
    encoder.include_checksum(true).expect("a packer");
    copy(&mut bytes, &mut encoder).expect("packed");
    encoder.finish().expect("packed")
}
