//! APIs in, the README of their crate out.

use crate::check::Checked;
use crate::ir::{Api, TagFeatures};
use crate::markdown;
use crate::share::ApiSet;

use super::library::Library;
use super::module::Block;
use super::scope::Scope;
use super::{doc, feature, usage};

/// The blocks of the README: what the crate is, a first call, and its features.
pub(crate) fn readme(apis: &ApiSet, library: &Library) -> Vec<Block> {
    let name = markdown::code(&library.name);
    let mut blocks = vec![Block::Text(vec![format!("# {name}"), String::new()])];
    match &**apis {
        [api] => blocks.push(Block::Text(introduction(api))),
        apis => {
            let head = ["Bindings to these APIs, one module each:", ""].map(str::to_owned);
            let list = apis.iter().map(|api| {
                let title = markdown::inline(&api.title);
                format!("- {}: {title}", markdown::code(api.module.as_str()))
            });
            blocks.push(Block::Text(head.into_iter().chain(list).collect()));
        }
    }
    let has_from_env = apis.api_with_variables().is_some();
    let examples = apis.iter().map(|api| {
        let scope = Scope::new(api, library, has_from_env);
        usage::blocks(&scope)
    });
    if let Some(example) = examples.into_iter().find(|it| !it.is_empty()) {
        blocks.push(doc::lines(["", "## Example"]));
        blocks.extend(example);
        blocks.push(doc::lines([
            "",
            "The asynchronous client runs on tokio, which a program with `#[tokio::main]` has to add:",
            "`cargo add tokio --features macros,rt-multi-thread`.",
        ]));
    }
    // Without the line that introduces the list, for there is a heading.
    let features: Vec<String> = feature::of_runtime(apis).into_iter().skip(2).collect();
    let tags = tags(apis, library);
    if !features.is_empty() || !tags.is_empty() {
        blocks.push(doc::lines(["", "## Features"]));
        blocks.push(Block::Text(features));
        blocks.push(Block::Text(tags));
    }
    blocks
}

/// The title of the only API, and the first paragraph of its description.
fn introduction(api: &Api) -> Vec<String> {
    let title = api.title.trim_end_matches('.');
    let mut lines = vec![format!("Bindings for {}.", markdown::inline(title))];
    let text = api.doc.text.as_deref().map(markdown::doc_lines);
    let first: Vec<String> = text.unwrap_or_default();
    let first: Vec<String> = first.into_iter().take_while(|it| !it.is_empty()).collect();
    // Not a heading, a list, a table or code.
    let is_prose = |line: &String| line.starts_with(|it: char| it.is_alphanumeric() || it == '[');
    if first.first().is_some_and(is_prose) {
        lines.push(String::new());
        lines.extend(first);
    }
    lines
}

/// The features for tags.
fn tags(apis: &[Checked<Api>], library: &Library) -> Vec<String> {
    let names = TagFeatures::of(apis).names;
    let note = feature::note(apis, library);
    if note.is_empty() {
        return note;
    }
    let names: Vec<String> = names.into_iter().map(markdown::code).collect();
    let list = markdown::doc_lines(&format!("Tags: {}.", names.join(", ")));
    note.into_iter()
        .chain([String::new()])
        .chain(list)
        .collect()
}
