//! The speakers of quotations, in a draft and in the articles.

mod name_parts;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::analysis::{Language, detect, detect_in_source};
use crate::article::Quotation;
use crate::quote::{
    LANGUAGES_WITH_ROLES, PersonGender, find_marked_quotations, gender_of, is_verb_of_speech, title_case,
};
use crate::verify::report::{SpeakerReport, SpeakerVerdict};
use crate::verify::speakers::name_parts::name_parts;

/// Minimum number of letters of a verb of speech that tells the language.
const MIN_VERB: usize = 3;
/// Length of the longest paragraph that a verb of speech tells the language of, in bytes.
const MAX_SHORT: usize = 300;

/// Returns the quotations of a draft. The speaker of one whom the words of its language do not tell is looked
/// for in the language of the paragraph, too: a draft may quote others as they were printed. A short one may
/// be in the language that its verb of speech is of.
pub(super) fn quotations_of_draft(draft: &str) -> Vec<Quotation> {
    let language = detect(draft);
    let mut quotations = find_marked_quotations(draft, "", language);
    let ranges: Vec<Range<usize>> = quotations.iter().map(|quotation| quotation.range.clone()).collect();
    let mut of_language: BTreeMap<&str, Vec<Quotation>> = BTreeMap::new();
    for quotation in quotations.iter_mut().filter(|quotation| quotation.speaker.is_none()) {
        let of_paragraph = language_of(draft, paragraph_of(draft, &quotation.range), &ranges);
        if of_paragraph != language {
            let found = of_language.entry(of_paragraph.code());
            let found = found.or_insert_with(|| find_marked_quotations(draft, "", of_paragraph));
            let same = found.iter().find(|other| other.range == quotation.range);
            quotation.speaker = same.and_then(|other| other.speaker.clone());
        }
    }
    quotations
}

/// Returns the lines of `text` that `range` stands in.
fn paragraph_of(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |length| range.end + length);
    start..end
}

/// Returns the language of a paragraph, which has the quotations at some of `quotations`. A short one is in
/// the language of the verb of speech outside of them.
fn language_of(draft: &str, paragraph: Range<usize>, quotations: &[Range<usize>]) -> Language {
    let text = &draft[paragraph.clone()];
    let detected = detect(text);
    if text.len() > MAX_SHORT {
        return detected;
    }
    let first = quotations.partition_point(|range| range.start < paragraph.start);
    let mut words = String::new();
    let mut offset = paragraph.start;
    for range in quotations[first..].iter().take_while(|range| range.end <= paragraph.end) {
        words.extend([draft.get(offset..range.start).unwrap_or_default().to_lowercase().as_str(), " "]);
        offset = range.end;
    }
    words.push_str(&draft[offset..paragraph.end].to_lowercase());
    let words = words.split(|c: char| !c.is_alphabetic());
    let words: Vec<&str> = words.filter(|word| word.chars().nth(MIN_VERB - 1).is_some()).collect();
    let known = LANGUAGES_WITH_ROLES.iter().filter_map(|code| Language::named(code));
    let has_verb = |language: &Language| words.iter().any(|word| is_verb_of_speech(word, *language));
    let spoken: Vec<Language> = known.chain([Language::ENGLISH]).filter(has_verb).collect();
    match spoken[..] {
        [] => detected,
        _ if spoken.contains(&detected) => detected,
        [only] => only,
        _ => detect_in_source(text, &spoken).language,
    }
}

/// Returns the speaker of the part `range` of a text: that of the quotation that has most of it.
pub(super) fn speaker_of(quotations: &[Quotation], range: &Range<usize>) -> Option<String> {
    let common = |quotation: &Quotation| {
        let Range { start, end } = quotation.range;
        end.min(range.end).saturating_sub(start.max(range.start))
    };
    let spoken = quotations.iter().filter(|quotation| quotation.speaker.is_some() && common(quotation) > 0);
    // The whole passage has no speaker if most of it is outside of quotations.
    let best = spoken.max_by_key(|quotation| common(quotation))?;
    Some(best.speaker.as_ref()?.name.clone())
}

/// Compares the speaker of a draft with those of passages.
pub(super) fn compare(draft: Option<&str>, archive: impl IntoIterator<Item = String>) -> SpeakerReport {
    let mut names = archive.into_iter();
    let draft_name = draft.map(str::to_owned);
    let mut report = SpeakerReport { draft: draft_name, archive: None, verdict: SpeakerVerdict::Unknown };
    let Some(draft) = draft else {
        report.archive = names.next();
        return report;
    };
    for name in names {
        match are_same(draft, &name) {
            Some(true) => {
                let verdict = SpeakerVerdict::Same;
                return SpeakerReport { archive: Some(name), verdict, ..report };
            }
            Some(false) if report.verdict != SpeakerVerdict::Other => {
                report.archive = Some(name);
                report.verdict = SpeakerVerdict::Other;
            }
            _ => report.archive = report.archive.or(Some(name)),
        }
    }
    report
}

/// Returns whether two speakers are the same person; `None` if that cannot be told, since one is a
/// description.
pub(super) fn are_same(a: &str, b: &str) -> Option<bool> {
    let (titles, suffixes) = ((gender_of_title(a), gender_of_title(b)), (has_suffix(a), has_suffix(b)));
    let (a, b) = (name_parts(a), name_parts(b));
    let ((surname_a, given_a), (surname_b, given_b)) = (a.split_last()?, b.split_last()?);
    let is_name = |parts: &[String]| parts.last().is_some_and(|part| part.starts_with(char::is_uppercase));
    let lower = |text: &str| text.to_lowercase();
    let are_relatives = suffixes.0 != suffixes.1;
    // A title or an occupation before the whole of the other name.
    let is_end = |long: &[String], short: &[String]| {
        let Some((before, end)) = long.split_at_checked(long.len().saturating_sub(short.len())) else {
            return false;
        };
        let is_capital = |word: &String| word.starts_with(char::is_uppercase);
        short.len() > 1 && end == short && before.iter().all(is_capital)
    };
    if is_name(&a) && is_name(&b) && (is_end(&a, &b) || is_end(&b, &a)) {
        return (!are_relatives).then_some(true);
    }
    if lower(&a.join(" ")) == lower(&b.join(" ")) {
        return (!are_relatives).then_some(true);
    }
    if !is_name(&a) || !is_name(&b) {
        return None;
    }
    if lower(surname_a) != lower(surname_b) {
        // One of them may be the given name, or the surname with more after it.
        let is_part = |whole: &[String], part: &[String]| {
            part.len() == 1 && whole.iter().any(|word| lower(word) == lower(&part[0]))
        };
        return if is_part(&a, &b) || is_part(&b, &a) { None } else { Some(false) };
    }
    let (first_a, first_b) =
        (given_a.first().map(|name| lower(name)), given_b.first().map(|name| lower(name)));
    let gender = |title: PersonGender, given: &[String]| match given.first() {
        Some(given) if title == PersonGender::Unknown => gender_of_given(given),
        _ => title,
    };
    let are_alike = match (&first_a, &first_b) {
        (Some(first_a), Some(first_b)) => agree(first_a, first_b),
        _ => match (gender(titles.0, given_a), gender(titles.1, given_b)) {
            (PersonGender::Unknown, _) | (_, PersonGender::Unknown) => true,
            (gender, other) => gender == other,
        },
    };
    // A father and his son may have one name.
    if are_alike && are_relatives { None } else { Some(are_alike) }
}

/// Returns whether two given names may be of one person: equal, an initial, or a short form.
fn agree(a: &str, b: &str) -> bool {
    let (short, long) = if a.chars().count() <= b.chars().count() { (a, b) } else { (b, a) };
    let is_nickname = NICKNAMES.iter().any(|names| names.contains(&a) && names.contains(&b));
    let is_short_form =
        long.starts_with(short) && SHORT_FORMS.contains(&short) && !ENDINGS.contains(&&long[short.len()..]);
    a == b || is_nickname || is_short_form || short.chars().count() == 1 && long.starts_with(short)
}

/// Returns what the title before a name tells.
fn gender_of_title(name: &str) -> PersonGender {
    let title = name.split_whitespace().next().unwrap_or_default();
    match title.trim_end_matches('.').to_lowercase().as_str() {
        "mr" | "herr" | "sir" | "lord" => PersonGender::Man,
        "mrs" | "ms" | "miss" | "frau" | "dame" | "lady" => PersonGender::Woman,
        _ => PersonGender::Unknown,
    }
}

/// Returns whether a name ends with one of the words that tell a son from his father.
fn has_suffix(name: &str) -> bool {
    let is_suffix = |word: &str| matches!(word.trim_matches(['.', ',']), "Jr" | "II" | "III" | "IV");
    name.split_whitespace().skip(1).any(is_suffix)
}

/// Returns what a given name tells, or else the one that it is a short form of.
fn gender_of_given(given: &str) -> PersonGender {
    let (known, lower) = (gender_of(&title_case(given)), given.to_lowercase());
    match NICKNAMES.iter().find(|names| names.contains(&lower.as_str())) {
        Some(names) if known == PersonGender::Unknown => gender_of(&title_case(&names[0].to_uppercase())),
        _ => known,
    }
}

/// Given names that are short forms of those that they begin.
const SHORT_FORMS: &[&str] = &[
    "abe", "al", "alex", "ann", "art", "barb", "ben", "cal", "chris", "dan", "danny", "dave", "deb", "don",
    "doug", "ed", "fran", "fred", "gabe", "gene", "geoff", "greg", "gus", "hal", "herb", "jake", "jeff",
    "jen", "jon", "josh", "ken", "kim", "larry", "leo", "les", "liz", "lou", "marc", "matt", "max", "mel",
    "mitch", "nat", "nate", "nic", "nick", "norm", "pam", "pat", "pete", "phil", "ray", "rich", "rob", "rod",
    "ron", "sam", "sandy", "sid", "stan", "steph", "steve", "sue", "tim", "tom", "tony", "val", "vic",
    "vince", "walt", "will", "zach",
];

/// Ends that make the name of a woman of a man's.
const ENDINGS: &[&str] = &["a", "e", "ie", "ina", "ine", "ette", "ah"];

/// Given names and the short forms that do not begin them.
const NICKNAMES: &[&[&str]] = &[
    &["william", "bill", "billy", "will"],
    &["robert", "bob", "bobby", "rob"],
    &["richard", "dick", "rick"],
    &["james", "jim", "jimmy"],
    &["john", "jack", "johnny"],
    &["edward", "ted", "ed", "teddy"],
    &["michael", "mike", "mick"],
    &["margaret", "peggy", "maggie"],
    &["elizabeth", "liz", "beth", "betty"],
    &["charles", "chuck", "charlie"],
    &["anthony", "tony"],
    &["henry", "harry", "hank"],
    &["joseph", "joe"],
    &["katherine", "kathryn", "catherine", "kate", "kathy", "cathy"],
    &["steven", "stephen", "steve"],
    &["patricia", "pat", "patty"],
    &["susan", "sue"],
    &["thomas", "tom"],
    &["rafael", "ted"],
    &["piyush", "bobby"],
    &["jeffrey", "jeff", "geoffrey", "geoff"],
    &["andrew", "andy", "drew"],
    &["lawrence", "larry"],
    &["francis", "frank"],
    &["addison", "mitch"],
    &["albert", "al"],
    &["deborah", "debbie"],
];

#[cfg(test)]
mod tests {
    use crate::verify::speakers::*;

    #[test]
    fn names_of_one_person_agree() {
        for (a, b, expected) in [
            ("John Kirby", "Kirby", Some(true)),
            ("Mr. Trump", "Donald Trump", Some(true)),
            ("Hillary Clinton", "Bill Clinton", Some(false)),
            ("William Clinton", "Bill Clinton", Some(true)),
            ("J. Kirby", "John Kirby", Some(true)),
            ("Tom Fitton", "Soeren Kern", Some(false)),
            ("Sen. Jon Tester, D-Mont.", "Jon Tester", Some(true)),
            ("a spokesman", "John Kirby", None),
            ("Boris", "Boris Johnson", None),
            ("Martin Luther King Jr.", "Martin Luther King", None),
            ("Donald Trump Jr.", "Donald Trump", None),
            ("Trump Jr.", "Trump", None),
            ("Eric Trump", "Donald Trump Jr.", Some(false)),
            ("Paul Lee", "Paula Lee", Some(false)),
            ("Eric Lee", "Erica Lee", Some(false)),
            ("Dan Lee", "Daniel Lee", Some(true)),
            ("Mrs. Clinton", "Bill Clinton", Some(false)),
            ("Mrs. Clinton", "Hillary Clinton", Some(true)),
            ("Mr. Clinton", "Hillary Clinton", Some(false)),
            ("Mrs. Lee", "Oscar Lee", Some(false)),
            ("Mr. Lee", "Ingrid Lee", Some(false)),
            ("Mrs. Lee", "Hank Lee", Some(false)),
            ("Mr. Lee", "Qwert Lee", Some(true)),
            ("Chris Lee", "Christopher Lee", Some(true)),
            ("Nurse Ute Brandt", "Ute Brandt", Some(true)),
            ("Plumber Orwin", "Karl Orwin", Some(true)),
            ("Plumber Karl Orwin", "Ann Orwin", Some(false)),
            ("Lead Crane Driver Karl Orwin", "Karl Orwin", Some(true)),
            ("the plumber Karl Orwin", "Karl Orwin", Some(true)),
            ("von der Leyen", "Ursula von der Leyen", Some(true)),
            ("Assad", "Bashar al-Assad", Some(true)),
            ("Peter al-Assad", "Bashar al-Assad", Some(false)),
            ("a spokesman for Karl Orwin", "Karl Orwin", Some(false)),
        ] {
            assert_eq!((are_same(a, b), are_same(b, a)), (expected, expected), "{a} {b}");
        }
    }

    #[test]
    fn each_paragraph_of_a_draft_names_speakers_in_its_language() {
        let english = "“I wrote it down because nobody would believe me afterwards,” said Felix Oduya.";
        let russian = "«Мы услышали треск, будто ломали сухую ветку, и побежали», — сказала Дарья Климова \
                       газете во вторник утром у реки.";
        let speakers = |draft: &str| {
            let quotations = quotations_of_draft(draft).into_iter();
            quotations.map(|quotation| quotation.speaker.map(|speaker| speaker.name)).collect::<Vec<_>>()
        };
        let (oduya, klimova) = (Some("Felix Oduya".to_owned()), Some("Дарья Климова".to_owned()));
        let both = [oduya.clone(), klimova.clone(), klimova.clone()];
        assert_eq!(speakers(&[english, russian, russian].join("\n\n")), both);
        assert_eq!(speakers(&[english, english, russian].join("\n\n")), [oduya.clone(), oduya, klimova]);
    }

    #[test]
    fn the_verb_of_a_short_draft_tells_its_language() {
        for (draft, name) in [
            ("„Sie kostet 1,5 Millionen Euro“, sagte Kapitän Brodersen.", Some("Brodersen")),
            ("„Ich gehe“, sagte Kapitän Brodersen.", Some("Brodersen")),
            ("«12 millones», dijo Vidal.", Some("Vidal")),
            ("«12 millones», Vidal.", None),
        ] {
            let found = quotations_of_draft(draft);
            let speaker = found[0].speaker.as_ref().map(|speaker| speaker.name.as_str());
            assert_eq!(speaker, name, "{draft}");
        }
    }

    #[test]
    fn one_witness_suffices_and_all_must_contradict() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        for (draft, archive, verdict, shown) in [
            (Some("Ann Lee"), names(&["Bo Ek", "Lee"]), SpeakerVerdict::Same, Some("Lee")),
            (Some("Ann Lee"), names(&["a spokesman", "Bo Ek"]), SpeakerVerdict::Other, Some("Bo Ek")),
            (Some("Ann Lee"), names(&[]), SpeakerVerdict::Unknown, None),
            (None, names(&["Bo Ek"]), SpeakerVerdict::Unknown, Some("Bo Ek")),
        ] {
            let report = compare(draft, archive);
            assert_eq!((report.verdict, report.archive.as_deref()), (verdict, shown), "{draft:?}");
        }
    }
}
