//! What a crate remembers of how it was made, and what its user changed in it.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::folder::{Folder, HEAD, OVERLAY, PETS};

#[test]
fn a_damaged_manifest_is_an_error() {
    let folder = Folder::empty();
    folder.write("shop.yml", SHOP);
    folder
        .run(&["generate", "shop.yml", "--out", "out"])
        .succeeds();
    let marker = folder.read("out/Cargo.toml");
    let marker = marker.lines().next().expect("it has a first line");
    for (text, why) in [
        ("package = 1\n", "`package` is not a table"),
        ("[package]\nmetadata = 1\n", "`metadata` is not a table"),
        (
            "[package.metadata]\nbindings = 1\n",
            "`bindings` is not a table",
        ),
        (
            "[package.metadata.bindings]\ndocuments = [1]\n",
            "`documents`",
        ),
        (
            "[package.metadata.bindings]\nroot_folder = \".\"\n",
            "unknown key `root_folder`",
        ),
        (
            "[package.metadata.bindings]\ndocuments = [{ path = \"a.yml\", overlay = [] }]\n",
            "unknown key `overlay`",
        ),
        ("[lints]\n", "no `package`"),
        ("[package\n", "TOML parse error"),
    ] {
        folder.write("out/Cargo.toml", format!("{marker}\n{text}"));
        let before = folder.tree();
        let said = folder
            .run(&["generate", "shop.yml", "--out", "out"])
            .fails()
            .stderr;
        assert!(said.contains(why), "{text}: {said}");
        assert_eq!(folder.tree(), before);
    }
    // These are complete again afterwards.
    for text in [
        "[package]\nname = \"a\"\n",
        "[package]\nname = \"a\"\nmetadata = { docs.rs.all-features = false }\n",
        "package = { name = \"a\" }\nfeatures = { default = [] }\n",
    ] {
        folder.write("out/Cargo.toml", format!("{marker}\n{text}"));
        let again = ["generate", "shop.yml", "--out", "out"];
        folder.run(&again).succeeds();
        folder
            .run(&["generate", "--out", "out", "--check"])
            .succeeds();
        let manifest: toml_edit::DocumentMut = folder.read("out/Cargo.toml").parse().unwrap();
        let documents = &manifest["package"]["metadata"]["bindings"]["documents"];
        assert!(documents.is_array(), "{manifest}");
    }
}

/// Operations with two tags, which are features.
const SHOP: &str = "\
openapi: 3.1.0
info: { title: Pet shop., version: 1.0.0, description: \"Everything about *pets*.\\n\\n# More\" }
servers: [{ url: https://pets.example.com }]
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      responses: { '200': { description: All., content: { application/json: { schema: { type: array, items: { type: string } } } } } }
  /toys:
    get:
      operationId: listToys
      tags: [toys]
      responses: { '204': { description: None. } }
";

#[test]
fn the_second_run_needs_no_arguments() {
    let folder = Folder::empty();
    folder.write("specs/pets.yml", PETS);
    folder.write("specs/pets.overlay.yml", OVERLAY);
    let rest = "components:\n  schemas:\n    A: { $ref: parts/a.yml#/A }\n    B: { $ref: 'https://a.b/b.yml#/B' }\n    C: { $ref: missing.yml#/C }\n";
    folder.write("specs/shops.yml", format!("{HEAD}{rest}"));
    folder.write("specs/parts/a.yml", "A: { type: string, maxLength: 3 }\n");
    folder.write("copies/b.yml", "B: { type: string, maxLength: 4 }\n");
    let unmatched = "overlay: 1.1.0\ninfo: { title: O, version: '1' }\nactions:\n- { target: $.nothing, x-reason: None., update: {} }\n";
    folder.write("shops.overlay.yml", unmatched);
    let first = [
        "generate",
        "specs/pets.yml",
        "--overlay",
        "specs/pets.overlay.yml",
        "specs/shops.yml",
        "--overlay",
        "shops.overlay.yml",
        "--partial",
        "--allow-missing-files",
        "--keep-additional-properties",
        "--check-formats",
        "date,uuid",
        "--root-folder",
        ".",
        "--map",
        "https://a.b/=copies",
        "--out",
        "out/pets",
    ];
    let said = folder.run(&first).succeeds();
    assert!(
        said.stdout.contains("generate --out out/pets`\nis enough"),
        "{}",
        said.stdout
    );
    let made = folder.tree();
    let again = [
        folder.run(&["generate", "--out", "out/pets"]),
        folder.run_in("out/pets", &["generate"]),
        folder.run_in("specs", &["generate", "--out", "../out/pets/"]),
        folder.run_in("out", &["generate", "--out", "pets", "--check"]),
        folder.run(&[
            "generate",
            "--out",
            &folder.path("out/pets").to_string_lossy(),
        ]),
    ];
    for outcome in again {
        let text = outcome.succeeds().stdout;
        assert!(
            text.contains("(0 changed)") || text.contains("is up to date"),
            "{text}"
        );
        assert!(folder.tree() == made, "{text}");
    }
}

#[test]
fn check_names_what_is_out_of_date_and_writes_nothing() {
    let folder = Folder::empty();
    folder.write("pets.yml", PETS);
    let missing = folder
        .run(&["generate", "pets.yml", "--out", "out", "--check"])
        .fails();
    assert!(
        missing.stderr.contains("there is no crate in out"),
        "{}",
        missing.stderr
    );

    folder
        .run(&["generate", "pets.yml", "--out", "out"])
        .succeeds();
    folder.write("pets.yml", PETS.replace("name:", "nick:"));
    folder.write(
        "out/src/pets/old.rs",
        "// @generated by openapi-bindings.\n",
    );
    std::fs::remove_file(folder.path("out/README.md")).unwrap();
    let before = folder.tree();
    let stale = folder.run(&["generate", "--out", "out", "--check"]).fails();
    for line in [
        "changed   ../pets.yml has SHA-256 ",
        "different out/src/pets/pet.rs\n",
        "different out/Cargo.toml\n",
        "missing   out/README.md\n",
        "orphan    out/src/pets/old.rs\n",
    ] {
        assert!(stale.stdout.contains(line), "{line}: {}", stale.stdout);
    }
    let help = "out is out of date: run `cargo xtask generate --out out`";
    // The tests have no workspace around them.
    let help = help.replace("cargo xtask", "openapi-bindings");
    let said = stale.stderr.replace("cargo xtask", "openapi-bindings");
    assert!(said.contains(&help), "{said}");
    assert_eq!(folder.tree(), before);

    let manifest = folder.read("out/Cargo.toml");
    let older = manifest.replace("generator = \"0.1.0\"", "generator = \"0.0.9\"");
    folder.write("out/Cargo.toml", older);
    let stale = folder.run(&["generate", "--out", "out", "--check"]).fails();
    let line = "changed   the generator has version 0.1.0, not 0.0.9\n";
    assert!(stale.stdout.contains(line), "{}", stale.stdout);

    // A comment changes the document, and nothing that is made from it.
    folder.run(&["generate", "--out", "out"]).succeeds();
    folder.write(
        "pets.yml",
        format!("# A comment.\n{}", folder.read("pets.yml")),
    );
    let stale = folder.run(&["generate", "--out", "out", "--check"]).fails();
    assert!(
        stale.stdout.contains("changed   ../pets.yml has SHA-256 "),
        "{}",
        stale.stdout
    );
    assert!(!stale.stdout.contains("src/"), "{}", stale.stdout);
}

#[test]
fn a_document_may_come_from_standard_input() {
    let folder = Folder::empty();
    let run = |arguments: &[&str], text: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_openapi-bindings"))
            .args(arguments)
            .current_dir(folder.path(""))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary was built");
        let mut input = child.stdin.take().expect("it is piped");
        input.write_all(text.as_bytes()).unwrap();
        drop(input);
        child.wait().unwrap().code()
    };
    assert_eq!(run(&["generate", "-", "--out", "shop"], PETS), Some(0));
    let text = folder.read("shop/src/shop/pet.rs");
    assert!(
        text.contains("from stdin#/components/schemas/Pet."),
        "{text}"
    );
    let check = ["generate", "--out", "shop", "--check"];
    assert_eq!(run(&check, PETS), Some(0));
    assert_eq!(run(&check, HEAD), Some(1));
    assert_eq!(run(&check, ""), Some(1));
}

/// A crate in which its user changed the manifest, the README, the license and a test.
fn edited() -> (Folder, String) {
    let folder = Folder::empty();
    folder.write("shop.yml", SHOP);
    folder
        .run(&["generate", "shop.yml", "--out", "out"])
        .succeeds();
    let generated = folder.read("out/Cargo.toml");
    let edited = generated
        .replace(
            "description = \"Bindings for Pet shop\"",
            "description = \"Mine\" # mine",
        )
        .replace(
            "publish = false\n",
            "publish = false\nrepository = \"https://example.com\"\n",
        )
        .replace(
            "default = [\"reqwest\", \"pattern\", \"all-tags\"]",
            "# Smaller.\ndefault = [\"all-tags\"]\nextra = [\"blocking\"]",
        )
        .replace("memchr = \"2.8.3\"", "memchr = \"2.9\"")
        + "\n[dev-dependencies]\ntrybuild = \"1\"\n\n[lints.rust]\nunsafe_code = \"forbid\"\n";
    assert_eq!(edited.lines().count(), generated.lines().count() + 9);
    folder.write("out/Cargo.toml", &edited);
    folder.write("out/README.md", "# Mine\n");
    folder.write("out/LICENSE", "Mine.\n");
    folder.write("out/tests/mine.rs", "#[test]\nfn mine() {}\n");
    (folder, edited)
}

#[test]
fn what_a_user_wrote_is_kept() {
    let (folder, edited) = edited();
    let before = folder.tree();
    let kept = folder.run(&["generate", "--out", "out"]).succeeds().stdout;
    for note in [
        "`default` in [features] stays yours; the generator would write `[\"reqwest\", ",
        "`memchr` in [dependencies] stays yours; the generator would write `\"2.8.3\"`",
    ] {
        assert!(kept.contains(note), "{kept}");
    }
    assert_eq!(folder.tree(), before);

    // What the command line says is done, and nothing else.
    let choices = [
        "--name",
        "shop-api",
        "--version",
        "2.0.0",
        "--license",
        "MIT",
    ];
    folder
        .run(&[&["generate", "--out", "out"][..], &choices].concat())
        .succeeds();
    let chosen = edited
        .replace("name = \"out\"", "name = \"shop-api\"")
        .replace("\"openapi\", \"out\"]", "\"openapi\", \"shop-api\"]")
        .replace(
            "version = \"0.1.0\"\nedition",
            "version = \"2.0.0\"\nedition",
        )
        .replace("publish = false\n", "")
        .replace(
            "categories = [\"api-bindings\"]\n",
            "categories = [\"api-bindings\"]\nlicense = \"MIT\"\n",
        );
    assert_eq!(folder.read("out/Cargo.toml"), chosen);
    assert_eq!(folder.read("out/README.md"), "# Mine\n");
    assert!(!folder.path("out/LICENSE-MIT").exists());
    folder
        .run(&["generate", "--out", "out", "--check"])
        .succeeds();
}

#[test]
fn a_manifest_keeps_its_line_ends() {
    let (folder, edited) = edited();
    folder.write("out/Cargo.toml", edited.replace('\n', "\r\n"));
    let again = ["generate", "--out", "out", "--version", "3.0.0"];
    folder.run(&again).succeeds();
    let manifest = folder.read("out/Cargo.toml");
    assert!(manifest.contains("version = \"3.0.0\"\r\n"), "{manifest}");
    assert_eq!(
        manifest.matches('\n').count(),
        manifest.matches("\r\n").count()
    );
}

#[test]
fn a_recorded_document_that_is_gone_is_called_recorded() {
    let folder = Folder::empty();
    folder.write("shop.yml", SHOP);
    folder
        .run(&["generate", "shop.yml", "--out", "my shop"])
        .succeeds();
    std::fs::rename(folder.path("shop.yml"), folder.path("store.yml")).expect("it is there");
    let before = folder.tree();
    let said = folder.run(&["generate", "--out", "my shop"]).fails().stderr;
    assert!(said.contains("the file does not exist"), "{said}");
    assert!(
        said.contains("my shop/Cargo.toml records this path"),
        "{said}"
    );
    assert_eq!(folder.tree(), before);

    folder
        .run(&["generate", "store.yml", "--out", "my shop"])
        .succeeds();
    folder.write("store.yml", format!("{SHOP}# more\n"));
    let stale = folder.run(&["generate", "--out", "my shop", "--check"]);
    let said = stale.fails().stderr;
    assert!(said.contains("generate --out 'my shop'`"), "{said}");
}

#[test]
fn a_source_that_somebody_else_wrote_is_not_replaced() {
    let folder = Folder::empty();
    folder.write("shop.yml", SHOP);
    folder
        .run(&["generate", "shop.yml", "--out", "out"])
        .succeeds();
    folder.write("out/src/lib.rs", "//! Mine.\n");
    let before = folder.tree();
    let rejected = folder.run(&["generate", "--out", "out"]).fails();
    assert!(
        rejected
            .stderr
            .contains("lib.rs was not written by this command"),
        "{}",
        rejected.stderr
    );
    assert_eq!(folder.tree(), before);
}

#[test]
fn features_for_tags_follow_the_document() {
    let folder = Folder::empty();
    folder.write("shop.yml", SHOP);
    folder
        .run(&["generate", "shop.yml", "--out", "out"])
        .succeeds();
    let manifest = folder.read("out/Cargo.toml");
    assert!(manifest.contains("\npets = []\ntoys = []\n"), "{manifest}");
    folder.write(
        "out/Cargo.toml",
        manifest.replace("toys = []", "toys = [\"pets\"]\nmine = []"),
    );
    folder.write(
        "shop.yml",
        SHOP.replace("[pets]", "[cats]")
            .replace("[toys]", "[birds]"),
    );
    let said = folder.run(&["generate", "--out", "out"]).succeeds();
    assert!(!said.stdout.contains("stays yours"), "{}", said.stdout);
    let manifest = folder.read("out/Cargo.toml");
    for line in ["cats = []", "birds = []", "toys = [\"pets\"]", "mine = []"] {
        assert!(
            manifest.contains(&format!("\n{line}\n")),
            "{line}: {manifest}"
        );
    }
    assert!(!manifest.contains("\npets = []"), "{manifest}");
    assert!(
        manifest.contains("all-tags = [\n    \"birds\",\n    \"cats\",\n]"),
        "{manifest}"
    );
    folder
        .run(&["generate", "--out", "out", "--check"])
        .succeeds();
}

#[test]
fn a_manifest_that_nobody_changed_follows_the_generator() {
    let folder = Folder::empty();
    folder.write("shop.yml", SHOP);
    folder
        .run(&["generate", "shop.yml", "--out", "out"])
        .succeeds();
    let made = folder.tree();
    // As an earlier version might have written it, with the hash of that.
    let hash = |manifest: &str| {
        let line = manifest
            .lines()
            .find(|it| it.starts_with("manifest-sha256"));
        line.expect("it is there").to_owned()
    };
    let older = |manifest: String| {
        manifest
            .replace("memchr = \"2.8.3\"", "memchr = \"2.7\"\nold = \"1\"")
            .replace("# Verifies the signatures of webhooks.\n", "")
    };
    let manifest = older(folder.read("out/Cargo.toml"));
    folder.write("out/Cargo.toml", &manifest);
    let said = folder.run(&["generate", "--out", "out"]).succeeds().stdout;
    assert!(
        said.contains("`memchr` in [dependencies] stays yours"),
        "{said}"
    );

    let written = xtask::manifest::hash_tables(&manifest).expect("it is TOML");
    let recorded = format!("manifest-sha256 = \"{written}\"");
    folder.write(
        "out/Cargo.toml",
        manifest.replace(&hash(&manifest), &recorded),
    );
    let said = folder.run(&["generate", "--out", "out"]).succeeds().stdout;
    assert!(!said.contains("stays yours"), "{said}");
    let manifest = folder.read("out/Cargo.toml");
    assert!(
        manifest.contains("\nmemchr = \"2.8.3\"\n") && !manifest.contains("old ="),
        "{manifest}"
    );
    assert!(made.len() == folder.tree().len());
}

#[test]
fn two_machines_make_the_same_bytes() {
    let crate_in = |outer: &str, is_absolute: bool| {
        let folder = Folder::empty();
        let at = |path: &str| format!("{outer}/{path}");
        folder.write(&at("api/shop.yml"), SHOP);
        folder.write(&at("api/shop.overlay.yml"), "overlay: 1.0.0\ninfo: { title: O, version: '1' }\nactions:\n- { target: $.info, update: { title: Shop } }\n");
        let names = ["api/shop.yml", "api/shop.overlay.yml", "out"];
        let names = names.map(|it| {
            let full = folder.path(&at(it)).to_string_lossy().into_owned();
            if is_absolute { full } else { it.to_owned() }
        });
        let [document, overlay, out] = &names;
        let arguments = [
            "generate",
            document,
            "--overlay",
            overlay,
            "--out",
            out,
            "--license",
            "MIT",
        ];
        folder.run_in(outer, &arguments).succeeds();
        let mut tree = folder.tree();
        tree.retain(|path, _| path.contains("/out/"));
        let tree = tree.into_iter();
        let tree = tree.map(|(path, text)| (path.replacen(outer, "", 1), text));
        let root = folder.path("").to_string_lossy().into_owned();
        tree.inspect(|(path, text)| {
            let text = String::from_utf8_lossy(text);
            assert!(
                !text.contains(&root) && !text.contains(outer),
                "{path}: {text}"
            );
        })
        .collect::<std::collections::BTreeMap<_, _>>()
    };
    let first = crate_in("maschine", false);
    assert!(first.len() > 100, "{:?}", first.keys());
    for second in [
        crate_in("maschine-zwei", false),
        crate_in("maschine-drei", true),
    ] {
        assert!(first.keys().eq(second.keys()));
        for (path, text) in &first {
            assert!(text == &second[path], "{path}");
        }
    }
}

#[test]
fn a_crate_with_a_license_can_be_published() {
    let folder = Folder::empty();
    folder.write("shop.yml", SHOP);
    let license = [
        "--license",
        "MIT OR Apache-2.0",
        "--version",
        "1.0.0-rc.1",
        "--name",
        "shop-api",
    ];
    folder
        .run(&[&["generate", "shop.yml", "--out", "out"][..], &license].concat())
        .succeeds();
    let manifest = folder.read("out/Cargo.toml");
    for line in [
        "name = \"shop-api\"",
        "version = \"1.0.0-rc.1\"",
        "license = \"MIT OR Apache-2.0\"",
        "description = \"Bindings for Pet shop\"",
        "rust-version = \"1.88\"",
        "keywords = [\"api\", \"bindings\", \"client\", \"openapi\", \"shop-api\"]",
        "[package.metadata.docs.rs]",
    ] {
        assert!(
            manifest.contains(&format!("\n{line}\n")),
            "{line}: {manifest}"
        );
    }
    assert!(!manifest.contains("publish"), "{manifest}");
    insta::assert_snapshot!(folder.read("out/README.md"));
    for (file, words) in [
        ("LICENSE-MIT", "openapi-bindings"),
        ("LICENSE-APACHE", "Version 2.0"),
    ] {
        assert!(
            folder.read(&format!("out/{file}")).contains(words),
            "{file}"
        );
    }
    for (path, text) in folder.tree() {
        let has_header =
            !path.starts_with("out/") || path.ends_with('/') || path.contains("LICENSE");
        let text = String::from_utf8(text).unwrap();
        let first = text.lines().next().unwrap_or_default();
        assert!(
            has_header || first.contains("@generated"),
            "{path}: {first}"
        );
    }
}

/// The README has the list of the documentation, so both have all features that the manifest has.
#[test]
fn every_feature_is_described() {
    let folder = Folder::empty();
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/codegen/fixtures/");
    let text = |path: &str| std::fs::read_to_string(format!("{fixtures}{path}")).unwrap();
    folder.write("signed.yml", text("x_signature.yml"));
    folder.write("signed.overlay.yml", text("x_signature.overlay.yml"));
    folder.write("shop.yml", SHOP);
    let signed = ["signed.yml", "--overlay", "signed.overlay.yml"];
    let arguments = [&["generate", "shop.yml", "--out", "out"][..], &signed].concat();
    folder.run(&arguments).succeeds();
    let manifest: toml_edit::DocumentMut = folder.read("out/Cargo.toml").parse().unwrap();
    let features = manifest["features"].as_table().expect("there are features");
    let [readme, docs] = ["README.md", "src/lib.rs"].map(|it| folder.read(&format!("out/{it}")));
    for (feature, _) in features.iter().filter(|(feature, _)| *feature != "default") {
        let words = format!("`{feature}`");
        assert!(readme.contains(&words), "{words}: {readme}");
        let is_tag = ["pets", "toys"].contains(&feature);
        assert!(is_tag || docs.contains(&words), "{words}: {docs}");
    }
}

#[test]
fn types_of_other_crates_are_recorded_and_are_dependencies() {
    let folder = Folder::empty();
    let schemas = "components:\n  schemas:\n    A: { type: object, properties: { a: { type: string, format: uuid }, b: { type: string, format: uri }, c: { type: string, format: date } } }\n";
    folder.write("a.yml", format!("{HEAD}{schemas}"));
    let run = |more: &[&str]| {
        let arguments = [&["generate", "--out", "out"], more].concat();
        folder.run(&arguments).succeeds().stdout
    };
    let has = |file: &str, texts: &[&str]| {
        let text = std::fs::read_to_string(folder.path(file)).unwrap();
        for expected in texts {
            assert!(text.contains(expected), "{expected} is not in:\n{text}");
        }
    };
    run(&["a.yml"]);
    let usual = folder.tree();
    assert!(!folder.path("out/src/foreign.rs").exists());
    let types = [
        "--format-type",
        "uuid=uuid::Uuid",
        "--format-type",
        "uri=url::Url",
    ];
    run(&[&types[..], &["--derive", "utoipa::ToSchema"]].concat());
    let manifest = [
        "formats = { uuid = \"uuid::Uuid\", uri = \"url::Url\" }\nderive = [\"utoipa::ToSchema\"]\n",
        "uuid = \"1\"\n",
        "utoipa = \"6\"\n",
        "\nurl = \"2",
        "client = [\"dep:futures-core\", \"dep:httpdate\", \"dep:idna_adapter\"]\n",
    ];
    has("out/Cargo.toml", &manifest);
    has("out/src/lib.rs", &["pub mod foreign;\n"]);
    let code = [
        "#[derive(::utoipa::ToSchema)]",
        "a \"a\" into Text<::uuid::Uuid>,",
    ];
    has("out/src/a/a.rs", &code);
    assert!(run(&[]).contains("(0 changed)"));

    // What a type needs beyond its path is written into the manifest by hand.
    let text = std::fs::read_to_string(folder.path("out/Cargo.toml")).unwrap();
    let more = "url::Url\", date = { path = \"my_dates::Date\", crate = \"my-dates\", version = \"3\", features = [\"std\"] } }";
    let text = text.replace("url::Url\" }", more);
    folder.write("out/Cargo.toml", &text);
    run(&[]);
    let added = "\nmy-dates = { version = \"3\", features = [\"std\"] }\n";
    has("out/Cargo.toml", &[more, added]);
    run(&["--check"]);

    // Without them, the crate is what it was.
    let is_other = |line: &&str| !line.starts_with("formats = ") && !line.starts_with("derive = ");
    let lines: Vec<&str> = text.lines().filter(is_other).collect();
    folder.write("out/Cargo.toml", lines.join("\n") + "\n");
    run(&[]);
    assert!(!folder.path("out/src/foreign.rs").exists());
    has("out/src/a/a.rs", &["a \"a\" into String,"]);
    assert_eq!(folder.tree().len(), usual.len());
}
