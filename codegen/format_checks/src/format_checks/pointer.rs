//! JSON Pointers (RFC 6901), and those that are relative to a place
//! (draft-bhutton-relative-json-pointer-00).

pub(super) fn is_json_pointer(text: &str) -> bool {
    let mut tokens = text.split('/');
    tokens.next() == Some("") && tokens.all(is_token)
}

/// Whether each `~` of a reference token is that of `~0` or `~1`.
fn is_token(token: &str) -> bool {
    let mut escapes = token.split('~').skip(1);
    escapes.all(|rest| rest.starts_with(['0', '1']))
}

pub(super) fn is_relative_json_pointer(text: &str) -> bool {
    let rest = strip_number(text).map(|rest| match rest.strip_prefix(['+', '-']) {
        Some(moved) => strip_number(moved).filter(|_| !moved.starts_with('0')),
        None => Some(rest),
    });
    matches!(rest.flatten(), Some(rest) if rest == "#" || is_json_pointer(rest))
}

/// Returns what follows an integer without leading zeros.
fn strip_number(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|it: char| it.is_ascii_digit());
    let number = &text[..text.len() - rest.len()];
    (!number.is_empty() && (number == "0" || !number.starts_with('0'))).then_some(rest)
}
