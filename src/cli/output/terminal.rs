//! Renders text for a terminal: colors, links and line breaks.

use std::fmt::Write as _;
use std::io::{self, IsTerminal};
use std::path::Path;

use anstyle::{AnsiColor, Style};
use clippings::PassageSegment;
use terminal_size::{Height, Width, terminal_size_of};
use unicode_normalization::char::is_combining_mark;

use crate::cli::output::escape::escape_controls;

/// Maximum length of lines: longer ones are hard to read.
const MAX_WIDTH: usize = 100;
/// Width of a terminal that does not tell it, and of charts elsewhere.
pub(super) const DEFAULT_WIDTH: usize = 80;

/// Standard output, a terminal or a pipe.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terminal {
    /// Whether colors are shown.
    pub colors: bool,
    /// Whether links are shown.
    links: bool,
    /// Width in columns, if known.
    width: Option<usize>,
}

/// Returns the width of lines on a stream of this size, or `None` if it is no terminal.
fn line_width(is_terminal: bool, size: Option<(Width, Height)>) -> Option<usize> {
    is_terminal.then(|| size.map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0)).min(MAX_WIDTH))
}

/// Kind of a span of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextKind {
    Plain,
    /// Match: colored, or between `**`.
    Match,
    /// Text of less interest.
    Faint,
    Title,
    Path,
    Line,
    /// Words that a copy no longer has.
    Dropped,
    /// Words that only a copy has.
    Added,
}

/// Span of text of one kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextSpan<'t> {
    kind: TextKind,
    text: &'t str,
}

impl<'t> TextSpan<'t> {
    /// Creates a span of text.
    pub(super) fn new(kind: TextKind, text: &'t str) -> Self {
        TextSpan { kind, text }
    }

    /// Converts a segment of a passage.
    pub(super) fn of_passage(segment: &'t PassageSegment) -> Self {
        let kind = match (segment.matched, segment.gap) {
            (true, _) => TextKind::Match,
            (false, true) => TextKind::Faint,
            (false, false) => TextKind::Plain,
        };
        TextSpan::new(kind, &segment.text)
    }

    /// Converts a segment of a title.
    pub(super) fn of_title(segment: &'t PassageSegment) -> Self {
        TextSpan::new(if segment.matched { TextKind::Match } else { TextKind::Title }, &segment.text)
    }
}

impl TextKind {
    /// Returns the style of the kind.
    fn style(self) -> Style {
        match self {
            TextKind::Plain => Style::new(),
            TextKind::Match => AnsiColor::Red.on_default().bold(),
            TextKind::Faint => Style::new().dimmed(),
            TextKind::Title => Style::new().bold(),
            TextKind::Path => AnsiColor::Magenta.on_default(),
            TextKind::Dropped => AnsiColor::Red.on_default(),
            TextKind::Line | TextKind::Added => AnsiColor::Green.on_default(),
        }
    }
}

impl Terminal {
    /// Returns the width of standard error, for messages without colors.
    pub(super) fn of_stderr() -> Self {
        let stderr = io::stderr();
        let width = line_width(stderr.is_terminal(), terminal_size_of(&stderr));
        Terminal { colors: false, links: false, width }
    }

    /// Detects the capabilities of standard output.
    pub(super) fn of_stdout() -> Self {
        let stdout = io::stdout();
        let terminal = stdout.is_terminal();
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let colors = anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never;
        Terminal {
            colors,
            links: colors && terminal && !dumb,
            width: line_width(terminal, terminal_size_of(&stdout)),
        }
    }

    /// Returns the width in columns; `None` if the output is no terminal.
    pub(super) fn columns(&self) -> Option<usize> {
        self.width
    }

    /// Returns the width of `text` in columns.
    pub(super) fn width_of(text: &str) -> usize {
        text.chars().map(char_width).sum()
    }

    /// Styles `text` by its kind, and escapes control characters.
    pub(super) fn paint(&self, kind: TextKind, text: &str) -> String {
        self.styled(kind, &escape_controls(text))
    }

    /// Styles text that has been escaped.
    fn styled(&self, kind: TextKind, text: &str) -> String {
        let style = kind.style();
        if self.colors && kind != TextKind::Plain {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    /// Makes `label` a link to the file at `path`.
    pub(super) fn link(&self, path: &Path, label: &str) -> String {
        if !self.links || !path.is_absolute() {
            return label.to_owned();
        }
        format!("\x1b]8;;{}\x1b\\{label}\x1b]8;;\x1b\\", file_url(path))
    }

    /// Wraps a message, whose second line and later ones are indented.
    pub(super) fn wrap_message(&self, message: &str) -> String {
        self.wrap(&[TextSpan::new(TextKind::Plain, message)], "   ").trim_start().to_owned()
    }

    /// Wraps `spans` between words into lines that begin with `indent` and fit the terminal.
    pub(super) fn wrap(&self, spans: &[TextSpan<'_>], indent: &str) -> String {
        if self.width.is_none() && !self.colors {
            return plain_line(spans, indent);
        }
        let width = self.width.map_or(usize::MAX, |width| width.saturating_sub(indent.len()).max(20));
        let mut lines = LineWrapper::new(self, indent, width);
        for span in spans {
            let marked = span.kind == TextKind::Match && !self.colors;
            let asterisks = if marked { "**" } else { "" };
            let text = format!("{asterisks}{}{asterisks}", escape_controls(span.text));
            for c in text.chars() {
                if c == ' ' || c == '\n' {
                    lines.push_space(span.kind)
                } else {
                    lines.push_char(span.kind, c)
                }
            }
        }
        lines.finish()
    }
}

/// Renders `spans` on one line without colors, for a file.
fn plain_line(spans: &[TextSpan<'_>], indent: &str) -> String {
    let mut line = String::new();
    for span in spans {
        let asterisks = if span.kind == TextKind::Match { "**" } else { "" };
        line.extend([asterisks, &escape_controls(span.text), asterisks]);
    }
    format!("{indent}{}\n", line.trim_matches([' ', '\n']).replace('\n', " "))
}

/// Breaks spans into lines.
struct LineWrapper<'s> {
    terminal: &'s Terminal,
    indent: &'s str,
    width: usize,
    out: String,
    /// Runs of the line so far, and its width in columns.
    line: Vec<(TextKind, String)>,
    line_width: usize,
    /// Spaces after the line so far, the runs of the word after them, and its width in columns.
    spaces: Vec<TextKind>,
    word: Vec<(TextKind, String)>,
    word_width: usize,
}

impl<'s> LineWrapper<'s> {
    fn new(terminal: &'s Terminal, indent: &'s str, width: usize) -> Self {
        LineWrapper {
            terminal,
            indent,
            width,
            out: String::new(),
            line: Vec::new(),
            line_width: 0,
            spaces: Vec::new(),
            word: Vec::new(),
            word_width: 0,
        }
    }

    /// Adds a character to the word.
    fn push_char(&mut self, kind: TextKind, c: char) {
        append(&mut self.word, kind, c);
        self.word_width += char_width(c);
    }

    /// Ends the word, and adds a space after it.
    fn push_space(&mut self, kind: TextKind) {
        self.finish_word();
        self.spaces.push(kind);
    }

    /// Moves the word to the line, or to a new line if it does not fit.
    fn finish_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        if self.line_width > 0 && self.line_width + self.spaces.len() + self.word_width > self.width {
            self.finish_line();
        }
        for kind in std::mem::take(&mut self.spaces) {
            if self.line_width > 0 {
                append(&mut self.line, kind, ' ');
                self.line_width += 1;
            }
        }
        for (kind, text) in std::mem::take(&mut self.word) {
            text.chars().for_each(|c| append(&mut self.line, kind, c));
        }
        self.line_width += std::mem::take(&mut self.word_width);
    }

    /// Ends the line.
    fn finish_line(&mut self) {
        self.spaces.clear();
        self.out.push_str(self.indent);
        for (kind, text) in self.line.drain(..) {
            self.out.push_str(&self.terminal.styled(kind, &text));
        }
        self.out.push('\n');
        self.line_width = 0;
    }

    /// Ends the last line, and returns all lines.
    fn finish(mut self) -> String {
        self.finish_word();
        self.finish_line();
        self.out
    }
}

/// Appends a character to the last run, or begins a run if the kind differs.
fn append(runs: &mut Vec<(TextKind, String)>, kind: TextKind, c: char) {
    match runs.last_mut() {
        Some((last, text)) if *last == kind => text.push(c),
        _ => runs.push((kind, c.into())),
    }
}

/// Returns the width of a character in columns, as far as terminals agree on it.
fn char_width(c: char) -> usize {
    match c {
        c if c.is_ascii() => 1,
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' => 0,
        c if is_combining_mark(c) => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// Returns the URL of a file, percent-encoded.
pub(super) fn file_url(path: &Path) -> String {
    let mut url = String::from("file://");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                url.push(char::from(*byte))
            }
            byte => {
                let _ = write!(url, "%{byte:02X}"); // writing to a string does not fail
            }
        }
    }
    url
}

#[cfg(test)]
impl Terminal {
    /// Pipe, without colors.
    pub(super) const PIPE: Terminal = Terminal { colors: false, links: false, width: None };
}

#[cfg(test)]
mod tests {
    use crate::cli::output::terminal::*;

    const PIPE: Terminal = Terminal::PIPE;
    const NARROW: Terminal = Terminal { colors: false, links: true, width: Some(23) };

    #[test]
    fn messages_wrap_as_hits_do() {
        assert_eq!(NARROW.wrap_message("clippings: a b c d e f g h i"), "clippings: a b c d e\n   f g h i\n");
        assert_eq!(PIPE.wrap_message("clippings: a b c d e f g h i"), "clippings: a b c d e f g h i\n");
    }

    #[test]
    fn lines_are_no_longer_than_they_are_easy_to_read() {
        let size = |columns| Some((Width(columns), Height(40)));
        assert_eq!(line_width(true, size(160)), Some(100));
        assert_eq!(line_width(true, size(60)), Some(60));
        assert_eq!((line_width(true, None), line_width(false, size(60))), (Some(80), None));
    }

    fn spans() -> [TextSpan<'static>; 3] {
        [
            TextSpan::new(TextKind::Plain, "It was a “"),
            TextSpan::new(TextKind::Match, "grave security threat"),
            TextSpan::new(TextKind::Plain, "” to all."),
        ]
    }

    #[test]
    fn a_pipe_has_no_width() {
        assert_eq!(PIPE.wrap(&spans(), "   "), "   It was a “**grave security threat**” to all.\n");
    }

    #[test]
    fn lines_break_between_words() {
        let wrapped = NARROW.wrap(&spans(), "   ");
        assert_eq!(wrapped, "   It was a “**grave\n   security threat**”\n   to all.\n");
        assert!(wrapped.lines().all(|line| line.chars().count() <= 23));
        let wide = NARROW.wrap(&[TextSpan::new(TextKind::Plain, "朝鲜派兵。 俄罗斯否认！ 韩国回应。")], "");
        assert_eq!(wide, "朝鲜派兵。 俄罗斯否认！\n韩国回应。\n");
    }

    #[test]
    fn colors_end_with_the_line() {
        let terminal = Terminal { colors: true, ..NARROW };
        for line in terminal.wrap(&spans(), "").lines() {
            assert_eq!(line.matches("\x1b[31m").count(), line.matches("\x1b[0m").count(), "{line:?}");
        }
    }

    #[test]
    fn links_are_file_urls() {
        let path = Path::new("/tmp/a b/ї.txt");
        assert_eq!(NARROW.link(path, "x:1"), "\x1b]8;;file:///tmp/a%20b/%D1%97.txt\x1b\\x:1\x1b]8;;\x1b\\");
        assert_eq!(PIPE.link(path, "x"), "x");
    }

    #[test]
    fn text_cannot_control_the_terminal() {
        let terminal = Terminal { colors: true, ..NARROW };
        let text = terminal.wrap(&[TextSpan::new(TextKind::Plain, "a\x1b[2Jb\u{202e}c")], "");
        assert_eq!(text, "a\\u{1b}[2Jb\\u{202e}c\n");
    }
}
