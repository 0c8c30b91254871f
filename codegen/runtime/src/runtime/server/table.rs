//! The macros by which the table of an operation is read backwards.

/// Passes an implementation on, unless the table has a section that cannot be read backwards.
#[allow(unused_macros)]
macro_rules! receivable {
    ([] $($item:tt)*) => { $($item)* };
    ([$($section:ident)+] $($item:tt)*) => {};
}
#[allow(unused_imports)]
pub(crate) use receivable;

/// Implements `envelope`, for a member of the body that holds the result, or for the whole body.
#[allow(unused_macros)]
macro_rules! operation_envelope {
    ($output:ty) => {
        type Answer = $output;

        #[inline]
        fn envelope(answer: $output) -> $output {
            answer
        }
    };
    ($output:ty, $member:ident $field:ident $wire:literal of $body:ty) => {
        type Answer = $output;

        #[inline]
        fn envelope(answer: $output) -> $body {
            let mut body = <$body as $crate::runtime::Decode>::empty();
            body.$field = $crate::runtime::server::wrap_member! { $member answer };
            body
        }
    };
    ($output:ty, $member:ident $field:ident $wire:literal of optional $body:ty) => {
        type Answer = $output;

        #[inline]
        fn envelope(answer: $output) -> Option<$body> {
            answer.map(|answer| {
                let mut body = <$body as $crate::runtime::Decode>::empty();
                body.$field = $crate::runtime::server::wrap_member! { $member answer };
                body
            })
        }
    };
    ($output:ty, $member:ident $field:ident $wire:literal of $body:ty, whole) => {
        type Answer = $body;

        #[inline]
        fn envelope(answer: $body) -> $body {
            answer
        }
    };
    ($output:ty, $member:ident $field:ident $wire:literal of optional $body:ty, whole) => {
        type Answer = Option<$body>;

        #[inline]
        fn envelope(answer: Option<$body>) -> Option<$body> {
            answer
        }
    };
}
#[allow(unused_imports)]
pub(crate) use operation_envelope;

/// Makes the value of a member from the result, by how the member is declared.
#[allow(unused_macros)]
macro_rules! wrap_member {
    (required $answer:ident) => {
        $answer
    };
    (optional $answer:ident) => {
        Some($answer)
    };
    (nullable $answer:ident) => {
        $crate::runtime::Nullable::Value($answer)
    };
    (optional_nullable $answer:ident) => {
        Some($crate::runtime::Nullable::Value($answer))
    };
}
#[allow(unused_imports)]
pub(crate) use wrap_member;

/// Writes the body of a response, as JSON unless the table has a section.
#[allow(unused_macros)]
macro_rules! write_reply {
    ($to:ident ($accept:expr) $body:ident) => {
        $to.json($accept, $body)
    };
    ($to:ident ($accept:expr) $body:ident $form:ident) => {
        $to.$form($accept, $body)
    };
}
#[allow(unused_imports)]
pub(crate) use write_reply;
