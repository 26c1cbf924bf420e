//! Direct speech behind a dash, as Russian, French and Spanish dialogue has it.

use std::ops::Range;

use crate::analysis::Language;
use crate::quote::steps::step;

/// The languages in which a dash at the beginning of a paragraph opens direct speech.
const LANGUAGES: [&str; 22] = [
    "be", "bg", "ca", "cs", "el", "es", "fr", "gl", "hr", "hu", "it", "lt", "lv", "mk", "pl", "pt", "ro",
    "ru", "sk", "sr", "tr", "uk",
];

/// Returns whether texts of `language` have direct speech behind dashes.
pub(crate) fn has_dialogue(language: Language) -> bool {
    LANGUAGES.contains(&language.code())
}

/// Returns whether a paragraph begins with a dash and what may be direct speech.
pub(super) fn opens_dialogue(paragraph: &str) -> bool {
    let text = paragraph.trim_start();
    let mut chars = text.chars();
    let dash = chars.next().is_some_and(is_dash);
    let rest = chars.as_str().trim_start();
    let first = rest.chars().next();
    dash && first
        .is_some_and(|c| c.is_uppercase() || c.is_numeric() || matches!(c, '¿' | '¡' | '…' | '«' | '“' | '"'))
        && !text.trim_end().ends_with(';')
}

/// Returns the words of a paragraph for which [`opens_dialogue`] holds that are said, without who says them:
/// none if the dash may be that of a list.
pub(super) fn dialogue(paragraph: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let opening = paragraph.find(is_dash).unwrap_or_default();
    let is_long = paragraph[opening..].starts_with(['—', '―']);
    let mut start = opening + paragraph[opening..].chars().next().map_or(1, char::len_utf8);
    // Whether the words from `start` on are said, or tell who says it.
    let mut is_said = true;
    let mut has_attribution = false;
    let base = start;
    for (offset, dash) in paragraph[base..].match_indices(is_dash) {
        step();
        let (before, after) = (&paragraph[..base + offset], &paragraph[base + offset + dash.len()..]);
        let next = after.trim_start().chars().next();
        let last = before.trim_end().chars().next_back();
        if is_said {
            let stops = last.is_some_and(|c| matches!(c, ',' | '.' | '!' | '?' | '…' | '»' | '”' | '"'));
            let joined = before.ends_with(' ') && !after.starts_with(' ');
            if before.ends_with(char::is_whitespace)
                && next.is_some_and(char::is_lowercase)
                && (stops || joined)
            {
                words.push(start..base + offset);
                (is_said, has_attribution) = (false, true);
            }
        } else {
            let resumes = last.is_some_and(|c| matches!(c, ',' | '.' | ':' | ';')) && after.starts_with(' ');
            let closes = after.starts_with(['.', ',', ';', ':']) && !before.ends_with(' ');
            if resumes || closes {
                start = base + offset + dash.len() + usize::from(closes);
                is_said = true;
            }
        }
    }
    if is_said {
        words.push(start..paragraph.len());
    }
    if !has_attribution && !is_long {
        return Vec::new();
    }
    let trim = |range: Range<usize>| {
        let content = &paragraph[range.clone()];
        let start = range.start + (content.len() - content.trim_start().len());
        let end = start + content.trim().trim_end_matches(',').trim_end().len();
        start..end
    };
    words.into_iter().map(trim).filter(|range| !range.is_empty()).collect()
}

fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '―' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(paragraph: &str) -> Vec<&str> {
        if !opens_dialogue(paragraph) {
            return Vec::new();
        }
        dialogue(paragraph).into_iter().map(|range| &paragraph[range]).collect()
    }

    #[test]
    fn who_says_it_is_no_speech() {
        let lines: [(&str, &[&str]); 8] = [
            ("— Мы победим, — сказал он.", &["Мы победим"]),
            ("— Мы победим, — сказал он. — Завтра.", &["Мы победим", "Завтра."]),
            ("— Нет! — крикнула она, — никогда!", &["Нет!", "никогда!"]),
            ("- Да, - ответил Петров.", &["Да"]),
            ("—No lo sé —dijo Ana—. Mañana veremos.", &["No lo sé", "Mañana veremos."]),
            ("— Je ne sais pas.", &["Je ne sais pas."]),
            ("- Пункт первый", &[]),
            ("— пункт второй;", &[]),
        ];
        for (line, expected) in lines {
            assert_eq!(said(line), expected, "{line}");
        }
    }
}
