//! Turns blocks and their labels into an article: the kept text, the cut text, and a verdict for every source
//! line.

use crate::analysis::{DetectedLanguage, Language, detect_in_source};
use crate::article::{Document, Metadata, RecordKey, SourceKey, StoredText, StoryKeys};
use crate::clean::labels::{BlockLabel, Role, Verdict};
use crate::clean::quotations::stored_quotations;
use crate::clean::reason::Reason;
use crate::clean::title_words;
use crate::extract::{Block, BlockKind};
use crate::text::{LineIndex, MappedText};

/// Blocks joined to one text, with a line break after each and a blank line where the source has one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Projection {
    /// The text; offsets in it map back to the source.
    pub text: MappedText,
    /// Start of each block in the text, in order.
    pub blocks: Vec<BlockStart>,
}

/// The start of a block in a [`Projection`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockStart {
    /// Byte offset in the projected text.
    pub offset: usize,
    /// Whether blocks are missing between the previous one and this one.
    pub after_gap: bool,
}

/// The label of one block and its source line.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct BlockVerdict {
    /// Source line on which the block begins, from 1.
    pub line: u32,
    /// Verdict, role and confidence.
    pub label: BlockLabel,
}

/// The verdict on one source line.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct LineVerdict {
    /// Keep or cut. Blank lines are kept.
    pub verdict: Verdict,
    /// Confidence from 0.5 to 1; 1 for blank lines.
    pub confidence: f32,
    /// Line of the rules file that decided, if a user rule did.
    pub rule: Option<u32>,
    /// Whether the line is blank.
    pub blank: bool,
}

/// The verdict on a line without a block.
const BLANK: LineVerdict = LineVerdict { verdict: Verdict::Keep, confidence: 1.0, rule: None, blank: true };

/// A cleaned article.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Article {
    /// Title, author, date and so on; `None` where unknown.
    pub metadata: Metadata,
    /// The title as the source has it, if a block of the text is the title.
    pub title: Option<MappedText>,
    /// The article without its title.
    pub body: Projection,
    /// The text that was cut.
    pub cut: Projection,
    /// One verdict per source line, from line 1 on.
    pub lines: Vec<LineVerdict>,
    /// One label per block, in source order.
    pub blocks: Vec<BlockVerdict>,
}

impl Article {
    /// Assembles an article from the `blocks` of `source` and one label for each. The title block leaves the
    /// body only if it is a heading, or if `metadata` has its words: it may be the lead of an article whose
    /// title is known from elsewhere.
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
        // Per projection: index and source end of the block added last.
        let (mut last_kept, mut last_cut) = (None, None);
        // Texts outside the running text leave no gap in it.
        let is_extra = |label: &BlockLabel| label.role == Role::Extra;
        let mut number = 0;
        for (block, label) in blocks.iter().zip(labels) {
            let (index, mut label) = (number, *label);
            number += usize::from(!is_extra(&label));
            let is_title = label.role == Role::Title
                && article.title.is_none()
                && (block.kind == BlockKind::Heading
                    || title_words::are_stored(&article.metadata, block.text.as_str()));
            if label.role == Role::Title && !is_title {
                label.role = Role::Body;
            }
            match (label.verdict, label.role) {
                (Verdict::Keep, Role::Title) => article.title = Some(block.text.clone()),
                (Verdict::Keep, _) => article.body.push(source, index, block, &mut last_kept),
                (Verdict::Cut(_), _) => article.cut.push(source, index, block, &mut last_cut),
            }
            if !is_extra(&label) {
                article.mark_lines(lines, block, &label);
            }
            let line = lines.line(block.text.origin_span().start);
            article.blocks.push(BlockVerdict { line, label });
        }
        article
    }

    /// Adds texts of other fields of the record: `leads` before the body, `others` behind the cut text.
    pub(super) fn add_fields(
        &mut self,
        source: &str,
        lines: &LineIndex,
        leads: &[Block],
        others: &[(Reason, Vec<Block>)],
    ) {
        self.lines.resize(lines.count() as usize, BLANK);
        let label = |verdict| BlockLabel { verdict, role: Role::Body, confidence: 1.0, rule: None };
        let verdict_on = |block: &Block, label: BlockLabel| BlockVerdict {
            line: lines.line(block.text.origin_span().start),
            label,
        };
        let keep = label(Verdict::Keep);
        for lead in leads.iter().rev() {
            self.body = self.body.below(&lead.text);
            self.mark_lines(lines, lead, &keep);
            self.blocks.insert(0, verdict_on(lead, keep));
        }
        let mut last = self.cut.blocks.last().map(|_| (0, self.cut.text.origin_span().end));
        for (reason, other) in
            others.iter().flat_map(|(reason, blocks)| blocks.iter().map(move |block| (*reason, block)))
        {
            let cut = label(Verdict::Cut(reason));
            self.cut.push(source, 1, other, &mut last);
            self.mark_lines(lines, other, &cut);
            self.blocks.push(verdict_on(other, cut));
        }
    }

    /// Returns the language of the article, whose source has the languages `source_languages`, as far as they
    /// are known.
    pub(crate) fn language(&self, source_languages: &[Language]) -> DetectedLanguage {
        detect_in_source(self.body.text.as_str(), source_languages)
    }

    /// Converts the article into the document to index, in `language`. `lines` are those of `source`. A
    /// heading whose words are not in the title of the metadata begins the body.
    pub fn to_document(
        &self,
        language: Language,
        key: SourceKey,
        record: RecordKey,
        source: &str,
        lines: &LineIndex,
    ) -> Document {
        let title_position = match &self.title {
            Some(title) => lines.position(title.origin_span().start),
            None => lines.first_position(),
        };
        let below = self.heading().map(|heading| self.body.below(heading));
        let body = below.as_ref().unwrap_or(&self.body);
        let title = self.metadata.title.as_deref().unwrap_or_default();
        Document {
            key,
            record,
            metadata: self.metadata.clone(),
            title_position,
            body: body.stored(lines, language),
            cut: self.cut.stored(lines, language),
            quotations: stored_quotations(&body.text, title, source, language),
            language,
            content: None,
            stories: StoryKeys::default(),
        }
    }

    /// Returns the title block if its words are not in the title of the metadata: the heading that begins
    /// the body of the document.
    pub fn heading(&self) -> Option<&MappedText> {
        self.title.as_ref().filter(|title| !title_words::are_stored(&self.metadata, title.as_str()))
    }

    /// Returns the source line of the title block.
    pub fn title_line(&self) -> Option<u32> {
        let is_title =
            |block: &&BlockVerdict| (block.label.verdict, block.label.role) == (Verdict::Keep, Role::Title);
        self.blocks.iter().find(is_title).map(|block| block.line)
    }

    /// Returns every block with its text, in source order.
    pub fn blocks_with_text(&self) -> impl Iterator<Item = (&BlockVerdict, &str)> {
        let mut title = self.title.as_ref().map(MappedText::as_str);
        let (mut kept, mut cut) = (self.body.texts(), self.cut.texts());
        self.blocks.iter().map(move |block| {
            let text = match (block.label.verdict, block.label.role) {
                (Verdict::Keep, Role::Title) => title.take(),
                (Verdict::Keep, _) => kept.next(),
                (Verdict::Cut(_), _) => cut.next(),
            };
            (block, text.unwrap_or_default())
        })
    }

    /// Counts the source lines that were cut.
    pub fn lines_cut(&self) -> usize {
        self.lines.iter().filter(|line| line.verdict != Verdict::Keep).count()
    }

    /// Returns the size of the article with its title, and of the cut text, in bytes.
    pub fn kept_and_cut_bytes(&self) -> (usize, usize) {
        let title = self.title.as_ref().map_or(0, MappedText::len);
        (self.body.text.len() + title, self.cut.text.len())
    }

    /// Counts the source lines that user rules decided.
    pub fn lines_decided_by_rules(&self) -> usize {
        self.lines.iter().filter(|line| line.rule.is_some()).count()
    }

    /// Writes the label to the lines of the block. HTML blocks may share a line: one kept block keeps the
    /// line.
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
    /// Converts the projection into a text to store.
    fn stored(&self, lines: &LineIndex, language: Language) -> StoredText {
        let blocks = self.blocks.iter().map(|block| (block.offset, block.after_gap));
        StoredText::new(&self.text, blocks, lines, language)
    }

    /// Returns the projection with `heading` as its first block.
    fn below(&self, heading: &MappedText) -> Projection {
        let mut text = heading.clone();
        if !self.is_empty() {
            let end = heading.origin_span().end;
            text.push_as("\n\n", end..end);
        }
        let start = text.len();
        text.append(&self.text);
        let below = self.blocks.iter().map(|block| BlockStart { offset: start + block.offset, ..*block });
        let first = BlockStart { offset: 0, after_gap: false };
        Projection { text, blocks: [first].into_iter().chain(below).collect() }
    }

    /// Appends block `index` with the line breaks before it; `last` is the index and source end of the
    /// previous block.
    fn push(&mut self, source: &str, index: usize, block: &Block, last: &mut Option<(usize, usize)>) {
        let span = block.text.origin_span();
        let mut after_gap = false;
        if let Some((previous, end)) = *last {
            after_gap = previous + 1 != index;
            let between = source.get(end..span.start).unwrap_or("");
            // Whole scripts may lie between two blocks of a page, so count no more than two line breaks.
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

    /// Returns the text of each block.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let starts = self.blocks.iter().map(|block| block.offset);
        let ends = starts.clone().skip(1).chain([self.text.len()]);
        starts.zip(ends).map(|(start, end)| self.text.as_str()[start..end].trim_end_matches('\n'))
    }

    /// Returns whether the projection has no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::clean_text;
    use proptest::prelude::*;

    proptest! {
        /// Every block is listed with its line and its text, whatever its label.
        #[test]
        fn every_block_has_its_line_and_text(lines in prop::collection::vec("(Home|By Ann Smith|[A-Z][a-z ]{0,60}[.]?|)", 0..30)) {
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
