//! The promises of the trail, with sinks that block, fail and panic.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use futures_util::FutureExt;

use super::*;
use crate::audit::capture::said;
use crate::audit::measure;

/// What a sink has done, seen from outside.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Log>>);

#[derive(Default)]
struct Log {
    /// The times of the stored events.
    stored: Vec<u64>,
    /// How many of them are synced.
    synced: usize,
    syncs: usize,
    /// The times of the events of each call, failed ones too.
    calls: Vec<Vec<u64>>,
}

impl Seen {
    fn stored(&self) -> Vec<u64> {
        self.0.lock().unwrap().stored.clone()
    }
}

/// A sink whose calls the test can hold up or let fail.
#[derive(Default)]
struct TestSink {
    seen: Seen,
    /// Every call of `write` waits for a message here; a dropped sender opens the gate.
    write_gate: Option<Receiver<()>>,
    sync_gate: Option<Receiver<()>>,
    /// Tells the test that a call waits at a gate.
    arrived: Option<Sender<()>>,
    failing_writes: usize,
    failing_syncs: usize,
    panics: bool,
}

impl TestSink {
    fn new(seen: &Seen) -> Self {
        Self { seen: seen.clone(), ..Self::default() }
    }

    fn pass(&self, gate: Option<&Receiver<()>>) {
        if let Some(gate) = gate {
            if let Some(arrived) = &self.arrived {
                let _ = arrived.send(());
            }
            let _ = gate.recv();
        }
    }

    fn fail(&self) -> io::Result<()> {
        assert!(!self.panics, "the sink panics, as this test wants");
        Err(io::ErrorKind::StorageFull.into())
    }
}

impl Sink for TestSink {
    fn write(&mut self, events: &[Event]) -> io::Result<()> {
        self.pass(self.write_gate.as_ref());
        let times: Vec<u64> = events.iter().map(|event| event.time.as_secs()).collect();
        let mut log = self.seen.0.lock().unwrap();
        log.calls.push(times.clone());
        if self.failing_writes > 0 {
            self.failing_writes -= 1;
            drop(log);
            return self.fail();
        }
        log.stored.extend(times);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        self.pass(self.sync_gate.as_ref());
        if self.failing_syncs > 0 {
            self.failing_syncs -= 1;
            return self.fail();
        }
        let mut log = self.seen.0.lock().unwrap();
        log.synced = log.stored.len();
        log.syncs += 1;
        Ok(())
    }
}

/// No pauses: what a test waits for comes at once.
const EAGER: Settings = Settings {
    capacity: 64,
    streams: 1,
    gather: Duration::ZERO,
    first_pause: Duration::ZERO,
    longest_pause: Duration::ZERO,
    close_within: Duration::from_secs(60),
};

fn start(sink: TestSink, settings: Settings) -> Trail {
    Trail::start_with(vec![Box::new(sink)], settings).unwrap()
}

async fn record(trail: &Trail, seconds: u64) {
    trail.reserve().await.unwrap().record(measure::event(seconds));
}

#[tokio::test]
async fn events_are_stored_in_order() {
    let seen = Seen::default();
    let trail = start(TestSink::new(&seen), Settings { gather: Duration::from_secs(3600), ..EAGER });
    for seconds in 0..20 {
        record(&trail, seconds).await;
    }
    // The flush ends the gathering, however long it was to be.
    trail.flush().await;
    assert_eq!(seen.stored(), (0..20).collect::<Vec<_>>());
    assert_eq!(seen.0.lock().unwrap().synced, 20);
}

#[tokio::test]
async fn a_half_full_queue_is_not_gathered_any_longer() {
    let seen = Seen::default();
    let trail = start(TestSink::new(&seen), Settings { capacity: 4, gather: Duration::from_secs(3600), ..EAGER });
    // More than there is room for: each reservation beyond waits until the writer has come.
    for seconds in 0..12 {
        record(&trail, seconds).await;
    }
    drop(trail);
    assert_eq!(seen.stored().len(), 12);
}

#[tokio::test]
async fn a_full_queue_makes_the_next_request_wait() {
    let seen = Seen::default();
    let (open, write_gate) = channel();
    let trail = start(TestSink { write_gate: Some(write_gate), ..TestSink::new(&seen) }, Settings { capacity: 2, ..EAGER });
    record(&trail, 1).await;
    let second = trail.try_reserve().unwrap();
    assert!(trail.try_reserve().is_none());

    let mut third = Box::pin(trail.reserve());
    assert!((&mut third).now_or_never().is_none());
    drop(open);
    third.await.unwrap().record(measure::event(3));
    second.record(measure::event(2));
    trail.flush().await;
    assert_eq!(seen.stored(), [1, 3, 2]);
}

#[tokio::test]
async fn an_unused_place_is_free_again() {
    let trail = start(TestSink::default(), Settings { capacity: 1, ..EAGER });
    for _ in 0..3 {
        drop(trail.try_reserve().unwrap());
    }
    assert!(trail.try_reserve().is_some());
}

#[tokio::test]
async fn a_cancelled_request_is_recorded_by_its_drop() {
    /// What the pipeline holds while the function runs.
    struct Guard(Option<Slot>);

    impl Drop for Guard {
        fn drop(&mut self) {
            self.0.take().unwrap().record(measure::event(7));
        }
    }

    let seen = Seen::default();
    let trail = start(TestSink::new(&seen), EAGER);
    let guard = Guard(trail.try_reserve());
    let mut request = Box::pin(async move {
        let _guard = guard;
        std::future::pending::<()>().await;
    });
    assert!((&mut request).now_or_never().is_none());
    drop(request);
    trail.flush().await;
    assert_eq!(seen.stored(), [7]);
}

#[test]
fn nothing_is_lost_under_load_with_a_sink_that_keeps_failing() {
    const THREADS: u64 = 8;
    const EVENTS: u64 = 5000;

    let seen = Seen::default();
    let sink = TestSink { failing_writes: 200, failing_syncs: 3, ..TestSink::new(&seen) };
    let trail = start(sink, Settings { capacity: 100, ..EAGER });
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let trail = trail.clone();
            scope.spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
                for number in 0..EVENTS {
                    runtime.block_on(record(&trail, thread * EVENTS + number));
                }
            });
        }
    });
    drop(trail);

    let stored = seen.stored();
    assert_eq!(stored.len() as u64, THREADS * EVENTS, "none is lost, none comes twice");
    for thread in 0..THREADS {
        let own: Vec<u64> = stored.iter().copied().filter(|number| number / EVENTS == thread).collect();
        assert!(own.is_sorted(), "the events of one thread keep their order");
        assert_eq!(own.len() as u64, EVENTS);
    }
}

#[tokio::test]
async fn trap_16_a_failing_sink_gets_the_very_same_events_again() {
    for panics in [false, true] {
        let seen = Seen::default();
        let (open, write_gate) = channel();
        let (arrived, waits) = channel();
        let sink = TestSink {
            write_gate: Some(write_gate),
            arrived: Some(arrived),
            failing_writes: 2,
            panics,
            ..TestSink::new(&seen)
        };
        let trail = start(sink, EAGER);
        record(&trail, 1).await;
        waits.recv().unwrap();
        // Recorded while the first attempt is under way: they must not slip into the second one.
        record(&trail, 2).await;
        record(&trail, 3).await;
        drop(open);
        trail.flush().await;
        let log = seen.0.lock().unwrap();
        assert_eq!(log.calls[..3], [vec![1], vec![1], vec![1]]);
        assert_eq!(log.stored, [1, 2, 3]);
    }
}

#[tokio::test]
async fn a_failing_sink_does_not_hold_up_the_others_but_keeps_the_places() {
    let (healthy, dead) = (Seen::default(), Seen::default());
    let sinks: Vec<Box<dyn Sink>> =
        vec![Box::new(TestSink { failing_writes: usize::MAX, ..TestSink::new(&dead) }), Box::new(TestSink::new(&healthy))];
    let settings = Settings { capacity: 3, longest_pause: Duration::from_millis(1), close_within: Duration::ZERO, ..EAGER };
    let trail = Trail::start_with(sinks, settings).unwrap();
    for seconds in 0..3 {
        record(&trail, seconds).await;
    }
    let mut next = Box::pin(trail.reserve());
    assert!((&mut next).now_or_never().is_none(), "what is not stored everywhere keeps its place");
    drop(next);
    // The end does not wait for the dead sink, and the other one has everything.
    drop(trail);
    assert_eq!(healthy.stored(), [0, 1, 2]);
    assert!(dead.stored().is_empty());
}

#[tokio::test]
async fn durable_means_synced() {
    let seen = Seen::default();
    let (open, sync_gate) = channel();
    let (arrived, waits) = channel();
    let sink = TestSink { sync_gate: Some(sync_gate), arrived: Some(arrived), ..TestSink::new(&seen) };
    let trail = start(sink, Settings { gather: Duration::from_secs(3600), ..EAGER });

    let mut stored = Box::pin(trail.try_reserve().unwrap().record_durably(measure::event(1)));
    waits.recv().unwrap();
    assert_eq!(seen.stored(), [1], "written, but not synced");
    assert!((&mut stored).now_or_never().is_none());

    // All who come while the disk is busy share the next sync.
    let later: Vec<_> = (2..10).map(|seconds| trail.try_reserve().unwrap().record_durably(measure::event(seconds))).collect();
    drop(open);
    stored.await.unwrap();
    for stored in later {
        stored.await.unwrap();
    }
    let log = seen.0.lock().unwrap();
    assert_eq!(log.synced, 9);
    assert_eq!(log.syncs, 2, "one sync for one, one for the other eight");
}

#[tokio::test]
async fn a_failing_sync_is_tried_again_before_anyone_is_told() {
    let seen = Seen::default();
    let trail = start(TestSink { failing_syncs: 3, ..TestSink::new(&seen) }, EAGER);
    trail.try_reserve().unwrap().record_durably(measure::event(1)).await.unwrap();
    assert_eq!(seen.0.lock().unwrap().synced, 1);
    assert_eq!(seen.stored(), [1], "a failed sync does not write again");
}

#[tokio::test]
async fn whoever_stops_waiting_is_recorded_all_the_same() {
    let seen = Seen::default();
    let trail = start(TestSink::new(&seen), EAGER);
    // Not even polled once.
    drop(trail.try_reserve().unwrap().record_durably(measure::event(1)));
    trail.flush().await;
    assert_eq!(seen.stored(), [1]);
}

#[tokio::test]
async fn without_an_end_there_is_no_sync_that_nobody_waits_for() {
    let seen = Seen::default();
    let trail = start(TestSink::new(&seen), Settings { capacity: 1, ..EAGER });
    for seconds in 0..5 {
        record(&trail, seconds).await;
    }
    // Each place came free only when the event before was stored.
    assert!(seen.stored().len() >= 4);
    assert_eq!(seen.0.lock().unwrap().syncs, 0);
}

#[tokio::test]
async fn the_last_handle_takes_everything_with_it() {
    let seen = Seen::default();
    let trail = start(TestSink::new(&seen), Settings { gather: Duration::from_secs(3600), ..EAGER });
    record(&trail, 1).await;
    let slot = trail.try_reserve().unwrap();
    drop(trail);
    // The slot of a request that still runs is a handle too.
    slot.record(measure::event(2));
    let log = seen.0.lock().unwrap();
    assert_eq!((log.stored.as_slice(), log.synced), (&[1, 2][..], 2));
}

#[tokio::test]
async fn without_sinks_nothing_waits() {
    let trail = Trail::start_with(Vec::new(), Settings { capacity: 1, ..EAGER }).unwrap();
    record(&trail, 1).await;
    record(&trail, 2).await;
    trail.flush().await;
    trail.reserve().await.unwrap().record_durably(measure::event(3)).await.unwrap();
}

#[tokio::test]
async fn a_trail_that_has_ended_admits_nobody() {
    let queue = Queue::new(1, 1, Duration::ZERO);
    assert!(queue.try_reserve());
    let mut next = Box::pin(queue.reserve());
    assert!((&mut next).now_or_never().is_none());
    queue.finish();
    assert!(!next.await, "those who wait are told");
    assert!(!queue.try_reserve());
}

#[test]
fn the_handle_that_a_sink_owns_can_be_the_last() {
    /// Lets go of its trail at the first event.
    struct Owner(Receiver<Trail>, Arc<AtomicUsize>);

    impl Sink for Owner {
        fn write(&mut self, events: &[Event]) -> io::Result<()> {
            drop(self.0.recv());
            self.1.fetch_add(events.len(), Ordering::SeqCst);
            Ok(())
        }

        fn sync(&mut self) -> io::Result<()> {
            self.1.fetch_add(10, Ordering::SeqCst);
            Ok(())
        }
    }

    let (give, take) = channel();
    let written = Arc::new(AtomicUsize::new(0));
    let trail = Trail::start_with(vec![Box::new(Owner(take, Arc::clone(&written)))], EAGER).unwrap();
    trail.try_reserve().unwrap().record(measure::event(1));
    let queue = Arc::clone(&trail.0.queue);
    give.send(trail).unwrap();
    assert!(queue.wait_until_finished(Duration::from_secs(60)));
    assert_eq!(written.load(Ordering::SeqCst), 11, "written once, synced once");
}

#[test]
fn what_no_sink_took_goes_to_the_log() {
    let mut event = measure::event(1);
    measure::set_input(&mut event, None, r#"{"password":"s3cret"}"#.as_bytes());
    let said = said(|| last_resort("dead", &[event, measure::event(2)]));
    assert_eq!(said.len(), 2);
    let (level, fields) = &said[0];
    assert_eq!(*level, tracing::Level::ERROR);
    assert!(fields["event"].starts_with(r#"{"datetime":"1970-01-01T00:00:01.000000Z""#), "{fields:?}");
    assert!(!fields["event"].contains("s3cret"));
}
