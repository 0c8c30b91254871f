//! The response of each operation, as in the examples of the document: the result, the envelope, errors.

use std::fmt::Debug;
use std::fs;
use std::path::Path;

use bytes::Bytes;
use generated::runtime::Reply;
use generated::{Error, Operation, Value};
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde_json::{Map, json};

use crate::operations::{Visitor, each};

/// A status that no document declares, for the response `default`.
const OTHER_STATUS: u16 = 418;

/// A document as JSON, without its overlay.
struct Document(Value);

impl Document {
    fn read(module: &str) -> Self {
        let path = format!("../../specs/{module}.yml");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let text = fs::read_to_string(path).expect("the document is there");
        Self(serde_yaml::from_str(&text).expect("the document is YAML"))
    }

    /// The target of a reference, or the value itself.
    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            Some(to) => {
                let pointer = to
                    .strip_prefix('#')
                    .expect("references stay in the document");
                self.resolved(self.0.pointer(pointer).expect("it leads somewhere"))
            }
            None => value,
        }
    }

    /// The responses of an operation: status and schema.
    fn replies(&self, method: &str, path: &str) -> Vec<(u16, Option<&Value>)> {
        let operation = &self.0["paths"][path][method.to_lowercase()];
        let responses = operation["responses"].as_object().expect("it has replies");
        let replies = responses.iter().map(|(status, response)| {
            let content = &self.resolved(response)["content"];
            let schema = content.get("application/json").map(|it| &it["schema"]);
            let status = match status.as_str() {
                "default" => OTHER_STATUS,
                status => status.parse().expect("a status is a number"),
            };
            (status, schema)
        });
        replies.collect()
    }

    /// The example of a schema: its own, or else those of its properties, or else some value.
    fn example(&self, schema: &Value) -> Value {
        let schema = self.resolved(schema);
        if let Some(example) = schema.get("example") {
            return example.clone();
        }
        if let Some(parts) = schema["allOf"].as_array() {
            let parts = parts.iter().map(|it| self.example(it));
            let objects = parts.filter_map(|it| it.as_object().cloned());
            return Value::Object(objects.flatten().collect());
        }
        if let Some(properties) = schema["properties"].as_object() {
            let members = properties.iter();
            let members = members.map(|(name, it)| (name.clone(), self.example(it)));
            return Value::Object(members.collect());
        }
        match (schema["type"].as_str(), schema["enum"].get(0)) {
            (Some("array"), _) => json!([self.example(&schema["items"])]),
            (_, Some(value)) => value.clone(),
            (Some("integer" | "number"), _) => json!(1),
            (Some("boolean"), _) => json!(true),
            (Some("object"), _) => Value::Object(Map::new()),
            _ => match schema["format"].as_str() {
                Some("date-time") => json!("2019-01-23T18:10:02.574Z"),
                _ => json!("text"),
            },
        }
    }
}

fn bytes(json: &Value) -> Bytes {
    json.to_string().into()
}

/// How often each kind of response was seen.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    results_in_data: usize,
    whole_results: usize,
    nothing: usize,
    errors: usize,
}

struct Replies {
    documents: [(&'static str, Document); 3],
    count: Count,
}

impl Visitor for Replies {
    fn visit<O>(&mut self, module: &str, _: O)
    where
        O: Operation<Body: Serialize, Output: Serialize + Debug, Error: Serialize + Debug>,
    {
        let documents = self.documents.iter();
        let mut documents = documents.filter(|(name, _)| *name == module);
        let (_, document) = documents.next().expect("it is one of them");
        let replies = document.replies(O::METHOD, O::PATH);
        assert!(
            replies
                .iter()
                .any(|(status, _)| (200..300).contains(status))
        );
        for (status, schema) in replies {
            let example = schema.map(|it| document.example(it));
            if (200..300).contains(&status) {
                success::<O>(status, example, &mut self.count);
            } else {
                failure::<O>(status, &example.expect("errors have bodies"));
                self.count.errors += 1;
            }
        }
    }
}

fn success<O>(status: u16, example: Option<Value>, count: &mut Count)
where
    O: Operation<Body: Serialize, Output: Serialize + Debug, Error: Serialize + Debug>,
{
    let status = StatusCode::from_u16(status).expect("it is a status");
    let headers = HeaderMap::new();
    let body = example.as_ref().map(bytes).unwrap_or_default();
    let output = O::response(status, &headers, &body);
    let output = output.unwrap_or_else(|error| panic!("{}: {error:?} {body:?}", O::NAME));
    let output = serde_json::to_value(&output).expect("it encodes");
    let reply = Reply {
        status,
        headers: &headers,
        body: &body,
    };
    let whole = O::body(&reply).unwrap_or_else(|error| panic!("{}: {error}", O::NAME));
    let whole = serde_json::to_value(&whole).expect("it encodes");
    let Some(example) = example else {
        assert_eq!((whole, output), (Value::Null, Value::Null), "{}", O::NAME);
        count.nothing += 1;
        return;
    };
    assert_eq!(whole, example, "{}", O::NAME);
    if example["data"].is_object() {
        assert_eq!(output, example["data"], "{}", O::NAME);
        count.results_in_data += 1;
        let missing = O::response(status, &headers, &"{}".into());
        assert!(matches!(missing, Err(Error::Undecodable(_))), "{}", O::NAME);
    } else {
        assert_eq!(output, example, "{}", O::NAME);
        count.whole_results += 1;
    }
}

fn failure<O>(status: u16, example: &Value)
where
    O: Operation<Output: Debug, Error: Serialize + Debug>,
{
    let status = StatusCode::from_u16(status).expect("it is a status");
    let headers = HeaderMap::new();
    let Err(Error::Api(error)) = O::response(status, &headers, &bytes(example)) else {
        panic!("{}: {status} is an error", O::NAME)
    };
    assert_eq!((error.status, &error.raw), (status, &bytes(example)));
    let body = error
        .body
        .unwrap_or_else(|| panic!("{}: {example}", O::NAME));
    let body = serde_json::to_value(body).expect("it encodes");
    assert_eq!(&body, example, "{} {status}", O::NAME);
}

#[test]
fn every_response_of_every_operation_is_decoded() {
    let mut replies = Replies {
        documents: ["calls", "conferences", "texml"].map(|it| (it, Document::read(it))),
        count: Count::default(),
    };
    each(&mut replies);
    let Count {
        results_in_data,
        whole_results,
        nothing,
        errors,
    } = replies.count;
    assert_eq!((results_in_data, whole_results, nothing), (30, 11, 1));
    assert!(errors > 42, "{errors}");
}

/// Whatever the body of a response is, its status is reported.
#[test]
fn no_body_hides_the_status() {
    struct Odd;

    impl Visitor for Odd {
        fn visit<O>(&mut self, _: &str, _: O)
        where
            O: Operation<Body: Serialize, Output: Serialize + Debug, Error: Serialize + Debug>,
        {
            let headers = HeaderMap::new();
            for body in ["", "<html>", "{", "[1]", "{\"errors\":7}"] {
                for status in [400, 404, 418, 500] {
                    let status = StatusCode::from_u16(status).expect("it is a status");
                    let error = O::response(status, &headers, &Bytes::from_static(body.as_bytes()));
                    let error = error.expect_err("no success");
                    assert_eq!(error.status(), Some(status), "{} {body}", O::NAME);
                    assert!(matches!(error, Error::Api(error) if error.body.is_none()));
                }
            }
        }
    }

    each(&mut Odd);
}
