//! Variable-length integers of seven bits per byte, lowest first. The high bit of a byte tells the last byte
//! from the others.
//!
//! Unsigned LEB128 sets the high bit on all bytes but the last ([`put`], [`take`]). Document stores use the
//! opposite form, with a stop bit on the last byte only ([`put_stop_bit`], [`take_stop_bit`]).

/// High bit of a byte.
const HIGH_BIT: u8 = 0x80;
/// High bits as in unsigned LEB128.
const LEB128: u8 = 0;
/// High bits of the form with a stop bit, the opposite of LEB128.
const STOP_BIT: u8 = HIGH_BIT;

/// Appends `number` as LEB128.
#[inline]
pub(crate) fn put(bytes: &mut Vec<u8>, number: u64) {
    put_flipped::<LEB128>(bytes, number);
}

/// Reads a LEB128 number from the front of `bytes` and advances it. Returns `None` if the number is
/// incomplete or too large.
#[inline]
pub(crate) fn take(bytes: &mut &[u8]) -> Option<u64> {
    take_flipped::<LEB128>(bytes)
}

/// Appends `number` in the form with a stop bit.
#[inline]
pub(crate) fn put_stop_bit(bytes: &mut Vec<u8>, number: u64) {
    put_flipped::<STOP_BIT>(bytes, number);
}

/// Reads a number in the form with a stop bit from the front of `bytes` and advances it. Returns `None` if
/// the number is incomplete or too large.
#[inline]
pub(crate) fn take_stop_bit(bytes: &mut &[u8]) -> Option<u64> {
    take_flipped::<STOP_BIT>(bytes)
}

#[inline]
fn put_flipped<const FLIP: u8>(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= u64::from(HIGH_BIT) {
        bytes.push((number as u8 | HIGH_BIT) ^ FLIP);
        number >>= 7;
    }
    bytes.push(number as u8 ^ FLIP);
}

#[inline]
fn take_flipped<const FLIP: u8>(bytes: &mut &[u8]) -> Option<u64> {
    let first = next_byte::<FLIP>(bytes)?;
    // Most numbers take one byte.
    if first < HIGH_BIT { Some(first.into()) } else { take_more::<FLIP>(bytes, u64::from(first & !HIGH_BIT)) }
}

fn take_more<const FLIP: u8>(bytes: &mut &[u8], mut number: u64) -> Option<u64> {
    for shift in (7..64).step_by(7) {
        let byte = next_byte::<FLIP>(bytes)?;
        number |= u64::from(byte & !HIGH_BIT) << shift;
        if byte < HIGH_BIT {
            return Some(number);
        }
    }
    None
}

#[inline]
fn next_byte<const FLIP: u8>(bytes: &mut &[u8]) -> Option<u8> {
    let (&byte, tail) = bytes.split_first()?;
    *bytes = tail;
    Some(byte ^ FLIP)
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
            let mut tail = bytes.as_slice();
            let read: Vec<u64> = std::iter::from_fn(|| take(&mut tail)).collect();
            prop_assert_eq!((&read, tail.len()), (&numbers, 0));
            let flipped: Vec<u8> = bytes.iter().map(|byte| byte ^ HIGH_BIT).collect();
            let mut bytes = Vec::new();
            numbers.iter().for_each(|number| put_stop_bit(&mut bytes, *number));
            prop_assert_eq!(&bytes, &flipped);
            let mut tail = bytes.as_slice();
            let read: Vec<u64> = std::iter::from_fn(|| take_stop_bit(&mut tail)).collect();
            prop_assert_eq!((read, tail.len()), (numbers, 0));
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..20)) {
            let _ = (take(&mut bytes.as_slice()), take_stop_bit(&mut bytes.as_slice()));
        }
    }
}
