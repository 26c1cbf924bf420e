//! Reads arbitrary bytes as rich text, and as parts of other documents: all text of a record is stored.

#![no_main]

use std::io::Write;

use clippings::internals::clean::{CleanOptions, StoredLetters, clean_record, missing_texts};
use clippings::internals::corpus::read_records;
use libfuzzer_sys::fuzz_target;

fn check(bytes: &[u8], name: &str) {
    for record in read_records(bytes, name).into_iter().flatten() {
        let article = clean_record(&record, &CleanOptions::default()).article;
        assert!(missing_texts(&record, &StoredLetters::of_article(&article)).is_empty());
    }
}

/// Returns an archive of these parts.
fn zip(parts: &[(&str, &[u8])]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, content) in parts {
        let file = archive.new_file(name).compression_method(rawzip::CompressionMethod::STORE);
        let (mut entry, config) = file.start().ok()?;
        let mut writer = config.wrap(&mut entry);
        writer.write_all(content).ok()?;
        let (_, descriptor) = writer.finish().ok()?;
        entry.finish(descriptor).ok()?;
    }
    archive.finish().ok()?;
    Some(bytes)
}

fuzz_target!(|bytes: &[u8]| {
    check(&[b"{\\rtf1", bytes].concat(), "a.rtf");
    for name in ["a.docx", "a.odt", "a.epub"] {
        check(bytes, name);
    }
    let container: &[u8] = b"<c><rootfile full-path='p.opf'/></c>";
    let package: &[u8] = b"<p><item id='a' href='a.xhtml' media-type='text/html'/><itemref idref='a'/></p>";
    let documents: [&[(&str, &[u8])]; 4] = [
        &[("word/document.xml", bytes)],
        &[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", bytes)],
        &[
            ("mimetype", b"application/epub+zip"),
            ("META-INF/container.xml", container),
            ("p.opf", package),
            ("a.xhtml", bytes),
        ],
        &[("mimetype", b"application/epub+zip"), ("META-INF/container.xml", container), ("p.opf", bytes)],
    ];
    for parts in documents {
        if let Some(document) = zip(parts) {
            check(&document, "a");
        }
    }
});
