//! A document in, a changed one out, with what moved where.

use codegen::name::TypeName;
use codegen::pointer::Pointer;
use codegen::tree::{Object, Tree};

use crate::mutants::random::Random;
use crate::names::tree_of_json;

/// A document that is changed step by step.
pub(super) struct Changed {
    pub(super) tree: Tree,
    /// The references that became others, each with all below it.
    moved: Vec<(String, String)>,
    /// The paths that became others.
    paths: Vec<(String, String)>,
    /// The paths with an operation that has another id.
    renamed: Vec<String>,
    /// The keys of schemas that have been changed.
    touched: Vec<String>,
    count: usize,
}

impl Changed {
    pub(super) fn new(tree: Tree) -> Self {
        Self {
            tree,
            moved: Vec::new(),
            paths: Vec::new(),
            renamed: Vec::new(),
            touched: Vec::new(),
            count: 0,
        }
    }

    /// Makes a random change, if it is possible.
    pub(super) fn change(&mut self, random: &mut Random) {
        self.count += 1;
        let change = [
            Self::add_schema,
            Self::add_member,
            Self::add_operation,
            Self::add_failure,
            Self::rename_schema,
            Self::move_to_component,
            Self::rename_operation,
            Self::move_operation,
            Self::remove,
            Self::reorder,
        ];
        let change = change[random.below(change.len())];
        // What cannot be changed so stays as it is.
        let _ = change(self, random);
    }

    /// The reference that another has become.
    pub(super) fn reference(&self, before: &str) -> String {
        let moved = self.moved.iter();
        moved.fold(before.to_owned(), |it, (from, to)| {
            match it.strip_prefix(from.as_str()) {
                Some(rest) if rest.is_empty() || rest.starts_with('/') => format!("{to}{rest}"),
                _ => it,
            }
        })
    }

    /// The path that another has become.
    pub(super) fn path(&self, before: &str) -> String {
        let moved = self.paths.iter();
        moved.fold(
            before.to_owned(),
            |it, (from, to)| {
                if it == *from { to.clone() } else { it }
            },
        )
    }

    fn object(&mut self, place: &[&str]) -> Option<&mut Object> {
        let mut node = &mut self.tree;
        for key in place {
            node = node.as_object_mut()?.get_mut(*key)?;
        }
        node.as_object_mut()
    }

    /// The keys of an object.
    fn keys(&mut self, place: &[&str]) -> Vec<String> {
        let object = self.object(place);
        object.map_or_else(Vec::new, |it| it.keys().cloned().collect())
    }

    fn one_schema(&mut self, random: &mut Random) -> Option<String> {
        let keys = self.keys(&["components", "schemas"]);
        random.one(&keys).cloned()
    }

    /// A path and a method with an `operationId`.
    fn one_operation(&mut self, random: &mut Random) -> Option<(String, String, String)> {
        let path = random.one(&self.keys(&["paths"])).cloned()?;
        let methods = self.keys(&["paths", &path]);
        let method = random.one(&methods).cloned()?;
        let operation = self.object(&["paths", &path, &method])?;
        let id = operation.get("operationId")?.as_str()?.to_owned();
        Some((path, method, id))
    }

    /// A spelling of the same name in Rust.
    fn lookalike(spelling: &str) -> String {
        let name = TypeName::from_spelling(spelling).to_string();
        if name == spelling {
            format!("{spelling}_")
        } else {
            name
        }
    }

    /// Reserves a schema for one change: with neither its key nor its shape, nothing identifies a schema
    /// that nothing uses.
    fn touch(&mut self, key: &str) -> Option<()> {
        let is_new = !self.touched.iter().any(|it| it == key);
        self.touched.push(key.to_owned());
        is_new.then_some(())
    }

    fn add_schema(&mut self, random: &mut Random) -> Option<()> {
        let key = Self::lookalike(&self.one_schema(random)?);
        let member = format!("zzq{}", self.count);
        let schema = format!(r#"{{"type":"object","properties":{{"{member}":{{}}}}}}"#);
        let schemas = self.object(&["components", "schemas"])?;
        schemas.entry(key).or_insert_with(|| tree_of_json(&schema));
        Some(())
    }

    fn add_member(&mut self, random: &mut Random) -> Option<()> {
        let key = self.one_schema(random)?;
        self.touch(&key)?;
        let place = ["components", "schemas", &key, "properties"];
        let member = random.one(&self.keys(&place)).cloned()?;
        let added = Self::lookalike(&member);
        let schema = tree_of_json(r#"{"type":"string"}"#);
        self.object(&place)?.entry(added.clone()).or_insert(schema);
        let list = self.object(&["components", "schemas", &key])?;
        if let Some(Tree::Array(required)) = list.get_mut("required") {
            required.insert(0, Tree::String(added));
        }
        Some(())
    }

    /// Adds an error response with a body of its own, so that errors become a union or a larger one.
    fn add_failure(&mut self, random: &mut Random) -> Option<()> {
        let (path, method, _) = self.one_operation(random)?;
        let member = format!("zzf{}", self.count);
        let body = format!(r#"{{"type":"object","properties":{{"{member}":{{}}}}}}"#);
        let response = format!(
            r#"{{"description":"d","content":{{"application/json":{{"schema":{body}}}}}}}"#
        );
        let responses = self.object(&["paths", &path, &method, "responses"])?;
        responses
            .entry("418".to_owned())
            .or_insert_with(|| tree_of_json(&response));
        Some(())
    }

    fn add_operation(&mut self, random: &mut Random) -> Option<()> {
        let (_, _, id) = self.one_operation(random)?;
        let id = Tree::String(Self::lookalike(&id)).to_json();
        let responses = r#"{"200":{"description":"d"}}"#;
        let item = format!(r#"{{"get":{{"operationId":{id},"responses":{responses}}}}}"#);
        let path = format!("/zzq{}", self.count);
        self.object(&["paths"])?.insert(path, tree_of_json(&item));
        Some(())
    }

    fn rename_schema(&mut self, random: &mut Random) -> Option<()> {
        let key = self.one_schema(random)?;
        let renamed = format!("Aaa{}{key}", self.count);
        self.touch(&key)?;
        self.touched.push(renamed.clone());
        let schema = self.object(&["components", "schemas", &key])?;
        if schema.contains_key("discriminator") {
            // Its key is a value of the tag, so it has another shape.
            return None;
        }
        let schemas = self.object(&["components", "schemas"])?;
        let schema = schemas.shift_remove(&key)?;
        schemas.insert(renamed.clone(), schema);
        let reference = |key: &str| {
            let pointer = Pointer::root().join_all(["components", "schemas", key]);
            format!("#{pointer}")
        };
        let (from, to) = (reference(&key), reference(&renamed));
        redirect(&mut self.tree, &from, &to);
        self.moved.push((from, to));
        Some(())
    }

    fn move_to_component(&mut self, random: &mut Random) -> Option<()> {
        let name = format!("Zzq{}Moved", self.count);
        let key = self.one_schema(random)?;
        let place = ["components", "schemas", &key, "properties"];
        let member = random.one(&self.keys(&place)).cloned()?;
        let properties = self.object(&place)?;
        let schema = properties.get_mut(&member)?;
        let inline = schema.as_object()?;
        if !inline.contains_key("properties") && !inline.contains_key("enum") {
            return None;
        }
        let to = format!("#/components/schemas/{name}");
        let reference = tree_of_json(&format!(r#"{{"$ref":"{to}"}}"#));
        let schema = std::mem::replace(schema, reference);
        self.object(&["components", "schemas"])?
            .insert(name, schema);
        let from = Pointer::root().join_all(place).join(&member);
        self.moved.push((format!("#{from}"), to));
        Some(())
    }

    fn rename_operation(&mut self, random: &mut Random) -> Option<()> {
        let (path, method, id) = self.one_operation(random)?;
        // With neither its path nor its id, nothing identifies an operation.
        let is_moved = |it: &(String, String)| it.1 == path;
        if self.paths.iter().any(is_moved) {
            return None;
        }
        self.renamed.push(path.clone());
        let operation = self.object(&["paths", &path, &method])?;
        let id = Tree::String(format!("aaa{id}"));
        operation.insert("operationId".to_owned(), id);
        Some(())
    }

    fn move_operation(&mut self, random: &mut Random) -> Option<()> {
        let path = random.one(&self.keys(&["paths"])).cloned()?;
        let item = self.object(&["paths", &path])?.values();
        let mut operations = item.filter(|it| it.get("responses").is_some());
        let has_ids = operations.all(|it| it.get("operationId").is_some());
        if !has_ids || self.renamed.contains(&path) {
            return None;
        }
        let moved = format!("/aaa{}{path}", self.count);
        let paths = self.object(&["paths"])?;
        let item = paths.shift_remove(&path)?;
        paths.insert(moved.clone(), item);
        let reference = |path: &str| format!("#{}", Pointer::root().join_all(["paths", path]));
        let (from, to) = (reference(&path), reference(&moved));
        redirect(&mut self.tree, &from, &to);
        self.moved.push((from, to));
        self.paths.push((path, moved));
        Some(())
    }

    fn remove(&mut self, random: &mut Random) -> Option<()> {
        let key = self.one_schema(random)?;
        let path = random.one(&self.keys(&["paths"])).cloned();
        let place = ["components", "schemas", &key, "properties"];
        let member = random.one(&self.keys(&place)).cloned();
        match (random.below(2), path, member) {
            (0, Some(path), _) => drop(self.object(&["paths"])?.shift_remove(&path)),
            (_, _, Some(member)) => {
                self.touch(&key)?;
                self.object(&place)?.shift_remove(&member);
            }
            _ => {}
        }
        Some(())
    }

    fn reorder(&mut self, random: &mut Random) -> Option<()> {
        self.object(&["paths"])?;
        shuffle(&mut self.tree, random);
        Some(())
    }
}

/// Changes references to what has moved.
fn redirect(tree: &mut Tree, from: &str, to: &str) {
    match tree {
        Tree::Object(members) => {
            for value in members.values_mut() {
                redirect(value, from, to);
            }
        }
        Tree::Array(items) => {
            for item in items {
                redirect(item, from, to);
            }
        }
        Tree::String(text) => {
            if let Some(rest) = text.strip_prefix(from)
                && (rest.is_empty() || rest.starts_with('/'))
            {
                *text = format!("{to}{rest}");
            }
        }
        _ => {}
    }
}

/// Reorders the members of all objects, and the parameters of all operations.
fn shuffle(tree: &mut Tree, random: &mut Random) {
    match tree {
        Tree::Object(members) => {
            let mut list: Vec<(String, Tree)> =
                std::mem::take(&mut **members).into_iter().collect();
            for (key, value) in &mut list {
                shuffle(value, random);
                if let (Tree::Array(items), "parameters" | "required") = (value, &**key) {
                    shuffle_list(items, random);
                }
            }
            shuffle_list(&mut list, random);
            **members = list.into_iter().collect();
        }
        Tree::Array(items) => {
            for item in items {
                shuffle(item, random);
            }
        }
        _ => {}
    }
}

/// Fisher and Yates' way to put a list in a random order.
fn shuffle_list<T>(list: &mut [T], random: &mut Random) {
    for end in (1..list.len()).rev() {
        list.swap(end, random.below(end + 1));
    }
}
