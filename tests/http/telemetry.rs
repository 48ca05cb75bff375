//! What operators see of every call: one span with the OpenTelemetry names, a counter and a histogram.

mod capture;
mod metrics;
mod recorder;
mod secrets;
mod served;
mod spans;
mod work;
