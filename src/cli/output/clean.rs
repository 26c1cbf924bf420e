//! Prints a cleaned article as text, its lines with their verdicts, or a diff of what cleaning cuts.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use clippings::CleanedFile;
use clippings::internals::corpus::Markup;
use clippings::{Article, BlockVerdict, Role, Verdict};

use crate::cli::output::escape::{escape_controls, single_line};
use crate::cli::output::terminal::Terminal;
use crate::cli::output::text::print;

const REASON_STYLE: Style = Style::new().dimmed();
const CUT_STYLE: Style = AnsiColor::Red.on_default();
const HUNK_STYLE: Style = AnsiColor::Cyan.on_default();
/// Number of context lines in a diff.
const CONTEXT_LINES: usize = 3;

/// Prints a cleaned article: its title and its body.
pub(crate) fn article(article: &Article) -> io::Result<()> {
    let title = article
        .title
        .as_ref()
        .map(|title| format!("{}\n\n", escape_controls(title.as_str())))
        .unwrap_or_default();
    print(&format!("{title}{}\n", escape_controls(article.body.text.as_str())))
}

/// Prints the verdict, confidence and place or reason for every line of the original; for a page, for every
/// block with the line on which it begins. Of a file with pages the lines have the numbers of those. The
/// metadata follows.
pub(crate) fn explanation(file: &CleanedFile) -> io::Result<()> {
    let painter = Painter::of_stdout();
    let article = &file.cleaned.article;
    let index = file.record.line_index();
    let rows = 1..=article.lines.len() as u32;
    let width = rows.map(|row| index.position_of_line(row).to_string().len()).max().unwrap_or(1);
    let mut text = String::new();
    let title_line = article.title_line();
    let mut write = |row: u32, is_title: bool, verdict, rule, confidence: Option<f32>, line: &str| {
        let number = index.position_of_line(row);
        let confidence =
            confidence.map(|confidence| format!("{:.0}%", f64::from(confidence) * 100.0)).unwrap_or_default();
        let place = is_title.then(|| match article.heading() {
            Some(_) => "heading, indexed with the text".to_owned(),
            None => "title".to_owned(),
        });
        let notes: Vec<String> = place.into_iter().chain(reason(verdict, rule, file)).collect();
        let reason =
            (!notes.is_empty()).then(|| painter.apply(REASON_STYLE, &format!("  [{}]", notes.join(", "))));
        let sign = if verdict == Verdict::Keep { '+' } else { '-' };
        let row = format!("{number:>width$} {sign} {confidence:>4} {}", escape_controls(line));
        let row = match verdict {
            Verdict::Keep => row,
            Verdict::Cut(_) => painter.apply(CUT_STYLE, row.trim_end()),
        };
        let _ = writeln!(text, "{}{}", row.trim_end(), reason.unwrap_or_default());
    };
    match file.record.markup {
        Markup::Html => {
            for (BlockVerdict { line, label, .. }, block) in article.blocks_with_text() {
                let confidence = Some(label.confidence);
                let is_title = (label.verdict, label.role) == (Verdict::Keep, Role::Title);
                write(*line, is_title, label.verdict, label.rule, confidence, &single_line(block));
            }
        }
        Markup::Plain | Markup::Markdown => {
            for (number, (line, row)) in (1..).zip(lines(file).zip(&article.lines)) {
                let confidence = (!row.blank).then_some(row.confidence);
                let is_title = title_line == Some(number);
                write(number, is_title, row.verdict, row.rule, confidence, line);
            }
        }
    }
    for (name, value) in metadata(article) {
        let _ =
            writeln!(text, "{}", painter.apply(REASON_STYLE, &format!("{name}: {}", single_line(&value))));
    }
    print(&text)
}

/// Returns the names and values of the known metadata.
fn metadata(article: &Article) -> impl Iterator<Item = (&'static str, String)> {
    let metadata = article.metadata.clone();
    let fields = [
        ("title", metadata.title),
        ("author", metadata.author),
        ("published", metadata.published.map(|day| day.to_string())),
        ("site", metadata.site),
        ("url", metadata.url),
        ("reading minutes", metadata.reading_minutes.map(|minutes| minutes.to_string())),
    ];
    fields.into_iter().filter_map(|(name, value)| Some((name, value?)))
}

/// Returns why a line was cut, or which rule keeps it.
pub(crate) fn reason(verdict: Verdict, rule: Option<u32>, file: &CleanedFile) -> Option<String> {
    let rules_name = file.rules.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy());
    let rule_note = rule
        .map(|line| format!("by line {line} of {}", rules_name.unwrap_or_else(|| "the rules file".into())));
    match (verdict, rule_note) {
        (Verdict::Keep, rule_note) => rule_note.map(|rule_note| format!("kept {rule_note}")),
        (Verdict::Cut(_), Some(rule_note)) => Some(format!("cut {rule_note}")),
        (Verdict::Cut(reason), None) => Some(reason.to_string()),
    }
}

/// Prints what cleaning cuts, as `diff -u` does; `patch` removes the cut lines from the file with it.
pub(crate) fn diff(name: &Path, file: &CleanedFile) -> io::Result<()> {
    let painter = Painter::of_stdout();
    let source = &file.record.text;
    let rows: Vec<(&str, bool)> = source
        .split_inclusive('\n')
        .zip(&file.cleaned.article.lines)
        .map(|(line, row)| (line, row.verdict != Verdict::Keep))
        .collect();
    let name = escape_controls(&name.display().to_string()).into_owned();
    let mut text = String::new();
    let mut removed = 0;
    for hunk in hunks(&rows) {
        if text.is_empty() {
            let _ = writeln!(text, "--- {name}\n+++ {name} (cleaned)");
        }
        let cut = rows[hunk.clone()].iter().filter(|(_, cut)| *cut).count();
        let (from, length) = (hunk.start + 1, hunk.len());
        // In a diff, a hunk without lines begins after the line before it.
        let (to, kept_lines) = (from - removed - usize::from(length == cut), length - cut);
        let _ = writeln!(
            text,
            "{}",
            painter.apply(HUNK_STYLE, &format!("@@ -{from},{length} +{to},{kept_lines} @@"))
        );
        for (line, cut) in &rows[hunk] {
            let (content, line_end) = split_line_end(line);
            let content = escape_controls(content);
            let row = match cut {
                true => painter.apply(CUT_STYLE, &format!("-{content}")),
                false => format!(" {content}"),
            };
            text.push_str(&row);
            text.push_str(line_end.unwrap_or("\n\\ No newline at end of file\n"));
        }
        removed += cut;
    }
    print(&text)
}

/// Returns the ranges of `rows` with cut lines, with their context.
fn hunks(rows: &[(&str, bool)]) -> Vec<std::ops::Range<usize>> {
    let mut hunks: Vec<std::ops::Range<usize>> = Vec::new();
    for (index, _) in rows.iter().enumerate().filter(|(_, (_, cut))| *cut) {
        let (from, to) = (index.saturating_sub(CONTEXT_LINES), (index + CONTEXT_LINES + 1).min(rows.len()));
        match hunks.last_mut() {
            Some(last) if from <= last.end => last.end = to,
            _ => hunks.push(from..to),
        }
    }
    hunks
}

/// Splits a line into its content and its line break, or `None` at the end of a file without one.
fn split_line_end(line: &str) -> (&str, Option<&str>) {
    let content = line.strip_suffix('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    content.map_or((line, None), |content| (content, Some(&line[content.len()..])))
}

/// Returns the lines of the original.
fn lines(file: &CleanedFile) -> impl Iterator<Item = &str> {
    file.record.text.split('\n').map(|line| line.trim_end_matches('\r'))
}

/// Applies styles if the terminal has colors.
struct Painter {
    colors: bool,
}

impl Painter {
    /// Detects whether standard output has colors.
    fn of_stdout() -> Self {
        Painter { colors: Terminal::of_stdout().colors }
    }

    /// Applies `style` to `text`.
    fn apply(&self, style: Style, text: &str) -> String {
        if self.colors { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::output::clean::*;

    #[test]
    fn hunks_that_touch_are_one() {
        let rows: Vec<(&str, bool)> = (0..30).map(|index| ("", [4, 10, 25].contains(&index))).collect();
        assert_eq!(hunks(&rows), [1..14, 22..29]);
        assert!(hunks(&[("", false)]).is_empty());
    }

    #[test]
    fn line_breaks_are_split_off() {
        assert_eq!(split_line_end("a\n"), ("a", Some("\n")));
        assert_eq!(split_line_end("a\r\n"), ("a", Some("\r\n")));
        assert_eq!(split_line_end("a"), ("a", None));
    }
}
