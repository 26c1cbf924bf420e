//! The copies of an article, and what each of them has otherwise.

use maud::{Markup, html};

use crate::copies::{ChangedParagraph, ComparedCopy, CopyIdentity, CopyParagraph, CopyReport, DiffKind};
use crate::serve::page::foreign_text::{ForeignName, ForeignText};
use crate::serve::page::reading_text::{ReadingText, filled};
use crate::serve::page::results::title_or_name;
use crate::serve::page::text::{Text, counted};
use crate::serve::view::{ArticleId, ArticleView};

/// Returns the copies of an article, folded.
pub(super) fn copies(
    report: &CopyReport,
    view: &ArticleView,
    (words, text): (&Text, &ReadingText),
) -> Markup {
    let earliest = report.earliest();
    html! {
        details #copies open[view.compares_all] {
            summary { (counted(report.copies.len() as u64, text.copies)) }
            p.note { (text.legend) }
            @for copy in &report.copies {
                section.copy {
                    @let metadata = &copy.copy.metadata;
                    @let title = title_or_name(metadata.title.as_deref(), &copy.copy.path);
                    h2 { a href=(address(copy, view)) { (ForeignName(&title)) } }
                    p.meta {
                        @if let Some(source) = metadata.source() { span { (ForeignName(&source)) } }
                        @if let Some(day) = metadata.published {
                            time datetime=(day.to_string()) { (words.day(day)) }
                        }
                        @if earliest.is_some() && metadata.published == earliest { span { (text.earliest) } }
                        @for fact in facts(copy, text) { span { (ForeignText(&fact)) } }
                    }
                    (paragraphs(&copy.dropped, DiffKind::Dropped))
                    (paragraphs(&copy.added, DiffKind::Added))
                    @for paragraph in &copy.changed { (changes(paragraph)) }
                }
            }
        }
    }
}

/// Returns the address of a copy.
fn address(copy: &ComparedCopy, view: &ArticleView) -> String {
    let id = ArticleId::new(&copy.copy.path, copy.copy.id.as_deref());
    format!("{}#m1", view.of_article(id, None).address())
}

/// Returns what is to be said of a copy, in the order of importance.
fn facts(copy: &ComparedCopy, text: &ReadingText) -> Vec<String> {
    let mut facts: Vec<String> = Vec::new();
    facts.extend(copy.identity.map(|identity| match identity {
        CopyIdentity::Bytes => text.same_bytes.to_owned(),
        CopyIdentity::Words => text.same_words.to_owned(),
    }));
    facts.extend(copy.contains.then(|| text.contains.to_owned()));
    facts.extend(copy.is_contained.then(|| text.is_contained.to_owned()));
    // The name comes from the article.
    facts.extend(copy.agency.as_deref().map(|agency| filled(text.names_agency, &[agency])));
    facts.extend(copy.copy.is_guest.then(|| text.is_guest.to_owned()));
    let changes = copy.changed.iter().map(|paragraph| paragraph.changes().len()).sum();
    let counts = [
        (copy.dropped.len(), text.dropped),
        (copy.added.len(), text.added),
        (copy.moved.len(), text.moved),
        (changes, text.changes),
    ];
    facts.extend(
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, words)| counted(*count as u64, *words)),
    );
    facts
}

/// Returns paragraphs that only one of the two has.
fn paragraphs(paragraphs: &[CopyParagraph], kind: DiffKind) -> Markup {
    html! {
        @for paragraph in paragraphs {
            p data-n=(paragraph.position) dir="auto" { (part(kind, &paragraph.text)) }
        }
    }
}

/// Returns a paragraph with the words that differ.
fn changes(paragraph: &ChangedParagraph) -> Markup {
    html! {
        p data-n=(paragraph.position) dir="auto" {
            @for changed in &paragraph.parts { (part(changed.kind, &changed.text)) }
        }
    }
}

fn part(kind: DiffKind, text: &str) -> Markup {
    let words = text.trim_end();
    html! {
        @match kind {
            DiffKind::Same => (ForeignText(words)),
            DiffKind::Dropped => del { (ForeignText(words)) },
            DiffKind::Added => ins { (ForeignText(words)) },
        }
        (&text[words.len()..])
    }
}
