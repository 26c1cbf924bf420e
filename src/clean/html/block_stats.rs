//! Statistics of the text of a block, without regard to markup.

use crate::clean::text::char_class::is_stop;

/// Counts over the text of one block.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct BlockStats {
    /// Number of characters; those of scripts without spaces count three times.
    pub size: u32,
    /// Number of words; in scripts without spaces about two characters count as one.
    pub words: u32,
    /// Number of uppercase letters.
    pub capitals: u32,
    /// Number of letters.
    pub letters: u32,
    /// Number of digits.
    pub digits: u32,
    /// Number of words that begin with an uppercase letter.
    pub capitalized: u32,
    /// Number of commas of any script.
    pub commas: u32,
    /// Number of marks that end a sentence.
    pub sentence_ends: u32,
    /// Number of quotation marks.
    pub quotes: u32,
    /// Number of other signs: bars, bullets, arrows, brackets.
    pub signs: u32,
    /// Whether the last sign ends a sentence.
    pub ends_sentence: bool,
    /// Whether the text ends with a colon.
    pub ends_colon: bool,
    /// Whether the text begins with a lowercase letter.
    pub begins_lowercase: bool,
    /// Whether the text begins with a digit.
    pub begins_digit: bool,
    /// Keyword families that occur, one bit each; see [`KEYWORDS`].
    pub keywords: u32,
}

/// Number of keyword families.
pub(super) const KEYWORD_FAMILIES: usize = 14;

/// Family of newsletter keywords.
pub(super) const NEWSLETTER_KEYWORDS: usize = 0;
/// Family of keywords around comments.
pub(super) const COMMENT_KEYWORDS: usize = 4;
/// Family of copyright keywords.
pub(super) const COPYRIGHT_KEYWORDS: usize = 5;

/// Keywords by family, in lower case, in the languages of most pages. They match whole words.
const KEYWORDS: [&[&str]; KEYWORD_FAMILIES] = [
    &[
        "subscribe",
        "newsletter",
        "newsletters",
        "subscription",
        "subscribers",
        "inbox",
        "abonnieren",
        "abonnez",
        "suscríbete",
        "suscribirse",
        "iscriviti",
        "подписаться",
        "подпишитесь",
        "signup",
        "abonnement",
        "inscreva",
        "assine",
    ],
    &[
        "cookie",
        "cookies",
        "gdpr",
        "consent",
        "privacy",
        "datenschutz",
        "confidentialité",
        "privacidad",
        "конфиденциальности",
    ],
    &[
        "share",
        "tweet",
        "facebook",
        "twitter",
        "whatsapp",
        "linkedin",
        "pinterest",
        "instagram",
        "telegram",
        "follow",
        "reddit",
        "teilen",
        "partager",
        "compartir",
        "поделиться",
        "condividi",
        "email",
        "youtube",
        "tiktok",
    ],
    &[
        "related",
        "recommended",
        "trending",
        "popular",
        "latest",
        "lire",
        "mehr",
        "lesen",
        "leer",
        "más",
        "leggi",
        "anche",
        "читайте",
        "также",
        "relacionadas",
        "more",
        "next",
        "previous",
        "read",
    ],
    &[
        "comment",
        "comments",
        "reply",
        "kommentar",
        "kommentare",
        "commentaires",
        "comentarios",
        "комментарии",
        "комментарий",
        "respond",
        "commenting",
        "replies",
        "moderated",
    ],
    &[
        "copyright",
        "©",
        "rights",
        "reserved",
        "reprints",
        "trademark",
        "rechte",
        "droits",
        "derechos",
        "права",
        "licensed",
        "terms",
        "disclaimer",
    ],
    &[
        "sign",
        "log",
        "login",
        "register",
        "account",
        "password",
        "anmelden",
        "connexion",
        "iniciar",
        "войти",
        "logged",
        "username",
        "forgot",
    ],
    &[
        "advertisement",
        "advertising",
        "sponsored",
        "anzeige",
        "publicité",
        "publicidad",
        "реклама",
        "advertise",
        "promoted",
        "affiliate",
        "commission",
        "sponsor",
    ],
    &[
        "photo",
        "photograph",
        "image",
        "getty",
        "reuters",
        "afp",
        "ap",
        "credit",
        "foto",
        "фото",
        "photos",
        "courtesy",
        "shutterstock",
        "imago",
        "picture",
        "caption",
        "pictured",
        "istock",
        "unsplash",
    ],
    &[
        "by",
        "author",
        "written",
        "editor",
        "von",
        "par",
        "por",
        "автор",
        "reporter",
        "contributor",
        "writer",
        "journalist",
        "editorial",
        "staff",
    ],
    &[
        "published",
        "updated",
        "posted",
        "ago",
        "min",
        "minutes",
        "am",
        "pm",
        "est",
        "edt",
        "gmt",
        "uhr",
        "views",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
    ],
    &[
        "click", "here", "download", "app", "submit", "search", "menu", "skip", "close", "view", "show",
        "loading", "toggle", "play", "watch", "listen", "print", "save", "copy", "link", "back", "continue",
    ],
    &[
        "tags",
        "tag",
        "categories",
        "category",
        "filed",
        "topics",
        "topic",
        "labels",
        "schlagworte",
        "etiquetas",
        "теги",
        "keywords",
    ],
    &[
        "contact", "about", "donate", "support", "join", "free", "buy", "shop", "price", "call", "book",
        "get", "learn", "contacts", "help", "faq", "your", "our", "us", "we",
    ],
];

/// Scans `text` once.
pub(super) fn block_stats(text: &str) -> BlockStats {
    let mut stats = BlockStats::default();
    let mut word_start: Option<usize> = None;
    let mut last = ' ';
    let mut is_first = true;
    let bytes = text.as_bytes();
    let mut next = 0;
    while let Some(c) = text.get(next..).and_then(|tail| tail.chars().next()) {
        let offset = next;
        next += c.len_utf8();
        // Most letters are lowercase ones inside a word: count a whole run at once.
        if word_start.is_some() && c.is_ascii_lowercase() {
            let run = bytes[offset..].iter().take_while(|byte| byte.is_ascii_lowercase()).count();
            next = offset + run;
            stats.size += run as u32;
            stats.letters += run as u32;
            last = c;
            continue;
        }
        if c.is_whitespace() {
            stats.size += 1;
            end_word(text, &mut word_start, offset, &mut stats);
            continue;
        }
        let is_unspaced = is_unspaced(c);
        stats.size += if is_unspaced { 3 } else { 1 };
        if c.is_alphabetic() {
            stats.letters += 1;
            let is_uppercase = c.is_uppercase();
            stats.capitals += u32::from(is_uppercase);
            if word_start.is_none() {
                stats.capitalized += u32::from(is_uppercase);
                stats.begins_lowercase |= is_first && c.is_lowercase();
            }
            if is_unspaced {
                // About two characters to a word.
                stats.words += stats.letters & 1;
            } else if word_start.is_none() {
                word_start = Some(offset);
                stats.words += 1;
            }
        } else if c.is_ascii_digit() {
            stats.digits += 1;
            stats.begins_digit |= is_first;
            if word_start.is_none() {
                word_start = Some(offset);
                stats.words += 1;
            }
        } else {
            if !matches!(c, '\'' | '’') {
                end_word(text, &mut word_start, offset, &mut stats);
            }
            match c {
                ',' | '،' | '，' | '、' | ';' | '；' => stats.commas += 1,
                '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' => stats.quotes += 1,
                '|' | '•' | '·' | '›' | '→' | '←' | '>' | '<' | '/' | '{' | '}' | '[' | ']' | '+' | '='
                | '#' | '@' | '_' | '*' | '▶' | '►' => stats.signs += 1,
                '©' => stats.keywords |= 1 << COPYRIGHT_KEYWORDS,
                _ => stats.sentence_ends += u32::from(is_stop(c)),
            }
        }
        is_first = false;
        if !matches!(c, '"' | '”' | '’' | '\'' | '»' | ')' | ']' | '」' | '）') || last == ' ' {
            last = c;
        }
    }
    end_word(text, &mut word_start, text.len(), &mut stats);
    stats.ends_sentence = is_stop(last);
    stats.ends_colon = matches!(last, ':' | '：');
    stats
}

/// Ends the word that began at `start`, if any, and looks it up among the keywords.
fn end_word(text: &str, start: &mut Option<usize>, end: usize, stats: &mut BlockStats) {
    if let Some(start) = start.take() {
        // Keywords count in short blocks, and at the start of long ones.
        if stats.words <= 60 {
            stats.keywords |= families(&text[start..end]);
        }
    }
}

/// Returns whether a script is written without spaces between words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

/// Keywords by a hash of their first letter, last letter and length, which rejects most words without a
/// comparison.
static LEXICON: std::sync::LazyLock<Vec<Vec<KeywordEntry>>> = std::sync::LazyLock::new(|| {
    let mut lexicon = vec![Vec::new(); SLOTS];
    for (family, words) in KEYWORDS.iter().enumerate() {
        for word in *words {
            lexicon[slot(word.as_bytes())].push((word.as_bytes(), 1 << family));
        }
    }
    lexicon
});

/// A keyword and the bit of its family.
type KeywordEntry = (&'static [u8], u32);

/// Number of slots of [`LEXICON`].
const SLOTS: usize = 1024;

/// Returns the slot of a word.
fn slot(word: &[u8]) -> usize {
    let (first, last) = (word.first().copied().unwrap_or(0), word.last().copied().unwrap_or(0));
    (usize::from(first & 31) * 32 + word.len() + usize::from(last & 31) * 181) % SLOTS
}

/// Returns the families of a word as bits, ignoring ASCII case.
fn families(word: &str) -> u32 {
    let entries = &LEXICON[slot(word.as_bytes())];
    let matches = |keyword: &[u8]| keyword.eq_ignore_ascii_case(word.as_bytes());
    entries.iter().filter(|(keyword, _)| matches(keyword)).fold(0, |families, (_, bit)| families | bit)
}
