//! Capabilities of the output: colours, links and width.

use std::fmt::Write as _;
use std::io::{self, IsTerminal};
use std::path::Path;

use anstyle::{AnsiColor, Style};
use clippings::PassageSegment;
use unicode_normalization::char::is_combining_mark;

use crate::cli::output::escape::escape_controls;

/// Output, a terminal or a pipe.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    /// Whether it shows colours.
    pub colours: bool,
    /// Whether it shows links.
    links: bool,
    /// Width in columns, if known.
    width: Option<usize>,
}

/// Kind of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Plain,
    /// Match: coloured, or between `**`.
    Match,
    /// Text of less interest.
    Faint,
    Title,
    Path,
    Line,
}

/// Piece of text of one kind.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'t> {
    kind: Kind,
    text: &'t str,
}

impl<'t> Piece<'t> {
    /// Creates a piece of that kind.
    pub fn new(kind: Kind, text: &'t str) -> Self {
        Piece { kind, text }
    }

    /// Converts a segment of a passage.
    pub fn of(segment: &'t PassageSegment) -> Self {
        let kind = match (segment.matched, segment.gap) {
            (true, _) => Kind::Match,
            (false, true) => Kind::Faint,
            (false, false) => Kind::Plain,
        };
        Piece::new(kind, &segment.text)
    }

    /// Converts a segment of a title.
    pub fn of_title(segment: &'t PassageSegment) -> Self {
        Piece::new(if segment.matched { Kind::Match } else { Kind::Title }, &segment.text)
    }
}

impl Kind {
    fn style(self) -> Style {
        match self {
            Kind::Plain => Style::new(),
            Kind::Match => AnsiColor::Red.on_default().bold(),
            Kind::Faint => Style::new().dimmed(),
            Kind::Title => Style::new().bold(),
            Kind::Path => AnsiColor::Magenta.on_default(),
            Kind::Line => AnsiColor::Green.on_default(),
        }
    }
}

impl Terminal {
    /// Detects the capabilities of standard output.
    pub fn of_stdout() -> Self {
        let stdout = io::stdout();
        let terminal = stdout.is_terminal();
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Terminal {
            colours: anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
            links: terminal && !dumb,
            width: terminal_size::terminal_size_of(&stdout).map(|(width, _)| usize::from(width.0)),
        }
    }

    /// Styles `text` by its kind, and escapes control characters.
    pub fn paint(&self, kind: Kind, text: &str) -> String {
        self.styled(kind, &escape_controls(text))
    }

    fn styled(&self, kind: Kind, text: &str) -> String {
        let style = kind.style();
        if self.colours && kind != Kind::Plain { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// Makes `shown` a link to the file at `path`.
    pub fn link(&self, path: &Path, shown: &str) -> String {
        if !self.links || !path.is_absolute() {
            return shown.to_owned();
        }
        format!("\x1b]8;;{}\x1b\\{shown}\x1b]8;;\x1b\\", address(path))
    }

    /// Wraps `pieces` between words into lines that begin with `indent` and fit the screen.
    pub fn wrap(&self, pieces: &[Piece<'_>], indent: &str) -> String {
        if self.width.is_none() && !self.colours {
            return plain(pieces, indent);
        }
        let width = self.width.map_or(usize::MAX, |width| width.saturating_sub(indent.len()).max(20));
        let mut lines = Lines::new(self, indent, width);
        for piece in pieces {
            let marked = piece.kind == Kind::Match && !self.colours;
            let asterisks = if marked { "**" } else { "" };
            let text = format!("{asterisks}{}{asterisks}", escape_controls(piece.text));
            for c in text.chars() {
                if c == ' ' || c == '\n' { lines.space(piece.kind) } else { lines.letter(piece.kind, c) }
            }
        }
        lines.end()
    }
}

/// Renders `pieces` on one line without colours, for a file.
fn plain(pieces: &[Piece<'_>], indent: &str) -> String {
    let mut line = String::new();
    for piece in pieces {
        let asterisks = if piece.kind == Kind::Match { "**" } else { "" };
        line.extend([asterisks, &escape_controls(piece.text), asterisks]);
    }
    format!("{indent}{}\n", line.trim_matches([' ', '\n']).replace('\n', " "))
}

/// Line breaker.
struct Lines<'s> {
    screen: &'s Terminal,
    indent: &'s str,
    width: usize,
    out: String,
    /// Runs of the line so far, and its width in columns.
    line: Vec<(Kind, String)>,
    columns: usize,
    /// Spaces after the line so far, the runs of the word after them, and its width in columns.
    spaces: Vec<Kind>,
    word: Vec<(Kind, String)>,
    word_columns: usize,
}

impl<'s> Lines<'s> {
    fn new(screen: &'s Terminal, indent: &'s str, width: usize) -> Self {
        Lines {
            screen,
            indent,
            width,
            out: String::new(),
            line: Vec::new(),
            columns: 0,
            spaces: Vec::new(),
            word: Vec::new(),
            word_columns: 0,
        }
    }

    fn letter(&mut self, kind: Kind, c: char) {
        add(&mut self.word, kind, c);
        self.word_columns += columns(c);
    }

    fn space(&mut self, kind: Kind) {
        self.finish_word();
        self.spaces.push(kind);
    }

    fn finish_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        if self.columns > 0 && self.columns + self.spaces.len() + self.word_columns > self.width {
            self.finish_line();
        }
        for kind in std::mem::take(&mut self.spaces) {
            if self.columns > 0 {
                add(&mut self.line, kind, ' ');
                self.columns += 1;
            }
        }
        for (kind, text) in std::mem::take(&mut self.word) {
            text.chars().for_each(|c| add(&mut self.line, kind, c));
        }
        self.columns += std::mem::take(&mut self.word_columns);
    }

    fn finish_line(&mut self) {
        self.spaces.clear();
        self.out.push_str(self.indent);
        for (kind, text) in self.line.drain(..) {
            self.out.push_str(&self.screen.styled(kind, &text));
        }
        self.out.push('\n');
        self.columns = 0;
    }

    fn end(mut self) -> String {
        self.finish_word();
        self.finish_line();
        self.out
    }
}

fn add(runs: &mut Vec<(Kind, String)>, kind: Kind, c: char) {
    match runs.last_mut() {
        Some((last, text)) if *last == kind => text.push(c),
        _ => runs.push((kind, c.into())),
    }
}

/// Returns the width of a character in columns, as far as terminals agree on it.
fn columns(c: char) -> usize {
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
fn address(path: &Path) -> String {
    let mut address = String::from("file://");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                address.push(char::from(*byte))
            }
            byte => {
                let _ = write!(address, "%{byte:02X}"); // writing to a string does not fail
            }
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use crate::cli::output::terminal::*;

    const PIPE: Terminal = Terminal { colours: false, links: false, width: None };
    const NARROW: Terminal = Terminal { colours: false, links: true, width: Some(23) };

    fn pieces() -> [Piece<'static>; 3] {
        [
            Piece::new(Kind::Plain, "It was a “"),
            Piece::new(Kind::Match, "grave security threat"),
            Piece::new(Kind::Plain, "” to all."),
        ]
    }

    #[test]
    fn a_pipe_has_no_width() {
        assert_eq!(PIPE.wrap(&pieces(), "   "), "   It was a “**grave security threat**” to all.\n");
    }

    #[test]
    fn lines_break_between_words() {
        let wrapped = NARROW.wrap(&pieces(), "   ");
        assert_eq!(wrapped, "   It was a “**grave\n   security threat**”\n   to all.\n");
        assert!(wrapped.lines().all(|line| line.chars().count() <= 23));
        let wide = NARROW.wrap(&[Piece::new(Kind::Plain, "朝鲜派兵。 俄罗斯否认！ 韩国回应。")], "");
        assert_eq!(wide, "朝鲜派兵。 俄罗斯否认！\n韩国回应。\n");
    }

    #[test]
    fn colours_end_with_the_line() {
        let screen = Terminal { colours: true, ..NARROW };
        for line in screen.wrap(&pieces(), "").lines() {
            assert_eq!(line.matches("\x1b[31m").count(), line.matches("\x1b[0m").count(), "{line:?}");
        }
    }

    #[test]
    fn links_are_addresses() {
        let path = Path::new("/tmp/a b/ї.txt");
        assert_eq!(NARROW.link(path, "x:1"), "\x1b]8;;file:///tmp/a%20b/%D1%97.txt\x1b\\x:1\x1b]8;;\x1b\\");
        assert_eq!(PIPE.link(path, "x"), "x");
    }

    #[test]
    fn nothing_commands_the_terminal() {
        let screen = Terminal { colours: true, ..NARROW };
        let text = screen.wrap(&[Piece::new(Kind::Plain, "a\x1b[2Jb\u{202e}c")], "");
        assert_eq!(text, "a\\u{1b}[2Jb\\u{202e}c\n");
    }
}
