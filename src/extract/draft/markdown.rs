//! Drafts in Markdown: their text without markup, mapped back to the file.

use crate::extract::draft::block_quotes::{self, ImpliedMarks};
use crate::extract::draft::lines;
use crate::extract::markdown::read_paragraphs;
use crate::text::MappedText;

/// Names of the entries of front matter that are printed.
const PRINTED: [&str; 9] =
    ["title", "headline", "subtitle", "subtitel", "dek", "lead", "description", "summary", "excerpt"];

/// Returns the text to read of a Markdown file: the titles in its front matter, and its paragraphs. Block
/// quotations have marks.
pub(super) fn readable(text: &str) -> MappedText {
    let (start, blocks) = read_paragraphs(text);
    let blocks = block_quotes::with_lines_apart(text, blocks);
    let mut readable = MappedText::new();
    let marks = block_quotes::of_markdown(text, &blocks);
    let titles = titles(&text[..start]);
    let titles = titles.iter().map(|title| (title, ImpliedMarks::default()));
    for (paragraph, marks) in titles.chain(blocks.iter().map(|block| &block.text).zip(marks)) {
        let span = paragraph.origin_span();
        if !readable.is_empty() {
            let end = readable.origin_span().end.min(span.start);
            readable.push_as("\n", end..end);
            readable.push_as("\n", end..span.start);
        }
        if marks.opens {
            readable.push_as("“", span.start..span.start);
        }
        readable.append(paragraph);
        if marks.closes {
            readable.push_as("”", span.end..span.end);
        }
    }
    lines::unwrap(readable.as_str(), false).through(&readable)
}

/// Returns the values of front matter that are printed, without the quotation marks of its syntax.
fn titles(front_matter: &str) -> Vec<MappedText> {
    let mut titles = Vec::new();
    let mut offset = 0;
    for line in front_matter.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let Some((name, value)) = line.split_once([':', '=']) else { continue };
        let name = name.trim().trim_matches('"');
        if !PRINTED.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            continue;
        }
        let start = start + (line.len() - value.len()) + (value.len() - value.trim_start().len());
        let value = value.trim().trim_end_matches(',');
        let quoted = |mark: char| value.strip_prefix(mark)?.strip_suffix(mark);
        let title = match (quoted('"'), quoted('\'')) {
            (Some(value), _) => unescape(value, start + 1, "\\\"", "\""),
            (None, Some(value)) => unescape(value, start + 1, "''", "'"),
            (None, None) => MappedText::verbatim(value, start),
        };
        if !title.as_str().trim().is_empty() {
            titles.push(title);
        }
    }
    titles
}

/// Returns `value`, which stands at `offset`, with every `escape` replaced.
fn unescape(value: &str, offset: usize, escape: &str, meaning: &str) -> MappedText {
    let mut text = MappedText::new();
    let mut start = 0;
    for (end, _) in value.match_indices(escape) {
        text.push(&value[start..end], offset + start);
        text.push_as(meaning, offset + end..offset + end + escape.len());
        start = end + escape.len();
    }
    text.push(&value[start..], offset + start);
    text
}

#[cfg(test)]
mod tests {
    use crate::extract::draft::markdown::*;
    use proptest::prelude::*;

    #[test]
    fn markup_is_left_out() {
        for (text, expected) in [
            (
                "He has “the *whole* [plan](https://a.example)”.[^1]\n\n[^1]: p. 4",
                "He has “the whole plan”.¶p. 4",
            ),
            ("> “We will\n> **not** go,” he said.\n\nEnd.", "“We will not go,” he said.¶End."),
            ("“We will\nstay,” he said.\n“Yes.”\n", "“We will stay,” he said.¶“Yes.”"),
            ("---\ntitle: \"Mayor: \\\"We stay\\\"\"\ntags: \"a\"\n---\nText", "Mayor: \"We stay\"¶Text"),
            ("---\ntitle: '“We''ll stay”'\n---\nText", "“We'll stay”¶Text"),
            (
                "> We *will*\n> stay.\n>\n> It’s late.\n>\n> — Ann Lee\n\nEnd.",
                "“We will stay.¶“It’s late.”¶— Ann Lee¶End.",
            ),
            ("> We stay\n> here.\n> — Ann Lee", "“We stay here.”¶— Ann Lee"),
            ("> We stay\n> — and wait.\n> — We will not go!", "“We stay — and wait.¶— We will not go!”"),
            ("> [!quote] Ann\n> We stay.\n> — Lee", "quote¶Ann¶“We stay.”¶— Lee"),
            ("> We stay.\n\n> She said “no”.", "“We stay.”¶She said “no”."),
            ("> [!note] Careful\n> We stay.", "note¶Careful¶We stay."),
            ("> [!quote] Ann Lee\n> We stay.", "quote¶Ann Lee¶“We stay.”"),
            ("    “We stay,” he said.\n", "“We stay,” he said."),
            ("One &ldquo;two&rdquo;  \nthree", "One “two” three"),
            ("“We will ~~not~~ sell,” ~~he~~ <del>I</del> she said.", "“We will sell,” she said."),
            ("> We will <s>not</s> sell.\n\n~~Gone.~~\n\nEnd.", "“We will sell.”¶End."),
        ] {
            assert_eq!(readable(text).as_str().replace("\n\n", "¶"), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn letters_map_back(text in "([a-zé ]{0,9}|[*_\"“”>#\\[\\]()-]{1,3}|&amp;|\r?\n){0,40}") {
            let read = readable(&text);
            for (offset, c) in read.as_str().char_indices().filter(|(_, c)| c.is_alphabetic()) {
                let origin = &text[read.origin(offset..offset + c.len_utf8())];
                prop_assert!(origin.contains(c), "{:?} for {:?}", origin, c);
            }
        }
    }
}
