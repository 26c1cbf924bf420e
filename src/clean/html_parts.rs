//! Cleans HTML of a message or a feed, whose format tells which parts are its text.

use crate::clean::article::Article;
use crate::clean::html::{PageModels, apply_rules, extras, forest, label_page};
use crate::clean::labels::{BlockLabel, Role, Verdict};
use crate::clean::options::SourceContext;
use crate::clean::parts::verdict_on;
use crate::clean::text::gbdt::LineModel;
use crate::corpus::{Record, RecordPartKind};
use crate::extract::html::read;
use crate::text::LineIndex;

/// Cleans a record by its parts: its own text is kept, but for what the rules of the user cut, and in a page
/// what the models cut. `text` is that of the `record` without what is appended to it.
pub(super) fn clean_html_parts(
    record: &Record,
    text: &str,
    lines: &LineIndex,
    context: &SourceContext,
) -> Article {
    let mut page = read(text);
    let verdict_at = |offset: usize| {
        let index = record.parts.partition_point(|part| part.range.end <= offset);
        record.parts.get(index).map_or(Verdict::Keep, |part| verdict_on(part.kind))
    };
    let certain = |verdict| BlockLabel { verdict, role: Role::Body, confidence: 1.0, rule: None };
    let is_page = record.parts.iter().any(|part| part.kind == RecordPartKind::Page);
    let (mut labels, _, page_metadata) = if is_page {
        label_page(&page, PageModels { text: LineModel::get(), html: forest::built_in() })
    } else {
        let labels = vec![certain(Verdict::Keep); page.tree.blocks.len()];
        (labels, true, std::mem::take(&mut page.metadata.metadata))
    };
    // A note of a few words looks like no article.
    if labels.iter().all(|label| label.verdict != Verdict::Keep) {
        labels.fill(certain(Verdict::Keep));
    }
    for (block, label) in page.tree.blocks.iter().zip(&mut labels) {
        let verdict = verdict_at(block.text.origin_span().start);
        if verdict != Verdict::Keep {
            *label = certain(verdict);
        }
    }
    if let Some(rules) = context.rules {
        apply_rules(rules, context.origin, &page, &mut labels);
    }
    let metadata = context.complete(page_metadata);
    let (blocks, labels) = extras::with_extras(&mut page, labels, &metadata);
    Article::new(text, lines, &blocks, &labels, metadata)
}
