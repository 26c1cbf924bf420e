//! Reads arbitrary bytes as a draft, and as the text of a Word document: whatever it is, all of the text to
//! read maps back.

#![no_main]

use std::io::Write;

use clippings::internals::extract::draft::{DraftText, read_draft};
use libfuzzer_sys::fuzz_target;

fn check(draft: &DraftText) {
    let (text, readable) = (draft.text(), draft.readable());
    for (offset, c) in readable.char_indices() {
        let range = offset..offset + c.len_utf8();
        let origin = draft.origin(range.clone());
        assert!(text.get(origin.clone()).is_some());
        let characters = draft.characters(range);
        assert_eq!(characters.len(), text[origin].chars().count());
    }
}

fuzz_target!(|bytes: &[u8]| {
    for name in ["-", "a.md", "a.html", "a.docx"] {
        if let Ok(draft) = read_draft(bytes.to_vec(), name) {
            check(&draft);
        }
    }
    let mut document = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut document);
    let file = archive.new_file("word/document.xml").compression_method(rawzip::CompressionMethod::STORE);
    let Ok((mut entry, config)) = file.start() else { return };
    let mut writer = config.wrap(&mut entry);
    let _ = writer.write_all(bytes);
    let Ok((_, descriptor)) = writer.finish() else { return };
    let _ = entry.finish(descriptor);
    let _ = archive.finish();
    if let Ok(draft) = read_draft(document, "a.docx") {
        check(&draft);
    }
});
