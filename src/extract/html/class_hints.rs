//! What class names, ids and roles say about a part of a page.
//!
//! Sites name the parts of their pages for their own use, yet in words they all share: `comments`, `related-posts`,
//! `entry-content`. Names are split into words (`relatedPosts` and `related_posts` alike) and every word that is known
//! sets the bit of its family.

/// How many families of words there are.
pub const FAMILIES: usize = 28;

/// A set of families, one bit each.
pub type Hints = u32;

/// Words by family. A word that ends in `*` stands for all that begin so.
const WORDS: [&[&str]; FAMILIES] = [
    &["comment*", "disqus*", "reply", "replies", "respond", "discussion", "livefyre", "kommentar*", "coral"],
    &[
        "related*",
        "recommend*",
        "similar",
        "outbrain*",
        "taboola*",
        "trending",
        "popular",
        "mostread",
        "latest",
        "recirc*",
        "suggest*",
        "promo*",
        "more",
        "next",
        "prev*",
        "also",
        "readmore",
        "mostpopular",
        "upnext",
        "further",
        "onward",
        "interlink*",
        "crosslink*",
        "internallink*",
        "alsoread",
        "jp",
        "yarpp",
        "zergnet",
    ],
    &[
        "share*",
        "sharing",
        "social*",
        "addthis*",
        "sharedaddy",
        "facebook",
        "fb",
        "twitter",
        "follow*",
        "whatsapp",
        "linkedin",
        "pinterest",
        "addtoany",
        "a2a",
        "instagram",
    ],
    &[
        "nav*",
        "menu*",
        "breadcrumb*",
        "pagination",
        "pager",
        "skip",
        "topnav",
        "hamburger",
        "submenu",
        "mainmenu",
        "crumb*",
    ],
    &["foot", "footer*", "copyright", "legal", "disclaimer*", "colophon", "bottom"],
    &["header*", "masthead", "topbar", "banner", "top", "hero", "head"],
    &[
        "sidebar*",
        "rail",
        "aside",
        "widget*",
        "secondary",
        "side",
        "sidecol",
        "rightcol",
        "leftcol",
        "rhs",
        "right",
        "left",
    ],
    &[
        "ad",
        "ads",
        "advert*",
        "sponsor*",
        "dfp",
        "gpt",
        "adsense",
        "googlead*",
        "adslot",
        "adunit",
        "adbox",
        "commercial",
        "partner*",
        "affiliate*",
    ],
    &[
        "newsletter*",
        "subscri*",
        "signup",
        "paywall",
        "member*",
        "donat*",
        "optin",
        "cta",
        "regist*",
        "login",
        "signin",
        "account",
        "mailchimp",
        "email",
        "mail",
        "support*",
        "offer*",
        "premium",
        "pricing",
        "trial",
    ],
    &[
        "author*",
        "byline*",
        "bio",
        "writer",
        "contributor*",
        "vcard",
        "profile*",
        "avatar",
        "about",
        "credits",
        "by",
    ],
    &[
        "date*",
        "time",
        "timestamp",
        "meta",
        "metadata",
        "publish*",
        "posted",
        "updated",
        "dateline",
        "pubdate",
        "info",
        "reading",
        "readtime",
        "views",
        "byl",
    ],
    &[
        "tag",
        "tags",
        "taglist",
        "category",
        "categories",
        "cat",
        "topic*",
        "keyword*",
        "label*",
        "section*",
        "kicker",
        "eyebrow",
        "rubric",
    ],
    &[
        "caption*",
        "credit",
        "figcaption",
        "photo*",
        "image*",
        "img",
        "picture",
        "gallery",
        "slideshow",
        "wp-caption",
        "media",
        "figure",
        "attribution",
    ],
    &[
        "cookie*", "consent", "gdpr", "modal*", "popup*", "overlay", "lightbox", "tooltip*", "dialog*",
        "alert*", "notice", "privacy", "onetrust", "drawer", "toast", "banner",
    ],
    &[
        "content*",
        "body*",
        "text",
        "prose",
        "richtext",
        "markdown",
        "wysiwyg",
        "copy",
        "paragraph*",
        "articlebody",
        "rte",
        "textblock",
        "storybody",
        "postcontent",
        "richtextmodule",
    ],
    &["article*", "story*", "entry", "post", "hentry", "blog*", "single", "news", "artikel"],
    &["title*", "headline*", "heading", "hed", "h1", "subject"],
    &[
        "summary",
        "excerpt*",
        "subtitle*",
        "subhead*",
        "standfirst",
        "dek",
        "deck",
        "lead",
        "lede",
        "intro*",
        "description",
        "abstract",
        "perex",
        "teaser*",
        "blurb",
        "takeaway*",
        "highlights",
    ],
    &["quote*", "pullquote*", "blockquote", "tweet*"],
    &[
        "hidden",
        "hide",
        "sr",
        "visually",
        "visuallyhidden",
        "screen",
        "offscreen",
        "invisible",
        "none",
        "a11y",
        "print",
        "noprint",
        "mobile",
    ],
    &["toc", "contents", "tableofcontents", "outline", "jump", "anchor*", "index"],
    &[
        "footnote*",
        "reference*",
        "citation*",
        "reflist",
        "bibliography",
        "sources",
        "source",
        "notes",
        "endnotes",
        "correction*",
        "disclosure",
    ],
    &[
        "video*",
        "audio*",
        "player*",
        "embed*",
        "podcast",
        "iframe",
        "youtube",
        "jwplayer",
        "listen*",
        "transcript",
    ],
    &[
        "list*",
        "card*",
        "grid",
        "tile*",
        "carousel",
        "slider*",
        "swiper*",
        "slick",
        "feed*",
        "item*",
        "collection*",
        "thumb*",
        "archive",
        "loop",
        "river",
    ],
    &[
        "btn*",
        "button*",
        "action*",
        "tool*",
        "toolbar",
        "link*",
        "icon*",
        "toggle",
        "download*",
        "save",
        "bookmark*",
    ],
    &[
        "form*", "search*", "input", "field*", "select", "filter*", "sort", "checkbox", "captcha", "poll",
        "quiz", "survey", "rating*", "vote*",
    ],
    &[
        "infobox",
        "factbox",
        "box",
        "callout*",
        "sidebox",
        "panel*",
        "accordion*",
        "tab",
        "tabs",
        "faq*",
        "module",
        "inset",
        "block",
    ],
    &[
        "product*", "price*", "shop*", "cart", "buy", "deal*", "review*", "store", "stats", "score",
        "weather", "stock*", "market*", "ticker", "event*", "job*",
    ],
];

/// The families of all words in `name`.
pub fn hints(name: &str) -> Hints {
    let mut found = 0;
    // A name may be a whole style sheet in disguise (utility classes); its first words are the telling ones.
    let mut buffer = [0u8; 20];
    let (mut length, mut before) = (0, b' ');
    for byte in name.bytes().take(400).chain([b' ']) {
        let splits =
            !byte.is_ascii_alphanumeric() || (byte.is_ascii_uppercase() && before.is_ascii_lowercase());
        if splits && length > 0 {
            found |= families_of(&buffer[..length]);
            length = 0;
        }
        if byte.is_ascii_alphanumeric() && length < buffer.len() {
            buffer[length] = byte.to_ascii_lowercase();
            length += 1;
        }
        before = byte;
    }
    found
}

/// Known words by their first letter, built once.
struct Lexicon {
    by_letter: [Vec<(&'static [u8], bool, Hints)>; 26],
}

static LEXICON: std::sync::LazyLock<Lexicon> = std::sync::LazyLock::new(|| {
    let mut lexicon = Lexicon { by_letter: Default::default() };
    for (family, words) in WORDS.iter().enumerate() {
        for word in *words {
            let open = word.ends_with('*');
            let stem = word.trim_end_matches('*').as_bytes();
            if let Some(letter) =
                stem.first().and_then(|b| lexicon.by_letter.get_mut(usize::from(b.wrapping_sub(b'a'))))
            {
                letter.push((stem, open, 1 << family));
            }
        }
    }
    lexicon
});

fn families_of(word: &[u8]) -> Hints {
    let Some(known) = LEXICON.by_letter.get(usize::from(word[0].wrapping_sub(b'a'))) else { return 0 };
    known
        .iter()
        .filter(|(stem, open, _)| if *open { word.starts_with(stem) } else { word == *stem })
        .fold(0, |all, (_, _, bit)| all | bit)
}

#[cfg(test)]
mod tests {
    use crate::extract::html::class_hints::*;

    #[test]
    fn words_are_found_however_names_are_joined() {
        let comments = 1 << 0;
        for name in ["comments-area", "post_comments", "articleComments", "COMMENT"] {
            assert_ne!(hints(name) & comments, 0, "{name}");
        }
        assert_eq!(hints("commune"), 0);
        assert_eq!(hints(""), 0);
        assert_ne!(hints("entry-content") & (1 << 14), 0);
    }
}
