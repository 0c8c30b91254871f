//! The formats of JSON Schema (Validation 2020-12 §7.3).

mod date_time;
mod email;
mod hostname;
mod pointer;
mod regex;
mod uuid;

use std::net::{Ipv4Addr, Ipv6Addr};

use iri_string::template::UriTemplateStr;
use iri_string::types::{IriReferenceStr, IriStr, UriReferenceStr, UriStr};

/// Returns whether a text has a format. Formats that JSON Schema does not define have every text.
#[must_use]
pub fn is_valid(format: &str, text: &str) -> bool {
    match format {
        "date" => date_time::is_date(text),
        "date-time" => date_time::is_date_time(text),
        "duration" => date_time::is_duration(text),
        "email" => email::is_email(text),
        "hostname" => hostname::is_hostname(text),
        "idn-email" => email::is_idn_email(text),
        "idn-hostname" => hostname::is_idn_hostname(text),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        "iri" => IriStr::new(text).is_ok(),
        "iri-reference" => IriReferenceStr::new(text).is_ok(),
        "json-pointer" => pointer::is_json_pointer(text),
        "regex" => regex::is_regex(text),
        "relative-json-pointer" => pointer::is_relative_json_pointer(text),
        "time" => date_time::is_time(text),
        "uri" => UriStr::new(text).is_ok(),
        "uri-reference" => UriReferenceStr::new(text).is_ok(),
        "uri-template" => UriTemplateStr::new(text).is_ok(),
        "uuid" => uuid::is_uuid(text),
        _ => true,
    }
}
