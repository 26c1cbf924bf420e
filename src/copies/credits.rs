//! Datelines, bylines and credit lines: what copies of a report have otherwise although it is the same, and
//! where an agency is named.
//!
//! Only their places count. A sentence on an agency, the credit of a picture and *AP contributed to this
//! report* do not make an article a copy of an agency's.

use std::ops::Range;

use crate::copies::agencies::{at_start, listed, named, of_byline, push_new, unspaced_at_start};

/// Number of paragraphs at either end of an article in which credits are looked for.
const EDGE: usize = 3;
/// Maximum length of the part of a dateline before its dash, in characters.
const MAX_DATELINE: usize = 90;
/// Maximum number of words of a dateline before its agency or its dash.
const MAX_PLACE_WORDS: usize = 8;
/// Maximum number of words of a byline.
const MAX_BYLINE_WORDS: usize = 14;
/// Maximum number of words of a credit line.
const MAX_CREDIT_WORDS: usize = 40;
/// Words with which the dateline of an agency ends in scripts without spaces: telegram, news.
const TELEGRAM: [char; 5] = ['电', '電', '讯', '訊', '报'];
/// Brackets round the dateline of an agency in these scripts.
const DATELINE_BRACKETS: [(char, char); 3] = [('[', ']'), ('【', '】'), ('［', '］')];
/// Words that begin a byline.
const BY: [&str; 7] = ["by", "von", "par", "por", "di", "door", "av"];
/// Words in lower case that names of places have.
const PLACE_WORDS: [&str; 16] =
    ["de", "la", "le", "del", "di", "da", "do", "an", "am", "der", "den", "of", "the", "near", "bei", "im"];
/// Beginnings of a notice of rights.
const RIGHTS: [&str; 4] = ["copyright", "©", "(c)", "all content ©"];
/// Beginnings of a line that names a source.
const SOURCE: [&str; 6] = ["source:", "sources:", "quelle:", "quellen:", "fuente:", "fonte:"];

/// The credits of an article.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Credits {
    /// The agencies that are named, with `/` between them.
    pub agency: Option<String>,
    /// Places where they stand: a paragraph and the bytes in it.
    pub spans: Vec<(usize, Range<usize>)>,
}

impl Credits {
    /// Reads the credits of an article with these paragraphs and this author, from which some were cut.
    pub(super) fn of(paragraphs: &[&str], author: Option<&str>, cut: &[&str]) -> Self {
        let (mut agencies, mut spans) = (Vec::new(), Vec::new());
        let mut add =
            |found: Vec<&'static str>| found.into_iter().for_each(|name| push_new(&mut agencies, name));
        for (number, paragraph) in paragraphs.iter().enumerate().take(EDGE) {
            if let Some((end, found)) = dateline(paragraph) {
                spans.push((number, 0..end));
                add(found);
            } else if let Some(found) = byline(paragraph) {
                spans.push((number, 0..paragraph.len()));
                add(found);
            }
        }
        add(author.map(of_byline).unwrap_or_default());
        let last = paragraphs.len().saturating_sub(EDGE);
        for (number, paragraph) in paragraphs.iter().enumerate().skip(last) {
            let found = credit(paragraph);
            if !found.is_empty() {
                spans.push((number, 0..paragraph.len()));
                add(found);
            }
        }
        cut.iter().for_each(|paragraph| add(notice_of_rights(paragraph)));
        Credits { agency: (!agencies.is_empty()).then(|| agencies.join("/")), spans }
    }
}

/// Returns where the dateline with which a paragraph begins ends, and the agencies that it names: `KYIV, Oct
/// 17 (Reuters) -`.
fn dateline(paragraph: &str) -> Option<(usize, Vec<&'static str>)> {
    let text = paragraph.trim_start();
    let start = paragraph.len() - text.len();
    let head = text.char_indices().nth(MAX_DATELINE).map_or(text, |(end, _)| &text[..end]);
    for (open, close) in [('(', ')'), ('/', '/')] {
        let Some((place, tail)) = head.split_once(open).filter(|(place, _)| is_place(place)) else {
            continue;
        };
        let Some((names, behind)) = tail.split_once(close) else { continue };
        let agencies = listed(names);
        let has_day = place.contains(',') && place.contains(|c: char| c.is_ascii_digit());
        if agencies.is_empty() || open == '/' && place.trim().is_empty() {
            continue;
        }
        let rest = behind.trim_start().trim_start_matches(['-', '–', '—', ':', '.', '―']);
        if rest.len() < behind.trim_start().len() || has_day {
            return Some((start + head.len() - rest.len(), agencies));
        }
    }
    if let Some((rest, agency)) = unspaced_dateline(head) {
        return Some((start + head.len() - rest.len(), vec![agency]));
    }
    // A place in capitals, without an agency.
    let (dash, mark) = head.char_indices().find(|(_, c)| matches!(c, '–' | '—')).or_else(|| {
        let hyphens = head.find(" - ").map(|space| space + 1).or_else(|| head.find("--"));
        hyphens.map(|dash| (dash, '-'))
    })?;
    let place = &head[..dash];
    let first = place.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let is_capitals = first.chars().count() > 2 && first.chars().all(char::is_uppercase);
    let rest = head[dash..].trim_start_matches(mark);
    (is_capitals && is_place(place)).then(|| (start + head.len() - rest.len(), Vec::new()))
}

/// Returns what follows the dateline with which a text in a script without spaces begins, and the agency that
/// it names: `新华社杭州4月5日电`, `[東京 5日 ロイター] -`.
fn unspaced_dateline(head: &str) -> Option<(&str, &'static str)> {
    for (open, close) in DATELINE_BRACKETS {
        let Some((inside, behind)) = head.strip_prefix(open).and_then(|rest| rest.split_once(close)) else {
            continue;
        };
        let mut words =
            inside.split(|c: char| c.is_whitespace() || c == '＝').filter(|word| !word.is_empty());
        let agency = words.next_back().and_then(named).or_else(|| Some(unspaced_at_start(inside)?.0))?;
        let behind = behind.trim_start();
        return Some((behind.trim_start_matches(['-', '–', '—', '―']), agency));
    }
    let (agency, rest) = unspaced_at_start(head)?;
    let (index, word) =
        rest.char_indices().find(|(_, c)| TELEGRAM.contains(c) || "，。、：；".contains(*c))?;
    let has_day = rest[..index].ends_with('日');
    (has_day && TELEGRAM.contains(&word)).then(|| (&rest[index + word.len_utf8()..], agency))
}

/// Returns whether `text` may be the place and the day of a dateline, or nothing.
fn is_place(text: &str) -> bool {
    let words = text.split(|c: char| c.is_whitespace() || ",.[]".contains(c)).filter(|word| !word.is_empty());
    let (mut count, mut after_number) = (0, false);
    for word in words {
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        let is_lower = word.starts_with(char::is_lowercase);
        // *17 octobre*
        if is_lower && !after_number && !PLACE_WORDS.contains(&word) || count == MAX_PLACE_WORDS {
            return false;
        }
        (count, after_number) = (count + 1, is_number);
    }
    !text.contains(['“', '”', '"', '(', '!', '?', ';'])
}

/// Returns the agencies that a byline names; `None` for any other paragraph.
fn byline(paragraph: &str) -> Option<Vec<&'static str>> {
    let text = paragraph.trim();
    if text.split_whitespace().count() > MAX_BYLINE_WORDS {
        return None;
    }
    let (first, names) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let is_by = BY.contains(&first.trim_end_matches(':').to_lowercase().as_str());
    let agencies = match is_by {
        true => of_byline(names),
        false => named(text).into_iter().collect(),
    };
    let is_sentence = text.ends_with(['.', '!', '?', '”', '"']);
    (!agencies.is_empty() && !is_sentence).then_some(agencies)
}

/// Returns the agencies that a credit line at the end of an article names.
fn credit(paragraph: &str) -> Vec<&'static str> {
    let found = notice_of_rights(paragraph);
    if !found.is_empty() {
        return found;
    }
    let text = paragraph.trim();
    let lower = text.to_lowercase();
    let source = SOURCE.iter().find(|start| lower.starts_with(*start));
    let names = source.and_then(|start| text.get(start.len()..)).unwrap_or(text);
    let marks = |c: char| c.is_whitespace() || "()[]–—-.:".contains(c);
    match names.trim_matches(marks) {
        "" => Vec::new(),
        names => listed(names),
    }
}

/// Returns the agency that a notice of rights names: `Copyright 2016 The Associated Press. All rights …`.
fn notice_of_rights(paragraph: &str) -> Vec<&'static str> {
    let mut text = paragraph.trim();
    if text.split_whitespace().take(MAX_CREDIT_WORDS + 1).count() > MAX_CREDIT_WORDS {
        return Vec::new();
    }
    let mut is_notice = false;
    loop {
        let is_start =
            |mark: &&&str| text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
        let Some(mark) = RIGHTS.iter().find(is_start) else { break };
        text = text[mark.len()..].trim_start();
        is_notice = true;
    }
    let text =
        text.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || ",-–".contains(c));
    let text = text.strip_prefix("by ").unwrap_or(text);
    at_start(text).filter(|_| is_notice).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use crate::copies::credits::*;
    use proptest::prelude::*;

    fn agency(paragraphs: &[&str]) -> String {
        Credits::of(paragraphs, None, &[]).agency.unwrap_or_default()
    }

    #[test]
    fn datelines_name_agencies() {
        for (text, expected) in [
            ("GRAYPORT (AP) — The ferry left.", "AP"),
            ("(Reuters) - The ferry left.", "Reuters"),
            ("GRAYPORT, Oct 17 (Reuters) – The ferry left.", "Reuters"),
            ("Grauhafen (dpa/lsw) - Die Fähre ist fort.", "dpa"),
            ("Port-Gris, 17 oct. 2016 (AFP) - Le bac est parti.", "AFP"),
            ("New Grayport [Coast], Oct 17 (ANI): The ferry left.", "ANI"),
            ("Grayport, Oct 17 (PTI) The ferry left.", "PTI"),
            ("GRAYPORT, October 17. /TASS/. The ferry left.", "TASS"),
            ("GRAYPORT (AP/AFP) -- The ferry left.", "AP/AFP"),
            ("صور (رويترز) - غادرت العبارة.", "Reuters"),
            ("الرباط 5 أبريل (شينخوا) غادرت العبارة.", ""),
            ("新华社杭州4月5日电 渡轮已离开。", "Xinhua"),
            ("中新社北京４月５日电（记者 王明）渡轮已离开。", "China News Service"),
            ("［東京　５日　ロイター］ - 船が出た。", "Reuters"),
            ("【ロイター東京】船が出た。", "Reuters"),
            ("【ソウル聯合ニュース】船が出た。", ""),
            ("新华社记者说，渡轮4月5日电召。", ""),
            ("GRAYPORT (CNN) — The ferry left.", ""),
            ("GRAYPORT — The ferry left.", ""),
            ("The mayor told the press agency (AP) — and only it — that he would go.", ""),
            ("The ferry left (Reuters) - late.", ""),
            ("Mayor Bo Ek (AP) left.", ""),
        ] {
            assert_eq!(agency(&[text]), expected, "{text}");
        }
    }

    #[test]
    fn bylines_and_credit_lines_name_agencies() {
        let body = "The ferry left.";
        for (paragraphs, expected) in [
            (&["By ANN LEE, Associated Press", body][..], "AP"),
            (&["Reuters Health", body], "Reuters"),
            (&[body, "Copyright 2016 The Associated Press. All rights reserved."], "AP"),
            (&[body, "© 2016 AFP"], "AFP"),
            (&[body, "Quelle: dpa"], "dpa"),
            (&[body, "(AP)"], "AP"),
            (&[body, "Associated Press writer Ann Lee contributed to this report."], ""),
            (&[body, "The Associated Press contributed to this report."], ""),
            (&[body, "The ferry at night. (Ann Lee/Reuters)"], ""),
            (&["The ferry (Reuters photo: Ann Lee)", body], ""),
            (&["By the time Reuters called, the ferry had left.", body], ""),
            (&[body, "Ann Lee covers ferries for The Associated Press."], ""),
            (&[body, "Copyright 2016 Coast Courier. Reuters contributed."], ""),
        ] {
            assert_eq!(agency(paragraphs), expected, "{paragraphs:?}");
        }
        let credits = Credits::of(&[body], Some("Ann Lee, AP"), &["© 2016 Reuters. All rights reserved."]);
        assert_eq!(credits.agency.as_deref(), Some("AP/Reuters"));
    }

    #[test]
    fn credits_have_places() {
        let paragraphs = ["GRAYPORT — The ferry left.", "It is late.", "It is old.", "It is slow.", "— AP"];
        let credits = Credits::of(&paragraphs, None, &[]);
        assert_eq!(credits.spans, [(0, 0.."GRAYPORT —".len()), (4, 0.."— AP".len())]);
        assert_eq!(Credits::of(&["A plan — the old one — failed."], None, &[]), Credits::default());
    }

    proptest! {
        #[test]
        fn any_paragraph_is_read_without_panic(text in "\\PC{0,120}") {
            let credits = Credits::of(&[&text], Some(&text), &[&text]);
            prop_assert!(credits.spans.iter().all(|(_, span)| text.get(span.clone()).is_some()));
        }
    }
}
