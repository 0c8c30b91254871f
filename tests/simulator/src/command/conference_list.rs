//! Lists of conferences in Call Control.
//!
//! Assumed where the sources are silent: `filter[occurred_at]` compares when a conference was created;
//! `filter[type]`, `filter[failed]`, `filter[region]` and the outbound voice profile, which belong to events
//! and to calls, keep everything.

use generated::conferences::{
    ConferenceFilter, ListConferences, ListConferencesResponse, OccurredAtFilter, ProductFilter,
};
use generated::jiff::Timestamp;

use super::Command;
use crate::engine::{Conference, Engine, PageQuery, Refusal};

impl Command for ListConferences {
    fn run(self, engine: &mut Engine) -> Result<ListConferencesResponse, Refusal> {
        let filter = self.filter.unwrap_or_default();
        let mut conferences: Vec<_> = engine
            .conferences()
            .filter(|it| keeps(engine, &filter, it))
            .collect();
        // Conferences are in the order of their creation; the last one is listed first.
        conferences.reverse();
        conferences.sort_by_key(|it| std::cmp::Reverse(it.expires_at));
        let (page, meta) = PageQuery::new(self.page.as_ref()).cut(conferences);
        let data = page
            .into_iter()
            .map(|it| engine.conference_view(it))
            .collect();
        Ok(ListConferencesResponse::new().data(data).meta(meta))
    }
}

fn keeps(engine: &Engine, filter: &ConferenceFilter, conference: &Conference) -> bool {
    let legs = || conference.participants.iter().map(|it| &it.leg);
    let calls = || legs().filter_map(|leg| engine.call(&leg.call));
    let is = |wanted: Option<&str>, found: &str| wanted.is_none_or(|it| it == found);
    is(filter.name.as_deref(), &conference.name)
        && is(filter.connection_id.as_deref(), &conference.connection_id)
        && filter
            .leg_id
            .as_ref()
            .is_none_or(|id| legs().any(|it| *id == it.id))
        && filter
            .application_session_id
            .as_ref()
            .is_none_or(|id| legs().any(|it| *id == it.session_id))
        && filter
            .from
            .as_ref()
            .is_none_or(|from| calls().any(|it| it.from == *from))
        && filter
            .to
            .as_ref()
            .is_none_or(|to| calls().any(|it| it.to == *to))
        && filter
            .status
            .as_ref()
            .is_none_or(|wanted| conference.status() == *wanted)
        && filter.product.as_ref().is_none_or(|product| match product {
            ProductFilter::CallControl => !conference.is_texml,
            ProductFilter::Texml => conference.is_texml,
            _ => false,
        })
        && filter
            .application_name
            .as_ref()
            .and_then(|it| it.contains.as_ref())
            .is_none_or(|part| {
                let connection = engine.settings().connection(&conference.connection_id);
                connection.is_some_and(|it| it.name.contains(part))
            })
        && filter
            .occurred_at
            .as_ref()
            .is_none_or(|it| is_within(it, conference.created_at))
}

fn is_within(filter: &OccurredAtFilter, time: Timestamp) -> bool {
    let compare = |wanted: Option<&generated::DateTime>,
                   holds: fn(&Timestamp, &Timestamp) -> bool| {
        wanted
            .and_then(|it| it.timestamp().ok())
            .is_none_or(|it| holds(&time, &it))
    };
    compare(filter.eq_.as_ref(), |time, it| time == it)
        && compare(filter.gt.as_ref(), |time, it| time > it)
        && compare(filter.gte.as_ref(), |time, it| time >= it)
        && compare(filter.lt.as_ref(), |time, it| time < it)
        && compare(filter.lte.as_ref(), |time, it| time <= it)
}
