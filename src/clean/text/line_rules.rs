//! Rules that recognize a block by its own words, or by those of the next block.

use crate::clean::reason::Reason;
use crate::clean::text::lexicon::Lexicon;
use crate::clean::text::lexicon::word_group::WordGroup;
use crate::clean::text::line_scanner::hash_line;
use crate::clean::text::line_stats::{EdgeChar, LineStats};
use crate::clean::text::page::TextPage;

/// Maximum number of words before the year of a notice such as "Coast News 2024 ©".
const MAX_WORDS_BEFORE_SIGN: usize = 3;

/// Returns whether a block reads as running text of the article: it looks like prose, occurs once, and no
/// rule below recognizes it as boilerplate.
pub(crate) fn is_prose(page: &TextPage, index: usize) -> bool {
    page.stats[index].looks_like_prose()
        && page.repeats[index] == 1
        && page.phrases[index].is_none()
        && !is_appeal(page, index)
}

/// Returns the reason to cut a line that begins with a label such as "Tags:" or "Read also:".
pub(crate) fn leading_label(page: &TextPage, index: usize) -> Option<Reason> {
    let stats = &page.stats[index];
    if stats.colons == 0 || stats.words > 25 || stats.sentence_ends > 1 {
        return None;
    }
    let (label, tail) = page.text(index).split_once([':', '：'])?;
    let short = label.len() <= 40 && !tail.is_empty();
    if !short {
        return None;
    }
    if TAG_LABELS.contains(&label.trim().to_lowercase().as_str()) {
        return Some(Reason::Navigation);
    }
    // Of the stock phrases, only those that lead to other stories also begin a line.
    let phrase = Lexicon::get().phrase(hash_line(label)).filter(|phrase| phrase.is_label)?;
    page.has_language(phrase.languages).then_some(phrase.reason)
}

/// Labels before the tags of an article.
const TAG_LABELS: [&str; 24] = [
    "tags",
    "tag",
    "tagged",
    "filed under",
    "posted in",
    "categories",
    "category",
    "topics",
    "keywords",
    "schlagworte",
    "schlagwörter",
    "themen",
    "mots-clés",
    "étiquettes",
    "etiquetas",
    "temas",
    "trefwoorden",
    "tagi",
    "etiketler",
    "теги",
    "темы",
    "теми",
    "标签",
    "タグ",
];

/// Returns whether a block asks for members or money: it has many of the words of appeals.
pub(crate) fn is_appeal(page: &TextPage, index: usize) -> bool {
    let stats = &page.stats[index];
    let appeal_words = stats.count(WordGroup::Appeal) + stats.count(WordGroup::Subscribe);
    let addresses = stats.count(WordGroup::We) + stats.count(WordGroup::You);
    // In quotation marks it is direct speech.
    stats.quotes == 0
        && stats.words <= 120
        && appeal_words >= 2
        && addresses >= 1
        && appeal_words * 25 >= stats.words
}

/// Returns whether a block has some of the words of an appeal, which is enough next to another one.
pub(crate) fn has_appeal_words(page: &TextPage, index: usize) -> bool {
    let stats = &page.stats[index];
    stats.quotes == 0
        && stats.words <= 60
        && stats.count(WordGroup::Appeal) + stats.count(WordGroup::Subscribe) >= 1
}

/// Returns whether a block is a copyright notice.
pub(crate) fn is_copyright(page: &TextPage, index: usize) -> bool {
    let stats = &page.stats[index];
    let (legal, dated) = (stats.count(WordGroup::Legal), stats.numbers > 0);
    if stats.words > 60 || legal == 0 && !dated {
        return false;
    }
    let has_spelled_sign =
        || stats.brackets > 0 && ["(c) ", "(C) "].iter().any(|sign| page.text(index).contains(sign));
    legal >= 3 || stats.copyright > 0 || has_spelled_sign()
}

/// Returns whether a block is a notice of the rights in a site. The credit of a picture is none, nor is a
/// sentence of an article about rights.
pub(crate) fn is_rights_notice(page: &TextPage, index: usize) -> bool {
    let stats = &page.stats[index];
    let is_of_site = || match stats.copyright {
        0 => !is_sentence_about_rights(stats) || addresses(stats),
        _ => stats.count(WordGroup::Legal) > 0 || has_dated_sign(page.text(index)),
    };
    is_copyright(page, index) && is_of_site()
}

/// Returns whether a block is a notice of rights as it stands at the end of a page, and not inside an
/// article.
pub(crate) fn is_final_notice(page: &TextPage, index: usize) -> bool {
    is_rights_notice(page, index) && !is_sentence_about_rights(&page.stats[index])
}

/// Returns whether a notice of rights goes on in a block: it addresses the reader or says more of the rights.
pub(crate) fn continues_notice(page: &TextPage, index: usize) -> bool {
    let stats = &page.stats[index];
    stats.quotes == 0 && (addresses(stats) || stats.count(WordGroup::Legal) > 0)
}

/// Returns whether a block addresses the reader or speaks for the site.
fn addresses(stats: &LineStats) -> bool {
    stats.count(WordGroup::You) + stats.count(WordGroup::We) > 0
}

/// Returns whether a line without a copyright sign is a sentence.
fn is_sentence_about_rights(stats: &LineStats) -> bool {
    let has_names = stats.title_words * 3 >= stats.words; // "Privacy Policy", "Terms of Service"
    stats.copyright == 0 && stats.last == EdgeChar::Stop && stats.lower_run >= 3 && !has_names
}

/// Returns whether a copyright sign is at the beginning of a line, or beside a year, as sites have it. In a
/// credit it is before the name of a photographer or an agency.
fn has_dated_sign(text: &str) -> bool {
    let is_year = |word: &str| {
        let year = word.split([',', '.', '-', '–', '—']).next().unwrap_or_default();
        year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())
    };
    ["©", "(c) ", "(C) "].iter().filter_map(|sign| text.split_once(sign)).any(|(head, tail)| {
        let before: Vec<&str> = head.split_whitespace().take(MAX_WORDS_BEFORE_SIGN + 1).collect();
        !head.contains(char::is_alphanumeric)
            || tail.split_whitespace().next().is_some_and(is_year)
            || before.len() <= MAX_WORDS_BEFORE_SIGN && before.last().is_some_and(|word| is_year(word))
    })
}

/// Returns whether a block is part of an audio or video player: its time ("0:00 / 4:12") or its speed
/// ("1.5x").
pub(crate) fn is_player(page: &TextPage, index: usize) -> bool {
    let stats = &page.stats[index];
    if stats.words > 6 || stats.letters > 1 || stats.digits == 0 {
        return false;
    }
    let is_number =
        |part: &str| matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_clock = |text: &str| text.contains(':') && text.trim().split(':').all(is_number);
    let text = page.text(index).trim();
    match text.split_once('/') {
        Some((position, duration)) => is_clock(position) && is_clock(duration),
        None => text.strip_suffix('x').is_some_and(|speed| speed.split('.').all(is_number)),
    }
}

/// Returns whether a block is the caption of a picture: it ends in a credit.
pub(crate) fn is_caption(page: &TextPage, index: usize) -> bool {
    let stats = &page.stats[index];
    let text = page.text(index);
    if stats.words < 4 || stats.words > 80 {
        return false;
    }
    let in_brackets = stats.brackets > 0 && (stats.last == EdgeChar::Bracket || text.ends_with([')', ']']));
    let bracket = if in_brackets { text.rfind(['(', '[']) } else { None };
    match bracket.map(|offset| &text[offset + 1..]) {
        Some(credit) => credit.len() <= 80 && (credit.contains('/') || has_picture_word(credit)),
        None if stats.sentence_ends == 0 || stats.colons == 0 => false,
        None => {
            let tail = text.rsplit(['.', '|', '–', '—']).find(|part| part.trim().len() > 2).unwrap_or("");
            tail.trim().len() <= 70 && tail.contains(':') && has_picture_word(tail)
        }
    }
}

/// Returns whether a line begins as an entry of a list: with a bullet, a dash or a number, and a space.
pub(crate) fn is_entry(text: &str) -> bool {
    let text = text.trim_start();
    let (mark, tail) = text.split_once([' ', '\t', '\u{a0}']).unwrap_or((text, ""));
    let number = mark.trim_end_matches(['.', ')']);
    let is_number = matches!(number.len(), 1 | 2) && number.bytes().all(|byte| byte.is_ascii_digit());
    let mut chars = mark.chars();
    let is_bullet = chars.next().is_some_and(|first| BULLETS.contains(first)) && chars.next().is_none();
    !tail.is_empty() && (is_bullet || is_number && number.len() < mark.len())
}

/// Signs that begin an entry of a list.
const BULLETS: &str = "-*•·–▪◦‣●○■";

/// Returns whether a text has a word for pictures or their sources.
fn has_picture_word(text: &str) -> bool {
    Lexicon::get().scan(text, &mut Vec::new()).count(WordGroup::Picture) > 0
}

/// Returns the reason that the words of a cut block suggest.
pub(crate) fn reason(page: &TextPage, index: usize) -> Option<Reason> {
    let stats = &page.stats[index];
    if let Some(reason) = certain_reason(page, index) {
        return Some(reason);
    }
    let is_frequent = |group: WordGroup, per_words: u32| {
        stats.count(group) > 0 && stats.count(group) * per_words >= stats.words
    };
    [
        (WordGroup::Subscribe, 12, Reason::NewsletterForm),
        (WordGroup::Comment, 6, Reason::Comments),
        (WordGroup::Legal, 6, Reason::SiteNotice),
        (WordGroup::Account, 4, Reason::Form),
        (WordGroup::Share, 4, Reason::Share),
        (WordGroup::Shop, 6, Reason::Advertisement),
        (WordGroup::Time, 2, Reason::DateLine),
        (WordGroup::Form, 3, Reason::Form),
        (WordGroup::Menu, 3, Reason::Navigation),
        (WordGroup::More, 4, Reason::OtherStory),
        (WordGroup::Author, 4, Reason::Byline),
    ]
    .into_iter()
    .find(|(group, per_words, _)| is_frequent(*group, *per_words))
    .map(|(_, _, reason)| reason)
}

/// Returns the reason to cut a block that says what it is: a stock phrase, a notice of rights or an appeal.
fn certain_reason(page: &TextPage, index: usize) -> Option<Reason> {
    let phrase = page.phrases[index].map(|phrase| phrase.reason);
    let notice = || is_copyright(page, index).then_some(Reason::SiteNotice);
    phrase.or_else(notice).or_else(|| is_appeal(page, index).then_some(Reason::Appeal))
}

/// Returns the reason that the words of a sentence suggest. A sentence about others may say "comment" or
/// "free"; as clutter it addresses the reader, speaks for the site, or begins with such a word.
pub(crate) fn reason_of_sentence(page: &TextPage, index: usize) -> Option<Reason> {
    let stats = &page.stats[index];
    let begins = || {
        let text = page.text(index).trim_start();
        let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let stats = Lexicon::get().scan(first, &mut Vec::new());
        (WordGroup::Subscribe as usize..WordGroup::Time as usize).any(|group| stats.groups[group] > 0)
            || stats.count(WordGroup::Form) > 0
    };
    let reason = reason(page, index)?;
    (certain_reason(page, index).is_some() || addresses(stats) || begins()).then_some(reason)
}

/// Returns whether `index` is the headline of a teaser, with its first words in the next block: no blank line
/// between the two where all paragraphs stand apart, and the length of a headline without a stop.
pub(crate) fn is_teaser(page: &TextPage, index: usize) -> bool {
    let Some(teaser) = page.stats.get(index + 1) else { return false };
    let headline = &page.stats[index];
    let is_open = |last: EdgeChar| {
        matches!(last, EdgeChar::Lower | EdgeChar::Upper | EdgeChar::Letter | EdgeChar::Digit)
    };
    (8..=24).contains(&headline.words)
        && is_open(headline.last)
        && headline.sentence_ends == 0
        && teaser.words >= 8
        && teaser.words > headline.words / 2
        && page.stands_apart(index)
        && !page.stands_apart(index + 1)
        && (teaser.last != EdgeChar::Bracket)
        && !is_caption(page, index)
        && !is_caption(page, index + 1)
}

#[cfg(test)]
mod tests {
    use crate::clean::text::line_rules::*;
    use crate::clean::text::page::Gaps;
    use crate::extract::plain;

    #[test]
    fn entries_of_lists_are_recognized_by_their_marks() {
        for line in ["• Two locks", "- Two locks", "* a", "3. Open the gate", "12) Close it"] {
            assert!(is_entry(line), "{line}");
        }
        for line in ["•", "2024 was dry", "3 locks", "-12 degrees", "–", "100. Psalm", "12:30 Open"] {
            assert!(!is_entry(line), "{line}");
        }
    }

    #[test]
    fn notices_of_rights_are_no_credits() {
        let is_notice =
            |text: &str| is_rights_notice(&TextPage::new(&plain::blocks(text), Gaps::Lines(text)), 0);
        for line in [
            "© 2024 Coast News",
            "Coast News © 2019-2024",
            "Coast News 2024 ©",
            "Copyright 2024 Coast News. All rights reserved.",
            "Privacy notice: we keep cookies as our privacy policy and the terms of others say.",
        ] {
            assert!(is_notice(line), "{line}");
        }
        for line in [
            "The weir in the flood of 2021. © Coast Pictures",
            "Das Wehr im Sommer 2021 vor dem Umbau © dpa",
            "The judge found that the trademark was a copyright in disguise, and the license void since 2019.",
        ] {
            assert!(!is_notice(line), "{line}");
        }
    }

    #[test]
    fn players_are_recognized_by_time_and_speed() {
        let is_player = |text: &str| is_player(&TextPage::new(&plain::blocks(text), Gaps::Lines(text)), 0);
        assert!(["0:00 / 4:12", "1:02:03/1:10:00", "1x", "1.25x"].into_iter().all(is_player));
        assert!(!["4/12", "12:30", "3:1", "1x1", "x", "24/7: 0:00", "2024"].into_iter().any(is_player));
    }
}
