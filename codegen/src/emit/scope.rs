//! What the emitters of one API share.

use rustc_hash::FxHashSet;

use crate::ir::{Api, ObjectDef, Type, TypeId, TypeKind};
use crate::layout::{self, OperationFile, TypeFile};
use crate::name::TypeName;

use super::library::Library;
use super::type_use::TypeUses;

/// An API, and what was found out about it as a whole.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    pub(super) api: &'a Api,
    /// The files of its types, sorted.
    pub(super) files: Vec<TypeFile>,
    /// The types that are defined outside of its module.
    pub(super) elsewhere: Vec<TypeId>,
    /// The files of its operations, sorted.
    pub(super) operation_files: Vec<OperationFile>,
    /// Whether there is a feature for each tag.
    pub(super) has_features: bool,
    /// The crate, as it is named in code.
    pub(super) library: String,
    /// Whether its clients have `from_env`.
    pub(super) has_from_env: bool,
    /// The names that stand in its module.
    names: FxHashSet<&'a str>,
    /// For each type, whether a value of it can break a rule.
    checked: Vec<bool>,
    /// Where the types without prose are used.
    pub(super) uses: TypeUses<'a>,
    /// The types of failures that say nothing of themselves yet.
    pub(super) failures: FxHashSet<TypeId>,
}

/// What an argument is converted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Conversion<'a> {
    /// It has the type of its value.
    None,
    /// It is anything that converts into the type.
    Whole,
    /// It is any list whose items convert into this type.
    Items(&'a Type),
}

impl<'a> Scope<'a> {
    pub(super) fn new(api: &'a Api, library: &Library, has_from_env: bool) -> Self {
        let files = layout::type_files(api);
        let types = api.types.iter().map(|def| def.name.as_str());
        let operations = api.operations.iter().flat_map(layout::operation_names);
        let operations = operations.map(TypeName::as_str);
        let events = api.events.iter().map(|events| events.name.as_str());
        Self {
            api,
            operation_files: layout::operation_files(api, &files),
            files,
            elsewhere: Vec::new(),
            has_features: library.has_tag_features && !api.features.is_empty(),
            library: library.name.replace('-', "_"),
            has_from_env,
            names: types.chain(operations).chain(events).collect(),
            checked: checked(api),
            uses: TypeUses::new(api),
            failures: api.failure_types(),
        }
    }

    /// Leaves out the types that are defined outside of the module.
    pub(super) fn leave_out(&mut self, is_elsewhere: impl Fn(TypeId) -> bool) {
        for file in &mut self.files {
            let (elsewhere, here) = file.types.iter().partition(|id| is_elsewhere(**id));
            file.types = here;
            self.elsewhere.extend::<Vec<TypeId>>(elsewhere);
        }
        self.files.retain(|file| !file.types.is_empty());
    }

    /// Whether the document has this name for something of its own.
    pub(super) fn has_name(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether a value of this type can break a rule of the type.
    pub(super) fn is_checked(&self, ty: &Type) -> bool {
        match ty.leaf() {
            Type::Named(id) => self.checked[id.0],
            leaf => is_checked_alone(leaf),
        }
    }

    /// The type behind aliases.
    pub(super) fn resolve<'t>(&self, mut ty: &'t Type) -> &'t Type
    where
        'a: 't,
    {
        // No chain of aliases is longer than there are types.
        for _ in &self.api.types {
            let Type::Named(id) = ty else { break };
            let TypeKind::Alias(target) = &self.api.type_def(*id).kind else {
                break;
            };
            ty = target;
        }
        ty
    }

    /// What an argument for a value of the type is converted from.
    pub(super) fn conversion<'t>(&self, ty: &'t Type) -> Conversion<'t>
    where
        'a: 't,
    {
        match self.resolve(ty) {
            Type::String | Type::File | Type::Foreign(_) | Type::Nullable(_) | Type::Box(_) => {
                Conversion::Whole
            }
            named @ Type::Named(_) if self.is_converted(named) => Conversion::Whole,
            Type::Vec(item) if self.is_converted(item) => Conversion::Items(item),
            _ => Conversion::None,
        }
    }

    /// Whether a type is one of another crate, or a newtype over one or over `String`.
    fn is_converted(&self, ty: &Type) -> bool {
        match self.resolve(ty) {
            Type::Foreign(_) => true,
            Type::Named(id) => matches!(
                &self.api.type_def(*id).kind,
                TypeKind::Newtype(value) if matches!(value.ty, Type::String | Type::Foreign(_))
            ),
            _ => false,
        }
    }

    /// Whether a type is a newtype over `String`.
    pub(super) fn is_string_newtype(&self, ty: &Type) -> bool {
        let Type::Named(id) = self.resolve(ty) else {
            return false;
        };
        let kind = &self.api.type_def(*id).kind;
        matches!(kind, TypeKind::Newtype(value) if value.ty == Type::String)
    }

    /// A text that two types share if Rust cannot tell them apart, for aliases have no type of their
    /// own. A box counts as what is in it.
    pub(super) fn identity(&self, ty: &Type) -> String {
        let mut text = String::new();
        let mut ty = self.resolve(ty);
        // An alias that contained itself would have no end, and no Rust either.
        for _ in 0..self.api.types.len() + 1000 {
            let (wrapper, inner) = match ty {
                Type::Vec(inner) => ("Vec ", inner),
                Type::Map(inner) => ("Map ", inner),
                Type::Nullable(inner) => ("Nullable ", inner),
                Type::Box(inner) if text.is_empty() => ("", inner),
                Type::Box(inner) => ("Box ", inner),
                _ => break,
            };
            text.push_str(wrapper);
            ty = self.resolve(inner);
        }
        text + &format!("{ty:?}")
    }
}

/// A double may be no number at all, which no JSON can say.
fn is_checked_alone(leaf: &Type) -> bool {
    matches!(leaf, Type::F64)
}

/// For each type, whether a value of it can break a rule: one of its own, or one of a type within.
fn checked(api: &Api) -> Vec<bool> {
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); api.types.len()];
    let mut checked = vec![false; api.types.len()];
    let mut todo = Vec::new();
    for (index, def) in api.types.iter().enumerate() {
        let leaves: Vec<&Type> = def.kind.types().into_iter().map(Type::leaf).collect();
        for leaf in &leaves {
            if let Type::Named(id) = leaf {
                users[id.0].push(index);
            }
        }
        if !def.rules.is_empty() || has_rules(&def.kind) || leaves.into_iter().any(is_checked_alone)
        {
            todo.push(index);
        }
    }
    while let Some(index) = todo.pop() {
        if !std::mem::replace(&mut checked[index], true) {
            todo.extend(&users[index]);
        }
    }
    checked
}

/// Whether a type has rules of its own. What is open in Rust is one: values that the document does
/// not list are read, and are not to be sent.
fn has_rules(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Object(ObjectDef {
            fields,
            others,
            rules,
            constants: _,
        }) => {
            let others = others.as_ref().is_some_and(|others| {
                others.forbidden || !others.rules.is_empty() || !others.value.rules.is_empty()
            });
            others || !rules.is_empty() || fields.iter().any(|field| !field.value.rules.is_empty())
        }
        TypeKind::StringEnum(it) => !it.open,
        TypeKind::Tagged(_) | TypeKind::Union(_) => true,
        TypeKind::Tuple(items) => {
            let optional = items.iter().filter(|item| !item.required).count();
            optional > 1 || items.iter().any(|item| !item.value.rules.is_empty())
        }
        TypeKind::Newtype(value) => !value.rules.is_empty(),
        TypeKind::Alias(_) => false,
    }
}
