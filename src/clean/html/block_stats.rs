//! What the letters of a block say about it, whatever the markup.

/// Counts over the text of one block.
#[derive(Debug, Clone, Copy, Default)]
pub struct BlockStats {
    /// Characters, those of scripts written without spaces counted threefold.
    pub size: u32,
    /// Words; runs of scripts without spaces count by their length.
    pub words: u32,
    /// Letters in capitals.
    pub capitals: u32,
    /// Letters.
    pub letters: u32,
    /// Digits.
    pub digits: u32,
    /// Words that begin with a capital.
    pub capitalized: u32,
    /// Commas of any script.
    pub commas: u32,
    /// Marks that end a sentence.
    pub sentence_ends: u32,
    /// Quotation marks.
    pub quotes: u32,
    /// Other signs: bars, bullets, arrows, brackets.
    pub signs: u32,
    /// Whether the last sign is one that ends a sentence.
    pub ends_stop: bool,
    /// Whether it ends with a colon.
    pub ends_colon: bool,
    /// Whether it begins with a small letter.
    pub begins_small: bool,
    /// Whether it begins with a digit.
    pub begins_digit: bool,
    /// Families of telling words, one bit each; see [`PHRASES`].
    pub phrases: u32,
}

/// How many families of telling words there are.
pub const PHRASE_FAMILIES: usize = 14;

/// Telling words by family, in small letters, in the languages most pages are in. They are looked for
/// as whole words.
const PHRASES: [&[&str]; PHRASE_FAMILIES] = [
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

/// Reads `text` once.
pub fn stats(text: &str) -> BlockStats {
    let mut s = BlockStats::default();
    let mut word_start: Option<usize> = None;
    let mut last = ' ';
    let mut first = true;
    let bytes = text.as_bytes();
    let mut next = 0;
    while let Some(c) = text.get(next..).and_then(|rest| rest.chars().next()) {
        let at = next;
        next += c.len_utf8();
        // Most letters are small ones inside a word: those of a whole run are counted at once.
        if word_start.is_some() && c.is_ascii_lowercase() {
            let run = bytes[at..].iter().take_while(|byte| byte.is_ascii_lowercase()).count();
            next = at + run;
            s.size += run as u32;
            s.letters += run as u32;
            last = c;
            continue;
        }
        if c.is_whitespace() {
            s.size += 1;
            end_word(text, &mut word_start, at, &mut s);
            continue;
        }
        let dense = is_dense(c);
        s.size += if dense { 3 } else { 1 };
        if c.is_alphabetic() {
            s.letters += 1;
            let capital = c.is_uppercase();
            s.capitals += u32::from(capital);
            if word_start.is_none() {
                s.capitalized += u32::from(capital);
                s.begins_small |= first && c.is_lowercase();
            }
            if dense {
                // About two characters to a word.
                s.words += s.letters & 1;
            } else if word_start.is_none() {
                word_start = Some(at);
                s.words += 1;
            }
        } else if c.is_ascii_digit() {
            s.digits += 1;
            s.begins_digit |= first;
            if word_start.is_none() {
                word_start = Some(at);
                s.words += 1;
            }
        } else {
            if !matches!(c, '\'' | '’') {
                end_word(text, &mut word_start, at, &mut s);
            }
            match c {
                ',' | '،' | '，' | '、' | ';' | '；' => s.commas += 1,
                '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' => s.sentence_ends += 1,
                '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' => s.quotes += 1,
                '|' | '•' | '·' | '›' | '→' | '←' | '>' | '<' | '/' | '{' | '}' | '[' | ']' | '+' | '='
                | '#' | '@' | '_' | '*' | '▶' | '►' => s.signs += 1,
                '©' => s.phrases |= 1 << 5,
                _ => {}
            }
        }
        first = false;
        if !matches!(c, '"' | '”' | '’' | '\'' | '»' | ')' | ']' | '」' | '）') || last == ' ' {
            last = c;
        }
    }
    end_word(text, &mut word_start, text.len(), &mut s);
    s.ends_stop = matches!(last, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।');
    s.ends_colon = matches!(last, ':' | '：');
    s
}

fn end_word(text: &str, start: &mut Option<usize>, end: usize, s: &mut BlockStats) {
    if let Some(start) = start.take() {
        // Telling words tell in short blocks, and at the beginning of long ones.
        if s.words <= 60 {
            s.phrases |= families(&text[start..end]);
        }
    }
}

/// Scripts that put no spaces between words.
pub fn is_dense(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

/// Telling words by a number made of their first letter and length: most words are found to be none at one glance.
static LEXICON: std::sync::LazyLock<Vec<Vec<PhraseEntry>>> = std::sync::LazyLock::new(|| {
    let mut lexicon = vec![Vec::new(); SLOTS];
    for (family, words) in PHRASES.iter().enumerate() {
        for word in *words {
            lexicon[slot(word.as_bytes())].push((word.as_bytes(), 1 << family));
        }
    }
    lexicon
});

/// A telling word and the bit of its family.
type PhraseEntry = (&'static [u8], u32);

const SLOTS: usize = 1024;

fn slot(word: &[u8]) -> usize {
    let (first, last) = (word.first().copied().unwrap_or(0), word.last().copied().unwrap_or(0));
    (usize::from(first & 31) * 32 + word.len() + usize::from(last & 31) * 181) % SLOTS
}

/// The families of a word, small and capital letters being one where they are ASCII.
fn families(word: &str) -> u32 {
    let known = &LEXICON[slot(word.as_bytes())];
    let is = |known: &[u8]| known.eq_ignore_ascii_case(word.as_bytes());
    known.iter().filter(|(known, _)| is(known)).fold(0, |all, (_, bit)| all | bit)
}
