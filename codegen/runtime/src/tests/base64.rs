use ::base64::Engine as _;
use ::base64::engine::general_purpose::STANDARD;

use crate::runtime::{Base64, Base64Error};

#[test]
fn an_error_names_the_reason() {
    for (text, fault) in [
        ("YQ", Base64Error::Padding),
        ("YQ=", Base64Error::Padding),
        ("YWJj=", Base64Error::Padding),
        ("====", Base64Error::Padding),
        ("A", Base64Error::Padding),
        ("YR==", Base64Error::TrailingBits),
        ("YWK=", Base64Error::TrailingBits),
        ("a-_b", Base64Error::UrlSafe),
        ("YWJj\n", Base64Error::WhiteSpace),
        ("YQ ==", Base64Error::WhiteSpace),
        ("Y=Q=", Base64Error::Character('=')),
        ("YWé=", Base64Error::Character('é')),
    ] {
        assert_eq!(Base64::from_encoded(text).decode(), Err(fault), "{text:?}");
        assert!(
            STANDARD.decode(text).is_err(),
            "the engine agrees: {text:?}"
        );
    }
}

#[test]
fn bytes_survive_encoding_and_decoding() {
    for bytes in [&b""[..], b"a", b"ab", b"abc", &[0, 255, 254, 253]] {
        assert_eq!(Base64::encode(bytes).decode().unwrap(), bytes);
    }
    assert_eq!(Base64::encode("a").as_str(), "YQ==");
}
