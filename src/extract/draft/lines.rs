//! Joins the lines of a paragraph.
//!
//! A quotation goes on over the end of a line, and not over the end of a paragraph. Which of the two a
//! newline is, texts leave open: mails and notes break lines at a column, others after a sentence, and dumps
//! have a paragraph on each line.

use crate::text::MappedText;

/// Number of columns of the longest line of a hard-wrapped paragraph.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=120;
/// Number of columns above which a line is a paragraph, even if quotation marks seem open at its end.
const MAX_OPEN_COLUMNS: usize = 200;

/// Returns `text` with the lines of each paragraph joined by a space, and a blank line between paragraphs.
/// In a mail the marks before the lines of another are left out.
pub(super) fn unwrap(text: &str, is_mail: bool) -> MappedText {
    let mut unwrapped = MappedText::new();
    let groups = groups(text, is_mail);
    let has_blank_lines = groups.len() > 1;
    for group in &groups {
        let columns = group.iter().map(|line| columns(line.text)).max().unwrap_or(0);
        let width = Some(columns).filter(|columns| WIDTHS.contains(columns));
        let mut marks = OpenMarks::default();
        for (index, line) in group.iter().enumerate() {
            if !unwrapped.is_empty() {
                let last = index.checked_sub(1).and_then(|index| group.get(index));
                let goes_on = last.is_some_and(|last| {
                    goes_on(last.text, line.text, width)
                        || has_blank_lines && marks.are_open() && stays_open(last.text, line.text)
                });
                let between = unwrapped.origin_span().end..line.offset;
                // A unit of its own, whatever its length.
                match goes_on {
                    // The word before a hyphen may go on.
                    true if unwrapped.as_str().ends_with('-') => unwrapped.push_as("\n", between),
                    true => unwrapped.push_as(" ", between),
                    false => {
                        marks = OpenMarks::default();
                        unwrapped.push_as("\n", between.start..between.start);
                        unwrapped.push_as("\n", between);
                    }
                }
            }
            marks.read(line.text);
            unwrapped.push(line.text, line.offset);
        }
    }
    unwrapped
}

/// A line without white space around it.
struct Line<'t> {
    text: &'t str,
    offset: usize,
}

/// Returns the lines that are not blank, in groups between blank ones.
fn groups(text: &str, is_mail: bool) -> Vec<Vec<Line<'_>>> {
    let mut groups: Vec<Vec<Line<'_>>> = Vec::new();
    let mut is_new = true;
    let mut offset = 0;
    for line in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{c}']) {
        let start = offset;
        offset += line.len();
        // The newline of two bytes is one.
        if line == "\n" && text[..start].ends_with('\r') {
            continue;
        }
        let visible = if is_mail { without_mail_marks(line) } else { line };
        let visible = visible.trim_start_matches(is_blank);
        let start = start + (line.len() - visible.len());
        let visible = visible.trim_end_matches(is_blank);
        if visible.is_empty() {
            is_new = true;
            continue;
        }
        if std::mem::take(&mut is_new) || groups.is_empty() {
            groups.push(Vec::new());
        }
        let line = Line { text: visible, offset: start };
        groups.iter_mut().last().into_iter().for_each(|group| group.push(Line { ..line }));
        is_new = text[..offset].ends_with(['\u{2029}', '\u{c}']);
    }
    groups
}

/// Returns a line without the marks that mails put before the lines of the one they answer.
fn without_mail_marks(line: &str) -> &str {
    let mut tail = line;
    while let Some(after) = tail.strip_prefix('>') {
        tail = match after.strip_prefix(' ') {
            Some(after) => after,
            None if after.starts_with('>') || after.trim().is_empty() => after,
            None => return line,
        };
    }
    tail
}

/// Returns whether `next` goes on with the paragraph of `last` in a text wrapped at `width` columns.
fn goes_on(last: &str, next: &str, width: Option<usize>) -> bool {
    if begins_item(next) {
        return false;
    }
    if !ends_sentence(last) {
        return true;
    }
    let word = next.split_whitespace().next().map_or(0, columns);
    width.is_some_and(|width| columns(last) + 1 + word > width)
}

/// Returns whether a quotation that is open at the end of `last` goes on in `next`: a paragraph of the same
/// quotation would begin with a mark.
fn stays_open(last: &str, next: &str) -> bool {
    columns(last) <= MAX_OPEN_COLUMNS && !begins_item(next) && !next.starts_with(['"', '“', '„', '«', '»'])
}

/// Returns whether a line begins an item of a list or a heading.
fn begins_item(line: &str) -> bool {
    let tail = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = tail.len() < line.len() && tail.starts_with([')', '.']) && tail[1..].starts_with(' ');
    is_numbered || line.starts_with(['•', '·', '#']) || line.starts_with("* ") || line.starts_with("- ")
}

/// Returns whether a line ends with the end of a sentence.
fn ends_sentence(line: &str) -> bool {
    let closing =
        |c: char| matches!(c, '"' | '\'' | '”' | '“' | '’' | '‘' | '»' | '«' | '›' | '‹' | ')' | ']');
    line.trim_end_matches(closing).ends_with(['.', '!', '?', '…', '。', '！', '？'])
}

fn columns(text: &str) -> usize {
    text.chars().count()
}

/// Returns whether `c` is white space or invisible.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\0' | '\u{feff}' | '\u{200b}')
}

/// The quotation marks of a paragraph so far.
#[derive(Default)]
struct OpenMarks {
    straight: usize,
    /// Opening marks less closing ones.
    curly: isize,
    angle: isize,
}

impl OpenMarks {
    fn read(&mut self, line: &str) {
        for c in line.chars() {
            match c {
                '"' => self.straight += 1,
                '„' => self.curly += 1,
                // The English opening mark closes in German.
                '“' if self.curly > 0 => self.curly -= 1,
                '“' => self.curly += 1,
                '”' => self.curly -= 1,
                '«' => self.angle += 1,
                '»' => self.angle -= 1,
                _ => {}
            }
        }
    }

    fn are_open(&self) -> bool {
        self.straight % 2 == 1 || self.curly > 0 || self.angle != 0
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::draft::lines::*;
    use proptest::prelude::*;

    fn unwrapped(text: &str) -> String {
        unwrap(text, true).as_str().replace("\n\n", "¶")
    }

    #[test]
    fn lines_of_a_paragraph_are_joined() {
        for (text, expected) in [
            ("He said: “We will\nstay.”\n\nShe left.", "He said: “We will stay.”¶She left."),
            ("“We stay.\r\nWe wait,”\r\nhe said.\r\n\r\nShe left.", "“We stay. We wait,” he said.¶She left."),
            ("\"We stay.\nWe wait,\" he said.\n\nShe left.", "\"We stay. We wait,\" he said.¶She left."),
            ("„Wir bleiben.\nWir warten“, sagte er.\n\nEnde.", "„Wir bleiben. Wir warten“, sagte er.¶Ende."),
            ("One paragraph.\nAnother one.\n\nA third.", "One paragraph.¶Another one.¶A third."),
            ("“We stay.\n“We wait,” he said.\n\nShe left.", "“We stay.¶“We wait,” he said.¶She left."),
            ("The list:\n- “one”\n- two\n3. three", "The list:¶- “one”¶- two¶3. three"),
            ("> “We will\n> stay,” he said.\n>\n> > Yes", "“We will stay,” he said.¶Yes"),
            (">>Ja<<, sagte er", ">>Ja<<, sagte er"),
            ("He said: “The govern-\nment stays.”\n\nEnd.", "He said: “The govern-\nment stays.”¶End."),
            ("\u{feff}\n  One\u{2029}Two\u{c}Three\rFour", "One¶Two¶Three Four"),
            (
                "The harbor authority said that it would open in the spring.\n“It will,” said the mayor.",
                "The harbor authority said that it would open in the spring. “It will,” said the mayor.",
            ),
            ("", ""),
        ] {
            assert_eq!(unwrapped(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn characters_map_back(text in "([a-zé ]{0,9}|[“”\"«».>•]|\r?\n){0,60}", is_mail in any::<bool>()) {
            let read = unwrap(&text, is_mail);
            for (offset, c) in read.as_str().char_indices().filter(|(_, c)| !c.is_whitespace()) {
                prop_assert_eq!(&text[read.origin(offset..offset + c.len_utf8())], c.to_string());
            }
            let marks = |c: &char| !is_blank(*c) && *c != '>';
            let (kept, all): (String, String) =
                (read.as_str().chars().filter(marks).collect(), text.chars().filter(marks).collect());
            prop_assert_eq!(kept, all);
        }
    }
}
