//! Finding names: the same as looking at one after the other, whatever the names.

use proptest::prelude::*;

use super::*;

/// A table of these names, which lives as long as the test program.
fn table(roles: &[String], permissions: &[String]) -> PolicyTable {
    let name = |name: &String| -> &'static str { name.clone().leak() };
    let role = |known| RoleEntry { name: name(known), includes: RoleSet::EMPTY };
    let permission = |known| PermissionEntry { name: name(known), granted: RoleSet::EMPTY, outright: RoleSet::EMPTY };
    PolicyTable::new::<()>(
        roles.iter().map(role).collect::<Vec<_>>().leak(),
        permissions.iter().map(permission).collect::<Vec<_>>().leak(),
    )
}

fn position(names: &[String], wanted: &str) -> Option<u8> {
    names.iter().position(|name| name == wanted).map(|index| u8::try_from(index).expect("at most 256"))
}

fn same_as_linear(roles: &[String], permissions: &[String], others: &[String]) {
    let table = table(roles, permissions);
    for name in roles.iter().chain(permissions).chain(others) {
        assert_eq!(table.role_index(name), position(roles, name), "role {name}");
        assert_eq!(table.permission_index(name), position(permissions, name), "permission {name}");
    }
}

#[test]
fn the_largest_policy_finds_its_names_and_no_other() {
    let names = |count: usize, form: fn(usize) -> String| -> Vec<String> { (0..count).map(form).collect() };
    let unknown = names(1000, |number| format!("department_{number}:delete"));
    same_as_linear(&names(64, |number| format!("role_{number}")), &names(256, |number| format!("a:{number}")), &unknown);
    same_as_linear(&names(64, |number| "r".repeat(number + 1)), &names(256, |number| "p".repeat(number + 1)), &unknown);
}

#[test]
fn names_that_all_want_the_last_slot_are_found_around_the_end() {
    let last: Vec<String> =
        (0..).map(|number| format!("n{number}")).filter(|name| index::first_slot(name) % 256 == 255).take(64).collect();
    let absent: Vec<String> =
        (0..).map(|number| format!("m{number}")).filter(|name| index::first_slot(name) % 256 == 255).take(9).collect();
    same_as_linear(&last, &[], &absent);
}

proptest! {
    /// Duplicates among them too: the first counts.
    #[test]
    fn a_name_is_found_where_looking_at_each_would_find_it(
        roles in proptest::collection::vec("[a-c_:]{0,12}", 0..=64),
        permissions in proptest::collection::vec("[a-c_:]{0,20}", 0..=256),
        others in proptest::collection::vec(".{0,24}", 0..50),
    ) {
        same_as_linear(&roles, &permissions, &others);
    }
}
