use secure_action::{Caller};

fn main() {
    let _ = Caller { authenticator: "jwt", identity: panic!() };
}

