//! How a parameter or a member of a form is written.

/// A style (OpenAPI 3.1.1, §4.8.12.2), and whether it is exploded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `simple`.
    Simple,
    /// `simple`, exploded.
    SimpleExploded,
    /// `simple`, in a segment that takes the rest of the path: slashes stay.
    CatchAll,
    /// `label`.
    Label,
    /// `label`, exploded.
    LabelExploded,
    /// `matrix`.
    Matrix,
    /// `matrix`, exploded.
    MatrixExploded,
    /// `form`, exploded.
    Form,
    /// `form`, not exploded.
    FormJoined,
    /// `spaceDelimited`.
    SpaceDelimited,
    /// `pipeDelimited`.
    PipeDelimited,
    /// `deepObject`.
    DeepObject,
    /// As JSON: the parameter has `content` instead of a schema.
    Json,
}

impl Style {
    /// The same style, exploded. What is exploded has nothing left to delimit, and an object with its
    /// keys in brackets is so anyway.
    #[must_use]
    pub fn exploded(self) -> Self {
        match self {
            Self::Simple | Self::SimpleExploded => Self::SimpleExploded,
            Self::Label | Self::LabelExploded => Self::LabelExploded,
            Self::Matrix | Self::MatrixExploded => Self::MatrixExploded,
            Self::Form | Self::FormJoined | Self::SpaceDelimited | Self::PipeDelimited => {
                Self::Form
            }
            Self::CatchAll => Self::CatchAll,
            Self::DeepObject => Self::DeepObject,
            Self::Json => Self::Json,
        }
    }
}
