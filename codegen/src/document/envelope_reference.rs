//! `$ref`s between objects of the envelope, which are kept or replaced by their targets.

use super::envelope_reader::{EnvelopeReader, Following};
use super::grammar::ObjectKind;
use super::reference::{fragment, reference_to};
use crate::diagnostic::catalogue::REF_CYCLE;
use crate::pointer::{Address, Pointer};
use crate::tree::{Object, Tree};

impl EnvelopeReader<'_, '_> {
    /// Reads a `$ref` to another object, which is kept if it points to the section of `components`
    /// for its kind, and followed otherwise. A path item may have members beside it, which take
    /// precedence.
    pub(super) fn reference(
        &mut self,
        kind: ObjectKind,
        text: &str,
        object: &Object,
        at: &Address,
    ) -> Option<Tree> {
        let target = self.arena.context.follow(text, &at.join("$ref"))?;
        if self.is_component(kind, &target) {
            return Some(reference_to(fragment(&target.pointer)));
        }
        let mut copy = self.inline(at, &target, |reader, node, at| {
            reader.object(kind, node, at)
        })?;
        if kind == ObjectKind::PathItem
            && let Tree::Object(own) = self.members(kind, object, at)
            && let Some(copy) = copy.as_object_mut()
        {
            let place = self.place(at);
            for (key, value) in *own {
                self.written.insert(place.join(&key), at.join(&key));
                copy.insert(key, value);
            }
        }
        Some(copy)
    }

    fn is_component(&self, kind: ObjectKind, target: &Address) -> bool {
        let Some(section) = kind.section() else {
            return false;
        };
        let mut segments = target.pointer.segments();
        target.file == self.arena.context.files.main()
            && segments.next().as_deref() == Some("components")
            && segments.next().as_deref() == Some(section)
            && segments.next().is_some()
            && segments.next().is_none()
    }

    /// Reads the node at `target` as if it were at `at`.
    pub(super) fn inline<T>(
        &mut self,
        at: &Address,
        target: &Address,
        read: impl FnOnce(&mut Self, &Tree, &Address) -> Option<T>,
    ) -> Option<T> {
        if let Some(start) = self.following.iter().position(|it| it.target == *target) {
            // A server may call back for as long as it likes; once says it all.
            if self.following[start].callbacks < self.callbacks {
                return None;
            }
            // A circle is one mistake, wherever somebody gets into it.
            if !self.circles.insert(target.clone()) {
                return None;
            }
            let circle = self.following[start..].iter();
            self.circles.extend(circle.map(|it| it.target.clone()));
            let message = "the `$ref` refers back to itself";
            let report =
                self.arena
                    .context
                    .diagnostics
                    .report(&REF_CYCLE, at.join("$ref"), message);
            for seen in &self.following[start..] {
                report.related(&seen.target, "through this");
            }
            return None;
        }
        let place = self.place(at);
        self.written.insert(place.clone(), target.clone());
        let tree = self.arena.context.files.tree(target.file);
        let node = tree.at(&target.pointer)?;
        self.following.push(Following {
            place,
            target: target.clone(),
            callbacks: self.callbacks,
        });
        let copy = read(self, node, target);
        self.following.pop();
        copy
    }

    /// Follows a whole reference; `what` names the replaced value in messages.
    pub(super) fn follow_whole<T>(
        &mut self,
        what: &str,
        text: &str,
        at: &Address,
        read: impl FnOnce(&mut Self, &Tree, &Address) -> Option<T>,
    ) -> Option<T> {
        let message = format!("{what} must not be a `$ref`; the reference is followed");
        self.arena.context.repaired(at, message);
        let target = self.arena.context.follow(text, &at.join("$ref"))?;
        self.inline(at, &target, read)
    }

    /// Returns the pointer in the envelope of the object at `at`.
    pub(super) fn place(&self, at: &Address) -> Pointer {
        let Some(Following { place, target, .. }) = self.following.last() else {
            return at.pointer.clone();
        };
        let below = at
            .pointer
            .segments()
            .skip(target.pointer.segments().count());
        below.fold(place.clone(), |place, segment| place.join(&segment))
    }
}
