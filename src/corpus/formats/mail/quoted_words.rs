//! Words by which mail programs of many languages introduce the message that is answered.

/// Length of a line before a quotation above which it is a paragraph.
const MAX_ATTRIBUTION_BYTES: usize = 400;

/// Words in the line before a quotation: `On Monday, Ann Lee wrote:`. In lower case.
const WROTE: [&str; 29] = [
    "wrote",
    "writes",
    "said",
    "schrieb",
    "geschrieben",
    "schreibt",
    "écrit",
    "escribió",
    "escribio",
    "va escriure",
    "ha scritto",
    "scrisse",
    "escreveu",
    "schreef",
    "geschreven",
    "skrev",
    "skrifaði",
    "kirjoitti",
    "napisał",
    "pisze",
    "napsal",
    "napísal",
    "írta",
    "a scris",
    "yazdı",
    "написал",
    "пишет",
    "написав",
    "έγραψε",
];
/// The same in scripts without spaces or capitals.
const WROTE_ELSEWHERE: [&str; 6] = ["写道", "寫道", "のメール", "님이 작성", "كتب", "כתב"];

/// Names of the sender in the headers of a message that is quoted whole. In lower case.
const SENDERS: [&str; 20] = [
    "from",
    "von",
    "de",
    "da",
    "van",
    "från",
    "fra",
    "lähettäjä",
    "od",
    "от",
    "від",
    "feladó",
    "kimden",
    "de la",
    "από",
    "发件人",
    "寄件者",
    "差出人",
    "보낸 사람",
    "من",
];
/// Names of the other headers.
const OTHERS: [&str; 66] = [
    "sent",
    "date",
    "to",
    "subject",
    "cc",
    "reply-to",
    "gesendet",
    "datum",
    "an",
    "betreff",
    "envoyé",
    "à",
    "a",
    "objet",
    "enviado",
    "enviado el",
    "fecha",
    "para",
    "asunto",
    "inviato",
    "data",
    "oggetto",
    "assunto",
    "verzonden",
    "aan",
    "onderwerp",
    "skickat",
    "till",
    "ämne",
    "sendt",
    "til",
    "emne",
    "dato",
    "lähetetty",
    "vastaanottaja",
    "aihe",
    "wysłano",
    "do",
    "temat",
    "odesláno",
    "komu",
    "předmět",
    "predmet",
    "отправлено",
    "кому",
    "тема",
    "дата",
    "küldve",
    "címzett",
    "tárgy",
    "gönderildi",
    "kime",
    "konu",
    "trimis",
    "către",
    "subiect",
    "发送时间",
    "收件人",
    "主题",
    "寄件日期",
    "送信日時",
    "宛先",
    "件名",
    "보낸 날짜",
    "받는 사람",
    "제목",
];

/// Lines before a message that is quoted whole, without their dashes. In lower case.
const ORIGINAL: [&str; 14] = [
    "original message",
    "original-nachricht",
    "ursprüngliche nachricht",
    "originalnachricht",
    "message d'origine",
    "message original",
    "mensaje original",
    "messaggio originale",
    "mensagem original",
    "oorspronkelijk bericht",
    "ursprungligt meddelande",
    "oprindelig meddelelse",
    "oryginalna wiadomość",
    "исходное сообщение",
];
/// Lines before a message that is handed on, without their dashes. In lower case.
const FORWARDED: [&str; 14] = [
    "forwarded message",
    "begin forwarded message",
    "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht",
    "message transféré",
    "début du message réexpédié",
    "mensaje reenviado",
    "messaggio inoltrato",
    "inizio messaggio inoltrato",
    "mensagem encaminhada",
    "doorgestuurd bericht",
    "vidarebefordrat meddelande",
    "пересылаемое сообщение",
    "przekazana wiadomość",
];
/// Beginnings of the subject of a message that is handed on. In lower case.
const FORWARDS: [&str; 11] =
    ["fw:", "fwd:", "wg:", "tr:", "rv:", "i:", "enc:", "doorst:", "vs:", "vb:", "пер:"];

/// Lines that programs add below a text. In lower case, without the name of the device.
const SENT_FROM: [&str; 17] = [
    "sent from my ",
    "sent from mail for ",
    "sent from yahoo ",
    "sent from outlook",
    "get outlook for ",
    "von meinem ",
    "gesendet von mail",
    "gesendet mit der ",
    "envoyé de mon ",
    "envoyé depuis ",
    "enviado desde mi ",
    "inviato da ",
    "enviado do meu ",
    "verstuurd vanaf mijn ",
    "skickat från min ",
    "wysłane z ",
    "отправлено с ",
];
/// Beginnings of notices that firms put below every message. In lower case.
const DISCLAIMERS: [&str; 19] = [
    "this email and any ",
    "this e-mail and any ",
    "this message and any ",
    "this email (including",
    "this e-mail (including",
    "this message is intended only",
    "this e-mail is confidential",
    "this email is confidential",
    "the information contained in this e",
    "the information in this e",
    "the contents of this e",
    "confidentiality notice",
    "diese e-mail enthält vertrauliche",
    "diese nachricht enthält vertrauliche",
    "ce message et toutes les pièces",
    "ce message et ses pièces",
    "este mensaje y sus archivos",
    "questo messaggio e i suoi allegati",
    "dit bericht is uitsluitend bestemd",
];

/// Returns whether `line` introduces a quotation: it ends with a colon, and has such a word and a day or an
/// address.
pub(super) fn is_attribution(line: &str) -> bool {
    let line = line.trim();
    let Some(text) = line.strip_suffix(':').or_else(|| line.strip_suffix('：')) else { return false };
    if text.len() > MAX_ATTRIBUTION_BYTES {
        return false;
    }
    let text = text.trim_end().to_lowercase();
    let text = text.as_str();
    let is_dated = text.contains('@') || text.chars().filter(char::is_ascii_digit).count() >= 4;
    // In German the verb stands before the name.
    let has_verb = || WROTE.iter().any(|word| contains_word(text, word));
    is_dated && (has_verb() || WROTE_ELSEWHERE.iter().any(|word| text.contains(word)))
}

fn contains_word(text: &str, word: &str) -> bool {
    let is_outside = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(word).any(|(start, _)| {
        is_outside(text[..start].chars().next_back()) && is_outside(text[start + word.len()..].chars().next())
    })
}

/// Returns whether `line` is the sender in the headers of a message that is quoted.
pub(super) fn is_sender_line(line: &str) -> bool {
    label(line).is_some_and(|label| SENDERS.contains(&label.as_str()))
}

/// Returns whether `line` is another of those headers.
pub(super) fn is_header_line(line: &str) -> bool {
    label(line).is_some_and(|label| OTHERS.contains(&label.as_str()))
}

/// Returns what stands before the colon of a line, in lower case.
fn label(line: &str) -> Option<String> {
    let line = line.trim_matches(|c: char| c.is_whitespace() || c == '*');
    let end = line.find([':', '：'])?;
    (end <= 40).then(|| line[..end].trim_end_matches(['*', ' ', '\u{a0}']).to_lowercase())
}

/// Returns whether `line` begins a message that is answered.
pub(super) fn is_original_mark(line: &str) -> bool {
    is_mark(line, &ORIGINAL)
}

/// Returns whether `line` begins a message that is handed on.
pub(super) fn is_forward_mark(line: &str) -> bool {
    is_mark(line, &FORWARDED)
}

fn is_mark(line: &str, marks: &[&str]) -> bool {
    if line.len() > 120 {
        return false;
    }
    let text = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | ':' | '*'));
    text.len() < line.trim().len() && marks.contains(&text.to_lowercase().replace('’', "'").as_str())
}

/// Returns whether a message with this subject hands on another.
pub(super) fn is_forward_subject(subject: &str) -> bool {
    let subject = subject.trim_start().to_lowercase();
    FORWARDS.iter().any(|start| subject.starts_with(start))
}

/// Returns whether a program added `line` below the text.
pub(super) fn is_sent_from(line: &str) -> bool {
    let line = line.trim();
    line.len() <= 80 && {
        let line = line.to_lowercase();
        let is_gesendet = !line.starts_with("von meinem ") || line.contains("gesendet");
        is_gesendet && SENT_FROM.iter().any(|start| line.starts_with(start))
    }
}

/// Returns whether `line` begins a notice that a firm puts below every message.
pub(super) fn is_disclaimer(line: &str) -> bool {
    let start: String = line.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().take(60).collect();
    let start = start.to_lowercase();
    DISCLAIMERS.iter().any(|disclaimer| start.starts_with(disclaimer))
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::mail::quoted_words::*;

    #[test]
    fn lines_before_a_quotation_are_known() {
        for line in [
            "On Mon, May 3, 2021 at 10:20 AM Ann Lee <ann@coast.example> wrote:",
            "Am 03.05.21 um 10:20 schrieb Ann Lee:",
            "Le lun. 3 mai 2021 à 10:20, Ann Lee <ann@coast.example> a écrit :",
            "El lun, 3 may 2021 a las 10:20, Ann Lee (<ann@coast.example>) escribió:",
            "Il giorno lun 3 mag 2021 alle ore 10:20 Ann Lee <ann@coast.example> ha scritto:",
            "pon., 3 maj 2021 o 10:20 Ann Lee <ann@coast.example> napisał(a):",
            "пн, 3 мая 2021 г. в 10:20, Ann Lee <ann@coast.example> написал(а):",
            "Ann Lee <ann@coast.example> 于2021年5月3日周一 10:20写道：",
        ] {
            assert!(is_attribution(line), "{line}");
        }
        for line in ["The mayor wrote:", "This is what they wrote in 2021.", "Three things:", ""] {
            assert!(!is_attribution(line), "{line}");
        }
    }

    #[test]
    fn marks_headers_and_notices_are_known() {
        assert!(
            is_original_mark("-----Original Message-----")
                && is_original_mark("-------- Message d’origine --------")
        );
        assert!(
            !is_original_mark("Original message")
                && is_forward_mark("---------- Forwarded message ---------")
        );
        assert!(is_forward_mark("Begin forwarded message:") && is_forward_subject("WG: Fähre"));
        assert!(
            is_sender_line("*From:* Ann Lee")
                && is_sender_line("De : Ann")
                && is_header_line("Gesendet: Montag")
        );
        assert!(!is_sender_line("The ferry stays") && !is_header_line("Ferry: it stays"));
        assert!(is_sent_from("Sent from my iPhone") && is_sent_from("Von meinem iPhone gesendet"));
        assert!(!is_sent_from("Von meinem Haus aus sehe ich die Fähre."));
        assert!(is_disclaimer("*This e-mail and any attachments are confidential"));
    }
}
