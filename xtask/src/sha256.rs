//! Bytes in, their SHA-256 out (FIPS 180-4).

use std::fmt::Write;

/// Returns the hash of these bytes, in 64 hexadecimal digits.
pub(crate) fn hash_bytes(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in hmac_sha256::Hash::hash(bytes) {
        write!(text, "{byte:02x}").expect("writing to a string never fails");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::hash_bytes;

    /// Examples of the Secure Hash Standard.
    #[test]
    fn known_bytes_have_known_hashes() {
        let check = |bytes: &[u8], hash: &str| assert_eq!(hash_bytes(bytes), hash);
        check(
            b"",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        );
        check(
            b"abc",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        );
        check(
            b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        );
        check(
            &b"a".repeat(1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
        );
    }
}
