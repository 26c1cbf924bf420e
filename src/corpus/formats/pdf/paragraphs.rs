//! Joins the lines of pages to paragraphs, also over the end of a column or a page.

use rustc_hash::FxHashMap;

use crate::analysis::is_unspaced;
use crate::corpus::formats::pdf::page::{PdfLine, PdfPage};

/// Part of the size by which lines of a paragraph may differ.
const MAX_SIZE_DIFFERENCE: f32 = 0.25;
/// Distance of two base lines of a paragraph, at most, as a part of the usual one.
const MAX_LEADING: f32 = 1.3;
/// Part of the width of a column that may be left behind a line within a sentence.
const MAX_ROOM: f32 = 0.4;
/// Gap between lines of a column above which they have edges of their own, as a part of the height of a line.
const MAX_GAP: f32 = 2.2;
/// Part of the lines of a column that end at its right edge, at least.
const MIN_SHARE_AT_EDGE: usize = 6;
/// Number of paragraphs at the end of a page that may be notes.
const MAX_NOTES: usize = 12;

/// A paragraph: its text, page by page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct PdfParagraph {
    /// Texts with the index of their page.
    pub pieces: Vec<(usize, String)>,
    /// Height of its lines.
    pub height: f32,
}

/// A line of the text with what is known of its column.
#[derive(Debug, Clone, Copy)]
struct ColumnLine<'p> {
    page: usize,
    line: &'p PdfLine,
    /// Edges of its column.
    left: f32,
    right: f32,
    /// Whether it is the first of its column.
    is_first: bool,
}

/// Returns the paragraphs of the lines that are no heads.
pub(super) fn paragraphs(pages: &[PdfPage], heads: &[Vec<bool>]) -> Vec<PdfParagraph> {
    let leadings = leadings(pages);
    let mut paragraphs: Vec<PdfParagraph> = Vec::new();
    let mut last_lines: Vec<ColumnLine<'_>> = Vec::new();
    let mut open = 0; // position of the paragraph of the line before
    for (index, (page, heads)) in pages.iter().zip(heads).enumerate() {
        let lines = page.lines.iter().zip(heads).filter(|(_, is_head)| !**is_head);
        for line in columns(index, lines.map(|(line, _)| line)) {
            let before = match line.is_first {
                false => {
                    last_lines.get(open).is_some_and(|last| is_below(last, &line, &leadings)).then_some(open)
                }
                true => interrupted(&paragraphs, &last_lines, &line),
            };
            open = before.unwrap_or(paragraphs.len());
            match paragraphs.get_mut(open) {
                Some(paragraph) => {
                    push_line(paragraph, index, &line.line.text);
                    last_lines[open] = line;
                }
                None => {
                    let pieces = vec![(index, line.line.text.clone())];
                    paragraphs.push(PdfParagraph { pieces, height: line.line.height() });
                    last_lines.push(line);
                }
            }
        }
    }
    paragraphs
}

/// Returns the lines of a page with the edges of their columns. A column ends where the next line is above,
/// or beside.
fn columns<'p>(page: usize, lines: impl Iterator<Item = &'p PdfLine>) -> Vec<ColumnLine<'p>> {
    let mut columns: Vec<Vec<&PdfLine>> = Vec::new();
    for line in lines {
        match columns.last_mut().and_then(|column| Some((column.last().copied()?, column))) {
            Some((last, column))
                if line.top > last.top - 0.3 * last.height()
                    && line.left < last.right
                    && last.left < line.right =>
            {
                column.push(line);
            }
            _ => columns.push(vec![line]),
        }
    }
    let mut lines = Vec::new();
    for column in columns {
        let start_of_column = lines.len();
        // A title over two columns is in line with the first one.
        let is_near = |a: &&PdfLine, b: &&PdfLine| b.top - a.bottom <= MAX_GAP * a.height().max(b.height());
        for block in column.chunk_by(is_near) {
            let left = block.iter().map(|line| line.left).fold(f32::INFINITY, f32::min);
            let right = right_edge(block);
            for line in block {
                let is_first = lines.len() == start_of_column;
                lines.push(ColumnLine { page, line, left, right, is_first });
            }
        }
    }
    lines
}

/// Returns the edge at which many of the lines end: not that of a single line that is wider.
fn right_edge(lines: &[&PdfLine]) -> f32 {
    let mut edges: Vec<f32> = lines.iter().map(|line| line.right).collect();
    edges.sort_by(|a, b| b.total_cmp(a));
    let tolerance = 2.0 * lines.iter().map(|line| line.character_width()).fold(0.0, f32::max);
    let wanted = (lines.len() / MIN_SHARE_AT_EDGE).max(2);
    let is_shared =
        |index: &usize| edges.get(index + wanted - 1).is_some_and(|edge| edges[*index] - edge <= tolerance);
    let widest = edges.first().copied().unwrap_or(0.0);
    (0..edges.len()).find(is_shared).map_or(widest, |index| edges[index])
}

/// Returns the most common distances of base lines by the height of lines.
fn leadings(pages: &[PdfPage]) -> FxHashMap<i32, f32> {
    let mut counts: FxHashMap<(i32, i32), u32> = FxHashMap::default();
    for pair in pages.iter().flat_map(|page| page.lines.windows(2)) {
        let distance = pair[1].top - pair[0].top;
        if distance > 0.5 * pair[0].height() && distance < 3.0 * pair[0].height() {
            *counts.entry((size_class(&pair[0]), (distance * 2.0).round() as i32)).or_default() += 1;
        }
    }
    let mut most: FxHashMap<i32, (u32, i32)> = FxHashMap::default();
    for ((size, distance), count) in counts {
        let known = most.entry(size).or_insert((count, distance));
        // Of two that are as common, the smaller one is within paragraphs.
        if count > known.0 || count == known.0 && distance < known.1 {
            *known = (count, distance);
        }
    }
    most.into_iter().map(|(size, (_, distance))| (size, distance as f32 / 2.0)).collect()
}

fn size_class(line: &PdfLine) -> i32 {
    (line.height() * 2.0).round().clamp(0.0, 10_000.0) as i32
}

fn have_one_size(a: f32, b: f32, difference: f32) -> bool {
    (a - b).abs() <= difference * a.max(b)
}

/// Returns whether `next` goes on with the paragraph of `last`, the line above it in its column.
fn is_below(last: &ColumnLine<'_>, next: &ColumnLine<'_>, leadings: &FxHashMap<i32, f32>) -> bool {
    let (above, below) = (last.line, next.line);
    let distance = below.top - above.top;
    let leading = leadings.get(&size_class(above)).copied().unwrap_or(1.3 * above.height());
    if last.page != next.page
        || !have_one_size(above.height(), below.height(), MAX_SIZE_DIFFERENCE)
        || distance < 0.3 * above.height()
        || distance > (MAX_LEADING * leading).max(1.15 * above.height())
        || begins_item(&below.text)
    {
        return false;
    }
    let indent = 0.8 * below.character_width().max(0.1 * below.height());
    if is_centered(above, below, indent) {
        return !ends_sentence(&above.text);
    }
    let is_indented = |line: &ColumnLine<'_>| line.line.left - line.left > indent;
    // The other lines of an item of a list are indented, too.
    let goes_on = below.text.starts_with(char::is_lowercase) && !ends_sentence(&above.text);
    let begins_paragraph = is_indented(next) && below.left - above.left > indent && !begins_item(&above.text);
    if begins_paragraph && !goes_on {
        return false;
    }
    !is_short(last, below) || runs_on(last, below)
}

/// Returns whether two lines, one of which is longer, have one middle, as those of a title do.
fn is_centered(above: &PdfLine, below: &PdfLine, indent: f32) -> bool {
    let middle = |line: &PdfLine| (line.left + line.right) / 2.0;
    (above.left - below.left).abs() > indent && (middle(above) - middle(below)).abs() < 0.3 * indent
}

/// Returns whether a sentence goes on in `next`, although `last` ends a little before the edge of its column.
fn runs_on(last: &ColumnLine<'_>, next: &PdfLine) -> bool {
    let room = last.right - last.line.right;
    next.text.starts_with(char::is_lowercase)
        && !ends_sentence(&last.line.text)
        && room < MAX_ROOM * (last.right - last.left)
}

/// Returns whether a line ends before the edge of its column, although the first word of `next` would fit.
fn is_short(last: &ColumnLine<'_>, next: &PdfLine) -> bool {
    let word = next.text.split_whitespace().next().map_or(0, |word| word.chars().count());
    let room = last.right - last.line.right;
    room > (word as f32 + 1.5) * next.character_width().max(last.line.character_width())
}

fn begins_item(text: &str) -> bool {
    text.starts_with(['•', '▪', '◦', '●', '■', '‣', '\u{f0b7}', '*'])
        || text.starts_with("- ")
        || text.starts_with("– ")
}

/// Returns the paragraph that the first line of a column goes on with. Notes and captions, in smaller
/// letters, may stand between them.
fn interrupted(
    paragraphs: &[PdfParagraph],
    last_lines: &[ColumnLine<'_>],
    next: &ColumnLine<'_>,
) -> Option<usize> {
    let height = next.line.height();
    let candidates = last_lines.iter().enumerate().rev().take(MAX_NOTES);
    let (index, last) = candidates
        .take_while(|(_, last)| last.page + 1 >= next.page)
        .find(|(_, last)| last.line.height() > 0.92 * height)?;
    let paragraph = paragraphs.get(index)?;
    let is_open = have_one_size(last.line.height(), height, 0.1)
        && have_one_size(paragraph.height, height, 0.1)
        && !ends_sentence(&last.line.text)
        && !begins_item(&next.line.text)
        && (!is_short(last, next.line) || runs_on(last, next.line));
    let initial = next.line.text.chars().find(|c| c.is_alphanumeric())?;
    let is_long = last.line.text.chars().count() >= 15;
    let is_inside = initial.is_lowercase()
        || last.line.text.ends_with(['-', ',', '\u{ad}', '\u{2010}'])
        || !last.is_first && is_long && !initial.is_numeric();
    (is_open && is_inside).then_some(index)
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '’', '»', '“', ')', ']', '\'']);
    text.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '।', '؟'])
}

/// Appends a line. After a hyphen before a small letter there is a line break, from which the cleaner tells
/// whether the hyphen belongs to the word.
fn push_line(paragraph: &mut PdfParagraph, page: usize, line: &str) {
    let Some((last_page, text)) = paragraph.pieces.last_mut() else { return };
    // A browser prints a hyphen behind a soft one at which it has broken a word.
    if text.ends_with("\u{ad}\u{2010}") || text.ends_with("\u{ad}-") {
        text.pop();
    }
    let is_hyphen = |c: char| matches!(c, '-' | '\u{ad}' | '¬' | '\u{2010}');
    let mut ending = text.chars().rev();
    let (last, before) = (ending.next().unwrap_or(' '), ending.next().unwrap_or(' '));
    let initial = line.chars().next().unwrap_or(' ');
    let glue = match () {
        () if is_hyphen(last) && before.is_alphanumeric() && initial.is_lowercase() => "\n",
        () if is_hyphen(last) && before.is_alphanumeric() && initial.is_alphanumeric() => "",
        () if needs_no_space(last) && needs_no_space(initial) => "",
        () => " ",
    };
    text.push_str(glue);
    if *last_page == page {
        text.push_str(line);
    } else {
        paragraph.pieces.push((page, line.to_owned()));
    }
}

/// Returns whether no space stands beside `c` at the end of a line: a letter of a script without spaces
/// between words, or one of the wide signs between such letters.
fn needs_no_space(c: char) -> bool {
    is_unspaced(c) || matches!(c, '\u{2e80}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}')
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::pdf::paragraphs::*;

    /// Returns a page with lines of 10 points: text, left, top.
    fn page(lines: &[(&str, f32, f32)]) -> PdfPage {
        let line = |(text, left, top): &(&str, f32, f32)| PdfLine {
            text: (*text).to_owned(),
            left: *left,
            right: left + 5.0 * text.chars().count() as f32,
            top: *top,
            bottom: top + 10.0,
        };
        PdfPage { height: 800.0, lines: lines.iter().map(line).collect() }
    }

    fn texts(pages: &[PdfPage]) -> Vec<String> {
        let heads: Vec<Vec<bool>> = pages.iter().map(|page| vec![false; page.lines.len()]).collect();
        let paragraphs = paragraphs(pages, &heads).into_iter();
        paragraphs.map(|paragraph| paragraph.pieces.into_iter().map(|(_, text)| text).collect()).collect()
    }

    #[test]
    fn lines_are_joined_up_to_a_gap_an_indent_or_a_short_one() {
        let texts = texts(&[page(&[
            ("The ferry stays in port for a week, the", 50.0, 100.0),
            ("mayor said on Monday, and the buses go", 50.0, 112.0),
            ("twice a day.", 50.0, 124.0),
            ("The makers of the engine have sent a man", 50.0, 136.0),
            ("who looks at it.", 50.0, 148.0),
            ("A gap begins another paragraph, whatever", 50.0, 172.0),
            ("And an indent does so, too, in books of", 65.0, 184.0),
            ("any language.", 50.0, 196.0),
        ])]);
        assert_eq!(texts.len(), 4, "{texts:?}");
        assert_eq!(
            texts[0],
            "The ferry stays in port for a week, the mayor said on Monday, and the buses go twice a day."
        );
    }

    #[test]
    fn items_with_a_hanging_indent_are_paragraphs() {
        let lines = [
            ("(a) The keeper of the lighthouse writes unsatisfactory docu-", 50.0, 60.0),
            ("mentation on Tuesdays, as the board of the harbour has", 65.0, 72.0),
            ("known for a long time.", 65.0, 84.0),
            ("(b) The ferry stays in port for tele\u{ad}comm\u{ad}unic\u{ad}\u{2010}", 50.0, 96.0),
            ("ations that nobody has asked for at all, the mayor said", 65.0, 108.0),
        ];
        let texts = texts(&[page(&lines)]);
        assert_eq!(texts.len(), 2, "{texts:?}");
        assert!(texts[0].contains("docu-\nmentation") && texts[1].contains("unic\u{ad}\nations"));
    }

    #[test]
    fn centered_lines_are_one_title() {
        let lines = [
            ("The board of the harbour sells its old per-", 100.0, 60.0),
            ("sonal ferry to nobody", 155.0, 72.0),
            ("The ferry stays in port for a week, said the mayor.", 80.0, 100.0),
        ];
        let texts = texts(&[page(&lines)]);
        assert_eq!(texts[0], "The board of the harbour sells its old per-\nsonal ferry to nobody");
        assert_eq!(texts.len(), 2);
    }

    #[test]
    fn a_title_over_two_columns_makes_no_line_short() {
        let title = ("The board of the harbour sells its ferry to a man of the isles", 50.0, 60.0);
        for below in [100.0, 72.0] {
            let lines = [
                title,
                ("The ferry stays in port for a", 50.0, below),
                ("week, the mayor said, and buses", 50.0, below + 12.0),
                ("go twice a day as they did when", 50.0, below + 24.0),
                ("nobody had a ferry.", 50.0, below + 36.0),
            ];
            let texts = texts(&[page(&lines)]);
            assert!(texts.iter().any(|text| text.contains("for a week, the")), "{texts:?}");
            assert!(texts.iter().any(|text| text.contains("when nobody")), "{texts:?}");
        }
    }

    #[test]
    fn sentences_go_on_over_columns_and_pages() {
        let pages = [
            page(&[
                ("The board of the harbour said", 50.0, 100.0),
                ("on Monday that the interna-", 50.0, 112.0),
                ("tional ferry would stay in", 300.0, 100.0),
                ("port until its engine, which", 300.0, 112.0),
            ]),
            page(&[
                ("has been examined, is ready.", 50.0, 100.0),
                ("Buses go twice a day instead.", 50.0, 130.0),
            ]),
        ];
        let texts = texts(&pages);
        assert_eq!(texts.len(), 2, "{texts:?}");
        assert!(texts[0].contains("interna-\ntional ferry") && texts[0].contains("which has been examined"));
    }

    #[test]
    fn notes_below_a_page_interrupt_no_sentence() {
        let mut first = page(&[
            ("The board of the harbour said", 50.0, 100.0),
            ("on Monday that the ferry would", 50.0, 112.0),
            ("1 A note about the board, small.", 50.0, 700.0),
        ]);
        first.lines[2].bottom = 707.0;
        let pages = [first, page(&[("stay in port.", 50.0, 100.0)])];
        let heads = vec![vec![false; 3], vec![false]];
        let paragraphs = paragraphs(&pages, &heads);
        assert_eq!(paragraphs[0].pieces.len(), 2);
        assert_eq!(paragraphs[0].pieces[1], (1, "stay in port.".to_owned()));
        assert_eq!(paragraphs.len(), 2);
    }

    #[test]
    fn cells_and_headings_stand_apart() {
        let mut page = page(&[
            ("Harbour news", 50.0, 60.0),
            ("The ferry stays in port for a week", 50.0, 90.0),
            ("Monday", 50.0, 300.0),
            ("12 boats", 200.0, 300.0),
        ]);
        page.lines[0].bottom = 80.0;
        assert_eq!(texts(&[page]).len(), 4);
        let lines = [("港口管理局说渡轮将", 50.0, 100.0), ("留在港口一个星期。", 50.0, 112.0)];
        assert_eq!(texts(&[super::tests::page(&lines)]), ["港口管理局说渡轮将留在港口一个星期。"]);
    }
}
