//! Prints explanations of queries and whole articles as text.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::{self, Write};

use clippings::FullArticle;
use clippings::Response;
use clippings::SpellingSuggestion;
use clippings::internals::wire::PathDisplay;
use clippings::internals::wire::remarks::also_spelled;
use clippings::internals::wire::remarks::counted::indexed_by;
use clippings::query;
use clippings::query::Parsed;
use clippings::{WordForm, WordForms};

use crate::cli::output::advice;
use crate::cli::output::escape::{escape_controls, single_line};
use crate::cli::output::terminal::{Terminal, TextKind, TextSpan};

/// Column in which the values of an explanation begin.
const VALUE_COLUMN: usize = "understood  ".len();

/// Prints how a query was understood: in words, in canonical form, and as a tree.
pub(crate) fn explanation(parsed: &Parsed, forms: &[WordForms]) -> io::Result<()> {
    let mut text = format!("finds       {}\n", query::explain(&parsed.query));
    let understood = parsed.query.to_string();
    if !understood.is_empty() {
        let _ = writeln!(text, "understood  {understood}"); // writing to a string does not fail
    }
    for note in &parsed.notes {
        let place = match note.position {
            0 => String::new(),
            position => format!("at character {}: ", position + 1),
        };
        let _ = writeln!(text, "note        {place}{}", note.reason);
    }
    for word in forms {
        let _ = writeln!(text, "forms       {}", word_forms(word));
        if let Some(languages) = not_joined(word) {
            let _ = writeln!(text, "not joined  {languages}");
        }
    }
    text.push('\n');
    text.push_str(&query::tree(&parsed.query));
    let text = advice::complete(&text);
    print_wrapped(&escape_controls(&text))
}

/// Prints lines that are made to be shown, those that are wider than the terminal as several.
pub(crate) fn print_wrapped(text: &str) -> io::Result<()> {
    let terminal = Terminal::of_stdout();
    print(&text.lines().map(|line| wrapped(&terminal, line)).collect::<String>())
}

/// Wraps a line whose second line and later ones begin below its value, or below the end of its indentation.
fn wrapped(terminal: &Terminal, line: &str) -> String {
    if terminal.columns().is_none_or(|columns| Terminal::width_of(line) <= columns) {
        return format!("{line}\n");
    }
    let text = line.trim_start_matches(' ');
    let indentation = line.len() - text.len();
    let is_label = indentation == 0 && line.as_bytes().get(VALUE_COLUMN - 2..VALUE_COLUMN) == Some(b"  ");
    let later = if is_label { VALUE_COLUMN } else { indentation + 2 };
    let (first, rest) = match is_label {
        true => line.split_at(VALUE_COLUMN),
        false => line.split_at(indentation),
    };
    let lines = terminal.wrap(&[TextSpan::new(TextKind::Plain, rest)], &" ".repeat(later));
    format!("{first}{}", lines.trim_start_matches(' '))
}

/// Returns what is known of the words of a query: their forms, and other spellings.
pub(crate) fn word_remarks(response: &Response) -> Vec<String> {
    let mut remarks = Vec::new();
    for forms in &response.word_forms {
        remarks.push(word_forms(forms));
        remarks.extend(not_joined(forms).map(|languages| format!("not joined: {languages}")));
    }
    remarks.extend(response.also_spelled.chunk_by(SpellingSuggestion::are_listed_together).map(also_spelled));
    remarks
}

/// Renders the forms that a word finds: `troop: troops (12 articles), troop (3)`; the articles by language if
/// there are several.
fn word_forms(forms: &WordForms) -> String {
    let several = forms.forms.iter().any(|form| form.languages.keys().ne(forms.forms[0].languages.keys()))
        || forms.forms.first().is_some_and(|form| form.languages.len() > 1);
    let by_language = |form: &WordForm| {
        let mut languages: Vec<_> = form.languages.iter().collect();
        languages.sort_by_key(|(code, count)| (Reverse(**count), *code));
        let languages = languages.iter().map(|(code, count)| format!("{code} {count}"));
        languages.collect::<Vec<_>>().join(", ")
    };
    let list: Vec<String> = forms
        .forms
        .iter()
        .map(|form| match several {
            true => format!("{} ({})", form.form, by_language(form)),
            false => format!("{} ({})", form.form, form.articles),
        })
        .collect();
    let list = if list.is_empty() { "in no article".to_owned() } else { list.join(", ") };
    let more = if forms.more > 0 { format!(" and {} more", forms.more) } else { String::new() };
    format!("{}: {list}{more}", forms.word)
}

/// Renders the languages in which a word finds no forms, with the reasons: `stores: nb, sv (no article has it
/// as typed)`.
fn not_joined(forms: &WordForms) -> Option<String> {
    let mut by_reason: Vec<(&str, Vec<&str>)> = Vec::new();
    for (code, reason) in &forms.not_joined {
        match by_reason.iter_mut().find(|(known, _)| known == reason) {
            Some((_, codes)) => codes.push(code),
            None => by_reason.push((reason, vec![code])),
        }
    }
    let list: Vec<String> =
        by_reason.iter().map(|(reason, codes)| format!("{} ({reason})", codes.join(", "))).collect();
    (!list.is_empty()).then(|| format!("{}: {}", forms.word, list.join(", ")))
}

/// Renders a whole article: title, path and date, then every paragraph with the line on which it begins,
/// or with the page that it begins.
pub(crate) fn full_article(article: &FullArticle, display: &PathDisplay) -> String {
    let terminal = Terminal::of_stdout();
    let mut text = String::new();
    if let Some(title) = &article.heading {
        let title = title.segments.iter().map(TextSpan::of_title).collect::<Vec<_>>();
        text.push_str(&terminal.wrap(&title, ""));
    }
    let place = display.place(&article.path, article.id.as_deref());
    text.push_str(&terminal.link(&article.path, &terminal.paint(TextKind::Path, &place)));
    let source = article.metadata.source().map(|source| single_line(&source));
    let parts = source.into_iter().chain(article.metadata.published.map(|day| day.to_string()));
    let parts = parts.chain(article.indexed_by.as_ref().map(|owner| single_line(&indexed_by(owner))));
    let origin = parts.collect::<Vec<_>>().join(" · ");
    let width = Terminal::width_of(&place) + 2 + Terminal::width_of(&origin);
    if origin.is_empty() {
        text.push('\n');
    } else if terminal.columns().is_none_or(|columns| width <= columns) {
        text.push_str(&terminal.paint(TextKind::Faint, &format!("  {origin}")));
        text.push('\n');
    } else {
        text.push('\n');
        text.push_str(&terminal.wrap(&[TextSpan::new(TextKind::Faint, &origin)], ""));
    }
    let mut page = None;
    for paragraph in &article.paragraphs {
        // A page is named where it begins.
        let goes_on = page.is_some() && paragraph.position.page() == page;
        page = paragraph.position.page();
        let number = match goes_on {
            true => " ".repeat(6),
            false => format!("{:>4}  ", paragraph.position),
        };
        let spans: Vec<TextSpan<'_>> = paragraph.segments.iter().map(TextSpan::of_passage).collect();
        let lines = terminal.wrap(&spans, "      ");
        text.push('\n');
        text.push_str(&terminal.paint(TextKind::Line, &number));
        text.push_str(lines.trim_start_matches(' '));
    }
    text
}

/// Prints `text`. A broken pipe is an error here, and a panic with `print!`.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
