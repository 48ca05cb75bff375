//! Objects with a secret in them that is known by its neighbour.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    secure_action_fuzz::redaction_neighbour(data);
});
