//! Published documents with overlays of a few lines, which say how their lists are paged.

use std::fmt::Write;
use std::fs;

use codegen::report::{self, Style};
use codegen::source::Sources;
use codegen::{Absent, Input};

use crate::run::shared;

/// Documents, each with values of `x-pagination` by the path of a GET operation.
const DOCUMENTS: &[(&str, &[(&str, &str)])] = &[
    (
        "spotify_official.yml",
        &[
            (
                "/me/albums",
                "style: offset-limit, offset: offset, limit: limit, total: total, items: items",
            ),
            (
                "/artists/{id}/albums",
                "style: offset-limit, offset: offset, limit: limit, total: total, items: items",
            ),
            (
                "/search",
                "style: offset-limit, offset: offset, limit: limit, total: albums/total, items: albums/items",
            ),
            ("/me/shows", "style: next-uri, next: next, items: items"),
            (
                "/me/following",
                "style: cursor, cursor: after, next: artists/cursors/after, items: artists/items",
            ),
        ],
    ),
    (
        "openai.yml",
        &[
            (
                "/assistants",
                "style: cursor, cursor: after, next: last_id, has-more: has_more, items: data",
            ),
            (
                "/batches",
                "style: cursor, cursor: after, next: last_id, has-more: has_more, items: data",
            ),
            (
                "/files",
                "style: cursor, cursor: after, cursor-item: id, has-more: has_more, items: data",
            ),
        ],
    ),
    (
        "lithic.yml",
        &[
            (
                "/v1/cards",
                "style: cursor, cursor: starting_after, cursor-item: token, has-more: has_more, items: data",
            ),
            (
                "/v1/accounts",
                "style: cursor, cursor: starting_after, cursor-item: token, has-more: has_more, items: data",
            ),
        ],
    ),
    (
        "twilio_conversations_v1.yml",
        &[
            (
                "/v1/Conversations",
                "style: next-uri, next: meta/next_page_url, items: conversations",
            ),
            (
                "/v1/Services",
                "style: page-number, number: Page, size: PageSize, items: services",
            ),
        ],
    ),
    (
        "mistral.yml",
        &[
            (
                "/v1/agents",
                "style: page-number, number: page, size: page_size",
            ),
            (
                "/v1/agents/pages",
                "style: cursor, cursor: page_token, next: next_page_token, items: data",
            ),
        ],
    ),
    (
        "figma.yml",
        &[
            (
                "/v1/files/{file_key}/versions",
                "style: next-uri, next: pagination/next_page, items: versions",
            ),
            (
                "/v1/teams/{team_id}/components",
                "style: cursor, cursor: after, next: meta/cursor/after, items: meta/components",
            ),
        ],
    ),
    (
        "intercom_2_14.yml",
        &[
            (
                "/conversations",
                "style: cursor, cursor: starting_after, next: pages/next/starting_after, items: conversations",
            ),
            (
                "/companies",
                "style: page-number, number: page, size: per_page, total-pages: pages/total_pages, items: data",
            ),
        ],
    ),
    (
        "ory_hydra.json",
        &[("/admin/clients", "style: link-header")],
    ),
];

#[test]
fn overlays_say_how_lists_of_published_documents_are_paged() {
    let Some(folder) = shared("corpus/openapi", DOCUMENTS.len()) else {
        return;
    };
    let mut failures = Vec::new();
    for (name, lists) in DOCUMENTS {
        let text = fs::read_to_string(folder.join(name)).expect(name);
        let mut overlay = "overlay: 1.1.0\ninfo: { title: A, version: '1' }\nactions:\n".to_owned();
        for (path, value) in *lists {
            let _ = writeln!(overlay, "  - target: $.paths['{path}'].get");
            let _ = writeln!(overlay, "    x-source: its documentation");
            let _ = writeln!(overlay, "    update: {{ x-pagination: {{ {value} }} }}");
        }
        let mut sources = Sources::default();
        let input = Input {
            document: sources.add(*name, text),
            overlays: vec![sources.add("overlay.yml", overlay)],
            lock: None,
            module: "api".to_owned(),
            partial: true,
            allow_missing_files: false,
            options: codegen::lower::Options::default(),
        };
        let mut load = |_: &mut Sources, path: &str| Err(Absent::from_folder(path));
        let mut diagnostics = codegen::diagnostic::Diagnostics::default();
        let api = codegen::api(&input, &mut sources, &mut load, &mut diagnostics);
        let Some(api) = api else {
            let said = report::render(&diagnostics, &sources, Style::Plain);
            let errors = said.split("\n\n").filter(|it| it.starts_with("error"));
            failures.extend(errors.map(|it| format!("{name}: {it}")));
            continue;
        };
        for (path, _) in *lists {
            let operation = api
                .operations
                .iter()
                .find(|it| it.path == *path && it.method == "GET");
            let operation = operation.unwrap_or_else(|| panic!("{name}: {path} is not there"));
            if operation.call.paging.is_none() {
                failures.push(format!("{name}: {path} has no pages"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
