//! Serves conferences on loopback until it is told to exit.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use clap::Parser;
use simulator::clock::Clock;
use simulator::settings::{Settings, check_url};
use simulator::{Seed, Simulator};

/// A Telnyx conference service on loopback, to test programs without an account and telephones.
///
/// Prints its base URL on one line, for the environment variable of the base URL, and serves until Ctrl-C,
/// SIGTERM or a POST to /_sim/exit.
#[derive(Debug, Parser)]
#[command(name = "simulator")]
struct Arguments {
    /// The port to listen on; any that is free by default.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// A JSON or YAML file with settings, and calls to begin with.
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// Where the webhooks of all applications are sent.
    #[arg(long, value_name = "URL", value_parser = parse_url)]
    webhook_url: Option<String>,
    /// Stop the clock: it only moves by a POST to /_sim/clock.
    #[arg(long)]
    manual_clock: bool,
}

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let result = runtime
        .context("cannot start")
        .and_then(|runtime| runtime.block_on(run(Arguments::parse())));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn parse_url(text: &str) -> Result<String, String> {
    check_url(text).map(|()| text.to_owned())
}

/// Reads a seed; an error has the place in the file.
fn parse_seed(path: &Path, text: &str) -> anyhow::Result<Seed> {
    let path = path.display();
    let seed: Seed = serde_yaml::from_str(text).map_err(|error| {
        // Without a place, it is the whole file.
        let place = error.location();
        let (line, column) = place.map_or((1, 1), |it| (it.line(), it.column()));
        let message = error.to_string();
        let end = format!(" at line {line} column {column}");
        let message = message.strip_suffix(&end).unwrap_or(&message);
        anyhow!("{path}:{line}:{column}: {message}")
    })?;
    let check = seed.settings.check();
    check.map_err(|error| anyhow!("{path}: settings.{error}"))?;
    Ok(seed)
}

async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let seed = match &arguments.seed {
        Some(path) => {
            let text = std::fs::read_to_string(path);
            let text = text.with_context(|| format!("cannot read {}", path.display()))?;
            parse_seed(path, &text)?
        }
        None => Seed::default(),
    };
    let settings: Settings = match arguments.webhook_url {
        Some(url) => seed.settings.webhook_url(url),
        None => seed.settings,
    };
    let clock = if arguments.manual_clock {
        Clock::manual(Clock::system().now())
    } else {
        Clock::system()
    };
    let simulator = Simulator::start_with(settings, clock, arguments.port).await;
    let mut simulator =
        simulator.with_context(|| format!("cannot listen on port {}", arguments.port))?;
    for (index, call) in seed.calls.into_iter().enumerate() {
        let placed = simulator.call_in(call);
        placed.map_err(|refusal| anyhow!("calls[{index}] of the seed: {}", refusal.why))?;
    }
    // Whoever has read the line may send a signal.
    let mut terminate = Terminate::new()?;
    println!("{}", simulator.base_url());
    tokio::select! {
        () = simulator.stopped() => return Ok(()),
        _ = tokio::signal::ctrl_c() => simulator.stop(),
        () = terminate.received() => simulator.stop(),
    }
    simulator.stopped().await;
    Ok(())
}

/// SIGTERM, where there is such a thing.
struct Terminate {
    #[cfg(unix)]
    signal: tokio::signal::unix::Signal,
}

impl Terminate {
    /// Begins to listen.
    fn new() -> anyhow::Result<Self> {
        Ok(Self {
            #[cfg(unix)]
            signal: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
                .context("cannot listen to SIGTERM")?,
        })
    }

    #[cfg(unix)]
    async fn received(&mut self) {
        self.signal.recv().await;
    }

    #[cfg(not(unix))]
    async fn received(&mut self) {
        std::future::pending::<()>().await;
    }
}
