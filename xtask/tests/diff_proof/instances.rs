//! A schema in, instances of it and others that are nearly so out.

use serde_json::{Map, Value, json};

/// Returns instances of a schema, first one that it accepts. They are around the bounds of its rules, and
/// have each member with each of its instances.
pub(crate) fn list_instances(document: &Value, schema: &Value, depth: usize) -> Vec<Value> {
    let schema = resolve(document, schema);
    if depth > 5 {
        return vec![Value::Null];
    }
    if let Some(constant) = schema.get("const") {
        return vec![constant.clone(), json!("another")];
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return values.iter().cloned().chain([json!("another")]).collect();
    }
    for keyword in ["oneOf", "anyOf"] {
        if let Some(alternatives) = schema.get(keyword).and_then(Value::as_array) {
            let instances = alternatives.iter();
            return instances
                .flat_map(|it| list_instances(document, it, depth + 1))
                .collect();
        }
    }
    let types = match schema.get("type") {
        Some(Value::Array(types)) => types.clone(),
        Some(one) => vec![one.clone()],
        None => vec![json!("integer"), json!("string"), json!("null")],
    };
    let types = types.iter().filter_map(Value::as_str);
    types
        .flat_map(|it| list_of_type(document, schema, it, depth))
        .collect()
}

fn resolve<'d>(document: &'d Value, mut schema: &'d Value) -> &'d Value {
    while let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        schema = document
            .pointer(reference.trim_start_matches('#'))
            .expect("references are whole");
    }
    schema
}

fn list_of_type(document: &Value, schema: &Value, ty: &str, depth: usize) -> Vec<Value> {
    match ty {
        "integer" => numbers(schema, &[]),
        "number" => numbers(schema, &[0.5]),
        "string" => strings(schema),
        "boolean" => vec![json!(true), json!(false), json!(1)],
        "array" => arrays(document, schema, depth),
        "object" => objects(document, schema, depth),
        _ => vec![Value::Null],
    }
}

fn numbers(schema: &Value, more: &[f64]) -> Vec<Value> {
    let number = |keyword: &str| schema.get(keyword).and_then(Value::as_i64);
    let least = number("minimum").unwrap_or(1).max(1);
    let step = number("multipleOf").unwrap_or(1);
    let bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
    let bounds = bounds.into_iter().filter_map(number);
    let around = bounds.flat_map(|it| [it - 1, it, it + 1]);
    let first = step * ((least + step - 1) / step);
    let steps = [1, 2, 3].map(|it| it * step);
    let numbers = [first].into_iter().chain(around).chain(steps);
    let numbers = numbers.map(Value::from);
    let more = more.iter().copied().map(Value::from);
    numbers.chain(more).chain([json!("text")]).collect()
}

fn strings(schema: &Value) -> Vec<Value> {
    if schema.get("format") == Some(&json!("date-time")) {
        return vec![json!("2024-01-01T00:00:00Z"), json!("text")];
    }
    let length = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
    let least = length("minLength").unwrap_or(1).max(1);
    let bounds = ["minLength", "maxLength"].into_iter().filter_map(length);
    let lengths = bounds.flat_map(|it| [it.saturating_sub(1), it, it + 1]);
    let texts = [least, 0].into_iter().chain(lengths).map(|it| {
        let count = usize::try_from(it).expect("it is small");
        json!("a".repeat(count))
    });
    texts
        .chain([json!("z"), json!("A"), json!(1), Value::Null])
        .collect()
}

fn arrays(document: &Value, schema: &Value, depth: usize) -> Vec<Value> {
    let list = |schema: &Value| list_instances(document, schema, depth + 1);
    if let Some(items) = schema.get("prefixItems").and_then(Value::as_array) {
        let items: Vec<Value> = items.iter().map(|it| list(it)[0].clone()).collect();
        return vec![json!(items), json!(items[..items.len() - 1])];
    }
    let items = schema.get("items").map_or(vec![json!(1)], list);
    let length = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
    let bounds = ["minItems", "maxItems"].into_iter().filter_map(length);
    let lengths = bounds.flat_map(|it| [it.saturating_sub(1), it, it + 1]);
    let arrays = [1, 0, 2].into_iter().chain(lengths).map(|length| {
        let items = (0..length).map(|index| match &items[0] {
            Value::String(text) => json!(format!("{text}{index}")),
            item => item.clone(),
        });
        Value::Array(items.collect())
    });
    let same = json!([items[0], items[0]]);
    let single = items.iter().map(|it| json!([it]));
    arrays.chain([same]).chain(single).collect()
}

fn objects(document: &Value, schema: &Value, depth: usize) -> Vec<Value> {
    let properties = schema.get("properties").and_then(Value::as_object);
    let properties = properties.into_iter().flatten();
    let members: Vec<(&String, Vec<Value>)> = properties
        .map(|(name, schema)| (name, list_instances(document, schema, depth + 1)))
        .collect();
    let required = schema.get("required").and_then(Value::as_array);
    let required: Vec<&str> = required
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let first = |names: &dyn Fn(&str) -> bool| -> Map<String, Value> {
        let kept = members.iter().filter(|it| names(it.0));
        kept.map(|(name, values)| ((*name).clone(), values[0].clone()))
            .collect()
    };
    let least = first(&|name| required.contains(&name));
    let mut objects = vec![least.clone(), first(&|_| true)];
    for name in &required {
        objects.push(first(&|it| required.contains(&it) && it != *name));
    }
    for (name, values) in &members {
        for value in values {
            let mut object = least.clone();
            object.insert((*name).clone(), value.clone());
            objects.push(object);
        }
    }
    let others = schema
        .get("additionalProperties")
        .filter(|it| it.is_object());
    let others = others.map_or(vec![json!(1)], |it| list_instances(document, it, depth + 1));
    for value in others.into_iter().chain([json!("text")]) {
        let mut object = least.clone();
        object.insert("undeclared".to_owned(), value);
        objects.push(object);
    }
    let count = schema.get("maxProperties").and_then(Value::as_u64);
    if let Some(count) = count {
        let names = (0..=count).map(|it| (format!("member{it}"), json!("a")));
        objects.push(names.collect());
    }
    objects.into_iter().map(Value::Object).collect()
}
