//! Finds sloppy phrases as Lucene defines them: subtract from the position of each word its place in the
//! phrase; the results differ by at most the slop.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use crate::query::spans::budget::SpanBudget;
use crate::query::spans::span_set::{Span, SpanOrigin, SpanSet, sort_spans};

/// Number of words that are chosen from in a step.
const WORDS_PER_STEP: u64 = 4;

/// A window that slides over the shifted positions of the words of a phrase.
pub(super) struct SloppyWindow<'p> {
    /// Positions of the word of each slot.
    slots: Vec<&'p [u32]>,
    slop: i64,
    /// Positions of all words, each once.
    words: Vec<u32>,
    entries: VecDeque<SlotEntry>,
    /// Number of entries of each slot, and of slots that have any.
    in_slot: Vec<u32>,
    filled_slots: usize,
    /// Number of entries at each of the words, and of words that have any.
    at_word: Vec<u32>,
    used_words: usize,
    /// Number of the last choice that used each of the words.
    chosen: Vec<u32>,
    choices: u32,
}

/// A word in a slot.
#[derive(Debug, Clone, Copy)]
struct SlotEntry {
    shifted: i64,
    slot: usize,
    /// Index of the position in the words.
    word: usize,
}

impl<'p> SloppyWindow<'p> {
    pub(super) fn new(terms: &[usize], slop: u32, positions: &'p [Vec<u32>]) -> Self {
        let slots: Vec<&[u32]> = terms.iter().map(|term| positions[*term].as_slice()).collect();
        let mut distinct = terms.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        let mut words = Vec::new();
        if slots.iter().all(|slot| !slot.is_empty()) {
            words.extend(distinct.iter().flat_map(|term| &positions[*term]));
            words.sort_unstable();
            words.dedup();
        }
        SloppyWindow {
            in_slot: vec![0; slots.len()],
            at_word: vec![0; words.len()],
            chosen: vec![0; words.len()],
            slots,
            slop: i64::from(slop),
            words,
            entries: VecDeque::new(),
            filled_slots: 0,
            used_words: 0,
            choices: 0,
        }
    }

    /// Returns the spans of the phrase.
    pub(super) fn find(&mut self, keep_ranges: bool, budget: &mut SpanBudget) -> SpanSet {
        let count = self.slots.len();
        let (mut spans, mut ranges) = (Vec::new(), Vec::new());
        // Each occurrence needs a word of its own.
        if self.words.len() < count || count == 0 {
            return SpanSet::default();
        }
        budget.step(self.words.len() as u64 / (4 * WORDS_PER_STEP));
        let shifted = |slot: usize, index: usize| {
            let position = self.slots[slot].get(index)?;
            Some(Reverse((i64::from(*position) - slot as i64, slot, index)))
        };
        let mut next: BinaryHeap<_> = (0..count).filter_map(|slot| shifted(slot, 0)).collect();
        // Index among the words of the last position of each slot.
        let mut last_word = vec![0; count];
        let mut taken = vec![None; count];
        let mut chosen = Vec::with_capacity(count);
        while let Some(Reverse((shifted_position, slot, index))) = next.pop() {
            let position = self.slots[slot][index];
            let word =
                last_word[slot] + self.words[last_word[slot]..].partition_point(|word| *word < position);
            last_word[slot] = word;
            let following = self.slots[slot].get(index + 1);
            next.extend(
                following.map(|position| Reverse((i64::from(*position) - slot as i64, slot, index + 1))),
            );
            self.push(SlotEntry { shifted: shifted_position, slot, word });
            let mut steps = 2 * WORDS_PER_STEP; // for taking it out of the heap
            let is_full = self.filled_slots == count && self.used_words >= count;
            let found = is_full && self.choose(&mut taken, &mut chosen, &mut steps);
            if found {
                chosen.sort_unstable();
                let first = ranges.len() as u32;
                if keep_ranges {
                    ranges.extend(chosen.iter().map(|word| (*word, word + 1)));
                }
                let (start, end) = (chosen[0], chosen[count - 1] + 1);
                spans.push(Span { first, ..Span::new(start, end) });
            }
            let cost = if found && keep_ranges { count } else { usize::from(found) };
            if !budget.step(steps.div_ceil(WORDS_PER_STEP)) || !budget.take_spans(cost) {
                budget.truncate();
                break;
            }
        }
        sort_spans(&mut spans);
        if !keep_ranges {
            spans.dedup_by_key(|span| (span.start, span.end));
        }
        SpanSet { spans, origin: SpanOrigin::Ranges { ranges, count, elided: false } }
    }

    /// Adds an entry, and drops those that it leaves behind.
    fn push(&mut self, entry: SlotEntry) {
        self.entries.push_back(entry);
        self.in_slot[entry.slot] += 1;
        self.filled_slots += usize::from(self.in_slot[entry.slot] == 1);
        self.at_word[entry.word] += 1;
        self.used_words += usize::from(self.at_word[entry.word] == 1);
        while let Some(first) = self.entries.front().filter(|first| entry.shifted - first.shifted > self.slop)
        {
            self.in_slot[first.slot] -= 1;
            self.filled_slots -= usize::from(self.in_slot[first.slot] == 0);
            self.at_word[first.word] -= 1;
            self.used_words -= usize::from(self.at_word[first.word] == 0);
            self.entries.pop_front();
        }
    }

    /// Chooses the latest word for each slot, none of them twice. Returns whether each slot has one.
    fn choose(&mut self, taken: &mut [Option<u32>], chosen: &mut Vec<u32>, steps: &mut u64) -> bool {
        self.choices = self.choices.wrapping_add(1).max(1);
        taken.fill(None);
        chosen.clear();
        for entry in self.entries.iter().rev() {
            *steps += 1;
            if taken[entry.slot].is_none() && self.chosen[entry.word] != self.choices {
                let position = self.words[entry.word];
                taken[entry.slot] = Some(position);
                self.chosen[entry.word] = self.choices;
                chosen.push(position);
                if chosen.len() == taken.len() {
                    return true;
                }
            }
        }
        false
    }
}
