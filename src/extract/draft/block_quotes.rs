//! Block quotations without marks: each is a quotation.

use crate::extract::{Block, BlockKind};

/// Maximum number of words of a line that says whose words a block quotation has.
const MAX_SIGNATURE_WORDS: usize = 12;
/// Maximum number of its words if it ends with a full stop.
const MAX_WORDS_BEFORE_STOP: usize = 3;

/// The marks that a paragraph of a block quotation gets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct ImpliedMarks {
    pub(super) opens: bool,
    pub(super) closes: bool,
}

/// Returns the marks that the paragraphs of a block quotation imply: none if one of them has marks, and else
/// those of a quotation that goes on from one paragraph to the next. A line at its end that says whose words
/// it has is no part of it.
pub(super) fn implied_marks(paragraphs: &[&str]) -> Vec<ImpliedMarks> {
    let mut marks = vec![ImpliedMarks::default(); paragraphs.len()];
    let attributions = paragraphs.iter().rev().take_while(|text| is_attribution(text)).count();
    let quoted = &paragraphs[..paragraphs.len() - attributions];
    if quoted.iter().any(|text| has_marks(text)) || !quoted.iter().any(|text| has_words(text)) {
        return marks;
    }
    for (index, marks) in marks.iter_mut().enumerate().take(quoted.len()) {
        *marks = ImpliedMarks { opens: true, closes: index + 1 == quoted.len() };
    }
    marks
}

/// Returns the marks that each of the blocks of a Markdown file implies.
pub(super) fn of_markdown(source: &str, blocks: &[Block]) -> Vec<ImpliedMarks> {
    let mut marks = vec![ImpliedMarks::default(); blocks.len()];
    let mut next = 0;
    while next < blocks.len() {
        let start = next;
        next += 1;
        if blocks[start].kind != BlockKind::Quote {
            continue;
        }
        while next < blocks.len() && goes_on(source, &blocks[next - 1], &blocks[next]) {
            next += 1;
        }
        let quotation = start + callout_head(source, &blocks[start..next])..next;
        let texts: Vec<&str> = blocks[quotation.clone()].iter().map(|block| block.text.as_str()).collect();
        marks[quotation].copy_from_slice(&implied_marks(&texts));
    }
    marks
}

/// Returns whether the block `next` belongs to the block quotation of `last`: no line without a mark of one
/// stands between them.
fn goes_on(source: &str, last: &Block, next: &Block) -> bool {
    let between = source.get(last.text.origin_span().end..next.text.origin_span().start).unwrap_or("");
    let lines: Vec<&str> = between.split('\n').collect();
    let middle = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default();
    next.kind == BlockKind::Quote && middle.iter().all(|line| line.contains('>'))
}

/// Returns the blocks of a Markdown file with the titles of callouts (`> [!note] Title`) and the lines that
/// say whose words a block quotation has apart from the text between them.
pub(super) fn with_lines_apart(source: &str, blocks: Vec<Block>) -> Vec<Block> {
    let mut apart = Vec::with_capacity(blocks.len());
    for block in blocks {
        if block.kind != BlockKind::Quote {
            apart.push(block);
            continue;
        }
        let text = block.text.as_str();
        let title = callout(source, &block).and_then(|_| text.find('\n'));
        let signature = text.rfind('\n').filter(|newline| is_signature(&text[newline + 1..]));
        let mut start = 0;
        for end in
            [title, signature.filter(|end| Some(*end) != title), Some(text.len())].into_iter().flatten()
        {
            apart.push(Block { kind: block.kind, text: block.text.slice(start..end) });
            start = end;
        }
    }
    apart
}

/// Returns whether the last line of a paragraph says whose words the paragraph has: `— Ann Lee`. What goes on
/// behind a dash, or is a sentence, does not.
fn is_signature(line: &str) -> bool {
    let words = line.trim_start_matches(['—', '–', '―', '-', ' ', '\u{a0}']);
    let count = words.split_whitespace().take(MAX_SIGNATURE_WORDS + 1).count();
    is_attribution(line)
        && words.starts_with(char::is_uppercase)
        && count <= MAX_SIGNATURE_WORDS
        && !words.ends_with(['!', '?', ',', ';', ':'])
        && (count <= MAX_WORDS_BEFORE_STOP || !words.ends_with('.'))
}

/// Returns the name of the callout on the first line of which a block begins, and the end of the line.
fn callout<'s>(source: &'s str, block: &Block) -> Option<(&'s str, usize)> {
    let start = block.text.origin_span().start;
    let line = source[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = source[line..].find('\n').map_or(source.len(), |length| line + length);
    let head = source[line..end].trim_start_matches(['>', ' ', '\t']);
    let (name, _) = head.strip_prefix("[!")?.split_once(']')?;
    Some((name, end))
}

/// Returns the number of blocks that are the first line of a callout, or all of them if the callout is no
/// quotation.
fn callout_head(source: &str, blocks: &[Block]) -> usize {
    let Some((name, end)) = blocks.first().and_then(|block| callout(source, block)) else { return 0 };
    if !["quote", "cite"].iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return blocks.len();
    }
    blocks.iter().take_while(|block| block.text.origin_span().start < end).count()
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Returns whether a paragraph at the end of a block quotation says whose words it has: `— Ann Lee`.
fn is_attribution(text: &str) -> bool {
    text.starts_with(['—', '–', '―']) || text.starts_with("-- ") || text.starts_with("- ")
}

/// Returns whether a text has quotation marks. Apostrophes are none.
fn has_marks(text: &str) -> bool {
    let is_double = |c: char| {
        matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』' | '＂')
    };
    let opens_single = |(offset, c): (usize, char)| {
        let is_free = text[..offset].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(');
        is_free && matches!(c, '‘' | '‚' | '\'')
    };
    let closes_single = || {
        text.char_indices().any(|(offset, c)| {
            let mut after = text[offset + c.len_utf8()..].chars();
            let before = text[..offset].chars().next_back();
            matches!(c, '’' | '‘' | '\'')
                && before.is_some_and(|c| !c.is_whitespace())
                && after.next().is_none_or(|c| !c.is_alphanumeric())
        })
    };
    text.contains(is_double)
        || text.contains("''")
        || text.char_indices().any(opens_single) && closes_single()
}

#[cfg(test)]
mod tests {
    use crate::extract::draft::block_quotes::*;

    #[test]
    fn only_what_has_no_marks_gets_some() {
        let marked = |paragraphs: &[&str]| {
            let marks = implied_marks(paragraphs).into_iter();
            marks
                .map(|marks| "“".repeat(marks.opens.into()) + &"”".repeat(marks.closes.into()))
                .collect::<Vec<_>>()
        };
        for (paragraphs, expected) in [
            (&["We stay."][..], &["“”"][..]),
            (&["We stay.", "We wait."], &["“", "“”"]),
            (&["We stay.", "— Ann Lee"], &["“”", ""]),
            (&["He said: “We stay.”", "We wait."], &["", ""]),
            (&["‘We stay,’ he said."], &[""]),
            (&["'We stay,' he said."], &[""]),
            (&["It's the dogs’ day of the ’90s, we're sure."], &["“”"]),
            (&["* * *"], &[""]),
            (&["— Ann Lee"], &[""]),
        ] {
            assert_eq!(marked(paragraphs), expected, "{paragraphs:?}");
        }
    }
}
