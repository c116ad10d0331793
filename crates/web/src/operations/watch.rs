//! Figures for a watcher that speaks Prometheus, served on an address of their own.

use std::fs;
use std::sync::{Arc, OnceLock};

use axum::Extension;
use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use super::{Operations, health};

/// Upper ends of the classes of duration, in seconds: the aim is 5 ms a page and 40 ms a submission.
const SECONDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.1, 0.25, 1.0, 5.0, 30.0];

static FIGURES: OnceLock<PrometheusHandle> = OnceLock::new();

/// Begins to count. Figures are of the whole process: a second call changes nothing.
pub fn begin() {
    FIGURES.get_or_init(|| {
        let builder = PrometheusBuilder::new();
        // The classes are not empty, so that they are never refused.
        let recorder = builder.set_buckets(&SECONDS).unwrap_or_default().build_recorder();
        let handle = recorder.handle();
        // Somebody else's recorder stays; ours is then empty.
        let _ = metrics::set_global_recorder(recorder);
        handle
    });
}

/// `GET /metrics`
pub async fn metrics(Extension(operations): Extension<Arc<Operations>>) -> impl IntoResponse {
    take_stock(&operations);
    let text = FIGURES.get().map(PrometheusHandle::render).unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text)
}

/// The routes of the port of administration: metrics and signs of life.
pub fn routes(operations: &Arc<Operations>) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .layer(Extension(Arc::clone(operations)))
}

/// Lets the recorder fold what it gathered, or its lists grow; once in a few seconds is enough.
pub(super) fn upkeep() {
    if let Some(figures) = FIGURES.get() {
        figures.run_upkeep();
    }
}

/// What is not counted as it happens but looked at when asked.
fn take_stock(operations: &Operations) {
    let gauge = |name: &'static str, value: usize| {
        metrics::gauge!(name).set(f64::from(u32::try_from(value).unwrap_or(u32::MAX)));
    };
    gauge("sohoc_work_running", operations.gate.running());
    gauge("sohoc_work_waiting", operations.gate.waiting());
    if let Some(bytes) = memory_bytes() {
        gauge("sohoc_memory_kilobytes", bytes >> 10);
    }
    if let Some(free) = (operations.machine.free_percent)() {
        gauge("sohoc_disk_free_percent", usize::from(free));
    }
}

/// What the process holds of the machine's memory; only Linux tells it so.
fn memory_bytes() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: usize = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    kilobytes.checked_mul(1_024)
}
