//! The styles of parameters.

/// How a parameter is written (OpenAPI 3.1.1, §4.8.12.2), and whether it is exploded.
///
/// Values that a style does not define, such as an object in an array, are written as JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `simple`: `a,b`, `k,v`.
    Simple,
    /// `simple`, exploded: `a,b`, `k=v`.
    SimpleExploded,
    /// A parameter that takes the rest of a path: `a/b`. Slashes in a string are not encoded, and
    /// the items of an array become segments.
    CatchAll,
    /// `label`: `.a,b`.
    Label,
    /// `label`, exploded: `.a.b`, `.k=v`.
    LabelExploded,
    /// `matrix`: `;name=a,b`.
    Matrix,
    /// `matrix`, exploded: `;name=a;name=b`, `;k=v`.
    MatrixExploded,
    /// `form`, exploded: `name=a&name=b`, `k=v`.
    Form,
    /// `form`, not exploded: `name=a,b`.
    FormJoined,
    /// `spaceDelimited`, not exploded: `name=a%20b`. An item that contains a space is a violation,
    /// because the space would look like the delimiter.
    SpaceDelimited,
    /// `pipeDelimited`, not exploded: `name=a%7Cb`. An item that contains `|` is a violation.
    PipeDelimited,
    /// `deepObject`: `name[k]=v`, and nested `name[k][l]=v`. OpenAPI does not define arrays in this
    /// style; they are written as one pair per item with the same name (`name[k]=a&name[k]=b`),
    /// with the index in the name if the item is an object or an array (`name[0][k]=v`).
    DeepObject,
    /// As JSON: a parameter with `content` instead of a schema.
    Json,
}
