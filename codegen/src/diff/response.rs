//! Request bodies and responses of an operation in, their changes out.

use std::collections::BTreeMap;

use crate::ir::{BodyContent, BodyForm, Content, Header, Operation, RequestContent, Response};
use crate::listing::spell_body;

use super::change::{Finding, Impact};
use super::collector::{Collector, Site};
use super::kind::ChangeKind;
use super::pairs::pair_by;
use super::shift::{Directions, Shift};

impl Collector<'_> {
    /// Compares what is sent.
    pub(super) fn diff_bodies(&mut self, site: &Site, old: &Operation, new: &Operation) {
        let site = &Site {
            item: format!("{}.body", site.item),
            ..site.clone()
        };
        let (before, after) = match (&old.call.body, &new.call.body) {
            (None, None) => return,
            (Some(body), None) => {
                let spelled = spell_body(self.old, body);
                let finding = Finding::new(ChangeKind::BodyRemoved, "no longer has a body");
                let finding = finding.spelled(spelled, "");
                return self.report(site, finding.impact(Impact::Breaks, Impact::Changes));
            }
            (None, Some(body)) => {
                let spelled = spell_body(self.new, body);
                let (impact, text) = if body.required {
                    (Impact::Breaks, format!("is new and required: {spelled}"))
                } else {
                    (Impact::Additive, format!("is new: {spelled}"))
                };
                let finding = Finding::new(ChangeKind::BodyAdded, text).spelled("", spelled);
                return self.report(site, finding.impact(impact, impact));
            }
            (Some(before), Some(after)) => (before, after),
        };
        if before.required != after.required {
            let (text, wire) = if after.required {
                ("is required now", Impact::Breaks)
            } else {
                ("is optional now", Impact::Additive)
            };
            let finding = Finding::new(ChangeKind::BodyRequired, text);
            self.report(site, finding.impact(Impact::Breaks, wire));
        }
        self.diff_sent(site, &before.content, &after.content);
    }

    fn diff_sent(&mut self, site: &Site, old: &BodyContent, new: &BodyContent) {
        match (old, new) {
            (BodyContent::One(old), BodyContent::One(new)) => self.diff_content(site, old, new),
            (
                BodyContent::Choice {
                    name: old_name,
                    cases: old,
                },
                BodyContent::Choice { name, cases: new },
            ) => {
                if old_name != name {
                    let text = format!("is called `{name}`, was `{old_name}`");
                    let finding = Finding::new(ChangeKind::TypeRenamed, text);
                    self.report(site, finding.impact(Impact::Breaks, Impact::None));
                }
                let pairs = pair_by(old, new, |(_, sent)| sent.media_type.as_str());
                let pairs = pairs.then_by(|(variant, _)| variant.as_str());
                for (variant, sent) in pairs.removed {
                    let text = format!(
                        "no longer has the variant `{variant}` ({})",
                        sent.media_type
                    );
                    let finding = Finding::new(ChangeKind::MediaTypeRemoved, text);
                    self.report(site, finding.impact(Impact::Breaks, Impact::Breaks));
                }
                for (variant, sent) in pairs.added {
                    let text = format!("has a new variant `{variant}` ({})", sent.media_type);
                    let finding = Finding::new(ChangeKind::MediaTypeAdded, text);
                    self.report(site, finding.impact(Impact::Additive, Impact::Additive));
                }
                for ((before, old), (after, new)) in pairs.both {
                    if before != after {
                        let text = format!(
                            "has the variant `{after}` for {}, was `{before}`",
                            new.media_type
                        );
                        let finding = Finding::new(ChangeKind::VariantRenamed, text);
                        self.report(site, finding.impact(Impact::Breaks, Impact::None));
                    }
                    self.diff_content(site, old, new);
                }
            }
            (BodyContent::One(one), BodyContent::Choice { cases, .. }) => {
                let has_one = cases.iter().any(|(_, it)| it.media_type == one.media_type);
                let wire = if has_one {
                    Impact::Additive
                } else {
                    Impact::Breaks
                };
                let finding = Finding::new(
                    ChangeKind::MediaTypeAdded,
                    "may have several content types now",
                );
                self.report(site, finding.impact(Impact::Breaks, wire));
            }
            (BodyContent::Choice { .. }, BodyContent::One(one)) => {
                let text = format!("has one content type now: {}", one.media_type);
                let finding = Finding::new(ChangeKind::MediaTypeRemoved, text);
                self.report(site, finding.impact(Impact::Breaks, Impact::Breaks));
            }
        }
    }

    fn diff_content(&mut self, site: &Site, old: &RequestContent, new: &RequestContent) {
        if old.media_type != new.media_type {
            let text = format!("is {}, was {}", new.media_type, old.media_type);
            let finding = Finding::new(ChangeKind::MediaTypeChanged, text);
            let finding = finding.spelled(&*old.media_type, &*new.media_type);
            self.report(site, finding.impact(Impact::Changes, Impact::Breaks));
        }
        match (old.form.value(), new.form.value()) {
            (Some(old), Some(new)) => {
                self.diff_types(site, (&old.ty, true), (&new.ty, true));
                self.diff_rules(site, &old.rules, &new.rules);
            }
            (None, None) => {
                // `Bytes`, or a `File`, which states its content type.
                let is_file = |it: &BodyForm| matches!(it, BodyForm::File { .. });
                if is_file(&old.form) != is_file(&new.form) {
                    let text = "has a content type of the caller's choice on one side only";
                    let finding = Finding::new(ChangeKind::TypeChanged, text);
                    self.report(site, finding.impact(Impact::Breaks, Impact::None));
                }
            }
            _ => {
                let finding = Finding::new(ChangeKind::TypeChanged, "is bytes on one side only");
                self.report(site, finding.impact(Impact::Breaks, Impact::Breaks));
            }
        }
        if how_written(&old.form) != how_written(&new.form) {
            let finding = Finding::new(ChangeKind::EncodingChanged, "is encoded in another way");
            self.report(site, finding.impact(Impact::Changes, Impact::Breaks));
        }
    }

    /// Compares what the server may reply.
    pub(super) fn diff_responses(&mut self, site: &Site, old: &Operation, new: &Operation) {
        let pairs = pair_by(&old.responses, &new.responses, |it| it.status.as_str());
        for response in &pairs.removed {
            let (kind, wire) = if is_success(response) {
                (ChangeKind::StatusRemoved, Impact::Breaks)
            } else {
                (ChangeKind::FailureRemoved, Impact::Additive)
            };
            let text = format!("no longer replies with {}", response.status);
            let finding = Finding::new(kind, text).spelled(&*response.status, "");
            self.report(
                &response_site(site, response),
                finding.impact(Impact::Docs, wire),
            );
        }
        for response in &pairs.added {
            let kind = if is_success(response) {
                ChangeKind::StatusAdded
            } else {
                ChangeKind::FailureAdded
            };
            let text = format!("may reply with {}", response.status);
            let finding = Finding::new(kind, text).spelled("", &*response.status);
            let finding = finding.impact(Impact::Docs, Impact::Changes);
            self.report(&response_site(site, response), finding);
        }
        for (old, new) in &pairs.both {
            self.diff_response(site, old, new);
        }
    }

    fn diff_response(&mut self, site: &Site, old: &Response, new: &Response) {
        let site = shared_site(site, old, new);
        let contents = pair_by(&old.content, &new.content, |it| it.media_type.as_str());
        for content in contents.removed {
            let text = format!("no longer has a body of {}", content.media_type);
            let finding = Finding::new(ChangeKind::ReplyMediaTypeRemoved, text);
            self.report(&site, finding.impact(Impact::None, Impact::Breaks));
        }
        for content in contents.added {
            let text = format!("may have a body of {}", content.media_type);
            let finding = Finding::new(ChangeKind::ReplyMediaTypeAdded, text);
            self.report(&site, finding.impact(Impact::None, Impact::Changes));
        }
        for (before, after) in contents.both {
            self.diff_reply(&site, before, after);
        }
        let key = |it: &Header| it.wire.to_lowercase();
        let headers = pair_by(&old.headers, &new.headers, key);
        for header in headers.removed {
            let wire = if header.required {
                Impact::Breaks
            } else {
                Impact::Changes
            };
            let finding = Finding::new(
                ChangeKind::HeaderRemoved,
                format!("no longer has the header {}", header.wire),
            );
            self.report(&site, finding.impact(Impact::None, wire));
        }
        for header in headers.added {
            let finding = Finding::new(
                ChangeKind::HeaderAdded,
                format!("has a new header {}", header.wire),
            );
            self.report(&site, finding.impact(Impact::None, Impact::Additive));
        }
        for (before, after) in headers.both {
            self.diff_header(&site, before, after);
        }
        self.diff_docs(&site, &old.doc, &new.doc);
    }

    /// Compares headers; what callers see of them is a struct, which is compared as such.
    fn diff_header(&mut self, site: &Site, old: &Header, new: &Header) {
        let shift = self.shift_of_types(&old.value.ty, &new.value.ty);
        let presence = match (old.required, new.required) {
            (true, false) => Impact::Breaks,
            (false, true) => Impact::Additive,
            _ => Impact::None,
        };
        let wire = judge_received(shift).max(presence);
        if wire > Impact::None {
            let before = self.spell_old(&old.value.ty, old.required);
            let after = self.spell_new(&new.value.ty, new.required);
            let text = format!("has the header {} as {after}, was {before}", new.wire);
            let finding = Finding::new(ChangeKind::HeaderChanged, text).spelled(before, after);
            self.report(site, finding.impact(Impact::None, wire));
        }
    }

    /// Compares bodies; what callers see of them is the result.
    fn diff_reply(&mut self, site: &Site, old: &Content, new: &Content) {
        let (Some(before), Some(after)) = (&old.value, &new.value) else {
            if old.value.is_some() != new.value.is_some() {
                let finding = Finding::new(
                    ChangeKind::ReplyChanged,
                    "has a schema for its body on one side only",
                );
                self.report(site, finding.impact(Impact::None, Impact::Changes));
            }
            return;
        };
        let shift = self.shift_of_types(&before.ty, &after.ty);
        let wire = judge_received(shift);
        if wire > Impact::None {
            let (before, after) = (
                self.spell_old(&before.ty, true),
                self.spell_new(&after.ty, true),
            );
            let text = format!("has the body {after}, was {before}");
            let finding = Finding::new(ChangeKind::ReplyChanged, text).spelled(before, after);
            self.report(site, finding.impact(Impact::None, wire));
        }
    }
}

fn response_site(site: &Site, response: &Response) -> Site {
    let mut site = site.member(&response.status, &["responses", &response.status]);
    site.directions = Directions::RECEIVED;
    site
}

/// The site of a response; of the component that it is on both sides, since other operations have it as
/// well.
fn shared_site(site: &Site, old: &Response, new: &Response) -> Site {
    let own = response_site(site, new);
    match (&old.component, &new.component) {
        (Some(before), Some(after)) if before.pointer == after.pointer => Site {
            item: after.pointer.last().unwrap_or_default().into_owned(),
            old: Some(before.clone()),
            new: Some(after.clone()),
            ..own
        },
        _ => own,
    }
}

/// What another type of a received value means.
fn judge_received(shift: Shift) -> Impact {
    match shift {
        Shift::Other => Impact::Breaks,
        shift => Directions::RECEIVED.judge_shift(shift),
    }
}

fn is_success(response: &Response) -> bool {
    response.status.starts_with('2')
}

/// How a body is written, beside its type.
fn how_written(form: &BodyForm) -> (u8, BTreeMap<&str, String>) {
    match form {
        BodyForm::Json { .. } => (0, BTreeMap::new()),
        BodyForm::Form { styles, .. } => {
            let styles = styles
                .iter()
                .map(|(wire, style)| (wire.as_str(), format!("{style:?}")));
            (1, styles.collect())
        }
        BodyForm::Multipart { parts, .. } => {
            let parts = parts
                .iter()
                .map(|part| (part.wire.as_str(), format!("{part:?}")));
            (2, parts.collect())
        }
        BodyForm::Items(_) => (6, BTreeMap::new()),
        BodyForm::Text(_) => (3, BTreeMap::new()),
        BodyForm::Bytes => (4, BTreeMap::new()),
        BodyForm::File { default } => (5, [("", (*default).to_owned())].into()),
    }
}
