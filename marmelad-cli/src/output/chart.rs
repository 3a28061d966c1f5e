//! Bar charts in text.

/// Height of a chart in lines.
const HEIGHT: usize = 8;
/// Greatest width of a bar with its gap, in characters.
const WIDEST: usize = 8;
/// Block characters from empty to full, in eighths of a line.
const BLOCKS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// One bar of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// How high it is.
    pub value: u64,
}

/// Draws a chart with axes, at most `width` characters wide. When the bars do not fit, neighbours are summed and
/// the heading says so. `shown` formats a value.
pub fn chart(heading: &str, bars: &[Bar], width: usize, shown: impl Fn(u64) -> String) -> String {
    let highest = |bars: &[Bar]| bars.iter().map(|bar| bar.value).max().unwrap_or(0);
    // Reserve the width of the greatest possible label: the sum of all bars.
    let sum: u64 = bars.iter().map(|bar| bar.value).sum();
    let margin = shown(sum).chars().count().max(1);
    let room = width.saturating_sub(margin + 2).max(1);
    let together = bars.len().div_ceil(room).max(1);
    let bars: Vec<Bar> = bars.chunks(together).map(added_up).collect();
    let top = highest(&bars);
    let heading = match together {
        1 => heading.to_owned(),
        _ => format!("{heading} (a bar is {together} points)"),
    };
    if top == 0 {
        return format!("{heading}: none");
    }
    let each = (room / bars.len()).clamp(1, WIDEST);
    let mut lines = vec![heading];
    for line in (0..HEIGHT).rev() {
        let label = match line {
            _ if line == HEIGHT - 1 => shown(top),
            _ if line == HEIGHT / 2 - 1 => shown(top / 2),
            _ => String::new(),
        };
        let tick = if label.is_empty() { '│' } else { '┤' };
        let drawn: String =
            bars.iter().map(|bar| column(eighths(bar.value, top), line, each)).collect();
        lines.push(format!("{label:>margin$} {tick}{drawn}"));
    }
    let long = bars.len() * each;
    lines.push(format!("{:>margin$} └{}", 0, "─".repeat(long)));
    lines.push(format!("{:margin$}  {}", "", labels(&bars, each, room.max(long))));
    let lines: Vec<_> = lines.iter().map(|line| line.trim_end()).collect();
    lines.join("\n")
}

fn added_up(bars: &[Bar]) -> Bar {
    Bar {
        label: bars.first().map(|bar| bar.label.clone()).unwrap_or_default(),
        value: bars.iter().map(|bar| bar.value).sum(),
    }
}

/// Height of a bar in eighths of a line; at least 1 for a non-zero value.
fn eighths(value: u64, top: u64) -> usize {
    let whole = u128::from(top).max(1);
    let height = (u128::from(value) * (HEIGHT as u128) * 8 + whole / 2) / whole;
    let height = usize::try_from(height).unwrap_or(HEIGHT * 8);
    height.max(usize::from(value > 0))
}

/// One line's part of a bar, followed by a gap if there is room.
fn column(eighths: usize, line: usize, each: usize) -> String {
    let fill = eighths.saturating_sub(line * 8).min(8);
    let gap = usize::from(each > 1);
    let mut text = BLOCKS[fill].to_string().repeat(each - gap);
    text.push_str(&" ".repeat(gap));
    text
}

/// The labels that fit below the bars.
fn labels(bars: &[Bar], each: usize, room: usize) -> String {
    let mut line = String::new();
    let mut used = 0;
    for (place, bar) in bars.iter().enumerate() {
        let (start, length) = (place * each, bar.label.chars().count());
        let is_free = start == 0 || start > used;
        if is_free && start + length <= room {
            line.push_str(&" ".repeat(start - used));
            line.push_str(&bar.label);
            used = start + length;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(values: &[u64]) -> Vec<Bar> {
        let bars = values.iter().enumerate();
        bars.map(|(place, value)| Bar { label: format!("03-{:02}", place + 1), value: *value })
            .collect()
    }

    #[test]
    fn bars_stand_on_an_axis() {
        let text = chart("Sold", &bars(&[8, 4, 0, 1]), 40, |value| value.to_string());
        let expected = "\
Sold
 8 ┤███████
   │███████
   │███████
   │███████
 4 ┤███████ ███████
   │███████ ███████
   │███████ ███████
   │███████ ███████         ███████
 0 └────────────────────────────────
    03-01   03-02   03-03   03-04";
        assert_eq!(text, expected);
    }

    #[test]
    fn any_number_of_bars_fits_the_width() {
        for count in [1, 2, 30, 60, 77, 78, 366] {
            let values: Vec<u64> = (0..count).map(|day| day * 1_000).collect();
            for width in [40, 80, 200] {
                let text = chart("Sold", &bars(&values), width, |value| value.to_string());
                assert!(
                    text.lines().all(|line| line.chars().count() <= width),
                    "{count} {width}: {text}"
                );
            }
        }
        let text = chart("Sold", &bars(&[1; 366]), 80, |value| value.to_string());
        assert!(text.starts_with("Sold (a bar is 5 points)\n  5 ┤█"), "{text}");
    }

    #[test]
    fn the_smallest_is_seen_and_nothing_is_told() {
        assert_eq!(eighths(1, u64::MAX), 1);
        assert_eq!(eighths(u64::MAX, u64::MAX), 64);
        let shown = |value: u64| value.to_string();
        assert_eq!(chart("Sold", &bars(&[0, 0]), 80, shown), "Sold: none");
        assert_eq!(chart("Sold", &[], 80, shown), "Sold: none");
    }
}
