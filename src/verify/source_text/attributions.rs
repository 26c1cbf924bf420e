//! Attributions inside a quotation: *“Part one,” he said. “Part two.”*

use std::ops::Range;

use crate::article::Quotation;
use crate::quote::{is_double_mark, is_mark, is_verb_of_speech};
use crate::verify::source_text::{MAX_ATTRIBUTION, SourceText, marks_before};

/// Maximum number of words up to the verb of an attribution behind a quotation.
const MAX_SUBJECT: usize = 5;
/// Marks at the end of a sentence.
const ENDS: [char; 4] = ['.', '!', '?', '…'];
/// Marks within a sentence, behind which it goes on.
const COMMAS: [char; 5] = [',', '—', '–', '-', '،'];

impl SourceText {
    /// Returns whether the words between two quotations are an attribution of the first after which the same
    /// speaker goes on: one clause, with a verb of speech, that the marks join to the first quotation.
    pub(super) fn is_attribution(&self, first: &Quotation, second: &Quotation, gap: Range<usize>) -> bool {
        let Some(between) = self.text.get(first.range.end..second.range.start) else { return false };
        if gap.is_empty()
            || gap.len() > MAX_ATTRIBUTION
            || between.contains('\n')
            || !self.is_joined(first, second, between)
            || !self.has_one_clause(gap.clone())
            || self.has_sentence_end(gap.clone())
            || self.is_attributed_behind(second)
        {
            return false;
        }
        let is_inside =
            |mention: &Range<usize>| first.range.end <= mention.start && mention.end <= second.range.start;
        let is_speech = |index: usize| is_verb_of_speech(self.words.text(index), self.language);
        if second.is_continued {
            // A verb in no list is known by its place.
            let is_named = first.speaker.as_ref().is_some_and(|speaker| is_inside(&speaker.mention));
            return is_named || gap.clone().any(is_speech);
        }
        // What another speaker says goes on from nothing.
        let has_other_speaker = match (&first.speaker, &second.speaker) {
            (_, None) => {
                self.is_tailed(second) && marks_before(&self.text, second.range.start).ends_with('.')
            }
            (Some(speaker), Some(next)) => speaker.name != next.name,
            (None, Some(next)) => !is_inside(&next.mention),
        };
        !has_other_speaker && gap.clone().any(is_speech)
    }

    /// Returns the first attribution within a passage of these words.
    pub(in crate::verify) fn attribution_in(&self, words: &Range<usize>) -> Option<&str> {
        let mut pairs = self.quotations().windows(2);
        let gap = pairs.find_map(|pair| match pair {
            [first, second] => {
                let gap = self.gap_between(first, second);
                let is_within = words.start < gap.start && gap.end < words.end && !gap.is_empty();
                (is_within && self.is_attribution(first, second, gap.clone())).then_some(gap)
            }
            _ => None,
        })?;
        self.text.get(self.words.span(gap))
    }

    /// Returns whether the marks join what stands between two quotations to the first one: behind a comma, or
    /// behind a question if it begins in lower case or ends its sentence. What leads to the second quotation
    /// alone, as a sentence that a colon ends or one that no mark parts from it, is not.
    fn is_joined(&self, first: &Quotation, second: &Quotation, between: &str) -> bool {
        let words = self.text[..first.range.end].trim_end();
        let behind = between.trim_start_matches(|c: char| is_mark(c) || c.is_whitespace());
        let opens = marks_before(&self.text, second.range.start);
        let (ends, goes_on) = (opens.ends_with(ENDS), opens.ends_with(COMMAS));
        let is_capital =
            |text: &str| text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        let starts_low = !is_capital(behind);
        if words.ends_with(COMMAS) || behind.starts_with(COMMAS) {
            return ends || goes_on;
        }
        if words.ends_with(['!', '?']) {
            return ends || goes_on && (starts_low || !is_capital(&self.text[second.range.clone()]));
        }
        words.ends_with(ENDS) && starts_low && (ends || goes_on)
    }

    /// Returns whether an attribution of its own follows a quotation: *“Part two,” replied Lee*.
    fn is_attributed_behind(&self, quotation: &Quotation) -> bool {
        let end = quotation.range.end;
        let next = self.words.words.partition_point(|word| word.span.start < end);
        let is_near = |index: &usize| {
            let (before, word) = (&self.words.words[index - 1], &self.words.words[*index]);
            let between = &self.text[before.span.end..word.span.start];
            let ends = |c: char| matches!(c, '\n' | '.' | '?' | '!' | ',' | ';') || is_double_mark(c);
            *index == next && !between.contains('\n') || !between.contains(ends)
        };
        let has_mark = self.text[..end].ends_with([',', '!', '?']) || self.text[end..].starts_with([',']);
        let mut behind = (next.max(1)..self.words.len()).take(MAX_SUBJECT).take_while(is_near);
        has_mark
            && behind.any(|index| {
                let text = self.words.text(index);
                !text.ends_with("ing") && is_verb_of_speech(text, self.language)
            })
    }

    /// Returns whether a sentence ends between these words.
    pub(super) fn has_sentence_end(&self, range: Range<usize>) -> bool {
        range.clone().zip(range.skip(1)).any(|(index, next)| {
            let (word, following) = (&self.words.words[index], &self.words.words[next]);
            let between = self.text[word.span.end..following.span.start].trim_end();
            let is_stopped = between.ends_with('.') && self.is_stopped(index);
            let starts_low = self.text[following.span.clone()].starts_with(char::is_lowercase);
            between.contains([';', '。', '！', '？', '；', '؟', '۔', '।'])
                || between.ends_with(['.', '!', '?']) && !is_stopped && !starts_low
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::Language;
    use crate::verify::find::tests::{shown, shown_in};

    #[test]
    fn what_leads_to_another_quotation_is_no_attribution() {
        for source in [
            "“Part one.” Orwin, who owns three cranes, disagreed. “Part two.”",
            "“Part one.” Minutes later, Orwin made it clear that, on its own, “part two is.”",
            "“Part one?” Even Orwin had to tell Lee his part was “part two.”",
            "“Part one?” Orwin’s reply was a snide, “Part two is.”",
            "“Part one.” The other replies: “Part two.”",
            "“Part one.” Jones retorted, “Part two.”",
            "“Part one,” said Bell. It broke the next morning. “Part two.”",
            "“Part one,” said Bell. The court disagreed. “Part two.”",
            "“Part one,” said Bell, before Orwin interrupted him: “Part two.”",
            "“Part one,” said Bell, citing the words of the founder. “Part two.”",
            "“Part one,” said Bell, reading from a letter of his father. “Part two.”",
            "“Part one,” said Bell, drawing a shout of “part two.”",
            "“Part one,” Lee said. Later reports found lead in it and the state fined the town. “Part two.”",
        ] {
            for quote in
                ["Part one. Part two", "Part one, part two", "Part one? Part two", "Part one part two"]
            {
                assert_eq!(shown(quote, source), "no", "{quote} / {source}");
            }
        }
        for (quote, source) in [
            ("Part one? Part two", "“Part one?” Lee asked. “Part two.”"),
            ("Part one? part two", "“Part one?” Lee asked, “part two.”"),
            ("Part one? Part two", "“Part one?” asked Lee. “Part two.”"),
            ("Part one. Part two", "“Part one,” said Sen. Jon Ek, D-Mont., on Monday. “Part two.”"),
            ("Part one. Part two", "‘Part one’, said Bell. ‘Part two.’"),
            ("Part one, part two", "“Part one” — he said — “part two.”"),
        ] {
            assert_eq!(shown(quote, source), "verbatim", "{quote} / {source}");
        }
    }

    #[test]
    fn the_marks_of_other_languages_join_as_well() {
        for (code, quote, source) in [
            ("de", "Wir bleiben. Das Geld fehlt", "»Wir bleiben«, sagte Anna Velten. »Das Geld fehlt.«"),
            ("de", "Wir bleiben, das Geld fehlt", "»Wir bleiben«, sagte Anna Velten, »das Geld fehlt.«"),
            ("fr", "Nous restons. Le maire part", "« Nous restons », a dit Jean Vidal. « Le maire part. »"),
            ("fr", "Nous restons. Le maire part", "« Nous restons », affirme-t-elle. « Le maire part. »"),
            ("ru", "Мы остаёмся. Денег нет", "«Мы остаёмся, — сказал Карл Орвин. — Денег нет»."),
        ] {
            let language = Language::named(code).expect("a language");
            assert_eq!(shown_in(quote, source, language), "verbatim", "{quote} / {source}");
        }
    }
}
