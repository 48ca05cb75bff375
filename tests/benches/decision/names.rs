//! Reading the names in a token: the same under a policy of any size.

use std::hint::black_box;

use secure_action::Policy as _;
use secure_action::policy::PolicyTable;

use crate::measure::{Turn, least, repeat};
use crate::policies::{large, small};

const ROUNDS: usize = 201;
const CALLS: u32 = 2_000;

const SCOPES: [&str; 5] = ["post:create", "post:read", "post:edit", "post:hide", "post:remove"];

pub(crate) fn print() {
    let (small, large) = (small::Policy::TABLE, large::Policy::TABLE);
    println!("\n{:<38}{:>10}{:>10}{:>8}{:>14}", "names in a token, ns", "3/5", "64/256", "ratio", "linear 64/256");
    let declared: Vec<_> = large.roles.iter().map(|role| role.name).collect();
    for count in [1, 5, 64] {
        // The same names under both policies, the last of each.
        let same: Vec<_> = ["admin", "moderator", "user"].into_iter().cycle().take(count).collect();
        row(&format!("{count} of three roles"), roles(small, &same), roles(large, &same), linear(&same, &declared));
    }
    let all = &declared;
    row("64 roles, 61 unknown to the small one", roles(small, all), roles(large, all), linear(all, all));
    let declared: Vec<_> = large.permissions.iter().map(|permission| permission.name).collect();
    row("5 scopes", scopes(small), scopes(large), linear(&SCOPES, &declared));
}

fn row(title: &str, small: Turn<'_>, large: Turn<'_>, linear: Turn<'_>) {
    let [small, large, linear] = least(ROUNDS, CALLS, [small, large, linear]);
    println!("{title:<38}{small:>10.1}{large:>10.1}{:>8.2}{linear:>14.1}", large / small);
}

fn roles<'t>(table: &'static PolicyTable, names: &'t [&'static str]) -> Turn<'t> {
    assert!(!table.roles_named(names.iter().copied()).is_empty());
    repeat(move |_| {
        black_box(table.roles_named(black_box(names).iter().copied()));
    })
}

fn scopes(table: &'static PolicyTable) -> Turn<'static> {
    assert!(SCOPES.iter().all(|name| table.permission_index(name).is_some()));
    repeat(move |_| {
        black_box(table.permissions_named(black_box(SCOPES)));
    })
}

/// What it would cost to compare with one declared name after the other.
fn linear<'t>(names: &'t [&'static str], declared: &'t [&'static str]) -> Turn<'t> {
    repeat(move |_| {
        black_box(black_box(names).iter().filter(|name| declared.contains(name)).count());
    })
}
