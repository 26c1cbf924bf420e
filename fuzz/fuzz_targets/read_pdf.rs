//! Reads arbitrary bytes as a PDF, as the content of its pages, and as a map of codes: all text of a record is
//! stored, and pages begin in order. Run it where `pdftotext` is not on the path.

#![no_main]

use clippings::internals::clean::{CleanOptions, StoredLetters, clean_record, missing_texts};
use clippings::internals::corpus::read_records;
use libfuzzer_sys::fuzz_target;

fn check(bytes: &[u8]) {
    for record in read_records(bytes, "a.pdf").into_iter().flatten() {
        let article = clean_record(&record, &CleanOptions::default()).article;
        assert!(missing_texts(&record, &StoredLetters::of_article(&article)).is_empty());
        assert!(record.pages.is_sorted_by_key(|start| start.offset));
        assert!(record.pages.iter().all(|start| record.text.is_char_boundary(start.offset)));
    }
}

/// Returns a file whose pages have these contents, and whose font has this map. The table of objects is rebuilt.
fn file(contents: &[&[u8]], map: &[u8]) -> Vec<u8> {
    let stream = |number: usize, bytes: &[u8]| {
        let head = format!("{number} 0 obj<</Length {}>>stream\n", bytes.len());
        [head.as_bytes(), bytes, b"\nendstream endobj\n"].concat()
    };
    let kids: String = (0..contents.len()).map(|page| format!("{} 0 R ", 5 + 2 * page)).collect();
    let mut bytes = format!(
        "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[{kids}]/Count {}\
         /Resources<</Font<</F 3 0 R>>>>>>endobj\n3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica\
         /ToUnicode 4 0 R>>endobj\n",
        contents.len()
    )
    .into_bytes();
    bytes.extend(stream(4, map));
    for (page, content) in contents.iter().enumerate() {
        let number = 5 + 2 * page;
        let object = format!("{number} 0 obj<</Type/Page/Parent 2 0 R/Contents {} 0 R>>endobj\n", number + 1);
        bytes.extend(object.into_bytes());
        bytes.extend(stream(number + 1, content));
    }
    bytes.extend(b"trailer<</Root 1 0 R>>\n");
    bytes
}

fuzz_target!(|bytes: &[u8]| {
    check(bytes);
    check(&[&b"%PDF-1.7\n"[..], bytes].concat());
    let (map, content) = bytes.split_at(bytes.len() / 3);
    let pages: Vec<&[u8]> = content.split(|byte| *byte == 0xff).take(8).collect();
    check(&file(&pages, map));
    // Lines of text at places that the bytes choose.
    let mut shown = String::from("BT /F 10 Tf\n");
    for line in content.chunks(12) {
        let [x, y, text @ ..] = line else { continue };
        let text: String = text.iter().map(|byte| format!("{byte:02x}")).collect();
        shown += &format!("1 0 0 1 {} {} Tm <{text}> Tj\n", u32::from(*x) * 2, u32::from(*y) * 3);
    }
    check(&file(&[shown.as_bytes(), shown.as_bytes(), b"", shown.as_bytes()], map));
});
