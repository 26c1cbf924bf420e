//! Punycode (RFC 3492): the ASCII form of labels with other letters in names of hosts.

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_N: u32 = 128;

/// Maximum length of a label that is decoded, in bytes; those of hosts have at most 63.
const MAX_LENGTH: usize = 255;

/// Decodes a label without its `xn--`; `None` if it is none.
pub(crate) fn decode(label: &str) -> Option<String> {
    if !label.is_ascii() || label.len() > MAX_LENGTH {
        return None;
    }
    let (basic, digits) = label.rsplit_once('-').unwrap_or(("", label));
    let mut output: Vec<char> = basic.chars().collect();
    let (mut n, mut i, mut bias) = (INITIAL_N, 0u32, INITIAL_BIAS);
    let mut digits = digits.chars().peekable();
    while digits.peek().is_some() {
        let start = i;
        let mut weight = 1u32;
        for k in (1..).map(|step| step * BASE) {
            let digit = digit(digits.next()?)?;
            i = i.checked_add(digit.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
        }
        let length = u32::try_from(output.len()).ok()? + 1;
        bias = adapted(i - start, length, start == 0);
        n = n.checked_add(i / length)?;
        i %= length;
        output.insert(usize::try_from(i).ok()?, char::from_u32(n)?);
        i += 1;
    }
    Some(output.into_iter().collect())
}

fn digit(c: char) -> Option<u32> {
    match c {
        'a'..='z' => Some(u32::from(c) - u32::from('a')),
        'A'..='Z' => Some(u32::from(c) - u32::from('A')),
        '0'..='9' => Some(u32::from(c) - u32::from('0') + 26),
        _ => None,
    }
}

fn adapted(delta: u32, length: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / length;
    let mut k = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use crate::text::url::punycode::*;

    #[test]
    fn the_samples_of_the_rfc_are_decoded() {
        for (encoded, expected) in [
            ("egbpdaj6bu4bxfgehfvwxn", "ليهمابتكلموشعربي؟"),
            ("ihqwcrb4cv8a8dqg056pqjye", "他们为什么不说中文"),
            ("Proprostnemluvesky-uyb24dma41a", "Pročprostěnemluvíčesky"),
            ("4dbcagdahymbxekheh6e0a7fei0b", "למההםפשוטלאמדבריםעברית"),
            ("n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa", "なぜみんな日本語を話してくれないのか"),
            ("b1abfaaepdrnnbgefbaDotcwatmq2g4l", "почемужеонинеговорятпорусски"),
            ("PorqunopuedensimplementehablarenEspaol-fmd56a", "PorquénopuedensimplementehablarenEspañol"),
            ("3B-ww4c5e180e575a65lsy2b", "3年B組金八先生"),
            ("-> $1.00 <--", "-> $1.00 <-"),
            ("bcher-kva", "bücher"),
        ] {
            assert_eq!(decode(encoded).as_deref(), Some(expected), "{encoded}");
        }
    }

    #[test]
    fn what_is_no_punycode_is_not_decoded() {
        for label in ["ü", "99999999", "a-!", "zzzzzzzzzzzzzzzzzzzz"] {
            assert_eq!(decode(label), None, "{label}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_label_may_be_read(label in "[a-zA-Z0-9-]{0,80}") {
            decode(&label);
        }
    }
}
