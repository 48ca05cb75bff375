//! Whole requests through a mounted action: the same under a policy of any size.

use std::time::Instant;

use axum::Router;
use secure_action::actions;
use tokio::runtime::Runtime;

use crate::measure::{Turn, least};
use crate::policies::{Kept, large, small};
use crate::tokens::{router, send, token};

const ROUNDS: usize = 151;
const REQUESTS: u32 = 500;
/// How much more a request may cost under the large policy.
const GOAL: f64 = 1.05;

const SCOPES: [&str; 5] = ["post:create", "post:read", "post:edit", "post:hide", "post:remove"];

pub(crate) fn print(runtime: &Runtime) {
    println!("\n{:<38}{:>10}{:>10}{:>8}{:>8}", "a whole request, ns", "3/5", "64/256", "ratio", "goal");
    for (title, path, remembered) in [
        ("`auth`, token known", "/authenticated", 100),
        ("`Permit<P>`, token known", "/permitted", 100),
        ("two permissions by two roles, known", "/together", 100),
        ("`Authorized<P>`, token known", "/posts/1", 100),
        ("`Permit<P>`, token verified anew", "/permitted", 0),
    ] {
        let small = actions![small::authenticated, small::permitted, small::together, small::authorized];
        let large = actions![large::authenticated, large::permitted, large::together, large::authorized];
        let (small, large) =
            runtime.block_on(async { (router(small, Kept::none(), remembered), router(large, Kept::none(), remembered)) });
        let token = token(&["user", "moderator", "admin"], &SCOPES);
        let [small, large] = least(ROUNDS, REQUESTS, [small, large].map(|router| requests(runtime, router, path, &token)));
        let ratio = large / small;
        print!("{title:<38}{small:>10.0}{large:>10.0}{ratio:>8.2}{GOAL:>8.2}");
        println!("  {}", if ratio <= GOAL { "met" } else { "missed" });
    }
}

fn requests<'t>(runtime: &'t Runtime, mut router: Router, path: &'t str, token: &'t str) -> Turn<'t> {
    Box::new(move |calls| {
        runtime.block_on(async {
            let start = Instant::now();
            for _ in 0..calls {
                send(&mut router, path, token).await;
            }
            start.elapsed()
        })
    })
}
