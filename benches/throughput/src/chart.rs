//! The chart of the connections: rate over connections, both axes from the figures.

use std::fmt::Write;

use crate::process::Side;
use crate::sample::Series;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 360.0;
const MARGIN: f64 = 60.0;

/// An SVG with one line for each pair: the median of the rounds.
pub(crate) fn svg(all: &[Series]) -> String {
    let rate = |series: &Series| series.median(|sample| sample.rate).unwrap_or(0.0);
    let top = all.iter().map(rate).fold(1.0, f64::max) * 1.1;
    let most = all.iter().map(|series| series.pair.connections).max();
    let decades = (most.unwrap_or(10).max(10) as f64).log10();
    let x = |connections: usize| {
        MARGIN + (connections as f64).log10() / decades * (WIDTH - 2.0 * MARGIN)
    };
    let y = |rate: f64| HEIGHT - MARGIN - rate / top * (HEIGHT - 2.0 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n\
         <text x=\"{MARGIN}\" y=\"24\">Thousand messages per second, 1000 unanswered in all</text>\n"
    );
    let mut add = |line: String| {
        let _ = writeln!(svg, "{line}");
    };
    for step in 0..=4 {
        let rate = top * f64::from(step) / 4.0;
        let (right, at) = (WIDTH - MARGIN, y(rate));
        add(format!(
            "<line x1=\"{MARGIN}\" y1=\"{at:.0}\" x2=\"{right}\" y2=\"{at:.0}\" stroke=\"#ddd\"/>"
        ));
        add(format!(
            "<text x=\"{}\" y=\"{:.0}\" text-anchor=\"end\">{:.0}</text>",
            MARGIN - 8.0,
            at + 4.0,
            rate / 1e3
        ));
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
        if let Some(last) = same.last() {
            let Side(name) = last.pair.client;
            let at = y(rate(last)) - 8.0;
            add(format!(
                "<text x=\"{:.0}\" y=\"{at:.0}\" text-anchor=\"end\" fill=\"{colour}\">{name}</text>",
                WIDTH - MARGIN
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
