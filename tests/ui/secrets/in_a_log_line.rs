use secure_action::{Secret};

fn main() {
    let secret = Secret::new(String::from("x"));
    println!("{secret}");
}

