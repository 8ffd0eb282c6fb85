namespace Flapjack.ReferenceBackend.Telemetry;

/// <summary>What the backend's own spans, attributes and measurements are called. Those of commands and bootstraps are in the engine.</summary>
internal static class SpanNames
{
    public const string AgentId = "flapjack.agent.id";
    public const string ErrorType = "error.type";

    public const string Webhook = "flapjack.webhook";
    public const string WebhookAttempt = "flapjack.webhook.attempt";
    public const string WebhookId = "flapjack.webhook.id";
    public const string WebhookEvent = "flapjack.webhook.event";
    public const string WebhookNumber = "flapjack.webhook.attempt.number";
    public const string WebhookOutcome = "flapjack.webhook.outcome";
    public const string HttpMethod = "http.request.method";
    public const string HttpStatus = "http.response.status_code";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";

    public const string ThreadId = "gen_ai.conversation.id";
    public const string TurnId = "flapjack.chat.turn.id";
    public const string TurnOutcome = "flapjack.chat.outcome";

    public const string Run = "flapjack.run";
    public const string RunStep = "flapjack.run.step";
    public const string RunId = "flapjack.run.id";
    public const string RunnerId = "flapjack.runner.id";
    public const string RunOrigin = "flapjack.run.origin";
    public const string RunStatus = "flapjack.run.status";
    public const string StepId = "flapjack.run.step.id";
    public const string StepKind = "flapjack.run.step.kind";
    public const string StepAttempt = "flapjack.run.step.attempt";
    public const string StepOutcome = "flapjack.run.step.outcome";

    public const string LimitReason = "flapjack.limit.reason";

    public const string ExecRefused = "flapjack.backend.exec.refused";
    public const string WebhookAttempts = "flapjack.backend.webhook.attempts";
    public const string WebhookDuration = "flapjack.backend.webhook.duration";
    public const string TurnDuration = "flapjack.backend.turn.duration";
    public const string RunDuration = "flapjack.backend.run.duration";
}
