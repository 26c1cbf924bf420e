//! What the headers of a message tell: its author, its site, its address.

use mailparse::{MailAddr, MailHeader, MailHeaderMap, SingleInfo, addrparse_header};

use crate::corpus::charset::decode_declared;
use crate::corpus::encoding_hints::{encoding_for_label, parameter_value};
use crate::corpus::formats::mail::newsletter_words::is_view_link;
use crate::text::url::{host_name, is_web_address};
use crate::text::{decode_references, single_line};

/// Maximum length of the address of a message.
const MAX_ADDRESS_BYTES: usize = 2048;
/// Number of links in a message that are looked at.
const MAX_LINKS: usize = 200;

/// Headers of which a message has at least one.
const OF_MAIL: [&str; 8] =
    ["From", "Subject", "Date", "To", "Message-ID", "Received", "Return-Path", "Content-Type"];

/// Returns whether these are the headers of a message, and not the first lines of another text.
pub(super) fn are_of_mail(headers: &[MailHeader<'_>]) -> bool {
    OF_MAIL.iter().any(|name| headers.get_first_header(name).is_some())
}

/// Returns the value of a header, decoded. A header that is not ASCII has the encoding of the text, unless
/// it is in UTF-8.
pub(super) fn value(headers: &[MailHeader<'_>], name: &str, charset: Option<&str>) -> Option<String> {
    let header = headers.get_first_header(name)?;
    let raw = header.get_value_raw();
    let value = if raw.is_ascii() || std::str::from_utf8(raw).is_ok() {
        header.get_value()
    } else {
        let declared = charset.and_then(|charset| encoding_for_label(charset.as_bytes()));
        decode_declared(raw.to_vec(), declared).ok()?.text
    };
    let value = single_line(&value);
    Some(value).filter(|value| !value.is_empty())
}

/// Returns the name of the sender, or the address if there is no name, and the host of the address.
pub(super) fn sender(headers: &[MailHeader<'_>], charset: Option<&str>) -> (Option<String>, Option<String>) {
    let first = |header| match addrparse_header(header).ok()?.into_inner().into_iter().next()? {
        MailAddr::Single(info) => Some(info),
        MailAddr::Group(group) => group.addrs.into_iter().next(),
    };
    let Some(info) = headers.get_first_header("From").and_then(first) else {
        return (value(headers, "From", charset), None);
    };
    let SingleInfo { display_name, addr } = info;
    let host = addr.rsplit_once('@').and_then(|(_, host)| host_name(host));
    let name = display_name.map(|name| name.trim().trim_matches(['"', '\'']).trim().to_owned());
    // A name with bytes that are not UTF-8 is read with the whole header.
    let name =
        name.filter(|name| !name.is_empty()).map(|name| match name.contains(char::REPLACEMENT_CHARACTER) {
            true => value(headers, "From", charset).and_then(|from| name_before(&from)).unwrap_or(name),
            false => name,
        });
    (name.or_else(|| Some(addr).filter(|addr| !addr.is_empty())), host)
}

fn name_before(from: &str) -> Option<String> {
    let name = from.split_once('<')?.0.trim().trim_matches('"');
    (!name.is_empty()).then(|| name.to_owned())
}

/// Returns whether the message went to subscribers who do not answer: a newsletter.
pub(super) fn is_newsletter(headers: &[MailHeader<'_>]) -> bool {
    let has = |name: &str| headers.get_first_header(name).is_some();
    let precedence = headers.get_first_value("Precedence").unwrap_or_default().to_ascii_lowercase();
    let is_bulk = has("List-Unsubscribe") || has("List-Id") || matches!(precedence.trim(), "bulk" | "list");
    is_bulk && !is_discussion(headers)
}

/// Returns whether the message went to a list whose members write to it.
fn is_discussion(headers: &[MailHeader<'_>]) -> bool {
    headers.get_first_value("List-Post").is_some_and(|value| value.contains("mailto:"))
}

/// Returns the host of the list whose members write to it, or else that of the newsletter.
pub(super) fn site(headers: &[MailHeader<'_>], host_of_newsletter: Option<String>) -> Option<String> {
    if !is_discussion(headers) {
        return host_of_newsletter;
    }
    let id = headers.get_first_value("List-Id")?;
    let id = id.rsplit_once('<').map_or(id.as_str(), |(_, id)| id);
    host_name(id.trim().trim_end_matches('>'))
}

/// Returns the address at which the message is archived or can be read in a browser. `html` is its text, if
/// that has links.
pub(super) fn url(headers: &[MailHeader<'_>], html: Option<&str>) -> Option<String> {
    let of_header = |name: &str| {
        let value = headers.get_first_value(name)?;
        let value = value.split([',', ' ']).map(|value| value.trim_matches(['<', '>']));
        value.filter(|value| is_address(value)).map(str::to_owned).next()
    };
    of_header("Archived-At").or_else(|| html.and_then(view_link)).or_else(|| of_header("List-Archive"))
}

fn is_address(text: &str) -> bool {
    is_web_address(text) && text.len() <= MAX_ADDRESS_BYTES
}

/// Returns the address of the link to the message as a page.
fn view_link(html: &str) -> Option<String> {
    let starts = memchr::memmem::find_iter(html.as_bytes(), b"href=").take(MAX_LINKS);
    starts.map(|start| &html[start..]).find_map(|tail| {
        let (tag, text) = tail.split_once('>')?;
        let text = text.split("</a").next().unwrap_or_default();
        let text: String = text.chars().take(300).collect();
        let address = parameter_value(tag.as_bytes(), b"href").map(String::from_utf8_lossy)?;
        let address = decode_references(address.trim()).into_owned();
        (is_address(&address) && is_view_link(&text)).then_some(address)
    })
}
