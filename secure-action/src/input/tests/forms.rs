//! Forms and queries.

use proptest::prelude::*;

use super::*;

#[derive(Debug, PartialEq, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
struct Filter {
    #[garde(length(chars, min = 1, max = 10))]
    text: String,
    #[garde(range(max = 100))]
    limit: u32,
    #[garde(skip)]
    offset: i64,
    #[garde(range(min = 0.0, max = 1.0))]
    weight: Option<f64>,
    #[garde(skip)]
    #[serde(default)]
    exact: bool,
    #[garde(length(max = 3))]
    #[serde(default)]
    tags: Vec<String>,
    #[garde(skip)]
    #[serde(default)]
    numbers: Vec<u8>,
    #[garde(skip)]
    order: Option<Order>,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Order {
    Newest,
    Oldest,
}

#[test]
fn everything_is_told_at_once() {
    assert_told(
        form::<Filter>(
            "limit=101&limit=7&offset=1.5&weight=NaN&exact=maybe&tags=a&tags=b&numbers=1&numbers=x&numbers=256&order=best&admin=1",
        ),
        &[
            ("text", "required"),
            ("limit", "given more than once"),
            ("offset", "expected an integer"),
            ("weight", "expected a number"),
            ("exact", "expected true or false"),
            ("numbers[1]", "expected an integer"),
            ("numbers[2]", "greater than 255"),
            ("order", "expected one of `newest`, `oldest`"),
            ("admin", "unknown field"),
        ],
    );
    assert_told(
        form::<Filter>("text=&limit=101&offset=0&tags=1&tags=2&tags=3&tags=4"),
        &[("text", "length is lower than 1"), ("limit", "greater than 100"), ("tags", "length is greater than 3")],
    );
    assert_told(
        form::<Filter>("text=&limit=101&offset=x"),
        &[("text", "length is lower than 1"), ("limit", "greater than 100"), ("offset", "expected an integer")],
    );
}

#[test]
fn an_empty_field_is_absent_where_the_type_allows_it() {
    let filter = form::<Filter>("text=a&limit=0&offset=-1&weight=&order=&exact=on").expect("a filter");
    assert_eq!((filter.weight, filter.order, filter.exact), (None, None, true));
    assert_told(form::<Filter>("text=a&limit=&offset=1&order="), &[("limit", "expected an integer")]);
}

#[test]
fn malformed_encodings_are_refused() {
    for text in ["text=%", "text=%4", "text=%zz", "text=%ff", "te%xt=a", "text=%c3", "text=\u{0}%e"] {
        assert_told(form::<Filter>(text), &[("", "a field is not encoded as a form demands")]);
    }
    assert_told(form::<Filter>(&"a=1&".repeat(1001)), &[("", "too many fields")]);
}

#[test]
fn on_is_a_truth_only_in_a_form() {
    #[derive(Debug, PartialEq, Deserialize, JsonSchema, Validate)]
    #[garde(allow_unvalidated)]
    struct Sides {
        sides: BTreeMap<bool, u8>,
    }

    assert_eq!(json(r#"{"sides":{"true":1,"false":2}}"#), Ok(Sides { sides: BTreeMap::from([(true, 1), (false, 2)]) }));
    // Two spellings of one key would be two keys that no check for duplicates can see.
    assert!(json::<Sides>(r#"{"sides":{"true":1,"on":2}}"#).is_err());
}

fn filter() -> impl Strategy<Value = Filter> {
    (
        (
            "\\PC{1,10}",
            0..=100_u32,
            any::<i64>(),
            prop::option::of((0..=8).prop_map(|eighths| f64::from(eighths) / 8.0)),
            any::<bool>(),
        ),
        (prop::collection::vec("\\PC{0,6}", 0..3), prop::collection::vec(any::<u8>(), 0..3)),
        prop::option::of(prop::sample::select(vec![Order::Newest, Order::Oldest])),
    )
        .prop_map(|((text, limit, offset, weight, exact), (tags, numbers), order)| Filter {
            text,
            limit,
            offset,
            weight,
            exact,
            tags,
            numbers,
            order,
        })
}

/// The fields as a browser would send them.
fn encoded(filter: &Filter) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (name, value) in serde_json::to_value(filter).expect("JSON").as_object().expect("an object") {
        let items = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        for item in items.iter().filter(|item| !item.is_null()) {
            fields.push((name.clone(), item.as_str().map_or_else(|| item.to_string(), str::to_owned)));
        }
    }
    fields
}

fn written(fields: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

proptest! {
    #[test]
    fn what_a_browser_sends_is_read_in_any_order(filter in filter(), rotate: prop::sample::Index) {
        let mut fields = encoded(&filter);
        let at = rotate.index(fields.len());
        // Whole names move: the values of one name keep their order.
        fields.sort_by_key(|(name, _)| name.bytes().map(|byte| byte.rotate_left(u32::try_from(at).expect("few"))).collect::<Vec<_>>());
        prop_assert_eq!(form::<Filter>(&written(&fields)), Ok(filter));
    }

    #[test]
    fn a_field_too_many_or_too_few_is_refused(filter in filter(), name in "[a-z]{1,12}", twice: prop::sample::Index) {
        let fields = encoded(&filter);
        let known = ["text", "limit", "offset", "weight", "exact", "tags", "numbers", "order"];
        if !known.contains(&&*name) {
            let more = [fields.clone(), vec![(name.clone(), "1".to_owned())]].concat();
            let told = form::<Filter>(&written(&more)).expect_err("an unknown field");
            prop_assert_eq!(&told[&name], &["unknown field"]);
        }
        let (twice, value) = fields[twice.index(fields.len())].clone();
        if !["tags", "numbers"].contains(&&*twice) {
            let more = [fields.clone(), vec![(twice.clone(), value)]].concat();
            let told = form::<Filter>(&written(&more)).expect_err("a field twice");
            prop_assert_eq!(&told[&twice], &["given more than once"]);
        }
        let fewer: Vec<_> = fields.into_iter().filter(|(name, _)| name != "limit").collect();
        prop_assert_eq!(&form::<Filter>(&written(&fewer)).expect_err("a missing field")["limit"], &["required"]);
    }

    #[test]
    fn numbers_have_json_s_grammar(text in "[-+0-9.eE]{0,6}|[0-9]{1,22}") {
        let plain = serde_json::from_str::<i64>(&text).ok();
        let read = form::<Filter>(&written(&[
            ("text".to_owned(), "x".to_owned()),
            ("limit".to_owned(), "1".to_owned()),
            ("offset".to_owned(), text.clone()),
        ]));
        prop_assert_eq!(read.ok().map(|filter| filter.offset), plain, "{}", text);
    }

    #[test]
    fn bytes_get_an_answer(bytes: Vec<u8>) {
        let _ = read::pairs::<Filter>(&bytes);
        let _ = read::pairs::<Filter>(&[b"text=", bytes.as_slice(), b"&limit=%3"].concat());
    }

    /// An honest decoder agrees with ours wherever ours accepts.
    #[test]
    fn decoders_agree(text in "([a-z]{1,3}(=[a-z0-9+ %é]{0,6}|%[0-9a-f]{2})?&?){0,4}") {
        if let Ok(pairs) = super::super::pairs::parse(text.as_bytes()) {
            let mut theirs: Vec<_> = form_urlencoded::parse(text.as_bytes()).collect();
            theirs.sort_by(|(left, _), (right, _)| left.cmp(right));
            prop_assert_eq!(pairs, theirs);
        }
    }
}
