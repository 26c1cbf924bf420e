//! Stock phrases: whole lines, and the reason each is cut for.

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
