//! What a decision costs, against the `if` that an expert would write, and whether it costs more under a large policy.
//!
//! Run it with `cargo bench -p secure-action-tests --bench decision`. What is compared takes turns, and each figure is the
//! least of all turns: the others were disturbed.

#![expect(clippy::expect_used, reason = "a benchmark stops at the first surprise")]

mod conditions;
mod measure;
mod names;
mod policies;
mod requests;
mod tokens;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    conditions::print(&runtime);
    names::print();
    requests::print(&runtime);
}
