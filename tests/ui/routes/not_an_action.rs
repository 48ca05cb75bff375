use secure_action::{actions};

async fn subject() {}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}

