//! Differences between an article and a copy, by paragraphs and words.

use std::collections::HashSet;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::copies::compared_text::ComparedText;
use crate::copies::report::{ChangedParagraph, CopyParagraph, DiffKind, DiffPart};
use crate::stories::differences::{CommonWord, common_words, run_hash};

/// One paragraph is another in other words if they share one in so many words of the shorter.
const MIN_SHARED: usize = 3;
/// Number of words of the runs by which a paragraph is found in another place.
const MOVED_RUN: usize = 3;
/// Percentage of these runs that must be there.
const MIN_MOVED: usize = 80;

/// Maximum number of words without a space between them that change together, as in *$40-million*. Scripts
/// without spaces have more.
const MAX_TOKEN: usize = 6;

/// Differences between an article and a copy.
#[derive(Debug, Default)]
pub(super) struct Differences {
    pub added: Vec<CopyParagraph>,
    pub dropped: Vec<CopyParagraph>,
    pub moved: Vec<CopyParagraph>,
    pub changed: Vec<ChangedParagraph>,
    /// Whether both have the same words in the same order.
    pub are_identical: bool,
    /// Whether the copy has all words of the article but for its credits, paragraphs in any order.
    pub copy_has_all: bool,
    /// The same of the article.
    pub article_has_all: bool,
}

/// Compares an article with a copy.
pub(super) fn differences(article: &ComparedText<'_>, copy: &ComparedText<'_>) -> Differences {
    let pairs = paired_words(article, copy);
    let [only_article, only_copy] = [
        unpaired(article, pairs.iter().map(|(word, _)| *word)),
        unpaired(copy, pairs.iter().map(|(_, word)| *word)),
    ];
    let [moved_article, moved_copy] =
        [moved(article, &only_article, copy, &only_copy), moved(copy, &only_copy, article, &only_article)];
    let has_all = |text: &ComparedText<'_>, paired: &FxHashSet<usize>, moved: &[usize]| {
        (0..text.hashes.len()).all(|word| {
            paired.contains(&word)
                || moved.binary_search(&text.paragraph_of[word]).is_ok()
                || text.is_credit(word)
        })
    };
    let paired_article = pairs.iter().map(|(word, _)| *word).collect();
    let paired_copy = pairs.iter().map(|(_, word)| *word).collect();
    let paragraphs = |text: &ComparedText<'_>, numbers: &[usize], left_out: &[usize]| {
        let numbers = numbers.iter().filter(|number| left_out.binary_search(number).is_err());
        numbers.map(|number| text.paragraph(*number)).collect()
    };
    Differences {
        added: paragraphs(copy, &only_copy, &moved_copy),
        dropped: paragraphs(article, &only_article, &moved_article),
        moved: paragraphs(copy, &moved_copy, &[]),
        changed: changed_paragraphs(
            article,
            copy,
            &whole_tokens(article, copy, &pairs),
            (&only_article, &only_copy),
        ),
        are_identical: pairs.len() == article.hashes.len() && pairs.len() == copy.hashes.len(),
        copy_has_all: has_all(article, &paired_article, &moved_article),
        article_has_all: has_all(copy, &paired_copy, &moved_copy),
    }
}

/// Returns the words in common, but for those of paragraphs that share a few words by chance.
fn paired_words(article: &ComparedText<'_>, copy: &ComparedText<'_>) -> Vec<CommonWord> {
    let mut pairs = common_words(&article.hashes, &copy.hashes);
    pairs.retain(|(a, b)| article.words.is_same(*a, &copy.words, *b));
    let paragraphs = |(a, b): &CommonWord| (article.paragraph_of[*a], copy.paragraph_of[*b]);
    let mut shared: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    pairs.iter().for_each(|pair| *shared.entry(paragraphs(pair)).or_default() += 1);
    pairs.retain(|pair| {
        let (a, b) = paragraphs(pair);
        let shorter = article.paragraphs[a].words.len().min(copy.paragraphs[b].words.len());
        shared.get(&(a, b)).is_some_and(|shared| shared * MIN_SHARED >= shorter)
    });
    pairs
}

/// Leaves out the words that stand without a space beside one that has changed: *$40* is shown whole.
fn whole_tokens(
    article: &ComparedText<'_>,
    copy: &ComparedText<'_>,
    pairs: &[CommonWord],
) -> Vec<CommonWord> {
    let paired: [FxHashSet<usize>; 2] =
        [pairs.iter().map(|(word, _)| *word).collect(), pairs.iter().map(|(_, word)| *word).collect()];
    let is_whole = |text: &ComparedText<'_>, word: usize, paired: &FxHashSet<usize>| {
        let token = text.token(word);
        token.len() > MAX_TOKEN || token.into_iter().all(|word| paired.contains(&word))
    };
    let are_whole =
        |(a, b): &&CommonWord| is_whole(article, *a, &paired[0]) && is_whole(copy, *b, &paired[1]);
    pairs.iter().filter(are_whole).copied().collect()
}

/// Returns the paragraphs without any of the `paired` words.
fn unpaired(text: &ComparedText<'_>, paired: impl Iterator<Item = usize>) -> Vec<usize> {
    let with_pairs: FxHashSet<usize> = paired.map(|word| text.paragraph_of[word]).collect();
    (0..text.paragraphs.len()).filter(|number| !with_pairs.contains(number)).collect()
}

/// Returns those of the `paragraphs` of a text whose words are in the `other_paragraphs` of another.
fn moved(
    text: &ComparedText<'_>,
    paragraphs: &[usize],
    other: &ComparedText<'_>,
    other_paragraphs: &[usize],
) -> Vec<usize> {
    let known: HashSet<u64> = other_paragraphs.iter().flat_map(|number| runs(other, *number)).collect();
    let is_moved = |number: &usize| {
        let runs = runs(text, *number);
        runs.iter().filter(|run| known.contains(run)).count() * 100 >= runs.len() * MIN_MOVED
    };
    paragraphs.iter().copied().filter(is_moved).collect()
}

/// Returns the runs of words of a paragraph; of a short one all of its words.
fn runs(text: &ComparedText<'_>, number: usize) -> Vec<u64> {
    let words = &text.hashes[text.paragraphs[number].words.clone()];
    words.windows(MOVED_RUN.min(words.len().max(1))).map(run_hash).collect()
}

/// Words of a paragraph of the copy.
struct WordDiff {
    /// Number of the paragraph of the copy.
    paragraph: usize,
    kind: DiffKind,
    /// Words of the article if they are dropped, or else of the copy.
    words: Range<usize>,
}

/// Returns the paragraphs of the copy that the article has in other words.
fn changed_paragraphs(
    article: &ComparedText<'_>,
    copy: &ComparedText<'_>,
    pairs: &[CommonWord],
    (only_article, only_copy): (&[usize], &[usize]),
) -> Vec<ChangedParagraph> {
    let is_only = |paragraphs: &[usize], number: usize| paragraphs.binary_search(&number).is_ok();
    let mut diffs: Vec<WordDiff> = Vec::new();
    let mut last: Option<CommonWord> = None;
    let pairs = pairs.iter().copied().map(Some).chain([None]);
    for next in pairs {
        let start = last.map_or((0, 0), |(a, b)| (a + 1, b + 1));
        let end = next.unwrap_or((article.hashes.len(), copy.hashes.len()));
        let [before, behind] = [last, next].map(|pair| pair.map(|(_, word)| copy.paragraph_of[word]));
        let paragraph_before = last.map(|(word, _)| article.paragraph_of[word]);
        let dropped =
            by_paragraph(article, start.0..end.0).filter(|(number, _)| !is_only(only_article, *number));
        let (of_before, of_behind): (Vec<_>, Vec<_>) =
            dropped.partition(|(number, _)| Some(*number) == paragraph_before || behind.is_none());
        let push_all =
            |diffs: &mut Vec<WordDiff>, paragraph: Option<usize>, ranges: Vec<(usize, Range<usize>)>| {
                let Some(paragraph) = paragraph else { return };
                let ranges = ranges.into_iter();
                diffs.extend(ranges.map(|(_, words)| WordDiff { paragraph, kind: DiffKind::Dropped, words }));
            };
        push_all(&mut diffs, before.or(behind), of_before);
        let mut of_behind = Some(of_behind);
        if before == behind {
            push_all(&mut diffs, behind, of_behind.take().unwrap_or_default());
        }
        let added = by_paragraph(copy, start.1..end.1).filter(|(number, _)| !is_only(only_copy, *number));
        for (paragraph, words) in added {
            if Some(paragraph) == behind {
                push_all(&mut diffs, behind, of_behind.take().unwrap_or_default());
            }
            diffs.push(WordDiff { paragraph, kind: DiffKind::Added, words });
        }
        push_all(&mut diffs, behind, of_behind.take().unwrap_or_default());
        if let Some((_, word)) = next {
            let paragraph = copy.paragraph_of[word];
            match diffs.last_mut() {
                Some(WordDiff { paragraph: last, kind: DiffKind::Same, words })
                    if *last == paragraph && words.end == word =>
                {
                    words.end = word + 1;
                }
                _ => diffs.push(WordDiff { paragraph, kind: DiffKind::Same, words: word..word + 1 }),
            }
        }
        last = next;
    }
    let by_paragraph = diffs.chunk_by(|a, b| a.paragraph == b.paragraph);
    let changed = by_paragraph.filter(|diffs| diffs.iter().any(|diff| diff.kind != DiffKind::Same));
    changed
        .map(|diffs| ChangedParagraph {
            position: copy.position(diffs[0].paragraph),
            parts: parts(article, copy, diffs),
        })
        .collect()
}

/// Splits words of a text at the ends of its paragraphs.
fn by_paragraph<'t>(
    text: &'t ComparedText<'_>,
    words: Range<usize>,
) -> impl Iterator<Item = (usize, Range<usize>)> + 't {
    let mut start = words.start;
    std::iter::from_fn(move || {
        let number = *text.paragraph_of.get(start).filter(|_| start < words.end)?;
        let part = start..text.paragraphs[number].words.end.min(words.end);
        start = part.end;
        Some((number, part))
    })
}

/// Returns the words of a paragraph as they are written.
fn parts(article: &ComparedText<'_>, copy: &ComparedText<'_>, diffs: &[WordDiff]) -> Vec<DiffPart> {
    let mut parts: Vec<DiffPart> = Vec::with_capacity(diffs.len());
    for diff in diffs {
        // The paragraph of the copy may end where that of the article goes on.
        if diff.kind == DiffKind::Dropped
            && article.is_after_space(diff.words.start)
            && let Some(last) = parts.last_mut().filter(|last| !last.text.ends_with(' '))
        {
            last.text.push(' ');
        }
        parts.push(part(article, copy, diff));
    }
    parts
}

/// Returns words as they are written.
fn part(article: &ComparedText<'_>, copy: &ComparedText<'_>, diff: &WordDiff) -> DiffPart {
    let text = match diff.kind {
        DiffKind::Dropped => {
            let paragraph = article.paragraph_of[diff.words.start];
            format!("{} ", article.passage(paragraph, diff.words.clone()).trim_end())
        }
        DiffKind::Same | DiffKind::Added => copy.passage(diff.paragraph, diff.words.clone()),
    };
    DiffPart { kind: diff.kind, text }
}

#[cfg(test)]
mod tests {
    use crate::analysis::Language;
    use crate::article::StoredText;
    use crate::copies::differences::*;
    use crate::text::{LineIndex, LineMap, MappedText};
    use proptest::prelude::*;

    /// Stores a text whose paragraphs are its lines.
    fn stored(text: &str) -> StoredText {
        let starts = text.match_indices('\n').map(|(end, _)| (end + 1, false));
        let blocks: Vec<_> = [(0, false)].into_iter().chain(starts).collect();
        let lines = LineMap::new(&MappedText::verbatim(text, 0), &LineIndex::new(text), blocks);
        StoredText { text: text.to_owned(), lines, language: Language::ENGLISH }
    }

    fn compare(article: &str, copy: &str) -> Differences {
        let (article, copy, cut) = (stored(article), stored(copy), StoredText::default());
        let read = |text| ComparedText::read(text, None, &cut);
        differences(&read(&article), &read(&copy))
    }

    /// Formats what differs, a line per paragraph.
    fn shown(found: &Differences) -> String {
        let paragraphs = |mark: char, paragraphs: &[CopyParagraph]| {
            let lines = paragraphs.iter();
            lines
                .map(|paragraph| format!("{mark}{} {}\n", paragraph.position, paragraph.text))
                .collect::<String>()
        };
        let changed = found.changed.iter().map(|paragraph| {
            let parts = paragraph.parts.iter().map(|part| match part.kind {
                DiffKind::Same => part.text.clone(),
                DiffKind::Dropped => format!("[-{}-]", part.text.trim()),
                DiffKind::Added => format!("{{+{}+}}", part.text.trim()),
            });
            format!("~{} {}\n", paragraph.position, parts.collect::<String>().trim())
        });
        [
            paragraphs('-', &found.dropped),
            paragraphs('+', &found.added),
            paragraphs('=', &found.moved),
            changed.collect(),
        ]
        .concat()
    }

    const A: &str = "The old ferry left the harbor at noon with forty people.";
    const B: &str = "Nobody on the quay waved, and the captain looked away.";
    const C: &str = "A storm had been announced for the evening in the north.";

    #[test]
    fn paragraphs_are_added_dropped_and_moved() {
        for (article, copy, expected) in [
            ([A, B, C].join("\n"), [A, B, C].join("\n"), String::new()),
            ([A, B, C].join("\n"), [A, C].join("\n"), format!("-2 {B}\n")),
            ([A, C].join("\n"), [A, B, C].join("\n"), format!("+2 {B}\n")),
            ([A, B, C].join("\n"), [B, C, A].join("\n"), format!("=3 {A}\n")),
            // Two paragraphs are one there.
            ([A, B, C].join("\n"), format!("{A} {B}\n{C}"), String::new()),
            (format!("{A} {B}\n{C}"), [A, B, C].join("\n"), String::new()),
        ] {
            assert_eq!(shown(&compare(&article, &copy)), expected, "{article}\n{copy}");
        }
    }

    #[test]
    fn words_that_change_are_shown_within_their_paragraph() {
        for (copy, expected) in [
            (A.replace("forty", "fifty"), "noon with [-forty-]{+fifty+}people."),
            (A.replace("old ", ""), "The [-old-]ferry"),
            (A.replace(" with forty people.", "."), "noon. [-with forty people.-]"),
            (A.replace("noon", "noon sharp,"), "noon {+sharp,+}with"),
            (A.replace("people.", "people, they said."), "people, {+they said.+}"),
        ] {
            let shown = shown(&compare(&[A, B].join("\n"), &[&copy, B].join("\n")));
            assert!(shown.starts_with("~1 ") && shown.contains(expected), "{expected}: {shown}");
        }
        let long = format!("{B}\nIt cost $40-million that year.");
        let shown = shown(&compare(&long, &long.replace("$40", "€45")));
        assert_eq!(shown, "~2 It cost [-$40-million-]{+€45-million+}that year.\n");
    }

    #[test]
    fn typography_is_no_difference_and_letters_are() {
        let article = format!("“{A}”\n{B}");
        let found = compare(&article, &article.replace(['“', '”'], "\""));
        assert!(found.are_identical && found.changed.is_empty());
        let found = compare("They told us so, and they told all.", "They told US so, and they told all.");
        assert_eq!(shown(&found), "~1 They told [-us-]{+US+}so, and they told all.\n");
    }

    #[test]
    fn a_copy_contains_an_article_whatever_their_credits() {
        let wire = format!("GRAYPORT (AP) — {A}\n{B}");
        let paper = format!("By ANN LEE, Associated Press\nGRAYPORT — {A}\n{B}\n{C}");
        let found = compare(&wire, &paper);
        assert_eq!((found.copy_has_all, found.article_has_all), (true, false));
        let found = compare(&wire, &[A, B].join("\n"));
        assert_eq!((found.copy_has_all, found.article_has_all, found.are_identical), (true, true, false));
        let found = compare(&[A, B].join("\n"), &[A, C].join("\n"));
        assert_eq!((found.copy_has_all, found.article_has_all), (false, false));
    }

    proptest! {
        #[test]
        fn nothing_is_lost(article in "[a-d \n]{0,80}", copy in "[a-d \n]{0,80}") {
            let found = compare(&article, &copy);
            prop_assert!(compare(&article, &article).are_identical);
            let words = |text: &str| text.split_whitespace().count();
            let of_kind = |kinds: [DiffKind; 2]| {
                let parts = found.changed.iter().flat_map(|paragraph| &paragraph.parts);
                let parts = parts.filter(|part| kinds.contains(&part.kind));
                parts.map(|part| words(&part.text)).sum::<usize>()
            };
            let listed = |paragraphs: &[CopyParagraph]| {
                paragraphs.iter().map(|paragraph| words(&paragraph.text)).sum::<usize>()
            };
            let of_copy = of_kind([DiffKind::Same, DiffKind::Added]) + listed(&found.added);
            prop_assert!(of_copy <= words(&copy));
            prop_assert!(of_kind([DiffKind::Dropped; 2]) + listed(&found.dropped) <= words(&article));
        }
    }
}
