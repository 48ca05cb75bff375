include!("../app.rs");

use secure_action::{action};

#[action(auth)]
struct Subject;

fn main() {
    let _ = Subject;
}
