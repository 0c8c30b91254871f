//! Delivery safety: no schedule of failures makes a call take effect twice, or hides a loss.
//!
//! A million schedules, and the faults of which each has to be found:
//! `DELIVERY_SCHEDULES=1000000 cargo test -p tests-generated delivery -- --include-ignored`.
//!
//! `explorer` runs calls against a network with a server that keeps a ledger of its effects, and a
//! clock that only the schedule moves. It knows the client by its public API only.

mod explorer;
mod faults;

use std::env;

use generated::calls::{CallSupervisorRole, SwitchSupervisorRole, SwitchSupervisorRoleRequest};
use generated::{Operation, Retry};

use self::explorer::{Subject, explore};
use crate::operations::{self, Visitor};

/// The number of schedules, over all operations: `DELIVERY_SCHEDULES`, or else 20,000.
fn schedules() -> usize {
    let number = env::var("DELIVERY_SCHEDULES").ok();
    number.map_or(20_000, |it| it.parse().expect("a number of schedules"))
}

#[test]
fn no_schedule_of_failures_breaks_the_delivery_of_an_operation() {
    struct Count(usize);
    impl Visitor for Count {
        fn visit<O: Operation>(&mut self, _: &str, _: O) {
            self.0 += 1;
        }
    }
    struct Explored {
        each: usize,
        schedules: usize,
    }
    impl Visitor for Explored {
        fn visit<O: Operation>(&mut self, module: &str, operation: O) {
            let (count, failed) = explore(&Subject::new(operation), self.each);
            self.schedules += count;
            if let Some(failed) = failed {
                panic!("after {count} schedules: {module}::{failed}");
            }
        }
    }
    let mut operations = Count(0);
    operations::each(&mut operations);
    let each = schedules().div_ceil(operations.0);
    let mut explored = Explored { each, schedules: 0 };
    operations::each(&mut explored);
    assert!(explored.schedules >= schedules(), "{}", explored.schedules);
}

#[test]
fn a_retry_of_what_is_unsafe_to_retry_is_found() {
    let request = SwitchSupervisorRoleRequest::new(CallSupervisorRole::Barge);
    let subject = Subject::new(SwitchSupervisorRole::new("v3:call", request));
    let (_, failed) = explore(&subject.judged_as(Retry::Unsafe), 1_000);
    let failed = failed.expect("the client retries").to_string();
    insta::assert_snapshot!(failed, @"
    SwitchSupervisorRole (POST, unsafe) with the defaults
        0.000 s  sends POST https://api.telnyx.com/v2/calls/v3:call/actions/switch_supervisor_role within 60s
        0.000 s    status 422 with X-Should-Retry: true
        0.000 s  waits 451.271281ms
        0.000 s    the delay ends on time
        0.451 s  sends POST https://api.telnyx.com/v2/calls/v3:call/actions/switch_supervisor_role within 60s
        0.451 s    the server acts; status 200
        0.451 s  the call returns status 200
    violated: only what may be retried is retried
    ");
}
