//! The order of arguments of constructors. It does not depend on the order in the document, which
//! may change without intent: nearly all arguments are strings, so the compiler would not notice
//! that two of them were swapped. For the same reason, arguments keep a recorded order, and new ones
//! follow them.

use super::operation::{Operation, Parameter, ParameterPlace};
use super::type_def::{Field, ObjectDef};

impl ObjectDef {
    /// Returns the arguments of its constructor: the required fields that it does not set itself, first
    /// those with a recorded place, then the others alphabetically by wire name.
    #[must_use]
    pub fn arguments(&self) -> Vec<&Field> {
        let fields = self.fields.iter();
        let required = fields.filter(|field| field.required && field.initial.is_none());
        let mut arguments: Vec<&Field> = required.collect();
        arguments.sort_by_cached_key(|field| {
            let place = field.argument.unwrap_or(u32::MAX);
            (place, alphabetical(&field.wire))
        });
        arguments
    }
}

impl Operation {
    /// Returns the parameters of its constructor: those with a recorded place, then those of the path
    /// in the order of its template, then the other required ones, alphabetically by wire name. A
    /// required body follows them.
    #[must_use]
    pub fn arguments(&self) -> Vec<&Parameter> {
        let required = self.parameters.iter().filter(|it| it.required);
        let mut arguments: Vec<&Parameter> = required.collect();
        arguments.sort_by_cached_key(|parameter| {
            let Parameter {
                wire,
                place,
                argument,
                ..
            } = parameter;
            let in_path = match place {
                ParameterPlace::Path => self.template.find(&format!("{{{wire}}}")),
                ParameterPlace::Query
                | ParameterPlace::QueryString
                | ParameterPlace::Header
                | ParameterPlace::Cookie => None,
            };
            let recorded = argument.unwrap_or(u32::MAX);
            let in_path = in_path.unwrap_or(usize::MAX);
            (recorded, in_path, alphabetical(wire), *place)
        });
        arguments
    }
}

/// Returns a sort key that ignores case first, but is distinct for names that differ only in case.
fn alphabetical(wire: &str) -> (String, &str) {
    (wire.to_lowercase(), wire)
}

#[cfg(test)]
mod tests {
    use crate::ir::sample::{object, operation, parameter, required};
    use crate::ir::{Parameter, ParameterPlace, Style, Type, TypeKind};

    #[test]
    fn required_fields_are_taken_alphabetically() {
        let fields = ["to", "From", "amount", "from"];
        let TypeKind::Object(object) = object(fields.map(|it| required(it, Type::String)).into())
        else {
            unreachable!("it was made as an object")
        };
        let arguments = object.arguments();
        let arguments: Vec<&str> = arguments.iter().map(|it| it.wire.as_str()).collect();
        assert_eq!(arguments, ["amount", "From", "from", "to"]);
    }

    #[test]
    fn parameters_are_taken_in_the_order_of_the_path_and_then_alphabetically() {
        let mut call = operation("Get", "GET", "/zoos/{zoo}/pets/{pet}");
        let required = |wire: &str, place| Parameter {
            required: true,
            ..parameter(wire, place, Style::Simple, Type::String)
        };
        call.parameters = vec![
            required("b", ParameterPlace::Query),
            required("pet", ParameterPlace::Path),
            required("zoo", ParameterPlace::Header),
            required("zoo", ParameterPlace::Path),
            required("zoo", ParameterPlace::Query),
            required("A", ParameterPlace::Header),
        ];
        let arguments = call.arguments();
        let arguments = arguments.iter().map(|it| (it.wire.as_str(), it.place));
        assert_eq!(
            arguments.collect::<Vec<_>>(),
            [
                ("zoo", ParameterPlace::Path),
                ("pet", ParameterPlace::Path),
                ("A", ParameterPlace::Header),
                ("b", ParameterPlace::Query),
                ("zoo", ParameterPlace::Query),
                ("zoo", ParameterPlace::Header),
            ]
        );
    }
}
