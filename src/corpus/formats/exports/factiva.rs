//! Exports of Factiva as it displays stories: title, author, number of words, day, paper and language on
//! lines of their own, then the text, then the number of the document.

use crate::corpus::formats::exports::lines::{TextLine, author, is_byline_word, is_copyright, is_date};
use crate::corpus::formats::exports::story::{ParsedStory, filled, join};

/// Words for words, in the languages of Factiva.
const WORDS: [&str; 14] = [
    "words", "word", "wörter", "wort", "mots", "mot", "palabras", "palabra", "parole", "parola", "palavras",
    "woorden", "słów", "слов",
];
/// Words before the number of a document.
const DOCUMENT: [&str; 5] = ["document", "dokument", "documento", "документ", "文件"];
/// Maximum number of lines between the number of words and the text.
const MAX_HEADER_LINES: usize = 12;

/// Returns the number of the document that a line gives: `Document COURI00020120524e85o0002x`.
pub(super) fn document_number<'t>(line: &TextLine<'t>) -> Option<&'t str> {
    let (word, number) = line.text.split_once(char::is_whitespace)?;
    let number = number.trim();
    let digits = number.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    let is_number = (16..=40).contains(&number.len())
        && digits >= 8
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && number.starts_with(|c: char| c.is_ascii_uppercase());
    (is_number && DOCUMENT.contains(&word.to_lowercase().as_str())).then_some(number)
}

/// Returns whether a line gives the number of words.
pub(super) fn is_word_count(line: &TextLine<'_>) -> bool {
    line.text.split_once([' ', '\u{a0}']).is_some_and(|(number, words)| {
        let number = number.replace([',', '.', '\u{202f}'], "");
        !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && WORDS.contains(&words.trim().to_lowercase().as_str())
    })
}

/// Returns whether these are the lines of an export.
pub(super) fn is_export(lines: &[TextLine<'_>]) -> bool {
    let number = lines.iter().position(|line| document_number(line).is_some());
    number.is_some_and(|number| lines[..number].iter().any(is_word_count))
}

/// Returns the offsets at which stories begin: below the number of the document before.
pub(super) fn story_starts(lines: &[TextLine<'_>]) -> Vec<usize> {
    let mut starts = vec![0];
    let mut ended = None;
    for line in lines {
        if document_number(line).is_some() {
            ended = Some(line.end);
        } else if is_word_count(line)
            && let Some(start) = ended.take()
        {
            starts.push(start);
        }
    }
    starts
}

/// Takes a story apart.
pub(super) fn parse(_: &str, lines: &[TextLine<'_>]) -> Option<ParsedStory> {
    let mut story = ParsedStory::default();
    let end = lines.iter().position(|line| document_number(line).is_some()).unwrap_or(lines.len());
    story.id = lines.get(end).and_then(document_number).map(str::to_owned);
    let words = lines[..end].iter().position(is_word_count)?;
    read_title(&lines[..words], &mut story);
    let body = read_header(&lines[words + 1..end], &mut story);
    story.add_body(&lines[words + 1 + body..end]);
    Some(story)
}

/// Reads title and author, which stand above the number of words, below the name of the section.
fn read_title(lines: &[TextLine<'_>], story: &mut ParsedStory) {
    let groups: Vec<&[TextLine<'_>]> =
        lines.split(TextLine::is_blank).filter(|group| !group.is_empty()).collect();
    let Some((last, above)) = groups.split_last() else { return };
    let (byline, title) = match last.split_last() {
        // The author stands alone above the number of words, or below the title.
        Some((byline, [])) if is_byline(byline.text) && !above.is_empty() => {
            (Some(byline), above[above.len() - 1])
        }
        Some((byline, title)) if is_byline(byline.text) && !title.is_empty() => (Some(byline), title),
        _ => (None, *last),
    };
    story.metadata.author = byline.and_then(|line| filled(author(line.text)));
    // The name of a section stands above the title and is short.
    let is_section = |line: &TextLine<'_>| {
        line.text.split_whitespace().count() <= 3 && !line.text.ends_with(|c: char| c.is_ascii_punctuation())
    };
    let title = match title.split_first() {
        Some((first, rest)) if !rest.is_empty() && is_section(first) => rest,
        _ => title,
    };
    story.set_title(title);
}

/// Returns whether a line is that of the author: it begins as one, or has two to four names.
fn is_byline(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_name = |word: &&str| word.starts_with(char::is_uppercase) && !word.ends_with(['?', '!', ':', '.']);
    words.len() >= 2 && words.len() <= 14 && words.first().is_some_and(|word| is_byline_word(word))
        || (2..=3).contains(&words.len()) && words.iter().all(is_name)
}

/// Reads day, paper, language and notice, which stand below the number of words. Returns the number of
/// these lines.
fn read_header(lines: &[TextLine<'_>], story: &mut ParsedStory) -> usize {
    let mut filled_lines = lines.iter().enumerate().filter(|(_, line)| !line.is_blank());
    let Some((date, line)) = filled_lines.next().filter(|(_, line)| is_date(line.text)) else { return 0 };
    story.date = Some(line.text.to_owned());
    let is_time =
        |line: &TextLine<'_>| line.text.starts_with(|c: char| c.is_ascii_digit()) && line.text.contains(':');
    let Some((site, line)) = filled_lines.find(|(_, line)| !is_time(line)) else { return date + 1 };
    story.metadata.site = Some(join(std::slice::from_ref(line)));
    // The notice ends the header; without one, a blank line does.
    let top = &lines[..lines.len().min(site + 1 + MAX_HEADER_LINES)];
    let notice = top.iter().skip(site).rposition(|line| is_copyright(line.text)).map(|index| site + index);
    match notice {
        Some(notice) => {
            let rest = lines[notice..].iter().position(TextLine::is_blank);
            rest.map_or(notice + 1, |blank| notice + blank)
        }
        None => lines[site..].iter().position(TextLine::is_blank).map_or(site + 1, |blank| site + blank),
    }
}
