//! Frame of every page: head, search box, main part and footer.

use hyper::StatusCode;
use hyper::header::CACHE_CONTROL;
use maud::{DOCTYPE, Markup, html};

use crate::serve::freshness::{FolderChanges, Freshness};
use crate::serve::page::foreign_text::{ForeignText, Message};
use crate::serve::page::text::{ENGLISH, Text, counted};
use crate::serve::response::{HTML, ServerResponse, WithHeader, respond};
use crate::serve::served::Served;
use crate::serve::view::ResultsView;

/// A page of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tab {
    /// The results, and the articles behind them.
    Search,
    /// Drafts held against the archive.
    Verify,
    /// Saved searches, and what is new to them.
    Saved,
    /// The state of the index.
    Status,
    /// Keys and the language of queries.
    Help,
}

/// Frame of the main part of a page.
pub(crate) struct PageFrame<'f> {
    /// Words of the pages.
    pub text: &'static Text,
    /// Title of the page.
    pub title: &'f str,
    /// Page that the navigation marks.
    pub tab: Tab,
    /// Search that the box shows.
    pub view: &'f ResultsView,
    /// Age of the index; `None` if there is none.
    pub freshness: Option<Freshness>,
}

impl PageFrame<'_> {
    /// Returns the page with `main` as its main part.
    pub(crate) fn page(&self, main: &Markup) -> Markup {
        let text = self.text;
        html! {
            (DOCTYPE)
            html lang=(text.lang) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    // With the `no-referrer` of the header, browsers send forms with `Origin: null`.
                    meta name="referrer" content="same-origin";
                    title { (ForeignText(self.title)) " – clippings" }
                    link rel="stylesheet" href="/style.css";
                    link rel="search" type="application/opensearchdescription+xml" title="clippings"
                        href="/opensearch.xml";
                    script src="/script.js" defer {}
                }
                body data-copy=(text.copy_place) data-copied=(text.copied_place) data-none=(text.no_place) {
                    a.skip href="#main" { (text.skip_to_content) }
                    header {
                        nav {
                            (self.link(Tab::Search, "/", "clippings"))
                            (self.link(Tab::Verify, "/verify", text.verify))
                            (self.link(Tab::Saved, "/saved", text.saved.tab))
                            (self.link(Tab::Status, "/status", text.status))
                            (self.link(Tab::Help, "/help", text.help))
                        }
                        (self.search_box())
                    }
                    main id="main" tabindex="-1" { (main) }
                    footer { (self.footer()) }
                    p.hidden #live aria-live="polite" {}
                }
            }
        }
    }

    /// Returns a link of the navigation.
    fn link(&self, tab: Tab, address: &str, name: &str) -> Markup {
        html! { a href=(address) aria-current=[(self.tab == tab).then_some("page")] { (name) } }
    }

    /// Returns the form of the query. Filters stay as they are; the first results are shown.
    fn search_box(&self) -> Markup {
        let text = self.text;
        let kept = ResultsView { query: String::new(), ..self.view.at_start() };
        html! {
            form.search id="search" role="search" action="/" {
                label.hidden for="q" { (text.query) }
                input id="q" name="q" type="search" value=(self.view.query) placeholder=(text.query_hint)
                    autocomplete="off" spellcheck="false" dir="auto" autofocus[self.tab == Tab::Search && self.view.is_blank()];
                (hidden_fields(&kept))
                button { (text.search) }
            }
        }
    }

    /// Returns the age of the index, and how many files it is behind.
    fn footer(&self) -> Markup {
        let text = self.text;
        let Some(freshness) = &self.freshness else { return html! {} };
        html! {
            p {
                (text.written) " "
                time datetime=(freshness.written_iso()) { (text.ago(freshness.written, freshness.now)) }
                " · "
                @match freshness.folders {
                    FolderChanges::Unknown => (text.not_checked),
                    FolderChanges::Missing(folders) => strong { (counted(folders, text.missing_folders)) },
                    FolderChanges::Files(0) => (text.up_to_date),
                    FolderChanges::Files(files) => strong { (counted(files, text.behind)) " (" (Message(&freshness.remedy)) ")" },
                }
                " · "
                (counted(freshness.articles, text.articles))
            }
        }
    }
}

/// Returns the answer with a page, which no browser stores.
pub(crate) fn shown(status: StatusCode, page: Markup) -> ServerResponse {
    respond(status, HTML, page.into_string()).with_header(CACHE_CONTROL, "no-store")
}

/// Answers with `main` in a frame with this title that shows no search.
pub(crate) fn framed(
    served: &Served,
    status: StatusCode,
    (title, tab): (&str, Tab),
    main: &Markup,
) -> ServerResponse {
    let archive = served.archive.current();
    let freshness = archive.ok().map(|archive| served.folders.freshness(&archive));
    let frame = PageFrame { text: &ENGLISH, title, tab, view: &ResultsView::default(), freshness };
    shown(status, frame.page(main))
}

/// Returns the fields by which a form of one part of a state keeps the other parts.
pub(crate) fn hidden_fields(kept: &ResultsView) -> Markup {
    html! {
        @for (key, value) in &kept.query_string().0 { input type="hidden" name=(key) value=(value); }
    }
}
