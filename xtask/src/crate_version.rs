//! A text in, the version of a crate out.

/// Parses a version (Semantic Versioning 2.0.0).
///
/// # Errors
///
/// When it is not `MAJOR.MINOR.PATCH`, which `-PRE` and `+BUILD` may follow.
pub fn parse(text: &str) -> Result<String, String> {
    let (version, build) = text
        .split_once('+')
        .map_or((text, None), |(it, build)| (it, Some(build)));
    let (core, pre) = version
        .split_once('-')
        .map_or((version, None), |(it, pre)| (it, Some(pre)));
    let is_number = |it: &str| {
        it == "0" || (!it.starts_with('0') && it.parse::<u64>().is_ok() && !it.starts_with('+'))
    };
    let is_identifier = |it: &str| {
        let is_part = |char: char| char.is_ascii_alphanumeric() || char == '-';
        !it.is_empty() && it.chars().all(is_part)
    };
    let is_core = core.split('.').count() == 3 && core.split('.').all(is_number);
    let are_identifiers =
        |list: Option<&str>| list.is_none_or(|it| it.split('.').all(is_identifier));
    if is_core && are_identifiers(pre) && are_identifiers(build) {
        Ok(text.to_owned())
    } else {
        Err("expected a version such as `1.2.3`".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_has_three_numbers() {
        for text in [
            "0.1.0",
            "12.0.3",
            "1.0.0-rc.1",
            "1.0.0-alpha+build.5",
            "1.0.0+x",
        ] {
            assert_eq!(parse(text).as_deref(), Ok(text));
        }
        for text in [
            "", "1", "1.2", "v1.2.3", "01.2.3", "1.2.3.4", "1.2.x", "1.2.3-", "1.2.+3",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
