//! Identifiers in the forms of the API, which look random and are the same in every run.

/// A source of identifiers: `SplitMix64`, so that equal seeds give equal identifiers.
#[derive(Clone, Debug)]
pub(crate) struct IdSource {
    state: u64,
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl IdSource {
    pub(crate) const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a UUID of version 4 (RFC 9562 §5.4).
    pub(crate) fn uuid(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xfff,
            (low >> 48) & 0x3fff | 0x8000,
            low & 0xffff_ffff_ffff,
        )
    }

    /// Returns an id of a call leg in Call Control, such as `v3:MdI91X4l…`.
    pub(crate) fn call_control_id(&mut self) -> String {
        let mut id = String::with_capacity(57);
        id.push_str("v3:");
        while id.len() < 57 {
            let mut bits = self.next();
            for _ in 0..9 {
                id.push(char::from(
                    ALPHABET[usize::try_from(bits & 63).unwrap_or(0)],
                ));
                bits >>= 6;
            }
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::IdSource;

    #[test]
    fn ids_have_the_forms_of_the_api_and_differ() {
        let mut ids = IdSource::new(1);
        let (first, second) = (ids.uuid(), ids.uuid());
        assert_ne!(first, second);
        assert_eq!(first.len(), 36);
        assert_eq!(first.as_bytes()[14], b'4');
        assert!(matches!(first.as_bytes()[19], b'8' | b'9' | b'a' | b'b'));
        assert_eq!(ids.call_control_id().len(), 57);
        assert_eq!(IdSource::new(1).uuid(), first);
    }
}
