//! The types of arguments: named in full, and owning what they hold, because they outlive the request they are taken from.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Lifetime, ParenthesizedGenericArguments, TraitBound, Type, TypeFnPtr, TypeImplTrait, TypeInfer, TypeReference};

use crate::diagnostics::Fault;

/// What is wrong with the type of an argument of the action `name`, and where in it.
pub(crate) fn fault(ty: &Type, name: &str) -> Option<(TokenStream, Fault)> {
    if let Type::Reference(_) = ty {
        let fault = Fault::new(format!("the action `{name}` cannot borrow an argument"));
        return Some((ty.to_token_stream(), fault.help("take it by value: the function is the only one who has it")));
    }
    let mut search = Search { name, found: None };
    search.visit_type(ty);
    search.found
}

/// The first fault within a type.
struct Search<'n> {
    name: &'n str,
    found: Option<(TokenStream, Fault)>,
}

impl Search<'_> {
    fn found(&mut self, tokens: impl ToTokens, fault: Fault) {
        self.found.get_or_insert_with(|| (tokens.into_token_stream(), fault));
    }

    fn borrowed(&mut self, tokens: impl ToTokens) {
        let fault = Fault::new(format!("the action `{}` cannot take an argument that borrows", self.name));
        self.found(tokens, fault.help("take a type that owns what it holds, as `String` does, and `&str` does not"));
    }
}

impl<'a> Visit<'a> for Search<'_> {
    fn visit_type_reference(&mut self, reference: &'a TypeReference) {
        match &reference.lifetime {
            Some(lifetime) if lifetime.ident == "static" => visit::visit_type_reference(self, reference),
            _ => self.borrowed(reference),
        }
    }

    fn visit_lifetime(&mut self, lifetime: &'a Lifetime) {
        if lifetime.ident != "static" {
            self.borrowed(lifetime);
        }
    }

    fn visit_type_impl_trait(&mut self, ty: &'a TypeImplTrait) {
        let fault = Fault::new(format!("the action `{}` cannot take `impl Trait`", self.name));
        self.found(ty, fault.help("name the type"));
    }

    fn visit_type_infer(&mut self, ty: &'a TypeInfer) {
        let fault = Fault::new(format!("the action `{}` must name the types of its arguments", self.name));
        self.found(ty, fault.help("name the type"));
    }

    // What these borrow they are given when they are called.
    fn visit_type_fn_ptr(&mut self, _: &'a TypeFnPtr) {}

    fn visit_parenthesized_generic_arguments(&mut self, _: &'a ParenthesizedGenericArguments) {}

    fn visit_trait_bound(&mut self, bound: &'a TraitBound) {
        if bound.lifetimes.is_none() {
            visit::visit_trait_bound(self, bound);
        }
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn what_borrows_or_has_no_name_is_found_wherever_it_is() {
        let types: [(Type, &str); 7] = [
            (parse_quote!(&Caller), "& Caller"),
            (parse_quote!(Query<Borrowed<'_>>), "'_"),
            (parse_quote!(State<&str>), "& str"),
            (parse_quote!(Option<(u8, impl Into<Caller>)>), "impl Into < Caller >"),
            (parse_quote!(State<_>), "_"),
            (parse_quote!(State<Box<dyn Look<'a>>>), "'a"),
            (parse_quote!(State<&'static [&'b str]>), "& 'b str"),
        ];
        for (ty, place) in types {
            assert_eq!(fault(&ty, "subject").map(|(tokens, _)| tokens.to_string()).as_deref(), Some(place));
        }
    }

    #[test]
    fn what_owns_is_taken() {
        let types: [Type; 4] = [
            parse_quote!(State<&'static str>),
            parse_quote!(State<fn(&str) -> &str>),
            parse_quote!(State<Arc<dyn Fn(&str) -> bool + Send>>),
            parse_quote!(State<Arc<dyn for<'a> Look<'a> + 'static>>),
        ];
        for ty in types {
            assert_eq!(fault(&ty, "subject").map(|(_, fault)| fault), None);
        }
    }
}
