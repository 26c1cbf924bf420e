//! Whether two words of a text are of one utterance, so that an ellipsis may lead from one to the other.

use crate::article::{Quotation, QuotationKind};
use crate::quote::{is_double_mark, knows_speakers};
use crate::verify::source_text::breaks::runs_on;
use crate::verify::source_text::{MAX_ATTRIBUTION, SourceText, marks_before};
use crate::verify::speakers::are_same;

impl SourceText {
    /// Returns whether the words `before` and `next` are both the writer's, or both of what one speaker says:
    /// in one quotation, in several that the text gives to one person, or in one that goes on behind its
    /// attribution or in the next paragraph. The marks part utterances in every language.
    pub(in crate::verify) fn is_one_utterance(&self, before: usize, next: usize) -> bool {
        let quotations = self.quotations();
        let around = |index: usize| {
            let start = self.words.words[index].span.start;
            let last =
                quotations.partition_point(|quotation| quotation.range.start <= start).checked_sub(1)?;
            let quotation = &quotations[last];
            (start < quotation.range.end && quotation.kind != QuotationKind::Term).then_some(last)
        };
        match (around(before), around(next)) {
            (None, None) => self.is_one_turn(before, next),
            (Some(first), Some(second)) if first == second => true,
            (Some(first), Some(second)) => {
                let rest = &quotations[first..=second.max(first)];
                let (first, second) = (&quotations[first], &quotations[second]);
                let names = first.speaker.as_ref().zip(second.speaker.as_ref());
                let is_same = names.map(|(name, other)| are_same(&name.name, &other.name) == Some(true));
                if is_same == Some(false) || is_same == Some(true) && self.is_attributed_anew(first, second) {
                    return is_same == Some(true);
                }
                let spoken: Vec<&Quotation> =
                    rest.iter().filter(|quotation| quotation.kind != QuotationKind::Term).collect();
                spoken.windows(2).all(|pair| {
                    self.continues(pair[0], pair[1])
                        || is_same == Some(true) && self.gap_between(pair[0], pair[1]).is_empty()
                })
            }
            _ => false,
        }
    }

    /// Returns whether the text names the speaker of the second of two quotations behind the first: what is
    /// only carried over from before, or has the attribution of the first and no mark before it, may be
    /// somebody else's.
    fn is_attributed_anew(&self, first: &Quotation, second: &Quotation) -> bool {
        let mention = |quotation: &Quotation| quotation.speaker.as_ref().map(|by| by.mention.clone());
        let (before, behind) = (mention(first), mention(second));
        let opens = marks_before(&self.text, second.range.start);
        let is_parted = opens.is_empty()
            || opens.ends_with([',', '.', ':', '–', '—', '!', '?', '…', '\n', '-', ';', '،', '；', '。']);
        behind.as_ref().is_some_and(|behind| behind.start >= first.range.end)
            && (is_parted || before != behind)
    }

    /// Returns whether two words are in turns of one speaker, or in none: only transcripts have turns.
    fn is_one_turn(&self, before: usize, next: usize) -> bool {
        let turn_of = |index: usize| {
            let start = self.words.words[index].span.start;
            self.turns().iter().find(|turn| turn.range.contains(&start))
        };
        match (turn_of(before), turn_of(next)) {
            (None, None) => true,
            (Some(turn), Some(other)) => {
                let names = turn.speaker.as_ref().zip(other.speaker.as_ref());
                turn.range == other.range
                    || names.is_some_and(|(name, other)| are_same(&name.name, &other.name) == Some(true))
            }
            _ => false,
        }
    }

    /// Returns whether the second of two quotations goes on from the first.
    fn continues(&self, first: &Quotation, second: &Quotation) -> bool {
        let between = self.text.get(first.range.end..second.range.start).unwrap_or_default();
        runs_on(between, second) || self.is_split(first, second) || self.stands_beside(first, second)
    }

    /// Returns whether nothing but a clause stands between two quotations, the second of which ends its
    /// paragraph, in a language whose attributions are not known.
    fn stands_beside(&self, first: &Quotation, second: &Quotation) -> bool {
        let gap = self.gap_between(first, second);
        let between = self.text.get(first.range.end..second.range.start).unwrap_or_default();
        let opens = marks_before(&self.text, second.range.start);
        !knows_speakers(self.language)
            && !gap.is_empty()
            && gap.len() <= MAX_ATTRIBUTION
            && !between.contains('\n')
            && !self.has_sentence_end(gap)
            && !opens.ends_with([':', '：'])
            && self.line_behind(second).is_empty()
    }

    /// Returns whether words of the writer go on behind a quotation in its sentence, so that they may say
    /// whose it is.
    pub(super) fn is_tailed(&self, quotation: &Quotation) -> bool {
        let behind = self.line_behind(quotation);
        let ends = |text: &str| text.ends_with(['.', '…']);
        !behind.is_empty()
            && !ends(&self.text[quotation.range.clone()])
            && !self.text[quotation.range.end..].trim_start_matches(is_double_mark).starts_with('.')
    }

    /// Returns what stands behind a quotation in its line, without marks.
    fn line_behind(&self, quotation: &Quotation) -> &str {
        let line = self.text[quotation.range.end..].split('\n').next().unwrap_or_default();
        line.trim_matches(|c: char| !c.is_alphanumeric())
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::Language;
    use crate::verify::find::tests::shown_in;

    #[test]
    fn an_ellipsis_stays_within_an_utterance() {
        for (code, quote, source, expected) in [
            // Another speaker, known or not.
            ("en", "We stay … We go", "“We stay here,” she said.\n\n“Now. We go,” he said.", "no"),
            ("en", "We stay … We go", "“We stay here,” he said.\n\n“Now. We go,” said Ann Lee.", "no"),
            ("zh", "我们留在这里……我们走", "“我们留在这里，”市长李说。“村子，我们走，”工程师王说。", "no"),
            ("ar", "سنبقى هنا … سنرحل", "«سنبقى هنا دائما»، قال العمدة. «غدا سنرحل»، قال المهندس.", "no"),
            ("he", "נישאר כאן … נלך", "\"נישאר כאן תמיד\", אמר ראש העיר. \"מחר נלך\", אמר המהנדס.", "no"),
            (
                "tr",
                "Burada kalacağız … gideceğiz",
                "“Burada kalacağız hep,” dedi Kaya. “Yarın gideceğiz,” dedi Ok.",
                "no",
            ),
            (
                "el",
                "Θα μείνουμε … θα φύγουμε",
                "«Θα μείνουμε εδώ», είπε η Καρέλη. «Αύριο θα φύγουμε», είπε ο Δήμου.",
                "no",
            ),
            (
                "uk",
                "Ми лишаємось … ми йдемо",
                "«Ми лишаємось тут», — сказав Лебідь. «Завтра ми йдемо», — буркнув Стожар.",
                "no",
            ),
            // The words of the writer.
            (
                "en",
                "I will not run … praised the staff",
                "“I will not run again,” said Lint.\n\nFalk praised the staff.",
                "no",
            ),
            ("en", "Falk praised … not run", "Falk praised the staff. “I will not run,” said Lint.", "no"),
            ("de", "Ich bleibe … schwieg", "„Ich bleibe hier“, sagte Anna Ott. Der Rat schwieg.", "no"),
            ("zh", "我们留在这里……很高兴", "“我们留在这里，”市长李说。村民很高兴。", "no"),
            // One utterance.
            ("en", "Part one … three", "“Part one, two,” he said. “And three.”", "elided two → …"),
            (
                "en",
                "Part one … two",
                "“Part one,” said Ann Lee. He left. “And two,” Lee said.",
                "elided And → …",
            ),
            ("en", "Part one … three", "“Part one. Two.\n\n“And three,” he said.", "elided Two → …"),
            (
                "de",
                "Wir schließen … Das Geld fehlt",
                "»Wir schließen den Steg«, sagte Bürgermeisterin Anna Velten. »Das Geld fehlt.«",
                "elided den Steg → …",
            ),
            (
                "de",
                "Wir schließen … Das Geld fehlt",
                "›Wir schließen den Steg‹, sagte Anna Velten. ›Das Geld fehlt.‹",
                "elided den Steg → …",
            ),
            (
                "fr",
                "Nous restons … Le maire part",
                "« Nous restons ici », affirme-t-elle. « Le maire part. »",
                "elided ici → …",
            ),
            ("zh", "我们留在这里……不走", "“我们留在这里，”市长李说，“明天也不走。”", "elided 明天也 → ……"),
            ("ar", "سنبقى هنا … نرحل", "«سنبقى هنا دائما»، قال العمدة. «ولن نرحل».", "elided دائما → …"),
            ("en", "We stay … We go", "“We stay here,” said Lee, drawing a shout of “We go.”", "no"),
            (
                "en",
                "We stay … We go",
                "“We stay here.” Minutes later, Orwin made it clear that “We go,” said Lee.",
                "no",
            ),
            (
                "en",
                "Falk left … the staff",
                "Falk left the “old” hall and praised the staff.",
                "elided the “old” hall and praised → …",
            ),
            (
                "en",
                "Falk left … the staff",
                "Falk left. “No,” said Lint. Falk praised the staff.",
                "elided “No,” said Lint. Falk praised → …",
            ),
        ] {
            let language = Language::named(code).expect("a language");
            let shown = shown_in(quote, source, language);
            let head = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
            assert_eq!(head(&shown), head(expected), "{quote} / {source}: {shown}");
        }
    }
}
