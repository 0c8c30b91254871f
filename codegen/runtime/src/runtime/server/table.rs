//! The macros by which the table of an operation is read backwards.

/// Implements `write_answer`, by the member of the body that holds the result, and how the body is
/// written.
#[allow(unused_macros)]
macro_rules! operation_answer {
    ({$output:ty} {$($unwrap:tt)*} {raw} {$accept:expr} {$($form:tt)*}) => {
        type Answer = $crate::runtime::server::RawBody;

        #[inline]
        fn write_answer(
            answer: $crate::runtime::server::RawBody,
            to: &mut $crate::runtime::server::ResponseWriter,
        ) {
            to.raw(answer);
        }
    };
    ({$output:ty} {} {} {$accept:expr} {$($form:tt)*}) => {
        $crate::runtime::server::operation_answer! {
            @write {$output} {$accept} {$($form)*} answer => { answer }
        }
    };
    ({$output:ty} {$member:ident $field:ident $wire:literal of $body:ty} {} {$accept:expr} {$($form:tt)*}) => {
        $crate::runtime::server::operation_answer! {
            @write {$output} {$accept} {$($form)*} answer => {
                let mut body = <$body as $crate::runtime::Decode>::empty();
                body.$field = $crate::runtime::server::wrap_member! { $member answer };
                body
            }
        }
    };
    ({$output:ty} {$member:ident $field:ident $wire:literal of optional $body:ty} {} {$accept:expr} {$($form:tt)*}) => {
        $crate::runtime::server::operation_answer! {
            @write {$output} {$accept} {$($form)*} answer => {
                answer.map(|answer| {
                    let mut body = <$body as $crate::runtime::Decode>::empty();
                    body.$field = $crate::runtime::server::wrap_member! { $member answer };
                    body
                })
            }
        }
    };
    ({$output:ty} {$member:ident $field:ident $wire:literal of $body:ty, whole} {} {$accept:expr} {$($form:tt)*}) => {
        $crate::runtime::server::operation_answer! {
            @write {$body} {$accept} {$($form)*} answer => { answer }
        }
    };
    ({$output:ty} {$member:ident $field:ident $wire:literal of optional $body:ty, whole} {} {$accept:expr} {$($form:tt)*}) => {
        $crate::runtime::server::operation_answer! {
            @write {Option<$body>} {$accept} {$($form)*} answer => { answer }
        }
    };
    (@write {$answer_type:ty} {$accept:expr} {$($form:ident $($extra:expr)?)?} $answer:ident => $body:block) => {
        type Answer = $answer_type;

        #[inline]
        fn write_answer(
            $answer: $answer_type,
            to: &mut $crate::runtime::server::ResponseWriter,
        ) {
            let body = $body;
            $crate::runtime::server::write_reply! { to $accept, $($form $(, $extra)?)? => &body }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use operation_answer;

/// Implements `write_error` for a body that is not JSON.
#[allow(unused_macros)]
macro_rules! operation_failure {
    ($form:ident) => {
        #[inline]
        fn write_error(
            error: &<Self as $crate::runtime::Operation>::Error,
            to: &mut $crate::runtime::server::ResponseWriter,
        ) {
            to.$form("", error);
        }
    };
}
#[allow(unused_imports)]
pub(crate) use operation_failure;

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

/// Writes the body of a response, as JSON unless the table has another word.
#[allow(unused_macros)]
macro_rules! write_reply {
    ($to:ident $accept:expr, => $body:expr) => {
        $to.json($accept, $body)
    };
    ($to:ident $accept:expr, $form:ident $(, $extra:expr)? => $body:expr) => {
        $to.$form($accept, $($extra,)? $body)
    };
}
#[allow(unused_imports)]
pub(crate) use write_reply;
