//! Which types an item mentions.

use super::{Call, Choice, Failure, Key, Kind, Operation, PagingStep, Payload, Type, TypeId};

impl Type {
    /// What is within arrays, maps, boxes and `Nullable`.
    #[must_use]
    pub fn leaf(&self) -> &Self {
        let mut ty = self;
        while let Self::Vec(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Box(inner) =
            ty
        {
            ty = inner;
        }
        ty
    }

    /// The named type in it, if there is one.
    #[must_use]
    pub fn named(&self) -> Option<TypeId> {
        match self.leaf() {
            Self::Named(id) => Some(*id),
            _ => None,
        }
    }
}

impl Kind {
    /// The types that a type is made of.
    #[must_use]
    pub fn parts(&self) -> Vec<&Type> {
        match self {
            Self::Object(object) => {
                let fields = object.fields.iter().map(|field| &field.value.ty);
                let others = object.others.iter().map(|others| &others.value.ty);
                fields.chain(others).collect()
            }
            Self::StringEnum(_) => Vec::new(),
            Self::Tagged(tagged) => tagged.variants.iter().map(|variant| &variant.ty).collect(),
            Self::Union(alternatives) => alternatives.iter().map(|it| &it.value.ty).collect(),
            Self::Tuple(items) => items.iter().map(|item| &item.value.ty).collect(),
            Self::Newtype(value) => vec![&value.ty],
            Self::Alias(ty) => vec![ty],
        }
    }
}

impl Operation {
    /// The named types that it mentions: of what is sent, of each declared reply, and of what it
    /// gives.
    #[must_use]
    pub fn mentioned(&self) -> Vec<TypeId> {
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
            contents,
        } = self;
        let sent = body.iter().flat_map(super::Body::sent);
        parts.extend(sent.filter_map(|sent| Some(&sent.form.value()?.ty)));
        let contents = contents.iter().flat_map(|contents| &contents.cases);
        let payloads = contents.map(|case| &case.payload);
        for payload in payloads.chain([&success.payload]) {
            match payload {
                Payload::Json(ty) | Payload::OptionalJson(ty) | Payload::Multipart { ty, .. } => {
                    parts.push(ty);
                }
                Payload::Choice(choice) => choice.parts(parts),
                Payload::Nothing
                | Payload::Text
                | Payload::Events
                | Payload::Bytes
                | Payload::Contents => {}
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
        if let PagingStep::Number { member, .. } = &paging.next {
            parts.extend(member.iter().map(|(_, ty)| ty));
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
