//! The types that several APIs share in, their module out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::check::Checked;
use crate::ir::{Api, Shared, SharedType};

use super::doc;
use super::imports::Imports;
use super::library::Library;
use super::module::{Block, Docs};
use super::scope::Scope;
use super::{index, type_items};

/// The items of the module.
pub(super) fn items(
    apis: &[Checked<Api>],
    shared: &Shared,
    library: &Library,
    docs: &mut Docs,
) -> Vec<TokenStream> {
    let head = "Types that several modules share. Each of these modules re-exports its types.";
    let list = shared.types.iter().map(|it| list_line(apis, it));
    let lines = [
        doc::joined(&[head.to_owned()]),
        vec![String::new()],
        list.collect(),
    ]
    .concat();
    let doc = docs.inner(vec![Block::Text(lines)]);
    let allow = index::allowed(false);
    let mut items = vec![quote!(#doc #allow)];
    for it in &shared.types {
        let (api, id) = it.members[0];
        let scope = Scope::new(&apis[api], library, false);
        let mut imports = Imports::qualified(&scope, docs);
        items.extend(type_items(&mut imports, id));
    }
    items
}

/// The name of a type, and the modules that have it.
fn list_line(apis: &[Checked<Api>], SharedType { name, members }: &SharedType) -> String {
    let mut modules: Vec<usize> = members.iter().map(|(api, _)| *api).collect();
    modules.sort_unstable();
    let modules = modules.into_iter().map(|api| {
        let module = &apis[api].module;
        format!("[`{module}`](crate::{module})")
    });
    let modules: Vec<String> = modules.collect();
    format!("- [`{name}`]: in {}", modules.join(", "))
}
