//! A metrics recorder that a test can read.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use metrics::{Counter, Gauge, Histogram, HistogramFn, Key, KeyName, Label, Metadata, Recorder, SharedString, Unit};

/// A metric: its name, and its labels by name.
type Metric = (String, BTreeMap<String, String>);

/// Everything that was counted and measured.
#[derive(Default)]
pub(super) struct Readings {
    counters: Mutex<BTreeMap<Metric, Arc<AtomicU64>>>,
    histograms: Mutex<BTreeMap<Metric, Arc<Values>>>,
}

#[derive(Default)]
struct Values(Mutex<Vec<f64>>);

impl HistogramFn for Values {
    fn record(&self, value: f64) {
        self.0.lock().expect("no test panics here").push(value);
    }
}

impl Readings {
    pub(super) fn counted(&self) -> BTreeMap<Metric, u64> {
        let counters = self.counters.lock().expect("no test panics here");
        counters.iter().map(|(metric, count)| (metric.clone(), count.load(Ordering::Relaxed))).collect()
    }

    pub(super) fn measured(&self) -> BTreeMap<Metric, Vec<f64>> {
        let histograms = self.histograms.lock().expect("no test panics here");
        let values = |values: &Values| values.0.lock().expect("no test panics here").clone();
        histograms.iter().map(|(metric, measured)| (metric.clone(), values(measured))).collect()
    }
}

fn metric(key: &Key) -> Metric {
    let label = |label: &Label| (label.key().to_owned(), label.value().to_owned());
    (key.name().to_owned(), key.labels().map(label).collect())
}

impl Recorder for Readings {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        let mut counters = self.counters.lock().expect("no test panics here");
        Counter::from_arc(Arc::clone(counters.entry(metric(key)).or_default()))
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        panic!("no gauge is documented: {key}")
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        let mut histograms = self.histograms.lock().expect("no test panics here");
        Histogram::from_arc(Arc::clone(histograms.entry(metric(key)).or_default()))
    }
}
