//! Lists the conferences with a name that started within the last day and are in progress, by the blocking
//! client.
//!
//! ```text
//! TELNYX_API_KEY=… cargo run --features blocking --example list_with_filter -- NAME
//! ```

use std::env;
use std::error::Error;
use std::time::{Duration, SystemTime};

use generated::blocking::Client;
use generated::conferences::{
    ConferenceFilter, ConferenceStatus, ListConferences, OccurredAtFilter, Page,
};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn main() -> Result<(), Box<dyn Error>> {
    let name = env::args().nth(1).ok_or("expected a name")?;
    let client = Client::from_env()?;

    let since = SystemTime::now() - DAY;
    let filter = ConferenceFilter::new()
        .name(name)
        .status(ConferenceStatus::InProgress)
        .occurred_at(OccurredAtFilter::new().gte(since.try_into()?));
    let list = ListConferences::new()
        .filter(filter)
        .page(Page::new().size(50));

    // Each page is fetched when the iterator reaches it.
    for conference in list.items_blocking(&client) {
        let conference = conference?;
        let status = conference.status.unwrap_or_else(|| "unknown".into());
        println!("{} {status} since {}", conference.id, conference.created_at);
    }
    Ok(())
}
