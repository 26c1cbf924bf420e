//! The text of an article: paragraphs with lines, matches and quotations, and what was cut, folded in place.

use std::borrow::Cow;

use maud::{Markup, html};
use rustc_hash::FxHashSet;

use crate::article::StoredQuotation;
use crate::cleaner::{CutReasons, NoReasons};
use crate::search::reading::{BlockSource, PieceStyle, ReadingArticle, ReadingBlock, ReadingPiece};
use crate::serve::page::foreign_text::{Direction, ForeignText};
use crate::serve::page::reading_text::ReadingText;
use crate::serve::page::results::anchor;
use crate::serve::page::text::counted;
use crate::text::FilePosition;

/// Maximum number of matches that have links to those next to them.
const MAX_LINKED: u32 = 5000;
/// Maximum number of reasons that a summary of cut blocks names.
const MAX_REASONS: usize = 4;

/// Text of an article as a page shows it.
pub(super) struct ArticleBody<'r> {
    pub reading: &'r ReadingArticle,
    /// Why blocks were cut, as far as that is known.
    pub reasons: Result<CutReasons, NoReasons>,
    /// Line of the file at which an editor opens the article.
    pub file_line: FileLine,
    /// Address that opens the file in an editor, with `{line}` in it.
    pub editor: Option<String>,
    /// Direction of the article.
    pub direction: Direction,
    /// Whether the numbers of lines and pages are links.
    pub has_line_links: bool,
    pub text: &'static ReadingText,
    /// Code of the language of the page.
    pub lang: &'static str,
}

/// Line of the file at which an editor opens an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileLine {
    /// The line of the text.
    OfText,
    /// The line of the record, which has all of the text.
    OfRecord(u32),
    /// Not known: that of a record which was not looked for.
    Unknown,
}

/// Parts of an article that have been rendered so far.
#[derive(Default)]
struct RenderedSoFar {
    /// Lines and pages of the file with an identifier, of which they may have one each.
    positions: FxHashSet<FilePosition>,
    /// Page of the file that was named last in the text that was kept.
    page: Option<u32>,
    /// Index after that of the quotation which was begun last.
    quotations: usize,
    /// Quotation that has just ended, the speaker of which has not been named yet.
    spoken: Option<usize>,
    /// Line or page of the text that was rendered last.
    position: Option<FilePosition>,
}

impl FileLine {
    /// Returns the line of an article, which is the record `id` of its file if it has one.
    pub(super) fn of(reasons: &Result<CutReasons, NoReasons>, id: Option<&str>) -> Self {
        match reasons {
            Ok(CutReasons { record_line: Some(line), .. }) => FileLine::OfRecord(*line),
            Err(_) if id.is_some() => FileLine::Unknown,
            _ => FileLine::OfText,
        }
    }
}

impl ArticleBody<'_> {
    /// Returns the address that opens an editor at `position`. An editor shows no pages.
    pub(super) fn editor_address(&self, position: FilePosition) -> Option<String> {
        let line = match self.file_line {
            FileLine::OfText => position.line()?,
            FileLine::OfRecord(line) => line,
            FileLine::Unknown => return None,
        };
        Some(self.editor.as_ref()?.replace("{line}", &line.to_string()))
    }

    /// Returns the blocks of the article.
    pub(super) fn blocks(&self) -> Markup {
        let mut progress = RenderedSoFar::default();
        progress.positions.extend(self.title_position());
        html! {
            @for run in self.reading.blocks.chunk_by(|a, b| a.source == b.source) {
                @if run.first().is_some_and(|block| block.source == BlockSource::Cut) {
                    (self.cut(run, &mut progress))
                } @else {
                    @for block in run { (self.block(block, &mut progress)) }
                }
            }
        }
    }

    /// Returns blocks that were cut, folded unless one of them matches.
    fn cut(&self, run: &[ReadingBlock], progress: &mut RenderedSoFar) -> Markup {
        let reasons: Vec<Cow<'static, str>> = run.iter().map(|block| self.reason(block)).collect();
        let mut named: Vec<&str> = Vec::new();
        for reason in &reasons {
            if named.len() <= MAX_REASONS && !named.contains(&&**reason) {
                named.push(reason);
            }
        }
        let more = if named.len() > MAX_REASONS { ", …" } else { "" };
        named.truncate(MAX_REASONS);
        let is_named_below =
            |index: usize| named.len() > 1 && (index == 0 || reasons[index] != reasons[index - 1]);
        html! {
            details.cut open[run.iter().any(|block| block.has_match)] {
                summary lang=(self.lang) dir="ltr" {
                    (counted(run.len() as u64, self.text.cut)) ": " (named.join(", ")) (more)
                }
                @for (index, block) in run.iter().enumerate() {
                    @if is_named_below(index) { p.why lang=(self.lang) dir="ltr" { (reasons[index]) } }
                    (self.block(block, progress))
                }
            }
        }
    }

    /// Returns why a block was cut.
    fn reason(&self, block: &ReadingBlock) -> Cow<'static, str> {
        let unknown = || Cow::Borrowed(self.text.unknown_reason);
        match &self.reasons {
            Ok(reasons) => {
                let reason = reasons.of(block.position, self.reading.text_of(block));
                reason.map_or_else(unknown, |reason| Cow::Owned(reason.to_string()))
            }
            Err(NoReasons::TooLong) => Cow::Borrowed(self.text.unasked_reason),
            Err(NoReasons::NotFound) => unknown(),
        }
    }

    /// Returns a block with the number of its line, or of the page that it begins.
    fn block(&self, block: &ReadingBlock, progress: &mut RenderedSoFar) -> Markup {
        let dir = Direction::of_text(self.reading.text_of(block));
        let dir = dir.filter(|direction| *direction != self.direction).map(Direction::name);
        let position = block.position;
        let is_first = progress.reach(position);
        let is_named = progress.begins_page(block.source, position) || is_first;
        let pieces = self.reading.pieces_of(block);
        html! {
            p id=[is_first.then(|| anchor(position))] data-n=[is_named.then_some(position)] dir=[dir] {
                // Tab passes over them: there is one for each paragraph.
                @if is_first && self.has_line_links {
                    a.line href=(format_args!("#{}", anchor(position))) tabindex="-1" lang=(self.lang)
                        aria-label=(self.text.position(position)) {}
                }
                @for run in pieces.chunk_by(|a, b| a.quotation == b.quotation) {
                    @match self.speech(run) {
                        Some((number, speech)) => (self.quoted(block.source, run, (number, speech), progress)),
                        None => (self.pieces(block.source, run, progress)),
                    }
                }
                (self.speaker(progress))
            }
        }
    }

    /// Returns the quotation that pieces are a part of, with its index, if somebody says it.
    fn speech(&self, run: &[ReadingPiece]) -> Option<(usize, &StoredQuotation)> {
        let number = run.first()?.quotation?;
        let quotation = self.reading.article.quotations.get(number)?;
        quotation.is_speech().then_some((number, quotation))
    }

    /// Returns pieces of a quotation with its speaker.
    fn quoted(
        &self,
        source: BlockSource,
        run: &[ReadingPiece],
        (number, speech): (usize, &StoredQuotation),
        progress: &mut RenderedSoFar,
    ) -> Markup {
        let is_first = progress.quotations <= number;
        progress.quotations = progress.quotations.max(number + 1);
        let ends = run.last().is_some_and(|piece| piece.range.end >= speech.range.end);
        let speaker = speech.speaker.as_deref().map(ForeignText);
        let markup = html! {
            (self.speaker(progress))
            q id=[is_first.then(|| format!("q{}", number + 1))] title=[speaker] {
                (self.pieces(source, run, progress))
            }
        };
        progress.spoken = (ends && !speech.is_continued).then_some(number);
        markup
    }

    /// Returns the speaker of the quotation that has just ended.
    fn speaker(&self, progress: &mut RenderedSoFar) -> Markup {
        let quotation = progress.spoken.take().and_then(|number| self.reading.article.quotations.get(number));
        html! {
            @if let Some(speaker) = quotation.and_then(|quotation| quotation.speaker.as_deref()) {
                span.by { (ForeignText(speaker)) }
            }
        }
    }

    /// Returns pieces with their lines or pages, and matches.
    fn pieces(&self, source: BlockSource, run: &[ReadingPiece], progress: &mut RenderedSoFar) -> Markup {
        let is_linked = (2..=MAX_LINKED).contains(&self.reading.num_matches);
        html! {
            @for piece in run {
                @if let Some(position) = piece.position {
                    @let is_first = progress.reach(position);
                    @let is_named = progress.begins_page(source, position);
                    @if is_first || is_named {
                        i id=[is_first.then(|| anchor(position))] data-n=[is_named.then_some(position)] {}
                    }
                }
                @let text = self.reading.text(source, piece);
                // The speaker stands behind the mark that closes the quotation.
                @let (mark, text) = text.split_at(progress.spoken.map_or(0, |_| closing_marks(text)));
                @let text = ForeignText(text);
                (ForeignText(mark)) (self.speaker(progress))
                @match piece.style {
                    PieceStyle::Plain => (text),
                    PieceStyle::Match(number) => {
                        mark id=(format_args!("m{number}")) { (text) }
                        @if is_linked { (self.jump(number, progress.position)) }
                    }
                    PieceStyle::MatchRest => mark { (text) },
                    PieceStyle::Gap => span.gap { (text) },
                }
            }
        }
    }

    /// Returns the links to the matches before and behind a match, and to the editor.
    fn jump(&self, number: u32, position: Option<FilePosition>) -> Markup {
        // Every line of a record leads to the same one of the file, to which the head has a link.
        let position = position.filter(|_| self.file_line == FileLine::OfText);
        let editor = position.and_then(|position| self.editor_address(position));
        html! {
            span.jump lang=(self.lang) {
                @if number > 1 {
                    a href=(format_args!("#m{}", number - 1)) aria-label=(self.text.previous_match) { "‹" }
                }
                @if number < self.reading.num_matches {
                    a href=(format_args!("#m{}", number + 1)) aria-label=(self.text.next_match) { "›" }
                }
                @if let Some(address) = editor {
                    a href=(address) aria-label=(self.text.open_in_editor) { "✎" }
                }
            }
        }
    }

    /// Returns the position of the title if no block begins there.
    pub(super) fn title_position(&self) -> Option<FilePosition> {
        let position = self.reading.article.title_position;
        let is_free = self.reading.blocks.iter().all(|block| block.position != position);
        (is_free && !self.reading.title.is_empty()).then_some(position)
    }

    /// Returns the title with its matches.
    pub(super) fn title(&self) -> Markup {
        let title = self.reading.article.metadata.title.as_deref().unwrap_or_default();
        html! {
            @for piece in &self.reading.title {
                @let text = ForeignText(title.get(piece.range.clone()).unwrap_or_default());
                @match piece.style {
                    PieceStyle::Match(number) => mark id=(format_args!("m{number}")) { (text) },
                    PieceStyle::MatchRest => mark { (text) },
                    _ => (text),
                }
            }
        }
    }
}

impl RenderedSoFar {
    /// Remembers that text at `position` is rendered; returns whether it is the first there.
    fn reach(&mut self, position: FilePosition) -> bool {
        self.position = Some(position);
        self.positions.insert(position)
    }

    /// Returns whether text at `position` is the first of its page, and remembers the page. What was cut is
    /// folded, so it begins none.
    fn begins_page(&mut self, source: BlockSource, position: FilePosition) -> bool {
        let page = position.page().filter(|_| source == BlockSource::Body);
        page.is_some() && self.page.replace(position.number()) != page
    }
}

/// Returns the length of the marks that close a quotation at the beginning of `text`.
fn closing_marks(text: &str) -> usize {
    text.len()
        - text.trim_start_matches(['"', '\'', '”', '“', '’', '‘', '»', '«', '›', '‹', '」', '』']).len()
}
