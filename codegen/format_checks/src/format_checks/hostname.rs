//! Host names (RFC 1123 §2.1), and with characters beyond ASCII (RFC 5890 §2.3.2.3).

use idna::AsciiDenyList;
use idna::punycode;
use idna::uts46::{DnsLength, Hyphens, Uts46};

/// The maximal length of a host name in ASCII without the dot of the root (RFC 1035 §2.3.4).
const LENGTH: usize = 253;

/// The maximal length of a label in ASCII (RFC 1035 §2.3.4).
const LABEL_LENGTH: usize = 63;

/// The prefix of labels that stand for others.
const PREFIX: &str = "xn--";

/// The characters that separate labels (RFC 3490 §3.1).
const DOTS: [char; 4] = ['.', '\u{3002}', '\u{FF0E}', '\u{FF61}'];

pub(super) fn is_hostname(text: &str) -> bool {
    text.len() <= LENGTH && text.split('.').all(is_ascii_label)
}

pub(super) fn is_idn_hostname(text: &str) -> bool {
    let is_label = |label: &str| {
        if label.is_ascii() {
            is_ascii_label(label)
        } else {
            unicode_label(label).is_some()
        }
    };
    // `to_ascii` measures the name.
    text.split(DOTS).all(is_label) && to_ascii(text).is_some()
}

/// Whether a text is a label of letters, digits and hyphens, or stands for one of other characters.
fn is_ascii_label(label: &str) -> bool {
    let is_allowed = |it: u8| it.is_ascii_alphanumeric() || it == b'-';
    let is_label = !label.is_empty()
        && label.len() <= LABEL_LENGTH
        && label.bytes().all(is_allowed)
        && !label.starts_with('-')
        && !label.ends_with('-');
    let lower = label.to_ascii_lowercase();
    is_label
        && match lower.strip_prefix(PREFIX) {
            Some(encoded) => punycode::decode_to_string(encoded)
                .is_some_and(|decoded| unicode_label(&decoded) == Some(lower)),
            // Reserved (RFC 5891 §4.2.3.1).
            None => lower.get(2..4) != Some("--"),
        }
}

/// Returns a label with characters beyond ASCII in ASCII, if it is one (RFC 5891 §4.2 and §5.4). It has no
/// characters that are other ones in their normal form.
fn unicode_label(label: &str) -> Option<String> {
    let ascii = to_ascii(label)?;
    let (mapped, _) =
        Uts46::new().to_unicode(label.as_bytes(), AsciiDenyList::STD3, Hyphens::Check);
    let is_label = !label.is_ascii()
        && mapped == label.to_ascii_lowercase()
        && !label.contains(is_disallowed)
        && keeps_context(label);
    is_label.then_some(ascii)
}

/// Converts a name to ASCII (UTS #46), if it is one.
fn to_ascii(name: &str) -> Option<String> {
    let ascii = Uts46::new().to_ascii(
        name.as_bytes(),
        AsciiDenyList::STD3,
        Hyphens::Check,
        DnsLength::Verify,
    );
    Some(ascii.ok()?.into_owned())
}

/// The exceptions that IDNA 2008 disallows (RFC 5892 §2.6), and UTS #46 allows.
fn is_disallowed(char: char) -> bool {
    matches!(
        char,
        '\u{0640}' | '\u{07FA}' | '\u{302E}' | '\u{302F}' | '\u{3031}'..='\u{3035}' | '\u{303B}'
    )
}

/// Whether the characters that depend on others stand beside these (RFC 5892, appendix A.3 to A.9).
fn keeps_context(label: &str) -> bool {
    let chars: Vec<char> = label.chars().collect();
    let has = |is_meant: fn(char) -> bool| chars.iter().any(|it| is_meant(*it));
    chars.iter().enumerate().all(|(index, char)| {
        let before = index.checked_sub(1).map(|index| chars[index]);
        let after = chars.get(index + 1).copied();
        match char {
            // Middle dot.
            '\u{00B7}' => before == Some('l') && after == Some('l'),
            // Greek lower numeral sign.
            '\u{0375}' => after.is_some_and(is_greek),
            // Hebrew punctuation.
            '\u{05F3}' | '\u{05F4}' => before.is_some_and(is_hebrew),
            // Katakana middle dot.
            '\u{30FB}' => has(is_japanese),
            // Arabic-Indic digits, and extended ones.
            '\u{0660}'..='\u{0669}' => !has(|it| matches!(it, '\u{06F0}'..='\u{06F9}')),
            '\u{06F0}'..='\u{06F9}' => !has(|it| matches!(it, '\u{0660}'..='\u{0669}')),
            _ => true,
        }
    })
}

/// Whether a character is of the script Greek (Unicode, `Scripts.txt`), as far as labels have it.
fn is_greek(char: char) -> bool {
    matches!(char, '\u{0370}'..='\u{0373}' | '\u{0375}'..='\u{0377}' | '\u{037B}'..='\u{037D}'
        | '\u{037F}' | '\u{0386}' | '\u{0388}'..='\u{03E1}' | '\u{03F0}'..='\u{03FF}'
        | '\u{1F00}'..='\u{1FFE}')
}

/// Whether a character is of the script Hebrew, as far as labels have it.
fn is_hebrew(char: char) -> bool {
    matches!(char, '\u{0591}'..='\u{05F4}')
}

/// Whether a character is of the scripts Hiragana, Katakana or Han, as far as labels have it.
fn is_japanese(char: char) -> bool {
    matches!(char, '\u{3005}' | '\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{309D}' | '\u{309E}'
        | '\u{30A1}'..='\u{30FA}' | '\u{30FD}' | '\u{30FE}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFD}')
}
