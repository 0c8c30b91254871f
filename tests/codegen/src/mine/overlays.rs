//! The rules of the overlays of this repository, each with whether it is found in the descriptions.

use std::collections::BTreeMap;

use codegen::diagnostic::{Diagnostics, Severity};
use codegen::overlay::Overlaid;
use codegen::pointer::{FileId, Pointer};
use codegen::report::{self, Style};
use codegen::source::Sources;
use codegen::tree::Tree;
use codegen::{Absent, Input, overlaid};

use super::mine_file;
use crate::run::repository;

/// Why a rule of an overlay is not found, or that it is.
enum Verdict {
    Found,
    /// The description does not say it in a way that can be checked.
    NotInProse(&'static str),
    /// The description says it in words that are not recognized.
    Missed(&'static str),
    /// It is found with another value, for this reason.
    Otherwise(&'static str),
}

use Verdict::{Found, Missed, NotInProse, Otherwise};

const NULLS: Verdict = NotInProse("a correction of the type, not a rule: null is allowed, too");

const EXAMPLE: Verdict = NotInProse("only the example shows the format");

/// The keywords that the actions of an overlay set, by the end of the pointer of the first node.
const CONFERENCES: &[(&str, Verdict)] = &[
    (
        "parameters/call-control_FilterConsolidated/schema/properties/application_name/properties/contains/minLength",
        Found,
    ),
    (
        "parameters/call-control_FilterConsolidated/schema/properties/occurred_at/properties/eq/format",
        EXAMPLE,
    ),
    (
        "parameters/call-control_FilterConsolidated/schema/properties/occurred_at/properties/gt/format",
        EXAMPLE,
    ),
    (
        "parameters/call-control_FilterConsolidated/schema/properties/occurred_at/properties/gte/format",
        EXAMPLE,
    ),
    (
        "parameters/call-control_FilterConsolidated/schema/properties/occurred_at/properties/lt/format",
        EXAMPLE,
    ),
    (
        "parameters/call-control_FilterConsolidated/schema/properties/occurred_at/properties/lte/format",
        EXAMPLE,
    ),
    ("Conference/properties/created_at/format", Found),
    (
        "Conference/properties/ended_by/properties/call_control_id/type",
        NULLS,
    ),
    (
        "Conference/properties/ended_by/properties/call_session_id/type",
        NULLS,
    ),
    ("Conference/properties/ended_by/type", NULLS),
    ("payload/properties/client_state/type", NULLS),
    ("Conference/properties/expires_at/format", Found),
    ("Conference/properties/updated_at/format", Found),
    (
        "ConferenceCreated/properties/payload/properties/client_state/contentEncoding",
        NotInProse("the events only give back what a command has sent"),
    ),
    (
        "ConferenceEnded/properties/payload/properties/client_state/contentEncoding",
        NotInProse("the events only give back what a command has sent"),
    ),
    (
        "ConferenceFloorChangedEvent/properties/payload/properties/client_state/contentEncoding",
        NotInProse("the events only give back what a command has sent"),
    ),
    (
        "ConferenceGatherUsingAudioRequest/properties/client_state/contentEncoding",
        Found,
    ),
    ("ConferenceHoldRequest/not", Found),
    (
        "ConferenceParticipantJoined/properties/payload/properties/client_state/contentEncoding",
        NotInProse("the events only give back what a command has sent"),
    ),
    (
        "ConferenceParticipantLeft/properties/payload/properties/client_state/contentEncoding",
        NotInProse("the events only give back what a command has sent"),
    ),
    (
        "ConferenceParticipantPlaybackEnded/properties/payload/properties/client_state/contentEncoding",
        NotInProse("the events only give back what a command has sent"),
    ),
    (
        "ConferenceParticipantPlaybackStarted/properties/payload/properties/client_state/contentEncoding",
        NotInProse("the events only give back what a command has sent"),
    ),
    (
        "ConferenceParticipantSpeakEnded/properties/payload/properties/client_state/contentEncoding",
        NotInProse("the events only give back what a command has sent"),
    ),
    (
        "ConferenceParticipantSpeakStarted/properties/payload/properties/client_state/contentEncoding",
        NotInProse("the events only give back what a command has sent"),
    ),
    ("ConferencePlayRequest/not", Found),
    (
        "ConferencePlayRequest/properties/loop/oneOf",
        NotInProse("found as `minimum` and `maximum` beside the reference"),
    ),
    (
        "ConferenceRecordingSaved/properties/payload/properties/client_state/contentEncoding",
        NotInProse("the events only give back what a command has sent"),
    ),
    (
        "ConferenceSendDTMFRequest/properties/client_state/contentEncoding",
        Found,
    ),
    ("ConferenceSendDTMFRequest/properties/digits/pattern", Found),
    ("ConferenceSpeakRequest/properties/payload/maxLength", Found),
    ("CreateConferenceRequest/not", Found),
    (
        "CreateConferenceRequest/properties/client_state/contentEncoding",
        Found,
    ),
    (
        "CreateConferenceRequest/properties/max_participants/default",
        Found,
    ),
    (
        "CreateConferenceRequest/properties/max_participants/maximum",
        Found,
    ),
    (
        "CreateConferenceRequest/properties/max_participants/minimum",
        Found,
    ),
    (
        "CreateConferenceRequest/properties/start_conference_on_create/default",
        Found,
    ),
    ("JoinConferenceRequest/not", Found),
    (
        "JoinConferenceRequest/properties/client_state/contentEncoding",
        Found,
    ),
    (
        "JoinConferenceRequest/properties/end_conference_on_exit/default",
        Found,
    ),
    ("JoinConferenceRequest/properties/hold/default", Found),
    ("JoinConferenceRequest/properties/mute/default", Found),
    (
        "JoinConferenceRequest/properties/soft_end_conference_on_exit/default",
        Found,
    ),
    (
        "JoinConferenceRequest/properties/start_conference_on_enter/default",
        Found,
    ),
    (
        "JoinConferenceRequest/properties/supervisor_role/default",
        Found,
    ),
    ("Participant/properties/created_at/format", Found),
    ("Participant/properties/updated_at/format", Found),
    (
        "StopRecordingConferenceRequest/properties/client_state/contentEncoding",
        Found,
    ),
    (
        "UpdateConferenceRequest/properties/supervisor_role/default",
        Found,
    ),
];

const TEXML: &[(&str, Verdict)] = &[
    (
        "parameters/DateCreated/schema/pattern",
        NotInProse("the operators are shown by an example only"),
    ),
    (
        "parameters/DateUpdated/schema/pattern",
        NotInProse("the operators are shown by an example only"),
    ),
    (
        "ConferenceRecordingResource/properties/date_created/format",
        EXAMPLE,
    ),
    (
        "ConferenceRecordingResource/properties/date_updated/format",
        EXAMPLE,
    ),
    (
        "ConferenceRecordingResource/properties/error_code/type",
        NULLS,
    ),
    (
        "ConferenceRecordingResource/properties/start_time/format",
        EXAMPLE,
    ),
    (
        "ConferenceRecordingResourceIndex/properties/next_page_uri/type",
        NULLS,
    ),
    (
        "ConferenceResource/properties/call_sid_ending_conference/type",
        NULLS,
    ),
    ("ConferenceResource/properties/date_created/format", EXAMPLE),
    ("ConferenceResource/properties/date_updated/format", EXAMPLE),
    (
        "ConferenceResource/properties/reason_conference_ended/type",
        NULLS,
    ),
    (
        "ConferenceResourceIndex/properties/next_page_uri/type",
        NULLS,
    ),
    ("DialConferenceParticipantRequest/if", Found),
    (
        "DialConferenceParticipantRequest/properties/AmdStatusCallbackMethod/default",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/CallerId/maxLength",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/CallerId/pattern",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/ConferenceRecord/default",
        NotInProse("the sentence has no word for a default"),
    ),
    (
        "DialConferenceParticipantRequest/properties/ConferenceRecordingStatusCallbackEvent/default",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/ConferenceRecordingStatusCallbackEvent/pattern",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/ConferenceRecordingStatusCallbackMethod/default",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/ConferenceRecordingTimeout/minimum",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/ConferenceStatusCallbackEvent/pattern",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/ConferenceStatusCallbackMethod/default",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/ConferenceTrim/default",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/CustomHeaders/items/properties/name/pattern",
        NotInProse("a rule of RFC 3261 and RFC 9110"),
    ),
    (
        "DialConferenceParticipantRequest/properties/EndConferenceOnExit/default",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/MaxParticipants/default",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/MaxParticipants/maximum",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/MaxParticipants/minimum",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/Record/default",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/RecordingChannels/default",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/RecordingStatusCallbackEvent/default",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/RecordingStatusCallbackEvent/pattern",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/RecordingStatusCallbackMethod/default",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/RecordingTrack/default",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/StartConferenceOnEnter/default",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/StatusCallbackEvent/default",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/StatusCallbackEvent/pattern",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/Timeout/default",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/Timeout/maximum",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/Timeout/minimum",
        Found,
    ),
    (
        "DialConferenceParticipantRequest/properties/Trim/default",
        Found,
    ),
    ("DialConferenceParticipantRequest/then", Found),
    (
        "NewParticipantResource/properties/coaching_call_sid/type",
        NULLS,
    ),
    (
        "ParticipantResource/properties/coaching_call_sid/type",
        NULLS,
    ),
    (
        "ParticipantResource/properties/coaching_call_sid_legacy/type",
        NULLS,
    ),
    (
        "ParticipantResource/properties/date_created/format",
        EXAMPLE,
    ),
    (
        "ParticipantResource/properties/date_updated/format",
        EXAMPLE,
    ),
    (
        "ParticipantResourceIndex/properties/next_page_uri/type",
        NULLS,
    ),
    (
        "TexmlGetCallRecordingsResponseBody/properties/first_page_uri/format",
        NotInProse("reported as a contradiction, since the schema says `uri`"),
    ),
    (
        "TexmlGetCallRecordingsResponseBody/properties/next_page_uri/type",
        NULLS,
    ),
    (
        "TexmlGetCallRecordingsResponseBody/properties/previous_page_uri/format",
        NotInProse("reported as a contradiction, since the schema says `uri`"),
    ),
    (
        "TexmlGetCallRecordingsResponseBody/properties/previous_page_uri/type",
        NULLS,
    ),
    (
        "call-scripting_UpdateConferenceParticipantRequest/if",
        Found,
    ),
    (
        "call-scripting_UpdateConferenceParticipantRequest/properties/AnnounceMethod/default",
        Found,
    ),
    (
        "call-scripting_UpdateConferenceParticipantRequest/then",
        Found,
    ),
    (
        "call-scripting_UpdateConferenceRequest/properties/AnnounceMethod/default",
        Found,
    ),
];

const ENCODING: Verdict = NotInProse("the description does not say how the state is encoded");

const BECOMES: Verdict = Missed("link_to becomes required");

const DEFAULT: Verdict = Missed("by default 0; default 1");

const CALLS: &[(&str, Verdict)] = &[
    (
        "CallCost/properties/payload/properties/client_state/contentEncoding",
        Found,
    ),
    ("payload/properties/client_state/contentEncoding", ENCODING),
    ("/Call/properties/client_state/contentEncoding", ENCODING),
    (
        "CallWithRecordingId/properties/client_state/contentEncoding",
        ENCODING,
    ),
    ("client_state/contentEncoding", Found),
    ("record_max_length/minimum", Found),
    ("record_max_length/maximum", Found),
    ("record_timeout_secs/minimum", Found),
    ("timeout_secs/minimum", Found),
    ("timeout_secs/maximum", Found),
    (
        "retries_ms/items/maximum",
        NotInProse("the description bounds the sum, which no keyword can"),
    ),
    (
        "retries_ms/items/minimum",
        NotInProse("a delay is not negative, which needs no words"),
    ),
    ("end_time/format", Found),
    ("start_time/format", Found),
    (
        "BridgeRequest/allOf",
        Otherwise("two of the three pairs are found; the third has two names in one sentence"),
    ),
    (
        "BridgeRequest/anyOf",
        Missed("an error says that one of the three is required"),
    ),
    (
        "BridgeRequest/dependentRequired",
        Missed("can be used only with video_room_id parameter"),
    ),
    ("CallRequest/if", BECOMES),
    ("CallRequest/then", BECOMES),
    ("CallRequest/allOf", BECOMES),
    ("CallRequest/dependentRequired", BECOMES),
    (
        "ConversationRelayEmbeddedConfig/dependentRequired",
        Missed("Must be supplied together with"),
    ),
    ("conference_config/not", Found),
    ("CallRequest/not", Found),
    ("TransferCallRequest/not", Found),
    ("_on_exit/default", Found),
    ("hold/default", Found),
    ("mute/default", Found),
    ("start_conference_on_create/default", Found),
    ("start_conference_on_enter/default", Found),
    ("supervisor_role/default", Found),
    ("from_display_name/maxLength", Found),
    (
        "from_display_name/pattern",
        Missed("only letters, numbers, spaces, and -_~!.+ special characters"),
    ),
    ("send_digits_on_answer/maxLength", Found),
    (
        "send_digits_on_answer/pattern",
        Otherwise("the characters are in another order"),
    ),
    (
        "CustomSipHeader/properties/name/pattern",
        NotInProse("RFC 3261 says it, not the document"),
    ),
    ("octaves/minimum", Found),
    ("octaves/maximum", Found),
    ("semitone/minimum", Found),
    ("semitone/maximum", Found),
    ("octaves/default", DEFAULT),
    ("semitone/default", DEFAULT),
    ("pitch/default", DEFAULT),
    ("pitch/exclusiveMinimum", Missed("value should be > 0")),
    (
        "track/enum",
        Otherwise("another place states the value `both`"),
    ),
    (
        "transcription_tracks/enum",
        Missed("each value has an explanation of its own"),
    ),
    (
        "Config/required",
        NotInProse("OpenAPI says it of every discriminator"),
    ),
    (
        "preferred_codecs/pattern",
        Missed("comma-separated, and later: choose from"),
    ),
];

/// What is found although the overlay does not state it, each with the reason why it is right.
const MORE: &[(&str, &str)] = &[
    (
        "/ConferencePlayRequest/properties/loop/",
        "the overlay states these bounds in a `oneOf`, which has the word `infinity`, too",
    ),
    (
        "/parameters/1/schema/contentEncoding",
        "the signature of a webhook is in Base64, which the generated crate knows",
    ),
];

/// Keywords by their pointers.
type Keywords = BTreeMap<String, Tree>;

#[test]
fn every_rule_of_the_conferences_overlay_is_found() {
    check("conferences", CONFERENCES);
}

#[test]
fn every_rule_of_the_texml_overlay_is_found() {
    check("texml", TEXML);
}

#[test]
fn every_rule_of_the_calls_overlay_is_found() {
    check("calls", CALLS);
}

fn check(name: &str, table: &[(&str, Verdict)]) {
    let specs = repository().join("specs");
    let mined = mine_file(&specs.join(format!("{name}.yml"))).expect("it is a document");
    let found = read_keywords(name, &mined.overlay());
    let overlay = specs.join(format!("{name}.overlay.yml"));
    let stated = read_keywords(
        name,
        &std::fs::read_to_string(overlay).expect("it is there"),
    );

    let mut wrong = Vec::new();
    for (pointer, value) in stated.iter().filter(|(it, _)| !is_item(it)) {
        let verdict = table.iter().find(|(end, _)| pointer.ends_with(end));
        let is_found = found.get(pointer) == Some(value);
        let is_other = found.contains_key(pointer) && !is_found;
        match verdict {
            Some((_, Found)) if is_found => {}
            Some((_, NotInProse(_) | Missed(_))) if !found.contains_key(pointer) => {}
            Some((_, Otherwise(_))) if is_other => {}
            Some((_, Found)) => wrong.push(format!("no longer found: {pointer}")),
            Some((_, NotInProse(reason))) => {
                wrong.push(format!("found, although {reason}: {pointer}"));
            }
            Some((_, Missed(reason) | Otherwise(reason))) => {
                wrong.push(format!("no longer so: {reason}: {pointer}"));
            }
            None => wrong.push(format!("not in the table: {pointer}: {}", value.to_json())),
        }
    }
    for (end, _) in table {
        if !stated.keys().any(|it| it.ends_with(end)) {
            wrong.push(format!("no longer in the overlay: {end}"));
        }
    }
    for pointer in found.keys().filter(|it| !stated.contains_key(*it)) {
        if !MORE.iter().any(|(part, _)| pointer.contains(part)) {
            wrong.push(format!("found, but not in the overlay: {pointer}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a pointer is that of an item which the overlay adds or describes, not of a rule.
fn is_item(pointer: &str) -> bool {
    let around = pointer.rsplit('/').nth(1).unwrap_or_default();
    if pointer.ends_with("/description") {
        return true;
    }
    ["schemas", "properties", "oneOf", "mapping", "examples"].contains(&around)
}

/// Generates an API of a document with an overlay, and returns the keywords that the overlay sets.
fn read_keywords(name: &str, overlay: &str) -> Keywords {
    let path = repository().join(format!("specs/{name}.yml"));
    let text = std::fs::read_to_string(path).expect("it is there");
    let mut sources = Sources::default();
    let document = sources.add(format!("{name}.yml"), text);
    let overlay = sources.add(format!("{name}.overlay.yml"), overlay);
    let input = Input {
        overlays: vec![overlay],
        ..Input::alone(document, name)
    };
    let mut diagnostics = Diagnostics::default();
    let mut load = |_: &mut Sources, path: &str| Err(Absent::from_folder(path));
    let api = codegen::api(&input, &mut sources, &mut load, &mut diagnostics);
    diagnostics.retain(|it| {
        let is_overlay =
            it.code.name.starts_with("overlay") || it.code.name.starts_with("evidence");
        it.severity == Severity::Error || is_overlay
    });
    let reported = report::render(&diagnostics, &sources, Style::Plain);
    assert!(api.is_some() && reported.is_empty(), "{reported}");

    let overlaid = overlaid(&input, &sources, &mut diagnostics).expect("it was read before");
    let mut keywords = Keywords::new();
    collect(
        &overlaid,
        overlay,
        &Pointer::root(),
        &overlaid.tree,
        &mut keywords,
    );
    keywords
}

/// Collects the outermost nodes that the overlay has written, without extensions.
fn collect(
    overlaid: &Overlaid,
    overlay: FileId,
    at: &Pointer,
    node: &Tree,
    keywords: &mut Keywords,
) {
    let Tree::Object(members) = node else { return };
    for (key, member) in members.iter().filter(|(key, _)| !key.starts_with("x-")) {
        let pointer = at.join(key);
        if overlaid.provenance.origin(&pointer).file == overlay {
            keywords.insert(pointer.as_str().to_owned(), sort_names(key, member));
        } else {
            collect(overlaid, overlay, &pointer, member, keywords);
        }
    }
}

/// Sorts the names in `required`, whose order means nothing.
fn sort_names(key: &str, value: &Tree) -> Tree {
    match value {
        Tree::Array(items) if key == "required" => {
            let mut items = items.clone();
            items.sort_by_key(Tree::to_json);
            Tree::Array(items)
        }
        Tree::Object(members) => {
            let members = members.iter();
            let members = members.map(|(key, value)| (key.clone(), sort_names(key, value)));
            Tree::Object(Box::new(members.collect()))
        }
        value => value.clone(),
    }
}

#[test]
fn contradictions_of_the_documents_are_reported() {
    let reported = |name: &str| {
        let path = repository().join(format!("specs/{name}.yml"));
        let mined = mine_file(&path).expect("it is a document");
        let messages = mined.diagnostics.iter().map(|it| it.message.clone());
        messages.collect::<Vec<_>>()
    };
    assert_eq!(
        reported("conferences"),
        [
            "an example of an error says “range 1 to 5000”, but the description of `max_participants` says \
          “between 2 and 800”"
        ]
    );
    let relative = "“Relative uri” contradicts the schema: its `format` is \"uri\"";
    assert_eq!(reported("texml"), [relative, relative]);
}
