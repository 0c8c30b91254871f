//! Arguments that several commands take.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{ArgMatches, Args, ValueEnum};
use codegen::lower::{CHECKED_FORMATS, Options};
use codegen::name::RustPath;
use codegen::tree::{Object, Tree};

use crate::inputs::{InputFile, PairingOptions};
use crate::references::{ReferenceOptions, UrlMap};

/// The overlays of documents, and how to apply them.
#[derive(Debug, Args)]
pub struct Overlays {
    /// Overlay of the document in its `extends`, or else of the document before it or the only one;
    /// repeatable
    #[arg(long = "overlay", value_name = "FILE", requires = "files")]
    overlays: Vec<PathBuf>,
    /// Ignore overlay actions whose targets the documents do not have
    #[arg(long, requires = "overlays")]
    partial: bool,
}

impl Overlays {
    /// The options of a command that takes documents and overlays.
    #[must_use]
    pub fn pairing_options(
        &self,
        references: impl Into<ReferenceOptions>,
        allow_missing_files: bool,
    ) -> PairingOptions {
        PairingOptions {
            by_position: true,
            partial: self.partial,
            allow_missing_files,
            references: references.into(),
            additions: Options::default(),
        }
    }
}

/// What bindings have beyond what is usual.
#[derive(Debug, Args)]
pub struct Additions {
    /// Keep members that schemas do not declare, in a field `additional_properties` of each object
    ///
    /// What is received and sent again loses nothing. `x-keep-additional-properties` in the document decides
    /// for single schemas.
    #[arg(long)]
    keep_additional_properties: bool,
    /// Check formats of strings in `validate`: `all`, or a list such as `date,uuid`
    ///
    /// The formats are those that JSON Schema defines. Without this they are annotations, as in OpenAPI.
    /// `x-check-format` in the document decides for single schemas.
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', hide_possible_values = true,
        value_parser = format_names())]
    check_formats: Vec<String>,
    /// Use a type of another crate for a format, such as `uuid=uuid::Uuid`; can be repeated
    ///
    /// It is read by `FromStr` and written by `Display`. `x-formats` in the document decides for its formats, and
    /// also has what a type needs beyond its path.
    #[arg(long = "format-type", value_name = "FORMAT=TYPE", value_parser = parse_format)]
    formats: Vec<(String, String)>,
    /// Add a derive macro of another crate to all types, such as `utoipa::ToSchema`; can be repeated
    ///
    /// `x-derive` in the document decides for the document or for single schemas.
    #[arg(long = "derive", value_name = "MACRO", value_parser = parse_derive)]
    derives: Vec<String>,
}

/// The values of `--check-formats`.
fn format_names() -> PossibleValuesParser {
    PossibleValuesParser::new(["all"].into_iter().chain(CHECKED_FORMATS))
}

fn parse_format(text: &str) -> Result<(String, String), String> {
    let (format, path) = text
        .split_once('=')
        .ok_or("expected `FORMAT=TYPE`, such as `uuid=uuid::Uuid`")?;
    match RustPath::parse_type(path) {
        Some(_) if !format.is_empty() => Ok((format.to_owned(), path.to_owned())),
        _ => Err(
            "expected a format and a path that begins with a crate, such as `uuid=uuid::Uuid`"
                .to_owned(),
        ),
    }
}

fn parse_derive(text: &str) -> Result<String, String> {
    match RustPath::parse_derive(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err("expected the path of a macro, such as `utoipa::ToSchema`".to_owned()),
    }
}

impl From<Additions> for Options {
    fn from(
        Additions {
            keep_additional_properties,
            check_formats,
            formats,
            derives,
        }: Additions,
    ) -> Self {
        let formats = formats.into_iter();
        let formats = formats.map(|(format, path)| (format, Tree::String(path)));
        let formats: Object = formats.collect();
        let derives: Vec<Tree> = derives.into_iter().map(Tree::String).collect();
        let formats = Some(formats).filter(|it| !it.is_empty());
        let derives = Some(derives).filter(|it| !it.is_empty());
        Self {
            keep_additional_properties,
            check_formats,
            formats: formats.map_or(Tree::Null, |it| Tree::Object(Box::new(it))),
            derive: derives.map_or(Tree::Null, Tree::Array),
        }
    }
}

/// Where the names of earlier versions are recorded.
#[derive(Debug, Args)]
pub struct Locks {
    /// Directory with the files `<module>.names.lock`, whose names are kept [default: that of each
    /// document]
    #[arg(long = "locks", value_name = "DIR", requires = "files")]
    pub folder: Option<PathBuf>,
}

/// Which files documents may refer to.
#[derive(Debug, Args)]
pub struct References {
    /// Directory with the files that documents may refer to
    ///
    /// Files outside of it are never read. Defaults to the root of the Git checkout that contains the
    /// documents, without its hidden files, or else to the directory that contains all of them.
    #[arg(long, value_name = "DIR")]
    root_folder: Option<PathBuf>,
    /// Read files below a URL from a directory
    ///
    /// Nothing is ever fetched. Can be given several times; the longest matching URL applies.
    #[arg(long = "map", value_name = "URL=DIR", value_parser = UrlMap::parse)]
    url_maps: Vec<UrlMap>,
}

impl From<References> for ReferenceOptions {
    fn from(
        References {
            root_folder,
            url_maps,
        }: References,
    ) -> Self {
        Self {
            root_folder,
            url_maps,
        }
    }
}

/// How to report diagnostics.
#[derive(Clone, Copy, Debug, Args)]
pub struct Reporting {
    /// Treat warnings as errors
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// Format of diagnostics
    #[arg(long, value_enum, default_value_t)]
    pub format: FormatName,
}

/// What to treat as errors.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Deny {
    #[expect(missing_docs, reason = "a comment would become help")]
    Warnings,
}

/// A format of diagnostics.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum FormatName {
    /// Text with an excerpt of the source, written to standard error
    #[default]
    Human,
    /// One JSON object for each diagnostic and error, written to standard output; other output goes
    /// to standard error
    Json,
}

/// The documents and overlays of a command, in the order of the command line, which may decide what
/// belongs together.
#[must_use]
pub fn input_files(matches: &ArgMatches) -> Vec<InputFile> {
    let Some((_, matches)) = matches.subcommand() else {
        return Vec::new();
    };
    let mut inputs = Vec::new();
    for (id, is_overlay) in [("files", false), ("overlays", true)] {
        // The command does not have these arguments.
        let Ok(Some(paths)) = matches.try_get_many::<PathBuf>(id) else {
            continue;
        };
        let positions = matches.indices_of(id).into_iter().flatten();
        let files = paths.map(|path| InputFile::from_argument(path.clone(), is_overlay));
        inputs.extend(positions.zip(files));
    }
    inputs.sort_by_key(|(position, _)| *position);
    inputs.into_iter().map(|(_, input)| input).collect()
}
