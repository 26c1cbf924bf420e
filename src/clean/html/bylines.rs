//! Reads the author from elements that are named after authors, and cuts the bylines and dates of the page.

use crate::article::Metadata;
use crate::clean::html::layout::Layout;
use crate::clean::labels::Verdict;
use crate::clean::reason::Reason;
use crate::clean::text::label_blocks::PageLabels;
use crate::extract::BlockKind;
use crate::extract::bylines::{author_names, parse_byline, person_name};
use crate::extract::html::Page;
use crate::extract::html::class_hints::{AUTHOR, COMMENTS, Hints, RELATED};
use crate::extract::html::tag::Tag;

/// Comments and other stories, which have authors of their own.
const ELSEWHERE: Hints = COMMENTS | RELATED;
/// Number of blocks above the title in which its author may be named.
const MAX_ABOVE_TITLE: usize = 3;
/// Number of elements around a name that may be named after the author.
const MAX_ANCESTORS: usize = 2;
/// Maximum number of words of a name, and of a line of names.
const MAX_NAME_WORDS: usize = 5;
const MAX_LINE_WORDS: usize = 16;
/// Signs that no line of names has.
const NO_NAME: &[char] = &[':', '!', '?', '…', '(', '@', '/', '"', '“', '„', '«', '©', '|'];
/// Words that stand between two names.
const BETWEEN_NAMES: [&str; 10] =
    [" and ", " und ", " et ", " y ", " e ", " en ", " og ", " och ", " & ", ";"];

/// Cuts the bylines between the title and the text, and returns the author of `known` or, without one, that
/// of an element which is named after the author.
pub(super) fn cut_bylines(
    page: &Page,
    layout: &Layout<'_>,
    labels: &PageLabels,
    title: Option<usize>,
    known: &Metadata,
    keep: &mut [bool],
) -> Option<String> {
    let start = title.map_or(0, |title| title.saturating_sub(MAX_ABOVE_TITLE));
    let mut prose = (start..keep.len()).filter(|index| keep[*index] && layout.prose[*index]);
    let Some(end) = prose.nth(1).or_else(|| title.map(|title| title + 1)) else {
        return known.author.clone();
    };
    let mut author = known.author.clone();
    for index in (start..end).filter(|index| title != Some(*index)) {
        let is_line = !matches!(page.tree.blocks[index].kind, BlockKind::Heading | BlockKind::Caption);
        if !is_line || is_elsewhere(page, index) {
            continue;
        }
        let text = page.tree.blocks[index].text.as_str().trim();
        let named = if is_named_author(page, index) { names(text) } else { None };
        let is_byline = named.is_some()
            || match labels.labels[index].verdict {
                _ if layout.prose[index] => false,
                Verdict::Cut(Reason::Byline) => true,
                Verdict::Cut(Reason::DateLine) => is_only_date(text),
                _ => false,
            };
        keep[index] &= !is_byline;
        author = author.or(named);
    }
    author
}

/// Returns whether a line has a date, with or without words such as *updated*, and nothing else.
fn is_only_date(line: &str) -> bool {
    parse_byline(line).is_some_and(|info| {
        (info.date.is_some() || info.numeric_day.is_some()) && info.author.is_none() && info.other_words == 0
    })
}

/// Returns whether the element of a block, or one right around it, is named after the author.
fn is_named_author(page: &Page, index: usize) -> bool {
    let nodes = &page.tree.nodes;
    let context = &page.tree.contexts[index];
    let mut node = context.container;
    let mut is_named = nodes[context.inline as usize].hints & AUTHOR != 0;
    for _ in 0..=MAX_ANCESTORS {
        let element = &nodes[node as usize];
        if matches!(element.tag, Tag::Article | Tag::Main | Tag::Body) {
            break;
        }
        is_named |= element.hints & AUTHOR != 0;
        node = element.parent;
    }
    is_named
}

fn is_elsewhere(page: &Page, index: usize) -> bool {
    let mut node = page.tree.contexts[index].container;
    while node > 0 {
        let element = &page.tree.nodes[node as usize];
        if element.hints & ELSEWHERE != 0 || matches!(element.tag, Tag::Nav | Tag::Footer | Tag::Aside) {
            return true;
        }
        node = element.parent;
    }
    false
}

/// Returns the author or authors if a line has nothing but names, with "by" before them or not.
fn names(line: &str) -> Option<String> {
    if line.contains(NO_NAME) || line.ends_with('.') || line.split_whitespace().count() > MAX_LINE_WORDS {
        return None;
    }
    let names = author_names(line).or_else(|| person_name(line))?;
    let parted = BETWEEN_NAMES.iter().fold(names.clone(), |names, between| names.replace(between, ","));
    parted.split(',').all(|name| is_name(name.trim())).then_some(names)
}

/// Returns whether `name` has the form of a person's name: two words or more, the first and the last of them
/// with capitals, no digits.
fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_capital = |word: &&str| word.starts_with(char::is_uppercase);
    (2..=MAX_NAME_WORDS).contains(&words.len())
        && words.first().is_some_and(is_capital)
        && words.last().is_some_and(is_capital)
        && !name.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::clean::html::clean;

    fn page(byline: &str) -> String {
        let text =
            "The lock keeper said that the gates would be painted in the spring, when the paint is dry.";
        format!(
            "<title>Gates painted</title><article><h1>Gates painted</h1>{byline}<p>{text}</p><p>{text} It will \
             be green.</p></article>"
        )
    }

    #[test]
    fn an_element_named_after_the_author_names_him() {
        for (byline, author) in [
            ("<p class=author>Ann Lee</p>", "Ann Lee"),
            ("<p class=author>By Ann Lee</p>", "Ann Lee"),
            ("<div class='article-byline'><span>Ann Lee and Jo Hill</span></div>", "Ann Lee and Jo Hill"),
            ("<div class=byline><a href=/a class=byline__name>Anna von Hügel</a></div>", "Anna von Hügel"),
        ] {
            let article = clean(&page(byline)).article;
            assert_eq!(article.metadata.author.as_deref(), Some(author), "{byline}");
            assert!(!article.body.text.as_str().contains("Lee"), "{byline}");
        }
    }

    #[test]
    fn dates_above_the_text_are_cut() {
        for date in [
            "<time datetime=2023-03-15>2023-03-15</time>",
            "<p>By Ann Lee</p><time>15 March 2023</time>",
            "<p class=byline>By Ann Lee</p><p><time>Published March 15, 2023</time></p>",
            "<p>15. März 2023</p>",
        ] {
            let article = clean(&page(date)).article;
            assert!(!article.body.text.as_str().contains("2023"), "{date}");
            assert!(article.cut.text.as_str().contains("2023"), "{date}");
        }
        for text in ["<p>15 March 2023, the lock</p>", "<h2>15 March 2023</h2>"] {
            let article = clean(&page(text)).article;
            assert!(article.body.text.as_str().contains("2023"), "{text}");
        }
    }

    #[test]
    fn other_texts_in_such_elements_name_nobody() {
        for byline in [
            "<p class=author>Our correspondent at the lock was there when the gates were closed.</p>",
            "<p class=author>Updated 3 May</p>",
            "<p class=credits>Photo: Ann Lee</p>",
            "<div class=related><p class=author>Ann Lee</p></div>",
            "<p>Ann Lee</p>",
        ] {
            assert_eq!(clean(&page(byline)).article.metadata.author, None, "{byline}");
        }
    }
}
