//! The quotations of an article, stored as one value.
//!
//! Most numbers are those of the quotation before, so that most take one byte. The places in the original are
//! told by how they differ from those in the body.

use std::collections::HashMap;

use crate::article::{QuotationKind, StoredQuotation};
use crate::text::leb128::{put_stop_bit, take_stop_bit};

/// Flag of a quotation that is no direct speech.
const TERM: u64 = 1;
/// Flag of a quotation whose speaker goes on from the one before.
const CONTINUED: u64 = 2;
/// Flag of a quotation whose place in the original is known.
const ORIGINAL: u64 = 4;
/// Number of flags.
const FLAG_BITS: u32 = 3;

/// Encodes quotations, which must be in order: each with its flags and its speaker, as a number from 1 in the
/// order of the names or 0 for none; the bytes since the end of the one before; its length; and if its place
/// in the original is known, by how many code points more that is away and long. A new number is followed by
/// the name, after its length.
pub(crate) fn encode(quotations: &[StoredQuotation]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(quotations.len() * 8);
    let mut names: HashMap<&str, u64> = HashMap::new();
    let (mut end, mut original_end) = (0, 0);
    for quotation in quotations {
        let (range, original) = (&quotation.range, &quotation.original);
        let mut flags = if quotation.is_speech() { 0 } else { TERM };
        flags |= if quotation.is_continued { CONTINUED } else { 0 };
        flags |= if original.is_some() { ORIGINAL } else { 0 };
        let next = names.len() as u64 + 1;
        let mut new_name = None;
        let speaker = quotation.speaker.as_deref().map_or(0, |name| {
            *names.entry(name).or_insert_with(|| {
                new_name = Some(name);
                next
            })
        });
        put_stop_bit(&mut bytes, speaker << FLAG_BITS | flags);
        if let Some(name) = new_name {
            put_stop_bit(&mut bytes, name.len() as u64);
            bytes.extend(name.as_bytes());
        }
        let (gap, length) = (range.start.saturating_sub(end), range.len());
        put_stop_bit(&mut bytes, gap as u64);
        put_stop_bit(&mut bytes, length as u64);
        if let Some(original) = original {
            let original_gap = original.start as i64 - original_end as i64;
            put_signed(&mut bytes, original_gap - gap as i64);
            put_signed(&mut bytes, original.len() as i64 - length as i64);
            original_end = original.end;
        }
        end = range.start + length;
    }
    bytes
}

/// Decodes the bytes that [`encode`] returned; `None` if they are damaged.
pub(crate) fn decode(mut bytes: &[u8]) -> Option<Vec<StoredQuotation>> {
    let (mut quotations, mut names): (Vec<StoredQuotation>, Vec<&str>) = (Vec::new(), Vec::new());
    let (mut end, mut original_end) = (0_usize, 0_i64);
    while !bytes.is_empty() {
        let head = take_stop_bit(&mut bytes)?;
        let speaker = match usize::try_from(head >> FLAG_BITS).ok()?.checked_sub(1) {
            None => None,
            Some(index) if index < names.len() => Some(names[index]),
            Some(index) if index == names.len() => {
                let length = usize::try_from(take_stop_bit(&mut bytes)?).ok()?;
                let (name, tail) = bytes.split_at_checked(length)?;
                bytes = tail;
                names.push(std::str::from_utf8(name).ok()?);
                names.last().copied()
            }
            Some(_) => return None,
        };
        let gap = i64::try_from(take_stop_bit(&mut bytes)?).ok()?;
        let length = i64::try_from(take_stop_bit(&mut bytes)?).ok()?;
        let original = if head & ORIGINAL == 0 {
            None
        } else {
            let start = original_end.checked_add(gap)?.checked_add(take_signed(&mut bytes)?)?;
            original_end = start.checked_add(length)?.checked_add(take_signed(&mut bytes)?)?;
            let range = usize::try_from(start).ok()?..usize::try_from(original_end).ok()?;
            Some(range).filter(|range| range.start <= range.end)
        };
        let start = end.checked_add(usize::try_from(gap).ok()?)?;
        end = start.checked_add(usize::try_from(length).ok()?)?;
        quotations.push(StoredQuotation {
            range: start..end,
            kind: if head & TERM == 0 { QuotationKind::Speech } else { QuotationKind::Term },
            is_continued: head & CONTINUED != 0,
            speaker: speaker.map(str::to_owned),
            original,
        });
    }
    Some(quotations)
}

/// Appends a number of either sign: 0, -1, 1, -2 and so on as 0, 1, 2, 3.
fn put_signed(bytes: &mut Vec<u8>, number: i64) {
    put_stop_bit(bytes, (number << 1 ^ number >> 63) as u64);
}

fn take_signed(bytes: &mut &[u8]) -> Option<i64> {
    let number = take_stop_bit(bytes)?;
    Some((number >> 1) as i64 ^ -((number & 1) as i64))
}

#[cfg(test)]
mod tests {
    use crate::index::doc_store::quotations::*;
    use proptest::prelude::*;

    fn quotations() -> impl Strategy<Value = Vec<StoredQuotation>> {
        let original = prop::option::of((0..9_000usize, 0..500usize));
        let one = (0..400usize, 0..300usize, any::<(bool, bool)>(), prop::option::of("[ab]{1,2}"), original);
        prop::collection::vec(one, 0..12).prop_map(|parts| {
            let mut end = 0;
            let to_quotation = |(gap, length, (is_term, is_continued), speaker, original)| {
                let start = end + gap;
                end = start + length;
                StoredQuotation {
                    range: start..end,
                    kind: if is_term { QuotationKind::Term } else { QuotationKind::Speech },
                    is_continued,
                    speaker,
                    original: Option::map(original, |(start, length): (usize, usize)| start..start + length),
                }
            };
            parts.into_iter().map(to_quotation).collect()
        })
    }

    proptest! {
        #[test]
        fn quotations_survive_a_round_trip(quotations in quotations()) {
            prop_assert_eq!(decode(&encode(&quotations)), Some(quotations));
        }

        #[test]
        fn arbitrary_bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = decode(&bytes);
        }
    }

    #[test]
    fn a_quotation_takes_few_bytes() {
        let quotation = |start: usize, speaker: &str| StoredQuotation {
            range: start..start + 60,
            kind: QuotationKind::Speech,
            is_continued: false,
            speaker: Some(speaker.to_owned()),
            original: Some(start - 4..start + 56),
        };
        let quotations = [quotation(100, "Ann Lee"), quotation(200, "Ann Lee"), quotation(290, "Bo Ek")];
        assert_eq!(encode(&quotations).len(), 3 * 5 + 8 + 6);
    }
}
