use secure_action::{Caller};

fn main() {
    let _ = Caller { scheme: "jwt", identity: panic!() };
}

