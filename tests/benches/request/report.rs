//! The tables: every figure beside what it is compared with, and its goal.

use crate::measure::Figures;
use crate::variants::{Part, Variant};

/// Prints `figures`, which stand in the order of `variants`. The first variant is the bare handler.
pub(crate) fn print(title: &str, unit: &str, variants: &[Variant], figures: &[Figures]) {
    let bare = figures.first().map_or(f64::NAN, |figures| figures.cost);
    let cost_of = |name: &str| {
        variants.iter().zip(figures).find(|(variant, _)| variant.name == name).map_or(f64::NAN, |(_, figures)| figures.cost)
    };
    println!("{title:<30}{unit:>14}{:>10}{:>12}{:>8}{:>8}{:>8}", "wall ns", "above bare", "adds", "ratio", "goal");
    for (variant, figures) in variants.iter().zip(figures) {
        let cost = figures.cost;
        let wall = figures.wall.map_or_else(String::new, |wall| format!("{wall:.0}"));
        print!("{:<30}{cost:>14.0}{wall:>10}{:>12.0}", variant.name, cost - bare);
        if let Some(comparison) = &variant.comparison {
            let against = cost_of(comparison.against);
            let ratio = match comparison.part {
                Part::Added => {
                    println!("{:>8.0}", cost - against);
                    continue;
                }
                Part::Guards => (cost - bare) / (against - bare),
                Part::Whole => cost / against,
            };
            print!("{:>16.2}", ratio);
            if let Some(goal) = comparison.at_most {
                print!("{goal:>8.2}  {}", if ratio <= goal { "met" } else { "missed" });
            }
        }
        println!();
    }
    println!();
}
