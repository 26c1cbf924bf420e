//! Labels of turns: *MR. KIRBY:*, *Jane Roe (via translator):*, *Q:*.

use std::ops::Range;

/// Maximum length of a label, in bytes.
const MAX_LABEL: usize = 90;
/// Maximum number of words of a name.
const MAX_WORDS: usize = 6;
/// Maximum length of a time in brackets before a label.
const MAX_TIME: usize = 16;
/// Words in lower case within a name.
const PARTICLES: [&str; 22] = [
    "al", "ben", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "ibn", "la",
    "le", "of", "ten", "van", "von", "y",
];
/// Labels for who asks and who answers.
const QUESTIONS: [&str; 12] = [
    "question",
    "frage",
    "pregunta",
    "domanda",
    "pergunta",
    "вопрос",
    "питання",
    "pytanie",
    "otázka",
    "vraag",
    "fråga",
    "q",
];
const ANSWERS: [&str; 12] = [
    "answer",
    "antwort",
    "réponse",
    "respuesta",
    "risposta",
    "resposta",
    "ответ",
    "відповідь",
    "odpowiedź",
    "odpověď",
    "antwoord",
    "a",
];

/// A label before the words of a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TurnLabel<'t> {
    /// The name, as it is written.
    pub(super) name: &'t str,
    /// Place of the name in the text.
    pub(super) range: Range<usize>,
    /// Text in parentheses behind it.
    pub(super) aside: Option<&'t str>,
    /// Offset behind the colon.
    pub(super) words: usize,
}

/// The part of a label without a name: that of who asks or who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TurnPart {
    Question,
    Answer,
}

/// Returns the label with which a paragraph begins.
pub(super) fn label_of(text: &str, paragraph: Range<usize>) -> Option<TurnLabel<'_>> {
    let content = &text[paragraph.clone()];
    let head = without_time(content.trim_start_matches(is_before_label)).trim_start_matches(is_before_label);
    let start = paragraph.end - head.len();
    let colon = head.bytes().take(MAX_LABEL).position(|byte| byte == b':')?;
    let (label, behind) = (&head[..colon], &head[colon + 1..]);
    let words = behind.trim_start_matches(['*', '_']);
    if label.contains('\n') || !words.is_empty() && !words.starts_with(char::is_whitespace) {
        return None;
    }
    let written = label.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
    let (name, aside) = match written.split_once(['(', '[']) {
        Some((name, aside)) => (name, Some(aside.strip_suffix([')', ']'])?)),
        None => (written, None),
    };
    let name = name.split(',').next().unwrap_or(name).trim_end();
    let is_name = name.split_whitespace().count() <= MAX_WORDS
        && name.split_whitespace().enumerate().all(|(index, word)| may_be_of_name(word, index));
    (!name.is_empty() && is_name).then(|| TurnLabel {
        name,
        range: start..start + name.len(),
        aside: aside.map(str::trim),
        words: paragraph.end - words.len(),
    })
}

impl TurnLabel<'_> {
    /// Returns whether the name has no letters in lower case.
    pub(super) fn is_in_capitals(&self) -> bool {
        !self.name.contains(char::is_lowercase)
    }

    /// Returns who is meant if the label has no name.
    pub(super) fn part(&self) -> Option<TurnPart> {
        let word = self.name.trim_end_matches('.').to_lowercase();
        match word.as_str() {
            word if QUESTIONS.contains(&word) => Some(TurnPart::Question),
            word if ANSWERS.contains(&word) => Some(TurnPart::Answer),
            _ => None,
        }
    }
}

fn is_before_label(c: char) -> bool {
    c.is_whitespace() || matches!(c, '>' | '*' | '_' | '#' | '-' | '–' | '—' | '•')
}

/// Returns `text` without the time with which it begins: `[00:12]`, `00:01:12`.
fn without_time(text: &str) -> &str {
    let is_of_time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ' ');
    let bracketed = text.strip_prefix(['[', '(']).and_then(|text| text.split_once([']', ')']));
    match bracketed {
        Some((time, rest)) if time.len() <= MAX_TIME && time.chars().all(is_of_time) => rest,
        _ => {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
            let time = &text[..text.len() - rest.len()];
            if time.len() >= 4 && time.contains(':') && rest.starts_with(' ') { rest } else { text }
        }
    }
}

/// Returns whether a word may be the one at `index` of a name: with a capital, or a particle within it.
fn may_be_of_name(word: &str, index: usize) -> bool {
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-' | '‐' | '‑');
    let is_title_case = word.starts_with(char::is_uppercase) && word.chars().all(is_letter);
    is_title_case || index > 0 && PARTICLES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_names_before_a_colon() {
        for (line, name, words) in [
            ("KIRBY: We know.", "KIRBY", "We know."),
            ("MR. KIRBY (via phone): We know.", "MR. KIRBY", "We know."),
            ("Jane Roe, host: Why?", "Jane Roe", "Why?"),
            ("**Jane Roe:** Why?", "Jane Roe", "Why?"),
            ("[00:12:30] Ludwig van Beek: Ja.", "Ludwig van Beek", "Ja."),
            ("00:12 KIRBY: Yes.", "KIRBY", "Yes."),
            (">> KIRBY: Yes.", "KIRBY", "Yes."),
            ("Jean Dubois\u{a0}: Oui.", "Jean Dubois", "Oui."),
            ("Q: Why?", "Q", "Why?"),
            ("KIRBY:", "KIRBY", ""),
        ] {
            let label = label_of(line, 0..line.len()).expect(line);
            assert_eq!((label.name, line[label.words..].trim()), (name, words), "{line}");
            assert_eq!(&line[label.range], name);
        }
        for line in [
            "We know that: it is late.",
            "At 10:30 he left.",
            "http://example.org",
            "kirby: yes",
            "The Man Who Knew Too Much About It: a review",
            "",
            ":",
        ] {
            assert_eq!(label_of(line, 0..line.len()), None, "{line}");
        }
    }
}
