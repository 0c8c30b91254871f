//! Ids of operations that end with path and method in, ids without them out.

use indexmap::IndexMap;

use crate::lower::ctx::Ctx;
use crate::name::TypeName;

use super::declared_operation::DeclaredOperation;

/// Removes path and method from the end of each `operationId`, as `FastAPI` writes them
/// (`list_books_books_get` for `GET /books`), unless the rest would be the name of something else.
pub(super) fn remove_path_suffixes(ctx: &Ctx<'_>, operations: &mut [DeclaredOperation<'_>]) {
    let short: Vec<Option<String>> = operations.iter().map(remove_path_suffix).collect();
    if short.iter().all(Option::is_none) {
        return;
    }
    let components = ctx.schemas.components.keys();
    let ids = operations.iter().zip(&short);
    let ids = ids.map(|(operation, short)| short.as_ref().unwrap_or(&operation.id));
    let mut claims: IndexMap<TypeName, usize> = IndexMap::new();
    for spelling in components.chain(ids) {
        *claims.entry(TypeName::from_spelling(spelling)).or_default() += 1;
    }
    for (operation, short) in operations.iter_mut().zip(short) {
        let Some(short) = short else { continue };
        if claims[&TypeName::from_spelling(&short)] == 1 {
            operation.id = short;
        }
    }
}

/// Returns the id without path and method, if it ends with both and has more than that.
fn remove_path_suffix(operation: &DeclaredOperation<'_>) -> Option<String> {
    let id = operation.declared.operation_id.as_deref()?;
    let is_word = |char: char| char.is_alphanumeric() || char == '_';
    let path = operation.path.chars();
    let path: String = path.map(|it| if is_word(it) { it } else { '_' }).collect();
    let suffix = format!("{path}_{}", operation.method.to_lowercase());
    let rest = id.strip_suffix(&suffix)?;
    let has_word = rest.contains(char::is_alphanumeric);
    has_word.then(|| rest.to_owned())
}
