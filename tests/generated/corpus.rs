//! To come.
use generated::Value;
#[test]
fn scratch() {
    let text = std::fs::read_to_string("/work/shared/corpus/instances/conferences.mutants.jsonl").unwrap();
    for (n, line) in text.lines().enumerate() {
        let v: Value = serde_json::from_str(line).unwrap();
        let key = v["schema"].as_str().unwrap();
        let r = crate::schemas::schema("conferences", key).judge(v["instance"].as_str().unwrap());
        let (ok, why) = match &r { Err(e) => (false, e.to_string()), Ok(j) => (j.violations.is_empty(), j.lines().join("; ")) };
        let inst: Value = serde_json::from_str(v["instance"].as_str().unwrap()).unwrap();
        if ok != v["valid"].as_bool().unwrap() {
            println!("DIFF {} {} {} {} valid={} got={ok} {why}\n      {}", n + 1, key, v["op"], v["path"], v["valid"], inst);
        }
        if let Ok(j) = r && j.encoded != inst { println!("LOSS {} {} {} {}", n+1, key, v["op"], v["path"]); }
    }
}
