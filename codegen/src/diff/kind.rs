//! The kinds of changes, by which programs tell them apart.

/// Declares the kinds, each with its name in reports and what it says.
macro_rules! change_kinds {
    ($($variant:ident $name:literal $summary:literal)*) => {
        /// The kind of a change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ChangeKind {
            $(#[doc = $summary] $variant,)*
        }

        impl ChangeKind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Returns its name in reports: `field-added`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Returns what it says, as one sentence.
            #[must_use]
            pub const fn summary(self) -> &'static str {
                match self {
                    $(Self::$variant => $summary,)*
                }
            }
        }
    };
}

change_kinds! {
    AdditionalAdded "additional-added" "An object says what its undeclared members are."
    AdditionalChanged "additional-changed" "Undeclared members are allowed or forbidden."
    AdditionalRemoved "additional-removed" "An object says nothing of undeclared members any more."
    AlternativesReordered "alternatives-reordered" "A union tries its alternatives in another order."
    ArgumentsSwapped "arguments-swapped" "A constructor takes its arguments in another order."
    BodyAdded "body-added" "An operation has a request body."
    BodyRemoved "body-removed" "An operation has no request body any more."
    BodyRequired "body-required" "A request body became required or optional."
    CodeChanged "code-changed" "Violations have another error code."
    ConstantChanged "constant-changed" "A member has another constant value."
    DefaultChanged "default-changed" "A member has another default."
    Deprecated "deprecated" "An item is deprecated, or no longer."
    DirectionChanged "direction-changed" "`readOnly` or `writeOnly` of a member is different."
    Docs "docs" "An item has another description."
    EncodingChanged "encoding-changed" "A body is encoded in another way."
    EnumOpenness "enum-openness" "An enum allows other values, or its own values only."
    EnvelopeChanged "envelope-changed" "Events are delivered in another envelope."
    ErrorAdded "error-added" "There is a new named error."
    ErrorBodyChanged "error-body-changed" "The parts of an error are elsewhere in its body."
    ErrorChanged "error-changed" "A named error has another status, code or place."
    ErrorRemoved "error-removed" "A named error is gone."
    ErrorRenamed "error-renamed" "A named error has another name in Rust."
    ErrorTypeChanged "error-type-changed" "Errors are decoded into another type."
    ErrorWords "error-words" "A named error has another text."
    EventAdded "event-added" "The enum of events has a new variant."
    EventRemoved "event-removed" "A variant of the enum of events is gone."
    EventTypeChanged "event-type-changed" "A variant of the enum of events holds another type."
    EventsAdded "events-added" "There is an enum of events."
    EventsRemoved "events-removed" "The enum of events is gone."
    ExampleChanged "example-changed" "The example of a request is different."
    FailureAdded "failure-added" "An operation may reply with another error status."
    FailureRemoved "failure-removed" "An operation no longer replies with an error status."
    FeatureAdded "feature-added" "There is a new cargo feature."
    FeatureChanged "feature-changed" "An operation needs other cargo features."
    FeatureRemoved "feature-removed" "A cargo feature is gone."
    FieldAdded "field-added" "An object has a new member."
    FieldRemoved "field-removed" "A member of an object is gone."
    FieldRenamed "field-renamed" "A field has another name in Rust."
    FromEnvAdded "from-env-added" "Clients can be created from the environment."
    FromEnvRemoved "from-env-removed" "Clients can no longer be created from the environment."
    HeaderAdded "header-added" "A response has a new header."
    HeaderChanged "header-changed" "A header of a response has another type."
    HeaderRemoved "header-removed" "A header of a response is gone."
    HeadersAdded "headers-added" "An operation has a type for the headers of its response."
    HeadersRemoved "headers-removed" "The type for the headers of a response is gone."
    InitialChanged "initial-changed" "A constructor sets a member to another value."
    ItemsChanged "items-changed" "A tuple has more or fewer items."
    KindChanged "kind-changed" "A type is of another kind, such as an enum instead of a struct."
    MediaTypeAdded "media-type-added" "A request may have another content type."
    MediaTypeChanged "media-type-changed" "A request has another content type."
    MediaTypeRemoved "media-type-removed" "A request may no longer have a content type."
    MethodsChanged "methods-changed" "An operation is called by other methods of the client."
    ModuleAdded "module-added" "There is a new document."
    ModuleRemoved "module-removed" "A document is gone."
    ModuleRenamed "module-renamed" "A document has another module."
    OperationAdded "operation-added" "There is a new operation."
    OperationRemoved "operation-removed" "An operation is gone."
    OperationRenamed "operation-renamed" "An operation has another name in Rust."
    OptionalNow "optional-now" "A member or parameter became optional."
    PagingChanged "paging-changed" "A list is paged in another way, or no longer."
    ParameterAdded "parameter-added" "An operation has a new parameter."
    ParameterMoved "parameter-moved" "A parameter is sent elsewhere or under another name."
    ParameterRemoved "parameter-removed" "A parameter is gone."
    ParameterRenamed "parameter-renamed" "A parameter has another name in Rust."
    PathChanged "path-changed" "An operation has another method or path."
    ReplyChanged "reply-changed" "A response has another body."
    ReplyMediaTypeAdded "reply-media-type-added" "A response may have another content type."
    ReplyMediaTypeRemoved "reply-media-type-removed" "A response no longer has a content type."
    RequiredNow "required-now" "A member or parameter became required."
    ResultChanged "result-changed" "A call returns another type."
    RetryChanged "retry-changed" "An operation is retried under other conditions."
    RuleChanged "rule-changed" "Rules allow other values: some more and some fewer, or it is unknown."
    RuleNarrower "rule-narrower" "Rules allow fewer values."
    RuleWider "rule-wider" "Rules allow more values."
    RuleWords "rule-words" "A rule has another text or error code."
    SchemeAdded "scheme-added" "There is a new security scheme."
    SchemeChanged "scheme-changed" "A security scheme takes other credentials."
    SchemeRemoved "scheme-removed" "A security scheme is gone."
    SecurityChanged "security-changed" "An operation or the API needs other credentials."
    ServerAdded "server-added" "There is another server."
    ServerChanged "server-changed" "Requests go to another server."
    ServerRemoved "server-removed" "A server is gone."
    SharedTypeAdded "shared-type-added" "A type of several modules is one type now."
    SharedTypeChanged "shared-type-changed" "A type is shared by other modules."
    SharedTypeRemoved "shared-type-removed" "Modules that had one type have a type each."
    SignatureChanged "signature-changed" "Webhooks are signed in another way."
    StateChanged "state-changed" "The state of a command is elsewhere in its events."
    StatusAdded "status-added" "An operation may succeed with another status."
    StatusRemoved "status-removed" "An operation no longer succeeds with a status."
    StyleChanged "style-changed" "A parameter is written in another style."
    TagChanged "tag-changed" "Another member tells alternatives or events apart."
    TagValues "tag-values" "An alternative is selected by other values."
    TagsChanged "tags-changed" "An operation has other tags."
    Title "title" "The API has another title."
    TraitsAdded "traits-added" "A type implements more traits."
    TraitsRemoved "traits-removed" "A type implements fewer traits."
    TypeAdded "type-added" "There is a new type."
    TypeChanged "type-changed" "A value has another type."
    TypeRemoved "type-removed" "A type is gone."
    TypeRenamed "type-renamed" "A type has another name in Rust."
    ValueAdded "value-added" "An enum has a new value."
    ValueChanged "value-changed" "A variant stands for another value."
    ValueRemoved "value-removed" "A value of an enum is gone."
    VariablesChanged "variables-changed" "The client reads other environment variables."
    VariantAdded "variant-added" "A union has a new alternative."
    VariantRemoved "variant-removed" "An alternative of a union is gone."
    VariantRenamed "variant-renamed" "A variant has another name in Rust."
    WebhookAdded "webhook-added" "There is a new webhook."
    WebhookRemoved "webhook-removed" "A webhook is gone."
    WebhooksExpected "webhooks-expected" "An operation leads to other webhooks."
    WireNameChanged "wire-name-changed" "A member has another name in JSON."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_sorted_by_name() {
        assert!(ChangeKind::ALL.is_sorted_by_key(|it| it.name()));
    }
}
