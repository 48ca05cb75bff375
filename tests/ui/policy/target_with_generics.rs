use secure_action::policy;

policy! {
    resource note: Vec<u8>;
    role user { note: read; }
}

fn main() {
    let _ = Policy;
}
