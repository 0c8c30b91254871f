//! Modules of tokens in, files of text out.

mod docs;
mod line;
mod macros;
mod plain;
mod tree;

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use proc_macro2::TokenStream;

use crate::emit::module::{Block, Docs, Module};

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path relative to `src` of the crate, with `/`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// The start of every file.
pub const HEADER: &str = "// @generated";

/// The stack size in bytes, enough to parse and print the deepest rules that a document can have.
const STACK: usize = 64 << 20;

/// Renders each module: a header, then its items with one blank line between.
///
/// # Panics
///
/// If no thread can be started, or an item is not valid Rust, which is a bug of `emit`.
#[must_use]
pub fn files(modules: &[Module<'_>]) -> Vec<File> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let work = || {
        let claim = || modules.get(next.fetch_add(1, Ordering::Relaxed));
        let (mut done, mut docs, mut text) = (Vec::new(), Docs::default(), String::new());
        while let Some(module) = claim() {
            text.clear();
            write_file(module, &mut docs, &mut text);
            // A copy has no spare capacity.
            let (path, text) = (module.path.clone(), text.as_str().to_owned());
            done.push(File { path, text });
        }
        done
    };
    let mut files: Vec<File> = run_threads(threads.min(modules.len()), &work)
        .into_iter()
        .flatten()
        .collect();
    files.sort_by(|left, right| left.path.cmp(&right.path));
    files
}

/// Runs some work in each of several threads with a large stack, and returns the results. Where there are
/// no threads, runs it once.
fn run_threads<T: Send>(count: usize, work: &(impl Fn() -> T + Sync)) -> Vec<T> {
    if cfg!(target_family = "wasm") {
        return vec![work()];
    }
    thread::scope(|scope| {
        let start = |_| {
            let builder = thread::Builder::new().stack_size(STACK);
            builder
                .spawn_scoped(scope, work)
                .expect("the system starts another thread")
        };
        let workers: Vec<_> = (0..count).map(start).collect();
        let results = workers.into_iter().map(|worker| {
            let result = worker.join();
            result.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        results.collect()
    })
}

fn write_file(module: &Module<'_>, docs: &mut Docs, text: &mut String) {
    text.push_str(&header(module.made_by, module.source.as_deref()));
    docs.clear();
    for tokens in module.items(docs) {
        let item = item(tokens);
        if !macros::is_table(&item) {
            text.push('\n');
        }
        docs::write(docs, &item, text);
    }
}

/// Returns the first line of a file, with its command and its source.
#[must_use]
pub fn header(made_by: &str, source: Option<&str>) -> String {
    let from = source.map_or_else(String::new, |source| format!(" from {source}"));
    format!("{HEADER} by {made_by}{from}. Do not edit.\n")
}

/// Returns a text in Markdown, with its code formatted.
///
/// # Panics
///
/// As [`files`] does.
#[must_use]
pub(crate) fn markdown(make: impl Fn() -> Vec<Block> + Sync) -> String {
    let texts = run_threads(1, &|| blocks_as_markdown(&make()));
    texts.into_iter().collect()
}

/// Returns blocks as Markdown, without the lines of examples that rustdoc hides.
fn blocks_as_markdown(blocks: &[Block]) -> String {
    let (mut text, mut is_code) = (String::new(), false);
    docs::write_blocks(blocks, &mut |line| {
        let is_fence = line.trim_start().starts_with("```");
        let is_opening = is_fence && !is_code;
        is_code ^= is_fence;
        let is_hidden = is_code && (line == "#" || line.starts_with("# "));
        if !is_hidden {
            text.push_str(line);
            text.push_str(if is_opening && line == "```" {
                "rust\n"
            } else {
                "\n"
            });
        }
    });
    text
}

/// Formats an item, or several that belong together, with a line break at the end.
fn item(tokens: TokenStream) -> String {
    let tokens = tree::trees(tokens);
    if let Some(text) = macros::layout(&tokens) {
        return text;
    }
    let mut text = String::new();
    let mut rest = &tokens[..];
    while !rest.is_empty() {
        let (item, others) = plain::split_first(rest);
        match plain::layout(item) {
            Some(item) => text.push_str(&item),
            None => text.push_str(&pretty(tree::stream(item))),
        }
        rest = others;
    }
    text
}

fn pretty(tokens: TokenStream) -> String {
    let file: syn::File = match syn::parse2(tokens) {
        Ok(file) => file,
        Err(error) => unreachable!("emitted items are Rust: {error}"),
    };
    prettyplease::unparse(&file)
}

/// Formats the statements of a function as lines, with method chains as rustfmt formats them.
fn statements(function: TokenStream) -> Vec<String> {
    let text = item(function);
    let lines: Vec<&str> = text.lines().collect();
    let [_, lines @ .., _] = &lines[..] else {
        unreachable!("a function has a first and a last line")
    };
    let outdented = |line: &&str| line.strip_prefix("    ").unwrap_or(line).to_owned();
    outdent_arguments(lines.iter().map(outdented).collect())
}

/// Removes a level of indentation from multi-line arguments before a chain, and from the chain
/// itself, which prettyplease indents further.
fn outdent_arguments(mut lines: Vec<String>) -> Vec<String> {
    let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
    for start in 0..lines.len().saturating_sub(1) {
        let outer = depth(&lines[start]);
        if !lines[start].ends_with('(')
            || depth(&lines[start + 1]) != outer + 2 * line::INDENT.len()
        {
            continue;
        }
        let below = lines[start + 1..].iter_mut();
        for line in below.take_while(|line| depth(line) > outer) {
            line.replace_range(..line::INDENT.len(), "");
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    #[test]
    fn documentation_is_comments() {
        let tokens = quote! {
            #[doc = " A pet."]
            #[doc = ""]
            #[doc = "     let code = 1;"]
            #[derive(Clone)]
            pub struct Pet {}
        };
        let text = "/// A pet.\n///\n///     let code = 1;\n#[derive(Clone)]\npub struct Pet {}\n";
        assert_eq!(item(tokens), text);
    }

    #[test]
    fn a_chain_behind_arguments_on_several_lines_is_no_deeper_than_its_start() {
        let [first, second] = ["a", "b"].map(|it| it.repeat(60));
        let function = quote!(fn example() {
            let body = Pet::new(#first, Toy::new(#first, #second).name("c"), #second).size(1).age(2);
            let next = 1;
        });
        let expected = format!(
            r#"let body = Pet::new(
    "{first}",
    Toy::new(
        "{first}",
        "{second}",
    )
    .name("c"),
    "{second}",
)
.size(1)
.age(2);
let next = 1;"#
        );
        assert_eq!(statements(function).join("\n"), expected);
    }

    #[test]
    #[should_panic(expected = "emitted items are Rust")]
    fn what_is_no_rust_is_a_bug() {
        let _ = item(quote!(pub struct 1 + 1;));
    }
}
