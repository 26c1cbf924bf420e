//! Mailboxes, messages and feeds.

use crate::common::Dir;

const REPLY: &str = "From: Tom Ray <tom@reader.example>\nTo: ann@coast.example\nSubject: Re: Ferry\n\
    Date: Tue, 4 May 2021 23:20:30 -0700\nMessage-ID: <r1@reader.example>\n\
    Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n\
    The captain keeps the lighthouse lit.\n-- \nHarbour Office\n\n\
    On Mon, May 3, 2021 at 10:20 AM Ann Lee <ann@coast.example> wrote:\n> Who has the beacon?\n--b\n\
    Content-Type: application/pdf; name=tide.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQK\n--b--\n";

const NEWSLETTER: &str = "From: Coast Courier <news@coast.example>\nTo: tom@reader.example\n\
    Subject: Ferry stays in port\nDate: Mon, 3 May 2021 08:00:00 +0000\nMessage-ID: <n1@coast.example>\n\
    List-Unsubscribe: <https://coast.example/u>\nContent-Type: text/html\n\n\
    <table><tr><td><a href=\"https://coast.example/view/1\">View this email in your browser</a></td></tr><tr><td>\n\
    <p>The ferry will stay in port until its engine has been examined, officials said on Monday.</p>\n\
    <p>Passengers are to be carried by bus, which takes three hours longer than the crossing does.</p>\n\
    <p>Unsubscribe or update your preferences</p></td></tr></table>\n";

const FEED: &str = "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>Coast Courier</title>\n\
    <item><title>Nets dry</title><guid>n-1</guid><pubDate>Tue, 4 May 2021 08:00:00 GMT</pubDate>\n\
    <description>&lt;p&gt;The nets were dry by noon.&lt;/p&gt;</description></item></channel></rss>\n";

fn mailbox(messages: &[&str]) -> String {
    messages.iter().map(|message| format!("From - Mon May 03 10:20:30 2021\n{message}\n")).collect()
}

#[test]
fn messages_are_articles_without_what_they_quote() {
    let dir = Dir::new();
    dir.write("a/reply.eml", REPLY);
    dir.run("index a").code(0).shows("1 article").shows("attached pdf");
    assert_eq!(dir.search("lighthouse author:\"Tom Ray\" date:2021-05-04").total(), 1);
    assert_eq!(dir.search("beacon").total() + dir.search("office").total(), 0);
    dir.run("search beacon --cut").code(0).shows("Who has the");
    dir.run("clean --explain a/reply.eml").shows("message that is answered").shows("signature");
}

#[test]
fn a_newsletter_is_cleaned_as_a_page() {
    let dir = Dir::new();
    dir.write("a/news.eml", NEWSLETTER);
    dir.run("index a").code(0).shows("1 article");
    assert_eq!(dir.search("ferry site:coast.example").total(), 1);
    assert_eq!(dir.search("unsubscribe").total() + dir.search("browser").total(), 0);
    let answer = dir.args(&["search", "ferry", "--format", "json"]).stdout;
    assert!(
        answer.contains("https://coast.example/view/1") && answer.contains("n1@coast.example"),
        "{answer}"
    );
}

#[test]
fn a_mailbox_grows_and_keeps_its_messages() {
    let dir = Dir::new();
    dir.write("a/Inbox", mailbox(&[REPLY, NEWSLETTER]));
    dir.write("a/list.mbox", mailbox(&[NEWSLETTER, NEWSLETTER]));
    dir.run("index a").code(0).shows("4 articles");
    dir.run("show a/list.mbox#\"n1@coast.example (2)\"");
    let line = mailbox(&[REPLY]).lines().count() + 12;
    dir.run("search passengers").shows(&format!("a/Inbox#n1@coast.example:{line}"));
    dir.write("a/Inbox", mailbox(&[REPLY, NEWSLETTER, REPLY]));
    dir.run("index a").code(0);
    assert_eq!(dir.search("lighthouse").total(), 2);
}

#[test]
fn entries_of_feeds_are_articles_and_other_xml_is_not_read() {
    let dir = Dir::new();
    dir.write("a/feed.xml", FEED);
    dir.write("a/b.rss", FEED.replace("n-1", "n-2"));
    dir.write("a/data.xml", "<catalog><item>nets</item></catalog>");
    dir.run("index a").code(0).shows("2 articles").shows("1 xml");
    assert_eq!(dir.search("nets date:2021-05-04").total(), 2);
    dir.run("show a/feed.xml#n-1").code(0).shows("Coast Courier");
}

#[test]
fn broken_mail_and_feeds_are_reported() {
    let dir = Dir::new();
    dir.write(
        "a/deep.eml",
        (0..5000).fold(String::new(), |text, n| {
            text + &format!("Content-Type: multipart/mixed; boundary=b{n}x\n\n--b{n}x\n")
        }),
    );
    dir.write("a/none.eml", "no headers at all\n");
    dir.write("a/headers.mbox", format!("From - Mon May 03 10:20:30 2021\n{}\n", "a: b\n".repeat(30_000)));
    dir.write("a/cut.rss", &FEED[..FEED.len() - 60]);
    dir.write("a/empty.rss", "<rss><item></item></rss>");
    dir.write("a/good.eml", REPLY);
    let report = dir.run("index a");
    for text in ["lines of headers", "an entry without title and text", "deep.eml", "none.eml", "ends within"]
    {
        report.code(2).says(text);
    }
    assert_eq!(dir.search("lighthouse").total(), 1);
}
