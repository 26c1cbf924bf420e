//! Matches within direct speech, utterance by utterance.
//!
//! An utterance is what one speaker says in one go: a quotation with those that go on from it behind an
//! attribution or in the next paragraph. The words between them are left out for matching, so that phrases
//! and distances span an attribution, and never two utterances.

use crate::query::spans::budget::SpanBudget;
use crate::query::spans::finder::{SpanBoundaries, SpanFinder, SpeechPositions};
use crate::query::spans::node::SpeechNode;
use crate::query::spans::span_set::Match;

/// Number of positions between two utterances: more than any operator spans.
const GAP: u32 = 1_024;
/// Maximum position.
const MAX_POSITION: u32 = u32::MAX / 2;

/// A quotation.
#[derive(Debug, Clone, Copy)]
struct SpeechSegment {
    start: u32,
    end: u32,
    /// Position of its first word among all words of direct speech.
    base: u32,
    /// Number of its utterance.
    utterance: usize,
}

/// The utterances of a text.
struct Utterances {
    segments: Vec<SpeechSegment>,
    count: usize,
    /// Whether some are left out.
    is_truncated: bool,
}

/// Returns the matches of `node` in one text, in order.
pub(super) fn find(
    node: &SpeechNode,
    positions: &[Vec<u32>],
    boundaries: SpanBoundaries<'_>,
    budget: &mut SpanBudget,
    keep_ranges: bool,
) -> Vec<Match> {
    let utterances = Utterances::new(boundaries.speech);
    if utterances.is_truncated {
        budget.truncate();
    }
    if utterances.count == 0 {
        return Vec::new();
    }
    let num_positions: usize = positions.iter().map(Vec::len).sum();
    budget.step((num_positions + utterances.segments.len()) as u64 / 2);
    let spoken: Vec<Vec<u32>> = positions.iter().map(|positions| utterances.in_speech(positions)).collect();
    let [sentences, paragraphs] =
        [boundaries.sentences, boundaries.paragraphs].map(|starts| utterances.boundaries(starts));
    let boundaries =
        SpanBoundaries { sentences: &sentences, paragraphs: &paragraphs, speech: SpeechPositions::default() };
    let mut finder = SpanFinder { positions: &spoken, boundaries, budget, keep_ranges };
    let mut matches = Vec::new();
    let matching = utterances.matching(node, &mut finder);
    if node.has_words() {
        utterances.add_matches(node, &matching, &mut finder, &mut matches);
        matches.sort();
        matches.dedup();
        matches.iter().map(|found| utterances.in_text(found)).collect()
    } else {
        utterances.whole(&matching)
    }
}

impl Utterances {
    fn new(speech: SpeechPositions<'_>) -> Self {
        let mut utterances =
            Utterances { segments: Vec::with_capacity(speech.ends.len()), count: 0, is_truncated: false };
        let (mut begins, mut goes_on) = (speech.begins.iter().peekable(), speech.goes_on.iter().peekable());
        let mut ends = speech.ends.iter().peekable();
        let mut base = 0_u32;
        loop {
            let (start, is_new) = match (begins.peek(), goes_on.peek()) {
                (None, None) => break,
                (Some(begin), on) if on.is_none_or(|on| begin <= on) => (**begin, true),
                (_, Some(on)) => (**on, false),
                (Some(begin), None) => (**begin, true),
            };
            if is_new {
                begins.next()
            } else {
                goes_on.next()
            };
            while ends.next_if(|end| **end <= start).is_some() {}
            let next = begins.peek().into_iter().chain(goes_on.peek()).map(|next| **next).min();
            let Some(end) = ends.peek().map(|end| **end).into_iter().chain(next).min() else { break };
            if end <= start {
                continue; // damaged
            }
            if is_new || utterances.count == 0 {
                base += if utterances.count == 0 { 0 } else { GAP };
                utterances.count += 1;
            }
            let utterance = utterances.count - 1;
            utterances.segments.push(SpeechSegment { start, end, base, utterance });
            base = base.saturating_add(end - start);
            if base > MAX_POSITION {
                utterances.is_truncated = true;
                break;
            }
        }
        utterances
    }

    /// Returns the positions of those of `positions` that are in direct speech, among its words.
    fn in_speech(&self, positions: &[u32]) -> Vec<u32> {
        let mut spoken = Vec::new();
        let mut tail = positions;
        for segment in &self.segments {
            tail = &tail[tail.partition_point(|position| *position < segment.start)..];
            let (inside, behind) = tail.split_at(tail.partition_point(|position| *position < segment.end));
            spoken.extend(inside.iter().map(|position| segment.base + (position - segment.start)));
            tail = behind;
        }
        spoken
    }

    /// Returns the starts of sentences or paragraphs among the words of direct speech. Each utterance begins
    /// one; what begins between two quotations begins with the second.
    fn boundaries(&self, starts: &[u32]) -> Vec<u32> {
        let mut found = Vec::new();
        let mut previous = None;
        for segment in &self.segments {
            let first = starts.partition_point(|start| *start < segment.start);
            let begins_here = first < starts.len() && starts[first] == segment.start;
            let since = previous.map_or(0, |end| starts.partition_point(|start: &u32| *start < end));
            let is_new = previous.is_none_or(|_| since < first) || begins_here;
            if is_new || self.begins_utterance(segment) {
                found.push(segment.base);
            }
            let inside = starts[first..].iter().take_while(|start| **start < segment.end);
            found.extend(inside.map(|start| segment.base + (start - segment.start)));
            previous = Some(segment.end);
        }
        found.dedup();
        found
    }

    fn begins_utterance(&self, segment: &SpeechSegment) -> bool {
        let index = self.segments.partition_point(|other| other.base < segment.base);
        index == 0 || self.segments[index - 1].utterance != segment.utterance
    }

    /// Returns the segment of a position among the words of direct speech.
    fn segment_of(&self, position: u32) -> Option<&SpeechSegment> {
        let next = self.segments.partition_point(|segment| segment.base <= position);
        self.segments.get(next.checked_sub(1)?)
    }

    fn of(&self, position: u32) -> Option<usize> {
        self.segment_of(position).map(|segment| segment.utterance)
    }

    /// Returns for each utterance whether `node` matches in it.
    fn matching(&self, node: &SpeechNode, finder: &mut SpanFinder<'_>) -> Vec<bool> {
        let mut matching = vec![false; self.count];
        let mut mark = |position: u32| {
            let utterance = self.of(position).and_then(|utterance| matching.get_mut(utterance));
            utterance.into_iter().for_each(|matches| *matches = true);
        };
        match node {
            SpeechNode::Words(words) => finder.spans(words).starts().for_each(&mut mark),
            SpeechNode::Speaker(matcher) => {
                finder.positions[*matcher].iter().copied().for_each(&mut mark);
            }
            SpeechNode::Every(_) => matching.fill(true),
            SpeechNode::All { required, excluded } => {
                matching.fill(true);
                for node in required {
                    let others = self.matching(node, finder);
                    matching.iter_mut().zip(others).for_each(|(all, other)| *all &= other);
                }
                for node in excluded {
                    let others = self.matching(node, finder);
                    matching.iter_mut().zip(others).for_each(|(all, other)| *all &= !other);
                }
            }
            SpeechNode::Any(nodes) => {
                for node in nodes {
                    let others = self.matching(node, finder);
                    matching.iter_mut().zip(others).for_each(|(any, other)| *any |= other);
                }
            }
        }
        matching
    }

    /// Adds the matches of words in the utterances that match.
    fn add_matches(
        &self,
        node: &SpeechNode,
        matching: &[bool],
        finder: &mut SpanFinder<'_>,
        matches: &mut Vec<Match>,
    ) {
        match node {
            SpeechNode::Words(words) => {
                let found = finder.find(words).into_iter();
                let is_in = |found: &Match| self.of(found.start).is_some_and(|index| matching[index]);
                matches.extend(found.filter(is_in));
            }
            SpeechNode::Speaker(_) | SpeechNode::Every(_) => {}
            SpeechNode::All { required, .. } => {
                required.iter().for_each(|node| self.add_matches(node, matching, finder, matches));
            }
            SpeechNode::Any(nodes) => {
                for node in nodes {
                    let mut of_node = self.matching(node, finder);
                    of_node.iter_mut().zip(matching).for_each(|(node, all)| *node &= *all);
                    self.add_matches(node, &of_node, finder, matches);
                }
            }
        }
    }

    /// Returns each quotation of the matching utterances as a match.
    fn whole(&self, matching: &[bool]) -> Vec<Match> {
        let segments = self.segments.iter().filter(|segment| matching[segment.utterance]);
        let to_match = |segment: &SpeechSegment| Match::of_ranges(vec![(segment.start, segment.end)], false);
        segments.filter_map(to_match).collect()
    }

    /// Returns a match among the words of direct speech as one in the text.
    fn in_text(&self, found: &Match) -> Match {
        let whole = [(found.start, found.end)];
        let ranges = if found.ranges().is_empty() { &whole } else { found.ranges() };
        let mut in_text = Vec::with_capacity(ranges.len());
        for (start, end) in ranges {
            let mut start = *start;
            while start < *end
                && let Some(segment) = self.segment_of(start)
            {
                let last = segment.base + (segment.end - segment.start);
                let piece_end = last.min(*end).max(start + 1);
                let place = segment.start + (start - segment.base);
                in_text.push((place, place + (piece_end - start)));
                start = piece_end;
            }
        }
        Match::of_ranges(in_text, found.elided).unwrap_or_else(|| found.clone())
    }
}

#[cfg(test)]
mod tests {
    use crate::query::parser::parse;
    use crate::query::spans::pattern::SpanPattern;
    use crate::query::spans::speech::*;
    use crate::query::spans::term_matcher::TermMatcher;

    /// Returns the matches of `query` in a text in which direct speech stands in brackets: it begins with the
    /// name of the speaker and a colon, and goes on after `[+`. A sentence ends with a dot.
    fn matches(query: &str, text: &str) -> Vec<String> {
        let pattern = SpanPattern::from_query(&parse(query).query);
        let (mut words, mut sentences, mut is_start) = (Vec::new(), Vec::new(), true);
        let (mut begins, mut goes_on, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        let mut positions = vec![Vec::new(); pattern.matchers.len()];
        for word in text.split_whitespace() {
            let position = words.len() as u32;
            let mut matched = |is: &dyn Fn(&TermMatcher) -> bool| {
                let matchers = positions.iter_mut().zip(&pattern.matchers);
                matchers.filter(|(_, matcher)| is(matcher)).for_each(|(found, _)| found.push(position));
            };
            if let Some(speaker) = word.strip_prefix('[') {
                if speaker.starts_with('+') {
                    goes_on.push(position)
                } else {
                    begins.push(position)
                }
                matched(&|matcher| match matcher {
                    TermMatcher::Speaker(name) => name.matches_name_word(speaker.trim_start_matches('+')),
                    matcher => *matcher == TermMatcher::Speech,
                });
            } else if word == "]" {
                ends.push(position);
            } else {
                if std::mem::take(&mut is_start) {
                    sentences.push(position);
                }
                let plain = word.trim_end_matches('.');
                is_start = plain.len() < word.len();
                words.push(plain);
                matched(&|matcher| match matcher {
                    TermMatcher::Exact(word) | TermMatcher::Inflected(word, _) => word == plain,
                    _ => false,
                });
            }
        }
        let speech = SpeechPositions { begins: &begins, goes_on: &goes_on, ends: &ends };
        let boundaries = SpanBoundaries { sentences: &sentences, paragraphs: &[0], speech };
        let budget = &mut SpanBudget::new(1 << 20);
        let found =
            (0..pattern.clauses()).flat_map(|clause| pattern.find(clause, &positions, boundaries, budget));
        let found: Vec<Match> = found.collect();
        let count: usize =
            (0..pattern.clauses()).map(|clause| pattern.count(clause, &positions, boundaries, budget)).sum();
        assert_eq!(count, found.len(), "{query}");
        let show = |found: &Match| {
            let whole = [(found.start, found.end)];
            let ranges = if found.ranges().is_empty() { &whole } else { found.ranges() };
            let words = |(start, end): &(u32, u32)| words[*start as usize..*end as usize].join(" ");
            ranges.iter().map(words).collect::<Vec<_>>().join("|")
        };
        found.iter().map(show).collect()
    }

    const TEXT: &str = "the dam [lee the dam holds ] lee said [+lee for now. we hope ] so. \
        [ek no dam holds. we go ] now the dam [ is ]";

    #[test]
    fn words_match_in_direct_speech_only() {
        for (query, expected) in [
            ("said:dam", &["dam", "dam"][..]),
            ("said:lee", &[]),
            ("said:\"the dam\"", &["the dam"]),
            ("said:\"holds for now\"", &["holds|for now"]), // past the attribution
            ("said:\"dam is\"", &[]),
            ("said:(holds w/1 for)", &["holds|for"]),
            ("said:(hope w/99 no)", &[]), // another utterance
            ("said:(dam we)", &["dam", "we", "dam", "we"]),
            ("said:(dam hope)", &["dam", "hope"]),
            ("said:(hope go)", &[]),
            ("said:(dam -hope)", &["dam"]),
            ("said:(is OR hope)", &["hope", "is"]),
            ("said:(now /s we)", &[]),
            ("said:(holds /s now)", &["holds|now"]),
            ("said:(holds /s hope)", &[]),
            ("said:(no /p go)", &["no|go"]),
            ("said:(now /p no)", &[]),
            ("said:*", &["the dam holds", "for now we hope", "no dam holds we go", "is"]),
            ("said:(-dam)", &["is"]),
        ] {
            assert_eq!(matches(query, TEXT), expected, "{query}");
        }
    }

    #[test]
    fn speakers_say_what_matches() {
        for (query, expected) in [
            ("speaker:lee", &["the dam holds", "for now we hope"][..]),
            ("speaker:ek said:dam", &["dam"]),
            ("speaker:lee said:now", &["now"]),
            ("speaker:ek said:hope", &[]),
            ("speaker:e* said:we", &["we"]),
            ("speaker:lea~1 said:we", &["we"]),
            ("speaker:\"ann lee\"", &[]),
            ("speaker:(ek OR lee) said:holds", &["holds", "holds"]),
            ("said:(we OR is) -speaker:ek", &["we", "we", "is"]), // exclusions are of articles
        ] {
            assert_eq!(matches(query, TEXT), expected, "{query}");
        }
    }

    #[test]
    fn odd_positions_are_read_as_they_may_be_meant() {
        for (begins, goes_on, ends, expected) in [
            (&[0, 2][..], &[][..], &[1][..], &[(0, 1)][..]),
            (&[0], &[], &[], &[]),
            (&[], &[3], &[4], &[(3, 4)]),
            (&[0, 1], &[], &[9], &[(0, 1), (1, 9)]),
            (&[4], &[], &[1, 2, 6, 7], &[(4, 6)]),
            (&[4, 4], &[4], &[6], &[(4, 6)]),
        ] {
            let utterances = Utterances::new(SpeechPositions { begins, goes_on, ends });
            let segments: Vec<_> =
                utterances.segments.iter().map(|segment| (segment.start, segment.end)).collect();
            assert_eq!(segments, expected);
        }
    }
}
