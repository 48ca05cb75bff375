//! `Location`: where in a request a value stands: `items[2].address.zip`.

use std::fmt;

/// One step into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    Key(Box<str>),
    Index(usize),
}

/// The longest name of a field that is repeated to the client.
const LONGEST_NAME: usize = 64;

impl Segment {
    /// A step into a field.
    ///
    /// The name may be the client's own. Names that look like one are repeated, so that the client finds the place; any
    /// other text could be a value that went astray, or markup, and becomes `*`.
    pub(super) fn key(name: &str) -> Self {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$' | b':');
        let shown = !name.is_empty() && name.len() <= LONGEST_NAME && name.bytes().all(plain);
        Self::Key(Box::from(if shown { name } else { "*" }))
    }
}

/// Where a value stands, from the outside in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Location(Vec<Segment>);

impl Location {
    pub(super) fn enter(&mut self, segment: Segment) {
        self.0.push(segment);
    }

    pub(super) fn leave(&mut self) {
        self.0.pop();
    }

    pub(super) fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn segments(&self) -> &[Segment] {
        &self.0
    }
}

impl FromIterator<Segment> for Location {
    fn from_iter<I: IntoIterator<Item = Segment>>(segments: I) -> Self {
        Self(segments.into_iter().collect())
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Key(name) if position == 0 => f.write_str(name)?,
                Segment::Key(name) => write!(f, ".{name}")?,
                Segment::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// The path of a fault that is about the whole value.
pub(crate) const ROOT: &str = "*";

/// The path as clients are told it.
pub(super) fn path_of(location: &Location) -> String {
    let path = location.to_string();
    if path.is_empty() { ROOT.to_owned() } else { path }
}
