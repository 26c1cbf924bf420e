//! Recognizes lines that begin with a stock phrase, and headlines of other stories below one.

use crate::clean::reason::Reason;
use crate::clean::text::lexicon::Lexicon;
use crate::clean::text::lexicon::stock_phrases::{MAX_PHRASE_WORDS, StockPhrase};
use crate::clean::text::lexicon::subscriptions::{self, SubscriptionSigns};
use crate::clean::text::lexicon::word_hash::{FNV_OFFSET, finish, mix, without_function_flag};
use crate::clean::text::line_rules;
use crate::clean::text::line_scanner::hash_line;
use crate::clean::text::line_stats::EdgeChar;
use crate::clean::text::page::TextPage;

/// Maximum number of words of a line that begins with a label.
const MAX_LABELED_WORDS: u32 = 35;
/// Maximum number of words of a line that a phrase begins.
const MAX_BEGUN_WORDS: u32 = 20;
/// Maximum number of words of a notice of the site that a phrase begins.
const MAX_NOTICE_WORDS: u32 = 50;
/// Maximum number of sentences in a line of stock phrases.
const MAX_SENTENCES: u32 = 2;
/// Number of characters that may end a label, from the beginning of a line.
const MAX_SEPARATORS: usize = 40;
/// Punctuation that does not part a label from what follows.
const PUNCTUATION: &str = ",.;!?'\"/(-…’‘“”„«、。，；！？،؛؟।（「『《";
/// Number of words of a headline below a label.
const HEADLINE_WORDS: std::ops::RangeInclusive<u32> = 4..=25;
/// Maximum number of lines between two that offer a subscription.
const MAX_OFFER_LINES: usize = 6;
/// Minimum number of words of a sentence.
const MIN_SENTENCE_WORDS: u32 = 5;
/// Maximum number of headlines below a label.
const MAX_HEADLINES: usize = 8;

/// Returns for each block the reason that the lists of the languages give to cut it, from its words alone.
pub(crate) fn reasons(page: &TextPage) -> Vec<Option<Reason>> {
    let signs: Vec<SubscriptionSigns> = (0..page.len())
        .map(|index| subscriptions::signs(&page.stats[index], page.words(index), page.text(index)))
        .collect();
    let is_request = |index: usize| subscriptions::is_request(&page.stats[index], signs[index]);
    // The button and the price beside a request are a part of it.
    let is_beside_request =
        |index: usize| index > 0 && is_request(index - 1) || index + 1 < page.len() && is_request(index + 1);
    let reason = |index: usize| {
        if signs[index] != 0 {
            if is_request(index) {
                return Some(subscriptions::reason(signs[index]));
            }
            if subscriptions::is_part(&page.stats[index], signs[index]) && is_beside_request(index) {
                return Some(Reason::Subscription);
            }
        }
        if page.text(index).starts_with("0:00") && line_rules::is_player(page, index) {
            return Some(Reason::Navigation);
        }
        let phrase = page.phrases[index].filter(|phrase| phrase.is_of_language);
        let phrase = phrase.or_else(|| leading_phrase(page, index));
        phrase
            .map(|phrase| phrase.reason)
            .or_else(|| is_rights_notice(page, index).then_some(Reason::SiteNotice))
    };
    let mut reasons: Vec<Option<Reason>> = (0..page.len()).map(reason).collect();
    let is_sentence = |index: usize| {
        let stats = &page.stats[index];
        stats.words >= MIN_SENTENCE_WORDS && stats.last == EdgeChar::Stop && stats.lower_run >= 3
    };
    let is_anchor = |index: usize| {
        let is_price = || is_price(page, index) && (signs[index] != 0 || !is_sentence(index));
        is_request(index) || subscriptions::is_part(&page.stats[index], signs[index]) || is_price()
    };
    for request in (0..page.len()).filter(|index| is_request(*index)) {
        let goes_on = |index: &usize| {
            let is_prose = is_sentence(*index) || page.stats[*index].looks_like_prose();
            is_anchor(*index) || !is_prose
        };
        let below = (request + 1..page.len()).take(MAX_OFFER_LINES).take_while(goes_on);
        let above = (0..request).rev().take(MAX_OFFER_LINES).take_while(goes_on);
        let last = below.filter(|index| is_anchor(*index)).last().unwrap_or(request);
        let first = above.filter(|index| is_anchor(*index)).last().unwrap_or(request);
        for reason in &mut reasons[first..=last] {
            reason.get_or_insert(Reason::Subscription);
        }
    }
    reasons
}

/// Returns whether a line has a price.
fn is_price(page: &TextPage, index: usize) -> bool {
    let text = page.text(index);
    let is_beside_digit = |(offset, sign): (usize, &str)| {
        text[..offset].trim_end().ends_with(|c: char| c.is_ascii_digit())
            || text[offset + sign.len()..].trim_start().starts_with(|c: char| c.is_ascii_digit())
    };
    let stats = &page.stats[index];
    stats.digits > 0
        && stats.words <= MAX_LABELED_WORDS
        && stats.quotes == 0
        && text.match_indices(['$', '€', '£', '¥', '₹', '₪', '円']).any(is_beside_digit)
}

/// Returns the longest stock phrase that a line begins with, if the line goes on as clutter does.
fn leading_phrase(page: &TextPage, index: usize) -> Option<&'static StockPhrase> {
    let stats = &page.stats[index];
    if stats.words < 2 || stats.words > MAX_NOTICE_WORDS || stats.sentence_ends > MAX_SENTENCES {
        return None;
    }
    let lexicon = Lexicon::get();
    let words = page.words(index);
    let beginnings = hash_beginnings(&words[..words.len().min(MAX_PHRASE_WORDS + 1) - 1]);
    let known = beginnings.filter_map(|hash| Some((hash, lexicon.phrase(hash)?)));
    let phrases = known.filter(|(hash, phrase)| {
        phrase.is_of_language && page.has_language(phrase.languages) && begins(page, index, *hash, phrase)
    });
    phrases.last().map(|(_, phrase)| phrase)
}

/// Returns the hashes of the lines that the first words of a line would be, from one word to all `words`.
fn hash_beginnings(words: &[u64]) -> impl Iterator<Item = u64> + '_ {
    let mut line = FNV_OFFSET;
    words.iter().map(move |word| {
        line = mix(line, without_function_flag(*word));
        finish(line)
    })
}

/// Returns whether `phrase` with the hash `hash` begins a line in a way that prose does not.
fn begins(page: &TextPage, index: usize, hash: u64, phrase: &StockPhrase) -> bool {
    let stats = &page.stats[index];
    let text = page.text(index);
    let is_notice = phrase.reason == Reason::SiteNotice;
    if phrase.is_beginning
        && stats.quotes == 0
        && stats.words <= if is_notice { MAX_NOTICE_WORDS } else { MAX_BEGUN_WORDS }
    {
        return true;
    }
    if !phrase.is_label || stats.words > MAX_LABELED_WORDS || stats.sentence_ends > 1 {
        return false;
    }
    let Some(end) = label_end(text, hash) else { return false };
    let (label, tail) = text.split_at(end);
    let separator = &tail[..tail.find(char::is_alphanumeric).unwrap_or(tail.len())];
    if separator.contains(is_separator) || [" - ", " -- "].contains(&separator) {
        return true;
    }
    // Without a colon the headline begins with a capital, or the label is in capitals.
    let headline = &tail[separator.len()..];
    let stands_out = stats.sentence_ends == 0 || stats.last != EdgeChar::Stop || text.ends_with(['!', '?']);
    let is_capital = headline.starts_with(char::is_uppercase);
    let is_in_capitals = |text: &str| text.contains(char::is_uppercase) && !text.contains(char::is_lowercase);
    stands_out
        && is_capital
        && !separator.contains([',', '.', '/', '('])
        && (phrase.is_invitation && label.contains(' ') || is_in_capitals(label) && !is_in_capitals(headline))
}

/// Returns whether a line with a copyright sign begins or ends with words such as "all rights reserved".
fn is_rights_notice(page: &TextPage, index: usize) -> bool {
    let stats = &page.stats[index];
    if stats.copyright == 0 || stats.words > MAX_BEGUN_WORDS {
        return false;
    }
    let is_notice = |hash: u64| {
        let phrase = Lexicon::get().phrase(hash).filter(|phrase| phrase.reason == Reason::SiteNotice);
        phrase.is_some_and(|phrase| phrase.is_of_language && page.has_language(phrase.languages))
    };
    let (text, words) = (page.text(index), page.words(index));
    let ends = text.char_indices().rev().filter(|(_, c)| c.is_whitespace()).take(MAX_PHRASE_WORDS);
    let tails = ends.map(|(offset, _)| hash_line(&text[offset..]));
    hash_beginnings(&words[..words.len().min(MAX_PHRASE_WORDS)]).chain(tails).any(is_notice)
}

/// Returns the end of the label with the hash `hash` at the beginning of `text`.
fn label_end(text: &str, hash: u64) -> Option<usize> {
    let start = text.find(char::is_alphanumeric)?;
    let ends = text.char_indices().filter(|(offset, c)| *offset > start && !c.is_alphanumeric());
    ends.map(|(offset, _)| offset).take(MAX_SEPARATORS).find(|offset| hash_line(&text[..*offset]) == hash)
}

/// Returns whether `c` parts a label from what follows: a colon, a bar, an arrow, a closing bracket, a dash.
fn is_separator(c: char) -> bool {
    !c.is_whitespace() && !PUNCTUATION.contains(c) && !c.is_alphanumeric() && !is_invisible(c)
}

/// Returns whether `c` is a mark on a letter or has no width.
fn is_invisible(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{fe0f}')
}

/// Returns the number of headlines of other stories below the block `index`, if it announces them: one, or
/// as many as stand together.
pub(crate) fn headlines_below(page: &TextPage, index: usize) -> usize {
    let is_together = |below: usize| below == index + 1 || !page.stands_apart(below);
    (index + 1..=index + headlines_after(page, index)).take_while(|below| is_together(*below)).count()
}

/// Returns the number of blocks that may be headlines below the block `index`, if it announces some.
pub(crate) fn headlines_after(page: &TextPage, index: usize) -> usize {
    let announces = |phrase: &StockPhrase| phrase.is_of_language && phrase.reason == Reason::OtherStory;
    if !page.phrases[index].is_some_and(announces) {
        return 0;
    }
    let headlines = (index + 1..page.len()).take(MAX_HEADLINES);
    headlines.take_while(|below| is_headline(page, *below)).count()
}

/// Returns whether a block may be a headline: a few words that end no sentence.
fn is_headline(page: &TextPage, index: usize) -> bool {
    let stats = &page.stats[index];
    let is_open =
        stats.sentence_ends == 0 || page.text(index).trim_end().ends_with(['?', '!', '؟', '？', '！']);
    HEADLINE_WORDS.contains(&stats.words)
        && is_open
        && stats.sentence_ends <= 1
        && !matches!(stats.last, EdgeChar::Colon | EdgeChar::Comma | EdgeChar::Ellipsis)
        && stats.first != EdgeChar::Comma
        && !page.text(index).trim_start().starts_with(char::is_lowercase)
        && page.phrases[index].is_none()
        && !line_rules::is_caption(page, index)
}

#[cfg(test)]
mod tests {
    use crate::clean::text::page::Gaps;
    use crate::clean::text::stock_lines::*;
    use crate::extract::plain;

    /// Returns the reasons for the lines of `text`.
    fn reasons_in(text: &str) -> Vec<Option<Reason>> {
        reasons(&TextPage::new(&plain::blocks(text), Gaps::Lines(text)))
    }

    #[test]
    fn labels_before_headlines_are_recognized() {
        for line in [
            "Lesen Sie auch: Otter baut Damm im Stadtpark",
            "Lesen Sie auch Otter baut Damm im Stadtpark",
            "» Lesen Sie auch – Otter baut Damm",
            "LEE TAMBIÉN | Una nutria construye una presa",
            "Lea también: ¿Por qué hay nutrias en el parque?",
            "İLGİLİ HABER Parkta su samuru görüldü",
            "İlgili haber: Parkta su samuru görüldü",
            "Читайте также: В парке поселилась выдра",
            "👉 Читайте также — В парке поселилась выдра",
            "اقرأ أيضاً: ثعلب الماء يبني سدا في الحديقة",
            "यह भी पढ़ें: पार्क में ऊदबिलाव ने बनाया बाँध",
            "Διαβάστε επίσης: Βίδρα στο πάρκο της πόλης",
            "Olvassa el ezt is: Vidra épített gátat a parkban",
            "【関連記事】公園にカワウソが現れる",
            "相关阅读：公园里出现了水獭",
            "[관련기사] 공원에 수달이 나타났다",
            "อ่านเพิ่มเติม: พบนากในสวนสาธารณะ",
            "קראו גם: לוטרה בנתה סכר בפארק",
        ] {
            assert_eq!(reasons_in(line), [Some(Reason::OtherStory)], "{line}");
        }
    }

    #[test]
    fn long_phrases_of_scripts_without_spaces_are_recognized() {
        for (line, reason) in [
            ("この記事を読んだ人はこんな記事も読んでいます", Reason::OtherStory),
            ("เนื้อหาที่ได้รับการสนับสนุน", Reason::Advertisement),
        ] {
            assert_eq!(reasons_in(line), [Some(reason)], "{line}");
        }
    }

    #[test]
    fn prose_with_the_same_words_is_not() {
        for line in [
            "Lesen Sie auch das Kleingedruckte, rät der Anwalt, bevor Sie den Vertrag unterschreiben.",
            "Lesen Sie auch Brecht, empfahl der Lehrer.",
            "Lea también a Borges, le dijo su padre cuando cumplió los doce años.",
            "Читайте также стихи, говорил учитель, и тогда язык откроется.",
            "Читайте также: так говорил учитель. Потом он молчал. Все ждали звонка.",
            "Relacionado con el caso, el juez llamó a dos testigos.",
            "Por el momento, publicidad y venta siguen prohibidas.",
            "关联阅读能力的研究在学校进行了三年。",
            "関連記事を三つ書いた記者が受賞した。",
            "Follow the river to the mill",
        ] {
            assert_eq!(reasons_in(line), [None], "{line}");
        }
    }

    #[test]
    fn notices_are_recognized_by_their_beginning() {
        for (line, reason) in [
            ("Folgen Sie uns auf Instagram und Mastodon!", Reason::Share),
            ("Подписывайтесь на наш канал, чтобы ничего не пропустить.", Reason::NewsletterForm),
            ("Usamos cookies para mejorar su experiencia. Si continúa, las acepta.", Reason::SiteNotice),
        ] {
            assert_eq!(reasons_in(line), [Some(reason)], "{line}");
        }
        assert_eq!(reasons_in("„Folgen Sie uns auf den Turm“, rief der Wärter."), [None]);
    }

    #[test]
    fn notices_of_rights_are_recognized_at_either_end() {
        let notice = Some(Reason::SiteNotice);
        for line in [
            "© 2024 Bachbote. Alle Rechte vorbehalten",
            "© 2024 小溪日报 版权所有",
            "Her hakkı saklıdır © Dere",
        ] {
            assert_eq!(reasons_in(line), [notice], "{line}");
        }
        assert_eq!(reasons_in("Alle Rechte vorbehalten hat sich der Müller, sagt er."), [None]);
        assert_eq!(reasons_in("Foto: © Jana Weiß"), [None]);
    }

    #[test]
    fn an_offer_is_cut_as_a_whole() {
        let text = "Subscribe to unlock this article\n\nOnly for new readers\n\nThe paper in our app\n\n\
            Already a subscriber? Log in\n\nThen $75 per month, and you can leave at any time.\n\nThe second lock\n\n\
            The lock keeper closes the gates at nine, and opens them again before the first barge.\n";
        let reasons = reasons_in(text);
        assert_eq!(reasons.iter().filter(|reason| **reason == Some(Reason::Subscription)).count(), 5);
        assert_eq!(reasons[5..], [None, None]);
    }

    #[test]
    fn lines_of_english_pages_are_recognized() {
        for (line, reason) in [
            ("READ MORE: Otter builds dam in city park", Reason::Navigation),
            ("RELATED STORY: Otter builds dam", Reason::OtherStory),
            ("ADVERTISEMENT", Reason::Advertisement),
            ("We may earn a commission if you buy from a link on this page.", Reason::Advertisement),
            ("Join our WhatsApp community for the news of the canal.", Reason::NewsletterForm),
            ("Make us preferred on Google", Reason::Share),
            ("Share full article", Reason::Share),
            ("Enlarge this image", Reason::Navigation),
            ("0:00 / 4:12", Reason::Navigation),
        ] {
            assert_eq!(reasons_in(line), [Some(reason)], "{line}");
        }
        for line in
            ["Read more books, said the teacher.", "We may earn less, said the miller, than last year."]
        {
            assert_eq!(reasons_in(line), [None], "{line}");
        }
    }

    #[test]
    fn headlines_below_a_label_go_with_it() {
        let text = "Lee también\n\nUna nutria construye una presa en el parque\n\nLa presa vieja\n\n\
            El ayuntamiento cerró el puente el martes porque los pilares tienen grietas.\n";
        let blocks = plain::blocks(text);
        let page = TextPage::new(&blocks, Gaps::Lines(text));
        assert_eq!([0, 1, 2, 3].map(|index| headlines_below(&page, index)), [1, 0, 0, 0]);
    }
}
