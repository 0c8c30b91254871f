//! Which types an operation refers to.

use super::call::{Body, Call, Choice, Failure, Key, ResponseBody};
use super::operation::Operation;
use super::value::{Type, TypeId};

impl Operation {
    /// Returns the types of its parameters and request bodies.
    #[must_use]
    pub fn sent_types(&self) -> Vec<&Type> {
        let parameters = self.parameters.iter().map(|it| &it.value.ty);
        let bodies = self.body.iter().filter_map(|it| it.value.as_ref());
        parameters.chain(bodies.map(|it| &it.ty)).collect()
    }

    /// Returns the types of its response bodies, their headers, and its callbacks.
    #[must_use]
    pub fn received_types(&self) -> Vec<&Type> {
        let headers = self.responses.iter().flat_map(|it| &it.headers);
        let bodies = self.responses.iter().flat_map(|it| &it.content);
        let bodies = bodies.filter_map(|it| it.value.as_ref());
        let callbacks = self.callbacks.iter().flat_map(|it| &it.ty);
        let headers = headers.map(|it| &it.value.ty);
        headers
            .chain(bodies.map(|it| &it.ty))
            .chain(callbacks)
            .collect()
    }

    /// Returns the named types that it refers to: those of requests, of each declared response, and
    /// of the result.
    #[must_use]
    pub fn named_types(&self) -> Vec<TypeId> {
        let parameters = self.parameters.iter().map(|it| &it.value.ty);
        let replies = self.responses.iter().flat_map(|it| &it.content);
        let bodies = self.body.iter().chain(replies);
        let bodies = bodies.filter_map(|body| Some(&body.value.as_ref()?.ty));
        let headers = self.responses.iter().flat_map(|it| &it.headers);
        let headers = headers.map(|it| &it.value.ty);
        let callbacks = self.callbacks.iter().filter_map(|it| it.ty.as_ref());
        let rest = headers.chain(callbacks);
        let mut parts: Vec<&Type> = parameters.chain(bodies).chain(rest).collect();
        let mut named = Vec::new();
        self.call.parts(&mut parts, &mut named);
        parts
            .into_iter()
            .filter_map(Type::named)
            .chain(named)
            .collect()
    }
}

impl Call {
    fn parts<'a>(&'a self, parts: &mut Vec<&'a Type>, named: &mut Vec<TypeId>) {
        let Self {
            body,
            success,
            failure,
            key,
            paging,
            stream,
            headers,
            response_enum,
        } = self;
        let sent = body.iter().flat_map(Body::sent);
        parts.extend(sent.filter_map(|sent| Some(&sent.form.value()?.ty)));
        let response_enum = response_enum
            .iter()
            .flat_map(|response_enum| &response_enum.cases);
        let payloads = response_enum.map(|case| &case.body);
        for payload in payloads.chain([&success.body]) {
            match payload {
                ResponseBody::Json(ty)
                | ResponseBody::OptionalJson(ty)
                | ResponseBody::Multipart { ty, .. } => {
                    parts.push(ty);
                }
                ResponseBody::Choice(choice) => choice.parts(parts),
                ResponseBody::Nothing
                | ResponseBody::Text
                | ResponseBody::Events
                | ResponseBody::Bytes
                | ResponseBody::Enum => {}
            }
        }
        match failure {
            Failure::Json(ty) => parts.push(ty),
            Failure::Choice(choice) => choice.parts(parts),
            Failure::Unknown | Failure::Text => {}
        }
        if let Some(Key::Field { field: _, make }) = key {
            parts.extend(make);
        }
        parts.extend(success.unwrap.iter().map(|unwrap| &unwrap.ty));
        parts.extend(stream.iter().map(|stream| &stream.ty));
        named.extend(headers.iter().map(|headers| headers.ty));
        let Some(paging) = paging else { return };
        parts.push(&paging.item);
        for field in paging.next.request_fields() {
            parts.extend(field.objects.iter().map(|(_, ty)| ty));
        }
    }
}

impl Choice {
    fn parts<'a>(&'a self, parts: &mut Vec<&'a Type>) {
        let Self {
            ty,
            cases,
            optional: _,
        } = self;
        parts.push(ty);
        let variants = cases.iter().filter_map(|case| case.variant.as_ref());
        parts.extend(variants.map(|(_, ty)| ty));
    }
}
