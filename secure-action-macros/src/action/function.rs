//! The signature: what an action may look like, and what it takes and answers.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{FnArg, GenericArgument, Pat, PathArguments, ReturnType, Safety, Signature, Type};

use super::item::{self, Item};
use super::owned;
use crate::diagnostics::{Errors, Fault};

/// A signature that an action can have.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) arguments: Vec<Argument>,
    /// `Result<T>` as it is written.
    pub(crate) output: Type,
    /// `T` of `Result<T>`, where it is written.
    pub(crate) answer: Option<Type>,
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

    /// Whether it is the parameters of the route.
    pub(crate) fn is_path(&self) -> bool {
        last_segment(&self.ty).is_some_and(|segment| segment.ident == "Path")
    }

    /// How many parameters of the route `Path<T>` takes, where `T` says so by itself.
    pub(crate) fn parameters(&self) -> Option<(&Type, usize)> {
        const SCALARS: [&str; 14] =
            ["bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "String", "Uuid"];

        let segment = last_segment(&self.ty).filter(|segment| segment.ident == "Path")?;
        let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
        let Some(GenericArgument::Type(ty)) = arguments.args.first() else { return None };
        match ty {
            Type::Tuple(tuple) => Some((ty, tuple.elems.len())),
            _ if last_segment(ty).is_some_and(|last| SCALARS.iter().any(|scalar| last.ident == scalar)) => Some((ty, 1)),
            _ => None,
        }
    }

    /// Whether it may be an input under another name, such as an alias.
    fn may_be_input(&self) -> bool {
        const OTHERS: [&str; 12] = [
            "AuditNote",
            "Authorized",
            "Caller",
            "Client",
            "Extract",
            "Option",
            "Path",
            "Pending",
            "Permit",
            "Query",
            "RawBody",
            "State",
        ];
        last_segment(&self.ty).is_some_and(|segment| OTHERS.iter().all(|other| segment.ident != other))
    }
}

impl Function {
    /// The argument that `input.<field>` means: the input, or the only one that may be one.
    pub(crate) fn input(&self) -> Option<usize> {
        let mut others = self.arguments.iter().enumerate().filter(|(_, argument)| argument.may_be_input());
        self.arguments.iter().position(Argument::is_input).or_else(|| {
            let (position, _) = others.next()?;
            others.next().is_none().then_some(position)
        })
    }

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
    if let Some(inner) = item::apart(&typed.pat) {
        let fault = Fault::new("`Input` cannot be taken apart: it is the proof that its value is valid");
        let (inner, ty) = (written(inner), written(&typed.ty));
        let help = format!("write `{inner}: {ty}`, and `{inner}.field`; `{inner}.into_inner()` is the whole value");
        errors.add(&typed.pat, fault.help(help));
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

/// `Result<T, E>`, and `T` and `E` where they are written.
fn returned(signature: &Signature, name: &str, errors: &mut Errors) -> Option<(Type, Option<Type>, Option<Type>)> {
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
        // It may be an alias of one, which only the compiler knows.
        if arguments.is_none() && last_segment(ty).is_some_and(may_be_alias) {
            return Some(((**ty).clone(), None, None));
        }
        let whole = last_segment(ty).filter(|segment| is_answer(&segment.ident));
        let help = whole.map_or_else(|| HELP.to_owned(), |_| format!("write `-> Result<{}>`", written(ty)));
        errors.add(ty, Fault::new(format!("the action `{name}` does not answer a `Result`")).help(help));
        return None;
    };
    if let Type::ImplTrait(_) = answer {
        let fault = Fault::new(format!("the action `{name}` cannot answer `impl Trait`"));
        errors.add(&answer, fault.help("name the type; any axum response can be answered as `Raw<axum::response::Response>`"));
        return None;
    }
    Some(((**ty).clone(), Some(answer), types.next()))
}

/// Whether it is not known to be something else.
fn may_be_alias(segment: &syn::PathSegment) -> bool {
    !is_answer(&segment.ident) && segment.ident != "Option" && segment.ident != "String"
}

/// Whether a type of this name is what a `Result` is of.
fn is_answer(name: &Ident) -> bool {
    ["Accepted", "Created", "Download", "Json", "NoContent", "Raw", "Redirect", "Text"].iter().any(|answer| name == answer)
}

/// Tokens as one writes them.
fn written(tokens: &impl quote::ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    [(" :: ", "::"), (" < ", "<"), ("< ", "<"), (" >", ">"), (" ,", ",")]
        .iter()
        .fold(text, |text, (from, to)| text.replace(from, to))
}

fn last_segment(ty: &Type) -> Option<&syn::PathSegment> {
    match ty {
        Type::Path(path) => path.path.segments.last(),
        // A `$ty:ty` of a macro that writes the action.
        Type::Group(group) => last_segment(&group.elem),
        _ => None,
    }
}
