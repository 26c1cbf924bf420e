//! Unsigned LEB128: variable-length integers of seven bits per byte, lowest first, with the high bit set on all bytes but the
//! last.

/// Appends `number`.
#[inline]
pub fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Reads a number from the front of `bytes` and advances it. Returns `None` if the number is incomplete or too large.
#[inline]
pub fn take(bytes: &mut &[u8]) -> Option<u64> {
    let (&first, tail) = bytes.split_first()?;
    *bytes = tail;
    // Most numbers take one byte.
    if first < 0x80 { Some(first.into()) } else { take_more(bytes, u64::from(first & 0x7f)) }
}

fn take_more(bytes: &mut &[u8], mut number: u64) -> Option<u64> {
    for shift in (7..64).step_by(7) {
        let (&byte, tail) = bytes.split_first()?;
        *bytes = tail;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::text::leb128::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn round_trip(numbers in prop::collection::vec(prop_oneof![0u64..300, any::<u64>()], 0..20)) {
            let mut bytes = Vec::new();
            numbers.iter().for_each(|number| put(&mut bytes, *number));
            let mut rest = bytes.as_slice();
            let read: Vec<u64> = std::iter::from_fn(|| take(&mut rest)).collect();
            prop_assert_eq!((read, rest.len()), (numbers, 0));
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..20)) {
            let _ = take(&mut bytes.as_slice());
        }
    }
}
