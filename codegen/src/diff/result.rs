//! What the calls of two operations return in, its changes out.

use crate::ir::{
    Api, Call, EventForm, Failure, Operation, ResponseBody, ResponseEnum, ResponseVariant, Type,
};
use crate::listing::spell_type;

use super::change::{Finding, Impact};
use super::collector::{Collector, Site};
use super::kind::ChangeKind;
use super::pairs::pair_by;

/// The type of what a call returns, as far as rustc tells it from others.
enum ReturnType {
    Unit,
    Value(Type),
    Optional(Type),
    Stream(Type),
    Bytes,
    /// The enum of content types; optional or not.
    Enum(bool),
}

impl ReturnType {
    fn optional(is_optional: bool, ty: &Type) -> Self {
        if is_optional {
            Self::Optional(ty.clone())
        } else {
            Self::Value(ty.clone())
        }
    }

    /// The type of a body.
    fn of_body(body: &ResponseBody, call: &Call) -> Self {
        match body {
            ResponseBody::Nothing => Self::Unit,
            ResponseBody::Json(ty) => Self::Value(ty.clone()),
            ResponseBody::OptionalJson(ty) => Self::Optional(ty.clone()),
            ResponseBody::Choice(choice) => Self::optional(choice.optional, &choice.ty),
            ResponseBody::Text => Self::Value(Type::String),
            ResponseBody::Events => match &call.stream {
                Some(it) if is_list(it.form) => Self::Value(Type::Vec(Box::new(it.ty.clone()))),
                Some(it) => Self::Stream(it.ty.clone()),
                None => Self::Unit,
            },
            ResponseBody::Multipart { ty, optional, .. } => Self::optional(*optional, ty),
            ResponseBody::Bytes => Self::Bytes,
            ResponseBody::Enum => {
                Self::Enum(call.response_enum.as_ref().is_some_and(|it| it.optional))
            }
        }
    }
}

/// Whether a stream is read to its end as a list of its items.
fn is_list(form: EventForm) -> bool {
    match form {
        EventForm::Json | EventForm::Part => true,
        EventForm::Data | EventForm::Structure | EventForm::Whole => false,
    }
}

/// What a call returns.
struct Returned {
    ty: ReturnType,
    /// Before its type in reports: how it is encoded, or what it is if it has no name.
    words: &'static str,
}

impl Returned {
    fn of_operation(operation: &Operation) -> Self {
        let success = &operation.call.success;
        let is_optional = matches!(success.body, ResponseBody::OptionalJson(_));
        match &success.unwrap {
            Some(unwrap) => Self {
                ty: ReturnType::optional(is_optional, &unwrap.ty),
                words: "",
            },
            None => Self {
                ty: ReturnType::of_body(&success.body, &operation.call),
                words: body_words(&success.body),
            },
        }
    }

    fn spell(&self, api: &Api) -> String {
        let (optional, ty) = match &self.ty {
            // What it is says its word.
            ReturnType::Value(Type::String) if self.words == TEXT => ("", None),
            ReturnType::Value(ty) | ReturnType::Stream(ty) => ("", Some(ty)),
            ReturnType::Optional(ty) => ("optional ", Some(ty)),
            ReturnType::Enum(true) => ("optional ", None),
            ReturnType::Unit | ReturnType::Bytes | ReturnType::Enum(false) => ("", None),
        };
        let ty = ty.map(|it| spell_type(api, it)).unwrap_or_default();
        format!("{optional}{} {ty}", self.words).trim().to_owned()
    }
}

const TEXT: &str = "text";

fn body_words(body: &ResponseBody) -> &'static str {
    match body {
        ResponseBody::Nothing => "()",
        ResponseBody::Json(_) | ResponseBody::OptionalJson(_) | ResponseBody::Choice(_) => "",
        ResponseBody::Text => TEXT,
        ResponseBody::Events => "a stream of",
        ResponseBody::Multipart { .. } => "parts of",
        ResponseBody::Bytes => "bytes",
        ResponseBody::Enum => "one of several content types",
    }
}

impl Collector<'_> {
    /// Compares what a call returns to its caller.
    pub(super) fn diff_results(&mut self, site: &Site, old: &Operation, new: &Operation) {
        let (before, after) = (Returned::of_operation(old), Returned::of_operation(new));
        let is_same = self.is_same_return(&before.ty, &after.ty);
        if !is_same || before.words != after.words {
            let krate = if is_same {
                Impact::Changes
            } else {
                Impact::Breaks
            };
            let (before, after) = (before.spell(self.old), after.spell(self.new));
            let text = format!("returns {after}, was {before}");
            let finding = Finding::new(ChangeKind::ResultChanged, text).spelled(before, after);
            // The wire is judged by the responses.
            self.report(site, finding.impact(krate, Impact::None));
        }
        self.diff_failures(site, &old.call.failure, &new.call.failure);
        self.diff_streams(site, &old.call, &new.call);
        self.diff_header_types(site, &old.call, &new.call);
        let enums = [&old.call.response_enum, &new.call.response_enum];
        self.diff_response_enums(site, enums.map(Option::as_ref));
    }

    fn is_same_return(&self, old: &ReturnType, new: &ReturnType) -> bool {
        match (old, new) {
            (ReturnType::Unit, ReturnType::Unit) | (ReturnType::Bytes, ReturnType::Bytes) => true,
            (ReturnType::Value(old), ReturnType::Value(new))
            | (ReturnType::Optional(old), ReturnType::Optional(new))
            | (ReturnType::Stream(old), ReturnType::Stream(new)) => self.is_same_rust(old, new),
            (ReturnType::Enum(old), ReturnType::Enum(new)) => old == new,
            _ => false,
        }
    }

    fn diff_failures(&mut self, site: &Site, old: &Failure, new: &Failure) {
        let is_same = self.is_same_rust(failure_type(old), failure_type(new));
        if is_same && is_read_alike(old, new) {
            return;
        }
        let before = spell_failure(self.old, old);
        let after = spell_failure(self.new, new);
        let (text, krate) = if is_same {
            let text = "is the type of errors that are told apart in another way".to_owned();
            (text, Impact::Changes)
        } else {
            (
                format!("is the type of errors, was {before}"),
                Impact::Breaks,
            )
        };
        // What several operations share is one change.
        let site = Site {
            item: after.clone(),
            ..site.clone()
        };
        let finding = Finding::new(ChangeKind::ErrorTypeChanged, text).spelled(before, after);
        self.report(&site, finding.impact(krate, Impact::None));
    }

    /// Compares the items of a response that callers may read one by one.
    fn diff_streams(&mut self, site: &Site, old: &Call, new: &Call) {
        let item = |call: &Call| {
            let stream = call.stream.as_ref()?;
            Some((is_list(stream.form), stream.ty.clone()))
        };
        let (text, krate) = match (item(old), item(new)) {
            (Some(_), None) => ("is no longer a stream".to_owned(), Impact::Breaks),
            (None, Some(_)) => ("may be read as a stream now".to_owned(), Impact::Additive),
            (Some(before), Some(after))
                if before.0 != after.0 || !self.is_same_rust(&before.1, &after.1) =>
            {
                let (before, after) = (
                    spell_type(self.old, &before.1),
                    spell_type(self.new, &after.1),
                );
                let text = format!("is a stream of {after}, was {before}");
                (text, Impact::Breaks)
            }
            _ => return,
        };
        let finding = Finding::new(ChangeKind::ResultChanged, text);
        self.report(site, finding.impact(krate, Impact::None));
    }

    fn diff_header_types(&mut self, site: &Site, old: &Call, new: &Call) {
        let (kind, text, krate) = match (&old.headers, &new.headers) {
            (Some(_), None) => (
                ChangeKind::HeadersRemoved,
                "no longer has a type for its response headers".to_owned(),
                Impact::Breaks,
            ),
            (None, Some(_)) => (
                ChangeKind::HeadersAdded,
                "has a type for its response headers".to_owned(),
                Impact::Additive,
            ),
            (Some(old), Some(new)) if !self.is_same_type(old.ty, new.ty) => {
                let before = &self.old.type_def(old.ty).name;
                let after = &self.new.type_def(new.ty).name;
                let text = format!("has response headers of the type {after}, was {before}");
                (ChangeKind::TypeChanged, text, Impact::Breaks)
            }
            _ => return,
        };
        self.report(site, Finding::new(kind, text).impact(krate, Impact::None));
    }

    /// Compares the enums of a response by its content type.
    fn diff_response_enums(&mut self, site: &Site, [old, new]: [Option<&ResponseEnum>; 2]) {
        let (old, new) = match (old, new) {
            (None, None) => return,
            (Some(old), None) => {
                let text = format!("no longer has the enum `{}` of content types", old.name);
                let finding = Finding::new(ChangeKind::TypeRemoved, text);
                return self.report(site, finding.impact(Impact::Breaks, Impact::None));
            }
            (None, Some(new)) => {
                let text = format!("has the enum `{}` of content types", new.name);
                let finding = Finding::new(ChangeKind::TypeAdded, text);
                return self.report(site, finding.impact(Impact::Additive, Impact::None));
            }
            (Some(old), Some(new)) => (old, new),
        };
        let site = &Site {
            item: new.name.to_string(),
            ..site.clone()
        };
        if old.name != new.name {
            let text = format!("is called `{}`, was `{}`", new.name, old.name);
            let finding = Finding::new(ChangeKind::TypeRenamed, text);
            self.report(site, finding.impact(Impact::Breaks, Impact::None));
        }
        if old.optional != new.optional {
            let (kind, text) = if new.optional {
                (ChangeKind::OptionalNow, "is optional now")
            } else {
                (ChangeKind::RequiredNow, "is always there now")
            };
            let finding = Finding::new(kind, text);
            self.report(site, finding.impact(Impact::Breaks, Impact::None));
        }
        let key = |it: &ResponseVariant| it.variant.as_str().to_owned();
        let pairs = pair_by(&old.cases, &new.cases, key);
        for case in pairs.removed {
            let (variant, types) = (&case.variant, case.content_types.join(", "));
            let text = format!("no longer has the variant `{variant}` ({types})");
            let finding = Finding::new(ChangeKind::VariantRemoved, text);
            self.report(site, finding.impact(Impact::Breaks, Impact::None));
        }
        for case in pairs.added {
            let (variant, types) = (&case.variant, case.content_types.join(", "));
            let text = format!("has a new variant `{variant}` ({types})");
            let finding = Finding::new(ChangeKind::VariantAdded, text);
            self.report(site, finding.impact(Impact::Additive, Impact::None));
        }
        for (old, new) in pairs.both {
            self.diff_response_variants(site, old, new);
        }
    }

    fn diff_response_variants(
        &mut self,
        site: &Site,
        old: &ResponseVariant,
        new: &ResponseVariant,
    ) {
        let member = &site.member(new.variant.as_str(), &[]);
        let value = |it: &ResponseVariant| match &it.body {
            ResponseBody::Json(ty) | ResponseBody::Multipart { ty, .. } => Some(ty.clone()),
            ResponseBody::Choice(choice) => Some(choice.ty.clone()),
            ResponseBody::Text => Some(Type::String),
            _ => None,
        };
        let is_same = match (value(old), value(new)) {
            (Some(old), Some(new)) => self.is_same_rust(&old, &new),
            (old, new) => old == new,
        };
        if !is_same {
            let spell = |api: &Api, ty: Option<Type>| {
                ty.map_or_else(|| "bytes".to_owned(), |it| spell_type(api, &it))
            };
            let before = spell(self.old, value(old));
            let after = spell(self.new, value(new));
            let text = format!("holds {after}, was {before}");
            let finding = Finding::new(ChangeKind::TypeChanged, text).spelled(before, after);
            self.report(member, finding.impact(Impact::Breaks, Impact::None));
        }
        if old.content_types != new.content_types {
            let (before, after) = (old.content_types.join(", "), new.content_types.join(", "));
            let text = format!("is received as {after}, was {before}");
            let finding = Finding::new(ChangeKind::MediaTypeChanged, text).spelled(before, after);
            self.report(member, finding.impact(Impact::Changes, Impact::None));
        }
    }
}

/// The type of the body of an error.
fn failure_type(failure: &Failure) -> &Type {
    match failure {
        Failure::Unknown => &Type::Json,
        Failure::Json(ty) => ty,
        Failure::Choice(choice) => &choice.ty,
        Failure::Text => &Type::String,
    }
}

/// Whether bodies of errors of one type are read in one way.
fn is_read_alike(old: &Failure, new: &Failure) -> bool {
    let is_choice = |it: &Failure| matches!(it, Failure::Choice(_));
    let is_text = |it: &Failure| matches!(it, Failure::Text);
    is_choice(old) == is_choice(new) && is_text(old) == is_text(new)
}

fn spell_failure(api: &Api, failure: &Failure) -> String {
    match failure {
        Failure::Unknown => "any JSON".to_owned(),
        Failure::Text => TEXT.to_owned(),
        Failure::Json(_) | Failure::Choice(_) => spell_type(api, failure_type(failure)),
    }
}
