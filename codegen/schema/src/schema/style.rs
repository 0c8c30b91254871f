//! The styles of parameters.

/// How a parameter is written (OpenAPI 3.1.1, §4.8.12.2), and whether it is exploded.
///
/// What a style has no words for, such as an object in an array, is written as JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `simple`: `a,b`, `k,v`.
    Simple,
    /// `simple`, exploded: `a,b`, `k=v`.
    SimpleExploded,
    /// A parameter that takes the rest of a path: `a/b`. The slashes of a text stay, and the items of
    /// an array are segments.
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
    /// `spaceDelimited`, not exploded: `name=a%20b`. An item with a space in it is refused, since
    /// nobody could tell that space from the delimiter.
    SpaceDelimited,
    /// `pipeDelimited`, not exploded: `name=a%7Cb`. An item with a pipe in it is refused.
    PipeDelimited,
    /// `deepObject`: `name[k]=v`, and further down `name[k][l]=v`. OpenAPI leaves arrays open; here
    /// they are one pair per item with the same name, `name[k]=a&name[k]=b`, and items that are objects or
    /// arrays have their index in it: `name[0][k]=v`.
    DeepObject,
    /// As JSON: a parameter with `content` instead of a schema.
    Json,
}
