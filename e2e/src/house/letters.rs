//! Bytes written in letters.

const BASE32: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The bytes of a text in base 32.
pub fn from_base32(text: &str) -> Vec<u8> {
    bytes(text, BASE32, 5)
}

/// The bytes of a text in base 64.
pub fn from_base64(text: &str) -> Vec<u8> {
    bytes(text, BASE64, 6)
}

/// Each sign stands for `width` bits; what is no sign of the alphabet, like padding, is passed over.
fn bytes(text: &str, signs: &[u8], width: u32) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut gathered, mut bits) = (0_u32, 0);
    for value in text.bytes().filter_map(|sign| signs.iter().position(|one| *one == sign)) {
        gathered = (gathered << width) | u32::try_from(value).expect("an alphabet is short");
        bits += width;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((gathered >> bits) & 0xFF).expect("eight bits"));
        }
    }
    bytes
}

#[test]
fn letters_are_read_back_to_bytes() {
    assert_eq!(from_base64("U+G7lSBo4buNYw=="), "Sổ học".as_bytes());
    assert_eq!(from_base32("MZXW6YTB"), b"fooba");
    assert_eq!(from_base32("MY======"), b"f");
}
