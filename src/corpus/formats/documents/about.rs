//! What a document says about itself, in the words of Dublin Core.

use crate::corpus::formats::documents::error::DocumentError;
use crate::corpus::formats::documents::xml::{XmlPiece, XmlRules, attribute, read_pieces};
use crate::text::single_line;
use crate::text::url::is_web_address;

/// Titles that programs give a document, or the beginnings of them, in lower case.
const NO_TITLES: [&str; 8] = [
    "microsoft word",
    "untitled",
    "unbenannt",
    "sans titre",
    "document",
    "dokument",
    "word document",
    "title",
];
/// Number of bytes of a title above which it is none.
const MAX_TITLE_BYTES: usize = 1000;
/// Extensions in the titles that programs make of the names of files.
const FILE_ENDINGS: [&str; 7] = [".doc", ".docx", ".odt", ".rtf", ".pdf", ".txt", ".dot"];
/// Names that programs give who made a document, and names of programs, in lower case.
const NO_CREATORS: [&str; 44] = [
    "user",
    "users",
    "windows user",
    "microsoft office user",
    "admin",
    "administrator",
    "administrateur",
    "administrador",
    "amministratore",
    "benutzer",
    "utilisateur",
    "usuario",
    "utente",
    "пользователь",
    "администратор",
    "owner",
    "author",
    "autor",
    "guest",
    "root",
    "default",
    "anonymous",
    "unknown",
    "unbekannt",
    "none",
    "scanner",
    "python-docx",
    "microsoft word",
    "microsoft office",
    "microsoft office word",
    "adobe acrobat",
    "acrobat distiller",
    "adobe indesign",
    "quarkxpress",
    "libreoffice",
    "openoffice",
    "openoffice.org",
    "google docs",
    "pandoc",
    "latex",
    "pdftex",
    "ghostscript",
    "wkhtmltopdf",
    "chromium",
];

/// What a document says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::corpus::formats) struct About {
    pub title: Option<String>,
    pub creator: Option<String>,
    pub url: Option<String>,
    /// Day of publication as it is written.
    pub date: Option<String>,
}

impl About {
    /// Sets the title, unless a program made it up.
    pub(in crate::corpus::formats) fn set_title(&mut self, title: &str) {
        let title = single_line(title);
        let folded = title.to_lowercase();
        let is_made_up = NO_TITLES.iter().any(|name| {
            folded.strip_prefix(name).is_some_and(|tail| {
                tail.trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace()).is_empty()
                    || *name == "microsoft word" && tail.starts_with(" -")
            })
        });
        let is_file = FILE_ENDINGS.iter().any(|ending| folded.ends_with(ending));
        if (1..=MAX_TITLE_BYTES).contains(&title.len()) && !is_made_up && !is_file {
            self.title.get_or_insert(title);
        }
    }

    /// Adds a name of who made the document, unless a program made it up, or it is nothing but an address.
    pub(in crate::corpus::formats) fn add_creator(&mut self, name: &str) {
        let name = single_line(name);
        let name = match name.split_once('<') {
            Some((name, address)) if address.contains('@') => name.trim_end().to_owned(),
            _ => name,
        };
        let folded = name.to_lowercase();
        let without_version = folded.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' '));
        let is_address = !name.contains(' ') && name.contains('@') || is_web_address(&folded);
        let is_made_up = [&*folded, without_version].iter().any(|name| NO_CREATORS.contains(name));
        if name.is_empty() || is_made_up || is_address {
            return;
        }
        self.creator = Some(match self.creator.take() {
            Some(others) => format!("{others}, {name}"),
            None => name,
        });
    }

    /// Sets the address, if `identifier` is one.
    pub(in crate::corpus::formats) fn set_url(&mut self, identifier: &str) {
        let identifier = identifier.trim();
        let is_address = ["http://", "https://"].iter().any(|scheme| identifier.starts_with(scheme));
        if is_address && !identifier.contains(char::is_whitespace) {
            self.url.get_or_insert(identifier.to_owned());
        }
    }
}

/// The fields of a part that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AboutField {
    Title,
    Creator,
    InitialCreator,
    Identifier,
    Date,
}

/// Reads what a part says about its document: the core properties of Word, the metadata of OpenDocument, the
/// package of a book. With `is_book`, its date is that of publication; others have those of editing.
///
/// # Errors
/// [`DocumentError::Damaged`] if it is not well-formed.
pub(super) fn read(xml: &str, is_book: bool) -> Result<About, DocumentError> {
    let mut about = About::default();
    let mut initial = About::default();
    let mut open: Option<AboutField> = None;
    let mut value = String::new();
    read_pieces(xml, XmlRules::Strict, |piece| {
        match piece {
            XmlPiece::Start(tag) => {
                let event = attribute(tag, "event");
                let role = attribute(tag, "role").filter(|_| is_book);
                open = match tag.local_name().as_ref() {
                    "title" => Some(AboutField::Title),
                    "creator" if role.is_none_or(|role| role == "aut") => Some(AboutField::Creator),
                    "initial-creator" => Some(AboutField::InitialCreator),
                    "identifier" | "source" => Some(AboutField::Identifier),
                    "date" if is_book && event.is_none_or(|event| event.ends_with("publication")) => {
                        Some(AboutField::Date)
                    }
                    _ => None,
                };
                value.clear();
            }
            XmlPiece::Text(text) => {
                if open.is_some() {
                    value.push_str(text);
                }
            }
            XmlPiece::End(_) => {
                match open.take() {
                    Some(AboutField::Title) => about.set_title(&value),
                    Some(AboutField::Creator) => about.add_creator(&value),
                    // The other name is that of the last who saved the document.
                    Some(AboutField::InitialCreator) => initial.add_creator(&value),
                    Some(AboutField::Identifier) => about.set_url(&value),
                    Some(AboutField::Date) => {
                        about.date.get_or_insert(value.trim().to_owned());
                    }
                    None => {}
                }
            }
        }
        Ok(())
    })?;
    about.creator = initial.creator.or(about.creator);
    Ok(about)
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::documents::about::*;

    #[test]
    fn what_programs_make_up_is_left_out() {
        for (title, expected) in [
            ("Ferry  stays\nin port", Some("Ferry stays in port")),
            ("Microsoft Word - ferry.doc", None),
            ("Untitled 1", None),
            ("Document", None),
            ("Documents of the ferry", Some("Documents of the ferry")),
            ("ferry_final.DOCX", None),
            (" ", None),
        ] {
            let mut about = About::default();
            about.set_title(title);
            assert_eq!(about.title.as_deref(), expected, "{title}");
        }
        let mut about = About::default();
        let made_up = [
            "Windows User",
            "Administrator",
            "LibreOffice 7.4",
            "desk@coast.example",
            "https://coast.example/",
        ];
        for name in
            made_up.into_iter().chain(["Ann Lee", " Tom  Ray ", "Bo Ek <bo@coast.example>", "User 2 Group"])
        {
            about.add_creator(name);
        }
        assert_eq!(about.creator.as_deref(), Some("Ann Lee, Tom Ray, Bo Ek, User 2 Group"));
    }

    #[test]
    fn only_books_have_a_day_of_publication() {
        let xml = "<m xmlns:dc='d'><dc:title>A &amp; B</dc:title><dc:creator>Last Editor</dc:creator>\
            <meta:initial-creator>Ann Lee</meta:initial-creator><dc:date>2020-01-02</dc:date>\
            <dc:identifier>urn:isbn:1</dc:identifier><dc:source>https://coast.example/1?a=1&amp;b=2</dc:source></m>";
        let about = read(xml, false).expect("it is well-formed");
        assert_eq!(about.title.as_deref(), Some("A & B"));
        assert_eq!(about.creator.as_deref(), Some("Ann Lee"));
        assert_eq!((about.date, about.url.as_deref()), (None, Some("https://coast.example/1?a=1&b=2")));
        assert_eq!(read(xml, true).expect("it is well-formed").date.as_deref(), Some("2020-01-02"));
        assert!(read("<m><a></m>", false).is_err());
    }
}
