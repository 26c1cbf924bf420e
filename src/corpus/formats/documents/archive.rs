//! Archives for tests.

use std::io::Write;

/// Returns an archive of these parts, compressed unless their name begins with `=`.
pub(crate) fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, content) in parts {
        let method = match name.strip_prefix('=') {
            Some(_) => rawzip::CompressionMethod::STORE,
            None => rawzip::CompressionMethod::DEFLATE,
        };
        let file = archive.new_file(name.trim_start_matches('=')).compression_method(method);
        let (mut entry, config) = file.start().expect("an entry");
        let descriptor = if name.starts_with('=') {
            let mut writer = config.wrap(&mut entry);
            writer.write_all(content).expect("content");
            writer.finish().expect("the end").1
        } else {
            let encoder = flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::default());
            let mut writer = config.wrap(encoder);
            writer.write_all(content).expect("content");
            let (encoder, descriptor) = writer.finish().expect("the end");
            encoder.finish().expect("the stream");
            descriptor
        };
        entry.finish(descriptor).expect("the entry");
    }
    archive.finish().expect("an archive");
    bytes
}
