//! What a block says on its own, or with its neighbour, about why it would be cut or kept.

use crate::clean::reason::Reason;
use crate::clean::text::lexicon::{Lexicon, StockPhrase, WordGroup};
use crate::clean::text::line_stats::{EdgeChar, line_hash};
use crate::clean::text::page::TextPage;

/// The meaning of a whole line that is the same on every site.
pub fn phrase(page: &TextPage, index: usize) -> Option<StockPhrase> {
    page.phrases[index]
}

/// What a line is that begins with a label such as "Tags:" or "Read also:".
pub fn label(page: &TextPage, index: usize) -> Option<StockPhrase> {
    let shape = &page.shapes[index];
    if shape.colons == 0 || shape.words > 25 || shape.sentence_ends > 1 {
        return None;
    }
    let (label, rest) = page.text(index).split_once([':', '：'])?;
    let short = label.len() <= 40 && !rest.is_empty();
    if !short {
        return None;
    }
    if LABELS.contains(&label.trim().to_lowercase().as_str()) {
        return Some(StockPhrase { reason: Reason::Navigation, ends_article: false });
    }
    // Of what stands on lines by itself only what leads to other stories also leads a line.
    let leads = |phrase: &StockPhrase| phrase.reason == Reason::OtherStory;
    Lexicon::get().phrase(line_hash(label)).filter(leads)
}

/// What stands before the tags of an article.
const LABELS: [&str; 24] = [
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

/// Whether a block asks for members or money, with many of the words that go with it.
pub fn is_appeal(page: &TextPage, index: usize) -> bool {
    let shape = &page.shapes[index];
    let asks = shape.count(WordGroup::Appeal) + shape.count(WordGroup::Subscribe);
    let addresses = shape.count(WordGroup::We) + shape.count(WordGroup::You);
    // In quotation marks it is somebody's speech.
    shape.quotes == 0 && shape.words <= 120 && asks >= 2 && addresses >= 1 && asks * 25 >= shape.words
}

/// Whether a block has some of the words of an appeal: enough beside another one.
pub fn leans_to_appeal(page: &TextPage, index: usize) -> bool {
    let shape = &page.shapes[index];
    shape.quotes == 0
        && shape.words <= 60
        && shape.count(WordGroup::Appeal) + shape.count(WordGroup::Subscribe) >= 1
}

/// Whether a block is a notice of copyright.
pub fn is_copyright(page: &TextPage, index: usize) -> bool {
    let shape = &page.shapes[index];
    let (legal, dated) = (shape.count(WordGroup::Legal), shape.numbers > 0);
    if shape.words > 60 || legal == 0 && !dated {
        return false;
    }
    let spelled =
        || shape.brackets > 0 && ["(c) ", "(C) "].iter().any(|sign| page.text(index).contains(sign));
    legal >= 3 || shape.copyright > 0 || spelled()
}

/// Whether a block is part of a player for sound or video: where it stands ("0:00 / 4:12") or its speed ("1.5x").
pub fn is_player(page: &TextPage, index: usize) -> bool {
    let shape = &page.shapes[index];
    if shape.words > 6 || shape.letters > 1 || shape.digits == 0 {
        return false;
    }
    let digits = |part: &str| matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
    let clock = |text: &str| text.contains(':') && text.trim().split(':').all(digits);
    let text = page.text(index).trim();
    match text.split_once('/') {
        Some((now, all)) => clock(now) && clock(all),
        None => text.strip_suffix('x').is_some_and(|speed| speed.split('.').all(digits)),
    }
}

/// Whether a block is the caption of a picture: it ends in a credit.
pub fn is_caption(page: &TextPage, index: usize) -> bool {
    let shape = &page.shapes[index];
    let text = page.text(index);
    if shape.words < 4 || shape.words > 80 {
        return false;
    }
    let bracketed = shape.brackets > 0 && (shape.last == EdgeChar::Bracket || text.ends_with([')', ']']));
    let open = if bracketed { text.rfind(['(', '[']) } else { None };
    match open.map(|at| &text[at + 1..]) {
        Some(credit) => credit.len() <= 80 && (credit.contains('/') || has_picture_word(credit)),
        None if shape.sentence_ends == 0 || shape.colons == 0 => false,
        None => {
            let tail = text.rsplit(['.', '|', '–', '—']).find(|part| part.trim().len() > 2).unwrap_or("");
            tail.trim().len() <= 70 && tail.contains(':') && has_picture_word(tail)
        }
    }
}

fn has_picture_word(text: &str) -> bool {
    let mut words = Vec::new();
    crate::clean::text::line_stats::LineStats::scan(text, Lexicon::get(), &mut words)
        .count(WordGroup::Picture)
        > 0
}

/// What the words of a block that is to be cut anyway say about why.
pub fn reason(page: &TextPage, index: usize) -> Option<Reason> {
    let shape = &page.shapes[index];
    if let Some(phrase) = phrase(page, index) {
        return Some(phrase.reason);
    }
    if is_copyright(page, index) {
        return Some(Reason::SiteNotice);
    }
    if is_appeal(page, index) {
        return Some(Reason::Appeal);
    }
    let many = |group: WordGroup, per_words: u32| {
        shape.count(group) > 0 && shape.count(group) * per_words >= shape.words
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
    .find(|(group, per_words, _)| many(*group, *per_words))
    .map(|(_, _, reason)| reason)
}

/// Whether `index` is the headline of another story set into the text, with its first words in the next block: no
/// blank line between the two where all paragraphs stand apart, the headline as long as one and without a stop.
pub fn is_teaser(page: &TextPage, index: usize) -> bool {
    let Some(blurb) = page.shapes.get(index + 1) else { return false };
    let head = &page.shapes[index];
    let open = |edge: EdgeChar| {
        matches!(edge, EdgeChar::Lower | EdgeChar::Upper | EdgeChar::Letter | EdgeChar::Digit)
    };
    (8..=24).contains(&head.words)
        && open(head.last)
        && head.sentence_ends == 0
        && blurb.words >= 8
        && blurb.words > head.words / 2
        && page.stands_apart(index)
        && !page.stands_apart(index + 1)
        && (blurb.last != EdgeChar::Bracket)
        && !is_caption(page, index)
        && !is_caption(page, index + 1)
}

#[cfg(test)]
mod tests {
    use crate::clean::text::line_rules::*;
    use crate::clean::text::page::Gaps;
    use crate::extract::plain;

    #[test]
    fn a_player_is_known_by_its_clock_and_its_speed() {
        let is_player = |text: &str| is_player(&TextPage::new(&plain::blocks(text), Gaps::Lines(text)), 0);
        assert!(["0:00 / 4:12", "1:02:03/1:10:00", "1x", "1.25x"].into_iter().all(is_player));
        assert!(!["4/12", "12:30", "3:1", "1x1", "x", "24/7: 0:00", "2024"].into_iter().any(is_player));
    }
}
