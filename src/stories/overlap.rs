//! Compares two articles: how much of their text is the same, and whether one is a copy of the other.
//!
//! Three things make unrelated articles alike. *Furniture*, such as galleries of captions, statements that
//! all papers print and lists: it stands behind or between the reporter's own words, so a copy must have the
//! beginning of the other as well. *Templates*, such as reports on markets and the weather: they say the same
//! of other numbers and names, so a copy must have those of the other. *Reports that return*: articles of
//! different weeks must be nearly the same.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::stories::Day;
use crate::stories::differences::aligned_words;
use crate::stories::shingles::{SHINGLE_WORDS, Shingles, StoryWord};

/// The ratios are fractions of this.
const SCALE: usize = 10_000;
/// Number of the reporter's own words that are the beginning of an article.
const LEAD_WORDS: usize = 80;
/// Number of the reporter's own words below which an article is made of other words.
const MIN_OWN_WORDS: usize = 20;
/// Number of different shingles that an article needs to have copies.
const MIN_SHINGLES: usize = 12;
/// Number of different shingles below which an article is short: two sentences of a template are as many.
const SHORT: u16 = 56;
/// Number of words in a row that only one article has which are a passage of their own: added or left out,
/// not filled into a template.
const PASSAGE_WORDS: usize = 16;
/// Number of different numbers and names that tell a template from a copy.
const MIN_FACTS: usize = 4;
/// Part of the numbers and names from which an article is no template, whatever differs.
const MOST_FACTS: u16 = 8_500;
/// Number of words up to which an article may be a template that was filled: notices, reports on weather and
/// markets, and releases of courts and the police are as short.
const MAX_FORM_WORDS: usize = 200;
/// Number of words in a row that are filled in at most.
const MAX_SLOT_WORDS: usize = 12;
/// Number of places in which other words are filled in from which two articles are fillings of one template.
/// An article that is printed again differs in one block or two: its dateline, its first sentence, its end.
const MIN_SLOTS: usize = 3;
/// Containment and beginning of an update the first paragraph of which was written anew. In one of 300 words,
/// 40 of the 80 that count as its beginning and 260 of the others are the same.
const UPDATE_CONTAINMENT: u16 = 8_000;
const UPDATE_LEAD: u16 = 4_500;
/// Resemblance from which two articles are one text but for a paragraph or two.
const MOST_RESEMBLANCE: u16 = 5_000;

/// Overlap of the texts of two articles; ratios from 0 to 10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Overlap {
    /// Part of the shingles of the smaller article that the other has, too. Shingles of quoted words and
    /// lists count half.
    pub containment: u16,
    /// Part of the shingles of either that both have: the Jaccard index.
    pub resemblance: u16,
    /// Part of the numbers and names of the smaller article that the other has, too, without those of
    /// passages that only one has.
    pub facts: u16,
    /// Part of the beginning of either that the other has, whichever is more.
    pub lead: u16,
    /// Number of different shingles of the smaller article.
    pub size: u16,
}

impl Overlap {
    /// Overlap of articles that have nothing in common.
    const NONE: Overlap = Overlap { containment: 0, resemblance: 0, facts: 0, lead: 0, size: 0 };

    /// Compares two articles.
    pub(crate) fn between(a: &Shingles, b: &Shingles) -> Self {
        let set = |shingles: &Shingles| shingles.hashes.iter().copied().collect::<FxHashSet<u32>>();
        let (set_a, set_b) = (set(a), set(b));
        if set_a.len().min(set_b.len()) < MIN_SHINGLES {
            return Overlap::NONE;
        }
        let (smaller, larger, larger_set) = match set_a.len() <= set_b.len() {
            true => (a, b, &set_b),
            false => (b, a, &set_a),
        };
        let num_shared = set_a.iter().filter(|hash| set_b.contains(hash)).count();
        Overlap {
            containment: containment(smaller, larger_set),
            resemblance: ratio(num_shared, set_a.len() + set_b.len() - num_shared),
            facts: shared_facts(smaller, (larger, larger_set)),
            lead: shared_lead(a, &set_b).max(shared_lead(b, &set_a)),
            size: u16::try_from(set_a.len().min(set_b.len())).unwrap_or(u16::MAX),
        }
    }

    /// Returns whether one of two articles of these days is a copy of the other.
    pub(crate) fn is_copy(self, days: (Option<Day>, Option<Day>)) -> bool {
        let gap = days.0.zip(days.1).map(|(a, b)| a.abs_diff(b));
        let Overlap { containment, resemblance, facts, lead, size } = self;
        if size < SHORT && (containment < 7_500 || facts < 8_000) {
            return false;
        }
        // A shorter version has the facts of its part only, and more of them than a template would.
        let has_facts = |least| facts >= least || !self.is_of_equal_length();
        let is_contained = match gap {
            Some(0..=4) => containment >= 5_600 && has_facts(7_000),
            Some(5..=14) => (containment >= 9_500 || resemblance >= 6_500) && has_facts(7_500),
            None => containment >= 5_800 && has_facts(7_000),
            Some(_) => resemblance >= 8_000 && facts >= 8_000,
        };
        let is_update = containment >= UPDATE_CONTAINMENT && self.is_of_equal_length();
        let has_lead =
            lead >= 5_800 || containment >= 9_000 && lead >= 3_000 || is_update && lead >= UPDATE_LEAD;
        is_contained && has_lead
    }

    /// Returns whether the articles are about as long as each other, in shingles.
    fn is_of_equal_length(self) -> bool {
        // The resemblance that two articles of one length with this containment have, of which four fifths
        // stand for half as many shingles again.
        let containment = usize::from(self.containment);
        let resemblance = containment * SCALE / (2 * SCALE - containment);
        usize::from(self.resemblance) * 5 >= resemblance * 4
    }

    /// Returns the likeness of two copies, to choose between them.
    pub(crate) fn strength(self) -> u32 {
        u32::from(self.containment) + u32::from(self.resemblance)
    }

    /// Returns whether two copies of one article share some of its text.
    pub(crate) fn are_related(self) -> bool {
        self.containment >= 2_500
    }

    /// Returns whether the smaller article is a brief that the other has whole.
    pub(crate) fn is_brief(self) -> bool {
        self.size < SHORT && self.containment >= 9_000
    }

    /// Returns whether the articles are one text but for a paragraph or two.
    pub(crate) fn is_most(self) -> bool {
        self.resemblance >= MOST_RESEMBLANCE
    }

    /// Returns the numbers as they are stored.
    pub(crate) fn to_parts(self) -> [u16; 5] {
        [self.containment, self.resemblance, self.facts, self.lead, self.size]
    }

    /// Makes an overlap of stored numbers.
    pub(crate) fn from_parts([containment, resemblance, facts, lead, size]: [u16; 5]) -> Self {
        Overlap { containment, resemblance, facts, lead, size }
    }
}

/// Returns the part of the different shingles of an article that are in `others`, weighted.
fn containment(shingles: &Shingles, others: &FxHashSet<u32>) -> u16 {
    let mut seen = FxHashSet::default();
    let (mut all, mut shared) = (0, 0);
    for (index, hash) in shingles.hashes.iter().enumerate() {
        if seen.insert(*hash) {
            let weight = if shingles.is_own(index) { 2 } else { 1 };
            all += weight;
            shared += if others.contains(hash) { weight } else { 0 };
        }
    }
    ratio(shared, all)
}

/// Returns the part of the different numbers and names of an article that another has as words, without those
/// of passages that it does not have; all if there are too few to tell. Where hardly anything but numbers and
/// names differs, or a short article differs in many places, a template was filled twice, and at most half
/// counts.
fn shared_facts(shingles: &Shingles, (other, others): (&Shingles, &FxHashSet<u32>)) -> u16 {
    let words: FxHashSet<u32> = other.words.iter().map(|word| word.hash).collect();
    let covered = covered_words(shingles, others);
    let mut facts = FxHashSet::default();
    let (mut changed_words, mut changed_facts, mut start) = (0, 0, 0);
    for run in covered.chunk_by(|a, b| a == b) {
        let in_run = &shingles.words[start..start + run.len()];
        start += run.len();
        if !run[0] && run.len() >= PASSAGE_WORDS {
            continue;
        }
        facts.extend(in_run.iter().filter(|word| word.is_fact).map(|word| word.hash));
        for word in in_run.iter().filter(|word| !run[0] && !words.contains(&word.hash)) {
            changed_words += 1;
            changed_facts += usize::from(word.is_fact);
        }
    }
    let shared = match facts.len() < MIN_FACTS {
        true => SCALE as u16,
        false => ratio(facts.iter().filter(|fact| words.contains(fact)).count(), facts.len()),
    };
    // Few facts say nothing: names have no capitals in many scripts, and figures are words in others.
    let has_facts = facts.len() >= MIN_FACTS && shared >= MOST_FACTS;
    let is_template =
        changed_facts >= MIN_FACTS && changed_facts * 2 > changed_words || are_fillings(shingles, other);
    if !has_facts && is_template { shared.min(SCALE as u16 / 2) } else { shared }
}

/// Returns whether two short articles of about one length are fillings of one template: they have other words
/// in several places, about as many each, and hardly anything else differs. A sentence that was written anew
/// is longer or shorter than the other, and has words of its own beside those that changed.
fn are_fillings(a: &Shingles, b: &Shingles) -> bool {
    let (len_a, len_b) = (a.words.len(), b.words.len());
    if len_a.max(len_b) > MAX_FORM_WORDS || len_a.abs_diff(len_b) * 10 > len_a.min(len_b) {
        return false;
    }
    let hashes = |shingles: &Shingles| shingles.words.iter().map(|word| u64::from(word.hash)).collect();
    let (words_a, words_b): (Vec<u64>, Vec<u64>) = (hashes(a), hashes(b));
    let (mut next_a, mut next_b) = (0, 0);
    let (mut num_slots, mut in_slots, mut elsewhere) = (0, 0, 0);
    for (index_a, index_b) in aligned_words(&words_a, &words_b).into_iter().chain([(len_a, len_b)]) {
        let (in_a, in_b) = (index_a - next_a, index_b - next_b);
        let (shorter, longer) = (in_a.min(in_b), in_a.max(in_b));
        if shorter > 0 && longer <= (2 * shorter).min(MAX_SLOT_WORDS) {
            (num_slots, in_slots) = (num_slots + 1, in_slots + longer);
        } else {
            elsewhere += longer;
        }
        (next_a, next_b) = (index_a + 1, index_b + 1);
    }
    num_slots >= MIN_SLOTS && in_slots >= 2 * elsewhere
}

/// Returns the part of the first own words of an article that stand in shingles of `others`.
fn shared_lead(shingles: &Shingles, others: &FxHashSet<u32>) -> u16 {
    let has_own_words = shingles.words.iter().filter(|word| word.is_own).take(MIN_OWN_WORDS).count();
    let counts = |word: &StoryWord| word.is_own || has_own_words < MIN_OWN_WORDS;
    let covered = covered_words(shingles, others);
    let lead = shingles.words.iter().zip(covered).filter(|(word, _)| counts(word)).take(LEAD_WORDS);
    let (num, shared) = lead.fold((0, 0), |(num, sum), (_, covered)| (num + 1, sum + usize::from(covered)));
    ratio(shared, num)
}

/// Returns whether each word stands in a shingle that is in `others`.
fn covered_words(shingles: &Shingles, others: &FxHashSet<u32>) -> Vec<bool> {
    let mut covered = vec![false; shingles.words.len()];
    let mut end = 0;
    for (start, hash) in shingles.hashes.iter().enumerate() {
        if others.contains(hash) {
            let added: Range<usize> = end.max(start)..start + SHINGLE_WORDS;
            end = added.end;
            covered[added].fill(true);
        }
    }
    covered
}

/// Returns a part as a fraction of [`SCALE`].
fn ratio(part: usize, whole: usize) -> u16 {
    (part * SCALE / whole.max(1)) as u16
}

#[cfg(test)]
mod tests {
    use crate::analysis::{AnalyzerVersion, Language};
    use crate::stories::overlap::*;
    use crate::stories::words::story_words;

    const FERRY: &str = "The ferry to Harwich left the harbor on Monday with 412 passengers after the crew had \
        repaired the second engine. Captain Mara Lind told reporters that the vessel would sail twice a day until \
        the end of April, when the new timetable begins. The port authority of Esbjerg has promised to dredge the \
        channel before the summer, because the larger ships of the line touched the ground at low water in \
        February. The unions want an agreement on night shifts first and have announced a meeting in Ribe for the \
        coming week. Shops near the quay reported higher sales than in the whole of last winter.";

    fn shingles(text: &str) -> Shingles {
        Shingles::of(story_words(AnalyzerVersion::CURRENT, text, Language::ENGLISH, &[]))
    }

    fn is_copy(a: &str, b: &str, days: (Option<Day>, Option<Day>)) -> bool {
        Overlap::between(&shingles(a), &shingles(b)).is_copy(days)
    }

    const SAME_DAY: (Option<Day>, Option<Day>) = (Some(9), Some(9));

    /// Words that stand nowhere else.
    fn filler(from: u32, count: u32) -> String {
        (from..from + count).map(|number| format!("word{number} ")).collect()
    }

    #[test]
    fn cut_framed_and_edited_versions_are_copies() {
        let cut: String = FERRY.split_inclusive('.').take(3).collect();
        let framed = format!("{} {FERRY} {}", filler(0, 60), filler(100, 60));
        let edited = FERRY.replace("left the harbor", "departed").replace("coming week", "week ahead");
        let quoted = FERRY.replace("the vessel would sail twice a day", "“we will sail twice a day”");
        for version in [FERRY, &cut, &framed, &edited, &quoted] {
            assert!(is_copy(FERRY, version, SAME_DAY) && is_copy(version, FERRY, SAME_DAY), "{version}");
            assert!(is_copy(FERRY, version, (Some(9), None)), "{version}");
        }
    }

    #[test]
    fn what_stands_behind_other_beginnings_is_furniture() {
        let gallery = filler(0, 800);
        let [first, second] = [1_000, 2_000].map(|from| format!("{} {gallery}", filler(from, 200)));
        let overlap = Overlap::between(&shingles(&first), &shingles(&second));
        assert!(overlap.containment > 7_000 && overlap.lead == 0, "{overlap:?}");
        assert!(!overlap.is_copy(SAME_DAY));
    }

    #[test]
    fn a_template_with_other_numbers_and_names_is_no_copy() {
        let report = |city: &str, figures: [u32; 5]| {
            let [a, b, c, d, e] = figures;
            format!(
                "Weather for {city}: a high of {a} degrees is expected for the whole of the afternoon, with light \
                 winds from the west at {b} miles an hour and a chance of rain of {c} percent in the evening hours. \
                 The pollen count stands at {d}, and drivers on the coastal road should be careful after dark, \
                 because the temperature of the ground falls below {e} degrees in the early hours of the morning."
            )
        };
        let (first, second) = (report("Ribe", [21, 9, 40, 5, 3]), report("Esbjerg", [18, 14, 65, 7, 2]));
        let overlap = Overlap::between(&shingles(&first), &shingles(&second));
        assert!(overlap.containment > 5_600 && overlap.facts < 5_000, "{overlap:?}");
        assert!(!overlap.is_copy(SAME_DAY));
        assert!(is_copy(&first, &report("Ribe", [21, 9, 40, 5, 4]), SAME_DAY));
    }

    #[test]
    fn an_update_with_another_first_paragraph_is_a_copy() {
        let plain = |from: u32, count: u32| -> String {
            let letter = |digit: u32| char::from_digit(10 + digit, 36).unwrap_or('z');
            let word = |number: u32| [number / 676, number / 26 % 26, number % 26].map(letter);
            (from..from + count).map(|number| String::from_iter(word(number)) + " ").collect()
        };
        let rest: String = FERRY.split_inclusive('.').skip(1).collect::<String>() + &plain(0, 200);
        let update = |from: u32, words: u32| format!("{} {rest}", plain(from, words));
        for words in [30, 40, 44] {
            assert!(is_copy(&update(1_000, 40), &update(2_000, words), (Some(9), Some(10))), "{words}");
        }
        // Behind a longer beginning stands what all papers print.
        assert!(!is_copy(&update(1_000, 60), &update(2_000, 60), (Some(9), Some(10))));
    }

    #[test]
    fn a_short_article_with_a_sentence_written_anew_is_a_copy() {
        let rest: String = FERRY.split_inclusive('.').skip(1).collect();
        let update = format!(
            "The old ferry to Harwich was still in the harbor on Tuesday night, as its crew had no fuel.{rest}"
        );
        assert!(is_copy(FERRY, &update, (Some(9), Some(10))));
    }

    #[test]
    fn short_articles_that_differ_in_many_places_are_no_copies() {
        for (template, fillings) in [
            (
                "Суд в {} приговорил {} к {} годам колонии по обвинению в {}, сообщила пресс-служба прокуратуры. \
                 По данным следствия, осужденный действовал из корыстных побуждений и причинил потерпевшим \
                 значительный ущерб. Вину подсудимый признал частично. Наказание предстоит отбывать в колонии \
                 общего режима. Приговор в силу не вступил и может быть обжалован в установленном порядке.",
                [
                    ["Туле", "Павлова", "шести", "мошенничестве"],
                    ["Чите", "Юсупова", "трем", "вымогательстве"],
                ],
            ),
            (
                "{}市中级人民法院昨天公开宣判，被告人{}因犯{}罪被判处有期徒刑{}年。法院审理查明，被告人利用职务上的便利，\
                 为他人在项目承揽等方面谋取利益，非法收受财物。法院认为，被告人的行为已构成犯罪，依法可以从轻处罚。",
                [["合肥", "王建民", "受贿", "十一"], ["长沙", "刘海涛", "贪污", "八"]],
            ),
        ] {
            let [first, second] = fillings.map(|words| {
                let filled = |text: String, word: &str| text.replacen("{}", word, 1);
                words.into_iter().fold(template.to_owned(), filled)
            });
            assert!(!is_copy(&first, &second, SAME_DAY), "{first}");
            let dated = format!("MINSK, May 4 (News) - {first}");
            assert!(is_copy(&first, &dated, SAME_DAY) && is_copy(&first, &first, SAME_DAY), "{first}");
        }
    }

    #[test]
    fn articles_of_different_weeks_must_be_nearly_the_same() {
        let changed: String = FERRY.split_inclusive('.').take(3).collect::<String>() + &filler(0, 45);
        assert!(is_copy(FERRY, &changed, (Some(9), Some(12))));
        assert!(!is_copy(FERRY, &changed, (Some(9), Some(23))));
        assert!(is_copy(FERRY, FERRY, (Some(9), Some(900))));
    }

    #[test]
    fn a_few_words_are_no_story() {
        let short = "The video of this report can no longer be displayed here";
        assert!(!is_copy(short, short, SAME_DAY));
        assert!(!is_copy("", "", SAME_DAY));
    }
}
