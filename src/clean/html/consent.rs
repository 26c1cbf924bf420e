//! Finds requests for consent: dialogs about cookies, privacy, partners and the rights of the reader.
//!
//! They are recognized by their place, a dialog or an element that is named after them, and by their form:
//! several of the things that such a request has to say. An article about cookies says them, too. So the form
//! alone cuts nothing that stands among other prose.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::clean::html::block_stats::is_unspaced;
use crate::clean::html::layout::Layout;
use crate::clean::html::reasons;
use crate::clean::reason::Reason;
use crate::extract::html::Page;
use crate::extract::html::class_hints::{CONSENT, DIALOG};
use crate::extract::html::tag::Tag;

/// Phrases of requests for consent in many languages, a line for each thing they say; the last line has the
/// names of a site for itself.
/// A phrase is one or more words; a word that ends in `*` is a prefix.
static WORDS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/clean/consent_words.txt"));

/// A set of the things that a request for consent says, one bit each.
type Signs = u16;

/// Bit of the words by which a site calls itself.
const SPEAKER: Signs = 1 << 9;

/// Minimum number of signs of a request for consent in a paragraph, and in a dialog.
const MIN_SIGNS: u32 = 3;
const MIN_SIGNS_OF_DIALOG: u32 = 2;
/// Share of the kept words that are such a request above which the page has nothing else.
const NOTHING_ELSE: f32 = 0.7;
/// Share of the words of a dialog in blocks that say something of a request.
const SHARE_OF_DIALOG: f32 = 0.6;
/// Number of words of other prose from which a page has something else.
const MIN_OTHER_WORDS: f32 = 40.0;
/// Maximum number of words of a button.
const MAX_BUTTON_WORDS: u32 = 4;
/// Maximum number of words of a page that is a request in several paragraphs.
const MAX_REQUEST_WORDS: f32 = 300.0;
/// Share of the prose of a page above which an element is its main part.
const MAIN_SHARE: f32 = 0.8;
const MAIN_SHARE_WITHOUT_TITLE: f32 = 0.5;
/// Minimum number of words of a paragraph.
const MIN_WORDS: u32 = 8;

/// A phrase by its first word: whether that is a prefix, the further words, and its sign.
type ConsentPhrase = (bool, Vec<(&'static str, bool)>, Signs);

struct ConsentWords {
    /// Phrases by the first characters of their first word.
    by_start: FxHashMap<[char; 2], Vec<(&'static str, ConsentPhrase)>>,
    /// Phrases of scripts without spaces between words.
    unspaced: Vec<(&'static str, Signs)>,
}

static CONSENT_WORDS: LazyLock<ConsentWords> = LazyLock::new(|| {
    let mut words = ConsentWords { by_start: FxHashMap::default(), unspaced: Vec::new() };
    for (number, line) in WORDS.lines().enumerate() {
        for phrase in line.split(", ") {
            if phrase.starts_with(is_unspaced) {
                words.unspaced.push((phrase, 1 << number));
                continue;
            }
            let mut parts = phrase.split(' ').map(|word| (word.trim_end_matches('*'), word.ends_with('*')));
            if let Some((first, is_prefix)) = parts.next()
                && let Some(start) = start_of(first)
            {
                let phrase = (is_prefix, parts.collect(), 1 << number);
                words.by_start.entry(start).or_default().push((first, phrase));
            }
        }
    }
    words
});

fn start_of(word: &str) -> Option<[char; 2]> {
    let mut chars = word.chars();
    Some([chars.next()?, chars.next()?])
}

/// Returns what `text` says of the things that a request for consent says.
fn signs(text: &str) -> Signs {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let fits = |word: &str, known: &str, is_prefix: bool| {
        if is_prefix { word.starts_with(known) } else { word == known }
    };
    let mut signs = 0;
    for (index, word) in words.iter().enumerate() {
        let phrases = start_of(word).and_then(|start| CONSENT_WORDS.by_start.get(&start));
        for (first, (is_prefix, further, sign)) in phrases.into_iter().flatten() {
            let is_found = signs & sign == 0
                && fits(word, first, *is_prefix)
                && further.iter().enumerate().all(|(offset, (known, is_prefix))| {
                    words.get(index + 1 + offset).is_some_and(|word| fits(word, known, *is_prefix))
                });
            signs |= if is_found { *sign } else { 0 };
        }
    }
    if lower.contains(is_unspaced) {
        let found = CONSENT_WORDS.unspaced.iter().filter(|(phrase, _)| lower.contains(phrase));
        signs |= found.fold(0, |signs, (_, sign)| signs | sign);
    }
    signs
}

/// Returns the number of signs without that of the speaker.
fn count(signs: Signs) -> u32 {
    (signs & !SPEAKER).count_ones()
}

/// Cuts requests for consent. Returns whether nothing else was kept.
pub(super) fn cut_consent(page: &Page, layout: &Layout<'_>, title: Option<usize>, keep: &mut [bool]) -> bool {
    let kept: Vec<usize> = (0..keep.len()).filter(|index| keep[*index]).collect();
    let signs_of: Vec<Signs> =
        kept.iter().map(|index| signs(page.tree.blocks[*index].text.as_str())).collect();
    if signs_of.iter().all(|signs| count(*signs) == 0) {
        return false;
    }
    let words_of = |number: usize| layout.stats[kept[number]].words as f32;
    // What the kept blocks of each dialog say together, and the words of those that say something of it.
    let mut dialogs: FxHashMap<u32, (Signs, f32, f32)> = FxHashMap::default();
    let dialog_of: Vec<Option<u32>> = kept.iter().map(|index| dialog(page, layout, title, *index)).collect();
    for (number, dialog) in dialog_of.iter().enumerate() {
        let Some(dialog) = dialog else { continue };
        let (signs, signed, all) = dialogs.entry(*dialog).or_default();
        *signs |= signs_of[number];
        *signed += if count(signs_of[number]) > 0 { words_of(number) } else { 0.0 };
        *all += words_of(number);
    }
    let is_in_request = |dialog: u32| {
        let (signs, signed, all) = dialogs[&dialog];
        signs & SPEAKER != 0 && count(signs) >= MIN_SIGNS_OF_DIALOG && signed >= SHARE_OF_DIALOG * all
    };
    let is_paragraph = |number: usize| layout.stats[kept[number]].words >= MIN_WORDS;
    let is_request = |number: usize| {
        is_paragraph(number) && signs_of[number] & SPEAKER != 0 && count(signs_of[number]) >= MIN_SIGNS
            || dialog_of[number].is_some_and(is_in_request)
    };
    let requests: Vec<bool> = (0..kept.len()).map(is_request).collect();
    let words = |is_counted: &dyn Fn(usize) -> bool| -> f32 {
        (0..kept.len()).filter(|number| is_counted(*number)).map(words_of).sum()
    };
    let (all, requested) = (words(&|_| true), words(&|number| requests[number]));
    // A page that is a request says its things in several paragraphs, above buttons.
    let is_part = |number: usize| signs_of[number] & SPEAKER != 0 && count(signs_of[number]) > 0;
    let parts = (0..kept.len()).filter(|number| is_part(*number));
    let said_in_parts = parts.fold(0, |signs, number| signs | signs_of[number]);
    let is_button = |index: usize| {
        layout.stats[index].words <= MAX_BUTTON_WORDS
            && reasons::cut_reason(page, layout, index, title) == Some(Reason::Form)
    };
    let is_request_in_parts = all <= MAX_REQUEST_WORDS
        && count(said_in_parts) >= MIN_SIGNS
        && words(&is_part) >= NOTHING_ELSE * all
        && (0..keep.len()).any(|index| !keep[index] && is_button(index));
    if requested == 0.0 && !is_request_in_parts {
        return false;
    }
    let is_other_prose = |number: usize| {
        !requests[number] && !is_part(number) && is_paragraph(number) && layout.prose[kept[number]]
    };
    let has_nothing_else =
        (is_request_in_parts || requested >= NOTHING_ELSE * all) && words(&is_other_prose) < MIN_OTHER_WORDS;
    // Prose beside which a paragraph is a part of the article, whatever it says.
    let container = |number: usize| {
        let node = page.tree.contexts[kept[number]].container;
        page.tree.nodes[node as usize].parent
    };
    let others = (0..kept.len()).filter(|number| !requests[*number] && layout.prose[kept[*number]]);
    let with_prose: FxHashSet<u32> = others.map(container).collect();
    let is_among_prose = |number: usize| with_prose.contains(&container(number));
    for number in 0..kept.len() {
        let is_cut = requests[number] && (dialog_of[number].is_some() || !is_among_prose(number));
        if has_nothing_else || is_cut {
            keep[kept[number]] = false;
        }
    }
    has_nothing_else
}

/// Returns the outermost dialog, or element named after consent, around a block. The main part of a page is
/// none, whatever its name: it has the title in it, or most of the prose.
fn dialog(page: &Page, layout: &Layout<'_>, title: Option<usize>, index: usize) -> Option<u32> {
    let nodes = &page.tree.nodes;
    let has_title = |node: u32| {
        let parent_of = |node: &u32| (*node > 0).then(|| nodes[*node as usize].parent);
        let around =
            |title: usize| std::iter::successors(Some(page.tree.contexts[title].container), parent_of);
        title.is_some_and(|title| around(title).any(|element| element == node))
    };
    let most = if title.is_some() { MAIN_SHARE } else { MAIN_SHARE_WITHOUT_TITLE };
    let mut node = page.tree.contexts[index].container;
    let mut outermost = None;
    while node > 0 && layout.sums[node as usize].prose <= most * layout.sums[0].prose {
        let element = &nodes[node as usize];
        let is_named = element.hints & (DIALOG | CONSENT) != 0 || element.tag == Tag::Dialog;
        if is_named && !has_title(node) {
            outermost = Some(node);
        }
        node = element.parent;
    }
    outermost
}

#[cfg(test)]
mod tests {
    use crate::clean::html::clean;
    use crate::clean::html::consent::{MIN_SIGNS, SPEAKER, count, signs};

    const REQUESTS: [&str; 8] = [
        "We and our 842 partners store and access information on a device, such as cookies, to process personal data.",
        "Wir und unsere Partner verarbeiten personenbezogene Daten mit Ihrer Einwilligung, zum Beispiel aus Cookies.",
        "Nous et nos partenaires utilisons des cookies et traitons vos données personnelles avec votre consentement.",
        "Nosotros y nuestros socios usamos cookies y tratamos datos personales con su consentimiento.",
        "Noi e i nostri fornitori usiamo cookie e trattiamo dati personali con il tuo consenso.",
        "My i nasi partnerzy przechowujemy pliki cookies i przetwarzamy dane osobowe za Twoją zgodą.",
        "Мы и наши партнёры используем файлы cookie и обрабатываем персональные данные с вашего согласия.",
        "当サイトとパートナーは、同意を得てクッキーを使用し、個人情報を取得します。",
    ];

    #[test]
    fn requests_are_recognized_in_many_languages() {
        for request in REQUESTS {
            let signs = signs(request);
            assert!(count(signs) >= MIN_SIGNS && signs & SPEAKER != 0, "{signs:b} {request}");
        }
        assert_eq!(signs("The lock keeper opens the gates before the first barge."), 0);
    }

    #[test]
    fn a_page_with_a_request_only_has_no_article() {
        for request in REQUESTS {
            let text = format!("<p>{request}</p><p>{request} {request}</p>");
            for (open, close) in [("<div role=dialog>", "</div>"), ("<main><article>", "</article></main>")] {
                let cleaned = clean(&format!("<title>Lock closed</title>{open}{text}{close}"));
                assert!(!cleaned.is_article, "{open}{request}");
                assert_eq!(cleaned.article.body.text.as_str(), "", "{open}{request}");
            }
        }
    }

    #[test]
    fn a_request_in_several_paragraphs_is_recognized() {
        let page = "<title>Before you go on</title><h1>Before you go on</h1>\
            <p>We use cookies and data to keep our service running and to find out how it is used.</p>\
            <p>If you choose “Accept all”, we will also use them to show you personalised ads on other sites.</p>\
            <p>Our partners ask you on their own pages.</p><button>Accept all</button>";
        let cleaned = clean(page);
        assert!(!cleaned.is_article);
        assert_eq!(cleaned.article.body.text.as_str(), "");
        // A story that such a page is about.
        let story =
            "<p>The council asks those who read its pages for their consent only once, its clerk said.</p>";
        assert!(clean(&page.replace("<p>We use", &format!("{}<p>We use", story.repeat(3)))).is_article);
    }

    #[test]
    fn an_article_in_an_element_named_after_consent_stays() {
        let paragraphs = [
            "Die Brücke über den Kanal wird im Herbst erneuert, sagte der Bürgermeister am Montag im Rathaus.",
            "Der Rat gab seine Zustimmung, und der Bau kostet vier Millionen Euro, die das Land bezahlt.",
            "„Wir wollen mit den Partnern die Straße bis zum Sommer des nächsten Jahres fertig haben“, sagte er.",
            "Bis dahin fährt eine Fähre, die alle zwanzig Minuten ablegt und nichts kostet.",
        ];
        let text = paragraphs.map(|text| format!("<p>{text}</p>")).concat();
        let teasers = format!("<section><p>{}</p></section>", paragraphs[3]).repeat(2);
        for name in ["cmp-container", "entry-content tag-cookies category-gdpr"] {
            let page =
                format!("<title>Brücke</title><h1>Brücke</h1><div class='{name}'>{text}</div>{teasers}");
            let cleaned = clean(&page);
            assert!(cleaned.is_article, "{name}");
            assert!(
                paragraphs.iter().all(|text| cleaned.article.body.text.as_str().contains(text)),
                "{name}"
            );
        }
    }

    #[test]
    fn an_article_in_a_dialog_stays() {
        let text = "The lock keeper closes the gates at nine, and opens them again before the first barge. \
            He asked the skippers for their consent, and they gave it to him at the inn on Monday.";
        let page = format!(
            "<title>Lock closed</title><div role=dialog aria-modal=true class=cookie-free><h1>Lock closed</h1><p>{text}</p></div>"
        );
        let cleaned = clean(&page);
        assert!(cleaned.is_article);
        assert_eq!(cleaned.article.body.text.as_str().trim_end(), text);
    }
}
