//! Policies against a naive reading of them.

use proptest::prelude::*;
use quote::quote;

use super::check::check;
use super::parse::Written;

fn messages(tokens: proc_macro2::TokenStream) -> Vec<String> {
    let written: Written = syn::parse2(tokens).expect("it parses");
    check(&written).1.iter().map(ToString::to_string).collect()
}

#[test]
fn inheritance_is_flattened_through_a_diamond() {
    let written: Written = syn::parse2(quote! {
        resource note;
        role a { note: read; }
        role b: a { note: write; }
        role c: a;
        role d: b, c { note: delete; }
    })
    .expect("it parses");
    let (policy, errors) = check(&written);
    assert!(errors.is_empty());
    let includes: Vec<u64> = policy.roles.iter().map(|role| role.includes).collect();
    assert_eq!(includes, [0b0001, 0b0011, 0b0101, 0b1111]);
    let granted: Vec<(&str, u64)> = policy.permissions.iter().map(|p| (p.operation.as_str(), p.granted)).collect();
    assert_eq!(granted, [("read", 0b1111), ("write", 0b1010), ("delete", 0b1000)]);
}

#[test]
fn every_fault_is_reported_in_one_run() {
    let messages = messages(quote! {
        resource note;
        resource note;
        role user: usr { note: read, read; nte: read; }
        role a: b;
        role b: a;
        role user;
    });
    assert_eq!(messages.len(), 6, "{messages:#?}");
}

#[test]
fn two_roles_that_would_be_one_variant_are_a_fault() {
    let messages = messages(quote!(resource note; role a1 { note: read; } role a_1 { note: write; }));
    assert_eq!(messages, ["`a_1` and `a1` would be the same variant of `Role`\nhelp: rename one"]);
}

#[test]
fn conditions_go_to_everyone_who_inherits_them_and_outright_grants_override_them() {
    let written: Written = syn::parse2(quote! {
        resource post: Post;
        role user { post: edit if Post::is_author; }
        role moderator: user { post: edit if Post::is_public; }
        role admin: moderator { post: edit; }
    })
    .expect("it parses");
    let (policy, errors) = check(&written);
    assert!(errors.is_empty(), "{errors:?}");
    let edit = policy.permissions.first().expect("a permission");
    assert_eq!((edit.granted, edit.outright), (0b111, 0b100));
    let conditions: Vec<(&str, u64)> = edit.conditions.iter().map(|known| (known.variant.as_str(), known.roles)).collect();
    assert_eq!(conditions, [("IsAuthor", 0b111), ("IsPublic", 0b110)]);
}

#[test]
fn conditions_that_cannot_decide_are_faults() {
    for (tokens, fault) in [
        (quote!(resource a; role r { a: x if A::own; }), "no target type"),
        (quote!(resource a: A; role r { a: x if A::own, x; }), "with a condition and without one"),
        (quote!(resource a: A; role r { a: x if A::own, x if A::own; }), "twice"),
        (quote!(resource a: A; role q { a: x; } role r: q { a: x if A::own; }), "would never decide"),
        (quote!(resource a: A; role r { a: x if A::own, x if B::own; }), "same name"),
        // A crate `b` and a module `b` are two.
        (quote!(resource a: A; role q { a: x if b::own; } role r { a: x if ::b::own; }), "same name"),
    ] {
        let messages = messages(tokens);
        assert_eq!(messages.len(), 1, "{messages:#?}");
        assert!(messages[0].contains(fault), "{messages:#?}");
    }
}

#[test]
fn a_line_without_effect_is_a_fault() {
    for (tokens, fault) in [
        (quote!(resource a; resource b; role r { a: x; }), "no role is granted anything on `b`"),
        (quote!(resource a; role q { a: x; } role r {}), "write `role r;`"),
        (quote!(resource a; role q { a: x; } role r: q {}), "write `role r: q;`"),
        (quote!(resource a; role q { a: x; } role r: q { a: x, y; }), "`r` inherits `a:x` from `q` already\nhelp: remove it"),
        (quote!(resource a; role q { a: x; } role p: q; role r: p { a: x; }), "`r` inherits `a:x` from `q` already"),
        (quote!(resource a; role q { a: x, y; } role r: q { a: y, x; }), "it inherits `a:y` and `a:x`"),
        (
            quote!(resource a: A; role q { a: x if A::own; } role r: q { a: x if A::own, y; }),
            "inherits `a:x if A::own` from `q`",
        ),
    ] {
        let messages = messages(tokens);
        assert_eq!(messages.len(), 1, "{messages:#?}");
        assert!(messages[0].contains(fault), "{messages:#?}");
    }
}

#[test]
fn what_widens_a_role_has_effect() {
    for tokens in [
        quote!(resource a; role q { a: x; } role p; role r: q, p;),
        quote!(resource a: A; role q { a: x if A::own; } role r: q { a: x; }),
        quote!(resource a: A; role q { a: x if A::own; } role r: q { a: x if A::public; }),
        quote!(resource a; role q { a: x; } role r { a: x; }),
    ] {
        assert_eq!(messages(tokens), [""; 0]);
    }
}

#[test]
fn a_line_is_without_effect_only_in_a_policy_that_is_sound_otherwise() {
    for tokens in [
        quote!(resource note; role a { noet: read; }),
        quote!(resource note; role a: a { note: read; }),
        quote!(resource note; role a { note: read; } role b: a { note: read, write_; }),
    ] {
        assert_eq!(messages(tokens).len(), 1);
    }
}

proptest! {
    /// Whatever the graph without cycles, a role includes exactly the roles that can be reached from it.
    #[test]
    fn inclusion_is_reachability(edges in proptest::collection::vec((0_usize..12, 0_usize..12), 0..40)) {
        let edges: std::collections::BTreeSet<_> = edges.into_iter().filter(|(from, to)| from > to).collect();
        let name = |role: usize| quote::format_ident!("r{role}");
        let roles = (0..12).map(|role| {
            let own = name(role);
            let parents: Vec<_> = edges.iter().filter(|(from, _)| *from == role).map(|(_, to)| name(*to)).collect();
            if parents.is_empty() { quote!(role #own;) } else { quote!(role #own: #(#parents),*;) }
        });
        let written: Written = syn::parse2(quote!(#(#roles)*)).expect("it parses");
        let (policy, errors) = check(&written);
        prop_assert!(errors.is_empty());
        for (index, role) in policy.roles.iter().enumerate() {
            let mut reached = 1_u64 << index;
            loop {
                let more = edges.iter().filter(|(from, _)| reached & (1 << from) != 0).fold(reached, |set, (_, to)| set | 1 << to);
                if more == reached { break; }
                reached = more;
            }
            prop_assert_eq!(role.includes, reached);
        }
    }
}
