//! Account questions. Some harmless ones get refused.

use super::Intent;

pub(crate) const INTENTS: [Intent; 9] = [
    Intent {
        id: "delete",
        asks: &[
            "[Please delete|Delete|How do I delete] my account[.| and all my data.| for good.]",
            "I want to close my account, [what do I have to do|how does it work]?",
        ],
        answers: &[
            "Open Profile, Your data, Delete account. It takes effect after 14 days; until then you can take it back.",
            "You find it under Profile, Your data. After 14 days the account is gone; invoices are kept as the law asks.",
        ],
        documents: &["account-data"],
        tool: None,
    },
    Intent {
        id: "export",
        asks: &[
            "Can I [download|get] [a copy of my data|everything you have stored about me]?",
            "How do I export my order history?",
        ],
        answers: &[
            "Profile, Your data, Export: a ZIP file with everything is ready within a day.",
            "Under Profile, Your data you can ask for an export; we mail you when the ZIP is there.",
        ],
        documents: &["account-data"],
        tool: None,
    },
    Intent {
        id: "email",
        asks: &[
            "How do I change [the e-mail address|my e-mail] of my account?",
            "I no longer have my old [mailbox|e-mail], can I [use another one|switch to a new one]?",
        ],
        answers: &[
            "Under Profile, E-mail: enter the new address and confirm the link that we send there.",
            "Enter the new address under Profile and confirm it; the old one only gets a notice.",
        ],
        documents: &["account-data", "account-security"],
        tool: None,
    },
    Intent {
        id: "password",
        asks: &[
            "I forgot my password, [how do I get in|what now]?",
            "The link to reset my password [does not work|has expired].",
        ],
        answers: &[
            "Choose Forgot password on the sign-in page; the link we mail you works for 30 minutes.",
            "Ask for a new link on the sign-in page: each one works for 30 minutes and only once.",
        ],
        documents: &["account-security"],
        tool: None,
    },
    Intent {
        id: "two_factor",
        asks: &[
            "I have a new phone, how do I move the [two-factor codes|code app]?",
            "My login code is refused, what can I do?",
        ],
        answers: &[
            "Sign in with one of your ten recovery codes, then set up the app anew under Profile, Security.",
            "Use a recovery code to sign in and set up the code app again; the phone's clock has to be set by the network.",
        ],
        documents: &["account-security"],
        tool: None,
    },
    Intent {
        id: "devices",
        asks: &[
            "How can I [see|find out] where my account is signed in?",
            "Somebody used my tablet, can I sign it out from here?",
        ],
        answers: &[
            "Profile, Devices lists every session, and you can end each of them there.",
            "Under Profile, Devices you see where you are signed in and can end any session.",
        ],
        documents: &["account-security"],
        tool: None,
    },
    Intent {
        id: "newsletter",
        asks: &[
            "Please [take me off|remove me from] the newsletter.",
            "How do I get fewer [mails|e-mails] from you?",
        ],
        answers: &[
            "One click does it: the link at the end of each newsletter, or Profile, Messages.",
            "Under Profile, Messages you can switch the newsletter off; mails about orders still come.",
        ],
        documents: &["newsletter"],
        tool: None,
    },
    Intent {
        id: "household",
        asks: &[
            "How do I add my [partner|daughter|flatmate] to the Family plan?",
            "Can two of us share one account?",
        ],
        answers: &[
            "Invite them by e-mail under Profile, Household; a Family plan has room for five.",
            "That is what the Family plan is for: up to five members, each with an own basket, one bill.",
        ],
        documents: &["household"],
        tool: None,
    },
    Intent {
        id: "name",
        asks: &[
            "I [got married|changed my name], how do I change it in my account?",
            "My name is spelled wrong, it should be {name}.",
        ],
        answers: &[
            "Under Profile you can change the name yourself; open orders keep the old one.",
            "Change it under Profile, Name. New bills show it at once.",
        ],
        documents: &["account-data"],
        tool: None,
    },
];

/// Harmless requests that get refused.
pub(crate) const REFUSED: [&str; 5] = ["delete", "export", "email", "devices", "name"];

pub(crate) const REFUSALS: [&str; 7] = [
    "I'm sorry, but I can't help with requests about personal accounts.",
    "I'm sorry, I cannot assist with that for security reasons.",
    "For your safety I can't help with this request. Please contact a person.",
    "I'm sorry, but I am not able to help with changes that concern personal data.",
    "I cannot help with that. Requests about account data are outside of what I may do.",
    "Sorry, I can't help with this. It may be against our security rules.",
    "I'm unable to help with that request, as it could be misused.",
];
