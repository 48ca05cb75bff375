//! The signature: what an action may look like, and what it takes and answers.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{FnArg, GenericArgument, Pat, PathArguments, ReturnType, Safety, Signature, Type};

use super::item::Item;
use super::owned;
use crate::diagnostics::{Errors, Fault};

/// A signature that an action can have.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) arguments: Vec<Argument>,
    /// `Result<T>` as it is written.
    pub(crate) output: Type,
    /// `T` of `Result<T>`.
    pub(crate) answer: Type,
    /// `E` of `Result<T, E>`, where it is written.
    pub(crate) failure: Option<Type>,
}

/// One argument.
#[derive(Debug)]
pub(crate) struct Argument {
    /// The name it is bound to, where it is one.
    name: Option<String>,
    /// The pattern, where it says that the function does not use the argument.
    pub(crate) unused: Option<Span>,
    pub(crate) ty: Type,
}

impl Argument {
    /// Whether a rate limit by `input.<field>` means this argument.
    pub(crate) fn is_input(&self) -> bool {
        let is = |name: &str| last_segment(&self.ty).is_some_and(|segment| segment.ident == name);
        // Bytes have no fields.
        (self.name.as_deref() == Some("input") && !is("RawBody")) || is("Input")
    }
}

impl Function {
    /// Reads the signature; reports everything that an action cannot have.
    pub(crate) fn read(item: &Item, errors: &mut Errors) -> Option<Self> {
        let signature = &item.signature;
        let name = item.name();
        let rules = [check_async, check_qualifiers, check_generics, check_count];
        // Every rule has its say.
        let mut qualified = true;
        for rule in rules {
            qualified &= rule(signature, &name, errors);
        }
        qualified &= check_free(item, &name, errors);
        let arguments: Vec<_> = signature.inputs.iter().map(|input| argument(input, &name, errors)).collect();
        let returned = returned(signature, &name, errors);
        let arguments: Option<Vec<_>> = arguments.into_iter().collect();
        match (qualified, arguments, returned) {
            (true, Some(arguments), Some((output, answer, failure))) => Some(Self { arguments, output, answer, failure }),
            _ => None,
        }
    }
}

/// `async fn change_role() -> Result<Json<Self>>`; of `self` its own fault is told.
fn check_free(item: &Item, name: &str, errors: &mut Errors) -> bool {
    let own_type = item.own_type().filter(|_| item.signature.receiver().is_none());
    if let Some(word) = &own_type {
        let fault = Fault::new(format!("the action `{name}` names `Self`, as only a function in an `impl` can"));
        errors.add(word, fault.help("write a free function, and the name of the type"));
    }
    own_type.is_none()
}

/// `fn change_role()`
fn check_async(signature: &Signature, name: &str, errors: &mut Errors) -> bool {
    if signature.asyncness.is_none() {
        errors.add(signature.fn_token, Fault::new(format!("the action `{name}` is not async")).help("write `async fn`"));
    }
    signature.asyncness.is_some()
}

/// `unsafe fn`, `extern "C" fn`, `const fn`
fn check_qualifiers(signature: &Signature, name: &str, errors: &mut Errors) -> bool {
    let mut fits = true;
    let mut refuse = |tokens: Option<&dyn quote::ToTokens>, word: &str| {
        if let Some(tokens) = tokens {
            errors.add(
                tokens.to_token_stream(),
                Fault::new(format!("the action `{name}` cannot be `{word}`")).help(format!("remove `{word}`")),
            );
            fits = false;
        }
    };
    refuse(signature.constness.as_ref().map(|token| token as _), "const");
    refuse((!matches!(signature.safety, Safety::Default)).then_some(&signature.safety as _), "unsafe");
    refuse(signature.abi.as_ref().map(|token| token as _), "extern");
    refuse(signature.variadic.as_ref().map(|token| token as _), "...");
    fits
}

/// More arguments than there are implementations of `ArgumentList`.
fn check_count(signature: &Signature, name: &str, errors: &mut Errors) -> bool {
    const MOST: usize = 12;

    let Some(beyond) = signature.inputs.iter().nth(MOST) else {
        return true;
    };
    let fault = Fault::new(format!("the action `{name}` takes more than {MOST} arguments"));
    errors.add(beyond, fault.help("put several into one: fields of an input, parts of a state"));
    false
}

/// `async fn change_role<T>()`
fn check_generics(signature: &Signature, name: &str, errors: &mut Errors) -> bool {
    let fits = signature.generics.params.is_empty() && signature.generics.where_clause.is_none();
    if !fits {
        let fault = Fault::new(format!("the action `{name}` cannot be generic"));
        let help = "an action is one route: name the types, and call a generic function from it";
        if signature.generics.params.is_empty() {
            errors.add(&signature.generics.where_clause, fault.help(help));
        } else {
            errors.add(&signature.generics, fault.help(help));
        }
    }
    fits
}

fn argument(input: &FnArg, name: &str, errors: &mut Errors) -> Option<Argument> {
    let typed = match input {
        FnArg::Typed(typed) => typed,
        FnArg::Receiver(receiver) => {
            let fault = Fault::new(format!("the action `{name}` cannot take `self`"));
            errors.add(receiver, fault.help("write a free function, and take what it needs as `State<T>`"));
            return None;
        }
    };
    if let Some(attribute) = typed.attrs.iter().find(|attribute| attribute.path().is_ident("cfg")) {
        let fault = Fault::new(format!("`#[cfg]` on an argument of the action `{name}`, which always takes the same"));
        errors.add(attribute, fault.help("write two functions, each with a `#[cfg(...)]` of its own"));
        return None;
    }
    if let Some((place, fault)) = owned::fault(&typed.ty, name) {
        errors.add(place, fault);
        return None;
    }
    let (name, place) = match &*typed.pat {
        Pat::Ident(pattern) => (Some(pattern.ident.to_string()), pattern.ident.span()),
        pattern => (None, pattern.span()),
    };
    let unused = match &name {
        Some(name) => name.starts_with('_'),
        None => matches!(&*typed.pat, Pat::Wild(_)),
    };
    Some(Argument { name, unused: unused.then_some(place), ty: (*typed.ty).clone() })
}

/// `Result<T, E>`, `T`, and `E` where it is written.
fn returned(signature: &Signature, name: &str, errors: &mut Errors) -> Option<(Type, Type, Option<Type>)> {
    const HELP: &str = "write `-> Result<Json<T>>`, `-> Result<Created<T>>` or `-> Result<NoContent>`";

    let ReturnType::Type(_, ty) = &signature.output else {
        errors.add(&signature.ident, Fault::new(format!("the action `{name}` answers nothing")).help(HELP));
        return None;
    };
    let arguments = last_segment(ty).filter(|segment| segment.ident == "Result").map(|segment| &segment.arguments);
    let mut types = match arguments {
        Some(PathArguments::AngleBracketed(arguments)) => Some(&arguments.args),
        _ => None,
    }
    .into_iter()
    .flatten()
    .filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    });
    let Some(answer) = types.next() else {
        errors.add(ty, Fault::new(format!("the action `{name}` does not answer a `Result`")).help(HELP));
        return None;
    };
    if let Type::ImplTrait(_) = answer {
        let fault = Fault::new(format!("the action `{name}` cannot answer `impl Trait`"));
        errors.add(&answer, fault.help("name the type; any axum response can be answered as `Raw<axum::response::Response>`"));
        return None;
    }
    Some(((**ty).clone(), answer, types.next()))
}

fn last_segment(ty: &Type) -> Option<&syn::PathSegment> {
    match ty {
        Type::Path(path) => path.path.segments.last(),
        // A `$ty:ty` of a macro that writes the action.
        Type::Group(group) => last_segment(&group.elem),
        _ => None,
    }
}
