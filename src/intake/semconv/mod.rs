//! What the attributes of spans mean, for every convention that is read, in one place.

use crate::model::trace::SpanKind;

/// The span kind of that name in any case, whatever convention it comes from; `Other` where unknown.
pub(crate) fn kind_by_name(name: &str) -> SpanKind {
    match name.to_ascii_lowercase().as_str() {
        "llm" | "generation" | "chat" | "text_completion" | "generate_content" | "completion" => {
            SpanKind::Llm
        }
        "retriever" | "retrieval" => SpanKind::Retriever,
        "tool" | "execute_tool" => SpanKind::Tool,
        "agent" | "invoke_agent" | "create_agent" => SpanKind::Agent,
        "chain" | "workflow" | "task" | "invoke_workflow" | "prompt" => SpanKind::Chain,
        "embedding" | "embeddings" => SpanKind::Embedding,
        "reranker" => SpanKind::Reranker,
        "guardrail" => SpanKind::Guardrail,
        "evaluator" => SpanKind::Evaluator,
        _ => SpanKind::Other,
    }
}
