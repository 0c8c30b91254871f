//! Values of keywords that are not schemas, of the right type or one whose meaning is clear.

use indexmap::IndexSet;

use super::pattern;
use super::schema::{Map, Type};
use super::schema_reader::SchemaReader;
use crate::diagnostic::catalogue::{KEYWORD_IGNORED, NOT_ENFORCED};
use crate::diagnostic::spelling::closest_name;
use crate::tree::{Number, Tree};

impl SchemaReader<'_, '_, '_> {
    /// Reads a string with a meaning for the generator.
    pub(super) fn text(&mut self, key: &str, value: &Tree) -> Option<String> {
        match value {
            Tree::String(text) => Some(text.clone()),
            other => {
                self.absent_or_wrong(key, other, "a string");
                None
            }
        }
    }

    /// Reads a string for people, from any scalar.
    pub(super) fn prose(&mut self, key: &str, value: &Tree) -> Option<String> {
        match value {
            Tree::String(text) => Some(text.clone()),
            Tree::Number(number) => Some(number.written().to_owned()),
            Tree::Bool(value) => Some(value.written().to_owned()),
            Tree::Null => None,
            Tree::Array(_) | Tree::Object(_) => {
                let message = format!("`{key}` is {}, not a string, and is ignored", value.kind());
                self.ignored(key, message);
                None
            }
        }
    }

    /// Reads a pattern.
    pub(super) fn pattern(&mut self, key: &str, value: &Tree) -> Option<String> {
        let text = self.text(key, value)?;
        let refusal = match pattern::checked_pattern(&text) {
            Ok(pattern) => return Some(pattern.into_owned()),
            Err(refusal) => refusal,
        };
        let place = self.address.join(key);
        let warnings = &mut self.arena.context.warnings;
        if let Some(help) = warnings.add(&NOT_ENFORCED, place, refusal.message) {
            *help = refusal.help;
        }
        None
    }

    /// Reads a boolean; any other value is false.
    pub(super) fn flag(&mut self, key: &str, value: &Tree) -> bool {
        match value {
            Tree::Bool(value) => value.is_true(),
            Tree::String(text) if text == "true" || text == "false" => {
                self.repaired(key, format!("`{key}` is a string; read as a boolean"));
                text == "true"
            }
            other => {
                let message = format!("`{key}` is {}, not a boolean, and is ignored", other.kind());
                self.ignored(key, message);
                false
            }
        }
    }

    /// Reads a number.
    pub(super) fn number(&mut self, key: &str, value: &Tree) -> Option<Number> {
        match value {
            Tree::Number(number) => Some(number.clone()),
            Tree::String(text) if Number::parse(text).is_some() => {
                self.repaired(key, format!("`{key}` is a string; read as a number"));
                Number::parse(text)
            }
            other => {
                self.absent_or_wrong(key, other, "a number");
                None
            }
        }
    }

    /// Reads `multipleOf`, a number greater than zero.
    pub(super) fn divisor(&mut self, key: &str, value: &Tree) -> Option<Number> {
        let number = self.number(key, value)?;
        if number.as_f64() > 0.0 {
            return Some(number);
        }
        self.ignored(
            key,
            format!("`{key}` is not greater than zero and is ignored"),
        );
        None
    }

    /// Reads a non-negative integer.
    pub(super) fn count(&mut self, key: &str, value: &Tree) -> Option<u64> {
        let number = self.number(key, value)?;
        let count = number.as_i128().and_then(|count| u64::try_from(count).ok());
        if count.is_none() {
            let message = format!(
                "`{key}: {}` is not a non-negative integer and is ignored",
                number.as_str()
            );
            self.ignored(key, message);
        }
        count
    }

    /// Reads `enum`. An empty array means that no value is allowed.
    pub(super) fn values(&mut self, key: &str, value: &Tree) -> Option<Vec<Tree>> {
        match value {
            Tree::Array(values) => Some(values.clone()),
            other => {
                self.absent_or_wrong(key, other, "an array");
                None
            }
        }
    }

    /// Reads `required`, each name once. A boolean is the form of draft 3, within a property.
    pub(super) fn required(&mut self, key: &str, value: &Tree) -> Vec<String> {
        if let Tree::Bool(_) = value {
            let message =
                "`required` is a boolean and is ignored; it must be a list of property names";
            self.ignored(key, message.to_owned());
            return Vec::new();
        }
        self.names(key, value)
    }

    /// Reads `dependentRequired`: names by name.
    pub(super) fn dependent_required(&mut self, key: &str, value: &Tree) -> Map<Vec<String>> {
        // Those of `dependencies` stay.
        let mut names = std::mem::take(&mut self.schema.dependent_required);
        match value {
            Tree::Object(members) => {
                for (name, value) in &**members {
                    names.insert(name.clone(), self.names(key, value));
                }
            }
            other => self.absent_or_wrong(key, other, "an object"),
        }
        names
    }

    pub(super) fn names(&mut self, key: &str, value: &Tree) -> Vec<String> {
        let Tree::Array(items) = value else {
            self.absent_or_wrong(key, value, "an array of names");
            return Vec::new();
        };
        let mut names: IndexSet<&str> = IndexSet::with_capacity(items.len());
        for item in items {
            match item {
                Tree::String(name) => {
                    if !names.insert(name) {
                        self.ignored(key, format!("`{key}` lists a property twice"));
                    }
                }
                // In YAML `404` is a number, also where it is a name.
                Tree::Number(name) => {
                    let message = format!("a name in `{key}` is a number; read as a string");
                    self.repaired(key, message);
                    names.insert(name.written());
                }
                other => self.wrong(key, other, "an array of names"),
            }
        }
        names.into_iter().map(str::to_owned).collect()
    }

    /// Reads `type`: a name or several.
    pub(super) fn types(&mut self, key: &str, value: &Tree) -> Option<Vec<Type>> {
        let names = match value {
            Tree::Array(names) => names.as_slice(),
            name => std::slice::from_ref(name),
        };
        let mut types = Vec::with_capacity(names.len());
        for name in names {
            let known = self.type_named(key, name);
            types.extend(known.filter(|known| !types.contains(known)));
        }
        if names.is_empty() {
            self.ignored(key, format!("`{key}` is empty and is ignored"));
        }
        (!types.is_empty()).then_some(types)
    }

    fn type_named(&mut self, key: &str, value: &Tree) -> Option<Type> {
        let name = match value {
            Tree::String(name) => name.as_str(),
            // Without quotes it is YAML's null, and what was meant is clear.
            Tree::Null => return Some(Type::Null),
            other => {
                self.wrong(key, other, "a type's name");
                return None;
            }
        };
        let type_ = Type::ALL.into_iter().find(|type_| type_.name() == name);
        if type_.is_none() {
            let message = format!("`type: {name}` is not a type and is ignored");
            let place = self.address.join(key);
            let warnings = &mut self.arena.context.warnings;
            if let Some(help) = warnings.add(&KEYWORD_IGNORED, place, message) {
                let names = Type::ALL.map(Type::name);
                let longer = names.into_iter().find(|longer| longer.starts_with(name));
                let meant = longer.or_else(|| closest_name(name, names));
                *help = meant.map(|meant| format!("did you mean `{meant}`?"));
            }
        }
        type_
    }
}
