//! The lists of stock phrases.

use crate::clean::reason::Reason;

/// Includes the phrases of one purpose, with its name.
macro_rules! phrases {
    ($name:literal, $reason:ident, $ends_article:literal) => {
        (
            $name,
            Reason::$reason,
            $ends_article,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/clean/phrases/", $name, ".txt")),
        )
    };
}

/// Lines that mean the same on every site: the name of their purpose, the reason, whether the article ends
/// there if the line is far down the page, and the phrases, one per line. A number in a phrase is written
/// `0`. Of a phrase that occurs twice the last reason counts.
pub(super) const PHRASES: [(&str, Reason, bool, &str); 9] = [
    phrases!("other_story", OtherStory, true),
    phrases!("comments", Comments, true),
    phrases!("appeal", Appeal, false),
    phrases!("newsletter_form", NewsletterForm, false),
    phrases!("form", Form, false),
    phrases!("share", Share, false),
    phrases!("navigation", Navigation, false),
    phrases!("advertisement", Advertisement, false),
    phrases!("site_notice", SiteNotice, true),
];

/// Includes the phrases of one language.
macro_rules! language {
    ($code:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/clean/phrases/languages/", $code, ".txt"))
    };
}

/// Phrases of each language. A line in brackets begins the phrases of one purpose; a phrase that ends with
/// ` *` begins a line.
pub(super) const LANGUAGES: [(&str, &str); 45] = [
    ("ar", language!("ar")),
    ("az", language!("az")),
    ("be", language!("be")),
    ("bg", language!("bg")),
    ("bn", language!("bn")),
    ("ca", language!("ca")),
    ("cs", language!("cs")),
    ("da", language!("da")),
    ("de", language!("de")),
    ("el", language!("el")),
    ("en", language!("en")),
    ("es", language!("es")),
    ("et", language!("et")),
    ("fa", language!("fa")),
    ("fi", language!("fi")),
    ("fr", language!("fr")),
    ("he", language!("he")),
    ("hi", language!("hi")),
    ("hr", language!("hr")),
    ("hu", language!("hu")),
    ("hy", language!("hy")),
    ("id", language!("id")),
    ("it", language!("it")),
    ("ja", language!("ja")),
    ("ka", language!("ka")),
    ("ko", language!("ko")),
    ("lt", language!("lt")),
    ("lv", language!("lv")),
    ("mk", language!("mk")),
    ("nb", language!("nb")),
    ("nl", language!("nl")),
    ("pl", language!("pl")),
    ("pt", language!("pt")),
    ("ro", language!("ro")),
    ("ru", language!("ru")),
    ("sk", language!("sk")),
    ("sl", language!("sl")),
    ("sr", language!("sr")),
    ("sv", language!("sv")),
    ("th", language!("th")),
    ("tr", language!("tr")),
    ("uk", language!("uk")),
    ("ur", language!("ur")),
    ("vi", language!("vi")),
    ("zh", language!("zh")),
];
