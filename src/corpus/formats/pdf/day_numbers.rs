//! Tells the days of dates from the numbers of pages.

use crate::text::dates::months::month_in_text;
use crate::text::dates::tokens::{DatePart, DateToken, tokens};

/// Number of short words between the number of a day and its month: *3rd of May*.
const MAX_WORDS_BETWEEN: usize = 2;

/// Returns the offsets of the numbers in `text` that are days or months: beside the name of a month, or in a
/// date of nothing but numbers. A diary begins a page with one.
pub(super) fn day_numbers(text: &str) -> Vec<usize> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let tokens = tokens(text);
    let is_day = |index: &usize| {
        let number = tokens[*index].number(1..=2);
        number.is_some_and(|number| (1..=31).contains(&number))
            && (is_beside_month(&tokens, *index) || is_in_numeric_date(text, &tokens, *index))
    };
    (0..tokens.len()).filter(is_day).map(|index| tokens[index].start).collect()
}

fn is_beside_month(tokens: &[DateToken<'_>], index: usize) -> bool {
    let is_short = |token: &&DateToken<'_>| matches!(token.part, DatePart::Word(word) if word.len() <= 2);
    let between = tokens[index + 1..].iter().take(MAX_WORDS_BETWEEN).take_while(is_short).count();
    let is_before = (0..=between).any(|words| month_in_text(&tokens[index + 1 + words..]).is_some());
    let is_behind = |start: usize| {
        month_in_text(&tokens[start..index]).is_some_and(|(_, length)| start + length == index)
    };
    is_before || (index.saturating_sub(2)..index).any(is_behind)
}

/// Returns whether a number is one of three that single points, hyphens or slashes join: *3.5.2016*.
fn is_in_numeric_date(text: &str, tokens: &[DateToken<'_>], index: usize) -> bool {
    let is_number = |token: &DateToken<'_>| token.number(1..=4).is_some();
    let is_joined =
        |pair: &[DateToken<'_>]| matches!(text.get(pair[0].end..pair[1].start), Some("." | ". " | "-" | "/"));
    let mut windows = tokens.windows(3).take(index + 1).skip(index.saturating_sub(2));
    windows.any(|numbers| numbers.iter().all(is_number) && numbers.windows(2).all(is_joined))
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::pdf::day_numbers::*;

    #[test]
    fn days_are_told_from_other_numbers() {
        for (text, days) in [
            ("3 May 2016", "3"),
            ("Monday, May 3, 2016", "3"),
            ("the 3rd of May", "3"),
            ("Montag, 3. Mai", "3"),
            ("3 de mayo de 2016", "3"),
            ("2016-05-03", "05 03"),
            ("3.5.2016", "3 5"),
            ("12 Coast Weekly May 2016", ""),
            ("May 2016 12", ""),
            ("44 May", ""),
            ("Page 3 of 10", ""),
            ("3/10", ""),
            ("", ""),
        ] {
            let digits = |start: &usize| text[*start..].split(|c: char| !c.is_ascii_digit()).next();
            let found: Vec<_> = day_numbers(text).iter().filter_map(digits).collect();
            assert_eq!(found.join(" "), days, "{text}");
        }
    }
}
