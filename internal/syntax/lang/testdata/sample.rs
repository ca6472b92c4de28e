#![allow(dead_code)]
use std::process::Command;
use std::{fs, io::{self, Read as R}, net::*};
pub use a as b;
extern crate c;
#[derive(Debug, Clone)]
#[serde(rename = "x")]
pub(crate) struct P<'a, T: Clone + Send> where T: Copy { pub a: &'a str, #[x] b: Vec<Option<u8>> }
struct Q(pub u8, String);
enum E { A, B(u8), C { x: i32 }, D = 4 }
trait S: Base { const N: usize; fn m(&self) -> Self; }
impl<T> S for P<T> {
    const N: usize = 0x1F_u8;
    async fn m(&mut self, mut x: i32, (a, b): (u8, [u8; 4])) -> Result<(), Box<dyn Error + 'static>> {
        let mut out = Command::new("sh").arg(format!("-c {} {x}", &self.a[0], n = y.z(1) + 2)).output()?;
        let v: Vec<u8> = vec![1, 2]; let s = P { a: "x\n", b, ..d }; let Some(q) = r else { return Ok(()) };
        if let Some(x) = y && x > 1 { a() } else if !b { c() } else { d() }
        match x { 1 | 2 => a(), Some(n) if n > 1 => { b(); } P { a, b: c } => d, 'a'..='z' => e, _ => panic!("m {}", x) }
        'outer: loop { break 'outer; } while x < 1 { x += 1; continue } for i in 0..10 { }
        unsafe { *p = std::ptr::read(q as *const u8); } let f = |x: u8| x + 1; let g = move || async { h().await };
        iter.map(|(k, v)| k).collect::<Vec<_>>(); <T as Q>::f(); b"x\x41"; r#"raw "x""#; -1.5f32; return Err(e);
        println!("{}", x); x
    }
}
mod n { pub const K: &str = "k"; static mut G: u8 = 1; type T = u8; }
macro_rules! mm { ($x:expr) => { $x } }
extern "C" { fn ff(x: *const u8); }
