//! `cargo measure requests`: compiles the bindings of documents, and tests that their operations read the
//! requests that they write.

#[cfg(test)]
mod equality;
mod values;

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use codegen::check::Checked;
use codegen::ir::{Api, Body, BodyContent, BodyForm, Operation, RequestContent};

use self::values::RandomValues;
use crate::conformance::{self, BuildDir};
use xtask::Status;
use xtask::generate::{self, Target};
use xtask::session::Session;
use xtask::spec::{self, Spec};

/// The program that tests requests, without its table of operations.
const PROGRAM: &str = include_str!("requests/program.rs");

/// What the program knows about equal values.
const EQUALITY: &str = include_str!("requests/equality.rs");

/// Its name among the examples of the crate.
const HARNESS: &str = "test_requests";

/// How many requests of each operation are tested.
const REQUESTS: usize = 100;

/// Runs the command, and writes what is wrong and a table to `out`. Returns `Rejected` if a request is
/// not read as it was written.
///
/// # Errors
///
/// When the bindings cannot be written or do not compile.
pub fn run(
    specs: &[Spec],
    build_dir: &BuildDir,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let Some(apis) = spec::build_apis(specs, session) else {
        return Ok(Status::Rejected);
    };
    // Problems of the documents do not concern this command.
    session.diagnostics = codegen::diagnostic::Diagnostics::default();
    let target = Target {
        folder: build_dir.path.join("bindings"),
        name: Some("bindings".to_owned()),
        ..Target::default()
    };
    generate::write_crate(&apis, &target, session, &mut std::io::sink())?;
    let values = build_dir.path.join("values.jsonl");
    write_harness(&apis, &target.folder, &values)?;
    conformance::copy_lock_file(&target.folder, build_dir)?;
    let printed =
        conformance::run_example(&target.folder, HARNESS, "server", &[values], build_dir)?;
    out.write_all(printed.as_bytes())?;
    Ok(
        if printed.lines().any(|line| line.starts_with("failed\t")) {
            Status::Rejected
        } else {
            Status::Success
        },
    )
}

/// Writes the tests as a module of the crate, where operations can be written as literals, the example
/// that runs them, and a line with the values of each request.
fn write_harness(apis: &[Checked<Api>], krate: &Path, values: &Path) -> anyhow::Result<()> {
    let mut program = PROGRAM.to_owned();
    let (mut table, mut lines) = (String::new(), String::new());
    for api in apis {
        let mut random = RandomValues::new(api);
        for operation in &api.operations {
            let name = format!("{}::{}", api.module, operation.name);
            let function = format!("make_{}_{}", api.module, operation.name);
            write_maker(&mut program, &function, api, operation)?;
            let lister = format!("list_{}_{}", api.module, operation.name);
            write_lister(&mut program, &lister, api, operation)?;
            let router = format!("crate::{}::server::Call", api.module);
            writeln!(
                table,
                "    ({name:?}, |values| test::<_, {router}>({function}(values)?, {lister})),"
            )?;
            for _ in 0..REQUESTS {
                let values = random.request(operation);
                writeln!(lines, "{}", serde_json::json!([name, values]))?;
            }
        }
    }
    write!(program, "\nmod equality {{\n{EQUALITY}}}\n")?;
    write!(
        program,
        "\nconst OPERATIONS: &[(&str, Test)] = &[\n{table}];\n"
    )?;
    // Not in `src`, where the generator expects its own files only.
    fs::write(krate.join("request_tests.rs"), program)?;
    fs::write(values, lines)?;
    let library = krate.join("src/lib.rs");
    let text = fs::read_to_string(&library).context("cannot read the crate")?;
    let module = "#[allow(warnings)]\n#[path = \"../request_tests.rs\"]\npub mod request_tests;\n";
    fs::write(library, format!("{text}\n{module}"))?;
    let examples = krate.join("examples");
    fs::create_dir_all(&examples)?;
    let main = "fn main() {\n    bindings::request_tests::run();\n}\n";
    fs::write(examples.join(HARNESS).with_extension("rs"), main)?;
    Ok(())
}

/// Writes the function that makes an operation of values.
fn write_maker(
    program: &mut String,
    function: &str,
    api: &Api,
    operation: &Operation,
) -> anyhow::Result<()> {
    let path = format!("crate::{}::{}", api.module, operation.name);
    writeln!(
        program,
        "\nfn {function}(values: &mut Values) -> Option<{path}> {{"
    )?;
    writeln!(program, "    Some({path} {{")?;
    for parameter in &operation.parameters {
        let read = if parameter.required {
            "required"
        } else {
            "optional"
        };
        writeln!(program, "        {}: values.{read}()?,", parameter.name)?;
    }
    if let Some(body) = &operation.call.body {
        writeln!(
            program,
            "        {}: {},",
            body.field,
            body_maker(api, body)
        )?;
    }
    writeln!(program, "    }})\n}}")?;
    Ok(())
}

fn body_maker(api: &Api, body: &Body) -> String {
    let read = |sent: &RequestContent, is_required| match (sent.form.value(), is_required) {
        (Some(_), true) => "values.required()?",
        (Some(_), false) => "values.optional()?",
        (None, true) => "values.bytes()?.into()",
        (None, false) => "values.optional_bytes()?.map(Into::into)",
    };
    match &body.content {
        BodyContent::One(sent) => read(sent, body.required).to_owned(),
        BodyContent::Choice { name, cases } => {
            let path = format!("crate::{}::{name}", api.module);
            let mut arms = String::new();
            for (index, (variant, sent)) in cases.iter().enumerate() {
                let value = read(sent, true);
                let _ = write!(arms, "{index} => {path}::{variant}({value}), ");
            }
            let chosen = format!("match values.choice() {{ {arms}_ => return None }}");
            if body.required {
                chosen
            } else {
                format!("if values.is_present() {{ Some({chosen}) }} else {{ None }}")
            }
        }
    }
}

/// Writes the function that lists the values of an operation.
fn write_lister(
    program: &mut String,
    function: &str,
    api: &Api,
    operation: &Operation,
) -> anyhow::Result<()> {
    let path = format!("crate::{}::{}", api.module, operation.name);
    writeln!(
        program,
        "\nfn {function}(operation: &{path}) -> Vec<Listed> {{\n    let mut list = Vec::new();"
    )?;
    for parameter in &operation.parameters {
        writeln!(
            program,
            "    list.push(Listed::styled(&operation.{}));",
            parameter.name
        )?;
    }
    if let Some(body) = &operation.call.body {
        let list = match &body.content {
            BodyContent::One(sent) => {
                format!("list.push({}(body))", listed(&sent.form))
            }
            BodyContent::Choice { name, cases } => {
                let path = format!("crate::{}::{name}", api.module);
                let mut arms = String::new();
                for (index, (variant, sent)) in cases.iter().enumerate() {
                    let listed = listed(&sent.form);
                    let _ = write!(
                        arms,
                        "{path}::{variant}(body) => list.extend([Listed::json(&{index}), {listed}(body)]), "
                    );
                }
                format!("match body {{ {arms} }}")
            }
        };
        let field = &body.field;
        if body.required {
            writeln!(program, "    let body = &operation.{field};\n    {list};")?;
        } else {
            writeln!(
                program,
                "    if let Some(body) = &operation.{field} {{ {list}; }}"
            )?;
        }
    }
    writeln!(program, "    list\n}}")?;
    Ok(())
}

/// Returns the function that lists a body of this form.
fn listed(form: &BodyForm) -> &'static str {
    match form {
        BodyForm::Json { .. } | BodyForm::Items(_) | BodyForm::Text(_) | BodyForm::File { .. } => {
            "Listed::json"
        }
        BodyForm::Form { .. } | BodyForm::Multipart { .. } => "Listed::styled",
        BodyForm::Bytes => "Listed::bytes",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::equality::are_equal;

    #[test]
    fn values_are_equal_on_the_wire_if_they_are_written_alike() {
        for (one, other) in [
            (json!(null), json!([])),
            (
                json!({"a": [], "b": 1, "c": {}}),
                json!({"b": 1, "d": null}),
            ),
            (json!(1), json!("1")),
            (json!([true]), json!(["true"])),
            (json!(3.0), json!(3)),
            (json!({"a": {"b": 1}}), json!({"a": "{\"b\":1}"})),
            (json!([[1, "a"]]), json!("[1,\"a\"]")),
            (json!(["a"]), json!("a")),
            (json!("a,b"), json!(["a", "b"])),
        ] {
            assert!(are_equal(&one, &other), "{one} {other}");
            assert!(are_equal(&other, &one), "{other} {one}");
        }
    }

    #[test]
    fn other_values_are_not_equal_on_the_wire() {
        for (one, other) in [
            (json!(null), json!("")),
            (json!({"a": 1}), json!({"a": 2})),
            (json!({"a": 1}), json!({"b": 1})),
            (json!({"a": 1}), json!({"a": 1, "b": ""})),
            (json!(["a", "b"]), json!(["b", "a"])),
            (json!(["a", "b"]), json!("a")),
            (json!("1"), json!("1.0")),
            (json!("true"), json!("True")),
            (json!({"a": {"b": 1}}), json!({"a": "{\"b\":2}"})),
            (json!("null"), json!(null)),
        ] {
            assert!(!are_equal(&one, &other), "{one} {other}");
            assert!(!are_equal(&other, &one), "{other} {one}");
        }
    }
}
