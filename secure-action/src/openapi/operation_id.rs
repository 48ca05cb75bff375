//! Operation ids: the function's name, and as much of its module as makes it unique.

use std::collections::{BTreeMap, BTreeSet};

use crate::spec::ActionSpec;

/// The ids of `specs`, in their order. Names that stand alone stay as they are: `create`. Where several functions share a
/// name, each takes on the segments of its module, the last first, until they differ: `users_create`, `posts_create`.
pub(super) fn operation_ids(specs: &[&ActionSpec]) -> Vec<String> {
    let mut ids: Vec<String> = specs.iter().map(|spec| spec.name.to_owned()).collect();
    let mut modules: Vec<_> = specs.iter().map(|spec| spec.module.rsplit("::")).collect();
    loop {
        let mut changed = false;
        let colliding = colliding(&ids);
        for (index, (id, module)) in ids.iter_mut().zip(&mut modules).enumerate() {
            if colliding.contains(&index)
                && let Some(segment) = module.next()
            {
                *id = format!("{segment}_{id}");
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    number_rest(&mut ids);
    ids
}

/// The positions of ids that occur more than once.
fn colliding(ids: &[String]) -> BTreeSet<usize> {
    let mut positions: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, id) in ids.iter().enumerate() {
        positions.entry(id).or_default().push(index);
    }
    positions.into_values().filter(|positions| positions.len() > 1).flatten().collect()
}

/// One function on two routes: nothing but a number tells them apart.
fn number_rest(ids: &mut [String]) {
    let mut taken: BTreeSet<String> = ids.iter().cloned().collect();
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id.clone())
            && let Some(free) = (2_u32..).map(|number| format!("{id}_{number}")).find(|free| !taken.contains(free))
        {
            taken.insert(free.clone());
            *id = free;
        }
    }
}
