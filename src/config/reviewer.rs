//! Who decides.

use crate::error::{Error, Result};

/// The reviewer's name: flag, `GOLDSET_REVIEWER`, config, else the user account. `configured` already holds what the
/// variable says.
pub(super) fn resolve(
    flag: Option<&str>,
    configured: &str,
    env: &dyn Fn(&str) -> Option<String>,
) -> Result<String> {
    if let Some(name) = flag {
        return check(name);
    }
    if !configured.trim().is_empty() {
        return check(configured);
    }
    Ok(account(env))
}

fn check(name: &str) -> Result<String> {
    let name = name.trim();
    let ok = !name.is_empty() && name.chars().count() <= 64 && !name.chars().any(char::is_control);
    if ok {
        return Ok(name.to_owned());
    }
    Err(Error::usage("that is no name of a reviewer")
        .hint("a name of 1 to 64 characters, as in --reviewer ana"))
}

/// The name of the user account, or `uid-N` for an account without one.
fn account(env: &dyn Fn(&str) -> Option<String>) -> String {
    let uid = rustix::process::getuid().as_raw();
    ["USER", "LOGNAME"]
        .into_iter()
        .find_map(|variable| check(&env(variable)?).ok())
        .or_else(|| passwd_name(&std::fs::read_to_string("/etc/passwd").ok()?, uid))
        .unwrap_or_else(|| format!("uid-{uid}"))
}

fn passwd_name(passwd: &str, uid: u32) -> Option<String> {
    let uid = uid.to_string();
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == uid).then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_wins_and_names_are_checked() {
        let env = |name: &str| (name == "USER").then(|| "os-ana".to_owned());
        let none = |_: &str| None;
        assert_eq!(resolve(Some(" ben "), "cleo", &env).unwrap(), "ben");
        assert_eq!(resolve(None, "cleo", &env).unwrap(), "cleo");
        assert_eq!(resolve(None, "", &env).unwrap(), "os-ana");
        assert!(!resolve(None, "", &none).unwrap().is_empty());
        assert!(resolve(Some(""), "", &env).is_err());
        assert!(resolve(Some("a\u{1b}[31m"), "", &env).is_err());
        let passwd = "root:x:0:0::/root:/bin/sh\nana:x:1000:1000::/home/ana:/bin/sh\n";
        assert_eq!(passwd_name(passwd, 1000).as_deref(), Some("ana"));
        assert_eq!(passwd_name(passwd, 7), None);
    }
}
