//! The lists of stock phrases.

use crate::clean::reason::Reason;

/// Includes the phrases that are cut for one reason.
macro_rules! phrases {
    ($reason:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/clean/phrases/", $reason, ".txt"))
    };
}

/// Lines that mean the same on every site: the reason, whether the article ends there if the line is far down
/// the page, and the phrases, one per line. A number in a phrase is written `0`. Of a phrase that occurs
/// twice the last reason counts.
pub(super) const PHRASES: [(Reason, bool, &str); 9] = [
    (Reason::OtherStory, true, phrases!("other_story")),
    (Reason::Comments, true, phrases!("comments")),
    (Reason::Appeal, false, phrases!("appeal")),
    (Reason::NewsletterForm, false, phrases!("newsletter_form")),
    (Reason::Form, false, phrases!("form")),
    (Reason::Share, false, phrases!("share")),
    (Reason::Navigation, false, phrases!("navigation")),
    (Reason::Advertisement, false, phrases!("advertisement")),
    (Reason::SiteNotice, true, phrases!("site_notice")),
];

/// Includes the phrases of one language.
macro_rules! language {
    ($code:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/clean/phrases/languages/", $code, ".txt"))
    };
}

/// Phrases of each language. A line in brackets begins the phrases of one purpose; a phrase that ends with
/// ` *` begins a line.
pub(super) const LANGUAGES: [(&str, &str); 44] = [
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
