//! `Message`: what a constant function says when it refuses.

use super::{PolicyTable, RoleSet};

/// A message put together in a constant; what does not fit is cut off.
pub(crate) struct Message {
    text: [u8; Self::ROOM],
    length: usize,
}

impl Message {
    const ROOM: usize = 512;

    pub(crate) const fn new() -> Self {
        Self { text: [0; Self::ROOM], length: 0 }
    }

    pub(crate) const fn text(mut self, text: &str) -> Self {
        let mut rest = text.as_bytes();
        while let [byte, tail @ ..] = rest {
            self = self.byte(*byte);
            rest = tail;
        }
        self
    }

    /// The type of a permission as one writes it: `permission::post::ReadAll` for `post:read_all`.
    pub(crate) const fn permission(self, name: &str) -> Self {
        let mut message = self.text("permission::");
        let mut rest = name.as_bytes();
        let (mut operation, mut begins) = (false, false);
        while let [byte, tail @ ..] = rest {
            message = match *byte {
                b':' => message.text("::"),
                b'_' if operation => message,
                letter if begins => message.byte(letter.to_ascii_uppercase()),
                letter => message.byte(letter),
            };
            operation = operation || *byte == b':';
            begins = operation && matches!(*byte, b':' | b'_');
            rest = tail;
        }
        message
    }

    /// The names of the roles in `set`, as a list.
    pub(crate) const fn roles(self, policy: &PolicyTable, set: RoleSet) -> Self {
        let mut message = self;
        let mut rest = policy.roles;
        let (mut position, mut first) = (0, true);
        while let [role, tail @ ..] = rest {
            if set.contains(position) {
                message = message.text(if first { "" } else { ", " }).text(role.name);
                first = false;
            }
            rest = tail;
            position += 1;
        }
        message
    }

    const fn byte(mut self, byte: u8) -> Self {
        if let Some((_, [slot, ..])) = self.text.split_at_mut_checked(self.length) {
            *slot = byte;
            self.length += 1;
        }
        self
    }

    const fn as_str(&self) -> &str {
        match self.text.split_at_checked(self.length) {
            Some((text, _)) => match core::str::from_utf8(text) {
                Ok(text) => text,
                // Cut in the middle of a character: the compiler still shows that something is wrong, and where.
                Err(_) => "unknown name",
            },
            None => "unknown name",
        }
    }
}

#[track_caller]
#[expect(clippy::panic, reason = "this is how a constant function reports a compile error")]
pub(crate) const fn fail(message: &Message) -> ! {
    panic!("{}", message.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_message_is_cut_not_lost() {
        let message = Message::new().text(&"x".repeat(1000));
        assert_eq!(message.as_str().len(), Message::ROOM);
    }

    #[test]
    fn a_permission_is_named_as_its_type() {
        for (name, expected) in
            [("post:edit", "permission::post::Edit"), ("blog_post:read_all_2", "permission::blog_post::ReadAll2")]
        {
            assert_eq!(Message::new().permission(name).as_str(), expected);
        }
    }
}
