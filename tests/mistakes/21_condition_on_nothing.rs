//! The condition is about a resource of which nothing is ever loaded.
//!
//! Class: API1:2023, CWE-285
//! Caught: by the compiler

use secure_action::{Application, Caller, NoContent, Path, Result, action, actions, policy};

policy! {
    resource invoice;

    role customer { invoice: pay if Invoice::is_own; }
    role accountant: customer { invoice: pay; }
}

pub struct Invoice {
    customer: String,
}

impl Invoice {
    fn is_own(&self, caller: &Caller) -> bool {
        self.customer == caller.id()
    }
}

struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}

/// Pays an invoice.
#[action(post = "/invoices/{id}/payment", role = "accountant")]
async fn pay_invoice(Path(_): Path<u32>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = actions![pay_invoice];
}
