//! The table: every figure beside its baseline and its goal.

use crate::measure::Figures;
use crate::variants::{Part, Variant};

/// Prints `figures`, which stand in the order of `variants`. The first variant is the bare handler.
pub(crate) fn print(unit: &str, variants: &[Variant], figures: &[Figures]) {
    let bare = figures.first().map_or(0.0, |figures| figures.cost);
    let cost_of = |name: &str| {
        variants.iter().zip(figures).find(|(variant, _)| variant.name == name).map_or(f64::NAN, |(_, figures)| figures.cost)
    };
    println!("{:<28}{:>10}{:>10}{:>12}{:>8}{:>8}", "one request", unit, "wall ns", "above bare", "ratio", "goal");
    for (variant, figures) in variants.iter().zip(figures) {
        let cost = figures.cost;
        let wall = figures.wall.map_or_else(String::new, |wall| format!("{wall:.0}"));
        print!("{:<28}{cost:>10.0}{wall:>10}{:>12.0}", variant.name, cost - bare);
        if let Some(comparison) = &variant.comparison {
            let against = cost_of(comparison.against);
            let ratio = match comparison.part {
                Part::Guards => (cost - bare) / (against - bare),
                Part::Whole => cost / against,
            };
            print!("{ratio:>8.2}");
            if let Some(goal) = comparison.at_most {
                print!("{goal:>8.2}  {}", if ratio <= goal { "met" } else { "missed" });
            }
        }
        println!();
    }
    println!("ratio: what is above the bare handler, against the same guards by hand; for a 401 the whole request");
}
