//! Compressed files.

use std::io::{Read, Write, copy};

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

/// Returns a ZIP archive of these parts, none of which is compressed.
pub(crate) fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, content) in parts {
        let file = archive.new_file(name).compression_method(rawzip::CompressionMethod::STORE);
        let (mut entry, config) = file.start().expect("an entry");
        let mut writer = config.wrap(&mut entry);
        writer.write_all(content.as_bytes()).expect("content");
        let (_, descriptor) = writer.finish().expect("the end");
        entry.finish(descriptor).expect("the entry");
    }
    archive.finish().expect("an archive");
    bytes
}
