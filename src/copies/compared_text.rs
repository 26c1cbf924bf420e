//! A text as it is compared: its words, paragraphs and credits.

use std::ops::Range;

use crate::article::StoredText;
use crate::copies::credits::Credits;
use crate::copies::report::CopyParagraph;
use crate::search::CopyText;
use crate::text::FilePosition;
use crate::verify::FoldedWords;

/// A text as it is compared.
pub(super) struct ComparedText<'t> {
    stored: &'t StoredText,
    pub words: FoldedWords,
    pub hashes: Vec<u64>,
    spans: Vec<Range<usize>>,
    /// Paragraphs with words.
    pub paragraphs: Vec<WordParagraph>,
    /// Paragraph of each word.
    pub paragraph_of: Vec<usize>,
    pub credits: Credits,
}

/// A paragraph with words.
pub(super) struct WordParagraph {
    /// Place in the text, in bytes.
    span: Range<usize>,
    pub words: Range<usize>,
}

impl<'t> ComparedText<'t> {
    /// Reads an article.
    pub(super) fn of(copy: &'t CopyText) -> Self {
        let author = copy.article.metadata.author.as_deref();
        ComparedText::read(&copy.article.text, author, &copy.cut)
    }

    /// Reads a text by this author; `cut` is what was cut from it.
    pub(super) fn read(stored: &'t StoredText, author: Option<&str>, cut: &StoredText) -> Self {
        let words = FoldedWords::of(&stored.text);
        let (hashes, spans) = (words.hashes(), words.spans());
        let (mut paragraphs, mut paragraph_of) = (Vec::new(), vec![0; spans.len()]);
        let mut first = 0;
        for span in paragraph_spans(stored) {
            let count = spans[first..].partition_point(|word| word.start < span.end);
            if count > 0 {
                paragraph_of[first..first + count].fill(paragraphs.len());
                paragraphs.push(WordParagraph { span, words: first..first + count });
                first += count;
            }
        }
        let text = |stored: &'t StoredText, span: &Range<usize>| &stored.text[span.clone()];
        let kept: Vec<&str> = paragraphs.iter().map(|paragraph| text(stored, &paragraph.span)).collect();
        let cut: Vec<&str> = paragraph_spans(cut).filter_map(|span| cut.text.get(span)).collect();
        let credits = Credits::of(&kept, author, &cut);
        ComparedText { stored, words, hashes, spans, paragraphs, paragraph_of, credits }
    }

    /// Returns whether a word is part of a dateline, a byline or a credit line.
    pub(super) fn is_credit(&self, word: usize) -> bool {
        let paragraph = self.paragraph_of[word];
        let start = self.paragraphs[paragraph].span.start;
        let offset = self.spans[word].start - start;
        let spans = &self.credits.spans;
        spans.iter().any(|(number, span)| *number == paragraph && span.contains(&offset))
    }

    /// Returns a paragraph with its position.
    pub(super) fn paragraph(&self, number: usize) -> CopyParagraph {
        let span = self.paragraphs[number].span.clone();
        let text = self.stored.text[span.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
        CopyParagraph { position: self.position(number), text }
    }

    /// Returns the position in the file at which a paragraph begins.
    pub(super) fn position(&self, number: usize) -> FilePosition {
        let span = &self.paragraphs[number].span;
        let text = &self.stored.text[span.clone()];
        self.stored.lines.position(span.start + text.len() - text.trim_start().len())
    }

    /// Returns the words of the paragraph of `word` that stand with it without a space between them.
    pub(super) fn token(&self, word: usize) -> Range<usize> {
        let words = &self.paragraphs[self.paragraph_of[word]].words;
        let is_joined = |word: usize| {
            let between = self.stored.text.get(self.spans[word - 1].end..self.spans[word].start);
            !between.is_some_and(|between| between.contains(char::is_whitespace))
        };
        let start = (words.start + 1..=word).rev().take_while(|word| is_joined(*word)).last();
        let end = (word + 1..words.end).take_while(|word| is_joined(*word)).last();
        start.map_or(word, |start| start - 1)..end.unwrap_or(word) + 1
    }

    /// Returns words of a paragraph with the marks around them and the space behind them.
    pub(super) fn passage(&self, number: usize, words: Range<usize>) -> String {
        let (start, end) = (self.token_start(number, words.start), self.token_start(number, words.end));
        let text = self.stored.text.get(start..end).unwrap_or_default();
        let mut passage = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.ends_with(char::is_whitespace) {
            passage.push(' ');
        }
        passage
    }

    /// Returns whether a space stands before a word, or the beginning of its paragraph.
    pub(super) fn is_after_space(&self, word: usize) -> bool {
        let number = self.paragraph_of[word];
        let start = self.token_start(number, word);
        word == self.paragraphs[number].words.start
            || self.stored.text.get(..start).is_some_and(|before| before.ends_with(char::is_whitespace))
    }

    /// Returns where the marks begin that stand right before a word of a paragraph; the end of the paragraph
    /// for the word behind its last.
    fn token_start(&self, number: usize, word: usize) -> usize {
        let paragraph = &self.paragraphs[number];
        if word >= paragraph.words.end {
            return paragraph.span.end;
        }
        if word == paragraph.words.start {
            return paragraph.span.start;
        }
        let (end, start) = (self.spans[word - 1].end, self.spans[word].start);
        let between = self.stored.text.get(end..start).unwrap_or_default();
        let space = between.char_indices().rev().find(|(_, c)| c.is_whitespace());
        space.map_or(start, |(offset, c)| end + offset + c.len_utf8())
    }
}

/// Returns where the paragraphs of a text stand, in bytes.
fn paragraph_spans(stored: &StoredText) -> impl Iterator<Item = Range<usize>> {
    let starts: Vec<usize> = stored.lines.blocks().map(|block| block.offset).collect();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([stored.text.len()]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| start..end)
}
