//! What an audit event costs: on the request's path, and on the trail's own thread.
//!
//! Run with `cargo bench -p secure-action-tests --bench audit`.

use std::hint::black_box;
use std::io;
use std::time::{Duration, Instant};

use bytes::Bytes;
use secure_action::audit::measure::{self, Measured};
use secure_action::audit::{Event, JsonLines, Sink};
use serde_json::json;

/// Rounds of which the best counts: the others were disturbed.
const ROUNDS: usize = 15;

fn main() -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let plain = event();
    let mut with_input = event();
    let schema = json!({"properties": {"name": {}, "email": {}, "password": {"x-secret": true}}});
    let body = Bytes::from_static(br#"{"name":"Ada Lovelace","email":"ada@example.com","password":"correct horse"}"#);
    measure::set_input(&mut with_input, Some(&schema), &body);

    let mut with_ids = event();
    with_ids.caller = Some("550e8400-e29b-41d4-a716-446655440000".into());
    with_ids.credential = Some("7c9e6679-7425-40de-944b-e07fc1f90ae7".into());
    println!("one event is {} bytes\n", size_of::<Event>());
    println!("{:<56}{:>12}", "on the request's path", "ns per event");
    row("make an event", best(1000, || drop(black_box(event()))));
    row("clone an event with its input", best(1000, || drop(black_box(with_input.clone()))));
    row("reserve a place and give it back", {
        let trail = Measured::start(vec![Box::new(Nowhere)], 4096)?;
        best(1000, || drop(black_box(trail.try_reserve())))
    });
    for (name, template) in [("reserve and record, no input", &plain), ("reserve and record, with input", &with_input)] {
        row(name, record(&runtime, template)?);
    }

    println!("\n{:<56}{:>12}", "on the trail's thread", "ns per event");
    let mut line = Vec::with_capacity(4096);
    for (name, template) in [
        ("encode, no input", &plain),
        ("encode, no input, two ids", &with_ids),
        ("encode, 76 bytes of input, redacted", &with_input),
    ] {
        row(
            name,
            best(1000, || {
                line.clear();
                template.write_json(black_box(&mut line));
            }),
        );
        println!("{:<56}{:>12}", "  bytes of the line", line.len() + 1);
    }
    let path = std::env::temp_dir().join(format!("secure-action-bench-{}.jsonl", std::process::id()));
    let batch = vec![plain; 1000];
    let mut file = JsonLines::create(&path)?;
    row("encode and write to a file, batches of 1000", write(&mut file, &batch)? / 1000.0);
    row("the same with a sync for each batch", sync(&mut file, &batch)? / 1000.0);
    row("a single event with its sync", sync(&mut file, batch.get(..1).unwrap_or_default())?);
    std::fs::remove_file(path)
}

fn event() -> Event {
    let mut event = measure::event(1_795_225_220);
    event.status = Some(200);
    event.client = Some([203, 0, 113, 7].into());
    measure::set_user_agent(&mut event, b"Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0");
    event.scheme = Some("jwt");
    event.duration = Duration::from_micros(123);
    event
}

/// Reserves and records, without the writer's work and without an empty or a full queue.
fn record(runtime: &tokio::runtime::Runtime, template: &Event) -> io::Result<f64> {
    const EVENTS: usize = 1500;
    let trail = Measured::start(vec![Box::new(Nowhere)], 4096)?;
    let mut fastest = f64::INFINITY;
    for _ in 0..ROUNDS * 10 {
        let mut events = vec![template.clone(); EVENTS];
        let start = Instant::now();
        while let Some(event) = events.pop() {
            if let Some(place) = trail.try_reserve() {
                place.record(event);
            }
        }
        fastest = fastest.min(start.elapsed().as_nanos() as f64 / EVENTS as f64);
        runtime.block_on(trail.flush());
    }
    Ok(fastest)
}

fn write(sink: &mut JsonLines, batch: &[Event]) -> io::Result<f64> {
    fastest(|| sink.write(batch))
}

fn sync(sink: &mut JsonLines, batch: &[Event]) -> io::Result<f64> {
    fastest(|| {
        sink.write(batch)?;
        sink.sync()
    })
}

fn fastest(mut call: impl FnMut() -> io::Result<()>) -> io::Result<f64> {
    let mut fastest = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        call()?;
        fastest = fastest.min(start.elapsed().as_nanos() as f64);
    }
    Ok(fastest)
}

fn best(calls: u32, mut call: impl FnMut()) -> f64 {
    (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..calls {
                call();
            }
            start.elapsed().as_nanos() as f64 / f64::from(calls)
        })
        .fold(f64::INFINITY, f64::min)
}

fn row(name: &str, nanoseconds: f64) {
    println!("{name:<56}{nanoseconds:>12.1}");
}

/// Takes everything and keeps nothing.
struct Nowhere;

impl Sink for Nowhere {
    fn write(&mut self, events: &[Event]) -> io::Result<()> {
        black_box(events);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}
