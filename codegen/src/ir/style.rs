//! How a parameter or a member of a form is written.

pub use codegen_schema::Style;

/// Returns the exploded form of a style. Delimited styles become `form`, and `deepObject` is
/// exploded already.
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
