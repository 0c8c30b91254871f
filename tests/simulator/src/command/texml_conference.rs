//! Conferences and recordings in TeXML.
//!
//! Assumed where the sources are silent:
//!
//! - Another account than the one of the settings has no resources: 404.
//! - The list is sorted like that of Call Control; `DateCreated` and `DateUpdated` compare days in UTC.
//! - A `Status` other than `completed` is refused with 10032; completing a conference that has ended
//!   already does nothing. An announcement is played once.

use generated::conferences::ConferenceEndReason;
use generated::jiff::{Timestamp, civil::Date, tz::TimeZone};
use generated::texml::{
    ConferenceRecordingResourceIndex, ConferenceResource, ConferenceResourceIndex,
    ConferenceStatus, FetchTexmlConferenceRecordings, GetTexmlConference,
    GetTexmlConferenceRecordings, GetTexmlConferences, RecordingResourceIndex,
    UpdateTexmlConference,
};

use super::Command;
use crate::engine::{AudioSource, ConferenceEnd, Engine, Refusal, TexmlPage};

impl Command for GetTexmlConferences {
    fn run(self, engine: &mut Engine) -> Result<ConferenceResourceIndex, Refusal> {
        engine.check_account(&self.account_sid)?;
        let mut conferences: Vec<_> = engine
            .conferences()
            .filter(|it| {
                self.friendly_name
                    .as_ref()
                    .is_none_or(|name| it.name == *name)
            })
            .filter(|it| is_on_day(self.date_created.as_deref(), it.created_at))
            .filter(|it| is_on_day(self.date_updated.as_deref(), it.updated_at))
            .filter(|it| {
                let status = engine.texml_conference(it).status;
                self.status.is_none() || self.status == status
            })
            .collect();
        conferences.reverse();
        conferences.sort_by_key(|it| std::cmp::Reverse(it.expires_at));
        let filter = query_of(&[
            ("FriendlyName", self.friendly_name.as_deref()),
            ("Status", self.status.as_ref().map(ConferenceStatus::as_str)),
            ("DateCreated", self.date_created.as_deref()),
            ("DateUpdated", self.date_updated.as_deref()),
        ]);
        let uri = engine.texml_conferences_uri();
        let (items, page) = TexmlPage::cut(&uri, &filter, self.page, self.page_size, conferences);
        let items = items
            .into_iter()
            .map(|it| engine.texml_conference(it))
            .collect();
        Ok(ConferenceResourceIndex::new()
            .conferences(items)
            .end(page.end)
            .first_page_uri(page.first_uri)
            .next_page_uri(page.next_uri)
            .page(page.number)
            .page_size(page.size)
            .start(page.start)
            .uri(page.uri))
    }
}

/// Returns the filters of a list as the end of a query.
fn query_of(filters: &[(&str, Option<&str>)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in filters {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    match query.finish() {
        query if query.is_empty() => query,
        query => format!("&{query}"),
    }
}

/// Whether a time is on a day, written as a date after an optional operator.
fn is_on_day(filter: Option<&str>, time: Timestamp) -> bool {
    let Some(filter) = filter else { return true };
    let date = filter.trim_start_matches(['<', '>', '=']);
    let operator = &filter[..filter.len() - date.len()];
    let Ok(date) = date.parse::<Date>() else {
        return false;
    };
    let day = time.to_zoned(TimeZone::UTC).date();
    match operator {
        "<" => day < date,
        "<=" => day <= date,
        ">" => day > date,
        ">=" => day >= date,
        _ => day == date,
    }
}

impl Command for GetTexmlConference {
    fn run(self, engine: &mut Engine) -> Result<ConferenceResource, Refusal> {
        engine.check_account(&self.account_sid)?;
        let conference = engine.find_conference(&self.conference_sid)?;
        Ok(engine.texml_conference(conference))
    }
}

impl Command for UpdateTexmlConference {
    fn run(self, engine: &mut Engine) -> Result<ConferenceResource, Refusal> {
        engine.check_account(&self.account_sid)?;
        let id = engine.find_conference(&self.conference_sid)?.id.clone();
        let request = self.body;
        if let Some(status) = request.status.as_deref().filter(|it| *it != "completed") {
            let why = format!("`Status` is {status}, but may be completed only");
            return Err(Refusal::with_code(422, "10032", why).at("/Status"));
        }
        if request.announce_url.is_some() {
            engine.active_conference(&id)?;
            let file = AudioSource::File {
                url: request.announce_url,
                name: None,
                times: Some(1),
            };
            engine.play_audio(&id, file, None);
        }
        if request.status.is_some() {
            let end = ConferenceEnd {
                reason: ConferenceEndReason::EndedViaApi,
                by: None,
            };
            engine.end_conference(&id, end, true);
        }
        let conference = engine.find_conference(&id)?;
        Ok(engine.texml_conference(conference))
    }
}

impl Command for GetTexmlConferenceRecordings {
    fn run(self, engine: &mut Engine) -> Result<ConferenceRecordingResourceIndex, Refusal> {
        engine.check_account(&self.account_sid)?;
        let conference = engine.find_conference(&self.conference_sid)?;
        let recordings = conference.recordings.iter();
        let recordings: Vec<_> = recordings
            .map(|it| engine.texml_conference_recording(conference, it))
            .collect();
        let uri = format!("{}/Recordings", engine.texml_conference_uri(&conference.id));
        let (recordings, page) =
            TexmlPage::cut(&uri, "", None, whole_list(&recordings), recordings);
        Ok(ConferenceRecordingResourceIndex::new()
            .end(page.end)
            .first_page_uri(page.first_uri)
            .next_page_uri(page.next_uri)
            .page(page.number)
            .page_size(page.size)
            .participants(Vec::new())
            .recordings(recordings)
            .start(page.start)
            .uri(page.uri))
    }
}

impl Command for FetchTexmlConferenceRecordings {
    fn run(self, engine: &mut Engine) -> Result<RecordingResourceIndex, Refusal> {
        engine.check_account(&self.account_sid)?;
        let conference = engine.find_conference(&self.conference_sid)?;
        let recordings = conference.recordings.iter();
        let recordings: Vec<_> = recordings
            .map(|it| engine.texml_recording(conference, it))
            .collect();
        let uri = format!("{}/Recordings", engine.texml_conference_uri(&conference.id));
        let (recordings, page) =
            TexmlPage::cut(&uri, "", None, whole_list(&recordings), recordings);
        Ok(RecordingResourceIndex::new()
            .end(page.end)
            .first_page_uri(page.first_uri)
            .next_page_uri(page.next_uri)
            .page(page.number)
            .page_size(page.size)
            .previous_page_uri(generated::Nullable::Null)
            .recordings(recordings)
            .start(page.start)
            .uri(page.uri))
    }
}

/// Returns the size of a page that holds a whole list, for lists without parameters for pages.
pub(super) fn whole_list<T>(items: &[T]) -> Option<i64> {
    i64::try_from(items.len().max(20)).ok()
}
