//! Names, which are valid identifiers of their kind.

use std::fmt;
use std::marker::PhantomData;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use unicode_normalization::UnicodeNormalization;

use super::kind::{Case, Const, Feature, Field, Module, NameKind, Type, Variant};
use super::{disambiguator, reserved, words};

/// A valid name of one kind: an identifier, except for a feature.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name<K> {
    text: Box<str>,
    kind: PhantomData<K>,
}

/// The name of a struct, enum or alias, as in `CreateConferenceRequest`.
pub type TypeName = Name<Type>;
/// The name of an enum's variant, as in `NoBeep`.
pub type VariantName = Name<Variant>;
/// The name of a field, parameter or function, as in `max_participants`.
pub type FieldName = Name<Field>;
/// The name of a module and of its file, as in `create_conference`.
pub type ModuleName = Name<Module>;
/// The name of a constant, as in `DEFAULT_REGION`.
pub type ConstName = Name<Const>;
/// The name of a cargo feature, as in `fine-tuning`.
pub type FeatureName = Name<Feature>;

/// The maximum length of a name, in bytes. Names are also file names, which most file systems limit
/// to 255.
const LONGEST: usize = 120;

impl<K: NameKind> Name<K> {
    /// Creates the name for a spelling in the document. Every text has one.
    ///
    /// A name that would start with a digit starts with `N`, and one that Rust or the generated
    /// code uses ends with `_`.
    #[must_use]
    pub fn from_spelling(spelling: &str) -> Self {
        Self::new(&K::CASE.spell(&words::words(spelling)))
    }

    /// Creates a name that a person chose; `None` if it is not a valid name that the lints of Rust
    /// accept.
    #[must_use]
    pub fn from_rust(text: &str) -> Option<Self> {
        let is_normal = text.nfkc().eq(text.chars()) && K::CASE.suits(text);
        let is_taken = K::is_in_use(text) || (K::CASE.is_rust() && reserved::is_keyword(text));
        let fits = is_normal && !is_taken && text.len() <= LONGEST && K::CASE.may_be_written(text);
        fits.then(|| Self::verbatim(text))
    }

    /// The name that was recorded so, if it can still be used.
    #[must_use]
    pub fn from_recorded(text: &str) -> Option<Self> {
        let is_taken = K::is_in_use(text) || (K::CASE.is_rust() && reserved::is_keyword(text));
        let fits = !is_taken && text.nfc().eq(text.chars()) && K::CASE.may_be_written(text);
        fits.then(|| Self::verbatim(text))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the name of a part: `Conference` and `ended_by` form `ConferenceEndedBy`.
    #[must_use]
    pub fn join(&self, part: &str) -> Self {
        self.with_words(&words::words(part))
    }

    /// Returns this name with more words.
    pub(super) fn with_words(&self, words: &[String]) -> Self {
        Self::new(&self.text_with_words(words))
    }

    /// Returns this name with more words, without a limit on its length.
    pub(super) fn with_words_in_full(&self, words: &[String]) -> Self {
        Self::verbatim(&self.text_with_words(words))
    }

    /// Returns this name with the suffix of names that are in use.
    pub(super) fn set_apart(&self) -> Self {
        Self::verbatim(&format!("{}{}", self.text, K::IN_USE))
    }

    fn text_with_words(&self, words: &[String]) -> String {
        let mut text = self.text.trim_end_matches('_').to_owned();
        for word in words {
            K::CASE.push(&mut text, word);
        }
        text
    }

    /// Creates a name from joined words: normalized as Rust compares names, shortened, and not in
    /// use.
    fn new(text: &str) -> Self {
        let mut text: String = if text.is_ascii() {
            text.to_owned()
        } else {
            text.nfc().collect()
        };
        if text.len() > LONGEST {
            shorten(&mut text, K::CASE);
        }
        if (K::CASE.is_rust() && reserved::is_keyword(&text)) || K::is_in_use(&text) {
            text.push_str(K::IN_USE);
        }
        Self::verbatim(&text)
    }

    fn verbatim(text: &str) -> Self {
        assert!(
            words::is_identifier(text) || !K::CASE.is_rust(),
            "{text:?} is made of words that are legal"
        );
        Self {
            text: text.into(),
            kind: PhantomData,
        }
    }
}

/// Replaces the words that do not fit by a digest of the whole.
fn shorten(text: &mut String, case: Case) {
    let digest = disambiguator::digest(text);
    let room = LONGEST - "_".len() - digest.len();
    let end = (0..=room)
        .rfind(|end| text.is_char_boundary(*end))
        .unwrap_or(0);
    let cut_word = text[..end]
        .rfind(|char| case.starts_word(char))
        .filter(|start| *start > 0);
    text.truncate(cut_word.unwrap_or(end));
    case.push(text, &digest);
}

impl FieldName {
    /// Returns the setter of the field: its name, with a `_` if every generated type has a method
    /// of that name.
    #[must_use]
    pub fn setter(&self) -> Self {
        if reserved::is_method(&self.text) {
            self.set_apart()
        } else {
            self.clone()
        }
    }

    /// Returns the setter of a call for a parameter, with `set_` where a call has an option of that name.
    #[must_use]
    pub fn call_option_setter(&self) -> Self {
        if reserved::is_call_option(&self.text) {
            Self::from_spelling(&format!("set_{self}"))
        } else {
            self.clone()
        }
    }

    /// Returns the setter of a field of an operation, which has more methods.
    #[must_use]
    pub fn call_setter(&self) -> Self {
        if reserved::is_call_method(&self.text) {
            self.set_apart()
        } else {
            self.setter()
        }
    }
}

impl<K> fmt::Display for Name<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<K> fmt::Debug for Name<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl<K> ToTokens for Name<K> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        Ident::new(&self.text, Span::call_site()).to_tokens(tokens);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<K: NameKind>(table: &[(&str, &str)]) {
        for (spelling, expected) in table {
            let name = Name::<K>::from_spelling(spelling);
            assert_eq!(name.as_str(), *expected, "for {spelling:?}");
            assert_eq!(name.to_token_stream().to_string(), *expected);
        }
    }

    #[test]
    fn types_are_pascal_case() {
        check::<Type>(&[
            ("call-control_Error", "CallControlError"),
            ("AWSVoiceSettings", "AwsVoiceSettings"),
            ("XAIVoiceSettings", "XaiVoiceSettings"),
            ("conference.created", "ConferenceCreated"),
            ("app.bsky.actor.defs#roleAdmin", "AppBskyActorDefsRoleAdmin"),
            ("/users/{id}", "UsersId"),
            ("application/problem+json", "ApplicationProblemPlusJson"),
            ("3DSecure", "N3dSecure"),
            ("größe", "Größe"),
            ("*/ } fn pwned() {} /*", "StarFnPwnedStar"),
            ("", "Empty"),
        ]);
    }

    #[test]
    fn an_acronym_in_the_plural_is_one_word() {
        check::<Type>(&[
            ("listFQDNs", "ListFqdns"),
            ("SetPublicIPsBulk", "SetPublicIpsBulk"),
            ("APIsByTag", "ApisByTag"),
            ("IPs", "Ips"),
            ("IDs2", "Ids2"),
            ("saveCSVAsFile", "SaveCsvAsFile"),
            ("isHTMLIsValid", "IsHtmlIsValid"),
            ("IPsec", "IPsec"),
            ("getAs", "GetAs"),
            ("PDFAsync", "PdfAsync"),
        ]);
        check::<Field>(&[("DNSServerIPs", "dns_server_ips"), ("user_IDs", "user_ids")]);
        let features = ["Global IPs", "FQDNs", "IPs"].map(Name::<Feature>::from_spelling);
        assert_eq!(
            features.each_ref().map(Name::as_str),
            ["global-ips", "fqdns", "ips"]
        );
    }

    #[test]
    fn variants_keep_apart_what_differs_in_symbols() {
        check::<Variant>(&[
            ("10", "N10"),
            ("1.0", "N1_0"),
            ("2024-01-31", "N2024_01_31"),
            ("gpt-3.5-turbo", "Gpt3_5Turbo"),
            ("gpt-4-0613", "Gpt4_0613"),
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("-created_at", "MinusCreatedAt"),
            ("a / b", "ASlashB"),
            ("a + b", "APlusB"),
            ("a/b", "AB"),
            ("Foo - Bar", "FooBar"),
            ("C#", "CHash"),
            ("FONT_SIZE_%", "FontSizePercent"),
            ("!hide", "BangHide"),
            ("don't", "Dont"),
            ("==", "Eq"),
            ("!=", "Ne"),
            ("<", "Lt"),
            ("<=", "Lte"),
            ("<5 or >9", "Lt5OrGt9"),
            ("tag.<name>", "TagName"),
            ("->", "MinusGt"),
            ("-", "Minus"),
            ("/", "Slash"),
            ("{}", "Braces"),
            ("\"#", "QuoteHash"),
            ("", "Empty"),
            (" ", "Space"),
            ("\0", "U0000"),
            ("🙂", "U1F642"),
            ("ok 🙂", "OkU1F642"),
            ("Self", "Self_"),
        ]);
    }

    #[test]
    fn fields_are_snake_case_and_no_keywords() {
        check::<Field>(&[
            ("callControlId", "call_control_id"),
            ("filter[occurred_at][gte]", "filter_occurred_at_gte"),
            ("type", "type_"),
            ("Self", "self_"),
            ("gen", "gen_"),
            ("union", "union"),
            ("1st", "n1st"),
            ("+1", "plus_1"),
            ("@id", "at_id"),
            ("$ref", "dollar_ref"),
            ("_id", "id"),
            ("__", "underscore_underscore"),
            ("nl\nfield", "nl_field"),
            ("b\"; panic!(); //", "b_panic_bang"),
        ]);
    }

    #[test]
    fn features_are_kebab_case_and_not_the_runtimes() {
        for (spelling, expected) in [
            ("Fine-tuning", "fine-tuning"),
            ("app.bsky.actor", "app-bsky-actor"),
            ("system/ip-pools", "system-ip-pools"),
            ("Auth Stream Access (ASA)", "auth-stream-access-asa"),
            ("3DS", "3ds"),
            ("٣", "n٣"),
            ("type", "type"),
            ("client", "client-tag"),
            ("Default", "default-tag"),
            ("größe", "größe"),
            ("±", "plus-minus"),
            ("", "empty"),
            ("\"]\n[x]", "x"),
        ] {
            let name = FeatureName::from_spelling(spelling);
            assert_eq!(name.as_str(), expected, "for {spelling:?}");
        }
    }

    #[test]
    fn letters_of_every_script_stay() {
        check::<Field>(&[
            ("größeAbrufen", "größe_abrufen"),
            ("имяПользователя", "имя_пользователя"),
            ("名前", "名前"),
            ("ชื่อ", "ชื่อ"),
            ("e\u{301}", "é"),
            ("ＡＢ²", "ab2"),
            ("x\u{302}y z", "x\u{302}y_z"),
            ("\u{301}a", "u0301_a"),
            ("a\u{202E}b\u{200B}", "ab"),
            ("\u{202E}", "u202e"),
            ("\u{3164}", "u1160"),
        ]);
    }

    #[test]
    fn what_the_generated_code_names_itself_is_not_shadowed() {
        check::<Type>(&[
            ("option", "Option_"),
            ("String", "String_"),
            ("date-time", "DateTime_"),
            ("Error", "Error"),
        ]);
        check::<Module>(&[("aux", "aux_"), ("std", "std_"), ("create", "create")]);
        check::<Const>(&[
            ("parameter.invalid", "PARAMETER_INVALID"),
            ("90032", "N90032"),
        ]);
    }

    #[test]
    fn types_join() {
        let join = |parent: &str, part| TypeName::from_spelling(parent).join(part).to_string();
        assert_eq!(join("Conference", "ended_by"), "ConferenceEndedBy");
        assert_eq!(join("Option", "name"), "OptionName");
        assert_eq!(join("V1", "2"), "V1_2");
        assert_eq!(join("Date", "time"), "DateTime_");
    }

    #[test]
    fn setters_avoid_methods() {
        let setter = |field| FieldName::from_spelling(field).setter().to_string();
        assert_eq!(setter("send"), "send_");
        assert_eq!(setter("type"), "type_");
        assert_eq!(setter("name"), "name");
    }

    #[test]
    fn chosen_names_are_taken_as_they_are() {
        let chosen = |text| TypeName::from_rust(text).map(|name| name.to_string());
        assert_eq!(chosen("SIPHeader").as_deref(), Some("SIPHeader"));
        for wrong in [
            "",
            "_",
            "errors",
            "SIP_Header",
            "a b",
            "1a",
            "Self",
            "Option",
            "e\u{301}",
            "a\u{202E}",
        ] {
            assert_eq!(chosen(wrong), None, "for {wrong:?}");
        }
    }

    #[test]
    fn sentences_are_cut_between_words() {
        let sentence = "A reauthorize cannot be attempted on an authorization id ".repeat(3);
        let (name, other) = (
            VariantName::from_spelling(&sentence),
            VariantName::from_spelling(&(sentence + "x")),
        );
        let begin = "AReauthorizeCannotBeAttemptedOnAnAuthorizationIdAReauthorizeCannotBeAttemptedOnAnAuthorizationId";
        assert!(
            name.as_str().starts_with(begin) && name.as_str().len() <= LONGEST,
            "{name}"
        );
        assert_ne!(name, other);
        assert!(FieldName::from_spelling(&"名".repeat(999)).as_str().len() <= LONGEST);
    }

    #[test]
    fn every_character_gives_a_legal_name() {
        for char in ('\0'..='\u{3100}').chain('\u{F900}'..='\u{10600}') {
            for spelling in [format!("{char}"), format!("a{char}{char}B")] {
                // Making the token checks the identifier.
                VariantName::from_spelling(&spelling).to_token_stream();
                FieldName::from_spelling(&spelling).to_token_stream();
                ConstName::from_spelling(&spelling).to_token_stream();
            }
        }
    }
}
