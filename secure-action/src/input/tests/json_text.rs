//! JSON texts for property tests: those of a type, and those that are nearly.

use std::fmt::Write;

use proptest::prelude::*;
use serde_json::Value;

use super::*;

/// A JSON value that remembers what a text can say and a `Value` cannot: names that stand twice.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// A number, a text, `true`, `false` or `null`, as it is written.
    Scalar(String),
    Array(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Node {
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Array(items) => Self::Array(items.iter().map(Self::of).collect()),
            Value::Object(members) => {
                Self::Object(members.iter().map(|(name, value)| (name.clone(), Self::of(value))).collect())
            }
            scalar => Self::Scalar(scalar.to_string()),
        }
    }

    pub(super) fn names_are_unique(&self) -> bool {
        match self {
            Self::Scalar(_) => true,
            Self::Array(items) => items.iter().all(Self::names_are_unique),
            Self::Object(members) => {
                let names: std::collections::BTreeSet<_> = members.iter().map(|(name, _)| name).collect();
                names.len() == members.len() && members.iter().all(|(_, value)| value.names_are_unique())
            }
        }
    }

    /// Whether a text or a name in it holds the character that no text may hold.
    pub(super) fn has_null(&self) -> bool {
        match self {
            Self::Scalar(text) => {
                serde_json::from_str::<Value>(text).is_ok_and(|value| value.as_str().is_some_and(|text| text.contains('\0')))
            }
            Self::Array(items) => items.iter().any(Self::has_null),
            Self::Object(members) => members.iter().any(|(name, value)| name.contains('\0') || value.has_null()),
        }
    }

    /// The text. Where `escape` says so, names are written with escapes, which does not change what they are.
    pub(super) fn text(&self, escape: bool) -> String {
        match self {
            Self::Scalar(text) => text.clone(),
            Self::Array(items) => {
                format!("[{}]", items.iter().map(|item| item.text(escape)).collect::<Vec<_>>().join(" ,\n"))
            }
            Self::Object(members) => {
                let member = |(name, value): &(String, Self)| format!("{} : {}", quoted(name, escape), value.text(escape));
                format!("{{ {} }}", members.iter().map(member).collect::<Vec<_>>().join(","))
            }
        }
    }

    fn count(&self) -> usize {
        1 + match self {
            Self::Scalar(_) => 0,
            Self::Array(items) => items.iter().map(Self::count).sum(),
            Self::Object(members) => members.iter().map(|(_, value)| value.count()).sum(),
        }
    }

    /// The `index`th node, from the outside in.
    fn nth(&mut self, index: usize) -> &mut Self {
        if index == 0 {
            return self;
        }
        let mut left = index - 1;
        let children: Vec<&mut Self> = match self {
            Self::Scalar(_) => Vec::new(),
            Self::Array(items) => items.iter_mut().collect(),
            Self::Object(members) => members.iter_mut().map(|(_, value)| value).collect(),
        };
        let child = children.into_iter().find(|child| {
            let size = child.count();
            let found = left < size;
            left -= if found { 0 } else { size };
            found
        });
        child.expect("an index below the count").nth(left)
    }
}

fn quoted(name: &str, escape: bool) -> String {
    let mut text = String::from('"');
    for unit in name.encode_utf16() {
        match char::from_u32(unit.into()) {
            Some(plain) if !escape && plain.is_ascii_graphic() && !matches!(plain, '"' | '\\') => text.push(plain),
            _ => write!(text, "\\u{unit:04x}").expect("a text"),
        }
    }
    text.push('"');
    text
}

/// One change to a text.
#[derive(Clone, Debug)]
enum Change {
    Replace(Node),
    /// Removes a member or an item.
    Remove(usize),
    /// Gives a member a second time.
    Double(usize),
    Add(String, Node),
    Rename(usize, String),
}

impl Change {
    fn apply(self, node: &mut Node) {
        let at = |index: usize, length: usize| if length == 0 { None } else { Some(index % length) };
        match (self, node) {
            (Self::Replace(new), node) => *node = new,
            (Self::Remove(index), Node::Array(items)) => drop(at(index, items.len()).map(|index| items.remove(index))),
            (Self::Remove(index), Node::Object(members)) => drop(at(index, members.len()).map(|index| members.remove(index))),
            (Self::Double(index), Node::Array(items)) => {
                if let Some(index) = at(index, items.len()) {
                    items.push(items[index].clone());
                }
            }
            (Self::Double(index), Node::Object(members)) => {
                if let Some(index) = at(index, members.len()) {
                    members.push(members[index].clone());
                }
            }
            (Self::Add(_, new), Node::Array(items)) => items.push(new),
            (Self::Add(name, new), Node::Object(members)) => members.push((name, new)),
            (Self::Rename(index, name), Node::Object(members)) => {
                if let Some(index) = at(index, members.len()) {
                    members[index].0 = name;
                }
            }
            (_, Node::Array(_) | Node::Scalar(_)) => {}
        }
    }
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "title",
            "count",
            "note",
            "tags",
            "shape",
            "circle",
            "rectangle",
            "width",
            "zip",
            "id",
            "amount",
            "7",
            "any",
            "admin"
        ])
        .prop_map(str::to_owned),
        "[a-z]{1,3}|\\PC{0,4}",
    ]
}

pub(super) fn node() -> impl Strategy<Value = Node> {
    let scalar = prop_oneof![
        prop::sample::select(vec![
            "null",
            "true",
            "false",
            "0",
            "-0",
            "1",
            "-1",
            "255",
            "256",
            "1.5",
            "1e3",
            "1E400",
            "18446744073709551616",
            "\"\"",
            "\"point\"",
            "\"circle\"",
            "\"x\"",
            "\"5\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
        ])
        .prop_map(str::to_owned),
        any::<i64>().prop_map(|number| number.to_string()),
        "\\PC{0,6}".prop_map(|text| Value::from(text).to_string()),
    ];
    scalar.prop_map(Node::Scalar).prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Node::Array),
            prop::collection::vec((name(), inner), 0..4).prop_map(Node::Object),
        ]
    })
}

fn shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Point),
        Just(Shape::Dot),
        any::<u32>().prop_map(Shape::Circle),
        any::<(i8, i8)>().prop_map(|(x, y)| Shape::Line(x, y)),
        any::<(u32, Option<u32>)>().prop_map(|(width, height)| Shape::Rectangle { width, height }),
    ]
}

/// Numbers that any reader reads exactly: serde_json's usual one is off by the last bit of others.
fn eighths() -> impl Strategy<Value = f64> {
    (-1_000_000..1_000_000).prop_map(|eighths| f64::from(eighths) / 8.0)
}

/// Orders that are valid.
pub(super) fn order() -> impl Strategy<Value = Order> {
    let address = prop::option::of(("\\PC{1,20}", any::<u32>()).prop_map(|(street, zip)| Address { street, zip: Zip(zip) }));
    let row = (any::<u32>(), 0..=100_u32).prop_map(|(id, amount)| Row { id, amount });
    (
        ("\\PC*", any::<u8>(), any::<i64>(), eighths(), any::<bool>(), any::<Option<char>>()),
        (prop::option::of("\\PC{0,8}"), prop::collection::vec("\\PC{0,4}", 0..3), shape(), address),
        (prop::collection::vec(row, 0..3), any::<u16>(), "\\PC{0,4}"),
        (
            prop::collection::btree_map("\\PC{0,4}", any::<i32>(), 0..3),
            prop::collection::btree_map(any::<u16>(), any::<bool>(), 0..3),
        ),
    )
        .prop_map(
            |(
                (title, count, delta, weight, gift, letter),
                (note, tags, shape, address),
                (rows, left, right),
                (stock, levels),
            )| {
                Order {
                    title,
                    count,
                    delta,
                    weight,
                    gift,
                    letter,
                    note,
                    tags,
                    shape,
                    address,
                    rows,
                    pair: (left, right),
                    stock,
                    levels,
                    any: Value::Null,
                }
            },
        )
}

/// An order with some changes, most of which make it invalid.
pub(super) fn changed_order() -> impl Strategy<Value = Node> {
    let index = any::<usize>;
    let change = prop_oneof![
        2 => node().prop_map(Change::Replace),
        1 => index().prop_map(Change::Remove),
        1 => index().prop_map(Change::Double),
        1 => (name(), node()).prop_map(|(name, node)| Change::Add(name, node)),
        1 => (index(), name()).prop_map(|(index, name)| Change::Rename(index, name)),
    ];
    (order(), prop::collection::vec((index(), change), 0..3)).prop_map(|(order, changes)| {
        let mut node = Node::of(&serde_json::to_value(order).expect("JSON"));
        for (index, change) in changes {
            let count = node.count();
            // The outermost node is changed as often as all others together: most of its children are required.
            let index = if index % 2 == 0 { 0 } else { index / 2 % count };
            let whole = index == 0 && matches!(change, Change::Replace(_));
            change.apply(node.nth(if whole { 1.min(count - 1) } else { index }));
        }
        node
    })
}
