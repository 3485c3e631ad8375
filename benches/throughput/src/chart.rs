//! The chart of the connections: rate over connections, both axes logarithmic.

use std::fmt::Write;

use crate::process::Side;
use crate::sample::Series;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 360.0;
const MARGIN: f64 = 72.0;

/// An SVG with one line for each pair: the best of the rounds.
pub(crate) fn svg(all: &[Series]) -> String {
    let rate = |series: &Series| series.best().map_or(1.0, |sample| sample.rate);
    let decade = |of: f64| of.max(1.0).log10();
    let rates = || all.iter().map(rate).map(decade);
    let lowest = rates().fold(f64::MAX, f64::min).floor();
    let highest = rates().fold(lowest + 1.0, f64::max).ceil();
    let connections = all.iter().map(|series| series.pair.connections as f64);
    let most = connections.map(decade).fold(1.0, f64::max);
    let x =
        |connections: usize| MARGIN + decade(connections as f64) / most * (WIDTH - 2.0 * MARGIN);
    let y = |rate: f64| {
        let height = (decade(rate) - lowest) / (highest - lowest);
        HEIGHT - MARGIN - height * (HEIGHT - 2.0 * MARGIN)
    };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n\
         <text x=\"{MARGIN}\" y=\"24\">Messages per second, 1000 unanswered in all</text>\n"
    );
    let mut add = |line: String| {
        let _ = writeln!(svg, "{line}");
    };
    let mut power = lowest;
    while power <= highest {
        let rate = 10_f64.powf(power);
        let (right, at) = (WIDTH - MARGIN, y(rate));
        add(format!(
            "<line x1=\"{MARGIN}\" y1=\"{at:.0}\" x2=\"{right}\" y2=\"{at:.0}\" stroke=\"#ddd\"/>"
        ));
        add(format!(
            "<text x=\"{}\" y=\"{:.0}\" text-anchor=\"end\">{rate}</text>",
            MARGIN - 6.0,
            at + 4.0
        ));
        power += 1.0;
    }
    for (same, colour) in all
        .chunk_by(|a, b| a.pair.client == b.pair.client)
        .zip(["#888", "#06c", "#c60"])
    {
        let mut points = String::new();
        for series in same {
            let (px, py) = (x(series.pair.connections), y(rate(series)));
            let _ = write!(points, "{px:.0},{py:.0} ");
            add(format!(
                "<circle cx=\"{px:.0}\" cy=\"{py:.0}\" r=\"3\" fill=\"{colour}\"/>"
            ));
            add(format!(
                "<text x=\"{px:.0}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                HEIGHT - MARGIN + 18.0,
                series.pair.connections
            ));
        }
        add(format!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            points.trim_end()
        ));
        // At the left the lines are furthest apart.
        if let Some(first) = same.first() {
            let Side(name) = first.pair.client;
            let at = y(rate(first)) - 8.0;
            add(format!(
                "<text x=\"{:.0}\" y=\"{at:.0}\" fill=\"{colour}\">{name} → {name}</text>",
                MARGIN + 8.0
            ));
        }
    }
    let middle = WIDTH / 2.0;
    add(format!(
        "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">connections</text>\n</svg>",
        HEIGHT - 16.0
    ));
    svg
}
