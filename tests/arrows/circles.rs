//! Circles: what needs itself, by way of others.

use std::collections::BTreeSet;

use crate::arrows::Arrows;

/// Everything that can be reached from `start`, which is not among it unless a circle leads back.
pub(crate) fn reached(arrows: &Arrows, start: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![start];
    while let Some(next) = open.pop() {
        for other in arrows.get(next).into_iter().flatten() {
            if found.insert(other.clone()) {
                open.push(other);
            }
        }
    }
    found
}

/// The groups whose members all need each other.
pub(crate) fn circles(arrows: &Arrows) -> BTreeSet<BTreeSet<String>> {
    let reaches = |from: &str, to: &str| reached(arrows, from).contains(to);
    let in_circles = arrows.keys().filter(|node| reaches(node, node));
    in_circles.map(|node| reached(arrows, node).into_iter().filter(|other| reaches(other, node)).collect()).collect()
}
