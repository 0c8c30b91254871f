//! Streams of events, however their bytes come.

use std::time::Duration;

use crate::runtime::stream_reader::{Framing, StreamReader};
use crate::runtime::{EventData, EventReader, Map, RawEvent, ServerEvent, Value};

/// The events of a stream, whole and byte by byte, as `kind|data|id`.
fn events(stream: &str) -> Vec<String> {
    let shown = |it: RawEvent| format!("{}|{}|{}", it.event, it.data, it.id);
    let mut whole = EventReader::new();
    whole.push(stream.as_bytes());
    let whole: Vec<String> = whole.map(shown).collect();
    let mut slow = EventReader::new();
    let mut pieces = Vec::new();
    for byte in stream.bytes() {
        slow.push(&[byte]);
        pieces.extend(slow.by_ref().map(shown));
    }
    assert_eq!(whole, pieces, "in pieces");
    whole
}

/// The records of a stream of JSON, whole and byte by byte.
fn records(content_type: &str, stream: &[u8]) -> Vec<String> {
    let mut whole = StreamReader::new(Framing::of(content_type), None);
    whole.push(stream);
    whole.finish();
    let whole: Vec<RawEvent> = whole.collect();
    let mut slow = StreamReader::new(Framing::of(content_type), None);
    let mut pieces = Vec::new();
    for byte in stream {
        slow.push(&[*byte]);
        pieces.extend(slow.by_ref());
    }
    slow.finish();
    pieces.extend(slow);
    assert_eq!(whole, pieces, "in pieces");
    let shown = whole.iter().map(|it| match it.json::<Value>() {
        Ok(value) => value.to_string(),
        Err(error) => error.to_string(),
    });
    shown.collect()
}

#[test]
fn json_lines_are_split() {
    let names = [
        "application/jsonl",
        "application/stream+json",
        "Application/X-NDJSON; a=b",
    ];
    for name in names {
        let found = records(name, b"\xEF\xBB\xBF{\"a\": 1}\r\n\n \n[\n2");
        let cut = "EOF while parsing a list at line 1 column 1";
        assert_eq!(found, ["{\"a\":1}", cut, "2"], "{name}");
    }
    assert_eq!(records(names[0], b"\n"), [""; 0]);
    // What is no UTF-8 is not made up.
    let invalid = records(names[0], b"\"\xFF\"\n1\n");
    assert!(
        invalid[0].contains("utf-8") && invalid[1] == "1",
        "{invalid:?}"
    );
}

#[test]
fn json_text_sequences_are_split() {
    let stream = b"\x1E{\"a\":\n\"}\\\"\"\n}\n\x1E\x1E1\r\n\x1E[\x1Enull\x1E\"a\"";
    let cut = "EOF while parsing a list at line 1 column 1";
    for name in ["application/json-seq", "application/geo+json-seq"] {
        let found = records(name, stream);
        assert_eq!(found, ["{\"a\":\"}\\\"\"}", "1", cut, "null", "\"a\""]);
    }
}

/// The examples of the HTML standard, §9.2.6.
#[test]
fn fields_make_events() {
    assert_eq!(
        events("data: YHOO\ndata: +2\ndata: 10\n\n"),
        ["|YHOO\n+2\n10|"]
    );
    assert_eq!(
        events(
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n"
        ),
        ["|first event|1", "|second event|", "| third event|"]
    );
    assert_eq!(events("data\n\ndata\ndata\n\ndata:"), ["||", "|\n|"]);
}

#[test]
fn lines_end_with_cr_lf_or_both() {
    let expected = ["a|1|", "b|2|"];
    for end in ["\n", "\r", "\r\n"] {
        let stream = "\u{FEFF}event: a\ndata: 1\n\nevent: b\ndata: 2\n\n".replace('\n', end);
        assert_eq!(events(&stream), expected, "{end:?}");
    }
}

#[test]
fn an_event_without_data_is_dropped_but_its_id_is_kept() {
    assert_eq!(
        events("event: a\nid: 7\n\ndata: x\n\nid: \0\nretry: 1x\nother: y\ndata: z\n\n"),
        ["|x|7", "|z|7"]
    );
}

#[test]
fn retry_is_in_milliseconds() {
    let mut reader = EventReader::new();
    reader.push(b"retry: 1500\ndata\n\ndata\n\n");
    let times: Vec<_> = reader.map(|it| it.retry).collect();
    assert_eq!(times, [Some(Duration::from_millis(1500)), None]);
}

#[test]
fn data_is_typed_unless_it_is_not_json() {
    let raw = |data: &str| RawEvent {
        event: "a".to_owned(),
        data: data.to_owned(),
        ..RawEvent::default()
    };
    let data = |text| ServerEvent::<Vec<i64>>::read(&raw(text)).map(|it| it.data);
    assert_eq!(data("[1]"), Ok(EventData::Value(vec![1])));
    assert_eq!(data("[DONE]"), Ok(EventData::Text("[DONE]".to_owned())));
    let error = data("[\"a\"]").unwrap_err();
    assert_eq!(error.pointer(), "/0");
    let whole = ServerEvent::<Value>::read_whole(&raw("{\"b\":1}")).unwrap();
    let expected = serde_json::json!({"event": "a", "data": {"b": 1}});
    assert_eq!(whole.data, EventData::Value(expected));
}

#[test]
fn a_truncated_object_is_an_error_if_an_object_is_declared() {
    let read = |data: &str| {
        let raw = RawEvent {
            data: data.to_owned(),
            ..RawEvent::default()
        };
        let whole = ServerEvent::<Map<Map<i64>>>::read_whole(&raw).map(|it| it.data);
        let structure = ServerEvent::<Map<i64>>::read_structure(&raw).map(|it| it.data);
        let loose = ServerEvent::<Map<i64>>::read(&raw).map(|it| it.data);
        assert_eq!(loose, Ok(EventData::Text(data.to_owned())), "{data}");
        let whole = whole.map(|it| assert_eq!(it.value(), None));
        let structure = structure.map(|it| assert_eq!(it.value(), None));
        assert_eq!(whole, structure, "{data}");
        structure.map_err(|error| error.message().to_owned())
    };
    for text in ["[DONE]", "[done", "ping", "1,2", ""] {
        assert_eq!(read(text), Ok(()), "{text}");
    }
    let cut = "EOF while parsing an object".to_owned();
    assert_eq!(read("{\"a\": 1"), Err(cut.clone()));
    assert_eq!(read(" {"), Err(cut));
    assert_eq!(read("[1, "), Err("EOF while parsing a value".to_owned()));
    assert!(read("{\"a\": 1}{").is_err());
}

#[test]
fn data_declared_as_a_string_is_text() {
    let raw = |data: &str| RawEvent {
        data: data.to_owned(),
        ..RawEvent::default()
    };
    let data = |text| ServerEvent::<Map<String>>::read_whole(&raw(text)).map(|it| it.data);
    let text = |text: &str| EventData::Value(Map::from([("data".to_owned(), text.to_owned())]));
    assert_eq!(data("12"), Ok(text("12")));
    assert_eq!(data("plain"), Ok(text("plain")));
    let number = ServerEvent::<Map<i64>>::read_whole(&raw("plain")).map(|it| it.data);
    assert_eq!(number, Ok(EventData::Text("plain".to_owned())));
    let data = |text| ServerEvent::<String>::read(&raw(text)).map(|it| it.data);
    assert_eq!(data("12"), Ok(EventData::Value("12".to_owned())));
    assert_eq!(data("plain"), Ok(EventData::Text("plain".to_owned())));
}

/// The parts of a stream, fed in pieces of this many bytes.
fn parts(content_type: &str, stream: &[u8], size: usize) -> Vec<String> {
    let framing = Framing::of(content_type);
    let mut reader = StreamReader::new(framing, Some(content_type));
    let mut found = Vec::new();
    for piece in stream.chunks(size) {
        reader.push(piece);
        found.extend(reader.by_ref());
    }
    reader.finish();
    let decoded = found.iter().map(RawEvent::part::<String>);
    decoded.map(|it| it.expect("it is text")).collect()
}

#[test]
fn parts_are_split_however_they_come() {
    let stream = b"not a part\r\n--x y\r\n\r\none\r\n--x y \r\nA: b\r\n\r\n--x yz\r\n--x\r\n--x y\n\n\n--x y--\r\nover\r\n--x y\r\n\r\nno";
    let named = "multipart/mixed; boundary=\"x y\"";
    for content_type in [named, "multipart/mixed"] {
        for size in [1, 2, 3, 7, stream.len()] {
            let found = parts(content_type, stream, size);
            assert_eq!(found, ["one", "--x yz\r\n--x", ""], "{content_type} {size}");
        }
    }
    // A part without an end is not complete.
    assert_eq!(parts(named, b"--x y\r\n\r\none", 4), [""; 0]);
}
