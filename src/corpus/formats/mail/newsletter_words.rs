//! Words of newsletters about themselves.

/// Length of a line above which it is not about the newsletter that it stands in.
const MAX_NOTICE_BYTES: usize = 240;
/// Words of the link to the message as a page, in lower case.
const VIEW: [&str; 23] = [
    "in your browser",
    "in browser",
    "in a browser",
    "in the browser",
    "view online",
    "read online",
    "view this email",
    "view this e-mail",
    "web version",
    "webversion",
    "view as a web",
    "im browser",
    "online ansehen",
    "online-version",
    "onlineversion",
    "dans le navigateur",
    "dans votre navigateur",
    "version en ligne",
    "en el navegador",
    "en tu navegador",
    "nel browser",
    "no navegador",
    "in je browser",
];
/// Words of lines about the newsletter, in lower case.
const NOTICES: [&str; 30] = [
    "unsubscribe",
    "email preferences",
    "update your preferences",
    "manage your preferences",
    "manage preferences",
    "manage your subscription",
    "you receive this",
    "you received this",
    "you are receiving this",
    "you're receiving this",
    "this email was sent to",
    "this e-mail was sent to",
    "add us to your address book",
    "abmelden",
    "abbestellen",
    "diese e-mail wurde an",
    "sie erhalten diese",
    "désabonner",
    "désinscrire",
    "vous recevez ce",
    "darse de baja",
    "cancelar suscripción",
    "cancelar la suscripción",
    "annulla l'iscrizione",
    "disiscriviti",
    "cancelar inscrição",
    "uitschrijven",
    "afmelden",
    "отписаться",
    "wypisz się",
];

/// Returns whether `line` of a newsletter is about the newsletter. A longer one is a text about others.
pub(super) fn is_newsletter_notice(line: &str) -> bool {
    let line = line.trim();
    line.len() <= MAX_NOTICE_BYTES && {
        let line = line.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|words| line.contains(words));
        has(&NOTICES) || has(&VIEW) || line.starts_with('©') || line.starts_with("copyright ")
    }
}

/// Returns whether `text` is that of a link to the message as a page.
pub(super) fn is_view_link(text: &str) -> bool {
    let text = text.to_lowercase();
    VIEW.iter().any(|words| text.contains(words))
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::mail::newsletter_words::*;

    #[test]
    fn lines_about_a_newsletter_are_known() {
        for line in
            ["Unsubscribe | Preferences", "View this email in your browser", "© 2021 Coast", "Hier abmelden"]
        {
            assert!(is_newsletter_notice(line), "{line}");
        }
        assert!(!is_newsletter_notice("The ferry stays.") && is_view_link("<b>View online</b>"));
        assert!(!is_newsletter_notice(&"They unsubscribe by the dozen. ".repeat(10)));
    }
}
