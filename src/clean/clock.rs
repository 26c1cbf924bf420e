//! Recognizes times of day such as `18.40` and `9:05 am`.

/// Returns whether a text begins with a time of day, and not with a date, a price or a result.
pub(crate) fn begins_with_clock(text: &str) -> bool {
    is_clock(text.trim_start_matches(|c: char| !c.is_alphanumeric()))
}

/// Returns whether a line has a time of day with a colon in it.
pub(crate) fn has_clock(text: &str) -> bool {
    text.match_indices(':').any(|(colon, _)| {
        let start = text[..colon].trim_end_matches(|c: char| c.is_ascii_digit()).len();
        is_clock(&text[start..])
    })
}

/// Returns whether a text without anything before it begins with a time of day.
fn is_clock(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (hour, tail) = text.split_at(digits(text));
    let Some(mark) = tail.chars().next().filter(|mark| [':', '.', 'h'].contains(mark)) else { return false };
    let (minute, tail) = tail[1..].split_at(digits(&tail[1..]));
    let number = |digits: &str| digits.parse::<u32>().unwrap_or(u32::MAX);
    let is_time =
        matches!(hour.len(), 1 | 2) && minute.len() == 2 && number(hour) < 25 && number(minute) < 60;
    // "12.01.2026" is a date and "3.50 €" a price.
    let unit = tail.trim_start();
    let is_number = mark == '.' && unit.starts_with(['.', '%', '€', '$', '£', '/', '-', '–']);
    is_time && !is_number && !tail.starts_with(|c: char| c == ',' && mark == '.')
}

#[cfg(test)]
mod tests {
    use crate::clean::clock::*;

    #[test]
    fn times_of_day_are_told_from_dates_and_results() {
        for text in
            ["18.40", "9:05 am", "12:31 Uhr: Feuerwehr rückt ab", "• 07h15 Le pont est ouvert", "0:05"]
        {
            assert!(begins_with_clock(text), "{text}");
        }
        for text in
            ["12.01.2026", "3:1", "2.500 Menschen", "99:10", "3.50 €", "2026", "12:3", "1812", "12h", ""]
        {
            assert!(!begins_with_clock(text), "{text}");
        }
        assert!(has_clock("Harbour Watch, [12.01.2026 18:42]") && !has_clock("Result: 2:1, halftime 1:1"));
    }
}
