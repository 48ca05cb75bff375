//! The classes of what is decided otherwise, each with its reason.

/// What is decided otherwise, and why.
pub(crate) struct Class {
    pub(crate) here: Here,
    /// A part of our reason, or of theirs where this side accepts.
    pub(crate) verdict: &'static str,
    /// The mutations in which it is found; none: in any.
    pub(crate) mutations: &'static [&'static str],
    pub(crate) reason: &'static str,
}

/// What this side does, and the other does not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Here {
    Accepted,
    Refused,
}

const fn refused(verdict: &'static str, mutations: &'static [&'static str], reason: &'static str) -> Class {
    Class { here: Here::Refused, verdict, mutations, reason }
}

const fn accepted(verdict: &'static str, mutations: &'static [&'static str], reason: &'static str) -> Class {
    Class { here: Here::Accepted, verdict, mutations, reason }
}

pub(crate) const CLASSES: &[Class] = &[
    refused(
        "of the set",
        &["set with one mutated", "set with a name changed"],
        "a faulty key in a set stops the start; jose skips it, or reads it only when a token needs it",
    ),
    refused(
        "not a JSON Web Key",
        &[],
        "a member twice, or of a type that it does not have, makes a key that two readers read differently (RFC 7517, section 4)",
    ),
    refused("is a key and a set of keys at once", &[], "two readers would take it for different things"),
    refused("is not for signatures (`use`)", &[], "`use` is honoured for single keys, too; jose leaves it to the caller"),
    refused("is not for verifying (`key_ops`)", &[], "`key_ops` is honoured for keys of every kind"),
    refused("is a private key", &[], "the start refuses private material, even a part of it, where a public key belongs"),
    refused(
        "a secret among public keys",
        &[],
        "in a set of public keys, a secret is published (RFC 8725, section 3.1, keeps the kinds apart)",
    ),
    refused("two keys are called", &[], "of two keys of one name, nobody knows which is meant (RFC 7517, section 4.5)"),
    refused("has an empty `kid`", &[], "an empty name is a mistake"),
    refused(
        "has a coordinate that is not",
        &[],
        "each coordinate has its full length (RFC 7518, section 6.2.1.2); node pads and cuts",
    ),
    refused("that is empty or begins with a zero", &[], "a number has no leading zero (RFC 7518, section 6.3.1.1)"),
    refused(
        "base64url",
        &[],
        "one text for one value: no padding, no `+` and `/`, no white space, unused bits zero (RFC 7515, section 2)",
    ),
    refused(
        "malformed header",
        &[],
        "a member twice or of another type, a byte order mark, bytes that are no UTF-8 (RFC 8725, section 2.4)",
    ),
    refused(
        "malformed claims",
        &[],
        "a claim twice, of another type or beyond what a date can be, a byte order mark, bytes that are no UTF-8",
    ),
    refused(
        "critical extensions",
        &["b64"],
        "`b64` without `crit`: none of the two is understood, whatever it says (RFC 7797, section 6)",
    ),
    refused(
        "no key verifies the signature",
        &["kid", "header as text", "key as text", "member left out"],
        "a token that names a key is held against the key of that name only; jose does not compare the name with a single key's",
    ),
    refused("no usable subject", &[], "`sub` is a text that names somebody; jose demands that it is there"),
    refused(
        "wrong type of token",
        &[],
        "a kind that no access token has, such as `logout+jwt` (RFC 8725, section 3.11); jose asks only where told to",
    ),
    refused("not yet valid", &["iat", "claims as text"], "issued in the future: the clocks differ too much, or somebody lies"),
    refused(
        "malformed authorization header",
        &[],
        "letters that no token has (RFC 6750, section 2.1); jose skips some of them",
    ),
    refused("not a header", &["signature", "letters"], "a line break in a header's value is refused by HTTP; jose skips it"),
    accepted("key TypeError", &["ext"], "`ext` is for exporting a key (Web Cryptography); it means nothing here"),
    accepted(
        "key SyntaxError",
        &["around the key"],
        "a byte order mark before JSON may be ignored (RFC 8259, section 8.1): editors write it into files",
    ),
    accepted("key 12", &["key_ops"], "a public key that says `sign` beside `verify`: it verifies, and signs nothing here"),
    accepted(
        "ERR_JWT_CLAIM_VALIDATION_FAILED",
        &["nbf", "iat"],
        "a claim that is `null` is not there; those that are demanded are refused",
    ),
    accepted("ERR_JWKS_NO_MATCHING_KEY", &["set with one mutated"], "a wrong type of a member that means nothing here (`ext`)"),
];
