use proptest::prelude::*;

use crate::corpus::formats::feeds::looks_like_feed;
use crate::corpus::markup::Markup;
use crate::corpus::read_records;
use crate::corpus::record::{Record, RecordPartKind};

fn records(feed: &str) -> Vec<Result<Record, String>> {
    read_records(feed.as_bytes(), "feed.xml")
}

fn first(feed: &str) -> Record {
    records(feed).swap_remove(0).expect("a record")
}

const RSS: &str = r#"<?xml version="1.0"?>
<rss version="2.0" xmlns:content="c" xmlns:dc="d"><channel><title>Coast &amp;amp; News</title>
<image><title>Logo</title></image>
<item><title><![CDATA[Ferry & bus]]></title><link>https://a.example/1</link><guid isPermaLink="false">g1</guid>
<dc:creator>Ann Lee</dc:creator><pubDate>Mon, 03 May 2021 23:20:30 -0700</pubDate>
<description>It stays at anchor.</description>
<content:encoded><![CDATA[
<p>The ferry stays.</p>]]></content:encoded>
<media:title>Photo</media:title></item>
<item><author>t@a.example (Tom Ray)</author><guid>https://a.example/2</guid>
<description>&amp;lt;p&amp;gt;Nets &amp;amp;amp; ropes dry.&amp;lt;/p&amp;gt;</description></item>
<item></item></channel></rss>"#;

#[test]
fn entries_of_rss_are_read() {
    let records = records(RSS);
    let [Ok(one), Ok(two), Err(reason)] = &records[..] else { panic!("{records:?}") };
    assert_eq!(one.metadata.title.as_deref(), Some("Ferry & bus"));
    assert_eq!(
        (one.metadata.author.as_deref(), one.metadata.site.as_deref()),
        (Some("Ann Lee"), Some("Coast & News"))
    );
    assert_eq!((one.id.as_deref(), one.metadata.url.as_deref()), (Some("g1"), Some("https://a.example/1")));
    assert_eq!(one.date.as_deref(), Some("Mon, 03 May 2021 23:20:30 -0700"));
    assert_eq!(
        (one.main_text().trim(), one.markup, one.lines_before),
        ("<p>The ferry stays.</p>", Markup::Html, 6)
    );
    assert_eq!(one.appended.iter().map(|part| part.kind).collect::<Vec<_>>(), [RecordPartKind::Lead]);
    assert_eq!((two.text.as_str(), two.markup), ("<p>Nets &amp; ropes dry.</p>", Markup::Html));
    assert_eq!(
        (two.metadata.author.as_deref(), two.metadata.url.as_deref()),
        (Some("Tom Ray"), Some("https://a.example/2"))
    );
    assert_eq!(reason, "an entry without title and text");
}

#[test]
fn entries_of_atom_are_read() {
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Coast</title><author><name>Desk</name></author>
<entry><id>tag:1</id><title type="html">Ferry &amp;lt;b&amp;gt;stays&amp;lt;/b&amp;gt;</title>
<link rel="self" href="https://a.example/x"/><link rel="alternate" type="text/html" href="https://a.example/?a=1&amp;b=2"/>
<author><name>Ann Lee</name><uri>u</uri></author><author><name>Tom Ray</name></author>
<source><title>Other</title></source><updated>2021-05-04</updated><published>2021-05-03T23:00:00-07:00</published>
<content type="xhtml"><div xmlns="x"><p>The <b>ferry</b> stays.</p></div></content></entry>
<entry><id>tag:2</id><title>T</title><summary type="text">1 &lt;p&gt; 2</summary></entry></feed>"#;
    let records = records(atom);
    let [Ok(one), Ok(two)] = &records[..] else { panic!("{records:?}") };
    assert_eq!((one.id.as_deref(), one.metadata.title.as_deref()), (Some("tag:1"), Some("Ferry stays")));
    assert_eq!(one.metadata.url.as_deref(), Some("https://a.example/?a=1&b=2"));
    assert_eq!(
        (one.metadata.author.as_deref(), one.date.as_deref()),
        (Some("Ann Lee, Tom Ray"), Some("2021-05-03T23:00:00-07:00"))
    );
    assert_eq!(
        (one.text.as_str(), one.markup),
        ("<div xmlns=\"x\"><p>The <b>ferry</b> stays.</p></div>", Markup::Html)
    );
    assert_eq!((two.text.as_str(), two.markup), ("1 <p> 2", Markup::Plain));
}

#[test]
fn entries_of_rss_1_stand_beside_the_channel() {
    let record = first(
        "<rdf:RDF xmlns:rdf=\"r\" xmlns=\"http://purl.org/rss/1.0/\"><channel><title>Coast</title></channel>\
         <item rdf:about=\"https://a.example/1\"><title>Ferry</title><dc:date>2021-05-03</dc:date>\
         <description>Caf&eacute; &unknown; 1 & 2</description></item></rdf:RDF>",
    );
    assert_eq!(record.id.as_deref(), Some("https://a.example/1"));
    assert_eq!((record.text.as_str(), record.date.as_deref()), ("Café &unknown; 1 & 2", Some("2021-05-03")));
    assert_eq!(record.metadata.site.as_deref(), Some("Coast"));
}

#[test]
fn broken_feeds_are_read_up_to_their_end() {
    let broken = RSS.replace("</dc:creator>", "<br>").replace("</channel></rss>", "<item><title>Last");
    let titles: Vec<_> = records(&broken)
        .into_iter()
        .map(|record| record.ok().and_then(|record| record.metadata.title))
        .collect();
    assert_eq!(titles.first().cloned().flatten().as_deref(), Some("Ferry & bus"), "{titles:?}");
    let entity = format!(
        "<!DOCTYPE rss [<!ENTITY a \"{}\"><!ENTITY b \"{}\">]>",
        "x".repeat(1000),
        "&a;".repeat(1000)
    );
    let bomb = format!(
        "{entity}<rss><item><title>&b;</title><description>{}</description></item></rss>",
        "&b;".repeat(1000)
    );
    let record = first(&bomb);
    assert!(record.text.len() < 10_000 && record.metadata.title.as_deref() == Some("&b;"));
    let deep = format!("<rss><item><title>T</title><description>{}", "<a>".repeat(200_000));
    assert!(!records(&deep).is_empty());
    for feed in [
        "<rss",
        "<rss>",
        "<rss><item",
        "<rss></item></item>",
        "<rss><item><![CDATA[",
        "<rss><item><title>&#xffffffff;&#0;",
        "<rss><!--",
    ] {
        let _ = records(feed);
    }
}

#[test]
fn feeds_are_told_from_other_xml() {
    for head in [
        "<?xml version=\"1.0\"?>\n<!-- made by x -->\n<rss version=\"2.0\"><channel>",
        "<!DOCTYPE rss [<!ENTITY a \"b\">]><rss>",
        "\u{feff}<feed xmlns=\"http://www.w3.org/2005/Atom\">",
        "<rdf:RDF xmlns:rdf=\"r\" xmlns=\"http://purl.org/rss/1.0/\">",
    ] {
        assert!(looks_like_feed(head), "{head}");
    }
    for head in ["", "<feed>", "<rssx>", "<rdf:RDF xmlns:owl=\"o\">", "<html><rss>", "rss", "<?xml", "<!--"] {
        assert!(!looks_like_feed(head), "{head}");
    }
}

proptest! {
    #[test]
    fn any_feed_is_read_without_panic(
        xml in "<rss>(<item>|</item>|<title>|</title>|<description>|</description>|<!\\[CDATA\\[|\\]\\]>|&amp;|&|<p>|</p>|<link href='a'/>|<|>|é|\n){0,40}"
    ) {
        let _ = records(&xml);
    }
}
