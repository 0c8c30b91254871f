//! The path and the query of a request.

use bytes::Bytes;
use http::Uri;
use http::uri::PathAndQuery;
use serde::Serialize;

use super::encoding::append_literal;
use super::style::Location;
use super::target::Target;
use super::unsupported_value::UnsupportedValue;
use crate::runtime::{Style, Violation, ViolationKind};

/// The message for a segment that addresses another resource.
const DOTS: &str = "must not result in a path segment `.` or `..`";

/// A writer of a path and a query.
///
/// Values in the order of the template are written directly; others are kept until their turn.
#[derive(Debug)]
pub(super) struct UriWriter {
    /// The path so far, then the query.
    text: Vec<u8>,
    template: &'static str,
    /// The next parameter of the template.
    next: Option<&'static str>,
    /// The template after that parameter.
    rest: &'static str,
    /// Encoded values of later parameters.
    waiting: Vec<(&'static str, Vec<u8>)>,
    /// The query as far as it was written before the path was complete.
    query: Vec<u8>,
    /// The length of the path, once it is complete.
    end: usize,
    /// Whether there is a query.
    asked: bool,
}

impl UriWriter {
    /// Creates a writer for a template, which may have a fixed query after a `?`.
    pub(super) fn new(template: &'static str) -> Self {
        let (template, fixed) = match template.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (template, None),
        };
        let mut query = Vec::new();
        if let Some(fixed) = fixed {
            query.push(b'?');
            append_literal(&mut query, fixed);
        }
        let mut text = Vec::with_capacity(template.len() + 256);
        if !template.starts_with('/') {
            text.push(b'/');
        }
        let mut writer = Self {
            text,
            template,
            next: None,
            rest: template,
            waiting: Vec::new(),
            query,
            end: 0,
            asked: fixed.is_some(),
        };
        writer.advance();
        writer
    }

    /// Continues to the next parameter without a value.
    fn advance(&mut self) {
        loop {
            let (literal, next, rest) = split_template(self.rest);
            append_literal(&mut self.text, literal);
            (self.next, self.rest) = (next, rest);
            let Some(name) = next else {
                self.end = self.text.len();
                self.text.append(&mut self.query);
                return;
            };
            let Some((_, value)) = self.waiting.iter().find(|(it, _)| *it == name) else {
                return;
            };
            self.text.extend_from_slice(value);
        }
    }

    /// Writes a path parameter. The location decides which characters are literal.
    pub(super) fn path<T: Serialize>(
        &mut self,
        name: &'static str,
        style: Style,
        location: Location,
        value: &T,
    ) -> Result<(), Violation> {
        let direct = self.next == Some(name);
        let mut later = Vec::new();
        let text = if direct { &mut self.text } else { &mut later };
        let start = text.len();
        let mut target = Target::parameter(text, false, name, style, location);
        if let Err(error) = target.write(value) {
            text.truncate(start);
            return Err(error.into_violation(Some(name)));
        }
        if text.len() == start {
            return Err(segment_violation(Some(name), "must not be empty in a path"));
        }
        // `refuse_dots` counts the segments of the template, which slashes in a value would change.
        if style == Style::CatchAll && text[start..].split(|byte| *byte == b'/').any(is_dots) {
            text.truncate(start);
            return Err(segment_violation(Some(name), DOTS));
        }
        if direct {
            // Hardly any template contains a parameter twice.
            if contains_parameter(self.rest, name) {
                let value = self.text[start..].to_vec();
                self.waiting.push((name, value));
            }
            self.advance();
        } else {
            self.waiting.push((name, later));
        }
        Ok(())
    }

    /// Writes a query parameter. The location decides which characters are literal.
    pub(super) fn query<T: Serialize>(
        &mut self,
        name: &'static str,
        style: Style,
        location: Location,
        value: &T,
    ) -> Result<(), UnsupportedValue> {
        self.write_query(value, |text, started| {
            Target::parameter(text, started, name, style, location)
        })
    }

    /// Writes the whole query.
    pub(super) fn whole_query<T: Serialize>(
        &mut self,
        style: Style,
        styles: &'static [(&'static str, Style)],
        value: &T,
    ) -> Result<(), UnsupportedValue> {
        self.write_query(value, |text, started| {
            Target::whole_query(text, started, style, styles)
        })
    }

    /// Writes a value to the query with the target that `make` returns; nothing of it if that fails.
    fn write_query<T: Serialize>(
        &mut self,
        value: &T,
        make: impl FnOnce(&mut Vec<u8>, bool) -> Target<'_>,
    ) -> Result<(), UnsupportedValue> {
        let text = match self.next {
            None => &mut self.text,
            Some(_) => &mut self.query,
        };
        let length = text.len();
        let mut target = make(text, self.asked);
        let written = target.write(value);
        let started = target.started;
        match written {
            Ok(()) => self.asked = started,
            Err(_) => text.truncate(length),
        }
        written
    }

    /// Returns the URI, relative to the base URL, and adds to the violations.
    pub(super) fn finish(mut self, violations: &mut Vec<Violation>) -> Uri {
        while let Some(name) = self.next {
            // A value that cannot be written has been reported.
            if !violations.iter().any(|it| it.parameter == Some(name)) {
                violations.push(segment_violation(Some(name), "is missing in the path"));
            }
            self.text.push(b'-');
            self.advance();
        }
        self.refuse_dots(violations);
        let text = if self.text == self.template.as_bytes() {
            Bytes::from_static(self.template.as_bytes())
        } else {
            Bytes::from(self.text)
        };
        match PathAndQuery::from_maybe_shared(text) {
            Ok(text) => Uri::from(text),
            Err(error) => {
                let message = format!("the path and query are not a valid URI: {error}");
                violations.push(UnsupportedValue(message).into_violation(None));
                Uri::default()
            }
        }
    }

    /// Reports segments that address another resource, because servers and clients remove them.
    fn refuse_dots(&self, violations: &mut Vec<Violation>) {
        let path = &self.text[..self.end];
        if !path.contains(&b'.') && !path.contains(&b'%') {
            return;
        }
        for (index, found) in path.split(|byte| *byte == b'/').enumerate() {
            if is_dots(found) {
                let ahead = usize::from(!self.template.starts_with('/'));
                let template = self.template.split('/').nth(index - ahead);
                let name = template.and_then(|it| split_template(it).1);
                violations.push(segment_violation(name, DOTS));
            }
        }
    }
}

/// Splits a template at its first parameter: the text before, the name, and the rest.
fn split_template(template: &'static str) -> (&'static str, Option<&'static str>, &'static str) {
    if let Some((literal, behind)) = template.split_once('{')
        && let Some((name, rest)) = behind.split_once('}')
    {
        (literal, Some(name), rest)
    } else {
        (template, None, "")
    }
}

fn contains_parameter(mut template: &'static str, name: &str) -> bool {
    while let (_, Some(next), rest) = split_template(template) {
        if next == name {
            return true;
        }
        template = rest;
    }
    false
}

/// Returns whether a segment is `.` or `..`, possibly percent-encoded (URL standard, §4.1).
fn is_dots(mut segment: &[u8]) -> bool {
    let mut dots = 0;
    loop {
        segment = match segment {
            [] => return dots == 1 || dots == 2,
            [b'.', rest @ ..] | [b'%', b'2', b'e' | b'E', rest @ ..] => rest,
            _ => return false,
        };
        dots += 1;
    }
}

fn segment_violation(parameter: Option<&'static str>, message: &str) -> Violation {
    Violation {
        pointer: String::new(),
        parameter,
        kind: ViolationKind::PathSegment,
        message: message.to_owned(),
        because: None,
        code: None,
    }
}
