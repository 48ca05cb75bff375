use secure_action::policy;

policy! {
    resource note;
    role user { note: read, write; }
    role moderator: user;
    role admin: moderator { note: write, read; }
}

fn main() {
    let _ = Policy;
}
