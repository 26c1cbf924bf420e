//! Cleans a message in HTML, whose format tells which parts are its own text.

use crate::clean::article::Article;
use crate::clean::html::{apply_rules, extras};
use crate::clean::labels::{BlockLabel, Role, Verdict};
use crate::clean::options::SourceContext;
use crate::clean::parts::verdict_on_mail;
use crate::corpus::Record;
use crate::extract::html::read;
use crate::text::LineIndex;

/// Cleans a message by its parts: its own text is kept, but for what the rules of the user cut. `text` is
/// that of the `record` without what is appended to it.
pub(in crate::clean) fn clean(
    record: &Record,
    text: &str,
    lines: &LineIndex,
    context: &SourceContext,
) -> Article {
    let mut page = read(text);
    let verdict_at = |offset: usize| {
        let index = record.parts.partition_point(|part| part.range.end <= offset);
        record.parts.get(index).map_or(Verdict::Keep, |part| verdict_on_mail(part.kind))
    };
    let label = |verdict| BlockLabel { verdict, role: Role::Body, confidence: 1.0, rule: None };
    let starts = page.tree.blocks.iter().map(|block| block.text.origin_span().start);
    let mut labels: Vec<BlockLabel> = starts.map(|start| label(verdict_at(start))).collect();
    if let Some(rules) = context.rules {
        apply_rules(rules, context.origin, &page, &mut labels);
    }
    let metadata = context.complete(std::mem::take(&mut page.metadata.metadata));
    let (blocks, labels) = extras::with_extras(&mut page, labels, &metadata);
    Article::new(text, lines, &blocks, &labels, metadata)
}
