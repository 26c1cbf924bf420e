//! The report on a quotation: its verdict, what differs, and the articles that vouch for it.

use maud::{Markup, html};

use crate::serve::page::foreign_text::{ForeignName, ForeignText};
use crate::serve::page::reading_text::{ReadingText, filled};
use crate::serve::page::results::{anchor, place, title_or_name};
use crate::serve::page::text::{ENGLISH, counted};
use crate::serve::view::{ArticleId, ArticleView, DraftId, DraftQuotation, QueryString};
use crate::verify::{
    ChangeInWords, FoldedWords, QuotationReport, QuotationVerdict, SourcePassage, SpeakerVerdict,
};

/// Maximum number of passages that are shown of a quotation.
const MAX_PASSAGES: usize = 5;
/// Maximum number of words of a quotation that are marked in its article.
const MAX_MARKED: usize = 40;
/// Maximum number of changes that are told in words.
const MAX_CHANGES: usize = 20;

/// Returns the report on the quotation of this number, from 0, which is `quote` in the draft.
pub(super) fn report(
    draft: DraftId,
    (index, report): (usize, &QuotationReport),
    quote: &str,
    text: &ReadingText,
) -> Markup {
    let quotation = u32::try_from(index + 1).unwrap_or(u32::MAX);
    let place = DraftQuotation { draft, quotation };
    let (name, meaning) = text.verdicts[report.verdict as usize];
    let with_quote = report.verdict != QuotationVerdict::Verbatim;
    html! {
        section.report.(report.verdict.name()).doubt[is_doubtful(report)] id=(format_args!("v{}", index + 1)) {
            h3 title=(meaning) {
                a href=(format_args!("#q{}", index + 1)) { (index + 1) ". " (name) }
                @if report.is_absent_term() { " (" (text.title_or_term) ")" }
                @if is_doubtful(report) { " (" (text.doubtful_speaker) ")" }
            }
            @if is_doubtful(report) { p { (speaker(report, text)) } }
            @if !report.changes.is_empty() {
                ul {
                    @for change in report.changes.iter().take(MAX_CHANGES) {
                        li { (changed(&ChangeInWords::of(change, report.verdict), text)) }
                    }
                    @if report.changes.len() > MAX_CHANGES { li { "…" } }
                }
            }
            (witnesses(place, report, with_quote, text))
            @for source in report.nearest.iter().filter(|passage| has_half(quote, passage)).take(MAX_PASSAGES) {
                p.note { (text.nearest) }
                (passage(place, source, true, text))
            }
            @if let Some(note) = &report.note { p.note { (ForeignText(note)) } }
        }
    }
}

/// Returns whether the archive may have another speaker. Names are read from sentences, which can be misread.
pub(super) fn is_doubtful(report: &QuotationReport) -> bool {
    report.speaker.verdict == SpeakerVerdict::Other
}

/// Returns whether a passage has at least half of the words of a quotation.
fn has_half(quote: &str, passage: &SourcePassage) -> bool {
    let words = FoldedWords::of(quote).hashes();
    let mut rest = FoldedWords::of(&passage.source_quote).hashes();
    let mut take = |word: &u64| {
        let index = rest.iter().position(|other| other == word);
        index.map(|index| rest.swap_remove(index)).is_some()
    };
    let shared = words.iter().filter(|word| take(word)).count();
    shared > 0 && 2 * shared >= words.len()
}

/// Returns the passages that vouch for a quotation: the first, and the others to unfold; of parts that stand
/// elsewhere all.
fn witnesses(
    draft: DraftQuotation,
    report: &QuotationReport,
    with_quote: bool,
    text: &ReadingText,
) -> Markup {
    let shown = if report.verdict == QuotationVerdict::Elsewhere { MAX_PASSAGES } else { 1 };
    let mut passages =
        report.matches.iter().take(MAX_PASSAGES).map(|source| passage(draft, source, with_quote, text));
    let count = html! {
        (counted(report.total as u64, text.in_articles))
        @if report.stories < report.total { ", " (counted(report.stories as u64, text.of_stories)) }
    };
    html! {
        @for passage in passages.by_ref().take(shown) { (passage) }
        @if report.verdict != QuotationVerdict::Elsewhere && report.total > 1 {
            @if report.matches.len() > shown {
                details { summary.note { (count) } @for passage in passages { (passage) } }
            } @else {
                p.note { (count) }
            }
        }
    }
}

/// Returns a change in words.
fn changed(change: &ChangeInWords<'_>, text: &ReadingText) -> Markup {
    let dropped = |words| html! { del dir="auto" { (ForeignText(words)) } };
    let added = |words| html! { ins dir="auto" { (ForeignText(words)) } };
    html! {
        @match *change {
            ChangeInWords::NothingLeftOut => (text.nothing_left_out),
            ChangeInWords::LeftOut(was) => { (text.left_out) " " (dropped(was)) },
            ChangeInWords::PutIn(now) => { (text.put_in) " " (added(now)) },
            ChangeInWords::Changed { was, now } => {
                (text.was) " " (dropped(was)) " → " (text.now) " " (added(now))
            },
        }
    }
}

/// Returns a passage of an article, linked to its line in the reading view.
fn passage(draft: DraftQuotation, passage: &SourcePassage, with_quote: bool, text: &ReadingText) -> Markup {
    html! {
        p.source {
            @if let Some(source) = passage.source.as_deref() { bdi { (ForeignName(source)) } " · " }
            @if let Some(day) = passage.published {
                time datetime=(day.to_string()) { (ENGLISH.day(day)) } " · "
            }
            a href=(address(draft, passage)) {
                bdi { (ForeignName(&title_or_name(passage.title.as_deref(), &passage.path))) }
            }
            @if passage.is_cut { ", " (text.in_cut_text) }
            br;
            code { (ForeignText(&place(&passage.path, passage.id.as_deref(), passage.position))) }
        }
        @if with_quote {
            blockquote dir="auto" { "“" (ForeignText(&passage.source_quote)) "”" }
        }
        @if let Some(speaker) = passage.speaker.as_deref() {
            p.speaker { "— " bdi { (ForeignText(speaker)) } }
        }
    }
}

/// Returns the address of a passage: its article, opened at the line or page, with the way back to the draft.
fn address(draft: DraftQuotation, passage: &SourcePassage) -> String {
    let id = ArticleId::new(&passage.path, passage.id.as_deref());
    let mut search = QueryString::default();
    search.push("q", phrase(&passage.source_quote));
    if passage.is_cut {
        search.push("cut", "1");
    }
    let view = ArticleView { draft: Some(draft), ..ArticleView::new(id, search, None) };
    format!("{}#{}", view.address(), anchor(passage.position))
}

/// Returns the query that marks a quote, or the beginning of a long one.
fn phrase(quote: &str) -> String {
    let words = quote.split(|c: char| c.is_whitespace() || "\"“”„«»".contains(c));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).take(MAX_MARKED).collect();
    format!("\"{}\"", words.join(" "))
}

/// Says who the archive names in place of the speaker of the draft.
fn speaker(report: &QuotationReport, text: &ReadingText) -> Markup {
    let name = report.speaker.archive.as_deref().unwrap_or_default();
    let words = filled(text.other_speaker, &[name]);
    html! { (ForeignText(&words)) }
}
