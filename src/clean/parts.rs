//! Cleans a record whose format tells which part is the article.

use crate::clean::article::Article;
use crate::clean::labels::{BlockLabel, Role, Verdict};
use crate::clean::options::SourceContext;
use crate::clean::reason::Reason;
use crate::clean::text::label_blocks::label_blocks;
use crate::clean::text::page::Gaps;
use crate::corpus::{Record, RecordPartKind};
use crate::extract::{Block, BlockKind, plain};
use crate::text::{LineIndex, MappedText};

/// Number of blocks at the beginning of a document that may be the byline.
const HEAD_BLOCKS: usize = 8;

/// Cleans a record by its parts: the text is kept, but for what the rules of the user cut, and the fields are
/// cut. Of a document stock lines are cut, too, and the byline. With `keep_everything` only the fields are.
pub(super) fn clean_parts(
    record: &Record,
    lines: &LineIndex,
    context: &SourceContext,
    keep_everything: bool,
) -> Article {
    let label = |verdict, role| BlockLabel { verdict, role, confidence: 1.0, rule: None };
    let kept = label(Verdict::Keep, Role::Body);
    let (mut blocks, mut labels): (Vec<Block>, Vec<BlockLabel>) = (Vec::new(), Vec::new());
    let mut metadata = context.known.clone();
    for part in &record.parts {
        let Some(text) = record.text.get(part.range.clone()) else { continue };
        let start = part.range.start;
        match part.kind {
            RecordPartKind::Title => {
                blocks.push(Block { kind: BlockKind::Heading, text: title_text(text, start) });
                labels.push(label(Verdict::Keep, Role::Title));
            }
            RecordPartKind::Fields
            | RecordPartKind::Quoted
            | RecordPartKind::Signature
            | RecordPartKind::NewsletterNotice => {
                let is_kept = keep_everything && part.kind != RecordPartKind::Fields;
                let verdict = if is_kept { Verdict::Keep } else { verdict_on(part.kind) };
                blocks.extend(blocks_at(text, start));
                labels.resize(blocks.len(), label(verdict, Role::Body));
            }
            RecordPartKind::Lead
            | RecordPartKind::OtherField
            | RecordPartKind::Page
            | RecordPartKind::RunningHead => {}
            RecordPartKind::Body | RecordPartKind::Document => {
                let body = blocks_at(text, start);
                let page = label_blocks(&body, Gaps::Lines(&record.text), context);
                let is_document = part.kind == RecordPartKind::Document;
                let may_cut = is_document && !keep_everything;
                labels.extend(page.labels.iter().enumerate().map(|(index, label)| {
                    let is_byline = may_cut && blocks.len() + index < HEAD_BLOCKS && is_head(label.verdict);
                    let is_stock = may_cut && page.stock_reasons[index].is_some();
                    let is_title = is_document && label.role == Role::Title && !has_title(record);
                    let is_ruled = label.rule.is_some() && !keep_everything;
                    if is_ruled || is_byline || is_stock || is_title { *label } else { kept }
                }));
                metadata = metadata.or(page.metadata);
                blocks.extend(body);
            }
        }
    }
    Article::new(&record.text, lines, &blocks, &labels, metadata)
}

/// Returns whether a part of `record` is the title.
fn has_title(record: &Record) -> bool {
    record.parts.iter().any(|part| part.kind == RecordPartKind::Title)
}

/// Returns whether a block was cut since it is a byline or a repetition of the title.
fn is_head(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Cut(Reason::Byline | Reason::DateLine | Reason::RepeatedTitle))
}

/// Returns the verdict on all of a part.
pub(super) fn verdict_on(kind: RecordPartKind) -> Verdict {
    match kind {
        RecordPartKind::Fields => Verdict::Cut(Reason::FrontMatter),
        RecordPartKind::Quoted => Verdict::Cut(Reason::QuotedMessage),
        RecordPartKind::Signature => Verdict::Cut(Reason::Signature),
        RecordPartKind::NewsletterNotice => Verdict::Cut(Reason::NewsletterForm),
        _ => Verdict::Keep,
    }
}

/// Adds the appended parts of `record` to its article: leads before the body, the others to the cut text.
pub(super) fn add_appended(article: &mut Article, record: &Record) {
    let lines = LineIndex::new(&record.text);
    let blocks = |kind: RecordPartKind| {
        let parts = record.appended.iter().filter(move |part| part.kind == kind);
        let texts = parts.filter_map(|part| Some((record.text.get(part.range.clone())?, part.range.start)));
        texts.flat_map(|(text, start)| blocks_at(text, start)).collect::<Vec<Block>>()
    };
    article.add_fields(
        &record.text,
        &lines,
        &blocks(RecordPartKind::Lead),
        &[
            (Reason::OtherField, blocks(RecordPartKind::OtherField)),
            (Reason::RunningHead, blocks(RecordPartKind::RunningHead)),
        ],
    );
}

/// Returns the blocks of `text`, which stands at `start` in the record.
fn blocks_at(text: &str, start: usize) -> Vec<Block> {
    let mut blocks = plain::blocks(text);
    blocks.iter_mut().for_each(|block| block.text.shift(start));
    blocks
}

/// Returns a title of one or more lines on one, with the words whole that its lines break. It stands at
/// `start` in the record.
pub(super) fn title_text(text: &str, start: usize) -> MappedText {
    let mut lines = MappedText::new();
    for line in blocks_at(text, start) {
        if !lines.is_empty() {
            lines.push_as(" ", lines.origin_span().end..line.text.origin_span().start);
        }
        lines.append(&line.text);
    }
    let mut title = MappedText::new();
    let mut end = 0;
    for word in lines.as_str().split_whitespace() {
        let offset = word.as_ptr() as usize - lines.as_str().as_ptr() as usize;
        if !title.is_empty() {
            title.push_as(" ", end..offset);
        }
        title.push(word, offset);
        end = offset + word.len();
    }
    title.through(&lines)
}

#[cfg(test)]
mod tests {
    use crate::article::{Metadata, RecordKey, SourceKey, StoredText};
    use crate::clean::parts::*;
    use crate::clean::user_rules::Rules;
    use crate::clean::{CleanOptions, clean_record};
    use crate::corpus::{Markup, RecordPart, read_records};
    use crate::text::PageStart;

    /// Returns the only record of a message with this text.
    fn message(text: &str) -> Record {
        let message = format!("From: Ann Lee <ann@coast.example>\nSubject: Ferry\n\n{text}");
        read_records(message.as_bytes(), "a.eml").swap_remove(0).expect("a record")
    }

    fn body(record: &Record, options: &CleanOptions) -> String {
        clean_record(record, options).article.body.text.as_str().to_owned()
    }

    #[test]
    fn keeping_everything_keeps_what_a_message_quotes() {
        let record = message("The ferry stays.\n\n> Does it stay?\n\n-- \nAnn Lee, Harbour Office\n");
        let options = CleanOptions::default();
        assert_eq!(body(&record, &options), "The ferry stays.");
        let kept = body(&record, &CleanOptions { keep_everything: true, ..options });
        for text in ["The ferry stays.", "Does it stay?", "Harbour Office"] {
            assert!(kept.contains(text), "{kept}");
        }
    }

    #[test]
    fn texts_of_a_file_with_pages_have_its_pages() {
        let text = "Budget\n\nThe council meets today. It\nvotes on Friday.\n\nNotice 7\nNotice 7\n";
        let start_of = |needle: &str| text.find(needle).expect("it is there");
        let part = |range, kind| RecordPart { range, kind };
        let starts =
            [(0, 1), (start_of("votes"), 2), (start_of("Notice"), 1), (start_of("Notice 7\n") + 9, 2)];
        let record = Record {
            parts: vec![
                part(0..start_of("The"), RecordPartKind::Title),
                part(start_of("The")..start_of("Notice"), RecordPartKind::Body),
            ],
            appended: vec![part(start_of("Notice")..text.len(), RecordPartKind::OtherField)],
            pages: starts.map(|(offset, page)| PageStart { offset, page }).to_vec(),
            ..Record::new(text.to_owned(), Markup::Plain)
        };
        let article = clean_record(&record, &CleanOptions::default()).article;
        let (key, lines) = (SourceKey { folder: 1, path: "a.pdf".into() }, record.line_index());
        let language = article.language(&[]).language;
        let document = article.to_document(language, key, RecordKey::default(), text, &lines);
        let page = |stored: &StoredText, needle| {
            stored.lines.position(stored.text.find(needle).expect("it is stored")).to_string()
        };
        assert_eq!(document.title_position.to_string(), "p.1");
        assert_eq!(["The", "votes", "Friday"].map(|word| page(&document.body, word)), ["p.1", "p.2", "p.2"]);
        let last = document.cut.text.rfind("Notice").map(|offset| document.cut.lines.position(offset).page());
        assert_eq!((page(&document.cut, "Notice"), last), ("p.1".to_owned(), Some(Some(2))));
    }

    #[test]
    fn rules_cut_nothing_of_what_is_kept_as_it_is() {
        let rules = Rules::parse("cut: Ferry weekly\n").expect("rules");
        let mut record = message("Ferry weekly\n\nThe ferry stays in port for a week, the mayor said.\n");
        for kind in [RecordPartKind::Body, RecordPartKind::Document] {
            record.parts.iter_mut().for_each(|part| part.kind = kind);
            let options = CleanOptions { rules: Some(&rules), ..CleanOptions::default() };
            assert!(!body(&record, &options).contains("weekly"), "{kind:?}");
            let options = CleanOptions { keep_everything: true, ..options };
            let article = clean_record(&record, &options).article;
            assert!(article.cut.is_empty(), "{kind:?}");
        }
    }

    #[test]
    fn words_that_the_lines_of_a_title_break_are_whole() {
        let text = "Ferry stays  in interna-\ntional port\nfor weeks\n\nThe mayor said so.\n".to_owned();
        let title = 0..text.find("\n\n").expect("an end");
        let parts = vec![
            RecordPart { range: title.clone(), kind: RecordPartKind::Title },
            RecordPart { range: title.end..text.len(), kind: RecordPartKind::Document },
        ];
        let metadata = Metadata { title: Some(text[title].to_owned()), ..Metadata::default() };
        let record = Record { text, parts, metadata, ..Record::default() };
        let article = clean_record(&record, &CleanOptions::default()).article;
        assert_eq!(article.metadata.title.as_deref(), Some("Ferry stays in international port for weeks"));
        assert!(!article.body.text.as_str().contains("weeks"));
    }
}
