//! Reports what the comparison of a quotation has found.

use std::ops::Range;

use crate::article::StoredText;
use crate::quote::is_mark;
use crate::search::FetchedArticle;
use crate::search::queries::word_docs::ArticleAddress;
use crate::verify::archive::ComparedArticle;
use crate::verify::comparison::{NearPassage, Quoted, Witness, Witnesses};
use crate::verify::pattern::Edit;
use crate::verify::report::{QuotationReport, QuotationVerdict, SourcePassage, WordChange};
use crate::verify::source_text::SourceText;
use crate::verify::speakers;
use crate::verify::words::ELLIPSIS;

impl Quoted<'_> {
    /// Reports passages that have the words.
    pub(super) fn report_matches(&self, report: &mut QuotationReport, found: &Witnesses) {
        let Some(first) = found.first.first() else { return };
        report.verdict = first.verdict();
        report.total = found.articles.len();
        report.stories = self.count_stories(found.articles.iter().copied());
        // All of them are asked for the speaker, more than are shown.
        let mut passages: Vec<(SourcePassage, &Witness)> =
            found.first.iter().map(|found| (self.witness_passage(found), found)).collect();
        let speakers = passages.iter().filter_map(|(passage, _)| passage.speaker.clone());
        let speakers = speakers.chain(found.speakers.iter().cloned());
        report.speaker = speakers::compare(report.speaker.draft.as_deref(), speakers);
        // The one that names the speaker vouches; the oldest of those.
        let shown = report.speaker.archive.clone();
        passages.sort_by_key(|(passage, _)| passage.speaker.is_none() || passage.speaker != shown);
        if let Some((_, first)) = passages.first() {
            let change =
                |edit: &Edit| self.change(first.text(), edit.was.clone(), edit.now.clone(), &report.range);
            report.changes = first.found.edits.iter().map(change).collect();
            report.note = report.note.take().or_else(|| self.note_on_negation(first));
            report.note = report.note.take().or_else(|| self.note_on_attribution(first));
        }
        report.matches =
            passages.into_iter().map(|(passage, _)| passage).take(QuotationReport::MAX_MATCHES).collect();
    }

    /// Returns the note on a negation right before a passage, if the draft neither has it nor begins a
    /// sentence there, for which it is an omission.
    fn note_on_negation(&self, witness: &Witness) -> Option<String> {
        if self.pattern.has_negation_before || self.pattern.words.opens_sentence() {
            return None;
        }
        let text = witness.text();
        let negation = text.negation_before(witness.found.words.start)?;
        let negation = text.text.get(text.words.span(negation..negation + 1))?;
        Some(format!("in the archive “{negation}” stands right before it"))
    }

    /// Returns the note on the attribution that a passage has inside it and the quotation does not.
    fn note_on_attribution(&self, witness: &Witness) -> Option<String> {
        if !matches!(witness.verdict(), QuotationVerdict::Verbatim | QuotationVerdict::Edited)
            || witness.found.words.len() <= self.pattern.words.len()
        {
            return None;
        }
        let attribution = witness.text().attribution_in(&witness.found.words)?;
        Some(format!("in the archive “{}” stands within it", shown(attribution)))
    }

    fn count_stories(&self, articles: impl Iterator<Item = ArticleAddress>) -> usize {
        self.archive.snapshot.count_stories(articles)
    }

    fn witness_passage(&self, witness: &Witness) -> SourcePassage {
        self.passage(&witness.article, witness.in_title, witness.found.words.clone())
    }

    /// Returns a passage of an article.
    fn passage(&self, article: &ComparedArticle, in_title: bool, words: Range<usize>) -> SourcePassage {
        let text = if in_title { &article.title } else { &article.body };
        let span = text.words.span(words);
        let FetchedArticle { path, id, metadata, title_position, text: stored, .. } = &article.article;
        let StoredText { lines, .. } = stored;
        SourcePassage {
            path: path.clone(),
            id: id.clone(),
            position: if in_title { *title_position } else { lines.position(span.start) },
            published: metadata.published,
            title: metadata.title.clone(),
            source: metadata.source().map(|source| source.into_owned()),
            source_quote: shown(text.text.get(span.clone()).unwrap_or_default()),
            speaker: if in_title { None } else { text.speaker(&span) },
            is_cut: article.is_cut,
        }
    }

    /// Returns the change of words of a text to words of the quotation.
    fn change(
        &self,
        text: &SourceText,
        was: Range<usize>,
        now: Range<usize>,
        draft: &Range<usize>,
    ) -> WordChange {
        let was = text.text.get(text.words.span(was)).unwrap_or_default();
        let span = match now.is_empty() {
            false => with_brackets(self.quote, self.pattern.words.span(now)),
            true => {
                // Where words are missing: behind the word before them.
                let end = now.start.checked_sub(1).map_or(0, |last| self.pattern.words.words[last].span.end);
                end..end
            }
        };
        let now = self.quote.get(span.clone()).unwrap_or_default();
        let now = if now.starts_with('.') && now.ends_with('.') { ELLIPSIS } else { now };
        WordChange {
            was: shown(was),
            now: shown(now),
            range: draft.start + span.start..draft.start + span.end,
        }
    }

    /// Reports the passage that comes nearest.
    pub(super) fn report_nearest(&self, report: &mut QuotationReport, near: &NearPassage) {
        let NearPassage { article, in_title, alignment } = near;
        let passage = self.passage(article, *in_title, alignment.words.clone());
        if !self.is_same(alignment) {
            report.nearest.push(passage);
            return;
        }
        report.verdict = QuotationVerdict::Differs;
        (report.total, report.stories) = (1, 1);
        let text = if *in_title { &article.title } else { &article.body };
        let hunks = alignment.hunks.iter();
        report.changes =
            hunks.map(|hunk| self.change(text, hunk.was.clone(), hunk.now.clone(), &report.range)).collect();
        if report.changes.is_empty() {
            report.changes.extend(self.end_change(text, alignment.words.end, &report.range));
        }
        report.speaker = speakers::compare(report.speaker.draft.as_deref(), passage.speaker.clone());
        report.matches.push(passage);
    }

    /// Returns the last word of a quotation with the mark behind it, if the words of the text that end at
    /// `end` have another mark there.
    fn end_change(&self, text: &SourceText, end: usize, draft: &Range<usize>) -> Option<WordChange> {
        let marked = |text: &str, span: Range<usize>| {
            let is_mark = |c: &char| !c.is_alphanumeric() && !c.is_whitespace() && !is_mark(*c);
            let length: usize = text[span.end..].chars().take_while(is_mark).map(char::len_utf8).sum();
            span.start..span.end + length
        };
        let words = &self.pattern.words;
        let was = marked(&text.text, text.words.words.get(end.checked_sub(1)?)?.span.clone());
        let now = marked(self.quote, words.words.last()?.span.clone());
        let (was, shown) = (text.text[was].to_owned(), self.quote[now.clone()].to_owned());
        (was != shown).then(|| WordChange {
            was,
            now: shown,
            range: draft.start + now.start..draft.start + now.end,
        })
    }

    /// Reports the parts that stand elsewhere: of each, the passage that names the speaker, or the first.
    pub(super) fn report_elsewhere(&self, report: &mut QuotationReport, parts: Vec<Vec<Witness>>) {
        report.verdict = QuotationVerdict::Elsewhere;
        let passages: Vec<Vec<(SourcePassage, ArticleAddress)>> = parts
            .iter()
            .map(|part| {
                part.iter().map(|found| (self.witness_passage(found), found.article.address)).collect()
            })
            .collect();
        let speakers = passages.iter().flatten().filter_map(|(passage, _)| passage.speaker.clone());
        report.speaker = speakers::compare(report.speaker.draft.as_deref(), speakers);
        let names_speaker =
            |passage: &SourcePassage| passage.speaker.is_some() && passage.speaker == report.speaker.archive;
        let shown = passages.into_iter().filter_map(|mut part| {
            let named = part.iter().position(|(passage, _)| names_speaker(passage)).unwrap_or(0);
            (named < part.len()).then(|| part.swap_remove(named))
        });
        let (shown, mut addresses): (Vec<SourcePassage>, Vec<ArticleAddress>) = shown.unzip();
        addresses.sort_unstable();
        addresses.dedup();
        report.total = addresses.len();
        report.stories = self.count_stories(addresses.into_iter());
        report.matches = shown;
    }
}

/// Returns a part of a text with the bracket before it, or behind it, that belongs to one in it or to its
/// other end.
fn with_brackets(text: &str, span: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = span;
    let count = |bracket: char| text[span.clone()].matches(bracket).count();
    let (opened, closed) = (count('['), count(']'));
    let opens = text[..start].ends_with('[');
    let closes = text[end..].starts_with(']');
    if closed > opened && opens || opens && closes && opened == closed {
        start -= 1;
    }
    if opened > closed && closes || start < span.start && opened == closed {
        end += 1;
    }
    start..end
}

/// Returns `text` on one line, without what is not shown.
fn shown(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}')).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn brackets_are_shown_whole() {
        for (text, part, expected) in [
            ("the brige [sic] is", "brige [sic", "brige [sic]"),
            ("after [two] times", "two] times", "[two] times"),
            ("the [mayor] knows", "mayor", "[mayor]"),
            ("the [old mayor] knows", "mayor", "mayor"),
            ("the [a] b [c] knows", "a] b [c", "[a] b [c]"),
        ] {
            let start = text.find(part).expect("a part");
            let range = super::with_brackets(text, start..start + part.len());
            assert_eq!(&text[range], expected, "{text}");
        }
    }
}
