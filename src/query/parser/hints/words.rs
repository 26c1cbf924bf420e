//! Notes on single words that mean something in other search programs: `2016..2017`, `~word`, `word[ti]`,
//! `word.ti.`, `wom#n`.

use crate::query::notes::excerpt;

/// Codes of fields in brackets or between dots, in PubMed and Ovid.
const FIELD_CODES: [&str; 9] = ["ti", "ab", "tiab", "title", "au", "author", "mesh", "mh", "tw"];
/// Codes that Ovid writes alone between dots; the others may end the name of a host.
const LONE_CODES: [&str; 5] = ["ti", "ab", "mp", "kw", "hw"];
/// Minimum number of letters of a word before `~` or `[`.
const MIN_STEM: usize = 3;

/// Returns the note on `surface`, a word of a query that `is_alone` in it or not.
pub(super) fn reason(surface: &str, is_alone: bool) -> Option<String> {
    if is_range_of_days(surface) {
        return Some(format!("{surface} was read as words; date:{surface} asks for the days"));
    }
    let word = surface.trim_start_matches('—');
    if !is_alone && word.len() < surface.len() && word.starts_with(char::is_alphabetic) {
        return Some(format!("{} was read as a word; write -{word} to exclude it", excerpt(surface)));
    }
    if let Some(word) = surface.strip_prefix('~').filter(|word| word.starts_with(char::is_alphabetic)) {
        return Some(format!("~ before {} was ignored; {word}~ finds words spelled alike", excerpt(word)));
    }
    let word = surface.trim_matches(|c| matches!(c, '(' | ')' | ','));
    if let Some((stem, similarity)) = word.rsplit_once('~')
        && is_stem(stem)
        && !similarity.is_empty()
        && !similarity.starts_with(|c: char| c.is_ascii_digit())
    {
        return Some(format!("{} was read as text; {stem}~ finds words spelled alike", excerpt(word)));
    }
    if let Some(stem) = before_field_code(word) {
        return Some(format!("{} was read as text; title:{stem} asks for the title", excerpt(word)));
    }
    one_letter(word)
        .map(|pattern| format!("{} was read as text; {pattern} stands for any letter", excerpt(word)))
}

/// Returns whether `word` is two years or days with dots between them.
fn is_range_of_days(word: &str) -> bool {
    let is_day = |day: &str| day.len() >= 4 && day.split(['-', '/']).all(|part| part.parse::<u16>().is_ok());
    word.split_once("..").is_some_and(|(first, last)| is_day(first) && is_day(last.trim_start_matches('.')))
}

fn is_stem(word: &str) -> bool {
    word.chars().all(char::is_alphabetic) && word.chars().nth(MIN_STEM - 1).is_some()
}

/// Returns the word before the code of a field: `word[ti]`, `word[Title/Abstract]`, `word.ti.`,
/// `word.ti,ab.`.
fn before_field_code(word: &str) -> Option<&str> {
    if let Some((stem, code)) = word.split_once('[') {
        let code = code.split([']', '/']).next().unwrap_or(code).to_ascii_lowercase();
        return (is_stem(stem) && FIELD_CODES.contains(&code.as_str())).then_some(stem);
    }
    let (stem, codes) = word.strip_suffix('.')?.split_once('.')?;
    let codes: Vec<&str> = codes.split(',').collect();
    let is_known = match codes.as_slice() {
        [code] => LONE_CODES.contains(code),
        codes => codes.iter().all(|code| LONE_CODES.contains(code) || FIELD_CODES.contains(code)),
    };
    (is_known && is_stem(stem)).then_some(stem)
}

/// Returns the pattern that is meant by `wom#n` and `wom$n`.
fn one_letter(word: &str) -> Option<String> {
    let (before, after) = word.split_once(['#', '$'])?;
    let is_lower = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_lower(before) && is_lower(after)).then(|| format!("{before}?{after}"))
}

#[cfg(test)]
mod tests {
    use crate::query::parser::hints::words::*;

    #[test]
    fn words_of_other_programs_are_noted() {
        for (word, note) in [
            ("~trump", "~ before trump was ignored; trump~ finds"),
            ("trump~x", "trump~x was read as text; trump~ finds"),
            ("trump~-1", "trump~-1 was read as text; trump~ finds"),
            ("trump[ti]", "trump[ti] was read as text; title:trump asks"),
            ("trump[Title/Abstract]", "title:trump asks"),
            ("trump.ti.", "trump.ti. was read as text; title:trump asks"),
            ("(trump.ti,ab.)", "title:trump asks"),
            ("wom#n", "wom#n was read as text; wom?n stands"),
            ("wom$n", "wom?n stands"),
            ("2016..2017", "date:2016..2017 asks"),
        ] {
            let found = reason(word, true).unwrap_or_default();
            assert!(found.contains(note), "{word}: {found}");
        }
        for word in ["market[4]", "example.tw.", "U.S.", "C#", "A$AP", "dam~2", "dam~", "a.b.c", "x~y"] {
            assert_eq!(reason(word, true), None, "{word}");
        }
    }
}
