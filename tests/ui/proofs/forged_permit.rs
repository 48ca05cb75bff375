include!("../posts.rs");

use secure_action::Permit;

fn forge() -> Permit<permission::log::Read> {
    Permit(std::marker::PhantomData)
}

fn main() {}
