use crate::runtime::{Server, ServerVariable};

const SERVER: Server = Server {
    url: "https://{region}.example.com:{port}/{region}",
    variables: &[
        ServerVariable {
            name: "region",
            default: Some("eu"),
            values: &["eu", "us"],
        },
        ServerVariable {
            name: "port",
            default: None,
            values: &[],
        },
    ],
};

#[test]
fn variables_are_replaced() {
    let url = SERVER.url(&[("port", "80"), ("other", "1"), ("port", "8443")]);
    assert_eq!(url.as_deref(), Ok("https://eu.example.com:8443/eu"));
    let url = SERVER.url(&[("region", "us"), ("port", "1")]);
    assert_eq!(url.as_deref(), Ok("https://us.example.com:1/us"));
    let plain = Server::new("https://example.com").url::<&str, &str>(&[]);
    assert_eq!(plain.as_deref(), Ok("https://example.com"));
}

#[test]
fn variables_are_validated() {
    let error = |values: &[(&str, &str)]| {
        let error = SERVER.url(values).expect_err("no URL");
        error.to_string()
    };
    assert_eq!(error(&[]), "the server variable `port` has no value");
    assert_eq!(
        error(&[("region", "au")]),
        "the server variable `region` cannot be \"au\", only one of eu, us"
    );
}
