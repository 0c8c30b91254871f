//! Types in, random JSON of them out.

use codegen::ir::{
    Api, Body, BodyContent, ObjectDef, Operation, RequestContent, Tagged, Type, TypeDef, TypeKind,
    Value as TypedValue,
};
use serde_json::{Map, Value, json};

/// Texts that look like something else, or have to be encoded somewhere.
const TEXTS: [&str; 36] = [
    "a", "b c", "a,b", "a&b=c", "%2C", "é", "x;y", "1", "true", "null", "a/b", "\"q\"", "+", "[1]",
    "{}", "a.b", "a|b", "", "-0.5", "#", "a=b", "a%", " a", "😀", "%", "%zz", ",", "=", "a[b]",
    "[]", ".", "..", "?", "1e3", "\t", "\r\n",
];

/// The nesting after which optional members are absent and lists are empty.
const DEPTH: usize = 4;

/// A maker of random values of an API; the same values each time.
pub(super) struct RandomValues<'a> {
    api: &'a Api,
    state: u64,
}

impl<'a> RandomValues<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        Self { api, state: 1 }
    }

    /// Returns the values of an operation, in the order of its parameters, then of the body: an empty
    /// list for one that is absent.
    pub(super) fn request(&mut self, operation: &Operation) -> Vec<Vec<Value>> {
        let mut values = Vec::new();
        for parameter in &operation.parameters {
            let is_present = parameter.required || self.below(2) == 0;
            let value = is_present.then(|| self.value(&parameter.value, 0));
            values.push(value.into_iter().collect());
        }
        if let Some(body) = &operation.call.body {
            self.body(body, &mut values);
        }
        values
    }

    fn body(&mut self, body: &Body, values: &mut Vec<Vec<Value>>) {
        let is_present = body.required || self.below(4) != 0;
        match &body.content {
            BodyContent::One(sent) => {
                let value = is_present.then(|| self.content(sent));
                values.push(value.into_iter().collect());
            }
            BodyContent::Choice { cases, .. } => {
                if !body.required {
                    values.push(is_present.then(|| json!(1)).into_iter().collect());
                }
                let index = self.below(cases.len());
                values.push(vec![json!(index)]);
                values.extend(cases.get(index).map(|it| vec![self.content(&it.1)]));
            }
        }
    }

    fn content(&mut self, sent: &RequestContent) -> Value {
        match sent.form.value() {
            Some(value) => self.value(value, 0),
            None => self.text(),
        }
    }

    fn value(&mut self, value: &TypedValue, depth: usize) -> Value {
        self.of_type(&value.ty, depth)
    }

    fn of_type(&mut self, ty: &Type, depth: usize) -> Value {
        if depth > 4 * DEPTH {
            return Value::Null;
        }
        match ty {
            Type::Bool => json!(self.below(2) == 0),
            Type::I64 | Type::I128 => self.pick(&[json!(0), json!(-1), json!(42), json!(i64::MAX)]),
            Type::U64 | Type::U128 => self.pick(&[json!(0), json!(7), json!(u64::MAX)]),
            Type::F64 => self.pick(&[json!(0.5), json!(-2.25), json!(3.0), json!(1e21)]),
            // What a type of another crate reads is not known.
            Type::String | Type::File | Type::Foreign(_) => self.text(),
            Type::Base64 => self.pick(&[json!("AQID"), json!("+/8="), json!("")]),
            Type::DateTime => self.pick(&[
                json!("2025-01-02T03:04:05Z"),
                json!("2025-01-02T03:04:05.678+01:00"),
            ]),
            Type::Json => self.pick(&[json!({"a": 1}), json!([1, "b"]), json!("c")]),
            Type::Named(id) => {
                let def = self.api.type_def(*id);
                self.of_def(def, depth + 1)
            }
            Type::Vec(item) => {
                let length = if depth > DEPTH { 0 } else { self.below(4) };
                (0..length).map(|_| self.of_type(item, depth + 1)).collect()
            }
            Type::Map(item) => {
                let length = if depth > DEPTH { 0 } else { self.below(3) };
                let members =
                    (0..length).map(|index| (self.key(index), self.of_type(item, depth + 1)));
                Value::Object(members.collect())
            }
            Type::Nullable(inner) if self.below(4) != 0 => self.of_type(inner, depth),
            Type::Nullable(_) => Value::Null,
            Type::Box(inner) => self.of_type(inner, depth),
        }
    }

    fn of_def(&mut self, def: &'a TypeDef, depth: usize) -> Value {
        match &def.kind {
            TypeKind::Object(object) => Value::Object(self.object(object, depth)),
            TypeKind::StringEnum(it) => {
                let index = self.below(it.variants.len());
                it.variants
                    .get(index)
                    .map(|it| json!(it.1))
                    .unwrap_or_default()
            }
            TypeKind::Tagged(tagged) => self.tagged(tagged, depth),
            TypeKind::Union(alternatives) => {
                let index = self.below(alternatives.len());
                alternatives
                    .get(index)
                    .map(|it| self.value(&it.value, depth))
                    .unwrap_or_default()
            }
            TypeKind::Tuple(items) => items
                .iter()
                .map(|item| self.value(&item.value, depth + 1))
                .collect(),
            TypeKind::Newtype(value) => self.value(value, depth),
            TypeKind::Alias(ty) => self.of_type(ty, depth),
        }
    }

    fn object(&mut self, object: &ObjectDef, depth: usize) -> Map<String, Value> {
        let mut members = Map::new();
        for field in &object.fields {
            if field.required || (depth <= DEPTH && self.below(2) == 0) {
                members.insert(field.wire.clone(), self.value(&field.value, depth));
            }
        }
        for (name, text) in &object.constants {
            members.insert(name.clone(), json!(text));
        }
        members
    }

    fn tagged(&mut self, tagged: &'a Tagged, depth: usize) -> Value {
        let index = self.below(tagged.variants.len());
        let Some(variant) = tagged.variants.get(index) else {
            return Value::Null;
        };
        let mut value = self.of_type(&variant.ty, depth);
        if let Value::Object(members) = &mut value {
            members.insert(tagged.tag.clone(), json!(variant.value));
        }
        value
    }

    /// Returns the name of a member of a map.
    fn key(&mut self, index: usize) -> String {
        format!("key {index}{}", TEXTS[self.below(TEXTS.len())])
    }

    /// Returns one of the texts, or two in a row.
    fn text(&mut self) -> Value {
        let (first, second) = (self.below(TEXTS.len()), self.below(2 * TEXTS.len()));
        let second = TEXTS.get(second).unwrap_or(&"");
        json!(format!("{}{second}", TEXTS[first]))
    }

    fn pick(&mut self, values: &[Value]) -> Value {
        values[self.below(values.len())].clone()
    }

    /// Returns a number below `count` (`SplitMix64`); 0 for 0.
    fn below(&mut self, count: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let count = u64::try_from(count.max(1)).unwrap_or(1);
        usize::try_from((mixed ^ (mixed >> 31)) % count).unwrap_or(0)
    }
}
