//! Tokens under a signature that holds.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    secure_action_fuzz::claims(data);
});
