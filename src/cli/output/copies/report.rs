//! Prints the copies of an article as text: a block per copy, with what it adds, drops and changes.

use std::fmt::Write as _;
use std::io::{self, Write};

use clippings::internals::wire::PathDisplay;
use clippings::{
    ChangedParagraph, ComparedCopy, CopyIdentity, CopyParagraph, CopyReport, DiffKind, DiffPart,
};

use crate::cli::output::copies::stories::{GUEST, listed, place, title_of};
use crate::cli::output::escape::single_line;
use crate::cli::output::messages::{count_copies, count_of};
use crate::cli::output::terminal::{Terminal, TextKind, TextSpan};

/// Number of paragraphs next to each other that are shown; of more, the first ones are.
const MAX_PARAGRAPHS: usize = 5;
/// Maximum number of characters of a paragraph or a change that are shown.
const MAX_SHOWN: usize = 300;
/// Number of words around a change that are shown.
const CONTEXT: usize = 6;

/// Writes the copies of an article.
pub(super) fn write(
    out: &mut dyn Write,
    report: &CopyReport,
    (display, terminal): (&PathDisplay, &Terminal),
) -> io::Result<()> {
    let mut text = terminal.wrap(&[TextSpan::new(TextKind::Title, &title_of(&report.article, display))], "");
    let earliest = report.earliest();
    let is_first = |day| earliest.is_some() && day == earliest;
    let mut facts = Vec::new();
    let published = report.article.metadata.published;
    let num_first = report.copies.iter().filter(|copy| copy.copy.metadata.published == earliest).count();
    let first = |is_alone: bool| if is_alone { "the earliest" } else { "of the first day" };
    if is_first(published) {
        facts.push(first(num_first == 0).to_owned());
    }
    facts.extend(report.agency.as_deref().map(|agency| format!("names {agency}")));
    facts.extend(report.article.is_guest.then(|| GUEST.to_owned()));
    facts.push(count_copies(report.copies.len() as u64));
    let _ = writeln!(text, "{}{}", place(&report.article, (display, terminal)), listed(&facts, terminal));
    for compared in &report.copies {
        let mut facts = Vec::new();
        if is_first(compared.copy.metadata.published) {
            facts.push(first(num_first == 1 && !is_first(published)).to_owned());
        }
        facts.extend(facts_on(compared));
        let line = place(&compared.copy, (display, terminal));
        let _ = writeln!(text, "\n{line}{}", listed(&facts, terminal)); // does not fail
        let title = title_of(&compared.copy, display);
        if compared.copy.metadata.title.is_some() && title != title_of(&report.article, display) {
            text.push_str(&terminal.wrap(&[TextSpan::new(TextKind::Title, &title)], "   "));
        }
        write_paragraphs(&mut text, '-', &compared.dropped, terminal);
        write_paragraphs(&mut text, '+', &compared.added, terminal);
        for paragraph in &compared.changed {
            write_changes(&mut text, paragraph, terminal);
        }
        out.write_all(text.as_bytes())?;
        text.clear();
    }
    Ok(())
}

/// Returns what is to be said of a copy, in the order of importance.
fn facts_on(compared: &ComparedCopy) -> Vec<String> {
    let mut facts = Vec::new();
    facts.extend(compared.identity.map(|identity| match identity {
        CopyIdentity::Bytes => "identical".to_owned(),
        _ => "same words".to_owned(),
    }));
    if compared.contains {
        facts.push("contains it".to_owned());
    }
    if compared.is_contained {
        facts.push("contained in it".to_owned());
    }
    facts.extend(compared.agency.as_deref().map(|agency| format!("names {agency}")));
    facts.extend(compared.copy.is_guest.then(|| GUEST.to_owned()));
    let changes: usize = compared.changed.iter().map(|paragraph| paragraph.changes().len()).sum();
    for (count, fact) in [(compared.dropped.len(), "dropped"), (compared.added.len(), "added")] {
        if count > 0 {
            facts.push(format!("{} {fact}", count_of(count as u64, "paragraph")));
        }
    }
    if !compared.moved.is_empty() {
        facts.push(format!("{} in another place", count_of(compared.moved.len() as u64, "paragraph")));
    }
    if changes > 0 {
        facts.push(count_of(changes as u64, "change"));
    }
    facts
}

/// Writes paragraphs that only one of the two has, each with its position: `   - 12  The ferry left.`.
fn write_paragraphs(text: &mut String, mark: char, paragraphs: &[CopyParagraph], terminal: &Terminal) {
    let kind = if mark == '-' { TextKind::Dropped } else { TextKind::Added };
    for paragraph in paragraphs.iter().take(MAX_PARAGRAPHS) {
        let lines = terminal.wrap(&[TextSpan::new(kind, &shortened(&paragraph.text))], "           ");
        let number = terminal.paint(TextKind::Line, &format!("{:>4}", paragraph.position));
        let mark = terminal.paint(kind, &mark.to_string());
        let _ = write!(text, "   {mark} {number}  {}", lines.trim_start_matches(' '));
    }
    let more = paragraphs.len().saturating_sub(MAX_PARAGRAPHS) as u64;
    if more > 0 {
        let more = terminal.paint(TextKind::Faint, &format!("… {}", count_of(more, "more paragraph")));
        let _ = writeln!(text, "   {more}");
    }
}

/// Writes the changes of a paragraph, each with a few words around it.
fn write_changes(text: &mut String, paragraph: &ChangedParagraph, terminal: &Terminal) {
    let mut pieces: Vec<(TextKind, String)> = Vec::new();
    let last = paragraph.parts.len().saturating_sub(1);
    for (index, part) in paragraph.parts.iter().enumerate() {
        let words = part.text.trim();
        let space = &part.text[part.text.trim_end().len()..];
        match part.kind {
            DiffKind::Same => pieces.push((TextKind::Plain, folded(part, index > 0, index < last))),
            DiffKind::Dropped => pieces.push((TextKind::Dropped, marked(words, ("[-", "-]"), terminal))),
            DiffKind::Added => pieces.push((TextKind::Added, marked(words, ("{+", "+}"), terminal))),
        }
        // A word that was put in for another stands right behind it.
        let is_replaced = paragraph.parts.get(index + 1).is_some_and(|next| next.kind == DiffKind::Added);
        if part.kind != DiffKind::Same && !(part.kind == DiffKind::Dropped && is_replaced && !terminal.colors)
        {
            pieces.push((TextKind::Plain, space.to_owned()));
        }
    }
    let spans: Vec<TextSpan<'_>> = pieces.iter().map(|(kind, text)| TextSpan::new(*kind, text)).collect();
    let lines = terminal.wrap(&spans, "           ");
    let number = terminal.paint(TextKind::Line, &format!("{:>4}", paragraph.position));
    let _ = write!(text, "   ~ {number}  {}", lines.trim_start_matches(' '));
}

/// Returns the beginning of a long text.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Puts marks around words, as `git diff --word-diff` does, if there are no colors.
fn marked(words: &str, (open, close): (&str, &str), terminal: &Terminal) -> String {
    let words = shortened(words);
    match terminal.colors {
        true => words,
        false => format!("{open}{words}{close}"),
    }
}

/// Returns words that both have, of many those next to a change before or behind.
fn folded(part: &DiffPart, follows: bool, precedes: bool) -> String {
    let words: Vec<&str> = part.text.split(' ').filter(|word| !word.is_empty()).collect();
    let (before, behind) = (usize::from(follows) * CONTEXT, usize::from(precedes) * CONTEXT);
    let space = if part.text.ends_with(' ') { " " } else { "" };
    if words.len() <= before + behind + 2 {
        return format!("{}{space}", single_line(&part.text));
    }
    let (first, last) = (words[..before].join(" "), words[words.len() - behind..].join(" "));
    match (follows, precedes) {
        (true, true) => format!("{first} … {last}{space}"),
        (true, false) => format!("{first} …"),
        (false, _) => format!("… {last}{space}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::output::copies::report::*;

    #[test]
    fn long_parts_that_both_have_are_folded() {
        let part = |text: &str| DiffPart { kind: DiffKind::Same, text: text.to_owned() };
        let long = part("a b c d e f g h i j k l m n o p ");
        for (follows, precedes, expected) in [
            (true, true, "a b c d e f … k l m n o p "),
            (true, false, "a b c d e f …"),
            (false, true, "… k l m n o p "),
        ] {
            assert_eq!(folded(&long, follows, precedes), expected);
        }
        assert_eq!(folded(&part("a b "), true, true), "a b ");
        assert_eq!(folded(&part("anti-"), true, true), "anti-");
    }
}
