//! The one projection: blocks and verdicts become what was kept, what was cut, and a row for every line.

use crate::analysis::{Language, detect};
use crate::article::{Document, Metadata, RecordKey, SourceKey, StoredText};
use crate::clean::labels::{BlockLabel, Role, Verdict};
use crate::extract::Block;
use crate::text::{LineIndex, MappedText};

/// Blocks put together to one text, with a line break after each and a blank line where the source had one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Projection {
    /// The text; offsets in it lead back to the source.
    pub text: MappedText,
    /// Where each block begins in the text, in order.
    pub blocks: Vec<BlockStart>,
}

/// The beginning of a block in a [`Projection`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockStart {
    /// Offset in the projected text, in bytes.
    pub offset: usize,
    /// Whether blocks were left out between the one before and this one.
    pub after_gap: bool,
}

/// What was decided on one block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BlockVerdict {
    /// The line of the original on which it begins.
    pub line: u32,
    /// What was decided.
    pub label: BlockLabel,
}

/// What was decided on one line of the original.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LineVerdict {
    /// Keep or cut. Blank lines are kept.
    pub verdict: Verdict,
    /// From 0.5 to 1; 1 for blank lines.
    pub confidence: f32,
    /// The line of the reader's rules file that decided, when one did.
    pub rule: Option<u32>,
    /// Whether nothing stands on the line.
    pub blank: bool,
}

/// A line on which no block stands.
const BLANK: LineVerdict = LineVerdict { verdict: Verdict::Keep, confidence: 1.0, rule: None, blank: true };

/// A cleaned article.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// Title, author, date and the like; what is not known is `None`.
    pub metadata: Metadata,
    /// The title as it stands in the source, when a block of the text is the title.
    pub title: Option<MappedText>,
    /// The article without its title.
    pub body: Projection,
    /// All that was cut.
    pub cut: Projection,
    /// One verdict a line of the original, from line 1 on.
    pub lines: Vec<LineVerdict>,
    /// One verdict a block, in the order of the original.
    pub blocks: Vec<BlockVerdict>,
}

impl Article {
    /// Puts an article together out of the `blocks` of `source` and one label for each.
    pub fn new(
        source: &str,
        lines: &LineIndex,
        blocks: &[Block],
        labels: &[BlockLabel],
        metadata: Metadata,
    ) -> Self {
        let mut article = Article {
            metadata,
            title: None,
            body: Projection::default(),
            cut: Projection::default(),
            lines: vec![BLANK; lines.count() as usize],
            blocks: Vec::with_capacity(blocks.len()),
        };
        // Per projection: the index and the end in the source of the block added last.
        let (mut body_last, mut cut_last) = (None, None);
        for (index, (block, label)) in blocks.iter().zip(labels).enumerate() {
            match (label.verdict, label.role) {
                (Verdict::Keep, Role::Title) if article.title.is_none() => {
                    article.title = Some(block.text.clone());
                }
                (Verdict::Keep, _) => article.body.push(source, index, block, &mut body_last),
                (Verdict::Cut(_), _) => article.cut.push(source, index, block, &mut cut_last),
            }
            article.mark_lines(lines, block, label);
            let line = lines.line(block.text.origin_span().start);
            article.blocks.push(BlockVerdict { line, label: *label });
        }
        article
    }

    /// Makes the document that is indexed of this article. `lines` are those of the original.
    pub fn to_document(&self, key: SourceKey, record: RecordKey, lines: &LineIndex) -> Document {
        let title_line = self.title.as_ref().map_or(1, |title| lines.line(title.origin_span().start));
        let language = detect(self.body.text.as_str());
        Document {
            key,
            record,
            metadata: self.metadata.clone(),
            title_line,
            body: self.body.stored(lines, language),
            cut: self.cut.stored(lines, language),
            language,
        }
    }

    /// Every block with its text.
    pub fn blocks_with_text(&self) -> impl Iterator<Item = (&BlockVerdict, &str)> {
        let mut title = self.title.as_ref().map(MappedText::as_str);
        let (mut kept, mut cut) = (self.body.texts(), self.cut.texts());
        self.blocks.iter().map(move |block| {
            let text = match (block.label.verdict, block.label.role) {
                (Verdict::Keep, Role::Title) => title.take().or_else(|| kept.next()),
                (Verdict::Keep, _) => kept.next(),
                (Verdict::Cut(_), _) => cut.next(),
            };
            (block, text.unwrap_or_default())
        })
    }

    /// How many lines of the original were cut.
    pub fn lines_cut(&self) -> usize {
        self.lines.iter().filter(|line| line.verdict != Verdict::Keep).count()
    }

    /// How many bytes of the text are in the article, its title included, and how many were cut.
    pub fn kept_and_cut_bytes(&self) -> (usize, usize) {
        let title = self.title.as_ref().map_or(0, MappedText::len);
        (self.body.text.len() + title, self.cut.text.len())
    }

    /// How many blocks the reader's rules decided on, counted by line of the original.
    pub fn lines_decided_by_rules(&self) -> usize {
        self.lines.iter().filter(|line| line.rule.is_some()).count()
    }

    /// Blocks may share a line (HTML): one that is kept there keeps the line.
    fn mark_lines(&mut self, lines: &LineIndex, block: &Block, label: &BlockLabel) {
        let span = block.text.origin_span();
        let (first, last) = (lines.line(span.start), lines.line(span.end.saturating_sub(1).max(span.start)));
        for line in first..=last {
            let Some(row) = self.lines.get_mut(line as usize - 1) else { continue };
            let shared = row.verdict == Verdict::Keep && !row.blank;
            if label.verdict == Verdict::Keep || !shared {
                let BlockLabel { verdict, confidence, rule, .. } = *label;
                *row = LineVerdict { verdict, confidence, rule, blank: false };
            }
        }
    }
}

impl Projection {
    fn stored(&self, lines: &LineIndex, language: Language) -> StoredText {
        let blocks = self.blocks.iter().map(|block| (block.offset, block.after_gap));
        StoredText::new(&self.text, blocks, lines, language)
    }

    fn push(&mut self, source: &str, index: usize, block: &Block, last: &mut Option<(usize, usize)>) {
        let span = block.text.origin_span();
        let mut after_gap = false;
        if let Some((before, end)) = *last {
            after_gap = before + 1 != index;
            let between = source.get(end..span.start).unwrap_or("");
            // Whole scripts may stand between blocks of a page: no more than two line ends are looked for.
            let blank = memchr::memchr_iter(b'\n', between.as_bytes()).nth(1).is_some();
            let newlines = if blank { "\n\n" } else { "\n" };
            self.text.push_as(newlines, end..span.start.max(end));
        } else if index > 0 {
            after_gap = true;
        }
        self.blocks.push(BlockStart { offset: self.text.len(), after_gap });
        self.text.append(&block.text);
        *last = Some((index, span.end));
    }

    /// The text of each block.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let starts = self.blocks.iter().map(|block| block.offset);
        let ends = starts.clone().skip(1).chain([self.text.len()]);
        starts.zip(ends).map(|(start, end)| self.text.as_str()[start..end].trim_end_matches('\n'))
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::clean_text;
    use proptest::prelude::*;

    proptest! {
        /// Whatever is decided, every block is there with its line and its text.
        #[test]
        fn every_block_is_explained(lines in prop::collection::vec("(Home|By Ann Smith|[A-Z][a-z ]{0,60}[.]?|)", 0..30)) {
            let article = clean_text(&lines.join("\n"));
            let blocks_with_text: Vec<(u32, &str)> = article.blocks_with_text().map(|(block, text)| (block.line, text)).collect();
            let text = |line: u32| lines[line as usize - 1].trim();
            prop_assert_eq!(blocks_with_text.len(), article.blocks.len());
            for (line, block) in blocks_with_text {
                prop_assert!(block.starts_with(text(line)) && !block.is_empty(), "{line}: {block:?} in {lines:?}");
            }
        }
    }
}
