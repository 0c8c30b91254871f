//! References between schemas in, their targets out.

use rustc_hash::FxHashMap;

use super::arena::{Role, SchemaArena, Unresolved};
use super::reference::Target;
use super::schema::{SchemaId, component_pointer};
use crate::diagnostic::catalogue::{DANGLING_REF, KEYWORD_IGNORED};
use crate::pointer::{Address, FileId, Pointer, resolve_uri};
use crate::tree::Tree;

/// Members whose values are data, even if they look like schemas.
const DATA: [&str; 6] = ["example", "examples", "default", "const", "enum", "value"];

impl SchemaArena<'_> {
    /// Stores the target of a reference in its schema, or reports that it does not exist.
    pub(super) fn resolve_reference(
        &mut self,
        Unresolved {
            from,
            role,
            text,
            place,
        }: Unresolved,
    ) {
        let key = (place.file, text.clone());
        let known = self.resolved.get(&key).copied();
        let to = match role {
            _ if known.is_some() => known,
            Role::Reference | Role::DynamicReference => self.target(&key.1, &place),
            Role::Mapping(_) | Role::DefaultMapping => self.mapped(&key.1, &place),
        };
        let Some(to) = to else { return };
        // Other texts mean what they mean by where they stand.
        if known.is_none() && key.1.starts_with("#/components/") {
            self.resolved.insert(key, to);
        }
        let schema = &mut self.schemas.list[from.0 as usize];
        match role {
            Role::Reference => schema.reference = Some(to),
            Role::DynamicReference => {
                schema.reference = Some(to);
                let anchor = text.split_once('#').map_or("", |(_, anchor)| anchor);
                let named = (anchor.to_owned(), to);
                if self.dynamic_anchors.contains(&named) {
                    self.dynamic_references.insert(from, named.0);
                }
            }
            Role::Mapping(value) => {
                let discriminator = schema.discriminator.as_mut();
                let discriminator = discriminator.expect("only discriminators have a mapping");
                discriminator.mapping.insert(value, to);
            }
            Role::DefaultMapping => {
                let discriminator = schema.discriminator.as_mut();
                let discriminator = discriminator.expect("only discriminators have a default");
                discriminator.default = Some(to);
            }
        }
    }

    /// Returns the schema of a value in `mapping`: the name of a component, or the text of a
    /// `$ref`.
    fn mapped(&mut self, text: &str, place: &Address) -> Option<SchemaId> {
        if let Some(&id) = self.schemas.components.get(text) {
            return Some(id);
        }
        let other = Address::new(place.file, component_pointer(text));
        if self.context.files.node(&other).is_some() {
            return self.at(&other, text, place);
        }
        if text.contains(['/', '#', '.']) {
            return match self.context.resolve(text, place)? {
                Target::Node(address) if self.context.files.node(&address).is_none() => {
                    let help = self.context.meant(&address, text);
                    self.mapped_nowhere(text, place, Some(help));
                    None
                }
                _ => self.target(text, place),
            };
        }
        let names = self.schemas.components.keys().map(String::as_str);
        let meant = self.context.guess(text, names);
        let help = meant.map(|name| format!("did you mean `{name}`?"));
        self.mapped_nowhere(text, place, help);
        None
    }

    /// Warns about an entry of `mapping`, or a `defaultMapping`, without a schema. Few tools read them, so that
    /// entries outlive their schemas. The union works without them: the other entries and the names
    /// of the schemas decide.
    fn mapped_nowhere(&mut self, text: &str, place: &Address, help: Option<String>) {
        let is_default = place.pointer.last().as_deref() == Some("defaultMapping");
        let what = if is_default {
            "`defaultMapping`"
        } else {
            "the entry of the mapping"
        };
        let message = format!("the schema `{text}` does not exist; {what} is left out");
        let report = self
            .context
            .diagnostics
            .report(&KEYWORD_IGNORED, place, message);
        if let Some(help) = help {
            report.help(help);
        }
    }

    /// Returns the schema that the text of a `$ref` refers to.
    fn target(&mut self, text: &str, place: &Address) -> Option<SchemaId> {
        if let Some(address) = self.identified(text, place) {
            return self.at(&address, text, place);
        }
        match self.context.resolve(text, place)? {
            Target::Node(address) => self.at(&address, text, place),
            Target::Anchor(file, anchor) => {
                if let Some(address) = self.find_anchor(file, &anchor, place) {
                    return self.at(&address, text, place);
                }
                let message = format!("no schema defines the anchor of `{text}`");
                let report = self
                    .context
                    .diagnostics
                    .report(&DANGLING_REF, place, message);
                report.help("a JSON Pointer starts with `#/`");
                None
            }
        }
    }

    /// Returns the address of the schema with this anchor in a file: one in the same component as the
    /// reference at `place`, or in the same resource, or else the first. Schemas in other files are read only if something refers to
    /// them, so that the whole file is searched.
    fn find_anchor(&mut self, file: FileId, anchor: &str, place: &Address) -> Option<Address> {
        let known = self.anchored(file, anchor);
        let (around, own) = (self.resource(place), self.root_around(place));
        let is_near = |it: &&SchemaId| self.resource(self.address(**it)) == around;
        let is_own = |it: &&SchemaId| Some(self.root(**it)) == own;
        let near = known.iter().find(is_own);
        let near = near.or_else(|| known.iter().find(is_near));
        if let Some(&known) = near.or(known.first()) {
            return Some(self.address(known).clone());
        }
        let tree = self.context.files.tree(file);
        let texts = self.texts.entry(file);
        let texts = texts.or_insert_with(|| anchors(&tree));
        let pointer = texts.get(anchor)?;
        Some(Address::new(file, pointer.clone()))
    }

    /// Returns the address that `text` refers to, if it starts with the `$id` of a schema or is in one.
    fn identified(&self, text: &str, place: &Address) -> Option<Address> {
        if self.ids.is_empty() {
            return None;
        }
        let (uri, fragment) = text.split_once('#').unwrap_or((text, ""));
        let root = if uri.is_empty() {
            self.resource(place)?
        } else {
            let resolved = resolve_uri(&self.base(place), uri);
            let known = resolved.and_then(|it| self.ids.get(&it));
            *known.or_else(|| self.ids.get(uri))?
        };
        let at = self.address(root);
        let Some(below) = Pointer::from_fragment(fragment) else {
            let named = self.anchored(at.file, fragment).iter();
            let addresses = named.map(|it| self.address(*it));
            let mut near = addresses.filter(|it| self.resource(it) == Some(root));
            return near.next().cloned();
        };
        let address = Address::new(at.file, at.pointer.join_pointer(&below));
        // Within a schema with an `$id`, many documents mean the document by `#`.
        let exists = !uri.is_empty() || self.context.files.node(&address).is_some();
        exists.then_some(address)
    }

    /// Returns the schema at `address`, and adds it to the arena; reports if nothing is there.
    fn at(&mut self, address: &Address, text: &str, place: &Address) -> Option<SchemaId> {
        if let Some(id) = self.schemas.find(address) {
            return Some(id);
        }
        let root = address.pointer == Pointer::root() && address.file == self.context.files.main();
        match self.context.files.node(address) {
            Some(Tree::Object(_) | Tree::Bool(_)) if !root => Some(self.place(address.clone())),
            // Exporters leave such behind where they lost what was meant.
            Some(_) if root => {
                let message = format!("`{text}` points to the document, not to a schema; left out");
                self.context
                    .diagnostics
                    .report(&KEYWORD_IGNORED, place, message);
                None
            }
            Some(other) => {
                let what = other.kind();
                let message = format!("`{text}` points to {what}, not to a schema");
                self.context
                    .diagnostics
                    .report(&DANGLING_REF, place, message);
                None
            }
            None => self.nested(address, place).or_else(|| {
                self.context.dangling(text, place, address);
                None
            }),
        }
    }

    /// Returns the schema that `address` refers to if its pointer starts at a schema that contains
    /// `place`. Generators that embed complete JSON Schemas in a document write `#/$defs/…` in this
    /// way.
    fn nested(&mut self, address: &Address, place: &Address) -> Option<SchemaId> {
        let first = address.pointer.segments().next()?;
        if address.file != place.file || !matches!(&*first, "$defs" | "definitions") {
            return None;
        }
        let mut around = place.pointer.parent();
        while let Some(base) = around {
            let pointer = address
                .pointer
                .segments()
                .fold(base.clone(), |at, key| at.join(&key));
            let found = self.schemas.find(&Address::new(place.file, pointer));
            if found.is_some() {
                let message = format!("`#/{first}` is resolved against the enclosing schema");
                self.context.repaired(place, message);
                return found;
            }
            around = base.parent();
        }
        None
    }
}

/// Returns the first schema with each anchor in a file.
fn anchors(tree: &Tree) -> FxHashMap<String, Pointer> {
    let mut found = FxHashMap::default();
    let mut open = vec![(Pointer::root(), tree)];
    while let Some((at, node)) = open.pop() {
        let others = open.len();
        match node {
            Tree::Array(items) => {
                let items = items.iter().enumerate();
                open.extend(items.map(|(index, item)| (at.join(&index.to_string()), item)));
            }
            Tree::Object(members) => {
                for key in ["$anchor", "$dynamicAnchor"] {
                    if let Some(name) = node.get(key).and_then(Tree::as_str) {
                        found.entry(name.to_owned()).or_insert_with(|| at.clone());
                    }
                }
                let members = members.iter();
                let members = members.filter(|(key, _)| !DATA.contains(&key.as_str()));
                open.extend(members.map(|(key, member)| (at.join(key), member)));
            }
            _ => {}
        }
        open[others..].reverse();
    }
    found
}
