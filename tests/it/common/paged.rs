//! An archive of a file that has pages in place of lines.

use std::fs;

use clippings::internals::analysis::Language;
use clippings::internals::article::{
    Document, Metadata, QuotationKind, RecordKey, SourceKey, StoredQuotation, StoredText, StoryKeys,
};
use clippings::internals::text::{LineIndex, PageStart};
use clippings::{FilePosition, IndexDir};

use crate::common::Dir;
use crate::common::stored::{index_documents, paragraphs};

const BUDGET: &str = "The council met on Monday.\n\nThe port gets less money, and the ferry\nstays.\n\n\
                      Nobody objected.\n\n“We will sell the crane,” she said.";

/// Indexes a file of three pages; the second begins within a paragraph.
pub(crate) fn paged_archive() -> Dir {
    let dir = Dir::new();
    let start_of = |needle: &str| BUDGET.find(needle).expect("it is there");
    let pages = [(0, 1), (start_of("and the"), 2), (start_of("“We"), 3)];
    let lines = LineIndex::new(BUDGET).with_pages(&pages.map(|(offset, page)| PageStart { offset, page }));
    let (language, start) = (Language::ENGLISH, start_of("We will"));
    let document = Document {
        key: SourceKey { folder: 1, path: "budget.pdf".into() },
        record: RecordKey::default(),
        metadata: Metadata { title: Some("Budget of the port".into()), ..Metadata::default() },
        title_position: FilePosition::Page(1),
        body: StoredText { language, ..paragraphs(BUDGET, 0, &lines) },
        cut: StoredText::default(),
        quotations: vec![StoredQuotation {
            range: start..start_of("crane") + "crane".len(),
            kind: QuotationKind::Speech,
            is_continued: false,
            speaker: None,
            original: None,
        }],
        language,
        content: None,
        stories: StoryKeys::default(),
    };
    let root = dir.path("").canonicalize().expect("a folder");
    index_documents(&IndexDir::new(dir.path("idx")), root, [document]);
    fs::write(dir.path("budget.pdf"), "%PDF-1.4\n").expect("written");
    dir
}
