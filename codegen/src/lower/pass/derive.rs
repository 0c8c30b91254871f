//! `x-derive` in, derive macros of the types out.

use crate::diagnostic::Place;
use crate::diagnostic::catalogue::OVERLAY_NO_EFFECT;
use crate::extension::DERIVE;
use crate::ir::{TypeDef, TypeKind};
use crate::lower::ctx::Ctx;
use crate::lower::schema::foreign::add_dependency;
use crate::lower::schema::foreign_reference::read_derives;
use crate::name::RustPath;
use crate::pointer::{Address, Pointer};
use crate::tree::Tree;

/// Gives each struct and enum the derive macros of its schema, or else those of the document.
pub(in crate::lower) fn assign_derives(ctx: &mut Ctx<'_>, types: &mut [TypeDef]) {
    let root = Address::new(ctx.document.file, Pointer::root());
    let all = match ctx.schema.options.derive.clone() {
        Tree::Null => Vec::new(),
        list => read_macros(ctx, &list, &root),
    };
    let own: Vec<(Address, Tree)> = ctx
        .schemas
        .iter()
        .filter_map(|(id, schema)| {
            let value = schema.extensions.get(DERIVE.key)?.clone();
            Some((ctx.schemas.address(id).clone(), value))
        })
        .collect();
    let is_derivable = |def: &TypeDef| !matches!(def.kind, TypeKind::Alias(_));
    if !all.is_empty() {
        for def in types.iter_mut().filter(|def| is_derivable(def)) {
            def.derives.clone_from(&all);
        }
    }
    for (address, value) in own {
        let macros = read_macros(ctx, &value, &address);
        let mut made = types
            .iter_mut()
            .filter(|it| it.address == address && is_derivable(it));
        if let Some(def) = made.next() {
            def.derives = macros;
        } else {
            let place = Place::Key(address.join(DERIVE.key));
            let message = "this schema is neither a struct nor an enum";
            ctx.diagnostics.report(&OVERLAY_NO_EFFECT, place, message);
        }
    }
}

/// Reads a list of macros of the object at an address, and adds the packages that they need.
fn read_macros(ctx: &mut Ctx<'_>, value: &Tree, address: &Address) -> Vec<RustPath> {
    let address = address.join(DERIVE.key);
    let mut macros = Vec::new();
    for (path, dependency) in read_derives(ctx.diagnostics, (value, &address)) {
        add_dependency(ctx, dependency.as_ref(), &address);
        macros.push(path);
    }
    macros
}
