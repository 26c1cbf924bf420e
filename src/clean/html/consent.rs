//! Finds requests for consent: dialogs about cookies, privacy, partners and the rights of the reader.
//!
//! They are recognized by their place, a dialog or an element that is named after them, and by their form:
//! several of the things that such a request has to say. An article about cookies says them, too. So the form
//! alone cuts nothing that stands among other prose.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::clean::html::corrections::{ancestors, headed_article};
use crate::clean::html::layout::Layout;
use crate::clean::html::reasons;
use crate::clean::reason::Reason;
use crate::clean::text::consent::{
    MIN_SIGNS, MIN_WORDS, SPEAKER, Signs, addresses, count, is_direct_speech, signs,
};
use crate::extract::html::Page;
use crate::extract::html::class_hints::{CONSENT, DIALOG};
use crate::extract::html::tag::Tag;

/// Minimum number of signs of a request for consent in a dialog.
const MIN_SIGNS_OF_DIALOG: u32 = 2;
/// Minimum number of signs of a paragraph beside one, which does not speak for the site.
const MIN_SIGNS_BESIDE: u32 = 2;
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
    // An article with its heading may be about requests: then one has to speak itself, and to the reader.
    let article = headed_article(page, title);
    let speaks = |number: usize| {
        let text = page.tree.blocks[kept[number]].text.as_str();
        let node = page.tree.contexts[kept[number]].container;
        let is_in_article =
            || article.is_some_and(|article| ancestors(page, node).any(|node| node == article));
        signs_of[number] & SPEAKER != 0 && !is_direct_speech(text) && (!is_in_article() || addresses(text))
    };
    let is_request = |number: usize| {
        is_paragraph(number) && count(signs_of[number]) >= MIN_SIGNS && speaks(number)
            || dialog_of[number].is_some_and(is_in_request)
    };
    let requests: Vec<bool> = (0..kept.len()).map(is_request).collect();
    let words = |is_counted: &dyn Fn(usize) -> bool| -> f32 {
        (0..kept.len()).filter(|number| is_counted(*number)).map(words_of).sum()
    };
    let (all, requested) = (words(&|_| true), words(&|number| requests[number]));
    // A page that is a request says its things in several paragraphs, above buttons.
    let is_part = |number: usize| count(signs_of[number]) > 0 && speaks(number);
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
    // Prose beside which a paragraph is a part of the article, whatever it says.
    let container = |number: usize| {
        let node = page.tree.contexts[kept[number]].container;
        page.tree.nodes[node as usize].parent
    };
    // The sentences of one request do not shield each other.
    let is_beside = |number: usize| {
        let text = page.tree.blocks[kept[number]].text.as_str();
        let is_said = count(signs_of[number]) > 0 && !is_direct_speech(text) && addresses(text);
        is_said || count(signs_of[number]) >= MIN_SIGNS_BESIDE
    };
    let others = (0..kept.len()).filter(|number| layout.prose[kept[*number]]);
    let with_prose: FxHashSet<u32> =
        others.filter(|number| !requests[*number] && !is_beside(*number)).map(container).collect();
    let is_among_prose = |number: usize| with_prose.contains(&container(number));
    let with_request: FxHashSet<u32> =
        (0..kept.len()).filter(|number| requests[*number]).map(container).collect();
    let is_of_request = |number: usize| {
        let is_inside = !is_among_prose(number) && with_request.contains(&container(number));
        requests[number] || is_inside && (count(signs_of[number]) > 0 || !layout.prose[kept[number]])
    };
    let has_nothing_else = (is_request_in_parts || words(&is_of_request) >= NOTHING_ELSE * all)
        && words(&|number| is_other_prose(number) && !is_of_request(number)) < MIN_OTHER_WORDS;
    for number in 0..kept.len() {
        let is_cut = is_of_request(number) && (dialog_of[number].is_some() || !is_among_prose(number));
        if has_nothing_else || is_cut && title != Some(kept[number]) {
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
        let title_node = title.map(|title| page.tree.contexts[title].container);
        title_node.is_some_and(|title| ancestors(page, title).any(|element| element == node))
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
    use crate::clean::text::consent::REQUESTS;

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
    fn the_sentences_of_a_request_do_not_shield_each_other() {
        let request = format!(
            "<div class=x1><h2>We value your privacy</h2><p>{}</p><p>You may accept or manage your choices by \
             clicking below, including your right to object where legitimate interest is used, at any time.</p></div>",
            REQUESTS[0]
        );
        let story = "<p>The lock keeper closes the gates at nine, and opens them again before the first barge, \
            as he has done on every day of the year but one.</p>";
        let article = format!("<main><article><h1>Lock closed</h1>{}</article></main>", story.repeat(3));
        let body = clean(&format!("<title>Lock closed</title>{article}{request}")).article.body;
        assert!(!body.text.as_str().contains("partners") && !body.text.as_str().contains("legitimate"));
        assert_eq!(body.text.as_str().matches("lock keeper").count(), 3);
        assert!(!clean(&format!("<title>The Canal Post</title>{request}")).is_article);
    }

    #[test]
    fn short_news_about_requests_stays() {
        let news = [
            "<p>A court ruled on Monday that a site may not ask readers to pay or to consent to cookies, our \
             correspondent reports.</p><p>The site passed personal data on to 842 partners, and its privacy \
             policy did not tell us which, the judge said.</p><p>The publisher will appeal.</p>",
            "<p>“We cannot accept that personal data goes to 842 partners as soon as a reader clicks,” said the \
             judge on Monday.</p><p>“Our cookies are legal, and consent is freely given,” said the publisher.</p>",
        ];
        for text in news {
            let page = format!(
                "<title>Court bans cookies</title><button>Sign in</button><main><article><h1>Court bans cookies</h1>{text}</article></main>"
            );
            let cleaned = clean(&page);
            assert!(cleaned.is_article);
            assert_eq!(cleaned.article.body.blocks.len(), text.matches("<p>").count(), "{text}");
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
