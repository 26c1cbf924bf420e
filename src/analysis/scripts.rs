//! Languages that their script, or a letter of it, decides.

/// The scripts of one language, by their letters.
const SCRIPTS: [(std::ops::RangeInclusive<char>, &str); 23] = [
    ('\u{ac00}'..='\u{d7a3}', "ko"),
    ('\u{1100}'..='\u{11ff}', "ko"),
    ('\u{3131}'..='\u{318e}', "ko"),
    ('\u{3041}'..='\u{309f}', "ja"),
    ('\u{30a1}'..='\u{30ff}', "ja"),
    ('\u{370}'..='\u{3ff}', "el"),
    ('\u{5d0}'..='\u{5ea}', "he"),
    ('\u{e01}'..='\u{e4e}', "th"),
    ('\u{10d0}'..='\u{10ff}', "ka"),
    ('\u{531}'..='\u{587}', "hy"),
    ('\u{904}'..='\u{963}', "hi"),
    ('\u{d85}'..='\u{df3}', "si"),
    ('\u{1200}'..='\u{1360}', "am"),
    ('\u{985}'..='\u{9e3}', "bn"),
    ('\u{a05}'..='\u{a74}', "pa"),
    ('\u{a85}'..='\u{ae3}', "gu"),
    ('\u{b05}'..='\u{b63}', "or"),
    ('\u{b85}'..='\u{bd7}', "ta"),
    ('\u{c05}'..='\u{c63}', "te"),
    ('\u{c85}'..='\u{ce3}', "kn"),
    ('\u{d05}'..='\u{d63}', "ml"),
    ('\u{1000}'..='\u{103f}', "my"),
    ('\u{1780}'..='\u{17b3}', "km"),
];

/// Words that tell other languages in the script of Hindi from it.
const NOT_HINDI: [(&str, &str); 8] = [
    ("आहे", "mr"),
    ("आणि", "mr"),
    ("आहेत", "mr"),
    ("नाही", "mr"),
    ("छ", "ne"),
    ("छन्", "ne"),
    ("भएको", "ne"),
    ("गर्ने", "ne"),
];

/// Letters that one language of their script has.
const LETTERS: [(&str, &str); 6] =
    [("їєґЇЄҐ", "uk"), ("ўЎ", "be"), ("ђћЂЋ", "sr"), ("ѓќѓЅѕ", "mk"), ("ٹڈڑںے", "ur"), ("پچژگ", "fa")];

/// Returns the number of letters of an alphabet that `c` counts as: a Latin word among Chinese ones has more
/// letters than they have.
fn letters_of_alphabet(c: char) -> usize {
    match c {
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => 2,
        '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' => 3,
        '\u{20000}'..='\u{323af}' => 3,
        _ => 1,
    }
}

/// Returns the code of the language of a short text, if the script of most of its letters is that of one
/// language.
pub(super) fn language_of_script(text: &str) -> Option<&'static str> {
    if text.is_ascii() {
        return None;
    }
    let (mut letters, mut han) = (0usize, 0usize);
    let mut counts = [0usize; SCRIPTS.len()];
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        let weight = letters_of_alphabet(c);
        letters += weight;
        if matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}') {
            han += weight;
        } else if let Some(index) = SCRIPTS.iter().position(|(script, _)| script.contains(&c)) {
            counts[index] += weight;
        }
    }
    let count_of = |code: &str| -> usize {
        SCRIPTS.iter().zip(counts).filter(|((_, of), _)| *of == code).map(|(_, count)| count).sum()
    };
    // Japanese and Korean texts have Chinese characters too.
    let with_han = |code: &str| count_of(code) + if matches!(code, "ja" | "ko") { han } else { 0 };
    let of_script =
        SCRIPTS.iter().map(|(_, code)| *code).find(|code| count_of(code) > 0 && with_han(code) * 2 > letters);
    let chinese = (han * 2 > letters).then_some("zh");
    match of_script.or(chinese) {
        Some("hi") => {
            let has = |word: &str| text.split_whitespace().any(|other| other == word);
            Some(NOT_HINDI.iter().find(|(word, _)| has(word)).map_or("hi", |(_, code)| code))
        }
        code => code,
    }
}

/// Returns the code of the language that alone has one of the letters of `text`.
pub(super) fn language_of_letters(text: &str) -> Option<&'static str> {
    if text.is_ascii() {
        return None;
    }
    let decides = |c: char| LETTERS.iter().find(|(set, _)| set.contains(c)).map(|(_, code)| *code);
    text.chars().find_map(decides)
}

#[cfg(test)]
mod tests {
    use crate::analysis::scripts::*;

    #[test]
    fn a_script_or_a_letter_decides() {
        for (text, code) in [
            ("서울 회의 개최", "ko"),
            ("韓國 서울", "ko"),
            ("ראש העיר", "he"),
            ("Δήμος", "el"),
            ("ตลาดปลา", "th"),
            ("港の市場", "ja"),
            ("フェリー", "ja"),
            ("港口关闭", "zh"),
            ("ქალაქი", "ka"),
            ("Київ", "uk"),
            ("Чэрвеньскі ўраджай", "be"),
            ("چاپ کتاب", "fa"),
            ("میں شہر", "ur"),
            ("Москва", "und"),
            ("Paris", "und"),
            ("Häuser", "und"),
            ("Café 서", "und"),
            ("NATO軍とKGBの", "ja"),
            ("Hannigan参加会议", "zh"),
            ("KF-21전투기", "ko"),
            ("ทีมLiverpoolชนะ", "th"),
            ("शहर की बैठक", "hi"),
            ("शहरात बैठक आहे", "mr"),
            ("ከተማ", "am"),
            ("2024", "und"),
            ("", "und"),
        ] {
            let found = language_of_script(text).or_else(|| language_of_letters(text));
            assert_eq!(found.unwrap_or("und"), code, "{text}");
        }
    }
}
