//! Email addresses: `Mailbox` (RFC 5321 §4.1.2), and with characters beyond ASCII (RFC 6531 §3.3).

use std::net::{Ipv4Addr, Ipv6Addr};

use super::hostname::{is_hostname, is_idn_hostname};

pub(super) fn is_email(text: &str) -> bool {
    text.is_ascii() && is_mailbox(text, is_hostname)
}

pub(super) fn is_idn_email(text: &str) -> bool {
    is_mailbox(text, is_idn_hostname)
}

/// The maximal length of the part before the `@`, in octets (RFC 5321 §4.5.3.1.1).
const LOCAL_LENGTH: usize = 64;

fn is_mailbox(text: &str, is_domain: fn(&str) -> bool) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let literal = domain.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    local.len() <= LOCAL_LENGTH
        && (is_dot_string(local) || is_quoted_string(local))
        && literal.map_or_else(|| is_domain(domain), is_address)
}

/// `Dot-string`.
fn is_dot_string(text: &str) -> bool {
    let is_atext = |it: char| {
        it.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(it) || !it.is_ascii()
    };
    let mut atoms = text.split('.');
    atoms.all(|atom| !atom.is_empty() && atom.chars().all(is_atext))
}

/// `Quoted-string`.
fn is_quoted_string(text: &str) -> bool {
    let quoted = text.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    let Some(quoted) = quoted else {
        return false;
    };
    let mut chars = quoted.chars();
    while let Some(char) = chars.next() {
        let is_allowed = match char {
            '"' => false,
            '\\' => matches!(chars.next(), Some(' '..='~')),
            _ => !char.is_control(),
        };
        if !is_allowed {
            return false;
        }
    }
    true
}

/// `address-literal`, without its brackets.
fn is_address(text: &str) -> bool {
    match text.split_at_checked(5) {
        Some((tag, address)) if tag.eq_ignore_ascii_case("IPv6:") => {
            address.parse::<Ipv6Addr>().is_ok()
        }
        _ => text.parse::<Ipv4Addr>().is_ok(),
    }
}
