use crate::run;

#[test]
fn every_command_has_help() {
    let help: Vec<String> = [
        &["-h"][..],
        &["corpus", "-h"],
        &["cost", "-h"],
        &["instances", "-h"],
        &["suite", "-h"],
    ]
    .iter()
    .map(|arguments| {
        let output = run(arguments);
        assert!(output.status.success(), "{arguments:?}");
        String::from_utf8(output.stdout).expect("help is text")
    })
    .collect();
    insta::assert_snapshot!(help.join("\n----\n\n"));
}

#[test]
fn an_invalid_command_line_exits_with_2() {
    for arguments in [&[][..], &["corpora"], &["corpus"], &["suite", "a.yml"]] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}
