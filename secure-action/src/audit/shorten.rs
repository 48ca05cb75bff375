//! `shorten`: a large input made small, so that none of its fields pushes another one out.

use serde_json::{Map, Value};

use super::marks::TRUNCATED;
use super::redaction::{LONGEST_TEXT, Redaction, hide_named, shown};

/// Makes `value` about `budget` bytes of JSON at most, and marks what is missing with `"[TRUNCATED]"`.
///
/// Every field has a budget of its own: an equal share of what there is, and what short fields leave of theirs goes to the
/// longer ones. So neither the order nor the size of what a client sends decides which of the fields is kept. Where there are more
/// members than room, as in a map, those that `redaction` knows from the type come first.
///
/// What would be hard to recognize once it is cut is hidden here: secrets by their shape, and by the name beside them.
pub(super) fn shorten(value: Value, budget: usize, redaction: &Redaction) -> Value {
    if cost(&value) <= budget {
        return value;
    }
    match value {
        Value::String(text) => Value::from(head(&shown(&text), budget.saturating_sub(QUOTES))),
        Value::Array(items) => array(items, budget.saturating_sub(BRACKETS + MARK), redaction),
        Value::Object(members) => object(members, budget.saturating_sub(BRACKETS + MARK), redaction),
        _ => Value::from(TRUNCATED),
    }
}

fn array(items: Vec<Value>, budget: usize, redaction: &Redaction) -> Value {
    let count = items.len();
    let kept = count.min(budget / LEAST_ITEM);
    if kept == 0 {
        return Value::from(TRUNCATED);
    }
    let costs = items.iter().take(kept).map(|item| cost(item) + 1).collect();
    let mut short: Vec<_> = (items.into_iter().zip(shares(costs, budget)))
        .map(|(item, share)| shorten(item, share.saturating_sub(1), redaction))
        .collect();
    if kept < count {
        short.push(TRUNCATED.into());
    }
    Value::Array(short)
}

fn object(mut members: Map<String, Value>, budget: usize, redaction: &Redaction) -> Value {
    hide_named(&mut members);
    let count = members.len();
    let (mut kept, others): (Vec<_>, Vec<_>) = members.into_iter().partition(|(name, _)| redaction.knows(name));
    kept.extend(others);
    kept.truncate(budget / LEAST_MEMBER);
    if kept.is_empty() {
        return Value::from(TRUNCATED);
    }
    let truncated = kept.len() < count;
    let costs: Vec<_> = kept.iter().map(|(name, value)| member_cost(name, value)).collect();
    let mut short: Map<_, _> = (kept.into_iter().zip(shares(costs, budget)))
        .map(|((name, value), share)| match member_cost(&name, &value) <= share {
            true => (name, value),
            false => shorter(name, value, share, redaction),
        })
        .collect();
    if truncated {
        short.insert(TRUNCATED.into(), true.into());
    }
    Value::Object(short)
}

fn shorter(name: String, value: Value, share: usize, redaction: &Redaction) -> (String, Value) {
    let name = if length(&name) > share / 2 { head(&shown(&name), share / 2) } else { name };
    let left = share.saturating_sub(length(&name) + PER_MEMBER);
    (name, shorten(value, left, redaction))
}

/// How much of `budget` each part gets that would like to have what `costs` says: nobody more than that, and whoever gets less, as
/// much as everybody else who does.
fn shares(costs: Vec<usize>, budget: usize) -> Vec<usize> {
    let mut order: Vec<_> = costs.iter().copied().enumerate().collect();
    order.sort_by_key(|(_, cost)| *cost);
    let mut shares = costs;
    let (mut left, mut waiting) = (budget, order.len());
    for (index, cost) in order {
        let share = cost.min(left.checked_div(waiting).unwrap_or(left));
        if let Some(slot) = shares.get_mut(index) {
            *slot = share;
        }
        left -= share;
        waiting -= 1;
    }
    shares
}

/// At least as many bytes as the value takes.
fn cost(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) => 5,
        Value::Number(_) => 25,
        Value::String(text) => length(text) + QUOTES,
        Value::Array(items) => items.iter().map(|item| cost(item) + 1).sum::<usize>() + BRACKETS,
        Value::Object(members) => members.iter().map(|(name, value)| member_cost(name, value)).sum::<usize>() + 2,
    }
}

fn member_cost(name: &str, value: &Value) -> usize {
    length(name) + PER_MEMBER + cost(value)
}

/// As many bytes as the text takes: JSON writes a control character as six, and two signs as two.
fn length(text: &str) -> usize {
    let more = |byte| match byte {
        b'"' | b'\\' => 1,
        0..0x20 => 5,
        _ => 0,
    };
    text.len() + text.bytes().map(more).sum::<usize>()
}

/// The beginning of a text, with its mark in `longest` bytes, or the mark alone.
fn head(text: &str, longest: usize) -> String {
    // Of one text no more is ever shown than `LONGEST_TEXT` characters.
    let longest = longest.saturating_sub(TRUNCATED.len()).min(4 * LONGEST_TEXT);
    let longest = if length(text) > text.len() { longest / 6 } else { longest };
    format!("{}{TRUNCATED}", text.get(..text.floor_char_boundary(longest)).unwrap_or_default())
}

const QUOTES: usize = 2;
const BRACKETS: usize = 2;
/// The quotes, colon and comma of a member.
const PER_MEMBER: usize = 4;
/// What says that something is missing, as an item or as a member.
const MARK: usize = TRUNCATED.len() + 8;
/// The least share of an item that is kept: a number, or the mark of an array.
const LEAST_ITEM: usize = 32;
/// The least share of a member that is kept: half for its name.
const LEAST_MEMBER: usize = 64;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const BUDGET: usize = 1000;

    fn shortened(value: Value) -> Value {
        let value = shorten(value, BUDGET, &Redaction::BY_KEY);
        let length = value.to_string().len();
        assert!(length <= BUDGET, "{length}: {value}");
        value
    }

    #[test]
    fn what_is_small_stays_as_it_is() {
        let value = json!({"a": [1, null, "x"], "b": {"c": true}});
        assert_eq!(shortened(value.clone()), value);
    }

    #[test]
    fn no_field_pushes_another_one_out() {
        let long = "x".repeat(20_000);
        for filler in [json!(long), json!(vec![1; 20_000]), json!(vec![long.clone(); 3]), json!({long.clone(): long})] {
            let value = json!({"a_filler": filler, "amount": 1_000_000, "to": "mallory", "z_filler": filler});
            let short = shortened(value.clone());
            assert_eq!((&short["amount"], &short["to"]), (&value["amount"], &value["to"]), "{short}");
            let nested = shortened(json!({"first": filler, "inner": value}));
            assert_eq!(
                (&nested["inner"]["amount"], &nested["inner"]["to"]),
                (&json!(1_000_000), &json!("mallory")),
                "{nested}"
            );
        }
    }

    #[test]
    fn known_names_come_before_those_of_a_client() {
        let schema = json!({"properties": {"zz_amount": {}}});
        let mut members: Map<_, _> = (0..5000).map(|number| (format!("filler{number}"), json!(number))).collect();
        members.insert("zz_amount".into(), json!(7));
        let short = shorten(Value::Object(members), BUDGET, &Redaction::from_schema(&schema));
        assert_eq!((&short["zz_amount"], &short[TRUNCATED]), (&json!(7), &json!(true)), "{short}");
    }

    #[test]
    fn what_short_fields_leave_goes_to_the_longer_ones() {
        assert_eq!(shares(vec![10, 500, 20, 900], 430), [10, 200, 20, 200]);
        assert_eq!(shares(vec![], 430), [0; 0]);
        let text = shortened(json!({"a": 1, "text": "y".repeat(5000)}))["text"].to_string();
        assert!(text.len() > 900, "{text}");
    }

    #[test]
    fn deep_and_wide_values_end() {
        let mut deep = json!("x".repeat(5000));
        for _ in 0..100 {
            deep = json!([deep]);
        }
        shortened(deep);
        shortened(json!(vec![vec!["é".repeat(300); 300]; 300]));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
        #[test]
        fn nothing_is_larger_than_its_budget(
            names in proptest::collection::vec("\\PC{0,30}|[\u{0}-\u{7f}]{0,50}", 1..30), wide in 1_usize..20, text in "(\\PC|[\u{0}-\u{7f}]){0,200}",
        ) {
            let item = json!({&text: [text, 1e300, u64::MAX, null, true], "a": vec![&text; wide]});
            let members: Map<_, _> = names.into_iter().map(|name| (name, json!(vec![&item; wide]))).collect();
            shortened(Value::Object(members.clone()));
            shortened(json!([members, item]));
        }
    }
}
