//! Hints from class names, ids and roles about a part of a page.
//!
//! Sites name the parts of their pages with common words: `comments`, `related-posts`, `entry-content`. Names
//! are split into words (`relatedPosts` and `related_posts` alike), and every word in the lists sets the bit
//! of its family.

/// Number of word families.
pub(crate) const FAMILIES: usize = 28;

/// A set of families, one bit each.
pub(crate) type Hints = u32;

/// Words of each family. A word that ends in `*` is a prefix.
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

/// Returns the families of all words in `name`.
pub(crate) fn hints(name: &str) -> Hints {
    let mut families = 0;
    // A name may list hundreds of utility classes; its first words matter most.
    let mut buffer = [0u8; 20];
    let (mut length, mut before) = (0, b' ');
    for byte in name.bytes().take(400).chain([b' ']) {
        let splits =
            !byte.is_ascii_alphanumeric() || (byte.is_ascii_uppercase() && before.is_ascii_lowercase());
        if splits && length > 0 {
            families |= families_of(&buffer[..length]);
            length = 0;
        }
        if byte.is_ascii_alphanumeric() && length < buffer.len() {
            buffer[length] = byte.to_ascii_lowercase();
            length += 1;
        }
        before = byte;
    }
    families
}

/// The words by first letter.
struct ClassWords {
    by_letter: [Vec<(&'static [u8], bool, Hints)>; 26],
}

static CLASS_WORDS: std::sync::LazyLock<ClassWords> = std::sync::LazyLock::new(|| {
    let mut lexicon = ClassWords { by_letter: Default::default() };
    for (family, words) in WORDS.iter().enumerate() {
        for word in *words {
            let is_prefix = word.ends_with('*');
            let stem = word.trim_end_matches('*').as_bytes();
            if let Some(letter) =
                stem.first().and_then(|b| lexicon.by_letter.get_mut(usize::from(b.wrapping_sub(b'a'))))
            {
                letter.push((stem, is_prefix, 1 << family));
            }
        }
    }
    lexicon
});

fn families_of(word: &[u8]) -> Hints {
    let Some(entries) = CLASS_WORDS.by_letter.get(usize::from(word[0].wrapping_sub(b'a'))) else { return 0 };
    entries
        .iter()
        .filter(|(stem, is_prefix, _)| if *is_prefix { word.starts_with(stem) } else { word == *stem })
        .fold(0, |set, (_, _, bit)| set | bit)
}

#[cfg(test)]
mod tests {
    use crate::extract::html::class_hints::*;

    #[test]
    fn words_are_found_in_joined_names() {
        let comments = 1 << 0;
        for name in ["comments-area", "post_comments", "articleComments", "COMMENT"] {
            assert_ne!(hints(name) & comments, 0, "{name}");
        }
        assert_eq!(hints("commune"), 0);
        assert_eq!(hints(""), 0);
        assert_ne!(hints("entry-content") & (1 << 14), 0);
    }
}
