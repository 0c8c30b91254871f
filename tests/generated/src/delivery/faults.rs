//! Faults in a copy of the code for retries: the exploration finds each of them.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A mistake that somebody could make in the client.
struct Fault {
    name: &'static str,
    /// A file in `codegen/runtime/src/runtime`.
    file: &'static str,
    /// A part of the file that occurs once, with the expression to replace in guillemets.
    place: &'static str,
    replacement: &'static str,
}

const fn fault(
    name: &'static str,
    file: &'static str,
    place: &'static str,
    replacement: &'static str,
) -> Fault {
    Fault {
        name,
        file,
        place,
        replacement,
    }
}

const EXCHANGE: &str = "client/exchange.rs";
const RETRY: &str = "client/retry.rs";
const OPTIONS: &str = "client/options.rs";
const CREDENTIALS: &str = "client/attempt_credentials.rs";
const REDIRECT: &str = "client/redirect.rs";

#[rustfmt::skip]
const FAULTS: [Fault; 28] = [
    fault("the window is a second too long", EXCHANGE,
        "let window = «started_at.saturating_add(self.settings.window)»;",
        "started_at.saturating_add(self.settings.window).saturating_add(Duration::from_secs(1))"),
    fault("an attempt with a key has the whole window", OPTIONS,
        "timeout: «timeout.unwrap_or(TIMEOUT.min(window / 3))»,", "timeout.unwrap_or(TIMEOUT)"),
    fault("a retry leaves at the end of the window", EXCHANGE,
        "if «now.saturating_add(delay) < self.latest_start()» {", "now.saturating_add(delay) <= self.latest_start()"),
    fault("the window is ignored", EXCHANGE,
        "«self.deadline().min(window)»", "self.deadline()"),
    fault("the deadline is ignored", EXCHANGE,
        "«self.deadline().min(window)»", "window"),
    fault("the deadline begins anew with each attempt", EXCHANGE,
        "«started_at.saturating_add(self.settings.deadline)»", "self.attempt_deadline.max(started_at).saturating_add(self.settings.deadline)"),
    fault("there is one retry more", EXCHANGE,
        "else if «self.attempts <= self.settings.retries»", "self.attempts <= self.settings.retries + 1"),
    fault("an unsafe call is retried after a lost reply", RETRY,
        "| TransportErrorKind::Truncated => «repeatable»,", "true"),
    fault("an unsafe call is retried after any failing status", RETRY,
        "is_retryable(reply) && «(repeatable || is_rate_limited(reply.status()))»", "true"),
    fault("an unsafe call is retried after 409", RETRY,
        "«status == StatusCode::TOO_MANY_REQUESTS»", "matches!(status.as_u16(), 409 | 429)"),
    fault("a client error is retried", RETRY,
        "status.as_u16() >= 500 || «matches!(status.as_u16(), 408 | 409 | 429)»", "status.is_client_error()"),
    fault("a failure to connect is not retried", RETRY,
        "TransportErrorKind::Connect => «true»,", "repeatable"),
    fault("X-Should-Retry: false is ignored", RETRY,
        "Some(\"false\") => «false»,", "status.as_u16() >= 500"),
    fault("Retry-After is ignored", RETRY,
        "«asked.unwrap_or_else(|| backoff(n, random))»", "backoff(n, random)"),
    fault("Retry-After has no limit", RETRY,
        "|delay: &Duration| «!delay.is_zero() && *delay <= MAX_REQUESTED_DELAY»;", "!delay.is_zero()"),
    fault("a date in the past underflows", RETRY,
        "«date.duration_since(wall).ok()»", "Some(date.duration_since(wall).unwrap())"),
    fault("the backoff does not grow", RETRY,
        "Duration::from_millis(«500 << n.min(4)»)", "500"),
    fault("each attempt has a key of its own", EXCHANGE,
        "self.sent = «self.request.clone()»;",
        "self.request.clone().map(|body| String::from_utf8_lossy(&body).replace('-', &self.attempts.to_string()).into())"),
    fault("a request after a redirect has the whole timeout", EXCHANGE,
        "let timeout = «self.attempt_deadline.saturating_sub(now)»;", "self.settings.timeout"),
    fault("a redirect is followed after the window", EXCHANGE,
        "State::Redirect(_) if «self.may_send(now)»", "true"),
    fault("a redirect drops the body with the key", REDIRECT,
        "let mut request = «sent.clone()»;", "sent.clone().map(|_| Bytes::new())"),
    fault("a redirect takes a POST to another origin", REDIRECT,
        "else if «reads» {", "true"),
    fault("a redirect takes the credential to another origin", REDIRECT,
        "Redirected::CrossOrigin(«cross_origin_request(sent, uri)»)", "same_origin_request(sent, uri)"),
    fault("a request leaves however late it is", EXCHANGE,
        "«now < self.latest_start().min(self.attempt_deadline)»", "true"),
    fault("a token that arrives too late ends the call", EXCHANGE,
        "Ok(_) if «!self.may_send(now)»", "false"),
    fault("an attempt has the token of the one before", CREDENTIALS,
        "«self.tokens.clear()»;", "()"),
    fault("an earlier attempt is forgotten", EXCHANGE,
        "self.after_effect |= «last.as_ref().is_some_and(retry::may_have_taken_effect)»;", "false"),
    fault("the reply is lost when the time for retries is over", EXCHANGE,
        "State::Attempt(Some(last)) => {\n                «self.finish(last)»", "self.finish(Err(late_token_error()))"),
];

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files of the client with all faults, each behind a switch.
fn faulty_files() -> BTreeMap<&'static str, String> {
    let mut switches = BTreeMap::<_, String>::new();
    for (index, fault) in FAULTS.iter().enumerate() {
        let Fault {
            name: _,
            file,
            place,
            replacement,
        } = fault;
        let switch = switches.entry((*file, *place)).or_default();
        let number = index + 1;
        write!(
            switch,
            "if crate::is_faulty({number}) {{ {replacement} }} else "
        )
        .expect("a string takes any text");
    }
    let mut files = BTreeMap::new();
    for ((file, place), switch) in switches {
        let path = workspace().join("codegen/runtime/src/runtime").join(file);
        let text = files.entry(file).or_insert_with(|| {
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        });
        let (before, rest) = place.split_once('«').expect("an expression in guillemets");
        let (old, after) = rest.split_once('»').expect("an expression in guillemets");
        let found = format!("{before}{old}{after}");
        let count = text.matches(&found).count();
        assert_eq!(count, 1, "{file} should contain once: {found}");
        let faulty = format!("{before}({switch}{{ {old} }}){after}");
        *text = text.replace(&found, &faulty);
    }
    files
}

#[test]
fn every_fault_has_its_place_in_the_client() {
    assert_eq!(faulty_files().len(), 5);
}

#[test]
#[ignore = "compiles a copy of the runtime, which takes half a minute"]
fn the_exploration_finds_every_fault() {
    let target = env::var_os("CARGO_TARGET_DIR").map_or(workspace().join("target"), PathBuf::from);
    let package = target.join("faults");
    write_package(&package);
    let output = Command::new(env!("CARGO"))
        .args(["run", "--offline", "--quiet", "--no-default-features"])
        .args(["--features", "blocking", "--"])
        .args(FAULTS.iter().map(|fault| fault.name))
        .current_dir(&package)
        .env("CARGO_TARGET_DIR", target.join("standalone"))
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .expect("cargo runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let report = String::from_utf8(output.stdout).expect("text");
    let missed = report.split("──── ").filter(|it| it.contains("not found"));
    let missed: Vec<&str> = missed.filter_map(|it| it.lines().next()).collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("faults", report));
    assert_eq!(missed, ["none"]);
}

/// Writes the package: the runtime with its faults, and the exploration.
fn write_package(package: &Path) {
    let workspace = workspace();
    let source = package.join("src");
    if source.exists() {
        fs::remove_dir_all(&source).expect("the folder is ours");
    }
    let runtime = workspace.join("codegen/runtime/src");
    copy_files(&runtime.join("runtime"), &source.join("runtime"));
    fs::copy(runtime.join("runtime.rs"), source.join("runtime.rs")).expect("both are there");
    for (file, text) in faulty_files() {
        fs::write(source.join("runtime").join(file), text).expect("the folder is ours");
    }
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy_files(&tests.join("faults"), &source);
    let delivery = tests.join("src/delivery");
    copy_files(&delivery.join("explorer"), &source.join("explorer"));
    fs::copy(delivery.join("explorer.rs"), source.join("explorer.rs")).expect("both are there");
    fs::write(package.join("Cargo.toml"), manifest()).expect("the folder is ours");
    fs::copy(workspace.join("Cargo.lock"), package.join("Cargo.lock")).expect("both are there");
}

fn copy_files(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder is ours");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy_files(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a file");
        }
    }
}

/// Returns the manifest of the runtime as a workspace of its own, without the dependencies of its tests.
fn manifest() -> String {
    let workspace = workspace();
    let read = |path: &str| fs::read_to_string(workspace.join(path)).expect("a manifest");
    let (runtime, root) = (read("codegen/runtime/Cargo.toml"), read("Cargo.toml"));
    let (runtime, _) = runtime.split_once("[dev-dependencies]").expect("a section");
    let (package, features) = runtime.split_once("[lib]").expect("a section");
    let (_, features) = features.split_once("[features]").expect("a section");
    let (_, shared) = root.split_once("[workspace.package]").expect("a section");
    let (shared, _) = shared.split_once("[workspace.lints").expect("a section");
    let schema = workspace.join("codegen/schema");
    let schema = fs::canonicalize(schema).expect("a folder");
    let shared = shared.replace("\"codegen/schema\"", &format!("{schema:?}"));
    format!("{package}[features]{features}\n[workspace]\n\n[workspace.package]{shared}")
}
