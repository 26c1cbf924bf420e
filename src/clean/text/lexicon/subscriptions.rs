//! Lines that ask the reader to subscribe or to log in before reading on, or to have a newsletter sent.
//!
//! They are recognized by their form: several of the things that such a line has to say, in few words and
//! without quotation marks. A sentence of an article says one of them at most.

use crate::clean::reason::Reason;
use crate::clean::text::char_class::is_unspaced;
use crate::clean::text::lexicon::stock_phrases::spellings;
use crate::clean::text::lexicon::word_hash::without_function_flag;
use crate::clean::text::line_scanner::Scanner;
use crate::clean::text::line_stats::{EdgeChar, LineStats};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Phrases in many languages, with a line in brackets before those of each sign.
static PHRASES: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/clean/subscription_phrases.txt"));

/// The things that such a line says, one bit each.
pub(crate) type SubscriptionSigns = u16;

/// Readers that may read on.
const ONLY: SubscriptionSigns = 1;
/// Reading on, or all there is to read.
const READ: SubscriptionSigns = 1 << 1;
/// The article itself.
const THIS: SubscriptionSigns = 1 << 2;
/// Actions that the reader is asked for.
const ACT: SubscriptionSigns = 1 << 3;
/// Subscribers, members, accounts.
const WHO: SubscriptionSigns = 1 << 4;
/// Those who have done it.
const ALREADY: SubscriptionSigns = 1 << 5;
/// The price, or that there is none.
const PRICE: SubscriptionSigns = 1 << 6;
/// The post box of the reader.
const INBOX: SubscriptionSigns = 1 << 7;
/// Access to everything.
const ACCESS: SubscriptionSigns = 1 << 8;
/// Things that come by post.
const LETTER: SubscriptionSigns = 1 << 9;
/// A line that begins with what the reader is to do.
const BEGINS_WITH_ACT: SubscriptionSigns = 1 << 10;

/// Names of the signs in the list.
const NAMES: [(&str, SubscriptionSigns); 10] = [
    ("only", ONLY),
    ("read", READ),
    ("access", ACCESS),
    ("this", THIS),
    ("act", ACT),
    ("who", WHO),
    ("already", ALREADY),
    ("price", PRICE),
    ("inbox", INBOX),
    ("letter", LETTER),
];

/// Maximum number of words of such a line.
const MAX_WORDS: u32 = 45;
/// Maximum number of its sentences.
const MAX_SENTENCES: u32 = 3;
/// Maximum number of words of a line that names only those who may read on.
const MAX_LABEL_WORDS: u32 = 8;
/// Maximum number of words of a line with two of the weaker signs.
const MAX_OFFER_WORDS: u32 = 18;
/// Minimum number of words of a sentence of an article.
const MIN_SENTENCE_WORDS: u32 = 5;
/// Maximum number of words of a line with one sign, beside such a line.
const MAX_WORDS_BESIDE: u32 = 14;

struct SubscriptionPhrases {
    /// By the hash of the first word, the hashes of the others and the sign.
    by_word: FxHashMap<u64, Vec<(Vec<u64>, SubscriptionSigns)>>,
    /// Phrases of scripts without spaces between words.
    unspaced: Vec<(&'static str, SubscriptionSigns)>,
}

static TABLE: LazyLock<SubscriptionPhrases> = LazyLock::new(|| {
    let mut table = SubscriptionPhrases { by_word: FxHashMap::default(), unspaced: Vec::new() };
    let mut sign = 0;
    for line in PHRASES.lines() {
        if let Some(name) = line.strip_prefix('[') {
            let named = NAMES.iter().find(|(known, _)| *known == name.trim_end_matches(']'));
            sign = named.map_or(0, |(_, sign)| *sign);
            continue;
        }
        for phrase in line.split(", ") {
            if phrase.contains(is_unspaced) {
                table.unspaced.push((phrase, sign));
                continue;
            }
            for spelling in spellings(phrase) {
                let mut words = hash_words(&spelling).into_iter();
                let Some(first) = words.next() else { continue };
                table.by_word.entry(first).or_default().push((words.collect(), sign));
            }
        }
    }
    table
});

fn hash_words(text: &str) -> Vec<u64> {
    let mut words = Vec::new();
    Scanner::new(None, &mut words).run(text);
    words.into_iter().map(without_function_flag).collect()
}

/// Returns what a line with these words says. Lines that are too long, or quote somebody, say nothing.
pub(crate) fn signs(stats: &LineStats, words: &[u64], text: &str) -> SubscriptionSigns {
    if stats.words > MAX_WORDS || stats.quotes > 0 || stats.sentence_ends > MAX_SENTENCES {
        return 0;
    }
    let table = &*TABLE;
    let mut signs = 0;
    for (index, word) in words.iter().enumerate() {
        let Some(phrases) = table.by_word.get(&without_function_flag(*word)) else { continue };
        for (others, sign) in phrases {
            let tail = words[index + 1..].iter().map(|word| without_function_flag(*word));
            if tail.take(others.len()).eq(others.iter().copied()) {
                signs |= sign | if index == 0 && *sign == ACT { BEGINS_WITH_ACT } else { 0 };
            }
        }
    }
    if !text.is_ascii() && text.contains(is_unspaced) {
        let found = table.unspaced.iter().filter(|(phrase, _)| text.contains(phrase));
        signs |= found.fold(0, |signs, (_, sign)| signs | sign);
    }
    signs
}

/// Returns whether a line that says `signs` asks for a subscription, a login, or an address.
pub(crate) fn is_request(stats: &LineStats, signs: SubscriptionSigns) -> bool {
    let has = |all: SubscriptionSigns| signs & all == all;
    let is_offer = stats.words <= MAX_OFFER_WORDS;
    has(ALREADY) && is_offer
        || has(ONLY) && (stats.words <= MAX_LABEL_WORDS || has(THIS))
        || has(ACT | READ)
        || has(ACT | THIS) && is_offer
        || has(READ | WHO) && is_offer
        || has(READ | PRICE) && is_offer
        || has(ACCESS | PRICE) && is_offer
        || has(BEGINS_WITH_ACT | ACCESS) && is_offer
        || has(BEGINS_WITH_ACT | INBOX)
        || has(INBOX | LETTER) && is_offer
}

/// Returns the reason to cut a line that says `signs`, if it is a request.
pub(crate) fn reason(signs: SubscriptionSigns) -> Reason {
    if signs & INBOX != 0 { Reason::NewsletterForm } else { Reason::Subscription }
}

/// Returns whether a line that says `signs` is a part of such a request beside it. A sentence has to say two
/// things: the next one of the article may name members or a price.
pub(crate) fn is_part(stats: &LineStats, signs: SubscriptionSigns) -> bool {
    let is_sentence = stats.last == EdgeChar::Stop && stats.words >= MIN_SENTENCE_WORDS;
    let others = (signs & !(THIS | WHO | LETTER | BEGINS_WITH_ACT)).count_ones();
    others > u32::from(is_sentence) && stats.words <= MAX_WORDS_BESIDE
}

#[cfg(test)]
mod tests {
    use crate::clean::text::lexicon::Lexicon;
    use crate::clean::text::lexicon::subscriptions::*;

    fn is_request_in(text: &str) -> bool {
        let mut words = Vec::new();
        let stats = Lexicon::get().scan(text, &mut words);
        is_request(&stats, signs(&stats, &words, text))
    }

    #[test]
    fn every_sign_has_a_name() {
        let names = PHRASES.lines().filter_map(|line| line.strip_prefix('['));
        assert!(names.eq(NAMES.map(|(name, _)| format!("{name}]"))));
    }

    #[test]
    fn requests_are_recognized_in_many_languages() {
        for line in [
            "Subscribe to continue reading",
            "Create a FREE account to continue reading",
            "Sign in or subscribe to read the rest of this story.",
            "Already a subscriber? Log in",
            "This article is reserved for subscribers.",
            "Unlimited access to all articles for $1 a week",
            "Get the news of the canal in your inbox every morning",
            "Dieser Artikel ist nur für Abonnenten",
            "Jetzt weiterlesen mit dem Probeabo",
            "Sie haben bereits ein Abo? Hier anmelden",
            "RÉSERVÉ AUX ABONNÉS",
            "Il vous reste 70 % de cet article à lire. La suite est réservée aux abonnés.",
            "Déjà abonné ? Connectez-vous",
            "Suscríbete para seguir leyendo",
            "¿Ya eres suscriptor? Inicia sesión",
            "Contenuto riservato agli abbonati",
            "Já é assinante? Faça login",
            "Log in om verder te lezen of neem een abonnement en verder lezen",
            "この記事は有料会員限定です。",
            "残り 1200文字 ログインして続きを読む",
            "会員登録すると続きをお読みいただけます",
            "Только для подписчиков",
        ] {
            assert!(is_request_in(line), "{line}");
        }
    }

    #[test]
    fn articles_about_subscriptions_are_not() {
        for line in [
            "The paper has lost a third of its subscribers since the price rose to 30 dollars a month.",
            "Voters have until Friday to register, the clerk said.",
            "“Subscribe to continue reading” is what half of all visitors see, the editor said.",
            "Members of the choir sign up for the concert at the town hall.",
            "Das Abo kostet im Monat zwölf Euro mehr als vor einem Jahr, teilte der Verlag mit.",
            "Les abonnés du train se plaignent des retards depuis un mois.",
            "The keeper asked them to read on, and they did.",
            "Visitors get full access to the tower for twelve euros.",
            "Some courses are free, but you’ll need to sign up for a premium plan for full access.",
            "The first answers were in your inbox within two hours.",
            "有料会員は前年より三割増えたと新聞社が発表した。",
        ] {
            assert!(!is_request_in(line), "{line}");
        }
    }
}
