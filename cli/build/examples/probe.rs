use rnode_build::{BuildOptions, Mode, build};
#[tokio::main]
async fn main() {
    let mut args = std::env::args().skip(1);
    let entry = args.next().unwrap();
    let out = args.next();
    for round in 0..std::env::var("ROUNDS").ok().and_then(|r| r.parse().ok()).unwrap_or(1) {
        let start = std::time::Instant::now();
        let result = build(&BuildOptions { entry: entry.clone().into(), mode: Mode::Production }).await;
        let took = start.elapsed();
        match result {
            Ok(b) => {
                if round == 0 {
                    for w in &b.warnings { println!("warning: {w}"); }
                    for t in &b.top_level_awaits { println!("tla: {t:?}"); }
                    for m in &b.modules { println!("  {} {}", m.path, m.bytes); }
                    for i in &b.inputs { println!("  input {}", i.display()); }
                    if let Some(out) = &out { std::fs::write(out, &b.source).unwrap(); std::fs::write(format!("{out}.map"), &b.source_map).unwrap(); }
                }
                println!("ok {} bytes, map {} bytes, {took:?}", b.source.len(), b.source_map.len());
            }
            Err(e) => { println!("error: {e}"); if let Some(h) = e.hint() { println!("hint: {h}"); } println!("inputs {:?} {took:?}", e.inputs()); }
        }
    }
}
