//! Recognizes requests for consent by their form: several of the things that such a request has to say about
//! cookies, privacy, partners and the rights of the reader.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::clean::text::char_class::is_unspaced;
use crate::clean::text::lexicon::Lexicon;
use crate::clean::text::lexicon::word_group::WordGroup;
use crate::clean::text::line_stats::{EdgeChar, LineStats};

/// Phrases of requests for consent in many languages, a line for each thing they say; the last line has the
/// names of a site for itself.
/// A phrase is one or more words; a word that ends in `*` is a prefix.
static WORDS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/clean/consent_words.txt"));

/// A set of the things that a request for consent says, one bit each.
pub(crate) type Signs = u16;

/// Bit of the words by which a site calls itself.
pub(crate) const SPEAKER: Signs = 1 << 9;

/// Minimum number of signs of a request for consent in a paragraph.
pub(crate) const MIN_SIGNS: u32 = 3;
/// Minimum number of words of a paragraph.
pub(crate) const MIN_WORDS: u32 = 8;

/// Maximum number of words of a paragraph of a request.
const MAX_WORDS: u32 = 150;
/// Maximum number of words of the heading and of a button of a request.
const MAX_LABEL_WORDS: u32 = 8;
const MAX_BUTTON_WORDS: u32 = 3;
/// Number of lines on either side of a request that may be a part of it.
const LINES_BESIDE: usize = 3;
/// Names of cookies in scripts without case.
const COOKIES: [&str; 8] = ["ookie", "クッキー", "الارتباط", "쿠키", "עוגיות", "कुकी", "คุกกี", "کوکی"];

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
pub(crate) fn signs(text: &str) -> Signs {
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
pub(crate) fn count(signs: Signs) -> u32 {
    (signs & !SPEAKER).count_ones()
}

/// Returns whether a text quotes somebody: more than the label of a button is in quotation marks.
pub(crate) fn is_direct_speech(text: &str) -> bool {
    let parts = text.split(['“', '”', '„', '"', '«', '»', '「', '」']);
    parts.skip(1).step_by(2).any(|quoted| quoted.split_whitespace().count() >= MIN_WORDS as usize)
}

/// Returns whether a text addresses the reader, or the site is the first that it names.
pub(crate) fn addresses(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let counts = Lexicon::get().scan(text, &mut Vec::new());
    counts.count(WordGroup::You) > 0 || signs(first) & SPEAKER != 0 || text.contains(is_unspaced)
}

/// Returns for each line of a text whether it is a request for consent, or a part of one beside it.
pub(crate) fn requests(texts: &[&str], stats: &[LineStats]) -> Vec<bool> {
    let speaks = |index: usize| {
        let stats = &stats[index];
        let is_named = || COOKIES.iter().any(|name| texts[index].contains(name));
        let is_legal = || stats.count(WordGroup::Legal) > 0 || texts[index].contains(COOKIES[0]);
        let may_speak = || stats.count(WordGroup::We) > 0 && is_legal();
        (MIN_WORDS..=MAX_WORDS).contains(&stats.words)
            && (may_speak() || stats.first == EdgeChar::Letter && is_named())
    };
    let is_request = |index: &usize| {
        let signs = signs(texts[*index]);
        let text = texts[*index];
        signs & SPEAKER != 0 && count(signs) >= MIN_SIGNS && !is_direct_speech(text) && addresses(text)
    };
    let found: Vec<usize> = (0..texts.len()).filter(|index| speaks(*index)).filter(is_request).collect();
    let mut requests = vec![false; texts.len()];
    for request in found {
        requests[request] = true;
        for index in request.saturating_sub(LINES_BESIDE)..texts.len().min(request + LINES_BESIDE + 1) {
            let (signs, text) = (count(signs(texts[index])), texts[index]);
            // A headline below a request may name cookies, too.
            let is_button = stats[index].words <= MAX_BUTTON_WORDS || addresses(text);
            let is_label = stats[index].words <= MAX_LABEL_WORDS && signs > 0 && is_button;
            let is_said = signs >= 2 || signs > 0 && index.abs_diff(request) == 1;
            let is_sentence = is_said && addresses(text) && !is_direct_speech(text);
            requests[index] |= is_label || is_sentence;
        }
    }
    requests
}

#[cfg(test)]
pub(crate) const REQUESTS: [&str; 8] = [
    "We and our 842 partners store and access information on a device, such as cookies, to process personal data.",
    "Wir und unsere Partner verarbeiten personenbezogene Daten mit Ihrer Einwilligung, zum Beispiel aus Cookies.",
    "Nous et nos partenaires utilisons des cookies et traitons vos données personnelles avec votre consentement.",
    "Nosotros y nuestros socios usamos cookies y tratamos datos personales con su consentimiento.",
    "Noi e i nostri fornitori usiamo cookie e trattiamo dati personali con il tuo consenso.",
    "My i nasi partnerzy przechowujemy pliki cookies i przetwarzamy dane osobowe za Twoją zgodą.",
    "Мы и наши партнёры используем файлы cookie и обрабатываем персональные данные с вашего согласия.",
    "当サイトとパートナーは、同意を得てクッキーを使用し、個人情報を取得します。",
];

#[cfg(test)]
mod tests {
    use crate::clean::clean_text;
    use crate::clean::text::consent::*;

    #[test]
    fn requests_are_recognized_in_many_languages() {
        for request in REQUESTS {
            let signs = signs(request);
            assert!(count(signs) >= MIN_SIGNS && signs & SPEAKER != 0, "{signs:b} {request}");
        }
        assert_eq!(signs("The lock keeper opens the gates before the first barge."), 0);
    }

    #[test]
    fn requests_in_a_text_are_cut() {
        let story = "The lock keeper closes the gates at nine, and opens them again before the first barge, as he has \
            done on every day of the year but one.\n\nThe trust said on Monday that it would paint the gates in May.\n";
        for request in REQUESTS {
            let page = format!("{request}\n\nLock closed at night\n\n{story}");
            let article = clean_text(&page);
            assert!(article.cut.text.as_str().contains(request), "{request}");
            assert_eq!(article.title.as_ref().map(|title| title.as_str()), Some("Lock closed at night"));
        }
        let news = "A court ruled on Monday that a site may not ask its readers to consent to cookies before they \
            can see a page of its news.\n\nThe site passed personal data on to 842 partners, and its privacy policy \
            did not tell us which, the judge said.\n";
        assert!(clean_text(news).cut.is_empty());
    }
}
