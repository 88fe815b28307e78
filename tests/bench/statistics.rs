//! Numbers of the same thing measured several times.

use serde::Serialize;

/// The least, the middle and the greatest of some measurements.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Summary {
    /// The least.
    pub(crate) min: f64,
    /// The middle one, or the mean of the two in the middle.
    pub(crate) median: f64,
    /// The greatest.
    pub(crate) max: f64,
    /// How many there are.
    pub(crate) count: usize,
}

impl Summary {
    /// Sums up some measurements; nothing when there are none.
    pub(crate) fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut sorted: Vec<f64> = values.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let count = sorted.len();
        let (min, max) = (*sorted.first()?, *sorted.last()?);
        let upper = sorted[count / 2];
        let median = if count.is_multiple_of(2) {
            f64::midpoint(sorted[count / 2 - 1], upper)
        } else {
            upper
        };
        Some(Self {
            min,
            median,
            max,
            count,
        })
    }
}

/// One thing that was measured, with what it should be.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Measure {
    /// What was measured.
    pub(crate) name: String,
    /// What the numbers count.
    pub(crate) unit: &'static str,
    /// The numbers.
    #[serde(flatten)]
    pub(crate) summary: Summary,
    /// The median has to stay under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) bar: Option<f64>,
}

/// Measures by name, in the order in which they were first noted.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    entries: Vec<(String, &'static str, Option<f64>, Vec<f64>)>,
}

impl Notes {
    /// Notes one value in milliseconds.
    pub(crate) fn milliseconds(&mut self, name: &str, value: f64) {
        self.note(name, "ms", None, value);
    }

    /// Notes one value in milliseconds of what should take less than `bar` of them.
    pub(crate) fn milliseconds_under(&mut self, name: &str, bar: f64, value: f64) {
        self.note(name, "ms", Some(bar), value);
    }

    /// Notes one value in KiB of what should take less than `bar` of them.
    pub(crate) fn kibibytes_under(&mut self, name: &str, bar: f64, value: f64) {
        self.note(name, "KiB", Some(bar), value);
    }

    /// Notes one value in microseconds.
    pub(crate) fn microseconds(&mut self, name: &str, value: f64) {
        self.note(name, "µs", None, value);
    }

    fn note(&mut self, name: &str, unit: &'static str, bar: Option<f64>, value: f64) {
        match self.entries.iter_mut().find(|(known, ..)| known == name) {
            Some((.., values)) => values.push(value),
            None => self.entries.push((name.to_owned(), unit, bar, vec![value])),
        }
    }

    /// Sums everything up.
    pub(crate) fn measures(self) -> Vec<Measure> {
        let measure = |(name, unit, bar, values)| {
            Some(Measure {
                name,
                unit,
                bar,
                summary: Summary::of(values)?,
            })
        };
        self.entries.into_iter().filter_map(measure).collect()
    }
}

/// The value below which `part` of the sorted values lie, by the nearest rank; zero when there are none.
pub(crate) fn percentile(sorted: &[u32], part: f64) -> u32 {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rank, far below 2^52"
    )]
    let rank = (sorted.len() as f64 * part).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}
