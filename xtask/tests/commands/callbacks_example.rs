//! Decodes callbacks with their bindings. Runs as an example of the crate `bindings`.

use std::time::SystemTime;

use bindings::texml_callbacks::webhook::{Signer, Verifier, unverified};
use bindings::texml_callbacks::*;
use bindings::{Value, decode_form};

/// Decodes a body as its type, and as a signed event.
macro_rules! body {
    ($ty:ident, $name:literal) => {
        let form = include_bytes!(concat!("bodies/", $name));
        let read: $ty = decode_form(&[], form).unwrap_or_else(|error| panic!("{}: {error}", $name));
        assert_eq!(read.validate(), Ok(()), $name);
        let json = serde_json::to_value(&read).expect("it is JSON");
        for pair in std::str::from_utf8(form).expect("it is ASCII").split('&') {
            let (name, _) = pair.split_once('=').expect("each has a value");
            assert!(json.get(name).is_some(), "{}: {name} is lost", $name);
        }
        verified(form);
    };
}

fn verified(form: &[u8]) -> Event {
    let signer = Signer::new(&[1; 32]);
    let verifier = Verifier::new(&signer.public_key()).expect("it is a key");
    let (now, mut headers) = (SystemTime::now(), signer.sign(SystemTime::now(), form));
    let event = verifier.verify(&headers, form, now).expect("it is genuine");
    assert_eq!(unverified(form).as_ref(), Ok(&event));
    let form_type = http::HeaderValue::from_static("application/x-www-form-urlencoded");
    headers.insert("content-type", form_type);
    assert_eq!(verifier.verify(&headers, form, now).as_ref(), Ok(&event));
    let changed = [form, b"&a=b"].concat();
    assert!(verifier.verify(&headers, &changed, now).is_err());
    event
}

fn main() {
    // BODIES
    let joined = verified(include_bytes!("bodies/texml-conference-join.form"));
    let Event::ParticipantJoin(joined) = joined else {
        panic!("it is {joined:?}")
    };
    assert_eq!(joined.sequence_number, 2);
    assert_eq!(joined.from.as_deref(), Some("+35319605860"));
    let gather = include_bytes!("bodies/texml-gather.form");
    let lacking = decode_form::<TexmlGather>(&[], gather).expect_err("`From` is required");
    assert_eq!(lacking.message(), "missing member `From`");
    let gather = [&gather[..], b"&From=%2B1"].concat();
    let gathered: TexmlGather = decode_form(&[], &gather).expect("it is all there");
    assert_eq!(gathered.confidence, Some(0.95));
    let answered: TexmlCallAnswered =
        decode_form(&[], include_bytes!("bodies/texml-call-answered.form")).expect("it was read above");
    assert_eq!(answered.shaken_stir_validated, Some(true));
    // An event that another member distinguishes is undeclared, and keeps its JSON.
    let other = verified(include_bytes!("bodies/texml-gather.form"));
    let Event::Other(Value::Object(other)) = other else {
        panic!("it is {other:?}")
    };
    assert_eq!(other["Digits"], "1");
}
