//! Tests of the days that pages declare, and of those that they declare for something else.

use crate::extract::html::published::META_NAMES;
use crate::extract::html::read;

fn published(page: &str) -> Option<String> {
    read(page).metadata.metadata.published.map(|day| day.to_string())
}

#[test]
fn every_name_of_a_meta_tag_is_read() {
    assert!(META_NAMES.lines().count() > 70);
    for tag in [
        "property='article:published_time'",
        "PROPERTY='OG:Published_Time'",
        "name=\"DC.Date.Issued\"",
        "name=DC.date.created",
        "name='dcterms.created'",
        "name='parsely-pub-date'",
        "name='sailthru.date'",
        "name='cXenseParse:recs:publishtime'",
        "property='cXenseParse:publishtime'",
        "name='shareaholic:article_published_time'",
        "property='bt:pubDate'",
        "name='article_date_original'",
        "name=OriginalPublicationDate",
        "name='publish-date'",
        "name='prism.publicationDate'",
        "name='citation_online_date'",
        "property='rnews:datePublished'",
        "name='mediator_published_time'",
        "property='og:regDate'",
        "name='first-published-date-iso'",
        "itemprop='datePublished'",
        "itemprop='datePublished dateCreated'",
        "itemprop='dateCreated'",
        "name='date'",
    ] {
        let page = format!("<html lang=en><meta {tag} content='Thu, 02 May 2024 09:00:00 -0400'><p>Text");
        assert_eq!(published(&page).as_deref(), Some("2024-05-02"), "{tag}");
    }
    for tag in [
        "property='article:modified_time'",
        "name='last-modified'",
        "name='publication-date-modified'",
        "name='dcterms.modified'",
        "property='og:updated_time'",
        "name='expires'",
        "itemprop='dateModified'",
        "itemprop='startDate'",
        "name='copyright'",
        "http-equiv='last-modified'",
    ] {
        let page = format!("<html lang=en><meta {tag} content='2024-05-02T09:00:00Z'><p>Text");
        assert_eq!(published(&page), None, "{tag}");
    }
}

#[test]
fn elements_declare_the_day_of_their_own_article() {
    for (body, expected) in [
        ("<time class='entry-date published updated' datetime='2024-05-02T09:00'>May 2</time>", true),
        ("<time pubdate datetime=2024-05-02>Thursday</time>", true),
        ("<a href=/p rel=bookmark><time datetime='2024-05-02'>2 May</time></a>", true),
        ("<time>May 2, 2024</time>", true),
        ("Posted on <span class='posted-on'><time>2nd May 2024</time></span>", true),
        ("<abbr class='published' title='2024-05-02T09:00:00Z'>a year ago</abbr>", true),
        ("<span class=dt-published>May <b>2</b>,&nbsp;2024</span>", true),
        ("<span itemprop='datePublished' content='2024-05-02'>Thursday</span>", true),
        ("<span property='schema:datePublished'>2 May 2024</span>", true),
        (
            "<div itemscope itemtype='https://schema.org/NewsArticle'><meta itemprop=datePublished content=2024-05-02></div>",
            true,
        ),
        (
            "<p>Updated <time datetime=2024-05-05>5 May</time>, first published <time datetime=2024-05-02>2 May</time></p>",
            true,
        ),
        ("<aside><h3>Published</h3><p><time datetime=2024-05-02>May 2</time></p></aside>", true),
        (
            "<meta itemprop=dateCreated content=2024-05-01><meta itemprop=datePublished content=2024-05-02>",
            true,
        ),
        ("<dl><dt>Last update</dt><dd><time datetime=2024-05-02>May 2</time></dd></dl>", false),
        ("<div class=elementor-widget><ul><li><time>May 2, 2024</time></li></ul></div>", true),
        ("<time class=updated datetime=2024-05-02>May 2</time>", false),
        ("<time itemprop=dateModified datetime=2024-05-02>May 2</time>", false),
        ("<p>Last updated: <time datetime=2024-05-02>May 2</time></p>", false),
        ("<time datetime=2024-05-02>Aktualisiert am 2. Mai 2024</time>", false),
        ("<aside><time datetime=2024-05-02>May 2</time></aside>", false),
        ("<div class=comments><time datetime=2024-05-02 class=published>May 2</time></div>", false),
        ("<article><h2>Another</h2><time datetime=2024-05-02 class=published>May 2</time></article>", false),
        ("<div class='related-posts'><time datetime=2024-05-02>May 2</time></div>", false),
        (
            "<div itemprop=comment itemscope itemtype='http://schema.org/Comment'><meta itemprop=datePublished content=2024-05-02></div>",
            false,
        ),
        (
            "<div itemscope itemtype='http://schema.org/Event'><time itemprop=startDate datetime=2024-05-02>May 2</time></div>",
            false,
        ),
        ("<time datetime=PT5M>5 minutes</time>", false),
        ("<p class=publisher>Since May 2, 2024 by Ann</p>", false),
    ] {
        let page = format!(
            "<html lang=en><body><main><article><h1>Ferry stays</h1>{body}<p>It stays.</p></article></main>"
        );
        let expected = expected.then_some("2024-05-02");
        assert_eq!(published(&page).as_deref(), expected, "{body}");
    }
}

#[test]
fn a_list_of_other_stories_has_no_day() {
    let teaser = |day: u32| {
        format!("<article><h2>Story {day}</h2><time datetime=2024-05-0{day}>May {day}</time></article>")
    };
    let list = (1..5).map(teaser).collect::<String>();
    assert_eq!(published(&format!("<h1>News</h1>{list}")), None);
    let items =
        (1..5).map(|day| format!("<li><a>S</a> <time>May {day}, 2024</time></li>")).collect::<String>();
    assert_eq!(published(&format!("<h1>Ferry</h1><p>It stays.</p><ul>{items}</ul>")), None);
    let card = |day: u32, title: &str| format!("<div class=card>{title}<time>May {day}, 2024</time></div>");
    let cards = (1..5).map(|day| card(day, "<h3>S</h3>")).collect::<String>();
    let page = format!("<div>{}{cards}</div>", card(9, "<h1>Ferry</h1>"));
    assert_eq!(published(&page).as_deref(), Some("2024-05-09"));
    assert_eq!(published(&format!("<div><h1>Ferry</h1>{cards}</div>")), None);
    let page = format!("<article><h1>Ferry</h1><time>May 9, 2024</time><p>It stays.</p></article>{list}");
    assert_eq!(published(&page).as_deref(), Some("2024-05-09"));
}

#[test]
fn the_language_of_the_page_decides_and_what_cannot_be_is_said() {
    let german =
        "<p>Der Vorstand des Hafens hat am Dienstag beschlossen, die alte Halle für zwei Jahre zu schließen.";
    for (head, expected) in [
        ("<html lang=fr><meta name=date content='02/05/2024'>", Some("2024-05-02")),
        ("<html lang=en><meta name=date content='05/02/2024'>", Some("2024-05-02")),
        (
            "<html lang=en><meta property=og:locale content=en_GB><meta name=date content='02/05/2024'>",
            Some("2024-05-02"),
        ),
        (
            "<html lang=en><link rel=canonical href='https://x.co.uk/a'><meta name=date content='02/05/2024'>",
            Some("2024-05-02"),
        ),
        ("<meta name=date content='02/05/2024'>", Some("2024-05-02")),
        ("<meta name=pubdate content=0001-01-01><meta name=date content='2024-05-02'>", Some("2024-05-02")),
        ("<meta name=pubdate content='1970-01-01T00:00:00Z'>", None),
    ] {
        let metadata = read(&format!("{head}{german}")).metadata.metadata;
        assert_eq!(metadata.published.map(|day| day.to_string()).as_deref(), expected, "{head}");
        assert_eq!(metadata.impossible_date.is_some(), expected.is_none(), "{head}");
    }
}
