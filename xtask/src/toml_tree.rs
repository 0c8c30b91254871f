//! Trees and the TOML that states them.

use anyhow::bail;
use codegen::tree::{Object, Tree};
use toml_edit::{Array, InlineTable, Item, Value};

/// Reads strings, lists and tables; null if there is no item.
pub(crate) fn read_item(item: Option<&Item>) -> anyhow::Result<Tree> {
    match item {
        None => Ok(Tree::Null),
        Some(Item::Value(value)) => read_value(value),
        Some(Item::Table(table)) => {
            read_value(&Value::InlineTable(table.clone().into_inline_table()))
        }
        Some(_) => bail!("expected a string, a list or a table"),
    }
}

fn read_value(value: &Value) -> anyhow::Result<Tree> {
    Ok(match value {
        Value::String(text) => Tree::String(text.value().clone()),
        Value::Array(items) => Tree::Array(items.iter().map(read_value).collect::<Result<_, _>>()?),
        Value::InlineTable(members) => {
            let members = members.iter();
            let members = members.map(|(key, it)| anyhow::Ok((key.to_owned(), read_value(it)?)));
            Tree::Object(Box::new(members.collect::<Result<Object, _>>()?))
        }
        other => bail!(
            "expected a string, a list or a table, not `{}`",
            other.to_string().trim()
        ),
    })
}

/// Writes strings, lists and tables; nothing for other values.
pub(crate) fn write_value(tree: &Tree) -> Option<Value> {
    match tree {
        Tree::String(text) => Some(text.as_str().into()),
        Tree::Array(items) => Some(
            items
                .iter()
                .filter_map(write_value)
                .collect::<Array>()
                .into(),
        ),
        Tree::Object(members) => {
            let members = members.iter();
            let members = members.filter_map(|(key, it)| Some((key, write_value(it)?)));
            Some(members.collect::<InlineTable>().into())
        }
        Tree::Null | Tree::Bool(_) | Tree::Number(_) => None,
    }
}
