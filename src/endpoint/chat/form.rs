//! How an answer is asked for: strictly at first, loosened bit by bit where an endpoint does not take it.

use serde_json::{Value, json};

/// How the form of an answer is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Shape {
    /// As a schema the endpoint holds the model to.
    #[default]
    Schema,
    /// As JSON of any shape.
    Object,
    /// In the words of the prompt only.
    Words,
}

/// The field that limits an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Room {
    #[default]
    MaxTokens,
    /// What models that think aloud want instead.
    MaxCompletionTokens,
    Unlimited,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Form {
    shape: Shape,
    room: Room,
    /// Temperature 0 is not taken.
    warm: bool,
}

impl Form {
    pub(super) fn apply(self, body: &mut Value, schema: &Value, room: u64) {
        match self.shape {
            Shape::Schema => {
                body["response_format"] = json!({"type": "json_schema",
                    "json_schema": {"name": "Answer", "strict": true, "schema": schema}});
            }
            Shape::Object => body["response_format"] = json!({"type": "json_object"}),
            Shape::Words => {}
        }
        match self.room {
            Room::MaxTokens => body["max_tokens"] = json!(room),
            Room::MaxCompletionTokens => body["max_completion_tokens"] = json!(room),
            Room::Unlimited => {}
        }
        if !self.warm {
            body["temperature"] = json!(0);
        }
    }

    /// Gives up what a refusal complains of, else the next of what is left; false when nothing is left.
    pub(super) fn loosen(&mut self, refusal: &str) -> bool {
        if !self.warm && refusal.contains("temperature") {
            self.warm = true;
        } else if refusal.contains("max_tokens") && self.room == Room::MaxTokens {
            self.room = Room::MaxCompletionTokens;
        } else if self.shape == Shape::Schema {
            self.shape = Shape::Object;
        } else if self.shape == Shape::Object {
            self.shape = Shape::Words;
        } else if self.room != Room::Unlimited {
            self.room = Room::Unlimited;
        } else if !self.warm {
            self.warm = true;
        } else {
            return false;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(form: Form) -> Value {
        let mut body = json!({});
        form.apply(&mut body, &json!({"type": "object"}), 50);
        body
    }

    #[test]
    fn the_strictest_form_is_nested() {
        let body = body(Form::default());
        let format = &body["response_format"];
        assert_eq!(format["json_schema"]["schema"]["type"], "object");
        assert_eq!(format["json_schema"]["strict"], true);
        assert_eq!(
            (&body["max_tokens"], &body["temperature"]),
            (&json!(50), &json!(0))
        );
    }

    #[test]
    fn what_is_complained_of_goes_first_and_everything_goes_in_the_end() {
        let mut form = Form::default();
        assert!(form.loosen("'max_tokens' is not supported, use 'max_completion_tokens'"));
        assert_eq!(body(form)["max_completion_tokens"], 50);
        assert!(form.loosen("unsupported value: temperature"));
        assert!(body(form).get("temperature").is_none());
        assert!(form.loosen("bad request"));
        assert_eq!(body(form)["response_format"]["type"], "json_object");
        assert!(form.loosen("bad request") && form.loosen("bad request"));
        assert_eq!(body(form), json!({}));
        assert!(!form.loosen("bad request"));
    }
}
