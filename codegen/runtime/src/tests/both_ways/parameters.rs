//! Parameters in every location and style.

use super::random::{Numbers, Random};
use super::{API, Counts, read_what_is_written};
use crate::runtime::Map;

use self::operations::*;

crate::runtime::object! {
    pub struct Point
    new(x: i64)
    required {
        x "x": i64,
    }
    optional {
        name "na[me": String,
        near "near": bool,
    }
}

impl Random for Point {
    fn random(numbers: &mut Numbers) -> Self {
        Self {
            x: Random::random(numbers),
            name: Random::random(numbers),
            near: Random::random(numbers),
        }
    }
}

/// Defines an operation for each line: a location, a style, and the type of an object.
macro_rules! styled {
    ($($name:ident: $place:ident($style:ident) $object:ty, $path:literal;)*) => {
        mod operations {
            use super::{Map, Point};
            use crate::runtime::Value;

            $(crate::runtime::operation! {
                pub struct $name(GET $path, retry Idempotent)
                gives { () | Value }
                new(text: String, list: Vec<String>, numbers: Vec<f64>, object: $object)
                required {
                    text $place($style) "text": String,
                    list $place($style) "list": Vec<String>,
                    numbers $place($style) "numbers": Vec<f64>,
                    object $place($style) "object": $object,
                }
                body nothing
            })*
        }

        pub(super) fn read_styled(counts: &mut Counts) {
            $(read_what_is_written(counts, |numbers| $name::new(
                Random::random(numbers),
                Random::random(numbers),
                Random::random(numbers),
                Random::random(numbers),
            ));)*
        }
    };
}

styled! {
    PathSimple: path(Simple) Map<String>, "/a/{text}/{list}/{numbers}/x{object}.y";
    PathSimpleExploded: path(SimpleExploded) Map<String>, "/a/{text}/{list}/{numbers}/{object}";
    PathSimplePoint: path(SimpleExploded) Point, "/a/{text}/{list}/{numbers}/{object}/b";
    PathLabel: path(Label) Map<i64>, "/{text}/{list}/{numbers}/{object}";
    PathLabelExploded: path(LabelExploded) Map<String>, "/{text}/{list}/{numbers}/{object}";
    PathMatrix: path(Matrix) Point, "/{text}/{list}/{numbers}/{object}";
    PathMatrixExploded: path(MatrixExploded) Map<String>, "/{text}/{list}/{numbers}/{object}";
    PathJson: path(Json) Point, "/{text}/{list}/{numbers}/{object}";
    QueryForm: query(Form) Map<String>, "/";
    QueryFormPoint: query(Form) Point, "/";
    QueryFormJoined: query(FormJoined) Map<i64>, "/";
    QuerySpaceDelimited: query(SpaceDelimited) Map<String>, "/";
    QueryPipeDelimited: query(PipeDelimited) Point, "/";
    QueryDeepObject: query(DeepObject) Map<String>, "/";
    QueryDeepPoint: query(DeepObject) Point, "/";
    QueryJson: query(Json) Map<i64>, "/";
    HeaderSimple: header(Simple) Map<i64>, "/";
    HeaderSimpleExploded: header(SimpleExploded) Point, "/";
    HeaderJson: header(Json) Map<String>, "/";
    CookieForm: cookie(Form) Map<String>, "/";
    CookieFormPoint: cookie(Form) Point, "/";
    CookieFormJoined: cookie(FormJoined) Map<i64>, "/";
    CookieJson: cookie(Json) Map<String>, "/";
}

pub(super) fn read_all(counts: &mut Counts) {
    read_styled(counts);
}

/// Unions, which are read by the types of their alternatives.
mod unions {
    use http::Method;

    use super::*;
    use crate::runtime::server::Receive;
    use crate::runtime::{Operation, Value};
    use crate::tests::both_ways::request;

    #[derive(Clone, Debug, PartialEq)]
    pub enum Version {
        Number(i64),
        Text(String),
        Other(Value),
    }

    crate::runtime::union! {
        Version { Number(i64) rules &[], Text(String) rules &[] }
    }

    crate::runtime::object! {
        pub struct Name
        new(name: String)
        required { name "name": String }
    }

    #[derive(Clone, Debug, PartialEq)]
    pub enum Filter {
        Point(Point),
        Name(Name),
        Other(Value),
    }

    crate::runtime::union! {
        Filter { Point(Point) rules &[], Name(Name) rules &[] }
    }

    mod operations {
        use super::*;

        crate::runtime::operation! {
            pub struct FindPoints(GET "/{version}/points", retry Idempotent)
            gives { () | Value }
            new(version: Version, filter: Filter)
            required {
                version path(Simple) "version": Version,
                filter query(Form) "filter": Filter,
            }
            optional {
                agent header(Simple) "X-Agent": Version,
                plain query_reserved(Form) "plain" into String,
            }
            body nothing
        }
    }
    use self::operations::FindPoints;

    #[test]
    fn a_union_of_a_text_and_a_number_is_not_read_as_a_list() {
        let version = Version::Text("a,b;c".to_owned());
        let call = FindPoints::new(version, Filter::Point(Point::new(1)));
        let call = call.agent(Version::Text("a/1, b/2 (c=d)".to_owned()));
        let request = call.unchecked_request().unwrap();
        assert_eq!(FindPoints::unchecked_read(&request), Ok(call));
        let call = FindPoints::new(Version::Number(2), Filter::Point(Point::new(1)));
        let call = call.plain("a/b?c:d");
        let request = call.unchecked_request().unwrap();
        assert_eq!(request.uri(), "/2/points?x=1&plain=a/b?c:d");
        assert_eq!(FindPoints::unchecked_read(&request), Ok(call));
    }

    #[test]
    fn a_union_of_objects_is_read_from_the_pairs_of_their_members() {
        let filter = Filter::Name(Name::new("a".to_owned()));
        let call = FindPoints::new(Version::Number(1), filter).plain("b");
        let request = call.unchecked_request().unwrap();
        assert_eq!(request.uri(), "/1/points?name=a&plain=b");
        assert_eq!(FindPoints::unchecked_read(&request), Ok(call));
        let missing = self::request(Method::GET, "/1/points?plain=b", "", "");
        let rejection = FindPoints::read(&missing).unwrap_err();
        assert_eq!(rejection.to_string(), "parameter filter: is missing");
    }
}

/// Requests that are odd, and what becomes of them.
mod odd_requests {
    use http::Method;

    use super::operations::{HeaderSimple, PathMatrix, PathSimple, QueryDeepPoint, QueryForm};
    use crate::runtime::server::{Receive, Rejection};
    use crate::tests::both_ways::request;

    fn get<O: Receive>(uri: &str) -> Result<O, Rejection> {
        O::unchecked_read(&request(Method::GET, uri, "", ""))
    }

    #[test]
    fn a_slash_in_a_value_of_a_path_is_percent_encoded() {
        let found = get::<PathSimple>("/a/b%2Fc%2f/1/2/xk,v.y").unwrap();
        assert_eq!(found.text, "b/c/");
        for uri in [
            "/a/b/c/1/2/xk,v.y",
            "/a/b/1/2/xk,v.y/",
            "/a//1/2/xk,v.y",
            "/A/b/1/2/xk,v.y",
        ] {
            assert_eq!(get::<PathSimple>(uri).unwrap_err().status(), 404, "{uri}");
        }
    }

    #[test]
    fn other_methods_are_not_allowed() {
        for method in [Method::HEAD, Method::OPTIONS, Method::POST] {
            let request = request(method, "/a/b/1/2/xk,v.y", "", "");
            let rejection = PathSimple::unchecked_read(&request).unwrap_err();
            assert_eq!(
                (rejection.status().as_u16(), rejection.allow()),
                (405, &["GET"][..])
            );
        }
    }

    #[test]
    fn values_that_are_malformed_are_rejected_where_they_are() {
        let long = format!("/?text={}&numbers=x", "a".repeat(60_000));
        for (rejection, expected) in [
            (
                get::<QueryForm>("/?text=%ff").err(),
                "parameter text: is not UTF-8: ",
            ),
            (
                get::<QueryForm>("/?text=a&text=b").err(),
                "parameter text: duplicate member",
            ),
            (
                get::<QueryForm>(&long).err(),
                "parameter numbers/0: invalid type: string \"x\"",
            ),
            (
                get::<QueryDeepPoint>("/?text=a&object[x]=1&object[x]=2").err(),
                "parameter object/x: duplicate member",
            ),
            (
                get::<QueryDeepPoint>("/?text=a&object[x]=1&object[x][y]=2").err(),
                "parameter object: the name is both a value and an object",
            ),
            (
                get::<PathMatrix>("/;text=a/;list=a/;other=1/;object=x,1").err(),
                "parameter numbers: does not have the form `;numbers=…`",
            ),
        ] {
            let rejection = rejection.unwrap();
            assert_eq!(rejection.status(), 400, "{rejection}");
            assert!(rejection.to_string().contains(expected), "{rejection}");
        }
    }

    #[test]
    fn the_lines_of_a_header_are_one_list() {
        let mut request = request(Method::GET, "/", "", "");
        for value in ["a, b", "c"] {
            request.headers_mut().append("list", value.parse().unwrap());
        }
        for (name, value) in [("text", ""), ("numbers", "1,2"), ("object", "k,1")] {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        let found = HeaderSimple::unchecked_read(&request).unwrap();
        assert_eq!(found.list, ["a", "b", "c"]);
        assert_eq!(found.text, "");
    }
}
