//! The forms in which lines at the edge of pages are compared.

use crate::corpus::formats::pdf::day_numbers::day_numbers;

/// Number of numbers of a line that may be that of the page.
const MAX_NUMBERS: usize = 4;

/// A form in which a line is compared with others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HeadKey {
    pub text: String,
    /// Whether the number that is left out may be the day of a date.
    pub is_day: bool,
}

/// Returns the forms in which a line of the page at position `index` is compared with others: as it is, and
/// with each of its numbers as far from that of the page.
pub(super) fn keys(line: &str, index: usize) -> Vec<HeadKey> {
    let days = day_numbers(line);
    let (mut text, mut origins) = (String::new(), Vec::new());
    for (offset, c) in line.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        text.extend(c.to_lowercase());
        origins.resize(text.len(), offset);
    }
    let key = |text: String, is_day: bool| HeadKey { text, is_day };
    let from_page = |number: usize| number as i64 - index as i64;
    let mut keys = Vec::with_capacity(2);
    if let Some(number) = roman(&text) {
        keys.push(key(format!("#{}", from_page(number)), false));
    }
    let mut end = 0;
    for (start, _) in text.match_indices(|c: char| c.is_ascii_digit()) {
        if start < end || keys.len() >= MAX_NUMBERS {
            continue;
        }
        let tail = &text[start..];
        let length = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        end = start + length;
        if let Ok(number) = tail[..length].parse::<u32>() {
            let is_day = origins.get(start).is_some_and(|origin| days.contains(origin));
            let from_page = from_page(number as usize);
            keys.push(key(format!("{}#{from_page}{}", &text[..start], &text[end..]), is_day));
        }
    }
    keys.insert(0, key(text, false));
    keys
}

/// Returns the number that a text is in small Roman numerals.
fn roman(text: &str) -> Option<usize> {
    if !(1..=8).contains(&text.len()) {
        return None;
    }
    let digits = text.bytes().map(|byte| match byte {
        b'i' => Some(1),
        b'v' => Some(5),
        b'x' => Some(10),
        b'l' => Some(50),
        b'c' => Some(100),
        _ => None,
    });
    let digits: Vec<usize> = digits.collect::<Option<_>>()?;
    let is_subtracted = |index: usize| digits.get(index + 1).is_some_and(|next| *next > digits[index]);
    let (less, more): (Vec<usize>, Vec<usize>) = (0..digits.len()).partition(|index| is_subtracted(*index));
    let sum = |of: Vec<usize>| of.into_iter().map(|index| digits[index]).sum::<usize>();
    sum(more).checked_sub(sum(less))
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::pdf::head_keys::*;

    #[test]
    fn small_roman_numerals_are_numbers() {
        assert_eq!([roman("iv"), roman("xiv"), roman("x1")], [Some(4), Some(14), None]);
    }

    #[test]
    fn each_number_may_be_that_of_the_page() {
        let keys: Vec<_> = keys("Tide 12, 3 May", 2).into_iter().map(|key| (key.text, key.is_day)).collect();
        let expected = [("tide12,3may", false), ("tide#10,3may", false), ("tide12,#1may", true)];
        assert_eq!(keys, expected.map(|(text, is_day)| (text.to_owned(), is_day)));
    }
}
