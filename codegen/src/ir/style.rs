//! How a parameter or a member of a form is written.

pub use codegen_schema::Style;

/// The same style, exploded. What is exploded has nothing left to delimit, and an object with its keys
/// in brackets is so anyway.
pub(crate) fn exploded_style(style: Style) -> Style {
    match style {
        Style::Simple | Style::SimpleExploded => Style::SimpleExploded,
        Style::Label | Style::LabelExploded => Style::LabelExploded,
        Style::Matrix | Style::MatrixExploded => Style::MatrixExploded,
        Style::Form | Style::FormJoined | Style::SpaceDelimited | Style::PipeDelimited => {
            Style::Form
        }
        Style::CatchAll | Style::DeepObject | Style::Json => style,
    }
}
