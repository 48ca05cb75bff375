//! Routes.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    secure_action_fuzz::route(text);
});
